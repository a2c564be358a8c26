"""Exercise of notebook 02: the kernel of an echo, that is, its impulse response."""

import numpy as np

from .grading.model import Exercise, Misconception


def echo_kernel(delay, gain):
    """1 at place 0 and `gain` at place `delay`, zeros between them."""
    kernel = np.zeros(delay + 1)
    kernel[0] = 1.0
    kernel[delay] = gain
    return kernel


def _echo(length, *taps):
    """A kernel of that length that holds the taps (place, value); what lies outside is dropped."""
    kernel = np.zeros(length)
    for place, value in taps:
        if 0 <= place < length:
            kernel[place] = value
    return kernel


ECHO_KERNEL = Exercise(
    id="02.4",
    title="The kernel of an echo",
    text="Write `echo_kernel(delay, gain)`: the kernel with which `np.convolve(x, kernel)` is the sound `x` plus one "
    "echo of it, `delay` samples later and `gain` times as loud. `delay` is at least 1. The kernel has `delay + "
    "1` entries.",
    reference=echo_kernel,
    inputs=lambda rng: [
        (1, 0.5),
        (2, 0.25),
        (3, -0.5),
        (4, 0.75),
        (9, 0.125),
        *((int(rng.integers(2, 20)), float(rng.uniform(0.1, 0.9))) for _ in range(4)),
    ],
    misconceptions=(
        Misconception(
            lambda d, g: _echo(d + 1, (d, g)),
            "With this kernel one hears the echo alone. The sound itself must pass, too, at once and unchanged: it "
            "needs a 1 of its own.",
        ),
        Misconception(
            lambda d, g: _echo(d, (0, 1), (d - 1, g)),
            "The echo comes one sample too early. Count the places from 0: a delay of 2 needs places 0, 1 and 2.",
        ),
        Misconception(
            lambda d, g: _echo(d + 1, (0, 1), (d - 1, g)),
            "The echo comes one sample too early. The places are counted from 0, so the delay is the index itself.",
        ),
        Misconception(
            lambda d, g: _echo(d + 2, (0, 1), (d + 1, g)),
            "The echo comes one sample too late. Count the places from 0, so that the delay is the index itself.",
        ),
        Misconception(
            lambda d, g: _echo(d + 1, (0, g), (d, 1)),
            "The quiet copy comes first and the loud one after it. Either your kernel runs backwards, as one for "
            "correlation would, or gain stands in the wrong place.",
        ),
        Misconception(
            lambda d, g: _echo(d + 1, (0, 1), (d, 1)),
            "The echo is as loud as the sound: gain has no say.",
        ),
        Misconception(
            lambda d, g: g * _echo(d + 1, (0, 1), (d, 1)),
            "gain makes both quieter. The sound itself passes unchanged, with a 1.",
        ),
        Misconception(
            lambda d, g: np.array([1.0, *[g] * d]),
            "Every sample up to the delay sends an echo, which smears the sound. One echo is asked: zeros between.",
        ),
        Misconception(
            lambda d, g: _echo(d + 1, (0, 1 - g), (d, g)),
            "You shared one unit of loudness out between sound and echo. The sound passes unchanged, and the echo is "
            "added.",
        ),
        Misconception(
            lambda d, g: _echo(2 * d + 1, (0, 1), (d, g), (2 * d, g * g)),
            "Your echo has an echo, as between two walls. That is a reverb; a single echo is asked.",
        ),
        Misconception(
            lambda d, g: _echo(d + 1, (0, 1)),
            "This kernel is the identity: the sound passes, and there is no echo.",
        ),
    ),
    hints=(
        "Think of one clap, x = [1, 0, 0, ...]. What should be heard, sample by sample? That is the kernel.",
        "The clap itself is heard at place 0, unchanged. The echo is heard at place delay.",
        "Begin with np.zeros(delay + 1), and set two entries.",
    ),
)
