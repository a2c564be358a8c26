"""The functions of the exercises of notebook 01; their words are in words/nb01.md."""

import numpy as np

from ..ops.correlation import align, convolve, correlate
from .form import Ways, changed, exercise, one_wrong
from .inputs import digits, floats
from .scenes import Lag

# 01.1 One lag


def score_at(f, g, shift):
    """Sum over t of f[t] g[t + shift], with zeros outside both signals."""
    total = 0.0
    for t in range(len(f)):
        if 0 <= t + shift < len(g):
            total += f[t] * g[t + shift]
    return total


def _rolled(f, g, shift, length):
    """The score on a circle of `length` places: both signals are filled up with zeros, and g is rolled."""
    f, g = (np.pad(signal, (0, length - len(signal))) for signal in (f, g))
    return f @ np.roll(g, -shift)


def _shifts(rng):
    # Equal lengths first, where np.roll runs, and -1 before 1: g[-1] gives a number, g[len(g)] only an error. No shift
    # below -len(g): there g[t + shift] raises where it should wrap around.
    sizes = [(3, 3, 0), (3, 3, -1), (3, 3, 1), (3, 4, 1), (3, 4, -1), (5, 3, 0), (5, 3, -2), (3, 4, 3), (3, 4, 4)]
    sizes += [(2, 4, -4), (4, 7, -3), (4, 7, 5), (3, 4, 20), (2, 4, -2)]
    cases = [(*digits(rng, n, m), shift) for n, m, shift in sizes]
    return cases + [(*floats(rng, 12, 9), shift) for shift in (-8, -3, 2, 8)]


# 01.2 The best lag


def best_lag(f, g):
    """The lag k, from -(len(f) - 1) to len(g) - 1, at which the sum over t of f[t] g[t + k] is largest."""
    best, best_score = 0, -np.inf
    for lag in range(-(len(f) - 1), len(g)):
        score = score_at(f, g, lag)
        if score > best_score:
            best, best_score = lag, score
    return best


def _correlation(f, g):
    """The sum over t of f[t] g[t + k] for all lags k, the first being -(len(f) - 1)."""
    return np.correlate(g, f, mode="full")


def _peak_lag(scores, f):
    return int(np.argmax(scores)) - (len(f) - 1)


# Whole numbers to follow by hand. No two lags tie for the largest sum, the smallest, or the largest absolute value.
_BY_HAND = [
    ([1, 4, 2], [-1, 0, 1, 4, 2]),  # a copy, 2 samples later
    ([2, 1, 4, 3], [1, 4, 3]),  # earlier, and g holds only a part of it
    ([1, 3, 2], [1, 3, 2, -1, 0, 9]),  # a copy at lag 0, and a loud sample that gives a larger sum
    ([3, -2], [-1, 1, 2]),  # the best lag is the last one
    ([-2, 3], [2, 1, -1]),  # the first one
    ([1, 2], [-3, -1]),  # all sums are negative
    ([3, 1, 2], [-1, -4]),
]
# (len(f), len(g)) of short signals without a copy. Not (1, 1): there a search that forgets a lag has none to try. Those
# of one sample stand last: align refuses them.
_SHORT = [(3, 2), (2, 4), (3, 3), (4, 4), (5, 3), (3, 5), (2, 3), (4, 2), (3, 4), (1, 5), (4, 1)]
# (len(f), len(g), delay of f in g): both signs, unequal lengths, and copies that g holds only in part.
_PLACES = [(3, 5, 2), (4, 8, 4), (6, 5, -3), (5, 9, 5), (8, 6, -4), (12, 15, 3), (15, 11, -6), (10, 20, 9), (9, 9, 5)]


def _copies(rng, signs, more_signs):
    """Pairs (f, g) where g is multiplied by a sign: of _BY_HAND, short ones, copies of _PLACES, faint ones."""
    cases = [(np.array(f) + 0.0, sign * np.array(g) + 0.0) for (f, g), sign in zip(_BY_HAND, signs, strict=True)]
    faint = [(f / 100, g / 100) for f, g in cases]  # all sums are below 1: a search must not start with 1 or -1
    cases += [_draw(rng, n, m) for n, m in _SHORT]
    cases += [_draw(rng, *place, sign) for place, sign in zip(_PLACES, more_signs, strict=True)]
    return cases + faint


