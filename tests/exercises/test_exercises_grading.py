"""What check() says: right answers pass in any form, and every wrong one has its sentence."""

import dataclasses
import decimal
import fractions
import warnings

import numpy as np
import pytest
from engine_exercises import EFFECT, EXERCISE, PAIR, VALUE, Hostile, kind_and_text, running_sum
from numpy.fft import irfft, rfft
from scipy import signal
from solutions_nb02 import full_symmetric_kernel
from solutions_nb08 import circular_last_weight_missing

from convnb import conv1d_backward, conv2d_backward
from convnb.exercises import check
from convnb.exercises.grading.arguments import ONLY_WHERE
from convnb.exercises.grading.comparing import difference
from convnb.exercises.grading.judging import grade
from convnb.exercises.grading.model import Misconception, Result

RIGHT = {
    "list": lambda x, start: running_sum(x, start).tolist(),
    "tuple of arrays": lambda x, start: tuple(np.array(v) for v in running_sum(x, start)),
    "generator": lambda x, start: (v for v in running_sum(x, start)),
    "map": lambda x, start: map(float, running_sum(x, start)),
    "float32": lambda x, start: running_sum(x, start).astype(np.float32),
    "float16": lambda x, start: running_sum(x, start).astype(np.float16),
    "fractions": lambda x, start: [fractions.Fraction(v) for v in running_sum(x, start)],
    "decimals": lambda x, start: [decimal.Decimal(v) for v in running_sum(x, start)],
    "complex with imaginary part 0": lambda x, start: running_sum(x, start) + 0j,
    "other names": lambda a, b, c=1: running_sum(a, b),
    "star": lambda *arguments: running_sum(*arguments),
    "class": type("Adder", (), {"__call__": lambda self, x, start: running_sum(x, start)})(),
    "warns": lambda x, start: (
        warnings.warn("careful", stacklevel=1) or running_sum(x, start) + 0 * np.exp(-1 / np.zeros(1))
    ),
    "prints": lambda x, start: print("hello") or running_sum(x, start),
}


@pytest.mark.parametrize("answer", RIGHT.values(), ids=RIGHT)
def test_right_in_any_form_passes(answer, capsys):
    assert kind_and_text(answer) == ("passed", "Exercise 99.1: ✓ passed.")
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("form", [int, float, np.float32, np.int8, np.array, fractions.Fraction])
def test_a_number_may_have_any_form(form):
    exercise = dataclasses.replace(EXERCISE, reference=lambda x, start: len(x), misconceptions=())
    assert grade(exercise, lambda x, start: form(len(x))).passed
    assert not grade(exercise, lambda x, start: form(len(x) + 1)).passed


def raises(x, start):
    values = list(x)
    return values[100]


def raises_within(x, start):
    return np.vectorize(raises)(x, start)


def leaves_early(x, start):
    raise SystemExit(2)


def whole_numbers(x, start):
    sums = np.zeros(len(x), dtype=int)
    for t in range(len(x)):
        sums[t:] += x[t]
    return sums


class Away(BaseException):
    pass


def leaves_by_its_own(x, start):
    raise Away("bye")


def leaves_as_a_generator(x, start):
    raise GeneratorExit


class Unreachable:
    """Callable, and its signature cannot be read."""

    def __call__(self, x, start):
        return x

    @property
    def __signature__(self):
        raise Away("bye")


def sometimes(x, start):
    return running_sum(x, start) if len(x) != 2 else None


def unfilled(x, start):
    out = running_sum(x, start)
    out[1] = np.nan
    return out


def endless(x, start):
    yield from iter(int, 1)


async def coroutine(x, start):
    return running_sum(x, start)


