"""Right answers to the exercises of notebook 12, written in different ways."""

import numpy as np
from solutions_nb12_equation import EQUATION, PASTS, WRONG_EQUATION, any_ahead, any_history, any_window_lengths


def windows_view(series, length, horizon):
    rows = np.lib.stride_tricks.sliding_window_view(series, length + horizon)
    return rows[:, :length], rows[:, length:]


def windows_indices(series, length, horizon):
    starts = np.arange(len(series) - length - horizon + 1)[:, None]
    return series[starts + np.arange(length)], series[starts + np.arange(length, length + horizon)]


def windows_ends(series, length, horizon):
    x, y = [], []
    end = length
    while end + horizon <= len(series):
        x.append(list(series[end - length : end]))
        y.append(list(series[end : end + horizon]))
        end += 1
    return x, y


def windows_columns(series, length, horizon):
    rows = len(series) - length - horizon + 1
    x = np.column_stack([series[j : j + rows] for j in range(length)])
    return x, np.column_stack([series[length + h : length + h + rows] for h in range(horizon)])


def scores_norms(series, origin, forecast):
    steps = len(forecast)
    truth = series[origin : origin + steps]
    missed = np.linalg.norm(forecast - truth)
    known = series[:origin]
    return missed / np.sqrt(steps) / known.std(), missed / np.linalg.norm(truth - known[-1])


def scores_loops(series, origin, forecast):
    ours = lazy = 0.0
    for k, value in enumerate(forecast):
        ours += (value - series[origin + k]) ** 2
        lazy += (series[origin - 1] - series[origin + k]) ** 2
    known = series[:origin]
    variance = sum((x - known.mean()) ** 2 for x in known) / origin
    return (ours / len(forecast) / variance) ** 0.5, (ours / lazy) ** 0.5


def scores_function(series, origin, forecast):
    def rmse(a, b):
        return np.mean((a - b) ** 2) ** 0.5

    truth = series[origin : origin + len(forecast)]
    repeated = np.repeat(series[origin - 1], len(forecast))
    known = series[:origin]
    return rmse(forecast, truth) / rmse(known, np.mean(known)), rmse(forecast, truth) / rmse(repeated, truth)


def run_append(weights, window, steps):
    forecasts = []
    for _ in range(steps):
        forecast = weights @ window
        forecasts.append(forecast)
        window = np.append(window[1:], forecast)
    return forecasts


def run_rolled(weights, window, steps):
    window = window.astype(float)
    result = np.zeros(steps)
    for k in range(steps):
        result[k] = np.dot(weights, window)
        window = np.roll(window, -1)
        window[-1] = result[k]
    return result


def run_row(weights, window, steps):
    n = len(window)
    row = np.concatenate([window, np.zeros(steps)])
    for k in range(steps):
        row[n + k] = np.sum(weights * row[k : k + n])
    return row[n:]


def run_matrix(weights, window, steps):
    n = len(weights)
    move = np.eye(n, k=1)
    move[-1] = weights
    result = []
    for _ in range(steps):
        window = move @ window
        result.append(window[n - 1])
    return result


def any_series(rng):
    length, horizon = (int(n) for n in rng.integers(1, 7, 2))
    return rng.normal(size=length + horizon + int(rng.integers(0, 9))), length, horizon


def any_forecast(rng):
    origin, steps, after = (int(n) for n in rng.integers((2, 1, 0), (12, 9, 6)))
    return rng.normal(1, 2, size=origin + steps + after), origin, rng.normal(1, 2, size=steps)


def any_run(rng):
    length, steps = (int(n) for n in rng.integers(1, 8, 2))
    weights = rng.normal(size=length)
    return weights, rng.normal(size=length), steps


def windows_backwards_targets(series, length, horizon):
    x, y = windows_view(series, length, horizon)
    return x, y[:, ::-1]


def scores_median(series, origin, forecast):
    truth = series[origin : origin + len(forecast)]
    missed = np.sqrt(np.median((forecast - truth) ** 2))
    return missed / series[:origin].std(), missed / np.sqrt(np.median((series[origin - 1] - truth) ** 2))


def run_added(weights, window, steps):
    forecasts = []
    for _ in range(steps):
        forecasts.append(window[-1] + weights @ window)
        window = np.append(window[1:], forecasts[-1])
    return forecasts


WRONG = {
    "12.1": [windows_backwards_targets],
    "12.2": [scores_median],
    "12.3": [run_added],
    **WRONG_EQUATION,
}
DOMAINS = {
    "12.1": any_series,
    "12.2": any_forecast,
    "12.3": any_run,
    "12.4": any_history,
    "12.5": any_window_lengths,
    "12.6": any_ahead,
}
SOLUTIONS = {
    "12.1": [windows_view, windows_indices, windows_ends, windows_columns],
    "12.2": [scores_norms, scores_loops, scores_function],
    "12.3": [run_append, run_rolled, run_row, run_matrix],
    **EQUATION,
    **PASTS,
}