def _draw(rng, n, m, delay=None, sign=1):
    """Two signals without ties; where there is a delay, g holds sign * f there, and that is the best lag.

    Short signals are of whole numbers. In long ones g is noisy.
    """
    while True:
        f = rng.choice([-1.0, 1.0], n) * (rng.permutation(9)[:n] + 1) if n < 9 else rng.normal(size=n)
        if delay is None:
            g = rng.integers(-9, 10, m) + 0.0
        else:
            g = rng.integers(-2, 3, m) + 0.0 if n < 9 else 0.2 * rng.normal(size=m)
            for t in range(max(0, -delay), min(n, m - delay)):
                g[t + delay] = sign * f[t] + (g[t + delay] if n >= 9 else 0.0)
        scores = _correlation(f, g)
        best = _peak_lag(np.abs(scores), f)
        if _untied(scores) and delay in (None, best):
            return f, g


def _untied(scores):
    """True if no two lags share the largest score, the smallest, or the largest absolute value."""
    return all(np.diff(np.sort(values)[-2:])[0] > 1e-6 for values in (scores, -scores, np.abs(scores)))


def _best_of(lags, f, g):
    return max(lags, key=lambda lag: score_at(f, g, lag))


def _best_on_a_circle(lags, f, g):
    return max(lags, key=lambda lag: _rolled(f, g, lag, max(len(f), len(g))))


def _overlap(f, g, lag):
    """How many pairs of samples meet at this lag."""
    return score_at(np.ones(len(f)), np.ones(len(g)), lag)


def _above_zero(f, g, lag):
    """The best lag among those with a positive sum, or `lag` if there is none."""
    best = _peak_lag(_correlation(f, g), f)
    return best if score_at(f, g, best) > 0 else lag


def _unset_below_zero(f, g):
    best = _above_zero(f, g, None)
    if best is None:
        raise UnboundLocalError  # as a loop does that never sets what is returned
    return best


# 01.3 Pearson


def pearson(f, g):
    """Sum of (f - mean f)(g - mean g), divided by the norms of both factors."""
    a, b = f - f.mean(), g - g.mean()
    return np.sum(a * b) / np.sqrt(np.sum(a * a) * np.sum(b * b))


def _vectors(rng):
    # Means far from zero, unequal norms, and lengths that differ from case to case.
    cases = [(rng.permutation(9)[:n] + 1.0, 3.0 * rng.permutation(9)[:n] - 4.0) for n in (3, 4, 5)]
    return cases + [(rng.normal(1.5, 2.0, n), rng.normal(-4.0, 0.5, n)) for n in (2, 6, 9, 12)]


def _cosine(f, g):
    return f @ g / np.sqrt((f @ f) * (g @ g))


def _products(f, g):
    return (f - f.mean()) @ (g - g.mean())


def _norm(f):
    return np.sqrt(_products(f, f))


# 01.4 Every heartbeat once


def find_beats(score, threshold, distance):
    """Positions of peaks that reach the threshold, in ascending order, no two closer than `distance` samples.

    t is a peak if score[t - 1] < score[t] > score[t + 1]. From the highest peak to the lowest, a peak is kept unless
    a kept one is closer than `distance`.
    """
    peaks = []
    for t in range(1, len(score) - 1):
        if score[t] >= threshold and score[t - 1] < score[t] > score[t + 1]:
            peaks.append(t)
    kept = []
    for t in sorted(peaks, key=lambda t: -score[t]):
        if all(abs(t - other) >= distance for other in kept):
            kept.append(t)
    return sorted(kept)


