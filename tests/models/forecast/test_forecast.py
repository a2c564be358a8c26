"""The rules of a forecast: windows, the three ways, scores; and that nothing after the origin can reach a forecast."""

import numpy as np
import pytest

from convnb.models.forecast import (
    Forecaster,
    Scaling,
    Scores,
    at_once,
    cnn,
    free_run,
    linear_autoregression,
    one_step,
    persistence,
    ridge,
    rmse,
    score,
    tanh_bank,
    windows,
)
from convnb.models.mackey_glass import frozen_series, mackey_glass

SERIES = frozen_series()
ORIGIN, STEPS = 400, 6


def mixed(x):
    """Three outputs that tell every place of a window of four from the others."""
    return np.stack([x @ [0.1, 0.2, 0.3, 0.5], x[:, 0] * x[:, 3], x.sum(axis=1)], axis=1)


MIXED = Forecaster("mixed", 4, 3, mixed)
LEARN = {
    "persistence": lambda training: persistence(STEPS),
    "linear": lambda training: linear_autoregression(training, length=12, horizon=STEPS),
    "bank": lambda training: tanh_bank(training, rng=np.random.default_rng(0), units=5, penalty=1e-6, horizon=STEPS),
    "cnn": lambda training: cnn(
        training, rng=np.random.default_rng(0), length=12, horizon=STEPS, channels=3, steps=5, progress=False
    ),
}


# --- no leak ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("future", [np.nan, np.inf, -7.0, "noise"])
@pytest.mark.parametrize("name", LEARN)
def test_nothing_after_the_origin_reaches_a_forecast(name, future):
    """From learning to forecast, bit by bit: the whole series is at hand each time, only its future differs."""
    series = SERIES
    changed = series.copy()
    changed[ORIGIN:] = np.random.default_rng(1).uniform(-1, 1, len(series) - ORIGIN) if future == "noise" else future

    def forecasts(series):
        forecaster = LEARN[name](series[:ORIGIN])
        return [way(forecaster, series, ORIGIN, STEPS) for way in (free_run, at_once)] + [
            one_step(forecaster, series, ORIGIN, 1)
        ]

    for before, after in zip(forecasts(series), forecasts(changed), strict=True):
        assert np.isfinite(before).all()
        np.testing.assert_array_equal(before, after)


@pytest.mark.parametrize("name", LEARN)
def test_one_step_uses_true_values_but_never_the_one_it_forecasts(name):
    series = SERIES
    forecaster = LEARN[name](series[:ORIGIN])
    before = one_step(forecaster, series, ORIGIN, STEPS)
    for k in range(STEPS):
        changed = series.copy()
        changed[ORIGIN + k :] = np.nan
        after = one_step(forecaster, changed, ORIGIN, STEPS)
        np.testing.assert_array_equal(after[: k + 1], before[: k + 1])
        assert np.isnan(after[k + 1 :]).all()
        assert k == 0 or after[k] != free_run(forecaster, series, ORIGIN, k + 1)[k]


def test_a_window_ends_where_its_targets_begin():
    n, length, horizon = 30, 5, 3
    series = np.random.default_rng(2).normal(size=n)
    x, y = windows(series, length, horizon)
    assert x.shape == (n - length - horizon + 1, length)
    assert y.shape == (n - length - horizon + 1, horizon)
    for i in range(len(x)):
        np.testing.assert_array_equal(x[i], [series[i + j] for j in range(length)])
        np.testing.assert_array_equal(y[i], [series[i + length + h] for h in range(horizon)])
    assert y[-1, -1] == series[-1]
    x[:] = y[:] = 0
    assert series.all()
    assert [a.shape for a in windows(series[:8], 5, 3)] == [(1, 5), (1, 3)]


# --- three ways ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("origin", [4, 9, 400])
def test_the_three_ways_are_what_they_say(origin):
    steps, known = 3, list(SERIES[:origin])
    expected = []
    for _ in range(steps):
        expected.append(float(MIXED.predict(np.array([known[-4:]]))[0, 0]))
        known.append(expected[-1])
    np.testing.assert_allclose(free_run(MIXED, SERIES, origin, steps), expected, rtol=1e-14)
    stepped = [MIXED.predict(SERIES[None, origin + k - 4 : origin + k])[0, 0] for k in range(steps)]
    np.testing.assert_allclose(one_step(MIXED, SERIES, origin, steps), stepped, rtol=1e-14)
    np.testing.assert_array_equal(at_once(MIXED, SERIES, origin, steps), mixed(SERIES[None, origin - 4 : origin])[0])


