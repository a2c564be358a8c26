"""Gradients of pooling: loops, adjoints, finite differences; windows that overlap, and pixels that tie."""

import re

import numpy as np
import pytest
from geometries import inside, poolings, seeds, windows
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from convnb.ops.gradcheck import check_gradient
from convnb.ops.pooling import avg_pool2d, avg_pool2d_backward, max_pool2d, max_pool2d_backward

fast = settings(deadline=None, max_examples=80)


def loop_max_backward(grad_y, x, kernel, arguments):
    """One plane: each window's gradient goes to its first largest pixel, row by row."""
    grad_x = np.zeros_like(x)
    for position, pixels in windows(x.shape, kernel, **arguments):
        if seen := inside(x.shape, pixels):
            grad_x[max(seen, key=lambda p: x[p])] += grad_y[position]  # max takes the first
    return grad_x


@fast
@given(poolings(), st.integers(1, 9), seeds)
def test_max_backward_is_the_loops_with_overlap_and_ties(geometry, values, seed):
    shape, kernel, arguments = geometry
    rng = np.random.default_rng(seed)
    x = rng.integers(-values, values, (2, 2, *shape))  # few values: many ties
    grad_y = rng.integers(-9, 10, max_pool2d(x, kernel, **arguments).shape)
    grad_x = max_pool2d_backward(grad_y, x, kernel, **arguments)
    for b, c in np.ndindex(2, 2):
        np.testing.assert_array_equal(grad_x[b, c], loop_max_backward(grad_y[b, c], x[b, c], kernel, arguments))


@settings(deadline=None, max_examples=30)
@given(poolings(), seeds)
def test_max_backward_by_finite_differences(geometry, seed):
    shape, kernel, arguments = geometry
    rng = np.random.default_rng(seed)
    x = rng.permutation(np.arange(2.0 * shape[0] * shape[1])).reshape(1, 2, *shape)  # no ties: a gradient exists
    y = max_pool2d(x, kernel, **arguments)
    assume(np.isfinite(y).all())  # no window that sees padding only
    grad_y = rng.normal(size=y.shape)
    assert check_gradient(
        lambda x: np.sum(grad_y * max_pool2d(x, kernel, **arguments)),
        lambda x: max_pool2d_backward(grad_y, x, kernel, **arguments),
        x,
    )


@settings(deadline=None, max_examples=30)
@given(poolings(largest_dilation=1), st.booleans(), seeds)
def test_avg_backward_by_finite_differences_and_as_the_adjoint(geometry, count_include_pad, seed):
    shape, kernel, arguments = geometry
    arguments["count_include_pad"] = count_include_pad
    del arguments["dilation"]
    x = np.random.default_rng(seed).normal(size=(1, 2, *shape))
    y = avg_pool2d(x, kernel, **arguments)
    grad_y = np.random.default_rng(seed + 1).normal(size=y.shape)
    grad_x = avg_pool2d_backward(grad_y, x, kernel, **arguments)
    assert np.vdot(y, grad_y) == pytest.approx(np.vdot(x, grad_x), rel=1e-9, abs=1e-9)
    assert check_gradient(lambda x: np.sum(grad_y * avg_pool2d(x, kernel, **arguments)), grad_x, x)


def test_the_gradient_accumulates_where_windows_overlap():
    """A pitfall: with `=` in place of `+=` the last window wins. 3x3 with stride 1: the top is in all nine windows."""
    x, grad_y = np.zeros((1, 1, 5, 6)), np.arange(1.0, 13).reshape(1, 1, 3, 4)
    x[0, 0, 2, 2] = 1
    grad_x = max_pool2d_backward(grad_y, x, 3, stride=1)
    expected = np.zeros((5, 6))
    expected[2, 2] = grad_y[..., :3].sum()
    expected[:3, 3] = [4, 8, 12]  # the last column of windows sees zeros only: its first pixel gets the gradient
    np.testing.assert_array_equal(grad_x[0, 0], expected)
    ones = np.ones((1, 1, 3, 4))
    uses = [[1, 2, 3, 3, 2, 1], [2, 4, 6, 6, 4, 2], [3, 6, 9, 9, 6, 3], [2, 4, 6, 6, 4, 2], [1, 2, 3, 3, 2, 1]]
    np.testing.assert_allclose(avg_pool2d_backward(ones, x, 3, stride=1)[0, 0], np.array(uses) / 9, rtol=1e-14)


def test_of_equal_pixels_the_first_of_the_window_gets_the_gradient():
    x, grad_y = np.array([[[[1, 7], [7, 7]]]]), np.array([[[[5]]]])
    assert max_pool2d_backward(grad_y, x, 2).tolist() == [[[[0, 5], [0, 0]]]]
    # The corner of the first window is padding: it never wins, even against -inf.
    low = np.full((1, 1, 2, 2), -np.inf)
    grad_x = max_pool2d_backward(np.array([[[[1.0, 2], [3, 4]]]]), low, 2, padding=1)
    assert grad_x.tolist() == [[[[1, 2], [3, 4]]]]


def test_an_infinite_gradient_goes_to_its_winner_only():
    x, grad_y = np.array([[[[1.0, 3, 2, 9], [4, 0, 5, 7]]]]), np.array([[[[np.inf, 2]]]])
    expected = [[[[0, 0, 0, 2], [np.inf, 0, 0, 0]]]]
    np.testing.assert_array_equal(max_pool2d_backward(grad_y, x, 2), expected)


