"""The functions of the exercises of notebook 00; their words are in words/nb00.md."""

import numpy as np

from .form import Ways, exercise


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


_FIRST, _SECOND, _KERNEL = np.array([[0, 1], [3, 4]]), np.array([[1, 2], [4, 5]]), np.array([[0, 1], [2, 3]])

PREDICTED = {
    "00.a": {
        "flipped": np.sum(_SECOND * _KERNEL[::-1, ::-1]),
        "mirrored": np.sum(_SECOND * _KERNEL[:, ::-1]),
    },
    "00.d": {
        "upside_down": np.sum(_FIRST * _KERNEL[::-1]),
        "mirrored": np.sum(_FIRST * _KERNEL[:, ::-1]),
    },
}

EXERCISES = (
    exercise("00.1", window_score, _windows).slips(
        flipped=lambda w, k: np.sum(w * k[::-1, ::-1]),
        kernel_unused=lambda w, k: np.sum(w),
        not_added=lambda w, k: w * k,
        python_sum=lambda w, k: sum(w * k),
        one_row=Ways([lambda w, k: w[0] @ k[0], lambda w, k: w[1] @ k[1]]),
        matrix_product=lambda w, k: w @ k,
        matrix_product_added=lambda w, k: np.sum(w @ k),
        transposed=lambda w, k: np.sum(w * k.T),
        mirrored=lambda w, k: np.sum(w * k[:, ::-1]),
        mean=lambda w, k: np.mean(w * k),
        sums_multiplied=lambda w, k: np.sum(w) * np.sum(k),
        added_not_multiplied=lambda w, k: np.sum(w + k),
    ),
)
