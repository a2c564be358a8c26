"""Right answers to exercises 11.4 and 11.5, written in different ways."""

from itertools import pairwise

import numpy as np

from convnb.models.network import Conv2d, Linear, MaxPool2d, ReLU, Sequential


def rate_smallest(curvatures):
    return np.min(2 / np.array(curvatures))


def rate_loop(curvatures):
    steepest = 0
    for c in curvatures:
        if c > steepest:
            steepest = c
    return 2 / steepest


def rate_sorted(curvatures):
    return 2 / sorted(curvatures)[-1]


def rate_matrix(curvatures):
    return 2 / np.linalg.norm(np.diag(curvatures), 2)


def rate_bisected(curvatures):
    low, high = 0.0, 4 / min(curvatures)
    for _ in range(60):
        rate = (low + high) / 2
        if np.abs(1 - rate * curvatures).max() > 1:
            high = rate
        else:
            low = rate
    return low


def learned_numbers(shape, convs, linear):
    channels, height, width = shape
    result = []
    for filters, k in convs:
        result += [filters * channels * k * k + filters]
        channels = filters
        height = (height - k + 1) // 2
        width = (width - k + 1) // 2
    sizes = [channels * height * width, *linear]
    for i in range(len(linear)):
        result += [sizes[i] * sizes[i + 1] + sizes[i + 1]]
    return result


def learned_network(shape, convs, linear):
    rng = np.random.default_rng(0)
    layers, x, counts = [], np.zeros((1, *shape)), []
    for filters, k in convs:
        layers = [Conv2d(x.shape[1], filters, k, rng=rng), ReLU(), MaxPool2d(2)]
        counts.append(layers[0].weight.size + layers[0].bias.size)
        x = Sequential(*layers).forward(x)
    inputs = x.size
    for outputs in linear:
        layer = Linear(inputs, outputs, rng=rng)
        counts.append(layer.weight.size + layer.bias.size)
        inputs = outputs
    return counts


def learned_recursive(shape, convs, linear):
    if convs:
        (filters, k), *others = convs
        after = filters, *((n - (k - 1)) // 2 for n in shape[1:])
        return [filters * (1 + shape[0] * k**2), *learned_recursive(after, others, linear)]
    sizes = [int(np.prod(shape)), *linear]
    return [(before + 1) * after for before, after in pairwise(sizes)]


def learned_array(shape, convs, linear):
    counts = np.zeros(len(convs) + len(linear))
    C, size = shape[0], np.array(shape[1:])
    for layer, (F, k) in enumerate(convs):
        counts[layer] = F * C * k * k + F
        C, size = F, np.floor((size - k + 1) / 2)
    inputs = C * size[0] * size[1]
    for layer, outputs in enumerate(linear, start=len(convs)):
        counts[layer] = inputs * outputs + outputs
        inputs = outputs
    return counts


def any_curvatures(rng):
    return (rng.uniform(0.01, 20, rng.integers(1, 8)),)


def any_network(rng):
    C, down, across, count = (int(n) for n in rng.integers(1, 5, 4))
    convs = [(int(F), int(k)) for F, k in rng.integers(1, 5, (count - 1, 2))]
    for _, k in reversed(convs):
        down, across = (2 * n + k - 1 + int(rng.integers(2)) for n in (down, across))
    return (C, down, across), convs, [int(n) for n in rng.integers(1, 9, rng.integers(1, 4))]


def rate_careful(curvatures):
    return 1.9 / max(curvatures)


def learned_without_first(shape, convs, linear):
    return [0, *learned_numbers(shape, convs, linear)[1:]]


RATES = [rate_smallest, rate_loop, rate_sorted, rate_matrix, rate_bisected]
LEARNED = [learned_numbers, learned_network, learned_recursive, learned_array]
WRONG_NETWORKS = {"11.4": [rate_careful], "11.5": [learned_without_first]}
