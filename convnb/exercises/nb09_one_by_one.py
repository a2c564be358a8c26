"""Exercise of notebook 09: kernels of 1 x 1, which mix the channels at each pixel."""

import numpy as np

from .grading.model import Exercise, Misconception


def one_by_one(x, weight):
    """y[n, f, r, q] = sum over c of weight[f, c] x[n, c, r, q]."""
    N, C, H, W = x.shape
    y = np.zeros((N, len(weight), H, W))
    for f in range(len(weight)):
        for c in range(C):
            y[:, f] += weight[f, c] * x[:, c]
    return y


def _pictures(rng):
    # (N, C, H, W) and F. At first F = C = H = W: products of wrong axes then give numbers, later an error.
    sizes = [((2, 2, 2, 2), 2), ((2, 2, 2, 3), 2), ((1, 3, 2, 2), 2), ((2, 2, 3, 1), 3), ((3, 1, 2, 2), 4)]
    sizes += [((2, 4, 1, 3), 1), ((1, 2, 3, 4), 5)]
    cases = [(rng.integers(1, 8, shape) + 0.0, rng.integers(-3, 5, (F, shape[1])) + 0.0) for shape, F in sizes]
    return [*cases, (rng.normal(size=(3, 5, 4, 2)), rng.normal(size=(3, 5)))]


def _last_axis(x, weight):
    """Right numbers, the maps at the end: axes picture, row, column, filter."""
    return np.tensordot(x, weight, axes=(1, 1))


def _first_axis(x, weight):
    """Right numbers, the maps in front: axes filter, picture, row, column."""
    return np.tensordot(weight, x, axes=(1, 1))


def _sized(x, weight):
    return len(x), len(weight), *x.shape[2:]


def _cut_wrongly(x, weight):
    N, C, H, W = x.shape
    return (x.reshape(-1, C) @ weight.T).reshape(N, H, W, -1).transpose(0, 3, 1, 2)


def _like_x(x, weight):
    y = np.zeros_like(x)
    for f, row in enumerate(weight):
        y[:, f] = np.tensordot(x, row, axes=(1, 0))
    return y


ONE_BY_ONE = Exercise(
    id="09.2",
    title="Kernels of one pixel",
    text="`x` holds `N` pictures, with the axes (picture, channel, row, column). There are `F` filters of 1 x 1: "
    "filter `f` has one number for each channel, `weight[f, c]`, and no bias. Write `one_by_one(x, weight)`: "
    "what this layer gives, again with the axes (picture, channel, row, column).",
    reference=one_by_one,
    inputs=_pictures,
    misconceptions=(
        Misconception(
            lambda x, weight: one_by_one(x, weight).sum(axis=1, keepdims=True),
            "F is forgotten: you added up all filters, and one map is left. Every filter makes a map of its own, so "
            "the result is (N, F, H, W).",
        ),
        Misconception(
            lambda x, weight: one_by_one(x, weight).sum(axis=1),
            "F is forgotten: you added over the filters, too, and have one map for each picture, without an axis of "
            "maps. The result is (N, F, H, W).",
        ),
        Misconception(
            lambda x, weight: one_by_one(x, weight[:1]),
            "You used the first filter only. Every filter makes a map of its own: (N, F, H, W).",
        ),
        Misconception(
            lambda x, weight: one_by_one(x, weight[-1:].repeat(len(weight), axis=0)),
            "All maps are those of the last filter. Write each filter into its own map.",
        ),
        Misconception(
            lambda x, weight: np.einsum("cf,nchw->nfhw", weight, x),
            "Rows and columns of weight are exchanged. Filter f has the row weight[f].",
        ),
        Misconception(
            lambda x, weight: weight @ x,
            "@ works on the last two axes, so you mixed rows of pixels. The channels are to be mixed: move their axis "
            "first, or write np.einsum with letters.",
        ),
        Misconception(
            lambda x, weight: x @ weight.T,
            "@ works on the last two axes, so you mixed columns of pixels. The channels are to be mixed: move their "
            "axis to the end first, and back again.",
        ),
        Misconception(
            lambda x, weight: np.dot(weight, x),
            "np.dot adds over the last axis but one of x, the rows of pixels. The channels are to be added: "
            "np.tensordot or np.einsum let you choose the axis.",
        ),
        Misconception(
            _last_axis,
            "Right numbers, and the maps stand at the end: (N, H, W, F). Move that axis: (N, F, H, W) is asked.",
        ),
        Misconception(
            _first_axis,
            "Right numbers, and the maps come before the pictures: (F, N, H, W). Exchange these two axes.",
        ),
        Misconception(
            lambda x, weight: _last_axis(x, weight).reshape(_sized(x, weight)),
            "You made the right numbers and then used reshape to move the last axis. reshape keeps the order of the "
            "numbers: use transpose or np.moveaxis.",
        ),
        Misconception(
            lambda x, weight: _first_axis(x, weight).reshape(_sized(x, weight)),
            "You made the right numbers and then used reshape to exchange the first two axes. reshape keeps the order "
            "of the numbers: use swapaxes.",
        ),
        Misconception(
            _cut_wrongly,
            "reshape(-1, C) does not collect the channels of a pixel: they do not lie side by side in x. Move the "
            "channels to the end first.",
        ),
        Misconception(
            lambda x, weight: one_by_one(x, weight) / x.shape[1],
            "You took the mean over the channels. Their products are added up.",
        ),
        Misconception(
            lambda x, weight: one_by_one(x.sum(axis=1, keepdims=True), weight.sum(axis=1, keepdims=True)),
            "You added up the channels, and the weights, before they met. First each channel times its own weight[f, "
            "c], then the sum over c.",
        ),
        Misconception(
            lambda x, weight: weight[:, -1, None, None] * x[:, -1:],
            "Only the last channel counts: you overwrite what the others gave. Add with +=.",
        ),
        Misconception(
            lambda x, weight: weight[..., None, None] * x[:, None],
            "You kept the product of each filter with each channel. Add over the channels.",
        ),
        Misconception(
            lambda x, weight: one_by_one(x, weight)[0],
            "Only the first picture is there. Each of the N pictures gets its maps.",
        ),
        Misconception(
            _like_x,
            "Your result has as many maps as x has channels. There are F of them: np.zeros((N, F, H, W)), not "
            "np.zeros_like(x).",
        ),
        Misconception(
            lambda x, weight: np.maximum(one_by_one(x, weight), 0),
            "You added ReLU. Here the layer ends with the sum, and negative numbers stay.",
        ),
        Misconception(
            lambda x, weight: x * weight.sum(axis=0)[:, None, None],
            "You added over the filters and kept the channels. It is the other way round: (N, F, H, W).",
        ),
        Misconception(
            lambda x, weight: one_by_one(x, weight).sum(axis=0),
            "You added up the pictures, too. Each of the N pictures keeps its own maps: (N, F, H, W).",
        ),
    ),
    hints=(
        "Take one pixel. It has C numbers. How many numbers does it have afterwards?",
        "Map f is weight[f, 0] times channel 0, plus weight[f, 1] times channel 1, and so on, at all pixels and in all "
        "pictures at once.",
        "Begin with zeros of (N, F, H, W). Loop over f and c, and add weight[f, c] * x[:, c] to y[:, f].",
    ),
)
