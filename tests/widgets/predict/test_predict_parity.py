"""The page judges a guess as Python does: what can be read, what is right, and every sentence."""

import numpy as np

from convnb.exercises import exercises_of, notebooks
from convnb.exercises.by_hand import case_by_hand
from convnb.exercises.predict import Predict, questions
from convnb.widgets.predict import Prediction

TEXTS = (
    *(
        "8",
        " 8 ",
        "8.0",
        "+8",
        "8.",
        ".8e1",
        "80e-1",
        "−8",
        "-8",
        "0",
        "-0",
        "8.0000000001",
        "8.1",
        "7.75",
        "11",
        "1e9",
    ),
    *("", " ", "−", "eight", "8,0", "1/2", "--8", "8 8", "1e", "e1", ".", "٣", "NaN", "inf", "Infinity", "0x8", "1_0"),
    *("1e10", "-1e400", "9" * 24, "1E3", "é", "\u00a08", "8\t"),
)


def told(widget):
    """What Python says of a committed guess, in the page's form."""
    try:
        guess = widget.guess
    except ValueError as problem:
        return {"problem": str(problem), "guess": None, "verdict": None}
    return {"problem": "", "guess": guess, "verdict": widget.verdict._asdict()}


def typed(rows):
    return [[f"{value:g}" for value in row] for row in rows]


def by_hand(notebook):
    return [id for id, exercise in exercises_of(notebook).items() if case_by_hand(exercise)]


def all_guesses():
    """Numbers in every writing, near and far; each question with its answer, its wrong ones and slips of both.

    One widget a question, with guess after guess: to make it takes longer than all the rest.
    """
    for text in TEXTS:
        yield Prediction(entries=[[text]], answer=[[8]], within=0.25, committed=True)
        yield Prediction(kind="grid", entries=[["1", text]], answer=[[1, 8]], committed=True)
    rng = np.random.default_rng(7)
    for id in [id for notebook in notebooks() for id in (*questions(notebook), *by_hand(notebook))]:
        widget = Predict(id)
        for rows in [widget.answer, *(rows for rows, _ in widget.wrong)]:
            slip = np.array(rows)
            slip.flat[rng.integers(slip.size)] += 1
            transposed = [np.transpose(rows)] if not widget.sized else []
            for grid in (rows, *([slip] if widget.kind in ("number", "grid") else []), *transposed):
                if widget.sized and np.shape(grid) != np.shape(widget.answer):
                    continue
                widget.entries, widget.committed = typed(grid), True
                yield widget


def test_the_page_judges_as_python_does(parity):
    names = ("question", "kind", "options", "answer", "wrong", "within", "sized", "entries", "committed")
    cases = [({name: guess.get_state(name)[name] for name in names}, told(guess)) for guess in all_guesses()]
    states, expected = zip(*cases, strict=True)
    answers = parity(states)
    for state, answer, wanted in zip(states, answers, expected, strict=True):
        assert answer == wanted, state["entries"]
    assert {one["verdict"] and one["verdict"]["right"] for one in expected} == {None, True, False}
