"""More right answers to the exercises of notebook 04, and wrong ones."""

import math

import numpy as np

from convnb.exercises.nb04 import missing_length, receptive_field


def size_ceil(n, k, s, p, d):
    return math.ceil((n + 2 * p - d * (k - 1)) / s)


def size_numpy(n, k, s, p, d):
    padded = np.zeros(n + p + p)
    return np.array(padded[: len(padded) - d * (k - 1)][::s].shape[0], dtype=np.float32)


def same_shared(k, d):
    after = math.ceil(d * (k - 1) / 2)
    return [d * (k - 1) - after, after]


def same_shift(k, d):
    total = k * d - d
    return total >> 1, (total + 1) >> 1


def same_divmod(k, d):
    half, odd = divmod((k - 1) * d, 2)
    return np.array([half, half + odd])


def unread_rest(n, k, s):
    rest = (n - k) % s
    return range(n - rest, n)


def unread_generator(n, k, s):
    return (i for i in range(n) if i >= k and (i - k) >= (n - k) // s * s)


def missing_search(n, k, s, p, d):
    m = len(range(0, n + 2 * p - d * (k - 1), s))
    extra = 0
    while (m - 1) * s - 2 * p + d * (k - 1) + 1 + extra < n:
        extra += 1
    return extra


def field_interval(layers):
    first = last = 0
    for k, s, d in layers[::-1]:
        first, last = first * s, last * s + d * (k - 1)
    return last - first + 1


def field_generator(layers):
    return 1 + sum(d * (k - 1) * math.prod(s for _, s, _ in layers[:i]) for i, (k, _, d) in enumerate(layers))


def any_layer(rng):
    k, s, p, d = (int(rng.integers(low, high)) for low, high in [(1, 8), (1, 7), (0, 5), (1, 6)])
    return max(1, d * (k - 1) + 1 - 2 * p) + int(rng.integers(0, 30)), k, s, p, d


def any_kernel(rng):
    return int(rng.integers(1, 14)), int(rng.integers(1, 8))


def any_strides(rng):
    k = int(rng.integers(1, 10))
    return k + int(rng.integers(0, 25)), k, int(rng.integers(1, k + 1))


def any_stack(rng):
    return ([tuple(int(i) for i in row) for row in rng.integers(1, (6, 4, 4), size=(rng.integers(1, 6), 3))],)


def size_full_steps(n, k, s, p, d):
    return (n + 2 * p) // s - d * (k - 1)


def same_at_least_one(k, d):
    before, after = same_divmod(k, d)
    return max(1, before), max(1, after)


def unread_always_last(n, k, s):
    return [n - 1] if (n - k) % s else []


def missing_at_most_one(n, k, s, p, d):
    return min(1, missing_length(n, k, s, p, d))


def field_of_first_two(layers):
    return receptive_field(layers[:2])


WRONG = {
    "04.1": [size_full_steps],
    "04.2": [same_at_least_one],
    "04.3": [unread_always_last],
    "04.4": [missing_at_most_one],
    "04.5": [field_of_first_two],
}
DOMAINS = {
    "04.1": any_layer,
    "04.2": any_kernel,
    "04.3": any_strides,
    "04.4": any_layer,
    "04.5": any_stack,
}
SOLUTIONS = {
    "04.1": [size_ceil, size_numpy],
    "04.2": [same_shared, same_shift, same_divmod],
    "04.3": [unread_rest, unread_generator],
    "04.4": [missing_search],
    "04.5": [field_interval, field_generator],
}