WRONG = {
    "value": (lambda x, start: running_sum(x, start) + (x > 3), "wrong", "at index 2: expected 10, got 11"),
    "shape": (
        lambda x, start: running_sum(x, start)[:-1],
        "misconception",
        "expected an array of shape (3,), got an array of shape (2,)",
    ),
    "scalar": (lambda x, start: x.sum() + start**3, "wrong", "expected an array of shape (3,), got a single number"),
    "column": (lambda x, start: running_sum(x, start)[:, None], "misconception", "got an array of shape (3, 1)"),
    "tiny error": (lambda x, start: running_sum(x, start) + 1e-4, "misconception", "expected 4, got 4.0001"),
    "empty": (lambda x, start: [], "misconception", "got an array of shape (0,)"),
    "text": (lambda x, start: "12", "wrong", "got a str"),
    "texts": (lambda x, start: ["1", "2", "3"], "wrong", "values of type str"),
    "dict": (lambda x, start: {1: 2}, "wrong", "got a dict"),
    "set": (lambda x, start: set(x), "wrong", "got a set"),
    "ragged": (lambda x, start: [[1], [2, 3]], "wrong", "rows have different lengths"),
    "None inside": (lambda x, start: [1, None], "wrong", "some of the values are None"),
    "text inside": (lambda x, start: np.array([1, "a"], dtype=object), "wrong", "some of the values are text"),
    "None once": (sometimes, "wrong", "returned None for this input, but a result for others. Does every branch"),
    "masked": (lambda x, start: np.ma.masked_equal(running_sum(x, start), 6), "wrong", "some of the values are masked"),
    "booleans": (lambda x, start: x > 0, "wrong", "expected numbers, got booleans"),
    "complex": (lambda x, start: running_sum(x, start) + 1j, "wrong", "complex"),
    "nan": (unfilled, "wrong", "at index 1: expected 6, got nan"),
    "function": (lambda x, start: running_sum, "wrong", "got a function"),
    "endless generator": (endless, "wrong", "generator of more than 100000 values"),
    "coroutine": (coroutine, "wrong", "write def, not async def"),
    "raises": (raises, "error", "raised IndexError: list index out of range\nin line "),
    "raises, its line": (raises, "error", ": return values[100]"),
    "raises, the line of its helper": (raises_within, "error", ": values = list(x)"),
    "raises for whole numbers": (whole_numbers, "error", "The inputs are floats, even where they are shown as whole"),
    "exits": (leaves_early, "error", "raised SystemExit: 2"),
    "huge": (lambda x, start: 10**400, "wrong", "got a number too large for a float"),
    "huge inside": (lambda x, start: [10**400] * len(x), "wrong", "got a number too large for a float"),
    "hostile": (lambda x, start: Hostile(), "error", "RuntimeError: no array"),
    "too few parameters": (
        lambda x: x,
        "error",
        "must take 2 arguments, as in running_sum(x, start). Yours takes (x)",
    ),
    "too many parameters": (lambda x, y, z: x, "error", "must take 2 arguments"),
    "not a function": (3, "error", "Expected a function, got an int"),
    "called": (running_sum(np.ones(3), 1), "error", "without parentheses: check('99.1', running_sum)"),
    "a hostile object": (Hostile(), "error", "got a Hostile"),
    "its own exception": (leaves_by_its_own, "error", "raised Away: bye"),
    "GeneratorExit": (leaves_as_a_generator, "error", "raised GeneratorExit"),
    "an object with its own exception": (Unreachable(), "error", "an Unreachable, could not be read: Away: bye"),
    "recursion": (lambda x, start: raises_deep(x), "error", "RecursionError"),
}


def raises_deep(x):
    return raises_deep(x)


@pytest.mark.parametrize(("answer", "kind", "part"), WRONG.values(), ids=WRONG)
def test_wrong_gets_its_sentence(answer, kind, part):
    found, text = kind_and_text(answer)
    assert found == kind
    assert part in text


def test_none_once_where_a_number_is_asked():
    known = (Misconception(lambda x, start: len(x) + 1, "One too many."),)
    exercise = dataclasses.replace(EXERCISE, reference=lambda x, start: len(x), misconceptions=known)
    kind, text = kind_and_text(lambda x, start: len(x) + 1 if start != 2 else None, exercise)
    assert kind == "wrong"
    assert "expected 3, got 4.\nFor a hint" in text  # a number is not shown twice


def test_an_empty_tuple_is_an_answer():
    exercise = dataclasses.replace(EXERCISE, reference=lambda x, start: x[x > 9], misconceptions=())
    assert grade(exercise, lambda x, start: tuple(x[x > 9])).passed


def test_shows_the_call_and_both_results():
    _, text = kind_and_text(lambda x, start: np.cumsum(x) * start)
    assert "running_sum(x=[1, 2, 4], start=3): at index 0: expected 4, got 3." in text
    assert "Expected [4, 6, 10],\n     got [3, 9, 21]." in text
    assert "hint('99.1')" in text


