"""Show me: a wrong answer beside the right one, each as what slides over what in a widget.

An exercise names the scene of its right answer, such as Line(delta, w, "flipped", "full"). That of a wrong answer is
looked for among the scenes that differ from it in one or two choices. It must give the learner's numbers on every
input, so that what is shown is what was computed.
"""

from dataclasses import dataclass, field, replace
from itertools import combinations, product
from typing import Any, ClassVar, NamedTuple

import numpy as np

from ..ops.conv import conv2d
from ..ops.correlation import convolve, correlate
from ..ops.lowering import conv_matrix
from .grading.comparing import agree
from .grading.model import Result
from .grading.showing import show


class Choice(NamedTuple):
    """One way to do a part of the sliding: what is said of it, and how it is done, see below."""

    says: str
    how: Any = None


@dataclass(frozen=True)
class Scene:
    """What slides over what: two arrays, and a key of each of its `choices`, which are named like its other fields."""

    over: Any
    kernel: Any

    choices: ClassVar = {}
    also: ClassVar = ()  # the same result in other scenes, for mistakes that are none of sliding
    told_by_one: ClassVar = False  # whether what is shown is the result itself, so that no other input can belie it

    def changes(self):
        """The choices {name: key} of the scenes that differ in one of them, then of those that differ in two."""
        for count in (1, 2):
            for names in combinations(self.choices, count):
                for keys in product(*(self.choices[name] for name in names)):
                    if all(getattr(self, name) != key for name, key in zip(names, keys, strict=True)):
                        yield dict(zip(names, keys, strict=True))

    def apart(self, other):
        """What is said of the choices that the other has made differently."""
        names = [name for name in self.choices if getattr(self, name) != getattr(other, name)]
        return ", and ".join(self.choices[name][getattr(self, name)].says for name in names)

    def chosen(self, name):
        """How the choice of that name is done."""
        return self.choices[name][getattr(self, name)].how


@dataclass(frozen=True)
class Line(Scene):
    """A kernel along a signal, in a SlidingKernel1D.

    how of `ends`: zeros or samples before and after the signal, in widths of the kernel less 1; how numpy.pad finds
    them; the mode.
    """

    turn: str = "straight"
    ends: str = "valid"
    order: str = "forwards"
    reach: str = "whole"
    roles: str = "kept"

    choices: ClassVar = {
        "turn": {
            "straight": Choice("the kernel slides as it is"),
            "flipped": Choice("the kernel is flipped"),
        },
        "ends": {
            "full": Choice("the kernel may hang over both ends, where zeros stand", (0, 0, "constant", "full")),
            "same": Choice("the result is as long as the signal", (0, 0, "constant", "same")),
            "longer": Choice("the result is as long as the longer of the two", (0, 0, "constant", "same")),
            "valid": Choice("the whole kernel lies on the signal", (0, 0, "constant", "valid")),
            "start": Choice("the kernel hangs over the start only, where zeros stand", (1, 0, "constant", "valid")),
            "end": Choice("the kernel hangs over the end only, where zeros stand", (0, 1, "constant", "valid")),
            "circle": Choice("the signal goes round, its end before its start", (1, 0, "wrap", "valid")),
            "ahead": Choice("the signal goes round, its start after its end", (0, 1, "wrap", "valid")),
            "wide circle": Choice("signal and zeros go round, their end before their start", (1, 0, "wrap", "valid")),
            "mirror": Choice("the signal is mirrored at its start", (1, 0, "reflect", "valid")),
            "edge": Choice("the first sample is repeated before the start", (1, 0, "edge", "valid")),
        },
        "order": {
            "forwards": Choice("the signal runs forwards"),
            "backwards": Choice("the signal runs backwards"),
        },
        "reach": {
            "whole": Choice("the signal is as long as it came", lambda x: x),
            "short": Choice("the last sample is never reached", lambda x: x[:-1]),
            "long": Choice("one zero more stands after it", lambda x: np.pad(x, (0, 1))),
            "wide": Choice("one zero more stands on each side", lambda x: np.pad(x, 1)),
        },
        "roles": {
            "kept": Choice("the first argument is the signal, the second the kernel"),
            "exchanged": Choice("signal and kernel stand in each other's place"),
        },
    }

    @property
    def also(self):
        return (Copies(self.over, self.kernel),) if (self.turn, self.ends) == ("flipped", "full") else ()

    def _parts(self):
        """The signal, the kernel, and the mode of the widget."""
        over, kernel = (self.over, self.kernel) if self.roles == "kept" else (self.kernel, self.over)
        over = self.chosen("reach")(over[::-1] if self.order == "backwards" else over)
        lacking = max(0, len(kernel) - len(over))
        if self.reach == "short" and lacking:
            raise ValueError("there is no place for the kernel")
        if self.ends == "longer" and lacking:  # the shorter one slides, with the same result
            over, kernel = (kernel, over) if self.turn == "flipped" else (kernel[::-1], over[::-1])
        if self.ends == "wide circle":
            over = np.pad(over, (0, lacking))
        before, after, how, mode = self.chosen("ends")
        if before or after:
            over = np.pad(over, (before * (len(kernel) - 1), after * (len(kernel) - 1)), how)
        return over, kernel, mode

    def result(self):
        """What it computes. Raises ValueError where that cannot be."""
        return (convolve if self.turn == "flipped" else correlate)(*self._parts())

    def widget(self, place):
        """The widget, at this index of the result."""
        from ..widgets import SlidingKernel1D

        signal, kernel, mode = self._parts()
        return SlidingKernel1D(signal, kernel, mode=mode, flip=self.turn == "flipped", position=int(place[0]))


