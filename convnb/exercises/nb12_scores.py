"""Exercise of notebook 12: the score of a forecast, beside the spread of the series and beside persistence."""

import numpy as np

from .grading.model import Exercise, Misconception


def scores(series, origin, forecast):
    """RMSE over the standard deviation of series[:origin], and RMSE over that of repeating series[origin - 1]."""
    truth = series[origin : origin + len(forecast)]
    rmse = np.sqrt(np.mean((forecast - truth) ** 2))
    persistence = np.sqrt(np.mean((series[origin - 1] - truth) ** 2))
    return rmse / np.std(series[:origin]), rmse / persistence


def _forecasts(rng):
    # By hand. First the series ends with the forecast; later it goes on, as it does for an origin in the middle.
    first = [
        ([1, 3, 1, 3, 4, 2], 4, [4, 4]),
        ([2, 6, 2, 6, 9, 5, 8], 4, [8, 7, 4]),
        ([1, 5, 3, 4, 7, 9, 8, 2, 6], 5, [8, 6]),
        ([4, 1, 3, 5, 4, 6, 9], 4, [2]),
    ]
    cases = [(np.array(series), origin, np.array(forecast)) for series, origin, forecast in first]
    for _ in range(6):
        origin, steps, after = rng.integers(3, 8), rng.integers(2, 6), rng.integers(0, 4)
        series = rng.normal(3, 1, size=origin + steps + after)
        cases.append((series, int(origin), series[origin : origin + steps] + rng.normal(size=steps) / 2))
    return cases


def _rmse(error):
    return np.sqrt(np.mean(error**2))


def _truth(series, origin, steps):
    return series[origin : origin + steps]


def _last(series, origin, truth):
    return series[origin - 1]


def _scored(*, error=_rmse, spread=None, truth=_truth, baseline=_last):
    """scores with one thing done otherwise: spread(training, series, truth), baseline(series, origin, truth)."""

    def answer(series, origin, forecast):
        true = truth(series, origin, len(forecast))
        missed = error(forecast - true)
        width = spread(series[:origin], series, true) if spread else np.std(series[:origin])
        with np.errstate(all="ignore"):  # a single true value has no spread
            return missed / width, missed / error(baseline(series, origin, true) - true)

    return answer


def _with_nrmse_over_rmse(series, origin, forecast):
    nrmse, ratio = scores(series, origin, forecast)
    return nrmse, ratio / np.std(series[:origin])


def _changed(change):
    """The answer change(nrmse, ratio) of the right ones."""
    return lambda *case: change(*scores(*case))


