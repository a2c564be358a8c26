"""Which way is the fastest for this shape? Every way computes the same sums.

    y[b, o, i, j] = sum over c, t, u of weight[o, c, t, u] x[b, first + c, i s - p + t d, j s - p + u d]

The measurements behind the numbers here: tests/bench/conv.py, on two cores with AVX-512.
"""

from itertools import product

import numpy as np

from .fourier import fourier
from .layer_shapes import Geometry, phases
from .threads import cores, in_parallel, scratch
from .tiles import TILE, band, multiply, tiled, tiles, weight_gradient
from .winograd import winograd

MANY_TAPS = 64  # from 8x8 on three transforms of a picture cost less than the taps of one channel
MANY_PIXELS = 1 << 12  # smaller pictures are done before their transforms are set up
FEW_OUTPUTS = 3  # with C_out <= C / 3 one addition per tap costs less than copying C pixels per tap
MANY_CHANNELS = (16, 32)  # of y and x: below, Winograd's sums cost more than the multiplications that they save


def correlate_layers(x, weight, g, groups, exact, bias=None):
    """The sums above, plus the bias, by the path that suits the shape. `exact` forbids those that round integers."""
    y, weight = None, np.ascontiguousarray(weight)
    if not _all_finite(weight):  # the zeros around x times inf are NaN: the other paths mix or skip them
        return tiled(x, weight, g, groups, bias)
    if _suits_fourier(weight.shape, g, groups) and not exact:
        y = fourier(x, weight, g, bias)
    elif _suits_winograd(weight.shape, g, groups) and not exact:
        y = winograd(x, weight, g, bias)
    if y is not None:  # None: x holds NaN or inf, which these two would spread
        return y
    if g.stride == (1, 1) and groups == len(weight) == x.shape[1]:
        return by_taps(x, weight, g, bias)
    if g.stride == (1, 1) and weight[0, 0].size > 1 and _few_outputs(len(weight), x.shape[1]):
        return by_sums(x, exchanged(weight, groups), turned(g, weight.shape[2:]), groups, bias)
    return tiled(x, weight, g, groups, bias)


def spread(x, weight, g, groups, exact, bias=None):
    """The transposed convolution, the adjoint of the sums above, plus the bias; weight (C, C_out / groups, kH, kW)."""
    c, per_group, *taps = weight.shape
    few = _few_outputs(per_group * groups, c) and not _suits_winograd((per_group, c, *taps), g, groups)
    if few or not _all_finite(weight):  # in phases inf would meet zeros that the sums above do not have
        return by_sums(x, weight, g, groups, bias)
    return by_phases(x, weight, g, groups, exact, bias)


