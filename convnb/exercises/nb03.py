"""The functions of the exercises of notebook 03; their words are in words/nb03.md."""

import numpy as np

from ..ops.correlation import convolve, correlate
from .form import Ways, exercise, one_wrong
from .grading.comparing import Unreadable
from .grading.model import Effect
from .inputs import floats
from .scenes import Grid

DARK, BRIGHT = 10.0, 40.0
SMALL = 1e-9  # relative: smaller differences are rounding errors


# 03.1 Slide a kernel yourself


def correlate_valid(x, kernel):
    """y[r, c] = sum over i, j of x[r + i, c + j] kernel[i, j], wherever the whole kernel lies on the picture."""
    h, w = kernel.shape
    y = np.zeros((x.shape[0] - h + 1, x.shape[1] - w + 1))
    for r in range(y.shape[0]):
        for c in range(y.shape[1]):
            for i in range(h):
                for j in range(w):
                    y[r, c] += x[r + i, c + j] * kernel[i, j]
    return y


def _pictures(rng):
    # Square kernels first: there exchanged indices give a wrong number, elsewhere they leave the kernel. Each kernel
    # fits when it is transposed, too.
    sizes = [((3, 4), (2, 2)), ((5, 4), (3, 3)), ((5, 6), (2, 3)), ((4, 6), (3, 1)), ((6, 5), (1, 4)), ((3, 3), (1, 1))]
    cases = [(rng.permutation(40)[: h * w].reshape(h, w) + 1.0, _drawn(rng, k)) for (h, w), k in sizes]
    return [*cases, floats(rng, (7, 5), (3, 2)), floats(rng, (4, 4), (4, 4))]


def _drawn(rng, shape):
    return rng.permutation(np.arange(-4.0, 9.0))[: np.prod(shape)].reshape(shape)


def _exchanged(x, kernel):
    h, w = kernel.shape
    y = np.zeros((x.shape[0] - h + 1, x.shape[1] - w + 1))
    for r, c in np.ndindex(y.shape):
        y[r, c] = sum(x[r + i, c + j] * kernel[j, i] for i in range(h) for j in range(w))
    return y


def _square_by_slices(x, kernel):
    n, m = len(x) - len(kernel) + 1, len(kernel)
    return np.array([[np.sum(x[r : r + m, c : c + m] * kernel) for c in range(n)] for r in range(n)])


def _square_by_loops(x, kernel):
    y = np.zeros((len(x) - len(kernel) + 1,) * 2)
    for r, c in np.ndindex(y.shape):
        for i, j in np.ndindex(len(kernel), len(kernel)):
            y[r, c] += x[r + i, c + j] * kernel[i, j]
    return y


def _square_kernel(x, kernel):
    rows, columns = (n - len(kernel) + 1 for n in x.shape)
    m = len(kernel)
    return np.array([[np.sum(x[r : r + m, c : c + m] * kernel) for c in range(columns)] for r in range(rows)])


