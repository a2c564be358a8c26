"""More right answers to the exercises of notebook 02, and wrong ones."""

import numpy as np
from scipy import signal


def full_outputs(x, kernel):
    n, m = len(x), len(kernel)
    y = []
    for t in range(n + m - 1):
        y.append(sum(x[s] * kernel[t - s] for s in range(n) if 0 <= t - s < m))
    return y


def full_numpy(x, kernel):
    return np.convolve(x, kernel)


def full_matrix(x, kernel):
    table = np.outer(x, kernel)[:, ::-1]
    return [np.trace(table, k) for k in range(len(kernel) - 1, -len(x), -1)]


def dice_pairs(a, b):
    chances = dict.fromkeys(range(2, 2 * len(a) + 1), 0.0)
    for one, count in enumerate(a, start=1):
        for other, count_other in enumerate(b, start=1):
            chances[one + other] += (count / sum(a)) * (count_other / sum(b))
    return list(chances.values())


def dice_totals(a, b):
    p, q = a / a.sum(), b / b.sum()
    n = len(p)
    return [sum(p[i] * q[k - i] for i in range(n) if 0 <= k - i < n) for k in range(2 * n - 1)]


def dice_scipy(a, b):
    return signal.fftconvolve(a, b) / (np.sum(a) * np.sum(b))


def echo_scipy(delay, gain):
    return signal.unit_impulse(delay + 1) + gain * signal.unit_impulse(delay + 1, delay)


def echo_generator(delay, gain):
    return (1 if t == 0 else gain if t == delay else 0 for t in range(delay + 1))


def lengths_formula(n, m):
    lost = m - 1
    return n + lost, n, n - lost


def lengths_from_valid(n, m):
    valid = n - m + 1
    return valid + 2 * (m - 1), valid + (m - 1), valid


def any_signals(rng):
    sizes = rng.integers(1, 12, 2)
    return tuple(rng.normal(size=n) * rng.integers(0, 2, n) for n in sizes)


def any_counts(rng):
    faces = rng.integers(2, 13)
    first = rng.integers(0, faces, 2)  # a face that came
    return tuple((rng.integers(0, 50, faces) + (np.arange(faces) == face)) + 0.0 for face in first)


def any_echo(rng):
    return int(rng.integers(1, 30)), float(rng.normal())


def any_lengths(rng):
    m = int(rng.integers(1, 12))
    return m + int(rng.integers(0, 20)), m


def full_one_copy_missing(x, kernel):
    return np.convolve(np.r_[x[:-1], 0], kernel)


def full_trimmed(x, kernel):
    return np.trim_zeros(np.convolve(x, kernel), "b")


def full_symmetric_kernel(x, kernel):
    return np.convolve(x, (kernel + kernel[::-1]) / 2)


def dice_fair_second(a, b):
    return np.convolve(a / a.sum(), np.ones(len(b)) / len(b))


def dice_polymul(a, b):
    return np.polymul(a / a.sum(), b / b.sum())


def echo_only_long(delay, gain):
    return [1] + (delay - 1) * [0] + [gain if delay > 1 else 0]


def lengths_longer(n, m):
    return n + m - 1, n, n - m + 2


WRONG = {
    "02.2": [full_one_copy_missing, full_trimmed, full_symmetric_kernel],
    "02.3": [dice_fair_second, dice_polymul],
    "02.4": [echo_only_long],
    "02.5": [lengths_longer],
}
DOMAINS = {"02.2": any_signals, "02.3": any_counts, "02.4": any_echo, "02.5": any_lengths}
SOLUTIONS = {
    "02.2": [full_outputs, full_numpy, full_matrix],
    "02.3": [dice_pairs, dice_totals, dice_scipy],
    "02.4": [echo_scipy, echo_generator],
    "02.5": [lengths_formula, lengths_from_valid],
}
