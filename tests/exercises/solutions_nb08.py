"""More right answers to the exercises of notebook 08, and wrong ones."""

import numpy as np
from scipy import fft, linalg, signal

from convnb.exercises.nb08 import circular_convolve, convolve_by_spectra, low_pass, many_dice


def circular_index(x, w):
    return [sum(w[k] * x[i - k] for k in range(len(w))) for i in range(len(x))]


def circular_copies(x, w):
    n = len(x)
    y = np.zeros(n)
    for j in range(n):
        for k in range(len(w)):
            y[(j + k) % n] += x[j] * w[k]
    return y


def circular_folded(x, w):
    n = len(x)
    full = np.convolve(x, w)
    y = full[:n].copy()
    y[: len(full) - n] += full[n:]
    return y


def circular_matrix(x, w):
    return linalg.circulant(x)[:, : len(w)] @ w


def circular_extended(x, w):
    before = x[len(x) - len(w) + 1 :]
    return np.convolve(np.concatenate([before, x]), w, "valid")


def linear_padded(x, w):
    padded_x = np.concatenate([x, np.zeros(len(w) - 1)])
    padded_w = np.concatenate([w, np.zeros(len(x) - 1)])
    return np.real(np.fft.ifft(np.fft.fft(padded_x) * np.fft.fft(padded_w)))


def linear_power_of_two(x, w):
    n = len(x) + len(w) - 1
    size = 1
    while size < n:
        size *= 2
    return np.fft.ifft(np.fft.fft(x, size) * np.fft.fft(w, size))[:n]


def linear_next_fast(x, w):
    n = len(x) + len(w) - 1
    size = fft.next_fast_len(n)
    return fft.ifft(fft.fft(x, size) * fft.fft(w, size)).real[:n]


def linear_scipy(x, w):
    return signal.fftconvolve(x, w)


def low_pass_freqz(kernels, f):
    gains = np.array([np.abs(signal.freqz(w, worN=[0, f], fs=1)[1]) for w in kernels])
    return gains[:, 1], np.argmin(gains[:, 1] - gains[:, 0])


def low_pass_sines(kernels, f):
    gains, best, high = [], 0, -np.inf
    for i, w in enumerate(kernels):
        angles = [2 * np.pi * f * t for t in range(len(w))]
        gain = np.hypot(w @ np.cos(angles), w @ np.sin(angles))
        gains.append(gain)
        if abs(sum(w)) - gain > high:
            best, high = i, abs(sum(w)) - gain
    return gains, best


def low_pass_horner(kernels, f):
    z = np.exp(2j * np.pi * f)
    gains = [abs(np.polyval(w, z)) for w in kernels]
    still = [abs(np.polyval(w, 1)) for w in kernels]
    falls = [a - b for a, b in zip(still, gains, strict=True)]
    return [gains, falls.index(max(falls))]


def blocks_while(x, w, block):
    y = np.zeros(len(x) + len(w) - 1)
    start = 0
    while start < len(x):
        stop = min(start + block, len(x))
        y[start : stop + len(w) - 1] += np.convolve(x[start:stop], w, mode="full")
        start += block
    return y


def blocks_table(x, w, block):
    count = -(-len(x) // block)
    table = np.pad(x, (0, count * block - len(x))).reshape(count, block)
    y = np.zeros(count * block + len(w) - 1)
    for row, piece in enumerate(table):
        for k, weight in enumerate(w):
            y[row * block + k : row * block + k + block] += weight * piece
    return y[: len(x) + len(w) - 1]


def blocks_scipy(x, w, block):
    return signal.oaconvolve(x, w)


def dice_long(p, n):
    spectrum = np.fft.fft(np.concatenate([p, np.zeros(n * len(p))]))
    return np.real(np.fft.ifft(np.power(spectrum, n)))[: n * (len(p) - 1) + 1]


def dice_totals(p, n):
    faces = len(p)
    spectrum = np.fft.fft(np.append([0], p), n * faces + 1)
    return np.fft.ifft(spectrum**n).real[n:]


def dice_product(p, n):
    size = n * len(p) - n + 1
    spectrum = fft.fft(p, size)
    product = np.ones(size, complex)
    for _ in range(n):
        product = product * spectrum
    return fft.ifft(product).real


def any_circular(rng):
    n = int(rng.integers(1, 12))
    return rng.normal(size=n), rng.normal(size=rng.integers(1, n + 1))


def any_signals(rng):
    return rng.normal(size=rng.integers(1, 12)), rng.normal(size=rng.integers(1, 12))


def any_kernels(rng):
    return rng.normal(size=rng.integers(2, 6, 2)), float(rng.uniform(0.02, 0.5))


def any_blocks(rng):
    return *any_signals(rng), int(rng.integers(1, 14))


def any_die(rng):
    counts = rng.integers(1, 30, rng.integers(2, 8))
    return counts / counts.sum(), int(rng.integers(1, 12))


def circular_last_weight_missing(x, w):
    return circular_convolve(x, w[:-1]) if len(w) > 1 else x * w[0]


def linear_last_lost(x, w):
    full = convolve_by_spectra(x, w)
    return np.append(full[:-1], 0)


def low_pass_first(kernels, f):
    return low_pass(kernels, f)[0], 0


def blocks_half_tail(x, w, block):
    return blocks_while(x, np.r_[w[:-1], 0], block)


def dice_normalised(p, n):
    chances = many_dice(p, n)
    return chances / chances.max()


WRONG = {
    "08.1": [circular_last_weight_missing],
    "08.2": [linear_last_lost],
    "08.3": [low_pass_first],
    "08.4": [blocks_half_tail],
    "08.5": [dice_normalised],
}
DOMAINS = {
    "08.1": any_circular,
    "08.2": any_signals,
    "08.3": any_kernels,
    "08.4": any_blocks,
    "08.5": any_die,
}
SOLUTIONS = {
    "08.1": [circular_index, circular_copies, circular_folded, circular_matrix, circular_extended],
    "08.2": [linear_padded, linear_power_of_two, linear_next_fast, linear_scipy],
    "08.3": [low_pass_freqz, low_pass_sines, low_pass_horner],
    "08.4": [blocks_while, blocks_table, blocks_scipy],
    "08.5": [dice_long, dice_totals, dice_product],
}
