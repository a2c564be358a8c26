"""Answers as learners write them in notebooks 00 and 01: each gets its advice."""

from contextlib import suppress

import numpy as np

from convnb import align, correlate


def python_sum(window, kernel):
    return sum(window * kernel)


def rolled(f, g, shift):
    return np.sum(f * np.roll(g, -shift))


def rolled_dot(f, g, shift):
    return np.dot(np.roll(f, shift), g)


def rolled_other_way(f, g, shift):
    return f @ np.roll(g, shift)


def sliced(f, g, shift):
    return np.sum(f * g[shift : shift + len(f)])


def unbounded(f, g, shift):
    total = 0
    for t in range(len(f)):
        total += f[t] * g[t + shift]
    return total


def lower_bound_only(f, g, shift):
    return sum(f[t] * g[t + shift] for t in range(len(f)) if t + shift >= 0)


def swallowing(f, g, shift):
    total = 0
    for t in range(len(f)):
        with suppress(IndexError):
            total += f[t] * g[t + shift]
    return total


def exchanged(f, g, shift):
    return sum(g[t] * f[t + shift] for t in range(len(g)) if 0 <= t + shift < len(f))


def from_the_list(f, g, shift):
    return correlate(g, f)[shift + len(f) - 1]


def score(f, g, shift):
    return sum(f[t] * g[t + shift] for t in range(len(f)) if 0 <= t + shift < len(g))


def search(f, g, *, best=None, high=0, first=None, stop=None, key=lambda value: value):
    """The loop over lags that learners write, with its start values and its ends."""
    first = 1 - len(f) if first is None else first
    for k in range(first, len(g) if stop is None else stop):
        if key(score(f, g, k)) > high:
            high, best = key(score(f, g, k)), k
    return best


def from_zero_and_none(f, g):
    return search(f, g)


def from_zero_and_zero(f, g):
    return search(f, g, best=0)


def from_zero_unset(f, g):
    high = 0
    for k in range(1 - len(f), len(g)):
        if score(f, g, k) > high:
            high = score(f, g, k)
            best = k
    return best


def without_last_lag(f, g):
    return search(f, g, high=-np.inf, stop=len(g) - 1)


def without_last_lag_max(f, g):
    scores = [score(f, g, k) for k in range(-len(f) + 1, len(g) - 1)]
    return scores.index(max(scores)) - len(f) + 1


def from_minus_len(f, g):
    return search(f, g, high=-np.inf, first=-len(f))


def to_len(f, g):
    return search(f, g, high=-np.inf, stop=len(g) + 1)


def aligned(f, g):
    return align(f, g).lag


def signed_without_abs(f, g):
    scores = correlate(g, f)
    i = np.argmax(scores)
    return i - (len(f) - 1), np.sign(scores[i])


def signed_without_abs_always_one(f, g):
    return search(f, g, high=-np.inf), 1


def signed_exchanged(f, g):
    k = search(f, g, key=abs)
    return (1 if score(f, g, k) > 0 else -1), k


def signed_aligned(f, g):
    lag, similarity = align(f, g)
    return lag, 1 if similarity > 0 else -1


def peaks_of(score, threshold, times):
    return [t for t in times if score[t - 1] < score[t] > score[t + 1] and score[t] >= threshold]


def thinned(score, peaks, distance, *, order=-1, finish=sorted):
    kept = []
    for t in sorted(peaks, key=lambda t: order * score[t]):
        if all(abs(t - k) >= distance for k in kept):
            kept.append(t)
    return finish(kept)


def unsorted(score, threshold, distance):
    return thinned(score, peaks_of(score, threshold, range(1, len(score) - 1)), distance, finish=list)


def lowest_first(score, threshold, distance):
    return thinned(score, peaks_of(score, threshold, range(1, len(score) - 1)), distance, order=1)


def left_to_right(score, threshold, distance):
    kept = []
    for t in peaks_of(score, threshold, range(1, len(score) - 1)):
        if not kept or t - kept[-1] >= distance:
            kept.append(t)
    return kept


def one_too_small(score, threshold, distance):
    inside = score[1:-1]
    peaks = np.flatnonzero((inside > score[:-2]) & (inside > score[2:]) & (inside >= threshold))
    return thinned(score[1:], peaks, distance)


def one_too_small_heights(score, threshold, distance):
    peaks = np.flatnonzero((score[1:-1] > score[:-2]) & (score[1:-1] > score[2:]))
    return thinned(score, peaks[score[peaks] >= threshold], distance)


def ends_too(score, threshold, distance):
    def high(t, other):
        return other in (-1, len(score)) or score[t] > score[other]

    peaks = [t for t in range(len(score)) if high(t, t - 1) and high(t, t + 1) and score[t] >= threshold]
    return thinned(score, peaks, distance)


def from_first_sample(score, threshold, distance):
    return thinned(score, peaks_of(score, threshold, range(len(score) - 1)), distance)


def over_both_ends(score, threshold, distance):
    return thinned(score, peaks_of(score, threshold, range(len(score))), distance)


ADVICE = {
    "00.1": [(python_sum, "Python's own sum")],
    "01.1": [
        (rolled, "np.roll wraps around"),
        (rolled_dot, "np.roll wraps around"),
        (rolled_other_way, "np.roll(g, shift) moves g the other way"),
        (sliced, "A slice is too short"),
        (unbounded, "You never ask whether t + shift is an index of g"),
        (lower_bound_only, "the upper one is missing"),
        (swallowing, "the lower one is missing"),
        (exchanged, "or exchanged f and g"),
        (from_the_list, "The list of all scores"),
    ],
    "01.2": [
        (from_zero_and_none, "no lag is ever set"),
        (from_zero_and_zero, "the lag stays at the 0"),
        (from_zero_unset, "does not exist yet at the end"),
        (without_last_lag, "You never try the last lag"),
        (without_last_lag_max, "You never try the last lag"),
        (from_minus_len, "You also try -len(f)"),
        (to_len, "You also try len(g)"),
        (aligned, "the loud part wins"),
    ],
    "01.4": [
        (unsorted, "sort them before you return them"),
        (lowest_first, "from the lowest to the highest"),
        (left_to_right, "from left to right"),
        (one_too_small, "All your positions are one too small"),
        (one_too_small_heights, "the height of the sample before"),
        (ends_too, "You count the first and the last sample"),
        (from_first_sample, "You begin at t = 0"),
        (over_both_ends, "You look for peaks at the ends, too"),
    ],
    "01.5": [
        (signed_without_abs, "You took the lag of the largest sum, and its sign"),
        (signed_without_abs_always_one, "your sign is always 1"),
        (signed_exchanged, "in the wrong order"),
        (signed_aligned, "This is what align finds"),
        (align, "This is what align gives"),
    ],
}
