"""The geometry of network layers: padding words, transposed sizes and their phases, receptive fields.

It continues `shapes`, with whose checks and formulas it works, for convolutions that take steps: forwards, where the
output is smaller than the input by the stride, and backwards, where it is larger.
"""

from math import gcd
from typing import NamedTuple

from .shapes import brief, by, output_shape, pair, whole_number


class Geometry(NamedTuple):
    """How a kernel walks over a picture, per axis: its step, the zeros (before, after), the distance from one weight to
    the next, and the number of positions it takes."""

    stride: tuple
    sides: tuple
    dilation: tuple
    output_shape: tuple

    def as_row(self):
        """The same for a signal that lies in a picture of height 1."""
        return Geometry((1, *self.stride), ((0, 0), *self.sides), (1, *self.dilation), (1, *self.output_shape))


def geometry(input_shape, kernel_shape, *, stride, padding, dilation):
    """The Geometry of a convolution from what the user gave: ints, in 2-D also (h, w), or a word for the padding.

    "valid" is padding 0. "same" keeps the size, in PyTorch's meaning: d (k - 1) zeros in total, and if that is odd, the
    odd one comes after the picture; it needs stride 1. Raises ValueError as `output_shape` does.
    """
    per_axis = _single if len(kernel_shape) == 1 else pair
    stride, dilation = per_axis(stride, "stride", 1), per_axis(dilation, "dilation", 1)
    if isinstance(padding, str) and padding == "same":
        if set(stride) != {1}:
            raise ValueError(f"padding 'same' needs stride 1, got stride {brief(stride)}")
        totals = [d * (k - 1) for k, d in zip(kernel_shape, dilation, strict=True)]
        sides = tuple((total // 2, total - total // 2) for total in totals)
        return Geometry(stride, sides, dilation, tuple(input_shape))
    padding = per_axis(0 if _is_valid(padding) else padding, "padding", 0)
    sizes = output_shape(input_shape, kernel_shape, stride=stride, padding=padding, dilation=dilation)
    return Geometry(stride, tuple((p, p) for p in padding), dilation, sizes)


def _single(value, name, minimum):
    return (whole_number(value, name, minimum),)


def _is_valid(padding):
    """Whether the padding is the word "valid". Raises ValueError for any other word."""
    if isinstance(padding, str) and padding != "valid":
        raise ValueError(f"padding must be an integer, a pair (h, w), 'same' or 'valid', got {padding!r}")
    return isinstance(padding, str)


# --- transposed ---------------------------------------------------------------------------------------------------


def transposed_output_size(n, kernel_size, *, stride=1, padding=0, dilation=1, output_padding=0):
    """Length of a transposed convolution's output along one axis.

    (n - 1) * stride - 2 * padding + dilation * (kernel_size - 1) + output_padding + 1

    Several inputs of a strided convolution have the same `output_size` n: floor drops up to stride - 1 entries. This
    is the smallest of them, and output_padding picks a larger one. The entries it adds at the end are computed like
    all others, they are not zeros. Here padding crops: so many entries are cut off on *each* side.

    Parameters: n, input length; the others as in `output_size`; output_padding, less than max(stride, dilation).
    Raises ValueError for values out of range or not integer, and if nothing of the output is left. Notebook 04.
    """
    return transposed_geometry(
        (whole_number(n, "n", 1),),
        (whole_number(kernel_size, "kernel_size", 1),),
        stride=(whole_number(stride, "stride", 1),),
        padding=(whole_number(padding, "padding", 0),),
        dilation=(whole_number(dilation, "dilation", 1),),
        output_padding=(whole_number(output_padding, "output_padding", 0),),
    ).output_shape[0]


def transposed_geometry(input_shape, kernel_shape, *, stride, padding, dilation, output_padding):
    """The Geometry of a transposed convolution; its sides are what is cut off, its output_shape what is left.

    All arguments are tuples of ints, one entry per axis. Raises ValueError as `transposed_output_size` does.
    """
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
    return Geometry(stride, tuple((p, p) for p in padding), dilation, sizes)


class Phase(NamedTuple):
    """A share of a transposed convolution along one axis: these outputs see these taps, as an ordinary correlation."""

    outputs: slice
    taps: slice
    dilation: int
    sides: tuple
    size: int


def phases(n, size, kernel_size, *, stride, cropped, dilation):
    """The phases of a transposed convolution along one axis, from n entries to `size`, after `cropped` are cut off.

    Input i meets weight r in output i s + r d. So the outputs a, a + s, a + 2 s, ... see every input, but only the
    weights with r d = a (mod s): the strided problem falls apart into s ordinary ones, and no zero is multiplied.
    Within a phase the weights are s / g apart and meet inputs d / g apart, g = gcd(s, d).
    """
    step, gap = stride // gcd(stride, dilation), dilation // gcd(stride, dilation)
    for first in range(min(stride, size)):  # output `first` of this phase is entry first + cropped before the cut
        place = first + cropped
        start = next((r for r in range(min(step, kernel_size)) if (place - r * dilation) % stride == 0), None)
        if start is None:
            continue  # no weight reaches these outputs
        taps, count = len(range(start, kernel_size, step)), len(range(first, size, stride))
        newest = (place - start * dilation) // stride  # the input that weight `start` meets in output `first`
        sides = (gap * (taps - 1) - newest, newest + count - n)
        yield Phase(slice(first, None, stride), slice(start, None, step), gap, sides, count)


# --- receptive field ----------------------------------------------------------------------------------------------


def receptive_field(layers):
    """How many samples of the input one output of a stack of layers sees, along one axis.

    1 + sum_l d_l (k_l - 1) s_0 s_1 .. s_(l-1): each layer widens the field by its span, in steps of all strides before.

    Parameters: layers, from the input on; each is kernel_size, or (kernel_size, stride) or (kernel_size, stride,
    dilation), where what is left out is 1. A pooling layer counts like a convolution. Returns an int; no layers see 1.
    Raises ValueError for sizes that are no integers or less than 1, and for another form of a layer. Notebook 04.
    """
    field, step = 1, 1
    for index, layer in enumerate(layers):
        sizes = (layer,) if not isinstance(layer, (tuple, list)) else tuple(layer)
        if not 1 <= len(sizes) <= 3:
            raise ValueError(
                f"layer {index} must be kernel_size, (kernel_size, stride) or (kernel_size, stride, dilation), "
                f"got {layer!r}"
            )
        names = ("kernel_size", "stride", "dilation")
        kernel_size, stride, dilation = (
            whole_number(size, f"{name} of layer {index}", 1)
            for size, name in zip(sizes + (1,) * (3 - len(sizes)), names, strict=True)
        )
        field += dilation * (kernel_size - 1) * step
        step *= stride
    return field
