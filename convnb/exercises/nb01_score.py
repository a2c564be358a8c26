"""Exercise of notebook 01: the score at one lag, with zeros outside both signals."""

import numpy as np

from .grading.model import Exercise, Misconception


def score_at(f, g, shift):
    """Sum over t of f[t] g[t + shift], with zeros outside both signals."""
    total = 0.0
    for t in range(len(f)):
        if 0 <= t + shift < len(g):
            total += f[t] * g[t + shift]
    return total


def _shifts(rng):
    # Equal lengths first, where np.roll runs, and -1 before 1: g[-1] gives a number, g[len(g)] only an error. No shift
    # below -len(g): there g[t + shift] raises where it should wrap around.
    sizes = [
        (3, 3, 0),
        (3, 3, -1),
        (3, 3, 1),
        (3, 4, 1),
        (3, 4, -1),
        (5, 3, 0),
        (5, 3, -2),
        (3, 4, 3),
        (3, 4, 4),
        (2, 4, -4),
        (4, 7, -3),
        (4, 7, 5),
        (3, 4, 20),
    ]
    cases = [(rng.permutation(9)[:n] + 1.0, rng.permutation(9)[:m] + 1.0, shift) for n, m, shift in sizes]
    return cases + [(rng.normal(size=12), rng.normal(size=9), shift) for shift in (-8, -3, 2, 8)]


SCORE_AT = Exercise(
    id="01.1",
    title="One lag",
    text="Write `score_at(f, g, shift)`: the sum over `t` of `f[t] * g[t + shift]`. Outside their samples both "
    "signals are zero, so a pair with `t + shift` outside `g` adds nothing. The lengths may differ, and `shift` "
    "may be negative.",
    reference=score_at,
    inputs=_shifts,
    misconceptions=(
        Misconception(
            lambda f, g, s: sum(f[t] * g[(t + s) % len(g)] for t in range(len(f))),
            "You let g go round in a circle: what leaves at one end comes back at the other. That is circular "
            "correlation. Here there are zeros outside g.",
        ),
        Misconception(
            lambda f, g, s: np.sum(f * np.roll(g, -s)),
            "np.roll goes round at the end: what leaves g on one side comes back on the other. Here there are zeros "
            "outside, and the lengths may differ.",
        ),
        Misconception(
            lambda f, g, s: np.sum(f * np.roll(g, s)),
            "np.roll(g, shift) moves g the other way, and it goes round at the end: what leaves g on one side comes "
            "back on the other. Let f[t] meet g[t + shift], with zeros outside; the lengths may differ.",
        ),
        Misconception(
            lambda f, g, s: np.sum(f * g[s : s + len(f)]),
            "A slice is too short where it reaches over the end of g, and a negative start counts from the end. Cut f, "
            "too: keep the samples of both whose partner exists.",
        ),
        Misconception(
            lambda f, g, s: sum(f[t] * g[t - s] for t in range(len(f)) if 0 <= t - s < len(g)),
            "The sign of the shift is turned round: you read g[t - shift], or exchanged f and g. With shift = 1, f[0] "
            "must meet g[1].",
        ),
        Misconception(
            lambda f, g, s: sum(f[t] * g[s - t] for t in range(len(f)) if 0 <= s - t < len(g)),
            "You read g backwards, g[shift - t]: that is convolution. In correlation both signals run forwards.",
        ),
        Misconception(
            lambda f, g, s: sum(f[t] * g[t + s] for t in range(len(f)) if t + s < len(g)),
            "Your upper limit is right, the lower one is missing. In Python g[-1] is the last sample, not an error and "
            "not zero. Leave out negative indices, too.",
        ),
        Misconception(
            lambda f, g, s: sum(f[t] * g[t + s] for t in range(len(f)) if t + s >= 0),
            "Your lower limit is right, the upper one is missing: g has no sample at len(g) or beyond. Leave out these "
            "indices, too.",
        ),
        Misconception(
            lambda f, g, s: sum(f[t] * g[t + s] for t in range(len(f))),
            "You never ask whether t + shift is an index of g. In Python g[-1] is the last sample, not zero, and g has "
            "no sample at len(g) or beyond. Leave out the indices on both sides.",
        ),
        Misconception(
            lambda f, g, s: np.correlate(g, f, "full")[s + len(f) - 1],
            "The list of all scores holds only the lags at which the signals overlap. Where they do not, the score is "
            "0, and the index leaves the list, or counts from its end.",
        ),
        Misconception(
            lambda f, g, s: sum(a * b for a, b in zip(f, g, strict=False)),
            "The shift has no effect: f[t] meets g[t] whatever it is. Let f[t] meet g[t + shift].",
        ),
        Misconception(
            lambda f, g, s: sum(f[t] * g[t + s] for t in range(min(len(f), len(g))) if 0 <= t + s < len(g)),
            "You stop where the shorter signal ends, before shifting. A sample of f beyond the length of g may still "
            "meet one of g when the shift is negative.",
        ),
        Misconception(
            lambda f, g, s: sum(f[t + s] * g[t + s] for t in range(len(f)) if 0 <= t + s < min(len(f), len(g))),
            "You shifted both signals together, so they do not move against each other. Shift g alone.",
        ),
    ),
    hints=(
        "Write down, for a shift of 1, which sample of g meets f[0], which meets f[1], and which meets the last one.",
        "Go through all t of f. Before you multiply, ask whether t + shift is an index of g.",
        "t + shift is an index of g where it is at least 0 and less than len(g). Python takes -1 for the last sample, "
        "so both ends need the question.",
    ),
)
