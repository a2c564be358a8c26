"""Exercise of notebook 11: the backward pass of a fully connected layer."""

import numpy as np

from .grading.model import Exercise, Misconception
from .nb05_two_gradients import numbers
from .several import one_wrong


def linear_backward(grad_y, x, weight):
    """dJ/dx, dJ/dweight and dJ/dbias of y[b, o] = bias[o] + sum over i of weight[o, i] x[b, i]."""
    grad_x, grad_weight, grad_bias = np.zeros(x.shape), np.zeros(weight.shape), np.zeros(len(weight))
    for b in range(len(x)):
        for o in range(len(weight)):
            grad_x[b] += grad_y[b, o] * weight[o]
            grad_weight[o] += grad_y[b, o] * x[b]
            grad_bias[o] += grad_y[b, o]
    return grad_x, grad_weight, grad_bias


def _batches(rng):
    # (N, I, O), all the same at first: transposed arrays then give numbers, later an error.
    sizes = [(2, 2, 2), (2, 2, 2), (2, 3, 2), (3, 2, 4), (1, 3, 2), (4, 2, 1)]
    cases = []
    for N, inputs, outputs in sizes:
        cases.append((numbers(rng, N, outputs), numbers(rng, N, inputs), numbers(rng, outputs, inputs)))
    return [*cases, (rng.normal(size=(6, 3)), rng.normal(size=(6, 5)), rng.normal(size=(3, 5)))]


def _grads(g, x, weight):
    return g @ weight, g.T @ x, g.sum(axis=0)


