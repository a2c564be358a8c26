"""More right answers to the exercises of notebook 06, and wrong ones."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from scipy import signal

import convnb
from convnb.exercises.nb06 import grad_input_strided, max_pool_backward


def input_scipy(delta, w):
    return signal.convolve2d(delta, w)


def input_read(delta, w):
    rows, columns = np.add(delta.shape, w.shape) - 1

    def blame(y, x):
        total = 0
        for i in range(w.shape[0]):
            for j in range(w.shape[1]):
                if 0 <= y - i < delta.shape[0] and 0 <= x - j < delta.shape[1]:
                    total += delta[y - i, x - j] * w[i, j]
        return total

    return [[blame(y, x) for x in range(columns)] for y in range(rows)]


def input_matrix(delta, w):
    shape = np.add(delta.shape, w.shape) - 1
    matrix = convnb.conv_matrix(w, tuple(shape), stride=1, padding=0, dilation=1)
    return (matrix.T @ delta.ravel()).reshape(shape)


def weight_scipy(a, delta):
    return signal.correlate2d(a, delta, "valid")


def weight_windows(a, delta):
    return np.einsum("ijrc,rc->ij", sliding_window_view(a, delta.shape), delta)


def weight_outputs(a, delta):
    h, k = np.subtract(a.shape, delta.shape) + 1
    return sum(d * a[r : r + h, c : c + k] for (r, c), d in np.ndenumerate(delta))


def weight_turned(a, delta):
    return signal.fftconvolve(a, delta[::-1, ::-1], mode="valid")


def strided_weights(delta, w, shape, stride, padding):
    m, n = delta.shape
    padded = np.zeros((shape[0] + 2 * padding, shape[1] + 2 * padding))
    for (i, j), weight in np.ndenumerate(w):
        padded[i : i + stride * m : stride, j : j + stride * n : stride][:m, :n] += weight * delta
    return padded[padding : padding + shape[0], padding : padding + shape[1]]


def strided_library(delta, w, shape, stride, padding):
    x = np.zeros((1, 1, *shape))
    grads = convnb.conv2d_backward(delta[None, None], x, w[None, None], stride=stride, padding=padding)
    return grads[0][0, 0]


def layer_library(grad_y, x, weight):
    return convnb.conv2d_backward(grad_y, x, weight)


def layer_einsum(grad_y, x, weight):
    h, w = weight.shape[2:]
    padded = np.pad(grad_y, [(0, 0), (0, 0), (h - 1, h - 1), (w - 1, w - 1)])
    around = sliding_window_view(padded, (h, w), axis=(2, 3))
    windows = sliding_window_view(x, grad_y.shape[2:], axis=(2, 3))
    return (
        np.einsum("noyxij,ocij->ncyx", around, weight[..., ::-1, ::-1]),
        np.einsum("ncijyx,noyx->ocij", windows, grad_y),
        np.einsum("noyx->o", grad_y),
    )


def pool_library(grad_y, x, size, stride):
    return convnb.max_pool2d_backward(grad_y[None, None], x[None, None], size, stride=stride)[0, 0]


def pool_unravel(grad_y, x, size, stride):
    grad = 0 * x
    for (r, c), g in np.ndenumerate(grad_y):
        window = x[r * stride :, c * stride :][:size, :size]
        i, j = np.unravel_index(window.argmax(), window.shape)
        grad[r * stride :, c * stride :][i, j] += g
    return grad


def pool_bincount(grad_y, x, size, stride):
    places = sliding_window_view(np.arange(x.size).reshape(x.shape), (size, size))[::stride, ::stride]
    places = places.reshape(-1, size * size)
    winners = [row[np.argmax(x.ravel()[row])] for row in places]
    return np.bincount(winners, weights=grad_y.ravel(), minlength=x.size).reshape(x.shape)


def any_deltas(rng):
    return rng.normal(size=rng.integers(1, 6, 2)), rng.normal(size=rng.integers(1, 5, 2))


def any_pictures(rng):
    shape = rng.integers(1, 8, 2)
    return rng.normal(size=shape), rng.normal(size=rng.integers(1, shape + 1))


def any_strides(rng):
    stride, padding = int(rng.integers(1, 5)), int(rng.integers(0, 3))
    places, kernel = rng.integers(1, 5, 2), rng.integers(1, 5, 2)
    shape = (places - 1) * stride + kernel - 2 * padding + rng.integers(0, stride, 2)
    if min(shape) < 1:
        return any_strides(rng)
    return rng.normal(size=places), rng.normal(size=kernel), tuple(int(n) for n in shape), stride, padding


def any_layer(rng):
    n, o, c, *kernel = rng.integers(1, 4, 5)
    places = rng.integers(1, 5, 2)
    grad_y, x = rng.normal(size=(n, o, *places)), rng.normal(size=(n, c, *(places + kernel - 1)))
    return grad_y, x, rng.normal(size=(o, c, *kernel))


def any_pool(rng):
    """Few different pixels in half of the cases, so that there are ties."""
    size, stride = (int(i) for i in rng.integers(1, 5, 2))
    places = rng.integers(1, 5, 2)
    shape = (places - 1) * stride + size + rng.integers(0, stride, 2)
    x = rng.normal(size=shape) if rng.integers(2) else rng.integers(-2, 2, shape) + 0.0
    return rng.normal(size=places), x, size, stride


def input_cropped_back(delta, w):
    grad = signal.convolve2d(delta, w)
    grad[0, 0] = grad[-1, -1] = 0
    return grad


def weight_scaled(a, delta):
    return signal.correlate2d(a, delta, "valid") * delta.size


def strided_by_two(delta, w, shape, stride, padding):
    return grad_input_strided(delta, w, shape, min(stride, 2), padding)


def layer_signs(grad_y, x, weight):
    return tuple(-part for part in convnb.conv2d_backward(grad_y, x, weight))


def pool_relu(grad_y, x, size, stride):
    return pool_library(grad_y, x, size, stride) * (x > 0)


def pool_of_integers(grad_y, x, size, stride):
    return max_pool_backward(grad_y, x, size, stride).astype(int)


WRONG = {
    "06.1": [input_cropped_back],
    "06.2": [weight_scaled],
    "06.3": [strided_by_two],
    "06.4": [layer_signs],
    "06.5": [pool_relu, pool_of_integers],
}
DOMAINS = {"06.1": any_deltas, "06.2": any_pictures, "06.3": any_strides, "06.4": any_layer, "06.5": any_pool}
SOLUTIONS = {
    "06.1": [input_scipy, input_read, input_matrix],
    "06.2": [weight_scipy, weight_windows, weight_outputs, weight_turned],
    "06.3": [strided_weights, strided_library],
    "06.4": [layer_library, layer_einsum],
    "06.5": [pool_library, pool_unravel, pool_bincount],
}
