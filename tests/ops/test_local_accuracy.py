"""Accuracy is local: an output depends on its own window only, in its last digits too, whichever path is taken."""

import numpy as np
import plain_layers
import pytest

from convnb.ops import conv
from convnb.ops.correlation import convolve, correlate

# name: the shapes of x and weight, and the arguments. All paths, and the sizes at which the chooser changes its mind.
CONV2D = {
    "tiled": ((2, 3, 40, 41), (4, 3, 5, 5), {"stride": 2, "padding": 1}),
    "pointwise": ((2, 8, 20, 20), (8, 8, 1, 1), {}),
    "by_sums": ((2, 9, 20, 20), (2, 9, 3, 3), {"padding": 1}),
    "by_taps": ((2, 1, 80, 80), (1, 1, 4, 4), {}),
    "by_taps, many": ((2, 1, 40, 40), (1, 1, 9, 9), {}),
    "depthwise": ((2, 4, 20, 20), (4, 1, 3, 3), {"padding": 1, "groups": 4}),
    "depthwise, stride": ((2, 4, 23, 20), (4, 1, 3, 4), {"padding": 2, "stride": (2, 3), "dilation": 2, "groups": 4}),
    "winograd": ((1, 32, 20, 21), (32, 32, 3, 3), {"padding": 1}),
    "sliding, 8x8": ((1, 1, 75, 75), (1, 1, 8, 8), {}),
    "sliding, 9x9": ((2, 1, 75, 70), (1, 1, 9, 9), {"padding": 4}),
    "sliding, 15x15": ((1, 1, 128, 128), (1, 1, 15, 15), {}),
    "sliding, 31x31": ((1, 1, 100, 100), (1, 1, 31, 31), {}),
    "sliding, dilated": ((1, 1, 120, 90), (1, 1, 9, 9), {"dilation": (3, 2)}),
    "sliding, depthwise": ((1, 3, 75, 75), (3, 1, 9, 9), {"groups": 3}),
    "large kernel, stride": ((1, 1, 150, 150), (1, 1, 15, 15), {"stride": 2}),
}
CONV1D = {
    "short": ((2, 3, 200), (4, 3, 5), {"padding": 2}),
    "long kernel": ((1, 1, 6000), (1, 1, 131), {"padding": 65}),
    "long kernel, dilated": ((2, 1, 6000), (1, 1, 70), {"dilation": 3}),
}
TRANSPOSED = {
    "by_phases": ((2, 4, 20, 20), (4, 6, 4, 4), {"stride": 2, "padding": 1}),
    "by_sums": ((2, 9, 20, 20), (9, 2, 3, 3), {"stride": 2}),
    "large kernel": ((1, 1, 75, 75), (1, 1, 15, 15), {}),
    "large kernel, cropped": ((1, 1, 90, 90), (1, 1, 9, 9), {"padding": 4}),
    "large kernel, stride": ((1, 1, 75, 75), (1, 1, 21, 21), {"stride": 2}),
}
LAYERS = [
    *(("conv2d", name) for name in CONV2D),
    *(("conv1d", name) for name in CONV1D),
    *(("conv_transpose2d", name) for name in TRANSPOSED),
]
CASES = {"conv2d": CONV2D, "conv1d": CONV1D, "conv_transpose2d": TRANSPOSED}
ORACLES = {
    "conv2d": (plain_layers.conv, plain_layers.conv_backward),
    "conv1d": (plain_layers.one_axis(plain_layers.conv), plain_layers.one_axis(plain_layers.conv_backward)),
    "conv_transpose2d": (plain_layers.transposed, plain_layers.transposed_backward),
}


def layer(function, name):
    """(forward, backward, their oracles, shapes of x, weight and y, arguments)."""
    x_shape, weight_shape, arguments = CASES[function][name]
    forward, backward = getattr(conv, function), getattr(conv, f"{function}_backward")
    y_shape = forward(np.zeros(x_shape), np.zeros(weight_shape), **arguments).shape
    return forward, backward, *ORACLES[function], x_shape, weight_shape, y_shape, arguments


