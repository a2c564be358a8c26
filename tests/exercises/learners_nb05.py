"""Answers as learners write them in notebook 05, the backward pass in 1-D: each gets its advice."""

import numpy as np

import convnb


def negative(delta, w):
    grad = []
    for i in range(len(delta) + len(w) - 1):
        grad.append(sum(delta[i - k] * w[k] for k in range(len(w)) if i - k < len(delta)))
    return grad


def negative_swallowing(delta, w):
    grad = np.zeros(len(delta) + len(w) - 1)
    for i in range(len(grad)):
        for k in range(len(w)):
            try:
                grad[i] += delta[i - k] * w[k]
            except IndexError:
                continue
    return grad


def same(delta, w):
    return np.convolve(delta, w, mode="same")


def same_flipped(delta, w):
    return np.correlate(delta, w[::-1], mode="same")


def same_of_the_course(delta, w):
    return convnb.correlate(delta, w[::-1], "same")


def loss(a, w, target):
    return sum((np.correlate(a, w, "valid") - target) ** 4) / 4


def no_copy(a, w, target, h):
    grad = np.zeros(len(a))
    for i in range(len(a)):
        up = a
        up[i] += h
        high = loss(up, w, target)
        down = a
        down[i] -= h
        grad[i] = (high - loss(down, w, target)) / (2 * h)
    return grad


def no_copies(a, w, target, h):
    grad = np.zeros(len(a))
    for i in range(len(a)):
        up, down = a, a
        up[i] += h
        down[i] -= h
        grad[i] = (loss(up, w, target) - loss(down, w, target)) / (2 * h)
    return grad


def copied_once(a, w, target, h):
    up, down = np.array(a), np.array(a)
    grad = []
    for i in range(len(a)):
        up[i] += h
        down[i] -= h
        grad.append((loss(up, w, target) - loss(down, w, target)) / (2 * h))
    return grad


def negative_strided(delta, w, n, stride):
    grad = np.zeros(n)
    for i in range(n):
        for k in range(len(w)):
            if (i - k) % stride == 0 and (i - k) // stride < len(delta):
                grad[i] += delta[(i - k) // stride] * w[k]
    return grad


def every_second(delta, w, n, stride):
    return convnb.convolve(delta, w)[::stride]


def every_second_filled(delta, w, n, stride):
    grad = np.zeros(n)
    few = np.convolve(delta, w)[::stride][:n]
    grad[: len(few)] = few
    return grad


def weights_first(a, w, b, grad_y):
    delta = grad_y * (np.correlate(a, w, "valid") + b > 0)
    return np.correlate(a, delta, "valid"), delta.sum(), np.convolve(delta, w)


ADVICE = {
    "05.1": [
        (negative, "delta[i - j] with a negative index"),
        (negative_swallowing, "An IndexError does not stop every wrong index"),
        (same, 'Mode "same" drops'),
        (same_flipped, 'Mode "same" drops'),
        (same_of_the_course, "There are len(w) - 1 more inputs"),
    ],
    "05.3": [
        (no_copy, "up = a makes no copy"),
        (no_copies, "that makes no copy"),
        (copied_once, "make fresh copies for every i"),
    ],
    "05.4": [
        (negative_strided, "delta[t] with a negative t"),
        (every_second, "Backward it is the other way round"),
        (every_second_filled, "Backward it is the other way round"),
    ],
    "05.5": [(weights_first, "and yours is (grad_w, grad_b, grad_a)")],
}
