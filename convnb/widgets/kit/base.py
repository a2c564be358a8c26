"""What every widget of the course shares on Python's side: its browser code, its picture, its repr.

A widget's traits are its parameters. The browser computes what follows from them, so that a drag never waits for
Python; Python offers the same result as a property, computed by convnb.ops.
"""

from difflib import get_close_matches
from inspect import Parameter, Signature
from pathlib import Path

import anywidget
import numpy as np
from traitlets import Dict, List

from ...figures.style import png_bytes, sentence
from ...ops.checks import by, cut, written
from .inline import JS, inline
from .page.file import file_of
from .settings import LIMITS
from .traits import Flag, Goal, Limited, Steps

LONGEST_TEXT = 60
LARGEST_GRID = LIMITS["largest_grid"]
NEAR = 1e-9  # how far from its goal a number may be, as a share of it where that is larger than 1


class CourseWidget(anywidget.AnyWidget):
    """Base of the widgets. A subclass names its ES module and its traits, and draws its picture.

    `module`: file in widgets/; `positional`: the traits that may be given without their name, None for the default;
    `made`: those whose default is computed, so that settings.js has none; `shown`: the traits in the repr, each left
    out while it has its default value; `measures`: what a goal may name.

    `frame`: height in CSS pixels of a frame of 720 in which all of it is seen.

    All of them take `goal`, a task as `Goal` describes it, which lights up when it is met; `steps`, states to go
    through with a slider, as `Steps` describes them; and `covered`: True hides the result in the picture, and in the
    widget until the learner asks for it.
    """

    module = ""
    positional = ()
    made = ()
    shown = ()
    measures = ()
    frame = 700

    goal = Goal({})
    steps = Steps({})
    covered = Flag(False)
    _first = Dict().tag(sync=True)
    """What each trait was before a hand changed it: written by the browser, whose Reset goes back there."""
    _given = List().tag(sync=True)
    """What Python was given of `made`, or of other arguments that are no traits: *Copy Python* names it."""

    def __init_subclass__(cls, **kwargs):
        if "module" in vars(cls):  # traitlets makes subclasses of its own when a trait is added
            cls._esm = inline(cls.module)
            cls._css = (JS / "kit/convnb.css").read_text(encoding="utf-8")
            if "__init__" not in vars(cls):
                cls.__signature__ = _signature(cls.positional)
        super().__init_subclass__(**kwargs)

    def __init__(self, *args, **traits):
        name = type(self).__name__
        if len(args) > len(self.positional):
            raise TypeError(f"{name} takes {len(self.positional)} arguments without a name, got {len(args)}")
        for trait, value in zip(self.positional, args, strict=False):
            if trait in traits:
                raise TypeError(f"{name} got {trait} twice")
            traits[trait] = value
        for trait in traits:
            if not self.has_trait(trait):  # ipywidgets drops it, so that a typing error would change nothing
                near = get_close_matches(str(trait), self.trait_names(), 1)
                advice = f"; did you mean {near[0]}?" if near else ""
                raise TypeError(f"{name} has no trait {written(trait)}{advice}")
        super().__init__(**{trait: v for trait, v in traits.items() if v is not None or trait not in self.positional})

    def __setattr__(self, name, value):
        """What Python sets is where Reset goes back to. A message of the browser comes by `set_trait`, and not here."""
        super().__setattr__(name, value)
        if self.has_trait(name) and name in self._first:
            self._first = {trait: first for trait, first in self._first.items() if trait != name}
        if name in self.made and name not in self._given:
            self._given = [*self._given, name]

    @property
    def goal_met(self):
        """Whether the state meets the goal; None where there is none."""
        if not self.goal:
            return None
        try:
            with np.errstate(all="ignore"):
                return all(_meets(self._measured(name), wanted) for name, wanted in self.goal.items() if name != "text")
        except ValueError:  # a state that cannot be computed
            return False

    def _measured(self, name):
        """The number or the array that a goal means by this name."""
        return getattr(self, name)

    def save_html(self, path, title=None):
        """Writes the widget as it is now into one HTML file, which needs no network, no server and no Python.

        A file that is there already is replaced. At its head, and below the widget when it is opened by itself, it has
        the line that shows it in a page of yours, and says where Moodle, MyST and Quarto want that.

        Parameters
        ----------
        path : where to write, such as "x.html".
        title : what the page and its frame are called. Default: the name of the class.

        Returns the path. Raises FileNotFoundError where its folder does not exist, ValueError for signals or pictures
        of more than 500,000 bytes.
        """
        path = Path(path)
        if not path.parent.is_dir():
            raise FileNotFoundError(f"there is no folder {path.parent}; make it first")
        path.write_text(file_of(self, path.name, str(title or type(self).__name__)), encoding="utf-8", newline="\n")
        return path

    def draw(self):
        """The current state as a CourseFigure. Raises ValueError where the state cannot be computed."""
        raise NotImplementedError

    def figure(self):
        """The current state as a CourseFigure: what is seen where no widget can run, as on GitHub or in a PDF."""
        if self.covered:
            return sentence("Predict first: the result is covered.")
        try:
            for name, trait in self.traits().items():
                if isinstance(trait, Limited):
                    trait.check_entries(getattr(self, name))
            with np.errstate(all="ignore"):  # whatever the session asks for, NaN and infinities may be drawn
                return self.draw()
        except ValueError as problem:
            return sentence(str(problem))

    def __repr__(self):
        return f"{type(self).__name__}({', '.join(self._settings())})"

    def _settings(self):
        """What the repr shows: name=value of each trait in `shown` that has not its default value."""
        defaults = self.trait_defaults()
        names = (name for name in (*self.shown, "goal", "steps", "covered") if getattr(self, name) != defaults[name])
        return [f"{name}={_short(getattr(self, name))}" for name in names]

    def _repr_mimebundle_(self, **kwargs):
        data, metadata = super()._repr_mimebundle_(**kwargs)
        data["text/plain"] = repr(self)  # in full: ipywidgets cuts its text after 110 characters
        try:
            figure = self.figure()
            data["image/png"] = png_bytes(figure)
        except Exception as problem:  # whatever a picture lacks, such as memory, the widget needs no picture
            data["text/plain"] += f"\nNo picture, {type(problem).__name__}: {cut(str(problem))}"
            return data, metadata
        return data, metadata | {"image/png": {"alt": figure.alt}}


