"""How a forecast is made and scored: three ways to use a forecaster, the scores, and Jaeger's protocol.

What matters is what a forecast may see: the values before its origin, and nothing of what follows. The functions cut
the series off there before they look at it. Used in notebook 12.
"""

from dataclasses import dataclass

import numpy as np

from ...ops.checks import as_array, whole_number
from ..mackey_glass import mackey_glass
from .forecaster import Forecaster, Scaling

# --- three ways to forecast ---------------------------------------------------------------------------------------


def one_step(forecaster, series, origin, steps=14):
    """One step at a time, each from true values: forecast k is made of the series before origin + k.

    Parameters: series, (n,); origin, how many values are known, so that series[origin] is the first forecast, or an
    array of m origins; steps, int. Returns (steps,) or (m, steps).
    Raises ValueError for an origin with fewer values before it than the forecaster needs, or beyond the series.
    """
    origins = np.add.outer(_origins(origin), np.arange(whole_number(steps, "steps", 1)))
    known = _last_windows(forecaster, series, origins.ravel())
    return _shaped(forecaster.predict(known)[:, 0].reshape(origins.shape), origin)


def free_run(forecaster, series, origin, steps=14):
    """Iterated: the first forecast is made of the last known values, every further one of forecasts as well.

    o[k] = first output of the forecaster for the last `length` values of series[:origin] followed by o[0 .. k - 1].
    Parameters, Returns, Raises: see `one_step`.
    """
    known = _last_windows(forecaster, series, _origins(origin))
    row = np.hstack([known, np.empty((len(known), whole_number(steps, "steps", 1)))])
    for k in range(steps):
        row[:, forecaster.length + k] = forecaster.predict(row[:, k : k + forecaster.length])[:, 0]
    return _shaped(row[:, forecaster.length :], origin)


def at_once(forecaster, series, origin, steps=14):
    """All steps at once, from the last known values: the outputs 0 .. steps - 1 of the forecaster.

    Parameters, Returns, Raises: see `one_step`; ValueError too for more steps than the forecaster has outputs.
    """
    if whole_number(steps, "steps", 1) > forecaster.horizon:
        raise ValueError(f"{forecaster.name} gives {forecaster.horizon} values at once, got steps={steps}")
    known = _last_windows(forecaster, series, _origins(origin))
    return _shaped(forecaster.predict(known)[:, :steps], origin)


def _origins(origin):
    origins = np.atleast_1d(origin)
    if origins.ndim != 1 or origins.size == 0 or origins.dtype.kind not in "ui":
        raise ValueError(f"origin must be an integer or a list of integers, got {origin!r}")
    return origins


def _shaped(forecasts, origin):
    return forecasts if np.ndim(origin) else forecasts[0]


def _last_windows(forecaster, series, origins):
    """(m, length): for every origin the last values before it, cut off there so that nothing later can be seen."""
    series = as_array(series, "series", (1,))
    low, high = int(origins.min()), int(origins.max())
    if low < forecaster.length:
        raise ValueError(f"{forecaster.name} needs {forecaster.length} values before the origin, got {low}")
    if high > len(series):
        raise ValueError(f"the values before {high} must be known, the series holds {len(series)}")
    return np.stack([series[:origin][-forecaster.length :] for origin in origins])


# --- scores -------------------------------------------------------------------------------------------------------


def rmse(forecast, truth):
    """sqrt of the mean of (forecast - truth)^2 along the last axis, in units of x. Raises for unequal shapes."""
    forecast, truth = np.asarray(forecast), np.asarray(truth)
    if forecast.shape != truth.shape:
        raise ValueError(f"forecast and truth must have one shape, got {forecast.shape} and {truth.shape}")
    return np.sqrt(np.mean((forecast - truth) ** 2, axis=-1))


@dataclass(frozen=True, eq=False)
class Scores:
    """How well one forecaster did from each of m origins. rmse: (m,), in units of x; deviation: of the training."""

    rmse: np.ndarray
    deviation: float

    @property
    def median(self):
        """The median over the origins: half of them were better."""
        return float(np.median(self.rmse))

    @property
    def worst(self):
        """The largest of them."""
        return float(self.rmse.max())

    @property
    def nrmse(self):
        """(m,) RMSE over the standard deviation of the training series: 1 is as good as always saying the mean."""
        return self.rmse / self.deviation

    def ratio(self, baseline):
        """Median over the median of another Scores of the same origins: below 1 where this one is better."""
        if len(self.rmse) != len(baseline.rmse):
            raise ValueError(f"both must be of the same origins, got {len(self.rmse)} and {len(baseline.rmse)}")
        return self.median / baseline.median

    def __repr__(self):
        return f"Scores(median {self.median:.1e}, worst {self.worst:.1e}, {len(self.rmse)} origins)"


def score(forecaster, series, origins, *, training, way=free_run, steps=14):
    """The Scores of a forecaster over origins.

    Parameters: series, (n,); origins, int or m of them, each with `steps` values of the series after it; training, the
    values it learned from, for their standard deviation; way, `one_step`, `free_run` or `at_once`; steps, int.
    Raises ValueError as they do, and where the truth ends before the forecast.
    """
    series, origins = as_array(series, "series", (1,)), _origins(origins)
    truth = _truth(series, origins, steps)
    return Scores(rmse(way(forecaster, series, origins, steps), truth), Scaling.of(training).deviation)


def _truth(series, origins, steps):
    """(m, steps): for every origin the values that follow it. Raises ValueError where the series ends before."""
    if origins.max() + steps > len(series):
        raise ValueError(f"the truth must reach to {origins.max() + steps}, the series holds {len(series)}")
    return np.stack([series[origin : origin + steps] for origin in origins])


# --- Jaeger's protocol --------------------------------------------------------------------------------------------
#
# His series and his score, to stand beside his published figures. The series is not that of notebook 12: it is made by
# Euler's method and squashed. Source: Jaeger, The "echo state" approach to analysing and training recurrent neural
# networks, GMD report 148 (2001).


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
    origins = _origins(origins)
    errors = (free_run(forecaster, series, origins, steps) - _truth(series, origins, steps))[:, -1]
    return float(np.sqrt(np.mean(errors**2)) / np.std(training))