LINEAR_BACKWARD = Exercise(
    id="11.1",
    title="A layer in which all is connected",
    text="A fully connected layer computes `y = x @ weight.T + bias`: `x` holds `N` examples of `I` numbers each, "
    "with the axes (example, input), `weight` has the axes (output, input), `bias` has `O` numbers. In letters, "
    "`y[b, o] = bias[o]` + the sum over `i` of `weight[o, i] * x[b, i]`. `grad_y` is `dJ/dy`. Write "
    "`linear_backward(grad_y, x, weight)`: `(grad_x, grad_weight, grad_bias)`, each as large as what it is the "
    "gradient of.",
    reference=linear_backward,
    inputs=_batches,
    returns=("grad_x", "grad_weight", "grad_bias"),
    misconceptions=(
        Misconception(
            one_wrong(_grads, 0, lambda g, x, weight: g @ weight.T),
            "grad_x: weight is transposed. Forwards it was weight.T, so on the way back it is weight itself.",
        ),
        Misconception(
            one_wrong(_grads, 0, lambda g, x, weight: _grads(g, x, weight)[0] / g.shape[1]),
            "grad_x: you took the mean over the outputs. What they send back adds up.",
        ),
        Misconception(
            one_wrong(_grads, 0, lambda g, x, weight: g[:, -1:] * weight[-1]),
            "grad_x: only the last output counts: you overwrite what the others sent. Add with +=.",
        ),
        Misconception(
            one_wrong(_grads, 0, lambda g, x, weight: _grads(g, x, weight)[0].sum(axis=0)),
            "grad_x: you added over the examples. Each example has inputs of its own.",
        ),
        Misconception(
            one_wrong(_grads, 0, lambda g, x, weight: g.sum(axis=1, keepdims=True) * weight.sum(axis=0)),
            "grad_x: you added up the outputs, and the weights, before they met. First each grad_y[b, o] times its own "
            "weight[o], then the sum over o.",
        ),
        Misconception(
            one_wrong(_grads, 0, lambda g, x, weight: weight.T @ g),
            "grad_x: your product runs over the examples. It runs over the outputs: grad_y comes first.",
        ),
        Misconception(
            one_wrong(_grads, 1, lambda g, x, weight: x.T @ g),
            "grad_weight: right numbers, transposed. weight has the axes (output, input), and so has its gradient.",
        ),
        Misconception(
            lambda g, x, weight: (g @ weight.T, x.T @ g, g.sum(axis=0)),
            "grad_x and grad_weight: both are transposed. Forwards it was weight.T, so on the way back it is weight; "
            "and grad_weight has the axes (output, input), as weight has.",
        ),
        Misconception(
            one_wrong(_grads, 1, lambda g, x, weight: g @ x.T),
            "grad_weight: your product does not run over the examples. grad_weight[o, i] adds grad_y[b, o] * x[b, i] "
            "over b.",
        ),
        Misconception(
            one_wrong(_grads, 1, lambda g, x, weight: g @ x),
            "grad_weight: transpose grad_y first. grad_weight[o, i] adds grad_y[b, o] * x[b, i] over b.",
        ),
        Misconception(
            one_wrong(_grads, 1, lambda g, x, weight: _grads(g, x, weight)[1] / len(x)),
            "grad_weight: you took the mean over the examples. J already says how they are weighed: add.",
        ),
        Misconception(
            lambda g, x, weight: (_grads(g, x, weight)[0], *(part / len(x) for part in _grads(g, x, weight)[1:])),
            "You took the mean over the examples for weights and bias. J already says how they are weighed: add.",
        ),
        Misconception(
            lambda g, x, weight: tuple(part / len(x) for part in _grads(g, x, weight)),
            "You divided all three by the number of examples. J already says how they are weighed: no division.",
        ),
        Misconception(
            one_wrong(_grads, 1, lambda g, x, weight: g[:, :, None] * x[:, None]),
            "grad_weight: this is one gradient for each example. All examples used the same weights: add over them.",
        ),
        Misconception(
            one_wrong(_grads, 1, lambda g, x, weight: np.outer(g[-1], x[-1])),
            "grad_weight: only the last example counts: you overwrite what the others gave. Add with +=.",
        ),
        Misconception(
            one_wrong(_grads, 1, lambda g, x, weight: np.outer(g.sum(axis=0), x.sum(axis=0))),
            "grad_weight: you added over the examples before you multiplied. Each grad_y[b] meets its own x[b] only; "
            "the sum comes after.",
        ),
        Misconception(
            one_wrong(_grads, 1, lambda g, x, weight: _grads(g, x, weight)[1] * weight),
            "grad_weight: you multiplied by the weight. In weight * x the slope with respect to weight is x alone.",
        ),
        Misconception(
            one_wrong(_grads, 2, lambda g, x, weight: g),
            "grad_bias: there is one bias for each output, used in every example. Add over the examples.",
        ),
        Misconception(
            one_wrong(_grads, 2, lambda g, x, weight: g.sum(axis=1)),
            "grad_bias: you added over the outputs. Each output has a bias of its own, used in every example: axis=0.",
        ),
        Misconception(
            one_wrong(_grads, 2, lambda g, x, weight: g.sum()),
            "grad_bias: you added up everything. There is one bias for each output: add over the examples only.",
        ),
        Misconception(
            one_wrong(_grads, 2, lambda g, x, weight: g.mean(axis=0)),
            "grad_bias: you took the mean over the examples. The bias collects from all of them: the sum.",
        ),
        Misconception(
            one_wrong(_grads, 2, lambda g, x, weight: g.sum(axis=0, keepdims=True)),
            "grad_bias: right numbers with an axis too many. bias has the shape (O,): no keepdims.",
        ),
        Misconception(
            one_wrong(_grads, 2, lambda g, x, weight: np.ones(len(weight))),
            "grad_bias: 1 is the slope of y. The chain rule multiplies it by grad_y, and the examples add up.",
        ),
        Misconception(
            lambda g, x, weight: tuple(_grads(g, x, weight)[i] for i in (1, 2, 0)),
            "In another order than asked: grad_x comes first, then grad_weight, then grad_bias.",
        ),
    ),
    hints=(
        "Take one example and write out y[0] and y[1]. In which of them does x[0] stand, and beside which weight? And "
        "weight[0, 1]?",
        "x[b, i] reaches every output o through weight[o, i]: add over o. weight[o, i] and bias[o] are used by every "
        "example: add over b.",
        "Shapes nearly tell the rest: grad_x is (N, I), made of (N, O) and (O, I). grad_weight is (O, I), made of "
        "(N, O) and (N, I), of which one must be transposed.",
    ),
)
