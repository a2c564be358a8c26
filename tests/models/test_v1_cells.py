"""Simple and complex cells: their responses to drifting gratings, their tuning, and what they see in photographs."""

import math

import numpy as np
import pytest

from convnb.models import v1
from convnb.models.v1 import drifting_grating, grating
from convnb.ops import reference

SHAPE = (21, 27)
SET = {"alpha": 1.3, "beta_x": 0.06, "beta_y": 0.03, "frequency": 0.9, "theta": 0.7}
TURNS = np.linspace(0, np.pi, 180, endpoint=False)


# --- gratings -----------------------------------------------------------------------------------------------------


def test_a_grating_is_its_formula_and_drifts_along_theta():
    stripes = grating((5, 8), frequency=0.9, theta=0.6, phase=0.2, contrast=1.5)
    x, y = 7 - 3.5, 1 - 2
    expected = 1.5 * math.cos(0.9 * (x * math.cos(0.6) + y * math.sin(0.6)) + 0.2)
    assert stripes[1, 7] == pytest.approx(expected)
    # 8 pixels a period and 8 frames: one pixel a frame, to the right at theta 0, downwards at pi / 2.
    right = drifting_grating((6, 16), frequency=2 * np.pi / 8, theta=0, frames=8)
    np.testing.assert_allclose(right[1][:, 1:], right[0][:, :-1], atol=1e-12)
    down = drifting_grating((16, 6), frequency=2 * np.pi / 8, theta=np.pi / 2, frames=8)
    np.testing.assert_allclose(down[1][1:], down[0][:-1], atol=1e-12)
    np.testing.assert_allclose(drifting_grating((3, 4), frequency=1, theta=1, frames=5).sum(axis=0), 0, atol=1e-12)


# --- cells --------------------------------------------------------------------------------------------------------


def test_linear_response_is_a_sum_of_products_for_one_picture_or_many():
    rng = np.random.default_rng(2)
    images, weight = rng.normal(size=(3, 2, 4, 5)), rng.normal(size=(4, 5))
    responses = v1.linear_response(images, weight)
    assert responses.shape == (3, 2)
    by_hand = sum(images[1, 0, r, c] * weight[r, c] for r in range(4) for c in range(5))
    assert responses[1, 0] == pytest.approx(by_hand)
    assert np.ndim(v1.linear_response(images[0, 0], weight)) == 0
    np.testing.assert_array_equal(v1.simple_cell(images, weight), np.where(responses > 0, responses, 0))
    assert (responses < 0).any()


def test_the_complex_cell_stays_where_the_simple_cell_swings_fully():
    pair = v1.quadrature_pair(SHAPE, **SET, phase=0.5)
    movie = drifting_grating(SHAPE, frequency=SET["frequency"], theta=SET["theta"], frames=60)
    simple, steady = v1.simple_cell(movie, pair[0]), v1.complex_cell(movie, pair)
    assert simple.min() == 0
    assert simple.max() == pytest.approx(steady.mean(), rel=0.02)
    assert np.ptp(steady) < 0.02 * steady.mean()
    # Two cells that are not a quarter apart keep no such promise.
    twins = np.stack([pair[0], v1.gabor_kernel(SHAPE, **SET, phase=0.8)])
    assert np.ptp(v1.complex_cell(movie, twins)) > 0.5 * steady.mean()


def test_the_spectrum_foretells_every_frame():
    rng = np.random.default_rng(3)
    weight = rng.normal(size=(6, 9))
    movie = drifting_grating((6, 9), frequency=0.8, theta=2.1, frames=12)
    known = v1.grating_spectrum(weight, frequency=0.8, theta=2.1)
    expected = (known * np.exp(-2j * np.pi * np.arange(12) / 12)).real
    np.testing.assert_allclose(v1.linear_response(movie, weight), expected, atol=1e-12)


