"""Wrong answers to the exercise of notebook 06 about stride and padding, as functions of its arguments."""

import numpy as np

from ..ops.correlation import convolve


def spread(x, rows, columns):
    """The entries of x, so many rows and columns apart, with zeros between them."""
    y = np.zeros(((x.shape[0] - 1) * rows + 1, (x.shape[1] - 1) * columns + 1))
    y[::rows, ::columns] = x
    return y


def fit(x, H, W):
    """The upper left H rows and W columns of x, with zeros where it is too small."""
    h, w = x.shape
    return np.pad(x, ((0, max(0, H - h)), (0, max(0, W - w))))[:H, :W]


def unfilled(d, w, s):
    """The gradient of the padded picture as far as windows read it: without the rest at the end."""
    return convolve(spread(d, s, s), w)


def back(full, shape, p):
    """What is left of the padded picture's gradient, filled up at its end, when the padding is cut off."""
    H, W = shape
    return fit(full, H + 2 * p, W + 2 * p)[p : p + H, p : p + W]


def uncropped(d, w, shape, s, p):
    """The gradient of the padded picture, rightly filled up."""
    return fit(unfilled(d, w, s), shape[0] + 2 * p, shape[1] + 2 * p)


def short(d, w, shape, s, p):
    """Cuts the padding off, and does not fill up."""
    full = unfilled(d, w, s)
    return full[p : full.shape[0] - p, p : full.shape[1] - p]


def fills_first(d, w, shape, s, p):
    """Fills up above and at the left."""
    full = unfilled(d, w, s)
    missing = [(n + 2 * p - m, 0) for n, m in zip(shape, full.shape, strict=True)]
    return back(np.pad(full, missing), shape, p)


def assigned(d, w, shape, s, p):
    """Overwrites where windows overlap."""
    padded = np.zeros((shape[0] + 2 * p, shape[1] + 2 * p))
    for t, u in np.ndindex(d.shape):
        padded[s * t : s * t + w.shape[0], s * u : s * u + w.shape[1]] = d[t, u] * w
    return back(padded, shape, p)


def into_the_picture(d, w, shape, s, p, *, checked=True):
    """Works without a padded picture, with p its distance from a, and asks at most whether a place is too large."""
    grad = np.zeros(shape)
    for t, u in np.ndindex(d.shape):
        for i, j in np.ndindex(w.shape):
            r, c = s * t + i - p, s * u + j - p
            if not checked or (r < shape[0] and c < shape[1]):
                grad[r, c] += d[t, u] * w[i, j]
    return grad


def always_two(d, w, shape, s, p):
    """Puts stride 2 into the indices: an IndexError where it is 1."""
    padded = np.zeros((shape[0] + 2 * p, shape[1] + 2 * p))
    for t, u in np.ndindex(d.shape):
        for i, j in np.ndindex(w.shape):
            padded[2 * t + i, 2 * u + j] += d[t, u] * w[i, j]
    return back(padded, shape, p)


def put_into_zeros(full, shape, p):
    """Puts what windows read into a padded picture of zeros: a ValueError where it is too large for that."""
    padded = np.zeros((shape[0] + 2 * p, shape[1] + 2 * p))
    padded[: full.shape[0], : full.shape[1]] = full
    return back(padded, shape, p)
