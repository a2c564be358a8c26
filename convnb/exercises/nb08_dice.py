"""Exercise of notebook 08: the sum of many dice is a power of one spectrum."""

import numpy as np

from .grading.model import Exercise, Misconception


def many_dice(p, n):
    """The inverse transform of the n-th power of the spectrum of p, with room for all n (len(p) - 1) + 1 totals."""
    totals = n * (len(p) - 1) + 1
    spectrum = np.fft.fft(p, totals)
    return np.fft.ifft(spectrum**n).real


def _loaded(rng):
    # One die first: every other is then a repetition. Odd and even numbers of totals.
    first = [([0.25, 0.75], 1), ([0.25, 0.75], 2), ([0.5, 0.125, 0.375], 2), ([0.125, 0.625, 0.25], 3), ([0.7, 0.3], 5)]
    cases = [(np.array(p), n) for p, n in first]
    for faces, n in [(6, 2), (6, 3), (4, 10), (6, 100)]:
        counts = rng.permutation(30)[:faces] + 1.0
        cases.append((counts / counts.sum(), n))
    return cases


def _power(p, n, length):
    return np.fft.ifft(np.fft.fft(p, length) ** n).real


def _totals(p, n):
    return n * (len(p) - 1) + 1


MANY_DICE = Exercise(
    id="08.5",
    title="A hundred dice",
    text="A loaded die shows `i + 1` with probability `p[i]`. It is thrown `n` times. Write `many_dice(p, n)`: the "
    "probabilities of all totals, from `n`, every throw a 1, to `n * len(p)`, so that entry `k` is the "
    "probability of the total `n + k`. One transform there, one transform back: the distribution of a sum is a "
    "convolution, and the spectrum of a convolution is a product.",
    reference=many_dice,
    inputs=_loaded,
    misconceptions=(
        Misconception(
            lambda p, n: _power(p, n, len(p)),
            "Your spectrum has as many frequencies as the die has faces, so the totals wrap around and are added up. "
            "Give it room for all n * (len(p) - 1) + 1 totals.",
        ),
        Misconception(
            lambda p, n: np.fft.ifft(n * np.fft.fft(p, _totals(p, n))).real,
            "You multiplied the spectrum by n, which gives n times p. n factors are multiplied with each other: a "
            "power.",
        ),
        Misconception(
            lambda p, n: p**n,
            "You took the power of the probabilities: that every throw shows this same face. Take the power of the "
            "spectrum.",
        ),
        Misconception(
            lambda p, n: np.append(many_dice(p, n), np.zeros(n - 1)),
            "The probabilities are right, with n - 1 zeros after them. There are n * (len(p) - 1) + 1 totals, fewer "
            "than n * len(p).",
        ),
        Misconception(
            lambda p, n: np.append(np.zeros(n), many_dice(p, n)),
            "The probabilities are right, n places too late: entry 0 belongs to the total n, not to the total 0.",
        ),
        Misconception(
            lambda p, n: np.append(np.zeros(n - 1), many_dice(p, n)),
            "The probabilities are right, n - 1 places too late: entry 0 belongs to the total n, not to the total 1.",
        ),
        Misconception(
            lambda p, n: _power(p, n + 1, _totals(p, n + 1)),
            "You threw once more than n times. The spectrum itself is one die already; n convolutions make n + 1 dice.",
        ),
        Misconception(
            lambda p, n: _power(p, n + 1, _totals(p, n)),
            "Your power is one too high: the spectrum itself is one die already.",
        ),
        Misconception(
            lambda p, n: _power(p, n - 1, _totals(p, n)),
            "n dice are n - 1 convolutions, but n factors: the power is n.",
        ),
        Misconception(
            lambda p, n: _power(p, n, 5 * n + 1),
            "This is the room for dice of six faces. Compute it from n and len(p).",
        ),
        Misconception(
            lambda p, n: _power(p, n, 501),
            "This is the room for a hundred dice of six faces. Compute it from n and len(p).",
        ),
        Misconception(
            lambda p, n: _power(p, n, _totals(p, n) - 1),
            "One total is missing: n * (len(p) - 1) + 1. So the last one wraps around and is added to the first.",
        ),
        Misconception(
            lambda p, n: _power(np.full(len(p), 1 / len(p)), n, _totals(p, n)),
            "These are fair dice: the probabilities in p have no say.",
        ),
        Misconception(
            lambda p, n: np.fft.ifft(np.abs(np.fft.fft(p, _totals(p, n))) ** n).real,
            "You took the gain, abs of the spectrum, to the power n. The phases say where the totals lie: keep the "
            "spectrum complex.",
        ),
        Misconception(
            lambda p, n: np.fft.ifft(np.fft.fft(p, _totals(p, n)).real ** n).real,
            "You took the real part of the spectrum. Keep it complex, and take the real part at the very end.",
        ),
        Misconception(
            lambda p, n: np.fft.irfft(np.fft.rfft(p, _totals(p, n)) ** n),
            "irfft cannot tell an odd length from an even one. Tell it the number of totals.",
        ),
        Misconception(
            lambda p, n: _power(p, 2, _totals(p, 2)),
            "These are two dice. n dice need n factors.",
        ),
        Misconception(
            lambda p, n: _power(p, n, _totals(p, n)) / n,
            "You divided by n: this is neither the sum nor its mean. Probabilities add up to 1.",
        ),
    ),
    hints=(
        "Two dice: p convolved with p. In spectra that is the spectrum times itself. And n dice?",
        "How many different totals are there from n to n * len(p)? The transform needs as many entries, else totals "
        "wrap around.",
        "np.fft.fft(p, totals), to the power n, np.fft.ifft, and the real part.",
    ),
)
