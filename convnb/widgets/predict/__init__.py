"""Prediction: a question that shows its answer only beside a guess. The browser side is index.js."""

import re
from typing import NamedTuple

import numpy as np

from ...figures.style import paragraphs
from ...ops.checks import written
from ..kit.base import CourseWidget
from ..kit.settings import read_settings
from ..kit.traits import Choice, Flag, Matrix, Real, Sent, Several, Text, Whole, as_numbers

SETTINGS = read_settings(__file__)
LIMITS = SETTINGS["constants"]
LARGEST, LARGEST_GUESS = SETTINGS["answer"]["largest"], LIMITS["largest_guess"]
NEAR = 1e-9
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE | re.ASCII)


class Texts(Sent):
    """A list of texts."""

    info_text = f"a list of at most {LIMITS['most_options']} texts"

    def validate(self, obj, value):
        texts = list(value) if isinstance(value, list | tuple) else [None]
        if len(texts) > LIMITS["most_options"] or not all(isinstance(text, str) for text in texts):
            raise ValueError(f"{self.name} must be {self.info_text}; got {written(value)}")
        return texts


class Entries(Sent):
    """Rows of texts, as they were typed."""

    info_text = f"1 to {LARGEST} rows of 1 to {LARGEST} texts, each of at most {LIMITS['longest_entry']} letters"

    def validate(self, obj, value):
        rows = [list(row) if isinstance(row, list | tuple) else [] for row in value] if isinstance(value, list) else []
        texts = [text for row in rows for text in row]
        good = all(isinstance(text, str) and len(text) <= LIMITS["longest_entry"] for text in texts)
        sizes = {len(rows), *map(len, rows)}
        if not good or not 1 <= min(sizes) <= max(sizes) <= LARGEST or len(set(map(len, rows))) > 1:
            raise ValueError(f"{self.name} must be {self.info_text}; got {written(value)}")
        return rows


class Wrong(Sent):
    """Pairs of a wrong answer, as rows of numbers, and the sentence about it."""

    info_text = f"a list of at most {LIMITS['most_wrong']} pairs: an answer and a sentence"

    def validate(self, obj, value):
        pairs = list(value) if isinstance(value, list | tuple) and len(value) <= LIMITS["most_wrong"] else [None]
        if not all(isinstance(pair, list | tuple) and len(pair) == 2 and isinstance(pair[1], str) for pair in pairs):
            raise ValueError(f"{self.name} must be {self.info_text}; got {written(value)}")
        arrays = [as_numbers(rows, self.name, self.info_text) for rows, _ in pairs]
        if not all(array.ndim == 2 and array.size and np.isfinite(array).all() for array in arrays):
            raise ValueError(f"{self.name} must hold grids of finite numbers; got {written(value)}")
        return [[array.tolist(), sentence] for array, (_, sentence) in zip(arrays, pairs, strict=True)]


class Verdict(NamedTuple):
    """Whether a guess is right, the sentence about it, and which of its numbers are right."""

    right: bool
    says: str
    cells: list


class Prediction(CourseWidget):
    """A question. Whoever commits a guess sees the answer beside it, and what the guess means where that is known.

    Parameters
    ----------
    question : text; paragraphs are parted by an empty line, code stands between backticks.
    question_id : the guess opens the folds <details class="answers-05.a"> around it, if this is "05.a".
    kind : "number", "grid", "signs" (a grid of 1, 0 and -1, shown as +, 0 and −) or "choice".
    options : the sentences of a choice.
    answer : (rows, columns), at most 12 x 12; [[number]], and of a choice [[index of the right option]].
    wrong : pairs of a wrong answer, in the same form, and the sentence for whoever guesses it.
    pictured : indices of the wrong answers that `convnb.Predict` shows beside the right one, in other widgets.
    within : how far from the answer a number may be.
    sized : False asks for the size of the grid, too.
    entries : rows of what was typed, as texts.
    committed : whether the guess counts. What cannot be read is no guess, and shows no answer.

    Source: the questions of the notebooks are made by `convnb.Predict`.
    """

    module = "predict/index.js"
    frame = 330
    positional = ("question",)
    shown = ("kind", "question", "committed")

    question = Text(**SETTINGS["question"])
    question_id = Text(**SETTINGS["question_id"])
    kind = Choice(**SETTINGS["kind"])
    options = Texts(**SETTINGS["options"])
    answer = Matrix(**SETTINGS["answer"])
    wrong = Wrong(**SETTINGS["wrong"])
    pictured = Several(trait=Whole())
    within = Real(**SETTINGS["within"])
    sized = Flag(**SETTINGS["sized"])
    entries = Entries(**SETTINGS["entries"])
    committed = Flag(**SETTINGS["committed"])

    @property
    def guess(self):
        """What was typed, as rows of numbers. Raises ValueError, with the sentence of the widget, for anything else."""
        guess = [[] for _ in self.entries]
        single = len(self.entries) * len(self.entries[0]) == 1
        for row, texts in enumerate(self.entries):
            for col, entry in enumerate(texts):
                text, where = entry.replace("−", "-").strip(), "" if single else f" in row {row}, column {col}"
                if not text:
                    empty = f"There is no guess yet{where}."
                    raise ValueError("Choose a sentence first." if self.kind == "choice" else empty)
                if not _NUMBER.fullmatch(text):
                    raise ValueError(f"“{text}”{where} is not a number: write it like 3, −2 or 0.5.")
                if abs(float(text)) > LARGEST_GUESS:
                    raise ValueError(f"“{text}”{where} is too large: at most 1e9 in size.")
                guess[row].append(float(text))
        return guess

    @property
    def verdict(self):
        """The Verdict on the guess; None where none is committed."""
        try:
            return self.judge(self.guess) if self.committed else None
        except ValueError:
            return None

    def judge(self, guess):
        """The Verdict on a guess, rows of numbers: `judge` in words.js."""
        guess, answer = np.asarray(guess, float), np.asarray(self.answer)
        cells = _agreement(guess, answer, self.within)
        if cells.all():
            return Verdict(True, "Right.", cells.tolist())
        known = [sentence for rows, sentence in self.wrong if _agreement(guess, np.asarray(rows), 0).all()]
        if known:
            says = known[0]
        elif guess.shape != answer.shape:
            given, asked = ("×".join(map(str, shape)) for shape in (guess.shape, answer.shape))
            says = f"Your grid is {given}, the answer is {asked}."
        elif guess.size == 1:
            says = "It is another one." if self.kind == "choice" else "It is another number."
        else:
            says = f"{cells.sum()} of {cells.size} are right."
        return Verdict(False, says, cells.tolist())

    def draw(self):
        """The question, and never its answer."""
        options = [f"( )  {option}" for option in self.options] if self.kind == "choice" else []
        return paragraphs([f"Predict: {self.question}".replace("`", ""), *(one.replace("`", "") for one in options)])


def _agreement(guess, answer, within):
    if guess.shape != answer.shape:
        return np.zeros(guess.shape, bool)
    return np.abs(guess - answer) <= within * (1 + NEAR) + NEAR * np.abs(answer)
