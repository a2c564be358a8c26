"""The palette, the scales and the numbers of the figures: readable, symmetric, honest."""

import numpy as np
import pytest
from matplotlib.colors import to_hex, to_rgb

from convnb.figures import grids
from convnb.figures.panels import short
from convnb.figures.style import INK, MUTED, PALETTE, SIGNED, SIGNED_STOPS
from convnb.figures.style import signed_limit as limit_of


@pytest.mark.parametrize(
    ("value", "text"),
    [
        *[(0, "0"), (-0.0, "0"), (-4.4e-15, "0"), (12345, "12345"), (-3.0, "−3")],
        *[(0.4509, "0.451"), (-1.6354, "−1.64"), (2e7, "2e+07"), (float("nan"), "nan")],
    ],
)
def test_short_numbers(value, text):
    assert short(value) == text


@pytest.mark.parametrize(("values", "limit"), [([1, -3.5], 3.5), ([np.nan, np.inf, -2], 2), ([0.0], 1), ([np.nan], 1)])
def test_signed_limit_ignores_what_is_not_finite(values, limit):
    assert limit_of(values) == limit


def luminance(color):
    """Relative luminance as the Web Content Accessibility Guidelines define it."""
    c = np.array(to_rgb(color))
    return np.where(c <= 0.03928, c / 12.92, ((c + 0.055) / 1.055) ** 2.4) @ [0.2126, 0.7152, 0.0722]


def contrast(one, other):
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("role", PALETTE)
def test_numbers_stay_readable_on_the_darkest_tint(role):
    darkest = grids._tint(np.array([[1.0]]), role, 1.0)[0, 0]
    assert contrast(INK, darkest) >= 4.5
    assert contrast(MUTED, "#EDEDED") >= 4.5  # the zeros of the padding


def test_signed_scale_is_linear_between_its_stops():
    assert [to_hex(SIGNED(v)).upper() for v in (0.0, 1.0)] == [SIGNED_STOPS[0], SIGNED_STOPS[2]]
    np.testing.assert_allclose(SIGNED(0.5)[:3], to_rgb(SIGNED_STOPS[1]), atol=0.01)
    halfway = (np.array(to_rgb(SIGNED_STOPS[0])) + to_rgb(SIGNED_STOPS[1])) / 2
    np.testing.assert_allclose(SIGNED(0.25)[:3], halfway, atol=0.01)
