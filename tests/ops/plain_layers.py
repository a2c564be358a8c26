"""The layers once more, by index tables and einsum: the oracle for arguments of every sort that an operator accepts.

`convnb.ops.reference` reads like the formulas, but takes seconds for a padding of 40. Here an image gets one more row
and column, and whatever a window sees outside is read from there; nothing else is padded.
"""

import numpy as np
from geometries import window_starts


def of_axes(value):
    return (value, value) if np.ndim(value) == 0 else tuple(value)


def seen(n, k, stride, padding, dilation, ceil_mode=False):
    """(k, positions): which entry of an axis each tap sees at each position; n where that lies outside."""
    if padding == "same":
        starts = np.arange(n) - dilation * (k - 1) // 2
    else:
        starts = np.array(window_starts(n, k, stride, 0 if padding == "valid" else padding, dilation, ceil_mode), int)
    reaching = k if k <= 100 else min(k, n - int(starts.min()))  # of a kernel without arrays, which may be endless
    at = starts + dilation * np.arange(reaching)[:, None]
    return np.where((at >= 0) & (at < n), at, n)


def tables(shape, kernel, stride=1, padding=0, dilation=1, ceil_mode=False, positions=(None, None)):
    """The rows and columns that are seen, to index the last two axes: (kH, kW, H_out, W_out)."""
    axes = zip(shape, *map(of_axes, (kernel, stride, padding, dilation)), strict=True)
    rows, columns = (seen(*axis, ceil_mode)[:, :m] for axis, m in zip(axes, positions, strict=True))
    return rows[:, None, :, None], columns[None, :, None, :]


def patches(x, kernel, fill=0, **walk):
    """(N, C, kH, kW, H_out, W_out), `fill` outside."""
    framed = np.pad(x, [(0, 0), (0, 0), (0, 1), (0, 1)], constant_values=fill)
    return framed[(..., *tables(x.shape[2:], kernel, **walk))]


def laid_down(parts, shape, kernel, **walk):
    """The adjoint of `patches`: (N, C, H, W)."""
    framed = np.zeros((*parts.shape[:2], shape[0] + 1, shape[1] + 1), parts.dtype)
    np.add.at(framed, (slice(None), slice(None), *tables(shape, kernel, **walk)), parts)
    return framed[:, :, :-1, :-1]


def by_group(groups, sums, *arrays, joined):
    """einsum for each group: `arrays` are pairs (array, the axis of its channels), `joined` is that of the result."""
    shares = [np.split(array, groups, axis) for array, axis in arrays]
    return np.concatenate([np.einsum(sums, *share) for share in zip(*shares, strict=True)], joined)


def conv(x, weight, bias=None, *, groups=1, **walk):
    met = patches(x, weight.shape[2:], **walk)
    y = by_group(groups, "nctuij,octu->noij", (met, 1), (weight, 0), joined=1)
    return y if bias is None else y + bias[:, None, None]


def conv_backward(grad_y, x, weight, *, groups=1, **walk):
    kernel = weight.shape[2:]
    parts = by_group(groups, "noij,octu->nctuij", (grad_y, 1), (weight, 0), joined=1)
    met = patches(x, kernel, **walk)
    grad_weight = by_group(groups, "noij,nctuij->octu", (grad_y, 1), (met, 1), joined=0)
    return laid_down(parts, x.shape[2:], kernel, **walk), grad_weight, grad_y.sum((0, 2, 3))


def transposed(x, weight, bias=None, *, stride=1, padding=0, output_padding=0, dilation=1, groups=1):
    kernel, walk = weight.shape[2:], {"stride": stride, "padding": padding, "dilation": dilation}
    axes = zip(x.shape[2:], kernel, *map(of_axes, (stride, padding, dilation, output_padding)), strict=True)
    shape = [(n - 1) * s + d * (k - 1) + 1 - 2 * p + extra for n, k, s, p, d, extra in axes]
    parts = by_group(groups, "ncij,cotu->notuij", (x, 1), (weight, 0), joined=1)
    y = laid_down(parts, shape, kernel, positions=x.shape[2:], **walk)
    return y if bias is None else y + bias[:, None, None]


