"""Exercise of notebook 06: the gradient of a picture where the kernel has gone in strides over its padding, too."""

import numpy as np

from ..ops.correlation import convolve
from .model import Exercise, Misconception
from .nb05_two_gradients import numbers


def grad_input_strided(delta, w, shape, stride, padding):
    """dJ/da[r, c] = sum over t, u of delta[t, u] w[r + padding - stride t, c + padding - stride u]."""
    H, W = shape
    padded = np.zeros((H + 2 * padding, W + 2 * padding))
    for t, u in np.ndindex(delta.shape):
        for i, j in np.ndindex(w.shape):
            padded[stride * t + i, stride * u + j] += delta[t, u] * w[i, j]
    return padded[padding : padding + H, padding : padding + W]


def _layers(rng):
    # Most leave a border that no window reads, wider than the padding or narrower; the first one can be done by hand.
    whole = [
        ((4, 4), (2, 2), 2, 0),
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


def _spread(x, rows, columns):
    """The entries of x, so many rows and columns apart, with zeros between them."""
    y = np.zeros(((x.shape[0] - 1) * rows + 1, (x.shape[1] - 1) * columns + 1))
    y[::rows, ::columns] = x
    return y


def _fit(x, H, W):
    """The upper left H rows and W columns of x, with zeros where it is too small."""
    h, w = x.shape
    return np.pad(x, ((0, max(0, H - h)), (0, max(0, W - w))))[:H, :W]


def _back(full, shape, p):
    """What is left of the padded picture's gradient, filled up at its end, when the padding is cut off."""
    H, W = shape
    return _fit(full, H + 2 * p, W + 2 * p)[p : p + H, p : p + W]


def _uncropped(d, w, shape, s, p):
    return _fit(convolve(_spread(d, s, s), w), shape[0] + 2 * p, shape[1] + 2 * p)


def _short(d, w, shape, s, p):
    full = convolve(_spread(d, s, s), w)
    return full[p : full.shape[0] - p, p : full.shape[1] - p]


def _fills_first(d, w, shape, s, p):
    full = convolve(_spread(d, s, s), w)
    missing = [(n + 2 * p - m, 0) for n, m in zip(shape, full.shape, strict=True)]
    return _back(np.pad(full, missing), shape, p)


def _assigned(d, w, shape, s, p):
    padded = np.zeros((shape[0] + 2 * p, shape[1] + 2 * p))
    for t, u in np.ndindex(d.shape):
        padded[s * t : s * t + w.shape[0], s * u : s * u + w.shape[1]] = d[t, u] * w
    return _back(padded, shape, p)


GRAD_INPUT_STRIDED_2D = Exercise(
    id="06.3",
    title="Blame with stride and padding",
    text="Now `padding` zeros stand on each of the four sides of a picture a, and the kernel goes in strides over this "
    "padded picture, down and across: z[t, u] is the sum over i, j of padded[stride * t + i, stride * u + j] * "
    "w[i, j], as often as it fits. delta is dJ/dz, and shape is (H, W), the shape of a without padding. Write "
    "grad_input_strided(delta, w, shape, stride, padding): dJ/da, an array of that shape. Derive it for stride 2 on "
    "paper first; the hints lead you there.",
    reference=grad_input_strided,
    inputs=_layers,
    misconceptions=(
        Misconception(
            lambda d, w, shape, s, p: _back(convolve(d, w), shape, p),
            "The stride has no say: this is the result for stride 1. Two deltas that are neighbours belong to windows "
            "that lie stride pixels apart.",
        ),
        Misconception(
            lambda d, w, shape, s, p: _back(convolve(_spread(d, s + 1, s + 1), w), shape, p),
            "You put stride zeros between the deltas. It takes stride - 1, so that they lie stride apart.",
        ),
        Misconception(
            lambda d, w, shape, s, p: _back(convolve(_spread(d, s, 1), w), shape, p),
            "The deltas are spread down the rows only. The kernel went in strides across, too.",
        ),
        Misconception(
            lambda d, w, shape, s, p: _back(convolve(_spread(d, 1, s), w), shape, p),
            "The deltas are spread across the columns only. The kernel went in strides down, too.",
        ),
        Misconception(
            lambda d, w, shape, s, p: _back(convolve(np.kron(d, np.ones((s, s))), w), shape, p),
            "You repeated each delta. No window starts between two windows: zeros belong there.",
        ),
        Misconception(
            lambda d, w, shape, s, p: _back(convolve(d, _spread(w, s, s)), shape, p),
            "You put zeros between the weights: that is dilation. They belong between the deltas.",
        ),
        Misconception(
            lambda d, w, shape, s, p: _back(convolve(_spread(d, s, s), w[::-1, ::-1]), shape, p),
            "The deltas are spread as they must be. Before the kernel slides over them, turn it by 180 degrees.",
        ),
        Misconception(
            lambda d, w, shape, s, p: _back(convolve(_spread(d, s, s), w[:, ::-1]), shape, p),
            "You flipped the rows of the kernel only. Left and right must be exchanged as well.",
        ),
        Misconception(
            lambda d, w, shape, s, p: _back(convolve(_spread(d, s, s), w[::-1]), shape, p),
            "You flipped the columns of the kernel only. Up and down must be exchanged as well.",
        ),
        Misconception(
            _uncropped,
            "This is the gradient of the padded picture, and it is right. The zeros round the picture are no pixels: "
            "cut padding rows and columns off on every side.",
        ),
        Misconception(
            lambda d, w, shape, s, p: _uncropped(d, w, shape, s, p)[: shape[0], : shape[1]],
            "You kept the upper left corner. On the padded picture a[0, 0] lies at (padding, padding): cut off on all "
            "four sides.",
        ),
        Misconception(
            lambda d, w, shape, s, p: _uncropped(d, w, shape, s, p)[2 * p :, 2 * p :],
            "You cut off all the padding above and at the left. Half of it stood below and at the right.",
        ),
        Misconception(
            _short,
            "Rows or columns are missing at the end: where the stride does not divide, no window reads the last "
            "pixels. Their gradient is 0, and they belong to the result.",
        ),
        Misconception(
            _fills_first,
            "The rows and columns that no window reads lie at the end, below and at the right. You put their zeros "
            "above and at the left.",
        ),
        Misconception(
            _assigned,
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
        "The same in both directions: stride - 1 zeros between neighbours, the kernel turned by 180 degrees, zeros "
        "all round. That gives the gradient of the padded picture, as far as windows read it.",
        "Below and at the right fill it up with zeros, to H + 2 * padding rows and W + 2 * padding columns. Then cut "
        "padding rows and columns off on each of the four sides.",
    ),
)
