"""Sizes, padding, windows and taps: the only place of the package where they are computed.

One formula in several files is one formula too many: they drift apart, and one of them forgets the padding. Every
operator asks here how large its result is, and which entry of the input meets which weight. `checks` words the
complaints.
"""

from itertools import product
from math import gcd
from typing import NamedTuple

import numpy as np

from .checks import brief, by, check_mode, flag, pair, per_axis, whole_number, written

# --- sizes --------------------------------------------------------------------------------------------------------


def output_size(n, kernel_size, *, stride=1, padding=0, dilation=1):
    """Number of positions that a kernel can take along one axis.

    floor((n + 2 * padding - dilation * (kernel_size - 1) - 1) / stride) + 1

    Parameters: n, input length in samples; kernel_size, number of weights; stride, samples from one position to the
    next; padding, zeros added on *each* side; dilation, samples from one weight to the next (1 is the ordinary kernel).

    Raises ValueError if the kernel spans more than the padded input, if n, kernel_size, stride or dilation is less
    than 1, padding less than 0, or one of them no integer. Derived in notebook 04.
    """
    return output_shape(
        (whole_number(n, "n", 1),),
        (whole_number(kernel_size, "kernel_size", 1),),
        stride=(whole_number(stride, "stride", 1),),
        padding=(whole_number(padding, "padding", 0),),
        dilation=(whole_number(dilation, "dilation", 1),),
    )[0]


