"""The baselines that a forecast must beat: persistence and linear autoregression. Used in notebook 12."""

import numpy as np

from ...ops.checks import whole_number
from .forecaster import Forecaster, Scaling, windows


def persistence(horizon=14):
    """The Forecaster that repeats the last value: y[h] = x(t) for h = 0 .. horizon - 1."""
    return Forecaster("persistence", 1, whole_number(horizon, "horizon", 1), lambda x: np.repeat(x, horizon, axis=1))


def linear_autoregression(training, *, length=40, horizon=1):
    """Linear least squares: y[h] = bias[h] + sum over j of weight[j, h] x[j], learned from all windows of `training`.

    Parameters: training, (n,); length, how many values it sees; horizon, how many it gives at once. Iterate the first
    output with `free_run`, or ask for all with `at_once`. Returns a Forecaster. Raises ValueError as `windows` does.
    """
    scaling = Scaling.of(training)
    x, y = windows(scaling.apply(np.asarray(training, dtype=np.float64)), length, horizon)
    solution = np.linalg.lstsq(np.hstack([x, np.ones((len(x), 1))]), y, rcond=None)[0]
    weight, bias = solution[:-1], solution[-1]
    name = f"linear autoregression, L = {length}"
    return Forecaster(name, length, horizon, lambda x: scaling.undo(scaling.apply(x) @ weight + bias))
