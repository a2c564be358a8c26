"""Every case of the well-known guide to convolution arithmetic, as data, and what each looks like cell by cell.

Source: Dumoulin and Visin, A guide to convolution arithmetic for deep learning (2016). Sizes come from convnb.ops; all
cases are square. A transposed case is shown as the guide does: zeros between the inputs and around them, and a kernel
that slides over all that with stride 1.
"""

from typing import NamedTuple

import numpy as np

from .stacks import Layer

PADDING, INSERTED, INPUT = range(3)


class Case(NamedTuple):
    """One case: an input of n x n, a kernel, and how it slides. `twin` is the transposed case that undoes the size."""

    name: str
    n: int
    kernel: int
    stride: int = 1
    padding: int = 0
    dilation: int = 1
    transposed: bool = False
    output_padding: int = 0

    @property
    def span(self):
        """Cells that the kernel spans along one axis."""
        return self.dilation * (self.kernel - 1) + 1

    @property
    def size(self):
        """Rows and columns of the output."""
        kind = "transposed" if self.transposed else "conv"
        one = Layer(kind, self.kernel, self.stride, self.padding, self.dilation, self.output_padding)
        return one.size_after(self.n)

    @property
    def twin(self):
        """The transposed case from this output's size back to this input's."""
        dropped = (self.n + 2 * self.padding - self.span) % self.stride
        return self._replace(name=f"{self.name}, transposed", n=self.size, transposed=True, output_padding=dropped)

    @property
    def settings(self):
        """Sizes and settings as text, such as "5×5, k 3, s 2 → 2×2"; settings that do nothing are left out."""
        parts = [f"{self.n}×{self.n}", f"k {self.kernel}"]
        for short, name in (("s", "stride"), ("p", "padding"), ("d", "dilation"), ("output padding", "output_padding")):
            if getattr(self, name) != self._field_defaults[name]:
                parts.append(f"{short} {getattr(self, name)}")
        return f"{', '.join(parts)} → {self.size}×{self.size}"


class Picture(NamedTuple):
    """What a case looks like while it computes one output cell.

    cells, 2-D array of PADDING, INSERTED (zeros between the inputs) and INPUT; read, (k, k, 2) row and column of the
    cell that each weight meets, in the order in which the kernel slides: for a transposed case turned by 180 degrees;
    unread, mask of the cells right of and below the last position of the kernel; cell, the output cell.
    """

    title: str
    settings: str
    cells: np.ndarray
    read: np.ndarray
    unread: np.ndarray
    output_shape: tuple
    cell: tuple


def picture(case, cell=None):
    """The Picture of a case at an output cell; without one, at the second cell of the first row.

    Raises ValueError for a cell outside the output, and for a transposed case that crops more than its ring of zeros.
    """
    size = case.size
    row, column = (0, min(1, size - 1)) if cell is None else cell
    if not (0 <= row < size and 0 <= column < size):
        raise ValueError(f"cell must lie in the {size}x{size} output, got ({row}, {column})")
    padded = np.pad(np.full(case.n, INPUT), case.padding, constant_values=PADDING)
    axis = _stretched(case) if case.transposed else padded
    step = 1 if case.transposed else case.stride
    taps = case.dilation * np.arange(case.kernel)
    read = np.stack(np.meshgrid(row * step + taps, column * step + taps, indexing="ij"), axis=-1)
    over = np.arange(axis.size) >= (size - 1) * step + case.span
    unread = np.logical_or.outer(over, over)
    cells = np.minimum.outer(axis, axis)  # the lesser code wins: padding, then inserted, then input
    return Picture(case.name, case.settings, cells, read, unread, (size, size), (int(row), int(column)))


def _stretched(case):
    """stride - 1 zeros between the inputs, span - 1 - padding around them, and output_padding more at the end."""
    ring = case.span - 1 - case.padding
    if ring < 0:
        raise ValueError(f"padding {case.padding} crops more than the {case.span - 1} zeros around the input")
    axis = np.full((case.n - 1) * case.stride + 1, INSERTED)
    axis[:: case.stride] = INPUT
    return np.pad(axis, (ring, ring + case.output_padding), constant_values=PADDING)


_UNIT_STRIDE = (
    Case("no padding, no strides", 4, 3),
    Case("arbitrary padding", 5, 4, padding=2),
    Case("half (same) padding", 5, 3, padding=1),
    Case("full padding", 5, 3, padding=2),
)
_OTHERS = (
    Case("no padding, strides", 5, 3, stride=2),
    Case("padding, strides", 5, 3, stride=2, padding=1),
    Case("padding, strides, odd", 6, 3, stride=2, padding=1),
    Case("dilation", 7, 3, dilation=2),
)

ARITHMETIC_CASES = (
    *_UNIT_STRIDE,
    *(case.twin for case in _UNIT_STRIDE),
    *_OTHERS,
    *(case.twin for case in _OTHERS),
)
"""Four forward cases, their four transposed twins, four more and their twins: the rows of a table of four columns."""
