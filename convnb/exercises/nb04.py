"""The functions of the exercises of notebook 04; their words are in words/nb04.md."""

import math

import numpy as np

from ..ops.correlation import convolve, correlate
from .form import Ways, exercise

# 04.1 How large is the result?


def output_size(n, k, s, p, d):
    """floor((n + 2 p - d (k - 1) - 1) / s) + 1."""
    span = d * (k - 1) + 1
    return (n + 2 * p - span) // s + 1


def _layers(rng):
    # Different values, and strides that leave a remainder: each term of the formula then matters.
    cases = [(8, 3, 2, 0, 1), (5, 3, 1, 1, 1), (7, 3, 2, 1, 1), (9, 2, 3, 0, 1), (7, 3, 2, 0, 2), (12, 4, 3, 1, 2)]
    cases += [
        (6, 1, 2, 0, 3),
        (4, 4, 3, 0, 1),
        (3, 5, 2, 1, 1),
        (28, 5, 1, 2, 1),
        (32, 3, 4, 3, 5),
        (10, 3, 7, 0, 1),
        (5, 2, 1, 0, 4),
    ]
    for _ in range(10):
        k, s, p, d = (int(rng.integers(low, high)) for low, high in [(1, 7), (1, 5), (0, 4), (1, 4)])
        cases.append((max(1, d * (k - 1) + 1 - 2 * p) + int(rng.integers(0, 25)), k, s, p, d))
    return cases


# 04.2 The zeros of "same"


def same_padding(k, d):
    """(zeros before, zeros after): d (k - 1) in all, and where that is odd, the odd one comes after."""
    total = d * (k - 1)
    before = total // 2
    return before, total - before


def _kernels(rng):
    cases = [(3, 1), (5, 1), (4, 1), (2, 1), (3, 2), (1, 1), (1, 3), (4, 3), (7, 2), (6, 2), (2, 5)]
    return cases + [(int(rng.integers(1, 12)), int(rng.integers(1, 6))) for _ in range(5)]


# 04.3 What a stride never reads


def unread(n, k, s):
    """Indices that no window start, start + 1, .., start + k - 1 contains, for start = 0, s, 2 s, .. as it fits."""
    last = (n - k) // s * s
    return list(range(last + k, n))


def _strides(rng):
    cases = [(5, 2, 2), (8, 3, 2), (7, 3, 3), (10, 4, 3), (6, 3, 3), (9, 5, 1), (4, 4, 4), (11, 4, 4), (5, 3, 3)]
    for _ in range(8):
        k = int(rng.integers(1, 8))
        cases.append((k + int(rng.integers(0, 20)), k, int(rng.integers(1, k + 1))))
    return cases


# 04.4 The way back: output_padding


def missing_length(n, k, s, p, d):
    """n less (m - 1) s - 2 p + d (k - 1) + 1, where m = floor((n + 2 p - d (k - 1) - 1) / s) + 1."""
    span = d * (k - 1) + 1
    m = (n + 2 * p - span) // s + 1
    back = (m - 1) * s - 2 * p + span
    return n - back


def _strided(rng):
    cases = [(6, 3, 2, 1, 1), (5, 3, 2, 1, 1), (7, 2, 3, 0, 1), (10, 3, 4, 1, 1), (9, 3, 2, 0, 2), (13, 4, 5, 2, 2)]
    cases += [(8, 1, 3, 0, 1), (12, 5, 4, 3, 1), (11, 3, 3, 0, 3), (5, 4, 3, 1, 1), (9, 2, 4, 1, 2), (6, 2, 1, 0, 1)]
    for _ in range(8):
        k, s, p, d = (int(rng.integers(low, high)) for low, high in [(1, 6), (2, 6), (0, 4), (1, 4)])
        cases.append((max(1, d * (k - 1) + 1 - 2 * p) + int(rng.integers(0, 20)), k, s, p, d))
    return cases


# 04.5 The receptive field of a stack


def receptive_field(layers):
    """1 + sum over l of d_l (k_l - 1) times the product of the strides before layer l."""
    field, step = 1, 1
    for k, s, d in layers:
        field += d * (k - 1) * step
        step *= s
    return field


