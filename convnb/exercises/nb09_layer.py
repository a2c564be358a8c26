"""Exercise of notebook 09: a whole layer of several channels, with bias and ReLU, for one picture."""

import numpy as np

from ..ops.correlation import correlate
from .grading.model import Exercise, Misconception


def layer(x, weight, bias):
    """y[o, r, q] = max(0, bias[o] + sum over c, i, j of weight[o, c, i, j] x[c, r + i, q + j])."""
    maps, _, h, w = weight.shape
    y = np.zeros((maps, x.shape[1] - h + 1, x.shape[2] - w + 1))
    for o, r, q in np.ndindex(y.shape):
        y[o, r, q] = max(0, bias[o] + np.sum(weight[o] * x[:, r : r + h, q : q + w]))
    return y


def _layers(rng):
    # (C, H, W) and (F, kH, kW). First F = C = columns of the result: exchanged axes then give numbers, later an error.
    sizes = [((2, 3, 3), (2, 2, 2)), ((2, 3, 4), (2, 2, 3)), ((3, 4, 3), (2, 2, 2)), ((2, 4, 5), (3, 3, 2))]
    sizes += [((1, 3, 5), (4, 2, 3)), ((3, 4, 4), (3, 1, 2)), ((4, 5, 6), (1, 3, 2))]
    cases = []
    for shape, (maps, *kernel) in sizes:
        x, weight = rng.integers(0, 8, shape), rng.integers(-3, 4, (maps, shape[0], *kernel))
        cases.append((x, weight, rng.permutation([-5, 4, -2, 3])[:maps]))
    for C, maps in [(3, 2), (2, 5)]:
        x, weight = rng.integers(-4, 5, (C, 6, 5)), rng.normal(size=(maps, C, 3, 2))
        cases.append((x, weight, rng.normal(size=maps)))
    return cases


def pairs(x, weight):
    """Each filter's channel c slid over channel c of x: axes filter, channel, row, column."""
    windows = np.lib.stride_tricks.sliding_window_view(x, weight.shape[2:], (1, 2))
    return np.einsum("crqij,ocij->ocrq", windows, weight)


def relu(z):
    """max(0, z), number by number."""
    return np.maximum(z, 0)


def _on(bias):
    return bias[:, None, None]


def _sums(x, weight, bias):
    return pairs(x, weight).sum(axis=1) + _on(bias)


def _exchanged(x, weight, bias):
    h, w = weight.shape[2:]
    y = np.zeros((len(weight), x.shape[1] - h + 1, x.shape[2] - w + 1))
    for o, c in np.ndindex(len(weight), len(x)):
        y[o] += pairs(x[c : c + 1], weight[c, o][None, None])[0, 0]
    return relu(y + _on(bias))


def _padded(x, weight, bias, mode):
    maps = [sum(correlate(a, w, mode) for a, w in zip(x, filters, strict=True)) for filters in weight]
    return relu(np.array(maps) + _on(bias))


def _whole_numbers(x, weight, bias):
    y = layer(x, weight, bias)
    return y.astype(np.result_type(x))


