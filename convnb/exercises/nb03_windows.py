"""Exercise of notebook 03: the valid correlation of a picture with a kernel, by loops."""

import numpy as np

from ..ops.correlation import convolve, correlate
from .grading.model import Exercise, Misconception


def correlate_valid(x, kernel):
    """y[r, c] = sum over i, j of x[r + i, c + j] kernel[i, j], wherever the whole kernel lies on the picture."""
    h, w = kernel.shape
    y = np.zeros((x.shape[0] - h + 1, x.shape[1] - w + 1))
    for r in range(y.shape[0]):
        for c in range(y.shape[1]):
            for i in range(h):
                for j in range(w):
                    y[r, c] += x[r + i, c + j] * kernel[i, j]
    return y


def _pictures(rng):
    # Square kernels first: there exchanged indices give a wrong number, on the others they leave the kernel. Turned on
    # its side, each kernel still fits.
    sizes = [((3, 4), (2, 2)), ((5, 4), (3, 3)), ((5, 6), (2, 3)), ((4, 6), (3, 1)), ((6, 5), (1, 4)), ((3, 3), (1, 1))]
    cases = [(rng.permutation(40)[: h * w].reshape(h, w) + 1.0, _kernel(rng, k)) for (h, w), k in sizes]
    return [
        *cases,
        (rng.normal(size=(7, 5)), rng.normal(size=(3, 2))),
        (rng.normal(size=(4, 4)), rng.normal(size=(4, 4))),
    ]


def _kernel(rng, shape):
    return rng.permutation(np.arange(-4.0, 9.0))[: np.prod(shape)].reshape(shape)


def _exchanged(x, kernel):
    h, w = kernel.shape
    y = np.zeros((x.shape[0] - h + 1, x.shape[1] - w + 1))
    for r, c in np.ndindex(y.shape):
        y[r, c] = sum(x[r + i, c + j] * kernel[j, i] for i in range(h) for j in range(w))
    return y


def _unfilled(x, kernel):
    y = np.zeros(x.shape)
    inside = correlate(x, kernel, "valid")
    y[: inside.shape[0], : inside.shape[1]] = inside
    return y


def _same(x, kernel):
    return convolve(x, kernel[::-1, ::-1], "same")


CORRELATE_VALID = Exercise(
    id="03.1",
    title="Slide a kernel yourself",
    text="Write `correlate_valid(x, kernel)`: the correlation of a picture with a kernel, both two-dimensional and "
    "not always square, at all places where the whole kernel lies on the picture. Multiply the numbers that lie "
    "on each other, add them up, and go on to the next place: columns first, then rows. No flip. Loops are "
    "welcome.",
    reference=correlate_valid,
    inputs=_pictures,
    misconceptions=(
        Misconception(
            lambda x, k: correlate(x, k[::-1, ::-1], "valid"),
            "You flipped the kernel: this is convolution. In correlation kernel[0, 0] meets the upper "
            "left corner of the window.",
        ),
        Misconception(
            lambda x, k: correlate(x, k[::-1], "valid"),
            "The kernel is upside down: its row 0 must meet the window's row 0.",
        ),
        Misconception(
            lambda x, k: correlate(x, k[:, ::-1], "valid"),
            "The kernel is mirrored left to right: its column 0 must meet the window's column 0.",
        ),
        Misconception(
            lambda x, k: correlate(x, k.T, "valid"),
            "Rows and columns of the kernel are exchanged. With a square kernel that gives wrong numbers, with another "
            "one also a wrong size.",
        ),
        Misconception(
            _exchanged,
            "Row and column of the kernel are exchanged: kernel[j, i] in place of kernel[i, j]. With a square kernel "
            "that gives wrong numbers, with another one Python leaves the kernel and stops.",
        ),
        Misconception(
            lambda x, k: correlate(x, k, "valid")[:-1, :-1],
            "The last row and the last column are missing: the kernel fits in H - h + 1 rows of places, not H - h. "
            "Try a kernel as large as the picture: it fits once.",
        ),
        Misconception(
            lambda x, k: correlate(x, k, "full"),
            "You let the kernel hang over the edge, with zeros outside: this is the full correlation. Valid keeps only "
            "places where the whole kernel lies on the picture.",
        ),
        Misconception(
            _same,
            'Your result has the size of the picture, with zeros outside its edge: mode "same". Valid fills nothing '
            "in, so the result is smaller than the picture.",
        ),
        Misconception(
            _unfilled,
            "Your numbers are right, and round them are zeros that you never filled in. The result has H - h + 1 rows "
            "and W - w + 1 columns.",
        ),
        Misconception(
            lambda x, k: correlate(x, np.ones(k.shape), "valid"),
            "You added up each window, and the kernel had no say. Multiply first.",
        ),
        Misconception(
            lambda x, k: correlate(x, k, "valid").T,
            "Your numbers are right, with rows and columns of the result exchanged.",
        ),
    ),
    hints=(
        "At how many places does the kernel fit, from top to bottom and from left to right? That is the result's size.",
        "The window at row r and column c is x[r : r + h, c : c + w], as large as the kernel.",
        "Two loops over the places, r and c. At each, the sum of window * kernel goes to y[r, c].",
    ),
)
