"""The forward convolutions: against the definitions, SciPy, and the pitfalls."""

import numpy as np
import pytest
import scipy.signal
from conv_layers import conv_layers
from geometries import seeds
from hypothesis import given, settings
from hypothesis import strategies as st

from convnb.ops import reference
from convnb.ops.conv import conv1d, conv2d, conv_transpose1d, conv_transpose2d

fast = settings(deadline=None, max_examples=120)
dtypes = st.sampled_from(["float32", "float64"])


@fast
@given(conv_layers())
def test_conv2d_is_its_definition(layer):
    x, weight, bias, arguments = layer
    expected = reference.conv2d(x, weight, bias, **arguments)
    np.testing.assert_array_equal(conv2d(x, weight, bias, **arguments), expected, strict=True)


@fast
@given(conv_layers(dtype="int16"))
def test_integers_are_exact(layer):
    x, weight, bias, arguments = layer
    y = conv2d(x, weight, bias, **arguments)
    assert y.dtype == np.int64
    np.testing.assert_array_equal(y, reference.conv2d(x, weight, bias, **arguments))


@fast
@given(st.tuples(*[st.integers(1, 9)] * 4), st.tuples(*[st.integers(1, 3)] * 2), dtypes, seeds)
def test_one_channel_is_scipys_correlate2d(sizes, stride, dtype, seed):
    rng = np.random.default_rng(seed)
    kernel = rng.normal(size=sizes[:2]).astype(dtype)
    x = rng.normal(size=(sizes[0] + sizes[2], sizes[1] + sizes[3])).astype(dtype)
    expected = scipy.signal.correlate2d(x, kernel, "valid")[:: stride[0], :: stride[1]]
    y = conv2d(x[None, None], kernel[None, None], stride=stride)[0, 0]
    assert y.dtype == dtype
    np.testing.assert_allclose(y, expected, rtol=0, atol=100 * np.finfo(dtype).eps * kernel.size)


@fast
@given(st.data(), st.integers(1, 5), st.integers(1, 3), st.integers(0, 4), st.integers(1, 3), seeds)
def test_conv1d_is_a_sum_of_correlations(data, k, stride, padding, dilation, seed):
    groups, inputs, outputs = (data.draw(st.integers(1, 3)) for _ in range(3))
    n = data.draw(st.integers(0, 6)) + max(1, dilation * (k - 1) + 1 - 2 * padding)
    rng = np.random.default_rng(seed)
    x = rng.integers(-4, 5, (2, groups * inputs, n)).astype(float)
    weight = rng.integers(-4, 5, (groups * outputs, inputs, k)).astype(float)
    bias = rng.integers(-4, 5, groups * outputs).astype(float)
    y = conv1d(x, weight, bias, stride=stride, padding=padding, dilation=dilation, groups=groups)
    spread = np.zeros((*weight.shape[:2], dilation * (k - 1) + 1))
    spread[..., ::dilation] = weight
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding)))
    for b, o in np.ndindex(y.shape[:2]):
        first = o // outputs * inputs
        sums = sum(reference.correlate(padded[b, first + c], spread[o, c], "valid") for c in range(inputs))
        np.testing.assert_array_equal(y[b, o], sums[::stride] + bias[o], strict=True)


def test_course_numbers():
    assert conv1d([[[0, 1, 2, 3]]], [[[1, 2]]]).tolist() == [[[2, 5, 8]]]
    x, kernel = [[[[0, 1, 2], [3, 4, 5], [6, 7, 8]]]], [[[[0, 1], [2, 3]]]]
    assert conv2d(x, kernel).tolist() == [[[[19, 25], [37, 43]]]]


def test_a_1x1_convolution_with_f_filters_gives_f_channels():
    x, weight = np.ones((5, 4, 7, 3)), np.arange(24.0).reshape(6, 4, 1, 1)
    y = conv2d(x, weight)
    assert y.shape == (5, 6, 7, 3)
    np.testing.assert_array_equal(y[2, :, 3, 1], weight.sum((1, 2, 3)))


# --- padding ------------------------------------------------------------------------------------------------------