def convolved(over, kernel):
    """The scene of a full convolution."""
    return Line(over, kernel, "flipped", "full")


@dataclass(frozen=True)
class Copies(Scene):
    """A copy of the kernel for each entry of the other array, in an ImpulseResponse."""

    writes: str = "adds"

    choices: ClassVar = {
        "writes": {
            "adds": Choice("each copy is added to what is there"),
            "replaces": Choice("each copy replaces what is there"),
        },
    }

    def result(self):
        """What it computes."""
        result = np.zeros(len(self.over) + len(self.kernel) - 1)
        for t in np.flatnonzero(self.over):
            place = slice(t, t + len(self.kernel))
            result[place] = self.over[t] * self.kernel + (result[place] if self.writes == "adds" else 0)
        return result

    def widget(self, place):
        """The widget, at this index of the result."""
        from ..widgets import ImpulseResponse

        return ImpulseResponse(self.over, self.kernel, tau=int(place[0]), replaces=self.writes == "replaces")


@dataclass(frozen=True)
class Grid(Scene):
    """A kernel over a picture, in a SlidingKernel2D.

    how of `turn`: the kernel as it slides. how of `ring`: the rows and columns of zeros on each side of the picture,
    from the height and the width of that kernel.
    """

    turn: str = "straight"
    ring: str = "none"
    order: str = "straight"
    reach: str = "whole"

    choices: ClassVar = {
        "turn": {
            "straight": Choice("the kernel slides as it is", lambda w: w),
            "flipped": Choice("the kernel is turned by 180 degrees", lambda w: w[::-1, ::-1]),
            "upside down": Choice("the kernel is turned upside down only", lambda w: w[::-1]),
            "mirrored": Choice("the kernel is mirrored left to right only", lambda w: w[:, ::-1]),
            "transposed": Choice("the kernel's rows and columns are exchanged", lambda w: w.T),
            "across": Choice("the flipped kernel's rows and columns are exchanged", lambda w: w[::-1, ::-1].T),
            "left": Choice("the kernel is turned by 90 degrees", np.rot90),
            "right": Choice("the kernel is turned by 90 degrees", lambda w: np.rot90(w, -1)),
        },
        "ring": {
            "none": Choice("the whole kernel lies on the picture", lambda h, w: (0, 0)),
            "full": Choice("the kernel may hang over the edge", lambda h, w: (h - 1, w - 1)),
            "same": Choice("the result is as large as the picture", lambda h, w: ((h - 1) / 2, (w - 1) / 2)),
            "one": Choice("the ring of zeros is one wide", lambda h, w: (1, 1)),
            "wide": Choice("the ring of zeros is as wide as the kernel", lambda h, w: (h, w)),
            "swapped": Choice("the ring's rows and columns are exchanged", lambda h, w: (w - 1, h - 1)),
            "square": Choice("the ring is as wide at the sides as above", lambda h, w: (h - 1, h - 1)),
        },
        "order": {
            "straight": Choice("the picture is not turned", lambda x: x),
            "flipped": Choice("the picture is turned by 180 degrees", lambda x: x[::-1, ::-1]),
        },
        "reach": {
            "whole": Choice("the last row and column are reached", lambda x: x),
            "short": Choice("the last row and column are never reached", lambda x: x[:-1, :-1]),
        },
    }

    def _parts(self):
        """The picture, the kernel as it slides, and the zeros around the picture, as a pair."""
        kernel = self.chosen("turn")(self.kernel)
        ring = self.chosen("ring")(*kernel.shape)
        over = self.chosen("reach")(self.chosen("order")(self.over))
        # An even kernel has no middle: the zeros that are left over stand before the picture, as in np.convolve.
        over = np.pad(over, [(int(2 * (width % 1)), 0) for width in ring])
        return over, kernel, tuple(int(width) for width in ring)

    def result(self):
        """What it computes. Raises ValueError where that cannot be."""
        over, kernel, ring = self._parts()
        return conv2d(over[None, None], kernel[None, None], padding=ring)[0, 0]

    def widget(self, place):
        """The widget, at this index of the result."""
        from ..widgets import SlidingKernel2D

        over, kernel, ring = self._parts()
        flip = self.turn == "flipped"
        at = int(np.ravel_multi_index(place, self.result().shape))
        return SlidingKernel2D(over, self.kernel if flip else kernel, padding=ring, flip=flip, position=at)


