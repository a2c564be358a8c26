"""Right answers to exercise 08.4, written in different ways."""

import numpy as np
from scipy import signal


def blocks_spectra(x, w, block):
    n = block + len(w) - 1
    spectrum = np.fft.rfft(w, n)
    y = np.zeros(len(x) + n)
    for start in range(0, len(x), block):
        y[start : start + n] += np.fft.irfft(np.fft.rfft(x[start : start + block], n) * spectrum, n)
    return y[: len(x) + len(w) - 1]


def blocks_carried(x, w, block):
    y, tail = [], np.zeros(len(w) - 1)
    for start in range(0, len(x), block):
        piece = x[start : start + block]
        full = np.convolve(piece, w)
        full[: len(tail)] += tail
        y.extend(full[: len(piece)])
        tail = full[len(piece) :]
    return np.concatenate([y, tail])


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
