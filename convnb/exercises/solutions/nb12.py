"""Right answers to the exercises of notebook 12."""

import numpy as np

from .. import nb12
from . import shows

shows("12.1", "Loops", "Each start gives a window and what follows it, for as long as both are complete.")(nb12.windows)


@shows("12.1", "NumPy")
def windows(series, length, horizon):
    """A window and what follows it are one longer window, which is cut in two."""
    view = np.lib.stride_tricks.sliding_window_view
    rows = view(series, length + horizon)
    return rows[:, :length], rows[:, length:]


@shows("12.1", "Indices")
def windows(series, length, horizon):
    """A column of starts plus a row of steps is a table of indices, and the series is asked for all of them."""
    starts = np.arange(len(series) - length - horizon + 1)[:, None]
    indices = starts + np.arange(length + horizon)
    return series[indices[:, :length]], series[indices[:, length:]]


@shows("12.2", "Loops")
def scores(series, origin, forecast):
    """Three sums of squares, each divided by its own count: the forecast's, the repeated value's, the known series'."""
    ours = lazy = 0.0
    for k in range(len(forecast)):
        ours += (forecast[k] - series[origin + k]) ** 2 / len(forecast)
        lazy += (series[origin - 1] - series[origin + k]) ** 2 / len(forecast)
    mean = sum(series[:origin]) / origin
    variance = sum((x - mean) ** 2 for x in series[:origin]) / origin
    return (ours / variance) ** 0.5, (ours / lazy) ** 0.5


shows(
    "12.2",
    "NumPy",
    "The same RMSE is divided twice: by how much the series varies, and by that of repeating the last value.",
)(nb12.scores)


@shows("12.2", "Function")
def scores(series, origin, forecast):
    """A standard deviation is an RMSE, too: that of a forecast which is always the mean."""

    def rmse(one, other):
        return np.sqrt(np.mean((one - other) ** 2))

    truth, known = series[origin : origin + len(forecast)], series[:origin]
    missed = rmse(forecast, truth)
    return missed / rmse(known, known.mean()), missed / rmse(known[-1], truth)


shows("12.3", "Loops", "Outputs are put behind the measured values, and the model always reads the end of the list.")(
    nb12.free_run
)


@shows("12.3", "NumPy")
def free_run(weights, window, steps):
    """The window moves on: its oldest value leaves it, and the model's own output comes in."""
    outputs = []
    for _ in range(steps):
        outputs.append(weights @ window)
        window = np.append(window[1:], outputs[-1])
    return outputs


@shows("12.3", "Matrix")
def free_run(weights, window, steps):
    """A step is a product with one matrix: its upper rows move the window on, and its last one forecasts."""
    step = np.eye(len(weights), k=1)
    step[-1] = weights
    outputs = []
    for _ in range(steps):
        window = step @ window
        outputs.append(window[-1])
    return outputs


shows("12.4", "List", "Counted from the end of the list, the delayed value is always at the same place.")(nb12.euler)


@shows("12.4", "NumPy")
def euler(history, delay, dt, steps):
    """An array with room for the whole run is filled from the left, with each index counted from its start."""
    n = len(history)
    x = np.concatenate([history, np.zeros(steps)])
    for k in range(n - 1, n - 1 + steps):
        past = x[k - delay]
        x[k + 1] = x[k] + dt * (0.2 * past / (1 + past**10) - 0.1 * x[k])
    return x[n:]


@shows("12.4", "Memory")
def euler(history, delay, dt, steps):
    """Only the last delay + 1 values are kept: the delayed one stands first, the present one last."""
    memory, result = list(history[-1 - delay :]), []
    for _ in range(steps):
        past = memory.pop(0)
        present = memory[-1] if memory else past
        slope = 0.2 * past / (1 + past**10) - 0.1 * present
        memory.append(present + dt * slope)
        result.append(memory[-1])
    return result


@shows("12.5", "Counting")
def delayed(length, tau, horizon):
    """Each value is asked where it lies: before the window, in it, or after t."""
    older = inside = later = 0
    for s in range(horizon + 1):
        place = s - tau
        if place > 0:
            later += 1
        elif place > -length:
            inside += 1
        else:
            older += 1
    return older, inside, later


@shows("12.5", "NumPy")
def delayed(length, tau, horizon):
    """The same for all places at once: a comparison gives a list of yes and no, and its sum counts the yes."""
    place = np.arange(horizon + 1) - tau
    older, later = np.sum(place <= -length), np.sum(place > 0)
    return older, len(place) - older - later, later


shows(
    "12.5", "Formula", "How far the delayed values reach back before the window, and how far beyond t, each at least 0."
)(nb12.delayed)


@shows("12.6", "Loops")
def ahead(x, tau, h):
    """The integral is a sum in which the first and the last term count half."""
    t = len(x) - 1
    total = np.exp(-0.1 * h) * x[t]
    for s in range(h + 1):
        past = x[t - tau + s]
        term = np.exp(-0.1 * (h - s)) * 0.2 * past / (1 + past**10)
        total += term / 2 if s in (0, h) else term
    return total


@shows("12.6", "Step by step")
def ahead(x, tau, h):
    """An exponential kernel needs no memory of its own: each step lets all that came before decay once more."""
    t, value = len(x) - 1, x[-1]
    bent = 0.2 * x / (1 + x**10)
    for s in range(t - tau, t - tau + h):
        value = (value + bent[s] / 2) * np.exp(-0.1) + bent[s + 1] / 2
    return value


@shows("12.6", "Correlation")
def ahead(x, tau, h):
    """The bent series is correlated with the kernel of the decay, and the place of the delay is read off."""
    bent = 0.2 * x / (1 + x**10)
    kernel = np.exp(-0.1 * np.arange(h, -1, -1))
    kernel[[0, h]] /= 2
    sums = np.correlate(bent, kernel, "valid")
    return np.exp(-0.1 * h) * x[-1] + sums[len(x) - 1 - tau]
