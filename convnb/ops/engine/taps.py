"""One channel at a time, tap by tap: for small kernels where there is nothing to sum over but the taps."""

import numpy as np

from .threads import in_parallel, scratch
from .tiles import TILE, band, tiles

SHARE = 1 << 17  # entries that a gradient's sums read again for every tap: so they stay in the cache


def by_taps(x, weight, g, bias=None):
    """One output channel per input channel (depthwise), stride 1: with nothing to sum over, a product of matrices is no
    gain, and each weight times its shifted picture is added up.

    Laid out in one line, a picture is shifted by t d rows and u d columns where the line is shifted by (t width + u) d.
    The last entries of a row then belong to no output.
    """
    (height, width), (down, across) = g.output_shape, g.kernel_shape
    out = np.empty((len(x), len(weight), height, width), x.dtype)

    def work(units):
        for images, rows in units:
            piece = np.ascontiguousarray(band(x, images, rows, g))
            full = piece.shape[3]
            run = len(rows) * full - (full - width)
            line = piece.reshape(*piece.shape[:2], -1)
            shifts = np.lib.stride_tricks.sliding_window_view(line, run, 2)  # (n, c, shift, run)
            total = scratch("total", (*piece.shape[:2], len(rows) * full), x.dtype)
            part = scratch("part", total.shape, x.dtype)
            for u in range(across):
                # einsum adds all rows of the kernel in one pass.
                lines = shifts[:, :, u * g.dilation[1] :: g.dilation[0] * full][:, :, :down]
                np.einsum("ncts,ct->ncs", lines, weight[:, 0, :, u], out=(part if u else total)[..., :run])
                if u:
                    total += part
            if bias is not None:
                total += bias[:, None]
            out[images, :, rows.start : rows.stop] = total.reshape(*total.shape[:2], len(rows), full)[..., :width]

    in_parallel(tiles(len(x), height, x.shape[1] * (width + across), TILE), work)
    return out


def taps_gradient(grad_y, x, g):
    """The gradient of such weights, (C, 1, kH, kW), with any stride: each is one sum over its shifted picture."""
    (height, width), (step, jump) = g.output_shape, g.stride
    units = list(enumerate(tiles(len(x), height, x.shape[1] * width, SHARE)))
    grads = np.zeros((len(units), x.shape[1], *g.kernel_shape), x.dtype)

    def work(units):
        for number, (images, rows) in units:
            piece, outputs = band(x, images, rows, g), grad_y[images, :, rows.start : rows.stop]
            for t, u in np.ndindex(*g.kernel_shape):
                seen = piece[:, :, t * g.dilation[0] :: step, u * g.dilation[1] :: jump]
                seen = seen[:, :, : len(rows), :width]
                grads[number, :, t, u] = np.einsum("nchw,nchw->nc", outputs, seen).sum(0)

    in_parallel(units, work)
    return grads.sum(0)[:, None]
