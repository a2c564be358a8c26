"""When solution() shows its right answers, how they look, and what the verdict of check() keeps folded."""

import re

import pytest

from convnb import exercises
from convnb.exercises import check, exercises_of, hint, solution
from convnb.exercises.grading.model import HEADLINES
from convnb.exercises.nb05 import grad_input
from convnb.exercises.solutions import solutions_of

HINTS = exercises_of("05")["05.1"].hints
STYLES = [one.style for one in solutions_of("05.1")]


@pytest.fixture(autouse=True)
def new_kernel(monkeypatch):
    monkeypatch.setattr(exercises, "_passed", set())
    monkeypatch.setattr(exercises, "_hints_seen", set())


def styles_in(shown):
    """The styles of the answers that are shown, in text and in HTML."""
    text = re.findall(r"(?m)^([A-Z]\w+)\. ", repr(shown))
    assert re.findall(r"<strong>(\w+)\.</strong>", shown._repr_html_()) == text
    return text


def test_nothing_is_shown_before_a_pass_and_one_sentence_says_what_is_missing():
    check("05.1")
    check("05.2", exercises_of("05")["05.2"].reference)
    assert repr(solution("05.1")) == (
        "Exercise 05.1: no solution yet.\nPass check('05.1', grad_input) first, or come back after 3 more hints or "
        "failed checks; hint('05.1', 1) is next. solution('05.1', anyway=True) does not wait."
    )
    assert styles_in(solution("05.1")) == []
    assert "check('02.1', answer)" in repr(solution("02.1"))


def test_a_pass_shows_all_styles():
    check("05.1", grad_input)
    assert styles_in(solution("05.1")) == STYLES == ["Loops", "NumPy", "Matrix", "Fourier"]
    assert repr(solution("05.1")).startswith("Exercise 05.1: 4 right answers.\n\nLoops. Each output hands its delta")
    assert styles_in(solution("05.2")) == []


def test_all_hints_show_them_too_in_any_order():
    for level in (len(HINTS), *range(1, len(HINTS) - 1), 99, "x"):
        hint("05.1", level)
    assert f"after one more hint or failed check; hint('05.1', {len(HINTS) - 1}) is" in repr(solution("05.1"))
    hint("05.1", len(HINTS) - 1)
    assert styles_in(solution("05.1")) == STYLES


def test_each_check_that_fails_counts_for_a_hint_since_it_shows_them_folded():
    hint("05.1", 2)
    for wrong in (3, lambda delta, w: delta):
        assert "no solution yet" in repr(solution("05.1"))
        check("05.1")
        verdict = repr(check("05.1", wrong))
        check("05.2", wrong)
    assert verdict.endswith("\nYou may look at right answers now: solution('05.1').")
    assert verdict.count("You may look") == 1
    assert styles_in(solution("05.1")) == STYLES
    assert "You may look" in repr(check("05.1", wrong)), "again, as long as it does not pass"
    assert "hint('05.2', 3) is next" in repr(solution("05.2"))


def test_anyway_does_not_wait_and_opens_nothing_else():
    assert styles_in(solution("05.1", anyway=True)) == STYLES
    assert styles_in(solution("05.1")) == []


def test_the_source_is_the_functions_own_without_decorator_and_docstring():
    loops, numpy, *_ = solutions_of("05.1")
    assert numpy.source == "def grad_input(delta, w):\n    return np.convolve(delta, w)"
    assert numpy.sentence == numpy.answer.__doc__
    assert loops.source.startswith("def grad_input(delta, w):\n    grad = np.zeros(")


def test_a_verdict_keeps_the_hints_folded_and_a_pass_the_right_answers():
    for answer in (None, 3, lambda delta, w: delta, lambda delta, w: 1 / 0):
        verdict = check("05.1", answer)
        page = verdict._repr_html_()
        assert re.findall("<details><summary>(.*?)</summary>", page) == [f"Hint {i} of {len(HINTS)}" for i in (1, 2, 3)]
        assert all(text not in repr(verdict) for text in HINTS)
    passed = check("05.1", grad_input)
    assert repr(passed) == "Exercise 05.1: ✓ passed.\nOther right answers: solution('05.1')."
    assert re.findall("<details><summary>(.*?)</summary>", passed._repr_html_()) == ["Show them here"]
    assert "return np.convolve(delta, w)" in passed._repr_html_()


def test_a_remark_of_a_pass_stays():
    def changes(delta, w):
        grad = grad_input(delta, w)
        delta *= 0
        return grad

    assert repr(check("05.1", changes)).splitlines()[1].startswith("Note: your function changes its argument.")


def test_passed_and_not_yet_differ_by_sign_and_word():
    assert HEADLINES["passed"][0] == "✓"
    assert {HEADLINES[kind][0] for kind in ("misconception", "wrong", "error")} == {"✗"}
    assert all("passed" not in text for kind, text in HEADLINES.items() if kind != "passed")
