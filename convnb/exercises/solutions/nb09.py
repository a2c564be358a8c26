"""Right answers to the exercises of notebook 09."""

import numpy as np

from .. import nb09
from . import shows


@shows("09.1", "Loops")
def layer(x, weight, bias):
    """All six loops: for each number of each map, the sum over the channels and the weights under the kernel."""
    F, C, h, w = weight.shape
    y = np.zeros((F, x.shape[1] - h + 1, x.shape[2] - w + 1))
    for o, r, q in np.ndindex(y.shape):
        z = bias[o]
        for c, i, j in np.ndindex(C, h, w):
            z += weight[o, c, i, j] * x[c, r + i, q + j]
        y[o, r, q] = max(0, z)
    return y


shows("09.1", "NumPy", "A filter and a window are blocks of the same shape: multiply, add, and cut off below zero.")(
    nb09.layer
)


@shows("09.1", "Matrix")
def layer(x, weight, bias):
    """A filter in each row, a window in each column: the whole layer is one matrix product."""
    view = np.lib.stride_tricks.sliding_window_view
    windows = view(x, weight.shape[1:])[0]
    down, across = windows.shape[:2]
    columns = windows.reshape(down * across, -1).T
    z = weight.reshape(len(weight), -1) @ columns + bias[:, None]
    return np.maximum(0, z).reshape(len(weight), down, across)


@shows("09.1", "convnb")
def layer(x, weight, bias):
    """conv2d computes the layer for many pictures at once: here there is one, in a batch of its own."""
    from convnb import conv2d

    return np.maximum(0, conv2d(x[None], weight, bias)[0])


shows("09.2", "Loops", "Each output channel is a weighted sum of whole input channels.")(nb09.one_by_one)


@shows("09.2", "Matrix")
def one_by_one(x, weight):
    """With a pixel in each column, a 1 x 1 layer is a product with the matrix of its weights."""
    N, C, H, W = x.shape
    return (weight @ x.reshape(N, C, H * W)).reshape(N, len(weight), H, W)


@shows("09.2", "NumPy")
def one_by_one(x, weight):
    """einsum names the axes: c stands on both sides of the comma and not behind the arrow, so it is summed."""
    return np.einsum("fc,nchw->nfhw", weight, x)


@shows("09.3", "Loops")
def grouped(x, weight, groups):
    """Each filter asks which group it is in, and reads the channels of that group only."""
    from scipy.signal import correlate2d

    filters, channels = len(weight) // groups, len(x) // groups
    maps = []
    for o in range(len(weight)):
        first = o // filters * channels
        total = 0
        for c in range(channels):
            total = total + correlate2d(x[first + c], weight[o, c], "valid")
        maps.append(total)
    return np.array(maps)


@shows("09.3", "Split")
def grouped(x, weight, groups):
    """A grouped layer is several small layers side by side, whose maps are stacked."""
    from convnb import conv2d

    maps = []
    for part, filters in zip(np.split(x, groups), np.split(weight, groups)):
        maps.append(conv2d(part[None], filters)[0])
    return np.concatenate(maps)


@shows("09.3", "Zeros")
def grouped(x, weight, groups):
    """It is also a full layer whose weights between different groups are all zero."""
    from convnb import conv2d

    F, size = len(weight), weight.shape[1]
    full = np.zeros((F, len(x), *weight.shape[2:]))
    for o in range(F):
        first = o // (F // groups) * size
        full[o, first : first + size] = weight[o]
    return conv2d(x[None], full)[0]


shows("09.4", "Formula", "Places down and across as in notebook 04; and each filter has its weights, and one bias.")(
    nb09.layer_size
)


@shows("09.4", "Counting")
def layer_size(shape, F, k, s, p, groups):
    """The places are counted as two ranges, the weights filter by filter, each with its bias."""
    C, H, W = shape
    rows = len(range(0, H + 2 * p - k + 1, s))
    columns = len(range(0, W + 2 * p - k + 1, s))
    learned = sum(C // groups * k * k + 1 for _ in range(F))
    return F, rows, columns, learned


@shows("09.4", "convnb")
def layer_size(shape, F, k, s, p, groups):
    """A layer of zeros is run once, and its result and its weights are measured."""
    from convnb import conv2d

    weight, bias = np.zeros((F, shape[0] // groups, k, k)), np.zeros(F)
    x = np.zeros((1, *shape))
    y = conv2d(x, weight, bias, stride=s, padding=p, groups=groups)
    return *y.shape[1:], weight.size + bias.size


shows("09.5", "Formula", "A dense layer joins each input to each output with a weight of its own.")(nb09.times_more)


@shows("09.5", "Short")
def times_more(shape, F, k):
    """Channels and filters cancel: what is left is pixels times places over the weights of one small kernel."""
    _, H, W = shape
    return H * W * (H - k + 1) * (W - k + 1) / k**2


@shows("09.5", "Arrays")
def times_more(shape, F, k):
    """The numbers of inputs, outputs and shared weights are the sizes of three arrays."""
    C, H, W = shape
    x, weight = np.zeros((C, H, W)), np.zeros((F, C, k, k))
    y = np.zeros((F, H - k + 1, W - k + 1))
    return x.size * y.size / weight.size


shows("09.6", "Loops", "Column by column: each one that both maps know is compared with where it came from.")(
    nb09.shift_error
)


@shows("09.6", "Slices")
def shift_error(before, after, by):
    """The columns that both maps know are a slice of each; a shift to the left is one to the right, read backwards."""
    W = before.shape[1]
    if by < 0:
        before, after, by = after, before, -by
    return np.max(np.abs(after[:, by:] - before[:, : W - by]))


@shows("09.6", "Unknown columns")
def shift_error(before, after, by):
    """What is not known is nan, which means not a number, and nanmax passes over it."""
    moved = np.full(before.shape, np.nan)
    for q in range(before.shape[1]):
        if 0 <= q - by < before.shape[1]:
            moved[:, q] = before[:, q - by]
    return np.nanmax(np.abs(after - moved))
