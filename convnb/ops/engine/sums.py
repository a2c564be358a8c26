"""Multiply first, then lay down: for few output channels, where copying patches would cost more than additions."""

import numpy as np

from ..products import multiply
from .threads import in_parallel, scratch
from .tiles import TILE, tiles


def by_sums(x, weight, g, groups, bias=None):
    """The transposed convolution: all products in one matrix product without copies, then one addition per tap."""
    n, per_group, width = len(x), len(weight) // groups, x.shape[3]
    # (groups, C_out / groups * kH * kW, C / groups)
    matrix = np.ascontiguousarray(weight.reshape(groups, per_group, -1).swapaxes(1, 2))
    out = filled((n, groups * weight.shape[1], *g.input_shape), bias, x.dtype)
    planes = out.reshape(n, groups, weight.shape[1], *g.input_shape)

    def work(units):
        for images in units:
            for _, rows in tiles(1, x.shape[2], matrix.shape[0] * matrix.shape[1] * width, TILE):
                pixels = x[images, :, rows.start : rows.stop].reshape(-1, groups, per_group, len(rows) * width)
                products = scratch("products", (len(pixels), *matrix.shape[:2], pixels.shape[3]), x.dtype)
                multiply(matrix, pixels, out=products)
                lay_down(products.reshape(len(pixels), groups, *weight.shape[1:], len(rows), width), rows, images)

    def lay_down(products, rows, images):
        for t, u in np.ndindex(*g.kernel_shape):
            down, across = g.meeting(0, t, rows), g.meeting(1, u)
            planes[images, :, :, down[1], across[1]] += products[:, :, :, t, u, down[0], across[0]]

    in_parallel((images for images, _ in tiles(n, 1, matrix[..., 0].size * x.shape[2] * width, TILE)), work)
    return out


def filled(shape, bias, dtype):
    """Where outputs are added up: the bias, or zeros."""
    out = np.zeros(shape, dtype)
    if bias is not None:
        out += bias[:, None, None]
    return out


def turned(g):
    """A correlation with stride 1 as a transposed convolution with the flipped kernel: its Geometry."""
    axes = zip(g.sides, g.kernel_shape, g.dilation, strict=True)
    sides = tuple(tuple(d * (k - 1) - zeros for zeros in side) for side, k, d in axes)
    return g._replace(input_shape=g.output_shape, output_shape=g.input_shape, sides=sides)
