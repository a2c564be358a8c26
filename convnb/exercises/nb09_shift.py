"""Exercise of notebook 09: a test of equivariance, by the map of a picture and the map of the same picture, moved."""

import numpy as np

from .grading.model import Exercise, Misconception


def shift_error(before, after, by):
    """max of |after[r, q] - before[r, q - by]| over all r, and all q with 0 <= q < W and 0 <= q - by < W."""
    W = before.shape[1]
    largest = 0
    for q in range(W):
        if 0 <= q - by < W:
            largest = max(largest, np.abs(after[:, q] - before[:, q - by]).max())
    return largest


def _maps(rng):
    # The maps of an equivariant layer but for one number, then any maps. |by| is less than the rows, too.
    cases = []
    for shape, by in [((2, 4), 1), ((3, 5), 2), ((3, 4), -1), ((4, 6), -2), ((3, 4), 0), ((5, 4), 3), ((1, 5), 1)]:
        before = rng.integers(0, 10, shape)
        after = np.roll(before, by, axis=1)
        fresh = (slice(None), slice(by) if by >= 0 else slice(by, None))
        after[fresh] = rng.integers(10, 30, after[fresh].shape)  # what came in: unlike all else
        after[rng.integers(shape[0]), _known(rng, shape[1], by)] -= 3 + len(cases)
        cases.append((before, after, by))
    counted = np.arange(1.0, 16).reshape(3, 5)
    cases += [(counted, counted - 1, 1), (counted, counted - 5, 2)]  # no error at all; every number 3 too small
    cases.append((np.zeros((2, 4)), np.eye(2, 4, 3), 1))  # the error stands in a column that others leave out
    cases.append((rng.normal(size=(4, 5)), rng.normal(size=(4, 5)) / 10, 2))
    cases.append((np.zeros((3, 4)), rng.uniform(0.1, 0.5, (3, 4)), -1))
    for shape, by in [((6, 8), 3), ((5, 4), -3), ((7, 9), -2)]:
        cases.append((rng.normal(size=shape), rng.normal(size=shape), by))
    return cases


def _known(rng, width, by):
    """A column of the moved map that is known from the other one."""
    return int(rng.integers(max(0, by), width + min(0, by)))


def _known_parts(before, after, by):
    """after and, moved along, before: the columns in which both are known."""
    W = before.shape[1]
    return after[:, max(0, by) : W + min(0, by)], before[:, max(0, -by) : W + min(0, -by)]


def _differences(before, after, by):
    one, other = _known_parts(before, after, by)
    return one - other


def _rows(before, after, by):
    return shift_error(before.T, after.T, by)


def _with_zeros(before, after, by):
    moved = np.zeros_like(before)
    moved[:, max(0, by) : before.shape[1] + min(0, by)] = _known_parts(before, after, by)[1]
    return np.abs(after - moved).max()


def _to_the_right_only(before, after, by):
    return np.abs(after[:, by:] - before[:, : before.shape[1] - by]).max()


def _positive_only(before, after, by):
    return np.abs(after[:, by:] - before[:, :-by]).max()


def _backwards_positive(before, after, by):
    return np.abs(after[:, :-by] - before[:, by:]).max()


def _rolled(before, after, by):
    return np.abs(after - np.roll(before, by, axis=1))


def _looped(asked):
    """The loop over columns that asks asked(q - by, W) before it compares."""

    def answer(before, after, by):
        W = before.shape[1]
        return max(np.abs(after[:, q] - before[:, q - by]).max() for q in range(W) if asked(q - by, W))

    return answer


def _without_zero(before, after, by):
    if by > 0:
        return np.abs(after[:, by:] - before[:, :-by]).max()
    return np.abs(after[:, :by] - before[:, -by:]).max()


def _inside(before, after, by):
    """Both sides cut off, although only one is unknown."""
    width, cut = before.shape[1], abs(by)
    return _rolled(before, after, by)[:, cut : width - cut].max(initial=0)


