"""The matrices of convolutions: against the convolutions, SciPy's constructors, and what their names promise."""

import re

import numpy as np
import pytest
import scipy.linalg
from geometries import layers, seeds
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from convnb.ops import reference
from convnb.ops.correlation import convolve, correlate
from convnb.ops.lowering import (
    circulant_matrix,
    col2im,
    conv_matrix,
    doubly_block_toeplitz,
    im2col,
    toeplitz_matrix,
)
from convnb.ops.spectral import dft_matrix

fast = settings(deadline=None, max_examples=80)
size, modes = st.integers(1, 9), st.sampled_from(["full", "same", "valid"])


# --- 1-D ----------------------------------------------------------------------------------------------------------


@fast
@given(size, size, modes, seeds)
def test_toeplitz_matrix_is_the_convolution(m, n, mode, seed):
    kernel, x = np.random.default_rng(seed).integers(-9, 10, m), np.random.default_rng(seed + 1).normal(size=n)
    matrix = toeplitz_matrix(kernel, n, mode)
    np.testing.assert_allclose(matrix @ x, reference.convolve(x, kernel, mode), rtol=1e-12, atol=1e-12, strict=True)
    assert (matrix[:-1, :-1] == matrix[1:, 1:]).all()


@fast
@given(size, size, seeds)
def test_full_toeplitz_matrix_is_scipys(m, n, seed):
    kernel = np.random.default_rng(seed).normal(size=m)
    first_column, first_row = np.pad(kernel, (0, n - 1)), np.pad(kernel[:1], (0, n - 1))
    np.testing.assert_array_equal(toeplitz_matrix(kernel, n), scipy.linalg.toeplitz(first_column, first_row))


def test_the_matrix_of_the_course_is_the_one_of_the_flipped_kernel():
    """[w1 w2 0 0; 0 w1 w2 0; 0 0 w1 w2] is a correlation with [w1, w2]."""
    expected = [[5, 7, 0, 0], [0, 5, 7, 0], [0, 0, 5, 7]]
    assert toeplitz_matrix([7, 5], 4, "valid").tolist() == expected
    assert conv_matrix([[5, 7]], (1, 4)).tolist() == expected


@fast
@given(size, st.integers(0, 6), seeds)
def test_circulant_matrix_is_the_circular_convolution(m, more, seed):
    n, rng = m + more, np.random.default_rng(seed)
    kernel, x = rng.normal(size=m), rng.normal(size=n)
    matrix = circulant_matrix(kernel, n)
    np.testing.assert_array_equal(matrix, scipy.linalg.circulant(np.pad(kernel, (0, more))))
    np.testing.assert_allclose(matrix @ x, np.fft.ifft(np.fft.fft(kernel, n) * np.fft.fft(x)).real, atol=1e-12)
    looped = [sum(kernel[t] * x[(i - t) % n] for t in range(m)) for i in range(n)]
    np.testing.assert_allclose(matrix @ x, looped, atol=1e-12)


@fast
@given(size, st.integers(0, 6), seeds)
def test_the_dft_diagonalises_a_circulant_matrix(m, more, seed):
    n, kernel = m + more, np.random.default_rng(seed).normal(size=m)
    f = dft_matrix(n)
    np.testing.assert_allclose(
        f @ circulant_matrix(kernel, n) @ f.conj() / n, np.diag(np.fft.fft(kernel, n)), atol=1e-11
    )


def test_the_dft_does_not_diagonalise_a_toeplitz_matrix():
    f = dft_matrix(5)
    spread = f @ toeplitz_matrix([1.0, 2, 3], 5, "same") @ f.conj() / 5
    assert np.abs(spread - np.diag(np.diag(spread))).max() > 0.1


def test_circular_convolution_that_is_really_circular_correlation():
    """A pitfall: the kernel in the first row, not in the first column. A symmetric kernel would not tell."""
    kernel = [1, 2, 4]
    matrix = circulant_matrix(kernel, 5)
    assert matrix.tolist() == [[1, 0, 0, 4, 2], [2, 1, 0, 0, 4], [4, 2, 1, 0, 0], [0, 4, 2, 1, 0], [0, 0, 4, 2, 1]]
    x = np.array([1, 0, 3, 0, 5])
    circular_correlation = [sum(kernel[t] * x[(i + t) % 5] for t in range(3)) for i in range(5)]
    assert (matrix.T @ x).tolist() == circular_correlation
    assert (matrix @ x).tolist() != circular_correlation


def test_circular_convolution_is_the_full_one_with_its_tail_wrapped_around():
    x, kernel = np.array([3, 1, 4, 1, 5]), [1, 2, 4]
    full = convolve(x, kernel)
    wrapped = full[:5] + np.pad(full[5:], (0, 3))
    assert (circulant_matrix(kernel, 5) @ x).tolist() == wrapped.tolist()


