"""MatrixExplorer: a convolution layer as a multiplication of matrices. The browser side is index.js."""

import numpy as np

from ...figures.matrices import matrix_panels
from ...ops.geometry import layer_geometry
from ...ops.lowering import col2im, conv_matrix, im2col
from ..kit.base import CourseWidget
from ..kit.settings import read_settings
from ..kit.traits import Choice, Flag, Matrix, Pair, Whole

SETTINGS = read_settings(__file__)


class MatrixExplorer(CourseWidget):
    """One layer, one channel, as two products: the kernel times the patches, and a matrix times the picture.

        z = w · P          P = im2col(x), a patch a column, w the kernel as one row        (view "columns")
        z = M · a          M = conv_matrix(kernel), a the picture row by row               (view "matrix")
        grad_x = Mᵀ · δ    and col2im(wᵀ δ) is the same                                    (transposed)

    The window, its column of P, its row of M and its output cell light up together; so do a pixel and a weight.

    Parameters
    ----------
    x : (H, W) array, at most 8 x 8; trait `input`. Default: 1 to 16 in four rows. A flat list becomes one row.
    kernel : (kH, kW) array, at most 4 x 4; a flat list becomes one row. Default: [[1, 2], [3, 4]].
    stride, padding, dilation : int, or a pair (rows, columns). For a flat list x, an int is for its one axis.
    view : "columns", "matrix" or "both", the product that is shown.
    transposed : bool. The backward pass: the deltas grad_y go in, grad_x comes out.
    grad_y : 2-D array, the delta of each output cell; repeated where the output is larger, cut where it is smaller.
    position : int. The output cell, where transposed the input cell, that is looked at, counted row by row.

    Raises ValueError for arrays that are not 1-D or 2-D, TraitError for an unknown view. What cannot be computed
    or is too large shows a sentence in the widget, which recovers when the state does. Source: notebook 07.
    """

    module = "matrix_explorer/index.js"
    shown = tuple(SETTINGS)
    measures = ("output_shape", "position")

    input = Matrix(**SETTINGS["input"])
    kernel = Matrix(**SETTINGS["kernel"])
    stride = Pair(**SETTINGS["stride"])
    padding = Pair(**SETTINGS["padding"])
    dilation = Pair(**SETTINGS["dilation"])
    view = Choice(**SETTINGS["view"])
    transposed = Flag(**SETTINGS["transposed"])
    grad_y = Matrix(**SETTINGS["grad_y"])
    position = Whole(**SETTINGS["position"])

    def __init__(self, x=None, kernel=None, **traits):
        if _is_flat(x):
            # There is one row only: a single number is for the columns.
            for name, rest in (("stride", 1), ("padding", 0), ("dilation", 1)):
                if name in traits and np.ndim(traits[name]) == 0:
                    traits[name] = (rest, traits[name])
        for name, value in (("input", x), ("kernel", kernel)):
            if value is not None:
                traits[name] = _as_rows(value)
        if "grad_y" in traits:
            traits["grad_y"] = _as_rows(traits["grad_y"])
        super().__init__(**traits)

    @property
    def output_shape(self):
        """(oH, oW). Raises ValueError for a kernel that spans more than the padded input."""
        return layer_geometry(np.shape(self.input), np.shape(self.kernel), **self._walk).output_shape

    @property
    def deltas(self):
        """grad_y laid over the output, (oH, oW)."""
        grad_y, (rows, columns) = np.asarray(self.grad_y), self.output_shape
        return grad_y[np.ix_(np.arange(rows) % grad_y.shape[0], np.arange(columns) % grad_y.shape[1])]

    @property
    def columns(self):
        """P = im2col(x), (kH * kW, L): one patch a column."""
        return im2col(np.asarray(self.input)[None, None], np.shape(self.kernel), **self._walk)[0]

    @property
    def matrix(self):
        """M = conv_matrix(kernel), (oH * oW, H * W)."""
        return conv_matrix(np.asarray(self.kernel), np.shape(self.input), **self._walk)

    @property
    def output(self):
        """The output grid, (oH, oW), as the kernel times the patches."""
        return (np.ravel(self.kernel) @ self.columns).reshape(self.output_shape)

    @property
    def grad_x(self):
        """The gradient of the input, (H, W): the columns of wᵀ δ, added back by col2im."""
        spread = np.outer(self.kernel, self.deltas)
        return col2im(spread[None], np.shape(self.input), np.shape(self.kernel), **self._walk)[0, 0]

    def _measured(self, name):
        return self._at if name == "position" else self.output_shape

    @property
    def _at(self):
        """The position, or the last one where there are fewer."""
        return min(self.position, (np.size(self.input) if self.transposed else int(np.prod(self.output_shape))) - 1)

    @property
    def _walk(self):
        return {name: tuple(getattr(self, name)) for name in ("stride", "padding", "dilation")}

    def draw(self):
        at = self._at
        if self.view != "columns":
            return self._draw_matrix(at) if self.view == "matrix" else self._draw_both(at)
        w = np.ravel(self.kernel)
        P = f"{w.size}×{self.columns.shape[1]}"
        if self.transposed:
            arrays = [w[:, None], self.deltas.reshape(1, -1), np.outer(w, self.deltas), self.grad_x]
            look = {"roles": ["kernel", "gradient", "gradient", "gradient"], "signs": ["·", "=", "→"]}
            cell = np.unravel_index(at, self.grad_x.shape)
            titles = ["wᵀ", "δ", f"wᵀ δ, {P}", "grad_x = col2im(wᵀ δ)"]
            return matrix_panels(arrays, titles, cells=[None, None, None, [cell]], **look)
        arrays = [np.asarray(self.input), w[None], self.columns, self.output.reshape(1, -1)]
        look = {"roles": ["input", "kernel", "input", "output"], "signs": [None, "·", "="]}
        titles = ["x", "w", f"P = im2col(x), {P}", "z = w P"]
        return matrix_panels(arrays, titles, columns=[None, None, at, at], **look)

    def _draw_matrix(self, at):
        width, columns = np.shape(self.input)[1], self.output_shape[1]
        M, blocks = self.matrix, [(columns, width), (width, 1), (columns, 1)]
        size = "×".join(map(str, M.T.shape if self.transposed else M.shape))
        if self.transposed:
            arrays, roles = [M.T, self.deltas.ravel(), self.grad_x.ravel()], ["kernel", "gradient", "gradient"]
            titles, blocks = [f"Mᵀ, {size}", "δ", "grad_x"], [blocks[0][::-1], blocks[2], blocks[1]]
            labels = [("pixel", "output"), None, None]
        else:
            arrays, roles = [M, np.ravel(self.input), self.output.ravel()], ["kernel", "input", "output"]
            titles, labels = [f"M = conv_matrix(w), {size}", "a", "z"], [("output", "pixel"), None, None]
        look = {"roles": roles, "blocks": blocks, "labels": labels, "signs": ["·", "="]}
        return matrix_panels(arrays, titles, rows=[at, None, at], **look)

    def _draw_both(self, at):
        """The grids as they are, P and M between them; the column of P and the row of M belong to one output."""
        marks = {"rows": [None, None, at, None]}
        if self.transposed:
            arrays = [self.deltas, np.outer(self.kernel, self.deltas), self.matrix.T, self.grad_x]
            titles, roles = ["δ", "wᵀ δ", "Mᵀ", "grad_x"], ["gradient", "gradient", "kernel", "gradient"]
        else:
            arrays = [np.asarray(self.input), self.columns, self.matrix, self.output]
            titles, roles = ["x", "P = im2col(x)", "M = conv_matrix(w)", "z"], ["input", "input", "kernel", "output"]
            marks["columns"] = [None, at, None, None]
        marks["cells"] = [None, None, None, [np.unravel_index(at, arrays[-1].shape)]]
        return matrix_panels(arrays, titles, roles=roles, signs=["→", ",", "→"], **marks)


def _is_flat(values):
    return isinstance(values, list | tuple | np.ndarray) and len(values) > 0 and all(np.ndim(v) == 0 for v in values)


def _as_rows(values):
    """A flat list as one row, everything else as it is."""
    return [list(values)] if _is_flat(values) else values
