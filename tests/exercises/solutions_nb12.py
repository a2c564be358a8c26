"""More right answers to the exercises of notebook 12, and wrong ones."""

import numpy as np

from convnb.exercises.nb12 import ahead, delayed, euler, windows


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
    x, y = windows(series, length, horizon)
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


def euler_terms(history, delay, dt, steps):
    def f(x):
        return 0.2 * x / (1 + x**10)

    x = list(history)
    while len(x) < len(history) + steps:
        x.append((1 - 0.1 * dt) * x[-1] + dt * f(x[len(x) - 1 - delay]))
    return np.array(x)[-steps:]


def delayed_sets(length, tau, horizon):
    wanted = set(range(-tau, horizon - tau + 1))
    inside = wanted & set(range(1 - length, 1))
    older = {place for place in wanted if place <= -length}
    return len(older), len(inside), len(wanted - older - inside)


def delayed_lists(length, tau, horizon):
    times = [100 - tau + s for s in range(horizon + 1)]
    window = [100 - i for i in range(length)]
    return [sum(t < min(window) for t in times), sum(t in window for t in times), sum(t > 100 for t in times)]


def ahead_trapezoids(x, tau, h):
    s = np.arange(h + 1)
    past = x[-1 - tau : len(x) - tau + h]
    y = np.exp(-0.1 * (h - s)) * 0.2 * past / (1 + past**10)
    return np.exp(-0.1 * h) * x[-1] + (y[1:] + y[:-1]).sum() / 2


def any_history(rng):
    delay = int(rng.integers(1, 7))
    history = rng.uniform(0.2, 1.6, delay + int(rng.integers(1, 6)))
    return history, delay, float(rng.uniform(0.05, 1)), int(rng.integers(1, 9))


def any_window_lengths(rng):
    return tuple(int(n) for n in rng.integers(1, 20, 3))


def any_ahead(rng):
    tau = int(rng.integers(1, 12))
    return rng.uniform(0.2, 1.6, tau + int(rng.integers(1, 6))), tau, int(rng.integers(1, tau + 1))


def euler_halved(history, delay, dt, steps):
    return euler(history, delay, dt / 2, steps)


def delayed_double_delay(length, tau, horizon):
    return delayed(length, 2 * tau, horizon)


def ahead_half_decay(x, tau, h):
    return ahead(x, tau, h) - np.exp(-h / 10) * x[-1] / 2


WRONG = {
    "12.1": [windows_backwards_targets],
    "12.2": [scores_median],
    "12.3": [run_added],
    "12.4": [euler_halved],
    "12.5": [delayed_double_delay],
    "12.6": [ahead_half_decay],
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
    "12.1": [windows_ends, windows_columns],
    "12.2": [scores_norms],
    "12.3": [run_rolled, run_row],
    "12.4": [euler_terms],
    "12.5": [delayed_sets, delayed_lists],
    "12.6": [ahead_trapezoids],
}
