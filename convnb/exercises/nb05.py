"""The functions of the exercises of notebook 05; their words are in words/nb05.md."""

import numpy as np

from ..ops.correlation import convolve
from .form import Ways, exercise, one_wrong, other_orders
from .grading.source import CONVOLVES
from .inputs import drawn, floats, rows
from .scenes import Line, Spread, convolved

# 05.1 Blame the inputs


def grad_input(delta, w):
    """dJ/da[i] = sum over t of delta[t] w[i - t], wherever i - t is an index of w."""
    grad = np.zeros(len(delta) + len(w) - 1)
    for t in range(len(delta)):
        for j in range(len(w)):
            grad[t + j] += delta[t] * w[j]
    return grad


def _deltas_and_weights(rng):
    sizes = [(2, 3), (3, 2), (4, 3), (3, 3), (2, 4), (5, 1), (1, 4)]
    return drawn(rng, rows, sizes, [(9, 4)])


def _assigned(delta, w, n, s):
    """For 05.1 and, with a stride, for 05.4: only the last output that a[i] reaches counts."""
    grad = np.zeros(n)
    for t, d in enumerate(delta):
        grad[t * s : t * s + len(w)] = d * w
    return grad


def _from_the_end(delta, w, n, s, *, caught=False):
    """For both exercises: tests whether t is too large, not whether it is negative: Python then counts from the end.

    caught: an IndexError is caught, so that a t below -len(delta) adds nothing.
    """
    grad = np.zeros(n)
    for i in range(n):
        for j in range(len(w)):
            t, rest = divmod(i - j, s)
            if rest == 0 and t < len(delta) and not (caught and t < -len(delta)):
                grad[i] += delta[t] * w[j]
    return grad


# 05.2 Blame the weights


def grad_weight(a, delta):
    """dJ/dw[j] = sum over t of delta[t] a[t + j]."""
    grad = np.zeros(len(a) - len(delta) + 1)
    for j in range(len(grad)):
        for t in range(len(delta)):
            grad[j] += delta[t] * a[t + j]
    return grad


def _inputs_and_deltas(rng):
    # No delta of a single number among the first: flipping it would change nothing.
    sizes = [(4, 2), (5, 3), (4, 3), (6, 2), (7, 3), (3, 3), (5, 1), (8, 5)]
    return drawn(rng, rows, sizes, [(12, 9)])


def _windows(a, delta):
    return np.lib.stride_tricks.sliding_window_view(a, len(delta))


# 05.3 Nudge and see


def numerical_gradient(a, w, target, h):
    """(J(a + h e_i) - J(a - h e_i)) / 2h for each i, where J = 1/4 sum over t of (z[t] - target[t])^4."""
    grad = np.zeros(len(a))
    for i in range(len(a)):
        up, down = a.copy(), a.copy()
        up[i] += h
        down[i] -= h
        grad[i] = (_loss(up, w, target) - _loss(down, w, target)) / (2 * h)
    return grad


def _loss(a, w, target):
    z = np.correlate(a, w, "valid")
    return np.sum((z - target) ** 4) / 4


def _losses(rng):
    # Whole steps and small numbers first: then the results are whole, and neither a one-sided slope nor the derivative.
    sizes = [(4, 3, 1.0), (4, 2, 1.0), (5, 2, 2.0), (6, 3, 1.0), (5, 4, 0.5), (3, 1, 0.25)]
    cases = [(np.array([0.0, 1, -2]), np.array([1.0, 1]), np.array([3.0, 1]), 1.0)]  # to work out by hand
    cases += [(*(rng.integers(-2, 3, m) + 0.0 for m in (n, k, n - k + 1)), h) for n, k, h in sizes]
    return cases + [(*floats(rng, n, k, n - k + 1), h) for n, k, h in [(8, 3, 0.1), (9, 4, 0.02)]]


def _slopes(a, w, target, up, down, distance, moved=np.eye):
    """For each i: the loss with a[i] moved by `up`, less that with a[i] moved by `down`, over the distance.

    moved: row i of moved(n) says which entries move.
    """
    rows = moved(len(a))
    return np.array([_loss(a + up * row, w, target) - _loss(a + down * row, w, target) for row in rows]) / distance


# 05.4 Blame with a stride


def grad_input_strided(delta, w, n, stride):
    """dJ/da[i] = sum over t of delta[t] w[i - stride t], wherever that is an index of w; i = 0 .. n - 1."""
    grad = np.zeros(n)
    for t in range(len(delta)):
        for j in range(len(w)):
            grad[t * stride + j] += delta[t] * w[j]
    return grad


