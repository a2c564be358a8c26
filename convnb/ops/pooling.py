"""Pooling: what is largest, or what is usual, under a window that slides over a picture; PyTorch's semantics.

Where windows overlap, a pixel takes part in several of them, and its gradient is the sum over all: the backward
passes add, they never assign.
"""

import math

import numpy as np

from .checks import as_batch, check_gradient_shape, flag
from .dtypes import for_means, for_sums
from .engine.threads import in_parallel
from .engine.tiles import tiles
from .geometry import pooling_geometry

_SHARE = 1 << 17  # entries of x that are pooled at a time: what lies between x and y stays in the cache


def max_pool2d(x, kernel_size, *, stride=None, padding=0, dilation=1, ceil_mode=False):
    """The largest pixel under the window: y[b, c, i, j] = max over t, u of x[b, c, i s - p + t d, j s - p + u d].

    t = 0 .. kH - 1, u = 0 .. kW - 1; stride s, padding p and dilation d of the axis. What lies outside x never wins:
    the padding counts as minus infinity, not as zero. A NaN under the window makes y NaN.

    Parameters: x, (N, C, H, W) of real numbers, N may be 0; kernel_size, stride (None is the kernel's size), padding
    and dilation, int or (h, w); ceil_mode, whether a last window may hang over the border, see `geometry.pooled_shape`.
    Returns (N, C, H_out, W_out) of the dtype of x, integers too. (With dilation > 1 a window can miss every pixel
    and see padding only: -inf, or the smallest integer.)

    Raises ValueError for a wrong ndim, an empty or complex x, sizes out of range, a padding of more than half of the
    kernel, and a kernel that spans more than the padded input. Source: notebook 06.
    """
    x = _pooled_input(x)
    g = pooling_geometry(
        x.shape[2:], kernel_size, stride=stride, padding=padding, dilation=dilation, ceil_mode=ceil_mode
    )
    return _shared(lambda images: _maxima(_maxima(x[images], 3, g), 2, g), x, g.output_shape, x.dtype)


def max_pool2d_backward(grad_y, x, kernel_size, *, stride=None, padding=0, dilation=1, ceil_mode=False):
    """The gradient of x: each grad_y[b, c, i, j] is added to the pixel that was the largest under its window.

    Of several equal pixels the first one in row-major order of the window gets it all, as in PyTorch. In a window with
    NaN it is the first NaN (PyTorch takes the last).

    Parameters: grad_y, of the shape of max_pool2d(x, ...); the others as in the forward pass. Returns grad_x,
    (N, C, H, W), of the dtype that grad_y and x have together (integers int64, float16 float32).
    Raises ValueError as `max_pool2d` does, for another shape of grad_y, and for integers whose sums may not fit into
    int64. Source: notebook 06.
    """
    x = _pooled_input(x)
    g = pooling_geometry(
        x.shape[2:], kernel_size, stride=stride, padding=padding, dilation=dilation, ceil_mode=ceil_mode
    )
    grad_y = _checked_gradient(grad_y, x, g, math.prod(g.kernel_shape))

    def back(images):
        rows = _maxima(x[images], 3, g)
        grad_rows = _to_winners(grad_y[images], rows, _maxima(rows, 2, g), 2, g)
        return _to_winners(grad_rows, x[images], rows, 3, g)

    return _shared(back, x, g.input_shape, grad_y.dtype)


def _maxima(x, axis, g):
    """The largest entry under the window along one axis: of each row first, then of these, takes kH + kW steps."""
    lowest = {"f": -np.inf, "b": False}.get(x.dtype.kind)
    return _along(x, axis, g, np.maximum, np.iinfo(x.dtype).min if lowest is None else lowest)


def _to_winners(grad_y, x, y, axis, g):
    """The gradient of x, where y = _maxima(x, axis, g): added to the first entry under the window that equals y.

    First the first of the rows with the largest entry, then the first entry of this row: the order of the window.
    """
    grad_x, waiting = np.zeros(x.shape, grad_y.dtype), np.ones(y.shape, bool)
    nan = not np.isfinite(y).all()
    finite = np.isfinite(grad_y).all()  # then a product is a tenth of the time of a choice
    for tap in g.meeting_taps(axis - 2):
        outputs, inputs = (_at(axis, part) for part in g.meeting(axis - 2, tap))
        wins = x[inputs] == y[outputs]
        if nan:
            wins |= x[inputs] != x[inputs]  # only NaN differs from itself
        wins &= waiting[outputs]
        waiting[outputs] ^= wins
        grad_x[inputs] += grad_y[outputs] * wins if finite else np.where(wins, grad_y[outputs], 0)
    return grad_x


# --- averages -----------------------------------------------------------------------------------------------------


