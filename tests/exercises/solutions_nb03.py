"""More right answers to the exercises of notebook 03, and wrong ones."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from scipy import ndimage, signal


def slide_windows(x, kernel):
    h, w = kernel.shape
    rows, columns = x.shape[0] - h + 1, x.shape[1] - w + 1
    return [[np.sum(x[r : r + h, c : c + w] * kernel) for c in range(columns)] for r in range(rows)]


def slide_einsum(x, kernel):
    return np.einsum("rcij,ij->rc", sliding_window_view(x, kernel.shape), kernel)


def slide_scipy(x, kernel):
    return signal.correlate2d(x, kernel, "valid")


def slide_turned(x, kernel):
    return signal.convolve2d(x, np.rot90(kernel, 2), mode="valid")


def slide_flat(x, kernel):
    (H, W), (h, w) = x.shape, kernel.shape
    y = []
    for place in range((H - h + 1) * (W - w + 1)):
        r, c = divmod(place, W - w + 1)
        y.append(x[r : r + h, c : c + w].ravel() @ kernel.ravel())
    return np.reshape(y, (H - h + 1, W - w + 1))


def passes_kernel(x, column, row):
    return signal.correlate2d(x, np.outer(column, row), "valid")


def passes_convolve(x, column, row):
    down = np.array([np.convolve(line, column[::-1], "valid") for line in x.T]).T
    return np.array([np.convolve(line, row[::-1], "valid") for line in down])


def passes_ndimage(x, column, row):
    h, w = len(column), len(row)
    y = ndimage.correlate1d(ndimage.correlate1d(x, column, 0, origin=-(h // 2)), row, 1, origin=-(w // 2))
    return y[: x.shape[0] - h + 1, : x.shape[1] - w + 1]


def count_loops(H, W, k):
    outputs = sum(1 for r in range(H) for c in range(W) if r + k <= H and c + k <= W)
    first = sum(1 for r in range(H) for c in range(W) if r + k <= H)
    return outputs * k**2, (first + outputs) * k


def count_formula(H, W, k):
    rows = H - (k - 1)
    columns = W - (k - 1)
    return (rows * columns) * (k * k), k * rows * (W + columns)


def any_picture(rng):
    h, w = rng.integers(1, 5, 2)
    return rng.normal(size=(h + rng.integers(0, 6), w + rng.integers(0, 6))), rng.normal(size=(h, w))


def any_passes(rng):
    x, kernel = any_picture(rng)
    return x, kernel[:, 0].copy(), kernel[0].copy()


def any_sizes(rng):
    k = int(rng.integers(1, 8))
    return k + int(rng.integers(0, 30)), k + int(rng.integers(0, 30)), k


def slide_without_last_column(x, kernel):
    y = slide_scipy(x, kernel)
    y[:, -1] = 0
    return y


def slide_past_the_end(x, kernel):
    y = np.zeros((x.shape[0] + 1, x.shape[1] + 1))
    for r, c in np.ndindex(y.shape):
        for i, j in np.ndindex(kernel.shape):
            y[r, c] += x[r + i, c + j] * kernel[i, j]
    return y


def passes_mean(x, column, row):
    return passes_kernel(x, column, row) * 0 + x.mean()


def count_without_valid(H, W, k):
    return H * W * k * k, H * W * k + (H - k + 1) * (W - k + 1) * k


WRONG = {
    "03.1": [slide_without_last_column, slide_past_the_end],
    "03.3": [passes_mean],
    "03.5": [count_without_valid],
}
DOMAINS = {"03.1": any_picture, "03.3": any_passes, "03.5": any_sizes}
SOLUTIONS = {
    "03.1": [slide_windows, slide_einsum, slide_scipy, slide_turned, slide_flat],
    "03.3": [passes_kernel, passes_convolve, passes_ndimage],
    "03.5": [count_loops, count_formula],
}

# Exercises that ask for a value and judge it by what it does have many right answers.
VALUES = {
    "03.2": [
        [[-1, -2, -1], [0, 0, 0], [1, 2, 1]],
        np.array([[-3, -10, -3], [0, 0, 0], [3, 10, 3]], dtype=np.float32),
        [[-0.1, 0, -5], [-0.2, 0, 1], [0.3, 0, 4]],
    ],
    "03.4": [
        ([[1, 2, 3]], [[1, 2]]),
        (np.arange(20).reshape(4, 5), [[-1, 0, 1]]),
        [np.eye(3) + np.arange(3), [[1], [-2]]],
    ],
}
WRONG_VALUES = {
    "03.2": [[[-1, -1, -1], [1, 1, 1]], [-1, 0, 1], [[2, 0, 0], [0, 0, 0], [0, 0, -1]], [[np.nan] * 3] * 3],
    "03.4": [
        ([1, 2, 3], [1, 2]),
        ([[1, 2, 3]], [[0, np.inf]]),
        [[1, 2, 3]],
        (np.zeros((0, 2)), [[1, 2]]),
        ([[1, 2, 3]], [[5, 6], [7, 8]], 0),
    ],
}
