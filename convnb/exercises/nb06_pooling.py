"""Exercise of notebook 06: the gradient through max pooling, where windows may overlap."""

import numpy as np

from .grading.model import Exercise, Misconception


def max_pool_backward(grad_y, x, size, stride):
    """Each grad_y[r, c] is added to the first of the largest pixels under its window, in row-major order."""
    grad_x = np.zeros(x.shape)
    for r in range(grad_y.shape[0]):
        for c in range(grad_y.shape[1]):
            window = x[r * stride : r * stride + size, c * stride : c * stride + size]
            i, j = divmod(int(np.argmax(window)), size)
            grad_x[r * stride + i, c * stride + j] += grad_y[r, c]
    return grad_x


def _pools(rng):
    # Windows side by side first, then overlapping ones and strides that do not divide, then ties, then negative pixels.
    sizes = [((2, 4), 2, 2), ((3, 4), 2, 1), ((4, 5), 3, 1), ((5, 6), 3, 2), ((5, 4), 2, 2), ((5, 7), 2, 3)]
    cases = [_pool(rng, rng.permutation(H * W).reshape(H, W) + 1.0, size, stride) for (H, W), size, stride in sizes]
    tied = [((3, 3), 2, 1), ((5, 4), 3, 1), ((6, 7), 3, 2), ((4, 6), 2, 2)]
    cases += [_pool(rng, rng.integers(0, 3, shape) + 0.0, size, stride) for shape, size, stride in tied]
    below = -1.0 - rng.permutation(12).reshape(3, 4)
    return [*cases, _pool(rng, below, 2, 1), _pool(rng, rng.normal(size=(8, 9)), 3, 1)]


