"""The layers that are timed, and how each contender computes them."""

import importlib
from typing import NamedTuple

import numpy as np


class Case(NamedTuple):
    """A layer: its name in the table, PyTorch's function, and what it is called with."""

    title: str
    function: str
    x: tuple
    weight: tuple
    arguments: dict = {}  # noqa: RUF012 - never changed

    def arrays(self):
        """x, weight, bias and grad_y, the same in every process."""
        rng = np.random.default_rng(0)
        out_channels = self.weight[1] if self.function == "conv_transpose2d" else self.weight[0]
        x, weight, bias = (rng.standard_normal(s, dtype=np.float32) for s in (self.x, self.weight, (out_channels,)))
        y = getattr(importlib.import_module("convnb.ops.conv"), self.function)(x, weight, bias, **self.arguments)
        return x, weight, bias, rng.standard_normal(y.shape, dtype=np.float32)


CASES = [
    Case("(64, 1, 28, 28) → 32, 5x5", "conv2d", (64, 1, 28, 28), (32, 1, 5, 5)),
    Case("(64, 16, 14, 14) → 32, 3x3, p 1", "conv2d", (64, 16, 14, 14), (32, 16, 3, 3), {"padding": 1}),
    Case("(16, 64, 56, 56) → 64, 3x3, p 1", "conv2d", (16, 64, 56, 56), (64, 64, 3, 3), {"padding": 1}),
    Case(
        "(16, 3, 224, 224) → 64, 7x7, s 2, p 3", "conv2d", (16, 3, 224, 224), (64, 3, 7, 7), {"stride": 2, "padding": 3}
    ),
    Case("(8, 256, 14, 14) → 256, 3x3, p 1", "conv2d", (8, 256, 14, 14), (256, 256, 3, 3), {"padding": 1}),
    Case("(32, 32, 28, 28) → 32, 1x1", "conv2d", (32, 32, 28, 28), (32, 32, 1, 1)),
    Case(
        "(16, 64, 32, 32) → 64, 3x3, p 1, depthwise",
        "conv2d",
        (16, 64, 32, 32),
        (64, 1, 3, 3),
        {"padding": 1, "groups": 64},
    ),
    Case(
        "(8, 32, 32, 32) → 32, 3x3, d 2, p 2", "conv2d", (8, 32, 32, 32), (32, 32, 3, 3), {"padding": 2, "dilation": 2}
    ),
    Case("(1, 1, 512, 512) → 1, 9x9", "conv2d", (1, 1, 512, 512), (1, 1, 9, 9)),
    Case("(1, 1, 512, 512) → 1, 31x31", "conv2d", (1, 1, 512, 512), (1, 1, 31, 31)),
    Case("(32, 1, 1024) → 16, 31", "conv1d", (32, 1, 1024), (16, 1, 31)),
    Case(
        "transposed (16, 64, 14, 14) → 32, 4x4, s 2, p 1",
        "conv_transpose2d",
        (16, 64, 14, 14),
        (64, 32, 4, 4),
        {"stride": 2, "padding": 1},
    ),
]
PICTURES = [Case(f"512 x 512, {k}x{k}", "correlate", (512, 512), (k, k)) for k in (3, 5, 9, 15, 31)]


def convnb(case):
    """Two functions without arguments: the forward pass, and the forward and the backward pass."""
    conv = importlib.import_module("convnb.ops.conv")
    forward, backward = getattr(conv, case.function), getattr(conv, f"{case.function}_backward")
    x, weight, bias, grad_y = case.arrays()

    def both():
        forward(x, weight, bias, **case.arguments)
        backward(grad_y, x, weight, **case.arguments)

    return lambda: forward(x, weight, bias, **case.arguments), both


def pytorch(case):
    """The same in PyTorch. Raises ImportError where it is not installed."""
    torch = importlib.import_module("torch")
    function = getattr(torch.nn.functional, case.function)
    *leaves, grad_y = (torch.from_numpy(a) for a in case.arrays())
    tracked = [leaf.clone().requires_grad_() for leaf in leaves]

    def both():
        for leaf in tracked:
            leaf.grad = None
        function(*tracked, **case.arguments).backward(grad_y)

    return lambda: function(*leaves, **case.arguments), both


def picture(contender, case):
    """One function: the valid correlation of a picture, by one of ours or one of SciPy's functions."""
    rng = np.random.default_rng(0)
    x, kernel = (rng.standard_normal(shape, dtype=np.float32) for shape in (case.x, case.weight))
    if contender == "convnb.conv2d":
        conv2d = importlib.import_module("convnb.ops.conv").conv2d
        return (lambda: conv2d(x[None, None], kernel[None, None])[0, 0],)
    if contender == "convnb.correlate":
        correlate = importlib.import_module("convnb.ops.correlation").correlate
        return (lambda: correlate(x, kernel, "valid"),)
    signal = importlib.import_module("scipy.signal")
    if contender == "scipy.correlate2d":
        return (lambda: signal.correlate2d(x, kernel, "valid"),)
    return (lambda: signal.fftconvolve(x, kernel[::-1, ::-1], "valid"),)


def functions(contender, suite, index):
    """What a contender does for a case, as functions without arguments."""
    if suite == "pictures":
        return picture(contender, PICTURES[index])
    return {"convnb": convnb, "pytorch": pytorch}[contender](CASES[index])
