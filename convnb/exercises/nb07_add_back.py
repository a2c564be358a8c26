"""Exercise of notebook 07: the adjoint of taking patches, which adds every number back to its pixel."""

import numpy as np

from .grading.model import Exercise, Misconception


def add_back(columns, shape, kh, kw, s):
    """x[c, i s + t, j s + u] += columns[(c kh + t) kw + u, i W_out + j], for all places i, j and all c, t, u."""
    C, H, W = shape
    down, across = (H - kh) // s + 1, (W - kw) // s + 1
    x = np.zeros(shape)
    for i in range(down):
        for j in range(across):
            patch = columns[:, i * across + j].reshape(C, kh, kw)
            x[:, i * s : i * s + kh, j * s : j * s + kw] += patch
    return x


def _columns(rng):
    cases = [(np.ones((8, 4)), (2, 3, 3), 2, 2, 1)]  # the numbers of patches that hold each pixel
    for shape, kh, kw, s in [((2, 3, 4), 2, 2, 1), ((1, 3, 7), 1, 3, 2), ((2, 5, 4), 3, 1, 2)]:
        i, j = np.ogrid[: shape[0] * kh * kw, : _places(shape, kh, kw, s)]
        cases.append((10.0 * i + j, shape, kh, kw, s))
    for shape, kh, kw, s in [((3, 5, 8), 3, 2, 1), ((2, 6, 5), 2, 3, 2), ((2, 9, 7), 4, 2, 3), ((1, 5, 6), 2, 2, 3)]:
        cases.append((rng.normal(size=(shape[0] * kh * kw, _places(shape, kh, kw, s))), shape, kh, kw, s))
    return cases