@dataclass(frozen=True)
class Spread(Scene):
    """A kernel along or over deltas with zeros between, before and after them: the way back through a stride.

    shape, stride and padding are those of the layer's input, with one axis or two.

    how of `apart`: the deltas and the kernel with the zeros between them, from both and the stride. how of `rest`: the
    length of the padded input, and of the zeros in front, from that length and the one that windows read. how of
    `crop`: where the input begins and ends in the padded one, from its padded length and the padding.
    """

    shape: tuple
    stride: int
    padding: int = 0
    turn: str = "flipped"
    apart_by: str = "stride"
    rest: str = "after"
    crop: str = "padding"

    steps: ClassVar = {
        "apart_by": {
            "stride": Choice("the deltas are the stride apart", lambda d, w, s: (_spread(d, s), w)),
            "one": Choice("the deltas stand side by side", lambda d, w, s: (d, w)),
            "two": Choice("the deltas are always 2 apart", lambda d, w, s: (_spread(d, 2), w)),
            "more": Choice("the deltas are the stride plus 1 apart", lambda d, w, s: (_spread(d, s + 1), w)),
            "rows": Choice("only rows of the deltas are apart", lambda d, w, s: (_spread(d, s, 1), w)),
            "columns": Choice("only columns of the deltas are apart", lambda d, w, s: (_spread(d, 1, s), w)),
            "repeated": Choice("each delta is repeated", lambda d, w, s: (np.kron(d, np.ones((s,) * d.ndim)), w)),
            "weights": Choice("the weights are the stride apart", lambda d, w, s: (d, _spread(w, s))),
        },
        "rest": {
            "after": Choice("zeros for what no window reads stand at the end", lambda whole, read: (whole, 0)),
            "before": Choice("zeros for what no window reads stand first", lambda whole, read: (whole, whole - read)),
            "missing": Choice("what no window reads is missing", lambda whole, read: (read, 0)),
        },
        "crop": {
            "padding": Choice("the padding is cut off on each side", lambda whole, p: (p, whole - p)),
            "none": Choice("the padding is kept", lambda whole, p: (0, whole)),
            "after": Choice("the padding is cut off at the end only", lambda whole, p: (0, whole - 2 * p)),
            "before": Choice("the padding is cut off in front only", lambda whole, p: (2 * p, whole)),
            "added": Choice("the padding is added in front", lambda whole, p: (-p, whole - 3 * p)),
        },
    }

    @property
    def choices(self):
        return {"turn": (Line if len(self.shape) == 1 else Grid).choices["turn"], **self.steps}

    @property
    def also(self):
        if len(self.shape) > 1 or self.padding:
            return ()
        deltas = _spread(self.over, self.stride)
        return (Copies(np.pad(deltas, (0, self.shape[0] + 1 - len(self.kernel) - len(deltas))), self.kernel),)

    def _parts(self):
        """The deltas with all zeros, and the kernel as it slides."""
        deltas, kernel = self.chosen("apart_by")(self.over, self._turned(), self.stride)
        before, around, ends = [], [], []
        for n, m, k in zip(self.shape, deltas.shape, kernel.shape, strict=True):
            whole, front = self.chosen("rest")(n + 2 * self.padding, m + k - 1)
            start, end = self.chosen("crop")(whole, self.padding)
            room = max(0, -start)  # more zeros, so that nothing begins before the first
            around.append((room + k - 1 + front, whole + self.padding))
            before.append(room + start)
            ends.append(room + end + k - 1)
        if min(front for front, _ in around) < 0 or min(ends) <= max(before):
            raise ValueError("there is no place for the deltas")
        return np.pad(deltas, around)[tuple(map(slice, before, ends))], kernel

    def _turned(self):
        if len(self.shape) == 1:
            return self.kernel[::-1] if self.turn == "flipped" else self.kernel
        return self.chosen("turn")(self.kernel)

    def result(self):
        """What it computes. Raises ValueError where that cannot be."""
        return correlate(*self._parts(), "valid")

    def widget(self, place):
        """The widget, at this index of the result."""
        over, kernel = self._parts()
        flip = self.turn == "flipped"
        scene = (Line if over.ndim == 1 else Grid)(over, np.flip(kernel) if flip else kernel)
        return replace(scene, turn="flipped" if flip else "straight").widget(place)


