"""The rules of a forecast: windows, what a forecaster is, the three ways to use one, and how it is scored.

Nothing here learns; `forecasters` does. What matters is what a forecast may see: the values before its origin, and
nothing of what follows. The functions cut the series off there before they look at it. Used in notebook 12.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..ops.checks import as_array, whole_number

__all__ = ["Forecaster", "Scaling", "Scores", "at_once", "free_run", "one_step", "rmse", "score", "windows"]


def windows(series, length, horizon=1):
    """Every stretch of `length` values with the `horizon` values that follow it: (x, y).

    x[i, j] = series[i + j], j = 0 .. length - 1, the newest value last;
    y[i, h] = series[i + length + h], h = 0 .. horizon - 1; i = 0 .. n - length - horizon.

    Every value of the series occurs, so give the training part only: windows(series[:800], ...) holds nothing of 801.
    Neighbouring windows overlap: to shuffle all of them and keep some for a test is a leak.

    Parameters: series, (n,); length and horizon, int >= 1. Returns two new arrays, (n - length - horizon + 1, length)
    and (n - length - horizon + 1, horizon). Raises ValueError for a series with no complete window.
    """
    series = as_array(series, "series", (1,))
    length, horizon = whole_number(length, "length", 1), whole_number(horizon, "horizon", 1)
    if len(series) < length + horizon:
        raise ValueError(
            f"a window of {length} values and the {horizon} that follow need {length + horizon}, got {len(series)}"
        )
    rows = np.lib.stride_tricks.sliding_window_view(series, length + horizon)
    return rows[:, :length].copy(), rows[:, length:].copy()


@dataclass(frozen=True)
class Scaling:
    """Mean and standard deviation of the training values, and of no others: z = (x - mean) / deviation."""

    mean: float
    deviation: float

    @classmethod
    def of(cls, training):
        """The scaling that gives the training values mean 0 and standard deviation 1. Raises ValueError if constant."""
        training = as_array(training, "training", (1,))
        if not training.std() > 0:
            raise ValueError(f"training must hold values that differ, got {len(training)} with standard deviation 0")
        return cls(float(training.mean()), float(training.std()))

    def apply(self, x):
        """z for x, of any shape."""
        return (x - self.mean) / self.deviation

    def undo(self, z):
        """x for z, of any shape."""
        return z * self.deviation + self.mean


@dataclass(frozen=True, eq=False)
class Forecaster:
    """From the last `length` values to the next `horizon`: `predict`, (N, length) to (N, horizon), in units of x.

    name: for tables and legends. function: what computes it, (N, length) to (N, horizon).
    """

    name: str
    length: int
    horizon: int
    function: Callable

    def predict(self, x):
        """y[i, h] is the forecast of the value h + 1 steps after x[i, -1]. Raises ValueError for another shape."""
        x = as_array(x, "x", (2,))
        if x.shape[1] != self.length:
            raise ValueError(f"{self.name} takes windows of {self.length} values, got {x.shape[1]}")
        return self.function(x)

    def __repr__(self):
        return f"{self.name} ({self.length} values in, {self.horizon} out)"


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
    if origins.max() + steps > len(series):
        raise ValueError(f"the truth must reach to {origins.max() + steps}, the series holds {len(series)}")
    truth = np.stack([series[origin : origin + steps] for origin in origins])
    return Scores(rmse(way(forecaster, series, origins, steps), truth), Scaling.of(training).deviation)
