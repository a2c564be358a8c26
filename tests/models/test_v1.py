"""Gabor kernels: each entry by the formula, scikit-image's as an oracle, the DC part; gratings; simple and complex
cells: their responses to drifting gratings, their tuning, and what they see in photographs."""

import math

import numpy as np
import pytest

from convnb.models import v1
from convnb.models.v1 import drifting_grating, grating, pixel_grid
from convnb.ops import reference

SHAPE = (21, 27)
SET = {"alpha": 1.3, "beta_x": 0.06, "beta_y": 0.03, "frequency": 0.9, "theta": 0.7}
TURNS = np.linspace(0, np.pi, 180, endpoint=False)


def weight_at(x, y, *, alpha, beta_x, beta_y, frequency, phase, x0, y0, theta):
    """The formula of notebook 10 for one pixel, in the standard library's numbers."""
    across = (x - x0) * math.cos(theta) + (y - y0) * math.sin(theta)
    along = -(x - x0) * math.sin(theta) + (y - y0) * math.cos(theta)
    return alpha * math.exp(-beta_x * across**2 - beta_y * along**2) * math.cos(frequency * across + phase)


# --- the kernel ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", [(7, 4), (4, 7), (1, 5), (5, 1), 6])
def test_each_entry_is_the_formula_with_x_along_columns_and_y_down_the_rows(shape):
    rng = np.random.default_rng(1)
    names = ("alpha", "frequency", "phase", "x0", "y0", "theta")
    parameters = {name: rng.normal() for name in names} | {"beta_x": 0.13, "beta_y": 0.02}
    kernel = v1.gabor_kernel(shape, **parameters)
    rows, columns = np.broadcast_to(shape, 2)
    expected = [
        [weight_at(c - (columns - 1) / 2, r - (rows - 1) / 2, **parameters) for c in range(columns)]
        for r in range(rows)
    ]
    np.testing.assert_allclose(kernel, expected, atol=1e-14, strict=True)


def test_the_centre_moves_right_with_x0_and_down_with_y0():
    moved = v1.gabor_kernel((9, 13), **SET, phase=0, x0=3, y0=-2)
    assert np.unravel_index(moved.argmax(), moved.shape) == (4 - 2, 6 + 3)


def test_theta_0_has_upright_stripes_and_a_quarter_turn_lies_down():
    upright = v1.gabor_kernel(SHAPE, **{**SET, "theta": 0, "beta_y": 0}, phase=0.3)
    assert np.ptp(upright, axis=0).max() < 1e-12
    assert np.ptp(upright, axis=1).min() > 1
    lying = v1.gabor_kernel(SHAPE, **{**SET, "theta": np.pi / 2, "beta_y": 0}, phase=0.3)
    assert np.ptp(lying, axis=1).max() < 1e-12


def test_a_small_turn_is_clockwise_on_the_screen():
    """Along x' the weights are those of the unturned kernel along x; y points down."""
    theta = math.atan2(3, 4)
    common = {**SET, "phase": 0.4}
    turned = v1.gabor_kernel((11, 11), **{**common, "theta": theta})
    straight = v1.gabor_kernel((11, 11), **{**common, "theta": 0})
    assert turned[5 + 3, 5 + 4] == pytest.approx(straight[5, 5 + 5])  # 4 to the right and 3 down is 5 along x'
    assert turned[5 - 3, 5 + 4] != pytest.approx(straight[5, 5 + 5])


def test_phase_0_is_even_and_a_quarter_is_an_edge_from_dark_to_bright():
    even = v1.gabor_kernel(SHAPE, **SET, phase=0)
    np.testing.assert_allclose(even, even[::-1, ::-1], atol=1e-14)
    odd = v1.gabor_kernel(SHAPE, **{**SET, "theta": 0}, phase=-np.pi / 2)
    np.testing.assert_allclose(odd, -odd[::-1, ::-1], atol=1e-14)
    step = np.where(pixel_grid(SHAPE)[0] > 0, 1.0, 0.0)
    assert v1.linear_response(step, odd) > 1
    assert v1.linear_response(step[:, ::-1], odd) < -1


