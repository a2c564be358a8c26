"""Exercise of notebook 10: a Gabor kernel, pixel by pixel."""

import numpy as np

from .grading.model import Exercise, Misconception


def gabor(shape, beta_x, beta_y, frequency, phase, theta):
    """exp(-beta_x x'^2 - beta_y y'^2) cos(frequency x' + phase), x' along theta and y' across it."""
    rows, columns = shape
    w = np.zeros(shape)
    for r in range(rows):
        for c in range(columns):
            x, y = c - (columns - 1) / 2, r - (rows - 1) / 2
            u = x * np.cos(theta) + y * np.sin(theta)
            v = -x * np.sin(theta) + y * np.cos(theta)
            w[r, c] = np.exp(-beta_x * u**2 - beta_y * v**2) * np.cos(frequency * u + phase)
    return w


def _kernels(rng):
    # Stripes alone, to be followed by hand; upright ones under a bell; then everything.
    quarter = np.pi / 2
    cases = [((3, 3), 0.0, 0.0, quarter, 0.0, 0.0), ((4, 3), 0.0, 0.0, quarter, quarter, quarter)]
    cases += [((2, 4), 0.0, 0.0, np.pi, -quarter, 0.0), ((3, 5), 0.5, 0.1, 1.0, 0.0, 0.0), ((3, 4), 0.2, 0.0, 0, 0, 0)]
    for shape in [(3, 4), (4, 3), (5, 7), (6, 4), (1, 1), (8, 9)]:
        beta_x, beta_y, frequency, phase, theta = map(
            float, rng.uniform((0.02, 0.1, 0.4, 0.3, 0.2), (0.1, 0.4, 2, 2, 1.3))
        )
        cases.append((shape, beta_x, beta_y, frequency, phase, theta))
    return cases


def _grid(shape, rows_from=None, columns_from=None):
    """x along the columns, y along the rows; the origin is the middle, or at that row and column."""
    r, c = np.indices(shape)
    rows_from = (shape[0] - 1) / 2 if rows_from is None else rows_from
    columns_from = (shape[1] - 1) / 2 if columns_from is None else columns_from
    return c - columns_from, r - rows_from


def _turned(x, y, theta):
    return x * np.cos(theta) + y * np.sin(theta), -x * np.sin(theta) + y * np.cos(theta)


def _bell(u, v, beta_x, beta_y):
    return np.exp(-beta_x * u**2 - beta_y * v**2)


def _from_grid(grid):
    """The answer that is right but for its coordinates, x, y = grid(shape)."""

    def answer(shape, beta_x, beta_y, frequency, phase, theta):
        u, v = _turned(*grid(shape), theta)
        return _bell(u, v, beta_x, beta_y) * np.cos(frequency * u + phase)

    return answer


def _with(make):
    """The answer make(u, v, x, y, beta_x, beta_y, frequency, phase), u and v being x' and y'."""

    def answer(shape, beta_x, beta_y, frequency, phase, theta):
        x, y = _grid(shape)
        return make(*_turned(x, y, theta), x, y, beta_x, beta_y, frequency, phase)

    return answer


def _wave(wave):
    """The answer with the right bell and the stripes wave(u, v, x, y, frequency, phase)."""
    return _with(lambda u, v, x, y, bx, by, f, p: _bell(u, v, bx, by) * wave(u, v, x, y, f, p))


def _under(bell):
    """The answer with the right stripes under the bell(u, v, x, y, beta_x, beta_y)."""
    return _with(lambda u, v, x, y, bx, by, f, p: bell(u, v, x, y, bx, by) * np.cos(f * u + p))


def _minus_lost(shape, beta_x, beta_y, frequency, phase, theta):
    x, y = _grid(shape)
    u, v = _turned(x, y, theta)[0], x * np.sin(theta) + y * np.cos(theta)
    return _bell(u, v, beta_x, beta_y) * np.cos(frequency * u + phase)


