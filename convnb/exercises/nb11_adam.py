"""Exercise of notebook 11: one step of Adam."""

import numpy as np

from .grading.model import Exercise, Misconception


def adam_step(w, grad, m, v, t, rate):
    """The weights after step t = 1, 2, .. and the running means of the gradient and of its square."""
    m = 0.9 * m + 0.1 * grad
    v = 0.999 * v + 0.001 * grad**2
    step = (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
    return w - rate * step, m, v


def _steps(rng):
    # The first step by hand: each weight goes by the rate, and the one without a gradient stays.
    cases = [(np.array([1.0, 2, 3]), np.array([2.0, -3, 0]), np.zeros(3), np.zeros(3), 1, 0.1)]
    for n, t, size in [(3, 2, 4), (2, 5, 1), (4, 30, 2), (3, 1000, 9), (2, 1, 1e-7), (2, 3, 1e-8)]:
        w, grad, m = rng.normal(size=(3, n)) * [[1], [size], [size]]
        cases.append((w, grad, m, rng.uniform(0.5, 2, n) * size**2, t, float(rng.uniform(0.05, 1))))
    w, grad, m, v = rng.normal(size=(4, 2, 3))
    return [*cases, (w, 5 * grad, m, np.abs(v), 7, 0.5)]


def _step(w, grad, m, v, t, rate, changes):
    """adam_step with one thing done otherwise."""
    how = {"m": _m, "v": _v, "start1": 1 - 0.9**t, "start2": 1 - 0.999**t, "scale": _scale, "sign": -1} | changes
    m, v = how["m"](m, grad), how["v"](v, grad)
    with np.errstate(all="ignore"):
        step = m / how["start1"] / how["scale"](v / how["start2"])
    return w + how["sign"] * rate * step, m, v


def _m(m, grad):
    return 0.9 * m + 0.1 * grad


def _v(v, grad):
    return 0.999 * v + 0.001 * grad**2


def _scale(v):
    return np.sqrt(v) + 1e-8


def _with(changes):
    """The wrong answer with changes(t) in _step."""
    return lambda w, grad, m, v, t, rate: _step(w, grad, m, v, t, rate, changes(t))


def _kept(w, grad, m, v, t, rate):
    """The corrected means are handed back in place of the running ones."""
    w, m, v = adam_step(w, grad, m, v, t, rate)
    return w, m / (1 - 0.9**t), v / (1 - 0.999**t)


def _old_means(w, grad, m, v, t, rate):
    with np.errstate(all="ignore"):
        step = (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
    return w - rate * step, _m(m, grad), _v(v, grad)


def _precedence(w, grad, m, v, t, rate):
    m, v = _m(m, grad), _v(v, grad)
    with np.errstate(all="ignore"):
        return w - rate * (m / 1 - 0.9**t) / (np.sqrt(v / 1 - 0.999**t) + 1e-8), m, v


def _square_of_mean(w, grad, m, v, t, rate):
    m, v = _m(m, grad), _v(v, _m(m, grad))
    return w - rate * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8), m, v


def _only_step(w, *rest):
    new, m, v = adam_step(w, *rest)
    return new - w, m, v


def _plain(w, grad, m, v, t, rate):
    return w - rate * grad, _m(m, grad), _v(v, grad)


def _by_momentum(w, grad, m, v, t, rate):
    return w - rate * _m(m, grad) / (1 - 0.9**t), _m(m, grad), _v(v, grad)


def _by_gradient(w, grad, m, v, t, rate):
    return w - rate * grad / _scale(_v(v, grad) / (1 - 0.999**t)), _m(m, grad), _v(v, grad)


def _reordered(*case):
    w, m, v = adam_step(*case)
    return m, v, w


def _swapped(*case):
    w, m, v = adam_step(*case)
    return w, v, m


ADAM_STEP = Exercise(
    id="11.3",
    title="A step of Adam",
    text="Adam remembers two running means for each weight: `m` of its gradient, which keeps 0.9 of what it was and "
    "takes 0.1 of the new gradient, and `v` of the gradient's square, which keeps 0.999 and takes 0.001. Both "
    "began at 0, so at first they are too small: in step `t` = 1, 2, .. divide `m` by `1 - 0.9**t` and `v` by `1 "
    "- 0.999**t` before you use them, but remember them undivided. Then each weight goes down by `rate` times "
    "`m` over (the root of `v`, plus `1e-8`). Write `adam_step(w, grad, m, v, t, rate)`: the new `(w, m, v)`. "
    "`w`, `grad`, `m` and `v` are arrays of one shape.",
    reference=adam_step,
    inputs=_steps,
    returns=("w", "m", "v"),
    misconceptions=(
        Misconception(
            _with(lambda t: {"start1": 1, "start2": 1}),
            "w: the correction for the start is missing. Divide m by 1 - 0.9**t and v by 1 - 0.999**t, for this step "
            "only.",
        ),
        Misconception(
            _with(lambda t: {"start2": 1}),
            "w: v is not corrected. Divide it by 1 - 0.999**t before you take the root.",
        ),
        Misconception(
            _with(lambda t: {"start1": 1}),
            "w: m is not corrected. Divide it by 1 - 0.9**t.",
        ),
        Misconception(
            _with(lambda t: {"start1": 1 - 0.9, "start2": 1 - 0.999}),
            "w: the correction does not know t. It is 1 - 0.9**t, which grows to 1, and 1 - 0.999**t.",
        ),
        Misconception(
            _with(lambda t: {"start1": 1 - 0.9 * t, "start2": 1 - 0.999 * t}),
            "w: you multiplied by t in the correction. It is a power: 0.9**t.",
        ),
        Misconception(
            _precedence,
            "w: m / 1 - 0.9**t divides first and subtracts then. Write parentheses: m / (1 - 0.9**t).",
        ),
        Misconception(
            _with(lambda t: {"start1": 1 - 0.9 ** (t + 1), "start2": 1 - 0.999 ** (t + 1)}),
            "w: you are a step ahead in the correction. t is 1 in the first step already.",
        ),
        Misconception(
            _with(lambda t: {"start1": 1 - 0.999**t, "start2": 1 - 0.9**t}),
            "w: the two corrections are exchanged: 0.9 belongs to m, 0.999 to v.",
        ),
        Misconception(
            _with(lambda t: {"sign": 1}),
            "w: you go uphill. The gradient points to where the loss grows: subtract.",
        ),
        Misconception(
            _with(lambda t: {"scale": lambda v: v + 1e-8}),
            "w: the square root of v is missing.",
        ),
        Misconception(
            _with(lambda t: {"scale": lambda v: np.sqrt(v + 1e-8)}),
            "w: 1e-8 is added to the root of v, not to v before the root: for small gradients that matters.",
        ),
        Misconception(
            _with(lambda t: {"scale": np.sqrt}),
            "w: the 1e-8 is missing below the line, or parentheses are. Where a gradient has always been 0, you "
            "divide 0 by 0.",
        ),
        Misconception(
            _kept,
            "m and v: you hand back the corrected ones. Remember the running means as they are, and divide for the "
            "step only.",
        ),
        Misconception(
            _old_means,
            "w: you went with the m and v of the step before. Take the new gradient in first.",
        ),
        Misconception(
            _only_step,
            "w: this is the step. Add it to the old w.",
        ),
        Misconception(
            _plain,
            "w: this is plain gradient descent. Adam goes by m over the root of v.",
        ),
        Misconception(
            _by_momentum,
            "w: you have not divided by the root of v.",
        ),
        Misconception(
            _by_gradient,
            "w: you went by the gradient itself. Adam goes by its running mean, m.",
        ),
        Misconception(
            _with(lambda t: {"v": lambda v, grad: 0.999 * v + 0.001 * grad}),
            "v: the gradient must be squared.",
        ),
        Misconception(
            _square_of_mean,
            "v: you took the square of m. It is the mean of the gradient's square, grad**2.",
        ),
        Misconception(
            _with(lambda t: {"v": lambda v, grad: 0.999 * v + 0.001 * np.abs(grad)}),
            "v: you took the gradient's size. It must be squared.",
        ),
        Misconception(
            _with(lambda t: {"v": lambda v, grad: 0.9 * v + 0.1 * grad**2}),
            "v: it keeps 0.999 and takes 0.001. 0.9 and 0.1 belong to m.",
        ),
        Misconception(
            _with(lambda t: {"m": lambda m, grad: 0.9 * m + grad}),
            "m: it takes only 0.1 of the new gradient, so that it stays a mean.",
        ),
        Misconception(
            _with(lambda t: {"m": lambda m, grad: 0.1 * m + 0.9 * grad, "v": lambda v, g: 0.001 * v + 0.999 * g**2}),
            "The shares are exchanged: the means keep most of what they were, and take little of the new.",
        ),
        Misconception(
            _reordered,
            "In another order than asked: w first, then m, then v.",
        ),
        Misconception(
            _swapped,
            "m and v are exchanged in what you return: w, then m, then v.",
        ),
    ),
    hints=(
        "Begin with m and v: old value times what it keeps, plus the new one times what it takes. They are two of the "
        "three results already.",
        "Now two new names, one for m / (1 - 0.9**t) and one for v / (1 - 0.999**t). In the first step they are the "
        "gradient and its square.",
        "The new w is w - rate * (corrected m) / (np.sqrt(corrected v) + 1e-8).",
    ),
)
