"""ImpulseResponse: hits on a timeline, and what each of them starts. The browser side is index.js."""

import numpy as np

from ...figures.rows import impulse_panels
from ...ops.correlation import convolve
from ..kit.base import CourseWidget
from ..kit.settings import read_settings
from ..kit.traits import Choice, Flag, Vector, Whole

SETTINGS = read_settings(__file__)


class ImpulseResponse(CourseWidget):
    """Mr. N is hit: when and how hard is clicked on a timeline, and how long a hit hurts is dragged.

        h[tau] = sum_t f[t] g[tau - t],   tau = 0 .. N + K - 2

    with the hits f and the response g to one hit. From the input side each hit starts a copy of g, scaled and shifted,
    and the copies are added; from the output side g is flipped at tau, multiplied with f and added.

    Parameters
    ----------
    hits : (N,) list, at most 32. How hard each moment is hit. Default: one hit at t = 3.
    response : (K,) list, at most 16. What a hit of strength 1 does at once, one step later, ... Default: 3, 2, 1.
    tau : int. The moment that is looked at.
    view : "input side" or "output side".
    replaces : bool. True: each copy replaces what an earlier one left, as = does in place of +=.

    Raises ValueError for lists that are not 1-D or are empty, traitlets.TraitError for an unknown view. NaN shows a
    sentence in the widget, which recovers when the state does. Source: notebook 02.
    """

    module = "impulse_response/index.js"
    positional = ("hits", "response")
    shown = tuple(SETTINGS)
    measures = ("hits", "response", "result")

    hits = Vector(**SETTINGS["hits"])
    response = Vector(**SETTINGS["response"])
    tau = Whole(**SETTINGS["tau"])
    view = Choice(**SETTINGS["view"])
    replaces = Flag(**SETTINGS["replaces"])

    @property
    def result(self):
        """h, (N + K - 1,): the convolution of the hits and the response, unless a copy replaces others."""
        return self.copies.sum(axis=0) if self.replaces else convolve(self.hits, self.response)

    @property
    def copies(self):
        """(N, N + K - 1): row t is the copy of the response that the hit at t starts. They add up to `result`."""
        copies = np.array([convolve(hit, self.response) for hit in np.diag(self.hits)])
        if self.replaces:
            for t in np.flatnonzero(self.hits):
                copies[:t, t:] = 0
        return copies

    @property
    def products(self):
        """(N,): f[t] g[tau - t] at the moment that is looked at. They add up to result[tau]."""
        return self.copies[:, self._moment()]

    def draw(self):
        inside = self.view == "input side" or self.replaces
        what = {"copies": self.copies} if inside else {"products": self.products}
        return impulse_panels(self.hits, self.response, self.result, self._moment(), **what)

    def _moment(self):
        return int(np.clip(self.tau, 0, len(self.hits) + len(self.response) - 2))
