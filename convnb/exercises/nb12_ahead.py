"""Exercise of notebook 12: the forecast that the equation itself makes, a bent past under an exponential kernel."""

import numpy as np

from .grading.model import Exercise, Misconception
from .nb12_euler import feedback


def ahead(x, tau, h):
    """exp(-0.1 h) x[t] + sum over s = 0 .. h of c[s] exp(-0.1 (h - s)) f(x[t - tau + s]), c = 1/2, 1, .., 1, 1/2."""
    past = x[len(x) - 1 - tau :][: h + 1]
    kernel = np.exp(-0.1 * np.arange(h, -1, -1))
    kernel[0] /= 2
    kernel[-1] /= 2
    return np.exp(-0.1 * h) * x[-1] + np.sum(kernel * 0.2 * past / (1 + past**10))


def _pasts(rng):
    # (values known, tau, h): all know more than tau + 1, so that one value too far back is there, and not right.
    # h runs from 1 to tau, where the past ends with x[-1]: slices that end at 0 are empty there.
    first = [([0, 1, 1, 1, 2], 3, 2), ([1, 0, 1, 0, 2], 3, 1), ([0, 1, 1, 0, 1, 3], 4, 4)]
    cases = [(np.array(x, float), tau, h) for x, tau, h in first]
    for known, tau, h in [(6, 4, 2), (10, 8, 5), (12, 9, 6), (8, 5, 5), (32, 30, 14), (40, 30, 14), (4, 2, 1)]:
        cases.append((rng.uniform(0.4, 1.4, known), tau, h))
    return cases


def _ends(h):
    """The weights of the trapezoids: 1, and 1/2 at both ends."""
    return np.where(np.isin(np.arange(h + 1), (0, h)), 0.5, 1.0)


def _short(h):
    """The same for s = 0 .. h - 1, and nothing at h."""
    weights = np.ones(h + 1)
    weights[0] /= 2
    weights[h - 1] /= 2
    weights[h] = 0
    return weights


def _kernel(s, h):
    return np.exp(-0.1 * (h - s))


def _now(x, h):
    return np.exp(-0.1 * h) * x[-1]


def _past(x, tau, h):
    return x[len(x) - 1 - tau + np.arange(h + 1)]


def _forecast(*, ends=_ends, kernel=_kernel, now=_now, past=_past, bend=feedback, total=np.sum):
    """ahead with one thing done otherwise."""

    def answer(x, tau, h):
        s = np.arange(h + 1)
        return now(x, h) + total(ends(h) * kernel(s, h) * bend(past(x, tau, h)))

    return answer


def _bent_after(x, tau, h):
    return _now(x, h) + feedback(np.sum(_ends(h) * _kernel(np.arange(h + 1), h) * _past(x, tau, h)))


def _all_decayed(x, tau, h):
    return np.exp(-0.1 * h) * (x[-1] + np.sum(_ends(h) * feedback(_past(x, tau, h))))


