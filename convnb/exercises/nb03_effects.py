"""Exercises of notebook 03 with many right answers, judged by what they do: an edge finder, and a test that tells."""

import numpy as np

from ..ops.correlation import convolve, correlate
from .grading.comparing import Unreadable
from .grading.model import Effect, Exercise, Misconception

DARK, BRIGHT = 10.0, 40.0
SMALL = 1e-9  # relative: less than that is rounding


def responses(kernel):
    """Signs of the kernel's responses to 3 x 3 windows: an even one; vertical edges; horizontal edges, both ways."""
    if kernel.shape != (3, 3):
        raise Unreadable(f"a kernel of shape (3, 3) is asked, and this has shape {kernel.shape}")
    if not np.isfinite(kernel).all():
        raise Unreadable("every weight must be a finite number")
    steps = [np.where(np.arange(3) < place, DARK, BRIGHT)[:, None] * np.ones(3) for place in (1, 2)]
    even = _sign(kernel, np.full((3, 3), BRIGHT))
    across = [_sign(kernel, window.T) for window in steps]
    rising = [_sign(kernel, window) for window in steps]
    falling = [_sign(kernel, DARK + BRIGHT - window) for window in steps]
    return tuple(np.array(signs) for signs in (even, across, rising, falling))


def _sign(kernel, window):
    response = np.sum(kernel * window)
    return 0 if abs(response) <= SMALL * np.sum(np.abs(kernel) * window) else int(np.sign(response))


def what_a_test_shows(test):
    """Of a picture and a kernel: flags, of which the last says whether correlation and convolution differ."""
    picture, kernel = test
    for name, array in (("picture", picture), ("kernel", kernel)):
        if array.ndim != 2 or array.size == 0:
            raise Unreadable(f"the {name} must have rows and columns, and this has shape {array.shape}")
        if not np.isfinite(array).all():
            raise Unreadable(f"every number of the {name} must be finite")
    fits = all(n >= m for n, m in zip(picture.shape, kernel.shape, strict=True))
    flags = [fits, np.ptp(kernel) > 0, (kernel != kernel[::-1, ::-1]).any(), np.ptp(picture) > 0, False]
    if fits:
        one, other = correlate(picture, kernel, "valid"), convolve(picture, kernel, "valid")
        flags[4] = not np.allclose(one, other, rtol=SMALL, atol=SMALL)
    return tuple(np.array(int(flag)) for flag in flags)


EDGE_KERNEL = Exercise(
    id="03.2",
    title="Find the upper edge of a bright thing",
    text="Hand in a 3 x 3 kernel. Correlated with a picture, it must answer with a positive number wherever its "
    "window holds an edge from dark above to bright below, be that under the first or under the second row of "
    "the window; with a negative number where it is bright above and dark below; and with zero where the window "
    "is all the same, or holds only an edge between left and right.",
    reference=np.array([[-1.0, -1.0, -1.0], [0.0, 0.0, 0.0], [1.0, 1.0, 1.0]]),
    effect=Effect(
        responses,
        (
            "sign of the response to a window that is all the same",
            "signs of the responses to two edges between left and right",
            "signs of the responses to dark above, bright below, under the first and under the second row",
            "signs of the responses to bright above, dark below, under the first and under the second row",
        ),
    ),
    misconceptions=(
        Misconception(
            np.array([[1, 1, 1], [0, 0, 0], [-1, -1, -1]]),
            "It finds these edges, with the signs exchanged: it answers positively where it is bright above. With "
            "convolution, which flips the kernel, it would be right. Here it is correlated.",
        ),
        Misconception(
            np.array([[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]]),
            "This kernel compares left and right, so it finds vertical edges. Yours must compare above and below.",
        ),
        Misconception(
            np.array([[1, 0, -1], [1, 0, -1], [1, 0, -1]]),
            "This kernel compares right and left, so it finds vertical edges. Yours must compare below and above.",
        ),
        Misconception(
            np.array([[1, 1, 1], [1, 1, 1], [1, 1, 1]]),
            "The kernel adds up brightness and answers to everything bright. Take something away: the weights must "
            "add up to zero.",
        ),
        Misconception(
            np.array([[0, 1, 0], [1, -4, 1], [0, 1, 0]]),
            "The Laplacian answers to edges of every direction, on one side positively and on the other negatively. "
            "Compare above and below only.",
        ),
        Misconception(
            np.array([[0, -1, 0], [-1, 4, -1], [0, -1, 0]]),
            "This kernel answers to whatever differs from its neighbours on any side, positively on the bright side of "
            "the edge and negatively on the dark one. Compare above and below only.",
        ),
        Misconception(
            np.array([[-1, -1, 0], [-1, 0, 1], [0, 1, 1]]),
            "It also answers to edges between left and right: it looks for a diagonal one. The weights of each column "
            "must add up to zero.",
        ),
        Misconception(
            np.array([[-1, -1, -1], [1, 1, 1], [0, 0, 0]]),
            "It sees the edge only under the first row of its window: the third row has no say.",
        ),
        Misconception(
            np.array([[0, 0, 0], [-1, -1, -1], [1, 1, 1]]),
            "It sees the edge only under the second row of its window: the first row has no say.",
        ),
        Misconception(
            np.array([[0, 0, 0], [0, 0, 0], [0, 0, 0]]),
            "This kernel answers to none of these windows. Give the rows above and below opposite signs.",
        ),
        Misconception(
            np.array([[-1, -1, -1], [0, 0, 0], [2, 2, 2]]),
            "It finds the edge and answers to an even bright area, too: its weights do not add up to zero.",
        ),
    ),
    hints=(
        "What must the nine weights add up to, so that an even area gives zero, however bright it is?",
        "An edge between left and right must give zero, so the weights of each column must add up to zero as well.",
        "Take away what lies above, and add what lies below.",
    ),
)

