"""Gabor kernels: each entry by the formula, scikit-image's as an oracle, the DC part. Cells: test_v1_cells.py."""

import math

import numpy as np
import pytest

from convnb.models import v1
from convnb.models.v1 import cycles_per_pixel, drifting_grating, pixel_grid, radians_per_pixel

SHAPE = (21, 27)
SET = {"alpha": 1.3, "beta_x": 0.06, "beta_y": 0.03, "frequency": 0.9, "theta": 0.7}


def weight_at(x, y, *, alpha, beta_x, beta_y, frequency, phase, x0, y0, theta):
    """course.md's formula for one pixel, in the standard library's numbers."""
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
        "frequency": radians_per_pixel(cycles),
        "theta": theta,
    }
    np.testing.assert_allclose(v1.gabor_kernel(theirs.shape, **parameters, phase=offset), theirs.real, atol=1e-12)
    # Its imaginary part is the sine: a quarter period later, cos(u - pi / 2).
    later = v1.gabor_kernel(theirs.shape, **parameters, phase=offset - np.pi / 2)
    np.testing.assert_allclose(later, theirs.imag, atol=1e-12)


def test_units_go_there_and_back():
    assert radians_per_pixel(0.25) == pytest.approx(np.pi / 2)
    np.testing.assert_allclose(cycles_per_pixel(radians_per_pixel([0.1, 0.5])), [0.1, 0.5])


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
        v1.grating((3, 4), frequency=1, theta=0, contrast=None)
