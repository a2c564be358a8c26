"""Exercise of notebook 12: how much of the past that a forecast needs lies in the window."""

import numpy as np

from .grading.model import Exercise, Misconception


def delayed(length, tau, horizon):
    """Of x(t - tau + s), s = 0 .. horizon: how many lie before t - length + 1, from there to t, and after t."""
    older = min(max(tau + 1 - length, 0), horizon + 1)
    later = max(horizon - tau, 0)
    return older, horizon + 1 - older - later, later


def _windows(rng):
    # (length, tau, horizon): all kinds, and a window that begins exactly at the oldest value, or one after it.
    cases = [(3, 4, 2), (5, 4, 2), (4, 4, 3), (2, 5, 2), (8, 3, 2), (5, 3, 6), (2, 3, 6), (1, 1, 4), (20, 30, 14)]
    cases += [(31, 30, 14), (30, 30, 14), (5, 30, 14), (40, 30, 42), (9, 2, 1)]
    return cases + [tuple(row) for row in rng.integers(1, 15, (8, 3)).tolist()]


def _counted(*, places=lambda tau, h: range(-tau, h - tau + 1), first=lambda length: 1 - length, newest=0):
    """The answer that counts places, t being 0, before `first`, from there to `newest`, and after it."""

    def answer(length, tau, horizon):
        wanted = list(places(tau, horizon))
        older = sum(place < first(length) for place in wanted)
        later = sum(place > newest for place in wanted)
        return older, len(wanted) - older - later, later

    return answer


def _formula(older=None, later=lambda tau, h: max(h - tau, 0), extra=1, least=-np.inf):
    """The answer by older(oldest delayed value to the window's first, h) and later(tau, h); inside is the rest."""

    def answer(length, tau, horizon):
        before = older(tau + 1 - length, horizon) if older else delayed(length, tau, horizon)[0]
        after = later(tau, horizon)
        return before, max(horizon + extra - before - after, least), after

    return answer


def _whole_window(length, tau, horizon):
    older, _, later = delayed(length, tau, horizon)
    return older, min(length, horizon + 1), later


def _changed(change):
    """The answer change(older, inside, later) of the right ones."""
    return lambda *case: change(*delayed(*case))


DELAYED = Exercise(
    id="12.5",
    title="What the window sees",
    text="Time runs in whole units. The window holds the newest `length` values, up to `x(t)`. To go from `x(t)` to "
    "`x(t + horizon)`, the equation needs the delayed values `x(t - tau)`, `x(t - tau + 1)` and so on, up to "
    "`x(t - tau + horizon)`: `horizon + 1` of them. Write `delayed(length, tau, horizon)`: the tuple `(older, "
    "inside, later)`. How many of them are older than the window, how many lie in it, and how many come after "
    "`x(t)`? All three arguments are at least 1.",
    reference=delayed,
    inputs=_windows,
    returns=("older", "inside", "later"),
    misconceptions=(
        Misconception(
            _counted(first=lambda length: -length),
            "Your window holds a value too many. x(t) is one of the `length`, so the oldest is x(t - length + 1).",
        ),
        Misconception(
            _counted(first=lambda length: 2 - length),
            "Your window holds a value too few. The oldest is x(t - length + 1).",
        ),
        Misconception(
            _counted(places=lambda tau, h: range(-tau, h - tau)),
            "The newest delayed value is missing. From x(t - tau) to x(t - tau + horizon) there are horizon + 1.",
        ),
        Misconception(
            _counted(places=lambda tau, h: range(1 - tau, h - tau + 1)),
            "The oldest delayed value is missing. The slope at t itself needs x(t - tau).",
        ),
        Misconception(
            _counted(newest=-1, first=lambda length: 1 - length),
            "You count x(t) as not known yet. It is the newest value of the window.",
        ),
        Misconception(
            _counted(newest=np.inf),
            "later: with a horizon beyond tau the equation needs values after x(t), which are still to be forecast.",
        ),
        Misconception(
            _counted(newest=-1, first=lambda length: -length),
            "Your window ends before x(t). x(t) is its newest value.",
        ),
        Misconception(
            _formula(lambda missing, h: max(missing, 0)),
            "older: more than there are. A window that is far too short misses all horizon + 1, and inside is 0.",
        ),
        Misconception(
            _formula(lambda missing, h: max(missing, 0), least=0),
            "older: more than there are. A window that is far too short misses all horizon + 1, and no more.",
        ),
        Misconception(
            _formula(lambda missing, h: max(missing - 1, 0)),
            "older: x(t) is one of the `length` values, so the oldest is x(t - length + 1). And a window that is far "
            "too short misses no more than horizon + 1.",
        ),
        Misconception(
            _formula(lambda missing, h: max(missing, 0), extra=0),
            "inside: there are horizon + 1 delayed values in all, both ends count. And older must not be more than "
            "that.",
        ),
        Misconception(
            _formula(lambda missing, h: max(missing, 0), later=lambda tau, h: max(h - tau + 1, 0)),
            "later: x(t) is known, it is the newest value of the window. And older must not be more than horizon + 1.",
        ),
        Misconception(
            _formula(lambda missing, h: missing, later=lambda tau, h: h - tau),
            "You have negative counts. None are older if the window reaches back far enough, none are later if the "
            "horizon is below tau: max(.., 0).",
        ),
        Misconception(
            _formula(lambda missing, h: missing, later=lambda tau, h: 0),
            "You have negative counts: where the window reaches back far enough, none are older. And with a horizon "
            "beyond tau some are later.",
        ),
        Misconception(
            _formula(lambda missing, h: missing),
            "older: it may not be negative, nor more than horizon + 1. Bound it on both sides.",
        ),
        Misconception(
            _formula(lambda missing, h: min(missing, h + 1)),
            "older: a negative number of values. A window that reaches back further than tau misses none: max(.., 0).",
        ),
        Misconception(
            _formula(later=lambda tau, h: h - tau),
            "later: a negative number of values. As long as the horizon is below tau there are none: max(.., 0).",
        ),
        Misconception(
            _counted(places=lambda tau, h: range(-tau - h, -tau + 1)),
            "You go back from t - tau. As x runs on to t + horizon, its past runs on as well: up to t - tau + horizon.",
        ),
        Misconception(
            _counted(places=lambda tau, h: range(tau, tau + h + 1)),
            "You look tau ahead. The delayed values lie tau back, from t - tau on.",
        ),
        Misconception(
            _counted(places=lambda tau, h: range(-tau, 1)),
            "You counted all values from x(t - tau) to x(t). The equation needs those up to x(t - tau + horizon).",
        ),
        Misconception(
            _whole_window,
            "inside: this is how many the window could hold. Count only the delayed values in it.",
        ),
        Misconception(
            _changed(lambda older, inside, later: (later, inside, older)),
            "older and later are exchanged.",
        ),
        Misconception(
            _changed(lambda older, inside, later: (inside, older, later)),
            "In another order than asked: older, inside, later.",
        ),
    ),
    hints=(
        "Draw a line of times for length 3, tau 4, horizon 2. The window is t - 2, t - 1, t. The delayed values are at "
        "t - 4, t - 3, t - 2.",
        "Go through s = 0 .. horizon and look where t - tau + s lies: before t - length + 1, after t, or between.",
        "You may count in a loop with t = 0: place = s - tau is older if place < 1 - length, and later if place > 0.",
    ),
)
