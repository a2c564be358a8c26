"""Moved pictures: where each pixel goes, what comes in, and that chance is spread evenly."""

import numpy as np
import pytest

from convnb.models.network import random_shifts, shift

IMAGES = np.random.default_rng(0).integers(1, 255, (3, 2, 5, 7), dtype=np.uint8)


@pytest.mark.parametrize(("down", "across"), [(0, 0), (2, 0), (0, -3), (-1, 4), (4, 6)])
def test_every_pixel_moves_and_zeros_come_in(down, across):
    moved = shift(IMAGES, down, across)
    assert moved.dtype == np.uint8
    expected = np.zeros_like(IMAGES)
    for b, c, i, j in np.ndindex(IMAGES.shape):
        if 0 <= i + down < 5 and 0 <= j + across < 7:
            expected[b, c, i + down, j + across] = IMAGES[b, c, i, j]
    np.testing.assert_array_equal(moved, expected, strict=True)


def test_every_image_has_its_own_shift():
    moved = shift(IMAGES, [1, 0, -2], [0, 3, 1])
    for image, whole, down, across in zip(IMAGES, moved, (1, 0, -2), (0, 3, 1), strict=True):
        np.testing.assert_array_equal(whole, shift(image[None], down, across)[0])


def test_random_shifts_take_every_place_alike_and_repeat():
    point = np.zeros((9000, 1, 5, 7))
    point[:, 0, 2, 3] = 1
    moved = random_shifts(point, np.random.default_rng(1))
    counts = moved.sum(axis=(0, 1))
    assert counts.sum() == 9000
    np.testing.assert_allclose(counts[1:4, 2:5], 1000, rtol=0.12)
    np.testing.assert_array_equal(moved, random_shifts(point, np.random.default_rng(1)))
    assert random_shifts(point, np.random.default_rng(1), most=2).any(axis=(0, 1))[0:5, 1:6].all()
    np.testing.assert_array_equal(random_shifts(IMAGES, np.random.default_rng(2), most=0), IMAGES)


def test_it_is_a_copy():
    shift(IMAGES, 0, 0)[...] = 0
    assert IMAGES.min() > 0


def test_refusals():
    with pytest.raises(ValueError, match=r"\(N, C, H, W\), got shape \(5, 7\)"):
        shift(IMAGES[0, 0], 1, 1)
    with pytest.raises(ValueError, match=r"smaller than the picture \(5, 7\), got up to \(5, 0\)"):
        shift(IMAGES, -5, 0)
    with pytest.raises(ValueError, match="most must be at least 0, got -1"):
        random_shifts(IMAGES, np.random.default_rng(0), most=-1)
