"""Exercises of notebook 02 about convolution itself: one result by hand, the function, the lengths."""

import numpy as np

from .grading.model import Exercise, Misconception


def convolve_full(x, kernel):
    """y[t] = sum over s of x[s] kernel[t - s], zeros outside both: len(x) + len(kernel) - 1 entries."""
    y = np.zeros(len(x) + len(kernel) - 1)
    for s in range(len(x)):
        for k in range(len(kernel)):
            y[s + k] += x[s] * kernel[k]
    return y


def result_lengths(n, m):
    """Lengths of the results of the modes full, same and valid, for n samples and m <= n weights."""
    return n + m - 1, n, n - m + 1


def _signals(rng):
    # Whole numbers first, each sequence without repeats, so that no wrong order is right by symmetry.
    sizes = [(3, 2), (4, 3), (2, 4), (6, 3), (1, 3), (5, 1), (3, 3)]
    small = [(rng.permutation(9)[:n] + 1.0, rng.permutation(9)[:m] + 1.0) for n, m in sizes]
    return small + [(rng.normal(size=n), rng.normal(size=m)) for n, m in [(9, 4), (5, 8)]]


def _circular(x, kernel, n):
    y = np.zeros(n)
    np.add.at(y, np.arange(len(x) + len(kernel) - 1) % n, np.convolve(x, kernel))
    return y


PAIN = Exercise(
    id="02.1",
    title="Two hits of different strength",
    text="Mr. N is hit at `t = 1` and again at `t = 3`, the first time twice as hard: `f = [0, 2, 0, 1, 0, 0]`. A hit "
    "of strength 1 hurts 3, then 2, then 1, as before: `g = [3, 2, 1]`. How much does it hurt at `t = 0, 1, 2, "
    "3, 4, 5`? Work it out by hand, and hand in a list of six numbers.",
    reference=np.array([0.0, 6.0, 4.0, 5.0, 2.0, 1.0]),
    misconceptions=(
        Misconception(
            [0, 2, 4, 7, 2, 3],
            "In your list a hit hurts 1, then 2, then 3. The response runs forwards in time: 3 comes first. You slid "
            "g without flipping it, which is correlation.",
        ),
        Misconception(
            [0, 6, 4, 3, 2, 1],
            "At t = 3 the second hit wipes out what is left of the first. Pains add up: the old one is still there.",
        ),
        Misconception(
            [0, 3, 2, 4, 2, 1],
            "You treated both hits alike. The first is twice as hard, so its 3, 2, 1 becomes 6, 4, 2.",
        ),
        Misconception(
            [0, 0, 6, 4, 5, 2],
            "All your numbers come one step too late. The 3 is felt at the moment of the hit itself.",
        ),
        Misconception(
            [6, 4, 5, 2, 1, 0],
            "All your numbers come one step too early. Nothing hurts at t = 0: the first hit comes at t = 1.",
        ),
        Misconception(
            [0, 6, 0, 3, 0, 0],
            "You let each hit hurt only at the moment it falls. A hit goes on hurting, 2 and then 1.",
        ),
        Misconception(
            [0, 4, 0, 1, 0, 0],
            "You multiplied f and g entry by entry, as if each number of g had its own moment of the clock. The count "
            "of g starts anew at each hit.",
        ),
        Misconception(
            [0, 6, 4, 5, 2, 1, 0, 0],
            "The numbers are right, and so are the two zeros at the end, the rest of the full result. Six numbers are "
            "asked, t = 0 to t = 5.",
        ),
    ),
    hints=(
        "Write one line for each hit: what it alone would do at t = 0 to t = 5.",
        "The first hit alone gives 2 times 3, 2, 1, from t = 1 on. The second gives 3, 2, 1 from t = 3 on.",
        "Add the two lines, column by column. They overlap at one moment only.",
    ),
)

