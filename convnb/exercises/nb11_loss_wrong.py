"""Wrong answers to exercise 11.2: how softmax and its logarithm fail for large scores, and what else is forgotten."""

import numpy as np

from ..models import losses
from .grading.model import Misconception


def plain(scores):
    """softmax as its formula stands: exp overflows for large scores."""
    return np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)


def places(scores, labels):
    """The rows and the columns of the true classes."""
    return np.arange(len(scores)), labels


def less_one(p, labels):
    """The right gradient: p, less 1 at the true classes, over N."""
    grad = p.copy()
    grad[places(p, labels)] -= 1
    return grad / len(p)


def quiet(answer):
    """The answer, without NumPy's warnings about inf and nan."""

    def answer_quietly(scores, labels):
        with np.errstate(all="ignore"):
            return answer(scores, labels)

    return answer_quietly


def log_of_sums(scores, labels):
    """The log of the sum of exp less the score, which overflows, too."""
    loss = np.log(np.exp(scores).sum(axis=1)) - scores[places(scores, labels)]
    return loss.mean(), less_one(plain(scores), labels)


def _log_p(scores):
    moved = scores - scores.max(axis=1, keepdims=True)
    return moved - np.log(np.exp(moved).sum(axis=1, keepdims=True))


def but(loss=None, grad=None):
    """The wrong answer with another loss(log p, labels), or another grad(p, labels)."""

    def answer(scores, labels):
        right = losses.softmax_cross_entropy(scores, labels)
        log_p = _log_p(scores)
        return (
            right[0] if loss is None else loss(log_p, labels),
            right[1] if grad is None else grad(np.exp(log_p), labels),
        )

    return quiet(answer)


def columns(p, labels):
    """The gradient with 1 subtracted in whole columns."""
    grad = p.copy()
    grad[:, labels] -= 1
    return grad / len(p)


def scaled(factor):
    """The wrong answer whose loss and gradient are both factor(N, K) times the right ones."""
    return lambda scores, labels: tuple(
        factor(*scores.shape) * part for part in losses.softmax_cross_entropy(scores, labels)
    )


def made_of(softmax, pick, finish=lambda losses, p, labels: (losses.sum() / len(p), less_one(p, labels))):
    """The answer that takes p = softmax(scores), then pick(p, labels), a loss for each example, and finishes."""

    def answer(scores, labels):
        p = softmax(scores)
        return finish(pick(p, labels), p, labels)

    return quiet(answer)


def picked(p, labels):
    """-log p at the true classes."""
    return -np.log(p[places(p, labels)])


def one_hot(p, labels):
    """The same by a table of zeros and ones, in which 0 log 0 is nan."""
    return -(np.eye(p.shape[1])[labels] * np.log(p)).sum(axis=1)


FAR = (
    (plain, picked, "exp(1000) overflows: subtract the largest score of each row first, p stays the same."),
    (
        plain,
        one_hot,
        "exp(1000) overflows, and 0 times log 0 is nan: subtract the largest score of each row first, and pick log p "
        "at the labels.",
    ),
    (
        losses.softmax,
        picked,
        "p becomes 0 where it is as small as exp(-1000), and log 0 is -inf: compute log p without p, as the score less "
        "its row's maximum, less the log of the sum.",
    ),
    (
        losses.softmax,
        one_hot,
        "where p becomes 0 you multiply 0 by log 0, which is nan: pick log p at the labels, and compute it without p, "
        "as the score less its row's maximum, less the log of the sum.",
    ),
)

NEAR = (
    (
        lambda each, p, labels: (each.sum() / len(p), less_one(p, labels)),
        "Right for small scores, but ",
    ),
    (
        lambda each, p, labels: (each.sum() / len(p), less_one(p, labels) * len(p)),
        "grad: divide by N, since the loss is a mean. Apart from that, ",
    ),
    (
        lambda each, p, labels: (each.sum() / len(p), p / len(p)),
        "grad: subtract 1 from p at the true class. Apart from that, ",
    ),
    (
        lambda each, p, labels: (each.sum() / len(p), columns(p, labels)),
        "grad: [:, labels] takes whole columns; write [np.arange(N), labels]. Apart from that, ",
    ),
    (
        lambda each, p, labels: (each.sum(), less_one(p, labels) * len(p)),
        "The mean over the examples is asked: divide loss and grad by N. Apart from that, ",
    ),
)

# Who has not thought of large scores has often forgotten something else as well: every pair is an answer of its own.
LARGE_SCORES = tuple(
    Misconception(made_of(softmax, pick, finish), near + far) for finish, near in NEAR for softmax, pick, far in FAR
)
