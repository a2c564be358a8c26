"""The Mackey-Glass integrator: exact solutions, its order, the frozen values, and what a careless step does."""

import cmath
import hashlib
import math

import numpy as np
import pytest

from convnb import mackey_glass
from convnb.models.mackey_glass import TEST_POINTS, TRAINING_POINTS, feedback, frozen_series

FINGERPRINT = "75e787256bb14b45ccf2dae0a3706361ad570cb13fabd6053313a9159439cb59"
"""sha256 of the 814 values times 10^12, as little-endian int64."""


def sampled(dt, n=201, **options):
    """One sample per unit of time, whatever dt."""
    return mackey_glass(n, dt=dt, sample_every=round(1 / dt), **options)


def order(errors):
    """p, where the error falls like dt^p, of errors at dt, dt / 2, dt / 4, ...: the mean over the halvings, since tau
    falls on another place between two grid points each time."""
    return np.log2(errors[0] / errors[-1]) / (len(errors) - 1)


# --- right --------------------------------------------------------------------------------------------------------


def test_the_frozen_values_are_what_the_integrator_gives():
    frozen = frozen_series()
    assert frozen.shape == (TRAINING_POINTS + TEST_POINTS,)
    assert frozen.dtype == np.float64
    np.testing.assert_allclose(mackey_glass(814), frozen, rtol=0, atol=1e-10)
    assert hashlib.sha256(np.rint(frozen * 1e12).astype("<i8").tobytes()).hexdigest() == FINGERPRINT


def test_it_starts_at_the_end_of_the_history_and_discards_nothing():
    x = mackey_glass(5, history=0.7)
    assert x[0] == 0.7
    np.testing.assert_array_equal(mackey_glass(41, sample_every=1, history=0.7)[::10], x)
    np.testing.assert_array_equal(mackey_glass(1), [1.2])


def test_until_tau_it_is_the_known_exponential():
    """While x(t - tau) is the constant history, x(t) = e + (1.2 - e) exp(-b t), where e = f(1.2) / b."""
    end = feedback(1.2) / 0.1
    t = np.arange(30)  # the corner at t = 0 is first seen at t = 30
    np.testing.assert_allclose(mackey_glass(30), end + (1.2 - end) * np.exp(-0.1 * t), atol=1e-9)


def test_one_step_scales_the_feedback_with_dt():
    """From x = 1.2 with x(t - tau) = 0.9 for one step of 0.1: exactly 1.2013. A generator that forgets to scale the
    feedback with dt gives 1.32."""
    x = mackey_glass(2, sample_every=1, history=lambda t: 1.2 if t == 0 else 0.9)[1]
    exact = 1.2 * math.exp(-0.01) + feedback(0.9) * (1 - math.exp(-0.01)) / 0.1
    assert x == pytest.approx(exact, abs=1e-10)
    assert round(x, 3) == 1.201
    assert exact + feedback(0.9) * (1 - 0.1) == pytest.approx(1.32, abs=2e-3)


@pytest.mark.parametrize(("tau", "guess"), [(30, 0.17j), (29.96, 0.17j), (2.05, -1 + 2j)])
def test_order_four_where_the_solution_is_smooth(tau, guess):
    """With c = 0 the equation is linear, x'(t) = 0.1 x(t - tau) - 0.1 x(t), and solved by any constant and by
    exp(rate t) where rate = 0.1 exp(-rate tau) - 0.1. A history that is such a solution has no corner at t = 0."""
    rate = guess
    for _ in range(50):  # Newton's method
        pulled = 0.1 * cmath.exp(-rate * tau)
        rate -= (rate - pulled + 0.1) / (1 + tau * pulled)
    assert abs(rate - 0.1 * cmath.exp(-rate * tau) + 0.1) < 1e-14
    assert abs(rate.imag) > 0.1

    def exact(t):
        return 1.5 + 0.01 * np.exp(rate * t).real

    errors = [
        np.abs(sampled(dt, 41, tau=tau, c=0, history=exact) - exact(np.arange(41))).max()
        for dt in (0.25, 0.125, 0.0625)
    ]
    assert order(errors) == pytest.approx(4, abs=0.2)


