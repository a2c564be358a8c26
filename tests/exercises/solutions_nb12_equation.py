"""Right answers to the exercises of notebook 12 that are about the equation and its delay."""

import numpy as np


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


WRONG_EQUATION = {"12.4": [euler_halved], "12.5": [delayed_double_delay], "12.6": [ahead_half_decay]}
EQUATION = {"12.4": [euler_array, euler_rolled, euler_terms]}
PASTS = {
    "12.5": [delayed_loop, delayed_array, delayed_sets, delayed_lists],
    "12.6": [ahead_loop, ahead_trapezoids, ahead_correlated, ahead_steps],
}
