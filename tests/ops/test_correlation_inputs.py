"""What correlate and convolve take and give back: dtypes, exact integers, views, NaN and inf, and their complaints."""

import re

import numpy as np
import pytest
import scipy.signal
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import convnb
from convnb.ops import reference

two_shapes = st.integers(1, 2).flatmap(lambda ndim: st.tuples(*[st.tuples(*[st.integers(1, 9)] * ndim)] * 2))


@pytest.mark.parametrize(
    ("x", "kernel", "result"),
    [
        ("float32", "float32", "float32"),
        ("float64", "float32", "float64"),
        ("float16", "float16", "float32"),
        ("uint8", "float32", "float32"),
        ("int64", "float32", "float64"),
        ("complex64", "float32", "complex64"),
        ("uint8", "int8", "int64"),
        ("bool", "bool", "int64"),
        ("uint64", "int64", "int64"),
    ],
)
@pytest.mark.parametrize("shape", [(5,), (4, 5)])
def test_dtype_of_the_result(x, kernel, result, shape):
    for function in (convnb.correlate, convnb.convolve):
        assert function(np.ones(shape, x), np.ones(shape, kernel)).dtype == result


def test_uint8_does_not_wrap():
    picture, kernel = np.full((3, 4), 250, np.uint8), np.full((2, 2), 200, np.uint8)
    assert (convnb.correlate(picture, kernel, "valid") == 4 * 250 * 200).all()
    assert convnb.convolve(np.array([255, 255], np.uint8), np.array([1, 1], np.uint8)).tolist() == [255, 510, 255]


@pytest.mark.parametrize("shape", [(5,), (2, 3)])
def test_integers_beyond_float64_are_exact(shape):
    rng = np.random.default_rng(2)
    x, kernel = rng.integers(-(2**37), 2**37, shape) | 1, rng.integers(-(2**19), 2**19, shape) | 1
    expected = reference.correlate(x, kernel)
    assert max(abs(v) for v in expected.ravel().tolist()) > 2**53
    np.testing.assert_array_equal(convnb.correlate(x, kernel), expected)


def test_bools_are_counted():
    assert convnb.correlate([True, True, False], [True, True]).tolist() == [1, 2, 1, 0]


def test_lists_views_and_read_only_arrays():
    base = np.random.default_rng(4).normal(size=(12, 14))
    x, kernel = base[::2, ::-2].T, base[1:4, 2:9:3]
    base.setflags(write=False)
    before = base.copy()
    expected = scipy.signal.correlate(x.copy(), kernel.copy(), method="direct")
    np.testing.assert_allclose(convnb.correlate(x, kernel), expected)
    np.testing.assert_allclose(convnb.correlate(x.tolist(), kernel.tolist()), expected)
    np.testing.assert_allclose(convnb.convolve(x[0], kernel[:, 0]), np.convolve(x[0], kernel[:, 0]))
    convnb.normalized_correlate(x, kernel)
    convnb.align(x[0], x[1])
    np.testing.assert_array_equal(base, before)


@pytest.mark.parametrize("shape", [(5,), (4, 5)])
def test_the_result_is_a_new_writable_array(shape):
    x, kernel = np.ones(shape), np.ones((1,) * len(shape))
    y = convnb.correlate(x, kernel)
    y += 1
    assert (x == 1).all()
    assert y.flags.c_contiguous


@settings(deadline=None, max_examples=80)
@given(
    two_shapes,
    st.sampled_from(["full", "same", "valid"]),
    st.sampled_from([np.nan, np.inf, -np.inf]),
    st.booleans(),
    st.integers(0, 2**32 - 1),
)
def test_nan_and_inf_reach_what_they_touch_and_nothing_else(shapes, mode, bad, in_kernel, seed):
    assume(mode != "valid" or len({n >= m for n, m in zip(*shapes, strict=True) if n != m}) < 2)
    rng = np.random.default_rng(seed)
    x, kernel = (rng.normal(size=shape) for shape in shapes)
    target = kernel if in_kernel else x
    target.flat[rng.integers(target.size)] = bad
    expected = reference.correlate(x, kernel, mode)
    np.testing.assert_allclose(convnb.correlate(x, kernel, mode), expected, atol=1e-12)


def test_an_infinite_weight_of_a_picture_is_conjugated():
    x, kernel = np.array([[1 + 2j, 3 - 1j]]), np.array([[complex(np.inf, 1), 2 + 1j]])
    y = convnb.correlate(x, kernel)
    np.testing.assert_allclose(y[0, 0], (1 + 2j) * (2 - 1j))
    assert np.isinf(y[0, 2].real)
    assert y[0, 2] == x[0, 1] * kernel[0, 0].conj()


def test_inf_minus_inf_is_nan_without_a_warning():
    for shape in ((2,), (1, 2)):
        x = np.array([np.inf, np.inf]).reshape(shape)
        assert np.isnan(convnb.correlate(x, np.array([1.0, -1.0]).reshape(shape), "valid")).all()


@pytest.mark.parametrize("function", [convnb.correlate, convnb.convolve])
@pytest.mark.parametrize(
    ("x", "kernel", "mode", "message"),
    [
        ([], [1], "full", "x is empty (shape (0,)), it needs at least one entry"),
        ([1], np.ones((0, 2)), "full", "kernel is empty (shape (0, 2)), it needs at least one entry"),
        (np.ones((2, 2, 2)), [1], "full", "x must be 1-D or 2-D, got 3-D with shape (2, 2, 2)"),
        ([1], 3, "full", "kernel must be 1-D or 2-D, got 0-D with shape ()"),
        (
            np.ones((3, 4)),
            np.ones(2),
            "full",
            "x and kernel must have the same number of dimensions, got (3, 4) and (2,)",
        ),
        ([1, 2], [1], "vaild", "mode must be one of 'full', 'same', 'valid', got 'vaild'"),
        ([1, "a"], [1], "full", "x must hold numbers, got dtype <U21"),
        (
            np.ones((3, 5)),
            np.ones((4, 2)),
            "valid",
            "mode 'valid' needs x or kernel to be at least as large as the other in every dimension, "
            "got x 3x5 and kernel 4x2",
        ),
        (
            np.array([2**64 - 1], np.uint64),
            [1],
            "full",
            "sums may reach 18446744073709551615, more than int64 holds (9223372036854775807): "
            "convert x to float64 first",
        ),
    ],
)
def test_correlate_and_convolve_reject(function, x, kernel, mode, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        function(x, kernel, mode)
