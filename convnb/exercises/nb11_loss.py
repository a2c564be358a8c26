"""Exercise of notebook 11: softmax cross-entropy and its gradient, for scores of any size."""

import numpy as np

from ..models import losses
from .grading.model import Exercise, Misconception
from .nb11_loss_wrong import (
    LARGE_SCORES,
    but,
    columns,
    less_one,
    log_of_sums,
    made_of,
    picked,
    places,
    plain,
    quiet,
    scaled,
)


def softmax_loss(scores, labels):
    """-1/N sum over b of log p[b, labels[b]], and (p - 1 at the label) / N; the row's maximum is subtracted first."""
    loss, grad = 0.0, np.zeros(scores.shape)
    for b, row in enumerate(scores):
        moved = row - np.max(row)
        total = np.sum(np.exp(moved))
        loss += (np.log(total) - moved[labels[b]]) / len(scores)
        grad[b] = np.exp(moved) / total / len(scores)
        grad[b, labels[b]] -= 1 / len(scores)
    return loss, grad


def _scores(rng):
    # The first by hand, then some that exp cannot take, at last a row far below the other ones.
    cases = [(np.array([[0.0, 0]]), np.array([0])), (np.log([[1.0, 3], [7, 1]]), np.array([0, 0]))]
    cases.append((np.array([[0.0, 0, 0], [0, np.log(2), 0]]), np.array([2, 1])))
    cases += [(rng.normal(size=(N, K)) * 2, rng.integers(0, K, N)) for N, K in [(4, 3), (2, 5), (5, 4)]]
    cases.append((np.array([[1000.0, 1001, 999], [998, 1000, 1000]]), np.array([0, 2])))
    cases.append((np.array([[1.0, 0], [-1000, -1001]]), np.array([1, 0])))
    cases.append((np.array([[1000.0, 0, 3], [0, 1, 2]]), np.array([1, 0])))
    return cases


def _without_keepdims(scores):
    moved = np.exp(scores - scores.max(axis=1))
    return moved / moved.sum(axis=1)


