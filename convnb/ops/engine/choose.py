"""Which way is the fastest for this shape? Every way computes the same sums.

    y[b, o, i, j] = sum over c, t, u of weight[o, c, t, u] x[b, first + c, i s - p + t d, j s - p + u d]

Whichever is taken, an output depends on its own window only, also in its last digits. The measurements behind the
numbers here: tests/bench/conv.py, on two cores with AVX-512.
"""

from itertools import product

import numpy as np

from ..geometry import Geometry, phases
from .sliding import sliding, sliding_gradient
from .sums import by_sums, filled, turned
from .taps import by_taps, taps_gradient
from .threads import cores, in_parallel
from .tiles import tiled, weight_gradient
from .winograd import winograd

MANY_TAPS = 25  # of a kernel on one channel: below, one addition per tap costs less
MUCH_WORK = 1 << 18  # multiplications on one channel: below, it is done before a large kernel is set up
FEW_OUTPUTS = 3  # with C_out <= C / 3 one addition per tap costs less than copying C pixels per tap
MANY_CHANNELS = (16, 32)  # of y and x: below, Winograd's sums cost more than the multiplications that they save


def correlate_layers(x, weight, g, groups, exact, bias=None):
    """The sums above, plus the bias, by the path that suits the shape. `exact` forbids the one that rounds integers."""
    weight, outputs, channels = np.ascontiguousarray(weight), len(weight), x.shape[1]
    if not _all_finite(weight):  # the zeros around x times inf are NaN: the other paths mix or skip them
        return tiled(x, weight, g, groups, bias)
    if not exact and _suits_winograd(outputs, channels, g, groups):
        y = winograd(x, weight, g, bias)
        if y is not None:  # None: x holds NaN or inf, which it would spread
            return y
    if g.stride == (1, 1) and groups == outputs == channels:
        return (sliding if _is_large(g) else by_taps)(x, weight, g, bias)
    if g.stride == (1, 1) and g.kernel_shape != (1, 1) and _few_outputs(outputs, channels):
        return by_sums(x, exchanged(weight, groups), turned(g), groups, bias)
    return tiled(x, weight, g, groups, bias)


def spread(x, weight, g, groups, exact, bias=None):
    """The transposed convolution, the adjoint of the sums above, plus the bias; weight (C, C_out / groups, kH, kW)."""
    channels, per_group = weight.shape[:2]
    few = _few_outputs(per_group * groups, channels) and not _suits_winograd(per_group, channels, g, groups)
    if few or not _all_finite(weight):  # in phases inf would meet zeros that the sums above do not have
        return by_sums(x, weight, g, groups, bias)
    return by_phases(x, weight, g, groups, exact, bias)


def correlate_with_gradient(grad_y, x, g, groups):
    """The gradient of the weights, (C_out, C / groups, kH, kW): see `tiles.weight_gradient`."""
    if groups == grad_y.shape[1] == x.shape[1]:
        if g.stride == (1, 1) and _is_large(g):
            grad_weight = sliding_gradient(grad_y, x, g)
            if np.isfinite(grad_weight).all():
                return grad_weight
        elif g.kernel_shape[0] * g.kernel_shape[1] < MANY_TAPS:
            return taps_gradient(grad_y, x, g)
    return weight_gradient(grad_y, x, g, groups)


def _all_finite(weight):
    """Whether no weight is NaN or inf; the sum finds out in one pass, and one that overflows only costs speed."""
    return bool(np.isfinite(weight.sum()))


def _few_outputs(outputs, inputs):
    return outputs * FEW_OUTPUTS <= inputs


def _is_large(g):
    (down, across), (height, width) = g.kernel_shape, g.output_shape
    return down * across >= MANY_TAPS and down * across * height * width > MUCH_WORK


def _suits_winograd(outputs, channels, g, groups):
    small = g.kernel_shape == (3, 3) and g.stride == g.dilation == (1, 1) and groups == 1
    return small and outputs >= MANY_CHANNELS[0] and channels >= MANY_CHANNELS[1]


# --- transposed ---------------------------------------------------------------------------------------------------


def by_phases(x, weight, g, groups, exact, bias=None):
    """It is a correlation too, with the flipped kernel and the channels exchanged.

    With a stride it falls apart into phases, each with a share of the taps and of the outputs; without, there is one.
    """
    rows, columns = (list(phases(g, axis)) for axis in (0, 1))

    def phase(row, column):
        _, _, dilation, sides, sizes = zip(row, column, strict=True)
        share = exchanged(weight[:, :, row.taps, column.taps], groups)
        share_g = Geometry(g.output_shape, share.shape[2:], (1, 1), sides, dilation, sizes)
        return correlate_layers(x, share, share_g, groups, exact, bias)

    def work(units):
        for row, column in units:
            out[:, :, row.outputs, column.outputs] = phase(row, column)

    if g.stride == (1, 1):
        return phase(rows[0], columns[0])
    out = filled((len(x), weight.shape[1] * groups, *g.input_shape), bias, x.dtype)
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