LAYER = Exercise(
    id="09.1",
    title="A layer, by hand",
    text="A layer takes one picture `x` with the axes (channel, row, column). `weight` has the axes (filter, channel, "
    "row, column), and `bias` has one number for each filter. Filter `o` lies on all channels at once and slides "
    "over rows and columns, valid places only and unflipped. Add its bias, then ReLU: what is below 0 becomes 0. "
    "Write `layer(x, weight, bias)`: the maps, with the axes (filter, row, column). You may call `correlate`.",
    reference=layer,
    inputs=_layers,
    misconceptions=(
        Misconception(
            lambda x, weight, bias: relu(pairs(x, weight) + bias[:, None, None, None]),
            "You made a map for each filter and each channel. What a filter finds in the channels is added up: one map "
            "for each filter.",
        ),
        Misconception(
            lambda x, weight, bias: relu(np.concatenate(pairs(x, weight) + bias[:, None, None, None])),
            "You have filters times channels maps, one after the other. Add up those that belong to one filter.",
        ),
        Misconception(
            lambda x, weight, bias: relu(_sums(x, weight, bias).sum(axis=0)),
            "You added the filters, too, and one map is left. Each filter makes a map of its own; add over the "
            "channels only.",
        ),
        Misconception(
            lambda x, weight, bias: relu(pairs(x, weight)[:, 0] + _on(bias)),
            "Only the first channel has a say. Add up what the filter finds in all of them.",
        ),
        Misconception(
            lambda x, weight, bias: relu(pairs(x, weight)[:, -1] + _on(bias)),
            "Only the last channel counts: you overwrite what the others gave. Add with +=.",
        ),
        Misconception(
            lambda x, weight, bias: relu(pairs(x, weight).mean(axis=1) + _on(bias)),
            "You took the mean over the channels. They are added up.",
        ),
        Misconception(
            _exchanged,
            "Filter and channel are exchanged in the weights. The filter comes first: weight[o, c].",
        ),
        Misconception(
            lambda x, weight, bias: relu(_sums(x, weight, 0 * bias)),
            "The bias is missing. Add bias[o] at every place of map o, before ReLU.",
        ),
        Misconception(
            lambda x, weight, bias: relu(_sums(x, weight, bias.sum() + 0 * bias)),
            "All maps got all biases. bias[o] is added to map o only: y[o] += bias[o].",
        ),
        Misconception(
            lambda x, weight, bias: relu(_sums(x, weight, len(x) * bias)),
            "You added the bias once for each channel. Add it once, after the sum over the channels.",
        ),
        Misconception(
            lambda x, weight, bias: relu(pairs(x, weight).sum(axis=1) + bias),
            "Your bias runs along the columns, as NumPy does with a row. It belongs to the maps: bias[:, None, None].",
        ),
        Misconception(
            lambda x, weight, bias: relu(_sums(x, weight, 0 * bias)) + _on(bias),
            "You added the bias after ReLU. It comes before: it decides where ReLU opens.",
        ),
        Misconception(
            lambda x, weight, bias: relu(relu(pairs(x, weight)).sum(axis=1) + _on(bias)),
            "You cut off the negative numbers of each channel before you added. ReLU comes at the very end.",
        ),
        Misconception(
            _sums,
            "ReLU is missing: what is below 0 becomes 0.",
        ),
        Misconception(
            lambda x, weight, bias: np.abs(_sums(x, weight, bias)),
            "You took the absolute value. ReLU turns what is below 0 into 0.",
        ),
        Misconception(
            lambda x, weight, bias: relu(_sums(x, weight[:, :, ::-1, ::-1], bias)),
            "Your kernels are flipped, as in a convolution. A layer slides them as they are: correlate.",
        ),
        Misconception(
            lambda x, weight, bias: relu(_sums(x, weight[:, ::-1, ::-1, ::-1], bias)),
            "You convolved in three axes, which flips the channels, too. Nothing is flipped here.",
        ),
        Misconception(
            lambda x, weight, bias: _padded(x, weight, bias, "full"),
            "Your filters hang over the edge of the picture. Keep only the places where the whole filter lies on it.",
        ),
        Misconception(
            lambda x, weight, bias: _padded(x, weight, bias, "same"),
            "Your maps are as large as the picture. Keep only the places where the whole filter lies on it.",
        ),
        Misconception(
            lambda x, weight, bias: layer(x, weight, bias)[:, :-1, :-1],
            "The last row and the last column of each map are missing: there are H - kH + 1 places downwards.",
        ),
        Misconception(
            lambda x, weight, bias: np.moveaxis(layer(x, weight, bias), 0, -1),
            "Right numbers, in another order of axes. The maps come first: (filter, row, column).",
        ),
        Misconception(
            lambda x, weight, bias: layer(x, weight, bias)[None],
            "Right numbers with an axis too many: one picture goes in, without an axis for pictures. Hand back y[0].",
        ),
        Misconception(
            _whole_numbers,
            "Right, and cut to whole numbers: your result has the dtype of x. Begin with np.zeros, which holds "
            "fractions.",
        ),
        Misconception(
            lambda x, weight, bias: pairs(x, weight).sum(axis=1),
            "Two things are missing: add bias[o] to map o, and then ReLU turns what is below 0 into 0.",
        ),
        Misconception(
            lambda x, weight, bias: relu(pairs(x, weight).sum(axis=0) + _on(bias)),
            "You added over the filters, the wrong axis. Add over the channels: each filter makes a map of its own.",
        ),
        Misconception(
            lambda x, weight, bias: relu(pairs(x.sum(axis=0, keepdims=True), weight[:, :1])[:, 0] + _on(bias)),
            "You laid the first sheet of each filter on all channels. Channel c meets weight[o, c].",
        ),
        Misconception(
            lambda x, weight, bias: relu(_sums(x, weight, bias[0] + 0 * bias)),
            "All maps got the first bias. Map o gets bias[o].",
        ),
        Misconception(
            lambda x, weight, bias: relu(pairs(x, weight).sum(axis=1) + bias[:, None]),
            "Your bias runs along the rows. It belongs to the maps: bias[:, None, None].",
        ),
    ),
    hints=(
        "Take one filter, o, and one place, r and q. On how many numbers of x does the filter lie?",
        "The numbers under the filter are x[:, r : r + kH, q : q + kW], of the same shape as weight[o]. Multiply, add "
        "up everything, add bias[o].",
        "Three loops, over o, r and q, fill an array of zeros with F maps of (H - kH + 1) x (W - kW + 1). End with "
        "np.maximum(y, 0).",
    ),
)