# --- 2-D ----------------------------------------------------------------------------------------------------------

sides = st.tuples(st.integers(1, 5), st.integers(1, 5))


@fast
@given(sides, sides, modes, seeds)
def test_doubly_block_toeplitz_is_the_convolution(kernel_shape, shape, mode, seed):
    bigger = [m >= n for m, n in zip(kernel_shape, shape, strict=True)]
    smaller = [m <= n for m, n in zip(kernel_shape, shape, strict=True)]
    assume(mode != "valid" or all(bigger) or all(smaller))
    rng = np.random.default_rng(seed)
    kernel, x = rng.normal(size=kernel_shape), rng.normal(size=shape)
    expected = reference.convolve(x, kernel, mode)
    matrix = doubly_block_toeplitz(kernel, shape, mode)
    assert matrix.shape == (expected.size, x.size)
    np.testing.assert_allclose(matrix @ x.ravel(), expected.ravel(), rtol=1e-12, atol=1e-12)
    blocks = matrix.reshape(*expected.shape, *shape)
    assert (blocks[:, :-1, :, :-1] == blocks[:, 1:, :, 1:]).all()  # each block is Toeplitz
    assert (blocks[:-1, :, :-1] == blocks[1:, :, 1:]).all()  # and so is their arrangement


def test_doubly_block_toeplitz_is_not_circulant():
    """A pitfall: notes call the matrix of a valid convolution doubly block circulant. That one is another matrix."""
    n, kernel = 4, np.array([[1.0, 2], [3, 5]])
    matrix = doubly_block_toeplitz(kernel, n)
    assert matrix.shape == ((n - 1) ** 2, n**2)  # not even square
    square = doubly_block_toeplitz(kernel, n, "same")
    assert not (square[1:] == np.roll(square[:-1], 1, axis=1)).all()
    f = np.kron(dft_matrix(n), dft_matrix(n))
    spread = f @ square @ f.conj() / n**2
    assert np.abs(spread - np.diag(np.diag(spread))).max() > 0.1


def test_doubly_block_toeplitz_flips_and_conv_matrix_does_not():
    x, kernel = np.arange(12).reshape(3, 4) ** 2, np.array([[1, 2, 3], [4, 5, 7]])
    assert (doubly_block_toeplitz(kernel, (3, 4)) @ x.ravel()).tolist() == convolve(x, kernel, "valid").ravel().tolist()
    assert (conv_matrix(kernel, (3, 4)) @ x.ravel()).tolist() == correlate(x, kernel, "valid").ravel().tolist()
    np.testing.assert_array_equal(doubly_block_toeplitz(kernel, (3, 4)), conv_matrix(kernel[::-1, ::-1], (3, 4)))


@fast
@given(layers(), st.integers(1, 3), st.integers(1, 3), seeds)
def test_conv_matrix_is_the_layer_and_its_transpose_the_gradient(geometry, channels, filters, seed):
    shape, kernel, steps = geometry
    rng = np.random.default_rng(seed)
    x, weight = rng.normal(size=(channels, *shape)), rng.normal(size=(filters, channels, *kernel))
    matrix, y = conv_matrix(weight, x.shape, **steps), reference.conv2d(x[None], weight, **steps)
    assert matrix.shape == (y.size, x.size)
    np.testing.assert_allclose(matrix @ x.ravel(), y.ravel(), rtol=1e-12, atol=1e-12)
    grad_y = rng.normal(size=(1, filters, y[0, 0].size))
    grad_x = col2im(weight.reshape(filters, -1).T @ grad_y, shape, kernel, **steps)
    np.testing.assert_allclose(matrix.T @ grad_y.ravel(), grad_x.ravel(), rtol=1e-12, atol=1e-12)


@fast
@given(layers(), seeds)
def test_conv_matrix_of_one_channel(geometry, seed):
    shape, kernel, steps = geometry
    weight = np.random.default_rng(seed).normal(size=kernel)
    expected = conv_matrix(weight[None, None], (1, *shape), **steps)
    np.testing.assert_array_equal(conv_matrix(weight, shape, **steps), expected)
    # Column (r, q) is what the layer answers to an impulse there.
    impulses = np.eye(shape[0] * shape[1]).reshape(-1, 1, *shape)
    answers = weight.reshape(1, -1) @ im2col(impulses, kernel, **steps)
    np.testing.assert_allclose(expected.T, answers[:, 0], atol=1e-12)


