"""What an exercise is made of, and what check() and hint() return, with its display in a notebook."""

import html
from collections.abc import Callable
from dataclasses import dataclass, field
from inspect import signature
from typing import Any

import numpy as np

from .comparing import real

HEADLINES = {
    "passed": "✓ passed.",
    "misconception": "✗ not yet.",
    "wrong": "✗ not yet.",
    "error": "✗ could not be checked.",
    "not answered": "not answered yet.",
}


@dataclass(frozen=True)
class Misconception:
    """A wrong answer that can be run, and the sentence for a learner whose answer gives the same results."""

    answer: Any
    hint: str


@dataclass(frozen=True)
class Effect:
    """What an answer does, such as the signs of a kernel's responses: judged instead of it where many are right.

    of      answer as real arrays -> tuple of arrays, which are compared. Raises Unreadable for a wrong shape
    names   of these arrays, for the sentence that says which of them is not right
    """

    of: Callable[[Any], tuple]
    names: tuple[str, ...]


@dataclass(frozen=True)
class Exercise:
    """One exercise as data.

    reference      the right answer: a value, or a function whose name and parameters are those that the learner needs
    inputs         rng -> list of argument tuples. The first that fails is shown, so begin with small whole numbers,
                   to follow by hand. None for a value
    misconceptions wrong answers; no two agree on all inputs. Where one returns None, an answer matches it that returns
                   None, too; where one raises an error, an answer that raises the same type of error
    hints          from gentle to near the solution
    returns        names of the results, if the reference returns a tuple
    unit           what the result is a list of, such as "position": then a list of another length is counted in words
    seconds        time limit for all inputs together
    without        names of functions that the text asks to do without: an answer that calls one passes, with a remark
    effect         for a value where many are right: what has to agree with the reference
    scene          arguments -> what a widget shows of the right answer, see scenes.py; None where there is no picture,
                   as for a value, which it would tell
    """

    id: str
    title: str
    text: str
    reference: Any
    misconceptions: tuple[Misconception, ...]
    hints: tuple[str, ...]
    inputs: Callable[[np.random.Generator], list[tuple]] | None = None
    returns: tuple[str, ...] = ()
    unit: str = ""
    seconds: float = 5.0
    without: tuple[str, ...] = ()
    effect: Effect | None = None
    scene: Callable[..., Any] | None = None

    @property
    def asks_function(self):
        """True if the answer is a function, False if it is a value."""
        return callable(self.reference)

    @property
    def parameters(self):
        """Names of the function's parameters; empty for a value."""
        return tuple(signature(self.reference).parameters) if self.asks_function else ()

    @property
    def call(self):
        """The function's head, such as "score_at(f, g, shift)"; empty for a value."""
        return f"{self.reference.__name__}({', '.join(self.parameters)})" if self.asks_function else ""

    def cases(self, seed=0):
        """The argument tuples that an answer is run on, the same at each call with the same seed."""
        return self.inputs(np.random.default_rng(seed)) if self.asks_function else [()]

    def judged(self, value):
        """What is compared: the value itself, or its effect. Raises Unreadable for the effect of complex numbers."""
        return self.effect.of(real(value)) if self.effect else value


class Shown:
    """Shows `headline` and `message` as plain text and, every character escaped, as HTML, with `folded` below."""

    folded = ""

    def __repr__(self):
        return f"{self.headline}\n{self.message}" if self.message else self.headline

    def _repr_html_(self):
        # No colours: the text has those of the page, light or dark.
        return (
            '<div style="border-left: 4px solid currentColor; padding: 0.2em 0.8em; white-space: pre-wrap">'
            f"<strong>{html.escape(self.headline)}</strong>"
            f"{html.escape(chr(10) + self.message) if self.message else ''}{self.folded}</div>"
        )


def fold(summary, inside):
    """HTML that shows `inside`, HTML too, when the summary is clicked."""
    return f"<details><summary>{html.escape(summary)}</summary>{inside}</details>"


def folded_hints(hints):
    """HTML of the hints, each closed."""
    texts = (f"<p>{html.escape(text)}</p>" for text in hints)
    return "".join(fold(f"Hint {level} of {len(hints)}", text) for level, text in enumerate(texts, 1))


@dataclass(frozen=True, repr=False)
class Result(Shown):
    """What check() says. `kind` is "not answered", "passed", "misconception", "wrong" or "error".

    folded: HTML of what one click shows, the hints or, after a pass, other right answers.
    values: what a wrong answer gave on all inputs; empty where it did not give numbers on all of them.
    """

    id: str
    kind: str
    message: str = ""
    folded: str = ""
    values: tuple = field(default=(), compare=False)

    @property
    def passed(self):
        """True if the answer is right."""
        return self.kind == "passed"

    @property
    def headline(self):
        """The first line: which exercise, and how it went."""
        return f"Exercise {self.id}: {HEADLINES[self.kind]}"


@dataclass(frozen=True, repr=False)
class Hint(Shown):
    """What hint() says. `level` counts from 1; 0 means that there is no such hint, and `message` says so."""

    id: str
    level: int
    message: str
    count: int = 0

    @property
    def headline(self):
        """The first line: which exercise, and which of its hints."""
        which = f"hint {self.level} of {self.count}" if self.level else "no hint"
        return f"Exercise {self.id}: {which}."
