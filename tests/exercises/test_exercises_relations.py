"""How wrong results are related to the right ones: each kind is said where it is true on every input, nowhere else."""

import dataclasses

import numpy as np
import pytest
from engine_exercises import PAIR, kind_and_text

from convnb.exercises.grading.relations import KINDS, OPENING, Pairs, relation

ROWS = [np.array([3.0, 1, 4]), np.array([1.0, 5, 9, 2])]
TABLES = [np.array([[3.0, 1, 4], [1, 5, 9]]), np.array([[2.0, 6], [5, 3]])]
BLOCKS = [table[None] * np.array([1, 7]).reshape(2, 1, 1) for table in TABLES]
NUMBERS = [np.array(4.0), np.array(10.0), np.array(-6.0)]
HALVES = [np.array([1.0, 2]), np.array([1.5, 2]), np.array([2.5, 7.5])]
SIZED = [np.arange(2.0, n) * 3 for n in (5, 4, 6, 8, 9)]
POSITIVE = [np.array([2.0, 5, 3]), np.array([7.5, 0.5]), np.array([1.25, 4, 6])]
NUMBERED = [row.sum() for row in SIZED]
HUGE = [np.array([1.0, 2]), np.array([3.0, 1000]), np.array([1000.0, 4])]


SIZES = [{"n": len(row), "k": k} for row, k in zip(SIZED, (2, 3, 4, 6, 9), strict=True)]


def each(wanted, change):
    return [change(one) for one in wanted]


def by_size(change):
    """A function of a row of SIZED and what its arguments say."""
    sizes = {str(row): one for row, one in zip(SIZED, SIZES, strict=True)}
    sizes |= {str(one.sum()): sizes[str(one)] for one in SIZED}
    return lambda row: change(row, **sizes[str(row)])


SAID = {
    "sign": (ROWS, np.negative, "the right ones with the other sign"),
    "size": (each(ROWS, lambda row: row - 3), np.abs, "all of yours are positive"),
    "backwards": (ROWS, lambda row: row[::-1], "they run backwards: see"),
    "backwards along columns": (TABLES, lambda table: table[:, ::-1], "backwards along axis 1"),
    "backwards along both": (TABLES, lambda table: table[::-1, ::-1], "backwards along axes 0 and 1"),
    "transposed": (TABLES, np.transpose, "but transposed"),
    "axes": (BLOCKS, lambda block: block.transpose(1, 2, 0), "axes stand in another order"),
    "half": (NUMBERS, lambda number: number / 2, "the right ones divided by 2."),
    "factor": (NUMBERS, lambda number: 1.5 * number, "1.5 times the right ones."),
    "mean": (
        ROWS,
        lambda row: row / row.size,
        "by one number, 3 on the input below: is there a mean in place of a sum?",
    ),
    "sum": (ROWS, lambda row: row * row.size, "times one number, 3 on the input below"),
    "largest": (
        ROWS,
        lambda row: row / (row.max() - 0.5),
        "times one number, 0.2857 on the input below, and another elsewhere",
    ),
    "constant": (SIZED, lambda row: np.array([7.0]), "the same, [7]: the arguments have no effect"),
    "empty": (SIZED, lambda row: row[:0], "your result is empty"),
    "times a size": (SIZED, by_size(lambda row, n, k: row * n * (k - 1)), "the right ones times `n * (k - 1)`."),
    "divided by a size": (
        SIZED,
        by_size(lambda row, n, k: row / (n + k)),
        "the right ones divided by `n + k`: is there a mean",
    ),
    "more by a size": (SIZED, by_size(lambda row, n, k: row + k - n + 1), "too large by `k - n + 1`."),
    "less by a size": (SIZED, by_size(lambda row, n, k: row - 2 * k), "too small by `2 * k`."),
    "means at the ends": (SIZED, lambda row: row / np.minimum(np.arange(len(row)) + 1, 3), "divided by a whole number"),
    "counted again": (SIZED, lambda row: row * np.minimum(np.arange(len(row)) + 1, 3), "3 at most: is something"),
    "beginning": (SIZED, lambda row: row + (row == row[0]), "right but for those at the beginning"),
    "end": (SIZED, lambda row: row + (row == row[-1]), "right but for those at the end"),
    "squares": (POSITIVE, np.square, "the squares of the right ones: is there a root missing"),
    "normalized": (POSITIVE, lambda row: row / row.sum(), "divided by their sum."),
    "added up": (POSITIVE, np.cumsum, "added up one after the other."),
    "sorted": (POSITIVE, np.sort, "is there a sort too many?"),
    "late": (SIZED[2:], lambda row: np.append(0, row[:-1]), "too late: the first index is too small"),
    "early": (SIZED[2:], lambda row: np.append(row[2:], [1, 7]), "too early: the first index is too large"),
    "every second": (SIZED, lambda row: row[::2], "all your numbers are right, but others are missing: is a step"),
    "others between": (
        SIZED,
        lambda row: np.repeat(row, 2) + np.tile([0, 0.1], len(row)),
        "with others between them",
    ),
    "thinned table": (TABLES, lambda table: np.kron(table, [[1, 7], [5, 9]]), "with others between them"),
    "a size": (NUMBERED, by_size(lambda row, n, k: np.array(k * 1.0)), "your number is `k`: nothing else"),
    "one more": (NUMBERS, lambda number: number + 1, "too large by 1."),
    "one less": (NUMBERS, lambda number: number - 1, "too small by 1."),
    "whole": (HALVES, np.floor, "An array of whole numbers does that"),
    "not finite": (HUGE, lambda row: np.where(row > 99, np.inf, row), "right where they are finite"),
    "not summed": (ROWS, lambda row: np.array([row - 1, 0 * row + 1]), "if you added them up along axis 0"),
    "summed": (TABLES, lambda table: table.sum(axis=1), "the sums of the right ones along axis 1"),
    "end missing": (ROWS, lambda row: row[:-1], "some are missing at the end"),
    "last row and column missing": (
        [*TABLES, np.array([[7.0]])],
        lambda table: table[:-1, :-1] if table.size > 1 else np.array([]),
        "some are missing at the end",
    ),
    "beginning missing": (ROWS, lambda row: row[1:], "some are missing at the beginning"),
    "both ends more": (TABLES, lambda table: np.pad(table, 1), "more numbers at both ends"),
    "end more": (ROWS, lambda row: np.append(row, 0), "more numbers at the end"),
    "shape": (TABLES, np.ravel, "has another shape"),
    "places": (TABLES, lambda table: np.roll(table, 1, axis=1), "not in their places"),
}


