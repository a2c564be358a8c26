"""What the convolutions do not take: every complaint is a ValueError with the numbers in it."""

import re

import numpy as np
import pytest
from support.wild import Labelled, Tensor

from convnb.ops.conv import (
    conv1d,
    conv1d_backward,
    conv2d,
    conv2d_backward,
    conv_transpose2d,
    conv_transpose2d_backward,
)
from convnb.ops.correlation import correlate
from convnb.ops.geometry import transposed_output_size
from convnb.ops.gradcheck import numerical_gradient
from convnb.ops.lowering import im2col
from convnb.ops.pooling import max_pool2d
from convnb.ops.spectral import fft_convolve

X, WEIGHT = np.ones((2, 4, 6, 7)), np.ones((6, 4, 3, 3))
UP = np.ones((4, 6, 3, 3))
COMMON = [
    ({"x": np.ones((4, 6, 7))}, "x must be 4-D, got 3-D with shape (4, 6, 7); put a batch axis in front: x[None]"),
    ({"x": np.empty((2, 4, 0, 7))}, "x is empty (shape (2, 4, 0, 7)), it needs at least one entry"),
    ({"x": np.empty((0, 0, 6, 7))}, "x is empty (shape (0, 0, 6, 7)), it needs at least one entry"),
    ({"x": X * 1j}, "x must be real, got dtype complex128"),
    ({"x": X.astype(str)}, "x must hold numbers, got dtype <U32"),
    ({"weight": np.ones((4, 3, 3))}, "weight must be 4-D, got 3-D with shape (4, 3, 3)"),
    ({"weight": np.empty((0, 4, 3, 3))}, "weight is empty (shape (0, 4, 3, 3)), it needs at least one entry"),
    ({"groups": 0}, "groups must be at least 1, got 0"),
    ({"groups": 2.0}, "groups must be an integer, got 2.0"),
    ({"stride": 0}, "stride must be at least 1, got 0"),
    ({"stride": (1, -1)}, "stride must be at least 1, got -1"),
    ({"stride": (1, 2, 3)}, "stride must be an integer or a pair (h, w), got (1, 2, 3)"),
    ({"dilation": (0, 1)}, "dilation must be at least 1, got 0"),
    ({"dilation": 1.5}, "dilation must be an integer, got 1.5"),
    ({"padding": -1}, "padding must be at least 0, got -1"),
    ({"padding": (0, -2)}, "padding must be at least 0, got -2"),
]
FORWARD = [
    ({"bias": np.ones(4)}, "bias must have shape (6,), one entry per output channel, got (4,)"),
    ({"bias": np.ones((6, 1))}, "bias must be 1-D, got 2-D with shape (6, 1)"),
    ({"bias": np.ones(6) * 1j}, "bias must be real, got dtype complex128"),
]
CONV = [
    (
        {"weight": np.ones((6, 3, 3, 3))},
        "weight (6, 3, 3, 3) takes 3 channels per group, x (2, 4, 6, 7) has 4 channels in 1 group(s) of 4",
    ),
    ({"groups": 3}, "groups 3 must divide the 4 channels of x and the 6 channels of weight"),
    (
        {"groups": 2, "weight": np.ones((5, 2, 3, 3))},
        "groups 2 must divide the 4 channels of x and the 5 channels of weight",
    ),
    (
        {"groups": 2},
        "weight (6, 4, 3, 3) takes 4 channels per group, x (2, 4, 6, 7) has 4 channels in 2 group(s) of 2",
    ),
    ({"padding": "full"}, "padding must be an integer, a pair (h, w), 'same' or 'valid', got 'full'"),
    ({"padding": "same", "stride": (1, 2)}, "padding 'same' needs stride 1, got stride (1, 2)"),
    ({"padding": "same", "stride": 2}, "padding 'same' needs stride 1, got stride 2"),
    (
        {"dilation": 3},
        "kernel (3, 3) with dilation 3 spans 7x7, larger than the padded input 6x7 (input 6x7, padding 0)",
    ),
    (
        {"dilation": (5, 1), "padding": (2, 0)},
        "kernel (3, 3) with dilation (5, 1) spans 11x3, larger than the padded input 10x7 (input 6x7, padding (2, 0))",
    ),
    ({"padding": "valid", "dilation": 3}, "kernel (3, 3) with dilation 3 spans 7x7, larger than the padded input 6x7 "
     "(input 6x7, padding 0)"),
]  # fmt: skip
TRANSPOSED = [
    ({"weight": np.ones((3, 6, 3, 3))}, "weight (3, 6, 3, 3) takes 3 channels, x (2, 4, 6, 7) has 4"),
    ({"groups": 3}, "groups 3 must divide the 4 channels of x"),
    ({"padding": "same"}, "padding must be an integer, got 'same'"),
    ({"output_padding": 1}, "output_padding must be less than max(stride, dilation) = 1, got 1 (stride 1, dilation 1)"),
    (
        {"output_padding": (0, 3), "stride": (4, 2), "dilation": (1, 3)},
        "output_padding must be less than max(stride, dilation) = 3, got 3 (stride 2, dilation 3)",
    ),
    ({"output_padding": -1}, "output_padding must be at least 0, got -1"),
    (
        {"padding": (4, 0)},
        "nothing is left of the transposed output: 0x9 "
        "for input 6x7, kernel 3x3, stride 1x1, padding 4x0, dilation 1x1",
    ),
]


