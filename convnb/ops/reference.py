"""The definitions as plain Python loops: to be read by a learner, and trusted as the oracle of the fast operators.

Nothing here is clever. Each function is its formula, entry by entry, in Python numbers: integers of any size are
exact, floats are double precision. Whatever lies outside an array is not added, as if it were zero. Slow on purpose:
keep the arrays small.
"""

import math

import numpy as np

from .checks import as_array, check_channels, check_fits, check_same_ndim, check_transposed_channels, pair, whole_number
from .geometry import kept_positions, lag_ranges, output_shape, transposed_shape


def correlate(x, kernel, mode="full"):
    """c[k] = sum_t x[t + k] conj(kernel[t]); in 2-D c[k, l] = sum_t sum_u x[t + k, u + l] conj(kernel[t, u]).

    Parameters: x, (n,) or (H, W); kernel, (m,) or (h, w); mode, which lags k are kept ("full", "same" or "valid").
    Raises ValueError as convnb.correlate does. Source: notebooks 01 and 03.
    """
    x, kernel = _operands(x, kernel)
    lags = lag_ranges(x.shape, kernel.shape, mode)
    at = _correlation_at if x.ndim == 1 else _correlation_at_2d
    return _table(lags, at, x.tolist(), kernel.tolist())


def _correlation_at(x, kernel, k):
    total = 0
    for t in range(len(kernel)):
        if 0 <= t + k < len(x):
            total += x[t + k] * kernel[t].conjugate()
    return total


def _correlation_at_2d(x, kernel, k, l):  # noqa: E741 - the letter of the formula
    total = 0
    for t in range(len(kernel)):
        if 0 <= t + k < len(x):
            total += _correlation_at(x[t + k], kernel[t], l)
    return total


def convolve(x, kernel, mode="full"):
    """y[n] = sum_t x[t] kernel[n - t]; in 2-D y[n, o] = sum_t sum_u x[t, u] kernel[n - t, o - u].

    Parameters and Raises as in `correlate`; mode says which n are kept. Source: notebooks 02 and 03.
    """
    x, kernel = _operands(x, kernel)
    kept = kept_positions(x.shape, kernel.shape, mode)
    at = _convolution_at if x.ndim == 1 else _convolution_at_2d
    return _table(kept, at, x.tolist(), kernel.tolist())


def _convolution_at(x, kernel, n):
    total = 0
    for t in range(len(x)):
        if 0 <= n - t < len(kernel):
            total += x[t] * kernel[n - t]
    return total


def _convolution_at_2d(x, kernel, n, o):
    total = 0
    for t in range(len(x)):
        if 0 <= n - t < len(kernel):
            total += _convolution_at(x[t], kernel[n - t], o)
    return total


def pearson(a, b):
    """Pearson's correlation of two arrays of the same shape: sum (a - mean a)(b - mean b) / (norm times norm).

    0 where one of them is constant. This is one entry of `normalized_correlate`. Source: notebook 01.
    """
    a, b = as_array(a, "a").ravel().tolist(), as_array(b, "b").ravel().tolist()
    a_mean, b_mean = math.fsum(a) / len(a), math.fsum(b) / len(b)
    products = math.fsum((p - a_mean) * (q - b_mean) for p, q in zip(a, b, strict=True))
    norms = math.sqrt(math.fsum((p - a_mean) ** 2 for p in a)) * math.sqrt(math.fsum((q - b_mean) ** 2 for q in b))
    return products / norms if norms else 0.0


def normalized_correlate(x, template):
    """`pearson` of the template and the window of x under it, at every position where it fits: (N - n + 1,) or 2-D."""
    x, template = _operands(x, template)
    check_fits(x.shape, template.shape)
    starts = lag_ranges(x.shape, template.shape, "valid")
    if x.ndim == 1:
        return np.array([pearson(x[k : k + len(template)], template) for k in starts[0]])
    h, w = template.shape
    return np.array([[pearson(x[k : k + h, j : j + w], template) for j in starts[1]] for k in starts[0]])


