"""How wrong results are related to the right ones: each kind is said where it is true on every input, nowhere else."""

import numpy as np
import pytest
from engine_exercises import PAIR, kind_and_text

from convnb.exercises.grading.arguments import expression
from convnb.exercises.grading.relations import KINDS, OPENING, Pairs, relation
from convnb.exercises.grading.running import quiet

ROWS = [np.array([3.0, 1, 4]), np.array([1.0, 5, 9, 2])]
TWO = [np.array([3.0, 1]), np.array([5.0, 9])]
TABLES = [np.array([[3.0, 1, 4], [1, 5, 9]]), np.array([[2.0, 6], [5, 3]])]
BLOCKS = [table[None] * np.array([1, 7]).reshape(2, 1, 1) for table in TABLES]
NUMBERS = [np.array(4.0), np.array(10.0), np.array(-6.0)]
SIZED = [np.arange(2.0, n) * 3 for n in (5, 4, 6, 8, 9)]
NUMBERED = [row.sum() for row in SIZED]


SIZES = [{"n": len(row), "k": k} for row, k in zip(SIZED, (2, 3, 4, 6, 9), strict=True)]


def each(wanted, change):
    return [change(one) for one in wanted]


def by_size(change):
    """A function of a row of SIZED and what its arguments say."""
    sizes = {str(row): one for row, one in zip(SIZED, SIZES, strict=True)}
    sizes |= {str(one.sum()): sizes[str(one)] for one in SIZED}
    return lambda row: change(row, **sizes[str(row)])


