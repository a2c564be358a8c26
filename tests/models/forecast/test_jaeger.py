"""Jaeger's protocol: his series, his score, and a bank of tanh units on it."""

import numpy as np
import pytest

from convnb.models.forecast import (
    free_run,
    jaeger_series,
    linear_autoregression,
    nrmse_after,
    persistence,
    squash,
    tanh_bank,
    unsquash,
    unsquashed,
)


def test_the_series_is_eulers_squashed():
    """20 samples by a loop of its own: 10 steps of 0.1 each, y(t - tau) being 170 steps old."""
    y = [1.2] * 171
    for _ in range(300):
        y.append(y[-1] + 0.1 * (0.2 * y[-171] / (1 + y[-171] ** 10) - 0.1 * y[-1]))
    expected = np.tanh(np.array(y[170::10][10:]) - 1)
    np.testing.assert_allclose(jaeger_series(20, tau=17, discard=10), expected[:20], rtol=1e-12)


def test_squash_and_unsquash_are_inverse():
    y = np.linspace(0.1, 1.5, 9)
    np.testing.assert_allclose(unsquash(squash(y)), y, rtol=1e-13)
    assert squash(1.0) == 0


def test_unsquashed_works_on_the_other_scale():
    """What is linear in y is forecast exactly, although the series is tanh(y - 1)."""
    y = 1 + 0.4 * np.sin(0.3 * np.arange(200))
    z = squash(y)
    exact = unsquashed(lambda training: linear_autoregression(training, length=3), z[:100])
    np.testing.assert_allclose(free_run(exact, z, 100, 20), z[100:120], atol=1e-9)
    assert exact.name == "linear autoregression, L = 3, on 1 + artanh"


def test_only_the_end_of_the_run_counts():
    series = np.sin(0.1 * np.arange(300))
    origins = [50, 100, 137]
    errors = [series[origin - 1] - series[origin + 83] for origin in origins]
    expected = np.sqrt(np.mean(np.square(errors))) / series[:40].std()
    assert nrmse_after(persistence(), series, origins, training=series[:40]) == pytest.approx(expected)
    with pytest.raises(ValueError, match="the truth must reach to 301, the series holds 300"):
        nrmse_after(persistence(), series, [217], training=series[:40])


@pytest.mark.parametrize(("tau", "limit"), [(30, 1e-4), (17, 1e-4)])
def test_a_bank_after_84_free_steps(tau, limit):
    """With a window of tau + 1 values, 3,000 to learn from."""
    series = jaeger_series(4500, tau=tau)

    def learn(training):
        return tanh_bank(training, rng=np.random.default_rng(0), lags=range(tau - 7, tau + 1), penalty=1e-10)

    bank = unsquashed(learn, series[:3000])
    assert bank.length == tau + 1
    assert nrmse_after(bank, series, np.arange(3000, 4400, 50), training=series[:3000]) < limit
