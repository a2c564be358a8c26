"""Exercise of notebook 12: windows of a series, and what follows each of them."""

import numpy as np

from .grading.model import Exercise, Misconception


def windows(series, length, horizon):
    """x[i] = series[i .. i + length - 1] and y[i] = series[i + length .. i + length + horizon - 1], all complete."""
    x, y = [], []
    for i in range(len(series) - length - horizon + 1):
        x.append(series[i : i + length])
        y.append(series[i + length : i + length + horizon])
    return np.array(x), np.array(y)


def _series(rng):
    # (n, length, horizon). First one value ahead: a loop that forgets the horizon is right there.
    sizes = [(5, 2, 1), (6, 3, 1), (6, 2, 2), (8, 2, 3), (7, 1, 3), (9, 4, 3), (8, 3, 3)]
    cases = [(rng.permutation(9)[:n] + 1, length, horizon) for n, length, horizon in sizes]
    for length, horizon, count in rng.integers(2, 6, (4, 3)).tolist():
        cases.append((rng.normal(size=length + horizon + count), length, horizon))
    return cases


def _cut(series, length, horizon, starts, ahead=0):
    """The windows that begin at starts, and the horizon values from `ahead` places behind the window on."""
    x = [series[i : i + length] for i in starts]
    return np.array(x), np.array([series[i + length + ahead :][:horizon] for i in starts])


def _count(series, length, horizon):
    return len(series) - length - horizon + 1


def _starting(starts, ahead=0):
    """The answer whose windows begin at starts(number of complete windows, length, horizon)."""

    def answer(series, length, horizon):
        return _cut(series, length, horizon, starts(_count(series, length, horizon), length, horizon), ahead)

    return answer


def _changed(change):
    """The answer change(x, y) of the right x and y."""
    return lambda *case: change(*windows(*case))


def _around_the_end(series, length, horizon):
    return _cut(np.tile(series, 3), length, horizon, range(len(series)))


def _unfinished(series, length, horizon):
    return np.lib.stride_tricks.sliding_window_view(series, length), windows(series, length, horizon)[1]


def _one_ahead(series, length, horizon):
    return windows(series, length, 1)[0], series[length:]


def _early_end(series, length, horizon):
    x, y = windows(series, length, horizon)
    return x, y[:, : max(0, horizon - length)]


def _shifted_window(series, length, horizon):
    x = windows(series, length, horizon)[0]
    return x, np.array([series[i + horizon : i + horizon + length] for i in range(len(x))])


WINDOWS = Exercise(
    id="12.1",
    title="Windows without a leak",
    text="A forecaster learns from pairs: `length` values in a row, the oldest first, and the `horizon` values that "
    "come right after them. Write `windows(series, length, horizon)`: the tuple `(x, y)`, one row for each pair. "
    "`x` has `length` columns, `y` has `horizon`. A window begins at each place where window and what follows "
    "are complete; the series has at least one.",
    reference=windows,
    inputs=_series,
    returns=("x", "y"),
    misconceptions=(
        Misconception(
            _starting(lambda n, length, horizon: range(n), ahead=-1),
            "y: it begins with the newest value of the window: the answer stands in the question. This leak makes any "
            "forecast look good. Begin at i + length.",
        ),
        Misconception(
            _starting(lambda n, length, horizon: range(n + 1), ahead=-1),
            "The newest value of each window is its first target, too: a leak. Begin y at i + length, and there is a "
            "row less.",
        ),
        Misconception(
            _starting(lambda n, length, horizon: range(n - 1), ahead=1),
            "y: there is a gap of one value behind the window. The slice series[i : i + length] ends before i + length "
            "already: y begins there.",
        ),
        Misconception(
            _starting(lambda n, length, horizon: range(n - 1)),
            "The last pair is missing. There are len(series) - length - horizon + 1.",
        ),
        Misconception(
            _starting(lambda n, length, horizon: range(1, n)),
            "The first pair is missing. The first window begins at 0.",
        ),
        Misconception(
            _starting(lambda n, length, horizon: range(n + horizon - 1)),
            "Right for one value ahead. For more, your last windows have no complete future, so some rows of y are "
            "shorter. The horizon counts in the number of rows, too.",
        ),
        Misconception(
            _unfinished,
            "x: your last windows have no complete future. Keep as many rows as y has.",
        ),
        Misconception(
            _around_the_end,
            "Your windows run over the end and go on at the start, as with np.roll. The series is no circle: stop at "
            "the last complete pair.",
        ),
        Misconception(
            _starting(lambda n, length, horizon: range(0, n, length)),
            "Your windows stand side by side. They may overlap: a window begins at each place.",
        ),
        Misconception(
            _starting(lambda n, length, horizon: range(0, n, length + horizon)),
            "You cut the series into pieces. Windows may overlap: one begins at each place.",
        ),
        Misconception(
            _starting(lambda n, length, horizon: range(0, n, horizon)),
            "You move on by the horizon. Move on by one value: a window begins at each place.",
        ),
        Misconception(
            _changed(lambda x, y: (x[:, ::-1], y)),
            "x: the newest value comes first. The oldest comes first, as in the series.",
        ),
        Misconception(
            _changed(lambda x, y: (np.hstack([x, y]), y)),
            "x: your windows hold the values to forecast as well: a leak. Stop before i + length.",
        ),
        Misconception(
            _changed(lambda x, y: (x, y[:, 0])),
            "y: only the next value is there. Take `horizon` values, in a row of their own even for one.",
        ),
        Misconception(
            _changed(lambda x, y: (x, y[:, -1])),
            "y: only the value `horizon` steps ahead is there. Take all values up to it, in a row of their own even "
            "for one.",
        ),
        Misconception(
            _one_ahead,
            "y: the horizon has no say, and only the next value is there. Take `horizon` values, in a row of their own "
            "even for one, and count rows where all of them exist.",
        ),
        Misconception(
            _early_end,
            "y: your slice ends too early. It begins at i + length and holds `horizon` values: it ends before "
            "i + length + horizon.",
        ),
        Misconception(
            _shifted_window,
            "y: this is the window, moved on by the horizon. Take only what comes after the window: `horizon` values.",
        ),
        Misconception(
            _changed(lambda x, y: (x.T, y.T)),
            "Rows and columns are exchanged. Each pair is a row.",
        ),
        Misconception(
            _changed(lambda x, y: (y, x)),
            "x and y are exchanged: first the windows, then what follows them.",
        ),
    ),
    hints=(
        "Take [3, 1, 4, 2, 5] with length 2 and horizon 1. The first pair is [3, 1] and [4]. Which is the last one?",
        "The pair that begins at i needs series[i] to series[i + length + horizon - 1]. So i runs over "
        "range(len(series) - length - horizon + 1). Rows of different lengths mean that a slice ran over the end.",
        "Row i of x is series[i : i + length]. Row i of y is series[i + length : i + length + horizon].",
    ),
)
