"""Right answers to read after one's own: nbNN.py has those to notebook NN, two to four for each exercise.

@shows("05.1", "NumPy")
def grad_input(delta, w):
    '''The sentence that says what this answer shows.'''
    return np.convolve(delta, w)

Each has a style of its own, the simplest first. A learner sees its source without the sentence, and can run it where
nothing but `np` is known; where the exercise asks for a value, the function returns it.
"""

import ast
import html
import inspect
import textwrap
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import NamedTuple

from ..grading.model import Shown

_KNOWN = defaultdict(list)


class Solution(NamedTuple):
    """A right answer: its style, such as "Loops" or "Fourier", what it shows in a sentence, and the function."""

    style: str
    sentence: str
    answer: Callable

    @property
    def source(self):
        """The function's text, without its docstring."""
        text = textwrap.dedent(inspect.getsource(self.answer))
        function, lines = ast.parse(text).body[0], text.splitlines()
        del lines[function.body[0].lineno - 1 : function.body[0].end_lineno]
        return "\n".join(lines[function.lineno - 1 :])


def shows(exercise_id, style, sentence=""):
    """A decorator: the function is a right answer to that exercise. The sentence is its docstring, if none is given."""

    def keep(answer):
        _KNOWN[exercise_id].append(Solution(style, sentence or answer.__doc__, answer))
        return answer

    return keep


def solutions_of(exercise_id):
    """The Solutions of an exercise, in their order."""
    import_module(f"{__name__}.nb{exercise_id[:2]}")
    return tuple(_KNOWN[exercise_id])


def as_html(solutions):
    """HTML of the Solutions, one below the other."""
    return "".join(
        f"<p><strong>{html.escape(style)}.</strong> {html.escape(sentence)}</p>"
        f"<pre><code>{html.escape(source)}</code></pre>"
        for style, sentence, source in ((one.style, one.sentence, one.source) for one in solutions)
    )


@dataclass(frozen=True, repr=False)
class Answers(Shown):
    """What solution() says: the Solutions, or in `message` what is missing."""

    id: str
    message: str = ""
    solutions: tuple[Solution, ...] = ()

    @property
    def headline(self):
        """The first line: which exercise, and how many right answers there are to read."""
        return f"Exercise {self.id}: {f'{len(self.solutions)} right answers' if self.solutions else 'no solution yet'}."

    @property
    def folded(self):
        """The Solutions as HTML."""
        return as_html(self.solutions)

    def __repr__(self):
        parts = (f"{solution.style}. {solution.sentence}\n\n{solution.source}" for solution in self.solutions)
        return "\n\n".join([super().__repr__(), *parts])
