"""Exercises of notebook 06: the gradients of a picture and of its kernel, one channel, stride 1, no padding."""

import numpy as np

from ..ops.correlation import convolve, correlate
from .model import Exercise, Misconception
from .nb05_two_gradients import numbers


def grad_input(delta, w):
    """dJ/da[r, c] = sum over i, j of delta[r - i, c - j] w[i, j], wherever that is a place of delta."""
    h, k = w.shape
    grad = np.zeros((delta.shape[0] + h - 1, delta.shape[1] + k - 1))
    for r, c in np.ndindex(delta.shape):
        for i in range(h):
            for j in range(k):
                grad[r + i, c + j] += delta[r, c] * w[i, j]
    return grad


def grad_weight(a, delta):
    """dJ/dw[i, j] = sum over r, c of delta[r, c] a[r + i, c + j]."""
    H, W = delta.shape
    grad = np.zeros((a.shape[0] - H + 1, a.shape[1] - W + 1))
    for i, j in np.ndindex(grad.shape):
        for r in range(H):
            for c in range(W):
                grad[i, j] += delta[r, c] * a[r + i, c + j]
    return grad


def _deltas_and_kernels(rng):
    # No delta is smaller than its kernel: whoever forgets the ring of zeros then gets numbers, too few of them.
    sizes = [((2, 2), (2, 2)), ((2, 3), (2, 2)), ((3, 4), (2, 3)), ((4, 3), (3, 1)), ((2, 4), (1, 3)), ((3, 3), (3, 2))]
    cases = [(numbers(rng, *d), numbers(rng, *w)) for d, w in sizes]
    return [*cases, (rng.normal(size=(6, 5)), rng.normal(size=(4, 3)))]


def _pictures_and_deltas(rng):
    # The deltas also fit when they are turned on their side, so that exchanged axes give numbers, too.
    sizes = [((3, 3), (2, 2)), ((4, 3), (3, 2)), ((4, 5), (2, 3)), ((5, 4), (1, 3)), ((4, 6), (3, 2)), ((4, 4), (4, 2))]
    cases = [(numbers(rng, *a), numbers(rng, *d)) for a, d in sizes]
    return [*cases, (rng.normal(size=(7, 6)), rng.normal(size=(5, 3)))]


def _slid(delta, w, rows, columns):
    """The turned kernel slides over the deltas, round which stand so many zeros above and below, left and right."""
    return correlate(np.pad(delta, ((rows, rows), (columns, columns))), w[::-1, ::-1], "valid")


def _assigned(delta, w):
    h, k = w.shape
    grad = np.zeros((delta.shape[0] + h - 1, delta.shape[1] + k - 1))
    for r, c in np.ndindex(delta.shape):
        grad[r : r + h, c : c + k] = delta[r, c] * w
    return grad


GRAD_INPUT_2D = Exercise(
    id="06.1",
    title="Blame the pixels",
    text="A kernel w slides over a picture a, and z[r, c] is the sum over i, j of a[r + i, c + j] * w[i, j], at all "
    "places where the whole kernel lies on the picture. delta[r, c] is dJ/dz[r, c]. Write grad_input(delta, w): dJ/da "
    "for every pixel. Neither delta nor w need be square.",
    reference=grad_input,
    inputs=_deltas_and_kernels,
    misconceptions=(
        Misconception(
            lambda d, w: correlate(d, w, "full"),
            "The kernel slides over the deltas as it is. Turn it by 180 degrees first: up and down exchanged, and left "
            "and right.",
        ),
        Misconception(
            lambda d, w: correlate(d, w[::-1], "full"),
            "You flipped the rows of the kernel only. Left and right must be exchanged as well.",
        ),
        Misconception(
            lambda d, w: correlate(d, w[:, ::-1], "full"),
            "You flipped the columns of the kernel only. Up and down must be exchanged as well.",
        ),
        Misconception(
            lambda d, w: correlate(d, w.T, "full"),
            "You transposed the kernel. Turning by 180 degrees is something else: w[0, 0] and the last entry change "
            "places, and rows stay rows.",
        ),
        Misconception(
            lambda d, w: correlate(d, np.rot90(w), "full"),
            "You turned the kernel by 90 degrees. It takes two such turns.",
        ),
        Misconception(
            lambda d, w: _slid(d, w, 0, 0),
            "The turn is right, the ring of zeros is missing. A pixel at the corner belongs to one output only: its "
            "window of deltas needs zeros round them.",
        ),
        Misconception(
            lambda d, w: _slid(d, w, 1, 1),
            "Your ring is one zero wide. That suits a 2 x 2 kernel; in general it takes one row less than the kernel "
            "has, and one column less.",
        ),
        Misconception(
            lambda d, w: _slid(d, w, w.shape[1] - 1, w.shape[0] - 1),
            "Height and width are exchanged in the ring. Above and below stand as many rows as the kernel has, less "
            "one; at the sides it is the columns.",
        ),
        Misconception(
            lambda d, w: _slid(d, w, *w.shape),
            "The ring is one too wide, and zeros stand all round your result. It takes one row and one column less "
            "than the kernel has.",
        ),
        Misconception(
            lambda d, w: convolve(d, w, "same"),
            "Your result is as large as delta. Every pixel gets a gradient, and the picture is larger than that.",
        ),
        Misconception(
            lambda d, w: convolve(d, w)[::-1, ::-1],
            "Your numbers are right, and they stand turned by 180 degrees. Turn the kernel, and leave the deltas as "
            "they are.",
        ),
        Misconception(
            _assigned,
            "You overwrite what a pixel got from an earlier output. A pixel under several windows gets the sum: += in "
            "place of =.",
        ),
        Misconception(
            lambda d, w: convolve(d, w).T,
            "Your numbers are right, with rows and columns of the result exchanged.",
        ),
    ),
    hints=(
        "A 3 x 3 picture and a 2 x 2 kernel give four outputs. Write them out. In which of them does the corner "
        "a[0, 0] stand? And the pixel in the middle?",
        "a[1, 1] stands in z[0, 0] beside w[1, 1], in z[0, 1] beside w[1, 0], in z[1, 0] beside w[0, 1] and in z[1, 1] "
        "beside w[0, 0]. Read the weights in this order: what has happened to the kernel?",
        "Either let each output send delta[r, c] * w[i, j] to pixel (r + i, c + j), and add; or put zeros round the "
        "deltas, one row and one column less than the kernel has, and slide the turned kernel.",
    ),
)

GRAD_WEIGHT_2D = Exercise(
    id="06.2",
    title="Blame the kernel",
    text="The same layer: z[r, c] is the sum over i, j of a[r + i, c + j] * w[i, j], and delta[r, c] is dJ/dz[r, c]. "
    "Write grad_weight(a, delta): dJ/dw for every weight. The shape of the kernel follows from those of a and delta.",
    reference=grad_weight,
    inputs=_pictures_and_deltas,
    misconceptions=(
        Misconception(
            lambda a, d: convolve(a, d, "valid"),
            "You turned the deltas by 180 degrees, or used a convolution, which does. Only the picture's gradient "
            "needs a turn: here delta[0, 0] meets a[0, 0] in dJ/dw[0, 0].",
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
            "Your numbers are right, and they stand turned by 180 degrees: a and delta are exchanged, so the picture "
            "slid over the deltas, or the result was turned as if it were the picture's gradient.",
        ),
        Misconception(
            lambda a, d: convolve(a, d, "valid")[::-1, ::-1],
            "You turned the picture. Nothing is turned here: delta[r, c] meets a[r + i, c + j].",
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