@pytest.mark.parametrize("way", [one_step, free_run, at_once])
def test_many_origins_are_one_after_the_other(way):
    origins = np.array([50, 7, 300])
    together = way(MIXED, SERIES, origins, 3)
    assert together.shape == (3, 3)
    for row, origin in zip(together, origins, strict=True):
        np.testing.assert_allclose(row, way(MIXED, SERIES, int(origin), 3), rtol=1e-14)


def test_a_forecast_may_begin_where_the_series_ends():
    assert np.isfinite(free_run(MIXED, SERIES, len(SERIES), 5)).all()
    assert np.isfinite(one_step(MIXED, SERIES, len(SERIES), 1)).all()
    with pytest.raises(ValueError, match="before 815 must be known, the series holds 814"):
        one_step(MIXED, SERIES, len(SERIES), 2)


# --- the forecasters that need no training ------------------------------------------------------------------------


def test_persistence_repeats_the_last_value():
    np.testing.assert_array_equal(at_once(persistence(4), SERIES, 100, 4), np.full(4, SERIES[99]))
    np.testing.assert_array_equal(free_run(persistence(), SERIES, 100, 4), np.full(4, SERIES[99]))
    np.testing.assert_array_equal(one_step(persistence(), SERIES, 100, 4), SERIES[99:103])


def test_linear_autoregression_forecasts_what_is_linear():
    """A sine of any phase and offset follows from its last three values."""
    t = np.arange(300)
    series = 2 + np.sin(0.3 * t) * 0.98**t
    exact = linear_autoregression(series[:100], length=3, horizon=2)
    for way, steps in ((one_step, 9), (free_run, 9), (at_once, 2)):
        np.testing.assert_allclose(way(exact, series, 100, steps), series[100 : 100 + steps], atol=1e-9)


def test_the_baselines_have_the_known_scores():
    """The protocol's figures for series[800:814]."""
    training = SERIES[:800]
    linear = linear_autoregression(training)
    assert rmse(one_step(persistence(), SERIES, 800), SERIES[800:]) == pytest.approx(2.0e-2, rel=0.02)
    assert rmse(free_run(persistence(), SERIES, 800), SERIES[800:]) == pytest.approx(1.36e-1, rel=0.01)
    assert rmse(one_step(linear, SERIES, 800), SERIES[800:]) == pytest.approx(8.9e-5, rel=0.02)
    assert rmse(free_run(linear, SERIES, 800), SERIES[800:]) == pytest.approx(1.43e-2, rel=0.02)


def test_ridge_solves_its_normal_equations():
    rng = np.random.default_rng(3)
    features, y = rng.normal(size=(40, 5)) + 3, rng.normal(size=(40, 2))
    weight, bias = ridge(features, y, 0.3)
    error = features @ weight + bias - y
    np.testing.assert_allclose(2 * features.T @ error / 40 + 2 * 0.3 * weight, 0, atol=1e-12)
    np.testing.assert_allclose(error.mean(axis=0), 0, atol=1e-12)


def test_a_bank_of_random_units_meets_the_goals():
    bank = tanh_bank(SERIES[:800], rng=np.random.default_rng(0))
    assert bank.length == 34
    assert rmse(free_run(bank, SERIES, 800), SERIES[800:]) < 2e-5
    assert rmse(one_step(bank, SERIES, 800), SERIES[800:]) < 1e-5
    short = tanh_bank(SERIES[:800], rng=np.random.default_rng(0), lags=range(20), horizon=3, penalty=1e-8)
    assert rmse(free_run(short, SERIES, 800), SERIES[800:]) > 1e-3
    assert at_once(short, SERIES, 800, 3).shape == (3,)


# --- scores -------------------------------------------------------------------------------------------------------


