"""Exercises of notebook 03 about separable kernels: two passes in place of one, and what they cost."""

import numpy as np

from ..ops.correlation import convolve, correlate
from .grading.model import Exercise, Misconception


def two_passes(x, column, row):
    """y[r, c] = sum over i of column[i] times the sum over j of row[j] x[r + i, c + j]: valid places only."""
    h, w = len(column), len(row)
    down = np.zeros((x.shape[0] - h + 1, x.shape[1]))
    for i in range(h):
        down += column[i] * x[i : i + down.shape[0]]
    y = np.zeros((down.shape[0], x.shape[1] - w + 1))
    for j in range(w):
        y += row[j] * down[:, j : j + y.shape[1]]
    return y


def multiplications(H, W, k):
    """k k for each of the (H - k + 1) (W - k + 1) outputs, and k for each number of the two passes, columns first."""
    rows, columns = H - k + 1, W - k + 1
    return rows * columns * k * k, rows * W * k + rows * columns * k


def _blurs(rng):
    # Each kernel fits in both directions, so that exchanging column and row gives a wrong result and no error.
    sizes = [(4, 5, 2, 2), (5, 4, 3, 3), (6, 5, 3, 2), (4, 6, 1, 3), (7, 5, 4, 1), (6, 7, 2, 5)]
    cases = [
        (rng.permutation(50)[: H * W].reshape(H, W) + 0.0, _weights(rng, h), _weights(rng, w)) for H, W, h, w in sizes
    ]
    return [*cases, (rng.normal(size=(9, 6)), rng.normal(size=4), rng.normal(size=3))]


def _weights(rng, n):
    return rng.permutation(np.arange(2.0, 10.0))[:n]


def _kernel(column, row):
    return np.multiply.outer(column, row)


TWO_PASSES = Exercise(
    id="03.3",
    title="A blur in two passes",
    text="Write `two_passes(x, column, row)`: correlate every column of the picture `x` with the weights in `column`, "
    "then every row of what you got with the weights in `row`, each time only where all weights lie on numbers. "
    "The result is that of the kernel with `kernel[i, j] = column[i] * row[j]`. The two lists of weights may "
    "differ in length.",
    reference=two_passes,
    inputs=_blurs,
    misconceptions=(
        Misconception(
            lambda x, c, r: correlate(x, np.add.outer(c, r), "valid"),
            "Your kernel is column[i] + row[j]. The weights of the two passes are multiplied, not added.",
        ),
        Misconception(
            lambda x, c, r: correlate(x, _kernel(r, c), "valid"),
            "column and row are exchanged: column must run down the picture, row across it.",
        ),
        Misconception(
            lambda x, c, r: correlate(x, c[:, None], "valid"),
            "Only the pass down the columns is done. Go on with its result, along the rows.",
        ),
        Misconception(
            lambda x, c, r: correlate(x, r[None], "valid"),
            "Only the pass along the rows is done. Go on with its result, down the columns.",
        ),
        Misconception(
            lambda x, c, r: convolve(x, _kernel(c, r), "valid"),
            "You flipped both lists of weights: np.convolve does. Correlation is asked, so the first weight meets the "
            "first number.",
        ),
        Misconception(
            lambda x, c, r: convolve(x, _kernel(c, r[::-1]), "valid"),
            "You flipped the weights in column. Correlation is asked, so the first weight meets the uppermost number.",
        ),
        Misconception(
            lambda x, c, r: convolve(x, _kernel(c[::-1], r), "valid"),
            "You flipped the weights in row. Correlation is asked, so the first weight meets the leftmost number.",
        ),
        Misconception(
            lambda x, c, r: correlate(x, _kernel(c, r), "full"),
            "You let the weights hang over the edge. Keep only places where all of them lie on numbers.",
        ),
        Misconception(
            lambda x, c, r: convolve(x, _kernel(c, r)[::-1, ::-1], "same"),
            "Your result has the size of the picture, with zeros outside its edge. Keep only places where all weights "
            "lie on numbers.",
        ),
        Misconception(
            lambda x, c, r: correlate(x, _kernel(c, r), "valid") / (c.sum() * r.sum()),
            "You divided by the sum of the weights, so that brightness stays as it is. The weights are meant as given.",
        ),
    ),
    hints=(
        "Take the columns first. What size has the result, if column has h weights and the picture H rows?",
        "A pass down the columns is a correlation with a kernel of a single column: each output row is a weighted sum "
        "of h input rows.",
        "sum of column[i] * x[i : i + H - h + 1] over i does all columns at once. Then the same along the other axis.",
    ),
)

MULTIPLICATIONS = Exercise(
    id="03.5",
    title="What two passes save",
    text="Write `multiplications(H, W, k)`: how many multiplications a picture of `H` x `W` and a kernel of `k` x `k` "
    "cost, valid places only, no shortcut for zeros or ones. First in one go, with `k * k` of them for each "
    "output. Then in two passes, first down the columns, then along the rows of what that gave, with `k` for "
    "each number they compute. Return both, as `(one_go, two_passes)`.",
    reference=multiplications,
    inputs=lambda rng: [
        (5, 7, 3),
        (6, 4, 2),
        (4, 9, 4),
        (8, 5, 1),
        (280, 320, 9),
        *((k + int(rng.integers(0, 30)), k + int(rng.integers(0, 50)), k) for k in (2, 3, 5, 6)),
    ],
    returns=("one_go", "two_passes"),
    misconceptions=(
        Misconception(
            lambda H, W, k: (H * W * k * k, 2 * H * W * k),
            "You counted an output for each pixel. Near the edge the kernel does not fit: valid places are fewer.",
        ),
        Misconception(
            lambda H, W, k: ((H - k + 1) * (W - k + 1) * k * k, 2 * (H - k + 1) * (W - k + 1) * k),
            "The second pass is right. The first one works on all W columns, not only on those that are left at the "
            "end.",
        ),
        Misconception(
            lambda H, W, k: ((H - k + 1) * (W - k + 1) * k * k, H * (W - k + 1) * k + (H - k + 1) * (W - k + 1) * k),
            "You counted the rows first. Down the columns first, the first pass gives H - k + 1 rows of W numbers.",
        ),
        Misconception(
            lambda H, W, k: ((H - k + 1) * (W - k + 1) * k * k, (H - k + 1) * (W - k + 1) * k),
            "You counted one of the two passes only.",
        ),
        Misconception(
            lambda H, W, k: ((H - k + 1) * (W - k + 1) * k * k, (H - k + 1) * W * k + H * (W - k + 1) * k),
            "You let the second pass start from the picture. It works on the result of the first, which has fewer "
            "rows.",
        ),
        Misconception(
            lambda H, W, k: ((H - k) * (W - k) * k * k, (H - k) * W * k + (H - k) * (W - k) * k),
            "You counted H - k by W - k places. A kernel as large as the picture fits once: it is one more each way.",
        ),
        Misconception(
            lambda H, W, k: ((H - k + 1) * (W - k + 1), (H - k + 1) * W + (H - k + 1) * (W - k + 1)),
            "You counted the numbers that are computed. Each of them takes k * k multiplications, or k in a pass.",
        ),
    ),
    hints=(
        "How many outputs are there, and what does each of them cost?",
        "The first pass makes a picture of H - k + 1 rows and W columns; each of its numbers costs k.",
        "The second pass makes the final picture, H - k + 1 by W - k + 1, again at k for each number. Add the two.",
    ),
)
