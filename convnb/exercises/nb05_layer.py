"""Exercise of notebook 05: all gradients of a small layer, through ReLU, bias and kernel."""

import numpy as np

from .grading.model import Exercise, Misconception
from .nb05_two_gradients import rows
from .several import other_orders


def layer_backward(a, w, b, grad_y):
    """Of y = max(z, 0), z = a star w + b: dJ/da, dJ/dw and dJ/db, where dJ/dy is grad_y."""
    z = np.correlate(a, w, "valid") + b
    delta = np.where(z > 0, grad_y, 0)
    return np.convolve(delta, w), np.correlate(a, delta, "valid"), np.sum(delta)


def _layers(rng):
    # The bias makes one z of the first cases exactly 0, some smaller and some larger.
    cases = []
    for n, k in [(5, 2), (6, 3), (7, 3), (5, 3), (6, 2), (8, 4)]:
        a, w, grad_y = rows(rng, n, k, n - k + 1)
        z = np.correlate(a, w, "valid")
        cases.append((a, w, float(-np.sort(z)[len(z) // 3]), grad_y))
    floats = [(12, 4, 0.5), (15, 3, -0.25), (4, 4, 9.0)]
    return cases + [(rng.normal(size=n), rng.normal(size=k), b, rng.normal(size=n - k + 1)) for n, k, b in floats]


def _z(a, w, b):
    return np.correlate(a, w, "valid") + b


def _open(a, w, b, grad_y):
    """delta = dJ/dz, as it is right."""
    return np.where(_z(a, w, b) > 0, grad_y, 0)


def _gradients(a, w, delta):
    return np.convolve(delta, w), np.correlate(a, delta, "valid"), np.sum(delta)


def _with(delta):
    """The wrong answer that computes delta = dJ/dz in this way, and all else rightly."""
    return lambda a, w, b, g: _gradients(a, w, delta(a, w, b, g))


def _but(place, wrong):
    """The wrong answer of which one of the three gradients, that at `place`, is wrong(a, w, b, grad_y, delta)."""

    def answer(a, w, b, g):
        delta = _open(a, w, b, g)
        given = list(_gradients(a, w, delta))
        given[place] = wrong(a, w, b, g, delta)
        return tuple(given)

    return answer


LAYER_BACKWARD = Exercise(
    id="05.5",
    title="Through a whole layer",
    text="A layer of a network computes `z[t]` = `b` + sum over `j` of `a[t + j] * w[j]`, with one number `b` for all "
    "outputs, and then `y[t] = z[t]` where `z[t] > 0`, and 0 elsewhere (ReLU). `grad_y[t]` is `dJ/dy[t]`. Write "
    "`layer_backward(a, w, b, grad_y)`: the gradients of `J`, as `(grad_a, grad_w, grad_b)`. Where `z[t]` is "
    "exactly 0, take the slope of ReLU as 0. You may call your functions of the exercises before.",
    reference=layer_backward,
    inputs=_layers,
    returns=("grad_a", "grad_w", "grad_b"),
    unit="number",
    misconceptions=(
        Misconception(
            _with(lambda a, w, b, g: g),
            "ReLU is left out. Where z[t] is not positive, y[t] stays 0 whatever z[t] does: the gradient stops there.",
        ),
        Misconception(
            _with(lambda a, w, b, g: np.maximum(g, 0)),
            "You cut off the negative gradients. What decides is the sign of z[t], not that of grad_y[t].",
        ),
        Misconception(
            _with(lambda a, w, b, g: _open(a, w, 0, g)),
            "You forgot the bias in z. b decides, too, which outputs are positive.",
        ),
        Misconception(
            _with(lambda a, w, b, g: g * np.maximum(_z(a, w, b), 0)),
            "You multiplied by y. The slope of ReLU is 1 where z is positive: grad_y passes unchanged.",
        ),
        Misconception(
            _with(lambda a, w, b, g: np.where(_z(a, w, b) > 0, 0, g)),
            "You let the gradient pass where ReLU is shut, and stop it where it is open. It passes where z > 0.",
        ),
        Misconception(
            _with(lambda a, w, b, g: np.where(_z(a, w, b) >= 0, g, 0)),
            "Almost. Where z is exactly 0, the slope of ReLU counts as 0 here: z > 0, not z >= 0.",
        ),
        Misconception(
            _with(lambda a, w, b, g: (_z(a, w, b) > 0) * 1.0),
            "You took the slope of ReLU for delta. The chain rule multiplies it by what comes from above, grad_y.",
        ),
        Misconception(
            _but(0, lambda a, w, b, g, delta: np.convolve(delta, w) * (a > 0)),
            "grad_a: you shut the inputs that are not positive. ReLU comes after z, so it is z that decides, and that "
            "is done before you go on to a.",
        ),
        Misconception(
            _but(0, lambda a, w, b, g, delta: np.convolve(g, w)),
            "grad_a: here the gradient did not go through ReLU. All three gradients start from the same delta.",
        ),
        Misconception(
            _but(1, lambda a, w, b, g, delta: np.correlate(a, g, "valid")),
            "grad_w: here the gradient did not go through ReLU. All three gradients start from the same delta.",
        ),
        Misconception(
            _but(2, lambda a, w, b, g, delta: np.sum(g)),
            "grad_b: here the gradient did not go through ReLU. All three gradients start from the same delta.",
        ),
        Misconception(
            _but(0, lambda a, w, b, g, delta: np.correlate(delta, w, "full")),
            "grad_a: the kernel that slides over the deltas must be flipped, as in 05.1.",
        ),
        Misconception(
            _but(1, lambda a, w, b, g, delta: np.convolve(a, delta, "valid")),
            "grad_w: something is flipped here. The deltas slide over the input as they are, as in 05.2.",
        ),
        Misconception(
            _but(2, lambda a, w, b, g, delta: np.mean(delta)),
            "grad_b: you took the mean. b was added to every output, so it collects from all: the sum.",
        ),
        Misconception(
            _but(2, lambda a, w, b, g, delta: delta),
            "grad_b: b is one number, added to every output. Add up what all of them send back.",
        ),
        Misconception(
            _but(2, lambda a, w, b, g, delta: np.sum(delta) * b),
            "grad_b: b was added, not multiplied. One more in b is one more in every z, whatever b is.",
        ),
        *other_orders(layer_backward, ("grad_a", "grad_w", "grad_b")),
    ),
    hints=(
        "Go back in the order in which the layer went forward: from y to z, then from z to a, w and b.",
        "From y to z: where z[t] > 0, delta[t] is grad_y[t]; elsewhere it is 0. You have to compute z again for that.",
        "With this delta, a and w go as in 05.1 and 05.2. If b grows by 1, each z[t] grows by 1: so b collects every "
        "delta[t] once.",
    ),
)
