"""Right answers to the exercises of notebook 07."""

import numpy as np

from .. import nb07
from . import shows

shows("07.1", "Loops", "The window visits all places, and what it sees becomes a column.")(nb07.patch_columns)


@shows("07.1", "Row by row")
def patch_columns(x, kh, kw, s):
    """A row of the matrix is what one weight meets: every s-th pixel of a channel, from the weight's own place on."""
    C, H, W = x.shape
    rows = []
    for c in range(C):
        for t in range(kh):
            for u in range(kw):
                met = x[c, t : H - kh + t + 1 : s, u : W - kw + u + 1 : s]
                rows.append(met.ravel())
    return np.array(rows)


@shows("07.1", "NumPy")
def patch_columns(x, kh, kw, s):
    """All windows are a view with five axes; moved into the order of rows and columns, they are the matrix."""
    view = np.lib.stride_tricks.sliding_window_view
    windows = view(x, (kh, kw), axis=(1, 2))[:, ::s, ::s]
    return windows.transpose(0, 3, 4, 1, 2).reshape(len(x) * kh * kw, -1)


shows("07.2", "Loops", "Column j is the kernel, moved down by j rows.")(nb07.full_matrix)


@shows("07.2", "Impulses")
def full_matrix(w, n):
    """Column j of any matrix is its answer to a lone 1 at place j: so convolve each unit vector."""
    return np.array([np.convolve(impulse, w) for impulse in np.eye(n)]).T


@shows("07.2", "Diagonals")
def full_matrix(w, n):
    """A Toeplitz matrix is a sum of diagonals, each full of one weight."""
    shape = n + len(w) - 1, n
    return sum(w[k] * np.eye(*shape, -k) for k in range(len(w)))


shows("07.3", "Loops", "Each column is folded back into a patch, and added where its window lay.")(nb07.add_back)


@shows("07.3", "Row by row")
def add_back(columns, shape, kh, kw, s):
    """A row of the matrix goes back to every s-th pixel of a channel, from the weight's own place on."""
    C, H, W = shape
    down, across = (H - kh) // s + 1, (W - kw) // s + 1
    rows = columns.reshape(C, kh, kw, down, across)
    x = np.zeros(shape)
    for t in range(kh):
        for u in range(kw):
            x[:, t : H - kh + t + 1 : s, u : W - kw + u + 1 : s] += rows[:, t, u]
    return x


@shows("07.3", "NumPy")
def add_back(columns, shape, kh, kw, s):
    """Pixels are numbered, the numbers are cut into patches, and bincount adds up what came from each pixel."""
    numbers = np.arange(np.prod(shape)).reshape(shape)
    view = np.lib.stride_tricks.sliding_window_view
    windows = view(numbers, (kh, kw), axis=(1, 2))[:, ::s, ::s]
    origins = windows.transpose(0, 3, 4, 1, 2).ravel()
    return np.bincount(origins, columns.ravel(), numbers.size).reshape(shape)


shows(
    "07.4",
    "Formula",
    "A row for each place, a column for each pixel, and in each row as many entries as the kernel has weights.",
)(nb07.block_matrix)


@shows("07.4", "Counting")
def block_matrix(H, W, kh, kw, s):
    """The starts of the windows are two ranges, one down and one across, and each pair of them is a row."""
    down, across = range(0, H - kh + 1, s), range(0, W - kw + 1, s)
    rows = len(down) * len(across)
    return rows, H * W, rows * kh * kw


@shows("07.4", "Matrix")
def block_matrix(H, W, kh, kw, s):
    """The matrix itself is built, with ones for weights, and asked for its shape and what is not zero in it."""
    numbers = np.arange(H * W).reshape(H, W)
    matrix = []
    for r in range(0, H - kh + 1, s):
        for c in range(0, W - kw + 1, s):
            row = np.zeros(H * W)
            row[numbers[r : r + kh, c : c + kw]] = 1
            matrix.append(row)
    return *np.shape(matrix), np.count_nonzero(matrix)


shows("07.5", "Loops", "The places of stride s are visited, and each says its row number in the matrix of stride 1.")(
    nb07.rows_kept
)


@shows("07.5", "NumPy")
def rows_kept(H, W, kh, kw, s):
    """All rows are numbered in a table as the places lie, and the table is sliced with the stride."""
    down, across = H - kh + 1, W - kw + 1
    return np.arange(down * across).reshape(down, across)[::s, ::s].ravel()


@shows("07.5", "Test")
def rows_kept(H, W, kh, kw, s):
    """Each row is asked for its place: divmod gives its row and column, and both must be multiples of the stride."""
    kept = []
    for row in range((H - kh + 1) * (W - kw + 1)):
        i, j = divmod(row, W - kw + 1)
        if i % s == 0 and j % s == 0:
            kept.append(row)
    return kept
