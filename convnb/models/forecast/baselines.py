"""What a forecast must beat: persistence, linear autoregression, and a bank of random tanh units. Used in notebook 12.

The bank is a convolutional network whose first layer stays as it was drawn: only its second layer is learned.
"""

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


def ridge(features, y, penalty):
    """(weight, bias) that make the mean over i of (features[i] @ weight + bias - y[i])^2, summed over the columns of y,
    plus penalty * (sum of weight^2), as small as it can be.

    Parameters: features, (n, p); y, (n, k); penalty, >= 0. Returns (p, k) and (k,) arrays.
    """
    centre, middle = features.mean(axis=0), y.mean(axis=0)
    centred = features - centre
    gram = centred.T @ centred / len(features)
    gram[np.diag_indices_from(gram)] += penalty
    weight = np.linalg.solve(gram, centred.T @ (y - middle) / len(features))
    return weight, middle - centre @ weight


def tanh_bank(training, *, rng, lags=range(26, 34), units=40, penalty=1e-12, horizon=1):
    """A bank of random tanh units, each looking at one value at a time, and ridge regression on what they say.

    y[h] = bias[h] + skip[h] z(t) + sum over c and lag of weight[h, c, lag] tanh(slope[c] z(t - lag) + offset[c])

    where z is the normalised series. It is the network of `cnn` with more units in its first layer, which stays
    untrained, and a second layer that looks at few lags. The defaults were chosen by forecasts of series[700:800],
    learning from series[:700]; the lags lie around tau = 30, so they tell the bank where to look.

    Parameters: training, (n,); rng, a numpy.random.Generator, for slopes and offsets; lags, which values of the past
    the units see, 0 being the newest; units, how many; penalty, of the ridge; horizon, outputs at once.
    Returns a Forecaster, to be iterated by `free_run`. Raises ValueError as `windows` does, for no lags or
    negative ones, and for units < 1.
    """
    lags = np.array([whole_number(int(lag), "a lag", 0) for lag in lags])
    if lags.size == 0:
        raise ValueError("lags must hold at least one lag, got none")
    units, length, scaling = whole_number(units, "units", 1), int(lags.max()) + 1, Scaling.of(training)
    z, y = windows(scaling.apply(np.asarray(training, dtype=np.float64)), length, horizon)
    slope = rng.uniform(1, 3, units)
    offset = -slope * rng.uniform(z.min(), z.max(), units)  # every unit turns where there are values

    def features(z):
        seen = z[:, length - 1 - lags, None]
        return np.hstack([np.tanh(slope * seen + offset).reshape(len(z), -1), z[:, -1:]])

    weight, bias = ridge(features(z), y, penalty)
    name = f"{units} random tanh units, lags {lags.min()} to {lags.max()}"
    return Forecaster(name, length, horizon, lambda x: scaling.undo(features(scaling.apply(x)) @ weight + bias))
