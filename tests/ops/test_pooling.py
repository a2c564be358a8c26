"""Max and average pooling forward: against loops over the windows, PyTorch's rules of size and divisor, dtypes."""

import re

import numpy as np
import pytest
from geometries import inside, poolings, seeds, window_starts, windows
from hypothesis import given, settings
from hypothesis import strategies as st

from convnb.ops.pooling import avg_pool2d, max_pool2d

fast = settings(deadline=None, max_examples=100)


def loop_pool(x, kernel, arguments, reduce):
    """reduce(the pixels in the image, all pixels of the window) at each position, for one plane."""
    found = {
        position: reduce(inside(x.shape, pixels), pixels) for position, pixels in windows(x.shape, kernel, **arguments)
    }
    rows, columns = max(found)
    return np.array([[found[i, j] for j in range(columns + 1)] for i in range(rows + 1)])


def loop_max(x, kernel, arguments):
    lowest = -np.inf if x.dtype.kind == "f" else np.iinfo(x.dtype).min
    return loop_pool(x, kernel, arguments, lambda pixels, _: max((x[p] for p in pixels), default=lowest))


def loop_avg(x, kernel, arguments, count_include_pad):
    padded = [n + p for n, p in zip(x.shape, arguments["padding"], strict=True)]

    def mean(pixels, everything):
        on_padded_plane = [p for p in everything if all(i < n for i, n in zip(p, padded, strict=True))]
        return sum(x[p] for p in pixels) / len(on_padded_plane if count_include_pad else pixels)

    return loop_pool(x, kernel, arguments, mean)


@fast
@given(poolings(), st.sampled_from(["float64", "float32", "int16", "uint8"]), seeds)
def test_max_pooling_is_the_loops(geometry, dtype, seed):
    shape, kernel, arguments = geometry
    low = 0 if dtype == "uint8" else -120
    x = np.random.default_rng(seed).integers(low, 120, (2, 3, *shape)).astype(dtype)
    expected = np.array([[loop_max(plane, kernel, arguments) for plane in image] for image in x])
    y = max_pool2d(x, kernel, **arguments)
    assert y.dtype == dtype
    np.testing.assert_array_equal(y, expected)


@fast
@given(poolings(largest_dilation=1), st.booleans(), seeds)
def test_average_pooling_is_the_loops(geometry, count_include_pad, seed):
    shape, kernel, arguments = geometry
    x = np.random.default_rng(seed).normal(size=(2, 3, *shape))
    expected = np.array([[loop_avg(plane, kernel, arguments, count_include_pad) for plane in image] for image in x])
    del arguments["dilation"]
    y = avg_pool2d(x, kernel, **arguments, count_include_pad=count_include_pad)
    np.testing.assert_allclose(y, expected, rtol=1e-12, atol=1e-12)


def test_small_pictures_by_hand():
    x = np.array([[1, 2, 8, 4], [5, 6, 7, 3], [9, 10, 0, 12]])[None, None]
    assert max_pool2d(x, (3, 2)).tolist() == [[[[10, 12]]]]
    assert max_pool2d(x, 2, stride=1).tolist() == [[[[6, 8, 8], [10, 10, 12]]]]
    assert avg_pool2d(x, 2, stride=(1, 2)).tolist() == [[[[3.5, 5.5], [7.5, 5.5]]]]


def test_stride_none_is_the_kernel_and_what_does_not_divide_is_dropped():
    x = np.arange(5 * 8.0).reshape(1, 1, 5, 8)
    np.testing.assert_array_equal(max_pool2d(x, (2, 3)), max_pool2d(x, (2, 3), stride=(2, 3)))
    assert max_pool2d(x, (2, 3)).tolist() == [[[[10, 13], [26, 29]]]]
    assert max_pool2d(x, (2, 3), ceil_mode=True).tolist() == [[[[10, 13, 15], [26, 29, 31], [34, 37, 39]]]]


def test_pooling_uses_its_padding_in_the_output_size():
    """A pitfall: a public assignment's formula for the size of a pooled picture leaves the padding out."""
    for pool in (max_pool2d, avg_pool2d):
        assert pool(np.ones((1, 2, 6, 9)), 3, stride=2, padding=1).shape == (1, 2, 3, 5)
        assert pool(np.ones((1, 2, 6, 9)), (3, 2), stride=(2, 1), padding=(1, 0)).shape == (1, 2, 3, 8)


