"""Arguments that an exercise's text allows, by the samplers DOMAINS of solutions_nb*.py, and what is true of all."""

from functools import cache
from importlib import import_module

import numpy as np

from convnb.exercises import exercises_of, notebooks
from convnb.exercises.grading.arguments import ONLY_WHERE, conditions
from convnb.exercises.grading.comparing import agree
from convnb.exercises.grading.judging import results
from convnb.exercises.grading.running import quiet, run

DOMAINS = {}
for notebook in notebooks():
    DOMAINS |= import_module(f"solutions_nb{notebook}").DOMAINS


@cache
def samples(name):
    """400 samples of where an exercise's text is defined, and what the reference gives there."""
    rng = np.random.default_rng(5)
    cases = [DOMAINS[name](rng) for _ in range(400)]
    exercise = exercises_of(name[:2])[name]
    return cases, results(exercise, exercise.reference, cases)


def outcomes(exercise, answer):
    """What the answer gives for the samples, and the right results."""
    cases, wanted = samples(exercise.id)
    with quiet():
        return run(answer, cases, wanted, names=exercise.returns, seconds=20), wanted


def same_function(exercise, answer):
    """True if the answer agrees with the reference wherever the exercise's text is defined."""
    given, wanted = outcomes(exercise, answer)
    return all(o.status == "value" and agree(o.value, like) for o, like in zip(given, wanted, strict=True))


def is_wrong_only_where(exercise, answer, message):
    """True if all samples for which the answer gives a wrong number are as the message says; of an error, none is."""
    text = message.removeprefix(ONLY_WHERE).split(", and right on all other")[0]
    given, wanted = outcomes(exercise, answer)  # up to the first error
    wrong = [one.status == "value" and not agree(one.value, like) for one, like in zip(given, wanted, strict=False)]
    holds = conditions(exercise.parameters, exercise.returns, *samples(exercise.id))[text]
    return any(wrong) and holds[: len(wrong)][wrong].all()
