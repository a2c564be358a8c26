"""Exercise of notebook 08: the circular convolution, by its definition."""

import numpy as np

from .grading.model import Exercise, Misconception


def circular_convolve(x, w):
    """y[i] = sum over k of w[k] x[(i - k) mod n], n samples as x."""
    n = len(x)
    y = np.zeros(n)
    for i in range(n):
        for k in range(len(w)):
            y[i] += w[k] * x[(i - k) % n]
    return y


def _signals(rng):
    # A single weight first: there an index that leaves the signal does not yet stop the program.
    sizes = [(3, 1), (4, 2), (4, 3), (5, 4), (3, 3), (6, 2)]
    cases = [(rng.permutation(9)[:n] + 1.0, rng.permutation(9)[:m] + 1.0) for n, m in sizes]
    return cases + [(rng.normal(size=n), rng.normal(size=m)) for n, m in [(9, 4), (8, 8), (7, 5)]]


def _indexed(x, w, index):
    """y[i] = sum over k of w[k] x[index(i, k)]; None as an index is a zero."""
    y = np.zeros(len(x))
    for i in range(len(x)):
        for k in range(len(w)):
            where = index(i, k)
            y[i] += 0 if where is None else w[k] * x[where]
    return y


CIRCULAR_CONVOLVE = Exercise(
    id="08.1",
    title="Round and round",
    text="In a circular convolution the signal goes round: before `x[0]` comes its last sample again, `x[n - 1]`. "
    "Write `circular_convolve(x, w)`: the circular convolution of a signal `x` of `n` samples with a kernel `w`, "
    "which has at most `n` weights. The result has `n` entries. The first is `w[0] * x[0] + w[1] * x[n - 1] + "
    "w[2] * x[n - 2]` and so on. Sums only, no Fourier transform.",
    reference=circular_convolve,
    inputs=_signals,
    misconceptions=(
        Misconception(
            lambda x, w: _indexed(x, w, lambda i, k: (i + k) % len(x)),
            "You count up, x[i + k]: this is circular correlation. In a convolution later weights meet earlier "
            "samples: i - k.",
        ),
        Misconception(
            lambda x, w: _indexed(x, w, lambda i, k: i + k),
            "You count up, x[i + k], and run over the end of x. Convolution counts down, i - k, and the modulo n leads "
            "round.",
        ),
        Misconception(
            lambda x, w: _indexed(x, w, lambda i, k: i + k if i + k < len(x) else None),
            "You count up, x[i + k], and stop at the end of x. Convolution counts down, i - k, and the modulo n leads "
            "round.",
        ),
        Misconception(
            lambda x, w: np.convolve(x, w)[: len(x)],
            "You put zeros before x[0]: this is the beginning of the linear convolution. Here the last samples come "
            "before x[0].",
        ),
        Misconception(
            np.convolve,
            "This is the full linear convolution, len(w) - 1 entries longer. Here these last entries wrap around and "
            "are added to the first ones.",
        ),
        Misconception(
            lambda x, w: np.convolve(x, w)[len(w) - 1 :],
            "You dropped the first entries of the full convolution. Nothing is dropped: what goes over the end is "
            "added at the beginning.",
        ),
        Misconception(
            lambda x, w: np.roll(circular_convolve(x, w), -(len(w) // 2)),
            "Your kernel is centred, as SciPy's image filters do it. Here w[0] meets x[i], and all the other weights "
            "meet earlier samples.",
        ),
        Misconception(
            lambda x, w: np.roll(circular_convolve(x, w), 1 - len(w)),
            "You put the beginning after the end. The last samples come before x[0].",
        ),
        Misconception(
            lambda x, w: np.roll(circular_convolve(x, w), 1),
            "Your result comes one place too late: w[0] meets x[i], not the sample before it.",
        ),
        Misconception(
            lambda x, w: _indexed(x, w, lambda i, k: (i - k) % len(w)),
            "You count modulo len(w). It is x that goes round: modulo len(x).",
        ),
        Misconception(
            lambda x, w: _indexed(x, w, lambda i, k: abs(i - k)),
            "Before x[0] you turn back to x[1]: this is a mirror. Here the last sample comes before x[0].",
        ),
        Misconception(
            lambda x, w: _indexed(x, w, lambda i, k: max(i - k, 0)),
            "Before x[0] you repeat x[0]. Here the last sample comes before it.",
        ),
        Misconception(
            lambda x, w: np.array([sum(x[j] * w[(i - j) % len(w)] for j in range(len(x))) for i in range(len(x))]),
            "You repeat the kernel again and again. Only x goes round; after its last weight the kernel is zero.",
        ),
    ),
    hints=(
        "Write the samples on a ring. For y[0], weight 0 lies on x[0]. Where do the other weights lie?",
        "Weight w[k] meets the sample k places earlier, x[i - k]. The remainder (i - k) % n leads round the ring.",
        "Two loops, over i and over k. Inside, add w[k] * x[(i - k) % n] to y[i].",
    ),
)