def _matrix_products(x, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(x, kernel.shape)
    return (windows @ kernel).sum(axis=(2, 3))


# 03.2 Find the upper edge of a bright thing


def responses(kernel):
    """Signs of the kernel's responses to 3 x 3 windows: an even one; vertical edges; horizontal edges, both ways."""
    if kernel.shape != (3, 3):
        raise Unreadable(f"expected a kernel of shape (3, 3), got shape {kernel.shape}")
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


_SIGNS = (
    "sign of the response to a window that is all the same",
    "signs of the responses to two edges between left and right",
    "signs of the responses to dark above, bright below, under the first and under the second row",
    "signs of the responses to bright above, dark below, under the first and under the second row",
)


# 03.3 A blur in two passes


def two_passes(x, column, row):
    """y[r, c] = sum over i of column[i] times the sum over j of row[j] x[r + i, c + j]: valid places only."""
    h, w = len(column), len(row)
    down = np.zeros((x.shape[0] - h + 1, x.shape[1]))
    for i in range(h):
        down += column[i] * x[i : i + down.shape[0]]
    y = np.zeros((down.shape[0], x.shape[1] - w + 1))
    for j in range(w):
        y += row[j] * down[:, j : j + y.shape[1]]
    return y


def _blurs(rng):
    # Each kernel fits in both directions, so that exchanging column and row gives a wrong result and no error.
    sizes = [(4, 5, 2, 2), (5, 4, 3, 3), (6, 5, 3, 2), (4, 6, 1, 3), (7, 5, 4, 1), (6, 7, 2, 5)]
    cases = []
    for H, W, h, w in sizes:
        cases.append((rng.permutation(50)[: H * W].reshape(H, W) + 0.0, _weights(rng, h), _weights(rng, w)))
    return [*cases, floats(rng, (9, 6), 4, 3)]


def _weights(rng, n):
    return rng.permutation(np.arange(2.0, 10.0))[:n]


def _kernel(column, row):
    return np.multiply.outer(column, row)


# 03.4 A test that tells


def what_a_test_shows(test):
    """Of a picture and a kernel: flags, of which the last says whether correlation and convolution differ."""
    picture, kernel = test
    for name, array in (("picture", picture), ("kernel", kernel)):
        if array.ndim != 2 or array.size == 0:
            raise Unreadable(f"the {name} must have rows and columns, got shape {array.shape}")
        if not np.isfinite(array).all():
            raise Unreadable(f"every number of the {name} must be finite")
    fits = all(n >= m for n, m in zip(picture.shape, kernel.shape, strict=True))
    flags = [fits, np.ptp(kernel) > 0, (kernel != kernel[::-1, ::-1]).any(), np.ptp(picture) > 0, False]
    if fits:
        one, other = correlate(picture, kernel, "valid"), convolve(picture, kernel, "valid")
        flags[4] = not np.allclose(one, other, rtol=SMALL, atol=SMALL)
    return tuple(np.array(int(flag)) for flag in flags)


_FLAGS = (
    "does the kernel fit into the picture (1 for yes)",
    "are the weights of the kernel not all equal",
    "does the kernel change when it is flipped",
    "are the numbers of the picture not all equal",
    "do correlation and convolution differ",
)


# 03.5 What two passes save


def multiplications(H, W, k):
    """k k for each of the (H - k + 1) (W - k + 1) outputs, and k for each number of the two passes, columns first."""
    rows, columns = H - k + 1, W - k + 1
    return rows * columns * k * k, rows * W * k + rows * columns * k


def _sizes(rng):
    drawn = [(k + int(rng.integers(0, 30)), k + int(rng.integers(0, 50)), k) for k in (2, 3, 5, 6)]
    return [(5, 7, 3), (6, 4, 2), (4, 9, 4), (8, 5, 1), (280, 320, 9), *drawn]


_PICTURE, _KERNEL = np.arange(9).reshape(3, 3), np.arange(4).reshape(2, 2)

PREDICTED = {
    "03.a": {
        "unflipped": correlate(_PICTURE, _KERNEL, "valid"),
        "upside_down": correlate(_PICTURE, _KERNEL[::-1], "valid"),
        "mirrored": correlate(_PICTURE, _KERNEL[:, ::-1], "valid"),
    },
}

EXERCISES = (
    exercise("03.1", correlate_valid, _pictures, scene=Grid).slips(
        flipped=lambda x, k: correlate(x, k[::-1, ::-1], "valid"),
        upside_down=lambda x, k: correlate(x, k[::-1], "valid"),
        mirrored=lambda x, k: correlate(x, k[:, ::-1], "valid"),
        transposed=lambda x, k: correlate(x, k.T, "valid"),
        indices_exchanged=_exchanged,
        last_missing=lambda x, k: correlate(x, k, "valid")[:-1, :-1],
        full_mode=lambda x, k: correlate(x, k, "full"),
        same_mode=lambda x, k: convolve(x, k[::-1, ::-1], "same"),
        unfilled=lambda x, k: np.pad(correlate(x, k, "valid"), [(0, n - 1) for n in k.shape]),
        kernel_unused=lambda x, k: correlate(x, np.ones(k.shape), "valid"),
        end_unfilled=lambda x, k: np.pad(correlate(x, k, "valid")[:-1, :-1], [(0, 1), (0, 1)]),
        matrix_product=_matrix_products,
        square=Ways([_square_by_slices, _square_by_loops]),
        square_kernel=_square_kernel,
    ),
    exercise("03.2", np.array([[-1.0, -1, -1], [0, 0, 0], [1, 1, 1]]), effect=Effect(responses, _SIGNS)).slips(
        signs_exchanged=np.array([[1, 1, 1], [0, 0, 0], [-1, -1, -1]]),
        left_to_right=np.array([[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]]),
        right_to_left=np.array([[1, 0, -1], [1, 0, -1], [1, 0, -1]]),
        sum=np.array([[1, 1, 1], [1, 1, 1], [1, 1, 1]]),
        laplacian=np.array([[0, 1, 0], [1, -4, 1], [0, 1, 0]]),
        laplacian_negative=np.array([[0, -1, 0], [-1, 4, -1], [0, -1, 0]]),
        diagonal=np.array([[-1, -1, 0], [-1, 0, 1], [0, 1, 1]]),
        third_row_unused=np.array([[-1, -1, -1], [1, 1, 1], [0, 0, 0]]),
        line=Ways([np.outer([-1, 2, -1], [1, 1, 1]), np.outer([1, -2, 1], [1, 1, 1])]),
        first_row_unused=np.array([[0, 0, 0], [-1, -1, -1], [1, 1, 1]]),
        zeros=np.array([[0, 0, 0], [0, 0, 0], [0, 0, 0]]),
        sum_not_zero=np.array([[-1, -1, -1], [0, 0, 0], [2, 2, 2]]),
    ),
    exercise("03.3", two_passes, _blurs, scene=lambda x, column, row: Grid(x, _kernel(column, row))).slips(
        added=lambda x, c, r: correlate(x, np.add.outer(c, r), "valid"),
        exchanged=lambda x, c, r: correlate(x, _kernel(r, c), "valid"),
        columns_only=lambda x, c, r: correlate(x, c[:, None], "valid"),
        columns_as_rows=lambda x, c, r: correlate(correlate(x, c[:, None], "valid").T, r[None], "valid"),
        rows_only=lambda x, c, r: correlate(x, r[None], "valid"),
        both_flipped=lambda x, c, r: convolve(x, _kernel(c, r), "valid"),
        column_flipped=lambda x, c, r: convolve(x, _kernel(c, r[::-1]), "valid"),
        row_flipped=lambda x, c, r: convolve(x, _kernel(c[::-1], r), "valid"),
        full_mode=lambda x, c, r: correlate(x, _kernel(c, r), "full"),
        same_mode=lambda x, c, r: convolve(x, _kernel(c, r)[::-1, ::-1], "same"),
    ),
    exercise(
        "03.4",
        (np.array([[0.0, 1, 2], [3, 4, 5], [6, 7, 8]]), np.array([[0.0, 1], [2, 3]])),
        returns=("picture", "kernel"),
        effect=Effect(what_a_test_shows, _FLAGS),
    ).slips(
        ones_and_box=(np.ones((4, 4)), np.full((3, 3), 1 / 9)),
        equal_weights=(np.arange(16.0).reshape(4, 4), np.ones((3, 3))),
        symmetric_kernel=(np.arange(16.0).reshape(4, 4), np.outer([1.0, 2, 1], [1.0, 2, 1])),
        even_picture=(np.ones((4, 4)), np.arange(9.0).reshape(3, 3)),
        even_picture_symmetric_kernel=(np.ones((4, 4)), np.outer([1.0, 2, 1], [1.0, 2, 1])),
        symmetric_picture=(np.outer([1.0, 2, 1], [1.0, 2, 1]), np.arange(9.0).reshape(3, 3)),
        kernel_too_large=(np.arange(4.0).reshape(2, 2), np.arange(9.0).reshape(3, 3)),
    ),
    exercise("03.5", multiplications, _sizes, returns=("one_go", "two_passes")).slips(
        edges_counted=lambda H, W, k: (H * W * k * k, 2 * H * W * k),
        first_pass_narrow=one_wrong(multiplications, 1, lambda H, W, k: 2 * (H - k + 1) * (W - k + 1) * k),
        rows_first=one_wrong(multiplications, 1, lambda H, W, k: multiplications(W, H, k)[1]),
        one_pass=one_wrong(multiplications, 1, lambda H, W, k: (H - k + 1) * (W - k + 1) * k),
        second_pass_from_picture=one_wrong(
            multiplications, 1, lambda H, W, k: (H - k + 1) * W * k + H * (W - k + 1) * k
        ),
        places_one_short=lambda H, W, k: ((H - k) * (W - k) * k * k, (H - k) * W * k + (H - k) * (W - k) * k),
        numbers_counted=lambda H, W, k: ((H - k + 1) * (W - k + 1), (H - k + 1) * W + (H - k + 1) * (W - k + 1)),
    ),
)