SAID = {
    "sign": (ROWS, np.negative, "the right ones with the opposite sign"),
    "backwards": (ROWS, lambda row: row[::-1], "in reverse order: check"),
    "backwards along columns": (TABLES, lambda table: table[:, ::-1], "in reverse order along axis 1"),
    "backwards along both": (TABLES, lambda table: table[::-1, ::-1], "in reverse order along axes 0 and 1"),
    "transposed": (TABLES, np.transpose, "but transposed"),
    "axes": (BLOCKS, lambda block: block.transpose(1, 2, 0), "yours is `np.transpose(right, (1, 2, 0))`"),
    "half": (NUMBERS, lambda number: number / 2, "the right ones divided by 2."),
    "factor": (NUMBERS, lambda number: 1.5 * number, "1.5 times the right ones."),
    "mean": (
        ROWS,
        lambda row: row / row.size,
        "by a whole number, 3 on the input below: is there a mean in place of a sum?",
    ),
    "sum": (ROWS, lambda row: row * row.size, "times one number, 3 on the input below"),
    "largest": (
        ROWS,
        lambda row: row / (row.max() - 0.5),
        "times one number, 0.2857 on the input below and another elsewhere",
    ),
    "constant": (SIZED, lambda row: np.array([7.0]), "the same, [7]: the arguments have no effect"),
    "empty": (SIZED, lambda row: row[:0], "your result is empty"),
    "times a size": (SIZED, by_size(lambda row, n, k: row * n * (k - 1)), "the right ones times `n * (k - 1)`."),
    "divided by a size": (
        SIZED,
        by_size(lambda row, n, k: row / (n + k)),
        "the right ones divided by `n + k`: is there a mean",
    ),
    "times two of a size less": (
        SIZED,
        by_size(lambda row, n, k: row * (n - 1) * (k - 1)),
        "the right ones times `(n - 1) * (k - 1)`.",
    ),
    "size less one": (SIZED, by_size(lambda row, n, k: row + n - 1), "too large by `n - 1`."),
    "more by a size": (SIZED, by_size(lambda row, n, k: row + k - n + 1), "too large by `k - n + 1`."),
    "less by a size": (SIZED, by_size(lambda row, n, k: row - 2 * k), "too small by `2 * k`."),
    "means at the ends": (SIZED, lambda row: row / np.minimum(np.arange(len(row)) + 1, 3), "divided by a whole number"),
    "counted again": (SIZED, lambda row: row * np.minimum(np.arange(len(row)) + 1, 3), "3 at most: is something"),
    "beginning": (SIZED, lambda row: row + (row == row[0]), "right except at the beginning"),
    "end": (SIZED, lambda row: row + (row == row[-1]), "right except at the end"),
    "late": (SIZED, lambda row: np.append(0, row[:-1]), "too late: the first index is too small"),
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
    "not summed": (ROWS, lambda row: np.array([row - 1, 0 * row + 1]), "if you added them up along axis 0"),
    "one of two missing": (TWO, lambda row: row[:1], "some are missing at the end"),
    "more at the beginning": (
        [np.array([]), *ROWS],
        lambda row: np.append(7, row),
        "extra numbers at the beginning.",
    ),
    "end missing": (ROWS, lambda row: row[:-1], "some are missing at the end"),
    "last row and column missing": (
        [*TABLES, np.array([[7.0]])],
        lambda table: table[:-1, :-1] if table.size > 1 else np.array([]),
        "some are missing at the end",
    ),
    "beginning missing": (ROWS, lambda row: row[1:], "some are missing at the beginning"),
    "both ends more": (TABLES, lambda table: np.pad(table, 1), "extra numbers at both ends"),
    "end more": (ROWS, lambda row: np.append(row, 0), "extra numbers at the end"),
    "shape": (TABLES, np.ravel, "has the wrong shape"),
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


@pytest.mark.parametrize("name", ["half", "factor", "one more", "one less"])
def test_what_is_true_of_the_wrong_results_alone_is_not_said_of_every_input(name):
    wanted, change, _ = SAID[name]
    assert relation((), [*wanted, wanted[-1]], [*each(wanted, change), wanted[-1]]) == ""


def test_one_wrong_result_is_no_relation():
    assert relation((), ROWS, [ROWS[0], ROWS[1][:-1]]) == ""
    assert relation((), ROWS[:1], [-ROWS[0]])  # but where there is one input only, it is all there is


def test_of_several_results_the_wrong_one_is_named():
    pairs = [(row, row.sum()) for row in ROWS]
    said = relation(("sums", "count"), pairs, [(-one, two) for one, two in pairs])
    assert said.startswith("sums: on every input your numbers are the right ones with the opposite sign")
    both = relation(("sums", "count"), pairs, [(-one, -two) for one, two in pairs])
    assert both.startswith("On every input your numbers are the right ones with the opposite sign")
    apart = [(-one, two + 1) for one, two in pairs]
    assert relation(("sums", "count"), pairs, apart) == ""
    assert relation(("sums", "count"), pairs, apart, first=True) == said
    assert relation((), pairs, [(-one, two) for one, two in pairs]).startswith(OPENING)
    assert relation(("sums", "count"), pairs, [(one * 2, two * 3) for one, two in pairs]) == ""


ZEROS = np.zeros(3)
ONES = [np.array([1.0, 1, 1, 5]), np.array([2.0, 2, 2, 7]), np.array([4.0, 4, 4, 1])]
LONE = [np.array([0.0, 0, 5, 1]), np.array([0.0, 0, 7, 2]), np.array([0.0, 0, 4, 3])]


@pytest.mark.parametrize(
    ("wanted", "got", "part"),
    [
        ([*ROWS, ZEROS], [*each(ROWS, lambda row: 2 * row), ZEROS], "2 times the right ones."),
        ([*ROWS, ZEROS], each([*ROWS, ZEROS], lambda row: row * len(row)), "times one number, 3 on the input below"),
        ([*ROWS, ZEROS], [*each(ROWS, lambda row: 2 * row), ZEROS + 1], ""),
        (ROWS, each(ROWS, lambda row: 0 * row), ""),
        (ROWS, each(ROWS, lambda row: 1j * row), ""),
        (ROWS, each(ROWS, lambda row: np.inf * row), ""),
        (ROWS, each(ROWS, lambda row: row + np.inf), ""),
        (SIZED, each(SIZED, lambda row: np.where(row == row[1], -np.inf, row)), ""),
        (SIZED, each(SIZED, lambda row: np.where(row == row[1], -row, row / 2)), ""),
        ([np.array([]), *ROWS], [np.array([]), *each(ROWS, lambda row: row + 1)], ""),
        ([ROWS[0], 2 * ROWS[0], ZEROS], [np.ones((1, 3)), np.ones((1, 3, 1)), ZEROS], ""),
        (ROWS, [row[:1].reshape((1,) * 30) for row in ROWS], ""),
        (TABLES, [TABLES[0].T, np.array([5.0, 3])], ""),
        ([*TABLES, BLOCKS[0]], [*each(TABLES, np.transpose), BLOCKS[0] + 1], ""),
        (ROWS, [np.stack([ROWS[0] - 1, 0 * ROWS[0] + 1], axis=1), ROWS[1] + 0.5], ""),
        ([*TABLES, np.array(3.0)], [*each(TABLES, np.sqrt), np.array(4.0)], ""),
        (ROWS, [np.array([1.0]), np.array([5.0])], ""),  # one number may be there by chance
        ([*ROWS, ROWS[0]], [np.array([1.0]), np.array([5.0]), ROWS[0]], ""),
        ([np.array([3.0, 1, 4])] * 2, [np.array([1.0]), np.array([1.0])], "the same, [1]"),
        (SIZED, each(SIZED, lambda row: row / np.minimum(np.arange(len(row)) + 1, 3) * (row != row[-1])), ""),
        (SIZED, each(SIZED, lambda row: row * np.arange(40, 40 + len(row))), ""),
        (SIZED[:2], each(SIZED[:2], lambda row: row + (row == row[-1])), ""),
        (SIZED, each(SIZED, lambda row: row + (row != row[0]) * row**2), ""),
        (3 * TABLES, each(3 * TABLES, lambda table: table + (table == table[0, 0])), ""),
        (ONES, [np.array([9.0, 1, 1, 1]), np.array([9.0, 2, 2, 2]), np.array([9.0, 4, 4, 4])], ""),
        (ONES, [np.array([0.5, 0.3, 0.2, 1]), np.array([0.5, 0.3, 0.2, 2]), np.array([0.5, 0.3, 0.2, 4])], ""),
        (LONE, [np.array([9.0, 0, 0, row[2]]) for row in LONE], ""),
    ],
)
def test_what_fits_by_chance_is_not_said_and_what_is_0_fits(wanted, got, part):
    with quiet():
        said = relation((), wanted, got)
    assert part in said
    assert bool(said) == bool(part), said


def test_a_size_is_the_same_for_all_numbers_of_an_input():
    first = [np.append(row[0] + one["k"], row[1:]) for row, one in zip(SIZED, SIZES, strict=True)]
    assert "too large" not in relation((), SIZED, first, SIZES)
    empty = [*SIZED, np.array([])]
    more = [row + one["k"] for row, one in zip(SIZED, SIZES, strict=True)]
    assert "too large by `k`" not in relation((), empty, [*more, np.array([])], [*SIZES, SIZES[0]])
    sums = [{"sum(x)": row.sum()} for row in SIZED]
    assert relation((), SIZED, each(SIZED, lambda row: row / row.sum()), sums).endswith("ones divided by `sum(x)`.")
    some_zero = [*SIZED, ZEROS], [*(row * one["k"] for row, one in zip(SIZED, SIZES, strict=True)), ZEROS]
    assert "times `k`" in relation((), *some_zero, [*SIZES, SIZES[0]])


def test_what_never_changes_and_what_not_all_have_explains_nothing():
    given = [{"n": n, "c": 3.0, **({"k": n % 5} if n < 11 else {})} for n in (8.0, 3, 4, 5, 11)]
    assert expression(given, [16.0, 6, 8, 10, 22]) == "2 * n"
    assert expression(given, [24.0, 9, 12, 15, 33]) == ""
    assert expression(given, [3.0] * 5) == ""
    assert expression(given[:4], [16.0, 6, 8, 10]) == ""  # too few


@pytest.mark.parametrize("text", ["n", "2 * n * (k - 1)", "k * k * H * W", "n - k + 1", "n + k"])
def test_a_size_is_computed_as_a_learner_would(text):
    numbers = np.random.default_rng(0).integers(2, 20, (6, 4)).astype(float)
    given = [dict(zip("nkHW", one, strict=True)) for one in numbers]
    assert expression(given, [eval(text, {}, one) for one in given]) == text


def test_check_says_it_before_a_slip():
    kind, text = kind_and_text(lambda x, start: (-(x + start), len(x)), PAIR)
    assert kind == "misconception"
    assert "sums: on every input your numbers are the right ones with the opposite sign" in text
    text = kind_and_text(lambda x, start: (-(x + start), np.cos(len(x)) + start), PAIR)[1]
    assert "sums: on every input your numbers are the right ones with the opposite sign" in text
    kind, text = kind_and_text(lambda x, start: (1j * (x + start), len(x)), PAIR)
    assert kind == "wrong"
    assert OPENING not in text
