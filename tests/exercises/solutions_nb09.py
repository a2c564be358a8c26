"""Right answers to the exercises of notebook 09, written in different ways."""

import numpy as np
from scipy import signal
from solutions_nb09_counts import COUNTS, SHIFTS, WRONG_COUNTS, WRONG_SHIFTS, any_layer, any_maps, any_pairs

from convnb import conv2d, correlate


def layer_correlate(x, weight, bias):
    maps = []
    for o in range(len(weight)):
        z = bias[o]
        for c in range(len(x)):
            z = z + correlate(x[c], weight[o, c], "valid")
        maps.append(np.maximum(0, z))
    return maps


def layer_conv2d(x, weight, bias):
    return np.maximum(0, conv2d(x[None] + 0.0, weight + 0.0, bias + 0.0)[0])


def layer_scipy(x, weight, bias):
    z = np.concatenate([signal.correlate(x, kernels, mode="valid") for kernels in weight])
    z = z + bias[:, None, None]
    return np.where(z > 0, z, 0)


def layer_taps(x, weight, bias):
    h, w = weight.shape[2:]
    down, across = x.shape[1] - h + 1, x.shape[2] - w + 1
    z = np.zeros((len(weight), down, across)) + bias.reshape(-1, 1, 1)
    for i in range(h):
        for j in range(w):
            z += np.tensordot(weight[:, :, i, j], x[:, i : i + down, j : j + across], axes=1)
    return z.clip(0)


def layer_loops(x, weight, bias):
    F, C, h, w = weight.shape
    y = np.zeros((F, x.shape[1] - h + 1, x.shape[2] - w + 1))
    for o in range(F):
        for r in range(y.shape[1]):
            for q in range(y.shape[2]):
                total = bias[o]
                for c in range(C):
                    for i in range(h):
                        for j in range(w):
                            total += weight[o, c, i, j] * x[c, r + i, q + j]
                y[o, r, q] = total if total > 0 else 0
    return y


def mix_einsum(x, weight):
    return np.einsum("nchw,fc->nfhw", x, weight)


def mix_moved(x, weight):
    return np.moveaxis(np.moveaxis(x, 1, 3) @ weight.T, 3, 1)


def mix_flat(x, weight):
    N, C, H, W = x.shape
    return (weight @ x.reshape(N, C, H * W)).reshape(N, len(weight), H, W)


def mix_conv2d(x, weight):
    return conv2d(x, weight[:, :, None, None])


def mix_pixels(x, weight):
    y = np.empty((x.shape[0], weight.shape[0], x.shape[2], x.shape[3]))
    for n in range(x.shape[0]):
        for r in range(x.shape[2]):
            for q in range(x.shape[3]):
                y[n, :, r, q] = weight @ x[n, :, r, q]
    return y


def mix_list(x, weight):
    return [[sum(w * a for w, a in zip(row, picture, strict=True)) for row in weight] for picture in x]


def grouped_conv2d(x, weight, groups):
    return conv2d(x[None], weight, groups=groups)[0]


def grouped_filters(x, weight, groups):
    maps, size, share = [], weight.shape[1], len(weight) // groups
    for o in range(len(weight)):
        first = o // share * size
        maps.append(sum(correlate(x[first + c], weight[o, c], "valid") for c in range(size)))
    return maps


def grouped_split(x, weight, groups):
    parts = zip(np.split(x, groups), np.split(weight, groups), strict=True)
    return np.concatenate([conv2d(part[None], filters)[0] for part, filters in parts])


def grouped_zeros(x, weight, groups):
    size, share = len(x) // groups, len(weight) // groups
    full = np.zeros((len(weight), len(x), *weight.shape[2:]))
    for g in range(groups):
        full[g * share : (g + 1) * share, g * size : (g + 1) * size] = weight[g * share : (g + 1) * share]
    return conv2d(x[None], full)[0]


def grouped_scipy(x, weight, groups):
    size = len(x) // groups
    starts = np.repeat(np.arange(groups) * size, len(weight) // groups)
    return [signal.correlate(x[a : a + size], w, "valid")[0] for a, w in zip(starts, weight, strict=True)]


def any_filters(rng, groups):
    C, F = groups * rng.integers(1, 4, 2)
    h, w, down, across = rng.integers(1, 4, 4)
    return rng.normal(size=(C, h + down - 1, w + across - 1)), rng.normal(size=(F, C // groups, h, w))


def any_picture(rng):
    x, weight = any_filters(rng, 1)
    return x, weight, rng.normal(size=len(weight))


def any_mixture(rng):
    N, C, H, W, F = rng.integers(1, 5, 5)
    return rng.normal(size=(N, C, H, W)), rng.normal(size=(F, C))


def any_groups(rng):
    groups = int(rng.integers(1, 5))
    return *any_filters(rng, groups), groups


def layer_half_bias(x, weight, bias):
    return layer_conv2d(x, weight, bias / 2)


def layer_leaky(x, weight, bias):
    z = conv2d(x[None] + 0.0, weight + 0.0, bias + 0.0)[0]
    return np.where(z > 0, z, 0.1 * z)


def mix_backwards(x, weight):
    return mix_einsum(x, weight[:, ::-1])


def grouped_next_group(x, weight, groups):
    return grouped_conv2d(np.roll(x, len(x) // groups, axis=0), weight, groups)


WRONG = {
    "09.1": [layer_half_bias, layer_leaky],
    "09.2": [mix_backwards],
    "09.3": [grouped_next_group],
    **WRONG_COUNTS,
    **WRONG_SHIFTS,
}
DOMAINS = {
    "09.1": any_picture,
    "09.2": any_mixture,
    "09.3": any_groups,
    "09.4": any_layer,
    "09.5": any_pairs,
    "09.6": any_maps,
}
SOLUTIONS = {
    "09.1": [layer_correlate, layer_conv2d, layer_scipy, layer_taps, layer_loops],
    "09.2": [mix_einsum, mix_moved, mix_flat, mix_conv2d, mix_pixels, mix_list],
    "09.3": [grouped_conv2d, grouped_filters, grouped_split, grouped_zeros, grouped_scipy],
    **COUNTS,
    **SHIFTS,
}
