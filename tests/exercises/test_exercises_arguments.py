"""What wrong results have to do with the arguments is said where it is true, and where enough inputs tell it."""

import dataclasses
import time
from itertools import product

import numpy as np
import pytest
from engine_exercises import EXERCISE

from convnb.exercises.grading import arguments
from convnb.exercises.grading import influence as influencing
from convnb.exercises.grading.arguments import FEWEST, ONLY_WHERE, mixed, sizes, where
from convnb.exercises.grading.influence import influence

PAIRS = [(n, k) for n, k in product(range(-2, 4), repeat=2)]


def told(holds, cases=PAIRS, result=lambda n, k: [n], returns=()):
    """What is said of an answer that is wrong where this holds, as a part of the sentence."""
    said = where(("n", "k"), returns, cases, [result(*case) for case in cases], [holds(*case) for case in cases])
    return said.removeprefix(ONLY_WHERE).split(", and right on all other inputs")[0]


@pytest.mark.parametrize(
    ("holds", "text"),
    [
        (lambda n, k: n < 0, "`n` is negative"),
        (lambda n, k: k == 0, "`k` is 0"),
        (lambda n, k: n != 0, "`n` is not 0"),
        (lambda n, k: k == 1, "`k` is 1"),
        (lambda n, k: k > 1, "`k` is more than 1"),
        (lambda n, k: n > 2, ""),
        (lambda n, k: k > 0 or (n, k) == (0, -1), ""),
        (lambda n, k: k > 1 and n > -2, "`k` is more than 1"),  # right on two inputs of twelve
        (lambda n, k: k > 1 and (n > 1 or k > 2 > n + k), ""),  # right on more of them
    ],
)
def test_each_condition_has_its_sentence(holds, text):
    assert told(holds) == text


def test_a_single_number_among_the_results_may_tell_it():
    differ = lambda n, k: (n - k, k)  # noqa: E731
    assert told(lambda n, k: n < k, result=lambda n, k: n - k) == "the right result is negative"
    assert told(lambda n, k: n < k, result=differ, returns=("lag", "sign")) == "the right lag is negative"
    assert told(lambda n, k: n == k, result=differ, returns=("lag", "sign")) == "the right lag is 0"
    assert told(lambda n, k: n < k, result=lambda n, k: [n - k]) == ""


def test_a_few_sizes_are_not_enough():
    for wrong, right in [(FEWEST, FEWEST - 1), (FEWEST - 1, FEWEST)]:
        cases = [(1, k) for k in range(2, 2 + right)] + [(0, k) for k in range(2, 2 + wrong)]
        assert told(lambda n, k: n == 0, 9 * cases) == ""
        assert told(lambda n, k: n == 0, [*cases, (0, 9), (1, 9)]) == "`n` is 0"


def test_other_numbers_in_an_array_are_no_other_size():
    cases = [(np.ones(3) * n, k) for n, k in product(range(9), (1, 2))]
    assert told(lambda x, k: k == 1, cases) == ""
    assert told(lambda x, k: k == 1, [(x[: k + n % 2], k) for n, (x, k) in enumerate(cases)]) == ""


def test_a_size_that_not_all_inputs_have_is_left_out():
    cases = [(np.ones(n) if n else 1.0, k) for n, k in product(range(3), range(6))]
    assert told(lambda x, k: k > 1, cases) == "`k` is more than 1"


def test_mixed_inputs_are_made_of_two_or_cut_short(monkeypatch):
    made = mixed([(np.ones((2, 1)), (3, 4), 5), (np.ones((1, 1)), (6, 7), 8)])
    made = {(np.shape(x), pair, k) for x, pair, k in made}
    assert {((1, 1), (3, 4), 5), ((2, 1), (6, 4), 5), ((2, 1), (3, 7), 5), ((2, 1), (3, 4), 8)} < made
    assert not any(0 in shape for shape, *_ in made)
    assert len(made) == 10
    monkeypatch.setattr(arguments, "MOST_MIXED", 3)
    assert len(mixed([(1, 2), (3, 4), (5, 6)])) == 3


def test_sizes_are_named_as_a_learner_writes_them():
    case = np.array([1.0, 2]), np.ones((3, 4)), (5, 6), [(1, 2)], 7, "full"
    assert sizes("abcdef", case) == {
        "len(a)": 2,
        "sum(a)": 3,
        "b.shape[0]": 3,
        "b.shape[1]": 4,
        "b.size": 12,
        "b.sum()": 12,
        "c[0]": 5,
        "c[1]": 6,
        "len(d)": 1,
        "e": 7,
    }


FIVES = [(np.arange(n) + 1.5, 2) for n in (5, 6, 7)]


@pytest.mark.parametrize(
    ("of", "answer", "said"),
    [
        (lambda x: x.sum(), lambda x: 3, "The numbers in `x` have no effect on your result, but they should."),
        (lambda x: x[0] + x[1], lambda x: 3, "The numbers in `x` have no effect on your result, but they should."),
        (
            lambda x: x.sum(),
            lambda x: x[1:-1].sum(),
            "Part of `x` has no effect on your result: on the input below, `x[0]`, `x[4]` should",
        ),
        (
            lambda x: x[0],
            lambda x: x.sum(),
            "Too much of `x` has an effect on your result: on the input below, `x[1]`, `x[2]`, `x[3]` and",
        ),
        (lambda x: x.sum(), lambda x: 2 * x.sum(), ""),
        (lambda x: x[1:].sum(), lambda x: 2 * x[1:].sum(), ""),
        (lambda x: x[0] + x[1], lambda x: x[0], ""),  # of a few entries only, and not of the others
        (lambda x: 3.5, lambda x: 4, ""),
        (lambda x: int(x.sum()), lambda x: 3, ""),  # a count or a place
        (lambda x: x.sum(), lambda x: [x, 1], ""),
    ],
)
def test_which_numbers_have_an_effect_is_told(of, answer, said):
    exercise = dataclasses.replace(EXERCISE, reference=lambda x, start: of(x))
    found = influence(exercise, lambda x, start: answer(x), FIVES)
    assert found.startswith(said)
    assert bool(found) == bool(said)
    assert influence(exercise, lambda x, start: answer(x), FIVES[:1]) == ""
    assert influence(exercise, lambda x, start: answer(x), [*FIVES[:2], (np.arange(50.0), 2)]) == ""  # too many


def test_nothing_is_said_of_a_place_beside_the_numbers_nor_of_what_is_too_slow(monkeypatch):
    exercise = dataclasses.replace(EXERCISE, reference=lambda x, start: (x + start, len(x)), returns=("sums", "count"))
    assert influence(exercise, lambda x, start: (0 * x, len(x)), FIVES) == ""
    exercise = dataclasses.replace(EXERCISE, reference=lambda x, start: x + start)
    assert influence(exercise, lambda x, start: time.sleep(0.02) or 0 * x, FIVES)
    monkeypatch.setattr(influencing, "SECONDS", 0.05)
    assert influence(exercise, lambda x, start: time.sleep(0.02) or 0 * x, FIVES) == ""


def test_whole_numbers_are_not_changed_since_they_may_be_places():
    exercise = dataclasses.replace(EXERCISE, reference=lambda x, start: x[start])
    cases = [(x, np.array([0, len(x) - 1])) for x, _ in FIVES]
    assert influence(exercise, lambda x, start: np.ones(2), cases).startswith("The numbers in `x` have no effect")