def test_padding_of_max_pooling_is_not_zero():
    x = np.full((1, 1, 2, 3), -5.0)
    assert (max_pool2d(x, 3, stride=1, padding=1) == -5).all()
    assert (max_pool2d(x.astype(np.int8), 3, stride=1, padding=1) == -5).all()
    assert avg_pool2d(x, 3, stride=1, padding=1)[0, 0].tolist() == pytest.approx(np.array([[-20, -30, -20]] * 2) / 9)


def test_ceil_mode_drops_a_window_that_starts_in_the_right_padding():
    # Starts -1, 1, 3, 5 for 5 samples: with ceil the fourth would have only padding under it.
    x = np.arange(1.0, 6).reshape(1, 1, 1, 5)
    arguments = {"stride": (1, 2), "padding": (0, 1), "ceil_mode": True}
    assert window_starts(5, 2, 2, 1, 1, ceil_mode=True) == [-1, 1, 3]
    assert max_pool2d(x, (1, 2), **arguments).tolist() == [[[[1, 3, 5]]]]
    assert max_pool2d(x, (1, 2), **arguments | {"stride": (1, 3)}).tolist() == [[[[1, 4]]]]
    assert avg_pool2d(x, (1, 2), **arguments).tolist() == [[[[0.5, 2.5, 4.5]]]]


def test_divisors_of_average_pooling():
    """Padding counts unless told otherwise; what hangs over the padding never counts."""
    x = np.full((1, 1, 1, 4), 6.0)
    arguments = {"stride": (1, 3), "padding": (0, 1), "ceil_mode": True}
    # Windows of three start at -1 and 2: two pixels and one padded entry in each.
    assert avg_pool2d(x, (1, 3), **arguments).tolist() == [[[[4, 4]]]]
    assert avg_pool2d(x, (1, 3), **arguments, count_include_pad=False).tolist() == [[[[6, 6]]]]
    # Windows of four start at -1 and 2: the second hangs over by one, so its divisor is 3 with the padding, 2 without.
    assert avg_pool2d(x, (1, 4), **arguments).tolist() == [[[[4.5, 4]]]]
    assert avg_pool2d(x, (1, 4), **arguments, count_include_pad=False).tolist() == [[[[6, 6]]]]


def test_a_window_larger_than_the_picture_may_hang_over_in_ceil_mode():
    x = np.array([[[[1.0, 2], [3, 8]]]])
    assert max_pool2d(x, 3, stride=2, ceil_mode=True).tolist() == [[[[8]]]]
    assert avg_pool2d(x, 3, stride=2, ceil_mode=True).tolist() == [[[[3.5]]]]


def test_nan_and_inf_propagate():
    x = np.array([[[[1, np.nan, 2, 3, 4, -np.inf], [5, 6, 7, np.inf, 8, -np.inf]]]])
    np.testing.assert_array_equal(max_pool2d(x, (2, 1)), [[[[5, np.nan, 7, np.inf, 8, -np.inf]]]])
    np.testing.assert_array_equal(avg_pool2d(x, 2), [[[[np.nan, np.inf, -np.inf]]]])
    both = np.array([[[[np.inf, -np.inf]]]])
    assert np.isnan(avg_pool2d(both, (1, 2))).all()


def test_a_dilated_window_can_miss_every_pixel():
    arguments = {"stride": 2, "padding": 1, "dilation": 3, "ceil_mode": True}
    assert max_pool2d(np.ones((1, 1, 1, 1)), 2, **arguments).tolist() == [[[[-np.inf]]]]
    assert max_pool2d(np.ones((1, 1, 1, 1), np.int8), 2, **arguments).tolist() == [[[[-128]]]]
    assert max_pool2d(np.ones((1, 1, 1, 2)), (1, 2), padding=(0, 1), dilation=3).tolist() == [[[[-np.inf]]]]


