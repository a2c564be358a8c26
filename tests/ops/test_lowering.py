"""im2col and col2im: against loops, the layer as one product, the adjoint, and what they are mistaken for."""

import re

import numpy as np
import pytest
from geometries import inside, layers, seeds, windows
from hypothesis import given, settings
from hypothesis import strategies as st

from convnb.ops import reference
from convnb.ops.lowering import col2im, im2col

fast = settings(deadline=None, max_examples=80)


def loop_im2col(x, kernel, steps):
    positions = list(windows(x.shape[2:], kernel, **steps))
    cols = np.zeros((*x.shape[:2], kernel[0] * kernel[1], len(positions)), x.dtype)
    for column, (_, pixels) in enumerate(positions):
        for row, pixel in enumerate(pixels):
            if inside(x.shape[2:], [pixel]):
                cols[:, :, row, column] = x[:, :, pixel[0], pixel[1]]
    return cols.reshape(len(x), -1, len(positions))


def test_nine_patches_of_a_four_by_four_image():
    image, weights = np.arange(16).reshape(4, 4), np.array([[1, 2], [3, 4]])
    patches = im2col(image[None, None], 2)[0]
    assert patches.shape == (4, 9)
    assert patches[:, 0].tolist() == [0, 1, 4, 5]
    assert patches[:, 5].tolist() == [6, 7, 10, 11]
    z = weights.reshape(1, 4) @ patches
    assert z.shape == (1, 9)
    assert z.reshape(3, 3).tolist() == [[34, 44, 54], [74, 84, 94], [114, 124, 134]]


@fast
@given(layers(), st.integers(1, 3), st.integers(1, 3), st.sampled_from(["float64", "float32", "uint8", "bool"]), seeds)
def test_im2col_is_the_loops(geometry, n, channels, dtype, seed):
    shape, kernel, steps = geometry
    x = np.random.default_rng(seed).integers(0, 250, (n, channels, *shape)).astype(dtype)
    cols = im2col(x, kernel, **steps)
    assert cols.dtype == dtype
    np.testing.assert_array_equal(cols, loop_im2col(x, kernel, steps), strict=True)


@fast
@given(layers(), st.integers(1, 3), st.integers(1, 3), seeds)
def test_a_layer_is_weights_times_columns(geometry, channels, filters, seed):
    shape, kernel, steps = geometry
    rng = np.random.default_rng(seed)
    x, weight = rng.normal(size=(2, channels, *shape)), rng.normal(size=(filters, channels, *kernel))
    y = weight.reshape(filters, -1) @ im2col(x, kernel, **steps)
    expected = reference.conv2d(x, weight, **steps)
    np.testing.assert_allclose(y.reshape(expected.shape), expected, rtol=1e-12, atol=1e-12)


def test_rows_are_ordered_by_channel_then_row_then_column():
    """A pitfall: im2col with the channels last has the same shape, and other rows."""
    x = np.arange(2 * 3 * 4).reshape(1, 2, 3, 4)
    first = im2col(x, (2, 3))[0, :, 0]
    assert first.tolist() == [0, 1, 2, 4, 5, 6, 12, 13, 14, 16, 17, 18]


def test_stride_that_does_not_divide_drops_the_border():
    x = np.arange(1.0, 31).reshape(1, 1, 5, 6)
    cols = im2col(x, 2, stride=(2, 3))
    assert cols.shape == (1, 4, 4)
    assert not np.isin(x[0, 0, 4], cols).any()
    assert not np.isin(x[0, 0, :, [2, 5]], cols).any()
    image = col2im(np.ones_like(cols), (5, 6), 2, stride=(2, 3))
    assert (image[0, 0, 4] == 0).all()
    assert (image[0, 0, :, [2, 5]] == 0).all()


@fast
@given(layers(), st.integers(1, 3), seeds)
def test_col2im_is_the_adjoint_of_im2col(geometry, channels, seed):
    shape, kernel, steps = geometry
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(2, channels, *shape))
    cols = im2col(x, kernel, **steps)
    c = rng.normal(size=cols.shape)
    image = col2im(c, shape, kernel, **steps)
    assert image.shape == x.shape
    assert np.vdot(cols, c) == pytest.approx(np.vdot(x, image), rel=1e-9, abs=1e-9)


@fast
@given(layers(), seeds)
def test_col2im_of_im2col_counts_how_often_a_pixel_is_used(geometry, seed):
    shape, kernel, steps = geometry
    x = np.random.default_rng(seed).integers(-9, 10, (1, 2, *shape))
    uses = np.zeros(shape, int)
    for _, pixels in windows(shape, kernel, **steps):
        for pixel in inside(shape, pixels):
            uses[pixel] += 1
    np.testing.assert_array_equal(col2im(im2col(x, kernel, **steps), shape, kernel, **steps), uses * x)