def check_grids(*shapes):
    """Raises ValueError where one of the grids is too large to be shown."""
    for shape in shapes:
        if max(shape) > LARGEST_GRID:
            raise ValueError(f"a grid of {by(shape)} is too large to be shown; {LARGEST_GRID} rows or columns fit")


def _signature(positional):
    """What help and Shift+Tab show: (input=None, kernel=None, **traits)."""
    given = [Parameter(name, Parameter.POSITIONAL_OR_KEYWORD, default=None) for name in positional]
    return Signature([*given, Parameter("traits", Parameter.VAR_KEYWORD)])


def _meets(value, wanted):
    """Whether a number or an array is what is wanted, or all of it lies within the limits: `holds` in shell.js."""
    value = np.asarray(value, float)
    if isinstance(wanted, dict):
        wanted = np.clip(value, wanted.get("least"), wanted.get("most"))
    return np.shape(wanted) == value.shape and bool(
        (np.abs(value - wanted) <= NEAR * np.maximum(1, np.abs(wanted))).all()
    )


def _short(value):
    """A matrix as its shape, a long list of floats as its length, a pair of equal numbers as one, a goal's text,
    how many steps."""
    if isinstance(value, dict):
        value = value["text"] if isinstance(value["text"], str) else f"{len(value['text'])} of {next(iter(value))}"
    if isinstance(value, list) and value and isinstance(value[0], list):
        return f"{len(value)}x{len(value[0])}"
    if isinstance(value, list) and value and isinstance(value[0], float):
        return f"[{', '.join(f'{one:g}' for one in value)}]" if len(value) <= 12 else f"{len(value)} numbers"
    if isinstance(value, list) and value and all(one == value[0] and isinstance(one, int) for one in value):
        return repr(value[0])
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        value = f"{value[: LONGEST_TEXT - 1]}…"
    return repr(value)
