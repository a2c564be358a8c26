"""Answers as learners write them: each gets its advice. They are in learners_*.py beside this file."""

from importlib import import_module

import pytest
from learners_hundred import HUNDRED
from learners_nb01 import ends_too, from_zero_and_none
from learners_nb07 import loops_stop

from convnb import check
from convnb.exercises import exercises_of, notebooks

BY_HAND = import_module("learners_nb01").ADVICE  # their examples can be followed by hand
ADVICE = BY_HAND.copy()
for notebook in ("05", "06", "07", "08"):
    ADVICE |= import_module(f"learners_nb{notebook}").ADVICE
NAMED = {id: [pair for pair in pairs if pair[1]] for id, pairs in HUNDRED.items()}


def each(advice):
    triples = [(name, *pair) for name, pairs in advice.items() for pair in pairs]
    names = [f"{name}-{getattr(answer, '__name__', number)}" for number, (name, answer, _) in enumerate(triples)]
    return pytest.mark.parametrize(("name", "answer", "advice"), triples, ids=names)


@each(ADVICE)
def test_a_learners_mistake_gets_its_advice(name, answer, advice):
    result = check(name, answer)
    assert result.kind == "misconception", result
    assert advice in result.message.split("\n")[0]


@each(NAMED)
def test_of_a_hundred_answers_of_learners_nearly_all_get_their_advice(name, answer, advice):
    test_a_learners_mistake_gets_its_advice(name, answer, advice)


def test_of_the_hundred_none_passes_and_nine_in_ten_are_named():
    exercises = [name for notebook in notebooks() for name in exercises_of(notebook)]
    assert {*HUNDRED} <= {*exercises}
    assert len(HUNDRED) > 0.9 * len(exercises)
    kinds = [check(name, answer).kind for name, pairs in HUNDRED.items() for answer, _ in pairs]
    assert len(kinds) == 100
    assert {*kinds} == {"wrong", "misconception"}
    assert kinds.count("misconception") >= 90


@each(BY_HAND)
def test_the_example_is_short(name, answer, advice):
    example = check(name, answer).message.split("\n")[1]
    assert example.startswith(f"{answer.__name__}(")
    assert "..." not in example  # all numbers are shown
    assert not any(character == "." and example[i + 1].isdigit() for i, character in enumerate(example[:-1])), example


def test_a_start_of_zero_is_shown_where_it_fails():
    place = "from_zero_and_none(f=[1, 2], g=[-3, -1]) returned None for this input"
    assert place in check("01.2", from_zero_and_none).message


def test_a_list_of_another_length_is_counted_in_words():
    assert "expected 2 positions, got 3 positions.\nExpected [3, 6]," in check("01.4", ends_too).message
    assert "expected 2 positions, got 1 position.\n" in check("01.4", lambda *arguments: [3]).message
    assert "expected 2 positions, got a single number." in check("01.4", lambda *arguments: 3).message
    assert "expected 6 entries, got 2 entries" in check("07.5", loops_stop).message
