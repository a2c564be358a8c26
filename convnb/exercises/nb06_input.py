"""Exercise of notebook 06: the gradient of a picture, one channel, stride 1, no padding."""

import numpy as np

from ..ops.correlation import convolve, correlate
from .grading.model import Exercise, Misconception
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


def _deltas_and_kernels(rng):
    # No delta is smaller than its kernel: whoever forgets the ring of zeros then gets numbers, too few of them.
    sizes = [((2, 2), (2, 2)), ((2, 3), (2, 2)), ((3, 4), (2, 3)), ((4, 3), (3, 1)), ((2, 4), (1, 3)), ((3, 3), (3, 2))]
    cases = [(numbers(rng, *d), numbers(rng, *w)) for d, w in sizes]
    return [*cases, (rng.normal(size=(6, 5)), rng.normal(size=(4, 3)))]


def _slid(delta, w, rows, columns):
    """The flipped kernel slides over the deltas, round which stand so many zeros above and below, left and right."""
    return correlate(np.pad(delta, ((rows, rows), (columns, columns))), w[::-1, ::-1], "valid")


def _assigned(delta, w):
    h, k = w.shape
    grad = np.zeros((delta.shape[0] + h - 1, delta.shape[1] + k - 1))
    for r, c in np.ndindex(delta.shape):
        grad[r : r + h, c : c + k] = delta[r, c] * w
    return grad


def _from_the_end(delta, w):
    """Asks whether an index is too large, not whether it is negative: then Python counts from the end of delta."""
    (H, W), (h, k) = delta.shape, w.shape
    grad = np.zeros((H + h - 1, W + k - 1))
    for r, c in np.ndindex(grad.shape):
        for i, j in np.ndindex(w.shape):
            if r - i < H and c - j < W:
                grad[r, c] += delta[r - i, c - j] * w[i, j]
    return grad


GRAD_INPUT_2D = Exercise(
    id="06.1",
    title="Blame the pixels",
    text="A kernel `w` slides over a picture `a`, and `z[r, c]` is the sum over `i, j` of `a[r + i, c + j] * w[i, "
    "j]`, at all places where the whole kernel lies on the picture. `delta[r, c]` is `dJ/dz[r, c]`. Write "
    "`grad_input(delta, w)`: `dJ/da` for every pixel. Neither `delta` nor `w` need be square. Write the sums "
    "yourself, with loops; then compare with the one call of the notebook.",
    reference=grad_input,
    inputs=_deltas_and_kernels,
    misconceptions=(
        Misconception(
            lambda d, w: correlate(d, w, "full"),
            "The kernel slides over the deltas as it is. Flip it first: up and down exchanged, and left and right.",
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
            "You transposed the kernel. Flipping it is something else: w[0, 0] and the last entry change "
            "places, and rows stay rows.",
        ),
        Misconception(
            lambda d, w: correlate(d, np.rot90(w), "full"),
            "You turned the kernel by 90 degrees. It takes two such turns: np.rot90(w, 2).",
        ),
        Misconception(
            lambda d, w: _slid(d, np.rot90(w, -1), w.shape[0] - 1, w.shape[1] - 1),  # _slid turns it by 180 more
            "You turned by 90 degrees. np.rot90(w, 2) turns by 180.",
        ),
        Misconception(
            lambda d, w: _slid(d, w, 0, 0),
            "The flip is right, the ring of zeros is missing. A pixel at the corner belongs to one output only: its "
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
            lambda d, w: _slid(d, w, w.shape[0] - 1, w.shape[0] - 1),
            "The ring is as wide as the kernel's rows on all sides. Left and right take columns - 1.",
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
            "Your numbers are right, and they stand flipped. Flip the kernel, and leave the deltas as they are.",
        ),
        Misconception(
            _assigned,
            "You overwrite what a pixel got from an earlier output. A pixel under several windows gets the sum: += in "
            "place of =.",
        ),
        Misconception(
            _from_the_end,
            "delta[r - i, c - j] with a negative index: Python counts it from the end, and no error shows it. Outside, "
            "delta is 0: ask 0 <= r - i < delta.shape[0], and the same for c - j.",
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
        "deltas, one row and one column less than the kernel has, and slide the flipped kernel.",
    ),
)
