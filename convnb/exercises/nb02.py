"""The functions of the exercises of notebook 02; their words are in words/nb02.md."""

import numpy as np

from ..ops.correlation import convolve, correlate
from .form import Ways, exercise
from .grading.source import CONVOLVES
from .inputs import digits, drawn
from .scenes import convolved

# 02.2 Convolution as a function


def convolve_full(x, kernel):
    """y[t] = sum over s of x[s] kernel[t - s], zeros outside both: len(x) + len(kernel) - 1 entries."""
    y = np.zeros(len(x) + len(kernel) - 1)
    for s in range(len(x)):
        for k in range(len(kernel)):
            y[s + k] += x[s] * kernel[k]
    return y


def _signals(rng):
    sizes = [(3, 2), (4, 3), (2, 4), (6, 3), (1, 3), (5, 1), (3, 3)]
    zeros = [([0.0, 2, 0, 1, 0], [3.0, 0, 1]), ([4.0, 1], [0.0, 0, 5, 2, 0])]
    return drawn(rng, digits, sizes, [(9, 4), (5, 8)]) + [(np.array(x), np.array(kernel)) for x, kernel in zeros]


def _negative_index(x, kernel):
    spans = [range(max(0, t - len(kernel) + 1), len(x)) for t in range(len(x) + len(kernel) - 1)]
    return [sum(x[s] * kernel[t - s] for s in span) for t, span in enumerate(spans)]


def _circular(x, kernel, n):
    y = np.zeros(n)
    np.add.at(y, np.arange(len(x) + len(kernel) - 1) % n, np.convolve(x, kernel))
    return y


# 02.3 Two loaded dice


def sum_of_dice(a, b):
    """r[k] = sum over i of p[i] q[k - i], the chance of a total of k + 2; p and q are a and b divided by their sums."""
    p, q = a / np.sum(a), b / np.sum(b)
    r = np.zeros(len(p) + len(q) - 1)
    for i in range(len(p)):
        for j in range(len(q)):
            r[i + j] += p[i] * q[j]
    return r


def _counts(rng):
    # The faces of a die all have different counts: no wrong order and no wrong sum is right by symmetry.
    cases = [(np.array([1.0, 3.0]), np.array([4.0, 1.0])), (np.array([2.0, 1.0, 5.0]), np.array([1.0, 6.0, 3.0]))]
    for faces in (4, 6, 6, 8):
        cases.append((rng.permutation(40)[:faces] + 1.0, rng.permutation(30)[:faces] + 3.0))
    return [*cases, (np.array([0.0, 4, 0, 7, 3, 0]), np.array([0.0, 2, 5, 1, 6, 0]))]  # some faces never came


def _p(counts):
    return counts / np.sum(counts)


# 02.4 The kernel of an echo


def echo_kernel(delay, gain):
    """1 at place 0 and `gain` at place `delay`, zeros between them."""
    kernel = np.zeros(delay + 1)
    kernel[0] = 1.0
    kernel[delay] = gain
    return kernel


def _echoes(rng):
    drawn = [(int(rng.integers(2, 20)), float(rng.uniform(0.1, 0.9))) for _ in range(4)]
    return [(1, 0.5), (2, 0.25), (3, -0.5), (4, 0.75), (9, 0.125), *drawn]


def _echo(length, *taps):
    """A kernel of that length with the taps (place, value); those outside are dropped."""
    kernel = np.zeros(length)
    for place, value in taps:
        if 0 <= place < length:
            kernel[place] = value
    return kernel


# 02.5 How long is the result?


def result_lengths(n, m):
    """Lengths of the results of the modes full, same and valid, for n samples and m <= n weights."""
    return n + m - 1, n, n - m + 1


_HITS, _PAIN = np.array([0, 0, 1, 1, 0, 0]), np.array([3, 2, 1])
_HALVES = np.array([1, 0.5, 0.25, 0.125])


def _last_copy_counts(x, kernel):
    """A copy of the kernel for each entry of x but 0, where a later copy overwrites the earlier ones."""
    y = np.zeros(len(x) + len(kernel) - 1)
    for t in np.flatnonzero(x):
        y[t : t + len(kernel)] = x[t] * kernel
    return y


PREDICTED = {
    "02.b": {"assigned": _last_copy_counts(_HITS, _PAIN)[:7], "unflipped": correlate(_HITS, _PAIN)[:7]},
    "02.c": {"convolved": convolve(_HITS, _PAIN), "assigned": _last_copy_counts(_HITS, _PAIN[::-1])},
    "02.d": {"unflipped": correlate([1, 2], [3, 4])},
    "02.e": {"assigned": _last_copy_counts([8, 0, 4, 0], _HALVES)[:4]},
}

