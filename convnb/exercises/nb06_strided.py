"""Exercise of notebook 06: the gradient of a picture where the kernel has gone in strides over its padding, too."""

import numpy as np

from ..ops.correlation import convolve
from .grading.model import Exercise, Misconception
from .nb05_two_gradients import numbers
from .nb06_strided_wrong import (
    always_two,
    assigned,
    back,
    fills_first,
    fit,
    into_the_picture,
    put_into_zeros,
    short,
    spread,
    uncropped,
    unfilled,
)


def grad_input_strided(delta, w, shape, stride, padding):
    """dJ/da[r, c] = sum over t, u of delta[t, u] w[r + padding - stride t, c + padding - stride u]."""
    H, W = shape
    padded = np.zeros((H + 2 * padding, W + 2 * padding))
    for t, u in np.ndindex(delta.shape):
        for i, j in np.ndindex(w.shape):
            padded[stride * t + i, stride * u + j] += delta[t, u] * w[i, j]
    return padded[padding : padding + H, padding : padding + W]


def _layers(rng):
    # Most leave a border that no window reads, wider than the padding or narrower. The first one can be done by
    # hand, and has room for stride zeros between the deltas: numbers come before the error that they lead to later.
    whole = [
        ((5, 5), (2, 2), 2, 0),
        ((3, 5), (3, 2), 2, 1),
        ((4, 5), (2, 3), 3, 0),
        ((5, 6), (3, 3), 2, 0),
        ((6, 5), (2, 3), 3, 1),
        ((5, 4), (2, 3), 1, 0),
        ((4, 6), (3, 1), 2, 1),
        ((7, 5), (1, 2), 3, 0),
        ((4, 3), (3, 2), 1, 2),
    ]
    floats = [((9, 8), (4, 3), 2, 2), ((7, 10), (2, 3), 4, 1)]
    cases = [_layer(numbers, rng, *sizes) for sizes in whole]
    return cases + [_layer(lambda rng, *n: rng.normal(size=n), rng, *sizes) for sizes in floats]