def test_the_strided_convolutions_matrix_is_not_every_second_row_of_the_block_matrix_in_2d():
    """In 1-D it is. In 2-D every second *output row* is left out as well."""
    line, kernel = np.array([[1, 2, 4]]), np.array([[1, 2], [4, 7]])
    np.testing.assert_array_equal(conv_matrix(line, (1, 8), stride=2), conv_matrix(line, (1, 8))[::2])
    dense, strided = conv_matrix(kernel, (5, 6)), conv_matrix(kernel, (5, 6), stride=2)
    assert strided.shape == (2 * 3, 30)
    assert dense[::2].shape == (10, 30)
    np.testing.assert_array_equal(strided, dense.reshape(4, 5, 30)[::2, ::2].reshape(6, 30))


# --- dtypes and complaints ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dtype", "result"),
    [
        ("uint8", "int64"),
        ("bool", "int64"),
        ("float16", "float32"),
        ("float32", "float32"),
        ("complex128", "complex128"),
    ],
)
def test_dtype_of_the_matrices(dtype, result):
    kernel = np.ones((2, 3), dtype)
    kernel.setflags(write=False)
    for matrix in (
        toeplitz_matrix(kernel[0], 4),
        circulant_matrix(kernel[0], 4),
        doubly_block_toeplitz(kernel, (3, 4)),
        conv_matrix(kernel, (3, 4)),
    ):
        assert matrix.dtype == result
        matrix += 1  # a new array, writable


def test_uint8_does_not_wrap():
    matrix = toeplitz_matrix(np.array([200, 250], np.uint8), 3, "valid")
    assert (matrix @ np.array([255, 255, 255], np.uint8)).tolist() == [450 * 255] * 2


four = np.ones((2, 3, 2, 2))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: toeplitz_matrix([], 3), "kernel is empty (shape (0,))"),
        (lambda: toeplitz_matrix([[1, 2]], 3), "kernel must be 1-D, got 2-D with shape (1, 2)"),
        (lambda: toeplitz_matrix([1, 2], 0), "n must be at least 1, got 0"),
        (lambda: toeplitz_matrix([1, 2], 2.5), "n must be an integer, got 2.5"),
        (lambda: toeplitz_matrix([1, 2], 3, "vaild"), "mode must be one of 'full', 'same', 'valid', got 'vaild'"),
        (lambda: toeplitz_matrix(np.array([2**64 - 1], np.uint64), 3), "kernel holds 18446744073709551615, more than"),
        (lambda: circulant_matrix([], 3), "kernel is empty (shape (0,))"),
        (lambda: circulant_matrix([1, 2, 3, 4], 3), "convolution of 3 samples needs a kernel of at most 3, got 4"),
        (lambda: circulant_matrix([1], 0), "n must be at least 1, got 0"),
        (lambda: doubly_block_toeplitz([1, 2], (3, 3)), "kernel must be 2-D, got 1-D with shape (2,)"),
        (
            lambda: doubly_block_toeplitz(np.ones((2, 2)), (3,)),
            "input_shape must be an integer or a pair (h, w), got (3,)",
        ),
        (lambda: doubly_block_toeplitz(np.ones((2, 2)), (3, 0)), "input_shape must be at least 1, got 0"),
        (lambda: doubly_block_toeplitz(np.ones((2, 4)), (3, 3)), "got x 3x3 and kernel 2x4"),
        (
            lambda: doubly_block_toeplitz(np.ones((2, 2)), (3, 3), 1),
            "mode must be one of 'full', 'same', 'valid', got 1",
        ),
        (lambda: conv_matrix(np.ones((2, 2, 2)), (3, 3)), "weight must be 2-D or 4-D, got 3-D with shape (2, 2, 2)"),
        (lambda: conv_matrix(np.ones((0, 1, 2, 2)), (3, 3)), "weight is empty (shape (0, 1, 2, 2))"),
        (lambda: conv_matrix(four, (1, 3, 5, 5)), "input_shape must be (C, H, W) or (H, W), got (1, 3, 5, 5)"),
        (lambda: conv_matrix(four, 5), "input_shape must be (C, H, W) or (H, W), got 5"),
        (lambda: conv_matrix(four, (3, 5, 0)), "input_shape must be at least 1, got 0"),
        (lambda: conv_matrix(four, (5, 5)), "takes 3 channels per group, x (1, 1, 5, 5) has 1 channels"),
        (lambda: conv_matrix(four, (3, 5, 1)), "spans 2x2, larger than the padded input 5x1 (input 5x1, padding 0)"),
        (lambda: conv_matrix(four, (3, 5, 5), stride=0), "stride must be at least 1, got 0"),
        (lambda: conv_matrix(four, (3, 5, 5), padding=-1), "padding must be at least 0, got -1"),
        (lambda: conv_matrix(four, (3, 5, 5), dilation=0), "dilation must be at least 1, got 0"),
    ],
)
def test_what_does_not_fit_is_rejected_with_its_numbers(call, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        call()
