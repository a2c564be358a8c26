"""Exercises of notebook 05: the gradient of the input and that of the weights, stride 1 and no padding."""

import numpy as np

from ..ops.correlation import convolve
from .grading.model import Exercise, Misconception
from .inputs import numbers as numbers
from .inputs import rows as rows


def grad_input(delta, w):
    """dJ/da[i] = sum over t of delta[t] w[i - t], wherever i - t is an index of w."""
    grad = np.zeros(len(delta) + len(w) - 1)
    for t in range(len(delta)):
        for j in range(len(w)):
            grad[t + j] += delta[t] * w[j]
    return grad


def grad_weight(a, delta):
    """dJ/dw[j] = sum over t of delta[t] a[t + j]."""
    grad = np.zeros(len(a) - len(delta) + 1)
    for j in range(len(grad)):
        for t in range(len(delta)):
            grad[j] += delta[t] * a[t + j]
    return grad


def _deltas_and_weights(rng):
    sizes = [(2, 3), (3, 2), (4, 3), (3, 3), (2, 4), (5, 1), (1, 4)]
    return [*(rows(rng, m, k) for m, k in sizes), (rng.normal(size=9), rng.normal(size=4))]


def _inputs_and_deltas(rng):
    # No delta of a single number among the first: flipping it would change nothing.
    sizes = [(4, 2), (5, 3), (4, 3), (6, 2), (7, 3), (3, 3), (5, 1), (8, 5)]
    return [*(rows(rng, n, m) for n, m in sizes), (rng.normal(size=12), rng.normal(size=9))]


def _assigned(delta, w):
    grad = np.zeros(len(delta) + len(w) - 1)
    for t, d in enumerate(delta):
        grad[t : t + len(w)] = d * w
    return grad


def _from_the_end(delta, w, *, caught=False):
    """Asks whether i - j is too large, not whether it is negative: then Python counts from the end of delta."""
    grad = np.zeros(len(delta) + len(w) - 1)
    for i in range(len(grad)):
        for j in range(len(w)):
            if i - j < len(delta) and not (caught and i - j < -len(delta)):
                grad[i] += delta[i - j] * w[j]
    return grad


def _windows(a, delta):
    return np.lib.stride_tricks.sliding_window_view(a, len(delta))


GRAD_INPUT = Exercise(
    id="05.1",
    title="Blame the inputs",
    text="A kernel `w` slides over an input `a` and gives `z[t]` = sum over `j` of `a[t + j] * w[j]`, at all places "
    "where the whole kernel lies on the input. `delta[t]` is `dJ/dz[t]`. Write `grad_input(delta, w)`: "
    "`dJ/da[i]` for every input. `a` itself is not needed; how many inputs there were, the two lengths tell you. "
    "Write the sums yourself, with loops; then compare with the one call of the notebook.",
    reference=grad_input,
    inputs=_deltas_and_weights,
    unit="number",
    misconceptions=(
        Misconception(
            lambda d, w: np.correlate(d, w, "full"),
            "You slid the kernel as it is. A later output reaches the same input through an earlier weight, so the "
            "kernel that slides over the deltas must be flipped.",
        ),
        Misconception(
            lambda d, w: np.convolve(d, w, "valid"),
            "The flip is right, the zeros are missing. An input near the end belongs to few outputs: put len(w) - 1 "
            "zeros on each side of the deltas.",
        ),
        Misconception(
            lambda d, w: np.correlate(d, w, "valid"),
            "Two things are missing: len(w) - 1 zeros on each side of the deltas, and the flip of the kernel.",
        ),
        Misconception(
            lambda d, w: np.convolve(d, w, "same"),
            'Mode "same" drops numbers at both ends. Every input gets a gradient, and there are len(w) - 1 more inputs '
            "than outputs.",
        ),
        Misconception(
            lambda d, w: np.correlate(d, w[::-1], "same"),
            'You flipped the kernel rightly. Mode "same" drops numbers at both ends: put len(w) - 1 zeros on each.',
        ),
        Misconception(
            lambda d, w: convolve(d, w, "same"),
            'Your result is as long as delta, as mode "same" makes it. There are len(w) - 1 more inputs than outputs.',
        ),
        Misconception(
            lambda d, w: np.correlate(d, w, "same"),
            'Two things: flip the kernel, and keep all numbers. Mode "same" drops some at both ends.',
        ),
        Misconception(
            lambda d, w: np.convolve(d, w)[: len(d)],
            "You stop after as many numbers as there are deltas. There are len(w) - 1 more inputs than outputs.",
        ),
        Misconception(
            lambda d, w: np.pad(np.convolve(d, w), 1),
            "There is a 0 too many at each end: put len(w) - 1 zeros on each side of the deltas, not len(w).",
        ),
        Misconception(
            lambda d, w: np.convolve(d, w)[::-1],
            "Your numbers are right, in reverse order. Flip the kernel and leave the deltas as they are.",
        ),
        Misconception(
            lambda d, w: np.correlate(w, d, "full"),
            "You let the deltas slide over the kernel, without a flip. That gives w[0] to the last delta; in the "
            "forward pass w[0] joined a[0] with the first output.",
        ),
        Misconception(
            lambda d, w: np.outer(d, w),
            "These are all the contributions delta[t] * w[j], as a table. Add up those that reach the same input, "
            "a[t + j].",
        ),
        Misconception(
            _assigned,
            "You overwrite what an input got from an earlier output. An input that took part in several outputs gets "
            "the sum: += in place of =.",
        ),
        Misconception(
            _from_the_end,
            "delta[i - j] with a negative index: Python counts it from the end, and no error shows it. Outside, delta "
            "is 0: ask 0 <= i - j < len(delta).",
        ),
        Misconception(
            lambda d, w: _from_the_end(d, w, caught=True),
            "An IndexError does not stop every wrong index: a negative one counts from the end. Outside, delta is 0: "
            "ask 0 <= i - j < len(delta).",
        ),
    ),
    hints=(
        "Write the first outputs out for three weights, z[0] = a[0] w[0] + a[1] w[1] + a[2] w[2] and so on. In which "
        "of them does a[1] stand, and which weight stands beside it?",
        "a[1] is in z[0] beside w[1] and in z[1] beside w[0]: while the index of delta goes up, that of w goes down. "
        "At both ends fewer terms are left.",
        "Either let each output t send delta[t] * w[j] to input t + j, and add; or slide the flipped kernel over the "
        "deltas, with len(w) - 1 zeros on each side.",
    ),
)

