"""Answers to the exercise about max pooling of notebook 06, written in different ways."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

import convnb


def pool_library(grad_y, x, size, stride):
    return convnb.max_pool2d_backward(grad_y[None, None], x[None, None], size, stride=stride)[0, 0]


def pool_search(grad_y, x, size, stride):
    grad = [[0.0] * x.shape[1] for _ in range(x.shape[0])]
    for r in range(grad_y.shape[0]):
        for c in range(grad_y.shape[1]):
            best, place = -np.inf, None
            for i in range(r * stride, r * stride + size):
                for j in range(c * stride, c * stride + size):
                    if x[i, j] > best:
                        best, place = x[i, j], (i, j)
            grad[place[0]][place[1]] += grad_y[r, c]
    return grad


def pool_add_at(grad_y, x, size, stride):
    windows = sliding_window_view(x, (size, size))[::stride, ::stride]
    winners = windows.reshape(*grad_y.shape, size * size).argmax(axis=2)
    rows, columns = np.indices(grad_y.shape) * stride
    grad = np.zeros(x.shape)
    np.add.at(grad, (rows + winners // size, columns + winners % size), grad_y)
    return grad


def pool_unravel(grad_y, x, size, stride):
    grad = 0 * x
    for (r, c), g in np.ndenumerate(grad_y):
        window = x[r * stride :, c * stride :][:size, :size]
        i, j = np.unravel_index(window.argmax(), window.shape)
        grad[r * stride :, c * stride :][i, j] += g
    return grad


def pool_bincount(grad_y, x, size, stride):
    places = sliding_window_view(np.arange(x.size).reshape(x.shape), (size, size))[::stride, ::stride]
    places = places.reshape(-1, size * size)
    winners = [row[np.argmax(x.ravel()[row])] for row in places]
    return np.bincount(winners, weights=grad_y.ravel(), minlength=x.size).reshape(x.shape)


def any_pool(rng):
    """Few different pixels in half of the cases, so that there are ties."""
    size, stride = (int(i) for i in rng.integers(1, 5, 2))
    places = rng.integers(1, 5, 2)
    shape = (places - 1) * stride + size + rng.integers(0, stride, 2)
    x = rng.normal(size=shape) if rng.integers(2) else rng.integers(-2, 2, shape) + 0.0
    return rng.normal(size=places), x, size, stride


def pool_relu(grad_y, x, size, stride):
    return pool_library(grad_y, x, size, stride) * (x > 0)