def transposed_backward(grad_y, x, weight, *, output_padding=0, groups=1, **walk):
    met = patches(grad_y, weight.shape[2:], positions=x.shape[2:], **walk)
    grad_x = by_group(groups, "notuij,cotu->ncij", (met, 1), (weight, 0), joined=1)
    return grad_x, by_group(groups, "ncij,notuij->cotu", (x, 1), (met, 1), joined=0), grad_y.sum((0, 2, 3))


def one_axis(function):
    """The same for signals: pictures of width 1."""
    widths = {"stride": 1, "padding": 0, "output_padding": 0, "dilation": 1}

    def on_signals(**arguments):
        arrays = {name: arguments[name][..., None] for name in ("grad_y", "x", "weight") if name in arguments}
        walk = {name: value for name, value in arguments.items() if name in widths}
        walk = {name: v if isinstance(v, str) else (*np.ravel(v).tolist(), widths[name]) for name, v in walk.items()}
        found = function(**{**arguments, **arrays, **walk})
        return tuple(a[..., 0] if a.ndim == 4 else a for a in found) if isinstance(found, tuple) else found[..., 0]

    return on_signals


# --- pooling ------------------------------------------------------------------------------------------------------


def max_pool(x, kernel_size, *, stride=None, **walk):
    """Minus infinity where a window sees padding only."""
    stride = kernel_size if stride is None else stride
    return patches(np.real(x).astype(float), kernel_size, -np.inf, stride=stride, **walk).max((2, 3))


def max_pool_backward(grad_y, x, kernel_size, *, stride=None, **walk):
    walk["stride"] = kernel_size if stride is None else stride
    here = patches(np.real(x), kernel_size, **walk)
    wins = (here == max_pool(x, kernel_size, **walk)[:, :, None, None]) | (here != here)
    wins &= patches(np.ones(x.shape, bool), kernel_size, **walk)
    n, c, t, u, *positions = here.shape
    first = np.cumsum(wins.reshape(n, c, t * u, *positions), axis=2).reshape(here.shape) == 1
    return laid_down(np.where(wins & first, grad_y[:, :, None, None], 0), x.shape[2:], kernel_size, **walk)


def _counts(shape, kernel, count_include_pad, **walk):
    axes = zip(shape, *map(of_axes, (kernel, walk["stride"], walk["padding"])), strict=True)
    counts = []
    for n, k, s, p in axes:
        border = p if count_include_pad else 0
        starts = window_starts(n, k, s, p, 1, walk["ceil_mode"])
        counts.append([min(start + k, n + border) - max(start, -border) for start in starts])
    return np.multiply.outer(*counts)


def avg_pool(x, kernel_size, *, stride=None, padding=0, ceil_mode=False, count_include_pad=True):
    walk = {"stride": kernel_size if stride is None else stride, "padding": padding, "ceil_mode": ceil_mode}
    counts = _counts(x.shape[2:], kernel_size, count_include_pad, **walk)
    return patches(x.astype(np.result_type(x, float)), kernel_size, **walk).sum((2, 3)) / counts


def avg_pool_backward(grad_y, x, kernel_size, *, stride=None, padding=0, ceil_mode=False, count_include_pad=True):
    walk = {"stride": kernel_size if stride is None else stride, "padding": padding, "ceil_mode": ceil_mode}
    shares = grad_y / _counts(x.shape[2:], kernel_size, count_include_pad, **walk)
    taps = patches(x, kernel_size, **walk).shape[2:4]
    parts = np.broadcast_to(shares[:, :, None, None], (*shares.shape[:2], *taps, *shares.shape[2:]))
    return laid_down(parts, x.shape[2:], kernel_size, **walk)