def _stacks(rng):
    stacks = [
        [(3, 1, 1), (3, 1, 1)],
        [(5, 1, 1)],
        [(3, 2, 1), (4, 1, 1)],
        [(3, 1, 1), (3, 1, 2), (3, 1, 4), (3, 1, 8)],
        [(2, 2, 1), (2, 2, 1), (2, 2, 1)],
        [(5, 1, 1), (2, 2, 1), (5, 1, 1), (2, 2, 1)],
        [(1, 3, 1), (4, 2, 3), (2, 1, 2)],
    ]
    for n in (2, 3, 4, 5):
        drawn = rng.integers(1, [[7, 4, 4]], size=(n, 3), endpoint=True)
        stacks.append([tuple(row) for row in drawn.tolist()])
    return [(layers,) for layers in stacks]


def _field(layers, steps):
    return 1 + sum(d * (k - 1) * int(step) for (k, _, d), step in zip(layers, steps, strict=False))


def _back(layers):
    """From the output to the input, with a whole stride for the last sample, too."""
    return _back(layers[1:]) * layers[0][1] + layers[0][2] * (layers[0][0] - 1) if layers else 1


_LINE, _KERNEL = np.array([1, 2]), np.array([1, 2, 3])

PREDICTED = {
    "04.d": {
        "no_stride": convolve(_LINE, _KERNEL),
        "assigned": np.concatenate([_KERNEL[:2], 2 * _KERNEL]),
        "unflipped": correlate([1, 0, 2], _KERNEL),
        "no_overlap": np.outer(_LINE, _KERNEL).ravel(),
    },
    "04.e": {"no_stride": convolve(np.ones(3), np.ones(3))},
}