def few_eps(found, name, oracle, arrays, arguments):
    """Asserts that each entry, in float32, is off by a few eps of the sum of the absolute terms of its own window."""
    names = ("grad_y", "x", "weight")[-len(arrays) :]
    exact = {key: array.astype(np.float64) for key, array in zip(names, arrays, strict=True)}
    sizes = {key: np.abs(array) for key, array in exact.items()}
    if name == "winograd":  # it multiplies sums of the window by sums of the weights
        sizes["weight"] = np.broadcast_to(sizes["weight"].sum((2, 3), keepdims=True), sizes["weight"].shape)
    results = found, oracle(**exact, **arguments), oracle(**sizes, **arguments)
    results = results if isinstance(found, tuple) else [(result,) for result in results]
    for one, right, terms in zip(*results, strict=True):
        assert one.dtype == np.float32
        assert (np.abs(one - right) <= 16 * np.finfo(np.float32).eps * terms).all()


@pytest.mark.parametrize(("function", "name"), LAYERS)
def test_one_bright_pixel_spoils_no_window_that_does_not_see_it(function, name):
    forward, backward, oracle, oracle_backward, *shapes, arguments = layer(function, name)
    rng = np.random.default_rng(0)
    x, weight, grad_y = (rng.normal(size=shape).astype(np.float32) for shape in shapes)
    few_eps(forward(x, weight, **arguments), name, oracle, (x, weight), arguments)
    for bright, corner in ((x, 0), (x, 3), (grad_y, 0), (grad_y, 3)):
        spot = (0, 0, *[corner] * (bright.ndim - 2))
        before, bright[spot] = bright[spot], 1e7
        few_eps(forward(x, weight, **arguments), name, oracle, (x, weight), arguments)
        few_eps(backward(grad_y, x, weight, **arguments), name, oracle_backward, (grad_y, x, weight), arguments)
        bright[spot] = before


@pytest.mark.parametrize(("function", "name"), LAYERS)
def test_masks_of_zeros_and_ones_give_whole_numbers(function, name):
    forward, backward, oracle, oracle_backward, *shapes, arguments = layer(function, name)
    rng = np.random.default_rng(1)
    x, weight, grad_y = (rng.integers(0, 2, shape).astype(float) for shape in shapes)
    np.testing.assert_array_equal(forward(x, weight, **arguments), oracle(x=x, weight=weight, **arguments))
    expected = oracle_backward(grad_y=grad_y, x=x, weight=weight, **arguments)
    for found, right in zip(backward(grad_y, x, weight, **arguments), expected, strict=True):
        np.testing.assert_array_equal(found, right)


@pytest.mark.parametrize(("function", "name"), LAYERS)
def test_one_gradient_reaches_the_pixels_of_its_window_and_no_other(function, name):
    _, backward, _, oracle_backward, *shapes, arguments = layer(function, name)
    rng = np.random.default_rng(2)
    x, weight = (rng.uniform(1, 2, shape).astype(np.float32) for shape in shapes[:2])
    grad_y = np.zeros(shapes[2], np.float32)
    grad_y[(0, 0, *(n // 2 for n in grad_y.shape[2:]))] = 1
    expected = oracle_backward(grad_y=grad_y, x=x, weight=weight, **arguments)
    for found, right in zip(backward(grad_y, x, weight, **arguments), expected, strict=True):
        assert np.count_nonzero(found) == np.count_nonzero(right)
        np.testing.assert_array_equal(found == 0, right == 0)


def test_the_gradient_of_one_output_of_a_9x9_kernel_has_81_entries():
    grad_y = np.zeros((1, 1, 72, 72))
    grad_y[0, 0, 30, 40] = 1
    grad_x, _, _ = conv.conv2d_backward(grad_y, np.ones((1, 1, 80, 80)), np.full((1, 1, 9, 9), 0.1))
    assert np.count_nonzero(grad_x) == 81


@pytest.mark.parametrize("function", [correlate, convolve])
@pytest.mark.parametrize(("shape", "kernel"), [((300,), (15,)), ((80, 80), (3, 3)), ((128, 128), (15, 15))])
def test_correlation_and_convolution_are_local_too(function, shape, kernel):
    rng = np.random.default_rng(3)
    x, weight = rng.normal(size=shape).astype(np.float32), rng.normal(size=kernel).astype(np.float32)
    x[(3,) * x.ndim] = 1e7
    exact = function(x.astype(np.longdouble), weight.astype(np.longdouble))
    terms = function(np.abs(x.astype(np.longdouble)), np.abs(weight.astype(np.longdouble)))
    assert (np.abs(function(x, weight) - exact) <= 16 * np.finfo(np.float32).eps * terms).all()
