"""Numerical gradients: derivatives known by hand, what a check says of a wrong gradient, and its complaints."""

import re

import numpy as np
import pytest
from geometries import seeds
from hypothesis import given, settings
from hypothesis import strategies as st

from convnb.ops.gradcheck import GradientCheck, check_gradient, numerical_gradient


@settings(deadline=None, max_examples=50)
@given(st.lists(st.integers(1, 4), max_size=3), seeds)
def test_gradients_known_by_hand(shape, seed):
    x = np.random.default_rng(seed).normal(size=shape)
    weights = np.random.default_rng(seed + 1).normal(size=shape)
    np.testing.assert_allclose(numerical_gradient(lambda x: np.sum(weights * x), x), weights, rtol=1e-8, atol=1e-8)
    np.testing.assert_allclose(numerical_gradient(lambda x: np.sum(np.sin(x)), x), np.cos(x), rtol=1e-8, atol=1e-8)
    cubes = numerical_gradient(lambda x: np.sum(weights * x**3), x)
    np.testing.assert_allclose(cubes, 3 * weights * x**2, rtol=1e-8, atol=1e-8, strict=True)


def test_the_differences_are_central():
    """A one-sided difference of x**2 is wrong by eps, a central one by rounding only."""
    assert numerical_gradient(lambda x: x[0] ** 2, [3.0], eps=0.25).tolist() == [6]
    assert numerical_gradient(lambda x: abs(x[0]), [0.0]).tolist() == [0]


def test_the_step_follows_the_size_of_x():
    for size in (1e12, -3e9, 2.0):
        np.testing.assert_allclose(numerical_gradient(lambda x: np.sum(x**2), [size]), [2 * size], rtol=1e-6)


def test_integers_and_float32_are_differentiated_in_float64():
    for dtype in ("int8", "float32", "bool"):
        seen = []
        x = np.ones((2, 3), dtype)
        gradient = numerical_gradient(lambda x: seen.append(x.dtype) or np.sum(x**2), x)  # noqa: B023
        assert gradient.dtype == np.float64
        assert set(seen) == {np.dtype(np.float64)}
        np.testing.assert_allclose(gradient, 2, rtol=1e-8)


def test_x_is_never_modified_not_even_by_f():
    def rude(x):
        x *= 2
        return np.sum(x**2)

    x = np.arange(6.0).reshape(2, 3)[:, ::-1]
    x.setflags(write=False)
    before = x.copy()
    np.testing.assert_allclose(numerical_gradient(rude, x), 8 * before, rtol=1e-8, atol=1e-8)
    assert check_gradient(rude, lambda x: np.multiply(x, 8, out=x), x)
    np.testing.assert_array_equal(x, before)


def test_one_number_in_any_wrapping_will_do():
    for wrap in (float, np.float32, np.array, lambda v: [v], lambda v: np.full((1, 1), v)):
        assert numerical_gradient(lambda x: wrap(x[0] * 3), [1.0], eps=0.5).tolist() == [3]  # noqa: B023


# --- checks -------------------------------------------------------------------------------------------------------


def squares(x):
    return np.sum(x**2)


def test_a_right_gradient_passes_as_array_and_as_function():
    x = np.arange(6.0).reshape(2, 3)
    for grad in (2 * x, (2 * x).tolist(), lambda x: 2 * x, (2 * x).astype(np.float32)):
        result = check_gradient(squares, grad, x)
        assert result
        assert result.passed is True
        assert result.largest_error < 1e-7
        assert (result.index, result.expected, result.got) == (None, None, None)
        assert repr(result) == "GradientCheck(passed=True)"


def test_a_wrong_gradient_says_where_it_is_wrong_first():
    x, grad = np.arange(6.0).reshape(2, 3), 2 * np.arange(6.0).reshape(2, 3)
    grad[0, 2] += 0.5
    grad[1, 1] -= 3
    result = check_gradient(squares, grad, x)
    assert not result  # a tuple of five would be true
    assert result.passed is False
    assert result.index == (0, 2)
    assert result.expected == pytest.approx(4)
    assert result.got == 4.5
    assert result.largest_error == pytest.approx(3)
    assert repr(result) == "GradientCheck(passed=False, largest_error=3, index=(0, 2), expected=4, got=4.5)"


def test_the_gradient_of_a_number_has_the_index_of_one():
    assert repr(check_gradient(lambda x: 3 * x, 2.0, 5.0)) == (
        "GradientCheck(passed=False, largest_error=1, index=(), expected=3, got=2)"
    )


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_a_gradient_that_is_not_finite_is_wrong(bad):
    result = check_gradient(squares, [2.0, bad], [1.0, 2.0])
    assert not result
    assert result.index == (1,)
    assert result.largest_error == np.inf
    assert repr(result.got) == repr(float(bad))


def test_tolerances_are_absolute_and_relative():
    x = np.array([1000.0, 0.0])
    assert not check_gradient(squares, [2000.1, 0.0], x)
    assert check_gradient(squares, [2000.1, 0.0], x, rtol=1e-4)
    assert not check_gradient(squares, [2000.0, 0.01], x, rtol=1e-4)
    assert check_gradient(squares, [2000.0, 0.01], x, rtol=1e-4, atol=0.02)


def test_the_result_is_a_tuple():
    passed, *_ = check_gradient(squares, [2.0], [1.0])
    assert passed
    assert GradientCheck._fields == ("passed", "largest_error", "index", "expected", "got")


two = np.array([1.0, 2])


@pytest.mark.parametrize("function", [numerical_gradient, lambda f, x, **eps: check_gradient(f, 2 * two, x, **eps)])
@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda g: g(lambda x: x, two), "f must return one real number, got shape (2,) and dtype float64"),
        (lambda g: g(lambda x: [], two), "f must return one real number, got shape (0,)"),
        (lambda g: g(lambda x: None, two), "f must return one real number, got shape () and dtype object"),
        (lambda g: g(lambda x: 1j * x[0], two), "f must return one real number, got shape () and dtype complex128"),
        (lambda g: g(lambda x: x[1] / 0 if x[1] > 2 else 1, two), "f is inf near x with entry (1,) moved"),
        (lambda g: g(lambda x: np.nan, two), "f is nan near x with entry (0,) moved"),
        (lambda g: g(squares, []), "x is empty (shape (0,))"),
        (lambda g: g(squares, [1j, 2]), "x must hold real numbers, got dtype complex128"),
        (lambda g: g(squares, [1.0, np.nan]), "x has 1 of 2 entries NaN or inf"),
        (lambda g: g(squares, two, eps=0), "eps must be a positive number, got 0"),
        (lambda g: g(squares, two, eps=np.nan), "eps must be a positive number, got nan"),
        (lambda g: g(squares, two, eps=True), "eps must be a positive number, got True"),
    ],
)
def test_what_has_no_gradient_is_rejected_with_its_numbers(function, call, message):
    with np.errstate(divide="ignore"), pytest.raises(ValueError, match=re.escape(message)):
        call(function)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: check_gradient(squares, [2.0], two), "the gradient must have the shape of x, (2,), got (1,)"),
        (lambda: check_gradient(squares, lambda x: x[None], two), "must have the shape of x, (2,), got (1, 2)"),
        (lambda: check_gradient(squares, 2j * two, two), "the gradient must hold real numbers, got dtype complex128"),
        (lambda: check_gradient(squares, 2 * two, two, rtol=-1), "rtol and atol must be at least 0, got -1 and 1e-07"),
    ],
)
def test_what_is_no_gradient_is_rejected_with_its_numbers(call, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        call()
