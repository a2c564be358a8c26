"""Exercises of notebook 00, Start here: one toy, to see how an exercise answers."""

import numpy as np

from .model import Exercise, Misconception


def window_score(window, kernel):
    """Sum of window[i, j] * kernel[i, j] over i, j."""
    total = 0.0
    for i in range(window.shape[0]):
        for j in range(window.shape[1]):
            total += window[i, j] * kernel[i, j]
    return total


def _windows(rng):
    # Small, distinct numbers: the first case can be computed in the head, and no wrong answer is right by symmetry.
    cases = [(np.array([[0.0, 1.0], [3.0, 4.0]]), np.array([[0.0, 1.0], [2.0, 3.0]]))]
    for _ in range(4):
        numbers = rng.permutation(np.arange(-4.0, 6.0))[:8]
        cases.append((numbers[:4].reshape(2, 2), numbers[4:].reshape(2, 2)))
    return [*cases, (rng.normal(size=(2, 2)), rng.normal(size=(2, 2)))]


EXERCISES = (
    Exercise(
        id="00.1",
        title="One position of a kernel",
        text="Write `window_score(window, kernel)`: multiply the numbers that lie at the same place, and return the "
        "sum of the four products.",
        reference=window_score,
        inputs=_windows,
        misconceptions=(
            Misconception(
                lambda w, k: np.sum(w * k[::-1, ::-1]),
                "You flipped the kernel before multiplying: that is convolution. Here the kernel stays "
                "as it is, which is correlation.",
            ),
            Misconception(
                lambda w, k: np.sum(w),
                "You added up the window, and the kernel had no say. First multiply each number by the kernel's.",
            ),
            Misconception(lambda w, k: w * k, "Your four products are right. One step is missing: add them up."),
            Misconception(
                lambda w, k: sum(w * k),
                "Your products are right. Python's own sum goes through the rows of the array and adds them to each "
                "other, so that one number per column is left. np.sum adds up all entries.",
            ),
            Misconception(
                lambda w, k: w @ k,
                "w @ k is the matrix product: rows times columns. Here a number meets only the one at its own place.",
            ),
            Misconception(
                lambda w, k: np.sum(w @ k),
                "You added up a matrix product, in which rows meet columns. Put * between the two arrays, not @.",
            ),
            Misconception(
                lambda w, k: np.sum(w * k.T),
                "Row and column of the kernel are exchanged: window[0, 1] must meet kernel[0, 1], not kernel[1, 0].",
            ),
            Misconception(
                lambda w, k: np.sum(w * k[:, ::-1]),
                "The kernel is mirrored left to right: window[0, 0] must meet kernel[0, 0], not kernel[0, 1].",
            ),
            Misconception(
                lambda w, k: np.mean(w * k),
                "You took the mean of the four products. Their sum is asked, four times that.",
            ),
            Misconception(
                lambda w, k: np.sum(w + k), "You added the two arrays. Multiply them place by place, then add."
            ),
        ),
        hints=(
            "Lay the kernel on the window: each of its four numbers covers one number of the window.",
            "In NumPy, window * kernel multiplies place by place and gives four products.",
            "An array has a method that adds up all its entries. Apply it to the four products.",
        ),
    ),
)