def _x_lost(shape, beta_x, beta_y, frequency, phase, theta):
    x, y = _grid(shape)
    u = x * np.cos(theta) + y * np.sin(theta)
    return _bell(u, -u * np.sin(theta) + y * np.cos(theta), beta_x, beta_y) * np.cos(frequency * u + phase)


def _rows_only(shape, beta_x, beta_y, frequency, phase, theta):
    y, x = (np.arange(n) - (n - 1) / 2 for n in shape)
    u, v = _turned(x, y, theta)
    return _bell(u, v, beta_x, beta_y) * np.cos(frequency * u + phase)


def _unit_square(shape):
    y, x = (np.linspace(-1, 1, n) if n > 1 else np.zeros(1) for n in shape)
    return x[None], y[:, None]


GABOR = Exercise(
    id="10.2",
    title="A kernel of stripes",
    text="Write `gabor(shape, beta_x, beta_y, frequency, phase, theta)`: an array of shape `(rows, columns)` with "
    "`exp(-beta_x x'^2 - beta_y y'^2) cos(frequency x' + phase)` at each pixel, where `x' = x cos(theta) + y "
    "sin(theta)` and `y' = -x sin(theta) + y cos(theta)`. `x` counts pixels to the right along the columns, `y` "
    "downwards along the rows, and both are 0 in the middle of the array: the first of 5 columns has `x = -2`, "
    "the first of 4 has `x = -1.5`. `frequency` is in radians per pixel, `phase` and `theta` are in radians.",
    reference=gabor,
    inputs=_kernels,
    misconceptions=(
        Misconception(
            _from_grid(lambda shape: _grid(shape)[::-1]),
            "x and y are exchanged. x runs along the columns, which is the second index; y along the rows.",
        ),
        Misconception(
            lambda shape, *parameters: gabor(shape, *parameters).T,
            "Your array has columns for rows. It has the shape (rows, columns), one row for each y.",
        ),
        Misconception(
            lambda shape, *parameters: gabor(shape[::-1], *parameters),
            "You took shape for (columns, rows). NumPy's shapes begin with the rows.",
        ),
        Misconception(
            _from_grid(lambda shape: (_grid(shape)[0], -_grid(shape)[1])),
            "Your stripes turn the other way. y grows downwards, with the row number, and x' = x cos(theta) + "
            "y sin(theta).",
        ),
        Misconception(
            _from_grid(lambda shape: _grid(shape, 0, 0)),
            "Your origin is the first pixel. It is the middle: subtract (columns - 1) / 2 and (rows - 1) / 2.",
        ),
        Misconception(
            _from_grid(lambda shape: _grid(shape, shape[0] // 2, shape[1] // 2)),
            "For an even number of pixels your origin is half a pixel off. The middle is at (columns - 1) / 2, without "
            "rounding.",
        ),
        Misconception(
            _from_grid(lambda shape: _grid(shape, (shape[0] - 1) // 2, (shape[1] - 1) // 2)),
            "For an even number of pixels your origin is half a pixel off: // rounds. Write (columns - 1) / 2.",
        ),
        Misconception(
            _from_grid(lambda shape: _grid(shape, shape[0] / 2, shape[1] / 2)),
            "Your origin is half a pixel off. Pixels are counted from 0, so the middle is at (columns - 1) / 2.",
        ),
        Misconception(
            _from_grid(lambda shape: _grid(shape, -(-shape[0] // 2), -(-shape[1] // 2))),
            "For an odd number of pixels your origin is one pixel off: -5 // 2 is -3 in Python. Write "
            "-(columns - 1) / 2.",
        ),
        Misconception(
            _from_grid(lambda shape: _grid(shape, (shape[1] - 1) / 2, (shape[0] - 1) / 2)),
            "The middle is at the wrong place: from the column number you subtracted half the rows. shape[1] is the "
            "number of columns.",
        ),
        Misconception(
            _from_grid(lambda shape: _grid(shape, (shape[1] - 1) / 2, (shape[0] - 1) / 2)[::-1]),
            "Your x counts rows. np.indices and np.mgrid give the row numbers first, and these belong to y.",
        ),
        Misconception(
            _rows_only,
            "Your x and y are single rows of numbers, and they are added entry by entry. Each pixel needs its own x "
            "and y: np.meshgrid(x, y).",
        ),
        Misconception(
            _from_grid(_unit_square),
            "Your x runs from -1 to 1. It counts pixels: 5 columns have x = -2, -1, 0, 1, 2.",
        ),
        Misconception(
            lambda shape, *parameters: gabor(shape, *parameters[:-1], np.deg2rad(parameters[-1])),
            "You turned theta into radians, and it is in radians already.",
        ),
        Misconception(
            _wave(lambda u, v, x, y, f, p: np.cos(2 * np.pi * f * u + p)),
            "You took frequency for cycles per pixel. It is in radians per pixel: no 2 pi.",
        ),
        Misconception(
            _x_lost,
            "You wrote x' over x, and y' then took the new x. Give x' and y' names of their own.",
        ),
        Misconception(
            _minus_lost,
            "The minus in y' is missing: y' = -x sin(theta) + y cos(theta).",
        ),
        Misconception(
            _under(lambda u, v, x, y, bx, by: _bell(x, y, bx, by)),
            "The stripes are turned, the bell is not. x' and y' stand in the bell, too.",
        ),
        Misconception(
            _wave(lambda u, v, x, y, f, p: np.cos(f * x + p)),
            "The bell is turned, the stripes are not. x' stands in the cosine, too.",
        ),
        Misconception(
            _wave(lambda u, v, x, y, f, p: np.cos(f * v + p)),
            "Your stripes run across: y' stands in the cosine in place of x'.",
        ),
        Misconception(
            _wave(lambda u, v, x, y, f, p: np.cos(f * (u + p))),
            "You multiplied the phase by the frequency. It is added after: frequency * x' + phase.",
        ),
        Misconception(
            _wave(lambda u, v, x, y, f, p: np.cos(f * u - p)),
            "The phase has the wrong sign: frequency * x' + phase.",
        ),
        Misconception(
            _wave(lambda u, v, x, y, f, p: np.cos(f * u)),
            "The phase has no say. Add it inside the cosine.",
        ),
        Misconception(
            _wave(lambda u, v, x, y, f, p: np.sin(f * u + p)),
            "Your stripes are a sine: with phase 0 the middle must be bright. Take the cosine.",
        ),
        Misconception(
            _under(lambda u, v, x, y, bx, by: _bell(u, v, bx**2, by**2)),
            "You squared beta along with the coordinate. Only the coordinate is squared: beta_x * x'**2.",
        ),
        Misconception(
            _under(lambda u, v, x, y, bx, by: np.exp(-bx * u - by * v)),
            "x' and y' are not squared in your bell, so it falls on one side and grows on the other.",
        ),
        Misconception(
            _under(lambda u, v, x, y, bx, by: _bell(u, v, -bx, -by)),
            "Your bell grows outwards: the minus is missing in the exponent.",
        ),
        Misconception(
            _under(lambda u, v, x, y, bx, by: np.exp(-bx * u**2 + by * v**2)),
            "The second minus is missing in the exponent: your bell grows along y'.",
        ),
        Misconception(
            _under(lambda u, v, x, y, bx, by: _bell(u, v, by, bx)),
            "beta_x and beta_y are exchanged: beta_x belongs to x'.",
        ),
        Misconception(
            _under(lambda u, v, x, y, bx, by: _bell(u, v, bx / 2, by / 2)),
            "There is no 2 below the line here: beta is 1 / (2 sigma^2) already.",
        ),
    ),
    hints=(
        "First make x and y, two arrays of the asked shape, and look at them: in each row x must be the same, in each "
        "column y.",
        "np.indices(shape) gives the row and the column number of each pixel. Subtract (rows - 1) / 2 from the one, "
        "that is y, and (columns - 1) / 2 from the other, that is x.",
        "Then x' and y' by the two formulas, then the bell, then the cosine, all on whole arrays. x' is the same in "
        "the bell and in the cosine.",
    ),
)
