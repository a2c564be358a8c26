"""Sizes against counting, and every complaint about a geometry with its numbers."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import convnb
from convnb.ops import checks, geometry
from convnb.ops.conv import conv1d, conv1d_backward
from convnb.ops.geometry import receptive_field

sizes = st.integers(1, 30)
steps = st.integers(1, 5)


def positions(n, kernel_size, stride, padding, dilation):
    """Where a kernel fits, by walking: the left end of each position, in the padded input."""
    last_weight = dilation * (kernel_size - 1)
    return [start for start in range(0, n + 2 * padding, stride) if start + last_weight < n + 2 * padding]


@settings(deadline=None, max_examples=300)
@given(sizes, st.integers(1, 8), steps, st.integers(0, 6), steps)
def test_output_size_counts_the_positions(n, kernel_size, stride, padding, dilation):
    fits = positions(n, kernel_size, stride, padding, dilation)
    arguments = {"stride": stride, "padding": padding, "dilation": dilation}
    if fits:
        size = convnb.output_size(n, kernel_size, **arguments)
        assert (size, type(size)) == (len(fits), int)
    else:
        with pytest.raises(ValueError, match="larger than the padded input"):
            convnb.output_size(n, kernel_size, **arguments)


def test_a_stride_that_does_not_divide_is_floored():
    assert convnb.output_size(6, 3, stride=2) == 2  # a popular textbook's helper returns 2.5


def test_dilation_one_is_the_ordinary_kernel():
    assert convnb.output_size(10, 3) == convnb.output_size(10, 3, dilation=1) == 8
    assert convnb.output_size(10, 3, dilation=2) == 6


def test_padding_is_per_side():
    assert convnb.output_size(10, 3, padding=1) == 10


def test_numpy_integers_are_integers():
    assert convnb.output_size(np.int64(7), np.uint8(3), stride=np.int32(2)) == 3


def test_a_kernel_that_spans_too_much_says_the_numbers():
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        convnb.output_size(6, 5, dilation=2)
    assert str(caught.value) == (
        "kernel 5 with dilation 2 spans 9, larger than the padded input 6 (input 6, padding 0)"
    )
    with pytest.raises(ValueError, match=re.escape("spans 9, larger than the padded input 8 (input 6, padding 1)")):
        convnb.output_size(6, 5, dilation=2, padding=1)
    assert convnb.output_size(6, 5, dilation=2, padding=2) == 2


@pytest.mark.parametrize(
    ("dilation", "padding", "message"),
    [
        (
            (2, 2),
            (0, 0),
            "kernel (5, 5) with dilation 2 spans 9x9, larger than the padded input 6x6 (input 6x6, padding 0)",
        ),
        (
            (1, 3),
            (0, 1),
            "kernel (5, 5) with dilation (1, 3) spans 5x13, larger than the padded input 6x8 "
            "(input 6x6, padding (0, 1))",
        ),
    ],
)
def test_a_picture_too_small_says_the_numbers(dilation, padding, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        geometry.output_shape((6, 6), (5, 5), stride=(1, 1), padding=padding, dilation=dilation)


def test_output_shape_keeps_the_axes_apart():
    size = geometry.output_shape((7, 12), (3, 2), stride=(2, 3), padding=(1, 0), dilation=(1, 4))
    assert size == (4, 3)


@pytest.mark.parametrize(
    ("name", "bad", "message"),
    [
        ("n", 0, "n must be at least 1, got 0"),
        ("n", 6.0, "n must be an integer, got 6.0"),
        ("kernel_size", 0, "kernel_size must be at least 1, got 0"),
        ("kernel_size", (3, 3), "kernel_size must be an integer, got (3, 3)"),
        ("stride", 0, "stride must be at least 1, got 0"),
        ("stride", True, "stride must be an integer, got True"),
        ("stride", np.bool_(True), "stride must be an integer, got np.True_"),
        ("padding", -1, "padding must be at least 0, got -1"),
        ("padding", 0.5, "padding must be an integer, got 0.5"),
        ("padding", "same", "padding must be an integer, got 'same'"),
        ("dilation", 0, "dilation must be at least 1, got 0"),
        ("dilation", None, "dilation must be an integer, got None"),
    ],
)
def test_output_size_rejects(name, bad, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        convnb.output_size(**{"n": 6, "kernel_size": 3, name: bad})


def test_pair():
    assert checks.pair(3, "stride", 1) == (3, 3)
    assert checks.pair((2, 5), "stride", 1) == checks.pair([2, 5], "stride", 1) == (2, 5)
    assert checks.pair(np.array([2, 5]), "stride", 1) == (2, 5)
    assert all(type(v) is int for v in checks.pair(np.array([2, 5]), "stride", 1))


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ((1, 2, 3), "stride must be an integer or a pair (h, w), got (1, 2, 3)"),
        ((2,), "stride must be an integer or a pair (h, w), got (2,)"),
        ((2, 0), "stride must be at least 1, got 0"),
        ((2, 1.5), "stride must be an integer, got 1.5"),
        ("22", "stride must be an integer, got '22'"),
    ],
)
def test_pair_rejects(bad, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        checks.pair(bad, "stride", 1)


@pytest.mark.parametrize("bad", ["vaild", "FULL", None, 2, ["full"], np.array([1, 2])])
def test_an_unknown_mode_lists_the_known_ones(bad):
    with pytest.raises(ValueError, match=re.escape(f"mode must be one of 'full', 'same', 'valid', got {bad!r}")):
        checks.check_mode(bad)


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ([], "x is empty (shape (0,)), it needs at least one entry"),
        (np.ones((3, 0)), "x is empty (shape (3, 0)), it needs at least one entry"),
        (4.0, "x must be 1-D or 2-D, got 0-D with shape ()"),
        (np.ones((2, 3, 4)), "x must be 1-D or 2-D, got 3-D with shape (2, 3, 4)"),
        ([1, None], "x must hold numbers, got dtype object: .astype(float) makes floats of numbers"),
        ("abc", "x must hold numbers, got dtype <U3"),
    ],
)
def test_as_array_rejects(bad, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        checks.as_array(bad, "x")


@settings(deadline=None)
@given(st.integers(1, 12), st.integers(1, 12))
def test_kept_positions_have_the_lengths_of_the_modes(n, m):
    full, same, valid = (geometry.kept_positions((n,), (m,), mode)[0] for mode in checks.MODES)
    assert (len(full), len(same), len(valid)) == (n + m - 1, n, abs(n - m) + 1)
    assert set(same) <= set(full)
    # Valid: those positions where as many entries meet as the shorter has.
    meet = [sum(0 <= i - t < m for t in range(n)) for i in full]
    assert [i for i in full if meet[i] == min(n, m)] == list(valid)


def test_valid_needs_one_array_to_hold_the_other():
    message = "at least as large as the other in every dimension, got x 3x5 and kernel 4x2"
    with pytest.raises(ValueError, match=message):
        geometry.kept_positions((3, 5), (4, 2), "valid")


# --- the receptive field: by its formula, and by asking which inputs have a gradient ---

layer = st.tuples(st.integers(1, 4), st.integers(1, 3), st.integers(1, 3))


@settings(deadline=None, max_examples=100)
@given(st.lists(layer, max_size=3))
def test_the_receptive_field_is_the_span_of_the_inputs_that_have_a_gradient(layers):
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
def test_receptive_field_rejects(layers, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        receptive_field(layers)