SCORES = Exercise(
    id="12.2",
    title="Better than doing nothing?",
    text="A forecaster has learned from `series[:origin]`, and `forecast` holds what it says about `series[origin]`, "
    "`series[origin + 1]` and so on. RMSE is the root of the mean squared error. Write `scores(series, origin, "
    "forecast)`: the tuple `(nrmse, ratio)`. `nrmse` is the RMSE over the standard deviation of what it learned "
    "from. `ratio` is the RMSE over that of persistence, which repeats the last known value. The series may go "
    "on after the forecast; neither divisor is 0.",
    reference=scores,
    inputs=_forecasts,
    returns=("nrmse", "ratio"),
    misconceptions=(
        Misconception(
            _scored(spread=lambda training, series, truth: truth.std()),
            "nrmse: you divided by the standard deviation of the true values ahead. Nobody knows them at the origin: "
            "take series[:origin].",
        ),
        Misconception(
            _scored(spread=lambda training, series, truth: series.std()),
            "nrmse: you took the standard deviation of the whole series, the future included. Take series[:origin].",
        ),
        Misconception(
            _scored(spread=lambda training, series, truth: series[: len(training) + 1].std()),
            "nrmse: series[:origin + 1] holds the first value to forecast. series[:origin] ends before it.",
        ),
        Misconception(
            _scored(spread=lambda training, series, truth: training[:-1].std()),
            "nrmse: the last known value is missing in the standard deviation. series[:origin] ends with it already.",
        ),
        Misconception(
            _scored(spread=lambda training, series, truth: training.var()),
            "nrmse: you divided by the variance. The standard deviation is its root.",
        ),
        Misconception(
            _scored(spread=lambda training, series, truth: training.std(ddof=1)),
            "nrmse: your standard deviation divides by n - 1. Here it is the root of the mean squared distance from "
            "the mean: np.std without ddof.",
        ),
        Misconception(
            _scored(spread=lambda training, series, truth: training.mean()),
            "nrmse: you divided by the mean. How far the series swings counts, not how high it stands: np.std.",
        ),
        Misconception(
            _scored(spread=lambda training, series, truth: np.ptp(training)),
            "nrmse: you divided by the range, as some do. Here it is the standard deviation.",
        ),
        Misconception(
            _scored(spread=lambda training, series, truth: 1),
            "nrmse: this is the RMSE itself. Divide it by the standard deviation of series[:origin].",
        ),
        Misconception(
            _scored(error=lambda error: np.mean(error**2)),
            "The root is missing: this is the mean squared error.",
        ),
        Misconception(
            _changed(lambda nrmse, ratio: (nrmse**2, ratio**2)),
            "Both scores are squared: you divided mean squared errors, and by the variance. Take the roots.",
        ),
        Misconception(
            _changed(lambda nrmse, ratio: (nrmse, ratio**2)),
            "ratio: you divided mean squared errors. Divide their roots.",
        ),
        Misconception(
            _scored(error=lambda error: np.mean(np.abs(error))),
            "You took the mean absolute error. Square the errors, take the mean, then the root.",
        ),
        Misconception(
            _scored(error=lambda error: np.sqrt(np.sum(error**2))),
            "nrmse: you added the squared errors. Take their mean, or longer forecasts look worse.",
        ),
        Misconception(
            _scored(error=lambda error: np.abs(np.mean(error))),
            "You took the mean before the square, so errors up and down cancel. Square first.",
        ),
        Misconception(
            _changed(lambda nrmse, ratio: (nrmse, 1 / ratio)),
            "ratio: upside down. Below 1 means better than persistence.",
        ),
        Misconception(
            _changed(lambda nrmse, ratio: (nrmse, 1 - ratio)),
            "ratio: this is the share of the error that is gone. The share that is left is asked.",
        ),
        Misconception(
            _scored(baseline=lambda series, origin, truth: series[origin - 1 : origin - 1 + len(truth)]),
            "ratio: your persistence gets a new true value in each step. At the origin only series[origin - 1] is "
            "known: it is repeated to the end.",
        ),
        Misconception(
            _scored(baseline=lambda series, origin, truth: series[origin]),
            "ratio: your persistence repeats series[origin], which is to be forecast. The last known value is one "
            "before.",
        ),
        Misconception(
            _scored(baseline=lambda series, origin, truth: series[:origin].mean()),
            "ratio: your baseline says the mean. Persistence repeats the last known value.",
        ),
        Misconception(
            _scored(baseline=lambda series, origin, truth: series[-1]),
            "ratio: your persistence repeats the end of the series, the future. The last known value is "
            "series[origin - 1].",
        ),
        Misconception(
            _scored(baseline=lambda series, origin, truth: truth + series[origin - 1]),
            "ratio: you divided by the last known value itself. Divide by the RMSE of repeating it.",
        ),
        Misconception(
            _with_nrmse_over_rmse,
            "ratio: you divided the nrmse by an RMSE. Divide RMSE by RMSE.",
        ),
        Misconception(
            _scored(truth=lambda series, origin, steps: series[origin - 1 :][:steps]),
            "Your true values begin at series[origin - 1], which is known. The first forecast is of series[origin].",
        ),
        Misconception(
            _scored(truth=lambda series, origin, steps: series[-steps:]),
            "You compare with the end of the series. The series may go on: compare with what follows the origin.",
        ),
        Misconception(
            _scored(truth=lambda series, origin, steps: series[origin:]),
            "Right where the series ends with the forecast. It may go on: stop at origin + len(forecast).",
        ),
        Misconception(
            _changed(lambda nrmse, ratio: (ratio, nrmse)),
            "The two are exchanged: nrmse first.",
        ),
    ),
    hints=(
        "First cut out the true values: as many as the forecast has, from series[origin] on.",
        "RMSE is np.sqrt(np.mean((forecast - truth) ** 2)). For persistence put series[origin - 1] in place of the "
        "forecast.",
        "Only values before the origin may scale the score: divide by np.std(series[:origin]). For the ratio divide "
        "by the RMSE of persistence.",
    ),
)
