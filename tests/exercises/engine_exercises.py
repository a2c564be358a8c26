"""Small exercises for the tests of the engine, and an object that fails at everything."""

import dataclasses

import numpy as np

from convnb.exercises.grading.comparing import Unreadable
from convnb.exercises.grading.judging import grade
from convnb.exercises.grading.model import Effect, Exercise, Misconception


def running_sum(x, start):
    """start + x[0] + ... + x[t], for each t."""
    return start + np.cumsum(x)


EXERCISE = Exercise(
    id="99.1",
    title="Running sum",
    text="A test of the engine.",
    reference=running_sum,
    inputs=lambda rng: [(np.array([1.0, 2.0, 4.0]), 3), *((rng.normal(size=n), n) for n in (2, 5, 20))],
    misconceptions=(Misconception(lambda x, start: np.cumsum(x), "You left out <start>."),),
    hints=("Think.", "Add."),
)
VALUE = Exercise(
    id="99.2",
    title="A vector",
    text="A test of the engine.",
    reference=np.array([4.0, 5.0]),
    misconceptions=(Misconception([5, 4], "Exchanged."),),
    hints=("Think.", "Add."),
)
PAIR = dataclasses.replace(
    EXERCISE, reference=lambda x, start: (x + start, len(x)), returns=("sums", "count"), misconceptions=()
)


def signs(values):
    """Signs of the sum and of the first entry."""
    if values.ndim != 1:
        raise Unreadable("expected a list")
    return np.sign(values.sum()), np.sign(values[0])


EFFECT = dataclasses.replace(
    VALUE,
    reference=np.array([-1.0, 5.0]),
    effect=Effect(signs, ("sign of the sum", "sign of the first")),
    misconceptions=(Misconception(np.array([1.0, -5.0]), "Turned round."),),
)
QUICK = dataclasses.replace(EXERCISE, seconds=0.3)


def kind_and_text(answer, exercise=EXERCISE):
    result = grade(exercise, answer)
    return result.kind, repr(result)


class Hostile:
    def __array__(self, *arguments, **keywords):
        raise RuntimeError("no array")

    def __str__(self):
        raise RuntimeError("no text")

    __repr__ = __str__
