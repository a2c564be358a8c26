"""More right answers to the exercises of notebook 05, and wrong ones."""

import numpy as np
from scipy import linalg, signal

from convnb import conv1d_backward
from convnb.exercises.nb05 import grad_input_strided, numerical_gradient


def input_slide(delta, w):
    zeros = [0] * (len(w) - 1)
    padded = np.array([*zeros, *delta, *zeros])
    flipped = w[::-1]
    return [padded[i : i + len(w)] @ flipped for i in range(len(padded) - len(w) + 1)]


def input_correlate(delta, w):
    return signal.correlate(delta, w[::-1], mode="full")


def input_read(delta, w):
    grad = []
    for i in range(len(delta) + len(w) - 1):
        grad.append(sum(delta[t] * w[i - t] for t in range(len(delta)) if 0 <= i - t < len(w)))
    return tuple(grad)


def input_asked(delta, w):
    grad = np.zeros(len(delta) + len(w) - 1)
    for i, j in np.ndindex(len(grad), len(w)):
        if 0 <= i - j < len(delta):
            grad[i] += delta[i - j] * w[j]
    return grad


def weight_dots(a, delta):
    return [np.dot(a[j : j + len(delta)], delta) for j in range(len(a) - len(delta) + 1)]


def weight_scipy(a, delta):
    return signal.fftconvolve(a, delta[::-1], "valid")


def weight_layer(a, delta):
    w = np.zeros(len(a) - len(delta) + 1)
    return conv1d_backward(delta[None, None], a[None, None], w[None, None])[1][0, 0]


def loss(a, w, target):
    return 0.25 * np.sum((np.correlate(a, w, "valid") - target) ** 4)


def numeric_restore(a, w, target, h):
    slopes = []
    for i in range(len(a)):
        before = a[i]
        a[i] = before + h
        high = loss(a, w, target)
        a[i] = before - h
        low = loss(a, w, target)
        a[i] = before
        slopes.append((high - low) / (2 * h))
    return slopes


def strided_inserted(delta, w, n, stride):
    far = []
    for d in delta:
        far += [d] + [0] * (stride - 1)
    full = np.convolve(far, w)[:n]
    return np.concatenate([full, np.zeros(n - len(full))])


def strided_read(delta, w, n, stride):
    def weight(i):
        return w[i] if 0 <= i < len(w) else 0

    return [sum(d * weight(i - stride * t) for t, d in enumerate(delta)) for i in range(n)]


def strided_upfirdn(delta, w, n, stride):
    full = signal.upfirdn(w, delta, up=stride)
    return np.pad(full, (0, max(0, n - len(full))))[:n]


def strided_matrix(delta, w, n, stride):
    column = np.r_[w, np.zeros(n - len(w))]
    return linalg.toeplitz(column, np.zeros(n))[:, ::stride][:, : len(delta)] @ delta


def layer_steps(a, w, b, grad_y):
    z = np.correlate(a, w, "valid") + b
    delta = grad_y * (z > 0)
    return input_slide(delta, w), weight_dots(a, delta), sum(delta)


def layer_library(a, w, b, grad_y):
    y = np.maximum(np.correlate(a, w, "valid") + b, 0)
    delta = grad_y * np.sign(y)
    grad_a, grad_w, grad_b = conv1d_backward(delta[None, None], a[None, None], w[None, None])
    return grad_a[0, 0], grad_w[0, 0], grad_b[0]


def layer_bias_array(a, w, b, grad_y):
    delta = grad_y * (np.correlate(a, w, "valid") + b > 0)
    return input_slide(delta, w), weight_dots(a, delta), np.array([delta.sum()])


def any_deltas(rng):
    return rng.normal(size=rng.integers(1, 9)), rng.normal(size=rng.integers(1, 6))


def any_inputs(rng):
    n = int(rng.integers(1, 12))
    return rng.normal(size=n), rng.normal(size=rng.integers(1, n + 1))


def any_loss(rng):
    a, w = any_inputs(rng)
    return a, w, rng.normal(size=len(a) - len(w) + 1), float(rng.uniform(0.01, 1))


def any_stride(rng):
    k, stride, m = (int(i) for i in rng.integers(1, (6, 6, 7)))
    n = (m - 1) * stride + k + int(rng.integers(0, stride))
    return rng.normal(size=m), rng.normal(size=k), n, stride


def any_layer(rng):
    """Whole numbers, so that z can be exactly 0 in every order of summation."""
    n = int(rng.integers(1, 10))
    k = int(rng.integers(1, n + 1))
    a, w, grad_y = (rng.integers(-3, 4, size) + 0.0 for size in (n, k, n - k + 1))
    return a, w, float(rng.integers(-3, 4)), grad_y


def input_without_ends(delta, w):
    grad = np.convolve(delta, w)
    grad[[0, -1]] = 0
    return grad


def weight_scaled(a, delta):
    return np.correlate(a, delta, "valid") * len(delta)


def numeric_rounded(a, w, target, h):
    return np.round(numerical_gradient(a, w, target, h) + h, 1)


def strided_by_two(delta, w, n, stride):
    return grad_input_strided(delta, w, n, min(stride, 2))


def layer_leaky(a, w, b, grad_y):
    delta = np.where(np.correlate(a, w, "valid") + b > 0, grad_y, 0.01 * grad_y)
    return np.convolve(delta, w), np.correlate(a, delta, "valid"), delta.sum()


WRONG = {
    "05.1": [input_without_ends],
    "05.2": [weight_scaled],
    "05.3": [numeric_rounded],
    "05.4": [strided_by_two],
    "05.5": [layer_leaky],
}
DOMAINS = {"05.1": any_deltas, "05.2": any_inputs, "05.3": any_loss, "05.4": any_stride, "05.5": any_layer}
SOLUTIONS = {
    "05.1": [input_slide, input_correlate, input_read, input_asked],
    "05.2": [weight_dots, weight_scipy, weight_layer],
    "05.3": [numeric_restore],
    "05.4": [strided_inserted, strided_read, strided_upfirdn, strided_matrix],
    "05.5": [layer_steps, layer_library, layer_bias_array],
}
