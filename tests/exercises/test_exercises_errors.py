"""What check says of Python's and NumPy's commonest errors: each sentence has an answer that raises its error."""

import numpy as np
import pytest
from engine_exercises import kind_and_text

from convnb.exercises.grading.errors import ADVICE, advice


def adds_in_whole_numbers(x, start):
    out = np.zeros(len(x), dtype=int)
    out += x
    return out


def writes_into_a_view(x, start):
    view = np.lib.stride_tricks.sliding_window_view(x, 2)
    view += 1
    return view


def puts_a_row_into_one_place(x, start):
    out = np.zeros(len(x))
    out[0] = np.array([*x, 1])
    return out


def calls_itself(x, start):
    return calls_itself(x, start)


def unpacks_too_little(x, start):
    rows, columns = x.shape
    return rows * columns


def never_set(x, start):
    if start > 100:
        total = 0
    return total + x


RAISING = [  # in the order of ADVICE
    [adds_in_whole_numbers],
    [lambda x, start: x ^ 2, lambda x, start: 0.5 ^ start],
    [lambda x, start: x if x > 0 else start],
    [lambda x, start: x[len(x)], lambda x, start: list(x)[99]],
    [lambda x, start: x + None, lambda x, start: start < None, lambda x, start: print(x)[0]],
    [lambda x, start: x.append(1)],
    [lambda x, start: [1] * 0.5, lambda x, start: [1] + start, lambda x, start: [1].sum(), lambda x, start: [1] / 3],  # noqa: RUF005
    [lambda x, start: range(len(x) / 2), lambda x, start: x[: len(x) / 2], lambda x, start: x[1.0]],
    [lambda x, start: x + x[1:], lambda x, start: x.dot(x[1:]), lambda x, start: x @ x[1:]],
    [puts_a_row_into_one_place],
    [calls_itself],
    [lambda x, start: not_set_anywhere],  # noqa: F821
    [never_set],
    [writes_into_a_view],
    [lambda x, start: x(0)],
    [unpacks_too_little],
]
EVERY = [(sentence, one) for sentence, answers in zip(ADVICE.values(), RAISING, strict=True) for one in answers]


@pytest.mark.parametrize(("sentence", "answer"), EVERY)
def test_the_error_is_shown_with_its_sentence_below(sentence, answer):
    kind, text = kind_and_text(answer)
    assert kind == "error"
    assert " raised " in text
    assert f"\n{sentence}\n" in text


def test_another_error_stands_alone():
    assert advice("ZeroDivisionError: division by zero") == ""
    assert advice("ValueError: bad\nin line 3: x ^ 2  # broadcast, read-only") == ""
    _, text = kind_and_text(lambda x, start: 1 / 0)
    assert not any(sentence in text for sentence in ADVICE.values())
