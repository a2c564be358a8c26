"""What the learner sees of a result: deterministic, escaped, and for unknown ids and the oddest answers, too."""

import numpy as np
import pytest
from engine_exercises import EXERCISE, PAIR, VALUE, Hostile
from hypothesis import given, settings
from hypothesis import strategies as st

from convnb.exercises import check, exercises_of, hint, notebooks, solution
from convnb.exercises.grading.judging import grade
from convnb.exercises.grading.showing import show


def test_text_is_the_same_twice_and_has_no_addresses():
    def complains(x, start):
        raise ValueError(f"cannot use {object()} or {complains}")

    first, second = (repr(grade(EXERCISE, complains)) for _ in range(2))
    assert first == second
    assert "0x" not in first
    assert "cannot use <object object>" in first


def test_html_escapes_everything_from_outside():
    def complains(x, start):
        raise ValueError("<script>alert('&')</script>")

    page = grade(EXERCISE, complains)._repr_html_()
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "&lt;start&gt;" in grade(EXERCISE, lambda x, start: np.cumsum(x))._repr_html_()
    for shown in (check("<b>", 1), hint("<b>"), solution("<b>")):
        assert "<b>" not in shown._repr_html_()
        assert "&lt;b&gt;" in shown._repr_html_()


def test_a_long_row_says_how_many_numbers_it_has():
    assert show(np.arange(12)) == "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]"
    assert show(np.arange(20)) == "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, ...] (20 numbers)"


def test_small_arrays_of_three_axes_are_written_out_and_large_ones_are_not():
    assert show(np.arange(8).reshape(2, 2, 2)) == "[[[0, 1], [2, 3]], [[4, 5], [6, 7]]]"
    assert show(np.zeros((1, 5, 10, 1))) == "an array of shape (1, 5, 10, 1)"
    assert show(np.zeros((2, 13))) == "an array of shape (2, 13)"


def test_html_and_text_say_the_same():
    result = grade(EXERCISE, lambda x, start: x)
    assert result.headline in result._repr_html_()
    assert result.message.split("\n")[0].split("'")[0] in result._repr_html_()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("01.9", "Notebook 01 has the exercises 01.1, 01.2"),
        ("01", "Notebook 01 has the exercises"),
        ("77.1", f"Notebooks with exercises: {', '.join(notebooks())}"),
        ("", "Notebooks with exercises: 00"),
        ("model", "Notebooks with exercises: 00"),
        (1.2, "Write the id of the exercise in quotes"),
        (None, "Write the id of the exercise in quotes"),
        ([], "Write the id of the exercise in quotes"),
    ],
)
def test_unknown_ids_list_the_known_ones(name, text):
    result = check(name, lambda: 1)
    assert (result.kind, result.passed) == ("error", False)
    assert text in repr(result)
    assert text in repr(hint(name))
    assert text in repr(solution(name, anyway=True))


def test_a_hint_names_the_next_one_while_there_is_one():
    levels = range(1, len(exercises_of("01")["01.1"].hints) + 1)
    named = [f"More: hint('01.1', {level + 1})." in repr(hint("01.1", level)) for level in levels]
    assert named == [*[True] * (len(levels) - 1), False]


def boxed(values):
    array = np.empty(len(values), dtype=object)
    for i, value in enumerate(values):
        array[i] = value
    return array


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.complex_numbers()
    | st.text(max_size=5)
    | st.binary(max_size=5)
    | st.sampled_from([..., object, object(), NotImplemented, np.nan, np.datetime64("2020-01-01"), np.ma.masked])
    | st.builds(Hostile)
    | st.builds(np.zeros, st.lists(st.integers(0, 3), max_size=4)),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text(max_size=2), inner, max_size=2)
        | inner.map(lambda value: boxed([value, None, value]))
    ),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None)
@given(anything)
def test_check_never_raises(value):
    for exercise in (EXERCISE, VALUE, PAIR):
        for answer in (value, lambda x, start: value):
            result = grade(exercise, answer)
            assert result.kind in ("not answered", "passed", "misconception", "wrong", "error")
            assert repr(result)
            assert result._repr_html_()
    assert repr(check(value, value))
    assert repr(hint(value, value))
    assert repr(solution(value, anyway=value))
    assert repr(hint("01.1", value))


def test_what_is_left_of_rounding_is_shown_as_0():
    assert show(np.array([6.1e-17, -2e-16, 1e-9])) == "[0, 0, 1e-09]"
    assert "expected 0, got -1" in check("10.2", lambda shape, *rest: -np.ones(shape)).message
