"""The transposed convolution: the adjoint of conv2d, and no inverse of it."""

import numpy as np
import pytest
from conv_layers import conv_layers, gradient_for, transposed_layers
from hypothesis import given, settings
from hypothesis import strategies as st

from convnb.ops import reference
from convnb.ops.conv import conv2d, conv2d_backward, conv_transpose2d, conv_transpose2d_backward
from convnb.ops.geometry import output_size, transposed_output_size
from convnb.ops.gradcheck import check_gradient

fast = settings(deadline=None, max_examples=120)
NAMES = ("x", "weight", "bias")


@fast
@given(transposed_layers())
def test_it_is_its_definition(layer):
    x, weight, bias, arguments = layer
    y = conv_transpose2d(x, weight, bias, **arguments)
    np.testing.assert_array_equal(y, reference.conv_transpose2d(x, weight, bias, **arguments), strict=True)


@fast
@given(transposed_layers(dtype="int16"))
def test_it_is_the_adjoint_of_conv2d(layer):
    x, weight, _, arguments = layer
    y = conv_transpose2d(x, weight, **arguments)
    assert y.dtype == np.int64
    other = gradient_for(y)
    steps = {name: values for name, values in arguments.items() if name != "output_padding"}
    down = conv2d(other, weight, **steps)[:, :, : x.shape[2], : x.shape[3]]
    assert (y * other).sum() == (down * x).sum()


@fast
@given(conv_layers())
def test_it_is_the_data_gradient_of_conv2d(layer):
    x, weight, _, arguments = layer
    grad_y = gradient_for(conv2d(x, weight, **arguments))
    axes = zip(x.shape[2:], weight.shape[2:], *(arguments[n] for n in ("stride", "padding", "dilation")), strict=True)
    extra = [n - ((output_size(n, k, stride=s, padding=p, dilation=d) - 1) * s - 2 * p + d * (k - 1) + 1)
             for n, k, s, p, d in axes]  # fmt: skip
    grad_x = conv2d_backward(grad_y, x, weight, **arguments)[0]
    y = conv_transpose2d(grad_y, weight, **arguments, output_padding=extra)
    np.testing.assert_array_equal(y, grad_x, strict=True)


@settings(deadline=None, max_examples=40)
@given(transposed_layers())
def test_finite_differences(layer):
    x, weight, bias, arguments = layer
    grad_y = gradient_for(conv_transpose2d(x, weight, bias, **arguments))
    gradients = conv_transpose2d_backward(grad_y, x, weight, **arguments)
    for name, gradient in zip(NAMES, gradients, strict=True):
        arrays = dict(zip(NAMES, (x, weight, bias), strict=True))

        def loss(values, arrays=arrays, name=name):
            return (grad_y * conv_transpose2d(**{**arrays, name: values}, **arguments)).sum()

        assert check_gradient(loss, gradient, arrays[name])


@fast
@given(transposed_layers(dtype="int16"))
def test_backward_is_exact_and_adjoint(layer):
    x, weight, bias, arguments = layer
    y = conv_transpose2d(x, weight, **arguments)
    grad_y = gradient_for(y)
    grad_x, grad_weight, grad_bias = conv_transpose2d_backward(grad_y, x, weight, **arguments)
    assert (grad_x.shape, grad_weight.shape, grad_bias.shape) == (x.shape, weight.shape, bias.shape)
    assert (grad_x * x).sum() == (grad_weight * weight).sum() == (grad_y * y).sum()
    np.testing.assert_array_equal(grad_bias, grad_y.sum((0, 2, 3)))


# --- what notes get wrong -----------------------------------------------------------------------------------------


def test_padding_crops_the_output():
    x, weight = np.arange(12.0).reshape(1, 1, 3, 4), np.arange(1.0, 7).reshape(1, 1, 2, 3)
    full = conv_transpose2d(x, weight, stride=2)
    np.testing.assert_array_equal(conv_transpose2d(x, weight, stride=2, padding=(1, 2)), full[:, :, 1:-1, 2:-2])


def test_output_padding_adds_computed_entries_and_no_zeros():
    x, weight = np.ones((1, 1, 3, 4)), np.ones((1, 1, 3, 3))
    y = conv_transpose2d(x, weight, stride=2, padding=1, output_padding=1)
    assert y.shape == (1, 1, 6, 8)
    assert y[0, 0, 5, :].all()
    assert y[0, 0, :, 7].all()
    np.testing.assert_array_equal(y[:, :, :5, :7], conv_transpose2d(x, weight, stride=2, padding=1))