def _scores(rng):
    # All samples of a score are different, so no two peaks tie. In the first cases, short ones to follow by hand, each
    # rule matters.
    cases = [
        ([9, 1, 2, 7, 3, 1, 4, 2], 4, 3),  # the first sample is high but no peak; a peak equals the threshold
        ([0, 4, 2, 7, 3, 1], 3, 3),  # the right one of two close peaks is kept, it is higher
        ([0, 7, 2, 4, 1], 3, 3),  # the left one
        ([1, 6, 2, 7, 3, 8, 5, 9], 3, 3),  # 5 is kept and removes 3, which then cannot remove 1; the last is no peak
        ([1, 5, 9, 7, 6, 0, 2], 5, 2),  # on the slope, 4 is high and far enough from the peak
        ([0, 3, 1, 5, 2, 4], 2, 2),  # neighbours that are exactly `distance` apart are both kept
        ([2, 4, 6, 3, 1, 0, 7, 8, 5], 3, 4),
    ]
    cases = [(np.array(score, dtype=float), float(threshold), distance) for score, threshold, distance in cases]
    for n, distance in [(10, 1), (14, 3), (20, 4), (40, 6), (60, 5), (60, 3)]:
        score = rng.permutation(n) + 0.0
        cases.append((score, float(rng.integers(n // 3, 4 * n // 5)), distance))
    return [*cases, (rng.permutation(8) + 0.0, 99.0, 2)]


def _peaks(score, threshold=-np.inf):
    inside = score[1:-1]
    return 1 + np.flatnonzero((inside > score[:-2]) & (inside > score[2:]) & (inside >= threshold))


def _removed_by_removed(score, threshold, distance):
    peaks = _peaks(score, threshold)
    return [t for t in peaks if all(score[t] >= score[o] for o in peaks if abs(t - o) < distance)]


def _peaks_by_index(score, threshold, stop):
    """A loop over t < stop that ignores the ends: score[-1] is the last sample, score[len(score)] an error."""
    return [t for t in range(stop) if score[t - 1] < score[t] > score[t + 1] and score[t] >= threshold]


def _crossings(score, threshold):
    return 1 + np.flatnonzero((score[:-1] < threshold) & (score[1:] >= threshold))


def _kept(positions, distance):
    """Thins out in the order given: a position is kept unless a kept one is closer than `distance`."""
    kept = []
    for t in positions:
        if all(abs(t - other) >= distance for other in kept):
            kept.append(t)
    return kept


def _last_kept_only(score, threshold, distance):
    kept = []
    for t in sorted(_peaks(score, threshold), key=lambda t: -score[t]):
        if not kept or abs(t - kept[-1]) >= distance:
            kept.append(t)
    return sorted(kept)


def _highest_first(positions, score, distance):
    return sorted(_kept(sorted(positions, key=lambda t: -score[t]), distance))


# 01.5 Upside down or not?


def best_lag_and_sign(f, g):
    """The lag k at which |sum over t of f[t] g[t + k]| is largest, and the sign of that sum."""
    best, best_score = 0, 0.0
    for lag in range(-(len(f) - 1), len(g)):
        score = score_at(f, g, lag)
        if abs(score) > abs(best_score):
            best, best_score = lag, score
    return best, 1 if best_score > 0 else -1


_X, _Y = np.array([1, 2, 3]), np.array([0, 1, 2, 3])
_ARROW, _OTHERS = np.array([2, 0]), np.array([[6, 0], [0, 5], [-2, 0]])

PREDICTED = {
    "01.b": {"exchanged": correlate(_X, _Y), "flipped": convolve(_Y, _X)},
    "01.c": {"index": np.argmax(correlate([0, 1, 3, 2, 0, 0, 0, 0, 0], [0, 0, 0, 1, 3, 2, 0, 0, 0]))},
    "01.d": {"dots": _OTHERS @ _ARROW, "one_norm": _OTHERS @ _ARROW / np.linalg.norm(_ARROW)},
}

EXERCISES = (
    exercise("01.1", score_at, _shifts).slips(
        circular=Ways(
            [
                lambda f, g, s: sum(f[t] * g[(t + s) % len(g)] for t in range(len(f))),
                lambda f, g, s: _rolled(f, g, s, max(len(f), len(g))),
                lambda f, g, s: _rolled(f, g, s, len(f) + len(g) - 1),
                lambda f, g, s: _rolled(f, g, s, len(f) + len(g)),
            ]
        ),
        rolled=lambda f, g, s: np.sum(f * np.roll(g, -s)),
        rolled_back=lambda f, g, s: np.sum(f * np.roll(g, s)),
        slice_too_short=lambda f, g, s: np.sum(f * g[s : s + len(f)]),
        sign_of_shift=lambda f, g, s: sum(f[t] * g[t - s] for t in range(len(f)) if 0 <= t - s < len(g)),
        flipped=lambda f, g, s: sum(f[t] * g[s - t] for t in range(len(f)) if 0 <= s - t < len(g)),
        negative_index=lambda f, g, s: sum(f[t] * g[t + s] for t in range(len(f)) if t + s < len(g)),
        no_upper_limit=lambda f, g, s: sum(f[t] * g[t + s] for t in range(len(f)) if t + s >= 0),
        no_limits=lambda f, g, s: sum(f[t] * g[t + s] for t in range(len(f))),
        pairs_of_f=lambda f, g, s: sum(f[t] * g[t + s] for t in range(len(f) - s)),
        list_of_lags=lambda f, g, s: np.correlate(g, f, "full")[s + len(f) - 1],
        stops_early=Ways(
            [lambda f, g, s: score_at(f[: len(g)], g, s), lambda f, g, s: score_at(f[: len(g)], g[: len(f)], s)]
        ),
        both_shifted=lambda f, g, s: sum(f[t] * g[t] for t in range(max(s, 0), min(len(f) + s, len(f), len(g)))),
    ),
    exercise(
        "01.2",
        best_lag,
        lambda rng: _copies(rng, [1] * 7, [1, 1, 1, 1, 1, 1, 1, -1, 1]),
        scene=lambda f, g: Lag(f, g, best_lag(f, g)),
    ).slips(
        sign_of_lag=lambda f, g: -best_lag(f, g),
        index=lambda f, g: np.argmax(_correlation(f, g)),
        index_exchanged=lambda f, g: np.argmax(_correlation(g, f)),
        length_of_g=lambda f, g: np.argmax(_correlation(f, g)) - (len(g) - 1),
        one_too_small=lambda f, g: best_lag(f, g) - 1,
        loudest_samples=lambda f, g: np.argmax(np.abs(g)) - np.argmax(np.abs(f)),
        highest_samples=lambda f, g: np.argmax(g) - np.argmax(f),
        same_mode=lambda f, g: np.argmax(np.correlate(g, f, "same")),
        absolute=lambda f, g: best_lag_and_sign(f, g)[0],
        positive_lags_only=lambda f, g: _best_of(range(len(g)), f, g),
        last_lag_missing=lambda f, g: _best_of(range(-(len(f) - 1), len(g) - 1), f, g),
        one_lag_before=lambda f, g: _best_of(range(-len(f), len(g)), f, g),
        one_lag_after=lambda f, g: _best_of(range(-(len(f) - 1), len(g) + 1), f, g),
        none_below_zero=lambda f, g: _above_zero(f, g, None),
        zero_below_zero=lambda f, g: _above_zero(f, g, 0),
        unset_below_zero=_unset_below_zero,
        align=lambda f, g: align(f, g).lag,
        means_removed=lambda f, g: best_lag(f - np.mean(f), g - np.mean(g)),
        score=lambda f, g: np.max(_correlation(f, g)),
        circle=Ways(
            [
                lambda f, g: _best_on_a_circle(range(max(len(f), len(g))), f, g),
                lambda f, g: _best_on_a_circle(range(-(len(f) - 1), len(g)), f, g),
            ]
        ),
        mean_of_overlap=lambda f, g: max(
            range(-(len(f) - 1), len(g)), key=lambda lag: score_at(f, g, lag) / _overlap(f, g, lag)
        ),
        middle=lambda f, g: np.argmax(_correlation(f, g)) - (len(f) + len(g) - 1) // 2,
    ),
    exercise("01.3", pearson, _vectors).slips(
        not_centred=_cosine,
        dot_product=lambda f, g: f @ g,
        no_norms=_products,
        norm_of_f_only=lambda f, g: _products(f, g) / _norm(f),
        norm_of_g_only=lambda f, g: _products(f, g) / _norm(g),
        covariance=lambda f, g: _products(f, g) / len(f),
        sample_covariance=lambda f, g: _products(f, g) / (len(f) - 1),
        norms_not_centred=lambda f, g: _products(f, g) / np.sqrt((f @ f) * (g @ g)),
        divisors_mixed=lambda f, g: pearson(f, g) * len(f) / (len(f) - 1),
        divisors_exchanged=lambda f, g: pearson(f, g) * (len(f) - 1) / len(f),
        squared_norms=Ways(
            [
                lambda f, g: _products(f, g) / (_norm(f) * _norm(g)) ** 2,
                lambda f, g: len(f) * _products(f, g) / (_norm(f) * _norm(g)) ** 2,
            ]
        ),
        sum_over_stds=lambda f, g: pearson(f, g) * len(f),
    ),
    exercise("01.4", find_beats, _scores, unit="position").slips(
        above_threshold=lambda s, h, d: np.flatnonzero(s >= h),
        crossings=lambda s, h, d: _crossings(s, h),
        crossings_spaced=lambda s, h, d: _kept(_crossings(s, h), d),
        first_above=lambda s, h, d: _kept(np.flatnonzero(s >= h), d),
        highest_samples=lambda s, h, d: _highest_first(np.flatnonzero(s >= h), s, d),
        left_to_right=lambda s, h, d: _kept(_peaks(s, h), d),
        distance_too_large=lambda s, h, d: find_beats(s, h, d + 1),
        removed_by_removed=_removed_by_removed,
        last_kept_only=_last_kept_only,
        heights=lambda s, h, d: [s[t] for t in find_beats(s, h, d)],
        descending=lambda s, h, d: find_beats(s, h, d)[::-1],
        by_height=lambda s, h, d: sorted(find_beats(s, h, d), key=lambda t: -s[t]),
        lowest_first=lambda s, h, d: _highest_first(_peaks(s, h), -s, d),
        one_too_small=lambda s, h, d: [t - 1 for t in find_beats(s, h, d)],
        looked_up_before=lambda s, h, d: _highest_first([t for t in _peaks(s) - 1 if s[t] >= h], s, d),
        ends_are_peaks=lambda s, h, d: _highest_first(_peaks(np.pad(s, 1, constant_values=-np.inf), h) - 1, s, d),
        starts_at_0=lambda s, h, d: _highest_first(_peaks_by_index(s, h, len(s) - 1), s, d),
        no_limits=lambda s, h, d: _highest_first(_peaks_by_index(s, h, len(s)), s, d),
        equal_left_out=lambda s, h, d: find_beats(s, np.nextafter(h, np.inf), d),
    ),
    exercise(
        "01.5",
        best_lag_and_sign,
        lambda rng: _copies(rng, [-1, 1, 1, -1, 1, 1, 1], [-1, 1, 1, -1, -1, 1, -1, 1, -1]),
        returns=("lag", "sign"),
    ).slips(
        not_absolute=lambda f, g: (best_lag(f, g), np.sign(np.max(_correlation(f, g)))),
        always_1=lambda f, g: (best_lag(f, g), 1),
        exchanged=changed(best_lag_and_sign, lambda lag, sign: (sign, lag)),
        align_and_sign=lambda f, g: (align(f, g).lag, np.sign(align(f, g).score)),
        align=align,
        sign_always_1=changed(best_lag_and_sign, lambda lag, sign: (lag, 1)),
        inverted_only=lambda f, g: (best_lag(f, -g), -1),
        inverted_if_any=lambda f, g: (best_lag(f, -g), -1) if min(_correlation(f, g)) < 0 else (best_lag(f, g), 1),
        sign_of_others=Ways(
            [
                one_wrong(best_lag_and_sign, 1, lambda f, g: np.sign(np.max(_correlation(f, g)))),
                one_wrong(best_lag_and_sign, 1, lambda f, g: np.sign(np.sum(_correlation(f, g)))),
                changed(best_lag_and_sign, lambda lag, sign: (lag, 1 if lag >= 0 else -1)),
                changed(best_lag_and_sign, lambda lag, sign: (lag, np.sign(lag))),
            ]
        ),
        lag_reversed=changed(best_lag_and_sign, lambda lag, sign: (-lag, sign)),
        index=one_wrong(best_lag_and_sign, 0, lambda f, g: np.argmax(np.abs(_correlation(f, g)))),
        sum_for_sign=one_wrong(best_lag_and_sign, 1, lambda f, g: score_at(f, g, best_lag_and_sign(f, g)[0])),
    ),
)
