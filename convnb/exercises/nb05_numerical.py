"""Exercise of notebook 05: a gradient without derivation, by nudging one input at a time."""

import numpy as np

from .grading.model import Exercise, Misconception
from .nb05_two_gradients import rows


def numerical_gradient(a, w, target, h):
    """(J(a + h e_i) - J(a - h e_i)) / 2h for each i, where J = 1/2 sum over t of (z[t] - target[t])^2."""
    grad = np.zeros(len(a))
    for i in range(len(a)):
        up, down = a.copy(), a.copy()
        up[i] += h
        down[i] -= h
        grad[i] = (_loss(up, w, target) - _loss(down, w, target)) / (2 * h)
    return grad


def _loss(a, w, target):
    z = np.correlate(a, w, "valid")
    return np.sum((z - target) ** 2) / 2


def _losses(rng):
    # Steps that are powers of two first: then the results are whole numbers, and a one-sided slope is visibly off.
    sizes = [(4, 3, 0.5), (4, 2, 0.5), (5, 2, 0.25), (6, 3, 1.0), (5, 4, 0.125), (3, 1, 0.5)]
    cases = [(*rows(rng, n, k, n - k + 1), h) for n, k, h in sizes]
    floats = [(8, 3, 0.1), (9, 4, 0.02)]
    return cases + [(rng.normal(size=n), rng.normal(size=k), rng.normal(size=n - k + 1), h) for n, k, h in floats]


def _slopes(a, w, target, up, down, distance, *, loss=_loss):
    """For each i: the loss with a[i] moved by `up`, less that with a[i] moved by `down`, over the distance."""
    moved = np.eye(len(a))
    differences = [loss(a + up * e, w, target) - loss(a + down * e, w, target) for e in moved]
    return np.array(differences) / distance


def _not_restored(a, w, target, h):
    a, grad = a.copy(), np.zeros(len(a))
    for i in range(len(a)):
        a[i] += h
        high = _loss(a, w, target)
        a[i] -= 2 * h
        grad[i] = (high - _loss(a, w, target)) / (2 * h)
    return grad


def _copied_once(a, w, target, h):
    up, down, grad = a.copy(), a.copy(), np.zeros(len(a))
    for i in range(len(a)):
        up[i] += h
        down[i] -= h
        grad[i] = (_loss(up, w, target) - _loss(down, w, target)) / (2 * h)
    return grad


def _all_at_once(a, w, target, h):
    return np.full(len(a), (_loss(a + h, w, target) - _loss(a - h, w, target)) / (2 * h))


def _of_the_weights(a, w, target, h):
    return _slopes(w, a, target, h, -h, 2 * h, loss=lambda w, a, target: _loss(a, w, target))


def _flipped(a, w, target):
    return _loss(a, w[::-1], target)


def _mean(a, w, target):
    return _loss(a, w, target) / len(target)


NUMERICAL_GRADIENT = Exercise(
    id="05.3",
    title="Nudge and see",
    text="`z` is the valid correlation of `a` with `w`, as before, and the loss is `J = sum((z - target)**2) / 2`. "
    "Write `numerical_gradient(a, w, target, h)`: `dJ/da[i]` for every `i`, without any derivation. Make `a[i]` "
    "larger by `h` and compute `J`, make it smaller by `h` and compute `J` again; the slope between these two "
    "points is entry `i` of the result. No other input moves meanwhile.",
    reference=numerical_gradient,
    inputs=_losses,
    unit="number",
    misconceptions=(
        Misconception(
            lambda a, w, target, h: _slopes(a, w, target, h, 0, h),
            "You compared J after the nudge with J before it. On a curve this slope is off, by the more the larger h "
            "is. Go to both sides: from -h to +h.",
        ),
        Misconception(
            lambda a, w, target, h: _slopes(a, w, target, 0, -h, h),
            "You only nudged downwards. On a curve this slope is off, by the more the larger h is. Go to both sides: "
            "from -h to +h.",
        ),
        Misconception(
            lambda a, w, target, h: _slopes(a, w, target, h, -h, h),
            "All your slopes are twice too steep. From a[i] - h to a[i] + h the distance is 2 * h, not h. If you did "
            "divide by 2 * h, the loss lacks its / 2.",
        ),
        Misconception(
            lambda a, w, target, h: _slopes(a, w, target, h, 0, 2 * h),
            # The same numbers come from up = a, up[i] += h, J, down = a, down[i] -= h, J: that leads back to the start.
            "You divide by 2 * h, and moved by h only: nudge down as well. If you did, up = a makes no copy: both "
            "names mean the same array. Write a.copy().",
        ),
        Misconception(
            lambda a, w, target, h: np.zeros(len(a)),
            "You compared J with itself. If you wrote up = a and down = a, that makes no copy: all names mean the same "
            "array. Write a.copy().",
        ),
        Misconception(
            lambda a, w, target, h: _slopes(a, w, target, h, -h, 2) * h,
            "You divide by 2 and multiply by h. In Python x / 2 * h does that: put parentheses round 2 * h.",
        ),
        Misconception(
            lambda a, w, target, h: _slopes(a, w, target, h, -h, 1),
            "These are the differences of the two losses. A slope is the difference divided by the distance, 2 * h.",
        ),
        Misconception(
            lambda a, w, target, h: _slopes(a, w, target, -h, h, 2 * h),
            "All signs are turned round: subtract the loss on the lower side from that on the upper side.",
        ),
        Misconception(
            _all_at_once,
            "You moved all inputs at once. That gives one slope for all of them together: move a[i] alone, then put it "
            "back.",
        ),
        Misconception(
            _not_restored,
            "The first slope is right, the later ones are not: a[i] stays where the last nudge left it. Put it back "
            "before you go on, or nudge a copy.",
        ),
        Misconception(
            _copied_once,
            "Only the first slope is right. From i = 1 on earlier entries are still nudged: make fresh copies for "
            "every i.",
        ),
        Misconception(
            _of_the_weights,
            "You nudged the weights. This is dJ/dw, and it is right; dJ/da is asked.",
        ),
        Misconception(
            lambda a, w, target, h: _slopes(a, w, target, h, -h, 2 * h, loss=_mean),
            "You took the mean of the squares. The loss here is their sum, divided by 2.",
        ),
        Misconception(
            lambda a, w, target, h: _slopes(a, w, target, h, -h, 2 * h, loss=_flipped),
            "The kernel is flipped in your forward pass: np.convolve does that. z is a correlation, and np.correlate "
            'with mode "valid" gives it.',
        ),
    ),
    hints=(
        "Begin with a single entry, i = 0. Which two inputs do you need J of?",
        "Make two copies of a (of floats: among integers += 0.5 is rounded away). Add h to entry i of the one, "
        "subtract h from entry i of the other, compute J of both.",
        "The slope is the difference of the two losses over the distance between the two points, and that is 2 * h.",
    ),
)
