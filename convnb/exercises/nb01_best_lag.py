"""Exercise of notebook 01: the best lag, and the signals on which this and the last exercise are checked."""

import numpy as np

from ..ops.correlation import align
from .grading.model import Exercise, Misconception
from .nb01_score import score_at


def best_lag(f, g):
    """The lag k, from -(len(f) - 1) to len(g) - 1, at which the sum over t of f[t] g[t + k] is largest."""
    best, best_score = 0, -np.inf
    for lag in range(-(len(f) - 1), len(g)):
        score = score_at(f, g, lag)
        if score > best_score:
            best, best_score = lag, score
    return best


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
_PLACES = [
    (3, 5, 2),
    (4, 8, 4),
    (6, 5, -3),
    (5, 9, 5),
    (8, 6, -4),
    (12, 15, 3),
    (15, 11, -6),
    (10, 20, 9),
    (9, 9, 5),
]


def copies(rng, signs, more_signs):
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
        scores = correlation(f, g)
        best = peak_lag(np.abs(scores), f)
        if _untied(scores) and delay in (None, best):
            return f, g


def _untied(scores):
    """True if no two lags share the largest score, the smallest, or the largest absolute value."""
    return all(np.diff(np.sort(values)[-2:])[0] > 1e-6 for values in (scores, -scores, np.abs(scores)))


def correlation(f, g):
    """The sum over t of f[t] g[t + k] for all lags k, the first being -(len(f) - 1)."""
    return np.correlate(g, f, mode="full")


def peak_lag(scores, f):
    return int(np.argmax(scores)) - (len(f) - 1)


def _best_of(lags, f, g):
    return max(lags, key=lambda lag: score_at(f, g, lag))


def _above_zero(f, g, lag):
    """The best lag among those of a positive sum, or the lag of the start if there is none."""
    best = peak_lag(correlation(f, g), f)
    return best if score_at(f, g, best) > 0 else lag


def _unset_below_zero(f, g):
    best = _above_zero(f, g, None)
    if best is None:
        raise UnboundLocalError  # as a loop does that never sets what is returned
    return best


BEST_LAG = Exercise(
    id="01.2",
    title="The best lag",
    text="Write `best_lag(f, g)`: the lag `k` at which the sum over `t` of `f[t] * g[t + k]` is largest, with zeros "
    "outside. Try every `k` at which the two overlap, from `-(len(f) - 1)` to `len(g) - 1`. A copy of "
    "`f` that comes 3 samples later in `g` gives 3.",
    reference=best_lag,
    inputs=lambda rng: copies(rng, [1] * 7, [1, 1, 1, 1, 1, 1, 1, -1, 1]),
    misconceptions=(
        Misconception(
            lambda f, g: -peak_lag(correlation(f, g), f),
            "Your number is right, its sign is not. Where g is the later one, the lag is positive. With correlate, "
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
            lambda f, g: _best_of(range(len(g)), f, g),
            "You tried the lags from 0 on. A copy may also come earlier in g than in f: try negative lags, too.",
        ),
        Misconception(
            lambda f, g: _best_of(range(-(len(f) - 1), len(g) - 1), f, g),
            "You never try the last lag, len(g) - 1, where f[0] meets the last sample of g. range leaves out its end: "
            "write len(g) there.",
        ),
        Misconception(
            lambda f, g: _best_of(range(-len(f), len(g)), f, g),
            "You also try -len(f), where the signals no longer overlap. The sum there is 0, which wins if all others "
            "are negative. Begin at -(len(f) - 1).",
        ),
        Misconception(
            lambda f, g: _best_of(range(-(len(f) - 1), len(g) + 1), f, g),
            "You also try len(g), where the signals no longer overlap. The sum there is 0, which wins if all others "
            "are negative. range leaves out its end: write len(g) there.",
        ),
        Misconception(
            lambda f, g: _above_zero(f, g, None),
            "Your search starts with a best score of 0. Where all sums are negative, none of them beats it, and no lag "
            "is ever set. Start with -np.inf.",
        ),
        Misconception(
            lambda f, g: _above_zero(f, g, 0),
            "Your search starts with a best score of 0. Where all sums are negative, none of them beats it, and the "
            "lag stays at the 0 you began with. Let the best score start with -np.inf.",
        ),
        Misconception(
            _unset_below_zero,
            "Your search starts with a best score of 0. Where all sums are negative, none of them beats it, and the "
            "variable for the lag does not exist yet at the end. Start with -np.inf.",
        ),
        Misconception(
            lambda f, g: align(f, g).lag,
            "This is the lag of align, which subtracts the means and divides by the norms, so that shape counts and "
            "loudness does not. Here the plain sum of products is asked, and there the loud part wins.",
        ),
        Misconception(
            lambda f, g: np.max(correlation(f, g)),
            "This is the score itself, the height of the peak. The lag is asked: the place at which it is reached.",
        ),
    ),
    hints=(
        "You can already compute the score at one lag. Try all lags, and remember the one with the largest score.",
        "The lags run from -(len(f) - 1), where only the last sample of f meets the first of g, to len(g) - 1.",
        "Begin with a best score of -np.inf. In a loop over the lags, compute the score, and where it beats the best "
        "one, keep both the score and its lag. Return the lag.",
    ),
)