@pytest.mark.parametrize("theta", [0.0, 0.4, 2.5])
def test_agrees_with_scikit_image_in_its_units(theta):
    reason = "scikit-image is not installed: the Gabor kernel goes without this oracle"
    filters = pytest.importorskip("skimage.filters", reason=reason)
    cycles, sigma_x, sigma_y, offset = 0.11, 2.5, 4.0, 0.6
    theirs = filters.gabor_kernel(cycles, theta=theta, sigma_x=sigma_x, sigma_y=sigma_y, offset=offset)
    assert theirs.shape[0] != theirs.shape[1]
    parameters = {
        "alpha": 1 / (2 * np.pi * sigma_x * sigma_y),
        "beta_x": 1 / (2 * sigma_x**2),
        "beta_y": 1 / (2 * sigma_y**2),
        "frequency": 2 * np.pi * cycles,
        "theta": theta,
    }
    np.testing.assert_allclose(v1.gabor_kernel(theirs.shape, **parameters, phase=offset), theirs.real, atol=1e-12)
    # Its imaginary part is the sine: a quarter period later, cos(u - pi / 2).
    later = v1.gabor_kernel(theirs.shape, **parameters, phase=offset - np.pi / 2)
    np.testing.assert_allclose(later, theirs.imag, atol=1e-12)


def test_a_pair_is_a_quarter_period_apart_and_a_bank_holds_a_pair_for_each_theta():
    pair = v1.quadrature_pair(SHAPE, **SET, phase=0.3, x0=1, y0=2)
    envelope = v1.gabor_envelope(SHAPE, **{k: v for k, v in SET.items() if k != "frequency"}, x0=1, y0=2)
    np.testing.assert_allclose(np.hypot(*pair), envelope, atol=1e-14)
    np.testing.assert_array_equal(pair[1], v1.gabor_kernel(SHAPE, **SET, phase=0.3 + np.pi / 2, x0=1, y0=2))
    without = {k: v for k, v in SET.items() if k != "theta"}
    bank = v1.gabor_bank(SHAPE, thetas=[0.1, 0.7, 2], **without, phase=0.3, x0=1, y0=2)
    assert bank.shape == (3, 2, *SHAPE)
    np.testing.assert_array_equal(bank[1], pair)


def test_without_dc_plain_grey_gives_nothing_and_the_rest_stays():
    coarse = {**SET, "frequency": 0.4}
    kernel = v1.gabor_kernel(SHAPE, **coarse, phase=0)
    envelope = v1.gabor_envelope(SHAPE, **{k: v for k, v in coarse.items() if k != "frequency"})
    assert kernel.sum() > 1
    free = v1.without_dc(kernel, envelope)
    assert free.sum() == pytest.approx(0, abs=1e-12)
    np.testing.assert_allclose((kernel - free) / envelope, kernel.sum() / envelope.sum())
    # The ends stay as flat as the bell: a plain mean taken off would lift them.
    assert abs(free[0, 0]) < 0.1 * kernel.mean()


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


# --- what is refused ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"beta_x": -0.1}, r"must not be negative.*-0.1 and 0.03"),
        ({"theta": np.nan}, "theta must be one finite number, got nan"),
        ({"frequency": "0.9"}, "frequency must be one finite number"),
        ({"phase": [0, 1]}, r"phase must be one finite number, got \[0, 1\]"),
        ({"alpha": np.inf}, "alpha"),
        ({"shape": (0, 3)}, "shape must be at least 1, got 0"),
        ({"shape": (3, 4, 5)}, r"pair \(h, w\), got \(3, 4, 5\)"),
        ({"shape": 2.5}, "shape must be an integer, got 2.5"),
    ],
)
def test_parameters_that_make_no_kernel(change, words):
    parameters = {"shape": SHAPE, **SET, "phase": 0} | change
    shape = parameters.pop("shape")
    with pytest.raises(ValueError, match=words):
        v1.gabor_kernel(shape, **parameters)


def test_shapes_that_do_not_fit():
    with pytest.raises(ValueError, match=r"weight's \(3, 4\); got \(4, 3\)"):
        v1.linear_response(np.ones((4, 3)), np.ones((3, 4)))
    with pytest.raises(ValueError, match=r"\(2, rows, columns\), got shape \(3, 4, 5\)"):
        v1.complex_cell(np.ones((4, 5)), np.ones((3, 4, 5)))
    with pytest.raises(ValueError, match=r"one shape, got \(3, 4\) and \(4, 3\)"):
        v1.without_dc(np.ones((3, 4)), np.ones((4, 3)))
    with pytest.raises(ValueError, match="adds up to 0"):
        v1.without_dc(np.ones((1, 2)), np.array([[1, -1]]))
    with pytest.raises(ValueError, match="thetas is empty"):
        v1.gabor_bank(SHAPE, thetas=[], alpha=1, beta_x=1, beta_y=1, frequency=1)
    with pytest.raises(ValueError, match="sigma=0"):
        v1.local_contrast(np.ones((3, 4)), sigma=0)
    with pytest.raises(ValueError, match="frames must be at least 1"):
        drifting_grating((3, 4), frequency=1, theta=0, frames=0)
    with pytest.raises(ValueError, match="contrast must be one finite"):
        grating((3, 4), frequency=1, theta=0, contrast=None)
