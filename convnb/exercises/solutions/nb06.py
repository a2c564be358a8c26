"""Right answers to the exercises of notebook 06."""

import numpy as np

from .. import nb06
from . import shows

shows(
    "06.1",
    "Loops",
    "Each output hands its delta back to the inputs under its window, each times the weight in between.",
)(nb06.grad_input)


@shows("06.1", "NumPy")
def grad_input(delta, w):
    """Each weight takes all deltas back to the inputs that it met: a copy of delta, moved by i rows and j columns."""
    (H, W), (h, k) = delta.shape, w.shape
    grad = np.zeros((H + h - 1, W + k - 1))
    for i in range(h):
        for j in range(k):
            grad[i : i + H, j : j + W] += w[i, j] * delta
    return grad


@shows("06.1", "Flip and slide")
def grad_input(delta, w):
    """Inside a ring of zeros, the kernel turned by 180 degrees slides over the deltas."""
    h, k = w.shape
    padded = np.pad(delta, [(h - 1, h - 1), (k - 1, k - 1)])
    windows = np.lib.stride_tricks.sliding_window_view(padded, w.shape)
    return np.sum(windows * w[::-1, ::-1], axis=(2, 3))


@shows("06.1", "Fourier")
def grad_input(delta, w):
    """This is the full convolution, in two dimensions as in one: a product of spectra."""
    shape = np.add(delta.shape, w.shape) - 1
    return np.fft.ifft2(np.fft.fft2(delta, shape) * np.fft.fft2(w, shape)).real


shows("06.2", "Loops", "Each weight goes over all outputs, and meets one input for each.")(nb06.grad_weight)


@shows("06.2", "NumPy")
def grad_weight(a, delta):
    """The picture of deltas slides over the inputs, without a turn: at each place the sum of the products."""
    H, W = delta.shape
    grad = np.zeros(np.subtract(a.shape, delta.shape) + 1)
    for i, j in np.ndindex(grad.shape):
        grad[i, j] = np.sum(a[i : i + H, j : j + W] * delta)
    return grad


@shows("06.2", "Matrix")
def grad_weight(a, delta):
    """A row for each weight, with all inputs that it met: the gradient is the product with the deltas."""
    windows = np.lib.stride_tricks.sliding_window_view(a, delta.shape)
    h, k = windows.shape[:2]
    return (windows.reshape(h * k, -1) @ delta.ravel()).reshape(h, k)


@shows("06.3", "Loops")
def grad_input_strided(delta, w, shape, stride, padding):
    """Every product goes to the input that it came from; what lies in the padding is dropped on the way."""
    grad = np.zeros(shape)
    for t, u in np.ndindex(delta.shape):
        for i, j in np.ndindex(w.shape):
            r, c = stride * t + i - padding, stride * u + j - padding
            if 0 <= r < shape[0] and 0 <= c < shape[1]:
                grad[r, c] += delta[t, u] * w[i, j]
    return grad


@shows("06.3", "NumPy")
def grad_input_strided(delta, w, shape, stride, padding):
    """Each delta leaves a copy of the kernel on the padded picture, and the padding is cut off at the end."""
    (H, W), (h, k) = shape, w.shape
    padded = np.zeros((H + 2 * padding, W + 2 * padding))
    for t, u in np.ndindex(delta.shape):
        r, c = stride * t, stride * u
        padded[r : r + h, c : c + k] += delta[t, u] * w
    return padded[padding : padding + H, padding : padding + W]


@shows("06.3", "Zeros between")
def grad_input_strided(delta, w, shape, stride, padding):
    """Zeros at the places that the stride has left out, a full convolution, and the padding cut off."""
    from scipy.signal import convolve2d

    (H, W), (h, k) = shape, w.shape
    spread = np.zeros((H + 2 * padding - h + 1, W + 2 * padding - k + 1))
    spread[::stride, ::stride] = delta
    full = convolve2d(spread, w)
    return full[padding : padding + H, padding : padding + W]


shows(
    "06.4",
    "Loops",
    "Each number of each map blames the whole block of inputs under its window, and all weights of its filter.",
)(nb06.layer_backward_2d)


@shows("06.4", "Channel by channel")
def layer_backward_2d(grad_y, x, weight):
    """Each pair of channels is a layer with one kernel: convolve for its inputs, correlate for its weights."""
    from scipy.signal import convolve2d, correlate2d

    grad_x, grad_weight = np.zeros(x.shape), np.zeros(weight.shape)
    for n in range(len(x)):
        for o, c in np.ndindex(weight.shape[:2]):
            grad_x[n, c] += convolve2d(grad_y[n, o], weight[o, c])
            grad_weight[o, c] += correlate2d(x[n, c], grad_y[n, o], "valid")
    return grad_x, grad_weight, grad_y.sum(axis=(0, 2, 3))


@shows("06.4", "Weight by weight")
def layer_backward_2d(grad_y, x, weight):
    """For one weight of the kernel the layer only mixes channels: its gradients are products over channels."""
    H, W = grad_y.shape[2:]
    grad_x, grad_weight = np.zeros(x.shape), np.zeros(weight.shape)
    for i, j in np.ndindex(weight.shape[2:]):
        part = x[:, :, i : i + H, j : j + W]
        mixed = np.einsum("noyx,oc->ncyx", grad_y, weight[:, :, i, j])
        grad_x[:, :, i : i + H, j : j + W] += mixed
        grad_weight[:, :, i, j] = np.einsum("noyx,ncyx->oc", grad_y, part)
    return grad_x, grad_weight, np.einsum("noyx->o", grad_y)


@shows("06.5", "Loops")
def max_pool_backward(grad_y, x, size, stride):
    """The search is done once more, and remembers where the maximum stood; only a larger pixel replaces it."""
    grad_x = np.zeros(x.shape)
    for r, c in np.ndindex(grad_y.shape):
        top, left = r * stride, c * stride
        place = top, left
        for i in range(top, top + size):
            for j in range(left, left + size):
                if x[i, j] > x[place]:
                    place = i, j
        grad_x[place] += grad_y[r, c]
    return grad_x


shows("06.5", "NumPy", "divmod turns the place in the written-out window into a row and a column.")(
    nb06.max_pool_backward
)


@shows("06.5", "All at once")
def max_pool_backward(grad_y, x, size, stride):
    """Winners of all windows are found together; np.add.at adds up where a pixel has won several times."""
    view = np.lib.stride_tricks.sliding_window_view
    windows = view(x, (size, size))[::stride, ::stride]
    winners = windows.reshape(*grad_y.shape, size * size).argmax(axis=2)
    rows, columns = np.indices(grad_y.shape) * stride
    grad_x = np.zeros(x.shape)
    np.add.at(grad_x, (rows + winners // size, columns + winners % size), grad_y)
    return grad_x
