"""Exercise of notebook 06: the whole backward pass of a layer of many pictures, input maps and output maps."""

import numpy as np

from ..ops import conv
from .grading.model import Exercise, Misconception
from .several import one_wrong, other_orders


def layer_backward_2d(grad_y, x, weight):
    """dJ/dx, dJ/dweight and dJ/dbias of y[n, o] = bias[o] + sum over c of x[n, c] star weight[o, c]."""
    grad_x, grad_weight = np.zeros(x.shape), np.zeros(weight.shape)
    h, w = weight.shape[2:]
    for n, o, r, c in np.ndindex(grad_y.shape):
        grad_x[n, :, r : r + h, c : c + w] += grad_y[n, o, r, c] * weight[o]
        grad_weight[o] += grad_y[n, o, r, c] * x[n, :, r : r + h, c : c + w]
    return grad_x, grad_weight, grad_y.sum(axis=(0, 2, 3))


def _layers(rng):
    # (N, C, H, W) and (O, kH, kW). One of everything first, then two, to follow by hand. C = O among the first: there
    # exchanged axes of the weights give numbers, later an error.
    sizes = [((1, 1, 3, 4), (1, 2, 2)), ((2, 1, 2, 3), (1, 1, 2)), ((1, 2, 2, 3), (2, 2, 2)), ((2, 3, 3, 4), (3, 2, 2))]
    sizes += [
        ((1, 2, 4, 3), (4, 2, 3)),
        ((3, 4, 4, 5), (2, 3, 2)),
        ((2, 1, 5, 4), (3, 1, 3)),
        ((2, 2, 6, 5), (3, 2, 2)),
    ]
    cases = [_layer(lambda *n: rng.integers(1, 10, n) - 3.0, *size) for size in sizes]
    return [*cases, _layer(lambda *n: rng.normal(size=n), (3, 2, 6, 4), (5, 3, 2))]


def _layer(draw, shape, kernels):
    (N, C, H, W), (maps, h, w) = shape, kernels
    return draw(N, maps, H - h + 1, W - w + 1), draw(N, C, H, W), draw(maps, C, h, w)


def _grad_x(grad_y, x, weight):
    """dJ/dx, whatever C is in the weights; x lends its height and width only."""
    like = np.zeros((len(grad_y), weight.shape[1], *x.shape[2:]))
    return conv.conv2d_backward(grad_y, like, weight)[0]


def _exchanged(g, x, weight):
    grad = np.zeros(x.shape)
    for n, o, r, c in np.ndindex(g.shape):
        for i in range(x.shape[1]):
            grad[n, i, r : r + weight.shape[2], c : c + weight.shape[3]] += g[n, o, r, c] * weight[i, o]
    return grad


def _maps_first(g, x, weight):
    return _grad_x(g.sum(axis=1, keepdims=True), x, weight.sum(axis=0, keepdims=True))


def _same_for_all(g, x, weight):
    return _grad_x(g, x, weight.sum(axis=1, keepdims=True)) + np.zeros(x.shape)


def _each_picture(g, x, weight):
    return np.stack([_grads(g[n : n + 1], x[n : n + 1], weight)[1] for n in range(len(g))])


def _all_maps(g):
    """In place of each output map the sum of all."""
    return g.sum(axis=1, keepdims=True) + np.zeros(g.shape)


def _grads(g, x, weight):
    return conv.conv2d_backward(g, x, weight)


