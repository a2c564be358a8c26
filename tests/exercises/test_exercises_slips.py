"""Slips that nobody wrote down: one small change in a right answer is told by its kind."""

import dataclasses
import random
import time

import numpy as np
import pytest
from engine_exercises import EXERCISE
from mutants import mutants
from sampling import is_wrong_only_where

from convnb.exercises import exercises_of, notebooks
from convnb.exercises.grading import judging
from convnb.exercises.grading.arguments import ONLY_WHERE
from convnb.exercises.grading.judging import grade
from convnb.exercises.grading.slips import ALIKE, KINDS, OPENING, slips

REFERENCES = [e for name in notebooks() for e in exercises_of(name).values() if e.asks_function]


def line(x, y):
    return x - 3 * y


def halves(x, y):
    return x // 2 + y


def squares(x, y):
    return x * x + y


def between(x, y):
    total = np.zeros(2)
    for a, b in zip(x, y, strict=True):
        if 1 <= a < b:
            total[0] += a
    return total


def middle(x, y):
    return np.cumsum(np.convolve(x, y, "same"))[-4:]


def spread(x, y):
    largest = y.std()
    return x - largest


def picked(x, y):
    total = 0
    for t in np.argsort(y):
        total = 2 * total + x[t]
    return [total, 0]


def rows(x, y):
    return np.append(y - np.mean([y, 0 * y], axis=1)[0], x)


def corners(x, y):
    return [(x[0] - 1) ** 2, (y[0] - 1) ** 2]


def picks(x, y):
    return [x[0 * t + t] - 3 * y[0 * t + t] for t in range(len(x))]


def until(x, y):
    steps, left = 0, len(x) + 1
    while left > 0:
        left -= 1
        steps += 2
    return [steps, x[0]]


def asking(reference):
    """The exercise whose right answer this is, without a known misconception."""
    cases = [(np.array(x), np.array(y)) for x, y in [([3, 1, 4, 4], [5, 9, 4, 6]), ([2, -1, 5, 6], [3, 1, 4, 6])]]
    return dataclasses.replace(EXERCISE, reference=reference, inputs=lambda rng: cases, misconceptions=())


def numbers_between(x, y, chosen, last=False):
    kept = [a for a, b in zip(x, y, strict=True) if chosen(a, b)]
    return [kept[-1] if last else sum(kept), 0]


FILLED = {"counted": ("x", "large"), "scaled": ("x", "half"), "mode": ("full", "same"), "lacking": ("x",)}
FILLED |= {
    "prepared": ("y", "its values less their mean"),
    "axis": (0, 1),
    "fixed": ("y", 1),
    "function": ("var", "std"),
    "name": ("x", "y"),
}
SLIPS = {
    "fixed": (line, lambda x, y: x - 3),
    "assigned": (between, lambda x, y: numbers_between(x, y, lambda a, b: 1 <= a < b, last=True)),
    "flip": (line, lambda x, y: x - 3 * np.array([*reversed(y)])),
    "exchanged": (line, lambda x, y: y - 3 * x),
    "sign": (line, lambda x, y: x + y + y + y),
    "strict": (between, lambda x, y: numbers_between(x, y, lambda a, b: 1 <= a <= b)),
    "turned": (between, lambda x, y: numbers_between(x, y, lambda a, b: a > b)),
    "counted": (squares, lambda x, y: (x + 1) ** 2 + y),
    "rounding": (halves, lambda x, y: 0.5 * x + y),
    "number": (line, lambda x, y: x - 4 * y),
    "operation": (line, lambda x, y: x - 3 / y),
    "missing": (line, lambda x, y: x - y),
    "scaled": (squares, lambda x, y: x * x / 4 + y),
    "prepared": (squares, lambda x, y: x * x + y - y.mean()),
    "index": (picked, lambda x, y: picked(np.arange(4), y)),
    "mode": (middle, lambda x, y: np.cumsum(np.convolve(x, y))[-4:]),
    "function": (spread, lambda x, y: x - y.std() ** 2),
    "lacking": (squares, lambda x, y: x + y),
    "name": (line, lambda x, y: x - 3 * x),
    "axis": (rows, lambda x, y: np.append(y - y[0] / 2, x)),
    "condition": (between, lambda x, y: numbers_between(x, y, lambda a, b: a < b)),
}


@pytest.mark.parametrize(("kind", "reference", "answer"), [(kind, *pair) for kind, pair in SLIPS.items()], ids=SLIPS)
def test_each_kind_has_its_sentence(kind, reference, answer):
    result = grade(asking(reference), answer)
    assert result.kind == "misconception", result
    assert result.message.split("\n")[0] == OPENING + KINDS[kind].format(*FILLED.get(kind, ()))
    assert ": at index 0: expected " in result.message


def test_all_kinds_are_tried_and_shown_above():
    assert {*SLIPS} == {*KINDS}


def test_the_same_slip_in_two_places_is_one():
    text = grade(asking(corners), lambda x, y: [x[0] ** 2, y[0] ** 2]).message
    assert text.startswith(OPENING + KINDS["number"] + ALIKE)
    assert grade(asking(corners), lambda x, y: [x[0] ** 2, (y[0] - 1) ** 3]).kind == "wrong"


def test_a_slip_is_looked_for_in_other_right_answers_too():
    answer = lambda x, y: [x[0] - 3 * y[0]] * len(x)  # noqa: E731
    assert grade(asking(line), answer).kind == "wrong"
    assert grade(asking(line), answer, lambda: [picks]).message.startswith(OPENING + KINDS["number"])


def test_a_misconception_comes_first():
    answer = EXERCISE.misconceptions[0].answer
    assert grade(EXERCISE, answer).message.startswith("You left out <start>.")
    assert grade(dataclasses.replace(EXERCISE, misconceptions=()), answer).message.startswith(OPENING)


def test_two_slips_are_not_one():
    assert grade(asking(line), lambda x, y: x + 4 * y).kind == "wrong"


def test_an_answer_that_gives_no_number_at_first_is_told_its_error():
    assert grade(asking(between), lambda x, y: len(3)).kind == "error"  # as `between` does with x = 1


def test_a_changed_loop_that_does_not_end_is_left(monkeypatch):
    monkeypatch.setattr(judging, "SECONDS", 0.05)
    start = time.monotonic()
    assert "one number is off by one" in grade(asking(until), lambda x, y: [3 * (len(x) + 1), x[0]]).message
    assert time.monotonic() - start < 5


def test_without_source_there_are_no_slips():
    namespace = {}
    exec("def line(x, y):\n    return x - 3 * y", namespace)
    for reference in (namespace["line"], np.subtract, lambda x, y: x - 3 * y):
        assert list(slips(reference)) == []
    assert grade(asking(namespace["line"]), lambda x, y: x + 3 * y).kind == "wrong"


def test_slips_of_the_right_answers_are_named():
    """The changes are those of mutants.py, which shares nothing with what is tested."""
    named, differing = 0, 0
    for exercise in REFERENCES:
        changes = [mutant for _, mutant in mutants(exercise.reference)]
        for mutant in random.Random(0).sample(changes, min(10, len(changes))):
            result = grade(dataclasses.replace(exercise, seconds=1.0), mutant)
            differing += not result.passed
            named += result.kind == "misconception"
            if result.message.startswith(ONLY_WHERE):
                assert is_wrong_only_where(exercise, mutant, result.message), (exercise.id, result)
    assert differing > 300
    assert named >= 0.75 * differing, f"{named} of {differing}"