SHIFT_ERROR = Exercise(
    id="09.6",
    title="Does the map move along?",
    text="`before` is the map that a layer makes of a picture, `H` rows and `W` columns. Then the picture moves by "
    "`by` columns to the right (to the left, if `by` is negative), and the layer makes the map `after`. If the "
    "layer is equivariant, `after` is `before`, moved by as many columns. Write `shift_error(before, after, "
    "by)`: the largest absolute difference between `after` and the moved `before`. Compare only those columns in "
    "which both are known: nothing comes in at the border, no zeros, and nothing from the other side. `by` may "
    "be 0, and its size is less than `W`.",
    reference=shift_error,
    inputs=_maps,
    misconceptions=(
        Misconception(
            lambda before, after, by: _rolled(before, after, by).max(),
            "np.roll brings in at one side what left at the other, and you compared that, too. Leave those columns "
            "out.",
        ),
        Misconception(
            lambda before, after, by: np.abs(after - np.roll(before, by)).max(),
            "np.roll without axis=1 rolls through all rows as one long line. And what comes in from the other side "
            "does not count: leave those columns out.",
        ),
        Misconception(
            lambda before, after, by: np.abs(np.roll(before, -by, axis=1) - after).max(),
            "You moved before the wrong way, and what came in from the other side counts, too. To the right means: "
            "after[:, q] belongs to before[:, q - by].",
        ),
        Misconception(
            lambda before, after, by: shift_error(before, after, -by),
            "You moved before the wrong way. The picture went to the right, so after[:, q] belongs to "
            "before[:, q - by].",
        ),
        Misconception(
            _rows,
            "You moved the rows. To the right means along the columns, the last axis.",
        ),
        Misconception(
            lambda before, after, by: np.abs(after - np.roll(before, by, axis=0)).max(),
            "You rolled the rows, axis=0. To the right means along the columns; and what comes in from the other side "
            "does not count.",
        ),
        Misconception(
            _with_zeros,
            "You filled in zeros at the border and compared them, too. Leave out the columns that are not known.",
        ),
        Misconception(
            lambda before, after, by: np.abs(after - before).max(),
            "You compared without moving before. That tests invariance; the map is expected to move along.",
        ),
        Misconception(
            _to_the_right_only,
            "For a shift to the left your slices begin with a negative index, which counts from the end. Treat by < 0 "
            "on its own.",
        ),
        Misconception(
            _positive_only,
            "Your slices are made for by > 0. For by = 0 before[:, :-by] is empty, and for a shift to the left both "
            "begin at the wrong end: treat by < 0 on its own, and write the end as W - by.",
        ),
        Misconception(
            _backwards_positive,
            "You moved before the wrong way: after[:, q] belongs to before[:, q - by], so after[:, by:] meets the "
            "beginning of before. And by may be 0 or negative.",
        ),
        Misconception(
            lambda before, after, by: _rolled(before, after, by)[:, by:].max(),
            "You left out the first columns, which is right for by > 0. A shift to the left brings something new in "
            "at the right end: leave out the last columns there.",
        ),
        Misconception(
            lambda before, after, by: _rolled(before, after, by)[:, abs(by) :].max(),
            "You always left out the first columns. A shift to the left brings something new in at the right end: "
            "leave out the last columns there.",
        ),
        Misconception(
            _looped(lambda column, W: True),
            "You never ask whether q - by is a column. A negative index counts from the end, and a large one raises an "
            "error: ask for 0 <= q - by < W.",
        ),
        Misconception(
            _looped(lambda column, W: column >= 0),
            "You ask for the lower end of the columns, the upper one is missing: q - by must be less than W, too.",
        ),
        Misconception(
            _looped(lambda column, W: column < W),
            "You ask for the upper end of the columns, the lower one is missing: before[:, -1] exists, it is the last "
            "column.",
        ),
        Misconception(
            _without_zero,
            "For by = 0 your slice is empty: before[:, :-0] ends at column 0. Write the end as W - by.",
        ),
        Misconception(
            _inside,
            "You left out columns on both sides. Only on the side where the map came in is something unknown.",
        ),
        Misconception(
            lambda before, after, by: _differences(before, after, by).max(),
            "You took the largest difference with its sign, so what is too small is not seen. Take absolute values "
            "first.",
        ),
        Misconception(
            lambda before, after, by: abs(_differences(before, after, by).max()),
            "First the absolute values, then the largest of them. You did it the other way round.",
        ),
        Misconception(
            lambda before, after, by: np.abs(_differences(before, after, by)).mean(),
            "This is the mean difference. Few wrong columns among many right ones vanish in it: take the largest.",
        ),
        Misconception(
            lambda before, after, by: np.abs(_differences(before, after, by)).sum(),
            "You added up the differences. The largest one is asked.",
        ),
        Misconception(
            lambda before, after, by: (_differences(before, after, by) ** 2).max(),
            "This is the square of the largest difference. Take the absolute value.",
        ),
        Misconception(
            lambda before, after, by: np.abs(_differences(before, after, by)).max(axis=1),
            "You have a number for each row. One number is asked: the largest of all.",
        ),
        Misconception(
            lambda before, after, by: np.abs(_differences(before, after, by)),
            "These are all differences. One number is asked: the largest of them.",
        ),
    ),
    hints=(
        "Take W = 4 and by = 1. Which column of after shows what column 0 of before shows? Which one of after has no "
        "partner?",
        "after[:, q] belongs to before[:, q - by], if q - by is a column at all. For by < 0 the columns without "
        "partner are the last ones.",
        "For by >= 0 compare after[:, by:] with before[:, : W - by]. For by < 0 before and after change their roles.",
    ),
)
