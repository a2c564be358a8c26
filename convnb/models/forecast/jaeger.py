"""Jaeger's series and his score, to stand beside his published figures. Used in notebook 12.

The series is not that of notebook 12: it is made by Euler's method and squashed. Source: Jaeger, The "echo state"
approach to analysing and training recurrent neural networks, GMD report 148 (2001).
"""

import numpy as np

from ...ops.checks import whole_number
from ..mackey_glass import mackey_glass
from .forecaster import Forecaster
from .scores import true_values
from .ways import as_origins, free_run


def squash(y):
    """tanh(y - 1): brings the series into -1 .. 1, where an echo state network works."""
    return np.tanh(y - 1)


def unsquash(z):
    """1 + artanh(z), the inverse of `squash`, for -1 < z < 1."""
    return 1 + np.arctanh(z)


def jaeger_series(n, *, tau, discard=1000):
    """(n,) values z[i] = tanh(y(discard + i) - 1), y by Euler's method with dt = 0.1, every 10th step a sample.

    Parameters: n, int >= 1; tau, 17 or 30 in the report; discard, samples before the first, until the start is
    forgotten. Raises ValueError as `mackey_glass` does.
    """
    samples = whole_number(n, "n", 1) + whole_number(discard, "discard", 0)
    return squash(mackey_glass(samples, tau=tau, method="euler")[discard:])


def unsquashed(learn, training):
    """A Forecaster of the squashed series that works on 1 + artanh(z) inside, where the equation has its own form.

    In y the next value is a sum of a part of y(t) and of something of y about tau ago; in z = tanh(y - 1) it is no such
    sum. Parameters: learn, a function training -> Forecaster; training, (n,), squashed.
    """
    inner = learn(unsquash(np.asarray(training, dtype=np.float64)))
    name = f"{inner.name}, on 1 + artanh"
    return Forecaster(name, inner.length, inner.horizon, lambda z: squash(inner.predict(unsquash(z))))


def nrmse_after(forecaster, series, origins, *, training, steps=84):
    """sqrt of the mean over m origins of (o - x)^2, over the standard deviation of the training values; a number.

    o is the last of `steps` values of a `free_run`, x the true one: only the end of the run counts. With steps=84 it
    is the report's NRMSE84. Parameters: origins, m integers; training, (n,), what was learned from.
    Raises ValueError as `free_run` does, and where the truth ends before the forecast.
    """
    origins = as_origins(origins)
    errors = (free_run(forecaster, series, origins, steps) - true_values(series, origins, steps))[:, -1]
    return float(np.sqrt(np.mean(errors**2)) / np.std(training))
