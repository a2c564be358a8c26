"""Derivation: a gradient that is derived by typing it, line by line. The browser side is index.js."""

import numpy as np

from ...figures.style import paragraphs
from ...ops.checks import as_regular, written
from ..kit.base import CourseWidget
from ..kit.settings import read_settings
from ..kit.traits import Choice, Sent, Text, Whole, fixed
from .sizes import LIMITS, letters_of_layer, misfit, name_of
from .words import LETTER_OF, derived_lines, judge

SETTINGS = read_settings(__file__)
MARKS = {"right": "✓", "empty": " ", **dict.fromkeys(("half", "slope", "part", "missing"), "…")}


class Sizes(Sent):
    """One whole number for a signal, or (rows, columns) for a picture, held as a list; each from `min` to `max`."""

    def __init__(self, value, *, min, max, **browser):
        super().__init__(value, **browser)
        self.min, self.max = min, max
        self.info_text = f"a whole number from {min} to {max}, or a pair (rows, columns) of them"

    def validate(self, obj, value):
        array = as_regular(value, self.name)
        sizes = array.ravel().tolist() if array.ndim < 2 else []
        if (
            array.dtype.kind not in "iu"
            or len(sizes) not in (1, 2)
            or not all(self.min <= n <= self.max for n in sizes)
        ):
            raise ValueError(f"{self.name} must be {self.info_text}; got {written(value)}")
        return fixed(sizes)


class Lines(Text):
    """A text of limited length."""

    def validate(self, obj, value):
        text = super().validate(obj, value)
        if len(text) > LIMITS["longest_text"]:
            most = LIMITS["longest_text"]
            raise ValueError(f"{self.name} must be a text of at most {most} letters and signs; got {len(text)}")
        return text


class Derivation(CourseWidget):
    """The gradient of a sliding kernel, derived by typing it. Each line is checked while it is typed.

    The letters count from 1, as on paper: inputs a, weights w, outputs z, and d for delta = dJ/dz. A line is
    `dJ/da2 = d1*w2 + d2*w1`, or any sum of products and brackets that is equal to it.

    Parameters
    ----------
    n, k : how many inputs and weights, 1 to 12 and 1 to 6; or (rows, columns), up to 4 x 4 and 3 x 3.
    stride, padding, dilation : whole numbers, for both axes.
    target : the gradient to derive, "input" (dJ/da), "weight" (dJ/dw) or "bias" (dJ/db).
    lines : what was typed, a text.
    hints : how many hints for the next entry are shown, 0 to 2.
    position : which entry is shown, counted from 0, when all of them stand.

    Source: notebooks 05 and 06.
    """

    module = "derivation/index.js"
    frame = 480
    positional = ("n", "k")
    shown = ("n", "k", "stride", "padding", "dilation", "target", "lines")

    n = Sizes(**SETTINGS["n"])
    k = Sizes(**SETTINGS["k"])
    stride = Whole(**SETTINGS["stride"])
    padding = Whole(**SETTINGS["padding"])
    dilation = Whole(**SETTINGS["dilation"])
    target = Choice(**SETTINGS["target"])
    lines = Lines(**SETTINGS["lines"])
    hints = Whole(**SETTINGS["hints"])
    position = Whole(**SETTINGS["position"])

    @property
    def derived(self):
        """The entries that stand: ["a1", "a2"]. Raises ValueError where the sizes do not fit together."""
        return derived_lines(self.lines, self._letters(), self.target)[1]

    def check(self, line):
        """The Verdict on one line, whichever gradient it derives; what is right was proved by SymPy.

        Raises ValueError where the sizes do not fit together.
        """
        if not isinstance(line, str):
            raise ValueError(f"line must be a text; got {written(line)}")
        layer = self._letters()
        entries, derived = layer.entries(LETTER_OF[self.target]), self.derived
        return judge(line, layer, next((one for one in entries if one not in derived), entries[0]))

    def _letters(self):
        if problem := misfit(self.n, self.k, self.padding, self.dilation):
            raise ValueError(problem)
        return letters_of_layer(tuple(self.n), tuple(self.k), self.stride, self.padding, self.dilation)

    def _settings(self):
        """(3, 3) stays a pair: for a single number the layer has one axis."""
        sizes = {"n": self.n, "k": self.k}
        defaults, rest = self.trait_defaults(), super()._settings()
        pairs = [
            f"{name}=({one[0]}, {one[1]})" if len(one) == 2 else f"{name}={one[0]}"
            for name, one in sizes.items()
            if one != defaults[name]
        ]
        return [*pairs, *(text for text in rest if text.split("=")[0] not in sizes)]

    def draw(self):
        """The layer, the lines with their marks, and what is to be derived next."""
        layer = self._letters()
        verdicts, derived = derived_lines(self.lines, layer, self.target)
        typed = zip(verdicts, self.lines.split("\n"), strict=False)
        lines = [f"{MARKS.get(verdict.kind, '✗')} {line}" for verdict, line in typed if line.strip()]
        left = [f"dJ/d{one} = ?" for one in layer.entries(LETTER_OF[self.target]) if one not in derived]
        return paragraphs(["Derive, line by line:", *_equations(layer, self.target == "bias"), "", *lines, *left])


def _equations(layer, biased):
    """The outputs as the learner reads them: z1 = a1*w1 + a2*w2."""
    for t, z in zip(np.ndindex(layer.shapes["d"]), layer.layer.z.flat, strict=True):
        met = ((name_of("a", i), name_of("w", k)) for k in np.ndindex(layer.k) if _read(layer, i := layer.met(t, k)))
        products = [f"{a}*{w}" for a, w in met] if z != 0 else ["0"]
        yield f"{name_of('z', t)} = {' + '.join([*products, *(['b'] if biased else [])])}"


def _read(layer, i):
    return name_of("a", i) in layer.places
