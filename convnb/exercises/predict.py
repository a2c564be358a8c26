"""What the notebooks ask before they show it: Predict("05.a"), a question of words/nb05.md.

# 05.a Nudge a measurement

The question, in one or more paragraphs.

= grid: 2 1 0

- unflipped: The sentence for the wrong answer that PREDICTED in nb05.py has under this name.
- 0 2 1: The sentence for this wrong answer.

The answer is "= number: 18", "= grid: 1 2; 3 4", "= signs: + 0 -" or "= choice: The right sentence." Then "= number
within 5: 18" takes what is as near, and "= grid of any size: 1 2; 3 4" asks for the size, too. The names in the list
of a choice are the wrong sentences.
"""

import re
from contextlib import suppress
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from random import Random
from typing import NamedTuple

import numpy as np

from ..ops.checks import written
from ..widgets.predict import Prediction
from . import exercises_of, notebooks
from .by_hand import case_by_hand, pictured_by_hand
from .form import markdown_of, sections
from .passed import guesses, keep_guess

_ANSWER = re.compile(r"= (number|grid|signs|choice)(?: within ([\d.]+)| (of any size))?: (.+)")
_LINE = re.compile(r"- (.+?): (.+)")
_SIGNS = {"+": 1, "0": 0, "-": -1, "−": -1}


class Question(NamedTuple):
    """A question of words/nbNN.md: its title, and the traits of its Prediction."""

    title: str
    traits: dict


class Predict(Prediction):
    """The question of that id: Predict("05.a"). Commit a guess, and the answer appears beside it.

    In the learner's copy of the notebooks the guess is kept, and stands there when the cell runs on another day; with
    `again` the question is asked anew, as other notebooks do, and nothing is kept.

    Predict("05.1") asks for a small case of that exercise, by hand. Raises ValueError for an id that no question has,
    with those that there are, and for an exercise without such a case. Other questions: Prediction in convnb.widgets.
    """

    def __init__(self, id, *, again=False):
        self._id, self.mistakes, self._shown = id, {}, []
        notebook = id[:2] if isinstance(id, str) and re.fullmatch(r"\d\d\.\w+", id) else ""
        if notebook and id[3:].isdigit():
            exercise, case = _by_hand(notebook, id)
            self.mistakes = pictured_by_hand(exercise, case)
            traits = case.traits | {"pictured": list(self.mistakes)}
        else:
            known = questions(notebook)
            if not notebook or id not in known:
                names = f"Notebook {notebook} asks {', '.join(known)}." if known else 'Write it like Predict("05.a").'
                raise ValueError(f"No question has the id {written(id)}. {names}")
            traits = known[id].traits
        super().__init__(**traits, question_id="" if again else id)
        self.on_msg(self._show)
        if not again:
            self._recall()

    def __repr__(self):
        return f"Predict({self._id!r}{', covered=True' if self.covered else ''})"

    def _recall(self):
        """Show the guess that was kept, unless the question has changed since; and keep the next one."""
        kept, problem = guesses()
        if problem:
            print(problem)
        if self._id in (kept or ()):
            blank = self.entries
            with suppress(ValueError):
                self.entries, self.committed = kept[self._id], True
            if self.verdict is None or (self.sized and np.shape(self.entries) != np.shape(self.answer)):
                self.entries, self.committed = blank, False
        self.observe(self._keep, "committed")

    def _keep(self, _):
        if self.verdict and (problem := keep_guess(self._id, self.entries)):
            print(problem)

    def _show(self, _, asked, __):
        """Answer the browser's {"show": index of a wrong answer} with the widgets of its mistake."""
        index = asked.get("show") if isinstance(asked, dict) else None
        if index not in self.pictured:
            return
        for widget in self._shown:  # a learner looks at one mistake at a time
            widget.close()
        pairs = self.mistakes[index].widgets()
        self._shown = [widget for _, widget in pairs]
        self.send({"shown": index, "pictures": [(caption, widget.model_id) for caption, widget in pairs]})


def _by_hand(notebook, id):
    """The exercise and its Case. Raises ValueError where there is none."""
    exercise = exercises_of(notebook).get(id) if notebook in notebooks() else None
    case = case_by_hand(exercise) if exercise else None
    if case is None:
        raise ValueError(f"Exercise {id} {'has no case to work out by hand' if exercise else 'does not exist'}.")
    return exercise, case


@cache
def questions(notebook):
    """The questions of a notebook, such as "05", by id; {} where there are none. Raises ValueError as `read` does."""
    if find_spec(f"{__package__}.nb{notebook}") is None:
        return {}
    functions = import_module(f".nb{notebook}", __package__)
    return read(markdown_of(notebook), getattr(functions, "PREDICTED", {}))


def read(markdown, computed):
    """{id: Question} of a text in the form above; `computed` has the wrong answers {id: {name: numbers}}.

    Raises ValueError for a part that is missing, given twice or out of place, and for a name without an answer or an
    answer without its sentence.
    """
    bodies = {id: (title, body) for id, title, body in sections(markdown) if not id[3:].isdigit()}
    if lost := sorted(set(computed) - set(bodies)):
        raise ValueError(f"answers without a question: {', '.join(lost)}")
    return {id: Question(title, _traits(id, body, computed.get(id, {}))) for id, (title, body) in bodies.items()}


def _traits(id, body, computed):
    text, answers, slips = [], [], []
    for line in body.strip().splitlines():
        if (answer := _ANSWER.fullmatch(line)) and not answers:
            answers.append(answer)
        elif (slip := _LINE.fullmatch(line)) and answers:
            slips.append(slip.groups())
        elif answers and line.strip():
            raise ValueError(f"{id}: {line[:40]!r} is out of place: first the question, then its answer, then slips")
        else:
            text.append(line)
    if not answers or not "".join(text):
        raise ValueError(f"{id}: a question needs a text and a line such as '= grid: 2 1 0'")
    kind, within, any_size, right = answers[0].groups()
    names = {name for name, _ in slips}
    if len(names) < len(slips) or (unmatched := set(computed) - names):
        raise ValueError(f"{id}: {'given twice' if len(names) < len(slips) else f'no words for {min(unmatched)}'}")
    traits = {"question": "\n".join(text).strip(), "kind": kind}
    if kind == "choice":
        options = [right, *(name for name, _ in slips)]
        Random(id).shuffle(options)
        wrong = [[[[options.index(name)]], sentence] for name, sentence in slips]
        return traits | {"options": options, "answer": [[options.index(right)]], "wrong": wrong}
    rows = _rows(id, right)
    wrong = [[np.atleast_2d(computed[name]) if name in computed else _rows(id, name), says] for name, says in slips]
    traits |= {"answer": rows, "wrong": [[np.asarray(grid, float).tolist(), says] for grid, says in wrong]}
    grids = [rows, *(grid for grid, _ in traits["wrong"])]
    if same := [grid for number, grid in enumerate(grids) if grid in grids[:number]]:
        raise ValueError(f"{id}: {same[0]} is given twice")
    if any_size:
        return traits | {"sized": False}
    return traits | ({"within": float(within)} if within else {}) | {"entries": [["" for _ in row] for row in rows]}


def _rows(id, text):
    """The rows of "1 2; 3 4". Raises ValueError for other words, such as the name of an answer that is not computed."""
    try:
        return [[_SIGNS[word] if word in _SIGNS else float(word) for word in row.split()] for row in text.split(";")]
    except ValueError:
        raise ValueError(f"{id}: {text!r} is neither numbers nor the name of a wrong answer that is computed") from None
