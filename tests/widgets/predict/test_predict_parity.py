"""The page judges a guess as Python does: what can be read, what is right, and every sentence."""

from pathlib import Path

import numpy as np
from support.widget_code import answers_of

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


def all_widgets():
    """Numbers in every writing, near and far; each question with its answer, its wrong ones and slips of both."""
    for text in TEXTS:
        yield Prediction(entries=[[text]], answer=[[8]], within=0.25, committed=True)
        yield Prediction(kind="grid", entries=[["1", text]], answer=[[1, 8]], committed=True)
    rng = np.random.default_rng(7)
    for id in [id for notebook in notebooks() for id in (*questions(notebook), *by_hand(notebook))]:
        grids = [Predict(id).answer, *(rows for rows, _ in Predict(id).wrong)]
        for rows in grids:
            slip = np.array(rows)
            slip.flat[rng.integers(slip.size)] += 1
            transposed = [np.transpose(rows)] if not Predict(id).sized else []
            for grid in (rows, *([slip] if Predict(id).kind in ("number", "grid") else []), *transposed):
                widget = Predict(id)
                if widget.sized and np.shape(grid) != np.shape(widget.answer):
                    continue
                widget.entries, widget.committed = typed(grid), True
                yield widget


def test_the_page_judges_as_python_does(require):
    cases = list(all_widgets())
    states = [{name: value for name, value in case.get_state().items() if name[0] != "_"} for case in cases]
    names = ("question", "kind", "options", "answer", "wrong", "within", "sized", "entries", "committed")
    states = [{name: state[name] for name in names} for state in states]
    answers = answers_of(require("node"), Path(__file__).with_name("parity.mjs"), states)
    expected = [told(case) for case in cases]
    for state, answer, wanted in zip(states, answers, expected, strict=True):
        assert answer == wanted, state["entries"]
    assert {one["verdict"] and one["verdict"]["right"] for one in expected} == {None, True, False}
