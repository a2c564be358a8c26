"""Right answers to exercises 09.4 to 09.6, written in different ways."""

import numpy as np

from convnb import conv2d, output_size


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


WRONG_COUNTS = {"09.4": [size_twice_the_bias], "09.5": [times_padded]}
WRONG_SHIFTS = {"09.6": [shift_one_row]}
COUNTS = {
    "09.4": [size_arrays, size_ranges, size_formula, size_groups],
    "09.5": [times_short, times_arrays, times_counts, times_per_output],
}
SHIFTS = {"09.6": [shift_slices, shift_rolled, shift_unknown, shift_list]}