def _layer(draw, rng, shape, kernel, stride, padding):
    places = [(n + 2 * padding - k) // stride + 1 for n, k in zip(shape, kernel, strict=True)]
    return draw(rng, *places), draw(rng, *kernel), shape, stride, padding


GRAD_INPUT_STRIDED_2D = Exercise(
    id="06.3",
    title="Blame with stride and padding",
    text="Now `padding` zeros stand on each of the four sides of a picture `a`, and the kernel goes in strides over "
    "this padded picture, down and across: `z[t, u]` is the sum over `i, j` of `padded[stride * t + i, stride * "
    "u + j] * w[i, j]`, as often as it fits. `delta` is `dJ/dz`, and `shape` is `(H, W)`, the shape of `a` "
    "without padding. Write `grad_input_strided(delta, w, shape, stride, padding)`: `dJ/da`, an array of that "
    "shape. Where stride and size do not match, the last rows and columns are never read. Derive it for stride 2 "
    "on paper first; the hints lead you there.",
    reference=grad_input_strided,
    inputs=_layers,
    misconceptions=(
        Misconception(
            lambda d, w, shape, s, p: back(convolve(d, w), shape, p),
            "The stride has no say: this is the result for stride 1. Two deltas that are neighbours belong to windows "
            "that lie stride pixels apart.",
        ),
        Misconception(
            lambda d, w, shape, s, p: back(convolve(spread(d, s + 1, s + 1), w), shape, p),
            "You put stride zeros between the deltas. It takes stride - 1, so that they lie stride apart.",
        ),
        Misconception(
            lambda d, w, shape, s, p: put_into_zeros(convolve(spread(d, s + 1, s + 1), w), shape, p),
            "Your result grows too large for the padded picture. It takes stride - 1 zeros between two deltas, not "
            "stride.",
        ),
        Misconception(
            lambda d, w, shape, s, p: back(convolve(spread(d, 2, 2), w), shape, p),
            "You always step by 2, as in the example on paper. Step by stride.",
        ),
        Misconception(
            always_two,
            "You always step by 2, and for stride 1 that leads out of the picture. Step by stride.",
        ),
        Misconception(
            lambda d, w, shape, s, p: put_into_zeros(convolve(spread(d, 2, 2), w), shape, p),
            "You always put one zero between two deltas. It takes stride - 1 of them, and so none for stride 1.",
        ),
        Misconception(
            lambda d, w, shape, s, p: back(convolve(spread(d, s, 1), w), shape, p),
            "The deltas are spread down the rows only. The kernel went in strides across, too.",
        ),
        Misconception(
            lambda d, w, shape, s, p: back(convolve(spread(d, 1, s), w), shape, p),
            "The deltas are spread across the columns only. The kernel went in strides down, too.",
        ),
        Misconception(
            lambda d, w, shape, s, p: back(convolve(np.kron(d, np.ones((s, s))), w), shape, p),
            "You repeated each delta. No window starts between two windows: zeros belong there.",
        ),
        Misconception(
            lambda d, w, shape, s, p: back(convolve(d, spread(w, s, s)), shape, p),
            "You put zeros between the weights: that is dilation. They belong between the deltas.",
        ),
        Misconception(
            lambda d, w, shape, s, p: back(convolve(spread(d, s, s), w[::-1, ::-1]), shape, p),
            "The deltas are spread as they must be. Before the kernel slides over them, flip it, rows and columns.",
        ),
        Misconception(
            lambda d, w, shape, s, p: back(convolve(spread(d, s, s), w[:, ::-1]), shape, p),
            "You flipped the rows of the kernel only. Left and right must be exchanged as well.",
        ),
        Misconception(
            lambda d, w, shape, s, p: back(convolve(spread(d, s, s), w[::-1]), shape, p),
            "You flipped the columns of the kernel only. Up and down must be exchanged as well.",
        ),
        Misconception(
            uncropped,
            "This is the gradient of the padded picture, and it is right. The zeros round the picture are no pixels: "
            "cut padding rows and columns off on every side.",
        ),
        Misconception(
            lambda d, w, shape, s, p: uncropped(d, w, shape, s, p)[: shape[0], : shape[1]],
            "You kept the upper left corner. On the padded picture a[0, 0] lies at (padding, padding): cut off on all "
            "four sides.",
        ),
        Misconception(
            lambda d, w, shape, s, p: uncropped(d, w, shape, s, p)[2 * p :, 2 * p :],
            "You cut off all the padding above and at the left. Half of it stood below and at the right.",
        ),
        Misconception(
            short,
            "Rows or columns are missing at the end: where the stride does not divide, no window reads the last "
            "pixels. Their gradient is 0, and they belong to the result.",
        ),
        Misconception(
            lambda d, w, shape, s, p: unfilled(d, w, s)[p : p + shape[0], p : p + shape[1]],
            "Rows or columns are missing at the end. A slice does not fill up: add zeros first, to H + 2 * padding "
            "rows and W + 2 * padding columns.",
        ),
        Misconception(
            lambda d, w, shape, s, p: fit(short(d, w, shape, s, p), *shape),
            "You cut before you filled up. The last rows are then cut away although they are pixels: fill up to H + 2 "
            "* padding first, cut after that.",
        ),
        Misconception(
            lambda d, w, shape, s, p: uncropped(d, w, shape, s, p)[p:-p, p:-p],
            "`[padding:-padding]` is empty for padding 0. Use `[padding:padding + H, padding:padding + W]`.",
        ),
        Misconception(
            lambda d, w, shape, s, p: unfilled(d, w, s)[p:-p, p:-p],
            "`[padding:-padding]` is empty for padding 0, and rows or columns are missing at the end. Fill up first, "
            "then use `[padding:padding + H, padding:padding + W]`.",
        ),
        Misconception(
            fills_first,
            "The rows and columns that no window reads lie at the end, below and at the right. You put their zeros "
            "above and at the left.",
        ),
        Misconception(
            into_the_picture,
            "Places outside the picture (negative ones, too) must be skipped: Python takes -1 as the last.",
        ),
        Misconception(
            lambda *layer: into_the_picture(*layer, checked=False),
            "Some places lie outside the picture: skip them. The first ones are negative, and Python takes -1 as the "
            "last.",
        ),
        Misconception(
            lambda d, w, shape, s, p: into_the_picture(d, w, shape, s, -p),
            "The sign of padding is wrong. Output t reads from a[stride * t - padding] on: the zeros stand before "
            "a[0, 0].",
        ),
        Misconception(
            lambda d, w, shape, s, p: np.pad(back(unfilled(d, w, s), shape, p), p),
            "You padded the result again. The gradient is right in the middle, and a has no zeros round it.",
        ),
        Misconception(
            lambda d, w, shape, s, p: np.pad(uncropped(d, w, shape, s, p), p),
            "You put padding round the result. Backward it is the other way round: cut padding rows and columns off.",
        ),
        Misconception(
            assigned,
            "You overwrite what a pixel got from an earlier output. Where windows overlap, the contributions add up: "
            "+= in place of =.",
        ),
        Misconception(
            lambda *layer: grad_input_strided(*layer).T,
            "Your numbers are right, with rows and columns of the result exchanged.",
        ),
    ),
    hints=(
        "Take one row, three weights, stride 2 and no padding: z[0] reads a[0] to a[2], z[1] reads a[2] to a[4], z[2] "
        "reads a[4] to a[6]. Which outputs does a[4] reach, and through which weights? And a[5]?",
        "dJ/da[4] = delta[1] w[2] + delta[2] w[0], and dJ/da[5] = delta[2] w[1]: every second weight takes part. Now "
        "write the deltas with a zero between any two of them, and slide the flipped kernel over that row in single "
        "steps. Compare.",
        "The same in both directions: stride - 1 zeros between neighbours, the kernel flipped, zeros "
        "all round. That gives the gradient of the padded picture, as far as windows read it. Or without "
        "zeros between: start with a padded picture of zeros, and let each output add delta[t, u] * w at (stride * t, "
        "stride * u).",
        "Below and at the right fill it up with zeros, to H + 2 * padding rows and W + 2 * padding columns. Then cut "
        "padding rows and columns off on each of the four sides: [padding:padding + H, padding:padding + W].",
    ),
)
