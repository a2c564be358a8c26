"""Which entry of the input meets which weight: the geometry that patches, pooling and their gradients share.

A window that slides over an array can be read in two ways: per position, all the entries under it; or per weight (a
tap), all the positions at once. The second has few steps, and each is one strided slice. Padding is never built: where
a tap lies outside the input, the slices are shorter.
"""

from itertools import product
from typing import NamedTuple

import numpy as np

from .checks import flag, pair
from .shapes import output_shape, pooled_shape


class Windows(NamedTuple):
    """A window on its way over an (H, W) input: all fields are pairs, one entry per axis."""

    input_shape: tuple
    kernel_shape: tuple
    stride: tuple
    padding: tuple
    dilation: tuple
    output_shape: tuple

    def taps(self):
        """For every weight that meets the input, row by row: its index, the outputs it serves, the inputs it reads.

        Both are index tuples: y[outputs] and x[inputs] have the same shape, whatever axes stand before the last two.
        """
        for tap in product(self.meeting_taps(0), self.meeting_taps(1)):
            rows, columns = (self.tap_slices(axis, t) for axis, t in enumerate(tap))
            yield tap, (..., rows[0], columns[0]), (..., rows[1], columns[1])

    def meeting_taps(self, axis):
        """The taps along one axis that meet the input at some position: a huge kernel has few, however many it has."""
        padding, dilation = self.padding[axis], self.dilation[axis]
        last_position = (self.output_shape[axis] - 1) * self.stride[axis]
        first = max(0, -((last_position - padding) // dilation))
        return range(first, min(self.kernel_shape[axis], (self.input_shape[axis] - 1 + padding) // dilation + 1))

    def tap_slices(self, axis, tap):
        """Along one axis: the slices of the outputs and of the inputs where a tap meets the input.

        Output i reads input i * stride + offset, offset = tap * dilation - padding, if that is one of 0 .. n - 1.
        """
        n, stride = self.input_shape[axis], self.stride[axis]
        offset = tap * self.dilation[axis] - self.padding[axis]
        first = max(0, -(offset // stride))
        last = min(self.output_shape[axis] - 1, (n - 1 - offset) // stride)
        if first > last:
            return slice(0), slice(0)
        return slice(first, last + 1), slice(first * stride + offset, last * stride + offset + 1, stride)

    def entries_per_window(self, axis, count_padding):
        """How many entries of the input, or of the padded input, lie under the window at each position of an axis."""
        first = np.arange(self.output_shape[axis]) * self.stride[axis] - self.padding[axis]
        border = self.padding[axis] if count_padding else 0
        last = np.minimum(first + self.kernel_shape[axis], self.input_shape[axis] + border)
        return last - np.maximum(first, -border)


def layer_windows(input_shape, kernel_size, stride, padding, dilation):
    """The windows of a convolution, from int or (h, w) arguments. Raises ValueError where they do not fit."""
    kernel, steps = pair(kernel_size, "kernel_size", 1), _steps(stride, padding, dilation)
    return Windows(tuple(input_shape), kernel, *steps.values(), output_shape(input_shape, kernel, **steps))


def pooling_windows(input_shape, kernel_size, stride, padding, dilation, ceil_mode):
    """The windows of a pooling, where stride None is the kernel's size. Raises ValueError where they do not fit."""
    kernel = pair(kernel_size, "kernel_size", 1)
    steps = _steps(kernel if stride is None else stride, padding, dilation)
    positions = pooled_shape(input_shape, kernel, **steps, ceil_mode=flag(ceil_mode, "ceil_mode"))
    return Windows(tuple(input_shape), kernel, *steps.values(), positions)


def _steps(stride, padding, dilation):
    steps = {"padding": pair(padding, "padding", 0), "dilation": pair(dilation, "dilation", 1)}
    return {"stride": pair(stride, "stride", 1), **steps}
