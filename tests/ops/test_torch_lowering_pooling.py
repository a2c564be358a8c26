"""Patches and pooling against PyTorch, forward and backward. Skipped where it is not installed: it is an oracle."""

import numpy as np
import pytest
from geometries import layers, poolings, seeds
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from convnb.ops.lowering import col2im, conv_matrix, im2col
from convnb.ops.pooling import avg_pool2d, avg_pool2d_backward, max_pool2d, max_pool2d_backward

torch = pytest.importorskip("torch", reason="PyTorch is not installed: patches and pooling go without this oracle")
functional = torch.nn.functional
fast = settings(deadline=None, max_examples=120)
wild = st.tuples(*[st.integers(1, 9)] * 2)


def random(shape, seed, dtype="float64"):
    """Small integers as floats: sums are exact in both libraries, and many pixels tie."""
    return np.random.default_rng(seed).integers(-4, 5, shape).astype(dtype)


@fast
@given(layers(), st.integers(1, 3), st.sampled_from(["float32", "float64"]), seeds)
def test_im2col_and_col2im_are_unfold_and_fold(geometry, channels, dtype, seed):
    shape, kernel, steps = geometry
    x = random((2, channels, *shape), seed, dtype)
    unfolded = functional.unfold(torch.from_numpy(x), kernel, **steps)
    cols = im2col(x, kernel, **steps)
    np.testing.assert_array_equal(cols, unfolded.numpy(), strict=True)
    folded = functional.fold(unfolded, shape, kernel, **steps)
    np.testing.assert_array_equal(col2im(cols, shape, kernel, **steps), folded.numpy(), strict=True)


@fast
@given(layers(), st.integers(1, 3), st.integers(1, 3), seeds)
def test_conv_matrix_is_conv2d_and_its_gradient(geometry, channels, filters, seed):
    shape, kernel, steps = geometry
    x, weight = random((1, channels, *shape), seed), random((filters, channels, *kernel), seed + 1)
    tensor = torch.tensor(x, requires_grad=True)
    y = functional.conv2d(tensor, torch.from_numpy(weight), **steps)
    grad_y = random(tuple(y.shape), seed + 2)
    y.backward(torch.from_numpy(grad_y))
    matrix = conv_matrix(weight, x.shape[1:], **steps)
    np.testing.assert_allclose(matrix @ x.ravel(), y.detach().numpy().ravel(), atol=1e-9)
    np.testing.assert_allclose(matrix.T @ grad_y.ravel(), tensor.grad.numpy().ravel(), atol=1e-9)


def compare(ours, backward, theirs, x, kernel, arguments):
    """Forward and backward of both; or both refuse."""
    tensor = torch.tensor(x, requires_grad=True)
    try:
        expected = theirs(tensor, kernel, **arguments)
    except RuntimeError:
        with pytest.raises(ValueError, match=r"larger than the padded input|more than half of the pooling kernel"):
            ours(x, kernel, **arguments)
        return
    y = ours(x, kernel, **arguments)
    np.testing.assert_allclose(y, expected.detach().numpy(), rtol=1e-6, strict=True)
    assume(np.isfinite(y).all())  # where a window misses every pixel PyTorch's backward pass is undefined
    grad_y = random(y.shape, 7, y.dtype)
    expected.backward(torch.from_numpy(grad_y))
    grad_x = backward(grad_y, x, kernel, **arguments)
    np.testing.assert_allclose(grad_x, tensor.grad.numpy(), rtol=1e-6, atol=1e-6, strict=True)


@fast
@given(poolings(), st.sampled_from(["float32", "float64"]), seeds)
def test_max_pooling(geometry, dtype, seed):
    shape, kernel, arguments = geometry
    x = random((2, 3, *shape), seed, dtype)
    compare(max_pool2d, max_pool2d_backward, functional.max_pool2d, x, kernel, arguments)


@fast
@given(poolings(largest_dilation=1), st.booleans(), st.sampled_from(["float32", "float64"]), seeds)
def test_average_pooling(geometry, count_include_pad, dtype, seed):
    shape, kernel, arguments = geometry
    arguments["count_include_pad"] = count_include_pad
    del arguments["dilation"]
    x = random((2, 3, *shape), seed, dtype)
    compare(avg_pool2d, avg_pool2d_backward, functional.avg_pool2d, x, kernel, arguments)


@fast
@given(wild, wild, wild, st.tuples(*[st.integers(0, 4)] * 2), wild, st.booleans(), seeds)
def test_what_pytorch_refuses_is_refused(shape, kernel, stride, padding, dilation, ceil_mode, seed):
    arguments = {"stride": stride, "padding": padding, "ceil_mode": ceil_mode}
    x = random((1, 2, *shape), seed)
    compare(avg_pool2d, avg_pool2d_backward, functional.avg_pool2d, x, kernel, arguments)
    compare(max_pool2d, max_pool2d_backward, functional.max_pool2d, x, kernel, arguments | {"dilation": dilation})


def test_integers_keep_their_dtype_as_in_pytorch():
    x = random((1, 2, 5, 6), 0, "int64")
    np.testing.assert_array_equal(max_pool2d(x, 2), functional.max_pool2d(torch.from_numpy(x), 2).numpy(), strict=True)


def test_nan_wins_as_in_pytorch():
    x = random((1, 1, 6, 8), 1)
    x[0, 0, 2, 3], x[0, 0, 5, 5] = np.nan, -np.inf
    for kernel in (2, 3):
        np.testing.assert_array_equal(
            max_pool2d(x, kernel, stride=1), functional.max_pool2d(torch.from_numpy(x), kernel, 1).numpy()
        )