def test_the_first_nan_gets_the_gradient():
    x = np.array([[[[1, 9], [np.nan, np.nan]]]])
    assert max_pool2d_backward(np.array([[[[5.0]]]]), x, 2).tolist() == [[[[0, 0], [5, 0]]]]


def test_the_dropped_border_has_no_gradient():
    x = np.random.default_rng(0).normal(size=(1, 1, 5, 8))
    for backward in (max_pool2d_backward, avg_pool2d_backward):
        grad_x = backward(np.ones((1, 1, 2, 2)), x, (2, 3))[0, 0]
        assert (grad_x[4] == 0).all()
        assert (grad_x[:, 6:] == 0).all()
        assert grad_x.sum() == pytest.approx(4)


def test_a_window_that_misses_every_pixel_has_no_gradient():
    arguments = {"stride": 2, "padding": 1, "dilation": 3, "ceil_mode": True}
    assert max_pool2d_backward(np.ones((1, 1, 1, 1)), np.ones((1, 1, 1, 1)), 2, **arguments).item() == 0


@pytest.mark.parametrize(
    ("grad_y", "x", "largest", "mean"),
    [
        ("float32", "float32", "float32", "float32"),
        ("float16", "float16", "float32", "float32"),
        ("float64", "float32", "float64", "float64"),
        ("float32", "uint8", "float32", "float32"),
        ("uint8", "uint8", "int64", "float64"),
    ],
)
def test_dtypes(grad_y, x, largest, mean):
    grad_y, x = np.full((1, 1, 2, 2), 200).astype(grad_y), np.eye(3)[None, None].astype(x)
    grad_x = max_pool2d_backward(grad_y, x, 2, stride=1)
    assert grad_x.dtype == largest
    assert grad_x[0, 0].tolist() == [[200, 0, 0], [0, 600, 0], [0, 0, 0]]
    grad_x = avg_pool2d_backward(grad_y, x, 2, stride=1)
    assert grad_x.dtype == mean
    assert grad_x[0, 0].tolist() == [[50, 100, 50], [100, 200, 100], [50, 100, 50]]


@pytest.mark.parametrize("backward", [max_pool2d_backward, avg_pool2d_backward])
def test_empty_batches_views_and_read_only_arrays(backward):
    assert backward(np.zeros((0, 2, 2, 3)), np.zeros((0, 2, 5, 6), np.float32), 2).shape == (0, 2, 5, 6)
    rng = np.random.default_rng(0)
    x, grad_y = rng.normal(size=(6, 5, 3, 4)).T[:, ::2], rng.normal(size=(2, 2, 2, 4)).T[..., ::-1]
    before = x.copy(), grad_y.copy()
    x.setflags(write=False)
    grad_y.setflags(write=False)
    grad_x = backward(grad_y, x, (2, 3), stride=(3, 3))
    np.testing.assert_array_equal(grad_x, backward(before[1], before[0], (2, 3), stride=(3, 3)))
    np.testing.assert_array_equal(x, before[0])
    np.testing.assert_array_equal(grad_y, before[1])
    grad_x += 1


x, grad_y = np.ones((1, 2, 4, 6)), np.ones((1, 2, 2, 3))


@pytest.mark.parametrize("backward", [max_pool2d_backward, avg_pool2d_backward])
@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda f: f(grad_y[:, :1], x, 2), "grad_y must have the shape of the output, (1, 2, 2, 3), got (1, 1, 2, 3)"),
        (
            lambda f: f(grad_y, x, 2, padding=1),
            "grad_y must have the shape of the output, (1, 2, 3, 4), got (1, 2, 2, 3)",
        ),
        (
            lambda f: f(grad_y[0], x, 2),
            "grad_y must be 4-D, got 3-D with shape (2, 2, 3); put a batch axis in front: grad_y[None]",
        ),
        (
            lambda f: f(grad_y, x[0], 2),
            "x must be 4-D, got 3-D with shape (2, 4, 6); put a batch axis in front: x[None]",
        ),
        (lambda f: f(grad_y, x[:, :, :0], 2), "x is empty (shape (1, 2, 0, 6))"),
        (lambda f: f(grad_y, x, 2, stride=0), "stride must be at least 1, got 0"),
        (lambda f: f(grad_y, x, 2, padding=2), "padding 2 is more than half of the pooling kernel 2x2"),
        (lambda f: f(grad_y, x, 5), "kernel (5, 5) with dilation 1 spans 5x5, larger than the padded input 4x6"),
    ],
)
def test_what_does_not_fit_is_rejected_with_its_numbers(backward, call, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        call(backward)


def test_whole_gradients_whose_sum_may_not_fit_are_refused():
    x, grad_y = np.array([[[[0, 0, 9, 0, 0]]]]), np.full((1, 1, 1, 3), 2**62)
    with pytest.raises(ValueError, match=f"sums of 3 entries of grad_y may reach {3 * 2**62}, more than int64 holds"):
        max_pool2d_backward(grad_y, x, (1, 3), stride=1)
    assert max_pool2d_backward(grad_y // 2, x, (1, 3), stride=1)[0, 0, 0, 2] == 3 * 2**61
