"""The receptive field: by its formula, and by asking which inputs have a gradient."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convnb.ops.conv import conv1d, conv1d_backward
from convnb.ops.geometry import receptive_field

layer = st.tuples(st.integers(1, 4), st.integers(1, 3), st.integers(1, 3))


@settings(deadline=None, max_examples=100)
@given(st.lists(layer, max_size=3))
def test_it_is_the_span_of_the_inputs_that_have_a_gradient(layers):
    signals = [np.ones((1, 1, 200))]
    for k, s, d in layers:
        signals.append(conv1d(signals[-1], np.ones((1, 1, k)), stride=s, dilation=d))
    grad = np.zeros_like(signals[-1])
    grad[0, 0, 1] = 1
    for (k, s, d), x in zip(layers[::-1], signals[-2::-1], strict=True):
        grad = conv1d_backward(grad, x, np.ones((1, 1, k)), stride=s, dilation=d)[0]
    seen = np.flatnonzero(grad)
    assert receptive_field(layers) == seen[-1] - seen[0] + 1


def test_well_known_fields():
    assert receptive_field([]) == 1
    assert receptive_field([3, 3]) == receptive_field([5]) == 5
    assert receptive_field([3, 3, 3]) == 7
    assert receptive_field([(7, 2), (3, 2), 3]) == 7 + 2 * 2 + 2 * 4
    assert receptive_field([(2, 1, 1), (2, 1, 2), (2, 1, 4), (2, 1, 8)]) == 16
    assert receptive_field(iter([[3, 2], (3,)])) == 7


@pytest.mark.parametrize(
    ("layers", "message"),
    [
        ([3, 0], "kernel_size of layer 1 must be at least 1, got 0"),
        ([(3, 0)], "stride of layer 0 must be at least 1, got 0"),
        ([(3, 1, 1.5)], "dilation of layer 0 must be an integer, got 1.5"),
        ([()], "layer 0 must be kernel_size, (kernel_size, stride) or (kernel_size, stride, dilation), got ()"),
        ([3, (3, 1, 1, 0)], "layer 1 must be kernel_size, (kernel_size, stride) or (kernel_size, stride, dilation), "
         "got (3, 1, 1, 0)"),
    ],
)  # fmt: skip
def test_it_rejects(layers, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        receptive_field(layers)
