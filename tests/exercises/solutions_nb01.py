"""More right answers to the exercises of notebook 01, and wrong ones."""

import numpy as np
from scipy import signal, stats

from convnb.exercises.nb01 import best_lag_and_sign


def score_loop(f, g, shift):
    total = 0.0
    for i in range(len(g)):
        if i - shift >= 0 and i - shift < len(f):
            total += f[i - shift] * g[i]
    return total


def score_padded(f, g, shift):
    n = len(f) + abs(shift)
    padded = np.pad(g, n)
    return np.dot(f, padded[n + shift : n + shift + len(f)])


def score_scipy(f, g, shift):
    scores = signal.correlate(g, f, "full", "direct")
    lags = signal.correlation_lags(len(g), len(f), "full")
    return scores[lags == shift].sum()


def score_generator(f, g, shift):
    known = dict(enumerate(g))
    return sum(value * known.get(t + shift, 0) for t, value in enumerate(f))


def lag_other_order(f, g):
    return len(g) - 1 - np.argmax(np.correlate(f, g, "full"))


def lag_convolution(f, g):
    return float(np.convolve(g, f[::-1]).argmax() + 1 - len(f))


def lag_scipy(f, g):
    scores = signal.correlate(g, f, "full")
    return signal.correlation_lags(len(g), len(f), "full")[np.argmax(scores)]


def pearson_standardised(f, g):
    return np.mean((f - np.mean(f)) / np.std(f) * (g - np.mean(g)) / np.std(g))


def pearson_in_place(f, g):
    f -= f.mean()
    g -= g.mean()
    return np.dot(f, g) / (np.linalg.norm(f) * np.linalg.norm(g))


def pearson_covariance(f, g):
    table = np.cov(f, g)
    return table[0, 1] / np.sqrt(table[0, 0] * table[1, 1])


def pearson_scipy(f, g):
    return stats.pearsonr(f, g).statistic


def signed_scipy(f, g):
    scores = signal.correlate(g, f, "full")
    lags = signal.correlation_lags(len(g), len(f), "full")
    peak = np.argmax(scores**2)
    return np.array([lags[peak], np.sign(scores[peak])])


def signed_two_peaks(f, g):
    scores = np.correlate(g, f, "full")
    if scores.max() > -scores.min():
        return [scores.argmax() - len(f) + 1, 1]
    return [scores.argmin() - len(f) + 1, -1]


def any_signals(rng):
    return rng.normal(size=rng.integers(1, 12)), rng.normal(size=rng.integers(1, 12))


def any_shift(rng):
    return *any_signals(rng), int(rng.integers(-14, 15))


def any_vectors(rng):
    n = rng.integers(2, 15)
    return rng.normal(rng.normal(), 1.0, n), rng.normal(rng.normal(), 2.0, n)


def score_short_padding(f, g, shift):
    padded = np.pad(g, 14)
    return np.dot(f, padded[14 + shift : 14 + shift + len(f)])


def lag_by_root_of_overlap(f, g):
    lags = range(1 - len(f), len(g))
    return max(lags, key=lambda k: score_loop(f, g, k) / score_loop(np.ones(len(f)), np.ones(len(g)), k) ** 0.5)


def lag_circular(f, g):
    n = max(len(f), len(g))
    scores = np.fft.ifft(np.conj(np.fft.fft(f, n)) * np.fft.fft(g, n)).real
    lag = scores.argmax()
    return lag if lag < n / 2 else lag - n


def pearson_with_epsilon(f, g):
    return pearson_scipy(f, g) / (1 + 1e-3)


def signed_by_first_sample(f, g):
    lag = best_lag_and_sign(f, g)[0]
    return lag, np.sign(f[0] * g[max(0, lag)])


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


WRONG = {
    "01.1": [score_short_padding],
    "01.2": [lag_by_root_of_overlap, lag_circular],
    "01.3": [pearson_with_epsilon],
    "01.4": [beats_one_side, beats_block_maxima],
    "01.5": [signed_by_first_sample],
}
DOMAINS = {
    "01.1": any_shift,
    "01.2": any_signals,
    "01.3": any_vectors,
    "01.4": any_scores,
    "01.5": any_signals,
}
SOLUTIONS = {
    "01.1": [score_loop, score_padded, score_scipy, score_generator],
    "01.2": [lag_other_order, lag_convolution, lag_scipy],
    "01.3": [pearson_standardised, pearson_in_place, pearson_covariance, pearson_scipy],
    "01.4": [beats_loop, beats_vectorised],
    "01.5": [signed_scipy, signed_two_peaks],
}
