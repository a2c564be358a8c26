"""How good a forecast was: its error, from one origin or from many. Used in notebook 12."""

from dataclasses import dataclass

import numpy as np

from ...ops.checks import as_array, as_regular, numbers
from ...ops.dtypes import for_means
from .forecaster import Scaling
from .ways import as_origins, free_run


def rmse(forecast, truth):
    """sqrt of the mean of (forecast - truth)^2 along the last axis, in units of x. Raises for unequal shapes."""
    forecast, truth = (
        for_means(numbers(as_regular(values, name), name, "buif"))
        for values, name in ((forecast, "forecast"), (truth, "truth"))
    )
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
    series, origins = as_array(series, "series", (1,)), as_origins(origins)
    truth = true_values(series, origins, steps)
    return Scores(rmse(way(forecaster, series, origins, steps), truth), Scaling.of(training).deviation)


def true_values(series, origins, steps):
    """(m, steps): for every origin the values that follow it. Raises ValueError where the series ends before."""
    if origins.max() + steps > len(series):
        raise ValueError(f"the truth must reach to {origins.max() + steps}, the series holds {len(series)}")
    return np.stack([series[origin : origin + steps] for origin in origins])
