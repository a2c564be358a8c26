"""Stacks of layers as data: the shape after each, what it costs, and what one unit at the end sees of the input.

Sizes come from convnb.ops; nothing is convolved here. A layer is square: its numbers hold for rows and columns.
"""

from typing import NamedTuple

import numpy as np

from ..ops.checks import whole_number, written
from ..ops.geometry import output_size, transposed_output_size

KINDS = {"conv": "convolution", "max_pool": "max pooling", "avg_pool": "average pooling", "transposed": "transposed"}


class Layer(NamedTuple):
    """One layer of a stack. Pooling keeps the channels of its input; only "transposed" uses output_padding."""

    kind: str
    kernel: int
    stride: int = 1
    padding: int = 0
    dilation: int = 1
    output_padding: int = 0
    channels: int = 1

    @property
    def learns(self):
        """Whether it has weights."""
        return self.kind in ("conv", "transposed")

    def size_after(self, n):
        """Rows of the output for n rows of the input, or columns. Raises ValueError where the layer cannot be."""
        numbers = {"stride": self.stride, "padding": self.padding, "dilation": self.dilation}
        if self.kind == "transposed":
            return transposed_output_size(n, self.kernel, output_padding=self.output_padding, **numbers)
        if not self.learns and 2 * self.padding > self.kernel:
            raise ValueError(f"padding {self.padding} is more than half of the kernel {self.kernel}")
        if self.kind == "avg_pool" and self.dilation != 1:
            raise ValueError(f"it has no dilation, got {self.dilation}")
        return output_size(n, self.kernel, **numbers)


def layer(kind, kernel, **numbers):
    """A Layer. What is left out is 1 or 0, but the stride of a pooling layer is its kernel.

    Raises ValueError for an unknown kind, and for numbers that are not integers or less than 1 (padding and
    output_padding: less than 0).
    """
    if kind not in KINDS:
        raise ValueError(f"kind must be one of {', '.join(map(repr, KINDS))}, got {written(kind)}")
    if unknown := set(numbers) - set(Layer._fields):
        raise ValueError(f"a layer has {', '.join(Layer._fields)}; got {', '.join(sorted(unknown))}")
    if kind.endswith("pool"):
        numbers.setdefault("stride", kernel)
    made = Layer(kind, kernel, **numbers)
    checked = (
        whole_number(value, name, 0 if name.endswith("padding") else 1)
        for name, value in zip(Layer._fields[1:], made[1:], strict=True)
    )
    return Layer(kind, *checked)


def shapes(input_shape, layers):
    """(channels, rows, columns) of every map, the input's first.

    Raises ValueError that names the layer, counted from 0, which cannot be: as `output_size` and
    `transposed_output_size` do, for padding of more than half of a pooling kernel, and for a dilated average pooling.
    """
    made = [tuple(input_shape)]
    for number, one in enumerate(layers):
        channels, *sizes = made[-1]
        try:
            if one.learns:
                channels = whole_number(one.channels, "channels", 1)
            made.append((channels, *map(one.size_after, sizes)))
        except ValueError as problem:
            raise ValueError(f"layer {number} ({KINDS[one.kind]}): {problem}") from None
    return made


def parameters(input_shape, layers):
    """Weights and biases of each layer: channels after times (channels before times kernel squared, plus 1)."""
    before = shapes(input_shape, layers)
    return [
        one.channels * (c * one.kernel**2 + 1) if one.learns else 0
        for one, (c, _, _) in zip(layers, before, strict=False)
    ]


def multiply_adds(input_shape, layers):
    """Multiplications of each layer, each with its addition: one for each weight at each place where it is used.

    A convolution uses its weights once for each cell of its output, a transposed one for each cell of its input. Zeros
    of the padding are multiplied like any other number; pooling multiplies nothing.
    """
    maps, counts = shapes(input_shape, layers), []
    for one, before, after in zip(layers, maps, maps[1:], strict=False):
        _, rows, columns = before if one.kind == "transposed" else after
        counts.append(one.channels * before[0] * one.kernel**2 * rows * columns if one.learns else 0)
    return counts


def field(at, layers, sizes):
    """Indices that unit `at` of the last map reads along one axis, in every map, the input's first.

    sizes, lengths of all maps along this axis. Back through a convolution, output i reads i s - p + r d for the weights
    r = 0 .. k - 1; through a transposed one it reads the j with j s = i + p - r d. What lies outside a map is padding
    and is left out.
    """
    chain = [np.array([at])]
    for one, n in zip(layers[::-1], sizes[-2::-1], strict=True):
        taps = one.dilation * np.arange(one.kernel)
        if one.kind == "transposed":
            places = chain[0][:, None] + one.padding - taps
            places = places[places % one.stride == 0] // one.stride
        else:
            places = chain[0][:, None] * one.stride - one.padding + taps
        chain.insert(0, np.unique(places[(places >= 0) & (places < n)]))
    return chain


def field_bounds(at, layers):
    """First and last index of the input that unit `at` sees along one axis, as if no map had a border.

    Their distance plus 1 is the receptive field: without transposed layers `ops.receptive_field`, whatever `at` is.
    Transposed layers make it depend on `at`, and it is then the stretch between the outermost weights' places.
    """
    first = last = at
    for one in layers[::-1]:
        reach = one.dilation * (one.kernel - 1)
        if one.kind == "transposed":
            first, last = -((reach - first - one.padding) // one.stride), (last + one.padding) // one.stride
        else:
            first, last = first * one.stride - one.padding, last * one.stride - one.padding + reach
    return first, last


def _vgg():
    for channels, times in ((64, 2), (128, 2), (256, 3)):
        yield from times * [layer("conv", 3, padding=1, channels=channels)]
        yield layer("max_pool", 2)


EXAMPLES = {
    "two 3×3 see 5×5": ((1, 9, 9), 2 * [layer("conv", 3)], (2, 2)),
    "one 5×5": ((1, 9, 9), [layer("conv", 5)], (2, 2)),
    "dilation 1, 2, 4, 8": ((1, 41, 41), [layer("conv", 3, dilation=d, padding=d) for d in (1, 2, 4, 8)], (20, 20)),
    "LeNet's convolutions": (
        (1, 32, 32),
        [layer("conv", 5, channels=6), layer("avg_pool", 2), layer("conv", 5, channels=16), layer("avg_pool", 2)],
        (2, 2),
    ),
    "VGG's first ten layers": ((3, 224, 224), list(_vgg()), (14, 14)),
    "down and up again": (
        (1, 32, 32),
        [
            *(layer("conv", 4, stride=2, padding=1, channels=c) for c in (8, 16)),
            *(layer("transposed", 4, stride=2, padding=1, channels=c) for c in (8, 1)),
        ],
        (15, 15),
    ),
    "transposed, checkerboard": ((1, 6, 6), [layer("transposed", 3, stride=2)], (6, 6)),
    "transposed, even": ((1, 6, 6), [layer("transposed", 4, stride=2, padding=1)], (6, 6)),
}
"""Name -> (input shape, layers, unit to look at): the stacks of notebook 04."""
