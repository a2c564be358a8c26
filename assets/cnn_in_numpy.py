"""A convolutional network that learns to read digits: NumPy, and nothing else. Take it away, read it, change it.

    python cnn_in_numpy.py

It needs mnist_5000.npz beside it, 5,000 digits of 28 x 28 pixels. Layers, loss and steps are those of notebook 11 of
convnb, written for reading and not for speed. Each layer has its backward under its forward, which keeps what backward
needs; grad_y is the gradient of what forward returned.
"""

from pathlib import Path

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


class Conv2d:
    """Filters (out_channels, in_channels, size, size) that slide over pictures (N, in_channels, H, W), unpadded."""

    def __init__(self, in_channels, out_channels, size, rng):
        self.weight = noise(rng, out_channels, in_channels, size, size)
        self.bias = np.zeros(out_channels, np.float32)

    def forward(self, x):
        windows = sliding_window_view(x, self.weight.shape[2:], axis=(2, 3)).transpose(0, 2, 3, 1, 4, 5)
        self.shape, self.places = x.shape, windows.shape[:3]  # pictures, rows, columns
        self.patches = windows.reshape(-1, self.weight[0].size)  # one row for each place of the filters
        y = self.patches @ self.weight.reshape(len(self.weight), -1).T + self.bias
        return y.reshape(*self.places, -1).transpose(0, 3, 1, 2)

    def backward(self, grad_y):
        grad_rows = grad_y.transpose(0, 2, 3, 1).reshape(-1, len(self.weight))
        self.grad_bias = grad_rows.sum(axis=0)
        self.grad_weight = (grad_rows.T @ self.patches).reshape(self.weight.shape)
        grad_patches = grad_rows @ self.weight.reshape(len(self.weight), -1)
        grad_patches = grad_patches.reshape(*self.places, *self.weight.shape[1:]).transpose(0, 3, 4, 5, 1, 2)
        grad_x, (_, rows, columns) = np.zeros(self.shape, grad_y.dtype), self.places
        for m, n in np.ndindex(self.weight.shape[2:]):  # a pixel lies in many patches: their blame adds up
            grad_x[:, :, m : m + rows, n : n + columns] += grad_patches[:, :, m, n]
        return grad_x


class MaxPool2d:
    """The largest of every size x size pixels; rows and columns that are left over at the end are dropped."""

    def __init__(self, size):
        self.size = size

    def forward(self, x):
        self.shape, s = x.shape, self.size
        N, C, H, W = x.shape
        parts = x[:, :, : H // s * s, : W // s * s].reshape(N, C, H // s, s, W // s, s)
        blocks = parts.transpose(0, 1, 2, 4, 3, 5).reshape(N, C, H // s, W // s, s * s)
        self.place = blocks.argmax(axis=-1)[..., None]
        return np.take_along_axis(blocks, self.place, axis=-1)[..., 0]

    def backward(self, grad_y):
        N, C, rows, columns = grad_y.shape
        s = self.size
        blocks = np.zeros((N, C, rows, columns, s * s), grad_y.dtype)
        np.put_along_axis(blocks, self.place, grad_y[..., None], axis=-1)
        parts = blocks.reshape(N, C, rows, columns, s, s).transpose(0, 1, 2, 4, 3, 5)
        grad_x = np.zeros(self.shape, grad_y.dtype)
        grad_x[:, :, : rows * s, : columns * s] = parts.reshape(N, C, rows * s, columns * s)
        return grad_x


class ReLU:
    def forward(self, x):
        self.x = x
        return np.maximum(x, 0)

    def backward(self, grad_y):
        return grad_y * (self.x > 0)


class Flatten:
    def forward(self, x):
        self.shape = x.shape
        return x.reshape(len(x), -1)

    def backward(self, grad_y):
        return grad_y.reshape(self.shape)


class Linear:
    """y = x @ weight.T + bias: every output sees every input."""

    def __init__(self, inputs, outputs, rng):
        self.weight, self.bias = noise(rng, outputs, inputs), np.zeros(outputs, np.float32)

    def forward(self, x):
        self.x = x
        return x @ self.weight.T + self.bias

    def backward(self, grad_y):
        self.grad_weight, self.grad_bias = grad_y.T @ self.x, grad_y.sum(axis=0)
        return grad_y @ self.weight


def noise(rng, *shape):
    """Random weights whose spread is the root of 2 over the number of inputs that are added up."""
    return (rng.normal(size=shape) * np.sqrt(2 / np.prod(shape[1:]))).astype(np.float32)


def softmax_loss(scores, labels):
    """The mean of -log(probability of the right class), and its gradient: probability minus truth, over N."""
    moved = scores - scores.max(axis=1, keepdims=True)  # so that no power overflows
    log_p = moved - np.log(np.exp(moved).sum(axis=1, keepdims=True))
    right = np.arange(len(scores)), labels
    grad = np.exp(log_p)
    grad[right] -= 1
    return -log_p[right].mean(), grad / len(scores)


class Adam:
    """A step against the gradient, at a similar pace for all weights."""

    def __init__(self, rate):
        self.rate, self.t, self.means = rate, 0, {}

    def step(self, layers):
        self.t += 1
        for layer in layers:
            for name in ("weight", "bias"):
                if hasattr(layer, name):
                    self.change(getattr(layer, name), getattr(layer, f"grad_{name}"))

    def change(self, w, grad):
        m, v = self.means.get(id(w), (0, 0))
        m, v = 0.9 * m + 0.1 * grad, 0.999 * v + 0.001 * grad**2
        self.means[id(w)] = m, v
        w -= self.rate * m / (1 - 0.9**self.t) / (np.sqrt(v / (1 - 0.999**self.t)) + 1e-8)


def forward(layers, x):
    for layer in layers:
        x = layer.forward(x)
    return x


def train(layers, x, labels, optimiser, rng, size=50):
    """One epoch: every example once, in random order, `size` at a time."""
    for batch in np.split(rng.permutation(len(x)), range(size, len(x), size)):
        loss, grad = softmax_loss(forward(layers, x[batch]), labels[batch])
        for layer in reversed(layers):
            grad = layer.backward(grad)
        optimiser.step(layers)
    return loss


def network(rng):
    front = [Conv2d(1, 30, 5, rng), ReLU(), MaxPool2d(2), Flatten()]
    return [*front, Linear(30 * 12 * 12, 100, rng), ReLU(), Linear(100, 10, rng)]


if __name__ == "__main__":
    with np.load(Path(__file__).with_name("mnist_5000.npz")) as file:
        x, labels = file["images"][:, None] / np.float32(255), file["labels"].astype(int)
    rng, optimiser = np.random.default_rng(0), Adam(1e-3)
    layers = network(rng)
    for epoch in range(1, 6):
        loss = train(layers, x[:4000], labels[:4000], optimiser, rng)
        right = (
            np.concatenate([forward(layers, part).argmax(axis=1) for part in np.split(x[4000:], 4)]) == labels[4000:]
        )
        print(f"epoch {epoch}: loss of the last batch {loss:.3f}, {right.mean():.1%} of the test digits")
