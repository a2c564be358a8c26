"""Prediction on Python's side: what it takes, what it says of a guess, what its picture shows."""

import numpy as np
import pytest
from traitlets import TraitError

from convnb.widgets.predict import Prediction

GRID = {"kind": "grid", "answer": [[5, 11], [23, 29]], "wrong": [([[19, 25], [37, 43]], "No flip.")]}


@pytest.mark.parametrize(
    ("trait", "value", "words"),
    [
        ("kind", "essay", "kind must be"),
        ("question", 3, "question must be"),
        ("answer", [[]], "answer must be"),
        ("answer", np.ones((13, 1)), "answer is 13x1"),
        ("options", "ab", "options must be a list"),
        ("options", ["a", 3], "options must be a list"),
        ("wrong", [[[1], "no"]], "wrong must hold grids of finite numbers"),
        ("wrong", [[[[np.nan]], "no"]], "wrong must hold grids of finite numbers"),
        ("wrong", [[[[1]], 5]], "wrong must be a list"),
        ("entries", [["1"], ["2", "3"]], "entries must be 1 to 12 rows"),
        ("entries", [], "entries must be 1 to 12 rows"),
        ("entries", [[1]], "entries must be 1 to 12 rows"),
        ("entries", [["9" * 25]], "entries must be 1 to 12 rows"),
        ("within", -1, "within"),
        ("goal", {"text": "Win", "right": 1}, "Prediction has no goals"),
    ],
)
def test_what_is_no_question_is_refused_by_name(trait, value, words):
    widget = Prediction()
    before = getattr(widget, trait)
    with pytest.raises((ValueError, TraitError), match=words):
        setattr(widget, trait, value)
    assert getattr(widget, trait) == before


def test_a_guess_counts_when_it_is_committed_and_can_be_read():
    widget = Prediction(**GRID, entries=[["5", "11"], ["23", ""]])
    assert widget.verdict is None
    widget.committed = True
    assert widget.verdict is None
    with pytest.raises(ValueError, match="There is no guess yet in row 1, column 1"):
        _ = widget.guess
    widget.entries = [["5", "11"], ["23", "−29"]]
    assert widget.verdict == (False, "3 of 4 are right.", [[True, True], [True, False]])
    widget.entries = [["19", "25"], ["37", "43"]]
    assert widget.verdict.says == "No flip."
    widget.entries = [["5", "11"], ["23", "29"]]
    assert widget.verdict.right


def test_the_picture_shows_the_question_and_never_the_answer():
    state = {"question": "Which is it?", "kind": "choice", "options": ["the `first`", "the second"], "answer": [[1]]}
    widget = Prediction(**state, entries=[["1"]])
    assert widget.figure().alt == "Predict: Which is it? ( )  the first ( )  the second"
    before = widget._repr_mimebundle_()[0]["image/png"]
    widget.committed = True
    assert widget._repr_mimebundle_()[0]["image/png"] == before
    assert Prediction("x " * 900).figure().get_figheight() < 9
