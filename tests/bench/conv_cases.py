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


def textbook(case):
    """The same as textbooks write it: all patches laid flat, tap by tap, then one product; a loop over the groups."""
    x, weight, bias, grad_y = (a[:, :, None] if case.function == "conv1d" and a.ndim == 3 else a for a in case.arrays())
    options = {"stride": 1, "padding": 0, "dilation": 1, **case.arguments}
    options = {name: (option, option) for name, option in options.items() if name != "groups"}
    if case.function == "conv1d":
        options["padding"] = (0, options["padding"][1])
    groups, kernel = case.arguments.get("groups", 1), weight.shape[2:]

    def taps(image, outputs):
        """For each tap its place in the kernel, and what it meets in the padded image: a view (N, C, H_out, W_out)."""
        for place in np.ndindex(*kernel):
            starts = [at * d for at, d in zip(place, options["dilation"], strict=True)]
            rows, columns = (
                slice(start, start + s * (n - 1) + 1, s)
                for start, s, n in zip(starts, options["stride"], outputs, strict=True)
            )
            yield place, image[:, :, rows, columns]

    def im2col(image, outputs):
        """(N H_out W_out, C kH kW)."""
        padded = np.pad(image, [(0, 0), (0, 0), *((p, p) for p in options["padding"])])
        columns = np.empty((*image.shape[:2], *kernel, *outputs), image.dtype)
        for place, met in taps(padded, outputs):
            columns[:, :, *place] = met
        return columns.transpose(0, 4, 5, 1, 2, 3).reshape(len(image) * outputs[0] * outputs[1], -1)

    def col2im(columns, shape, outputs):
        """The adjoint of im2col: an image of the given shape."""
        columns = columns.reshape(shape[0], *outputs, shape[1], *kernel).transpose(0, 3, 4, 5, 1, 2)
        image = np.zeros(
            (*shape[:2], *(n + 2 * p for n, p in zip(shape[2:], options["padding"], strict=True))), x.dtype
        )
        for place, met in taps(image, outputs):
            met += columns[:, :, *place]
        (top, left), (height, width) = options["padding"], shape[2:]
        return image[:, :, top : top + height, left : left + width]

    def flat(image):
        """(N H W, C)."""
        return image.transpose(0, 2, 3, 1).reshape(-1, image.shape[1])

    def planes(rows, outputs):
        """The adjoint of flat, as an array in C order."""
        return np.ascontiguousarray(rows.reshape(len(x), *outputs, -1).transpose(0, 3, 1, 2))

    def transposed(backward):
        matrix = weight.reshape(len(weight), -1)
        y = col2im(flat(x) @ matrix, grad_y.shape, x.shape[2:]) + bias[:, None, None]
        if not backward:
            return y
        columns = im2col(grad_y, x.shape[2:])
        return (
            y,
            planes(columns @ matrix.T, x.shape[2:]),
            (flat(x).T @ columns).reshape(weight.shape),
            grad_y.sum((0, 2, 3)),
        )

    def convolution(backward):
        outputs, results = grad_y.shape[2:], []
        shares = (np.split(a, groups, axis) for a, axis in ((x, 1), (weight, 0), (bias, 0), (grad_y, 1)))
        for image, filters, biases, gradient in zip(*shares, strict=True):
            columns, matrix = im2col(image, outputs), filters.reshape(len(filters), -1)
            result = [planes(columns @ matrix.T + biases, outputs)]
            if backward:
                rows = flat(gradient)
                result += [col2im(rows @ matrix, image.shape, outputs), (rows.T @ columns).reshape(filters.shape)]
                result += [gradient.sum((0, 2, 3))]
            results.append(result)
        joined = [
            np.concatenate(parts, axis) for parts, axis in zip(zip(*results, strict=True), (1, 1, 0, 0), strict=False)
        ]
        return joined if backward else joined[0]

    run = transposed if case.function == "conv_transpose2d" else convolution
    return lambda: run(False), lambda: run(True)


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
    return {"convnb": convnb, "pytorch": pytorch, "textbook": textbook}[contender](CASES[index])
