"""Exercise of notebook 01: a copy that may be inverted, found by the peak of the absolute value."""

import numpy as np

from ..ops.correlation import align
from .grading.model import Exercise, Misconception
from .nb01_best_lag import copies, correlation, peak_lag
from .nb01_score import score_at


def best_lag_and_sign(f, g):
    """The lag k at which |sum over t of f[t] g[t + k]| is largest, and the sign of that sum."""
    best, best_score = 0, 0.0
    for lag in range(-(len(f) - 1), len(g)):
        score = score_at(f, g, lag)
        if abs(score) > abs(best_score):
            best, best_score = lag, score
    return best, 1 if best_score > 0 else -1


def _peak_lag_and_sign(f, g):
    scores = correlation(f, g)
    lag = peak_lag(np.abs(scores), f)
    return lag, _sign_at(lag, f, g)


def _sign_at(lag, f, g):
    return int(np.sign(score_at(f, g, lag)))


BEST_LAG_AND_SIGN = Exercise(
    id="01.5",
    title="Upside down or not?",
    text="Write `best_lag_and_sign(f, g)`: the lag `k` at which the *absolute value* of the sum over `t` of "
    "`f[t] * g[t + k]` is largest, and the sign of that sum, 1 or -1. Return both, as `(lag, sign)`.",
    reference=best_lag_and_sign,
    inputs=lambda rng: copies(rng, [-1, 1, 1, -1, 1, 1, 1], [-1, 1, 1, -1, -1, 1, -1, 1, -1]),
    returns=("lag", "sign"),
    misconceptions=(
        Misconception(
            lambda f, g: (peak_lag(correlation(f, g), f), _sign_at(peak_lag(correlation(f, g), f), f, g)),
            "You took the lag of the largest sum, and its sign. So you never find an inverted copy, whose sum is large "
            "and negative. Compare absolute values.",
        ),
        Misconception(
            lambda f, g: (peak_lag(correlation(f, g), f), 1),
            "You looked for the largest sum, and your sign is always 1. An inverted copy has a sum that is large and "
            "negative: compare absolute values.",
        ),
        Misconception(
            lambda f, g: _peak_lag_and_sign(f, g)[::-1],
            "Both numbers are right, in the wrong order: the lag comes first, then the sign.",
        ),
        Misconception(
            lambda f, g: (align(f, g).lag, np.sign(align(f, g).score)),
            "This is what align finds. It subtracts the means and divides by the norms, so that shape counts and "
            "loudness does not. Here the plain sum of products is asked, and there the loud part wins.",
        ),
        Misconception(
            align,
            "This is what align gives: lag and score, after it has subtracted the means and divided by the norms. "
            "Here the lag and the sign of the plain sum of products are asked.",
        ),
        Misconception(
            lambda f, g: (_peak_lag_and_sign(f, g)[0], 1),
            "Your lags are right. The sign is always 1, though: read it from the sum, not from its absolute value.",
        ),
        Misconception(
            lambda f, g: (_peak_lag_and_sign(f, g)[0], -_peak_lag_and_sign(f, g)[1]),
            "Your lags are right, the signs are turned round: a negative sum means an inverted copy, sign -1.",
        ),
        Misconception(
            lambda f, g: (peak_lag(-correlation(f, g), f), -1),
            "You looked for the most negative sum, as if the copy were always inverted. Compare absolute values.",
        ),
        Misconception(
            lambda f, g: (-_peak_lag_and_sign(f, g)[0], _peak_lag_and_sign(f, g)[1]),
            "Your signs are right. The lags have the wrong one: where g is the later signal, the lag is positive.",
        ),
        Misconception(
            lambda f, g: (np.argmax(np.abs(correlation(f, g))), _peak_lag_and_sign(f, g)[1]),
            "Your signs are right. In place of the lag you returned an index into the list of scores, which starts at "
            "a negative lag.",
        ),
        Misconception(
            lambda f, g: (_peak_lag_and_sign(f, g)[0], np.abs(correlation(f, g)).max() * _peak_lag_and_sign(f, g)[1]),
            "Your lags are right. In place of the sign you returned the sum itself: 1 or -1 is asked.",
        ),
    ),
    hints=(
        "What does the score of an inverted copy look like at the right lag?",
        "Use what you wrote for the best lag, and compare absolute values of the scores instead of the scores.",
        "Keep the score as it is beside its absolute value: the absolute value picks the lag, the score has the sign.",
    ),
)