def test_lists_of_another_length_are_counted_in_words():
    for unit, counted in [("", "shape (3,), got"), ("sum", "3 sums, got 1 sum."), ("entry", "3 entries, got 1 entry.")]:
        exercise = dataclasses.replace(EXERCISE, unit=unit)
        assert counted in " ".join(repr(grade(exercise, lambda x, start: [x.sum()])).split("\n"))


def test_misconception_wins_over_the_difference_and_shows_an_example():
    kind, text = kind_and_text(lambda x, start: [sum(x[: t + 1]) for t in range(len(x))])
    assert kind == "misconception"
    assert text.startswith("Exercise 99.1: ✗ not yet.\nYou left out <start>.\nrunning_sum(x=[1, 2, 4]")


def test_a_misconception_on_some_inputs_only_is_no_misconception():
    kind, text = kind_and_text(lambda x, start: np.cumsum(x) + (start == 20))
    assert kind == "wrong"
    assert "You left out" not in text


def test_nan_is_right_where_the_reference_says_nan():
    exercise = dataclasses.replace(EXERCISE, reference=lambda x, start: np.where(x == x.max(), np.nan, x))
    assert grade(exercise, exercise.reference).passed
    assert "at index 2: expected nan, got 4" in repr(grade(exercise, lambda x, start: x))


def test_several_results_are_compared_one_by_one():
    assert grade(PAIR, lambda x, start: [list(x + start), len(x)]).passed
    assert grade(PAIR, lambda x, start: ((one + start for one in x), len(x))).passed
    assert "count: expected 3, got 4" in repr(grade(PAIR, lambda x, start: (x + start, len(x) + 1)))
    assert "sums: at index 0: expected 4, got 1" in repr(grade(PAIR, lambda x, start: (x, len(x))))
    assert "expected 2 values (sums, count), got 3" in repr(grade(PAIR, lambda x, start: (1, 2, 3)))
    assert "expected 2 values (sums, count), got a float64" in repr(grade(PAIR, lambda x, start: x.sum()))
    nameless = dataclasses.replace(PAIR, returns=())
    assert "expected 2 values, got 3." in repr(grade(nameless, lambda x, start: (1, 2, 3)))
    assert grade(PAIR, lambda x, start: (None, None)).kind == "not answered"


def test_a_value_is_checked_without_showing_the_right_one():
    assert grade(VALUE, (4, 5)).passed
    assert grade(VALUE, None).kind == "not answered"
    assert "Exchanged." in repr(grade(VALUE, np.array([5.0, 4.0])))
    wrong = repr(grade(VALUE, [4, 9]))
    assert "Your value: at index 1: 9 is not right." in wrong
    assert "5" not in wrong.split("\n")[1]
    assert grade(VALUE, [-4, -5]).kind == "wrong"  # how it is related to the right one would tell that
    assert "expected an array of shape (2,), got a single number" in repr(grade(VALUE, 4))
    assert "Expected a value, got a function" in repr(grade(VALUE, lambda: [4, 5]))
    assert "got a str" in repr(grade(VALUE, "4 5"))
    assert "of type object" not in repr(grade(VALUE, [object()]))


def test_an_effect_decides_in_place_of_the_value():
    assert grade(EFFECT, [-7, 70, 3]).passed
    assert grade(EFFECT, [-1, 0.5]).kind == "wrong"
    assert "Your value: sign of the sum: expected 1, got -1." in repr(grade(EFFECT, [-1, 0.5]))
    known = grade(EFFECT, [30, -100])
    assert known.kind == "misconception"
    assert known.message == "Turned round."
    assert "Your value: expected a list." in repr(grade(EFFECT, 4))


