"""Exercise of notebook 06: the gradient of a kernel, one channel, stride 1, no padding."""

import numpy as np

from ..ops.correlation import convolve, correlate
from .grading.model import Exercise, Misconception
from .nb05_two_gradients import numbers


def grad_weight(a, delta):
    """dJ/dw[i, j] = sum over r, c of delta[r, c] a[r + i, c + j]."""
    H, W = delta.shape
    grad = np.zeros((a.shape[0] - H + 1, a.shape[1] - W + 1))
    for i, j in np.ndindex(grad.shape):
        for r in range(H):
            for c in range(W):
                grad[i, j] += delta[r, c] * a[r + i, c + j]
    return grad


def _pictures_and_deltas(rng):
    # The deltas also fit when they are turned on their side, so that exchanged axes give numbers, too.
    sizes = [((3, 3), (2, 2)), ((4, 3), (3, 2)), ((4, 5), (2, 3)), ((5, 4), (1, 3)), ((4, 6), (3, 2)), ((4, 4), (4, 2))]
    cases = [(numbers(rng, *a), numbers(rng, *d)) for a, d in sizes]
    return [*cases, (rng.normal(size=(7, 6)), rng.normal(size=(5, 3)))]


GRAD_WEIGHT_2D = Exercise(
    id="06.2",
    title="Blame the kernel",
    text="The same layer: `z[r, c]` is the sum over `i, j` of `a[r + i, c + j] * w[i, j]`, and `delta[r, c]` is "
    "`dJ/dz[r, c]`. Write `grad_weight(a, delta)`: `dJ/dw` for every weight. The shape of the kernel follows "
    "from those of `a` and `delta`. Write the sums yourself, with loops; then compare with the one call of the "
    "notebook.",
    reference=grad_weight,
    inputs=_pictures_and_deltas,
    misconceptions=(
        Misconception(
            lambda a, d: convolve(a, d, "valid"),
            "You flipped the deltas, or used a convolution, which does. Only the picture's gradient "
            "needs a flip: here delta[0, 0] meets a[0, 0] in dJ/dw[0, 0].",
        ),
        Misconception(
            lambda a, d: correlate(a, d[::-1], "valid"),
            "The deltas are upside down. Nothing is flipped here.",
        ),
        Misconception(
            lambda a, d: correlate(a, d[:, ::-1], "valid"),
            "The deltas are mirrored left to right. Nothing is flipped here.",
        ),
        Misconception(
            lambda a, d: correlate(a, d, "valid")[::-1, ::-1],
            "Your numbers are right, and they stand flipped: a and delta are exchanged, so the picture "
            "slid over the deltas, or the result was flipped as if it were the picture's gradient.",
        ),
        Misconception(
            lambda a, d: convolve(a, d, "valid")[::-1, ::-1],
            "You flipped the picture. Nothing is flipped here: delta[r, c] meets a[r + i, c + j].",
        ),
        Misconception(
            lambda a, d: correlate(a, d.T, "valid"),
            "Rows and columns of the deltas are exchanged. Where they are not square, the result has a wrong size, "
            "too.",
        ),
        Misconception(
            lambda a, d: correlate(a, d, "full"),
            "You let the deltas hang over the edge of the picture. Keep only the places where all of them lie on it: "
            "there are as many as weights.",
        ),
        Misconception(
            lambda a, d: convolve(a, d[::-1, ::-1], "same"),
            "Your result is as large as the picture. There is one gradient for each weight: keep only the places where "
            "all deltas lie on the picture.",
        ),
        Misconception(
            lambda a, d: correlate(a, d, "valid") / d.size,
            "You took the mean over the outputs. A weight is to blame for all of them together: the sum is asked.",
        ),
        Misconception(
            lambda a, d: correlate(a, d, "valid")[:-1, :-1],
            "The last row and the last column of weights are missing: there are H - h + 1 rows of them, if the picture "
            "has H rows and delta h.",
        ),
        Misconception(
            lambda a, d: a[d.shape[0] - 1 :, d.shape[1] - 1 :] * d[-1, -1],
            "Only the last output counts: you overwrite what the others gave. Add with +=.",
        ),
        Misconception(
            lambda a, d: correlate(a, np.ones(d.shape), "valid"),
            "You added up the pixels that a weight has met, and delta had no say. Multiply each by the delta of its "
            "output first.",
        ),
        Misconception(
            lambda a, d: correlate(a, d, "valid").T,
            "Your numbers are right, with rows and columns of the result exchanged.",
        ),
    ),
    hints=(
        "Every weight was used at every place. Which pixel did w[0, 0] meet when z[r, c] was computed?",
        "w[0, 0] met a[r, c], so dJ/dw[0, 0] is the sum of delta[r, c] * a[r, c]. For w[i, j] the pixels lie i rows "
        "further down and j columns further right.",
        "The part of the picture that w[i, j] has met is as large as delta and starts at (i, j). Multiply the two, "
        "place by place, and add up.",
    ),
)