def test_scores_are_those_of_the_definition():
    origins, training = np.array([100, 300, 500]), SERIES[:90]
    scores = score(MIXED, SERIES, origins, training=training, way=one_step, steps=4)
    expected = []
    for origin in origins:
        errors = [float(MIXED.predict(SERIES[None, t - 4 : t])[0, 0] - SERIES[t]) for t in range(origin, origin + 4)]
        expected.append(np.sqrt(np.mean(np.square(errors))))
    np.testing.assert_allclose(scores.rmse, expected, rtol=1e-12)
    np.testing.assert_allclose(scores.nrmse, np.array(expected) / training.std(), rtol=1e-12)
    assert scores.median == pytest.approx(sorted(expected)[1])
    assert scores.worst == pytest.approx(max(expected))
    assert scores.ratio(Scores(np.array([9.0, 4 * scores.median, 0.0]), 1.0)) == pytest.approx(0.25)
    assert repr(Scores(np.array([1e-3, 2e-3, 4e-3]), 0.3)) == "Scores(median 2.0e-03, worst 4.0e-03, 3 origins)"


def test_differences_of_uint8_do_not_wrap_around():
    assert rmse(np.array([1, 250], np.uint8), np.array([3, 252], np.uint8)) == 2


def test_scaling_is_that_of_the_training_values():
    scaling = Scaling.of(SERIES[:200])
    z = scaling.apply(SERIES[:200])
    assert (z.mean(), z.std()) == (pytest.approx(0, abs=1e-12), pytest.approx(1))
    np.testing.assert_allclose(scaling.undo(scaling.apply(SERIES)), SERIES, rtol=1e-14)


# --- Jaeger's protocol: series by Euler's steps, and the end of a free run ----------------------------------------


@pytest.mark.parametrize("tau", [30, 17])
def test_a_bank_after_84_free_steps(tau):
    """With a window of tau + 1 values, 3,000 to learn from."""
    series = mackey_glass(5500, tau=tau, method="euler")[1000:]
    known, origins = series[:3000], np.arange(3000, 4400, 50)
    bank = tanh_bank(known, rng=np.random.default_rng(0), lags=range(tau - 7, tau + 1), penalty=1e-10)
    assert bank.length == tau + 1
    ends = free_run(bank, series, origins, 84)[:, -1]
    assert rmse(ends, series[origins + 83]) / known.std() < 1e-4


# --- refused ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: windows(SERIES[:7], 5, 3), "a window of 5 values and the 3 that follow need 8, got 7"),
        (lambda: windows(SERIES, 0), "length must be at least 1, got 0"),
        (lambda: windows(SERIES, 5, 0), "horizon must be at least 1, got 0"),
        (lambda: windows(SERIES[:, None], 5), "series must be 1-D, got 2-D"),
        (lambda: Scaling.of(np.ones(9)), "must hold values that differ, got 9 with standard deviation 0"),
        (lambda: Scaling.of([1, np.nan, np.inf]), "training has 2 of 3 values NaN or inf"),
        (lambda: linear_autoregression(SERIES + 0j), "training must be real, got dtype complex128"),
        (lambda: rmse(["1"], [1]), "forecast must hold real numbers, got dtype <U1"),
        (lambda: MIXED.predict(SERIES[None, :5]), "mixed takes windows of 4 values, got 5"),
        (lambda: free_run(MIXED, SERIES, 3), "mixed needs 4 values before the origin, got 3"),
        (lambda: free_run(MIXED, SERIES, -5), "mixed needs 4 values before the origin, got -5"),
        (lambda: free_run(MIXED, SERIES, 815), "the values before 815 must be known, the series holds 814"),
        (lambda: free_run(MIXED, SERIES, 9.5), "origin must be an integer or a list of integers, got 9.5"),
        (lambda: free_run(MIXED, SERIES, 9, 0), "steps must be at least 1, got 0"),
        (lambda: at_once(MIXED, SERIES, 9, 4), "mixed gives 3 values at once, got steps=4"),
        (lambda: rmse(np.ones((3, 1)), np.ones(3)), r"must have one shape, got \(3, 1\) and \(3,\)"),
        (lambda: score(MIXED, SERIES, 805, training=SERIES[:9]), "must reach to 819, the series holds 814"),
        (lambda: Scores(np.ones(3), 1).ratio(Scores(np.ones(2), 1)), "of the same origins, got 3 and 2"),
        (lambda: tanh_bank(SERIES, rng=None, lags=[]), "lags must hold at least one lag, got none"),
        (lambda: tanh_bank(SERIES, rng=None, lags=[3, -1]), "a lag must be at least 0, got -1"),
        (lambda: tanh_bank(SERIES, rng=None, units=0), "units must be at least 1, got 0"),
        (lambda: persistence(0), "horizon must be at least 1, got 0"),
    ],
)
def test_refusals(call, message):
    with pytest.raises(ValueError, match=message):
        call()
