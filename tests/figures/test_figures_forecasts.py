"""Figures of forecasts: the arrays they draw, where the origin stands, what the alt text says."""

import numpy as np
import pytest

from convnb.figures import forecasts
from convnb.figures.style import INK, PALETTE, png_bytes

RNG = np.random.default_rng(0)
SERIES = 1 + 0.3 * np.sin(0.2 * np.arange(60))
ORIGIN = 40
GOOD, BAD = SERIES[40:54] + 1e-3 * np.arange(14), SERIES[40:47] + 0.5
APART = SERIES + 1e-9 * np.exp(0.5 * np.arange(60))
LAGS = np.arange(9)[::-1]
LEARNED, EXACT = RNG.normal(size=(5, 9)), RNG.normal(size=(5, 9))
X = np.linspace(0.2, 1.4, 30)

FIGURES = {
    "series_overview": lambda: forecasts.series_overview(SERIES, training=40, test=8),
    "forecast_and_error": lambda: forecasts.forecast_and_error(SERIES, ORIGIN, {"good": GOOD, "bad": BAD}, before=12),
    "drifting_apart": lambda: forecasts.drifting_apart({"a": SERIES, "b": APART}, start=100, before=10, after=9),
    "rmse_by_length": lambda: forecasts.rmse_by_length([5, 20, 31], {"a": [1e-1, 1e-2, 0]}, delay=30),
    "kernels_over_exponential": lambda: forecasts.kernels_over_exponential(LAGS, LEARNED, EXACT, steps=(1, 5)),
    "nonlinearity_over_f": lambda: forecasts.nonlinearity_over_f(X, X**2, X**2 + 0.25),
}

LABELS = {
    "series_overview": (["t (units of time)"], ["x"]),
    "forecast_and_error": (["t (units of time)"], ["x", "|forecast − truth|"]),
    "drifting_apart": (["t (units of time)"], ["x", "distance"]),
    "rmse_by_length": (["length L of the window"], ["RMSE of 14 steps"]),
    "kernels_over_exponential": (["lag (units of time)"] * 2, ["kernel"]),
    "nonlinearity_over_f": (["x"], ["contribution"]),
}


@pytest.mark.parametrize("name", FIGURES)
def test_draws_small_with_alt_text_and_without_an_address(name):
    figure = FIGURES[name]()
    png = png_bytes(figure)
    assert 5_000 < len(png) < 250_000
    assert len(figure.alt) > 40
    assert repr(figure) == f"<Figure: {figure.alt}>"
    labels = [ax.get_xlabel() for ax in figure.axes], [ax.get_ylabel() for ax in figure.axes]
    assert tuple([label for label in axis if label] for axis in labels) == LABELS[name]


def drawn(ax):
    """name -> (x, y) of every named line, without those that run across the axes."""
    return {line.get_label(): line.get_data() for line in ax.lines if not line.get_label().startswith("_")}


def origin_lines(ax):
    return [
        line.get_xdata()[0] for line in ax.lines if line.get_color() == PALETTE["focus"] and len(line.get_xdata()) == 2
    ]


def test_the_overview_tells_learning_from_forecasting():
    lines = drawn(FIGURES["series_overview"]().axes[0])
    assert list(lines) == ["to learn from", "after both", "to forecast"]
    np.testing.assert_array_equal(lines["to learn from"], [np.arange(40), SERIES[:40]])
    np.testing.assert_array_equal(lines["to forecast"], [np.arange(39, 48), SERIES[39:48]])
    np.testing.assert_array_equal(lines["after both"], [np.arange(47, 60), SERIES[47:]])
    whole = forecasts.series_overview(SERIES, training=50, test=10)
    assert list(drawn(whole.axes[0])) == ["to learn from", "to forecast"]
    assert "the first 50 to learn from, the next 10 to forecast" in whole.alt


def test_forecasts_begin_at_the_origin_over_the_truth_and_their_errors_below():
    figure = FIGURES["forecast_and_error"]()
    top, bottom = figure.axes
    lines = drawn(top)
    assert list(lines) == ["truth", "good", "bad"]
    np.testing.assert_array_equal(lines["truth"], [np.arange(28, 54), SERIES[28:54]])
    np.testing.assert_array_equal(lines["good"], [np.arange(40, 54), GOOD])
    np.testing.assert_array_equal(lines["bad"], [np.arange(40, 47), BAD])
    assert origin_lines(top) == origin_lines(bottom) == [39.5]
    good, bad = bottom.lines[:2]
    assert np.isnan(good.get_ydata()[0])  # no error at all
    np.testing.assert_allclose(good.get_ydata()[1:], 1e-3 * np.arange(1, 14), rtol=1e-9)
    np.testing.assert_allclose(bad.get_ydata(), 0.5)
    assert bottom.get_yscale() == "log"
    assert figure.alt.endswith("good, largest error 0.013; bad, largest error 0.5.")