def test_a_misconception_may_raise_as_the_learners_answer_does():
    def runs_off(x, start):
        if len(x) > 3:
            raise IndexError("out of bounds")
        return np.cumsum(x)

    exercise = dataclasses.replace(EXERCISE, misconceptions=(Misconception(runs_off, "You run off the end."),))

    def learner(x, start, error=IndexError, factor=1):
        if len(x) > 3:
            raise error
        return factor * np.cumsum(x)

    assert grade(exercise, learner).message.startswith("You run off the end.\nlearner(x=[1, 2, 4], start=3)")
    # Another error, other numbers before it, or no error where the misconception has one: not this misconception.
    assert grade(exercise, lambda x, start: learner(x, start, TypeError)).kind == "wrong"
    assert grade(exercise, lambda x, start: learner(x, start, factor=2)).kind == "wrong"
    assert not grade(exercise, lambda x, start: np.cumsum(x)).message.startswith("You run off the end.")
    assert grade(exercise, lambda x, start: running_sum(x, start) if len(x) < 4 else [][1]).kind == "error"


def test_a_misconception_may_return_none_as_the_learners_answer_does():
    known = Misconception(lambda x, start: None if start > 4 else running_sum(x, start), "A large start is lost.")
    exercise = dataclasses.replace(EXERCISE, misconceptions=(known,))
    assert grade(exercise, lambda x, start: None if start > 4 else list(running_sum(x, start))).message.startswith(
        "A large start is lost.\nrunning_sum(x=["
    )
    # None on fewer inputs or on more of them: not this misconception.
    assert grade(exercise, lambda x, start: None if start > 5 else running_sum(x, start)).kind == "wrong"
    assert grade(exercise, lambda x, start: None if start > 2 else running_sum(x, start)).kind == "wrong"


def test_complex_numbers_are_compared_with_those_of_misconceptions():
    known = Misconception(lambda x, start: running_sum(x, start) * 1j ** np.arange(len(x)), "You turn each sum.")
    exercise = dataclasses.replace(EXERCISE, misconceptions=(known,))
    assert grade(exercise, lambda x, start: list(known.answer(x, start))).message.startswith("You turn each sum.\n")
    assert grade(exercise, lambda x, start: np.conj(known.answer(x, start))).kind == "wrong"
    complex_sums = grade(PAIR, lambda x, start: (known.answer(x, start), len(x)))
    assert "sums: expected real numbers, got complex ones" in repr(complex_sums)
    assert "Your value: expected real numbers, got complex ones." in repr(grade(EFFECT, [-1 + 1j, 5]))


def test_the_inputs_on_which_results_are_wrong_are_told():
    cases = [(np.arange(n) + 1.0, start) for n in (2, 3, 4, 5, 7) for start in (-3, 3, 1)]
    exercise = dataclasses.replace(EXERCISE, inputs=lambda rng: cases, misconceptions=())

    def wrong_where(holds):
        def answer(x, start):
            if len(x) == 6:  # as no input but a mixed one is
                raise ValueError
            return np.full(len(x), np.cbrt(start) + x[-1]) if holds(x, start) else running_sum(x, start)

        return grade(exercise, answer).message

    said = "Your results are wrong only where `start` is negative, and right on all other inputs: what happens there?"
    assert wrong_where(lambda x, start: start < 0).startswith(said)
    assert ONLY_WHERE not in wrong_where(lambda x, start: start < 0 or (len(x), start) == (1, 3))  # a mixed input


def test_the_numbers_that_are_left_out_are_told():
    cases = [(np.arange(n) + 1.5, n) for n in (3, 4, 5, 6, 7)]
    exercise = dataclasses.replace(EXERCISE, inputs=lambda rng: cases, misconceptions=())

    result = grade(exercise, lambda x, start: start + np.sin(np.ones(len(x)) + start))
    assert result.message.startswith("The numbers in `x` have no effect on your result, but they should.")
    some = grade(exercise, lambda x, start: running_sum(x, start) if start % 2 else start + np.sin(np.ones(len(x))))
    assert some.message.startswith("The numbers in `x` have no effect")  # of the inputs with wrong results


def test_what_is_left_out_says_more_than_on_which_lengths():
    assert check("08.1", circular_last_weight_missing).message.startswith("Part of `w` has no effect on your result")
    assert check("02.2", full_symmetric_kernel).message.startswith(f"{ONLY_WHERE}`len(kernel)` is more than 1, and")


