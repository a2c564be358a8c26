"""ImageFilter: a photograph beside what a kernel makes of it."""

import numpy as np
from traitlets import default

from ...figures.images import filter_panels
from ...ops.correlation import convolve, correlate
from ...ops.geometry import output_shape
from ..kit.base import CourseWidget
from ..kit.pictures import camera
from ..kit.settings import read_settings
from ..kit.traits import Choice, Flag, Matrix, Picture

SETTINGS = read_settings(__file__)


class ImageFilter(CourseWidget):
    """A photograph and its filtered twin; every weight of the kernel can be dragged, typed or stepped by keys.

        output[r, c] = sum_{i, j} x[r + i - top, c + j - left] * w[i, j],  x[r, c] = image[r, c] / 255

    with w = kernel (correlation), or the kernel turned by 180 degrees where `flip` is true (convolution). In mode
    "valid" top = left = 0 and the window stays inside the picture; in "same" (top, left) = kernel.shape // 2, zeros
    stand around the picture, and the output is as large as the picture: the modes and centres of `convnb.correlate`.

    Parameters
    ----------
    image : (H, W) or (H, W, 3) array, at most 512 x 512: numbers from 0 (black) to 1 (white), rounded to multiples of
        1/255, or grey levels, uint8 or integers up to 255. Colour becomes grey. Default: the photograph "camera".
    kernel : (kH, kW) array, at most 9 x 9. Default: edges, [[-1, 0, 1]] three times.
    flip : bool. True turns the kernel: convolution instead of correlation.
    mode : "valid" or "same".
    scale : how the result is shown. "signed", the diverging scale around zero, or grey where no weight is negative;
        "clipped", black at 0 and below, white at 1 and above; "absolute", the absolute value in grey.

    A picture that the learner opens in the widget (file, paste, camera) stays in the browser: it is no trait, and
    `output` does not know of it. Raises ValueError for an image or a kernel of another form, traitlets.TraitError for
    an unknown mode or scale. Source: notebook 03.
    """

    module = "image_filter/index.js"
    positional = ("image", "kernel")
    made = ("image",)
    shown = ("kernel", "flip", "mode", "scale")
    measures = ("kernel", "size", "sum", "left", "right")

    image = Picture(**SETTINGS["image"])
    kernel = Matrix(**SETTINGS["kernel"])
    flip = Flag(**SETTINGS["flip"])
    mode = Choice(**SETTINGS["mode"])
    scale = Choice(**SETTINGS["scale"])

    @default("image")
    def _camera(self):
        return camera()

    @property
    def output(self):
        """The filtered picture, float64 of shape (H - kH + 1, W - kW + 1), or (H, W) in mode "same".

        Raises ValueError where the kernel is larger than the picture in mode "valid".
        """
        kernel = np.asarray(self.kernel)
        if self.mode == "valid":
            output_shape(self.image.shape, kernel.shape, stride=(1, 1), padding=(0, 0), dilation=(1, 1))
        return (convolve if self.flip else correlate)(self.image / 255, kernel, mode=self.mode)

    def _measured(self, name):
        """The kernel, its rows and columns, the sum of its weights: what even grey is multiplied with; or how strong
        the left or the right half of the result is, a column in the middle with both: the mean of the absolute values.
        """
        if name in ("left", "right"):
            strength = abs(self.output if name == "left" else self.output[:, ::-1])
            return np.mean(strength[:, : (strength.shape[1] + 1) // 2])
        return {"kernel": np.asarray, "size": np.shape, "sum": np.sum}[name](self.kernel)

    def draw(self):
        operation = "convolution" if self.flip else "correlation"
        return filter_panels(
            self.image / 255, np.asarray(self.kernel), self.output, scale=self.scale, operation=operation
        )

    def _settings(self):
        own = [] if np.array_equal(self.image, camera()) else [f"image={self.image.shape[0]}x{self.image.shape[1]}"]
        return [*own, *super()._settings()]
