"""Losses: each returns the loss and its gradient, with which the backward pass of a network begins."""

import numpy as np

from ...ops.checks import as_regular, numbers
from ...ops.dtypes import for_means


@np.errstate(all="ignore")
def softmax(scores):
    """p[b, k] = exp(scores[b, k]) / sum over j of exp(scores[b, j]), computed without overflow."""
    scores = _floats(scores, "scores")
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


@np.errstate(all="ignore")
def softmax_cross_entropy(scores, labels):
    """(loss, grad_scores): loss = -1/N sum over b of log p[b, labels[b]], where p = softmax(scores).

    grad_scores[b, k] = (p[b, k] - (1 if k is labels[b] else 0)) / N. With K classes and equal scores the loss is log K.
    Parameters: scores, (N, K); labels, (N,) integers 0 .. K - 1.
    Raises ValueError for labels of another shape or range. Source: notebook 11.
    """
    scores, labels = _floats(scores, "scores"), as_regular(labels, "labels")
    n, classes = scores.shape
    if labels.shape != (n,) or labels.dtype.kind not in "ui":
        raise ValueError(f"labels must be {n} integers, one per row of scores, got {labels.dtype} of {labels.shape}")
    if n and not 0 <= labels.min() <= labels.max() < classes:
        raise ValueError(f"labels must lie in 0 .. {classes - 1}, got {labels.min()} .. {labels.max()}")
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    right = np.arange(n), labels
    loss, grad_scores = -log_p[right].mean(), np.exp(log_p)
    grad_scores[right] -= 1
    return float(loss), grad_scores / n


@np.errstate(all="ignore")
def mean_squared_error(y, target):
    """(loss, grad_y): loss = mean of (y - target)^2 over all entries, grad_y = 2 (y - target) / their number.

    Raises ValueError unless both have one shape: (N, 1) and (N,) would silently make N * N differences.
    """
    y, target = _floats(y, "y"), _floats(target, "target")
    if y.shape != target.shape:
        raise ValueError(f"target must have the shape of y, {y.shape}, got {target.shape}")
    error = y - target
    return float(np.mean(error**2)), 2 * error / error.size


def _floats(values, name):
    """An array of floats: differences of uint8 would wrap around. Raises ValueError for anything but real numbers."""
    return for_means(numbers(as_regular(values, name), name, "buif"))
