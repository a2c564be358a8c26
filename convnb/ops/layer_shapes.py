"""How the kernel of a layer walks over its input: padding words, and the phases of a transposed layer.

The sizes themselves are in `shapes`.
"""

from math import gcd
from typing import NamedTuple

from .checks import brief, pair, whole_number
from .shapes import output_shape, transposed_shape


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


def transposed_geometry(input_shape, kernel_shape, *, stride, padding, dilation, output_padding):
    """The Geometry of a transposed convolution; its sides are what is cut off, its output_shape what is left.

    All arguments are tuples of ints, one entry per axis. Raises ValueError as `transposed_output_size` does.
    """
    sizes = transposed_shape(
        input_shape,
        kernel_shape,
        stride=stride,
        padding=padding,
        dilation=dilation,
        output_padding=output_padding,
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
