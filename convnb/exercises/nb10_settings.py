"""Exercise of notebook 10: the units of a Gabor kernel's parameters."""

import numpy as np

from .grading.model import Exercise, Misconception


def settings(cycles, sigma, degrees):
    """frequency = 2 pi cycles, beta = 1 / (2 sigma^2), theta = pi degrees / 180."""
    return 2 * np.pi * cycles, 1 / (2 * sigma**2), degrees * np.pi / 180


def _settings(rng):
    cases = [(0.25, 2, 90), (0.5, 1, 180), (0.1, 4, 45), (0.125, 0.5, 0), (0.2, 3, -30), (0.05, 5, 60)]
    return cases + [tuple(map(float, rng.uniform((0.01, 0.3, -180), (0.5, 9, 180)))) for _ in range(4)]


def _but(place, wrong):
    """The wrong answer of which one of the three numbers, that at `place`, is wrong(cycles, sigma, degrees)."""

    def answer(cycles, sigma, degrees):
        given = list(settings(cycles, sigma, degrees))
        given[place] = wrong(cycles, sigma, degrees)
        return tuple(given)

    return answer


SETTINGS = Exercise(
    id="10.1",
    title="Three units",
    text="An image library describes a Gabor kernel by its frequency in cycles per pixel, the standard deviation "
    "`sigma` of its bell in pixels, and its angle in degrees. Here it is described by `frequency` in radians per "
    "pixel, by `beta` in `exp(-beta x^2)`, and by `theta` in radians. Write `settings(cycles, sigma, degrees)`: "
    "the same kernel as `(frequency, beta, theta)`. A bell of standard deviation `sigma` is `exp(-x^2 / (2 "
    "sigma^2))`.",
    reference=settings,
    inputs=_settings,
    returns=("frequency", "beta", "theta"),
    misconceptions=(
        Misconception(
            lambda cycles, sigma, degrees: (cycles, 1 / (2 * sigma**2), degrees),
            "frequency and theta: a cycle has 2 pi radians, and 180 degrees are pi radians. Change both.",
        ),
        Misconception(
            _but(0, lambda cycles, sigma, degrees: cycles),
            "frequency: still in cycles per pixel. A cycle has 2 pi radians.",
        ),
        Misconception(
            _but(0, lambda cycles, sigma, degrees: cycles / (2 * np.pi)),
            "frequency: you divided by 2 pi. A cycle has 2 pi radians, so the number in radians is the larger one.",
        ),
        Misconception(
            _but(0, lambda cycles, sigma, degrees: np.pi * cycles),
            "frequency: a whole cycle has 2 pi radians, not pi.",
        ),
        Misconception(
            _but(0, lambda cycles, sigma, degrees: 360 * cycles),
            "frequency: this is in degrees per pixel. In radians a cycle is 2 pi.",
        ),
        Misconception(
            _but(0, lambda cycles, sigma, degrees: 1 / cycles),
            "frequency: 1 / cycles is the period in pixels. The frequency in radians per pixel is asked.",
        ),
        Misconception(
            _but(0, lambda cycles, sigma, degrees: 2 * np.pi / cycles),
            "frequency: you took cycles for the period. 2 pi over the period in pixels is right, and the period is 1 / "
            "cycles.",
        ),
        Misconception(
            _but(1, lambda cycles, sigma, degrees: 1 / sigma**2),
            "beta: the 2 is missing. exp(-x^2 / (2 sigma^2)) is exp(-beta x^2).",
        ),
        Misconception(
            _but(1, lambda cycles, sigma, degrees: 1 / (2 * sigma)),
            "beta: sigma must be squared, as x is.",
        ),
        Misconception(
            _but(1, lambda cycles, sigma, degrees: 1 / (2 * sigma) ** 2),
            "beta: you squared the 2 along with sigma. It is 2 times sigma squared.",
        ),
        Misconception(
            _but(1, lambda cycles, sigma, degrees: 1 / 2 * sigma**2),
            "beta: 1 / 2 * sigma**2 divides by 2 and multiplies by sigma squared. Write parentheses round what is "
            "below the line.",
        ),
        Misconception(
            _but(1, lambda cycles, sigma, degrees: 1 / (2 * sigma ^ 2)),
            "beta: ^ is no power in Python, it compares bits. Write sigma**2.",
        ),
        Misconception(
            _but(1, lambda cycles, sigma, degrees: 2 * sigma**2),
            "beta: this is one over beta. A wide bell has a small beta.",
        ),
        Misconception(
            _but(1, lambda cycles, sigma, degrees: -1 / (2 * sigma**2)),
            "beta: the minus stands in exp(-beta x^2) already. beta itself is positive.",
        ),
        Misconception(
            _but(1, lambda cycles, sigma, degrees: 1 / (sigma * np.sqrt(2 * np.pi))),
            "beta: this is the height of a bell whose area is 1. Compare the exponents.",
        ),
        Misconception(
            _but(1, lambda cycles, sigma, degrees: sigma),
            "beta: sigma says how wide the bell is, beta how fast it falls. Compare the two exponents.",
        ),
        Misconception(
            _but(2, lambda cycles, sigma, degrees: degrees),
            "theta: still in degrees. NumPy's cos and sin take radians.",
        ),
        Misconception(
            _but(2, lambda cycles, sigma, degrees: degrees / 180),
            "theta: this counts half turns. Half a turn is pi radians.",
        ),
        Misconception(
            _but(2, lambda cycles, sigma, degrees: degrees * 180 / np.pi),
            "theta: you turned radians into degrees. 180 degrees are pi radians.",
        ),
        Misconception(
            _but(2, lambda cycles, sigma, degrees: 2 * np.pi * degrees / 180),
            "theta: twice too large. 360 degrees are 2 pi radians, 180 are pi.",
        ),
        Misconception(
            _but(2, lambda cycles, sigma, degrees: degrees * np.pi / 180 % np.pi),
            "theta: you brought the angle between 0 and pi. Only change the unit here.",
        ),
    ),
    hints=(
        "Stripes with 0.25 cycles per pixel have a period of 4 pixels. By which angle does the cosine go on in one "
        "pixel?",
        "A cycle is 2 pi radians, half a turn is 180 degrees or pi radians. For beta, set the exponents equal.",
        "exp(-beta x^2) is to be exp(-x^2 / (2 sigma^2)), so beta is what x^2 is multiplied by, without the minus.",
    ),
)