def conv2d(x, weight, bias=None, *, stride=1, padding=0, dilation=1, groups=1):
    """The layer of a network: a correlation (no flip), summed over the channels of a group.

    y[b, o, i, j] = bias[o] + sum_c sum_t sum_u weight[o, c, t, u] x[b, first + c, i s - p + t d, j s - p + u d]

    with stride s, padding p and dilation d of the axis, and `first` the first channel of the group of o.

    Parameters: x, (N, C, H, W); weight, (C_out, C / groups, kH, kW); bias, (C_out,) or None; stride, padding (zeros
    on each side) and dilation, int or (h, w); groups, int. Returns (N, C_out, H_out, W_out), see `output_size`.
    Raises ValueError where the kernel spans more than the padded input or the channels do not match. Notebook 03.
    """
    x, weight = as_array(x, "x", (4,)), as_array(weight, "weight", (4,))
    bias = None if bias is None else as_array(bias, "bias", (1,))
    groups = whole_number(groups, "groups", 1)
    check_channels(x.shape, weight.shape, None if bias is None else bias.shape, groups)
    stride, padding, dilation = pair(stride, "stride", 1), pair(padding, "padding", 0), pair(dilation, "dilation", 1)
    rows, columns = output_shape(x.shape[2:], weight.shape[2:], stride=stride, padding=padding, dilation=dilation)
    offsets = bias.tolist() if bias is not None else [0] * len(weight)
    images, filters = x.tolist(), weight.tolist()
    per_group = len(filters) // groups

    def entry(b, o, i, j):
        first = o // per_group * weight.shape[1]
        corner = (i * stride[0] - padding[0], j * stride[1] - padding[1])
        channels = images[b][first : first + weight.shape[1]]
        return offsets[o] + sum(
            _weighted_sum(image, kernel, corner, dilation) for image, kernel in zip(channels, filters[o], strict=True)
        )

    return _table((range(len(images)), range(len(filters)), range(rows), range(columns)), entry)


def _weighted_sum(image, kernel, corner, dilation):
    """The kernel laid on one image, its first weight at `corner`: the sum of weight times pixel."""
    total = 0
    for t in range(len(kernel)):
        for u in range(len(kernel[0])):
            row, column = corner[0] + t * dilation[0], corner[1] + u * dilation[1]
            if 0 <= row < len(image) and 0 <= column < len(image[0]):
                total += kernel[t][u] * image[row][column]
    return total


def conv_transpose2d(x, weight, bias=None, *, stride=1, padding=0, output_padding=0, dilation=1, groups=1):
    """Every input lays down the kernel, times its own value, and where kernels overlap, they add.

    y[b, first + o, i s - p + t d, j s - p + u d] gets x[b, c, i, j] weight[c, o, t, u], for all b, c, i, j, o, t, u

    with stride s, padding p and dilation d of the axis, and `first` the first output channel of the group of c; what
    would fall outside y is dropped. y starts as the bias.

    Parameters: x, (N, C, H, W); weight, (C, C_out / groups, kH, kW); bias, (C_out,) or None; stride, padding (cut off
    on each side), output_padding and dilation, int or (h, w); groups, int. Returns (N, C_out, H_out, W_out), see
    `transposed_output_size`. Raises ValueError as `convnb.conv_transpose2d` does. Notebook 05.
    """
    x, weight = as_array(x, "x", (4,)), as_array(weight, "weight", (4,))
    bias = None if bias is None else as_array(bias, "bias", (1,))
    groups = whole_number(groups, "groups", 1)
    check_transposed_channels(x.shape, weight.shape, None if bias is None else bias.shape, groups)
    stride, padding, dilation = pair(stride, "stride", 1), pair(padding, "padding", 0), pair(dilation, "dilation", 1)
    steps = {"stride": stride, "padding": padding, "dilation": dilation}
    extra = pair(output_padding, "output_padding", 0)
    rows, columns = transposed_shape(x.shape[2:], weight.shape[2:], **steps, output_padding=extra)
    out_channels = weight.shape[1] * groups
    start = bias.tolist() if bias is not None else [0] * out_channels
    y = [[[[start[o]] * columns for _ in range(rows)] for o in range(out_channels)] for _ in x]
    values, weights = x.tolist(), weight.tolist()
    for b, c, i, j in np.ndindex(x.shape):
        first = c // (len(weights) // groups) * weight.shape[1]
        for o, t, u in np.ndindex(weight.shape[1:]):
            row, column = i * stride[0] - padding[0] + t * dilation[0], j * stride[1] - padding[1] + u * dilation[1]
            if 0 <= row < rows and 0 <= column < columns:
                y[b][first + o][row][column] += values[b][c][i][j] * weights[c][o][t][u]
    return np.array(y)


def _operands(x, kernel):
    x, kernel = as_array(x, "x"), as_array(kernel, "kernel")
    check_same_ndim(x, kernel)
    return x, kernel


def _table(ranges, entry, *arguments):
    """The array of entry(*arguments, i, j, ...) with i, j, ... from the ranges, one per axis."""

    def level(axis, *indices):
        if axis == len(ranges):
            return entry(*arguments, *indices)
        return [level(axis + 1, *indices, i) for i in ranges[axis]]

    return np.array(level(0))
