"""Winograd's way of a 3x3 kernel: 16 multiplications for four outputs, where the definition needs 36.

Two outputs side by side, y0 = g0 d0 + g1 d1 + g2 d2 and y1 = g0 d1 + g1 d2 + g2 d3, take four products:

    m0 = (d0 - d2) g0                       m1 = (d1 + d2) (g0 + g1 + g2) / 2
    m3 = (d1 - d3) g2                       m2 = (d2 - d1) (g0 - g1 + g2) / 2
    y0 = m0 + m1 + m2                       y1 = m1 - m2 - m3

Along both axes it is 4 * 4 products for 2 * 2 outputs. The sums before and after are shared by all channels, and the
products are sums over channels: 16 matrix products. Source: Lavin and Gray 2016, F(2x2, 3x3).
"""

import numpy as np

from ..products import multiply
from .threads import in_parallel, scratch
from .tiles import band, tiles

_OF_WEIGHTS = np.array([[1, 0, 0], [0.5, 0.5, 0.5], [0.5, -0.5, 0.5], [0, 0, 1]])
SHARE = 1 << 19  # entries of the 16 transformed inputs of a share: 2 MB of float32


def winograd(x, weight, g, bias=None):
    """The correlation with a 3x3 kernel, stride and dilation 1, or None where x holds NaN or inf: they would spread."""
    (n, c), o, (height, width) = x.shape[:2], len(weight), g.output_shape
    kernels = _kernels(weight)
    out = np.empty((n, o, height, width), x.dtype)
    across = (width + 1) // 2 + 1  # pairs of columns, and one more: a pair sees the next one too

    def work(units):
        finite = True
        for images, pairs in units:
            rows = range(2 * pairs.start, min(2 * pairs.stop, height))
            piece = band(x, images, rows, g)
            finite = finite and bool(np.isfinite(piece.sum()))
            products = _products(_inputs(piece, len(pairs), across), kernels)
            if bias is not None:
                products[5] += bias[:, None]  # m1 along both axes, which all four outputs contain once
            for (a, b), share in _outputs(products, len(piece), len(pairs), across):
                target = out[images, :, rows.start + a : rows.stop : 2, b::2]
                target[...] = share[:, :, : target.shape[2], : target.shape[3]]
        return finite

    finite = in_parallel(tiles(n, (height + 1) // 2, 16 * c * across, SHARE), work)
    return out if all(finite) else None


def _kernels(weight):
    """(16, C_out, C): the weights' share of the products, along the columns and then along the rows."""
    both = np.kron(_OF_WEIGHTS, _OF_WEIGHTS).astype(weight.dtype)
    taps = np.ascontiguousarray(weight.transpose(3, 2, 0, 1)).reshape(9, -1)
    kernels = np.empty((16, taps.shape[1]), weight.dtype)
    multiply(both, taps, out=kernels)
    return kernels.reshape(16, *weight.shape[:2])


def _inputs(piece, down, across):
    """(16, N, C, down * across): the inputs' share of the products.

    Even and odd rows and columns are taken apart first. Then the next pair is one entry on, the pair below one row
    on, and all sums are sums of long contiguous runs. At the end of a row they are meaningless, and dropped later.
    """
    n, c = piece.shape[:2]
    apart = scratch("apart", (2, 2, n, c, down + 1, across), piece.dtype)
    for a in (0, 1):
        for b in (0, 1):
            part = piece[:, :, a::2, b::2]
            apart[a, b, :, :, : part.shape[2], : part.shape[3]] = part
    size = apart[0, 0].size
    run = size - across
    rows = scratch("rows", (2, 4, size), piece.dtype)
    for b in (0, 1):
        top, odd = apart[0, b].reshape(-1), apart[1, b].reshape(-1)
        _sums_before(top[:run], odd[:run], top[across:], odd[across:], rows[b, :, :run])
    both = scratch("both", (4, 4, size), piece.dtype)
    left, odd = rows.reshape(2, -1)
    _sums_before(left[:-1], odd[:-1], left[1:], odd[1:], both.reshape(4, -1)[:, :-1])
    return both.reshape(16, n, c, -1)[..., : down * across]


def _sums_before(d0, d1, d2, d3, out):
    np.subtract(d0, d2, out=out[0])
    np.add(d1, d2, out=out[1])
    np.subtract(d2, d1, out=out[2])
    np.subtract(d1, d3, out=out[3])


def _products(inputs, kernels):
    """(16, N * C_out * down * across): over the channels, per pair of pairs."""
    o, (_, n, _, size) = kernels.shape[1], inputs.shape
    out = scratch("products", (16, n, o, size), inputs.dtype)
    multiply(kernels[:, None], inputs, out=out)
    return out


def _outputs(products, n, down, across):
    """Pairs of (a, b) and the outputs at rows 2 i + a and columns 2 j + b: (N, C_out, down, across)."""
    m = products.reshape(4, -1)
    half = scratch("half", (2, m.shape[1]), m.dtype)
    _sums_after(m, half)
    m = half.reshape(2, 4, -1)
    for b in (0, 1):
        share = scratch("share", (2, m.shape[2]), m.dtype)
        _sums_after(m[b], share)
        for a in (0, 1):
            yield (a, b), share[a].reshape(n, -1, down, across)


def _sums_after(m, out):
    np.add(m[1], m[2], out=out[0])
    out[0] += m[0]
    np.subtract(m[1], m[2], out=out[1])
    out[1] -= m[3]
