"""Slips that nobody wrote down: one small change in a right answer is told by its kind."""

import ast
import dataclasses
import inspect
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
from convnb.exercises.grading.slips import ALIKE, KINDS, OPENING, Exchange, edits, slips

REFERENCES = [e for name in notebooks() for e in exercises_of(name).values() if e.asks_function]


def line(x, y):
    return x - 3 * y


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
    "prepared": ("x",),
    "axis": (0, 1),
    "fixed": ("y", 1),
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
    "number": (line, lambda x, y: x - 4 * y),
    "operation": (line, lambda x, y: x - 3 / y),
    "missing": (line, lambda x, y: x - y),
    "scaled": (squares, lambda x, y: x * x / 4 + y),
    "prepared": (line, lambda x, y: np.abs(x) - 3 * y),
    "mode": (middle, lambda x, y: np.cumsum(np.convolve(x, y))[-4:]),
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
    assert ": at index " in result.message


def test_all_kinds_are_tried_and_shown_above():
    assert {*SLIPS} == {*KINDS}


def changed(text):
    """What may stand in place of the text in a function of a and b, which know c: pairs (kind, text)."""
    tree = ast.parse(f"def f(a, b):\n    {text}")
    found = []
    for kind, node, edited in edits(tree):
        Exchange({node: edited}).visit(tree)
        found.append((kind, ast.unparse(ast.fix_missing_locations(tree).body[0].body).replace("\n", "; ")))
        Exchange({edited: node}).visit(tree)
        assert found[-1][1] != text
    return found


@pytest.mark.parametrize(
    ("text", "kind", "others"),
    [
        ("a + c", "sign", ["a - c"]),
        ("a - c", "sign", ["a + c"]),
        ("-c", "sign", ["c"]),
        ("c -= a", "sign", ["c += a"]),
        ("c += a", "assigned", ["c = a"]),
        ("a * c", "operation", ["a + c", "a / c"]),
        ("a / c", "operation", ["a * c"]),
        ("a // c", "operation", ["a * c"]),
        ("a % c", "operation", ["a + c"]),
        ("a ** c", "operation", ["a * c"]),
        ("c + a", "lacking|a", ["c"]),
        ("a + c", "lacking|a", ["c"]),
        ("a - c", "lacking|a", []),
        ("a - c", "missing", ["a"]),
        ("a * (b + c)", "missing", ["a", "a * b"]),
        ("c - 1", "missing", ["c"]),
        ("a - c", "exchanged", ["c - a"]),
        ("a / c", "exchanged", ["c / a"]),
        ("a // c", "exchanged", ["c // a"]),
        ("a ** c", "exchanged", ["c ** a"]),
        ("a + c", "exchanged", []),
        ("f(a, c, 3)", "exchanged", ["f(c, a, 3)", "f(a, 3, c)"]),
        ("(a, c, 3)", "exchanged", ["(c, a, 3)", "(a, 3, c)"]),
        ("a < c", "strict", ["a <= c"]),
        ("a <= c", "strict", ["a < c"]),
        ("a > c", "strict", ["a >= c"]),
        ("a >= c", "strict", ["a > c"]),
        ("a < c", "turned", ["a > c"]),
        ("a <= c", "turned", ["a >= c"]),
        ("a > c", "turned", ["a < c"]),
        ("a >= c", "turned", ["a <= c"]),
        ("a == c", "turned", []),
        ("max(a)", "turned", ["min(a)"]),
        ("min(a)", "turned", ["max(a)"]),
        ("a.max()", "turned", ["a.min()"]),
        ("c.argmax(a)", "turned", ["c.argmin(a)"]),
        ("0 <= a < c", "condition", ["0 <= a", "a < c"]),
        ("if c: a", "condition", ["if True:;     a"]),
        ("a[3]", "number", ["a[4]", "a[2]"]),
        ("c + 2.0", "number", ["c + 3.0", "c + 1.0"]),
        ("c(2.5, True)", "number", []),
        ("a[c]", "number", ["a[c - 1]", "a[c + 1]"]),
        ("range(c)", "number", ["range(c - 1)", "range(c + 1)", "range(1, c)"]),
        ("c.sum(axis=0)", "axis|1|0", ["c.sum(axis=1)"]),
        ("c.sum(axis=1)", "axis|0|1", ["c.sum(axis=0)"]),
        ("c('full')", "mode|valid|full", ["c('valid')"]),
        ("c('full')", "mode|same|full", ["c('same')"]),
        ("c('fill')", "mode|same|fill", []),
        ("a[::-1]", "flip", ["a[:]"]),
        ("a[::2]", "missing", ["a[:]"]),
        ("abs(c)", "missing", ["c"]),
        ("np.sqrt(c)", "missing", ["c"]),
        ("np.linalg.norm(c)", "missing", ["c"]),
        ("sorted(c)", "missing", ["c"]),
        ("sum(c)", "missing", []),
        ("return c", "flip", ["return c[::-1]"]),
        ("return (c, 1)", "flip", []),
        ("c(a)", "name|b|a", ["c(b)"]),
        ("[x + y for x, y in c]", "name|y|x", ["[y + y for x, y in c]"]),
        ("x, y = c(a); x", "name|y|x", ["x, y = c(a); y"]),
        ("x, y = a, c; x", "name|y|x", []),
        ("x, y[0] = c(a); x", "name|a|x", []),
        ("a = 3", "name|b|a", []),
        ("a.shape", "name|b|a", []),
        ("c.append(a)", "name|b|a", []),
        ("for x in a: b", "name|b|a", []),
    ],
)
def test_each_change_is_made_where_it_may_be_a_slip(text, kind, others):
    made = [other for one, other in changed(text) if one == kind and not other.startswith(("a = ", "b = ", "a, b = "))]
    if text.startswith("for") or kind == "flip":
        made = [other for other in made if text != other]
    assert sorted(made) == sorted(others)


def test_each_argument_may_be_prepared_at_the_start():
    assert {(kind, other.removesuffix("; c")) for kind, other in changed("c")} == {
        *(("flip", f"{name} = {name}[::-1]") for name in "ab"),
        ("exchanged", "a, b = (b, a)"),
        *((f"fixed|{name}|{number}", f"{name} = {number}") for name in "ab" for number in (0, 1)),
        *((f"prepared|{name}", f"{name} = np.abs({name})") for name in "ab"),
        *((f"counted|{name}|large", f"{name} = {name} + 1") for name in "ab"),
        *((f"counted|{name}|small", f"{name} = {name} - 1") for name in "ab"),
        *((f"scaled|{name}|twice", f"{name} = 2 * {name}") for name in "ab"),
        *((f"scaled|{name}|half", f"{name} = {name} / 2") for name in "ab"),
    }


def test_a_change_is_made_once():
    assert len([*slips(line)]) == len(edits(ast.parse(inspect.getsource(line))))


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
    subtract = lambda x, y: x - 3 * y  # noqa: E731
    for reference in (namespace["line"], np.subtract, subtract):
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