@fast
@given(conv_layers(largest_stride=1))
def test_same_keeps_the_size_and_puts_the_odd_zero_at_the_end(layer):
    x, weight, bias, arguments = layer
    steps = {"dilation": arguments["dilation"], "groups": arguments["groups"]}
    totals = [d * (k - 1) for k, d in zip(weight.shape[2:], arguments["dilation"], strict=True)]
    padded = np.pad(x, ((0, 0), (0, 0), *((total // 2, total - total // 2) for total in totals)))
    y = conv2d(x, weight, bias, padding="same", **steps)
    assert y.shape[2:] == x.shape[2:]
    np.testing.assert_array_equal(y, reference.conv2d(padded, weight, bias, **steps))
    np.testing.assert_array_equal(
        conv1d(x[:, :, 0], weight[:, :, 0], padding="same", dilation=steps["dilation"][1], groups=steps["groups"]),
        conv2d(x[:, :, :1], weight[:, :, :1], padding="same", **steps)[:, :, 0],
    )


def test_valid_fills_nothing():
    x, weight = np.arange(35.0).reshape(1, 1, 5, 7), np.ones((1, 1, 3, 2))
    np.testing.assert_array_equal(conv2d(x, weight, padding="valid", stride=2), conv2d(x, weight, stride=2))
    assert conv1d(x[:, :, 0], weight[:, :, 0], padding="valid").shape == (1, 1, 6)


def test_padding_is_per_side():
    assert conv2d(np.ones((1, 1, 5, 7)), np.ones((1, 1, 3, 3)), padding=(1, 2)).shape == (1, 1, 5, 9)


def test_a_stride_that_does_not_divide_drops_the_border():
    x, weight = np.zeros((1, 1, 6, 8)), np.ones((1, 1, 3, 3))
    x[..., 5, :] = x[..., :, 7] = 100
    y = conv2d(x, weight, stride=2)
    assert y.shape == (1, 1, 2, 3)
    assert not y.any()


def test_loops_that_stop_early_for_a_stride():
    x = np.arange(11.0).reshape(1, 1, 11)
    assert conv1d(x, np.ones((1, 1, 2)), stride=3).tolist() == [[[1, 7, 13, 19]]]


# --- dtypes and arrays --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("x", "weight", "bias", "result"),
    [
        ("float32", "float32", "float32", "float32"),
        ("float64", "float32", None, "float64"),
        ("float16", "float16", None, "float32"),
        ("uint8", "float32", None, "float32"),
        ("int64", "float32", None, "float64"),
        ("float32", "float32", "float64", "float64"),
        ("uint8", "int8", "bool", "int64"),
        ("bool", "bool", None, "int64"),
        ("int64", "int64", "float32", "float64"),
    ],
)
def test_dtypes(x, weight, bias, result):
    arrays = np.ones((2, 3, 5, 4), x), np.ones((4, 3, 2, 3), weight), None if bias is None else np.ones(4, bias)
    y = conv2d(*arrays)
    assert y.dtype == result
    assert (y == 18 + (bias is not None)).all()


def test_a_picture_of_uint8_does_not_wrap_around():
    picture = np.full((1, 1, 4, 5), 255, np.uint8)
    assert (conv2d(picture, np.full((1, 1, 3, 2), 255, np.uint8)) == 6 * 255**2).all()


def test_integers_too_large_for_float64_are_exact_too():
    x, weight = np.array([[[2**31 + 1, 1, 3]]]), np.array([[[2**31 - 1, 1]]])
    assert conv1d(x, weight).tolist() == [[[(2**31 + 1) * (2**31 - 1) + 1, 2**31 - 1 + 3]]]


def test_sums_beyond_the_whole_numbers_of_float64_are_exact():
    x, weight = np.array([[[2**27 + 1, 1, 3]]]), np.array([[[2**27 - 1, 2]]])
    assert conv1d(x, weight).tolist() == [[[2**54 - 1 + 2, 2**27 - 1 + 6]]]  # float64 holds the even ones only


@pytest.mark.parametrize("layer", [conv1d, conv2d, conv_transpose1d, conv_transpose2d])
def test_a_large_bias_is_added_exactly_or_refused(layer):
    one = np.ones((1,) * (3 if layer in (conv1d, conv_transpose1d) else 4), int)
    assert layer(one, one, [2**53]).item() == 2**53 + 1  # float64 holds the even ones only
    with pytest.raises(ValueError, match=f"sums may reach {2**63}, more than int64 holds"):
        layer(one, one, [2**63 - 1])


def test_a_batch_of_none():
    assert conv2d(np.empty((0, 4, 6, 5)), np.ones((2, 4, 3, 2)), np.ones(2), padding=1).shape == (0, 2, 6, 6)
    assert conv1d(np.empty((0, 4, 6), np.int8), np.ones((2, 4, 3), int)).shape == (0, 2, 4)


@pytest.mark.parametrize("kernel", [(1, 1), (3, 3), (2, 5)])
@pytest.mark.parametrize("groups", [1, 2, 16])
def test_strides_in_memory_do_not_matter_and_nothing_is_modified(kernel, groups):
    rng = np.random.default_rng(0)
    x, weight = rng.normal(size=(9, 7, 16, 2)), rng.normal(size=(*kernel, 16 // groups, 16))
    turned = x.transpose(3, 2, 1, 0)[:, ::-1, :, ::-1], weight.transpose(3, 2, 0, 1)[..., ::-1, :]
    copies = [np.ascontiguousarray(a) for a in turned]
    for array in (x, weight):
        array.flags.writeable = False
    np.testing.assert_allclose(
        conv2d(*turned, padding=1, groups=groups), conv2d(*copies, padding=1, groups=groups), rtol=1e-12, atol=1e-12
    )


def test_lists_are_arrays():
    assert conv2d([[[[1, 2, 3]]]], [[[[1, 10]]]], [5]).tolist() == [[[[26, 37]]]]
