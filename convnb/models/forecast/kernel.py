"""What a trained `ForecastNetwork` has found out: the nonlinearity it shares between all lags, and the kernel of each
output. Notebook 12 plots them over f(x) and exp(-b (h - s)), which the exact solution has in their place.
"""

from typing import NamedTuple

import numpy as np

from ...ops.checks import whole_number


class LearnedKernel(NamedTuple):
    """What `learned_kernel` returns.

    lags: (length,), length - 1 .. 0. kernel: (horizon, length), row h of the output h + 1 steps ahead. x: (n,), sorted.
    nonlinearity: (n,), at x, with mean 0. share: from 0 to 1, how much of what the network says these two explain.
    """

    lags: np.ndarray
    kernel: np.ndarray
    x: np.ndarray
    nonlinearity: np.ndarray
    share: float

    def __repr__(self):
        return f"LearnedKernel({self.kernel.shape[0]} outputs, {len(self.lags)} lags, share {self.share:.1%})"


def exponential_kernel(length, horizon=14, *, tau=30, b=0.1):
    """The kernel of the exact solution at whole lags: (horizon, length), row h - 1 for x(t + h).

    x(t + h) = exp(-b h) x(t) + integral over s from 0 to h of exp(-b (h - s)) f(x(t - tau + s)) ds

    At lag tau - s the entry is exp(-b (h - s)) for s = 1 .. h - 1, half of it at both ends, s = 0 and s = h, as in the
    trapezoidal rule, and 0 elsewhere. The column j is lag length - 1 - j, as in a window, oldest first.

    Parameters: length, horizon, int >= 1; tau, int, the delay in samples; b, decay per sample. Source: notebook 12.
    """
    length, tau = whole_number(length, "length", 1), whole_number(tau, "tau", 1)
    s = tau - np.arange(length)[::-1]
    h = np.arange(1, whole_number(horizon, "horizon", 1) + 1)[:, None]
    inside = np.where((s > 0) & (s < h), 1.0, np.where((s == 0) | (s == h), 0.5, 0.0))
    return inside * np.exp(-b * (h - np.where(inside > 0, s, h)))


def learned_kernel(forecaster, training, *, b=0.1):
    """The kernel and the nonlinearity of a `NetworkForecaster`, as a `LearnedKernel`.

    What output h says about the value x at lag j is r[h, j](x) = sum over c of weight[h, c, j] tanh(slope[c] z +
    offset[c]), less its mean over the training values: the network has a nonlinearity of its own for every output and
    lag. If it has found the exact solution they are all the same but for a factor: r[h, j](x) = kernel[h, j] g(x).
    The two that come nearest are the first pair of the singular value decomposition; its share of the sum of squares
    tells how near.

    A factor can be moved from g to kernel. Here the kernel's sum over all lags and outputs is that of the exact
    solution, sum over h of (1 - exp(-b h)) / b: one number for all, so that shape, and the scale of g, are free to be
    wrong. Parameters: forecaster, a NetworkForecaster; training, (n,), where g is looked at; b, decay per sample.
    """
    network, scaling = forecaster.network, forecaster.scaling
    parts, x = network.describe(), np.sort(np.asarray(training, dtype=np.float64))
    units = np.tanh(np.outer(parts["slope"], scaling.apply(x)) + parts["offset"][:, None])
    units -= units.mean(axis=1, keepdims=True)
    weight = parts["weight"].transpose(0, 2, 1).reshape(-1, len(units))  # one row for every output and lag
    directions, lengths, shapes = np.linalg.svd(weight @ units, full_matrices=False)
    kernel = directions[:, 0].reshape(network.horizon, network.length)
    h = np.arange(1, network.horizon + 1)
    factor = ((1 - np.exp(-b * h)) / b).sum() / kernel.sum()
    nonlinearity = shapes[0] * lengths[0] * scaling.deviation / factor
    share = float(lengths[0] ** 2 / (lengths**2).sum())
    return LearnedKernel(np.arange(network.length)[::-1], kernel * factor, x, nonlinearity, share)
