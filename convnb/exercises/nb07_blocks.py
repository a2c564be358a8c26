"""Exercise of notebook 07: the size of the matrix of a correlation in 2-D, and how many of its entries are not zero."""

import numpy as np

from .grading.model import Exercise, Misconception


def block_matrix(H, W, kh, kw, s):
    """A row for each place, a column for each pixel, and in each row one entry for each weight."""
    rows = ((H - kh) // s + 1) * ((W - kw) // s + 1)
    return rows, H * W, rows * kh * kw


def sizes(rng):
    """H, W, kh, kw and s, small ones first: strides that divide along both axes, one or none."""
    cases = [(3, 4, 2, 2, 1), (4, 6, 2, 3, 2), (5, 4, 2, 1, 2), (7, 5, 3, 2, 2), (5, 9, 4, 2, 3), (6, 8, 1, 3, 2)]
    for _ in range(6):
        kh, kw, s = (int(rng.integers(low, high)) for low, high in [(1, 5), (1, 5), (2, 5)])
        cases.append((kh + int(rng.integers(1, 12)), kw + int(rng.integers(1, 12)), kh, kw, s))
    return cases


def places(H, W, kh, kw, s=1):
    """How many places the kernel has, downwards and to the right."""
    return (H - kh) // s + 1, (W - kw) // s + 1


def _sized(rows, columns, kh, kw):
    return rows, columns, rows * kh * kw


BLOCK_MATRIX = Exercise(
    id="07.4",
    title="How large, how empty",
    text="A picture of `H` x `W`, flattened row by row, is correlated with a kernel of `kh` x `kw`, valid places "
    "only, with stride `s` along both axes. As a matrix `M` this is `M @ x.ravel()`. Write `block_matrix(H, W, "
    "kh, kw, s)`: how many rows and columns `M` has, and how many of its entries are not zero, if no weight is. "
    "Return the three, as `(rows, columns, nonzero)`.",
    reference=block_matrix,
    inputs=sizes,
    returns=("rows", "columns", "nonzero"),
    misconceptions=(
        Misconception(
            lambda H, W, kh, kw, s: _sized(H * W, H * W, kh, kw),
            "This is the circulant matrix, as many rows as columns: it belongs to circular convolution. Valid places "
            "are fewer than pixels.",
        ),
        Misconception(
            lambda H, W, kh, kw, s: _sized(places(H, W, kh, kw, s)[0] ** 2, H * H, kh, kh),
            "You counted as if picture and kernel were square. Use W and kw for what goes across.",
        ),
        Misconception(
            lambda H, W, kh, kw, s: block_matrix(H, W, kh, kw, 1),
            "The stride has no say. With a stride there are fewer places, so fewer rows.",
        ),
        Misconception(
            lambda H, W, kh, kw, s: _sized(-(-np.prod(places(H, W, kh, kw)) // s), H * W, kh, kw),
            "You kept every s-th row of the matrix for stride 1. A stride leaves out whole rows of the picture, too: "
            "count the places along each axis.",
        ),
        Misconception(
            lambda H, W, kh, kw, s: _sized(np.prod(places(H, W, kh, kw)) // s, H * W, kh, kw),
            "You divided the number of rows by s. A stride thins the places along both axes: count them along each.",
        ),
        Misconception(
            lambda H, W, kh, kw, s: _sized(np.prod(places(H, W, kh, kw)) // s**2, H * W, kh, kw),
            "You divided the number of rows by s * s. That is right only where s divides: count the places along each "
            "axis, and round there.",
        ),
        Misconception(
            lambda H, W, kh, kw, s: _sized(((H - kh) / s + 1) * ((W - kw) / s + 1), H * W, kh, kw),
            "Where the stride does not divide, you count fractions of a place. Round down along each axis, with // in "
            "Python.",
        ),
        Misconception(
            lambda H, W, kh, kw, s: _sized(((H - kh) // s) * ((W - kw) // s), H * W, kh, kw),
            "Along each axis one place is missing, the first. A kernel as large as the picture fits once.",
        ),
        Misconception(
            lambda H, W, kh, kw, s: _sized(places(H, W, kh, kw, s)[0] * places(H, W, kh, kw)[1], H * W, kh, kw),
            "The stride counts along both axes, not only downwards.",
        ),
        Misconception(
            lambda H, W, kh, kw, s: _sized(places(H, W, kh, kw)[0] * places(H, W, kh, kw, s)[1], H * W, kh, kw),
            "The stride counts along both axes, not only to the right.",
        ),
        Misconception(
            lambda H, W, kh, kw, s: _sized(((H - kh + 1) // s) * ((W - kw + 1) // s), H * W, kh, kw),
            "You divided the number of places for stride 1. The first place always counts: (H - kh) // s + 1.",
        ),
        Misconception(
            lambda H, W, kh, kw, s: _sized(places(H, W, kh, kw, s)[0], H * W, kh, kw),
            "You counted the places downwards only. Multiply with those to the right.",
        ),
        Misconception(
            lambda H, W, kh, kw, s: _sized(places(H, W, kh, kw, s)[1], H * W, kh, kw),
            "You counted the places to the right only. Multiply with those downwards.",
        ),
        Misconception(
            lambda H, W, kh, kw, s: _sized(((H + kh - 2) // s + 1) * ((W + kw - 2) // s + 1), H * W, kh, kw),
            "These are the places of mode full. Valid places only: the kernel may not stick out.",
        ),
        Misconception(
            lambda H, W, kh, kw, s: _sized((H + kh - 1) * (W + kw - 1), H * W, kh, kw),
            "These are the places of mode full, with stride 1. Valid places only: the kernel may not stick out; and "
            "the stride leaves some out.",
        ),
        Misconception(
            lambda H, W, kh, kw, s: (*block_matrix(H, W, kh, kw, s)[1::-1], block_matrix(H, W, kh, kw, s)[2]),
            "Rows and columns are exchanged: M has a row for each place and a column for each pixel.",
        ),
        Misconception(
            lambda H, W, kh, kw, s: (*_size(H, W, kh, kw, s), np.prod(_size(H, W, kh, kw, s))),
            "You counted all entries of the matrix. Most of them are zero: each row holds the kernel once.",
        ),
        Misconception(
            lambda H, W, kh, kw, s: (*_size(H, W, kh, kw, s), _size(H, W, kh, kw, s)[0] * (H * W - kh * kw)),
            "You counted the zeros. The other entries are asked.",
        ),
        Misconception(
            lambda H, W, kh, kw, s: (*_size(H, W, kh, kw, s), kh * kw),
            "You counted the weights once. They stand in the matrix again in each row.",
        ),
        Misconception(
            lambda H, W, kh, kw, s: (*_size(H, W, kh, kw, s), _size(H, W, kh, kw, s)[0] * kw),
            "You counted one row of the kernel for each row of the matrix. All kh rows of the kernel lie on the "
            "picture at once.",
        ),
        Misconception(
            lambda H, W, kh, kw, s: (kh * kw, *block_matrix(H, W, kh, kw, s)[::2]),
            "This is the matrix of the patches, a patch in each column. Here x stays one long column, and the matrix "
            "repeats the kernel.",
        ),
    ),
    hints=(
        "M takes a flattened picture to a flattened result. How many numbers has the one, how many the other?",
        "Each row of M makes one number of the result. How many pixels does that number depend on?",
        "The rows are the places: those downwards, (H - kh) // s + 1, times those to the right. Each row holds kh * kw "
        "entries that are not zero.",
    ),
)


def _size(H, W, kh, kw, s):
    return block_matrix(H, W, kh, kw, s)[:2]
