"""Exercise of notebook 01: find every heartbeat once, from the score of a template at each position."""

import numpy as np

from .grading.model import Exercise, Misconception


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
    # All samples of a score are different, so no two peaks tie. The first cases are made so that each rule matters.
    # Each is short, so that an example can be followed by hand.
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


def _peaks_with_ends(score, threshold):
    return _peaks(np.pad(score, 1, constant_values=-np.inf), threshold) - 1


def _peaks_by_index(score, threshold, stop):
    """A loop over t < stop without thought of the ends: score[-1] is the last sample, score[len(score)] an error."""
    return [t for t in range(stop) if score[t - 1] < score[t] > score[t + 1] and score[t] >= threshold]


def _peaks(score, threshold=-np.inf):
    inside = score[1:-1]
    return 1 + np.flatnonzero((inside > score[:-2]) & (inside > score[2:]) & (inside >= threshold))


def _spaced(positions, distance):
    return np.sort(_kept(positions, distance))


def _kept(positions, distance):
    """Thins out in the order given: a position is kept unless a kept one is closer than `distance`."""
    kept = []
    for t in positions:
        if all(abs(t - other) >= distance for other in kept):
            kept.append(int(t))
    return np.array(kept)


def _by_height(positions, score):
    return sorted(positions, key=lambda t: -score[t])


def _above(score, threshold):
    return np.flatnonzero(score >= threshold)


def _crossings(score, threshold):
    return 1 + np.flatnonzero((score[:-1] < threshold) & (score[1:] >= threshold))


HEARTBEATS = Exercise(
    id="01.4",
    title="Every heartbeat once",
    text="A heart cannot beat twice within a fifth of a second, so a minimal `distance` helps. Write "
    "`find_beats(score, threshold, distance)`:\n\n"
    "1. A peak is a sample higher than both its neighbours; the first and the last sample are no peaks.\n"
    "2. Take the peaks whose score is at least `threshold`.\n"
    "3. Go through them from the highest to the lowest. Keep each one, unless a peak that you have kept already is "
    "fewer than `distance` samples away.\n"
    "4. Return the positions of those kept, in ascending order.\n\n"
    "For `score = [0, 3, 1, 5, 2, 4, 0]`, threshold 2 and distance 3 the peaks are at 1, 3 and 5. The highest, 3, is "
    "kept; 1 and 5 are too close to it. No two samples of `score` will be equal.",
    reference=find_beats,
    inputs=_scores,
    unit="position",
    misconceptions=(
        Misconception(
            lambda s, h, d: _above(s, h),
            "You returned every sample that reaches the threshold. The neighbours of a peak reach it, too, so that one "
            "beat is counted several times. Take only samples higher than both neighbours.",
        ),
        Misconception(
            lambda s, h, d: _peaks(s, h),
            "You returned all peaks that reach the threshold. A beat may have two peaks close together: distance is "
            "not used yet.",
        ),
        Misconception(
            lambda s, h, d: _spaced(_by_height(_peaks(s), s), d),
            "The threshold has no effect: you returned small bumps between the beats, too.",
        ),
        Misconception(
            lambda s, h, d: _crossings(s, h),
            "You returned the samples at which the score first reaches the threshold. That is the foot of the beat, "
            "before its peak.",
        ),
        Misconception(
            lambda s, h, d: _spaced(_crossings(s, h), d),
            "You returned the samples at which the score first reaches the threshold, with pauses between them. That "
            "is the foot of the beat, before its peak.",
        ),
        Misconception(
            lambda s, h, d: _spaced(_above(s, h), d),
            "You took the first sample above the threshold and then waited. The first sample is not the highest one: "
            "look for peaks.",
        ),
        Misconception(
            lambda s, h, d: _spaced(_by_height(_above(s, h), s), d),
            "You kept the highest samples, peak or not. On the slope of a beat, a sample far enough from the peak is "
            "counted as a beat of its own. Look for samples higher than both neighbours.",
        ),
        Misconception(
            lambda s, h, d: _spaced(_peaks(s, h), d),
            "You went through the peaks from left to right, so that a small bump hides the beat right after it. Go "
            "from the highest peak to the lowest.",
        ),
        Misconception(
            lambda s, h, d: _spaced(_by_height(_peaks(s, h), s), d + 1),
            "Two peaks exactly distance samples apart are both kept. Yours are fewer: remove a peak only where it is "
            "closer than that.",
        ),
        Misconception(
            lambda s, h, d: [t for t in _peaks(s, h) if all(s[t] >= s[o] for o in _peaks(s, h) if abs(t - o) < d)],
            "You removed a peak because of a higher one that was itself removed. Only a kept peak removes others.",
        ),
        Misconception(
            lambda s, h, d: s[_spaced(_by_height(_peaks(s, h), s), d).astype(int)],
            "You returned how high the peaks are. Their positions are asked.",
        ),
        Misconception(
            lambda s, h, d: _spaced(_by_height(_peaks(s, h), s), d)[::-1],
            "You found the right positions. Return them in ascending order.",
        ),
        Misconception(
            lambda s, h, d: _kept(_by_height(_peaks(s, h), s), d),
            "You found the right positions. They stand in the order of their height: sort them before you return them.",
        ),
        Misconception(
            lambda s, h, d: _spaced(_by_height(_peaks(s, h), -s), d),
            "You went through the peaks from the lowest to the highest, so that a small bump removes the beat beside "
            "it. sorted begins with the smallest: turn the order round.",
        ),
        Misconception(
            lambda s, h, d: _spaced(_by_height(_peaks(s, h), s), d) - 1,
            "All your positions are one too small. score[1:-1] begins with sample 1: add 1 to its indices.",
        ),
        Misconception(
            lambda s, h, d: _spaced(_by_height([t for t in _peaks(s) - 1 if s[t] >= h], s), d),
            "Your peaks are one too small, and so you look up the height of the sample before. score[1:-1] begins with "
            "sample 1: add 1 to its indices first.",
        ),
        Misconception(
            lambda s, h, d: _spaced(_by_height(_peaks_with_ends(s, h), s), d),
            "You count the first and the last sample as peaks where they are higher than their one neighbour. A peak "
            "needs two: leave both ends out.",
        ),
        Misconception(
            lambda s, h, d: _spaced(_by_height(_peaks_by_index(s, h, len(s) - 1), s), d),
            "You begin at t = 0, where score[t - 1] is the last sample of all, not a neighbour. Begin at 1: the first "
            "sample is no peak.",
        ),
        Misconception(
            lambda s, h, d: _spaced(_by_height(_peaks_by_index(s, h, len(s)), s), d),
            "You ask for peaks at the ends, too. At t = 0, score[t - 1] is the last sample of all, and after the last "
            "one there is none. Let t run from 1 to len(score) - 2.",
        ),
        Misconception(
            lambda s, h, d: _spaced(_by_height(_peaks(s, np.nextafter(h, np.inf)), s), d),
            "You left out a peak whose score equals the threshold. At least threshold means that it counts.",
        ),
    ),
    hints=(
        "Three steps: find the peaks, leave out the low ones, then leave out those too close to a higher one.",
        "For the peaks, compare score[t] with score[t - 1] and score[t + 1], for t from 1 to len(score) - 2.",
        "For the distance, sort the peaks by height and keep a list. Add a peak to it only if every position in the "
        "list is at least distance samples away. Sort the list at the end.",
    ),
)
