"""Exercise of notebook 11: the learning rate beyond which gradient descent diverges."""

import numpy as np

from .grading.model import Exercise, Misconception


def largest_rate(curvatures):
    """2 / max c: each step multiplies w[i] by 1 - rate c[i], whose size must not be larger than 1."""
    return 2 / max(curvatures)


def _valleys(rng):
    cases = [(np.array(c),) for c in ([4.0], [1.0, 5], [8.0, 2, 2], [0.5, 0.1, 0.25], [3, 10, 1, 6], [2, 3])]
    return cases + [(rng.uniform(0.05, 9, int(n)),) for n in rng.integers(2, 8, 4)]


def _rounded(c):
    return np.floor(2 / c.max())


LARGEST_RATE = Exercise(
    id="11.4",
    title="When learning explodes",
    text="Near its lowest point a loss looks like a valley: `J(w) = 1/2 * (c[0] w[0]^2 + c[1] w[1]^2 + ..)`. The "
    "numbers `c` are the curvatures, all above 0: a large one means steep walls. Gradient descent takes `w = w - "
    "rate * gradient`, again and again. With a small rate every `w[i]` goes to 0. Beyond a certain rate one of "
    "them grows without end, whatever the others do. Write `largest_rate(curvatures)`: this limit, for an array "
    "of curvatures.",
    reference=largest_rate,
    inputs=_valleys,
    misconceptions=(
        Misconception(
            lambda c: 1 / c.max(),
            "With this rate the steepest w is at 0 in a single step. It may go further and land on the other side, as "
            "long as it lands nearer than it was.",
        ),
        Misconception(
            lambda c: 2 / c.min(),
            "This is the limit of the flattest direction. The steepest one explodes long before: which c does it have?",
        ),
        Misconception(
            lambda c: 1 / c.min(),
            "With this rate the flattest w is at 0 in a single step, and the steepest may have exploded. Which c is "
            "the first to make trouble?",
        ),
        Misconception(
            lambda c: 2 / c,
            "You have a limit for each direction. All w share one rate: the smallest of these limits.",
        ),
        Misconception(
            lambda c: 2 / c.mean(),
            "The mean curvature does not help the steepest direction. It explodes on its own.",
        ),
        Misconception(
            lambda c: 2 / c.sum(),
            "You added the curvatures. Each w[i] goes its own way, by its own c[i]: the largest decides.",
        ),
        Misconception(
            lambda c: 1 / c.sum(),
            "You added the curvatures. Each w[i] goes its own way: what happens to one of them, with its own c[i]?",
        ),
        Misconception(
            lambda c: 2 / np.linalg.norm(c),
            "You took the length of c. Each w[i] goes its own way, by its own c[i]: the largest decides.",
        ),
        Misconception(
            lambda c: 2 / (c.max() + c.min()),
            "This is the rate that suits the slowest of them best. Steps may be larger before something explodes.",
        ),
        Misconception(
            lambda c: 2 / c[0],
            "You looked at the first curvature only. The largest decides, wherever it stands.",
        ),
        Misconception(
            lambda c: 2 / c[-1],
            "You looked at the last curvature only. The largest decides, wherever it stands.",
        ),
        Misconception(
            lambda c: 1 / (2 * c.max()),
            "This is a quarter of the limit, a careful rate. When is the size of 1 - rate * c larger than 1?",
        ),
        Misconception(
            lambda c: c.max() / 2,
            "This is one over the limit. Steeper walls need smaller steps.",
        ),
        Misconception(
            lambda c: 2 * c.max(),
            "Your limit grows with the curvature. Steeper walls need smaller steps: divide.",
        ),
        Misconception(
            lambda c: c.max(),
            "This is the largest curvature. The rate times it must not be larger than something: than what?",
        ),
        Misconception(
            lambda c: 4 / c.max(),
            "Twice too large. The gradient of 1/2 c w^2 is c w, and 1 - rate * c must not be less than -1.",
        ),
        Misconception(
            lambda c: 2 / np.sqrt(c.max()),
            "No root is needed. w becomes (1 - rate * c) w: when is the size of this factor larger than 1?",
        ),
        Misconception(
            lambda c: 2 / c.max() ** 2,
            "You squared the curvature. w becomes (1 - rate * c) w: when is the size of this factor larger than 1?",
        ),
        Misconception(
            _rounded,
            "You rounded down: // gives whole numbers. Use /.",
        ),
    ),
    hints=(
        "Begin with one weight and c = 4. The gradient of 2 w^2 is 4 w. What does a step with rate 0.1 make of w = 1? "
        "With 0.25? With 0.4? With 0.6?",
        "Each step multiplies w[i] by 1 - rate * c[i]. It goes to 0 as long as this factor lies between -1 and 1.",
        "So rate * c[i] must stay below 2, for each i. For which c[i] is that the hardest?",
    ),
)
