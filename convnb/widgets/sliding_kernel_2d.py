"""SlidingKernel2D: a kernel slides over a picture of numbers. The browser side is js/sliding_kernel_2d.js."""

import numpy as np
from traitlets import Bool, Int

from ..figures.grids import kernel_panels
from ..ops.reference import conv2d
from .base import CourseWidget
from .traits import Matrix, Pair, matrix_from_json, matrix_to_json

_MATRIX_JSON = {"sync": True, "to_json": matrix_to_json, "from_json": matrix_from_json}


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
    position : int. The output cell that is looked at, counted row by row.

    Raises ValueError for arrays that are not 2-D. What cannot be computed (a kernel larger than the padded input, NaN)
    shows a sentence in the widget, which recovers when the state does. Source: notebooks 00 and 03.
    """

    module = "sliding_kernel_2d.js"
    shown = ("input", "kernel", "stride", "padding", "dilation", "flip", "position")

    input = Matrix([[0, 1, 2], [3, 4, 5], [6, 7, 8]]).tag(**_MATRIX_JSON)
    kernel = Matrix([[0, 1], [2, 3]]).tag(**_MATRIX_JSON)
    stride = Pair([1, 1]).tag(sync=True)
    padding = Pair([0, 0]).tag(sync=True)
    dilation = Pair([1, 1]).tag(sync=True)
    flip = Bool(False).tag(sync=True)
    position = Int(0).tag(sync=True)

    def __init__(self, input=None, kernel=None, **traits):
        if input is not None:
            traits["input"] = input
        if kernel is not None:
            traits["kernel"] = kernel
        super().__init__(**traits)

    @property
    def sliding_kernel(self):
        """The kernel as it slides, (kH, kW): turned by 180 degrees where `flip` is true."""
        kernel = np.asarray(self.kernel)
        return kernel[::-1, ::-1] if self.flip else kernel

    @property
    def output(self):
        """The output grid, (oH, oW). Raises ValueError where the kernel spans more than the padded input."""
        x, weight = np.asarray(self.input)[None, None], self.sliding_kernel[None, None]
        sizes = {"stride": tuple(self.stride), "padding": tuple(self.padding), "dilation": tuple(self.dilation)}
        return conv2d(x, weight, **sizes)[0, 0]

    def draw(self):
        output = self.output
        row, col = np.unravel_index(min(self.position, output.size - 1), output.shape)
        return kernel_panels(
            np.asarray(self.input),
            np.asarray(self.kernel),
            output,
            window=(row * self.stride[0], col * self.stride[1]),
            cell=(row, col),
            padding=tuple(self.padding),
            dilation=tuple(self.dilation),
            operation="convolution" if self.flip else "correlation",
        )
