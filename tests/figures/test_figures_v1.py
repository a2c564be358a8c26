"""Figures of V1: the arrays they draw, the scales they stand on, what is marked, what the alt text says."""

import numpy as np
import pytest
from matplotlib.colors import to_hex

from convnb.figures import v1
from convnb.figures.style import PALETTE, png_bytes
from convnb.models.v1 import gabor_bank

BANK = gabor_bank((9, 13), thetas=[0.0, 0.8, 1.9], alpha=2, beta_x=0.05, beta_y=0.03, frequency=0.8)
IMAGE = np.random.default_rng(0).uniform(size=(20, 30))
TIME = 2 * np.pi * np.arange(12) / 12
TRACES = {"simple cell": np.maximum(0, 3 * np.cos(TIME)), "complex cell": np.full(12, 3.0)}
AT = np.linspace(0, np.pi, 61)
CURVE = np.exp(-((AT - AT[20]) ** 2))

FIGURES = {
    "filter_bank": lambda: v1.filter_bank(BANK[:, 0], ["a", "b", "c"]),
    "filter_bank in rows": lambda: v1.filter_bank(BANK.reshape(6, 9, 13), list("abcdef"), columns=4),
    "response_pictures": lambda: v1.response_pictures(IMAGE, [IMAGE - 0.4, IMAGE], ["a", "b"]),
    "cell_traces": lambda: v1.cell_traces(TRACES),
    "tuning_curve": lambda: v1.tuning_curve(AT, {"simple cell": CURVE}, mark=1.0),
    "gabor_panels": lambda: panels(cell="complex", time=4, mark=0.5),
}


def panels(**options):
    linear = 3 * np.cos(TIME)
    traces = linear, *TRACES.values()
    return v1.gabor_panels(BANK[1, 0], IMAGE, IMAGE[:12, :18], traces, (AT, CURVE, 0.9 * CURVE), **options)


@pytest.mark.parametrize("name", FIGURES)
def test_draws_small_with_alt_text_and_without_an_address(name):
    figure = FIGURES[name]()
    png = png_bytes(figure)
    assert 3_000 < len(png) < 250_000
    assert len(figure.alt) > 40
    assert repr(figure) == f"<Figure: {figure.alt}>"


def test_a_bank_stands_on_one_scale_around_zero():
    figure = v1.filter_bank(BANK.reshape(6, 9, 13), list("abcdef"), columns=4)
    drawn = [ax for ax in figure.axes if ax.images]
    assert [ax.get_title(loc="left") for ax in drawn] == list("abcdef")
    for ax, kernel in zip(drawn, BANK.reshape(6, 9, 13), strict=True):
        np.testing.assert_array_equal(ax.images[0].get_array(), kernel)
        assert ax.images[0].get_clim() == (-2.0, 2.0)
    assert "one scale from −2 to 2" in figure.alt
    with pytest.raises(ValueError, match="argument"):
        v1.filter_bank(BANK[:, 0], ["a", "b"])


def test_responses_are_signed_where_any_is_negative_and_grey_where_none_is():
    signed = v1.response_pictures(IMAGE, [IMAGE - 0.4, 2 * IMAGE], ["a", "b"])
    drawn = [ax.images[0] for ax in signed.axes if ax.images]
    np.testing.assert_array_equal(drawn[0].get_array(), IMAGE)
    np.testing.assert_array_equal(drawn[2].get_array(), 2 * IMAGE)
    high = 2 * IMAGE.max()
    assert drawn[1].get_clim() == drawn[2].get_clim() == (-high, high)
    grey = v1.response_pictures(IMAGE, [IMAGE, IMAGE / 2], ["a", "b"])
    drawn = [ax.images[0] for ax in grey.axes if ax.images]
    assert drawn[1].get_clim() == drawn[2].get_clim() == (0, IMAGE.max())
    assert drawn[1].get_cmap().name == "gray"


def test_traces_close_their_period_and_mark_the_frame():
    ax = next(ax for ax in panels(time=3).axes if "periods" in ax.get_xlabel())
    lines = {line.get_label(): line for line in ax.lines}
    for name, values in TRACES.items():
        x, y = lines[name].get_data()
        np.testing.assert_allclose(x, np.arange(13) / 12)
        np.testing.assert_array_equal(y, [*values, values[0]])
    styles = {lines[name].get_linestyle() for name in TRACES}
    assert len(styles) == 2  # told apart without colour
    dots = [line for line in ax.lines if line.get_marker() == "o"]
    assert [dot.get_ydata()[0] for dot in dots] == [TRACES["simple cell"][3], 3.0, 3 * np.cos(TIME[3])]
    assert {to_hex(dot.get_color()).upper() for dot in dots} == {PALETTE["focus"]}
    alone = v1.cell_traces(TRACES).axes[0]
    assert [line.get_label() for line in alone.lines[:2]] == list(TRACES)
    assert "periods" in alone.get_xlabel()


def test_tuning_is_shown_in_degrees_or_in_radians_per_pixel():
    turned = v1.tuning_curve(AT, {"simple cell": CURVE}, mark=np.pi / 2)
    ax = turned.axes[0]
    np.testing.assert_allclose(ax.lines[0].get_xdata(), np.degrees(AT))
    np.testing.assert_array_equal(ax.lines[0].get_ydata(), CURVE)
    np.testing.assert_allclose(ax.lines[1].get_xdata(), 90)
    assert "degrees" in ax.get_xlabel()
    assert "simple cell peaks at 60°" in turned.alt
    stripes = v1.tuning_curve(AT, {"simple cell": CURVE}, along="frequency", mark=0.5)
    np.testing.assert_allclose(stripes.axes[0].lines[0].get_xdata(), AT)
    assert stripes.axes[0].lines[1].get_xdata()[0] == 0.5
    assert "radians per pixel" in stripes.axes[0].get_xlabel()
    with pytest.raises(ValueError, match="'phase'"):
        v1.tuning_curve(AT, {}, along="phase")


def test_the_still_picture_shows_kernel_photograph_response_and_both_cells():
    figure = panels(cell="complex", time=4, mark=0.5)
    kernel, photograph, response = [ax.images[0] for ax in figure.axes if ax.images and ax.get_title(loc="left")]
    np.testing.assert_array_equal(kernel.get_array(), BANK[1, 0])
    assert kernel.get_clim()[0] == -np.abs(BANK[1, 0]).max()
    assert kernel.get_extent() == [-6.5, 6.5, 4.5, -4.5]
    np.testing.assert_array_equal(photograph.get_array(), IMAGE)
    assert photograph.get_clim() == (0, 1)
    np.testing.assert_array_equal(response.get_array(), IMAGE[:12, :18])
    assert response.get_clim()[0] == 0
    lowest = panels(cell="linear").axes
    assert [ax.images[0].get_clim()[0] < 0 for ax in lowest if ax.get_title(loc="left") == "linear response"] == [True]
    assert "peaks at 60°" in figure.alt
    assert "simple cell runs from 0 to 3 and the complex cell from 3 to 3" in figure.alt