CONVOLVE_FULL = Exercise(
    id="02.2",
    title="Convolution as a function",
    text="Write `convolve_full(x, kernel)`: the full convolution of two signals, without `np.convolve`. Each sample "
    "`x[s]` starts a copy of the kernel at place `s`, `x[s]` times as large, and the copies are added. Either "
    "may be the longer one. The result has room for the last copy's last entry, and no more.",
    reference=convolve_full,
    inputs=_signals,
    misconceptions=(
        Misconception(
            lambda x, k: np.convolve(x, k[::-1]),
            "You slid the kernel without flipping it: this is correlation. The first sample must meet kernel[0] at "
            "t = 0, so the copies run forwards.",
        ),
        Misconception(
            lambda x, k: np.convolve(x, k)[::-1],
            "Your result runs backwards in time: its first entry stands at the end.",
        ),
        Misconception(
            lambda x, k: np.convolve(x, k)[: len(x)],
            "You stop where x stops. The copies that the last samples started go on after that: the full result has "
            "len(kernel) - 1 entries more.",
        ),
        Misconception(
            lambda x, k: np.append(np.convolve(x, k), 0),
            "Your result is one entry too long, len(x) + len(kernel). The last copy starts at len(x) - 1, so its end "
            "is one place earlier.",
        ),
        Misconception(
            lambda x, k: np.convolve(x, k)[:-1],
            "Your result lacks its last entry, the product of the last sample and the last weight.",
        ),
        Misconception(
            lambda x, k: _circular(x, k, len(x)),
            "What goes over the end of x comes back at its beginning: that is circular convolution. Here the result "
            "is longer than x, and nothing comes back.",
        ),
        Misconception(
            lambda x, k: _circular(x, k, max(len(x), len(k))),
            "What goes over the end comes back at the beginning: that is circular convolution, with the length of the "
            "longer signal. A product of two spectra of that length gives the same. Make room for the full result.",
        ),
        Misconception(
            lambda x, k: np.convolve(x, k)[(len(k) - 1) // 2 :][: len(x)],
            'This is mode "same", the middle of the result. The full one is asked, both ends included.',
        ),
        Misconception(
            lambda x, k: np.convolve(x, k, "same"),
            'This is NumPy\'s mode "same", the middle of the result, as long as the longer of the two. The full one is '
            "asked, both ends included.",
        ),
        Misconception(
            lambda x, k: np.convolve(x, k, "valid"),
            'This is mode "valid": only places where the two overlap completely. The full result starts as soon as '
            "they touch.",
        ),
        Misconception(
            lambda x, k: np.insert(np.convolve(x, k), 0, 0)[:-1],
            "Every copy starts one place too late, and the last entry is lost. Sample x[s] times kernel[0] belongs at "
            "place s.",
        ),
    ),
    hints=(
        "Begin with zeros, len(x) + len(kernel) - 1 of them, and add one copy after the other.",
        "Sample x[s] times weight kernel[k] belongs at place s + k.",
        "Two loops, over s and over k. Inside, add the product to what stands at place s + k already.",
    ),
)

RESULT_LENGTHS = Exercise(
    id="02.5",
    title="How long is the result?",
    text="Write `result_lengths(n, m)`: the lengths of the `full`, the `same` and the `valid` result of a convolution "
    "of `n` samples with `m` weights, where `m` is at most `n`. Return the three, as `(full, same, valid)`.",
    reference=result_lengths,
    inputs=lambda rng: [(5, 3), (5, 2), (4, 4), (7, 1), (9, 4), *((m + int(rng.integers(9)), m) for m in (2, 5, 8))],
    returns=("full", "same", "valid"),
    misconceptions=(
        Misconception(
            lambda n, m: (n + m, n, n - m),
            "full is one too long and valid one too short. Try a kernel of a single weight: both are as long as the "
            "input.",
        ),
        Misconception(
            lambda n, m: (n + m, n, n - m + 1),
            "full is one too long. The last copy starts at place n - 1, and its last entry is at n + m - 2.",
        ),
        Misconception(
            lambda n, m: (n + m - 1, n, n - m),
            "valid is one too short. A kernel as long as the input still fits, in one place.",
        ),
        Misconception(
            lambda n, m: (n + m - 1, m, n - m + 1),
            "same means as long as the input, not as long as the kernel.",
        ),
        Misconception(
            lambda n, m: (n - m + 1, n, n + m - 1),
            "full and valid are exchanged. valid keeps only places where the kernel lies inside the signal.",
        ),
        Misconception(
            lambda n, m: (n + 2 * (m - 1), n, n - m + 1),
            "full counts the zeros that you put around the signal. The result is shorter than the padded signal, by "
            "m - 1.",
        ),
        Misconception(
            lambda n, m: (n + m - 1, n, n - 2 * (m // 2)),
            "valid loses m - 1 entries in all. Half a kernel at each end, rounded down, is that only for odd m.",
        ),
    ),
    hints=(
        "Draw five squares and lay three over them. In how many places do all three lie on a square?",
        "For full, the three need only touch the five, at either end.",
        "From valid to full there are m - 1 places more on each side.",
    ),
)
