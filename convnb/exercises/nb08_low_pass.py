"""Exercise of notebook 08: what kernels do to a wave, and which of them is the low-pass."""

import numpy as np

from .grading.model import Exercise, Misconception


def low_pass(kernels, f):
    """|sum over t of w[t] exp(-2 pi i f t)| for each kernel w, and where this falls most from 0 to f."""
    gains, falls = [], []
    for w in kernels:
        t = np.arange(len(w))
        gain = abs(np.sum(w * np.exp(-2j * np.pi * f * t)))
        gains.append(gain)
        falls.append(abs(np.sum(w)) - gain)
    return np.array(gains), int(np.argmax(falls))


def _kernels(rng):
    # The low-pass is not the loudest kernel, nor the one that lets least pass, and some have a negative sum.
    first = [
        ([[1, -2, 1], [0, 5, 0], [1, 2, 1]], 0.5),
        ([[0, 3, 9], [-3, -6, -3], [1, -1, 0], [1, 1, 1]], 0.5),
        ([[2, 1, 0, 4], [1, 3, 3, 1], [-1, 1, 1, -1]], 0.25),
        ([[9, 0, 0], [1, 0, -1], [-2, -2, -1], [0, 1, 1]], 0.25),
    ]
    cases = [(np.array(kernels, float), f) for kernels, f in first]
    for f in (0.125, 0.3, 0.37, 0.05, 0.45, 0.2, 0.5, 0.25, 0.1, 0.4, 0.15, 0.35):
        count, m = rng.integers(3, 7, 2)
        kernels = rng.normal(size=(count, m))
        smooth = rng.integers(count)
        kernels[smooth] = -np.abs(kernels[smooth])
        cases.append((kernels, f))
    return cases


def _answer(gain, kernels, f, index=None):
    """gain(w, t, f) for each kernel, and the index: where it falls most, or what index(gains at 0, at f) says."""
    still, moved = (np.array([gain(w, np.arange(len(w)), g) for w in kernels]) for g in (0.0, f))
    return moved, int(np.argmax(still - moved) if index is None else index(still, moved))


def _response(w, t, f):
    return np.sum(w * np.exp(-2j * np.pi * f * t))


def _gain(w, t, f):
    return abs(_response(w, t, f))


def _instead(kernels, f, gains):
    """The right index, with gains(gains at 0, gains at f) in place of the gains at f."""
    moved, index = low_pass(kernels, f)
    return gains(low_pass(kernels, 0.0)[0], moved), index


def _fall_of_ratios(still, moved):
    with np.errstate(divide="ignore"):  # a kernel that stops slow waves has gain 0 there
        return np.argmin(moved / still)


