"""Right answers to the exercises of notebook 04, written in different ways."""

import math

import numpy as np


def size_counted(n, k, s, p, d):
    places, start = 0, -p
    while start + d * (k - 1) < n + p:
        places += 1
        start += s
    return places


def size_range(n, k, s, p, d):
    return len(range(0, n + 2 * p - d * (k - 1), s))


def size_ceil(n, k, s, p, d):
    return math.ceil((n + 2 * p - d * (k - 1)) / s)


def size_numpy(n, k, s, p, d):
    padded = np.zeros(n + p + p)
    return np.array(padded[: len(padded) - d * (k - 1)][::s].shape[0], dtype=np.float32)


def same_shared(k, d):
    after = math.ceil(d * (k - 1) / 2)
    return [d * (k - 1) - after, after]


def same_loop(k, d):
    zeros = [0, 0]
    for turn in range(d * (k - 1)):
        zeros[1 if turn % 2 == 0 else 0] += 1
    return tuple(zeros)


def same_shift(k, d):
    total = k * d - d
    return total >> 1, (total + 1) >> 1


def same_divmod(k, d):
    half, odd = divmod((k - 1) * d, 2)
    return np.array([half, half + odd])


def unread_marks(n, k, s):
    read = np.zeros(n, dtype=bool)
    for start in range(0, n - k + 1, s):
        read[start : start + k] = True
    return np.flatnonzero(~read)


def unread_sets(n, k, s):
    read = {start + i for start in range(0, n - k + 1, s) for i in range(k)}
    return sorted(set(range(n)) - read)


def unread_rest(n, k, s):
    rest = (n - k) % s
    return range(n - rest, n)


def unread_generator(n, k, s):
    return (i for i in range(n) if i >= k and (i - k) >= (n - k) // s * s)


def missing_rest(n, k, s, p, d):
    return (n + 2 * p - d * (k - 1) - 1) % s


def missing_search(n, k, s, p, d):
    m = len(range(0, n + 2 * p - d * (k - 1), s))
    extra = 0
    while (m - 1) * s - 2 * p + d * (k - 1) + 1 + extra < n:
        extra += 1
    return extra


def missing_places(n, k, s, p, d):
    starts = np.arange(0, n + 2 * p - d * (k - 1), s)
    return n + 2 * p - 1 - (starts[-1] + d * (k - 1))


def field_backwards(layers):
    field = 1
    for k, s, d in reversed(layers):
        field = (field - 1) * s + d * (k - 1) + 1
    return field


def field_interval(layers):
    first = last = 0
    for k, s, d in layers[::-1]:
        first, last = first * s, last * s + d * (k - 1)
    return last - first + 1


def field_numpy(layers):
    k, s, d = np.transpose(layers)
    steps = np.cumprod(np.r_[1, s[:-1]])
    return 1 + steps @ (d * (k - 1))


def field_marks(layers):
    seen = {0}
    for k, s, d in layers[::-1]:
        seen = {place * s + i * d for place in seen for i in range(k)}
    return max(seen) + 1


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
    return min(1, missing_rest(n, k, s, p, d))


def field_of_first_two(layers):
    return field_numpy(layers[:2])


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
    "04.1": [size_counted, size_range, size_ceil, size_numpy],
    "04.2": [same_shared, same_loop, same_shift, same_divmod],
    "04.3": [unread_marks, unread_sets, unread_rest, unread_generator],
    "04.4": [missing_rest, missing_search, missing_places],
    "04.5": [field_backwards, field_interval, field_numpy, field_marks, field_generator],
}
