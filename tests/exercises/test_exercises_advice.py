"""Answers as learners write them: each gets its advice. They stand in learners_nbNN.py beside this file."""

from importlib import import_module

import pytest
from learners_nb07 import loops_stop

from convnb import check

ADVICE = {}
for notebook in ("05", "06", "07", "08"):
    ADVICE |= import_module(f"learners_nb{notebook}").ADVICE


@pytest.mark.parametrize(
    ("name", "answer", "advice"),
    [(name, *pair) for name, pairs in ADVICE.items() for pair in pairs],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_a_learners_mistake_gets_its_advice(name, answer, advice):
    result = check(name, answer)
    assert result.kind == "misconception", result
    assert advice in result.message.split("\n")[0]


def test_the_rows_of_07_5_are_counted_as_entries():
    assert "expected 6 entries, got 2 entries" in check("07.5", loops_stop).message
