"""Right answers to the exercise of notebook 00."""

import numpy as np

from .. import nb00
from . import shows

shows(
    "00.1", "Loops", "Row by row, each number of the window is multiplied by the number of the kernel that lies on it."
)(nb00.window_score)


@shows("00.1", "NumPy")
def window_score(window, kernel):
    """The star multiplies number by number, as they lie on each other, and sum() adds the four products."""
    return (window * kernel).sum()


@shows("00.1", "Dot product")
def window_score(window, kernel):
    """Written out in one row each, window and kernel are two vectors, and the score is their dot product."""
    return np.dot(window.ravel(), kernel.ravel())