def _strides(rng):
    # (n, k, stride): most leave inputs at the end that no window reads; kernels narrower and wider than the stride.
    sizes = [(8, 3, 2), (5, 3, 2), (8, 2, 3), (7, 4, 2), (9, 3, 3), (6, 1, 2), (5, 2, 1), (11, 5, 3)]
    cases = [(*rows(rng, (n - k) // s + 1, k), n, s) for n, k, s in sizes]
    return cases + [(*floats(rng, (n - k) // s + 1, k), n, s) for n, k, s in [(20, 4, 3), (17, 3, 5)]]


def _spread(x, step):
    """The entries of x, `step` apart, with zeros between them."""
    y = np.zeros((len(x) - 1) * step + 1)
    y[::step] = x
    return y


def _fit(x, n):
    """The first n entries of x, with zeros after it where it is too short."""
    return np.pad(x, (0, max(0, n - len(x))))[:n]


# 05.5 Through a whole layer


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
    for n, k, b in [(12, 4, 0.5), (15, 3, -0.25), (4, 4, 9.0)]:
        a, w, grad_y = floats(rng, n, k, n - k + 1)
        cases.append((a, w, b, grad_y))
    return cases


def _delta(a, w, b, grad_y):
    return np.where(np.correlate(a, w, "valid") + b > 0, grad_y, 0)


def _with(delta):
    """The wrong answer that computes dJ/dz by delta(z, b, grad_y), and everything else correctly."""

    def answer(a, w, b, grad_y):
        d = delta(np.correlate(a, w, "valid") + b, b, grad_y)
        return np.convolve(d, w), np.correlate(a, d, "valid"), np.sum(d)

    return answer


PREDICTED = {
    "05.b": {
        "unflipped": np.correlate([0, 1, -1], [1, 2], "full"),
        "assigned": _assigned([0, 1, -1], np.array([1, 2]), 4, 1),
    },
    "05.c": {
        "unflipped": np.correlate([5, 7], [1, 2, 3], "full"),
        "valid": np.convolve([5, 7], [1, 2, 3], "valid"),
        "same": np.convolve([5, 7], [1, 2, 3], "same"),
        "assigned": _assigned([5, 7], np.array([1, 2, 3]), 4, 1),
    },
}

EXERCISES = (
    exercise("05.1", grad_input, _deltas_and_weights, unit="number", scene=convolved, without=CONVOLVES).slips(
        unflipped=lambda d, w: np.correlate(d, w, "full"),
        # Loops give nothing where there are fewer deltas than weights; NumPy then slides the deltas.
        valid_mode=Ways([lambda d, w: np.convolve(d, w, "valid"), lambda d, w: np.convolve(d, w)[len(w) - 1 : len(d)]]),
        valid_unflipped=Ways(
            [
                lambda d, w: np.correlate(d, w, "valid"),
                lambda d, w: np.correlate(d, w, "full")[len(w) - 1 : len(d)],
            ]
        ),
        same_mode=lambda d, w: np.convolve(d, w, "same"),
        same_correlated=lambda d, w: np.correlate(d, w[::-1], "same"),
        as_long_as_delta=lambda d, w: convolve(d, w, "same"),
        same_unflipped=lambda d, w: np.correlate(d, w, "same"),
        as_many_as_deltas=lambda d, w: np.convolve(d, w)[: len(d)],
        one_zero_more=lambda d, w: np.pad(np.convolve(d, w), 1),
        reversed=lambda d, w: np.convolve(d, w)[::-1],
        deltas_slide=lambda d, w: np.correlate(w, d, "full"),
        not_added=lambda d, w: np.outer(d, w),
        assigned=lambda d, w: _assigned(d, w, len(d) + len(w) - 1, 1),
        negative_index=lambda d, w: _from_the_end(d, w, len(d) + len(w) - 1, 1),
        negative_index_of_weight=lambda d, w: _from_the_end(w, d, len(d) + len(w) - 1, 1),
        negative_index_caught=lambda d, w: _from_the_end(d, w, len(d) + len(w) - 1, 1, caught=True),
    ),
    exercise("05.2", grad_weight, _inputs_and_deltas, unit="number", scene=Line, without=CONVOLVES).slips(
        flipped=lambda a, d: np.convolve(a, d, "valid"),
        exchanged=lambda a, d: np.correlate(a, d, "valid")[::-1],
        input_flipped=lambda a, d: np.convolve(a, d, "valid")[::-1],
        full_mode=lambda a, d: np.correlate(a, d, "full"),
        same_mode=lambda a, d: np.correlate(a, d, "same"),
        mean=lambda a, d: np.correlate(a, d, "valid") / len(d),
        not_added=lambda a, d: _windows(a, d) * d,
        last_missing=lambda a, d: np.correlate(a, d, "valid")[:-1],
        first_output_only=lambda a, d: a[: len(a) - len(d) + 1] * d[0],
        delta_unused=lambda a, d: _windows(a, d).sum(axis=1),
    ),
    exercise("05.3", numerical_gradient, _losses, unit="number").slips(
        upwards_only=lambda a, w, target, h: _slopes(a, w, target, h, 0, h),
        downwards_only=lambda a, w, target, h: _slopes(a, w, target, 0, -h, h),
        distance_h=lambda a, w, target, h: _slopes(a, w, target, h, -h, h),
        moved_up_only=lambda a, w, target, h: _slopes(a, w, target, h, 0, 2 * h),
        # The same numbers come from up = a, up[i] += h, J, down = a, down[i] -= h, J: that leads back to the start.
        nothing_moved=lambda a, w, target, h: np.zeros(len(a)),
        precedence=lambda a, w, target, h: _slopes(a, w, target, h, -h, 2) * h,
        not_divided=lambda a, w, target, h: _slopes(a, w, target, h, -h, 1),
        all_at_once=lambda a, w, target, h: _slopes(a, w, target, h, -h, 2 * h, moved=lambda n: np.ones((n, n))),
        not_restored=lambda a, w, target, h: np.diag(
            [numerical_gradient(a - h * before, w, target, h) for before in np.tri(len(a), k=-1)]
        ),
        copied_once=lambda a, w, target, h: _slopes(a, w, target, h, -h, 2 * h, moved=np.tri),
        # np.correlate(w, a) is np.correlate(a, w) backwards.
        weights_nudged=lambda a, w, target, h: numerical_gradient(w, a, target[::-1], h),
        mean=lambda a, w, target, h: numerical_gradient(a, w, target, h) / len(target),
        squares=lambda a, w, target, h: np.convolve(np.correlate(a, w, "valid") - target, w),
        derivative=lambda a, w, target, h: np.convolve((np.correlate(a, w, "valid") - target) ** 3, w),
        convolved=lambda a, w, target, h: numerical_gradient(a, w[::-1], target, h),
    ),
    exercise("05.4", grad_input_strided, _strides, unit="number", scene=lambda d, w, n, s: Spread(d, w, (n,), s)).slips(
        end_missing=lambda d, w, n, s: np.convolve(_spread(d, s), w),
        zeros_first=lambda d, w, n, s: _fit(np.convolve(_spread(d, s), w)[::-1], n)[::-1],
        stride_1=lambda d, w, n, s: np.convolve(d, w),
        stride_unused=lambda d, w, n, s: _fit(np.convolve(d, w), n),
        too_far_apart=lambda d, w, n, s: _fit(np.convolve(_spread(d, s + 1), w), n),
        too_far_apart_unfilled=lambda d, w, n, s: np.convolve(_spread(d, s + 1), w),
        zeros_after_last=lambda d, w, n, s: np.convolve(_fit(_spread(d, s), len(d) * s), w),
        repeated=lambda d, w, n, s: _fit(np.convolve(np.repeat(d, s), w), n),
        kernel_strides=lambda d, w, n, s: np.convolve(d, w)[::s],
        kernel_strides_filled=lambda d, w, n, s: _fit(np.convolve(d, w)[::s], n),
        dilated=lambda d, w, n, s: _fit(np.convolve(d, _spread(w, s)), n),
        unflipped=lambda d, w, n, s: _fit(np.convolve(_spread(d, s), w[::-1]), n),
        assigned=_assigned,
        negative_index=_from_the_end,
    ),
    exercise("05.5", layer_backward, _layers, returns=("grad_a", "grad_w", "grad_b"), unit="number").slips(
        no_relu=_with(lambda z, b, g: g),
        gradient_clipped=_with(lambda z, b, g: np.maximum(g, 0)),
        times_y=_with(lambda z, b, g: g * np.maximum(z, 0)),
        convolved=lambda a, w, b, g: _with(lambda z, b, g: g * (np.convolve(a, w, "valid") + b > 0))(a, w, b, g),
        relu_reversed=_with(lambda z, b, g: np.where(z > 0, 0, g)),
        a_shut=one_wrong(layer_backward, 0, lambda a, w, b, g: np.convolve(_delta(a, w, b, g), w) * (a > 0)),
        a_without_relu=one_wrong(layer_backward, 0, lambda a, w, b, g: np.convolve(g, w)),
        w_without_relu=one_wrong(layer_backward, 1, lambda a, w, b, g: np.correlate(a, g, "valid")),
        b_without_relu=one_wrong(layer_backward, 2, lambda a, w, b, g: np.sum(g)),
        a_unflipped=one_wrong(layer_backward, 0, lambda a, w, b, g: np.correlate(_delta(a, w, b, g), w, "full")),
        b_not_added=one_wrong(layer_backward, 2, _delta),
        order=other_orders(layer_backward, ("grad_a", "grad_w", "grad_b")),
    ),
)
