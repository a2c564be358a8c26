"""The hand-sized case of an exercise: Predict("05.1") asks for the result of a few short numbers, before any code.

The case is one of the inputs of `check`: what the page says of a wrong result is what `check` says of the function that
gives it.
"""

from copy import deepcopy
from typing import NamedTuple

import numpy as np

from .grading.judging import results
from .grading.showing import show
from .scenes import seen_mistake

AMONG = 8  # of the inputs, which begin with the small ones
NEARLY = 0.85  # as many wrong answers told apart as on the input that tells most
MOST_ROWS, MOST_RESULTS, MOST_NUMBERS, LARGEST, DECIMALS = 12, 16, 30, 999, 2


class Case(NamedTuple):
    """An input as a question: its number, how much there is to read and to write, the traits of the Prediction, and
    the misconceptions behind its wrong answers.
    """

    number: int
    size: int
    traits: dict
    known: list


def case_by_hand(exercise):
    """The Case that is asked for; None where no input is small, or no function is asked for.

    Of the first inputs it is the smallest one that tells nearly as many wrong answers apart as any.
    """
    if not exercise.asks_function or exercise.effect:
        return None
    inputs = enumerate(exercise.cases()[:AMONG])
    cases = [case for number, arguments in inputs if (case := _case(exercise, number, arguments))]
    most = max((len(case.known) for case in cases), default=0)
    telling = [case for case in cases if len(case.known) >= NEARLY * most]
    return min(telling, key=lambda case: case.size, default=None)


def pictured_by_hand(exercise, case):
    """{index of a wrong answer of the Case: its Mistake}, for those that a widget can show."""
    mistakes = {}
    for index, misconception in enumerate(case.known):
        try:
            values = [np.asarray(value) for value in results(exercise, misconception.answer, exercise.cases())]
        except Exception:  # on other inputs it gives no result
            continue
        if mistake := seen_mistake(exercise, values, case.number):
            mistakes[index] = mistake
    return mistakes


def mistakes_by_hand(exercise, case):
    """{sentence: the rows that its wrong answer gives in the Case}; "" where they are right or cannot be shown."""
    arguments, given = exercise.cases()[case.number], {}
    for misconception in exercise.misconceptions:
        result = result_by_hand(misconception.answer, arguments)
        rows = "" if result is None or result.tolist() == case.traits["answer"] else result.tolist()
        given[misconception.hint] = given.get(misconception.hint) or rows
    return given


def result_by_hand(answer, arguments):
    """What a function gives on these arguments, as at most 12 rows of 12 finite numbers; None for anything else."""
    try:
        with np.errstate(all="ignore"):
            result = np.atleast_2d(answer(*deepcopy(arguments)))
    except Exception:
        return None
    fits = result.ndim == 2 and result.size > 0 and max(result.shape) <= MOST_ROWS
    usable = fits and result.dtype.kind in "buif" and np.isfinite(result).all()
    return result.astype(float) if usable else None


def _case(exercise, number, arguments):
    """The Case of that input; None where it is too large."""
    right, given = result_by_hand(exercise.reference, arguments), [np.ravel(argument) for argument in arguments]
    small = right is not None and right.size <= MOST_RESULTS and sum(map(len, given)) <= MOST_NUMBERS
    if not small or not all(map(_is_short, [right, *given])):
        return None
    told, known = [right], []
    for misconception in exercise.misconceptions:
        result = result_by_hand(misconception.answer, arguments)
        if result is not None and not any(one.shape == result.shape and np.allclose(one, result) for one in told):
            told.append(result)
            known.append(misconception)
    values = ", ".join(f"`{name} = {show(one)}`" for name, one in zip(exercise.parameters, arguments, strict=True))
    order = f" In this order: {', '.join(exercise.returns)}." if exercise.returns else ""
    traits = {
        "question": f"By hand: what is `{exercise.call}` for {values}?{order}",
        "answer": right.tolist(),
        "wrong": [[result.tolist(), one.hint] for result, one in zip(told[1:], known, strict=True)],
    }
    if right.size == 1 and np.ndim(exercise.reference(*deepcopy(arguments))) == 0:
        traits |= {"kind": "number", "entries": [[""]]}
    elif exercise.returns:
        traits |= {"kind": "grid", "entries": [[""] * right.shape[1]] * right.shape[0]}
    else:
        traits |= {"kind": "grid", "sized": False}
    return Case(number, sum(map(len, given)) + right.size, traits, known)


def _is_short(numbers):
    if numbers.dtype.kind not in "uif" or not numbers.size:
        return False
    return bool((abs(numbers) <= LARGEST).all() and np.allclose(numbers, numbers.round(DECIMALS), atol=1e-12))
