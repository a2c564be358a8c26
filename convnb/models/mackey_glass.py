"""The Mackey-Glass equation, whose chaos notebook 12 forecasts: the integrator, and the 814 values that are frozen.

A forecast is compared with the series to 1e-5, so the series itself must be more accurate than that. It depends on how
the delayed value is found between two grid points. The ways that go wrong are here too, for comparison.
"""

import math

import numpy as np

from ..datasets import asset
from ..ops.checks import is_finite_number, whole_number, written

METHODS = ("rk4", "held", "euler")
MOST_STEPS = 10**8  # a few minutes: more is a slip
TRAINING_POINTS, TEST_POINTS = 800, 14
"""The task: learn from series[:800], forecast series[800:814]."""


def feedback(x, *, a=0.2, c=10):
    """What the past does to the present: f(x) = a x / (1 + x^c), for a number or an array. Source: notebook 12."""
    return a * x / (1 + x**c)


def mackey_glass(n, *, tau=30, a=0.2, b=0.1, c=10, dt=0.1, sample_every=10, history=1.2, method="rk4"):
    """Samples of dx/dt = f(x(t - tau)) - b x(t), where f(x) = a x / (1 + x^c), from t = 0 on.

    y[i] = x(i * sample_every * dt) for i = 0 .. n - 1: with the defaults one sample per unit of time. Nothing is
    discarded, so that y[0] is the end of the history and the first values tell where it began.

    Steps of dt by the classical Runge-Kutta method (RK4). It needs x(t - tau) halfway through a step, between two grid
    points: a cubic through the four grid points around it gives that. The history counts as grid points like any other.

    The order. Where x is smooth the error falls with dt^4. A constant history makes a corner at t = 0: the slope jumps
    from 0 to f(1.2) - 0.12. In the few steps where the four points lie on both sides of it the cubic is wrong by
    order dt, for the time dt: that remains as an error of order dt^2, 6e-5 at t = 200 with dt = 0.1. The cure, never
    to reach over the corner, would make another series; this one is the course's record, of this dt.

    Parameters
    n : int >= 1, how many samples
    tau : delay, > 0, in units of time; a whole number of steps or not
    a, b, c : strength of the feedback, rate of decay per unit of time, exponent; none negative
    dt : step, > 0, at most tau, and b * dt at most 2 (beyond that the steps themselves overshoot)
    sample_every : int >= 1, steps per sample
    history : x(t) for t <= 0, a number, or a function of t, called at the grid points t = 0, -dt, -2 dt, ...
    method : "rk4"; or one of two that give a different series, for comparison: "held", the same with the delayed value
        held constant through each step, and "euler", x(t + dt) = x(t) + dt (f(x(t - tau)) - b x(t)): both of order 1

    Returns: (n,) float64 array. Raises ValueError for parameters outside these ranges, and where x^c overflows.
    Source: Mackey and Glass, Oscillation and chaos in physiological control systems (1977); notebook 12.
    """
    steps = (whole_number(n, "n", 1) - 1) * whole_number(sample_every, "sample_every", 1)
    tau, a, b, c, dt = _checked(tau=tau, a=a, b=b, c=c, dt=dt)
    if method not in METHODS:
        raise ValueError(f"method must be one of {', '.join(map(repr, METHODS))}, got {written(method)}")
    delay = tau / dt
    if not delay + steps <= MOST_STEPS:
        raise ValueError(f"{steps:,} steps after a history of {delay:.4g} are too many; the most are {MOST_STEPS:,}")
    if abs(delay - round(delay)) < 1e-9 * delay:  # 0.7 / 0.1 is not 7 in floating point
        delay = round(delay)
    x = _past(history, math.ceil(delay) + 2, dt)
    begin = len(x) - 1
    at_0, at_half, at_1 = (_cubic(part - delay) for part in ((0, 0, 0) if method == "held" else (0, 0.5, 1)))
    step = _euler if method == "euler" else _rk4
    try:
        for _ in range(steps):
            f = [feedback(_value(x, cubic), a=a, c=c) for cubic in (at_0, at_half, at_1)]
            x.append(step(x[-1], f, b, dt))
    except OverflowError as error:
        reached = f"{x[-1]:.3g} at t = {(len(x) - 1 - begin) * dt:g}, with a={a}, b={b}, c={c}, tau={tau}"
        raise ValueError(f"x is too large for floating point, {reached}") from error
    return np.array(x[begin::sample_every])


def _rk4(x, f, b, dt):
    """x(t + dt), where f holds the feedback at t, t + dt / 2 and t + dt."""
    k1 = f[0] - b * x
    k2 = f[1] - b * (x + dt / 2 * k1)
    k3 = f[1] - b * (x + dt / 2 * k2)
    k4 = f[2] - b * (x + dt * k3)
    return x + dt / 6 * (k1 + 2 * k2 + 2 * k3 + k4)


def _euler(x, f, b, dt):
    return x + dt * (f[0] - b * x)


# --- the delayed value --------------------------------------------------------------------------------------------


def _cubic(place):
    """(first, weights): x at `place` steps from the newest grid point, 0, is sum over j of weights[j] x[first + j].

    The four grid points lie around the place, two on either side, unless the newest is reached before: then they are
    the last four.
    """
    first = min(math.floor(place) - 1, -3)
    weights = [
        math.prod((place - other) / (node - other) for other in range(first, first + 4) if other != node)
        for node in range(first, first + 4)
    ]
    return first, weights


def _value(x, cubic):
    first, weights = cubic
    newest = len(x) - 1
    return sum(weight * x[newest + first + j] for j, weight in enumerate(weights))


def _past(history, steps, dt):
    """The history as a list, x(-steps * dt) .. x(0)."""
    times = [-dt * step for step in range(steps, 0, -1)] + [0.0]
    values = [history(t) if callable(history) else history for t in times]
    bad = [(t, x) for t, x in zip(times, values, strict=True) if not (is_finite_number(x) and x >= 0)]
    if bad:
        raise ValueError(f"history must be finite and not negative, got {written(bad[-1][1])} at t = {bad[-1][0]:g}")
    return list(map(float, values))


def _checked(**parameters):
    """The parameters as floats. Raises ValueError for those that give no solution, or a wrong one."""
    for name, value in parameters.items():
        positive = name in ("tau", "dt")
        if not is_finite_number(value) or value < 0 or (positive and value == 0):
            raise ValueError(f"{name} must be a finite number {'>' if positive else '>='} 0, got {written(value)}")
    tau, b, dt = (parameters[name] for name in ("tau", "b", "dt"))
    if dt > tau:
        raise ValueError(f"dt must be at most tau, got dt={dt} and tau={tau}: x(t - tau) would lie within the step")
    if b * dt > 2:
        raise ValueError(f"b * dt must be at most 2, got {b} * {dt} = {b * dt:g}: take a smaller dt")
    return map(float, parameters.values())


# --- the frozen series --------------------------------------------------------------------------------------------


def frozen_series():
    """The 814 values of notebook 12, (814,) float64: mackey_glass(814) rounded to 12 decimals.

    Their fingerprint is tested, so that every forecast in the course is measured against the same numbers.
    """
    return np.loadtxt(asset("mackey_glass_30.csv"))