def _spread(array, *steps):
    """The array with its entries that many steps apart on each axis, zeros between them."""
    steps = steps * (array.ndim if len(steps) == 1 else 1)
    wide = np.zeros([(n - 1) * step + 1 for n, step in zip(array.shape, steps, strict=True)])
    wide[tuple(slice(None, None, step) for step in steps)] = array
    return wide


@dataclass(frozen=True)
class Rows(Scene):
    """A kernel along a signal as the matrix that does it, in a MatrixExplorer.

    how of `turn`: the kernel, as it stands in a row; of `ends`: the zeros on each side, from its length.
    """

    turn: str = "down"
    ends: str = "full"
    sides: str = "kept"

    choices: ClassVar = {
        "turn": {
            "down": Choice("the kernel runs down the columns", lambda w: w[::-1]),
            "up": Choice("the kernel runs up the columns", lambda w: w),
        },
        "ends": {
            "full": Choice("the kernel may hang over both ends", lambda m: m - 1),
            "valid": Choice("the whole kernel lies on the signal", lambda m: 0),
        },
        "sides": {
            "kept": Choice("each sample has a column"),
            "exchanged": Choice("each sample has a row"),
        },
    }

    def _parts(self):
        return self.chosen("turn")(self.kernel), self.chosen("ends")(len(self.kernel))

    def result(self):
        """The matrix. Raises ValueError where there is none."""
        kernel, zeros = self._parts()
        matrix = conv_matrix(kernel[None], (1, len(self.over)), padding=(0, zeros))
        return matrix if self.sides == "kept" else matrix.T

    def widget(self, place):
        """The widget, at this row of the matrix."""
        from ..widgets import MatrixExplorer

        kernel, zeros = self._parts()
        look = {"view": "matrix", "transposed": self.sides != "kept", "position": int(place[0])}
        return MatrixExplorer(self.over, kernel, padding=zeros, **look)