@pytest.mark.parametrize(
    ("dtype", "largest", "mean"),
    [
        ("uint8", "uint8", "float64"),
        ("bool", "bool", "float64"),
        ("uint64", "uint64", "float64"),
        ("float16", "float16", "float32"),
        ("float32", "float32", "float32"),
        ("float64", "float64", "float64"),
    ],
)
def test_dtypes(dtype, largest, mean):
    x = np.array([[[[0, 1, 0], [0, 1, 0]]]]).astype(dtype)
    assert max_pool2d(x, 2, stride=1).dtype == largest
    assert max_pool2d(x, (2, 1)).tolist() == [[[[0, 1, 0]]]]
    assert avg_pool2d(x, 2, stride=1).dtype == mean
    assert avg_pool2d(x, (2, 3)).item() == pytest.approx(1 / 3)


def test_averages_of_uint8_do_not_wrap_and_large_integers_keep_their_order():
    assert avg_pool2d(np.full((1, 1, 2, 2), 250, np.uint8), 2).item() == 250
    x = np.array([2**62, 2**62 + 1, -(2**63), -(2**63) + 1]).reshape(1, 1, 1, 4)
    assert max_pool2d(x, (1, 2)).ravel().tolist() == [2**62 + 1, -(2**63) + 1]


def test_average_of_complex_numbers():
    assert avg_pool2d(np.array([[[[1 + 2j, 3j]]]]), (1, 2)).tolist() == [[[[0.5 + 2.5j]]]]


@pytest.mark.parametrize("pool", [max_pool2d, avg_pool2d])
def test_empty_batches_views_and_read_only_arrays(pool):
    assert pool(np.zeros((0, 2, 5, 6), np.float32), 2).shape == (0, 2, 2, 3)
    base = np.random.default_rng(0).normal(size=(9, 8, 3, 4)).T
    base.setflags(write=False)
    before, view = base.copy(), base[:, ::2, ::-1, ::3]
    y = pool(view, (2, 1), stride=(1, 2), padding=(1, 0))
    np.testing.assert_array_equal(y, pool(view.copy(), (2, 1), stride=(1, 2), padding=(1, 0)))
    y = pool(view, 1)
    y += 1  # a new array even where nothing is pooled
    np.testing.assert_array_equal(base, before)


x = np.ones((1, 2, 4, 5))


@pytest.mark.parametrize("pool", [max_pool2d, avg_pool2d])
@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda pool: pool(x[0], 2), "x must be 4-D, got 3-D with shape (2, 4, 5); put a batch axis in front: x[None]"),
        (lambda pool: pool(x[:, :0], 2), "x is empty (shape (1, 0, 4, 5))"),
        (lambda pool: pool(x, 0), "kernel_size must be at least 1, got 0"),
        (lambda pool: pool(x, "23"), "kernel_size must be an integer, got '23'"),
        (lambda pool: pool(x, 2, stride=(1, 0)), "stride must be at least 1, got 0"),
        (lambda pool: pool(x, 2, stride=1.5), "stride must be an integer, got 1.5"),
        (lambda pool: pool(x, 2, padding=-1), "padding must be at least 0, got -1"),
        (lambda pool: pool(x, (3, 2), padding=2), "padding 2 is more than half of the pooling kernel 3x2"),
        (lambda pool: pool(x, (2, 3), padding=(0, 2)), "padding (0, 2) is more than half of the pooling kernel 2x3"),
        (lambda pool: pool(x, 5), "kernel (5, 5) with dilation 1 spans 5x5, larger than the padded input 4x5"),
        (lambda pool: pool(x, 7, stride=2, ceil_mode=True), "larger than the padded input 4x5 (input 4x5, padding 0)"),
    ],
)
def test_what_does_not_fit_is_rejected_with_its_numbers(pool, call, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        call(pool)


def test_what_only_max_pooling_rejects():
    with pytest.raises(ValueError, match="x must be real, got dtype complex128: complex numbers have no largest one"):
        max_pool2d(x + 0j, 2)
    with pytest.raises(ValueError, match="dilation must be at least 1, got 0"):
        max_pool2d(x, 2, dilation=0)
    with pytest.raises(
        ValueError, match=r"kernel \(3, 3\) with dilation 2 spans 5x5, larger than the padded input 4x5"
    ):
        max_pool2d(x, 3, dilation=2)
