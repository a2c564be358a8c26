"""ForecastExplorer: a trained forecaster at work in the browser. The browser side is index.js."""

from functools import cache

import numpy as np

from ...figures.forecasts import forecast_panels
from ...models.forecast import (
    ForecastNetwork,
    NetworkForecaster,
    Scaling,
    as_forecaster,
    at_once,
    free_run,
    one_step,
    ridge,
    rmse,
    windows,
)
from ...models.mackey_glass import TRAINING_POINTS, mackey_glass
from ...ops.checks import written
from ..kit.base import CourseWidget
from ..kit.settings import read_settings
from ..kit.traits import Choice, Packed, Record, Several, Whole, as_numbers

WAYS = {"at once": at_once, "free run": free_run, "one step": one_step}
ARRAYS = ("slope", "offset", "weight", "bias", "skip")
"""A network's arrays in the order in which they travel; index.js reads them in the same."""
SETTINGS = read_settings(__file__)
CONSTANTS = SETTINGS["constants"]
LIMIT = CONSTANTS["limit"]
MOST_POINTS, MOST_NETWORKS = CONSTANTS["points"], CONSTANTS["networks"]


class ForecastExplorer(CourseWidget):
    """A forecast from any origin of a series beside what came, and how far off every step is.

    The browser computes the networks in float64:

        y[h] = bias[h] + skip[h] z[L - 1] + sum over c, j of weight[h, c, j] tanh(slope[c] z[j] + offset[c])

    for the last L values z, normalised, in one of three ways. "at once": h = 0 .. horizon - 1. "free run": y[0], taken
    for the next value, and so on. "one step": y[0] for every step, always from true values. Python offers the same:
    `forecast`, `truth`, `errors`, `rmse`, `breaks`.

    Parameters
    ----------
    forecasters : a NetworkForecaster, such as `cnn` gives, or a list of at most 12, to be chosen from by name. At most
        200 values in, 100 out, 64 channels. Default: two with L = 31 and L = 5, whose first layer is random; the widget
        then begins with a free run of 60 steps by the short one, which loses the series.
    series : (n,) array, at most 4,000 points. Default: mackey_glass(1200), which begins with the course's 814 points.
    origin : how many values are known, from L to n - 1, and so the point where the forecast begins, counted from
        0. Default: 800, or n - 1 where the series is shorter.
    mode : "at once", "free run" or "one step".
    horizon : steps to forecast, from 1 to 1,500. At once there are no more than the network's; one step at a time no
        more than the series has after the origin; and of the largest network, which is slow, no more than 100.
    network : which of the forecasters, from 0 on.
    training : the first `training` points were learned from. The widget marks them; nothing is computed from it.

    Raises ValueError for other forecasters and an invalid series, traitlets.TraitError for an unknown mode.
    Values that are not finite show a sentence in the widget, as does an origin without L values before it.
    Source: notebook 12.
    """

    module = "forecast_explorer/index.js"
    shown = ("origin", "mode", "horizon", "network")
    measures = ("length", "holds")

    networks = Several(trait=Record())
    weights = Packed()
    points = Packed()
    origin = Whole(**SETTINGS["origin"])
    mode = Choice(**SETTINGS["mode"])
    horizon = Whole(**SETTINGS["horizon"])
    network = Whole(**SETTINGS["network"])
    training = Whole(**SETTINGS["training"])

    def __init__(self, forecasters=None, series=None, **traits):
        given = [name for name, one in (("forecasters", forecasters), ("series", series)) if one is not None]
        series = checked_series(made_series() if series is None else series)
        self.series = series
        self.forecasters = checked_forecasters(made_forecasters() if forecasters is None else forecasters)
        own = {
            "networks": [described(one) for one in self.forecasters],
            "weights": b"".join(packed(one) for one in self.forecasters),
            "points": series.tobytes(),
            "origin": min(TRAINING_POINTS, len(series) - 1),
        }
        if forecasters is None:
            own |= CONSTANTS["first"]
        super().__init__(**{**own, **traits})
        self._given = given

    @property
    def forecaster(self):
        """The NetworkForecaster that is shown."""
        if self.network >= len(self.forecasters):
            raise ValueError(f"network must be less than {len(self.forecasters)}, their number, got {self.network}")
        return self.forecasters[self.network]

    @property
    def forecast(self):
        """(steps,): the forecast of points origin to origin + steps - 1."""
        forecaster = self.forecaster
        self._check(forecaster)
        weights = len(forecaster.network.pointwise.bias) * forecaster.length
        most = {"at once": [forecaster.horizon], "free run": [CONSTANTS["products"] // weights]}
        most["one step"] = [*most["free run"], len(self.series) - self.origin]
        steps = min(self.horizon, *most[self.mode])
        return WAYS[self.mode](forecaster, self.series, self.origin, steps)

    @property
    def truth(self):
        """(m,): the series after the origin, m = steps, or fewer where the series ends."""
        return self.series[self.origin : self.origin + len(self.forecast)]

    @property
    def errors(self):
        """(m,): |forecast - truth| of each step whose truth is known."""
        forecast = self.forecast
        truth = self.series[self.origin : self.origin + len(forecast)]
        return np.abs(forecast[: len(truth)] - truth)

    @property
    def rmse(self):
        """The RMSE of these steps, in units of the series."""
        errors = self.errors
        return float(rmse(errors, np.zeros_like(errors)))

    @property
    def breaks(self):
        """The first step, from 1 on, that is off by more than 0.05; None where there is none."""
        far = np.flatnonzero(~(self.errors <= LIMIT))
        return int(far[0]) + 1 if far.size else None

    @property
    def length(self):
        """How many values the network that is shown sees."""
        return self.forecaster.length

    @property
    def holds(self):
        """How many steps are off by no more than 0.05, one after the other from the first."""
        return self.breaks - 1 if self.breaks else len(self.errors)

    def draw(self):
        forecast, errors = self.forecast, self.errors
        begin = max(0, self.origin - max(CONSTANTS["before"], self.forecaster.length))
        values = self.series[begin : self.origin + len(forecast)]
        return forecast_panels(
            begin + np.arange(len(values)),
            values,
            forecast,
            errors,
            origin=self.origin,
            length=self.forecaster.length,
            rmse=self.rmse,
            limit=LIMIT,
            title=f"{self.forecaster.name}, {self.mode}",
        )

    def _check(self, forecaster):
        bad = np.flatnonzero(~np.isfinite(self.series))
        if bad.size:
            raise ValueError(f"series[{bad[0]}] is not a number; every value must be finite")
        if not all(np.isfinite(array).all() for array in forecaster.describe().values()):
            raise ValueError(f"{forecaster.name} has weights that are not finite: train it again")
        if not forecaster.length <= self.origin < len(self.series):
            raise ValueError(
                f"origin must be from {forecaster.length}, the window of {forecaster.name}, to "
                f"{len(self.series) - 1}, got {self.origin}"
            )


# --- what is sent -------------------------------------------------------------------------------------------------


def checked_series(series):
    series = as_numbers(series, "series", "a list of real numbers").astype("<f8", copy=False)
    if series.ndim != 1 or not 2 <= series.size <= MOST_POINTS:
        raise ValueError(f"series must be 1-D with 2 to {MOST_POINTS:,} values, got shape {series.shape}")
    series.flags.writeable = False
    return series


def checked_forecasters(forecasters):
    forecasters = list(forecasters) if isinstance(forecasters, list | tuple) else [forecasters]
    if not 1 <= len(forecasters) <= MOST_NETWORKS:
        raise ValueError(f"forecasters must be 1 to {MOST_NETWORKS} NetworkForecasters, got {len(forecasters)}")
    for one in forecasters:
        if not isinstance(one, NetworkForecaster):
            raise ValueError(f"forecasters must be NetworkForecasters, as cnn gives them, got {written(one)}")
        channels = len(one.network.pointwise.bias)
        for what, size, most in (
            ("values in", one.length, CONSTANTS["length"]),
            ("values out", one.horizon, CONSTANTS["outputs"]),
            ("channels", channels, CONSTANTS["channels"]),
        ):
            if size > most:
                raise ValueError(f"{one.name} has {size} {what}; this widget runs one of at most {most}")
    return forecasters


def described(forecaster):
    """All but the weights. A number that is not finite cannot travel as JSON: it goes as None."""
    scaling = {"mean": forecaster.scaling.mean, "deviation": forecaster.scaling.deviation}
    return {
        "name": forecaster.name,
        "length": forecaster.length,
        "horizon": forecaster.horizon,
        "channels": len(forecaster.network.pointwise.bias),
        **{name: value if np.isfinite(value) else None for name, value in scaling.items()},
    }


def packed(forecaster):
    description = forecaster.describe()
    return b"".join(np.asarray(description[name], dtype="<f8").tobytes() for name in ARRAYS)


# --- what is shown without arguments ------------------------------------------------------------------------------


@cache
def made_series():
    return mackey_glass(1200)


@cache
def made_forecasters():
    """Two forecasters that are quick to make: the first layer stays random, the second is the best for it.

    The penalty keeps the weights small. Without it a free run by L = 5 shows the last bits of the products, which are
    not the same in every process.
    """
    training = made_series()[:TRAINING_POINTS]
    return [half_trained(training, length) for length in (31, 5)]


def half_trained(training, length):
    scaling = Scaling.of(training)
    z, y = windows(scaling.apply(training), length, 14)
    network = ForecastNetwork(length, 14, rng=np.random.default_rng(12))
    features = np.hstack([network.hidden(z).reshape(len(z), -1), z[:, -1:]])
    weight, network.correlation.bias[:] = ridge(features, y, 1e-4)
    network.correlation.weight[:] = weight[:-1].T.reshape(network.correlation.weight.shape)
    network.skip[:] = weight[-1]
    return as_forecaster(network, scaling, name=f"L = {length}, random first layer")