def _pool(rng, x, size, stride):
    rows, columns = ((n - size) // stride + 1 for n in x.shape)
    return rng.permutation(np.arange(1.0, rows * columns + 1)).reshape(rows, columns), x, size, stride


def _shared(share, start=lambda i, size, stride: i * stride, put=np.add):
    """The wrong answer that gives the pixels of a window `share(window, gradient)`, an array of the window's shape."""

    def answer(grad_y, x, size, stride):
        grad_x = np.zeros(x.shape)
        for r, c in np.ndindex(grad_y.shape):
            top, left = start(r, size, stride), start(c, size, stride)
            place = slice(top, top + size), slice(left, left + size)
            grad_x[place] = put(grad_x[place], share(x[place], grad_y[r, c]))
        return grad_x

    return answer


def _at(index):
    """A share: everything to the pixel index(window), counted in row-major order."""

    def share(window, gradient):
        return np.where(np.arange(window.size).reshape(window.shape) == index(window), gradient, 0.0)

    return share


def _last_largest(window):
    return np.flatnonzero(window == window.max())[-1]


def _first_column(window):
    j, i = divmod(int(np.argmax(window.T)), len(window))
    return i * len(window) + j


def _exchanged(window):
    i, j = divmod(int(np.argmax(window)), len(window))
    return j * len(window) + i


def _overwrite(old, new):
    return np.where(new != 0, new, old)


def _keep_first(old, new):
    return np.where(old != 0, old, new)


def _ties(window):
    return window == window.max()


def _place_in_the_picture(first):
    """The wrong answer that looks for the largest number of a window in all of x: there it may stand elsewhere, too."""

    def answer(grad_y, x, size, stride):
        grad_x = np.zeros(x.shape)
        for r, c in np.ndindex(grad_y.shape):
            largest = x[r * stride : r * stride + size, c * stride : c * stride + size].max()
            rows, columns = np.where(x == largest)
            grad_x[rows[:first], columns[:first]] += grad_y[r, c]
        return grad_x

    return answer


def _side_by_side(grad_y, x, size, stride):
    """Windows that start at (r * size, c * size), pixel by pixel: where they overlap, that leads out of the picture."""
    grad_x = np.zeros(x.shape)
    for r, c in np.ndindex(grad_y.shape):
        places = [(r * size + i, c * size + j) for i, j in np.ndindex(size, size)]
        grad_x[max(places, key=lambda place: x[place])] += grad_y[r, c]
    return grad_x


def _inside_the_window(grad_y, x, size, stride):
    grad_x = np.zeros(x.shape)
    for r, c in np.ndindex(grad_y.shape):
        window = x[r * stride : r * stride + size, c * stride : c * stride + size]
        grad_x[divmod(int(np.argmax(window)), size)] += grad_y[r, c]
    return grad_x


MAX_POOL_BACKWARD = Exercise(
    id="06.5",
    title="Who was the largest?",
    text="Max pooling of a picture `x`: `y[r, c]` is the largest pixel of the window of `size` by `size` pixels whose "
    "upper left corner is `x[r * stride, c * stride]`, as often as it fits. `grad_y` is `dJ/dy`. Write "
    "`max_pool_backward(grad_y, x, size, stride)`: `dJ/dx`, an array of the shape of `x`. Windows may overlap. "
    "Of several equal largest pixels the first one, row by row, gets it all.",
    reference=max_pool_backward,
    inputs=_pools,
    misconceptions=(
        Misconception(
            _shared(_at(np.argmax), put=_overwrite),
            "Where windows overlap, one pixel can be the largest of several, and you keep what the last of them gave. "
            "Add: += in place of =.",
        ),
        Misconception(
            _shared(_at(np.argmax), put=_keep_first),
            "Where windows overlap, one pixel can be the largest of several, and you keep what the first of them gave. "
            "Add up what comes from all.",
        ),
        Misconception(
            _shared(_at(np.argmax), put=lambda old, new: new),
            "You overwrite whole windows, and so a later window wipes out, with its zeros, what an earlier one gave. "
            "Add the gradient to the one pixel that was the largest.",
        ),
        Misconception(
            _shared(lambda window, g: g * _ties(window)),
            "Where several pixels are equally large, each of them gets the gradient, and there is more of it than came "
            "in. Only the first one gets it.",
        ),
        Misconception(
            _shared(lambda window, g: g * _ties(window) / _ties(window).sum()),
            "Where several pixels are equally large, you share the gradient out. That would be fair; the rule here is "
            "that the first one gets it all.",
        ),
        Misconception(
            _shared(_at(_last_largest)),
            "Where several pixels are equally large, you chose the last one. The first one gets it: > in place of >= "
            "in a comparison does that.",
        ),
        Misconception(
            _shared(_at(_first_column)),
            "Where several pixels are equally large, you went down the columns to find the first. Go row by row.",
        ),
        Misconception(
            _shared(lambda window, g: np.full(window.shape, g / window.size)),
            "You shared the gradient out among all pixels of the window: that is average pooling. Here only the "
            "largest pixel had a say.",
        ),
        Misconception(
            _shared(lambda window, g: np.full(window.shape, g)),
            "Every pixel of the window gets the gradient. Only the largest one had a say in y: the others get nothing.",
        ),
        Misconception(
            _shared(_at(lambda window: 0)),
            "You sent each gradient to the upper left corner of its window. It belongs to the window's largest pixel.",
        ),
        Misconception(
            _shared(_at(np.argmin)),
            "You sent each gradient to the smallest pixel of its window. The largest one decided.",
        ),
        Misconception(
            _shared(_at(lambda window: np.argmax(np.maximum(window, 0)))),
            "Your search starts from 0, so where all pixels of a window are negative none of them is ever found. Start "
            "from the window's first pixel, or from -np.inf.",
        ),
        Misconception(
            _shared(_at(lambda window: np.argmax(np.abs(window)))),
            "You looked for the largest absolute value. A large negative pixel is small.",
        ),
        Misconception(
            _shared(_at(_exchanged)),
            "Row and column of the largest pixel are exchanged: the place in the window is row * size + column.",
        ),
        Misconception(
            _shared(_at(np.argmax), start=lambda i, size, stride: i),
            "Your windows start at (r, c), as with stride 1. They start at (r * stride, c * stride).",
        ),
        Misconception(
            _shared(_at(np.argmax), start=lambda i, size, stride: i * size),
            "Your windows lie side by side, as with stride = size. They start at (r * stride, c * stride), and may "
            "overlap.",
        ),
        Misconception(
            _side_by_side,
            "Your windows leave the picture: they start at (r * stride, c * stride), not at (r * size, c * size).",
        ),
        Misconception(
            _place_in_the_picture(None),
            "You look for the largest number in the whole picture, where it may stand more than once. Look in the "
            "window, and add the window's corner.",
        ),
        Misconception(
            _place_in_the_picture(1),
            "You take the first place of the largest number in the whole picture. It may lie in another window: look "
            "in this one, and add its corner.",
        ),
        Misconception(
            _inside_the_window,
            "You use the place inside the window as a place in the picture. Add the window's upper left corner, "
            "(r * stride, c * stride).",
        ),
        Misconception(
            _shared(lambda window, g: _at(np.argmax)(window, window.max())),
            "You hand back the pixel's value. It is grad_y[r, c] that goes to this pixel.",
        ),
        Misconception(
            _shared(lambda window, g: _at(np.argmax)(window, g * window.max())),
            "You multiplied by the pixel. y is that pixel itself, so the slope is 1: the gradient passes unchanged.",
        ),
    ),
    hints=(
        "If the largest pixel of a window grows a little, y grows as much. If another one grows a little, what does y "
        "do?",
        "Go through all windows and find the place of the largest pixel in each. np.argmax counts row by row and "
        "returns the first one.",
        "np.argmax gives one number: divmod(number, size) makes row and column in the window of it. Add the window's "
        "corner, and add grad_y[r, c] at that pixel.",
    ),
)
