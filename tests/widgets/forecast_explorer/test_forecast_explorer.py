"""ForecastExplorer on Python's side: what it takes, what it sends, results, repr, fallback."""

import json

import numpy as np
import pytest
from traitlets import TraitError

from convnb.models.forecast import (
    Forecaster,
    ForecastNetwork,
    Scaling,
    as_forecaster,
    at_once,
    cnn,
    free_run,
    one_step,
    persistence,
    rmse,
)
from convnb.models.mackey_glass import frozen_series
from convnb.widgets import ForecastExplorer


def doubler(length=3, horizon=2):
    """y[0] = x(t) / 2 and y[1] = -x(t), in any units: simple enough to be followed by hand."""
    network = ForecastNetwork(length, horizon, channels=2, rng=np.random.default_rng(1))
    network.skip[:2] = [0.5, -1][:horizon]
    return as_forecaster(network, Scaling(0, 1))


def test_at_first_it_forecasts_the_course_s_points_with_what_it_has():
    explorer = ForecastExplorer(network=0, mode="at once", horizon=14)
    np.testing.assert_allclose(explorer.series[:814], frozen_series(), atol=1e-9)
    np.testing.assert_allclose(explorer.truth, frozen_series()[800:], atol=1e-9)
    assert explorer.forecast.shape == (14,)
    assert 1e-5 < explorer.rmse < 1e-2
    assert explorer.breaks is None
    assert [one.length for one in explorer.forecasters] == [31, 5]
    assert repr(explorer) == "ForecastExplorer()"


def test_without_arguments_a_short_window_loses_the_series_long_before_a_long_one():
    explorer = ForecastExplorer()
    assert repr(explorer) == "ForecastExplorer(mode='free run', horizon=60, network=1)"
    assert 5 < explorer.breaks < 20
    assert explorer.rmse > 0.1
    explorer.network = 0
    assert explorer.breaks is None
    assert explorer.holds == 60


def test_the_default_learned_from_the_training_part_alone():
    forecaster = ForecastExplorer().forecaster
    assert forecaster.scaling == Scaling.of(ForecastExplorer().series[:800])


def test_each_way_by_hand():
    series = [0.0, 0, 0, 8, 4, 5, 6]
    explorer = ForecastExplorer(doubler(), series, origin=4, horizon=5)
    assert explorer.forecast.tolist() == [4, -8]
    assert explorer.truth.tolist() == [4, 5]
    assert explorer.errors.tolist() == [0, 13]
    assert explorer.rmse == pytest.approx(13 / np.sqrt(2))
    assert explorer.breaks == 2
    explorer.mode = "free run"
    assert explorer.forecast.tolist() == [4, 2, 1, 0.5, 0.25]
    assert explorer.errors.tolist() == [0, 3, 5]
    explorer.mode = "one step"
    assert explorer.forecast.tolist() == [4, 2, 2.5]
    explorer.origin = 6
    assert explorer.forecast.tolist() == [2.5]


@pytest.mark.parametrize(("mode", "way"), [("at once", at_once), ("free run", free_run), ("one step", one_step)])
def test_a_trained_network_is_shown_as_it_forecasts(mode, way):
    series = frozen_series()
    forecaster = cnn(series[:200], rng=np.random.default_rng(0), length=12, channels=3, steps=2, progress=False)
    explorer = ForecastExplorer([doubler(), forecaster], series, mode=mode, network=1, origin=500)
    expected = way(forecaster, series, 500, 14)
    np.testing.assert_array_equal(explorer.forecast, expected)
    assert explorer.rmse == pytest.approx(rmse(expected, series[500:514]), rel=1e-12)


def test_weights_and_points_travel_in_float64_in_their_order():
    one, two = doubler(), doubler(5, 1)
    explorer = ForecastExplorer([one, two], [1 / 3, 2, 3, 4, 5, 6])
    sent = explorer.get_state()
    assert np.frombuffer(sent["points"], "<f8")[0] == 1 / 3
    names = ("slope", "offset", "weight", "bias", "skip")
    parts = [network.describe()[name] for network in (one, two) for name in names]
    np.testing.assert_array_equal(np.frombuffer(sent["weights"], "<f8"), np.concatenate([p.ravel() for p in parts]))
    shown = {"length": 5, "horizon": 1, "channels": 2, "mean": 0, "deviation": 1}
    assert sent["networks"][1] == {"name": "CNN, L = 5", **shown}
    assert sent["origin"] == 5


