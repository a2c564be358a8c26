"""Right answers to the exercises of notebook 03."""

import numpy as np

from .. import nb03
from . import shows

shows("03.1", "Loops", "Two loops move the window, and two loops inside go over the weights.")(nb03.correlate_valid)


@shows("03.1", "NumPy")
def correlate_valid(x, kernel):
    """With the loops the other way round, each weight multiplies a shifted copy of the whole picture at once."""
    h, w = kernel.shape
    rows, columns = x.shape[0] - h + 1, x.shape[1] - w + 1
    y = np.zeros((rows, columns))
    for i in range(h):
        for j in range(w):
            y += kernel[i, j] * x[i : i + rows, j : j + columns]
    return y


@shows("03.1", "Matrix")
def correlate_valid(x, kernel):
    """A row for each window, all numbers of the window in it: one matrix product computes every output."""
    windows = np.lib.stride_tricks.sliding_window_view(x, kernel.shape)
    rows, columns = windows.shape[:2]
    product = windows.reshape(rows * columns, -1) @ kernel.ravel()
    return product.reshape(rows, columns)


@shows("03.1", "Fourier")
def correlate_valid(x, kernel):
    """The conjugated spectrum correlates; the places where the kernel would wrap around the edge are cut off."""
    rows, columns = np.subtract(x.shape, kernel.shape) + 1
    spectrum = np.fft.fft2(x) * np.conj(np.fft.fft2(kernel, x.shape))
    return np.fft.ifft2(spectrum).real[:rows, :columns]


@shows("03.2", "By hand")
def answer():
    """What lies above is taken away from what lies below, and each column adds up to zero."""
    return [[-1, -1, -1], [0, 0, 0], [1, 1, 1]]


@shows("03.2", "Outer product")
def answer():
    """A difference from top to bottom times a blur from left to right: this is the Sobel kernel."""
    return np.outer([-1, 0, 1], [1, 2, 1])


@shows("03.3", "Loops")
def two_passes(x, column, row):
    """Both passes spelled out: each number of the first is a sum over column, each of the second one over row."""
    rows, columns = x.shape[0] - len(column) + 1, x.shape[1] - len(row) + 1
    down = np.zeros((rows, x.shape[1]))
    for r in range(rows):
        for c in range(x.shape[1]):
            for i in range(len(column)):
                down[r, c] += column[i] * x[r + i, c]
    y = np.zeros((rows, columns))
    for r in range(rows):
        for c in range(columns):
            for j in range(len(row)):
                y[r, c] += row[j] * down[r, c + j]
    return y


@shows("03.3", "NumPy")
def two_passes(x, column, row):
    """Each pass is a correlation in one dimension; here the rows come first, and the result is the same."""
    across = np.array([np.correlate(line, row, "valid") for line in x])
    return np.array([np.correlate(line, column, "valid") for line in across.T]).T


@shows("03.3", "Matrix")
def two_passes(x, column, row):
    """A pass is the product of all windows of one axis with the weights."""
    view = np.lib.stride_tricks.sliding_window_view
    down = view(x, len(column), axis=0) @ column
    return view(down, len(row), axis=1) @ row


@shows("03.4", "Least numbers")
def answer():
    """Two pixels and two weights are enough, if neither pair is a pair of equals."""
    return [[0, 1]], [[0, 1]]


@shows("03.4", "Counting up")
def answer():
    """Numbers that grow from place to place have no symmetry that could hide a flip."""
    return np.arange(9).reshape(3, 3), np.arange(4).reshape(2, 2)


@shows("03.4", "Chance")
def answer():
    """Random numbers are as good as never symmetric: this is how one tests without thinking of a case."""
    rng = np.random.default_rng(0)
    return rng.normal(size=(5, 6)), rng.normal(size=(3, 2))


shows("03.5", "Formula", "Numbers that are computed, times the products that each of them takes.")(nb03.multiplications)


@shows("03.5", "Counting")
def multiplications(H, W, k):
    """Every place is visited, and the products that are needed there are counted."""
    one_go = first = second = 0
    for _ in range(H - k + 1):
        first += W * k
        for _ in range(W - k + 1):
            one_go += k * k
            second += k
    return one_go, first + second


@shows("03.5", "Shapes")
def multiplications(H, W, k):
    """A view of all windows holds each pixel as often as it is multiplied, without computing anything."""
    view = np.lib.stride_tricks.sliding_window_view
    x = np.broadcast_to(0.0, (H, W))
    down = view(x, k, axis=0)
    across = view(down[..., 0], k, axis=1)
    return view(x, (k, k)).size, down.size + across.size
