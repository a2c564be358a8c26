"""Three ways to use a forecaster: one step at a time, a free run, and all steps at once. Used in notebook 12.

What matters is what a forecast may see: the values before its origin, and nothing of what follows. The functions cut
the series off there before they look at it.
"""

import numpy as np

from ...ops.checks import as_array, whole_number, written


def one_step(forecaster, series, origin, steps=14):
    """One step at a time, each from true values: forecast k is made of the series before origin + k.

    Parameters: series, (n,); origin, how many values are known, so that series[origin] is the first forecast, or an
    array of m origins; steps, int. Returns (steps,) or (m, steps).
    Raises ValueError for an origin with fewer values before it than the forecaster needs, or beyond the series.
    """
    origins = np.add.outer(as_origins(origin), np.arange(whole_number(steps, "steps", 1)))
    known = _last_windows(forecaster, series, origins.ravel())
    return _shaped(forecaster.predict(known)[:, 0].reshape(origins.shape), origin)


def free_run(forecaster, series, origin, steps=14):
    """Iterated: the first forecast is made of the last known values, every further one of forecasts as well.

    o[k] = first output of the forecaster for the last `length` values of series[:origin] followed by o[0 .. k - 1].
    Parameters, Returns, Raises: see `one_step`.
    """
    known = _last_windows(forecaster, series, as_origins(origin))
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
    known = _last_windows(forecaster, series, as_origins(origin))
    return _shaped(forecaster.predict(known)[:, :steps], origin)


def as_origins(origin):
    """(m,) integers, of one origin or of a list of them. Raises ValueError for anything else."""
    origins = np.atleast_1d(origin)
    if origins.ndim != 1 or origins.size == 0 or origins.dtype.kind not in "ui":
        raise ValueError(f"origin must be an integer or a list of integers, got {written(origin)}")
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
