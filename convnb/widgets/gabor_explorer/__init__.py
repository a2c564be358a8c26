"""GaborExplorer: a Gabor kernel, what it sees, and what it is tuned to. The browser side is index.js."""

from functools import cache
from typing import NamedTuple

import numpy as np
from traitlets import default

from ...figures.v1 import gabor_panels
from ...models import v1
from ...models.v1 import drifting_grating
from ...ops.checks import by
from ..kit.base import CourseWidget
from ..kit.pictures import camera
from ..kit.settings import read_settings
from ..kit.traits import Choice, Flag, Pair, Picture, Real, Whole

SETTINGS = read_settings(__file__)
FRAMES, POINTS = SETTINGS["constants"]["frames"], SETTINGS["constants"]["points"]


class Traces(NamedTuple):
    """What GaborExplorer.traces holds: the responses in each of the 48 frames of one drift, (48,) each."""

    linear: np.ndarray
    simple: np.ndarray
    complex: np.ndarray


class Tuning(NamedTuple):
    """What GaborExplorer.tuning holds, (61,) each; at: orientations (radians) or frequencies (radians per pixel)."""

    at: np.ndarray
    simple: np.ndarray
    complex: np.ndarray


class GaborExplorer(CourseWidget):
    """A Gabor kernel under eight sliders: its weights, its responses, and what it is tuned to.

        w(x, y) = alpha exp(-beta_x x'^2 - beta_y y'^2) cos(frequency x' + phase)

    with x' and y' as in `convnb.gabor_kernel`: x along the columns, y down the rows, in pixels from the middle. The
    widget shows the kernel, the response of such cells everywhere on a photograph, and a simple and a complex cell
    under a drifting grating, over one drift and as a tuning curve. The complex cell's second kernel has the phase
    plus pi / 2.

    Parameters
    ----------
    image : (H, W) or (H, W, 3) array, at most 256 x 256, at least as large as the kernel; numbers as in ImageFilter.
        Default: the photographer, 128 x 128.
    shape : rows and columns of the kernel, at most 31; one number, or two.
    alpha : from -2 to 2. beta_x, beta_y : from 0 to 0.5 in 1 / pixels^2. x0, y0 : from -15 to 15 pixels.
    frequency : from 0 to pi radians per pixel, 2 pi times the cycles per pixel.
    phase, theta : from -pi to pi, in radians; theta is the direction across the stripes, clockwise on the screen.
    without_dc : bool. A share of the bell is taken off, so that the weights add up to 0.
    cell : what is shown on the photograph: "linear" s, "simple" max(0, s), "complex" sqrt(s_0^2 + s_1^2).
    grating_theta, grating_frequency : of the grating of contrast 1 that drifts over the cells, ranges as above.
    tuned_by : "orientation" or "frequency", which of the two the tuning curve varies.
    time : which of the 48 frames of the drift is shown, from 0 to 47.

    Raises ValueError for an invalid image or shape, traitlets.TraitError for other values outside their range.
    Source: notebook 10.
    """

    module = "gabor_explorer/index.js"
    positional = made = ("image",)
    shown = tuple(name for name in SETTINGS if name not in ("image", "constants"))
    measures = ("sum", "width")

    image = Picture(**SETTINGS["image"])
    shape = Pair(**SETTINGS["shape"])
    alpha = Real(**SETTINGS["alpha"])
    beta_x = Real(**SETTINGS["beta_x"])
    beta_y = Real(**SETTINGS["beta_y"])
    frequency = Real(**SETTINGS["frequency"])
    phase = Real(**SETTINGS["phase"])
    x0 = Real(**SETTINGS["x0"])
    y0 = Real(**SETTINGS["y0"])
    theta = Real(**SETTINGS["theta"])
    without_dc = Flag(**SETTINGS["without_dc"])
    cell = Choice(**SETTINGS["cell"])
    grating_theta = Real(**SETTINGS["grating_theta"])
    grating_frequency = Real(**SETTINGS["grating_frequency"])
    tuned_by = Choice(**SETTINGS["tuned_by"])
    time = Whole(**SETTINGS["time"])

    @default("image")
    def _photographer(self):
        return photographer()

    @property
    def pair(self):
        """The kernel and its partner a quarter period on, (2, rows, columns) float64."""
        bell = self._bell()
        pair = v1.quadrature_pair(self.shape, frequency=self.frequency, phase=self.phase, **bell)
        envelope = v1.gabor_envelope(self.shape, **bell)
        if self.without_dc and envelope.sum():
            pair = np.stack([v1.without_dc(kernel, envelope) for kernel in pair])
        return pair

    @property
    def kernel(self):
        """The weights of the simple cell, (rows, columns) float64."""
        return self.pair[0]

    @property
    def response(self):
        """What `cell` says on the photograph, float64 of shape (H - rows + 1, W - columns + 1).

        Raises ValueError where the kernel is larger than the picture.
        """
        pair, image = self.pair, self.image / 255
        if pair.shape[1] > image.shape[0] or pair.shape[2] > image.shape[1]:
            raise ValueError(f"kernel {pair.shape[1:]} is larger than the picture {image.shape}")
        if self.cell == "complex":
            return v1.complex_map(image, pair)
        linear = v1.response_maps(image, pair[0])
        return np.maximum(0.0, linear) if self.cell == "simple" else linear

    @property
    def grating(self):
        """The grating under the cells at this `time`, (rows, columns) float64 from -1 to 1."""
        return self._movie()[self.time]

    @property
    def traces(self):
        """Traces(linear, simple, complex): the responses to one drift of the grating."""
        pair, movie = self.pair, self._movie()
        linear = v1.linear_response(movie, pair[0])
        return Traces(linear, np.maximum(0.0, linear), v1.complex_cell(movie, pair))

    @property
    def tuning(self):
        """Tuning(at, simple, complex): strengths against the grating's orientation or frequency, whatever it is now."""
        at = np.linspace(0, np.pi, POINTS)
        wave = {"frequency": self.grating_frequency, "theta": self.grating_theta}
        wave["theta" if self.tuned_by == "orientation" else "frequency"] = at
        return Tuning(at, v1.tuning(self.pair[0], **wave), v1.tuning(self.pair, **wave))

    def _bell(self):
        return {name: getattr(self, name) for name in ("alpha", "beta_x", "beta_y", "x0", "y0", "theta")}

    def _measured(self, name):
        """The sum of the formula's weights, whatever the switch takes off; or the share of the complex cell's tuning
        curve that is above half its largest value: of orientations in degrees, of frequencies in percent of pi."""
        if name == "sum":
            return v1.gabor_kernel(self.shape, phase=self.phase, frequency=self.frequency, **self._bell()).sum()
        curve = self.tuning.complex[:-1]
        whole = 180 if self.tuned_by == "orientation" else 100
        return np.count_nonzero(curve > curve.max() / 2) * whole / len(curve)

    def draw(self):
        angle = self.grating_theta % np.pi if self.tuned_by == "orientation" else self.grating_frequency
        return gabor_panels(
            self.kernel,
            self.image / 255,
            self.response,
            self.traces,
            self.tuning,
            cell=self.cell,
            time=self.time,
            along=self.tuned_by,
            mark=angle,
        )

    def _movie(self):
        return drifting_grating(self.shape, frequency=self.grating_frequency, theta=self.grating_theta, frames=FRAMES)

    def _settings(self):
        own = [] if np.array_equal(self.image, photographer()) else [f"image={by(self.image.shape)}"]
        return [*own, *super()._settings()]


@cache
def photographer():
    """The part of the course's photograph with the man and his tripod, 3 x 3 pixels made one: (128, 128) uint8."""
    part = camera()[60:444, 110:494].reshape(128, 3, 128, 3).mean(axis=(1, 3))
    return np.rint(part).astype(np.uint8)