LOW_PASS = Exercise(
    id="08.3",
    title="Which kernel is the low-pass?",
    text="A kernel `w` makes a wave of `f` cycles per sample `|H(f)|` times as high: its gain, with `H(f)` = the sum "
    "over `t` of `w[t] * exp(-2 pi i f t)`, where `i` is the imaginary unit, `1j` in Python. Write "
    "`low_pass(kernels, f)`: `kernels` has one kernel in each row. Return `(gains, index)`: the gain of each "
    "kernel at `f`, and the index, from 0, of the one kernel whose gain falls most from frequency 0 to `f`, gain "
    "at 0 less gain at `f`.",
    reference=low_pass,
    inputs=_kernels,
    returns=("gains", "index"),
    misconceptions=(
        Misconception(
            lambda kernels, f: _answer(lambda w, t, f: np.abs(w).sum(), kernels, f),
            "This is the sum of the sizes of the weights: the most that a kernel could do to any signal. The gain "
            "depends on f, and weights may cancel.",
        ),
        Misconception(
            lambda kernels, f: _answer(lambda w, t, f: abs(np.sum(w)), kernels, f),
            "This is the gain at frequency 0, the sum of the weights. At f each weight has a turn of its own, "
            "exp(-2 pi i f t).",
        ),
        Misconception(
            lambda kernels, f: _answer(lambda w, t, f: abs(np.sum(w * np.exp(-1j * f * t))), kernels, f),
            "You took f in radians per sample. It is in cycles per sample, and a cycle has 2 pi radians.",
        ),
        Misconception(
            lambda kernels, f: _answer(lambda w, t, f: abs(np.sum(w * np.exp(-1j * np.pi * f * t))), kernels, f),
            "A cycle has 2 pi radians, not pi. At f = 1/2 the wave goes up and down from one sample to the next.",
        ),
        Misconception(
            lambda kernels, f: _answer(lambda w, t, f: _gain(w, t, f / len(w)), kernels, f),
            "You count the cycles per length of the kernel, as the entries of its DFT do. Here f is in cycles per "
            "sample.",
        ),
        Misconception(
            lambda kernels, f: _answer(lambda w, t, f: np.sum(w * np.cos(2 * np.pi * f * t)), kernels, f),
            "This is the real part of H(f), which changes as the kernel is shifted. The gain is the absolute value of "
            "the complex number.",
        ),
        Misconception(
            lambda kernels, f: _answer(lambda w, t, f: abs(np.sum(w * np.cos(2 * np.pi * f * t))), kernels, f),
            "You took the real part before the absolute value, so the sines are lost. Add up the complex numbers, then "
            "take abs.",
        ),
        Misconception(
            lambda kernels, f: _answer(lambda w, t, f: _gain(w, t, f) ** 2, kernels, f),
            "This is the square of the gain, the gain in power. The height of the wave is asked.",
        ),
        Misconception(
            lambda kernels, f: _answer(lambda w, t, f: _gain(w, t, f) / len(w), kernels, f),
            "You divided by the number of weights: mean in place of sum. A kernel adds up, it does not average.",
        ),
        Misconception(
            lambda kernels, f: _answer(_gain, kernels, f, lambda still, moved: np.argmax(moved - still)),
            "The gains are right. Your index is that of the high-pass, where the gain rises most.",
        ),
        Misconception(
            lambda kernels, f: _answer(_gain, kernels, f, lambda still, moved: np.argmax(still)),
            "The gains are right. Your index is that of the largest gain at 0; the kernel may let fast waves pass "
            "just as well. Compare both.",
        ),
        Misconception(
            lambda kernels, f: _answer(_gain, kernels, f, lambda still, moved: np.argmin(moved)),
            "The gains are right. Your index is that of the smallest gain at f; the kernel may stop slow waves as "
            "well. Compare both.",
        ),
        Misconception(
            lambda kernels, f: _answer(
                _gain, kernels, f, lambda still, moved: np.argmax(np.sum(kernels, axis=1) - moved)
            ),
            "The gains are right. At 0 you took the sum of the weights with its sign; a gain is never negative. Take "
            "abs there, too.",
        ),
        Misconception(
            lambda kernels, f: _answer(_gain, kernels, f, lambda still, moved: np.argmax(abs(still - moved))),
            "The gains are right. Your index is that of the largest change. A rise is no fall: leave the sign.",
        ),
        Misconception(
            lambda kernels, f: _answer(_gain, kernels, f, _fall_of_ratios),
            "The gains are right. You compare ratios. Take gain at 0 less gain at f.",
        ),
        Misconception(
            lambda kernels, f: _instead(kernels, f, lambda still, moved: still),
            "The index is right. These are the gains at 0. Return those at f.",
        ),
        Misconception(
            lambda kernels, f: _instead(kernels, f, lambda still, moved: still - moved),
            "The index is right. These are the falls. Return the gains at f.",
        ),
        Misconception(
            lambda kernels, f: _answer(_response, kernels, f),
            "These are the complex numbers H(f). The gain is their abs. Complex numbers have no order: take abs before "
            "you compare, at 0 and at f.",
        ),
        Misconception(
            lambda kernels, f: _answer(_response, kernels, f, lambda still, moved: np.argmax(abs(still) - moved)),
            "These are the complex numbers H(f). The gain is their abs. Take it before you compare: at f, too, not "
            "only at 0.",
        ),
        Misconception(
            lambda kernels, f: _answer(_response, kernels, f, lambda still, moved: np.argmax(abs(still) - abs(moved))),
            "These are the complex numbers H(f). The gain is their abs. Your index is right: you took abs there.",
        ),
        Misconception(
            lambda kernels, f: _answer(_gain, kernels, f, lambda still, moved: 1 + np.argmax(still - moved)),
            "The gains are right, and the index is one too large: count from 0.",
        ),
    ),
    hints=(
        "At f = 0 every exp is 1, and H is the sum of the weights. At f = 1/2 the factors are 1, -1, 1, -1 and so on.",
        "t is np.arange(len(w)). Multiply w with np.exp(-2j * np.pi * f * t), add up, and take abs of the sum.",
        "Compute the gains twice, at 0 and at f. np.argmax of their differences is the index.",
    ),
)
