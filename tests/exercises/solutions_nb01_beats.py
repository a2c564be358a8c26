"""Answers to the exercise about heartbeats of notebook 01, written in different ways."""

import numpy as np
from scipy import signal


def beats_loop(score, threshold, distance):
    kept = []
    for t in np.argsort(score)[::-1]:
        if t == 0 or t == len(score) - 1 or score[t] < threshold:
            continue
        if score[t] < score[t - 1] or score[t] < score[t + 1]:
            continue
        if not any(abs(t - other) < distance for other in kept):
            kept.append(int(t))
    return tuple(sorted(kept))


def beats_scipy(score, threshold, distance):
    return signal.find_peaks(score, height=threshold, distance=distance)[0]


def beats_erase(score, threshold, distance):
    heights = np.full(len(score), -np.inf)
    peaks = signal.argrelmax(score)[0]
    heights[peaks] = score[peaks]
    kept = []
    while heights.max() >= threshold:
        t = int(heights.argmax())
        kept.append(t)
        heights[max(0, t - distance + 1) : t + distance] = -np.inf
    return np.sort(kept)


def beats_vectorised(score, threshold, distance):
    rises = np.diff(score) > 0
    peaks = np.flatnonzero(rises[:-1] & ~rises[1:]) + 1
    peaks = peaks[score[peaks] >= threshold]
    peaks = peaks[np.argsort(-score[peaks])]
    kept = np.zeros(0, dtype=int)
    for t in peaks:
        if np.all(np.abs(kept - t) >= distance):
            kept = np.append(kept, t)
    return iter(sorted(kept))


def any_scores(rng):
    score = rng.permutation(int(rng.integers(3, 40))) - 5.0
    return score, float(rng.integers(-6, 30)), int(rng.integers(1, 8))


def beats_one_side(score, threshold, distance):
    steps = np.diff(score) > 0
    return [t for t in range(1, len(score)) if steps[t - 1] and score[t] >= threshold and score[t] > distance]


def beats_block_maxima(score, threshold, distance):
    starts = range(0, len(score), distance)
    tops = [start + int(np.argmax(score[start : start + distance])) for start in starts]
    return [t for t in tops if score[t] >= threshold]
