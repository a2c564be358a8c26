"""The backward passes: adjoint identities, finite differences, the definitions, and what notes get wrong about them."""

import numpy as np
import pytest
from conv_layers import conv_layers, gradient_for
from hypothesis import given, settings

from convnb.ops import reference
from convnb.ops.conv import conv1d, conv1d_backward, conv2d, conv2d_backward
from convnb.ops.correlation import convolve, correlate
from convnb.ops.gradcheck import check_gradient

fast = settings(deadline=None, max_examples=100)
NAMES = ("x", "weight", "bias")


@fast
@given(conv_layers())
def test_the_definitions(layer):
    x, weight, bias, arguments = layer
    grad_y = gradient_for(conv2d(x, weight, bias, **arguments))
    grad_x, grad_weight, grad_bias = conv2d_backward(grad_y, x, weight, **arguments)
    (s, r), (p, q), (d, e) = (arguments[name] for name in ("stride", "padding", "dilation"))
    outputs, inputs = len(weight) // arguments["groups"], weight.shape[1]
    expected_x, expected_weight = np.zeros_like(x), np.zeros_like(weight)
    for b, o, i, j in np.ndindex(grad_y.shape):
        for c, t, u in np.ndindex(weight.shape[1:]):
            row, column, channel = i * s - p + t * d, j * r - q + u * e, o // outputs * inputs + c
            if 0 <= row < x.shape[2] and 0 <= column < x.shape[3]:
                expected_x[b, channel, row, column] += grad_y[b, o, i, j] * weight[o, c, t, u]
                expected_weight[o, c, t, u] += grad_y[b, o, i, j] * x[b, channel, row, column]
    np.testing.assert_array_equal(grad_x, expected_x, strict=True)
    np.testing.assert_array_equal(grad_weight, expected_weight, strict=True)
    np.testing.assert_array_equal(grad_bias, grad_y.sum((0, 2, 3)), strict=True)


@fast
@given(conv_layers(dtype="int32"))
def test_integers_are_exact_and_adjoint(layer):
    x, weight, _, arguments = layer
    y = conv2d(x, weight, **arguments)
    grad_y = gradient_for(y)
    gradients = conv2d_backward(grad_y, x, weight, **arguments)
    assert {gradient.dtype for gradient in gradients} == {np.dtype(np.int64)}
    products = (grad_y * y).sum()  # <g, conv(x)> = <grad_x, x> = <grad_weight, weight>
    assert (gradients[0] * x).sum() == products
    assert (gradients[1] * weight).sum() == products


@settings(deadline=None, max_examples=40)
@given(conv_layers(largest_batch=2))
def test_finite_differences(layer):
    x, weight, bias, arguments = layer
    grad_y = gradient_for(conv2d(x, weight, bias, **arguments))
    gradients = conv2d_backward(grad_y, x, weight, **arguments)
    for name, gradient in zip(NAMES, gradients, strict=True):
        arrays = dict(zip(NAMES, (x, weight, bias), strict=True))

        def loss(values, arrays=arrays, name=name):
            return (grad_y * conv2d(**{**arrays, name: values}, **arguments)).sum()

        assert check_gradient(loss, gradient, arrays[name])


@fast
@given(conv_layers())
def test_conv1d_is_a_picture_of_height_one(layer):
    x, weight, bias, arguments = layer
    x, weight = x[:, :, 0], weight[:, :, 0]
    steps = {name: values[1] for name, values in arguments.items() if name != "groups"}
    groups = arguments["groups"]
    y = conv1d(x, weight, bias, **steps, groups=groups)
    grad_y = gradient_for(y)
    for gradient, array in zip(
        conv1d_backward(grad_y, x, weight, **steps, groups=groups), (x, weight, bias), strict=True
    ):
        assert (gradient.shape, gradient.dtype) == (array.shape, array.dtype)
    grad_x, grad_weight, grad_bias = conv1d_backward(grad_y, x, weight, **steps, groups=groups)
    products = (grad_y * (y - bias[:, None])).sum()
    assert (grad_x * x).sum() == (grad_weight * weight).sum() == products
    np.testing.assert_array_equal(grad_bias, grad_y.sum((0, 2)))


def test_the_data_gradient_flips_the_kernel_and_the_weight_gradient_does_not():
    rng = np.random.default_rng(0)
    x, weight = rng.normal(size=(5, 8)), rng.normal(size=(2, 3))
    grad_y = rng.normal(size=(4, 6))
    grad_x, grad_weight, _ = conv2d_backward(grad_y[None, None], x[None, None], weight[None, None])
    np.testing.assert_allclose(grad_x[0, 0], convolve(grad_y, weight, "full"))
    np.testing.assert_allclose(grad_weight[0, 0], correlate(x, grad_y, "valid"))
    assert not np.allclose(grad_weight[0, 0], convolve(x, grad_y, "valid"))


def test_course_numbers():
    grad_x, _, grad_bias = conv1d_backward([[[5, -2]]], np.ones((1, 1, 4)), [[[2, 3, 7]]])
    assert grad_x.tolist() == [[[10, 11, 29, -14]]]
    assert grad_bias.tolist() == [3]


def test_a_border_that_the_stride_drops_has_no_gradient():
    x, weight = np.ones((1, 1, 6, 8)), np.ones((1, 1, 3, 3))
    grad_x = conv2d_backward(np.ones((1, 1, 2, 3)), x, weight, stride=2)[0][0, 0]
    assert not grad_x[5].any()
    assert not grad_x[:, 7].any()
    assert grad_x[:5, :7].all()


