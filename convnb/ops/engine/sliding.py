"""Large kernels on one channel: the picture lowered row by row, and one matrix product for each tile of it.

Laid out in one line, row r and column u of a kernel look r * step + u entries ahead, `step` being the length of a
framed row. The products of *all* rows of the kernel with all places of the line need w copies of it, in place of the
h * w of all patches, and then h additions:

    p[r, i] = sum over u of kernel[r, u] line[i + u]        y[i] = sum over r of p[r, i + r * step]

From some 31x31 on a Fourier transform would be faster, but it spreads the rounding error of the largest pixel over the
whole picture. Here an output takes part in the sums of its own window only.
"""

from math import isqrt
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from ..products import SMALL_PRODUCT, multiply
from .threads import cores, in_parallel, scratch
from .tiles import band, contiguous

TILE = 1 << 18  # entries of a tile of columns or of products: 1 MB of float32, so that it stays in the cache


class Part(NamedTuple):
    """A kernel on a line, or a part of one: rows of weights, how far apart they look, and where the first one does."""

    weights: slice
    shape: tuple
    row_step: int
    column_step: int
    start: int

    def reach(self):
        """How many entries of the line one output sees, less one."""
        return (self.shape[0] - 1) * self.row_step + (self.shape[1] - 1) * self.column_step


def sliding(x, weight, g, bias=None):
    """The correlation of each channel with its own kernel, stride 1; weight (C, 1, kH, kW)."""
    (height, width), dtype = g.output_shape, x.dtype
    out = np.empty((len(x), len(weight), height, width), dtype)

    def plane(image, channel):
        line, step = _line(x, image, channel, g)
        sums = np.full(height * step, 0 if bias is None else bias[channel], dtype)
        run = sums[: len(sums) - (step - width)]  # the last entries of a row belong to no output
        kernels = [(part, weight[channel].ravel()[part.weights].reshape(part.shape)) for part in _parts(g, step)]

        def work(spans):
            for first, last in spans:
                for part, kernel in kernels:
                    seen = line[part.start + first : part.start + last + part.reach()]
                    _add_products(seen, kernel, part, run[first:last])

        in_parallel(_spans(len(run)), work)
        out[image, channel] = sums.reshape(height, step)[:, :width]

    _for_each_plane(x, plane)
    return out


def sliding_gradient(grad_y, x, g):
    """The gradient of its weights, (C, 1, kH, kW): grad[r, u] = sum over i of grad_y[i] line[i + r * step + u].

    Where x or grad_y holds NaN or inf, more entries are NaN than in these sums: they meet zeros beside the outputs.
    """
    height, width = g.output_shape
    grads = np.zeros((len(x), x.shape[1], g.kernel_shape[0] * g.kernel_shape[1]), x.dtype)

    def plane(image, channel):
        line, step = _line(x, image, channel, g)
        outputs = np.zeros((height, step), x.dtype)
        outputs[:, :width] = grad_y[image, channel]
        run = outputs.ravel()[: outputs.size - (step - width)]

        def work(spans):
            return [
                (first, part, _products_with(line, run, part, first, last)) for first, last in spans for part in parts
            ]

        parts = _parts(g, step)
        shares = [share for some in in_parallel(_spans(len(run)), work) for share in some]
        for _, part, share in sorted(shares, key=lambda one: one[0]):  # whoever was faster: the sums can be repeated
            grads[image, channel, part.weights] += share.ravel()

    _for_each_plane(x, plane)
    return grads.sum(0).reshape(-1, 1, *g.kernel_shape)


# --- what they are made of ----------------------------------------------------------------------------------------


def _for_each_plane(x, plane):
    """Calls plane(image, channel) for all of them: together where there are enough for all cores, else in turn."""

    def work(indices):
        for index in indices:
            plane(*index)

    indices = list(np.ndindex(x.shape[:2]))
    if len(indices) < cores():  # these work on one plane together
        work(indices)
    else:
        in_parallel(indices, work)


def _line(x, image, channel, g):
    """One framed plane of x as a line, and the length of its rows."""
    plane = band(x[image : image + 1, channel : channel + 1], slice(1), range(g.output_shape[0]), g)
    return plane.reshape(-1), plane.shape[3]


def _parts(g, step):
    """The kernel on a line whose rows have this length. A kernel of one row is folded into a square and what remains:
    then w and h are small."""
    (down, across), (d, column_step) = g.kernel_shape, g.dilation
    if down > 1:
        return [Part(slice(None), (down, across), step * d, column_step, 0)]
    w = isqrt(across)
    square, row_step = across // w * w, w * column_step
    parts = [Part(slice(square), (across // w, w), row_step, column_step, 0)]
    if square < across:
        rest = slice(square, across)
        parts.append(Part(rest, (1, across - square), row_step, column_step, square * column_step))
    return parts


def _spans(length):
    """A share of the outputs for every core, (first, last)."""
    size = -(-length // cores())
    return [(first, min(first + size, length)) for first in range(0, length, size)]


def _tiles(part, places):
    """(first, last) of the tiles of a line: as long as the cache allows, and blocks of `multiply` fit into them."""
    h, w = part.shape
    block = max(1, SMALL_PRODUCT // (h * w))
    size = block * max(1, TILE // max(h, w) // block)
    return [(first, min(first + size, places)) for first in range(0, places, size)]


def _lowered(line, part):
    """(w, places): what the columns of the kernel see at every place of the line, a view."""
    return sliding_window_view(line, (part.shape[1] - 1) * part.column_step + 1)[:, :: part.column_step].T


def _add_products(line, kernel, part, out):
    lowered = _lowered(line, part)
    for first, last in _tiles(part, lowered.shape[1]):
        products = scratch("products", (len(kernel), last - first), line.dtype)
        multiply(kernel, contiguous(lowered[:, first:last], "columns"), out=products)
        for r, row in enumerate(products):
            place = first - r * part.row_step  # the output that the first of these products belongs to
            a, b = max(place, 0), min(place + len(row), len(out))
            if a < b:
                out[a:b] += row[a - place : b - place]


def _products_with(line, run, part, first, last):
    """The share of the outputs first .. last in the gradient, (h, w)."""
    (h, w), step = part.shape, part.row_step
    lowered = _lowered(line[part.start + first : part.start + last + part.reach()], part)
    framed = np.zeros(last - first + 2 * (h - 1) * step, line.dtype)
    framed[(h - 1) * step : len(framed) - (h - 1) * step] = run[first:last]
    grad, share = np.zeros((2, h, w), line.dtype)
    for a, b in _tiles(part, lowered.shape[1]):
        places = sliding_window_view(framed, b - a)[a : a + (h - 1) * step + 1 : step]
        outputs = contiguous(places[::-1], "outputs")  # outputs[r, i]: the one that place i reaches by row r
        grad += multiply(outputs, contiguous(lowered[:, a:b], "columns").T, out=share)
    return grad
