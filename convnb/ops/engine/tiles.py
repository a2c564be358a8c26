"""The layer as a matrix product, tile by tile: copy patches side by side, multiply, take the next tile.

All patches of a layer at once (`lowering.im2col`) would need kH * kW times the memory of the input. A tile of them
stays in the cache of a core, and its product is written straight into the output.
"""

from itertools import chain

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from ..products import multiply
from .threads import cores, in_parallel, scratch

# Entries of a tile of columns: 4 MB of float32. Smaller ones fit the caches better, but then Python costs more.
TILE = 1 << 20
_ALL_TILES = 1 << 21  # entries of the tiles of all cores together
_WORTH_SHARING = 1 << 15  # entries that are copied in the time that it takes to wake a thread
_LONG_SUM = 1 << 11  # positions that one product of the weights' gradient adds up: so its matrices are not too thin


def tiled(x, weight, g, groups, bias=None):
    """Per tile of the output, weights (C_out, K) times columns (K, L) are outputs (C_out, L).

    K = C / groups * kH * kW entries are a patch, L positions are in the tile; groups are products side by side.
    """
    k, width = weight[0].size, g.output_shape[1]
    out = np.empty((len(x), groups, len(weight) // groups, g.output_shape[0] * width), x.dtype)

    def work(units):
        for images, rows in units:
            columns = patches(x, images, rows, g).reshape(-1, groups, k, len(rows) * width)
            target = out[images, ..., rows.start * width : rows.stop * width]
            multiply(weight.reshape(groups, -1, k), columns, out=target)
            if bias is not None:
                target += bias.reshape(groups, -1, 1)

    in_parallel(tiles(len(x), g.output_shape[0], groups * k * width, TILE), work)
    return out.reshape(len(x), len(weight), *g.output_shape)


def weight_gradient(grad_y, x, g, groups):
    """grad_weight[o, c, t, u] = sum over b, i, j of grad_y[b, o, i, j] x[b, first + c, i s - p + t d, j s - p + u d].

    Per tile, columns (K, L) times outputs (L, C_out) are weights (K, C_out), and these are added up.
    """
    channels, inputs = grad_y.shape[1] // groups, x.shape[1] // groups
    k = inputs * g.kernel_shape[0] * g.kernel_shape[1]
    grad_y = grad_y.reshape(len(x), groups, channels, *g.output_shape)

    def work(shares):
        return [(share, added(units[share :: cores()])) for share in shares]

    def added(units):
        total, product = np.zeros((2, groups, k, channels), x.dtype)
        for images, rows in units:
            # The images of a tile stand side by side: one long sum instead of many short ones.
            columns = patches(x, images, rows, g, images_last=True).reshape(groups, k, -1)
            delta = grad_y[images, ..., rows.start : rows.stop, :].transpose(1, 0, 3, 4, 2)
            multiply(columns, contiguous(delta, "delta").reshape(groups, -1, channels), out=product)
            total += product
        return total

    most = min(TILE, groups * k * _LONG_SUM)
    units = list(tiles(len(x), g.output_shape[0], groups * k * g.output_shape[1], most)) if len(x) else []
    # Who adds which tiles is fixed, and so is the order of the sums: a training can be repeated bit by bit.
    totals = chain.from_iterable(in_parallel(range(min(cores(), len(units))), work))
    total = sum(
        (total for _, total in sorted(totals, key=lambda one: one[0])), np.zeros((groups, k, channels), x.dtype)
    )
    return np.ascontiguousarray(total.swapaxes(1, 2)).reshape(groups * channels, inputs, *g.kernel_shape)


# --- what they are made of ----------------------------------------------------------------------------------------


def tiles(images, rows, row, most):
    """Shares of a batch's output of about `most` entries, as slices of images and ranges of rows.

    `row` is how many entries belong to one row of one image. There are as many shares for every core, if there is work
    for all: few large ones, because between two of them Python runs, one core at a time.
    """
    total = images * rows * row
    shares = -(-total // min(most, _ALL_TILES // cores()))
    if total > _WORTH_SHARING:
        shares = -(-shares // cores()) * cores()
    many = max(1, -(-images // max(1, shares)))
    tall = rows if images >= shares else -(-rows * images // shares)
    for b in range(0, images, many):
        for i in range(0, rows, tall):
            yield slice(b, b + many), range(i, min(i + tall, rows))


def patches(x, images, rows, g, images_last=False):
    """The patches of these images and rows of the output: (N, C, kH, kW, rows, W_out), or (C, kH, kW, N, rows, W_out).

    They are copied in two steps, columns of the kernel first: the second step then copies long runs, all rows at once.
    """
    piece, (down, across), (step, jump) = band(x, images, rows, g), g.kernel_shape, g.stride
    shifts = sliding_window_view(piece, g.dilation[1] * (across - 1) + 1, 3)[:, :, :, ::jump, :: g.dilation[1]]
    shifts = shifts.transpose(1, 4, 0, 2, 3) if images_last else shifts.transpose(0, 1, 4, 2, 3)
    if down == 1 and step == 1:
        return contiguous(shifts if images_last else shifts[:, :, None], "columns")
    shifts = contiguous(shifts, "shifts")
    n, c, width = *piece.shape[:2], shifts.shape[4]
    shape = (c, down, across, n) if images_last else (n, c, down, across)
    columns = scratch("columns", (*shape, len(rows), width), x.dtype)
    for t in range(down):
        place = columns[:, t] if images_last else columns[:, :, t]
        place[...] = shifts[:, :, :, t * g.dilation[0] :: step][:, :, :, : len(rows)]
    return columns


def band(x, images, rows, g):
    """The part of x that these rows of the output see, with the zeros around it: (N, C, height, width).

    Where no zeros are needed it is a view, else scratch memory: framing all of x would cost a pass over the memory.
    """
    axes = zip((rows, range(g.output_shape[1])), g.kernel_shape, g.stride, g.dilation, g.sides, strict=True)
    starts, sizes = [], []
    for seen, k, s, d, (before, _) in axes:
        starts.append(seen.start * s - before)
        sizes.append((len(seen) - 1) * s + d * (k - 1) + 1)
    source = [slice(max(0, a), max(0, a + m)) for a, m in zip(starts, sizes, strict=True)]
    piece = x[images, :, source[0], source[1]]
    if piece.shape[2:] == tuple(sizes):
        return piece
    out = scratch("band", (*piece.shape[:2], *sizes), x.dtype)
    out.fill(0)
    top, left = (s.start - a for s, a in zip(source, starts, strict=True))
    out[:, :, top : top + piece.shape[2], left : left + piece.shape[3]] = piece
    return out


def contiguous(view, name):
    """A contiguous array of the same shape: a copy in scratch memory, unless it is one already (1x1 kernels)."""
    if view.flags.c_contiguous:
        return view
    copy = scratch(name, view.shape, view.dtype)
    np.copyto(copy, view)
    return copy
