"""What a forecaster is, and what it learns from: windows of a series, and their scaling. Used in notebook 12."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ...ops.checks import as_array, real, whole_number


def windows(series, length, horizon=1):
    """Every stretch of `length` values with the `horizon` values that follow it: (x, y).

    x[i, j] = series[i + j], j = 0 .. length - 1, the newest value last;
    y[i, h] = series[i + length + h], h = 0 .. horizon - 1; i = 0 .. n - length - horizon.

    Every value of the series occurs, so give the training part only: windows(series[:800], ...) holds no test point.
    Neighbouring windows overlap: shuffling them all and keeping some for a test is a leak.

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
    """Mean and standard deviation of the training values, and of no others: z = (x - mean) / deviation, and back."""

    mean: float
    deviation: float

    @classmethod
    def of(cls, training):
        """The scaling that gives the training values mean 0 and standard deviation 1. Raises ValueError if constant."""
        training = real(as_array(training, "training", (1,)), "training")
        if bad := np.count_nonzero(~np.isfinite(training)):
            raise ValueError(f"training has {bad} of {len(training)} values NaN or inf")
        if not training.std() > 0:
            raise ValueError(f"training must hold values that differ, got {len(training)} with standard deviation 0")
        return cls(float(training.mean()), float(training.std()))

    def apply(self, x):
        return (x - self.mean) / self.deviation

    def undo(self, z):
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
