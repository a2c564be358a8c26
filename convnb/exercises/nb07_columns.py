"""Exercise of notebook 07: the patches of a picture side by side, as the columns of a matrix."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from .grading.model import Exercise, Misconception


def patch_columns(x, kh, kw, s):
    """P[(c kh + t) kw + u, i W_out + j] = x[c, i s + t, j s + u]: a column for each place, down the rows of places."""
    C, H, W = x.shape
    down, across = (H - kh) // s + 1, (W - kw) // s + 1
    columns = np.zeros((C * kh * kw, down * across))
    for i in range(down):
        for j in range(across):
            patch = x[:, i * s : i * s + kh, j * s : j * s + kw]
            columns[:, i * across + j] = patch.ravel()
    return columns


def _pictures(rng):
    # Turned on its side, or with its numbers s apart, each patch still fits, and one place less along each axis leaves
    # some: a mistake gives a result and no error.
    sizes = [((2, 2, 3), 1, 2, 1), ((1, 4, 5), 2, 2, 2), ((2, 4, 3), 2, 1, 2), ((3, 4, 6), 2, 3, 1)]
    cases = [(_labelled(*shape), kh, kw, s) for shape, kh, kw, s in sizes]
    sizes = [((2, 5, 7), 3, 2, 2), ((1, 5, 4), 1, 1, 3), ((2, 7, 8), 2, 3, 3), ((3, 5, 5), 4, 2, 1)]
    return cases + [(rng.normal(size=shape), kh, kw, s) for shape, kh, kw, s in sizes]


def _labelled(C, H, W):
    c, i, j = np.ogrid[:C, :H, :W]
    return 100.0 * c + 10 * i + j


def _windows(x, kh, kw, s):
    """All patches, with axes channel, place down, place across, row and column in the patch."""
    return sliding_window_view(x, (kh, kw), (1, 2))[:, ::s, ::s]


def _matrix(windows, axes=(0, 3, 4, 1, 2)):
    """The first three of these axes of the patches down the rows of a matrix, the other two across its columns."""
    windows = windows.transpose(axes)
    return windows.reshape(np.prod(windows.shape[:3]), -1)


def _slow(x, kh, kw, s):
    """As many patches as stride s has, from places one pixel apart."""
    down, across = (x.shape[1] - kh) // s + 1, (x.shape[2] - kw) // s + 1
    return _matrix(_windows(x, kh, kw, 1)[:, :down, :across])


def _spread(x, kh, kw, s):
    return _matrix(sliding_window_view(x, (s * (kh - 1) + 1, s * (kw - 1) + 1), (1, 2))[..., ::s, ::s])


def _last_places_empty(x, kh, kw, s, in_turn):
    """The last row and column of places are left out: the matrix keeps zeros, each in its place or all at the end."""
    columns = patch_columns(x, kh, kw, s)
    down, across = (x.shape[1] - kh) // s + 1, (x.shape[2] - kw) // s + 1
    filled = np.arange(columns.shape[1]).reshape(down, across)[:-1, :-1].ravel()
    left = np.zeros_like(columns)
    left[:, np.arange(len(filled)) if in_turn else filled] = columns[:, filled]
    return left


PATCH_COLUMNS = Exercise(
    id="07.1",
    title="Patches side by side",
    text="A picture `x` has the shape `(C, H, W)`. A patch is a window of `kh` rows and `kw` columns, through all `C` "
    "channels. The window moves in steps of `s`: to the right as long as it fits, then `s` rows down, and again "
    "from the left. Write `patch_columns(x, kh, kw, s)`: a matrix with one column for each patch, in the order "
    "in which the window meets them. A column lists its patch channel by channel, and each channel row by row. "
    "In the first pictures that `check` tries, `x[c, i, j]` is `100 * c + 10 * i + j`: each number says where it "
    "comes from.",
    reference=patch_columns,
    inputs=_pictures,
    misconceptions=(
        Misconception(
            lambda x, kh, kw, s: _matrix(_windows(x, kh, kw, s), (3, 4, 0, 1, 2)),
            "In your columns the channels alternate: all channels of one pixel, then the next pixel. Finish one "
            "channel before the next, as the weights of a layer do.",
        ),
        Misconception(
            lambda x, kh, kw, s: patch_columns(x, kh, kw, s).T,
            "Your patches are the rows of the matrix. They are right; make them its columns.",
        ),
        Misconception(
            lambda x, kh, kw, s: patch_columns(x, kh, kw, 1),
            "The stride has no say: your window stops at every place. Let it start at 0, s, 2 s and so on, along both "
            "axes.",
        ),
        Misconception(
            _slow,
            "The number of patches is right, but your window moves one pixel at a time. Place i, j starts at row i * s "
            "and column j * s.",
        ),
        Misconception(
            lambda x, kh, kw, s: patch_columns(x, kh, kw, 1)[:, ::s],
            "You took every s-th patch of those for stride 1. A stride also leaves out whole rows of places.",
        ),
        Misconception(
            lambda x, kh, kw, s: _matrix(_windows(x, kh, kw, 1)[:, :, ::s]),
            "Your window takes steps of s to the right, and of 1 downwards. The stride counts along both axes.",
        ),
        Misconception(
            lambda x, kh, kw, s: _matrix(_windows(x, kh, kw, 1)[:, ::s]),
            "Your window takes steps of s downwards, and of 1 to the right. The stride counts along both axes.",
        ),
        Misconception(
            _spread,
            "You spread each patch out, with s from one of its pixels to the next: that is dilation. A stride moves "
            "the window; inside it the pixels are neighbours.",
        ),
        Misconception(
            lambda x, kh, kw, s: _matrix(_windows(x, kh, kw, s), (0, 3, 4, 2, 1)),
            "Each patch is right, but your window moves down first and then to the right. It moves as one reads: to "
            "the right first.",
        ),
        Misconception(
            lambda x, kh, kw, s: _matrix(_windows(x, kh, kw, s), (0, 4, 3, 1, 2)),
            "You read each channel of a patch column by column. Read it row by row.",
        ),
        Misconception(
            lambda x, kh, kw, s: _matrix(_windows(x, kh, kw, s)[..., ::-1, ::-1]),
            "You flipped each patch. Nothing is flipped here: the upper left pixel of each channel comes first.",
        ),
        Misconception(
            lambda x, kh, kw, s: patch_columns(x, kw, kh, s),
            "Your patches lie on their side: kw rows of kh columns. They have kh rows and kw columns.",
        ),
        Misconception(
            lambda x, kh, kw, s: _matrix(_windows(x, kh, kw, s), (0, 1, 2, 3, 4)).reshape(len(x) * kh * kw, -1),
            "Your matrix has the right size, with its numbers mixed up: reshape reads the axes in their order. Bring "
            "the axes of a patch to the front with transpose, then reshape.",
        ),
        Misconception(
            lambda x, kh, kw, s: _matrix(_windows(x[:, :-1, :-1], kh, kw, s)),
            "Your window stops too early, before its last place. It may touch the last row and the last column: it "
            "starts at H - kh at the latest.",
        ),
        Misconception(
            lambda x, kh, kw, s: _matrix(_windows(x, kh, kw, s)[:, :-1, :-1]),
            "One place is missing along each axis: (H - kh) // s + 1. You left the first one out of the count.",
        ),
        Misconception(
            lambda x, kh, kw, s: _last_places_empty(x, kh, kw, s, in_turn=False),
            "Your loops leave out the last place along each axis, so some columns stay zero: count (H - kh) // s + 1 "
            "places.",
        ),
        Misconception(
            lambda x, kh, kw, s: _last_places_empty(x, kh, kw, s, in_turn=True),
            "Your loops leave out the last place along each axis, so the last columns stay zero: count "
            "(H - kh) // s + 1 places.",
        ),
        Misconception(
            lambda x, kh, kw, s: np.hstack([patch_columns(channel[None], kh, kw, s) for channel in x]),
            "Each of your columns holds one channel. A patch goes through all of them: stack the channels below each "
            "other.",
        ),
        Misconception(
            lambda x, kh, kw, s: _windows(x, kh, kw, s).transpose(1, 2, 0, 3, 4).reshape(-1, kh * kw).T,
            "Each of your columns holds one channel of a patch. A patch is one column: stack its channels below each "
            "other.",
        ),
        Misconception(
            lambda x, kh, kw, s: patch_columns(x, kh, kw, s).T.reshape(len(x) * kh * kw, -1),
            "Your patches were the rows of a matrix, and you reshaped it. reshape does not exchange rows and columns. "
            "Transpose.",
        ),
        Misconception(
            lambda x, kh, kw, s: _windows(x, kh, kw, s).transpose(1, 2, 0, 3, 4).reshape(-1, len(x), kh, kw),
            "Your patches are right, in a list of their own shapes. Flatten each one, and make it a column.",
        ),
        Misconception(
            lambda x, kh, kw, s: patch_columns(x.sum(axis=0, keepdims=True), kh, kw, s),
            "You added the channels up. In a column they stand one under the other, each with its own numbers.",
        ),
    ),
    hints=(
        "How many places are there, downwards and to the right? How many numbers has a patch? That is the size of the "
        "matrix.",
        "The patch at place i, j is x[:, i * s : i * s + kh, j * s : j * s + kw]. NumPy's ravel lists the last axis "
        "first, then the one before.",
        "Two loops over the places, i and j. The patch, flattened, becomes column i * (places to the right) + j.",
    ),
)
