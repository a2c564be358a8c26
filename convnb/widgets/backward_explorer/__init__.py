"""BackwardExplorer: forward and backward pass side by side. The browser side is index.js."""

import numpy as np

from ...figures.grids import Panel, backward_panels
from ...figures.panels import short
from ...ops.checks import as_regular
from ...ops.conv import conv2d, conv2d_backward
from ..kit.base import CourseWidget, check_grids
from ..kit.settings import read_settings
from ..kit.traits import Choice, Flag, Matrix, Pair, Whole

SETTINGS = read_settings(__file__)
# What stands there in two dimensions where nothing is given; settings.js has the numbers of one dimension.
_IN_2D = {"input": [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]], "kernel": [[1.0, 2.0], [3.0, 4.0]]}
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


class _Rows(Matrix):
    """A Matrix that takes a flat list as its only row, and None or an empty list where `optional` is true."""

    info_text = "a 1-D or 2-D array of at least one real number"

    def __init__(self, value, *, optional=False, **browser):
        super().__init__(value, **browser)
        self.optional = optional

    def validate(self, obj, value):
        if self.optional and (value is None or as_regular(value, self.name).size == 0):
            return []
        return super().validate(obj, [value] if _is_flat(value) else value)


class BackwardExplorer(CourseWidget):
    """The forward pass z = a ⋆ w above, the backward pass below, both at the place that is chosen.

        z[i] = sum_k a[i s - p + k d] w[k]                      the layer, with stride s, padding p and dilation d
        dJ/da[n] = sum_{i, k: i s - p + k d = n} delta[i] w[k]  the flipped kernel over the deltas, spread by the stride
        dJ/dw[k] = sum_i delta[i] a[i s - p + k d]              nothing is flipped

    with delta = dJ/dz, and the same on both axes in 2-D.

    Parameters
    ----------
    input : (n,) list or (H, W) array, at most 16 in a row or column. Default: 1, 2, 3, 4.
    kernel : (k,) list or (kH, kW) array, at most 7. Default: 1, 2, 3. Flat lists make the widget one-dimensional.
    grad_y : the deltas, of the output's shape; None or empty for 1, 2, 3 and so on, row by row.
    stride, padding, dilation : int, or a pair (rows, columns). In 1-D the rows have none. Padding counts each side.
    target : "input" or "weight". Whose gradient is put together.
    position : int. The chosen input, or the chosen weight, counted row by row.
    symbols : bool. Letters (a₁, w₀₂, δ₁, counted from 0) instead of numbers.
    counts : bool. In the cells of the input stands how many windows read it.

    Raises ValueError for arrays that are not 1-D or 2-D, or of which only one is flat. What cannot be computed (a
    kernel larger than the padded input, NaN, deltas of another shape) shows a sentence in the widget, which recovers
    when the state does. Source: notebooks 05 and 06.
    """

    module = "backward_explorer/index.js"
    frame = 460
    shown = tuple(SETTINGS)[1:]
    measures = ("grad_x", "grad_weight")

    ndim = Choice(**SETTINGS["ndim"])
    input = _Rows(**SETTINGS["input"])
    kernel = _Rows(**SETTINGS["kernel"])
    grad_y = _Rows(**SETTINGS["grad_y"], optional=True)
    stride = Pair(**SETTINGS["stride"])
    padding = Pair(**SETTINGS["padding"])
    dilation = Pair(**SETTINGS["dilation"])
    target = Choice(**SETTINGS["target"])
    position = Whole(**SETTINGS["position"])
    symbols = Flag(**SETTINGS["symbols"])
    counts = Flag(**SETTINGS["counts"])

    def __init__(self, input=None, kernel=None, **traits):
        flat = [_is_flat(value) for value in (input, kernel) if value is not None]
        if len(set(flat)) > 1:
            raise ValueError(
                f"input and kernel must both be 1-D or both 2-D; got shapes {np.shape(input)} and {np.shape(kernel)}"
            )
        in_1d = all(flat)  # also where neither is given
        given = {"input": input, "kernel": kernel}
        traits |= {name: value for name, value in given.items() if value is not None}
        super().__init__(ndim=1 if in_1d else 2, **({} if in_1d else _IN_2D) | traits)

    @property
    def output(self):
        """z, (m,) in 1-D, (oH, oW) in 2-D. Raises ValueError for a state that has none, as convnb.ops.conv does."""
        return self._shaped(self._output())

    @property
    def deltas(self):
        """dJ/dz, of the output's shape: grad_y, or 1, 2, 3 and so on where that is empty."""
        return self._shaped(self._deltas())

    @property
    def grad_x(self):
        """dJ/da, of the input's shape."""
        return self._shaped(self._gradients()[0][0, 0])

    @property
    def grad_weight(self):
        """dJ/dw, of the kernel's shape."""
        return self._shaped(self._gradients()[1][0, 0])

    @property
    def grad_bias(self):
        """dJ/db, a float: the sum of the deltas."""
        return float(self._gradients()[2][0])

    def draw(self):
        check_grids(self._output().shape, self._padded(self.input)[0].shape)
        of_input = self.target == "input"
        gradient = self._gradients()[0 if of_input else 1][0, 0]
        cell = np.unravel_index(min(self.position, gradient.size - 1), gradient.shape)
        places = [str(at) for at in cell[2 - self.ndim :]]
        place = (("" if max(map(len, places)) == 1 else ",").join(places)).translate(_SUBSCRIPTS)
        heading = f"dJ/d{'a' if of_input else 'w'}{place} = {short(gradient[cell])}"
        sizes = " by ".join(map(str, np.shape(self.input)[2 - self.ndim :]))
        alt = f"Forward and backward pass of a correlation over an input of {sizes}. {heading}."
        rows = self._input_panels if of_input else self._weight_panels
        return backward_panels(*rows(gradient, cell), heading=heading, alt=alt)

    def _input_panels(self, gradient, cell):
        """The chosen input, the outputs that it reached, and the flipped kernel over the deltas at the same place."""
        g, kernel = self._geometry(), np.asarray(self.kernel)
        at = [n + p for n, p in zip(cell, g["padding"], strict=True)]
        reached = [(r, c, 1, 1) for r, c in np.argwhere(self._reached_by(cell) > 0.5)]
        spread, zeros = self._spread_deltas()
        padded, border = self._padded(self.input)
        forward = (
            Panel("input a", "input", padded, border, ((*at, 1, 1),)),
            Panel("kernel w", "kernel", kernel),
            Panel("output z", "output", self._output(), None, tuple(reached)),
        )
        span = [d * (k - 1) + 1 for k, d in zip(kernel.shape, g["dilation"], strict=True)]
        backward = (
            Panel("gradient dJ/da", "gradient", gradient, None, ((*cell, 1, 1),)),
            Panel("kernel, flipped", "kernel", kernel[::-1, ::-1]),
            Panel("deltas dJ/dz", "gradient", spread, zeros, ((*cell, *span),)),
        )
        return forward, backward

    def _weight_panels(self, gradient, cell):
        """The chosen weight, and the deltas on the inputs that it met."""
        g = self._geometry()
        deltas = self._deltas()
        corner = [n * d for n, d in zip(cell, g["dilation"], strict=True)]
        span = [s * (m - 1) + 1 for m, s in zip(deltas.shape, g["stride"], strict=True)]
        padded, border = self._padded(self.input)
        chosen = ((*cell, 1, 1),)
        forward = (
            Panel("input a", "input", padded, border),
            Panel("kernel w", "kernel", np.asarray(self.kernel), None, chosen),
            Panel("output z", "output", self._output()),
        )
        backward = (
            Panel("input a, deltas on it", "input", padded, border, ((*corner, *span),)),
            Panel("gradient dJ/dw", "gradient", gradient, None, chosen),
            Panel("deltas dJ/dz", "gradient", deltas),
        )
        return forward, backward

    def _geometry(self):
        """stride, padding and dilation as pairs; in 1-D the rows have none."""
        pairs = {name: tuple(getattr(self, name)) for name in ("stride", "padding", "dilation")}
        if self.ndim == 1:
            pairs = {name: (int(name != "padding"), columns) for name, (_, columns) in pairs.items()}
        return pairs

    def _layer(self):
        """a and w as a layer takes them. Raises ValueError where a one-dimensional widget has several rows."""
        for name in ("input", "kernel"):
            if self.ndim == 1 and len(getattr(self, name)) > 1:
                raise ValueError(f"{name} has {len(getattr(self, name))} rows; in one dimension it has one")
        return np.asarray(self.input)[None, None], np.asarray(self.kernel)[None, None]

    def _output(self):
        return conv2d(*self._layer(), **self._geometry())[0, 0]

    def _deltas(self):
        if self.grad_y:
            return np.asarray(self.grad_y)
        shape = self._output().shape
        return np.arange(1.0, 1 + np.prod(shape)).reshape(shape)

    def _gradients(self):
        return conv2d_backward(self._deltas()[None, None], *self._layer(), **self._geometry())

    def _reached_by(self, cell):
        """How often the window of each output reads this input: what a layer of ones makes of a lone one."""
        lone = np.zeros(np.shape(self.input))
        lone[cell] = 1
        return conv2d(lone[None, None], np.ones(np.shape(self.kernel))[None, None], **self._geometry())[0, 0]

    def _padded(self, matrix):
        """The matrix with the padding around it, and a mask of that."""
        sides = [(p, p) for p in self._geometry()["padding"]]
        return np.pad(np.asarray(matrix), sides), np.pad(np.zeros(np.shape(matrix), bool), sides, constant_values=True)

    def _spread_deltas(self):
        """The deltas as the flipped kernel meets them, zeros between and around them, and a mask of those."""
        g, deltas = self._geometry(), self._deltas()
        axes = zip(np.shape(self.input), np.shape(self.kernel), deltas.shape, *g.values(), strict=True)
        shape, places, kept = [], [], []
        for n, k, m, stride, padding, dilation in axes:
            at = np.arange(m) * stride + dilation * (k - 1) - padding
            shape.append(n + dilation * (k - 1))
            kept.append((at >= 0) & (at < shape[-1]))  # a large padding crops deltas that saw zeros only
            places.append(at[kept[-1]])
        spread, zeros = np.zeros(shape), np.ones(shape, bool)
        spread[np.ix_(*places)], zeros[np.ix_(*places)] = deltas[np.ix_(*kept)], False
        return spread, zeros

    def _shaped(self, matrix):
        return matrix[0] if self.ndim == 1 else matrix


def _is_flat(value):
    """True for a 1-D list of numbers; what is no array at all is for the trait to refuse."""
    try:
        return as_regular(value, "value").ndim == 1
    except ValueError:
        return False