AHEAD = Exercise(
    id="12.6",
    title="The layer that solves the equation",
    text="`x` holds samples one unit of time apart; the newest, `x[-1]`, is `x(t)`. As long as `h <= tau`, the "
    "equation can be solved for `x(t + h)`: `exp(-0.1 h) x(t)`, plus the integral from `s = 0` to `h` of "
    "`exp(-0.1 (h - s)) f(x(t - tau + s))`, with `f(x) = 0.2 x / (1 + x^10)`. So bend the past by `f`, then lay "
    "an exponential kernel on it: a convolutional layer. Write `ahead(x, tau, h)`: this value, with the sum over "
    "`s = 0, 1, .., h` in place of the integral, where the first and the last term count half (trapezoids). `x` "
    "has more than `tau` values, `1 <= h <= tau`.",
    reference=ahead,
    inputs=_pasts,
    misconceptions=(
        Misconception(
            _forecast(kernel=lambda s, h: np.exp(-0.1 * s)),
            "Your kernel is flipped. What came in at s = h had no time to decay: the newest weight is 1.",
        ),
        Misconception(
            _forecast(kernel=lambda s, h: np.exp(0.1 * (h - s))),
            "Your kernel grows with age. What came in long ago has decayed most: exp(-0.1 * (h - s)).",
        ),
        Misconception(
            _forecast(kernel=lambda s, h: 1.0),
            "The exponential kernel is missing: what came in at s decays until h, by exp(-0.1 * (h - s)).",
        ),
        Misconception(
            _all_decayed,
            "All your terms decay for the whole time h. What came in at s decays for h - s only.",
        ),
        Misconception(
            _forecast(ends=lambda h: 1.0),
            "The first and the last term count half.",
        ),
        Misconception(
            _forecast(ends=lambda h: (np.arange(h + 1) < h) + 0.0),
            "The last term, s = h, is missing, and the first one counts whole. Sum over s = 0 .. h, both ends by half.",
        ),
        Misconception(
            _forecast(ends=lambda h: (np.arange(h + 1) > 0) + 0.0),
            "The first term, s = 0, is missing, and the last one counts whole. Sum over s = 0 .. h, both ends by half.",
        ),
        Misconception(
            _forecast(ends=lambda h: _ends(h) * (np.arange(h + 1) < h)),
            "The term s = h is missing. np.arange leaves out its end: np.arange(h + 1).",
        ),
        Misconception(
            _forecast(ends=_short),
            "Your s runs to h - 1 only, and you halved that term. np.arange leaves out its end: np.arange(h + 1).",
        ),
        Misconception(
            _forecast(ends=lambda h: _ends(h) / h),
            "You took a mean. The terms are one unit of time apart, and added up.",
        ),
        Misconception(
            _forecast(now=lambda x, h: x[-1]),
            "x(t) decays, too: multiply it by exp(-0.1 * h).",
        ),
        Misconception(
            _forecast(now=lambda x, h: 0.0),
            "What is left of x(t) is missing: add exp(-0.1 * h) * x[-1].",
        ),
        Misconception(
            _forecast(now=lambda x, h: np.exp(-0.1) * x[-1]),
            "x(t) decays for h units of time, not for one.",
        ),
        Misconception(
            _forecast(now=lambda x, h: np.exp(-0.1 * h) * x[0]),
            "The value that decays is the newest one, x[-1]. You took x[0].",
        ),
        Misconception(
            _forecast(bend=lambda past: past),
            "f is missing. Without it the forecast is linear, and a linear one misses the chaos.",
        ),
        Misconception(
            _bent_after,
            "You applied f after the sum. Bend each value of the past first, then lay the kernel on.",
        ),
        Misconception(
            _forecast(bend=lambda past: 0.2 * past / 1 + past**10),
            "0.2 * x / 1 + x**10 divides first and adds then. Write parentheses: 0.2 * x / (1 + x**10).",
        ),
        Misconception(
            _forecast(bend=lambda past: past / (1 + past**10)),
            "f: the factor 0.2 is missing.",
        ),
        Misconception(
            _forecast(past=lambda x, tau, h: x[np.arange(h + 1) - tau]),
            "Your past is one place too new. x[-1] is x(t), so x(t - tau) is x[-1 - tau].",
        ),
        Misconception(
            _forecast(past=lambda x, tau, h: x[-tau:][: h + 1]),
            "Your past is one place too new, and for h = tau it is too short. It begins at x(t - tau), which is "
            "x[-1 - tau].",
        ),
        Misconception(
            _forecast(past=lambda x, tau, h: x[-1 - tau : h - tau]),
            "Right as long as h < tau. For h = tau your slice ends at 0, and is empty: write x[-1 - tau :][: h + 1].",
        ),
        Misconception(
            _forecast(past=lambda x, tau, h: x[len(x) - 2 - tau :][: h + 1]),
            "Your past is one place too old. x[-1] is x(t), so x(t - tau) is x[-1 - tau].",
        ),
        Misconception(
            _forecast(past=lambda x, tau, h: x[: h + 1]),
            "You took the first values of x. They are older than the delay where x has more than tau + 1 values: count "
            "from the end.",
        ),
        Misconception(
            _forecast(past=lambda x, tau, h: x[len(x) - 1 - h :]),
            "You took the newest values, so the delay is missing. The past begins at x(t - tau).",
        ),
    ),
    hints=(
        "Three steps: cut out the past, bend it by f, lay the kernel on. Then add what is left of x(t).",
        "Begin with past = x[len(x) - 1 - tau :][: h + 1], from x(t - tau) to x(t - tau + h). Its weights are "
        "np.exp(-0.1 * (h - s)) with s = np.arange(h + 1).",
        "Halve the first and the last weight. Then np.exp(-0.1 * h) * x[-1] plus the sum of weights times f(past).",
    ),
)