@pytest.mark.parametrize(("wanted", "change", "part"), SAID.values(), ids=SAID)
def test_each_relation_has_its_sentence(wanted, change, part):
    said = relation((), wanted, each(wanted, change), SIZES[-len(wanted) :] if len(wanted) > 2 else ())
    assert said.startswith(OPENING)
    assert part in said


def test_all_kinds_are_shown_above():
    said = [
        next(kind for kind in KINDS if kind(Pairs([(change(one), one) for one in wanted], SIZES)))
        for wanted, change, _ in SAID.values()
    ]
    assert {*said} == {*KINDS}


@pytest.mark.parametrize("wanted", [ROWS, TABLES, BLOCKS, NUMBERS], ids=["rows", "tables", "blocks", "numbers"])
def test_nothing_is_said_of_other_numbers(wanted):
    for change in (
        np.cbrt,
        lambda one: one * one + 0.37,
        lambda one: np.full((2, 2), one.sum()),
        lambda one: 0.3 - one,
    ):
        assert relation((), wanted, each(wanted, change)) == ""


@pytest.mark.parametrize(("wanted", "change", "part"), SAID.values(), ids=SAID)
def test_what_is_true_of_some_inputs_is_not_said(wanted, change, part):
    others = [*each(wanted, change), np.full(wanted[-1].shape, 0.123)]
    assert relation((), [*wanted, wanted[-1]], others) == ""


@pytest.mark.parametrize("name", ["size", "half", "factor", "one more", "one less", "whole"])
def test_what_is_true_of_the_wrong_results_alone_is_not_said_of_every_input(name):
    wanted, change, _ = SAID[name]
    assert relation((), [*wanted, wanted[-1]], [*each(wanted, change), wanted[-1]]) == ""


def test_one_wrong_result_is_no_relation():
    assert relation((), ROWS, [ROWS[0], -ROWS[1]]) == ""
    assert relation((), ROWS[:1], [-ROWS[0]])  # but where there is one input only, it is all there is


def test_of_several_results_the_wrong_one_is_named():
    pairs = [(row, row.sum()) for row in ROWS]
    said = relation(("sums", "count"), pairs, [(-one, two) for one, two in pairs])
    assert said.startswith("sums: on every input your numbers are the right ones with the other sign")
    both = relation(("sums", "count"), pairs, [(-one, -two) for one, two in pairs])
    assert both.startswith("On every input your numbers are the right ones with the other sign")
    apart = [(-one, two + 1) for one, two in pairs]
    assert relation(("sums", "count"), pairs, apart) == ""
    assert relation(("sums", "count"), pairs, apart, first=True) == said


def test_check_says_it_before_a_slip():
    kind, text = kind_and_text(lambda x, start: (-(x + start), len(x)), PAIR)
    assert kind == "misconception"
    assert "sums: on every input your numbers are the right ones with the other sign" in text
    kind, text = kind_and_text(lambda x, start: (1j * (x + start), len(x)), dataclasses.replace(PAIR))
    assert kind == "wrong"
    assert OPENING not in text