def _places(shape, kh, kw, s):
    return ((shape[1] - kh) // s + 1) * ((shape[2] - kw) // s + 1)


def _laid(columns, shape, kh, kw, s, *, order=(0, 1, 2), step=None, tiles=None, right_first=True, turn=1, write=np.add):
    """add_back with one thing done otherwise: order of the axes in a column, step, tiles, order of places.

    turn=-1 begins with the last tile; write(old, new) says what becomes of a pixel that already holds something.
    """
    C, H, W = shape
    down, across = (H - kh) // s + 1, (W - kw) // s + 1
    if tiles is None:
        tiles = columns.T.reshape(-1, *np.array([C, kh, kw])[list(order)]).transpose(0, *(1 + np.argsort(order)))
    x = np.zeros(shape)
    for number in range(len(tiles))[::turn]:
        i, j = divmod(number, across) if right_first else divmod(number, down)[::-1]
        top, left = i * (step or s), j * (step or s)
        window = (slice(None), slice(top, top + kh), slice(left, left + kw))
        x[window] = write(x[window], tiles[number])
    return x


def _last_wins(columns, shape, kh, kw, s):
    return _laid(columns, shape, kh, kw, s, write=lambda old, new: new)


def _first_wins(columns, shape, kh, kw, s):
    return _laid(columns, shape, kh, kw, s, turn=-1, write=lambda old, new: new)


def _averaged(columns, shape, kh, kw, s, least=0):
    counts = add_back(np.ones_like(columns), shape, kh, kw, s)
    with np.errstate(invalid="ignore"):  # 0 / 0 where no patch holds the pixel
        return add_back(columns, shape, kh, kw, s) / np.maximum(counts, least)


def _at_every_place(columns, shape, kh, kw, s):
    x = np.zeros(shape)
    places = np.ndindex(shape[1] - kh + 1, shape[2] - kw + 1)
    for number, (i, j) in enumerate(places):
        x[:, i : i + kh, j : j + kw] += columns[:, number].reshape(-1, kh, kw)
    return x


ADD_BACK = Exercise(
    id="07.3",
    title="Give it all back",
    text="In 07.1 every number of the matrix was copied from a pixel. Write `add_back(columns, shape, kh, kw, s)`, "
    "the adjoint of that: `columns` is a matrix as 07.1 makes it, but with any numbers in it, and `shape` is "
    "`(C, H, W)`. Begin with a picture of zeros and add every number to the pixel that 07.1 would copy it from. "
    "So for every picture `x` of this shape, `np.sum(patch_columns(x, kh, kw, s) * columns)` is `np.sum(x * "
    "add_back(columns, shape, kh, kw, s))`.",
    reference=add_back,
    inputs=_columns,
    misconceptions=(
        Misconception(
            _last_wins,
            "Where patches overlap, the last one wipes out those before. A pixel that was copied twice gets two "
            "numbers back: use += in place of =. Did you write += with an array of indices? NumPy then adds to each "
            "pixel only once: use a loop, or np.add.at.",
        ),
        Misconception(
            _first_wins,
            "Where patches overlap, only the first one is left. Add all of them; one assignment, or += with an "
            "index array that repeats, keeps one number only. np.add.at adds them all.",
        ),
        Misconception(
            _averaged,
            "You divided by the number of patches that hold the pixel, even where there is none. An inverse would do "
            "that; the adjoint adds, and does not divide.",
        ),
        Misconception(
            lambda columns, shape, kh, kw, s: _averaged(columns, shape, kh, kw, s, least=1),
            "You divided by the number of patches that hold the pixel. That undoes the copying, as an inverse; the "
            "adjoint adds, and does not divide.",
        ),
        Misconception(
            lambda columns, shape, kh, kw, s: _laid(columns, shape, kh, kw, s, write=np.maximum),
            "Where patches overlap, you keep the largest number. Add them.",
        ),
        Misconception(
            lambda columns, shape, kh, kw, s: _laid(columns, shape, kh, kw, s, order=(1, 2, 0)),
            "You read each column pixel by pixel, with the channels alternating. It lists one channel after the "
            "other: reshape it to (C, kh, kw).",
        ),
        Misconception(
            lambda columns, shape, kh, kw, s: _laid(columns, shape, kh, kw, s, order=(0, 2, 1)),
            "You read each channel of a patch column by column. 07.1 wrote it row by row: reshape to (C, kh, kw).",
        ),
        Misconception(
            lambda columns, shape, kh, kw, s: _laid(
                columns, shape, kh, kw, s, tiles=columns.T.reshape(-1, shape[0], kh, kw)[:, :, ::-1, ::-1]
            ),
            "You flipped each patch. Every number goes back to where it came from: nothing is flipped.",
        ),
        Misconception(
            lambda columns, shape, kh, kw, s: _laid(
                columns, shape, kh, kw, s, tiles=columns.reshape(-1, shape[0], kh, kw)
            ),
            "You cut the matrix into patches along its rows. A patch is a column: transpose before you reshape.",
        ),
        Misconception(
            lambda columns, shape, kh, kw, s: _laid(columns, shape, kh, kw, s, right_first=False),
            "Each patch is right, but you go down first and then to the right. 07.1 went to the right first.",
        ),
        Misconception(
            lambda columns, shape, kh, kw, s: _laid(columns, shape, kh, kw, s, step=1),
            "You put the patches down one pixel apart. Place i, j starts at row i * s and column j * s.",
        ),
        Misconception(
            _at_every_place,
            "Your loops stop at every place, so there are not enough columns. With a stride they count 0, s, 2 s and "
            "so on.",
        ),
        Misconception(
            lambda columns, shape, kh, kw, s: _laid(columns, shape, kh, kw, s, write=np.subtract),
            "All your signs are wrong: the numbers are added, not taken away.",
        ),
        Misconception(
            lambda columns, shape, kh, kw, s: add_back(columns[:, [0] * columns.shape[1]], shape, kh, kw, s),
            "Every place gets column 0. Count one column on for each place.",
        ),
        Misconception(
            lambda columns, shape, kh, kw, s: np.broadcast_to(
                add_back(columns, shape, kh, kw, s).sum(axis=0), shape
            ).copy(),
            "Every channel of yours holds the sum over all of them. A number goes back to its own channel only.",
        ),
    ),
    hints=(
        "With ones everywhere in columns, each pixel must get the number of patches that hold it: 1 in a corner, more "
        "inside.",
        "Column l belongs to place i, j with l = i * (places to the right) + j. Reshape it to (C, kh, kw): that is the "
        "patch.",
        "Write 07.1 again, and turn its assignment round: the patch of x stands on the left now, and gets += of the "
        "reshaped column.",
    ),
)