LAYER_BACKWARD_2D = Exercise(
    id="06.4",
    title="The whole layer",
    text="Now with everything but stride and padding: `x` has the axes (picture, input map, row, column), `weight` "
    "(output map, input map, row, column), and `y[n, o] = bias[o]` + the sum over `c` of the valid correlation "
    "of `x[n, c]` with `weight[o, c]`. `grad_y` is `dJ/dy`, with the axes (picture, output map, row, column). "
    "Write `layer_backward_2d(grad_y, x, weight)`: `(grad_x, grad_weight, grad_bias)`. `grad_bias` has one "
    "number for each output map. You may call your functions of 06.1 and 06.2.",
    reference=layer_backward_2d,
    inputs=_layers,
    returns=("grad_x", "grad_weight", "grad_bias"),
    misconceptions=(
        Misconception(
            one_wrong(_grads, 0, lambda g, x, weight: _grad_x(g, x, weight[:, :, ::-1, ::-1])),
            "grad_x: the kernels are not flipped. Each of them must be flipped, as in 06.1.",
        ),
        Misconception(
            one_wrong(_grads, 0, lambda g, x, weight: _grad_x(g, x, weight[::-1, ::-1])),
            "grad_x: you flipped the maps along with the kernels: np.flip without axes flips all four. Flip rows and "
            "columns only, the last two axes.",
        ),
        Misconception(
            one_wrong(_grads, 0, lambda g, x, weight: _grad_x(g, x, weight[:, ::-1])),
            "grad_x: the input maps stand in reverse order. Flip rows and columns of the kernels, and no other axis.",
        ),
        Misconception(
            one_wrong(_grads, 0, _exchanged),
            "grad_x: input and output maps are exchanged in the weights. Output map o reached input map c through "
            "weight[o, c].",
        ),
        Misconception(
            one_wrong(_grads, 0, _same_for_all),
            "grad_x: you added over the input maps, so all maps of a picture got the same. Each input map has its own "
            "gradient; add over the output maps.",
        ),
        Misconception(
            one_wrong(_grads, 0, _maps_first),
            "grad_x: you added up the output maps, and the weights, before they met. First each grad_y[n, o] with its "
            "own weight[o, c], then the sum over o.",
        ),
        Misconception(
            one_wrong(_grads, 0, lambda g, x, weight: _grad_x(g[:, -1:], x, weight[-1:])),
            "grad_x: only the last output map counts: you overwrite what the others gave. Add with +=.",
        ),
        Misconception(
            one_wrong(_grads, 0, lambda g, x, weight: _grads(g, x, weight)[0] / g.shape[1]),
            "grad_x: you took the mean over the output maps. Their contributions add up.",
        ),
        Misconception(
            one_wrong(_grads, 1, lambda g, x, weight: _grads(g, x, weight)[1][:, :, ::-1, ::-1]),
            "grad_weight: right numbers, and each kernel stands flipped. Nothing is flipped here.",
        ),
        Misconception(
            one_wrong(_grads, 1, lambda g, x, weight: _grads(g[:, :, ::-1, ::-1], x, weight)[1]),
            "grad_weight: the deltas are flipped. They slide over the input maps unflipped, as in 06.2.",
        ),
        Misconception(
            one_wrong(_grads, 1, _each_picture),
            "grad_weight: this is one gradient for each picture. All pictures used the same weights: add over them.",
        ),
        Misconception(
            one_wrong(_grads, 1, lambda g, x, weight: _each_picture(g, x, weight)[-1]),
            "grad_weight: only the last picture counts: you overwrite what the others gave. Add with +=.",
        ),
        Misconception(
            one_wrong(_grads, 1, lambda g, x, weight: _grads(g, x, weight)[1] / len(x)),
            "grad_weight: you took the mean over the pictures. J already says how the pictures are weighed: add.",
        ),
        Misconception(
            one_wrong(_grads, 1, lambda g, x, weight: _grads(_all_maps(g), x, weight)[1]),
            "grad_weight: a weight belongs to one pair of maps: only grad_y[n, o], no sum over o.",
        ),
        Misconception(
            lambda g, x, weight: (_grads(g, x, weight)[0], *(part / len(x) for part in _grads(g, x, weight)[1:])),
            "You took the mean over the pictures for weights and bias. J already says how the pictures are weighed: "
            "add.",
        ),
        Misconception(
            one_wrong(_grads, 2, lambda g, x, weight: g.sum(axis=0)),
            "grad_bias: you added over the pictures. The same bias was added at every row and column, too: add over "
            "those as well.",
        ),
        Misconception(
            one_wrong(_grads, 2, lambda g, x, weight: g.sum(axis=(2, 3))),
            "grad_bias: you added over rows and columns. The same bias was added in every picture, too: add over those "
            "as well.",
        ),
        Misconception(
            one_wrong(_grads, 2, lambda g, x, weight: g.sum()),
            "grad_bias: you added up everything. Each output map has a bias of its own, so keep that axis.",
        ),
        Misconception(
            one_wrong(_grads, 2, lambda g, x, weight: g.mean(axis=(0, 2, 3))),
            "grad_bias: you took the mean. The bias was added at all these places, so it collects from all: the sum.",
        ),
        Misconception(
            one_wrong(_grads, 2, lambda g, x, weight: g.sum(axis=(0, 2, 3), keepdims=True)),
            "grad_bias: right numbers, but keepdims leaves the shape (1, O, 1, 1). One number for each output map is "
            "asked, in an array of shape (O,).",
        ),
        *other_orders(layer_backward_2d, ("grad_x", "grad_weight", "grad_bias")),
    ),
    hints=(
        "Follow one pair of maps, c and o, of one picture n: what 06.1 and 06.2 give for grad_y[n, o], x[n, c] and "
        "weight[o, c] is right. Who else uses x[n, c]? Who else uses weight[o, c]?",
        "x[n, c] is used by every output map, so grad_x[n, c] adds over o. weight[o, c] is used by every picture, so "
        "grad_weight[o, c] adds over n.",
        "Three loops, over n, o and c, and two lines with += in them. bias[o] was added in every picture, row and "
        "column: add up grad_y over these three axes.",
    ),
)