TELLING_TEST = Exercise(
    id="03.4",
    title="A test that tells",
    text="The picture of ones and the box filter gave the same result in both functions, though one was a correlation "
    "and the other a convolution. Hand in a better test, as `(picture, kernel)`: two arrays with rows and "
    "columns, for which the valid correlation and the valid convolution differ in at least one number.",
    reference=(np.array([[0.0, 1, 2], [3, 4, 5], [6, 7, 8]]), np.array([[0.0, 1], [2, 3]])),
    returns=("picture", "kernel"),
    effect=Effect(
        what_a_test_shows,
        (
            "does the kernel fit into the picture (1 for yes)",
            "are the weights of the kernel not all equal",
            "does the kernel change when it is flipped",
            "are the numbers of the picture not all equal",
            "do correlation and convolution differ",
        ),
    ),
    misconceptions=(
        Misconception(
            (np.ones((4, 4)), np.full((3, 3), 1 / 9)),
            "This is the test with ones over again. Flip the box filter: nothing changes, so a function that "
            "forgets the flip passes.",
        ),
        Misconception(
            (np.arange(16.0).reshape(4, 4), np.ones((3, 3))),
            "Your picture would show a difference, but a kernel of equal weights is the same after the flip. Give the "
            "weights different values.",
        ),
        Misconception(
            (np.arange(16.0).reshape(4, 4), np.outer([1.0, 2, 1], [1.0, 2, 1])),
            "Flipped, your kernel looks as before, like every blur that treats opposite sides alike. "
            "Make two opposite weights different.",
        ),
        Misconception(
            (np.ones((4, 4)), np.arange(9.0).reshape(3, 3)),
            "Your kernel does change by the flip. On an even picture, however, it adds up its weights in any order. "
            "Take a picture whose numbers differ.",
        ),
        Misconception(
            (np.ones((4, 4)), np.outer([1.0, 2, 1], [1.0, 2, 1])),
            "The picture is the same everywhere, and the kernel is the same after a flip: either of them hides the "
            "difference.",
        ),
        Misconception(
            (np.outer([1.0, 2, 1], [1.0, 2, 1]), np.arange(9.0).reshape(3, 3)),
            "Picture and kernel both look good, and still the results agree: at every place the window itself is the "
            "same after a flip. Take a picture without such a symmetry.",
        ),
        Misconception(
            (np.arange(4.0).reshape(2, 2), np.arange(9.0).reshape(3, 3)),
            "The kernel does not fit into the picture, so there is no valid place. Take a larger picture.",
        ),
    ),
    hints=(
        "Correlation and convolution differ by a flip of the kernel. For which kernels does a flip change nothing?",
        "The same question for the picture: what do both functions give where all its numbers are equal?",
        "Numbers that grow from place to place, such as 0, 1, 2 and so on, have no symmetry. Try them in both.",
    ),
)
