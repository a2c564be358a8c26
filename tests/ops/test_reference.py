"""The oracle itself: against the worked numbers of the course, against SciPy and NumPy, and its complaints."""

import re

import numpy as np
import pytest
import scipy.signal
from hypothesis import given, settings
from hypothesis import strategies as st

from convnb.ops import reference

MODES = ("full", "same", "valid")
side = st.integers(1, 6)
seeds = st.integers(0, 2**32 - 1)


def test_pain_adds_up():
    hits, hurt = [0, 0, 1, 1, 0, 0], [3, 2, 1]
    assert reference.convolve(hits, hurt).tolist()[:6] == [0, 0, 3, 5, 3, 1]
    assert reference.correlate([0, 1, 2, 3], [1, 2], "valid").tolist() == [2, 5, 8]


def test_three_by_three_with_two_by_two():
    x, kernel = [[0, 1, 2], [3, 4, 5], [6, 7, 8]], [[0, 1], [2, 3]]
    assert reference.correlate(x, kernel, "valid").tolist() == [[19, 25], [37, 43]]
    assert reference.convolve(x, kernel, "valid").tolist() == [[5, 11], [23, 29]]


@settings(deadline=None, max_examples=60)
@given(st.lists(side, min_size=1, max_size=2), st.lists(side, min_size=2, max_size=2), st.sampled_from(MODES), seeds)
def test_loops_agree_with_scipy(x_shape, kernel_shape, mode, seed):
    rng = np.random.default_rng(seed)
    kernel_shape = kernel_shape[: len(x_shape)]
    x = rng.normal(size=x_shape) + 1j * rng.normal(size=x_shape)
    kernel = rng.normal(size=kernel_shape) + 1j * rng.normal(size=kernel_shape)
    for ours, theirs in ((reference.correlate, scipy.signal.correlate), (reference.convolve, scipy.signal.convolve)):
        try:
            expected = theirs(x, kernel, mode, method="direct")
        except ValueError:
            with pytest.raises(ValueError, match="at least as large as the other in every dimension"):
                ours(x, kernel, mode)
            continue
        np.testing.assert_allclose(ours(x, kernel, mode), expected, rtol=1e-12, atol=1e-12)


def test_integers_of_any_size_are_exact():
    assert reference.correlate([2**62], [3]).tolist() == [3 * 2**62]


@settings(deadline=None, max_examples=50)
@given(st.integers(2, 12), seeds)
def test_pearson_is_numpys(n, seed):
    a, b = np.random.default_rng(seed).normal(size=(2, n))
    assert reference.pearson(a, b) == pytest.approx(np.corrcoef(a, b)[0, 1], abs=1e-12)


def test_pearson_of_a_constant_is_zero():
    assert reference.pearson([1, 2, 4], [5, 5, 5]) == 0.0


def test_normalized_correlate_walks_over_a_picture():
    rng = np.random.default_rng(3)
    x, template = rng.normal(size=(4, 5)), rng.normal(size=(2, 3))
    scores = reference.normalized_correlate(x, template)
    assert scores.shape == (3, 3)
    assert scores[2, 1] == pytest.approx(np.corrcoef(x[2:4, 1:4].ravel(), template.ravel())[0, 1])


# --- conv2d -------------------------------------------------------------------------------------------------------


def dilate(kernel, dilation):
    spread = np.zeros([d * (k - 1) + 1 for k, d in zip(kernel.shape, dilation, strict=True)])
    spread[:: dilation[0], :: dilation[1]] = kernel
    return spread


def layer(x, weight, bias, stride, padding, dilation, groups):
    """The same layer from other parts: pad, put zeros into the kernel, SciPy's valid correlation, drop rows."""
    padded = np.pad(x, ((0, 0), (0, 0), (padding[0],) * 2, (padding[1],) * 2))
    per_group, channels = len(weight) // groups, weight.shape[1]
    maps = [
        sum(
            scipy.signal.correlate2d(image[o // per_group * channels + c], dilate(weight[o, c], dilation), "valid")
            for c in range(channels)
        )[:: stride[0], :: stride[1]]
        + bias[o]
        for image in padded
        for o in range(len(weight))
    ]
    return np.array(maps).reshape(len(x), len(weight), *maps[0].shape)


two = st.tuples(st.integers(1, 3), st.integers(1, 3))


@settings(deadline=None, max_examples=60)
@given(two, two, st.tuples(st.integers(0, 2), st.integers(0, 2)), two, st.integers(1, 2), two, seeds)
def test_conv2d_is_built_of_valid_correlations(kernel, stride, padding, dilation, groups, channels, seed):
    rng = np.random.default_rng(seed)
    height, width = (d * (k - 1) + 1 + int(rng.integers(0, 4)) for k, d in zip(kernel, dilation, strict=True))
    x = rng.normal(size=(2, channels[0] * groups, height, width))
    weight = rng.normal(size=(channels[1] * groups, channels[0], *kernel))
    bias = rng.normal(size=len(weight))
    y = reference.conv2d(x, weight, bias, stride=stride, padding=padding, dilation=dilation, groups=groups)
    expected = layer(x, weight, bias, stride, padding, dilation, groups)
    np.testing.assert_allclose(y, expected, rtol=1e-12, atol=1e-12)


def test_conv2d_without_bias_and_with_ints():
    x, weight = np.arange(9).reshape(1, 1, 3, 3), np.arange(4).reshape(1, 1, 2, 2)
    assert reference.conv2d(x, weight).tolist() == [[[[19, 25], [37, 43]]]]
    y = reference.conv2d(x, weight, stride=2, padding=1)
    # The corners lie at (-1, -1), (-1, 1), (1, -1) and (1, 1): 3*0, 2*1 + 3*2, 1*3 + 3*6, and 43 as above.
    assert y.tolist() == [[[[0, 8], [21, 43]]]]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"x": np.ones((4, 6, 5))}, "x must be 4-D, got 3-D with shape (4, 6, 5)"),
        ({"x": np.ones((0, 4, 6, 5))}, "x is empty (shape (0, 4, 6, 5)), it needs at least one entry"),
        ({"weight": np.ones((3, 3))}, "weight must be 4-D, got 2-D with shape (3, 3)"),
        (
            {"weight": np.ones((6, 3, 2, 3))},
            "weight (6, 3, 2, 3) takes 3 channels per group, x (2, 4, 6, 5) has 4 channels in 2 group(s) of 2",
        ),
        ({"groups": 3}, "groups 3 must divide the 4 channels of x and the 6 channels of weight"),
        ({"groups": 4}, "groups 4 must divide the 4 channels of x and the 6 channels of weight"),
        ({"groups": 0}, "groups must be at least 1, got 0"),
        ({"bias": np.ones(5)}, "bias must have shape (6,), one entry per output channel, got (5,)"),
        ({"stride": 0}, "stride must be at least 1, got 0"),
        ({"padding": (0, -1)}, "padding must be at least 0, got -1"),
        ({"dilation": (1, 2, 3)}, "dilation must be an integer or a pair (h, w), got (1, 2, 3)"),
        (
            {"dilation": 3},
            "kernel (2, 3) with dilation 3 spans 4x7, larger than the padded input 6x5 (input 6x5, padding 0)",
        ),
    ],
)
def test_conv2d_rejects(change, message):
    arguments = {"x": np.ones((2, 4, 6, 5)), "weight": np.ones((6, 2, 2, 3)), "groups": 2} | change
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        reference.conv2d(arguments.pop("x"), arguments.pop("weight"), arguments.pop("bias", None), **arguments)