def avg_pool2d(x, kernel_size, *, stride=None, padding=0, ceil_mode=False, count_include_pad=True):
    """The mean under the window: y[b, c, i, j] = 1 / n_ij sum over t, u of x[b, c, i s - p + t, j s - p + u].

    t = 0 .. kH - 1, u = 0 .. kW - 1, and nothing is added where that lies outside x. n_ij is the number of entries
    of the padded input under the window, or with count_include_pad=False of x itself. So n_ij = kH * kW inside, less
    where a window hangs over the padded input (ceil_mode).

    Parameters: as in `max_pool2d`, and count_include_pad. Returns (N, C, H_out, W_out), the dtype of x if that is
    floating or complex (float16 gives float32), float64 for integers and bools.

    Raises ValueError for a wrong ndim, an empty x, sizes out of range, a padding of more than half of the kernel, and a
    kernel that spans more than the padded input. Source: notebook 06.
    """
    x = for_means(as_batch(x, "x", 4))
    g = pooling_geometry(x.shape[2:], kernel_size, stride=stride, padding=padding, ceil_mode=ceil_mode)
    counts = _divisors(g, count_include_pad, x.dtype)
    return _shared(
        lambda images: _along(_along(x[images], 2, g, np.add, 0), 3, g, np.add, 0) / counts, x, g.output_shape, x.dtype
    )


def avg_pool2d_backward(grad_y, x, kernel_size, *, stride=None, padding=0, ceil_mode=False, count_include_pad=True):
    """The gradient of x: every pixel under a window gets grad_y[b, c, i, j] / n_ij, added up over the windows.

    Parameters: grad_y, of the shape of avg_pool2d(x, ...); x, of which only shape and dtype matter; the others as in
    the forward pass. Returns grad_x, (N, C, H, W), of the dtype that grad_y and x have together, float64 for integers.
    Raises ValueError as `avg_pool2d` does, and for another shape of grad_y. Source: notebook 06.
    """
    x = as_batch(x, "x", 4)
    g = pooling_geometry(x.shape[2:], kernel_size, stride=stride, padding=padding, ceil_mode=ceil_mode)
    grad_y = for_means(_checked_gradient(grad_y, x, g))
    counts = _divisors(g, count_include_pad, grad_y.dtype)
    return _shared(
        lambda images: _back_along(_back_along(grad_y[images] / counts, 3, g), 2, g), x, g.input_shape, grad_y.dtype
    )


def _divisors(g, count_include_pad, dtype):
    counted = flag(count_include_pad, "count_include_pad")
    rows, columns = (g.entries_per_window(axis, counted) for axis in (0, 1))
    return np.outer(rows, columns).astype(dtype)


# --- what both share ----------------------------------------------------------------------------------------------


def _shared(pool, x, shape, dtype):
    """What pool(slice of images) computes, pictures of this shape, a few images at a time on every core."""
    out = np.empty((*x.shape[:2], *shape), dtype)

    def work(shares):
        for images, _ in shares:
            out[images] = pool(images)

    in_parallel(tiles(len(x), 1, math.prod(x.shape[1:]), _SHARE), work)
    return out


def _along(x, axis, g, combine, start):
    """Combines the entries under the window along one axis (2 or 3), one tap at a time."""
    out = np.full((*x.shape[:axis], g.output_shape[axis - 2], *x.shape[axis + 1 :]), start, x.dtype)
    for tap in g.meeting_taps(axis - 2):
        outputs, inputs = (_at(axis, part) for part in g.meeting(axis - 2, tap))
        combine(out[outputs], x[inputs], out=out[outputs])
    return out


def _back_along(grad_y, axis, g):
    """The adjoint of `_along` with np.add: what was read there is added to here."""
    grad_x = np.zeros((*grad_y.shape[:axis], g.input_shape[axis - 2], *grad_y.shape[axis + 1 :]), grad_y.dtype)
    for tap in g.meeting_taps(axis - 2):
        outputs, inputs = (_at(axis, part) for part in g.meeting(axis - 2, tap))
        grad_x[inputs] += grad_y[outputs]
    return grad_x


def _at(axis, part):
    return (slice(None),) * axis + (part,)


def _pooled_input(x):
    x = as_batch(x, "x", 4)
    if x.dtype.kind == "c":
        raise ValueError(f"x must be real, got dtype {x.dtype}: complex numbers have no largest one")
    return x


def _checked_gradient(grad_y, x, g, terms=1):
    """grad_y in the dtype of the sums of both, of which each has at most so many terms."""
    grad_y = as_batch(grad_y, "grad_y", 4)
    check_gradient_shape(grad_y, (*x.shape[:2], *g.output_shape))
    grad_y = grad_y.astype(np.result_type(grad_y.dtype, x.dtype), copy=False)
    return for_sums(grad_y, "grad_y", terms)
