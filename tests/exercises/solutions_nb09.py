"""Right answers to the exercises of notebook 09, written in different ways."""

import numpy as np
from scipy import signal

from convnb import conv2d, correlate, output_size


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


def size_arrays(shape, F, k, s, p, groups):
    weight = np.zeros((F, shape[0] // groups, k, k))
    y = conv2d(np.zeros((1, *shape)), weight, np.zeros(F), stride=s, padding=p, groups=groups)
    return *y.shape[1:], weight.size + F


def size_ranges(shape, F, k, s, p, groups):
    rows, columns = (len(range(0, n + 2 * p - k + 1, s)) for n in shape[1:])
    return [F, rows, columns, F * (shape[0] * k**2 // groups + 1)]


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


def times_short(shape, F, k):
    _, H, W = shape
    return H * W * (H - k + 1) * (W - k + 1) / k**2


def times_arrays(shape, F, k):
    x, weight = np.zeros((1, *shape)), np.zeros((F, shape[0], k, k))
    return x.size * conv2d(x, weight).size / weight.size


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


def shift_slices(before, after, by):
    W = before.shape[1]
    if by < 0:
        before, after, by = after, before, -by
    return np.max(np.abs(after[:, by:] - before[:, : W - by]))


def shift_rolled(before, after, by):
    W = before.shape[1]
    difference = np.abs(after - np.roll(before, by, axis=1))
    kept = difference[:, by:] if by >= 0 else difference[:, : W + by]
    return kept.max()


def shift_unknown(before, after, by):
    rows, W = before.shape
    moved = np.full((rows, W), np.nan)
    for q in range(W):
        if 0 <= q - by <= W - 1:
            moved[:, q] = before[:, q - by]
    return np.nanmax(abs(moved - after))


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
    *size, learned = size_ranges(shape, F, k, s, p, groups)
    return *size, learned + F


def times_padded(shape, F, k):
    return times_short((shape[0], shape[1] + 2, shape[2] + 2), F, k)


def shift_one_row(before, after, by):
    return shift_slices(before[:1], after[:1], by)


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
    "09.1": [layer_correlate, layer_conv2d, layer_scipy, layer_taps, layer_loops],
    "09.2": [mix_einsum, mix_moved, mix_flat, mix_conv2d, mix_pixels, mix_list],
    "09.3": [grouped_conv2d, grouped_filters, grouped_split, grouped_zeros, grouped_scipy],
    "09.4": [size_arrays, size_ranges, size_formula, size_groups],
    "09.5": [times_short, times_arrays, times_counts, times_per_output],
    "09.6": [shift_slices, shift_rolled, shift_unknown, shift_list],
}
