"""Exercise of notebook 12: the Mackey-Glass equation, by Euler's steps."""

import numpy as np

from .grading.model import Exercise, Misconception


def euler(history, delay, dt, steps):
    """x[k + 1] = x[k] + dt (f(x[k - delay]) - 0.1 x[k]) with f(x) = 0.2 x / (1 + x^10)."""
    x = list(history)
    for _ in range(steps):
        past = x[-1 - delay]
        x.append(x[-1] + dt * (0.2 * past / (1 + past**10) - 0.1 * x[-1]))
    return x[len(history) :]


def _histories(rng):
    # (values known, delay, steps). All know more than the delay needs: one value too far back is there, and not right.
    # Some run for longer than the delay, so that x comes back as its own past.
    first = [([3, 2, 1, 5], 2, 0.5, 1), ([2, 1, 2, 3], 1, 0.5, 3), ([3, 1, 0, 2], 2, 0.25, 4)]
    cases = [(np.array(history, float), delay, dt, steps) for history, delay, dt, steps in first]
    for known, delay, steps in [(5, 3, 5), (6, 3, 2), (4, 1, 4), (6, 4, 7), (3, 1, 3)]:
        cases.append((rng.uniform(0.4, 1.5, known), delay, float(rng.uniform(0.1, 0.9)), steps))
    return cases


def feedback(x):
    """What the past does to the present: f(x) = 0.2 x / (1 + x^10)."""
    return 0.2 * x / (1 + x**10)


def _stepping(step, past=lambda x, delay, k: x[-1 - delay]):
    """The answer with step(x, past value, dt); past(all values so far, delay, number of the step)."""

    def answer(history, delay, dt, steps):
        x = list(history)
        for k in range(steps):
            x.append(step(x[-1], past(x, delay, k), dt))
        return np.array(x[len(history) :])

    return answer


def _right(x, past, dt):
    return x + dt * (feedback(past) - 0.1 * x)


def _with(feedback):
    """The answer with another feedback(past, x)."""
    return _stepping(lambda x, past, dt: x + dt * (feedback(past, x) - 0.1 * x))


def _held(history, delay, dt, steps):
    return _stepping(_right, lambda x, delay, k: history[-1 - delay])(history, delay, dt, steps)


def _ended(change):
    """The answer change(new values, history)."""
    return lambda history, *rest: change(np.array(euler(history, *rest)), history)


EULER = Exercise(
    id="12.4",
    title="The equation, step by step",
    text="The Mackey-Glass equation: the slope of `x` is `f(x(t - tau)) - 0.1 x(t)` with `f(x) = 0.2 x / (1 + x^10)`. "
    "Euler's step takes the slope as constant for a short time `dt`: the next `x` is `x` plus `dt` times the "
    "slope. `history` holds the values up to now, `dt` apart, the newest last. The value `tau` ago stands "
    "`delay` places before the newest. Write `euler(history, delay, dt, steps)`: the next `steps` values. "
    "`history` has more than `delay` values, and `delay` is at least 1.",
    reference=euler,
    inputs=_histories,
    unit="value",
    misconceptions=(
        Misconception(
            _stepping(lambda x, past, dt: x + feedback(past) - dt * 0.1 * x),
            "The feedback is not multiplied by dt; a well-known library makes the same mistake. dt times the whole "
            "slope: dt * (f - 0.1 * x).",
        ),
        Misconception(
            _stepping(lambda x, past, dt: x + dt * feedback(past) - 0.1 * x),
            "The decay is not multiplied by dt. Put the whole slope in parentheses: dt * (f - 0.1 * x).",
        ),
        Misconception(
            _stepping(lambda x, past, dt: x + feedback(past) - 0.1 * x),
            "dt is missing: you go on by one whole unit of time. Multiply the slope by it.",
        ),
        Misconception(
            _stepping(lambda x, past, dt: dt * (feedback(past) - 0.1 * x)),
            "This is how much x changes. Add it to x.",
        ),
        Misconception(
            _stepping(_right, lambda x, delay, k: x[-delay]),
            "Your past is one place too new. The newest value is x[-1], so the one `delay` places before it is "
            "x[-1 - delay].",
        ),
        Misconception(
            _stepping(_right, lambda x, delay, k: x[-2 - delay]),
            "Your past is one place too old. Look it up before you append, at x[-1 - delay].",
        ),
        Misconception(
            _stepping(_right, lambda x, delay, k: x[-1]),
            "The delay is missing: your feedback comes from the present. Take the value `delay` places before.",
        ),
        Misconception(
            _stepping(_right, lambda x, delay, k: x[k]),
            "You count the past from the beginning of history. It may reach further back than the delay: count from "
            "the newest value.",
        ),
        Misconception(
            _held,
            "Your past stands still: each step uses the same old value. It moves on with x.",
        ),
        Misconception(
            _stepping(lambda x, past, dt: x + dt * (feedback(past) - 0.1 * past)),
            "The decay belongs to the present: 0.1 * x, not 0.1 times the past.",
        ),
        Misconception(
            _stepping(lambda x, past, dt: x + dt * (feedback(x) - 0.1 * past)),
            "Past and present are exchanged: the feedback comes from the past, the decay from the present.",
        ),
        Misconception(
            _stepping(lambda x, past, dt: x + dt * (feedback(past) + 0.1 * x)),
            "Your decay makes x grow. Subtract 0.1 * x.",
        ),
        Misconception(
            _with(lambda past, x: 0.2 * past / (1 + x**10)),
            "The power is of the present value. Both x in f are the delayed one.",
        ),
        Misconception(
            _with(lambda past, x: 0.2 * past / 1 + past**10),
            "0.2 * x / 1 + x**10 divides first and adds then. Write parentheses: 0.2 * x / (1 + x**10).",
        ),
        Misconception(
            _with(lambda past, x: 0.2 * past / (1 + past) ** 10),
            "You took the power of 1 + x. Only x has the power: 1 + x**10.",
        ),
        Misconception(
            _with(lambda past, x: 0.2 * past**10 / (1 + past**10)),
            "The power stands above the line as well. There it is x alone: 0.2 * x / (1 + x**10).",
        ),
        Misconception(
            _with(lambda past, x: 0.2 * past / (1 + past * 10)),
            "You multiplied by 10. It is a power: x**10.",
        ),
        Misconception(
            _with(lambda past, x: 0.2 * past),
            "Your feedback is linear, and x runs away. It is divided by 1 + x**10.",
        ),
        Misconception(
            _ended(lambda new, history: np.append(history, new)),
            "history is in your list, too. Return the new values only.",
        ),
        Misconception(
            _ended(lambda new, history: np.append(history[-1], new)),
            "Your list begins with the newest known value. It begins with the first new one.",
        ),
        Misconception(
            _ended(lambda new, history: new[-1]),
            "This is the last new value. Keep all of them.",
        ),
        Misconception(
            _ended(lambda new, history: new[:-1]),
            "The last step is missing: `steps` new values are asked.",
        ),
    ),
    hints=(
        "In the first example x is 5 and the past is 2: f(2) = 0.4 / 1025, the decay is 0.5. What is the slope?",
        "Put all values in a list: x = list(history). Then x[-1] is the present and x[-1 - delay] the past, and both "
        "move on as you append.",
        "past = x[-1 - delay], then x.append(x[-1] + dt * (0.2 * past / (1 + past**10) - 0.1 * x[-1])), `steps` times.",
    ),
)