EXERCISES = (
    exercise("02.1", np.array([0.0, 6.0, 4.0, 5.0, 2.0, 1.0])).slips(
        correlated=[0, 2, 4, 7, 2, 3],
        overwritten=[0, 6, 4, 3, 2, 1],
        hits_alike=Ways([[0, 3, 2, 4, 2, 1], [0, 6, 4, 8, 4, 2]]),
        hits_exchanged=[0, 3, 2, 7, 4, 2],
        strength_added=[0, 5, 4, 7, 3, 2],
        late=[0, 0, 6, 4, 5, 2],
        early=[6, 4, 5, 2, 1, 0],
        hurts_once=[0, 6, 0, 3, 0, 0],
        entry_by_entry=[0, 4, 0, 1, 0, 0],
        full_length=[0, 6, 4, 5, 2, 1, 0, 0],
    ),
    exercise("02.2", convolve_full, _signals, scene=convolved, without=CONVOLVES).slips(
        correlated=lambda x, k: np.convolve(x, k[::-1]),
        cut_at_x=lambda x, k: np.convolve(x, k)[: len(x)],
        one_too_long=lambda x, k: np.append(np.convolve(x, k), 0),
        last_missing=lambda x, k: np.convolve(x, k)[:-1],
        zeros_trimmed=np.polymul,
        circular=lambda x, k: _circular(x, k, len(x)),
        circular_longer=lambda x, k: _circular(x, k, max(len(x), len(k))),
        same_mode=lambda x, k: np.convolve(x, k)[(len(k) - 1) // 2 :][: len(x)],
        numpy_same=lambda x, k: np.convolve(x, k, "same"),
        valid_mode=lambda x, k: np.convolve(x, k, "valid"),
        one_late=lambda x, k: np.insert(np.convolve(x, k), 0, 0)[:-1],
        negative_index=Ways([_negative_index, lambda x, k: _negative_index(k, x)]),
    ),
    exercise("02.3", sum_of_dice, _counts).slips(
        counts=np.convolve,
        all_throws=lambda a, b: np.convolve(a, b) / (np.sum(a) + np.sum(b)),
        first_divided_only=lambda a, b: np.convolve(_p(a), b),
        second_divided_only=lambda a, b: np.convolve(a, _p(b)),
        added=lambda a, b: _p(a) + _p(b),
        mean=lambda a, b: (_p(a) + _p(b)) / 2,
        same_face=lambda a, b: _p(a) * _p(b),
        table=lambda a, b: np.outer(_p(a), _p(b)),
        difference=lambda a, b: np.convolve(_p(a), _p(b)[::-1]),
        difference_reversed=lambda a, b: np.convolve(_p(a)[::-1], _p(b)),
        late=lambda a, b: np.concatenate([[0, 0], np.convolve(_p(a), _p(b))]),
        early=lambda a, b: np.append(np.convolve(_p(a), _p(b))[2:], [0, 0]),
        fair=lambda a, b: np.convolve(np.ones(len(a)), np.ones(len(b))) / len(a) ** 2,
        circular=lambda a, b: _circular(_p(a), _p(b), len(a)),
    ),
    exercise("02.4", echo_kernel, _echoes).slips(
        echo_alone=lambda d, g: _echo(d + 1, (d, g)),
        early_and_short=lambda d, g: _echo(d, (0, 1), (d - 1, g)),
        early=lambda d, g: _echo(d + 1, (0, 1), (d - 1, g)),
        late=lambda d, g: _echo(d + 2, (0, 1), (d + 1, g)),
        exchanged=lambda d, g: _echo(d + 1, (0, g), (d, 1)),
        both_quieter=lambda d, g: g * _echo(d + 1, (0, 1), (d, 1)),
        smeared=lambda d, g: np.array([1.0, *[g] * d]),
        loudness_shared=lambda d, g: _echo(d + 1, (0, 1 - g), (d, g)),
        reverb=lambda d, g: _echo(2 * d + 1, (0, 1), (d, g), (2 * d, g * g)),
        no_echo=lambda d, g: _echo(d + 1, (0, 1)),
    ),
    exercise(
        "02.5",
        result_lengths,
        lambda rng: [(5, 3), (5, 2), (4, 4), (7, 1), (9, 4), *((m + int(rng.integers(9)), m) for m in (2, 5, 8))],
        returns=("full", "same", "valid"),
    ).slips(
        full_long_valid_short=lambda n, m: (n + m, n, n - m),
        full_long=lambda n, m: (n + m, n, n - m + 1),
        valid_short=lambda n, m: (n + m - 1, n, n - m),
        same_as_kernel=lambda n, m: (n + m - 1, m, n - m + 1),
        exchanged=lambda n, m: (n - m + 1, n, n + m - 1),
        padded_length=lambda n, m: (n + 2 * (m - 1), n, n - m + 1),
        odd_only=lambda n, m: (n + m - 1, n, n - 2 * (m // 2)),
    ),
)