def test_tuning_is_the_peak_and_the_mean_power_over_a_drift():
    pair = v1.quadrature_pair((8, 13), **SET, phase=0.5, x0=2)
    thetas, frequencies = np.array([[0.2], [1.9]]), np.array([0.5, 0.9, 1.4])
    simple = v1.tuning(pair[0], frequency=frequencies, theta=thetas)
    steady = v1.tuning(pair, frequency=frequencies, theta=thetas)
    assert simple.shape == steady.shape == (2, 3)
    movie = drifting_grating((8, 13), frequency=1.4, theta=0.2, frames=3600)
    assert v1.simple_cell(movie, pair[0]).max() == pytest.approx(simple[0, 2], rel=1e-5)
    power = np.mean(v1.complex_cell(movie, pair) ** 2)
    assert np.sqrt(power) == pytest.approx(steady[0, 2])


@pytest.mark.parametrize("theta", [0.0, 0.7, 1.6, 2.9])
def test_tuning_to_orientation_peaks_at_the_kernels_theta(theta):
    pair = v1.quadrature_pair(SHAPE, **{**SET, "theta": theta}, phase=0.5)
    for kernels in (pair[0], pair):
        curve = v1.tuning(kernels, frequency=SET["frequency"], theta=TURNS)
        miss = (TURNS[curve.argmax()] - theta + np.pi / 2) % np.pi - np.pi / 2
        assert abs(miss) <= np.pi / 180
        across = v1.tuning(kernels, frequency=SET["frequency"], theta=theta + np.pi / 2)
        assert across < 0.05 * curve.max()


@pytest.mark.parametrize("frequency", [0.7, 1.1, 1.6])
def test_tuning_to_frequency_peaks_at_the_kernels_frequency(frequency):
    pair = v1.quadrature_pair(SHAPE, **{**SET, "frequency": frequency}, phase=0.5)
    frequencies = np.linspace(0.1, 3, 291)
    for kernels in (pair[0], pair):
        curve = v1.tuning(kernels, frequency=frequencies, theta=SET["theta"])
        assert frequencies[curve.argmax()] == pytest.approx(frequency, abs=0.03)


# --- photographs --------------------------------------------------------------------------------------------------


def test_maps_are_correlations_with_each_kernel():
    rng = np.random.default_rng(4)
    image, bank = rng.normal(size=(11, 14)), rng.normal(size=(3, 2, 4, 5))
    maps = v1.response_maps(image, bank)
    expected = reference.conv2d(image[None, None], bank.reshape(6, 1, 4, 5))
    assert maps.shape == (3, 2, 8, 10)
    np.testing.assert_allclose(maps.reshape(1, 6, 8, 10), expected)
    np.testing.assert_allclose(v1.response_maps(image, bank[0, 1]), maps[0, 1])
    np.testing.assert_allclose(v1.complex_map(image, bank[2]), np.sqrt(maps[2, 0] ** 2 + maps[2, 1] ** 2))
    assert v1.response_maps(image, bank[0], "same").shape == (2, 11, 14)


def test_local_contrast_forgets_light_and_gain_also_at_the_border():
    image = np.random.default_rng(5).uniform(size=(30, 41))
    plain = v1.local_contrast(image, sigma=4, floor=1e-6)
    np.testing.assert_allclose(v1.local_contrast(0.2 * image + 7, sigma=4, floor=1e-6), plain, atol=1e-6)
    shaded = v1.local_contrast(image * np.linspace(0.1, 1, 41), sigma=2, floor=1e-6)
    assert np.abs(shaded[:, :10]).mean() == pytest.approx(np.abs(shaded[:, -10:]).mean(), rel=0.2)
    assert np.abs(v1.local_contrast(np.full((9, 12), 0.7), sigma=3)).max() < 1e-12
    assert np.abs(plain[0]).mean() == pytest.approx(np.abs(plain[15]).mean(), rel=0.4)


def test_local_contrast_of_one_pixel_by_hand():
    image = np.random.default_rng(6).uniform(size=(7, 9))
    r, c, sigma = 0, 2, 1.0
    places = [(i, j) for i in range(7) for j in range(9) if max(abs(i - r), abs(j - c)) <= 3]
    shares = np.array([math.exp(-((i - r) ** 2 + (j - c) ** 2) / 2) for i, j in places])
    values = np.array([image[place] for place in places])
    mean = shares @ values / shares.sum()
    deviation = math.sqrt(shares @ (values - mean) ** 2 / shares.sum())
    assert v1.local_contrast(image, sigma=sigma)[r, c] == pytest.approx((image[r, c] - mean) / deviation)