def correlate_with_gradient(grad_y, x, kernel_shape, g, groups, exact):
    """The gradient of the weights: see `weight_gradient`."""
    weight_shape = (grad_y.shape[1], x.shape[1] // groups, *kernel_shape)
    if len(x) and _suits_fourier(weight_shape, g, groups) and not exact:
        # The same theorem: here grad_y is the kernel, and the few lags that it takes are the weights.
        lags = g._replace(output_shape=kernel_shape)
        shares = [fourier(x[b : b + 1], grad_y[b : b + 1], lags) for b in range(len(x))]
        if not any(share is None for share in shares):
            return sum(shares)
    return weight_gradient(grad_y, x, kernel_shape, g, groups)


def _all_finite(weight):
    """Whether no weight is NaN or inf; the sum finds out in one pass, and one that overflows only costs speed."""
    return bool(np.isfinite(weight.sum()))


def _few_outputs(outputs, inputs):
    return outputs * FEW_OUTPUTS <= inputs


def _suits_fourier(weight_shape, g, groups):
    o, c, down, across = weight_shape
    one_plane = groups == o == c == 1 and g.stride == g.dilation == (1, 1)
    return one_plane and down * across >= MANY_TAPS and g.output_shape[0] * g.output_shape[1] >= MANY_PIXELS


def _suits_winograd(weight_shape, g, groups):
    o, c, *taps = weight_shape
    small = taps == [3, 3] and g.stride == g.dilation == (1, 1) and groups == 1
    return small and o >= MANY_CHANNELS[0] and c >= MANY_CHANNELS[1]


def by_taps(x, weight, g, bias=None):
    """One output channel per input channel (depthwise), stride 1: with nothing to sum over, a product of matrices is no
    gain, and each weight times its shifted picture is added up.

    Laid out in one line, a picture is shifted by t d rows and u d columns where the line is shifted by (t width + u) d.
    The last entries of a row then belong to no output.
    """
    (height, width), (down, across) = g.output_shape, weight.shape[2:]
    out = np.empty((len(x), len(weight), height, width), x.dtype)

    def work(units):
        for images, rows in units:
            piece = np.ascontiguousarray(band(x, images, rows, weight.shape[2:], g))
            full = piece.shape[3]
            run = len(rows) * full - (full - width)
            line = piece.reshape(*piece.shape[:2], -1)
            shifts = np.lib.stride_tricks.sliding_window_view(line, run, 2)  # (n, c, shift, run)
            total = scratch("total", (*piece.shape[:2], len(rows) * full), x.dtype)
            part = scratch("part", total.shape, x.dtype)
            for u in range(across):
                # einsum adds all rows of the kernel in one pass.
                lines = shifts[:, :, u * g.dilation[1] :: g.dilation[0] * full][:, :, :down]
                np.einsum("ncts,ct->ncs", lines, weight[:, 0, :, u], out=(part if u else total)[..., :run])
                if u:
                    total += part
            if bias is not None:
                total += bias[:, None]
            out[images, :, rows.start : rows.stop] = total.reshape(*total.shape[:2], len(rows), full)[..., :width]

    in_parallel(tiles(len(x), height, x.shape[1] * (width + across), TILE), work)
    return out


# --- transposed ---------------------------------------------------------------------------------------------------


def by_phases(x, weight, g, groups, exact, bias=None):
    """It is a correlation too, with the flipped kernel and the channels exchanged.

    With a stride it falls apart into phases, each with a share of the taps and of the outputs; without, there is one.
    """
    axes = zip(x.shape[2:], g.output_shape, weight.shape[2:], g.stride, g.sides, g.dilation, strict=True)
    rows, columns = (list(phases(n, size, k, stride=s, cropped=p, dilation=d)) for n, size, k, s, (p, _), d in axes)

    def phase(row, column):
        _, _, dilation, sides, sizes = zip(row, column, strict=True)
        share = exchanged(weight[:, :, row.taps, column.taps], groups)
        return correlate_layers(x, share, Geometry((1, 1), sides, dilation, sizes), groups, exact, bias)

    def work(units):
        for row, column in units:
            out[:, :, row.outputs, column.outputs] = phase(row, column)

    if g.stride == (1, 1):
        return phase(rows[0], columns[0])
    out = _filled((len(x), weight.shape[1] * groups, *g.output_shape), bias, x.dtype)
    pairs = list(product(rows, columns))
    if len(pairs) < cores():  # too few for all cores: these work on one phase together
        work(pairs)
    else:
        in_parallel(pairs, work)
    return out


def exchanged(weight, groups):
    """The weights of the adjoint: (C, C_out / groups, kH, kW) as (C_out, C / groups, kH, kW), and flipped."""
    grouped = weight.reshape(groups, -1, *weight.shape[1:])[..., ::-1, ::-1]
    return np.ascontiguousarray(grouped.swapaxes(1, 2)).reshape(-1, grouped.shape[1], *weight.shape[2:])


def turned(g, kernel_shape):
    """A correlation with stride 1 as a transposed convolution with the flipped kernel: what it cuts off."""
    axes = zip(g.sides, kernel_shape, g.dilation, strict=True)
    return g._replace(sides=tuple(tuple(d * (k - 1) - zeros for zeros in side) for side, k, d in axes))


def by_sums(x, weight, g, groups, bias=None):
    """Multiply first, then lay down: all products in one matrix product without copies, then one addition per tap.

    It is the way for few output channels, where the copies of the patches would cost more than these additions.
    """
    n, per_group, width = len(x), len(weight) // groups, x.shape[3]
    # (groups, C_out / groups * kH * kW, C / groups)
    matrix = np.ascontiguousarray(weight.reshape(groups, per_group, -1).swapaxes(1, 2))
    out = _filled((n, groups * weight.shape[1], *g.output_shape), bias, x.dtype)
    planes = out.reshape(n, groups, weight.shape[1], *g.output_shape)

    def work(units):
        for images in units:
            for _, rows in tiles(1, x.shape[2], matrix.shape[0] * matrix.shape[1] * width, TILE):
                pixels = x[images, :, rows.start : rows.stop].reshape(-1, groups, per_group, len(rows) * width)
                products = scratch("products", (len(pixels), *matrix.shape[:2], pixels.shape[3]), x.dtype)
                multiply(matrix, pixels, out=products)
                lay_down(products.reshape(len(pixels), groups, *weight.shape[1:], len(rows), width), rows, images)

    def lay_down(products, rows, images):
        for t, u in np.ndindex(*weight.shape[2:]):
            down = _meeting(rows, g, 0, t)
            across = _meeting(range(width), g, 1, u)
            planes[images, :, :, down[1], across[1]] += products[:, :, :, t, u, down[0], across[0]]

    in_parallel((images for images, _ in tiles(n, 1, matrix[..., 0].size * x.shape[2] * width, TILE)), work)
    return out


def _filled(shape, bias, dtype):
    """Where outputs are added up: the bias, or zeros."""
    out = np.zeros(shape, dtype)
    if bias is not None:
        out += bias[:, None, None]
    return out


def _meeting(inputs, g, axis, tap):
    """Which of these inputs meet an output at a tap, counted from the first, and which outputs: two slices."""
    stride = g.stride[axis]
    offset = inputs.start * stride + tap * g.dilation[axis] - g.sides[axis][0]
    first = max(0, -(offset // stride))
    last = min(len(inputs) - 1, (g.output_shape[axis] - 1 - offset) // stride)
    if first > last:
        return slice(0), slice(0)
    return slice(first, last + 1), slice(first * stride + offset, last * stride + offset + 1, stride)
