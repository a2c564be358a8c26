"""Exercise of notebook 07: which rows of a 2-D correlation's matrix a stride keeps."""

import numpy as np

from .grading.model import Exercise, Misconception
from .nb07_blocks import places, sizes


def rows_kept(H, W, kh, kw, s):
    """i (W - kw + 1) + j for all rows i = 0, s, 2 s, .. and columns j = 0, s, 2 s, .. of the places for stride 1."""
    down, across = H - kh + 1, W - kw + 1
    return [i * across + j for i in range(0, down, s) for j in range(0, across, s)]


def _numbers(rows, columns, length):
    """Indices of these places, if a row of places is `length` long."""
    return [i * length + j for i in rows for j in columns]


def _every(H, W, kh, kw, down, across):
    """Indices of every so-many-th place downwards and to the right."""
    return _numbers(range(0, H - kh + 1, down), range(0, W - kw + 1, across), W - kw + 1)


def _table(H, W, kh, kw, s):
    """The right indices, a row of them for each row of places that is left."""
    return np.reshape(rows_kept(H, W, kh, kw, s), places(H, W, kh, kw, s))


ROWS_KEPT = Exercise(
    id="07.5",
    title="Not every second row",
    text="Take the matrix of a valid correlation with stride 1, for a picture of `H` x `W` and a kernel of `kh` x "
    "`kw`. Its rows belong to the places of the kernel, read row by row. With stride `s` along both axes only "
    "some of the places are left, and so some rows of the matrix. Write `rows_kept(H, W, kh, kw, s)`: the "
    "indices of these rows, counted from 0, in ascending order.",
    reference=rows_kept,
    inputs=sizes,
    unit="entry",
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
            lambda H, W, kh, kw, s: _numbers(range(0, H - kh + 1, s), range(0, W - kw + 1, s), places(H, W, kh, kw)[0]),
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
                range(0, H - kh + 1, s), range(0, W - kw + 1, s), places(H, W, kh, kw, s)[1]
            ),
            "You counted the places that are left to the right. The matrix for stride 1 has all W - kw + 1 of them.",
        ),
        Misconception(
            lambda H, W, kh, kw, s: range(np.prod(places(H, W, kh, kw, s))),
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
        Misconception(
            lambda H, W, kh, kw, s: _numbers(range(0, H - kh, s), range(0, W - kw, s), W - kw + 1),
            "Your loops stop before the last place: range(0, H - kh + 1, s).",
        ),
        Misconception(
            lambda H, W, kh, kw, s: _numbers(range(0, H - kh + 1, s), range(0, W - kw + 1, s), W - kw),
            "The kernel fits at one more place: W - kw + 1. So many indices lie between a place and the one below it.",
        ),
        Misconception(
            lambda H, W, kh, kw, s: _numbers(range(0, H - kh, s), range(0, W - kw, s), W - kw),
            "The kernel fits at one more place along each axis: H - kh + 1 and W - kw + 1. Count it in your loops, and "
            "in the index.",
        ),
        Misconception(
            lambda H, W, kh, kw, s: sorted(set(range(np.prod(places(H, W, kh, kw)))) - set(rows_kept(H, W, kh, kw, s))),
            "These are the rows that are left out. The others are asked.",
        ),
        Misconception(
            lambda H, W, kh, kw, s: _table(H, W, kh, kw, s).T.ravel(),
            "The numbers are right; put them in ascending order.",
        ),
        Misconception(
            lambda H, W, kh, kw, s: _table(H, W, kh, kw, s),
            "The numbers are right; flatten the table.",
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
