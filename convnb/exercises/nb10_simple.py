"""Exercise of notebook 10: the responses of a simple cell to the frames of a movie."""

import numpy as np

from .grading.model import Exercise, Misconception


def simple_cell(frames, weight):
    """max(0, sum over r, c of weight[r, c] frames[t, r, c]), for each t."""
    return [max(0, np.sum(weight * frame)) for frame in frames]


def _movies(rng):
    # First squares, where a product of matrices gives numbers; later it raises an error. Sums 2, -1, 3 and 1:
    frames = [[[2, 1], [2, 1]], [[0, 0], [1, 3]], [[1, 1], [0, 5]], [[0, 2], [3, 0]]]
    cases = [(np.array(frames), np.array([[1, 2], [-1, 0]]))]
    for T, *shape in [(4, 2, 2), (3, 2, 3), (4, 3, 2), (2, 3, 4), (5, 1, 3)]:
        weight = rng.integers(-4, 5, shape)
        frames = rng.integers(-3, 7, (T, *shape))
        if np.sum(weight * frames[0]) > 0:
            weight = -weight  # one frame at least that the cell does not like
        cases.append((frames, weight))
    return [*cases, (rng.normal(size=(12, 5, 6)), rng.normal(size=(5, 6)))]


def linear(frames, weight):
    """The responses before they are rectified."""
    return np.tensordot(frames, weight, axes=2)


SIMPLE_CELL = Exercise(
    id="10.4",
    title="A simple cell at the movies",
    text="A simple cell multiplies each pixel of a picture by its weight and adds up; where the sum is negative it is "
    "silent, 0. Write `simple_cell(frames, weight)`: its response to each picture of a movie. `frames` has the "
    "axes (time, row, column), and `weight` is as large as one picture.",
    reference=simple_cell,
    inputs=_movies,
    unit="response",
    misconceptions=(
        Misconception(
            linear,
            "The sums are right, and some are negative. No cell fires less than never: what is below 0 becomes 0.",
        ),
        Misconception(
            lambda frames, weight: np.abs(linear(frames, weight)),
            "You took the absolute value. Where the sum is negative, a simple cell is silent: 0.",
        ),
        Misconception(
            lambda frames, weight: np.minimum(0, linear(frames, weight)),
            "You kept what is below 0 and cut off the rest. It is the other way round: maximum, not minimum.",
        ),
        Misconception(
            lambda frames, weight: np.maximum(0, frames * weight).sum(axis=(1, 2)),
            "You cut off each product before you added. Light where none is liked must count against the cell: add "
            "first, then cut.",
        ),
        Misconception(
            lambda frames, weight: np.maximum(0, linear(frames, np.maximum(0, weight))),
            "You cut off the negative weights. They belong to the cell: cut the sum only.",
        ),
        Misconception(
            lambda frames, weight: np.maximum(0, linear(np.maximum(0, frames), weight)),
            "You cut off the dark pixels of the picture. Cut the sum only.",
        ),
        Misconception(
            lambda frames, weight: (linear(frames, weight) > 0) + 0.0,
            "You give 1 where the cell fires. How strongly it fires is asked: the sum, where it is positive.",
        ),
        Misconception(
            lambda frames, weight: np.maximum(0, linear(frames, weight)) / weight.size,
            "You took the mean over the pixels. The cell adds them up.",
        ),
        Misconception(
            lambda frames, weight: max(0, linear(frames, weight).sum()),
            "You added up the whole movie. Each picture gets a response: add over rows and columns only.",
        ),
        Misconception(
            lambda frames, weight: linear(frames, weight).sum(),
            "np.sum without axis adds up the whole movie. Each picture gets a response, and what is below 0 becomes 0.",
        ),
        Misconception(
            lambda frames, weight: np.maximum(0, frames * weight),
            "These are the products at each pixel. The cell adds them up, one number for each picture, and then cuts "
            "off what is below 0.",
        ),
        Misconception(
            lambda frames, weight: max(0, linear(frames, weight).max()),
            "This is the strongest response of the movie. The response to each picture is asked.",
        ),
        Misconception(
            lambda frames, weight: max(0, linear(frames, weight)[-1]),
            "This is the response to the last picture only. Keep all of them, in a list.",
        ),
        Misconception(
            lambda frames, weight: max(0, linear(frames, weight)[0]),
            "This is the response to the first picture only: does return stand inside your loop?",
        ),
        Misconception(
            lambda frames, weight: linear(frames, weight)[linear(frames, weight) > 0],
            "You left out the pictures at which the cell is silent. Give a 0 for them.",
        ),
        Misconception(
            lambda frames, weight: np.maximum(0, np.sum(frames * weight, axis=(0, 1))),
            "You added over the wrong axes: time and rows. Add over rows and columns, axis=(1, 2).",
        ),
        Misconception(
            lambda frames, weight: np.maximum(0, np.sum(frames * weight, axis=1)),
            "You added over the rows only. Add over rows and columns, axis=(1, 2).",
        ),
        Misconception(
            lambda frames, weight: np.maximum(0, (frames @ weight).sum(axis=(1, 2))),
            "@ is the product of matrices, rows times columns. Multiply pixel by pixel, with *.",
        ),
        Misconception(
            lambda frames, weight: np.maximum(0, linear(frames, weight[::-1, ::-1])),
            "Your weights are flipped, as in a convolution. Each weight lies on its own pixel.",
        ),
    ),
    hints=(
        "Begin with one picture: weight * frame is an array. What does the cell make of it?",
        "Add up weight * frame. If the sum is negative, the response is 0. Do that for each frame.",
        "(frames * weight) has the axes (time, row, column): add over the last two, then np.maximum with 0.",
    ),
)