def complaint(function, **arguments):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        function(**arguments)
    return str(caught.value)


@pytest.mark.parametrize(("bad", "message"), COMMON + FORWARD + CONV)
def test_conv2d(bad, message):
    assert complaint(conv2d, **{"x": X, "weight": WEIGHT, **bad}) == message


@pytest.mark.parametrize(("bad", "message"), COMMON + CONV)
def test_conv2d_backward(bad, message):
    assert complaint(conv2d_backward, **{"grad_y": np.ones((2, 6, 4, 5)), "x": X, "weight": WEIGHT, **bad}) == message


@pytest.mark.parametrize(("bad", "message"), COMMON + FORWARD + TRANSPOSED)
def test_conv_transpose2d(bad, message):
    assert complaint(conv_transpose2d, **{"x": X, "weight": UP, **bad}) == message


@pytest.mark.parametrize(("bad", "message"), COMMON + TRANSPOSED)
def test_conv_transpose2d_backward(bad, message):
    arguments = {"grad_y": np.ones((2, 6, 8, 9)), "x": X, "weight": UP, **bad}
    assert complaint(conv_transpose2d_backward, **arguments) == message


ROWS = [
    ({"x": np.ones((2, 4, 1, 6))}, "x must be 3-D, got 4-D with shape (2, 4, 1, 6)"),
    ({"weight": np.ones((6, 4))}, "weight must be 3-D, got 2-D with shape (6, 4)"),
    (
        {"weight": np.ones((6, 3, 3))},
        "weight (6, 3, 3) takes 3 channels per group, x (2, 4, 6) has 4 channels in 1 group(s) of 4",
    ),
    ({"stride": (1, 1)}, "stride must be an integer, got (1, 1)"),
    ({"padding": (1, 1)}, "padding must be an integer, got (1, 1)"),
    ({"padding": "full"}, "padding must be an integer, a pair (h, w), 'same' or 'valid', got 'full'"),
    ({"padding": "same", "stride": 2}, "padding 'same' needs stride 1, got stride 2"),
    (
        {"dilation": 4, "padding": 1},
        "kernel 3 with dilation 4 spans 9, larger than the padded input 8 (input 6, padding 1)",
    ),
]


@pytest.mark.parametrize(("bad", "message"), ROWS)
def test_conv1d(bad, message):
    arguments = {"x": np.ones((2, 4, 6)), "weight": np.ones((6, 4, 3)), **bad}
    assert complaint(conv1d, **arguments) == message
    assert complaint(conv1d_backward, grad_y=np.ones((2, 6, 4)), **arguments) == message


def test_one_entry_per_axis_is_one_for_a_signal():
    x, weight = np.arange(24.0).reshape(2, 4, 3).repeat(3, 2), np.ones((6, 4, 3))
    for ones in ((2,), [2], np.array([2])):
        y = conv1d(x, weight, stride=ones, padding=ones, dilation=ones)
        np.testing.assert_array_equal(y, conv1d(x, weight, stride=2, padding=2, dilation=2))


def test_an_array_without_axes_is_a_number():
    """As np.load gives a number back."""
    two = np.array(2)
    np.testing.assert_array_equal(
        conv2d(X, WEIGHT, stride=two, padding=(two, 1)), conv2d(X, WEIGHT, stride=2, padding=(2, 1))
    )
    assert complaint(conv2d, x=X, weight=WEIGHT, stride=np.array(0)) == "stride must be at least 1, got 0"
    assert complaint(conv2d, x=X, weight=WEIGHT, stride=np.array(2.0)) == "stride must be an integer, got 2.0"


