"""Exercise of notebook 10: a complex cell, made of two simple ones a quarter period apart."""

import numpy as np

from .grading.model import Exercise, Misconception
from .nb10_gabor import gabor


def complex_cell(picture, beta, frequency, theta):
    """sqrt(s_0^2 + s_1^2), s_0 and s_1 the linear responses of two Gabor kernels with phases pi / 2 apart."""
    total = 0
    for phase in (0, np.pi / 2):
        weight = gabor(picture.shape, beta, beta, frequency, phase, theta)
        total += np.sum(weight * picture) ** 2
    return np.sqrt(total)


def _pictures(rng):
    quarter = np.pi / 2
    cases = [(np.array([[3.0, 1, 7], [0, 2, 0]]), 0.0, quarter, 0.0)]
    cases += [
        (np.array([[1.0, 5], [2, -2], [4, 1]]), 0.0, quarter, quarter),
        (np.array([[2.0, -4, 0]]), 0.0, quarter, 0.0),
    ]
    for shape in [(3, 4), (3, 5), (6, 5), (7, 8)]:
        beta, frequency, theta = map(float, rng.uniform((0.05, 0.5, 0.3), (0.3, 1.4, 2.8)))
        cases.append((rng.normal(size=shape), beta, frequency, theta))
    return cases


def _weights(picture, beta, frequency, theta, phase):
    return gabor(picture.shape, beta, beta, frequency, phase, theta)


def _responses(picture, beta, frequency, theta, second=np.pi / 2):
    """The linear responses with phase 0 and with the phase `second`."""
    return [np.sum(picture * _weights(picture, beta, frequency, theta, phase)) for phase in (0, second)]


def _of(combine):
    """The answer combine(s_0, s_1)."""
    return lambda *case: combine(*_responses(*case))


def _root_of_sum(*case):
    with np.errstate(invalid="ignore"):
        return np.sqrt(sum(_responses(*case)))


def _apart(phase):
    """The answer whose second kernel has another phase, phase(frequency)."""
    return lambda picture, beta, f, theta: np.hypot(*_responses(picture, beta, f, theta, phase(f)))


def _products(picture, beta, frequency, theta):
    return [picture * _weights(picture, beta, frequency, theta, phase) for phase in (0, np.pi / 2)]


def _crossed(picture, beta, frequency, theta):
    sums = [np.sum(picture * _weights(picture, beta, frequency, angle, 0)) for angle in (theta, theta + np.pi / 2)]
    return np.hypot(*sums)


def _moved(picture, beta, frequency, theta):
    rows, columns = picture.shape
    step = np.pi / 2 / frequency
    y, x = np.indices(picture.shape)
    x, y = x - (columns - 1) / 2 - step, y - (rows - 1) / 2
    u, v = x * np.cos(theta) + y * np.sin(theta), y * np.cos(theta) - x * np.sin(theta)
    second = np.sum(picture * np.exp(-beta * (u**2 + v**2)) * np.cos(frequency * u))
    return np.hypot(_responses(picture, beta, frequency, theta)[0], second)


COMPLEX_CELL = Exercise(
    id="10.5",
    title="Blind to the phase",
    text="A complex cell looks at a picture with two Gabor kernels as large as the picture. Both have `alpha` 1, the "
    "same `beta` along both axes, the same `frequency` and `theta`, and their bell in the middle; their phases "
    "are a quarter period apart. Their linear responses are `s0` and `s1`, and the cell answers `sqrt(s0^2 + "
    "s1^2)`. Write `complex_cell(picture, beta, frequency, theta)`. The kernels may come from your function of "
    "10.2, or from `gabor_kernel`.",
    reference=complex_cell,
    inputs=_pictures,
    misconceptions=(
        Misconception(
            _of(lambda s0, s1: s0**2 + s1**2),
            "The square root is missing.",
        ),
        Misconception(
            _of(lambda s0, s1: s0 + s1),
            "You added the two responses. Square both, add, and take the root: else they cancel at some phases.",
        ),
        Misconception(
            _root_of_sum,
            "You took the root of s0 + s1. Square both before you add: under the root of a negative sum you get nan.",
        ),
        Misconception(
            _of(lambda s0, s1: abs(s0 + s1)),
            "You added the two responses before you squared, and that is again a simple cell. Square each of them.",
        ),
        Misconception(
            _of(lambda s0, s1: abs(s0) + abs(s1)),
            "You added the absolute values. That still depends on the phase; the root of the sum of squares does not.",
        ),
        Misconception(
            _of(lambda s0, s1: max(abs(s0), abs(s1))),
            "You took the larger of the two. That still depends on the phase; the root of the sum of squares does not.",
        ),
        Misconception(
            _of(lambda s0, s1: np.sqrt((s0**2 + s1**2) / 2)),
            "You divided by 2. This is no mean: the squares are added.",
        ),
        Misconception(
            _of(lambda s0, s1: np.hypot(max(0, s0), max(0, s1))),
            "You rectified the two responses first. The cell takes the linear ones: a square is positive anyway.",
        ),
        Misconception(
            _of(lambda s0, s1: abs(s0)),
            "Only the kernel with phase 0 has a say. The second one sees what the first is blind to.",
        ),
        Misconception(
            _apart(lambda frequency: np.pi),
            "Your kernels are half a period apart: the second is the first with its signs changed. A quarter period is "
            "pi / 2.",
        ),
        Misconception(
            _apart(lambda frequency: np.pi / 4),
            "Your kernels are an eighth of a period apart. A period is 2 pi, a quarter of it pi / 2.",
        ),
        Misconception(
            _apart(lambda frequency: 90),
            "Your second phase is 90, in degrees. A quarter period is pi / 2 radians.",
        ),
        Misconception(
            _apart(lambda frequency: 0.25),
            "Your second phase is 0.25. The phase is in radians: a quarter of 2 pi.",
        ),
        Misconception(
            _apart(lambda frequency: np.pi / (2 * frequency)),
            "Your second phase is a quarter period in pixels. The phase is in radians, pi / 2 whatever the frequency "
            "is.",
        ),
        Misconception(
            _moved,
            "You moved the whole second kernel, bell and all. Only its stripes move: change the phase.",
        ),
        Misconception(
            _crossed,
            "You turned the second kernel by a quarter turn. Both look along theta; only the phase differs.",
        ),
        Misconception(
            lambda *case: np.sqrt(sum(np.sum(product**2) for product in _products(*case))),
            "You squared pixel by pixel, so that light and dark can no longer cancel. First add up the products, that "
            "is s0, then square.",
        ),
        Misconception(
            lambda *case: np.hypot(*_products(*case)),
            "You have a number for each pixel. Add up the products of each kernel first: s0 and s1 are two numbers.",
        ),
        Misconception(
            lambda *case: np.hypot(*_products(*case)).sum(),
            "You took the root pixel by pixel and added then. First s0 and s1, two numbers; then squares, sum and "
            "root.",
        ),
    ),
    hints=(
        "You need two kernels. In which of the parameters of 10.2 do they differ, and by how much?",
        "A period is 2 pi, so the phases are 0 and pi / 2. s0 is the sum of picture * kernel, and s1 likewise.",
        "The shape of the kernels is picture.shape, and beta_x and beta_y are both beta. The end is np.hypot(s0, s1).",
    ),
)
