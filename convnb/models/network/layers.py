"""The layers of a small network, each with its backward directly under its forward.

A layer keeps what its backward needs, so forward(x) comes first, then backward(grad_y) for the same batch. backward
returns the gradient of x and leaves those of the parameters in the layer: `grad_weight` beside `weight`. The arithmetic
is that of `convnb.ops`, derived in notebooks 05 and 06. Used in notebooks 11 and 12.
"""

import math

import numpy as np

from ...ops.checks import brief, pair, whole_number
from ...ops.conv import conv1d, conv1d_backward, conv2d, conv2d_backward
from ...ops.geometry import layer_geometry
from ...ops.pooling import avg_pool2d, avg_pool2d_backward, max_pool2d, max_pool2d_backward
from ...ops.products import multiply


class Layer:
    """What all layers share: `kind`, the operator's name; `learned`, the names of the arrays that training changes."""

    kind, learned, settings = "", (), {}

    def describe(self):
        """The layer as data, for a program that computes it elsewhere: kind, settings, and its arrays, no copies."""
        return {"kind": self.kind, **self.settings, **{name: getattr(self, name) for name in self.learned}}

    def parameters(self, prefix):
        """(name, array, gradient) of everything learned; the gradient is None before a first backward."""
        for name in self.learned:
            yield f"{prefix}.{name}", getattr(self, name), getattr(self, f"grad_{name}", None)

    def learn(self, grad_y):
        """`backward` where nobody needs the gradient of x."""
        self.backward(grad_y)

    def __repr__(self):
        return f"{type(self).__name__}({', '.join(self._arguments())})"

    def _arguments(self):
        return []


class Convolution(Layer):
    """What Conv1d and Conv2d share: weight (out_channels, in_channels, kernel) from `he_normal`, bias of zeros.

    kernel_size, stride, padding and dilation are those of `conv1d` and `conv2d`; rng, a numpy.random.Generator.
    """

    learned = ("weight", "bias")

    def __init__(
        self, in_channels, out_channels, kernel_size, *, rng, stride=1, padding=0, dilation=1, dtype=np.float32
    ):
        channels = whole_number(out_channels, "out_channels", 1), whole_number(in_channels, "in_channels", 1)
        self.steps = {"stride": stride, "padding": padding, "dilation": dilation}
        g = layer_geometry([1 << 30] * self.axes, kernel_size, **self.steps)  # of an input large enough for any kernel
        self.settings = {"stride": g.stride, "padding": g.sides, "dilation": g.dilation}
        self.weight = he_normal((*channels, *g.kernel_shape), rng=rng, dtype=dtype)
        self.bias = np.zeros(out_channels, dtype)

    def learn(self, grad_y):
        self.backward(grad_y, to_x=False)

    def _arguments(self):
        outputs, inputs, *kernel = self.weight.shape
        usual = {"stride": 1, "padding": 0, "dilation": 1}
        steps = [f"{name}={value!r}" for name, value in self.steps.items() if value != usual[name]]
        return [str(inputs), str(outputs), brief(kernel), *steps]


class Conv1d(Convolution):
    """`conv1d`: (N, C, L) to (N, C_out, L_out)."""

    kind, axes = "conv1d", 1

    def forward(self, x):
        self.x = x
        return conv1d(x, self.weight, self.bias, **self.steps)

    def backward(self, grad_y, to_x=True):
        grads = conv1d_backward(grad_y, self.x, self.weight, **self.steps, to_x=to_x)
        grad_x, self.grad_weight, self.grad_bias = grads
        return grad_x


class Conv2d(Convolution):
    """`conv2d`: (N, C, H, W) to (N, C_out, H_out, W_out)."""

    kind, axes = "conv2d", 2

    def forward(self, x):
        self.x = x
        return conv2d(x, self.weight, self.bias, **self.steps)

    def backward(self, grad_y, to_x=True):
        grads = conv2d_backward(grad_y, self.x, self.weight, **self.steps, to_x=to_x)
        grad_x, self.grad_weight, self.grad_bias = grads
        return grad_x


class Linear(Layer):
    """Every output sees every input: y[b, o] = bias[o] + sum over i of weight[o, i] x[b, i]. (N, I) to (N, O)."""

    kind, learned = "linear", ("weight", "bias")

    def __init__(self, in_features, out_features, *, rng, dtype=np.float32):
        sizes = whole_number(out_features, "out_features", 1), whole_number(in_features, "in_features", 1)
        self.weight, self.bias = he_normal(sizes, rng=rng, dtype=dtype), np.zeros(out_features, dtype)

    def forward(self, x):
        if x.ndim != 2 or x.shape[1] != self.weight.shape[1]:
            hint = ": put Flatten() before it" if x.ndim > 2 else ""
            raise ValueError(f"it takes x of shape (N, {self.weight.shape[1]}), got {x.shape}{hint}")
        self.x = x
        return multiply(x, self.weight.T) + self.bias  # x @ weight.T

    def learn(self, grad_y):
        self.grad_weight, self.grad_bias = multiply(grad_y.T, self.x), grad_y.sum(axis=0)

    def backward(self, grad_y):
        self.learn(grad_y)
        return multiply(grad_y, self.weight)

    def _arguments(self):
        return [str(size) for size in self.weight.shape[::-1]]


