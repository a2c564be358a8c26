"""SlidingKernel1D: a kernel slides along a signal. The browser side is index.js."""

import numpy as np

from ...figures.rows import sliding_panels_1d
from ...ops.correlation import convolve, correlate, correlation_lags
from ..kit.base import CourseWidget
from ..kit.settings import read_settings
from ..kit.traits import Choice, Flag, Vector, Whole

SETTINGS = read_settings(__file__)


class SlidingKernel1D(CourseWidget):
    """Three rows, signal, kernel and result, and a kernel that is dragged, scrubbed or played along the signal.

        result[p] = sum_j x[first + p + j] w[j]

    with w = kernel (correlation), or the kernel flipped where `flip` is true (convolution), zeros outside x, and
    SciPy's modes: "full" N + K - 1 results from first = 1 - K on, "same" N of them, "valid" |N - K| + 1.

    Parameters
    ----------
    signal : (N,) list, at most 64. Default: 0, 1, 2, 3.
    kernel : (K,) list, at most 16. Default: 1, 2.
    flip : bool. True turns the kernel round: convolution instead of correlation.
    mode : "full", "same" or "valid".
    position : int. The result that is looked at.

    Raises ValueError for lists that are not 1-D or are empty, traitlets.TraitError for an unknown mode. NaN shows a
    sentence in the widget, which recovers when the state does. Source: notebook 02.
    """

    module = "sliding_kernel_1d/index.js"
    positional = ("signal", "kernel")
    shown = tuple(SETTINGS)

    signal = Vector(**SETTINGS["signal"])
    kernel = Vector(**SETTINGS["kernel"])
    flip = Flag(**SETTINGS["flip"])
    mode = Choice(**SETTINGS["mode"])
    position = Whole(**SETTINGS["position"])

    @property
    def sliding_kernel(self):
        """The kernel as it slides, (K,): flipped where `flip` is true."""
        return np.flip(self.kernel) if self.flip else np.asarray(self.kernel)

    @property
    def output(self):
        """The result in this mode, a 1-D array."""
        return (convolve if self.flip else correlate)(self.signal, self.kernel, self.mode)

    @property
    def starts(self):
        """Where the kernel starts for each result, counted along the signal: negative ones reach zeros before it."""
        return correlation_lags(len(self.signal), len(self.kernel), self.mode)

    def draw(self):
        position = int(np.clip(self.position, 0, self.output.size - 1))
        operation = "convolution" if self.flip else "correlation"
        what = {"position": position, "operation": operation, "mode": self.mode}
        return sliding_panels_1d(self.signal, self.sliding_kernel, self.output, self.starts, **what)
