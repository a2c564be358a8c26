"""Right answers to the exercises of notebook 05."""

import numpy as np

from .. import nb05
from . import shows

shows(
    "05.1",
    "Loops",
    "Each output hands its delta back to the inputs that it has read, each times the weight in between.",
)(nb05.grad_input)


@shows("05.1", "NumPy")
def grad_input(delta, w):
    """The layer correlates, and its gradient convolves: the full convolution of the deltas with the kernel."""
    return np.convolve(delta, w)


@shows("05.1", "Matrix")
def grad_input(delta, w):
    """The layer is a matrix with a shifted copy of the kernel in each row, and blame goes back by its transpose."""
    m, k = len(delta), len(w)
    W = np.zeros((m, m + k - 1))
    for t in range(m):
        W[t, t : t + k] = w
    return W.T @ delta


@shows("05.1", "Fourier")
def grad_input(delta, w):
    """A full convolution is a product of spectra: here there is room for all inputs."""
    n = len(delta) + len(w) - 1
    return np.fft.ifft(np.fft.fft(delta, n) * np.fft.fft(w, n)).real


shows("05.2", "Loops", "Each weight asks all outputs what they have read through it, and how much they are to blame.")(
    nb05.grad_weight
)


@shows("05.2", "Output by output")
def grad_weight(a, delta):
    """Each output blames all weights at once, each in proportion to the input that it met there."""
    grad = np.zeros(len(a) - len(delta) + 1)
    for t in range(len(delta)):
        grad += delta[t] * a[t : t + len(grad)]
    return grad


@shows("05.2", "NumPy")
def grad_weight(a, delta):
    """The deltas slide over the inputs as a kernel would, without a flip."""
    return np.correlate(a, delta, "valid")


@shows("05.2", "Matrix")
def grad_weight(a, delta):
    """A row for each weight, with all inputs that it met: the gradient is the product with the deltas."""
    return np.lib.stride_tricks.sliding_window_view(a, len(delta)) @ delta


@shows("05.3", "Loops")
def numerical_gradient(a, w, target, h):
    """Each input is nudged up and down by itself, and the layer runs anew for each nudge."""

    def loss(a):
        return np.sum((np.correlate(a, w, "valid") - target) ** 4) / 4

    grad = np.zeros(len(a))
    for i in range(len(a)):
        nudge = np.zeros(len(a))
        nudge[i] = h
        grad[i] = (loss(a + nudge) - loss(a - nudge)) / (2 * h)
    return grad


@shows("05.3", "Matrix")
def numerical_gradient(a, w, target, h):
    """Row i of a + nudges is the signal with entry i nudged: all runs of the layer are one matrix product."""
    nudges = h * np.eye(len(a))
    view = np.lib.stride_tricks.sliding_window_view
    up = np.sum((view(a + nudges, len(w), axis=1) @ w - target) ** 4, axis=1) / 4
    down = np.sum((view(a - nudges, len(w), axis=1) @ w - target) ** 4, axis=1) / 4
    return (up - down) / (2 * h)


@shows("05.3", "Algebra")
def numerical_gradient(a, w, target, h):
    """Of the fourth powers only the odd powers of h are left: the derivative, and an error that shrinks as h * h."""
    error = np.correlate(a, w, "valid") - target
    return np.convolve(error**3, w) + h**2 * np.convolve(error, w**3)


shows("05.4", "Loops", "As without a stride, but window t begins at the input t times the stride.")(
    nb05.grad_input_strided
)


@shows("05.4", "NumPy")
def grad_input_strided(delta, w, n, stride):
    """Each delta leaves a copy of the kernel where its window lay, stride places apart."""
    grad = np.zeros(n)
    for t in range(len(delta)):
        grad[t * stride : t * stride + len(w)] += delta[t] * w
    return grad


@shows("05.4", "Zeros between")
def grad_input_strided(delta, w, n, stride):
    """Windows that the stride has left out get a delta of 0: then it is the gradient of a stride of 1."""
    spread = np.zeros(n - len(w) + 1)
    spread[::stride] = delta
    return np.convolve(spread, w)


@shows("05.4", "Matrix")
def grad_input_strided(delta, w, n, stride):
    """A stride drops rows of the layer's matrix, and blame goes back by the transpose of those that are left."""
    W = np.zeros((len(delta), n))
    for t in range(len(delta)):
        W[t, t * stride : t * stride + len(w)] = w
    return W.T @ delta


@shows("05.5", "Loops")
def layer_backward(a, w, b, grad_y):
    """An output that the ReLU has shut blames nothing; an open one blames its bias, its inputs and its weights."""
    grad_a, grad_w, grad_b = np.zeros(len(a)), np.zeros(len(w)), 0.0
    for t in range(len(grad_y)):
        z = b
        for j in range(len(w)):
            z += a[t + j] * w[j]
        if z > 0:
            grad_b += grad_y[t]
            for j in range(len(w)):
                grad_a[t + j] += grad_y[t] * w[j]
                grad_w[j] += grad_y[t] * a[t + j]
    return grad_a, grad_w, grad_b


shows("05.5", "NumPy", "Back through the ReLU first, then the three gradients of the layer, one line each.")(
    nb05.layer_backward
)


@shows("05.5", "Matrix")
def layer_backward(a, w, b, grad_y):
    """With a window in each row, the layer is a product, and each of its gradients is one with a transpose."""
    windows = np.lib.stride_tricks.sliding_window_view(a, len(w))
    delta = grad_y * (windows @ w + b > 0)
    W = np.zeros((len(delta), len(a)))
    for t in range(len(delta)):
        W[t, t : t + len(w)] = w
    return W.T @ delta, windows.T @ delta, np.ones(len(delta)) @ delta