def test_an_argument_that_is_never_used_is_told():
    assert grade(EXERCISE, lambda values, first: np.cbrt(values)).message.startswith("You never use `first`, but the")
    assert grade(EXERCISE, lambda values, first: np.cbrt(values) + first).kind == "wrong"
    assert grade(EXERCISE, lambda values, first, more=3: np.cbrt(values) + first).kind == "wrong"
    assert grade(EXERCISE, lambda values, first: [first + one**3 for one in values]).kind == "wrong"  # used inside
    assert grade(EXERCISE, lambda *arguments: np.cbrt(arguments[0])).kind == "wrong"

    def replaced(x, start):
        start = 3  # noqa: F841
        return np.cbrt(x)

    assert grade(EXERCISE, replaced).message.startswith("You never use `start`")

    def always_three(x, start):
        return 3 + np.cumsum(x)

    threes = dataclasses.replace(EXERCISE, inputs=lambda rng: [(np.ones(n), 3) for n in (2, 4)])
    assert grade(threes, always_three) == Result(
        "99.1", "passed", "Note: the numbers are right, but the exercise asks for a way that uses `start`."
    )


def test_an_array_of_integers_that_cuts_fractions_off_is_told():
    def fills(delta, w):
        grad = np.array([0] * (len(delta) + len(w) - 1))
        for t, j in np.ndindex(len(delta), len(w)):
            grad[t + j] += delta[t] * w[j]
        return grad

    assert "an array of integers cuts fractions off" in check("05.1", fills).message
    assert "integers" not in check("05.1", lambda delta, w: np.convolve(delta, w)[::-1]).message


def test_a_large_number_is_written_out_so_that_it_can_be_compared():
    for got, wanted, text in (
        (27955, 27957.25, "expected 27957.2, got 27955."),
        (0.12346, 0.1234, "0.1234, got 0.1235"),
    ):
        assert text in difference(np.array(got), np.array(wanted))


@pytest.mark.parametrize(("got", "said"), [([2, 3, 0, -1], True), ([2, 4, 0, -1], False), ([2, 3, 1, -1], False)])
def test_whole_numbers_are_said_to_be_cut_where_each_is_the_right_one_without_its_fraction(got, said):
    text = difference(np.array(got), np.array([2, 3.75, 0.5, -1.25]))
    assert ("cuts fractions off" in text) == said


def test_a_shortcut_passes_with_a_remark():
    def by_the_layer(a, delta):
        weight = np.zeros((1, 1, 1 + len(a) - len(delta)))
        return conv1d_backward(delta[None, None], a[None, None], weight)[1].ravel()

    def by_the_layer_2d(a, delta):
        weight = np.zeros((1, 1, *np.subtract(a.shape, delta.shape) + 1))
        return conv2d_backward(delta[None, None], a[None, None], weight)[1][0, 0]

    for id, answer, name in (
        ("02.2", np.convolve, "convolve"),
        ("05.1", lambda delta, w: signal.fftconvolve(delta, w), "fftconvolve"),
        ("05.1", lambda delta, w: np.polymul(w, delta), "polymul"),
        ("05.2", lambda a, delta: np.correlate(a, delta, "valid"), "correlate"),
        ("05.2", by_the_layer, "conv1d_backward"),
        ("06.1", lambda delta, w: signal.convolve2d(delta, w), "convolve2d"),
        ("06.2", lambda a, delta: signal.correlate2d(a, delta, "valid"), "correlate2d"),
        ("06.2", by_the_layer_2d, "conv2d_backward"),
        ("08.1", lambda x, w: np.fft.ifft(np.fft.fft(x) * np.fft.fft(w, len(x))).real, "fft"),
        ("08.1", lambda x, w: irfft(rfft(x) * rfft(w, len(x)), len(x)), "rfft"),
        ("08.2", lambda x, w: (lambda: np.convolve(x, w))(), "convolve"),
    ):
        result = check(id, answer)
        assert result.passed, (id, name)
        assert f"the exercise asks for another way than `{name}`." in result.message
    assert "asks for a way that uses `block`." in check("08.4", lambda x, w, block: np.convolve(x, w)).message


def test_a_call_is_shown_under_the_learners_own_name():
    def mine(x, start):
        return x

    assert "mine(x=[1, 2, 4], start=3): at index 0" in repr(grade(EXERCISE, mine))
    for name in ("<lambda>", 3, None):
        named = type("Named", (), {"__call__": lambda self, x, start: x})()
        named.__name__ = name
        assert "running_sum(x=[1, 2, 4], start=3): at index 0" in repr(grade(EXERCISE, named))
