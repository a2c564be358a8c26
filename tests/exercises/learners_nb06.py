"""Answers as learners write them in notebook 06, the backward pass in 2-D: each gets its advice."""

import numpy as np
from scipy import signal

import convnb


def negative_2d(delta, w):
    (H, W), (h, k) = delta.shape, w.shape
    grad = np.zeros((H + h - 1, W + k - 1))
    for r in range(H + h - 1):
        for c in range(W + k - 1):
            for i in range(h):
                for j in range(k):
                    if r - i < H and c - j < W:
                        grad[r, c] += delta[r - i, c - j] * w[i, j]
    return grad


def ring_of_rows(delta, w):
    return signal.correlate2d(np.pad(delta, w.shape[0] - 1), np.rot90(w, 2), "valid")


def turned_once(delta, w):
    h, k = w.shape
    return convnb.correlate(np.pad(delta, [(h - 1, h - 1), (k - 1, k - 1)]), np.rot90(w), "valid")


def spread(delta, step):
    far = np.zeros(((delta.shape[0] - 1) * step + 1, (delta.shape[1] - 1) * step + 1))
    far[::step, ::step] = delta
    return far


def of_padded(delta, w, shape, stride, padding, step=0):
    """The gradient of the padded picture, as the hints lead to it."""
    padded = np.zeros((shape[0] + 2 * padding, shape[1] + 2 * padding))
    full = signal.convolve2d(spread(delta, step or stride), w)
    padded[: full.shape[0], : full.shape[1]] = full
    return padded


def minus_padding(delta, w, shape, stride, padding):
    return of_padded(delta, w, shape, stride, padding)[padding:-padding, padding:-padding]


def cut_first(delta, w, shape, stride, padding):
    full = signal.convolve2d(spread(delta, stride), w)
    cut = full[padding : len(full) - padding, padding : full.shape[1] - padding]
    return np.pad(cut, [(0, shape[0] - cut.shape[0]), (0, shape[1] - cut.shape[1])])


def unfilled(delta, w, shape, stride, padding):
    return signal.convolve2d(spread(delta, stride), w)[padding:, padding:][: shape[0], : shape[1]]


def in_place(delta, w, shape, stride, padding, *, sign=-1, upper=True):
    grad = np.zeros(shape)
    for t, u in np.ndindex(delta.shape):
        for i, j in np.ndindex(w.shape):
            r, c = stride * t + i + sign * padding, stride * u + j + sign * padding
            if not upper or (r < shape[0] and c < shape[1]):
                grad[r, c] += delta[t, u] * w[i, j]
    return grad


def in_place_unchecked(delta, w, shape, stride, padding):
    return in_place(delta, w, shape, stride, padding, upper=False)


def in_place_other_sign(delta, w, shape, stride, padding):
    return in_place(delta, w, shape, stride, padding, sign=1)


def one_zero_between(delta, w, shape, stride, padding):
    full = of_padded(delta, w, shape, stride, padding, step=2)
    return full[padding : padding + shape[0], padding : padding + shape[1]]


def stride_zeros_between(delta, w, shape, stride, padding):
    full = of_padded(delta, w, shape, stride, padding, step=stride + 1)
    return full[padding : padding + shape[0], padding : padding + shape[1]]


def padded_again(delta, w, shape, stride, padding):
    return np.pad(of_padded(delta, w, shape, stride, padding), padding)


def bias_first(grad_y, x, weight):
    return convnb.conv2d_backward(grad_y, x, weight)[::-1]


def bias_with_axes(grad_y, x, weight):
    grad_x, grad_weight, _ = convnb.conv2d_backward(grad_y, x, weight)
    return grad_x, grad_weight, np.sum(grad_y, axis=(0, 2, 3), keepdims=True)


def mean_of_pictures(grad_y, x, weight):
    grad_x, grad_weight, grad_bias = convnb.conv2d_backward(grad_y, x, weight)
    return grad_x, grad_weight / x.shape[0], grad_bias


def sum_of_maps(grad_y, x, weight):
    grad_x, grad_weight, grad_bias = convnb.conv2d_backward(grad_y, x, weight)
    return grad_x, np.broadcast_to(grad_weight.sum(axis=0), weight.shape) + 0 * grad_weight, grad_bias


def pool(grad_y, x, size, stride, place):
    """The loop over windows that learners write; `place` is what they do for one of them."""
    grad_x = np.zeros(x.shape)
    for r in range(grad_y.shape[0]):
        for c in range(grad_y.shape[1]):
            place(grad_x, x[r * stride :, c * stride :][:size, :size], r, c)
    return grad_x


def found_anywhere(grad_y, x, size, stride):
    def place(grad_x, window, r, c):
        i, j = np.where(x == window.max())
        grad_x[i, j] += grad_y[r, c]

    return pool(grad_y, x, size, stride, place)


def value_handed_back(grad_y, x, size, stride):
    def place(grad_x, window, r, c):
        i, j = divmod(int(window.argmax()), size)
        grad_x[r * stride + i, c * stride + j] += window[i, j]

    return pool(grad_y, x, size, stride, place)


def stepped_by_size(grad_y, x, size, stride):
    grad_x = np.zeros(x.shape)
    for r, c in np.ndindex(grad_y.shape):
        i, j = divmod(int(np.argmax(x[r * size : r * size + size, c * size : c * size + size])), size)
        grad_x[r * size + i, c * size + j] += grad_y[r, c]
    return grad_x


ADVICE = {
    "06.1": [
        (negative_2d, "delta[r - i, c - j] gets a negative index"),
        (ring_of_rows, "Left and right need its columns - 1"),
        (turned_once, "np.rot90(w, 2) turns it by 180"),
    ],
    "06.3": [
        (minus_padding, "is empty for padding 0"),
        (cut_first, "You cut before you filled up"),
        (unfilled, "Rows or columns are missing at the end"),
        (in_place, "Skip the places outside the picture"),
        (in_place_unchecked, "Some places are outside the picture"),
        (in_place_other_sign, "The sign of padding is wrong"),
        (one_zero_between, "You always put one zero"),
        (stride_zeros_between, "Put stride - 1 zeros"),
        (padded_again, "The backward pass does the opposite: cut"),
    ],
    "06.4": [
        (bias_first, "and yours is (grad_bias, grad_weight, grad_x)"),
        (bias_with_axes, "keepdims leaves the shape (1, O, 1, 1)"),
        (mean_of_pictures, "grad_weight: on every input your numbers are the right ones divided by `grad_y.shape[0]`"),
        (sum_of_maps, "A weight belongs to one pair of maps"),
    ],
    "06.5": [
        (found_anywhere, "in the whole picture"),
        (value_handed_back, "You return the pixel's value"),
        (stepped_by_size, "Your windows are side by side"),
    ],
}
