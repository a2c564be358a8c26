"""The hand-sized case of an exercise: Predict("05.1") asks for the result of a few short numbers, before any code.

The case is one of the inputs of `check`: what the page says of a wrong result is what `check` says of the function that
gives it.
"""

from copy import deepcopy

import numpy as np

from .grading.showing import show

AMONG = 8  # of the inputs, which begin with the small ones
NEARLY = 0.85  # as many wrong answers told apart as on the input that tells most
MOST_ROWS, MOST_RESULTS, MOST_NUMBERS, LARGEST, DECIMALS = 12, 16, 30, 999, 2


def case_by_hand(exercise):
    """The traits of the Prediction that asks for it; None where no input is small, or no function is asked for.

    Of the first inputs it is the smallest one that tells nearly as many wrong answers apart as any.
    """
    return _chosen(exercise)[1]


def mistakes_by_hand(exercise):
    """{sentence: the rows that its wrong answer gives in that case}, "" if they are right or do not fit."""
    (arguments, case), given = _chosen(exercise), {}
    for misconception in exercise.misconceptions:
        result = result_by_hand(misconception.answer, arguments)
        rows = "" if result is None or result.tolist() == case["answer"] else result.tolist()
        given[misconception.hint] = given.get(misconception.hint) or rows
    return given


def _chosen(exercise):
    """The arguments and the traits of the case, (None, None) where there is none."""
    if not exercise.asks_function or exercise.effect:
        return None, None
    inputs = exercise.cases()[:AMONG]
    cases = [(arguments, case) for arguments in inputs if (case := _case(exercise, arguments))]
    most = max((len(case["wrong"]) for _, case in cases), default=0)
    telling = [pair for pair in cases if len(pair[1]["wrong"]) >= NEARLY * most]
    return min(telling, key=lambda pair: _size(*pair), default=(None, None))


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


def _size(arguments, case):
    """How many numbers there are to read and to write."""
    return sum(map(np.size, arguments)) + np.size(case["answer"])


def _case(exercise, arguments):
    right, given = result_by_hand(exercise.reference, arguments), [np.ravel(argument) for argument in arguments]
    small = right is not None and right.size <= MOST_RESULTS and sum(map(len, given)) <= MOST_NUMBERS
    if not small or not all(map(_is_short, [right, *given])):
        return None
    known, wrong = [right], []
    for misconception in exercise.misconceptions:
        result = result_by_hand(misconception.answer, arguments)
        if result is not None and not any(one.shape == result.shape and np.allclose(one, result) for one in known):
            known.append(result)
            wrong.append([result.tolist(), misconception.hint])
    values = ", ".join(f"`{name} = {show(one)}`" for name, one in zip(exercise.parameters, arguments, strict=True))
    order = f" In this order: {', '.join(exercise.returns)}." if exercise.returns else ""
    traits = {
        "question": f"By hand: what is `{exercise.call}` for {values}?{order}",
        "answer": right.tolist(),
        "wrong": wrong,
    }
    if right.size == 1 and np.ndim(exercise.reference(*deepcopy(arguments))) == 0:
        return traits | {"kind": "number", "entries": [[""]]}
    entries = {"entries": [[""] * right.shape[1]] * right.shape[0]} if exercise.returns else {"sized": False}
    return traits | {"kind": "grid"} | entries


def _is_short(numbers):
    if numbers.dtype.kind not in "uif" or not numbers.size:
        return False
    return bool((abs(numbers) <= LARGEST).all() and np.allclose(numbers, numbers.round(DECIMALS), atol=1e-12))