@pytest.mark.parametrize(
    ("grad_y", "message"),
    [
        (np.ones((2, 6, 4, 6)), "grad_y must have the shape of the output, (2, 6, 4, 5), got (2, 6, 4, 6)"),
        (
            np.ones((2, 6, 20)),
            "grad_y must be 4-D, got 3-D with shape (2, 6, 20); put a batch axis in front: grad_y[None]",
        ),
        (np.ones((2, 6, 4, 5)) * 1j, "grad_y must be real, got dtype complex128"),
    ],
)
def test_gradients_of_another_shape(grad_y, message):
    assert complaint(conv2d_backward, grad_y=grad_y, x=X, weight=WEIGHT) == message
    assert complaint(conv_transpose2d_backward, grad_y=grad_y, x=X, weight=UP, padding=2) == message


def test_integers_that_may_not_fit():
    big = np.full((1, 1, 2, 2), 2**32)
    message = f"sums may reach {4 * 2**64}, more than int64 holds ({2**63 - 1}): convert x to float64 first"
    assert complaint(conv2d, x=big, weight=big) == message


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ({"n": 0}, "n must be at least 1, got 0"),
        ({"kernel_size": (3, 3)}, "kernel_size must be an integer, got (3, 3)"),
        ({"stride": 0}, "stride must be at least 1, got 0"),
        ({"padding": -1}, "padding must be at least 0, got -1"),
        ({"dilation": True}, "dilation must be an integer, got True"),
        ({"output_padding": 2, "stride": 2},
         "output_padding must be less than max(stride, dilation) = 2, got 2 (stride 2, dilation 1)"),
        ({"padding": 4}, "nothing is left of the transposed output: 0 for input 6, kernel 3, stride 1, padding 4, "
         "dilation 1"),
    ],
)  # fmt: skip
def test_transposed_output_size(bad, message):
    assert complaint(transposed_output_size, **{"n": 6, "kernel_size": 3, **bad}) == message


def test_a_negative_output_size_is_no_output():
    with pytest.raises(ValueError, match=re.escape("nothing is left of the transposed output: -3")):
        transposed_output_size(1, 1, padding=2)


MASKED = np.ma.masked_equal(np.arange(16.0), 9)
TAKES_MASKED = [
    ("x", lambda: correlate(MASKED, [1, 1], "valid")),
    ("kernel", lambda: correlate([1, 1], MASKED)),
    ("x", lambda: max_pool2d(MASKED.reshape(1, 1, 4, 4), 2)),
    ("weight", lambda: conv2d(X, np.ma.masked_less(WEIGHT, 0))),
    ("x", lambda: fft_convolve(MASKED, [1, 1])),
    ("x", lambda: im2col(MASKED.reshape(1, 1, 4, 4), 2)),
    ("x", lambda: numerical_gradient(np.sum, MASKED)),
]


@pytest.mark.parametrize(("name", "call"), TAKES_MASKED)
def test_a_masked_array_is_refused(name, call):
    message = f"{name} is a masked array: say what stands for its masked entries, {name}.filled(value)"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        call()


@pytest.mark.parametrize("call", [lambda t: conv2d(t, WEIGHT), lambda t: correlate([1], t), lambda t: max_pool2d(t, 2)])
def test_a_tensor_that_requires_grad_is_refused(call):
    with pytest.raises(ValueError, match=r"cannot become a NumPy array, got Tensor: .* Use tensor\.detach\(\)"):
        call(Tensor())


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ([1, 2**64], "x holds an integer that is too large, 18446744073709551616"),
        ([[1, 10**400]], "x holds an integer that is too large, one of 1329 bits"),
        ([1, None], "x must hold numbers, got dtype object: .astype(float) makes floats of numbers"),
        ({1, 2}, "x must be an array or a list of numbers, got set"),
        ({0: 1}, "x must be an array or a list of numbers, got dict"),
        ((n for n in (1, 2)), "x must be an array or a list of numbers, got generator"),
        ([[1, 2], [3]], "x must be a regular array, got list: its parts differ in length"),
        ([1, np.ma.masked], "x holds masked entries: say what stands for them, np.ma.array(...).filled(value)"),
    ],
)
def test_a_list_of_what_numpy_cannot_hold(value, message):
    assert complaint(correlate, x=value, kernel=[1]) == message


@pytest.mark.parametrize("x", [[[MASKED]], [[[MASKED]]], [[[[1, np.ma.masked]]]]])
def test_masked_entries_are_found_however_deep_they_lie(x):
    assert complaint(conv2d, x=x, weight=WEIGHT).startswith("x holds masked entries: say what stands for them")


class Speechless:
    def __repr__(self):
        raise RuntimeError


@pytest.mark.parametrize(
    ("value", "shown"),
    [(np.ma.masked, "masked"), (Labelled([1, 2]), "2 1 1 2"), (Speechless(), "one of type Speechless")],
)
def test_a_message_is_one_line(value, shown):
    assert complaint(conv2d, x=X, weight=WEIGHT, groups=value) == f"groups must be an integer, got {shown}"
