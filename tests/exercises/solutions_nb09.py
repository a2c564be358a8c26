"""More right answers to the exercises of notebook 09, and wrong ones."""

import numpy as np
from scipy import signal

from convnb import conv2d, correlate, output_size
from convnb.exercises.nb09 import layer, layer_size, one_by_one, shift_error, times_more


def layer_correlate(x, weight, bias):
    maps = []
    for o in range(len(weight)):
        z = bias[o]
        for c in range(len(x)):
            z = z + correlate(x[c], weight[o, c], "valid")
        maps.append(np.maximum(0, z))
    return maps


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


def mix_moved(x, weight):
    return np.moveaxis(np.moveaxis(x, 1, 3) @ weight.T, 3, 1)


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
    return layer(x, weight, bias / 2)


def layer_leaky(x, weight, bias):
    z = conv2d(x[None] + 0.0, weight + 0.0, bias + 0.0)[0]
    return np.where(z > 0, z, 0.1 * z)


def mix_backwards(x, weight):
    return one_by_one(x, weight[:, ::-1])


def grouped_next_group(x, weight, groups):
    return grouped_conv2d(np.roll(x, len(x) // groups, axis=0), weight, groups)


def size_formula(shape, F, k, s, p, groups):
    C, H, W = shape
    rows = output_size(H, k, stride=s, padding=p)
    columns = output_size(W, k, stride=s, padding=p)
    weights = F * C * k * k / groups
    return np.array([F, rows, columns, weights + F])


def size_groups(shape, F, k, s, p, groups):
    learned = 0
    for _ in range(groups):
        for _ in range(F // groups):
            learned += shape[0] // groups * k * k + 1
    H, W = (int(np.floor((n - k + 2 * p) / s)) + 1 for n in shape[1:])
    return F, H, W, learned


def times_counts(shape, F, k):
    inputs = np.prod(shape)
    outputs = F
    for n in shape[1:]:
        outputs *= n - k + 1
    return (inputs * outputs) / (F * shape[0] * k * k)


def times_per_output(shape, F, k):
    places = (shape[1] + 1 - k) * (shape[2] + 1 - k)
    share = np.prod(shape) / (shape[0] * k * k)
    return share * places


def shift_rolled(before, after, by):
    W = before.shape[1]
    difference = np.abs(after - np.roll(before, by, axis=1))
    kept = difference[:, by:] if by >= 0 else difference[:, : W + by]
    return kept.max()


def shift_list(before, after, by):
    W = len(before[0])
    return max(
        abs(new[q] - old[q - by]) for old, new in zip(before, after, strict=True) for q in range(W) if 0 <= q - by < W
    )


def any_layer(rng):
    groups, k, s, p = (int(n) for n in rng.integers((1, 1, 1, 0), (5, 6, 5, 4)))
    C, F, down, across = (int(n) for n in rng.integers(1, 7, 4))
    least = max(1, k - 2 * p)
    return (groups * C, least + down - 1, least + across - 1), groups * F, k, s, p, groups


def any_pairs(rng):
    C, F, k, down, across = (int(n) for n in rng.integers(1, 7, 5))
    return (C, k + down - 1, k + across - 1), F, k


def any_maps(rng):
    H, W = rng.integers(1, 7, 2)
    return rng.normal(size=(H, W)), rng.normal(size=(H, W)), int(rng.integers(1 - W, W))


def size_twice_the_bias(shape, F, k, s, p, groups):
    *size, learned = layer_size(shape, F, k, s, p, groups)
    return *size, learned + F


def times_padded(shape, F, k):
    return times_more((shape[0], shape[1] + 2, shape[2] + 2), F, k)


def shift_one_row(before, after, by):
    return shift_error(before[:1], after[:1], by)


WRONG = {
    "09.1": [layer_half_bias, layer_leaky],
    "09.2": [mix_backwards],
    "09.3": [grouped_next_group],
    "09.4": [size_twice_the_bias],
    "09.5": [times_padded],
    "09.6": [shift_one_row],
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
    "09.1": [layer_correlate, layer_scipy, layer_taps],
    "09.2": [mix_moved, mix_conv2d, mix_pixels, mix_list],
    "09.3": [grouped_conv2d, grouped_scipy],
    "09.4": [size_formula, size_groups],
    "09.5": [times_counts, times_per_output],
    "09.6": [shift_rolled, shift_list],
}