def test_known_values_before_the_first_are_not_asked_for():
    figure = forecasts.forecast_and_error(SERIES, 5, {"flat": np.ones(3)}, before=20)
    np.testing.assert_array_equal(drawn(figure.axes[0])["truth"][0], np.arange(8))


def test_two_series_are_shown_where_they_part_and_their_distance_all_along():
    figure = FIGURES["drifting_apart"]()
    top, bottom = figure.axes
    parted = 36  # the first k with exp(k / 2) > 0.05 / 1e-9
    np.testing.assert_array_equal(drawn(top)["a"], [np.arange(126, 145), SERIES[26:45]])
    np.testing.assert_array_equal(drawn(top)["b"], [np.arange(126, 145), APART[26:45]])
    np.testing.assert_array_equal(bottom.lines[0].get_data(), [np.arange(100, 160), np.abs(APART - SERIES)])
    assert origin_lines(top) == origin_lines(bottom) == [100 + parted]
    assert "a and b: they differ by 1e" in figure.alt
    assert f"more than 0.05 at t = {100 + parted}" in figure.alt
    near = forecasts.drifting_apart({"a": SERIES, "b": SERIES + 1e-3}, before=10, after=9)
    assert "never more than 0.05" in near.alt
    assert drawn(near.axes[0])["a"][0][-1] == 59
    assert origin_lines(near.axes[0]) == []


def test_the_shortest_window_that_holds_the_delay_is_marked():
    figure = FIGURES["rmse_by_length"]()
    lines = drawn(figure.axes[0])
    np.testing.assert_array_equal(lines["a"], [[5, 20, 31], [1e-1, 1e-2, np.nan]])  # no place for 0
    assert figure.axes[0].get_yscale() == "log"
    assert origin_lines(figure.axes[0]) == [31]
    assert "L = 31" in figure.alt
    assert "L =" not in forecasts.rmse_by_length([5, 20], {"a": [1, 2]}).alt


def test_kernels_stand_by_lag_oldest_first_under_the_exact_ones():
    figure = FIGURES["kernels_over_exponential"]()
    for ax, h in zip(figure.axes, (1, 5), strict=True):
        np.testing.assert_allclose([bar.get_height() for bar in ax.patches], LEARNED[h - 1])
        np.testing.assert_allclose([bar.get_x() + bar.get_width() / 2 for bar in ax.patches], LAGS)
        np.testing.assert_array_equal(drawn(ax)["trapezoid rule"], [LAGS, EXACT[h - 1]])
        assert ax.get_xlim()[0] > ax.get_xlim()[1]
        assert ax.get_title(loc="left") == f"h = {h}"


def test_the_nonlinearity_stands_over_f():
    figure = FIGURES["nonlinearity_over_f"]()
    lines = drawn(figure.axes[0])
    np.testing.assert_array_equal(lines["learned"], [X, X**2])
    np.testing.assert_array_equal(lines["f(x) less its mean"], [X, X**2 + 0.25])
    assert "differ by 0.25 at most" in figure.alt
    assert figure.axes[0].lines[0].get_color() == INK


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: forecasts.series_overview(SERIES, training=55, test=8), "training 55 and test 8 must fit into the 60"),
        (lambda: forecasts.forecast_and_error(SERIES, 55, {"a": GOOD}), "from 55 to 69 need the truth, the series hol"),
        (lambda: forecasts.forecast_and_error(SERIES, 0, {"a": GOOD}), "from 0 to 14 need the truth"),
        (lambda: forecasts.drifting_apart({"a": SERIES}), r"two curves of one length, got \[60\]"),
        (lambda: forecasts.drifting_apart({"a": SERIES, "b": GOOD}), r"two curves of one length, got \[60, 14\]"),
        (lambda: forecasts.rmse_by_length([1], {}), "there must be 1 to 5 curves, got 0"),
        (lambda: forecasts.rmse_by_length([1], {str(i): [1.0] for i in range(6)}), "1 to 5 curves, got 6"),
        (
            lambda: forecasts.kernels_over_exponential(LAGS, LEARNED, EXACT[:, 1:]),
            r"\(horizon, 9\), got \(5, 9\) and \(5, 8",
        ),
        (lambda: forecasts.kernels_over_exponential(LAGS, LEARNED, EXACT), r"numbers from 1 to 5, got \[1, 7, 14\]"),
        (
            lambda: forecasts.kernels_over_exponential(LAGS, LEARNED, EXACT, steps=()),
            r"1 to 4 numbers from 1 to 5, got \[\]",
        ),
    ],
)
def test_refusals(call, message):
    with pytest.raises(ValueError, match=message):
        call()