EXERCISES = (
    exercise("04.1", output_size, _layers).slips(
        not_rounded=lambda n, k, s, p, d: (n + 2 * p - d * (k - 1) - 1) / s + 1,
        span_too_wide=Ways(
            [
                lambda n, k, s, p, d: (n + 2 * p - d * k) // s + 1,
                lambda n, k, s, p, d: len(range(0, n + 2 * p - d * k + 1, s)),
            ]
        ),
        dilation_added=lambda n, k, s, p, d: (n + 2 * p - (k + d - 1)) // s + 1,
        dilation_counts_zeros=lambda n, k, s, p, d: (n + 2 * p - (d + 1) * (k - 1) - 1) // s + 1,
        rounded_up=lambda n, k, s, p, d: math.ceil((n + 2 * p - d * (k - 1) - 1) / s) + 1,
        rounded_to_nearest=lambda n, k, s, p, d: round((n + 2 * p - d * (k - 1) - 1) / s) + 1,
        steps_counted=lambda n, k, s, p, d: (n + 2 * p - d * (k - 1) - 1) // s,
        stride_unused=lambda n, k, s, p, d: n + 2 * p - d * (k - 1),
        divided_first=lambda n, k, s, p, d: (n + 2 * p - d * (k - 1)) // s,
        range_too_short=lambda n, k, s, p, d: len(range(0, n + 2 * p - d * (k - 1) - 1, s)),
    ),
    exercise("04.2", same_padding, _kernels, returns=("before", "after")).slips(
        odd_before=lambda k, d: (d * (k - 1) - d * (k - 1) // 2, d * (k - 1) // 2),
        odd_missing=lambda k, d: (d * (k - 1) // 2, d * (k - 1) // 2),
        half_kernel=lambda k, d: (k // 2, k // 2),
        half_kernel_dilated=lambda k, d: (d * (k // 2), d * (k // 2)),
        half_zeros=lambda k, d: (d * (k - 1) / 2, d * (k - 1) / 2),
        total_on_each_side=lambda k, d: (d * (k - 1), d * (k - 1)),
        all_after=lambda k, d: (0, d * (k - 1)),
        span_too_wide=lambda k, d: (d * k // 2, d * k - d * k // 2),
        half_distances=lambda k, d: (d * ((k - 1) // 2), d * (k // 2)),
        odd_before__half_distances=lambda k, d: (d * (k // 2), d * ((k - 1) // 2)),
    ),
    exercise("04.3", unread, _strides).slips(
        n_divided_by_s=lambda n, k, s: list(range(n - n % s, n)),
        windows_side_by_side=lambda n, k, s: list(range(n - n % k, n)),
        from_next_start=lambda n, k, s: list(range((n - k) // s * s + s, n)),
        samples_read=lambda n, k, s: list(range((n - k) // s * s + k)),
        how_many=lambda n, k, s: (n - k) % s,
        wrong_side=lambda n, k, s: list(range((n - k) % s)),
        no_start=Ways(
            [
                lambda n, k, s: [i for i in range(n) if i % s],
                lambda n, k, s: sorted({*range(n)} - {*range(0, n - k + 1, s)}),
            ]
        ),
        no_room_to_start=lambda n, k, s: list(range(n - k + 1, n)),
        one_too_large=lambda n, k, s: list(range((n - k) // s * s + k + 1, n + 1)),
        last_window_missing=lambda n, k, s: sorted({*range(n)} - {t + j for t in range(0, n - k, s) for j in range(k)}),
        starts=lambda n, k, s: list(range(0, n - k + 1, s)),
    ),
    exercise("04.4", missing_length, _strided).slips(
        zero=lambda n, k, s, p, d: 0,
        length_of_the_way_back=lambda *layer: layer[0] - missing_length(*layer),
        stride_less_1=lambda n, k, s, p, d: s - 1,
        n_divided_by_s=lambda n, k, s, p, d: n % s,
        padding_unused=lambda n, k, s, p, d: (n - d * (k - 1) - 1) % s,
        dilation_unused=lambda n, k, s, p, d: (n + 2 * p - k) % s,
        padding_unused__dilation_unused=lambda n, k, s, p, d: (n - k) % s,
        lacking=Ways(
            [
                lambda n, k, s, p, d: -(n + 2 * p - d * (k - 1) - 1) % s,
                lambda n, k, s, p, d: s - (n + 2 * p - d * (k - 1) - 1) % s,
            ]
        ),
        n_taken_for_m=lambda n, k, s, p, d: n - ((n - 1) * s - 2 * p + d * (k - 1) + 1),
        m_by_stride_alone=lambda n, k, s, p, d: n - ((n // s - 1) * s - 2 * p + d * (k - 1) + 1),
        compared_with_m=lambda n, k, s, p, d: n - (n + 2 * p - d * (k - 1) - 1) // s - 1,
        fraction_of_step=lambda n, k, s, p, d: (n + 2 * p - d * (k - 1) - 1) / s % 1,
    ),
    exercise("04.5", receptive_field, _stacks).slips(
        sum_of_sizes=lambda layers: sum(k for k, _, _ in layers),
        product_of_sizes=Ways(
            [
                lambda layers: math.prod(k for k, _, _ in layers),
                lambda layers: math.prod(d * (k - 1) + 1 for k, _, d in layers),
            ]
        ),
        strides_unused=lambda layers: receptive_field([(k, 1, d) for k, _, d in layers]),
        dilations_unused=lambda layers: receptive_field([(k, s, 1) for k, s, _ in layers]),
        strides_and_dilations_unused=lambda layers: receptive_field([(k, 1, 1) for k, _, _ in layers]),
        strides_added=lambda layers: _field(layers, np.cumsum([1, *(s - 1 for _, s, _ in layers)])),
        own_stride=lambda layers: _field(layers, np.cumprod([s for _, s, _ in layers])),
        stride_before_only=lambda layers: _field(layers, [1, *(s for _, s, _ in layers)]),
        wrong_end=lambda layers: receptive_field(layers[::-1]),
        one_too_small=lambda layers: receptive_field(layers) - 1,
        whole_strides=lambda layers: _back(layers),
        whole_kernels=lambda layers: receptive_field([(k + 1, s, d) for k, s, d in layers]),
        last_layer_only=lambda layers: layers[-1][2] * (layers[-1][0] - 1) + 1,
        dilation_as_stride=lambda layers: receptive_field([(d * (k - 1) + 1, s * d, 1) for k, s, d in layers]),
    ),
)