def test_order_four_on_the_chaotic_series_itself():
    """Once the corner is forgotten: the history is a stretch of a fine solution, 600 to 630 units after its start."""
    fine = mackey_glass(700 * 80 + 1, dt=0.0125, sample_every=1)
    start = 640 * 80

    def history(t):
        return fine[start + round(t / 0.0125)]

    truth = fine[start::80]
    errors = [np.abs(sampled(dt, len(truth), history=history) - truth).max() for dt in (0.2, 0.1, 0.05)]
    assert order(errors) == pytest.approx(4, abs=0.2)
    assert errors[1] < 1e-7


def test_the_corner_of_a_constant_history_makes_it_order_two():
    fine = sampled(0.00625)
    errors = [abs(sampled(dt) - fine).max() for dt in (0.2, 0.1, 0.05, 0.025)]
    assert order(errors) == pytest.approx(2, abs=0.2)
    assert sampled(0.1)[200] - sampled(0.01)[200] == pytest.approx(6.2e-5, abs=2e-6)


# --- wrong --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"method": "held"}, 1.2e-2),
        ({"method": "euler"}, 2.9e-2),
        ({"dt": 1, "sample_every": 1}, 6.9e-3),
        ({"dt": 1, "sample_every": 1, "method": "held"}, 1.2e-1),
        ({"dt": 1, "sample_every": 1, "method": "euler"}, 3.3e-1),
    ],
)
def test_a_careless_step_gives_another_series(options, error):
    difference = abs(mackey_glass(201, **options) - frozen_series()[:201])
    assert difference[200] == pytest.approx(error, rel=0.05)


@pytest.mark.parametrize("method", ["held", "euler"])
def test_a_careless_step_is_of_order_one(method):
    fine = sampled(0.0125, 61)
    errors = [abs(sampled(dt, 61, method=method) - fine).max() for dt in (0.1, 0.05, 0.025)]
    assert order(errors) == pytest.approx(1, abs=0.2)


def test_euler_and_held_are_what_they_are_called():
    """x(t - tau) = t + 1, so that Euler sees the start of each step, and so does held."""

    def history(t):
        return 10.0 if t == 0 else t + 31

    x = mackey_glass(3, dt=0.5, sample_every=1, history=history, method="euler")
    assert x[1] == pytest.approx(10 + 0.5 * (feedback(1) - 1))
    assert x[2] == pytest.approx(x[1] + 0.5 * (feedback(1.5) - 0.1 * x[1]))
    held = mackey_glass(3, dt=0.5, sample_every=1, history=history, method="held")
    decay = math.exp(-0.05)
    assert held[2] == pytest.approx(held[1] * decay + feedback(1.5) * (1 - decay) / 0.1, abs=1e-7)


# --- refused ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"n": 0}, "n must be at least 1, got 0"),
        ({"n": 2.5}, "n must be an integer, got 2.5"),
        ({"sample_every": 0}, "sample_every must be at least 1, got 0"),
        ({"tau": 0}, "tau must be a finite number > 0, got 0"),
        ({"tau": -30}, "tau must be a finite number > 0, got -30"),
        ({"tau": math.nan}, "tau must be a finite number > 0, got nan"),
        ({"dt": 0}, "dt must be a finite number > 0, got 0"),
        ({"dt": math.inf}, "dt must be a finite number > 0, got inf"),
        ({"tau": 2, "dt": 2.5}, r"dt must be at most tau, got dt=2\.5 and tau=2"),
        ({"a": math.nan}, "a must be a finite number >= 0, got nan"),
        ({"b": -0.1}, r"b must be a finite number >= 0, got -0\.1"),
        ({"c": -1}, "c must be a finite number >= 0, got -1"),
        ({"b": 30}, r"b \* dt must be at most 2, got 30 \* 0\.1 = 3"),
        ({"history": math.inf}, "history must be finite and not negative, got inf at t = 0"),
        ({"history": math.nan}, "history must be finite and not negative, got nan at t = 0"),
        ({"history": lambda t: 1.2 if t > -29.95 else -1.0}, "not negative, got -1.0 at t = -30"),
        ({"history": 1e40}, r"x is too large for floating point, 1e\+40 at t = 0"),
        ({"method": "heun"}, "method must be one of 'rk4', 'held', 'euler', got 'heun'"),
    ],
)
def test_refusals(options, message):
    with pytest.raises(ValueError, match=message):
        mackey_glass(**{"n": 3, **options})
