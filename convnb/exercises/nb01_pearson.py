"""Exercise of notebook 01: Pearson's correlation coefficient, and the measures that it is taken for."""

import numpy as np

from .grading.model import Exercise, Misconception


def pearson(f, g):
    """Sum of (f - mean f)(g - mean g), divided by the norms of both factors."""
    a, b = f - f.mean(), g - g.mean()
    return np.sum(a * b) / np.sqrt(np.sum(a * a) * np.sum(b * b))


def _vectors(rng):
    # Means far from zero, unequal norms, and lengths that differ from case to case.
    cases = [(rng.permutation(9)[:n] + 1.0, 3.0 * rng.permutation(9)[:n] - 4.0) for n in (3, 4, 5)]
    return cases + [(rng.normal(1.5, 2.0, n), rng.normal(-4.0, 0.5, n)) for n in (2, 6, 9, 12)]


def _centred(a):
    return a - a.mean()


def _cosine(a, b):
    return a @ b / np.sqrt((a @ a) * (b @ b))


PEARSON = Exercise(
    id="01.3",
    title="Pearson",
    text="Write `pearson(f, g)` for two signals of the same length, neither of them constant: subtract from each its "
    "mean, then take the cosine similarity of what is left.",
    reference=pearson,
    inputs=_vectors,
    misconceptions=(
        Misconception(
            _cosine,
            "This is the cosine similarity of the signals as they are. Two signals far from zero look alike to it, "
            "whatever they do. Subtract the mean of each first.",
        ),
        Misconception(
            lambda f, g: f @ g,
            "This is the dot product: it grows with the loudness of the signals. Subtract the means, and divide by "
            "both norms.",
        ),
        Misconception(
            lambda f, g: _centred(f) @ _centred(g),
            "The means are gone, but the result still grows with the loudness. Divide by both norms.",
        ),
        Misconception(
            lambda f, g: _centred(f) @ _centred(g) / np.linalg.norm(_centred(f)),
            "You divided by the norm of f only. Make g twice as loud: your result doubles, and it should not.",
        ),
        Misconception(
            lambda f, g: _centred(f) @ _centred(g) / np.linalg.norm(_centred(g)),
            "You divided by the norm of g only. Make f twice as loud: your result doubles, and it should not.",
        ),
        Misconception(
            lambda f, g: np.mean(_centred(f) * _centred(g)),
            "This is the covariance, the mean of the products. It still has the units of both signals: divide by both "
            "standard deviations.",
        ),
        Misconception(
            lambda f, g: _centred(f) @ _centred(g) / (len(f) - 1),
            "This is the sample covariance, the products divided by n - 1. It still has the units of both signals: "
            "divide by both standard deviations.",
        ),
        Misconception(
            lambda f, g: _cosine(_centred(f), g),
            "You subtracted the mean of f only. The sum above the line is then right already, but the norm of g still "
            "contains its mean.",
        ),
        Misconception(
            lambda f, g: _cosine(f, _centred(g)),
            "You subtracted the mean of g only. The sum above the line is then right already, but the norm of f still "
            "contains its mean.",
        ),
        Misconception(
            lambda f, g: _centred(f) @ _centred(g) / (np.linalg.norm(f) * np.linalg.norm(g)),
            "Above the line you subtracted the means, below it you did not. Take the norms of the same two vectors.",
        ),
        Misconception(
            lambda f, g: np.cov(f, g)[0, 1] / (np.std(f) * np.std(g)),
            "You divided the covariance by n - 1 and the variances by n, which makes the result too large by "
            "n / (n - 1). Use the same divisor in both.",
        ),
        Misconception(
            lambda f, g: np.mean(_centred(f) * _centred(g)) / (np.std(f, ddof=1) * np.std(g, ddof=1)),
            "You divided the covariance by n and the variances by n - 1, which makes the result too small by "
            "(n - 1) / n. Use the same divisor in both.",
        ),
        Misconception(
            lambda f, g: _centred(f) @ _centred(g) / ((_centred(f) @ _centred(f)) * (_centred(g) @ _centred(g))),
            "You divided by the squared norms. The norm is the square root of the sum of squares.",
        ),
        Misconception(
            lambda f, g: _cosine(_centred(f), _centred(g)) ** 2,
            "This is the square of the result. It has lost the sign, which tells a copy from an inverted copy.",
        ),
    ),
    hints=(
        "Make two new vectors first: each signal without its mean.",
        "Cosine similarity is the dot product of the two, divided by the norm of the one and the norm of the other.",
        "The norm is the square root of the sum of squares, np.linalg.norm. Take it of the vectors without their mean.",
    ),
)