def test_col2im_is_not_the_inverse():
    x = np.ones((1, 1, 4, 5))
    again = col2im(im2col(x, 3), (4, 5), 3)[0, 0]
    assert again.tolist() == [[1, 2, 3, 2, 1], [2, 4, 6, 4, 2], [2, 4, 6, 4, 2], [1, 2, 3, 2, 1]]


@pytest.mark.parametrize(
    ("dtype", "result"),
    [("uint8", "int64"), ("bool", "int64"), ("float16", "float32"), ("float32", "float32"), ("complex64", "complex64")],
)
def test_col2im_adds_without_wrapping(dtype, result):
    cols = im2col(np.full((1, 1, 3, 3), 200).astype(dtype), 2)
    image = col2im(cols, 3, 2)
    assert image.dtype == result
    assert image[0, 0, 1, 1] == 4 * cols[0, 0, 0].item()


def test_an_empty_batch_gives_an_empty_result():
    cols = im2col(np.zeros((0, 2, 4, 5), np.float32), (2, 3), padding=1)
    assert cols.shape == (0, 12, 25)
    assert cols.dtype == np.float32
    assert col2im(cols, (4, 5), (2, 3), padding=1).shape == (0, 2, 4, 5)


def test_views_and_read_only_arrays_are_read_and_not_written():
    base = np.random.default_rng(0).normal(size=(9, 3, 8, 4)).T
    base.setflags(write=False)
    before, view = base.copy(), base[::2, ::-3]
    cols = im2col(view, (2, 1), stride=2)
    np.testing.assert_array_equal(cols, im2col(view.copy(), (2, 1), stride=2))
    cols += 1  # a new array, writable
    cols.setflags(write=False)
    turned = cols[:, ::-1, ::-1]
    np.testing.assert_array_equal(
        col2im(turned, view.shape[2:], (2, 1), stride=2), col2im(turned.copy(), view.shape[2:], (2, 1), stride=2)
    )
    np.testing.assert_array_equal(base, before)


x45, cols = np.ones((1, 2, 4, 5)), np.ones((1, 8, 12))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: im2col(np.ones((4, 5)), 2),
            "x must be 4-D, got 2-D with shape (4, 5); put batch and channel axes in front: x[None, None]",
        ),
        (lambda: im2col(np.ones((2, 0, 4, 5)), 2), "x is empty (shape (2, 0, 4, 5))"),
        (lambda: im2col(np.ones((0, 2, 0, 5)), 2), "x is empty (shape (0, 2, 0, 5))"),
        (lambda: im2col(np.empty((0, 2, 4, 5), object), 2), "x must hold numbers, got dtype object"),
        (lambda: im2col([[[["a"]]]], 1), "x must hold numbers, got dtype <U1"),
        (lambda: im2col(x45, (2, 0)), "kernel_size must be at least 1, got 0"),
        (lambda: im2col(x45, (2, 2, 2)), "kernel_size must be an integer or a pair (h, w), got (2, 2, 2)"),
        (lambda: im2col(x45, 2.0), "kernel_size must be an integer, got 2.0"),
        (lambda: im2col(x45, 2, stride=0), "stride must be at least 1, got 0"),
        (lambda: im2col(x45, 2, dilation=(1, 0)), "dilation must be at least 1, got 0"),
        (lambda: im2col(x45, 2, padding=-1), "padding must be at least 0, got -1"),
        (lambda: im2col(x45, 3, dilation=2), "spans 5x5, larger than the padded input 4x5 (input 4x5, padding 0)"),
        (
            lambda: col2im(cols[0], (4, 5), 2),
            "cols must be 3-D, got 2-D with shape (8, 12); put a batch axis in front: cols[None]",
        ),
        (lambda: col2im(cols[:, :0], (4, 5), 2), "cols is empty (shape (1, 0, 12))"),
        (lambda: col2im(cols, (4, 5, 1), 2), "output_size must be an integer or a pair (h, w), got (4, 5, 1)"),
        (lambda: col2im(cols, (4, 0), 2), "output_size must be at least 1, got 0"),
        (lambda: col2im(cols, (4, 5), 2, stride=0), "stride must be at least 1, got 0"),
        (lambda: col2im(cols, (4, 5), (5, 1)), "kernel (5, 1) with dilation 1 spans 5x1, larger than the padded input"),
        (
            lambda: col2im(cols[:, :7], (4, 5), 2),
            "shape (N, C * 4, 12) for a kernel of 2x2 on an image of 4x5, got (1, 7",
        ),
        (
            lambda: col2im(cols, (5, 5), 2),
            "shape (N, C * 4, 16) for a kernel of 2x2 on an image of 5x5, got (1, 8, 12)",
        ),
        (lambda: col2im(np.full((1, 1, 1), 2**63, np.uint64), 1, 1), "cols holds 9223372036854775808, more than int64"),
        (lambda: col2im(np.full((1, 2, 3), -(2**62) - 1), (1, 4), (1, 2)), f"cols may reach {-(2**63) - 2}, more than"),
    ],
)
def test_what_does_not_fit_is_rejected_with_its_numbers(call, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        call()
