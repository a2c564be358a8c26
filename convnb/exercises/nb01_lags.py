"""Exercises of notebook 01 about lags: the score at one lag, and the best lag."""

import numpy as np

from .model import Exercise, Misconception


def score_at(f, g, shift):
    """Sum over t of f[t] g[t + shift], with zeros outside both signals."""
    total = 0.0
    for t in range(len(f)):
        if 0 <= t + shift < len(g):
            total += f[t] * g[t + shift]
    return total


def best_lag(f, g):
    """The lag k, from -(len(f) - 1) to len(g) - 1, at which the sum over t of f[t] g[t + k] is largest."""
    best, best_score = 0, -np.inf
    for lag in range(-(len(f) - 1), len(g)):
        score = score_at(f, g, lag)
        if score > best_score:
            best, best_score = lag, score
    return best


def _shifts(rng):
    # No shift below -len(g): there g[t + shift] raises where it should wrap around, and no hint could be given.
    sizes = [
        (3, 4, 1),
        (3, 4, -1),
        (3, 4, 3),
        (3, 4, 4),
        (2, 4, -4),
        (5, 3, 0),
        (5, 3, -2),
        (4, 7, -3),
        (4, 7, 5),
        (3, 4, 20),
    ]
    return [(rng.integers(1, 9, n) + 0.0, rng.integers(1, 9, m) + 0.0, shift) for n, m, shift in sizes] + [
        (rng.normal(size=12), rng.normal(size=9), shift) for shift in (-8, -3, 2, 8)
    ]


# (len(f), len(g), delay of f in g): both signs, unequal lengths, and copies that g holds only in part.
_PLACES = [
    (3, 5, 2),
    (4, 3, -1),
    (4, 8, 4),
    (6, 5, -3),
    (5, 9, 5),
    (8, 6, -4),
    (12, 15, 3),
    (15, 11, -6),
    (10, 20, 9),
    (9, 9, 5),
]


def copies(rng, signs):
    """Pairs (f, g) where g holds sign * f at some delay: small whole numbers first, then noise."""
    cases = []
    for (n, m, delay), sign in zip(_PLACES, signs, strict=True):
        f = rng.permutation(np.arange(1.0, n + 1.0)) * rng.choice([-1.0, 1.0], n) if n < 9 else rng.normal(size=n)
        g = np.zeros(m)
        for t in range(max(0, -delay), min(n, m - delay)):
            g[t + delay] = sign * f[t]
        if n >= 9:
            g += 0.2 * rng.normal(size=m)
        cases.append((f, g))
    # Faint and short signals: the best lag may be the first or the last one, and all sums may be negative.
    for n, m in [(1, 1), (3, 2), (2, 4), (1, 5), (4, 1), (3, 3), (4, 4), (5, 3), (3, 5), (2, 3), (4, 2), (3, 4)]:
        cases.append((0.1 * rng.normal(size=n), 0.1 * rng.normal(size=m)))
    return [*cases, (0.1 + 0.1 * rng.random(3), -0.1 - 0.1 * rng.random(2)), (0.1 * np.ones(1), -0.2 * np.ones(1))]


def correlation(f, g):
    """The sum over t of f[t] g[t + k] for all lags k, the first being -(len(f) - 1)."""
    return np.correlate(g, f, mode="full")


def peak_lag(scores, f):
    return int(np.argmax(scores)) - (len(f) - 1)


