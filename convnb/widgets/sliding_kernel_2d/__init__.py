"""SlidingKernel2D: a kernel slides over a picture of numbers. The browser side is index.js."""

import numpy as np

from ...figures.grids import kernel_panels
from ...ops.conv import conv2d, conv_transpose2d
from ..kit.base import CourseWidget, check_grids
from ..kit.settings import read_settings
from ..kit.traits import Flag, Matrix, Pair, Whole

SETTINGS = read_settings(__file__)


class SlidingKernel2D(CourseWidget):
    """Three grids, input, kernel and output, and a window that is dragged, scrubbed or played over the input.

        output[r, c] = sum_{i, j} padded[r * stride + i * dilation, c * stride + j * dilation] * w[i, j]

    with w = kernel (correlation), or the kernel turned by 180 degrees where `flip` is true (convolution).

    Parameters
    ----------
    input : (H, W) array, at most 16 x 16. Default: 0 to 8 in three rows.
    kernel : (kH, kW) array, at most 7 x 7. Default: [[0, 1], [2, 3]].
    stride, padding, dilation : int, or a pair (rows, columns). Padding counts the zeros on each side.
    flip : bool. True turns the kernel: convolution instead of correlation.
    transposed : bool. The transposed convolution: `stride` becomes the distance of the inputs, with zeros between them,
        `padding` crops the output, `output_padding` (int or pair) adds computed rows and columns at its end.
    position : int. The output cell that is looked at, counted row by row.

    Raises ValueError for what is not of this form or size. What cannot be computed (a kernel larger than the padded
    input, NaN) shows a sentence in the widget, which recovers when the state does. Source: notebooks 00 and 03.
    """

    module = "sliding_kernel_2d/index.js"
    frame = 560
    positional = ("input", "kernel")
    shown = tuple(SETTINGS)
    measures = ("output", "position")

    input = Matrix(**SETTINGS["input"])
    kernel = Matrix(**SETTINGS["kernel"])
    stride = Pair(**SETTINGS["stride"])
    padding = Pair(**SETTINGS["padding"])
    dilation = Pair(**SETTINGS["dilation"])
    output_padding = Pair(**SETTINGS["output_padding"])
    flip = Flag(**SETTINGS["flip"])
    transposed = Flag(**SETTINGS["transposed"])
    position = Whole(**SETTINGS["position"])

    @property
    def output(self):
        """The output grid, (oH, oW). Raises ValueError for a state that has none, as convnb.ops.conv does."""
        kernel = np.asarray(self.kernel)
        x, weight = np.asarray(self.input)[None, None], (kernel[::-1, ::-1] if self.flip else kernel)[None, None]
        sizes = {name: tuple(getattr(self, name)) for name in ("stride", "padding", "dilation")}
        if self.transposed:
            return conv_transpose2d(x, weight, output_padding=tuple(self.output_padding), **sizes)[0, 0]
        return conv2d(x, weight, **sizes)[0, 0]

    def _measured(self, name):
        return min(self.position, self.output.size - 1) if name == "position" else self.output

    def draw(self):
        output = self.output
        check_grids(output.shape, [n + 2 * p for n, p in zip(np.shape(self.input), self.padding, strict=True)])
        row, col = np.unravel_index(self._measured("position"), output.shape)
        step = (1, 1) if self.transposed else self.stride
        x, padding = self._stretched(output.shape) if self.transposed else (np.asarray(self.input), self.padding)
        return kernel_panels(
            x,
            np.asarray(self.kernel),
            output,
            window=(row * step[0], col * step[1]),
            cell=(row, col),
            padding=tuple(padding),
            dilation=tuple(self.dilation),
            operation=("transposed " if self.transposed else "") + ("convolution" if self.flip else "correlation"),
        )

    def _stretched(self, output_shape):
        """The input with stride - 1 zeros between its cells, and the zeros around it: negative padding crops."""
        x = np.asarray(self.input)
        wide = np.zeros([(n - 1) * s + 1 for n, s in zip(x.shape, self.stride, strict=True)])
        wide[:: self.stride[0], :: self.stride[1]] = x
        padding = []
        for axis, (k, d, p) in enumerate(zip(np.shape(self.kernel), self.dilation, self.padding, strict=True)):
            before = d * (k - 1) - p
            after = output_shape[axis] + d * (k - 1) - before - wide.shape[axis]
            wide = wide.take(range(max(0, -before), wide.shape[axis] - max(0, -after)), axis)
            padding.append((max(0, before), max(0, after)))
        return wide, padding
