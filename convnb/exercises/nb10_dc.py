"""Exercise of notebook 10: a kernel that does not answer to plain grey."""

import numpy as np

from .grading.model import Exercise, Misconception
from .nb10_gabor import gabor


def without_dc(kernel, envelope):
    """kernel - envelope * (sum of the kernel) / (sum of the envelope)."""
    return kernel - envelope * kernel.sum() / envelope.sum()


def _kernels(rng):
    cases = [(np.array(kernel), np.array(bell)) for kernel, bell in _BY_HAND]
    for shape in [(5, 7), (8, 6), (9, 9)]:
        beta, frequency = (float(n) for n in rng.uniform((0.05, 0.3), (0.3, 1.2)))
        bell = 1.5 * gabor(shape, beta, beta / 2, 0, 0, 0.4)
        cases.append((1.5 * gabor(shape, beta, beta / 2, frequency, 0, 0.4), bell))
    return cases


_BY_HAND = (
    ([[-1, 4, -1]], [[1, 2, 1]]),
    ([[0, 3, 0], [-1, 8, -2]], [[1, 2, 1], [1, 2, 1]]),
    ([[-3.0, 5], [1, 3], [0, -2]], [[0.5, 1], [1, 2], [0.5, 1]]),
    ([[-3.0, 1, 0, -1]], [[1.0, 2, 4, 1]]),
    ([[1.0, -3, 2]], [[1.0, 2, 1]]),
)


def _share(kernel, envelope):
    return kernel.sum() / envelope.sum()


def _upside_down(kernel, envelope):
    with np.errstate(divide="ignore"):
        return kernel - envelope * envelope.sum() / kernel.sum()


WITHOUT_DC = Exercise(
    id="10.3",
    title="Blind to grey",
    text="The weights of a Gabor kernel with a bright bar in the middle usually do not add up to 0, so it answers to "
    "plain grey without stripes. Write `without_dc(kernel, envelope)`: the kernel less a share of its envelope, "
    "the bell alone without stripes, such that the weights add up to 0. `kernel` and `envelope` are arrays of "
    "one shape.",
    reference=without_dc,
    inputs=_kernels,
    misconceptions=(
        Misconception(
            lambda kernel, envelope: kernel - kernel.mean(),
            "Your weights add up to 0, but you took the same from each, and the kernel no longer fades out at its "
            "border. Take a share of the envelope.",
        ),
        Misconception(
            lambda kernel, envelope: kernel - kernel.sum(),
            "You took the sum of all weights from each of them. Take a share of the envelope, so large that the sum "
            "of what you take is the sum of the weights.",
        ),
        Misconception(
            lambda kernel, envelope: kernel - envelope * kernel.sum(),
            "You took too much: the envelope itself does not add up to 1. Divide by its sum.",
        ),
        Misconception(
            lambda kernel, envelope: kernel - envelope * kernel.mean(),
            "You divided by the number of pixels. The envelope adds up to its own sum: divide by that.",
        ),
        Misconception(
            lambda kernel, envelope: kernel - envelope,
            "You took the whole envelope. Take the share of it that makes the sum 0.",
        ),
        Misconception(
            lambda kernel, envelope: kernel - _share(kernel, envelope),
            "You took the same number from each weight. Multiply the share by the envelope first.",
        ),
        Misconception(
            lambda kernel, envelope: kernel + envelope * _share(kernel, envelope),
            "You added the share, and the sum is twice as large. Subtract it.",
        ),
        Misconception(
            lambda kernel, envelope: envelope * _share(kernel, envelope),
            "This is what has to be taken away. Subtract it from the kernel.",
        ),
        Misconception(
            _upside_down,
            "Your share is upside down: the sum of the kernel over the sum of the envelope.",
        ),
        Misconception(
            lambda kernel, envelope: kernel - np.sum(kernel * envelope) / envelope.sum(),
            "You took the mean that the envelope weighs, the same from each weight. A share of the envelope is asked.",
        ),
        Misconception(
            lambda kernel, envelope: kernel - envelope * np.sum(kernel * envelope) / np.sum(envelope**2),
            "This makes the kernel's product with the envelope 0. The plain sum of the weights is to be 0.",
        ),
        Misconception(
            lambda kernel, envelope: (kernel - kernel.mean()) * envelope,
            "You took the mean away and then laid the envelope on, so the sum is not 0 again. The stripes stand under "
            "the bell already.",
        ),
        Misconception(
            lambda kernel, envelope: kernel - envelope * abs(kernel.sum()) / envelope.sum(),
            "Where the weights add up to less than 0, you take still more away. Leave the sign as it is.",
        ),
        Misconception(
            lambda kernel, envelope: kernel - envelope * (kernel.sum(axis=0) / envelope.sum(axis=0)),
            "You worked column by column: the sums of axis 0. One share for the whole kernel is enough.",
        ),
        Misconception(
            lambda kernel, envelope: kernel - envelope * (kernel.sum(axis=1) / envelope.sum(axis=1))[:, None],
            "You worked row by row: the sums of axis 1. One share for the whole kernel is enough.",
        ),
    ),
    hints=(
        "Call the share s. The new weights are kernel - s * envelope. What do they add up to?",
        "sum(kernel) - s * sum(envelope) must be 0.",
        "s is the sum of the kernel over the sum of the envelope.",
    ),
)
