"""Exercise of notebook 02: the sum of two loaded dice is a convolution."""

import numpy as np

from .grading.model import Exercise, Misconception


def sum_of_dice(a, b):
    """r[k] = sum over i of p[i] q[k - i], the chance of a total of k + 2; p and q are a and b divided by their sums."""
    p, q = a / np.sum(a), b / np.sum(b)
    r = np.zeros(len(p) + len(q) - 1)
    for i in range(len(p)):
        for j in range(len(q)):
            r[i + j] += p[i] * q[j]
    return r


def _counts(rng):
    # No face twice as often as another of the same die: no order and no sum is right by symmetry.
    cases = [(np.array([1.0, 3.0]), np.array([4.0, 1.0])), (np.array([2.0, 1.0, 5.0]), np.array([1.0, 6.0, 3.0]))]
    for faces in (4, 6, 6, 8):
        cases.append((rng.permutation(40)[:faces] + 1.0, rng.permutation(30)[:faces] + 3.0))
    return cases


def _p(counts):
    return counts / np.sum(counts)


def _circular(p, q):
    return np.array([sum(p[i] * q[(k - i) % len(q)] for i in range(len(p))) for k in range(len(p))])


SUM_OF_DICE = Exercise(
    id="02.3",
    title="Two loaded dice",
    text="Two dice were thrown many times, each by itself. `a[i]` counts how often the first one showed `i + 1`, "
    "`b[i]` the same for the second; both have equally many faces. Now they are thrown together. Write "
    "`sum_of_dice(a, b)`: the probabilities of all totals from 2 on, so that entry `k` is the probability of the "
    "total `k + 2`. Take the shares in the counts as the probabilities of the faces.",
    reference=sum_of_dice,
    inputs=_counts,
    misconceptions=(
        Misconception(
            lambda a, b: np.convolve(a, b),
            "These are counts of pairs, not probabilities: they do not add up to 1. Divide each die's counts by their "
            "sum first.",
        ),
        Misconception(
            lambda a, b: np.convolve(a, b) / (np.sum(a) + np.sum(b)),
            "You divided by the number of all throws. The entries are products of a count of a and a count of b, so "
            "each die needs its own divisor.",
        ),
        Misconception(
            lambda a, b: np.convolve(_p(a), b),
            "You turned the counts of the first die into probabilities, not those of the second.",
        ),
        Misconception(
            lambda a, b: np.convolve(a, _p(b)),
            "You turned the counts of the second die into probabilities, not those of the first.",
        ),
        Misconception(
            lambda a, b: _p(a) + _p(b),
            "You added probabilities of single faces. The eyes are added, not the probabilities: ask which pairs of "
            "faces give a total, and add up the probabilities of these pairs.",
        ),
        Misconception(
            lambda a, b: (_p(a) + _p(b)) / 2,
            "This is the mean of two distributions: a die picked by tossing a coin. Here both dice are thrown, and "
            "their eyes are added.",
        ),
        Misconception(
            lambda a, b: _p(a) * _p(b),
            "This is the probability that both dice show the same face, for each face. Other pairs give a total, too.",
        ),
        Misconception(
            lambda a, b: np.outer(_p(a), _p(b)),
            "This is the table of all pairs, and it is right. Pairs with the same total belong together: add up each "
            "of its diagonals.",
        ),
        Misconception(
            lambda a, b: np.convolve(_p(a), _p(b)[::-1]),
            "This is the distribution of a difference: one die's probabilities were slid over the other's without the "
            "flip, which is correlation. For a sum one die counts down while the other counts up.",
        ),
        Misconception(
            lambda a, b: np.convolve(_p(a)[::-1], _p(b)),
            "This is the distribution of a difference, second die less first: the flip is missing. For a sum one die "
            "counts down while the other counts up.",
        ),
        Misconception(
            lambda a, b: np.concatenate([[0, 0], np.convolve(_p(a), _p(b))]),
            "The probabilities are right, two places too late: entry 0 belongs to the total 2, not to the total 0.",
        ),
        Misconception(
            lambda a, b: np.convolve(np.ones(len(a)), np.ones(len(b))) / len(a) ** 2,
            "This is the triangle of two fair dice: the counts have no say. These dice are loaded.",
        ),
        Misconception(
            lambda a, b: _circular(_p(a), _p(b)),
            "The large totals wrap around and are added to the small ones: circular convolution. Two dice of n faces "
            "have 2 n - 1 totals.",
        ),
    ),
    hints=(
        "Make probabilities of the counts first: each die's counts divided by their sum.",
        "A total of 4 comes as 1 + 3, 2 + 2 or 3 + 1. Multiply the two probabilities of each pair, and add.",
        "Face i + 1 and face j + 1 make the total i + j + 2, which is entry i + j. You have seen this sum before: it "
        "is a full convolution.",
    ),
)