def test_its_values_are_its_own():
    series = np.arange(8.0)
    explorer = ForecastExplorer(doubler(), series)
    series[:] = 0
    assert explorer.series.tolist() == list(range(8))
    with pytest.raises(ValueError, match="read-only"):
        explorer.series[0] = 1


@pytest.mark.parametrize(
    ("forecasters", "message"),
    [
        ([], "1 to 12 NetworkForecasters, got 0"),
        ([persistence()], r"as cnn gives them, got persistence \(1 values in, 14 out\)"),
        ([Forecaster("mine", 1, 1, np.array)], "got mine"),
        (13 * [doubler()], "got 13"),
        (3, "forecasters must be NetworkForecasters, as cnn gives them, got 3"),
        (doubler(201, 1), "201 values in; this widget runs one of at most 200"),
        (doubler(2, 101), "101 values out; this widget runs one of at most 100"),
    ],
)
def test_what_is_no_network_is_refused(forecasters, message):
    with pytest.raises(ValueError, match=message):
        ForecastExplorer(forecasters, np.arange(10))


@pytest.mark.parametrize("series", [[], [1], [[1, 2], [3, 4]], np.zeros(4001)])
def test_what_is_no_series_is_refused(series):
    with pytest.raises(ValueError, match=r"series must be 1-D with 2 to 4,000 values, got shape"):
        ForecastExplorer(doubler(), series)


def test_a_masked_series_is_refused_with_the_way_out():
    with pytest.raises(ValueError, match=r"series is a masked array.*\.filled\("):
        ForecastExplorer(doubler(), np.ma.masked_equal([1, 2, 1e9], 1e9))


@pytest.mark.parametrize(("trait", "value"), [("mode", "twice"), ("horizon", 0), ("horizon", 1501), ("network", -1)])
def test_what_is_outside_its_range_is_refused(trait, value):
    with pytest.raises(TraitError, match=trait):
        ForecastExplorer(**{trait: value})


def test_what_cannot_be_forecast_gets_a_sentence():
    explorer = ForecastExplorer(network=0, origin=30)
    assert explorer.figure().alt.startswith("origin must be from 31, the window of L = 31")
    explorer.origin = 1200
    assert "to 1199, got 1200" in explorer.figure().alt
    explorer.origin = 800
    assert len(explorer.figure().axes) == 2
    explorer.network = 2
    assert explorer.figure().alt == "network must be less than 2, their number, got 2"
    holes = ForecastExplorer(doubler(), [1, 2, 3, np.nan, 5])
    assert holes.figure().alt == "series[3] is not a number; every value must be finite"
    broken = doubler()
    broken.network.skip[1] = np.inf
    assert "weights that are not finite" in ForecastExplorer(broken, np.arange(9)).figure().alt
    unscaled = as_forecaster(doubler().network, Scaling(np.nan, 1))
    json.dumps(ForecastExplorer(unscaled, np.arange(9)).networks, allow_nan=False)


def test_the_figure_shows_the_forecast_and_its_errors():
    explorer = ForecastExplorer(doubler(), [0.0, 0, 0, 8, 4, 5, 6], origin=4, mode="free run", horizon=5)
    figure = explorer.figure()
    assert figure.alt == (
        "Truth and a forecast of 5 steps from point 4, made of the last 3 values. Below, the error of each step; "
        "RMSE 3.4."
    )
    top, bottom = figure.axes
    truth, forecast = top.lines[:2]
    assert truth.get_xdata().tolist() == [0, 1, 2, 3, 4, 5, 6]
    assert forecast.get_xdata().tolist() == [4, 5, 6, 7, 8]
    assert forecast.get_ydata().tolist() == [4, 2, 1, 0.5, 0.25]
    assert bottom.lines[0].get_xdata().tolist() == [4, 5, 6]
    assert bottom.lines[0].get_ydata().tolist() == [1e-7, 3, 5]
    assert bottom.get_yscale() == "log"
