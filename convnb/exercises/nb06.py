"""The functions of the exercises of notebook 06; their words are in words/nb06.md."""

import numpy as np

from ..ops.conv import conv2d_backward
from ..ops.correlation import convolve, correlate
from .form import exercise, one_wrong, other_orders
from .grading.source import CONVOLVES
from .inputs import drawn, floats, tables
from .scenes import Grid, Spread

# 06.1 Blame the pixels


def grad_input(delta, w):
    """dJ/da[r, c] = sum over i, j of delta[r - i, c - j] w[i, j], wherever that is a place of delta."""
    h, k = w.shape
    grad = np.zeros((delta.shape[0] + h - 1, delta.shape[1] + k - 1))
    for r, c in np.ndindex(delta.shape):
        for i in range(h):
            for j in range(k):
                grad[r + i, c + j] += delta[r, c] * w[i, j]
    return grad


def _deltas_and_kernels(rng):
    # No delta is smaller than its kernel, so that without the ring of zeros there is a result, though a smaller one.
    sizes = [((2, 2), (2, 2)), ((2, 3), (2, 2)), ((3, 4), (2, 3)), ((4, 3), (3, 1)), ((2, 4), (1, 3)), ((3, 3), (3, 2))]
    return drawn(rng, tables, sizes, [((6, 5), (4, 3))])


def _slid(delta, w, rows, columns):
    """Slides the flipped kernel over the deltas, padded with that many rows and columns of zeros on each side."""
    return correlate(np.pad(delta, ((rows, rows), (columns, columns))), w[::-1, ::-1], "valid")


def _from_the_end(delta, w):
    """Tests whether an index is too large, not whether it is negative: Python then counts from the end of delta."""
    (H, W), (h, k) = delta.shape, w.shape
    grad = np.zeros((H + h - 1, W + k - 1))
    for r, c in np.ndindex(grad.shape):
        for i, j in np.ndindex(w.shape):
            if r - i < H and c - j < W:
                grad[r, c] += delta[r - i, c - j] * w[i, j]
    return grad


def _square_kernel(delta, w):
    n = len(w)
    grad = np.zeros(np.add(delta.shape, n - 1))
    for r, c in np.ndindex(delta.shape):
        for i, j in np.ndindex(n, n):
            grad[r + i, c + j] += delta[r, c] * w[i, j]
    return grad


# 06.2 Blame the kernel


def grad_weight(a, delta):
    """dJ/dw[i, j] = sum over r, c of delta[r, c] a[r + i, c + j]."""
    H, W = delta.shape
    grad = np.zeros((a.shape[0] - H + 1, a.shape[1] - W + 1))
    for i, j in np.ndindex(grad.shape):
        for r in range(H):
            for c in range(W):
                grad[i, j] += delta[r, c] * a[r + i, c + j]
    return grad


def _pictures_and_deltas(rng):
    # The deltas also fit when they are transposed, so that swapped axes give a result.
    sizes = [((3, 3), (2, 2)), ((4, 3), (3, 2)), ((4, 5), (2, 3)), ((5, 4), (1, 3)), ((4, 6), (3, 2)), ((4, 4), (4, 2))]
    return drawn(rng, tables, sizes, [((7, 6), (5, 3))])


# 06.3 Blame with stride and padding


def grad_input_strided(delta, w, shape, stride, padding):
    """dJ/da[r, c] = sum over t, u of delta[t, u] w[r + padding - stride t, c + padding - stride u]."""
    H, W = shape
    padded = np.zeros((H + 2 * padding, W + 2 * padding))
    for t, u in np.ndindex(delta.shape):
        for i, j in np.ndindex(w.shape):
            padded[stride * t + i, stride * u + j] += delta[t, u] * w[i, j]
    return padded[padding : padding + H, padding : padding + W]


def _strided_layers(rng):
    # Most leave a border that no window reads, wider than the padding or narrower. The first one can be done by hand,
    # and has room for one zero too many between the deltas: this slip gives a result there, and an error only later.
    whole = [((5, 5), (2, 2), 2, 0), ((3, 5), (3, 2), 2, 1), ((4, 5), (2, 3), 3, 0), ((5, 6), (3, 3), 2, 0)]
    whole += [((6, 5), (2, 3), 3, 1), ((5, 4), (2, 3), 1, 0), ((4, 6), (3, 1), 2, 1), ((7, 5), (1, 2), 3, 0)]
    whole += [((4, 3), (3, 2), 1, 2)]
    cases = [_strided_layer(rng, tables, *layer) for layer in whole]
    return cases + [_strided_layer(rng, floats, *layer) for layer in [((9, 8), (4, 3), 2, 2), ((7, 10), (2, 3), 4, 1)]]


