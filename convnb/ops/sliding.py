"""The engine under correlation and convolution: a kernel slides over x, at the lags it is told.

It knows nothing of modes, flips or means: `correlation` says which lags, and what to make of the sums. It is written
for speed without a Fourier transform, so that it can be the ordinary way and the transform a notebook's discovery.
"""

import numpy as np

from .checks import as_array, check_same_ndim
from .dtypes import for_products
from .threads import cores, in_parallel, scratch
from .tiles import contiguous, multiply

_TILE = 1 << 17  # entries of a tile of columns: 1 MB of float64, so that it stays in cache


def operands(x, kernel):
    """Both arrays in the dtype to compute with, and the dtype of the result."""
    x, kernel = as_array(x, "x"), as_array(kernel, "kernel")
    check_same_ndim(x, kernel)
    (x, kernel), dtype = for_products(x, kernel, terms=min(x.size, kernel.size))
    return x, kernel, dtype


def slide(x, kernel, lags):
    """The correlation at these lags, one range per axis; arrays of one dtype."""
    with np.errstate(invalid="ignore", over="ignore"):  # inf - inf is NaN: the result says so, no warning needed
        if x.ndim == 2:
            return np.ascontiguousarray(_slide_2d(x, kernel, lags))
        first, last = lags[0].start + kernel.size - 1, lags[0].stop + kernel.size - 1
        return np.correlate(x, kernel, "full")[first:last]


def _slide_2d(x, kernel, lags):
    if kernel.size > x.size:  # let the smaller one slide: the mirror image, see `correlate`
        mirrored = [range(1 - r.stop, 1 - r.start) for r in lags]
        return _slide_2d(kernel, x, mirrored)[::-1, ::-1].conj()
    if not np.isfinite(kernel).all():
        return _add_shifted(x, kernel, lags)
    spans = [(r.start, r.stop - 1 + m) for r, m in zip(lags, kernel.shape, strict=True)]
    out = np.zeros([len(r) for r in lags], x.dtype)
    return _add_tiles(_excerpt(x, spans), kernel.conj(), out)


def _excerpt(x, spans):
    """x[start:stop] of each axis, with zeros where that lies outside x."""
    out = np.zeros([stop - start for start, stop in spans], x.dtype)
    inside = [(max(start, 0), min(stop, n)) for (start, stop), n in zip(spans, x.shape, strict=True)]
    target = tuple(slice(a - start, b - start) for (a, b), (start, _) in zip(inside, spans, strict=True))
    out[target] = x[tuple(slice(a, b) for a, b in inside)]
    return out


def _add_tiles(x, kernel, out):
    """Adds the valid correlation to `out`, a share of its rows per core."""
    step = -(-len(out) // cores())

    def work(tops):
        for top in tops:
            _add_share(x[top : top + step + len(kernel) - 1], kernel, out[top : top + step])

    in_parallel(range(0, len(out), step), work)
    return out


def _add_share(x, kernel, out):
    """Per tile of rows of x one matrix product, then one addition per row of the kernel.

    Row r of the kernel meets row i of x in output row i - r. So the product gives the sums of *all* kernel rows along
    all rows of the tile, of h * w products each, and needs w copies of x in place of the h * w of a full im2col.
    """
    (h, w), width = kernel.shape, out.shape[1]
    windows = np.lib.stride_tricks.sliding_window_view(x, w, axis=1)
    step = max(1, _TILE // (max(h, w) * width))
    for top in range(0, len(x), step):
        columns = contiguous(windows[top : top + step].transpose(2, 0, 1), "columns").reshape(w, -1)
        sums = scratch("products", (h, columns.shape[1] // width, width), x.dtype)
        multiply(kernel, columns, out=sums.reshape(h, -1))
        for r in range(h):
            first, last = max(top - r, 0), min(top - r + sums.shape[1], len(out))
            if first < last:
                out[first:last] += sums[r, first + r - top : last + r - top]


def _add_shifted(x, kernel, lags):
    """One shifted copy of x per weight. Slow, but a weight of inf or NaN never meets the zeros around x."""
    out = np.zeros([len(r) for r in lags], x.dtype)
    for offset, weight in np.ndenumerate(kernel.conj()):
        starts = [r.start + t for r, t in zip(lags, offset, strict=True)]  # entry 0 of out looks at x[start]
        clipped = [(max(s, 0), min(s + k, n)) for s, k, n in zip(starts, out.shape, x.shape, strict=True)]
        if all(a < b for a, b in clipped):
            target = tuple(slice(a - s, b - s) for (a, b), s in zip(clipped, starts, strict=True))
            out[target] += weight * x[tuple(slice(a, b) for a, b in clipped)]
    return out