LOSS = Exercise(
    id="11.2",
    title="How wrong, and in which direction",
    text="`scores` has the axes (example, class): `N` examples, `K` classes. `labels[b]` is the number of the true "
    "class of example `b`. softmax makes chances of each row: `p[b, k] = exp(scores[b, k])` / the sum over `j` "
    "of `exp(scores[b, j])`. The loss is the mean over the examples of `-log p[b, labels[b]]`. Write "
    "`softmax_loss(scores, labels)`: `(loss, grad)`, `grad` being `dloss/dscores`, with the axes of `scores`. "
    "Scores of 1000 must work, too, and `exp(1000)` is too large for any float: but `p` stays the same if you "
    "subtract one number from all scores of a row.",
    reference=softmax_loss,
    inputs=_scores,
    returns=("loss", "grad"),
    misconceptions=(
        *LARGE_SCORES,
        Misconception(
            quiet(log_of_sums),
            "Right for small scores, but exp(1000) overflows, in the log of the sum and in p. Subtract the largest "
            "score of each row first.",
        ),
        Misconception(
            made_of(lambda scores: plain(scores - scores.max()), picked),
            "You subtracted the largest score of all. A row far below it gets exp(-1000) = 0 everywhere, and 0 / 0: "
            "subtract the largest of each row, axis=1, keepdims=True.",
        ),
        Misconception(
            made_of(lambda scores: losses.softmax(scores.T).T, picked),
            "Your softmax runs over the examples. The chances of the classes add up to 1 within each row: axis=1.",
        ),
        Misconception(
            made_of(lambda scores: np.exp(scores) / np.exp(scores).sum(), picked),
            "Your sum runs over the whole array. The chances of the classes add up to 1 within each row: axis=1, "
            "keepdims=True.",
        ),
        Misconception(
            made_of(lambda scores: np.exp(scores - scores.max()) / np.exp(scores - scores.max()).sum(), picked),
            "Your maximum and your sum are those of the whole array. Each row has its own: axis=1, keepdims=True.",
        ),
        Misconception(
            made_of(lambda scores: np.exp(scores) / np.exp(scores).sum(axis=1), picked),
            "The sums of the rows are laid along the columns, or do not fit at all: keepdims=True keeps them upright.",
        ),
        Misconception(
            made_of(_without_keepdims, picked),
            "The maxima and sums of the rows are laid along the columns, or do not fit at all: write keepdims=True in "
            "both.",
        ),
        Misconception(
            but(grad=lambda p, labels: p / len(p)),
            "grad: this is p / N. At the true class 1 must be subtracted from p first: only there is p too small.",
        ),
        Misconception(
            but(grad=lambda p, labels: less_one(p, labels) * len(p)),
            "grad: divide by N. The loss is a mean over the examples, and so each of them counts 1 / N.",
        ),
        Misconception(
            but(grad=lambda p, labels: less_one(p, labels) * len(p) / p.shape[1]),
            "grad: you divided by the number of classes. The loss is a mean over the examples: divide by N.",
        ),
        Misconception(
            but(grad=lambda p, labels: less_one(p, labels) * len(p) / p.size),
            "grad: you divided by all numbers of scores. The loss is a mean over the examples: divide by N.",
        ),
        Misconception(
            but(grad=lambda p, labels: -less_one(p, labels)),
            "grad: all signs are wrong. A higher score of a false class makes the loss larger: p, less 1 at the label.",
        ),
        Misconception(
            but(grad=columns),
            "grad: [:, labels] takes whole columns, for all examples. One place in each row is meant: "
            "[np.arange(N), labels].",
        ),
        Misconception(
            but(grad=lambda p, labels: (p - 1) / len(p)),
            "grad: you subtracted 1 everywhere. Only the true class gets it.",
        ),
        Misconception(
            but(grad=lambda p, labels: p / len(p) - np.eye(p.shape[1])[labels]),
            "grad: you divided by N first, and subtracted 1 then. Subtract 1, then divide everything by N.",
        ),
        Misconception(
            but(grad=lambda p, labels: np.where(np.eye(p.shape[1])[labels] > 0, p - 1, 0) / len(p)),
            "grad: the false classes are missing. Their chances should fall: there grad is p / N.",
        ),
        Misconception(
            scaled(lambda N, K: N),
            "You added over the examples. The mean is asked: divide loss and grad by N.",
        ),
        Misconception(
            but(loss=lambda log_p, labels: -log_p[places(log_p, labels)].sum()),
            "loss: you added over the examples. Divide by N.",
        ),
        Misconception(
            but(loss=lambda log_p, labels: log_p[places(log_p, labels)].mean()),
            "loss: the minus is missing. The logarithm of a chance is negative, and the loss positive.",
        ),
        Misconception(
            but(loss=lambda log_p, labels: -log_p[:, labels].mean()),
            "loss: [:, labels] takes every label for every example. One place in each row is meant: "
            "[np.arange(N), labels].",
        ),
        Misconception(
            but(loss=lambda log_p, labels: -log_p[places(log_p, labels)].sum() / log_p.size),
            "loss: you took the mean over all places, zeros included. It is one number for each example: divide by N.",
        ),
        Misconception(
            but(loss=lambda log_p, labels: -log_p[places(log_p, labels)]),
            "loss: you have one number for each example. Take their mean.",
        ),
        Misconception(
            lambda scores, labels: losses.softmax_cross_entropy(scores, labels)[::-1],
            "In another order than asked: the loss comes first, then grad.",
        ),
    ),
    hints=(
        "Begin with two classes and equal scores. p is 1/2 each, the loss log 2. Which way should each score go?",
        "log p[b, k] is scores[b, k] less the log of the sum of exp(scores[b, j]). Its slope with respect to a score "
        "is 1 at the class itself, less p.",
        "Subtract the maximum of each row. Then log p = scores - log(sum of exp), p = exp(log p), and grad is p, less "
        "1 at [np.arange(N), labels], all divided by N.",
    ),
)