@fast
@given(conv_layers(largest_stride=1))
def test_same_pads_asymmetrically_backwards_too(layer):
    x, weight, _, arguments = layer
    steps = {"dilation": arguments["dilation"], "groups": arguments["groups"]}
    y = conv2d(x, weight, padding="same", **steps)
    grad_y = gradient_for(y)
    grad_x, grad_weight, _ = conv2d_backward(grad_y, x, weight, padding="same", **steps)
    assert (grad_x * x).sum() == (grad_weight * weight).sum() == (grad_y * y).sum()
    totals = [d * (k - 1) for k, d in zip(weight.shape[2:], arguments["dilation"], strict=True)]
    padded = np.pad(x, ((0, 0), (0, 0), *((total // 2, total - total // 2) for total in totals)))
    wide, same_weight, _ = conv2d_backward(grad_y, padded, weight, **steps)
    (top, left), (height, width) = (total // 2 for total in totals), x.shape[2:]
    np.testing.assert_array_equal(grad_x, wide[:, :, top : top + height, left : left + width])
    np.testing.assert_array_equal(grad_weight, same_weight)


def test_the_strided_backward_is_the_delta_dilated_by_the_stride():
    rng = np.random.default_rng(2)
    x, weight, grad_y = rng.normal(size=(2, 3, 9, 7)), rng.normal(size=(4, 3, 3, 2)), rng.normal(size=(2, 4, 3, 6))
    dilated = np.zeros((2, 4, 7, 6))
    dilated[:, :, ::3] = grad_y
    expected = reference.conv2d(
        np.pad(dilated, ((0, 0), (0, 0), (2, 2), (1, 1))), weight.swapaxes(0, 1)[..., ::-1, ::-1]
    )
    grad_x = conv2d_backward(grad_y, x, weight, stride=(3, 1))[0]
    np.testing.assert_allclose(grad_x, expected)


@pytest.mark.parametrize("kernel", [(1, 1), (3, 3), (2, 5), (9, 9)])
@pytest.mark.parametrize("stride", [1, 2])
def test_a_backward_modifies_nothing_of_the_callers(kernel, stride):
    rng = np.random.default_rng(3)
    x, weight = rng.normal(size=(2, 1, 10, 12)), rng.normal(size=(1, 1, *kernel))
    y = conv2d(x, weight, stride=stride)
    arrays = [rng.normal(size=y.shape), x, weight]
    before = [array.copy() for array in arrays]
    for array in arrays:
        array.flags.writeable = False
    grad_x, grad_weight, grad_bias = conv2d_backward(*arrays, stride=stride)
    for gradient in (grad_x, grad_weight, grad_bias):
        gradient[...] = 7  # what is returned is the caller's, and no view of an input
    for array, copy in zip(arrays, before, strict=True):
        np.testing.assert_array_equal(array, copy)


def test_results_are_not_overwritten_by_the_next_call():
    rng = np.random.default_rng(4)
    for kernel, channels in [((1, 1), 4), ((3, 3), 16), ((5, 3), 2), ((9, 9), 1)]:
        x, weight = rng.normal(size=(2, channels, 11, 12)), rng.normal(size=(channels, channels, *kernel))
        y = conv2d(x, weight)
        gradients = conv2d_backward(y, x, weight)
        before = [array.copy() for array in (y, *gradients)]
        conv2d_backward(2 * y, x + 1, weight - 1)
        conv2d(x + 1, weight)
        for array, copy in zip((y, *gradients), before, strict=True):
            np.testing.assert_array_equal(array, copy)


def test_a_batch_of_none_has_gradient_zero():
    x, weight = np.empty((0, 4, 6, 5)), np.ones((6, 2, 3, 2))
    grad_x, grad_weight, grad_bias = conv2d_backward(np.empty((0, 6, 4, 4)), x, weight, groups=2)
    assert grad_x.shape == x.shape
    assert grad_weight.shape == weight.shape
    assert not grad_weight.any()
    assert grad_bias.tolist() == [0] * 6


def test_mixed_dtypes_give_one_dtype():
    gradients = conv2d_backward(np.ones((1, 1, 2, 2), "float32"), np.ones((1, 1, 3, 3), "uint8"), np.ones((1, 1, 2, 2)))
    assert {gradient.dtype for gradient in gradients} == {np.dtype(np.float64)}
    gradients = conv2d_backward(*(np.ones((1, 1, n, n), "float32") for n in (2, 3, 2)))
    assert {gradient.dtype for gradient in gradients} == {np.dtype(np.float32)}


def test_sums_over_all_outputs_are_exact_or_refused():
    """A gradient of a weight adds up as many products as there are outputs, far more than the layer itself."""
    x, grad_y, weight = np.full((1, 1, 8, 8), 2**26 + 1), np.full((1, 1, 8, 8), 2**25 + 1), np.ones((1, 1, 1, 1), int)
    assert conv2d_backward(grad_y, x, weight)[1].tolist() == [[[[64 * (2**26 + 1) * (2**25 + 1)]]]]
    with pytest.raises(ValueError, match=f"sums may reach {64 * 2**60}, more than int64 holds"):
        conv2d_backward(np.full((1, 1, 8, 8), 2**30), np.full((1, 1, 8, 8), 2**30), weight)
    with pytest.raises(ValueError, match=f"sums may reach {64 * 2**60}, more than int64 holds"):  # in that of the bias
        conv2d_backward(np.full((1, 1, 8, 8), 2**60), 0 * x, 0 * weight)