@dataclass(frozen=True)
class Lag(Scene):
    """One signal against another, in a SignalAligner, at the lag where somebody says that they match best."""

    lag: int

    told_by_one: ClassVar = True

    def changes(self):
        """Every lag at which the two overlap."""
        return ({"lag": lag} for lag in range(1 - len(self.over), len(self.kernel)))

    def apart(self, other):
        scores = correlate(self.kernel, self.over)
        return f"the lag {self.lag}, where the products add up to {show(scores[self.lag + len(self.over) - 1])}"

    def result(self):
        """The lag."""
        return np.array(self.lag)

    def widget(self, place):
        """The widget, at the lag."""
        from ..widgets import SignalAligner

        return SignalAligner(self.over, self.kernel, lag=self.lag)


class Mistake(NamedTuple):
    """The learner's scene and the right one, on the same input."""

    yours: Scene
    right: Scene

    def widgets(self):
        """Both as (what is different, its widget at the first difference)."""
        results = [scene.result() for scene in self]
        place, said = first_difference(*results), (self.yours.apart(self.right), self.right.apart(self.yours))
        return [
            (f"{name}: {says}.", scene.widget(np.minimum(place, np.subtract(result.shape, 1))))
            for name, says, scene, result in zip(("Your way", "The right way"), said, self, results, strict=True)
        ]


def seen_mistake(exercise, values, on=None):
    """The Mistake behind the results that an answer gave on all inputs of `check`; None where no scene gives them.

    It is that on the input number `on`, by default on the first where the answer is wrong.
    """
    if exercise.scene is None or not values:
        return None
    scenes = [exercise.scene(*case) for case in exercise.cases()]
    for right in zip(*([scene, *scene.also] for scene in scenes), strict=True):
        pairs = list(zip(right, values, strict=True))
        shown = pairs if on is None else [pairs[on]]
        parting = [pair for pair in shown if not _gives(*pair)][:1]
        needed = parting if right[0].told_by_one else parting + pairs
        for scene, value in parting:
            for change in scene.changes():
                if all(_gives(replace(one, **change), numbers) for one, numbers in needed):
                    return Mistake(replace(scene, **change), scene) if value.size else None
    return None


def _gives(scene, value):
    try:
        return agree(value, scene.result())
    except ValueError:  # there is no place for the kernel
        return np.size(value) == 0


def first_difference(one, other):
    """The first index, row by row, at which the results differ, or at which only one of them has an entry."""
    shapes = one.shape, other.shape
    for index in np.ndindex(*np.maximum(*shapes)):
        in_both = all((np.array(index) < shape).all() for shape in shapes)
        if not in_both or not np.isclose(one[index], other[index]):
            return index
    raise ValueError("the results do not differ")


@dataclass(frozen=True, repr=False)
class PicturedResult(Result):
    """What check() says of a mistake that can be seen: below it a button shows it."""

    mistake: Mistake | None = field(default=None, compare=False)

    def _ipython_display_(self):
        from IPython.display import display

        display({"text/plain": repr(self), "text/html": self._repr_html_()}, raw=True)
        try:
            from ..widgets.kit.beside import shown_on_click
        except ImportError:  # no widgets are installed, so no picture
            return
        display(shown_on_click(self.id, self.mistake.widgets))