@fast
@given(st.tuples(*[st.integers(1, 6)] * 2), st.integers(1, 5), st.integers(1, 4), st.integers(1, 4), st.data())
def test_the_size_contains_the_dilation_and_inverts_output_size(n, k, stride, dilation, data):
    extra = data.draw(st.integers(0, max(stride, dilation) - 1))
    full = (n[0] - 1) * stride + dilation * (k - 1) + 1
    padding = data.draw(st.integers(0, (full - 1) // 2))
    steps = {"stride": stride, "padding": padding, "dilation": dilation}
    size = transposed_output_size(n[0], k, **steps, output_padding=extra)
    assert (size, type(size)) == (full - 2 * padding + extra, int)
    y = conv_transpose2d(np.ones((1, 1, 1, n[0])), np.ones((1, 1, 1, k)), stride=(1, stride), padding=(0, padding),
                         dilation=(1, dilation), output_padding=(0, extra))  # fmt: skip
    assert y.shape == (1, 1, 1, size)
    if extra < stride and size + 2 * padding >= dilation * (k - 1) + 1:
        assert output_size(size, k, **steps) == n[0]


def test_its_stride_is_the_inputs_dilation():
    rng = np.random.default_rng(0)
    x, weight = rng.normal(size=(1, 2, 3, 4)), rng.normal(size=(2, 3, 2, 3))
    dilated = np.zeros((1, 2, 5, 10))
    dilated[:, :, ::2, ::3] = x
    np.testing.assert_allclose(conv_transpose2d(x, weight, stride=(2, 3)), conv_transpose2d(dilated, weight))


def test_it_is_no_inverse():
    rng = np.random.default_rng(1)
    x, weight = rng.normal(size=(1, 1, 5, 6)), rng.normal(size=(1, 1, 2, 3))
    back = conv_transpose2d(conv2d(x, weight), weight)
    assert back.shape == x.shape
    assert not np.allclose(back, x)


@pytest.mark.parametrize(("k", "stride"), [(3, 2), (4, 2), (2, 3), (5, 3), (6, 3)])
def test_checkerboard_where_the_stride_does_not_divide_the_kernel(k, stride):
    y = conv_transpose2d(np.ones((1, 1, 7, 7)), np.ones((1, 1, k, k)), stride=stride)[0, 0]
    inside = y[k:-k, k:-k]
    per_axis = [len(range(phase, k, stride)) for phase in range(stride)]
    assert set(inside.ravel()) == {a * b for a in per_axis for b in per_axis}
    assert (len(set(inside.ravel())) == 1) == (k % stride == 0)


def test_a_batch_of_none():
    y = conv_transpose2d(np.empty((0, 4, 3, 5)), np.ones((4, 2, 2, 3)), np.ones(4), stride=2, groups=2)
    assert y.shape == (0, 4, 6, 11)
    grad_x, grad_weight, _ = conv_transpose2d_backward(
        y, np.empty((0, 4, 3, 5)), np.ones((4, 2, 2, 3)), stride=2, groups=2
    )
    assert grad_x.shape == (0, 4, 3, 5)
    assert not grad_weight.any()


@pytest.mark.parametrize("channels", [1, 8])
def test_strides_in_memory_do_not_matter_and_nothing_is_modified(channels):
    rng = np.random.default_rng(2)
    x, weight = rng.normal(size=(5, 4, channels, 2)), rng.normal(size=(3, 2, 1, channels))
    turned = x.transpose(3, 2, 1, 0)[..., ::-1], weight.transpose(3, 2, 1, 0)
    copies = [np.ascontiguousarray(array) for array in turned]
    for array in (x, weight):
        array.flags.writeable = False
    y = conv_transpose2d(*turned, stride=2)
    np.testing.assert_allclose(y, conv_transpose2d(*copies, stride=2))
    y.flags.writeable = False
    for one, other in zip(
        conv_transpose2d_backward(y, *turned, stride=2), conv_transpose2d_backward(y, *copies, stride=2), strict=True
    ):
        np.testing.assert_allclose(one, other)