SCORE_AT = Exercise(
    id="01.1",
    title="The score at one lag",
    text="Write score_at(f, g, shift): the sum over t of f[t] * g[t + shift]. Outside their samples both signals are "
    "zero, so a pair with t + shift outside g adds nothing. The lengths may differ, and shift may be negative.",
    reference=score_at,
    inputs=_shifts,
    misconceptions=(
        Misconception(
            lambda f, g, s: sum(f[t] * g[(t + s) % len(g)] for t in range(len(f))),
            "You let g go round in a circle: what leaves at one end comes back at the other. That is circular "
            "correlation. Here there are zeros outside g.",
        ),
        Misconception(
            lambda f, g, s: sum(f[t] * g[t - s] for t in range(len(f)) if 0 <= t - s < len(g)),
            "The sign of the shift is turned round: you read g[t - shift]. With shift = 1, f[0] must meet g[1].",
        ),
        Misconception(
            lambda f, g, s: sum(f[t] * g[s - t] for t in range(len(f)) if 0 <= s - t < len(g)),
            "You read g backwards, g[shift - t]: that is convolution. In correlation both signals run forwards.",
        ),
        Misconception(
            lambda f, g, s: sum(f[t] * g[t + s] for t in range(len(f)) if t + s < len(g)),
            "Your upper limit is right, the lower one is missing. In Python g[-1] is the last sample, not an error and "
            "not zero. Leave out negative indices, too.",
        ),
        Misconception(
            lambda f, g, s: sum(a * b for a, b in zip(f, g, strict=False)),
            "The shift has no effect: f[t] meets g[t] whatever it is. Let f[t] meet g[t + shift].",
        ),
        Misconception(
            lambda f, g, s: sum(f[t] * g[t + s] for t in range(min(len(f), len(g))) if 0 <= t + s < len(g)),
            "You stop where the shorter signal ends, before shifting. A sample of f beyond the length of g may still "
            "meet one of g when the shift is negative.",
        ),
        Misconception(
            lambda f, g, s: sum(f[t + s] * g[t + s] for t in range(len(f)) if 0 <= t + s < min(len(f), len(g))),
            "You shifted both signals together, so they do not move against each other. Shift g alone.",
        ),
    ),
    hints=(
        "Write down, for a shift of 1, which sample of g meets f[0], which meets f[1], and which meets the last one.",
        "Go through all t of f. Before you multiply, ask whether t + shift is an index of g.",
        "t + shift is an index of g where it is at least 0 and less than len(g). Python takes -1 for the last sample, "
        "so both ends need the question.",
    ),
)

BEST_LAG = Exercise(
    id="01.2",
    title="The best lag",
    text="Write best_lag(f, g): the lag k at which the sum over t of f[t] * g[t + k] is largest, with zeros outside "
    "both signals. Try every k at which they overlap, from -(len(f) - 1) to len(g) - 1. A copy of f that comes 3 "
    "samples later in g gives 3.",
    reference=best_lag,
    inputs=lambda rng: copies(rng, [1, 1, 1, 1, 1, 1, 1, 1, -1, 1]),
    misconceptions=(
        Misconception(
            lambda f, g: -peak_lag(correlation(f, g), f),
            "Your number is right, its sign is not. Where g is the later one, the lag is positive. With np.correlate, "
            "look at which of the two arguments is the one that slides.",
        ),
        Misconception(
            lambda f, g: np.argmax(correlation(f, g)),
            "This is the index of the peak in the list of scores, not yet its lag. The first entry of that list "
            "belongs to a negative lag, not to 0. Which one?",
        ),
        Misconception(
            lambda f, g: np.argmax(correlation(g, f)),
            "This is an index into a list of scores, not a lag, and the two signals are exchanged besides, so that the "
            "list runs backwards.",
        ),
        Misconception(
            lambda f, g: np.argmax(correlation(f, g)) - (len(g) - 1),
            "You turned the index into a lag with the length of the wrong signal. How far can f be moved to the left "
            "before it no longer touches g? It depends on f's own length.",
        ),
        Misconception(
            lambda f, g: np.argmax(correlation(f, g)) - len(f),
            "All your lags are one too small. The first lag at which the signals touch is -(len(f) - 1).",
        ),
        Misconception(
            lambda f, g: np.argmax(np.abs(g)) - np.argmax(np.abs(f)),
            "You compared the loudest samples. A click in one recording is enough to fool that; use the sum of "
            "products of all samples.",
        ),
        Misconception(
            lambda f, g: np.argmax(g) - np.argmax(f),
            "You compared where each signal is highest. One sample misleads easily; use the sum of products of all.",
        ),
        Misconception(
            lambda f, g: np.argmax(np.correlate(g, f, "same")),
            'mode "same" keeps only the middle of the lags, and you returned an index into it. Use all lags ("full"), '
            "and turn the index into a lag.",
        ),
        Misconception(
            lambda f, g: peak_lag(np.abs(correlation(f, g)), f),
            "You took the largest absolute value, which also finds a copy turned upside down. Here the largest sum is "
            "asked, sign included.",
        ),
        Misconception(
            lambda f, g: max(range(len(g)), key=lambda k: score_at(f, g, k)),
            "You tried the lags from 0 on. A copy may also come earlier in g than in f: try negative lags, too.",
        ),
        Misconception(
            lambda f, g: np.max(correlation(f, g)),
            "This is the score itself, the height of the peak. The lag is asked: the place at which it is reached.",
        ),
    ),
    hints=(
        "You can already compute the score at one lag. Try all lags, and remember the one with the largest score.",
        "The lags run from -(len(f) - 1), where only the last sample of f meets the first of g, to len(g) - 1.",
        'np.correlate(g, f, "full") holds these scores in this order. Entry 0 belongs to the first lag.',
    ),
)
