"""Exercises of notebook 07 about the matrix of a correlation in 2-D: its size, its zeros, and what a stride keeps."""

import numpy as np

from .model import Exercise, Misconception


def block_matrix(H, W, kh, kw, s):
    """A row for each place, a column for each pixel, and in each row one entry for each weight."""
    rows = ((H - kh) // s + 1) * ((W - kw) // s + 1)
    return rows, H * W, rows * kh * kw


def rows_kept(H, W, kh, kw, s):
    """i (W - kw + 1) + j for all rows i = 0, s, 2 s, .. and columns j = 0, s, 2 s, .. of the places for stride 1."""
    down, across = H - kh + 1, W - kw + 1
    return [i * across + j for i in range(0, down, s) for j in range(0, across, s)]


def _sizes(rng):
    cases = [(3, 4, 2, 2, 1), (4, 6, 2, 3, 2), (5, 4, 2, 1, 2), (7, 5, 3, 2, 2), (5, 9, 4, 2, 3), (6, 8, 1, 3, 2)]
    for _ in range(6):
        kh, kw, s = (int(rng.integers(low, high)) for low, high in [(1, 5), (1, 5), (2, 5)])
        cases.append((kh + int(rng.integers(1, 12)), kw + int(rng.integers(1, 12)), kh, kw, s))
    return cases


def _places(H, W, kh, kw, s=1):
    return (H - kh) // s + 1, (W - kw) // s + 1


def _sized(rows, columns, kh, kw):
    return rows, columns, rows * kh * kw


def _numbers(rows, columns, length):
    """Indices of these places, if a row of places is `length` long."""
    return [i * length + j for i in rows for j in columns]


def _every(H, W, kh, kw, down, across):
    """Indices of every so-many-th place downwards and to the right."""
    return _numbers(range(0, H - kh + 1, down), range(0, W - kw + 1, across), W - kw + 1)


BLOCK_MATRIX = Exercise(
    id="07.4",
    title="How large, how empty",
    text="A picture of H x W, flattened row by row, is correlated with a kernel of kh x kw, valid places only, with "
    "stride s along both axes. As a matrix M this is M @ x.ravel(). Write block_matrix(H, W, kh, kw, s): how many rows "
    "and columns M has, and how many of its entries are not zero, if no weight is. Return the three, as (rows, "
    "columns, nonzero).",
    reference=block_matrix,
    inputs=_sizes,
    returns=("rows", "columns", "nonzero"),
    misconceptions=(
        Misconception(
            lambda H, W, kh, kw, s: _sized(H * W, H * W, kh, kw),
            "This is the circulant matrix, as many rows as columns: it belongs to circular convolution. Valid places "
            "are fewer than pixels.",
        ),
        Misconception(
            lambda H, W, kh, kw, s: _sized(_places(H, W, kh, kw, s)[0] ** 2, H * H, kh, kh),
            "You counted as if picture and kernel were square. Use W and kw for what goes across.",
        ),
        Misconception(
            lambda H, W, kh, kw, s: block_matrix(H, W, kh, kw, 1),
            "The stride has no say. With a stride there are fewer places, so fewer rows.",
        ),
        Misconception(
            lambda H, W, kh, kw, s: _sized(-(-np.prod(_places(H, W, kh, kw)) // s), H * W, kh, kw),
            "You kept every s-th row of the matrix for stride 1. A stride leaves out whole rows of the picture, too: "
            "count the places along each axis.",
        ),
        Misconception(
            lambda H, W, kh, kw, s: _sized(np.prod(_places(H, W, kh, kw)) // s, H * W, kh, kw),
            "You divided the number of rows by s. A stride thins the places along both axes: count them along each.",
        ),
        Misconception(
            lambda H, W, kh, kw, s: _sized(np.prod(_places(H, W, kh, kw)) // s**2, H * W, kh, kw),
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
            lambda H, W, kh, kw, s: _sized(_places(H, W, kh, kw, s)[0] * _places(H, W, kh, kw)[1], H * W, kh, kw),
            "The stride counts along both axes, not only downwards.",
        ),
        Misconception(
            lambda H, W, kh, kw, s: _sized(_places(H, W, kh, kw)[0] * _places(H, W, kh, kw, s)[1], H * W, kh, kw),
            "The stride counts along both axes, not only to the right.",
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


ROWS_KEPT = Exercise(
    id="07.5",
    title="Not every second row",
    text="Take the matrix of a valid correlation with stride 1, for a picture of H x W and a kernel of kh x kw. Its "
    "rows belong to the places of the kernel, read row by row. With stride s along both axes only some of the places "
    "are left, and so some rows of the matrix. Write rows_kept(H, W, kh, kw, s): the indices of these rows, counted "
    "from 0, in ascending order.",
    reference=rows_kept,
    inputs=_sizes,
    unit="row",
    misconceptions=(
        Misconception(
            lambda H, W, kh, kw, s: range(0, (H - kh + 1) * (W - kw + 1), s),
            "This is every s-th row of the matrix. It leaves out places in each row of the picture; the stride also "
            "leaves out whole rows of places.",
        ),
        Misconception(
            lambda H, W, kh, kw, s: range(0, (H - kh + 1) * (W - kw + 1), s * s),
            "This is every row whose index s * s divides. The indices are not evenly spaced: go over the places "
            "downwards, and for each over those to the right.",
        ),
        Misconception(
            lambda H, W, kh, kw, s: _every(H, W, kh, kw, 1, s),
            "You took steps of s to the right only. Downwards the stride leaves out whole rows of places.",
        ),
        Misconception(
            lambda H, W, kh, kw, s: _every(H, W, kh, kw, s, 1),
            "You took steps of s downwards only. To the right the stride leaves out places, too.",
        ),
        Misconception(
            lambda H, W, kh, kw, s: _numbers(range(0, H - kh + 1, s), range(0, W - kw + 1, s), W),
            "You counted W places in each row of the picture. The kernel fits only at W - kw + 1 of them.",
        ),
        Misconception(
            lambda H, W, kh, kw, s: _numbers(
                range(0, H - kh + 1, s), range(0, W - kw + 1, s), _places(H, W, kh, kw)[0]
            ),
            "You multiplied with the number of places downwards. The row below begins after all places to the right: "
            "W - kw + 1.",
        ),
        Misconception(
            lambda H, W, kh, kw, s: sorted(
                j * (H - kh + 1) + i for i in range(0, H - kh + 1, s) for j in range(0, W - kw + 1, s)
            ),
            "You numbered the places column by column. The matrix has them row by row.",
        ),
        Misconception(
            lambda H, W, kh, kw, s: _numbers(
                range(0, H - kh + 1, s), range(0, W - kw + 1, s), _places(H, W, kh, kw, s)[1]
            ),
            "You counted the places that are left to the right. The matrix for stride 1 has all W - kw + 1 of them.",
        ),
        Misconception(
            lambda H, W, kh, kw, s: range(np.prod(_places(H, W, kh, kw, s))),
            "There are as many rows as this, but not the first ones. Which place does each row belong to?",
        ),
        Misconception(
            lambda H, W, kh, kw, s: [1 + k for k in rows_kept(H, W, kh, kw, s)],
            "All your indices are one too large: count from 0.",
        ),
        Misconception(
            lambda H, W, kh, kw, s: [[i, j] for i in range(0, H - kh + 1, s) for j in range(0, W - kw + 1, s)],
            "These are the places, and they are right. The row of the matrix is one number: how many places come "
            "before it, row by row?",
        ),
    ),
    hints=(
        "Draw the places for stride 1 as a table, and number them row by row. Now cross out what a stride of 2 leaves "
        "out.",
        "The table has H - kh + 1 rows and W - kw + 1 columns. The place in row i and column j has the number "
        "i * (W - kw + 1) + j.",
        "i and j both run over 0, s, 2 s and so on, each to the end of its axis: two loops.",
    ),
)
