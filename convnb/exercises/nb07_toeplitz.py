"""Exercise of notebook 07: the Toeplitz matrix of a full convolution."""

import numpy as np

from .grading.model import Exercise, Misconception


def full_matrix(w, n):
    """T[i, j] = w[i - j], zero where that is no weight: (n + len(w) - 1, n). T @ x is the full convolution."""
    T = np.zeros((n + len(w) - 1, n))
    for j in range(n):
        for k in range(len(w)):
            T[j + k, j] = w[k]
    return T


def _kernels(rng):
    # Each kernel has weights of its own, none of them zero, so that no other order is right by symmetry.
    # A matrix of one entry first: there an index that leaves the kernel does not yet stop the program.
    cases = [
        (np.array([3.0]), 1),
        (np.array([3.0, 2.0]), 2),
        (np.array([3.0, 2.0, 1.0]), 3),
        (np.array([5.0, -2.0, 7.0]), 4),
    ]
    sizes = [(2, 6), (4, 7), (1, 3), (4, 4), (5, 9)]
    return cases + [(rng.permutation(np.arange(1.0, 12.0))[:m], n) for m, n in sizes]


def _circulant(w, n):
    C = np.zeros((n, n))
    for j in range(n):
        C[(j + np.arange(len(w))) % n, j] = w
    return C


def _centred(w, n):
    return full_matrix(w, n)[(len(w) - 1) // 2 :][:n]


def _entries(w, n, index):
    """T[i, j] = w[index(i, j)] by Python's rules: a negative index counts from the end. None as an index is a zero."""
    picked = [[index(i, j) for j in range(n)] for i in range(n + len(w) - 1)]
    return np.array([[0 if k is None else w[k] for k in row] for row in picked])


def _along_rows(w, n):
    T = np.zeros((n + len(w) - 1, n))
    for i in range(n):
        T[i, i : i + len(w)] = w
    return T


def _diagonal(w, n):
    """The weights down the columns, each column starting at the first row."""
    T = np.zeros((n + len(w) - 1, n))
    T[: len(w)] = w[:, None]
    return T


FULL_MATRIX = Exercise(
    id="07.2",
    title="The matrix of a full convolution",
    text="Write `full_matrix(w, n)`: the matrix `T` for which `T @ x` is the full convolution of `x` with the kernel "
    "`w`, `np.convolve(x, w)`, whatever the `n` samples of `x` are. `n` is at least `len(w)`. No sample is "
    "given: the matrix holds weights and zeros only.",
    reference=full_matrix,
    inputs=_kernels,
    misconceptions=(
        Misconception(
            lambda w, n: full_matrix(w[::-1], n),
            "Your kernel runs backwards down the columns: T @ x is the full correlation. A sample x[j] starts w[0], "
            "w[1] and so on, downwards from row j.",
        ),
        Misconception(
            lambda w, n: full_matrix(w, n).T,
            "Rows and columns are exchanged. This matrix takes n + len(w) - 1 numbers back to n: it is the one of the "
            "backward pass.",
        ),
        Misconception(
            lambda w, n: full_matrix(w[::-1], n).T,
            "Rows and columns are exchanged, and the kernel runs backwards. Begin with the columns: column j is what "
            "the sample x[j] alone makes.",
        ),
        Misconception(
            lambda w, n: full_matrix(w[::-1], n)[len(w) - 1 : n],
            "This is the matrix of the valid correlation, w once in each row. The full convolution has more rows, and "
            "w runs down its columns.",
        ),
        Misconception(
            lambda w, n: full_matrix(w, n)[len(w) - 1 : n],
            "This is the matrix of the valid convolution: only rows where all of w lies on samples. The full one "
            "begins with w[0] alone.",
        ),
        Misconception(
            _circulant,
            "Your matrix is circulant: what leaves below comes in again above. Give it len(w) - 1 more rows, and "
            "nothing has to wrap around.",
        ),
        Misconception(
            lambda w, n: _circulant(w, n).T,
            "Your matrix is circulant, and each row begins with the kernel: a circular correlation. Let w run down the "
            "columns, and give it room: n + len(w) - 1 rows.",
        ),
        Misconception(
            lambda w, n: full_matrix(w, n)[:n],
            "You stop at the last sample. What the last samples started goes on after that: len(w) - 1 rows are "
            "missing.",
        ),
        Misconception(
            _centred,
            'This is the middle of the matrix, as for mode "same". The full convolution has n + len(w) - 1 rows.',
        ),
        Misconception(
            lambda w, n: np.vstack([full_matrix(w, n), np.zeros(n)]),
            "Your matrix has a row of zeros too many at its end: n + len(w) rows. The last sample starts w at row "
            "n - 1.",
        ),
        Misconception(
            lambda w, n: _entries(w, n, lambda i, j: i - j),
            "You never ask whether i - j is an index of w. Where it is not, the entry is zero.",
        ),
        Misconception(
            lambda w, n: _entries(w, n, lambda i, j: i - j if i - j < len(w) else None),
            "You ask whether i - j is too large, and not whether it is negative: Python then counts from the end of w. "
            "Above the diagonal all entries are zero.",
        ),
        Misconception(
            lambda w, n: _entries(w, n, lambda i, j: j - i if 0 <= j - i < len(w) else None),
            "Your weights lie along the rows, to the right of the diagonal. They run down the columns: the index is "
            "i - j.",
        ),
        Misconception(
            _along_rows,
            "You laid w along the rows, until it ran over the right edge. Lay it down the columns: there is room for "
            "it.",
        ),
        Misconception(
            _diagonal,
            "Every column of yours starts in row 0. The sample x[j] comes at time j, so its copy of w starts in row j.",
        ),
        Misconception(
            lambda w, n: np.eye(n + len(w) - 1, n) * w[0],
            "Only the diagonal is filled, with w[0]. Each weight has a diagonal of its own: w[k] stands k rows below.",
        ),
    ),
    hints=(
        "A column of a matrix is what it makes of one sample: T @ [0, 1, 0, ...] is column 1. What does the "
        "convolution make of a single hit?",
        "Column j is the kernel, starting in row j, with zeros above and below. The last column needs room for all "
        "of it.",
        "Begin with zeros, n + len(w) - 1 rows and n columns. For each j and k, the entry in row j + k, column j is "
        "w[k].",
    ),
)
