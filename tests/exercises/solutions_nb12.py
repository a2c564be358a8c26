"""Right answers to the exercises of notebook 12, written in different ways."""

import numpy as np


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


def euler_array(history, delay, dt, steps):
    n = len(history)
    x = np.concatenate([history, np.zeros(steps)])
    for k in range(n, n + steps):
        past = x[k - 1 - delay]
        x[k] = x[k - 1] + dt * (0.2 * past / (1 + past**10) - 0.1 * x[k - 1])
    return x[n:]


def euler_rolled(history, delay, dt, steps):
    window, result = history[-1 - delay :], []
    for _ in range(steps):
        slope = 0.2 * window[0] / (1 + window[0] ** 10) - window[-1] / 10
        window = np.append(window[1:], window[-1] + slope * dt)
        result.append(window[-1])
    return result


def euler_terms(history, delay, dt, steps):
    def f(x):
        return 0.2 * x / (1 + x**10)

    x = list(history)
    while len(x) < len(history) + steps:
        x.append((1 - 0.1 * dt) * x[-1] + dt * f(x[len(x) - 1 - delay]))
    return np.array(x)[-steps:]


def delayed_loop(length, tau, horizon):
    older = inside = later = 0
    for s in range(horizon + 1):
        place = s - tau
        if place > 0:
            later += 1
        elif place >= 1 - length:
            inside += 1
        else:
            older += 1
    return older, inside, later


def delayed_array(length, tau, horizon):
    place = np.arange(-tau, horizon - tau + 1)
    older, later = np.sum(place < 1 - length), np.sum(place > 0)
    return older, place.size - older - later, later


def delayed_sets(length, tau, horizon):
    wanted = set(range(-tau, horizon - tau + 1))
    inside = wanted & set(range(1 - length, 1))
    older = {place for place in wanted if place <= -length}
    return len(older), len(inside), len(wanted - older - inside)


def delayed_lists(length, tau, horizon):
    times = [100 - tau + s for s in range(horizon + 1)]
    window = [100 - i for i in range(length)]
    return [sum(t < min(window) for t in times), sum(t in window for t in times), sum(t > 100 for t in times)]


def ahead_loop(x, tau, h):
    t = len(x) - 1
    total = np.exp(-h / 10) * x[t]
    for s in range(h + 1):
        past = x[t - tau + s]
        term = np.exp(-(h - s) / 10) * 0.2 * past / (1 + past**10)
        total += term / 2 if s in (0, h) else term
    return total


def ahead_trapezoids(x, tau, h):
    s = np.arange(h + 1)
    past = x[-1 - tau : len(x) - tau + h]
    y = np.exp(-0.1 * (h - s)) * 0.2 * past / (1 + past**10)
    return np.exp(-0.1 * h) * x[-1] + (y[1:] + y[:-1]).sum() / 2


def ahead_correlated(x, tau, h):
    bent = 0.2 * x / (1 + x**10)
    kernel = 0.9048374180359595 ** np.arange(h, -1, -1)
    kernel[[0, h]] *= 0.5
    return np.correlate(bent, kernel, "valid")[len(x) - 1 - tau] + 0.9048374180359595**h * x[-1]


def ahead_steps(x, tau, h):
    value = x[-1]
    for s in range(h):
        old, new = (0.2 * past / (1 + past**10) for past in x[len(x) - 1 - tau + s :][:2])
        value = (value + old / 2) * np.exp(-0.1) + new / 2
    return value


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
    return euler_array(history, delay, dt / 2, steps)


def delayed_double_delay(length, tau, horizon):
    return delayed_loop(length, 2 * tau, horizon)


def ahead_half_decay(x, tau, h):
    return ahead_loop(x, tau, h) - np.exp(-h / 10) * x[-1] / 2


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
    "12.1": [windows_view, windows_indices, windows_ends, windows_columns],
    "12.2": [scores_norms, scores_loops, scores_function],
    "12.3": [run_append, run_rolled, run_row, run_matrix],
    "12.4": [euler_array, euler_rolled, euler_terms],
    "12.5": [delayed_loop, delayed_array, delayed_sets, delayed_lists],
    "12.6": [ahead_loop, ahead_trapezoids, ahead_correlated, ahead_steps],
}