def output_shape(input_shape, kernel_shape, *, stride, padding, dilation):
    """`output_size` of every axis. All arguments are tuples of ints, one entry per axis, as `pair` returns them."""
    padded = tuple(n + 2 * p for n, p in zip(input_shape, padding, strict=True))
    spans = tuple(d * (k - 1) + 1 for k, d in zip(kernel_shape, dilation, strict=True))
    if any(s > n for s, n in zip(spans, padded, strict=True)):
        kernel = kernel_shape[0] if len(kernel_shape) == 1 else tuple(kernel_shape)
        raise ValueError(
            f"kernel {kernel} with dilation {brief(dilation)} spans {by(spans)}, larger than the padded input "
            f"{by(padded)} (input {by(input_shape)}, padding {brief(padding)})"
        )
    return tuple((n - s) // step + 1 for n, s, step in zip(padded, spans, stride, strict=True))


def transposed_output_size(n, kernel_size, *, stride=1, padding=0, dilation=1, output_padding=0):
    """Length of a transposed convolution's output along one axis.

    (n - 1) * stride - 2 * padding + dilation * (kernel_size - 1) + output_padding + 1

    Several inputs of a strided convolution have the same `output_size` n: floor drops up to stride - 1 entries. This
    is the smallest of them, and output_padding picks a larger one. Padding crops: so many entries are cut off on *each*
    side, and output_padding cuts fewer at the end; what it adds past the last copy of the kernel is zero.

    Parameters: n, input length; the others as in `output_size`; output_padding, less than max(stride, dilation).
    Raises ValueError for values out of range or not integer, and if nothing of the output is left. Notebook 04.
    """
    return transposed_shape(
        (whole_number(n, "n", 1),),
        (whole_number(kernel_size, "kernel_size", 1),),
        stride=(whole_number(stride, "stride", 1),),
        padding=(whole_number(padding, "padding", 0),),
        dilation=(whole_number(dilation, "dilation", 1),),
        output_padding=(whole_number(output_padding, "output_padding", 0),),
    )[0]


def transposed_shape(input_shape, kernel_shape, *, stride, padding, dilation, output_padding):
    """`transposed_output_size` of every axis. All arguments are tuples of ints, one entry per axis."""
    for extra, s, d in zip(output_padding, stride, dilation, strict=True):
        if extra >= max(s, d):
            raise ValueError(
                f"output_padding must be less than max(stride, dilation) = {max(s, d)}, got {extra} "
                f"(stride {s}, dilation {d})"
            )
    axes = zip(input_shape, kernel_shape, stride, padding, dilation, output_padding, strict=True)
    sizes = tuple((n - 1) * s - 2 * p + d * (k - 1) + extra + 1 for n, k, s, p, d, extra in axes)
    if min(sizes) < 1:
        raise ValueError(
            f"nothing is left of the transposed output: {by(sizes)} for input {by(input_shape)}, kernel "
            f"{by(kernel_shape)}, stride {by(stride)}, padding {by(padding)}, dilation {by(dilation)}"
        )
    return sizes


def pooled_shape(input_shape, kernel_shape, *, stride, padding, dilation, ceil_mode):
    """Positions of a pooling window per axis: `output_shape`, or with ceil_mode PyTorch's rule.

    ceil((n + 2 * padding - dilation * (kernel - 1) - 1) / stride) + 1, less one if the last window would start right
    of the input, that is where (size - 1) * stride >= n + padding. Such a last window hangs over the padded input.

    Raises ValueError as `output_shape` does, and for a padding of more than half of the kernel: without that rule a
    window could lie in the padding alone. All arguments but the last are tuples of ints.
    """
    if any(2 * p > k for p, k in zip(padding, kernel_shape, strict=True)):
        raise ValueError(f"padding {brief(padding)} is more than half of the pooling kernel {by(kernel_shape)}")
    steps = {"stride": stride, "padding": padding, "dilation": dilation}
    if not ceil_mode:
        return output_shape(input_shape, kernel_shape, **steps)
    axes = list(zip(input_shape, kernel_shape, stride, padding, dilation, strict=True))
    sizes = tuple(-((d * (k - 1) + 1 - n - 2 * p) // s) + 1 for n, k, s, p, d in axes)
    if min(sizes) < 1:  # even a window that hangs over does not fit: the same complaint
        return output_shape(input_shape, kernel_shape, **steps)
    return tuple(m - ((m - 1) * s >= n + p) for m, (n, _, s, p, _) in zip(sizes, axes, strict=True))


def kept_positions(x_shape, kernel_shape, mode):
    """Which entries of the full result a mode keeps: one range of indices per axis.

    With n entries of x and m of the kernel, the full result has the indices 0 .. n + m - 2. "same" keeps n of them
    from (m - 1) // 2 on, "valid" those from min(n, m) - 1 to max(n, m) - 1, where the shorter lies inside the longer.
    Raises ValueError for an unknown mode, or if in "valid" neither is at least as large as the other on every axis.
    """
    check_mode(mode)
    sizes = list(zip(x_shape, kernel_shape, strict=True))
    if mode == "full":
        return tuple(range(n + m - 1) for n, m in sizes)
    if mode == "same":
        return tuple(range((m - 1) // 2, (m - 1) // 2 + n) for n, m in sizes)
    if not (all(n >= m for n, m in sizes) or all(n <= m for n, m in sizes)):
        raise ValueError(
            "mode 'valid' needs x or kernel to be at least as large as the other in every dimension, "
            f"got x {by(x_shape)} and kernel {by(kernel_shape)}"
        )
    return tuple(range(min(n, m) - 1, max(n, m)) for n, m in sizes)


def lag_ranges(x_shape, kernel_shape, mode):
    """The lags that a correlation keeps, one range per axis: entry i of the full result has lag i - (m - 1)."""
    kept = kept_positions(x_shape, kernel_shape, mode)
    return tuple(range(r.start - (m - 1), r.stop - (m - 1)) for r, m in zip(kept, kernel_shape, strict=True))


def receptive_field(layers):
    """How many samples of the input one output of a stack of layers sees, along one axis.

    1 + sum_l d_l (k_l - 1) s_0 s_1 .. s_(l-1): each layer widens the field by its span, in steps of all strides before.

    Parameters: layers, from the input on; each is kernel_size, or (kernel_size, stride) or (kernel_size, stride,
    dilation), where what is left out is 1. A pooling layer counts like a convolution. Returns an int; no layers see 1.
    Raises ValueError for sizes that are no integers or less than 1, and for another form of a layer. Notebook 04.
    """
    try:
        layers = list(layers)
    except TypeError:
        raise ValueError(f"layers must be a list of layers, got {written(layers)}") from None
    field, step = 1, 1
    for index, layer in enumerate(layers):
        sizes = (layer,) if not isinstance(layer, (tuple, list)) else tuple(layer)
        if not 1 <= len(sizes) <= 3:
            raise ValueError(
                f"layer {index} must be kernel_size, (kernel_size, stride) or (kernel_size, stride, dilation), "
                f"got {written(layer)}"
            )
        names = ("kernel_size", "stride", "dilation")
        kernel_size, stride, dilation = (
            whole_number(size, f"{name} of layer {index}", 1)
            for size, name in zip(sizes + (1,) * (3 - len(sizes)), names, strict=True)
        )
        field += dilation * (kernel_size - 1) * step
        step *= stride
    return field


# --- windows ------------------------------------------------------------------------------------------------------


class Geometry(NamedTuple):
    """How a kernel or a pooling window slides over an input. All fields are tuples with one entry per axis.

    `stride` is the step from one position to the next, `sides` the zeros (before, after) the input, `dilation` the
    step from one weight to the next. Output i and weight t meet at input i * stride + t * dilation - before. The
    Geometry of a transposed layer is that of the layer it is the adjoint of: its result has `input_shape`.

    A sliding window can be read in two ways: per position, all the entries under it; or per weight (a tap), all the
    positions at once. The second has few steps, and each is one strided slice. Padding is never built: where a tap lies
    outside the input, the slices are shorter.
    """

    input_shape: tuple
    kernel_shape: tuple
    stride: tuple
    sides: tuple
    dilation: tuple
    output_shape: tuple

    def as_row(self):
        """The same for a signal that lies in a picture of height 1."""
        row = Geometry((1,), (1,), (1,), ((0, 0),), (1,), (1,))
        return Geometry(*(one + rest for one, rest in zip(row, self, strict=True)))

    def framed_shape(self):
        """The shape of the input with its zeros around it."""
        return tuple(n + before + after for n, (before, after) in zip(self.input_shape, self.sides, strict=True))

    def taps(self):
        """For every weight that meets the input, row by row: its index, the outputs it serves, the inputs it reads.

        Both are index tuples: y[outputs] and x[inputs] have the same shape, whatever axes stand before the last two.
        """
        for tap in product(self.meeting_taps(0), self.meeting_taps(1)):
            rows, columns = (self.meeting(axis, t) for axis, t in enumerate(tap))
            yield tap, (..., rows[0], columns[0]), (..., rows[1], columns[1])

    def meeting_taps(self, axis):
        """The taps along one axis that meet the input at some position: a huge kernel has few, however many it has."""
        before, dilation = self.sides[axis][0], self.dilation[axis]
        last_position = (self.output_shape[axis] - 1) * self.stride[axis]
        first = max(0, -((last_position - before) // dilation))
        return range(first, min(self.kernel_shape[axis], (self.input_shape[axis] - 1 + before) // dilation + 1))

    def meeting(self, axis, tap, outputs=None):
        """Along one axis, the slices of the outputs and of the inputs that meet at a tap.

        `outputs` is a range of them, by default all; their slice counts from the first of the range.
        """
        outputs, stride = outputs or range(self.output_shape[axis]), self.stride[axis]
        offset = outputs.start * stride + tap * self.dilation[axis] - self.sides[axis][0]
        first = max(0, -(offset // stride))
        last = min(len(outputs) - 1, (self.input_shape[axis] - 1 - offset) // stride)
        if first > last:
            return slice(0), slice(0)
        return slice(first, last + 1), slice(first * stride + offset, last * stride + offset + 1, stride)

    def first_inputs(self, axis):
        """The place of the first weight at each position along one axis: negative where it lies in the padding."""
        return np.arange(self.output_shape[axis]) * self.stride[axis] - self.sides[axis][0]

    def entries_per_window(self, axis, count_padding):
        """How many entries of the input, or of the padded input, lie under the window at each position of an axis."""
        first = self.first_inputs(axis)
        before, after = self.sides[axis] if count_padding else (0, 0)
        last = np.minimum(first + self.kernel_shape[axis], self.input_shape[axis] + after)
        return last - np.maximum(first, -before)


def layer_geometry(input_shape, kernel_size, *, stride=1, padding=0, dilation=1):
    """The Geometry of a convolution from what the user gave: ints, one per axis or one for all; or a padding's name.

    "valid" is padding 0. "same" keeps the size, in PyTorch's meaning: d (k - 1) zeros in total, and if that is odd, the
    odd one comes after the input; it needs stride 1. Raises ValueError for values out of range and as `output_shape`.
    """
    axes = len(input_shape)
    kernel_shape = per_axis(kernel_size, axes, "kernel_size", 1)
    stride, dilation = per_axis(stride, axes, "stride", 1), per_axis(dilation, axes, "dilation", 1)
    if isinstance(padding, str) and padding == "same":
        if set(stride) != {1}:
            raise ValueError(f"padding 'same' needs stride 1, got stride {brief(stride)}")
        totals = [d * (k - 1) for k, d in zip(kernel_shape, dilation, strict=True)]
        sides = tuple((total // 2, total - total // 2) for total in totals)
        return Geometry(tuple(input_shape), kernel_shape, stride, sides, dilation, tuple(input_shape))
    padding = per_axis(0 if _is_valid(padding) else padding, axes, "padding", 0)
    sizes = output_shape(input_shape, kernel_shape, stride=stride, padding=padding, dilation=dilation)
    return Geometry(tuple(input_shape), kernel_shape, stride, _both_sides(padding), dilation, sizes)


def _is_valid(padding):
    """Whether the padding is the word "valid". Raises ValueError for any other word."""
    if isinstance(padding, str) and padding != "valid":
        raise ValueError(f"padding must be an integer, a pair (h, w), 'same' or 'valid', got {written(padding)}")
    return isinstance(padding, str)


def _both_sides(padding):
    return tuple((p, p) for p in padding)


def pooling_geometry(input_shape, kernel_size, *, stride=None, padding=0, dilation=1, ceil_mode=False):
    """The Geometry of a pooling window on a picture, where stride None is the kernel's size.

    Raises ValueError for values out of range and as `pooled_shape`.
    """
    kernel_shape = pair(kernel_size, "kernel_size", 1)
    stride = pair(kernel_shape if stride is None else stride, "stride", 1)
    padding, dilation = pair(padding, "padding", 0), pair(dilation, "dilation", 1)
    steps = {"stride": stride, "padding": padding, "dilation": dilation}
    sizes = pooled_shape(input_shape, kernel_shape, **steps, ceil_mode=flag(ceil_mode, "ceil_mode"))
    return Geometry(tuple(input_shape), kernel_shape, stride, _both_sides(padding), dilation, sizes)


def lag_geometry(x_shape, kernel_shape, lags):
    """The Geometry of a correlation at these lags, one range per axis: the first weight starts at x[lag]."""
    sides = tuple((-lag.start, lag.stop - 1 + m - n) for lag, m, n in zip(lags, kernel_shape, x_shape, strict=True))
    ones = (1,) * len(x_shape)
    return Geometry(tuple(x_shape), tuple(kernel_shape), ones, sides, ones, tuple(len(lag) for lag in lags))


# --- transposed ---------------------------------------------------------------------------------------------------


def transposed_geometry(input_shape, kernel_shape, *, stride=1, padding=0, output_padding=0, dilation=1):
    """The Geometry of the layer whose adjoint is this transposed convolution: from its output to its input.

    The arguments are as the user gave them, ints or (h, w), for one axis ints. Raises ValueError for values out of
    range and as `transposed_output_size`.
    """
    axes = len(input_shape)
    stride, padding = per_axis(stride, axes, "stride", 1), per_axis(padding, axes, "padding", 0)
    output_padding, dilation = (
        per_axis(output_padding, axes, "output_padding", 0),
        per_axis(dilation, axes, "dilation", 1),
    )
    steps = {"stride": stride, "padding": padding, "dilation": dilation}
    sizes = transposed_shape(input_shape, kernel_shape, **steps, output_padding=output_padding)
    return Geometry(sizes, tuple(kernel_shape), stride, _both_sides(padding), dilation, tuple(input_shape))


class Phase(NamedTuple):
    """A share of a transposed convolution along one axis: these outputs see these taps, as an ordinary correlation."""

    outputs: slice
    taps: slice
    dilation: int
    sides: tuple
    size: int


def phases(g, axis):
    """The phases of a transposed convolution along one axis, from its Geometry.

    Input i meets weight r in output i s + r d. So the outputs a, a + s, a + 2 s, ... see every input, but only the
    weights with r d = a (mod s): the strided problem falls apart into s ordinary ones, and no zero is multiplied.
    Within a phase the weights are s / g apart and meet inputs d / g apart, g = gcd(s, d).
    """
    n, kernel_size, stride, dilation = g.input_shape[axis], g.kernel_shape[axis], g.stride[axis], g.dilation[axis]
    cropped, common = g.sides[axis][0], gcd(stride, dilation)
    step, gap = stride // common, dilation // common
    for first in range(min(stride, n)):  # output `first` of this phase is entry first + cropped before the cut
        place = first + cropped
        start = next((r for r in range(min(step, kernel_size)) if (place - r * dilation) % stride == 0), None)
        if start is None:
            continue  # no weight reaches these outputs
        taps, count = len(range(start, kernel_size, step)), len(range(first, n, stride))
        newest = (place - start * dilation) // stride  # the input that weight `start` meets in output `first`
        sides = (gap * (taps - 1) - newest, newest + count - g.output_shape[axis])
        yield Phase(slice(first, None, stride), slice(start, None, step), gap, sides, count)