def _strided_layer(rng, draw, shape, kernel, stride, padding):
    places = [(n + 2 * padding - k) // stride + 1 for n, k in zip(shape, kernel, strict=True)]
    return *draw(rng, places, kernel), shape, stride, padding


def _spread(x, rows, columns):
    """The entries of x, that many rows and columns apart, with zeros between them."""
    y = np.zeros(((x.shape[0] - 1) * rows + 1, (x.shape[1] - 1) * columns + 1))
    y[::rows, ::columns] = x
    return y


def _fit(x, H, W):
    """The upper left H rows and W columns of x, with zeros where it is too small."""
    h, w = x.shape
    return np.pad(x, ((0, max(0, H - h)), (0, max(0, W - w))))[:H, :W]


def _back(full, shape, p):
    """The padded picture's gradient, filled up with zeros at its end, then without the padding."""
    H, W = shape
    return _fit(full, H + 2 * p, W + 2 * p)[p : p + H, p : p + W]


def _read(d, w, s):
    """The gradient of the padded picture as far as windows read it: without the rest at the end."""
    return convolve(_spread(d, s, s), w)


def _uncropped(d, w, shape, s, p):
    """The gradient of the whole padded picture."""
    return _fit(_read(d, w, s), shape[0] + 2 * p, shape[1] + 2 * p)


def _unfilled(d, w, shape, s, p):
    """Cuts the padding off, but does not fill up."""
    read = _read(d, w, s)
    return read[p : read.shape[0] - p, p : read.shape[1] - p]


def _filled_before(d, w, shape, s, p):
    """Fills up above and at the left."""
    read = _read(d, w, s)
    missing = [(n + 2 * p - m, 0) for n, m in zip(shape, read.shape, strict=True)]
    return _back(np.pad(read, missing), shape, p)


def _zeros(shape, p):
    return np.zeros((shape[0] + 2 * p, shape[1] + 2 * p))


def _into_zeros(full, shape, p):
    """Puts what windows read into a padded picture of zeros: a ValueError where it is too large for that."""
    padded = _zeros(shape, p)
    padded[: full.shape[0], : full.shape[1]] = full
    return _back(padded, shape, p)


def _assigned(d, w, shape, s, p):
    padded = _zeros(shape, p)
    for t, u in np.ndindex(d.shape):
        padded[s * t : s * t + w.shape[0], s * u : s * u + w.shape[1]] = d[t, u] * w
    return _back(padded, shape, p)


def _into_the_picture(d, w, shape, s, p, *, checked=True):
    """Works without a padded picture, with offset p, and tests at most whether a place is too large."""
    grad = np.zeros(shape)
    for t, u in np.ndindex(d.shape):
        for i, j in np.ndindex(w.shape):
            r, c = s * t + i - p, s * u + j - p
            if not checked or (r < shape[0] and c < shape[1]):
                grad[r, c] += d[t, u] * w[i, j]
    return grad


# 06.4 The whole layer


def layer_backward_2d(grad_y, x, weight):
    """dJ/dx, dJ/dweight and dJ/dbias of y[n, o] = bias[o] + sum over c of x[n, c] star weight[o, c]."""
    grad_x, grad_weight = np.zeros(x.shape), np.zeros(weight.shape)
    h, w = weight.shape[2:]
    for n, o, r, c in np.ndindex(grad_y.shape):
        grad_x[n, :, r : r + h, c : c + w] += grad_y[n, o, r, c] * weight[o]
        grad_weight[o] += grad_y[n, o, r, c] * x[n, :, r : r + h, c : c + w]
    return grad_x, grad_weight, grad_y.sum(axis=(0, 2, 3))


def _layers(rng):
    # (N, C, H, W) and (O, kH, kW). One of everything first, then two, to follow by hand. The first have C = O, where
    # swapped axes of the weights give a result; later they give an error.
    sizes = [((1, 1, 3, 4), (1, 2, 2)), ((2, 1, 2, 3), (1, 1, 2)), ((1, 2, 2, 3), (2, 2, 2)), ((2, 3, 3, 4), (3, 2, 2))]
    sizes += [((1, 2, 4, 3), (4, 2, 3)), ((3, 4, 4, 5), (2, 3, 2))]
    sizes += [((2, 1, 5, 4), (3, 1, 3)), ((2, 2, 6, 5), (3, 2, 2))]
    cases = [tuple(rng.integers(1, 10, n) - 3.0 for n in _layer_shapes(*size)) for size in sizes]
    return [*cases, floats(rng, *_layer_shapes((3, 2, 6, 4), (5, 3, 2)))]


def _layer_shapes(shape, kernels):
    (N, C, H, W), (maps, h, w) = shape, kernels
    return (N, maps, H - h + 1, W - w + 1), shape, (maps, C, h, w)


_grads = conv2d_backward


def _grad_x(g, x, weight):
    """dJ/dx for any number of input maps in the weights: of x only height and width count."""
    return _grads(g, np.zeros((len(g), weight.shape[1], *x.shape[2:])), weight)[0]


def _maps_exchanged(g, x, weight):
    grad = np.zeros(x.shape)
    for n, o, r, c in np.ndindex(g.shape):
        for i in range(x.shape[1]):
            grad[n, i, r : r + weight.shape[2], c : c + weight.shape[3]] += g[n, o, r, c] * weight[i, o]
    return grad


def _sum_maps(x):
    return x.sum(axis=1, keepdims=True)


# 06.5 Who was the largest?


def max_pool_backward(grad_y, x, size, stride):
    """Each grad_y[r, c] is added to the first of the largest pixels under its window, in row-major order."""
    grad_x = np.zeros(x.shape)
    for r in range(grad_y.shape[0]):
        for c in range(grad_y.shape[1]):
            window = x[r * stride :, c * stride :][:size, :size]
            i, j = divmod(int(np.argmax(window)), size)
            grad_x[r * stride + i, c * stride + j] += grad_y[r, c]
    return grad_x


def _pools(rng):
    # Windows side by side first, then overlapping ones and strides that do not divide, then ties, then negative pixels.
    sizes = [((2, 4), 2, 2), ((3, 4), 2, 1), ((4, 5), 3, 1), ((5, 6), 3, 2), ((5, 4), 2, 2), ((5, 7), 2, 3)]
    cases = [_pool(rng, rng.permutation(H * W).reshape(H, W) + 1.0, size, stride) for (H, W), size, stride in sizes]
    tied = [((3, 3), 2, 1), ((5, 4), 3, 1), ((6, 7), 3, 2), ((4, 6), 2, 2)]
    for number, (shape, size, stride) in enumerate(tied):
        grad_y, *pool = _pool(rng, rng.integers(0, 3, shape) + 0.0, size, stride)
        # After the first, which is asked by hand, halves: an array of integers cuts them off.
        cases.append((grad_y / 2 if number else grad_y, *pool))
    below = -1.0 - rng.permutation(12).reshape(3, 4)
    return [*cases, _pool(rng, below, 2, 1), _pool(rng, rng.normal(size=(8, 9)), 3, 1)]


def _pool(rng, x, size, stride):
    rows, columns = ((n - size) // stride + 1 for n in x.shape)
    return rng.permutation(np.arange(1.0, rows * columns + 1)).reshape(rows, columns), x, size, stride


def _shared(share, start=lambda i, size, stride: i * stride, put=np.add):
    """The answer that gives the pixels of a window `share(window, gradient)`, an array of the window's shape."""

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
    return lambda window, g: np.where(np.arange(window.size).reshape(window.shape) == index(window), g, 0.0)


_LARGEST = _at(np.argmax)


def _ties(window):
    return window == window.max()


def _sent(place):
    """The answer that adds each gradient at the pixel, or pixels, place(x, window, r, c) of the picture."""

    def answer(grad_y, x, size, stride):
        grad_x = np.zeros(x.shape)
        for r, c in np.ndindex(grad_y.shape):
            window = x[r * stride : r * stride + size, c * stride : c * stride + size]
            grad_x[place(x, window, r, c)] += grad_y[r, c]
        return grad_x

    return answer


def _largest_of_tile(x, window, r, c):
    """The largest pixel of the window at (r * size, c * size): an IndexError where that leaves the picture."""
    size = len(window)
    return max(((r * size + i, c * size + j) for i, j in np.ndindex(size, size)), key=lambda place: x[place])


_SOBEL = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
_KERNEL, _DELTAS = np.array([[1, 2], [3, 4]]), np.array([[1, 2], [3, 5]])
_PIXELS = [0, 0, 1], [0, 1, 1]  # rows and columns of 06.b
_WAYS = np.arange(1, 4)  # in how many windows, along one axis, is a pixel 0, 1 or 2 from the edge

PREDICTED = {
    "06.a": {"flipped": _SOBEL[::-1, ::-1], "transposed": _SOBEL.T},
    "06.b": {
        "unflipped": correlate(_DELTAS, _KERNEL, "full")[_PIXELS],
        "assigned": _assigned(_DELTAS, _KERNEL, (3, 3), 1, 0)[_PIXELS],
        "without_weights": convolve(_DELTAS, np.ones((2, 2)))[_PIXELS],
    },
    "06.c": {
        "added": np.add.outer(_WAYS, _WAYS) - 1,
        "rings": np.minimum.outer(_WAYS, _WAYS),
        "hanging_over": np.outer([2, 3, 3], [2, 3, 3]),
        "all_nine": np.full((3, 3), 9),
    },
}

EXERCISES = (
    exercise(
        "06.1", grad_input, _deltas_and_kernels, scene=lambda d, w: Grid(d, w, "flipped", "full"), without=CONVOLVES
    ).slips(
        unflipped=lambda d, w: correlate(d, w, "full"),
        rows_flipped=lambda d, w: correlate(d, w[::-1], "full"),
        columns_flipped=lambda d, w: correlate(d, w[:, ::-1], "full"),
        transposed=lambda d, w: correlate(d, w.T, "full"),
        turned_once=lambda d, w: correlate(d, np.rot90(w), "full"),
        turned_back=lambda d, w: _slid(d, np.rot90(w, -1), *np.subtract(w.shape, 1)),  # _slid turns it by 180 more
        no_ring=lambda d, w: _slid(d, w, 0, 0),
        ring_of_one=lambda d, w: _slid(d, w, 1, 1),
        ring_exchanged=lambda d, w: _slid(d, w, w.shape[1] - 1, w.shape[0] - 1),
        ring_square=lambda d, w: _slid(d, w, w.shape[0] - 1, w.shape[0] - 1),
        ring_too_wide=lambda d, w: _slid(d, w, *w.shape),
        same_size=lambda d, w: convolve(d, w, "same"),
        result_flipped=lambda d, w: convolve(d, w)[::-1, ::-1],
        assigned=lambda d, w: _assigned(d, w, np.add(d.shape, w.shape) - 1, 1, 0),
        index_from_the_end=_from_the_end,
        square_kernel=_square_kernel,
        transposed_kernel=lambda d, w: grad_input(d, w.T),
    ),
    exercise("06.2", grad_weight, _pictures_and_deltas, scene=Grid, without=CONVOLVES).slips(
        flipped=lambda a, d: convolve(a, d, "valid"),
        upside_down=lambda a, d: correlate(a, d[::-1], "valid"),
        mirrored=lambda a, d: correlate(a, d[:, ::-1], "valid"),
        result_flipped=lambda a, d: correlate(a, d, "valid")[::-1, ::-1],
        picture_flipped=lambda a, d: convolve(a, d, "valid")[::-1, ::-1],
        deltas_transposed=lambda a, d: correlate(a, d.T, "valid"),
        full=lambda a, d: correlate(a, d, "full"),
        same_size=lambda a, d: convolve(a, d[::-1, ::-1], "same"),
        mean=lambda a, d: correlate(a, d, "valid") / d.size,
        last_weights_missing=lambda a, d: correlate(a, d, "valid")[:-1, :-1],
        deltas_unused=lambda a, d: correlate(a, np.ones(d.shape), "valid"),
    ),
    exercise("06.3", grad_input_strided, _strided_layers, scene=Spread).slips(
        stride_ignored=lambda d, w, shape, s, p: _back(convolve(d, w), shape, p),
        stride_zeros=lambda d, w, shape, s, p: _back(_read(d, w, s + 1), shape, p),
        stride_zeros_error=lambda d, w, shape, s, p: _into_zeros(_read(d, w, s + 1), shape, p),
        always_two=lambda d, w, shape, s, p: _back(_read(d, w, 2), shape, p),
        always_two_error=lambda d, w, shape, s, p: grad_input_strided(d, w, shape, 2, p),
        one_zero_error=lambda d, w, shape, s, p: _into_zeros(_read(d, w, 2), shape, p),
        rows_spread=lambda d, w, shape, s, p: _back(convolve(_spread(d, s, 1), w), shape, p),
        columns_spread=lambda d, w, shape, s, p: _back(convolve(_spread(d, 1, s), w), shape, p),
        repeated=lambda d, w, shape, s, p: _back(convolve(np.kron(d, np.ones((s, s))), w), shape, p),
        dilated=lambda d, w, shape, s, p: _back(convolve(d, _spread(w, s, s)), shape, p),
        unflipped=lambda d, w, shape, s, p: _back(_read(d, w[::-1, ::-1], s), shape, p),
        rows_flipped=lambda d, w, shape, s, p: _back(_read(d, w[:, ::-1], s), shape, p),
        columns_flipped=lambda d, w, shape, s, p: _back(_read(d, w[::-1], s), shape, p),
        uncropped=_uncropped,
        upper_left=lambda d, w, shape, s, p: _uncropped(d, w, shape, s, p)[: shape[0], : shape[1]],
        cropped_above_only=lambda d, w, shape, s, p: _uncropped(d, w, shape, s, p)[2 * p :, 2 * p :],
        unfilled=_unfilled,
        sliced_unfilled=lambda d, w, shape, s, p: _read(d, w, s)[p : p + shape[0], p : p + shape[1]],
        cropped_before_filling=lambda d, w, shape, s, p: _fit(_unfilled(d, w, shape, s, p), *shape),
        empty_slice=lambda d, w, shape, s, p: _uncropped(d, w, shape, s, p)[p:-p, p:-p],
        empty_slice_unfilled=lambda d, w, shape, s, p: _read(d, w, s)[p:-p, p:-p],
        filled_before=_filled_before,
        negative_index=_into_the_picture,
        index_unchecked=lambda *layer: _into_the_picture(*layer, checked=False),
        padding_added=lambda d, w, shape, s, p: _into_the_picture(d, w, shape, s, -p),
        padded_again=lambda *layer: np.pad(grad_input_strided(*layer), layer[-1]),
        padded_outside=lambda *layer: np.pad(_uncropped(*layer), layer[-1]),
        assigned=_assigned,
    ),
    exercise("06.4", layer_backward_2d, _layers, returns=("grad_x", "grad_weight", "grad_bias")).slips(
        kernels_unflipped=one_wrong(_grads, 0, lambda g, x, w: _grad_x(g, x, w[:, :, ::-1, ::-1])),
        maps_flipped=one_wrong(_grads, 0, lambda g, x, w: _grad_x(g, x, w[::-1, ::-1])),
        maps_exchanged=one_wrong(_grads, 0, _maps_exchanged),
        same_for_all=one_wrong(_grads, 0, lambda g, x, w: _grad_x(g, x, _sum_maps(w)) + 0 * x),
        maps_added_first=one_wrong(_grads, 0, lambda g, x, w: _grad_x(_sum_maps(g), x, w.sum(axis=0, keepdims=True))),
        deltas_flipped=one_wrong(_grads, 1, lambda g, x, w: _grads(g[:, :, ::-1, ::-1], x, w)[1]),
        all_maps=one_wrong(_grads, 1, lambda g, x, w: _grads(_sum_maps(g) + 0 * g, x, w)[1]),
        weight_and_bias_mean=one_wrong(lambda g, x, w: _grads(g / len(x), x, w), 0, _grad_x),
        bias_keepdims=one_wrong(_grads, 2, lambda g, x, w: g.sum(axis=(0, 2, 3), keepdims=True)),
        order=other_orders(layer_backward_2d, ("grad_x", "grad_weight", "grad_bias")),
    ),
    exercise("06.5", max_pool_backward, _pools).slips(
        assigned=_shared(_LARGEST, put=lambda old, new: np.where(new != 0, new, old)),
        first_kept=_shared(_LARGEST, put=lambda old, new: np.where(old != 0, old, new)),
        windows_overwritten=_shared(_LARGEST, put=lambda old, new: new),
        all_ties=_shared(lambda window, g: g * _ties(window)),
        ties_shared=_shared(lambda window, g: g * _ties(window) / _ties(window).sum()),
        last_tie=_shared(_at(lambda window: np.flatnonzero(_ties(window))[-1])),
        first_by_columns=_shared(lambda window, g: _LARGEST(window.T, g).T),
        average=_shared(lambda window, g: np.full(window.shape, g / window.size)),
        every_pixel=_shared(lambda window, g: np.full(window.shape, g)),
        upper_left=_shared(_at(lambda window: 0)),
        search_from_zero=_shared(_at(lambda window: np.argmax(np.maximum(window, 0)))),
        exchanged=_shared(lambda window, g: _LARGEST(window, g).T),
        side_by_side=_shared(_LARGEST, start=lambda i, size, stride: i * size),
        side_by_side_error=_sent(_largest_of_tile),
        everywhere_in_picture=_sent(lambda x, window, r, c: np.where(x == window.max())),
        first_in_picture=_sent(lambda x, window, r, c: np.unravel_index(np.argmax(x == window.max()), x.shape)),
        corner_missing=_sent(lambda x, window, r, c: divmod(int(np.argmax(window)), len(window))),
        value=_shared(lambda window, g: _LARGEST(window, window.max())),
        multiplied=_shared(lambda window, g: _LARGEST(window, g * window.max())),
        first_row_only=lambda grad_y, x, size, stride: max_pool_backward(grad_y[:1], x, size, stride),
    ),
)
