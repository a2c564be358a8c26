"""Right answers to the exercises of notebook 01."""

import numpy as np

from .. import nb01
from . import shows

shows("01.1", "Loops", "Each sample of f asks whether g has a sample under it, and only such a pair adds its product.")(
    nb01.score_at
)


@shows("01.1", "Slices")
def score_at(f, g, shift):
    """The pairs that overlap are a slice of f and a slice of g, and the score is their dot product."""
    start, stop = max(0, -shift), min(len(f), len(g) - shift)
    if stop <= start:
        return 0
    return f[start:stop] @ g[start + shift : stop + shift]


@shows("01.1", "NumPy")
def score_at(f, g, shift):
    """np.correlate has the scores of all lags, the first for the lag -(len(f) - 1); outside there is no overlap."""
    scores = np.correlate(g, f, "full")
    place = shift + len(f) - 1
    return scores[place] if 0 <= place < len(scores) else 0


@shows("01.2", "Loops")
def best_lag(f, g):
    """A dictionary keeps the score of every lag, and max() asks which lag has the largest."""
    scores = {}
    for lag in range(1 - len(f), len(g)):
        scores[lag] = 0.0
        for t in range(len(f)):
            if 0 <= t + lag < len(g):
                scores[lag] += f[t] * g[t + lag]
    return max(scores, key=scores.get)


@shows("01.2", "NumPy")
def best_lag(f, g):
    """argmax gives a place in the list of scores; the lag 0 is at the place len(f) - 1, so that is taken off."""
    return np.argmax(np.correlate(g, f, "full")) - (len(f) - 1)


@shows("01.2", "Fourier")
def best_lag(f, g):
    """The spectrum of f, conjugated, times that of g gives all scores at once; negative lags stand at the end."""
    n = len(f) + len(g) - 1
    spectrum = np.conj(np.fft.fft(f, n)) * np.fft.fft(g, n)
    place = np.argmax(np.fft.ifft(spectrum).real)
    return place if place < len(g) else place - n


@shows("01.3", "Loops")
def pearson(f, g):
    """Two passes over the samples: the first finds the means, the second adds up the products and the squares."""
    n = len(f)
    mean_f, mean_g = sum(f) / n, sum(g) / n
    both = ff = gg = 0.0
    for t in range(n):
        both += (f[t] - mean_f) * (g[t] - mean_g)
        ff += (f[t] - mean_f) ** 2
        gg += (g[t] - mean_g) ** 2
    return both / (ff * gg) ** 0.5


@shows("01.3", "Vectors")
def pearson(f, g):
    """Without their means, f and g are two vectors, and the coefficient is the cosine of the angle between them."""
    a, b = f - f.mean(), g - g.mean()
    return a @ b / (np.linalg.norm(a) * np.linalg.norm(b))


@shows("01.3", "NumPy")
def pearson(f, g):
    """np.corrcoef gives a table of all pairs, in which the pair of f and g stands off the diagonal."""
    return np.corrcoef(f, g)[0, 1]


shows(
    "01.4",
    "Loops",
    "First all peaks are found; then, from the highest down, each is kept that is far enough from those kept.",
)(nb01.find_beats)


@shows("01.4", "Erasing")
def find_beats(score, threshold, distance):
    """The highest peak that is left is kept, and everything near it is erased, until none reaches the threshold."""
    rises = np.diff(score) > 0
    peaks = np.flatnonzero(rises[:-1] & ~rises[1:]) + 1
    heights = np.full(len(score), -np.inf)
    heights[peaks] = score[peaks]
    kept = []
    while heights.max() >= threshold:
        t = heights.argmax()
        kept.append(t)
        heights[max(0, t - distance + 1) : t + distance] = -np.inf
    return sorted(kept)


@shows("01.4", "SciPy")
def find_beats(score, threshold, distance):
    """Peaks are searched for so often that a library has them, under these very rules."""
    from scipy import signal

    return signal.find_peaks(score, height=threshold, distance=distance)[0]


@shows("01.5", "Loops")
def best_lag_and_sign(f, g):
    """The best score so far is remembered with its sign, and only the comparison takes its size."""
    best = None
    for lag in range(1 - len(f), len(g)):
        score = 0.0
        for t in range(len(f)):
            if 0 <= t + lag < len(g):
                score += f[t] * g[t + lag]
        if best is None or abs(score) > abs(best[1]):
            best = lag, score
    return best[0], 1 if best[1] > 0 else -1


@shows("01.5", "NumPy")
def best_lag_and_sign(f, g):
    """The place comes from the sizes of the scores, the sign from the score itself at that place."""
    scores = np.correlate(g, f, "full")
    place = np.abs(scores).argmax()
    return place - (len(f) - 1), np.sign(scores[place])