GRAD_WEIGHT = Exercise(
    id="05.2",
    title="Blame the weights",
    text="The same layer: `z[t]` = sum over `j` of `a[t + j] * w[j]`, and `delta[t]` is `dJ/dz[t]`. Write "
    "`grad_weight(a, delta)`: `dJ/dw[j]` for every weight. Every output used every weight, so each weight "
    "collects from all outputs. How many weights there are, the two lengths tell you. Write the sums yourself, "
    "with loops; then compare with the one call of the notebook.",
    reference=grad_weight,
    inputs=_inputs_and_deltas,
    unit="number",
    misconceptions=(
        Misconception(
            lambda a, d: np.convolve(a, d, "valid"),
            "You flipped the deltas, or used a convolution, which flips. Only the input's gradient needs a flip: here "
            "delta[0] meets a[0], a[1] and so on, in the order of the forward pass. Some notes get this wrong, too.",
        ),
        Misconception(
            lambda a, d: np.correlate(a, d, "valid")[::-1],
            "Your numbers are right, in reverse order: a and delta are exchanged, so the input slid over the deltas.",
        ),
        Misconception(
            lambda a, d: np.convolve(a, d, "valid")[::-1],
            "You flipped the input. Nothing is flipped here: delta[t] meets a[t + j].",
        ),
        Misconception(
            lambda a, d: np.correlate(a, d, "full"),
            "You let the deltas hang over the ends of the input. They fit inside at len(a) - len(delta) + 1 places, "
            "and that is the number of weights.",
        ),
        Misconception(
            lambda a, d: np.correlate(a, d, "same"),
            "Your result is as long as the input. There is one gradient for each weight: keep only the places where "
            "all deltas lie on the input.",
        ),
        Misconception(
            lambda a, d: np.correlate(a, d, "valid") / len(d),
            "You took the mean over the outputs. A weight is to blame for all of them together: the sum is asked.",
        ),
        Misconception(
            lambda a, d: _windows(a, d) * d,
            "These are the products, a row for each weight. Add up each row.",
        ),
        Misconception(
            lambda a, d: np.correlate(a, d, "valid")[:-1],
            "The last weight is missing: there are len(a) - len(delta) + 1 of them.",
        ),
        Misconception(
            lambda a, d: a[len(d) - 1 :] * d[-1],
            "Only the last output counts: you overwrite what the earlier ones gave. Add with +=.",
        ),
        Misconception(
            lambda a, d: a[: len(a) - len(d) + 1] * d[0],
            "Only the first output counts. Each weight was used by every output: add over all t.",
        ),
        Misconception(
            lambda a, d: _windows(a, d).sum(axis=1),
            "You added up the inputs that a weight has met, and delta had no say. Multiply each by the delta of its "
            "output first.",
        ),
    ),
    hints=(
        "In z[0], z[1] and so on, which input stands beside w[0]? Which one stands beside w[1]?",
        "w[0] meets a[0] in z[0], a[1] in z[1], a[2] in z[2]. So dJ/dw[0] = delta[0] a[0] + delta[1] a[1] + ...",
        "For w[1] every input is one further on. So the deltas slide over the input, as a kernel would, and both run "
        "forwards.",
    ),
)
