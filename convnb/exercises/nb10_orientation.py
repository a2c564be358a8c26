"""Exercise of notebook 10: the orientation of stripes, read from the responses of a bank of cells."""

import numpy as np

from .grading.model import Exercise, Misconception


def orientation(responses):
    """180 i / n degrees for the row i whose s_0^2 + s_1^2 is largest."""
    energies = responses[:, 0] ** 2 + responses[:, 1] ** 2
    return np.argmax(energies) * 180 / len(responses)


def _banks(rng):
    by_hand = (
        [[3, 0], [1, -4], [2, 2]],  # largest energy in the odd kernel, and negative
        [[3, 3], [5, 0], [0, 0], [0, -3]],
        [[5, 0], [0, 1], [4, 4]],
        [[2, 2], [-5, 0], [0, 1], [1, 0], [2, -2]],
        [[4, 1], [0, 3], [-3, 3]],
        [[1, 0], [0, -2], [0, 1], [1, 1]],
        [[5, 0], [0, 2]],
        [[1, 1], [3, -2], [3, 1], [2, -3], [-3, -3], [0, 4]],
        [[-1, 0], [-2, -2], [0, -1]],
        [[0.1, 0], [0.3, -0.5], [0.2, 0]],
    )
    cases = [(np.array(rows),) for rows in by_hand]
    return cases + [(rng.normal(size=(int(n), 2)),) for n in rng.integers(4, 13, 5)]


def _energies(responses):
    return (responses**2).sum(axis=1)


def _largest(score):
    """The answer with the orientation whose score(s_0, s_1) is largest."""
    return lambda responses: np.argmax(score(responses[:, 0], responses[:, 1])) * 180 / len(responses)


def _read(angle):
    """The answer angle(i, n), i being the right row."""
    return lambda responses: angle(int(np.argmax(_energies(responses))), len(responses))


ORIENTATION = Exercise(
    id="10.6",
    title="Which way do the stripes run?",
    text="A bank has `n` orientations, `theta` = `0`, `180 / n`, `2 * 180 / n` and so on, in degrees. `responses[i]` "
    "holds the linear responses `(s0, s1)` of the `i`-th pair, two kernels a quarter period apart, to one "
    "picture. Write `orientation(responses)`: the `theta`, in degrees, whose complex cell answers most strongly.",
    reference=orientation,
    inputs=_banks,
    misconceptions=(
        Misconception(
            _largest(lambda s0, s1: s0),
            "You looked at s0 alone, as a simple cell does. If the stripes are shifted, it may be 0 or negative: take "
            "s0**2 + s1**2.",
        ),
        Misconception(
            _largest(lambda s0, s1: s1),
            "You looked at s1 alone. Take both: s0**2 + s1**2.",
        ),
        Misconception(
            _largest(lambda s0, s1: np.abs(s0)),
            "You looked at the size of s0 alone. The stripes may stand where only s1 sees them: take s0**2 + s1**2.",
        ),
        Misconception(
            _largest(np.maximum),
            "You took the largest response of all. A strong one may be negative, and both of a pair count: take "
            "s0**2 + s1**2.",
        ),
        Misconception(
            _largest(lambda s0, s1: np.maximum(np.abs(s0), np.abs(s1))),
            "You took the strongest single response. Two middling ones may be more together: take s0**2 + s1**2.",
        ),
        Misconception(
            _largest(np.add),
            "You added s0 and s1, which may cancel. Square them first.",
        ),
        Misconception(
            _largest(lambda s0, s1: np.abs(s0 + s1)),
            "You added s0 and s1 before you removed their signs, so they may cancel. Square each of them first.",
        ),
        Misconception(
            _largest(lambda s0, s1: np.abs(s0) + np.abs(s1)),
            "You added the sizes of s0 and s1. That depends on the phase of the stripes: add the squares.",
        ),
        Misconception(
            _largest(lambda s0, s1: np.maximum(s0, 0) ** 2 + np.maximum(s1, 0) ** 2),
            "You rectified the responses first. A complex cell takes the linear ones, whatever their sign.",
        ),
        Misconception(
            _largest(lambda s0, s1: -(s0**2) - s1**2),
            "This is the orientation with the weakest answer. Take the largest.",
        ),
        Misconception(
            _read(lambda i, n: i),
            "This is the number of the pair. Its angle is that many steps of 180 / n degrees.",
        ),
        Misconception(
            _read(lambda i, n: i * np.pi / n),
            "Your angle is in radians. Degrees are asked: half a turn is 180.",
        ),
        Misconception(
            _read(lambda i, n: i * 360 / n),
            "You shared out a whole turn. Stripes look the same after half a turn: the step is 180 / n.",
        ),
        Misconception(
            _read(lambda i, n: i * 180 / (n - 1)),
            "Your last orientation is 180 degrees, which is 0 again. The step is 180 / n.",
        ),
        Misconception(
            _read(lambda i, n: i * (180 // n)),
            "Your step is cut to a whole number of degrees: // divides whole numbers. Use /.",
        ),
        Misconception(
            _read(lambda i, n: (i + 1) * 180 / n),
            "One step too far: the first pair has theta = 0.",
        ),
        Misconception(
            _read(lambda i, n: (i * 180 / n + 90) % 180),
            "You are off by 90 degrees. theta, the direction across the stripes, is asked, as it stands in the list.",
        ),
        Misconception(
            lambda responses: np.argmax((responses**2).sum(axis=0)) * 180 / len(responses),
            "You added over the orientations. Add the two squares of each pair: axis=1.",
        ),
        Misconception(
            lambda responses: np.argmax(responses**2) * 180 / len(responses),
            "np.argmax without axis counts through both columns, and you took the strongest single response. First one "
            "number for each pair, s0**2 + s1**2.",
        ),
        Misconception(
            lambda responses: np.argmax(responses) * 180 / len(responses),
            "np.argmax without axis counts through both columns. First one number for each pair, s0**2 + s1**2.",
        ),
        Misconception(
            lambda responses: np.sqrt(_energies(responses).max()),
            "This is how strongly the best cell answers. Its theta is asked: np.argmax, not max.",
        ),
    ),
    hints=(
        "What does a complex cell make of s0 and s1? Do that for each row.",
        "np.argmax gives the number i of the largest. With the root or without it: the same one is largest.",
        "The theta of pair i is i times 180 / n degrees, and n is len(responses).",
    ),
)