class ReLU(Layer):
    """y = max(x, 0). The gradient passes where x > 0; at the kink it is taken as 0."""

    kind = "relu"

    def forward(self, x):
        self.x = x
        return np.maximum(x, 0)

    def backward(self, grad_y):
        return grad_y * (self.x > 0)


class Tanh(Layer):
    """y = tanh(x), whose derivative is 1 - y^2."""

    kind = "tanh"

    def forward(self, x):
        self.y = np.tanh(x)
        return self.y

    def backward(self, grad_y):
        return grad_y * (1 - self.y**2)


class Pooling(Layer):
    """What MaxPool2d and AvgPool2d share: kernel_size, stride (None: the kernel's size) and padding, int or (h, w)."""

    def __init__(self, kernel_size, *, stride=None, padding=0):
        kernel = pair(kernel_size, "kernel_size", 1)
        step = kernel if stride is None else pair(stride, "stride", 1)
        self.window = {"kernel_size": kernel, "stride": step, "padding": pair(padding, "padding", 0)}
        self.settings = {**self.window, "padding": tuple((zeros, zeros) for zeros in self.window["padding"])}

    def _arguments(self):
        kernel, stride, padding = self.window.values()
        steps = [f"stride={brief(stride)}"] * (stride != kernel) + [f"padding={brief(padding)}"] * any(padding)
        return [brief(kernel), *steps]


class MaxPool2d(Pooling):
    """`max_pool2d`: the largest pixel under each window, which gets the whole gradient."""

    kind = "max_pool2d"

    def forward(self, x):
        self.x = x
        return max_pool2d(x, **self.window)

    def backward(self, grad_y):
        return max_pool2d_backward(grad_y, self.x, **self.window)


class AvgPool2d(Pooling):
    """`avg_pool2d`: the mean under each window, whose pixels share the gradient."""

    kind = "avg_pool2d"

    def forward(self, x):
        self.x = x
        return avg_pool2d(x, **self.window)

    def backward(self, grad_y):
        return avg_pool2d_backward(grad_y, self.x, **self.window)


class Flatten(Layer):
    """(N, C, H, W) to (N, C * H * W), channel by channel, row by row."""

    kind = "flatten"

    def forward(self, x):
        self.shape = x.shape
        return x.reshape(len(x), math.prod(x.shape[1:]))

    def backward(self, grad_y):
        return grad_y.reshape(self.shape)


def learn_from(part, grad_y):
    """Gives a layer or a network the gradients of its parameters: by `learn`, where it has that, else by `backward`."""
    getattr(part, "learn", part.backward)(grad_y)


class Sequential:
    """Layers in a row, each fed with the output of the one before: Sequential(Conv2d(...), ReLU(), ...)."""

    def __init__(self, *layers):
        self.layers = layers

    def forward(self, x):
        """The output of the last layer."""
        return self.activations(x)[-1]

    def backward(self, grad_y):
        """The gradient of x; every layer then holds those of its parameters."""
        for layer in reversed(self.layers):
            grad_y = layer.backward(grad_y)
        return grad_y

    def learn(self, grad_y):
        """`backward` as far as the first layer with parameters: nobody needs the gradient of the examples."""
        first = next((i for i, layer in enumerate(self.layers) if any(layer.parameters(""))), 0)
        for layer in reversed(self.layers[first + 1 :]):
            grad_y = layer.backward(grad_y)
        learn_from(self.layers[first], grad_y)

    def activations(self, x):
        """The output of every layer, as a list. Raises ValueError that names the layer where one does not fit."""
        outputs = [x]
        for index, layer in enumerate(self.layers):
            try:
                outputs.append(layer.forward(outputs[-1]))
            except ValueError as error:
                raise ValueError(f"layer {index}, {layer}, cannot take {outputs[-1].shape}: {error}") from error
        return outputs[1:]

    def parameters(self):
        """(name, array, gradient) of everything learned, such as ("0.weight", ...); the gradient is None before a
        first backward. The arrays are the layers' own: what changes them in place trains the network."""
        for index, layer in enumerate(self.layers):
            yield from layer.parameters(index)

    def describe(self):
        """Every layer's `describe()`, as a list of dicts."""
        return [layer.describe() for layer in self.layers]

    def summary(self, input_shape):
        """A table as text: the shape after every layer for one input of (C, H, W), and how many numbers it learns."""
        outputs = self.activations(np.zeros((1, *input_shape), np.float32))
        lines = [f"{'input':32}{tuple(input_shape)!s:16}"]
        for layer, y in zip(self.layers, outputs, strict=True):
            count = sum(array.size for _, array, _ in layer.parameters(""))
            lines.append(f"{layer!s:32}{y.shape[1:]!s:16}{count:>9,}")
        return "\n".join([*lines, f"{'all':48}{sum(array.size for _, array, _ in self.parameters()):>9,}"])

    def __repr__(self):
        return "\n".join(["Sequential(", *(f"  {index}: {layer}" for index, layer in enumerate(self.layers)), ")"])


def he_normal(shape, *, rng, dtype=np.float32):
    """Random weights (outputs, inputs, ...) of variance 2 / n, n weights per output: ReLU then keeps the spread of a
    signal from layer to layer. Source: He, Zhang, Ren, Sun, Delving deep into rectifiers (2015).
    """
    return (rng.standard_normal(shape) * math.sqrt(2 / math.prod(shape[1:]))).astype(dtype)
