"""Convolution as a matrix: patches side by side, and the big sparse-looking matrices of which it is a product.

Two ways to turn a sliding window into one multiplication. `im2col` leaves the kernel alone and copies the input, so
that a layer is kernel times patches; the `*_matrix` functions leave the input alone and repeat the kernel, so that a
layer is matrix times input and its backward pass the transposed matrix. The first is how fast programs work, the
second how one proves things. All matrices are dense, zeros included.
"""

import math

import numpy as np

from .checks import as_array, as_batch, as_regular, check_channels, check_entries, pair, whole_number, written
from .dtypes import for_sums
from .geometry import kept_positions, layer_geometry

# --- patches ------------------------------------------------------------------------------------------------------


def im2col(x, kernel_size, *, stride=1, padding=0, dilation=1):
    """The patches of a batch as columns: (N, C, H, W) to (N, C * kH * kW, L), as torch.nn.functional.unfold.

    cols[b, (c * kH + t) * kW + u, i * W_out + j] = x[b, c, i s - p + t d, j s - p + u d], zero outside x

    with stride s, padding p and dilation d of the axis and L = H_out * W_out positions. Rows are ordered by channel,
    then row and column of the kernel, so weight.reshape(C_out, -1) @ cols is `conv2d` before the reshape.

    Parameters: x, (N, C, H, W), N may be 0; kernel_size, stride, padding, dilation, int or (h, w). Returns a new array
    of the dtype of x. It holds kH * kW copies of most pixels: that is the price in memory.

    Raises ValueError for a wrong ndim or an empty x, for sizes out of range, and a kernel that spans more than the
    padded input. Source: notebook 07.
    """
    x = as_batch(x, "x", 4)
    g = layer_geometry(x.shape[2:], kernel_size, stride=stride, padding=padding, dilation=dilation)
    check_entries((*x.shape[:2], *g.kernel_shape, *g.output_shape), "the patches")
    cols = np.zeros((*x.shape[:2], *g.kernel_shape, *g.output_shape), x.dtype)
    for (t, u), outputs, inputs in g.taps():
        cols[:, :, t, u][outputs] = x[inputs]
    return cols.reshape(len(x), x.shape[1] * np.prod(g.kernel_shape), np.prod(g.output_shape))


def col2im(cols, output_size, kernel_size, *, stride=1, padding=0, dilation=1):
    """The adjoint of `im2col`: every entry of cols is added to the pixel it was copied from, as torch's fold.

    <im2col(x), c> = <x, col2im(c)> for all x and c. It is not the inverse: col2im(im2col(x)) is x times the number of
    patches that hold the pixel. Entries copied from the padding are dropped.

    Parameters: cols, (N, C * kH * kW, L), N may be 0; output_size, (H, W) of the image, or int; the others as they
    were given to `im2col`. Returns (N, C, H, W); integers are added up as int64, float16 as float32.

    Raises ValueError as `im2col` does, where cols does not have kH * kW rows per channel or L columns, and for integers
    whose sums may not fit into int64. Source: notebook 07.
    """
    image_shape = pair(output_size, "output_size", 1)
    g = layer_geometry(image_shape, kernel_size, stride=stride, padding=padding, dilation=dilation)
    cols = for_sums(as_batch(cols, "cols", 3), "cols", math.prod(g.kernel_shape))
    _check_cols(cols.shape, g)
    cols = cols.reshape(len(cols), cols.shape[1] // np.prod(g.kernel_shape), *g.kernel_shape, *g.output_shape)
    check_entries((*cols.shape[:2], *g.input_shape), "the images")
    image = np.zeros((*cols.shape[:2], *g.input_shape), cols.dtype)
    for (t, u), outputs, inputs in g.taps():
        image[inputs] += cols[:, :, t, u][outputs]
    return image


def _check_cols(shape, g):
    per_channel, positions = np.prod(g.kernel_shape), np.prod(g.output_shape)
    if shape[1] % per_channel or shape[2] != positions:
        kernel, image = ("x".join(map(str, s)) for s in (g.kernel_shape, g.input_shape))
        raise ValueError(
            f"cols must have shape (N, C * {per_channel}, {positions}) for a kernel of {kernel} on an image of {image}"
            f", got {shape}"
        )


# --- matrices -----------------------------------------------------------------------------------------------------


def toeplitz_matrix(kernel, n, mode="full"):
    """The matrix of the convolution with a kernel: toeplitz_matrix(kernel, n, mode) @ x == convolve(x, kernel, mode).

    A[i, j] = kernel[k_i - j], zero where that is no entry of the kernel; k_i = i in mode "full", and starts later in
    "same" and "valid", see `convolve`. Entries depend on i - j only: A[i, j] = A[i + 1, j + 1], the mark of Toeplitz.

    Parameters: kernel, (m,); n, the number of samples of x. Returns a dense (n + m - 1, n) array in mode "full",
    (n, n) in "same", (|n - m| + 1, n) in "valid"; int64 for integers, else the kernel's dtype, float32 at least.
    Raises ValueError for an empty or not 1-D kernel, n < 1 and an unknown mode. Source: notebook 07.
    """
    kernel, n = for_sums(as_array(kernel, "kernel", (1,)), "kernel"), whole_number(n, "n", 1)
    return _spread(kernel, _convolution_taps(kernel.shape, (n,), mode))


def circulant_matrix(kernel, n):
    """The matrix of the circular convolution: C @ x == ifft(fft(kernel, n) * fft(x)), n samples long as x.

    C[i, j] = kernel[(i - j) mod n], zero from the kernel's end on. Each row is the one above it, turned by one place:
    its last entry comes in first. The first *column* is the kernel; were it the first row, it would be a correlation.
    The DFT diagonalises it: F C F^-1 = diag(fft(kernel, n)), F = dft_matrix(n).

    Parameters: kernel, (m,), m <= n; n, the number of samples of x. Returns a dense (n, n) array, dtype as in
    `toeplitz_matrix`. Raises ValueError for an empty or not 1-D kernel, n < 1, and for m > n: a longer kernel would
    overlap itself, where NumPy's fft(kernel, n) cuts it off instead. Source: notebooks 07 and 08.
    """
    kernel, n = for_sums(as_array(kernel, "kernel", (1,)), "kernel"), whole_number(n, "n", 1)
    if kernel.size > n:
        raise ValueError(f"a circular convolution of {n} samples needs a kernel of at most {n}, got {kernel.size}")
    check_entries((n, n), "the matrix")
    places = np.arange(n)
    return _spread(kernel, [(places[:, None] - places) % n])


def doubly_block_toeplitz(kernel, input_shape, mode="valid"):
    """The matrix of a 2-D convolution: D @ x.ravel() == convolve(x, kernel, mode).ravel(), x of shape (H, W).

    D[k * W_out + l, t * W + u] = kernel[r_k - t, c_l - u], zero outside the kernel; in mode "valid" r_k = k + h - 1 and
    c_l = l + w - 1. It consists of H_out x H blocks of W_out x W; each block is Toeplitz, and so is their arrangement.
    It is not circulant: that would be the circular convolution. A convolution flips the kernel, `conv_matrix` does not.

    Parameters: kernel, (h, w); input_shape, (H, W), or int for a square; mode as in `convolve`. Returns a dense
    (H_out * W_out, H * W) array: for a picture of n x n and a kernel of m x m (n - m + 1)^2 n^2 entries, for
    m = 3 and float64 126 MB at n = 64 and 34 GB at n = 256. It is for small pictures. dtype as in `toeplitz_matrix`.
    Raises ValueError for an empty or not 2-D kernel, sizes < 1, more than 2**30 entries, and modes as `convolve` does.
    Source: notebook 07.
    """
    kernel, shape = for_sums(as_array(kernel, "kernel", (2,)), "kernel"), pair(input_shape, "input_shape", 1)
    blocks = _spread(kernel, _convolution_taps(kernel.shape, shape, mode))
    return blocks.reshape(-1, shape[0] * shape[1])


def conv_matrix(weight, input_shape, *, stride=1, padding=0, dilation=1):
    """The matrix of a layer's correlation (no flip) of one image: M @ x.ravel() == conv2d(x[None], weight).ravel().

    M[(o, i, j), (c, r, q)] = weight[o, c, t, u] where r = i s - p + t d and q = j s - p + u d, else zero; stride s,
    padding p and dilation d of the axis, indices flattened in C order. M.T @ grad_y.ravel() is the gradient of x.
    With a stride it is not every s-th row of the matrix for stride 1: whole rows of the image are left out as well.

    Parameters: weight, (C_out, C, kH, kW), or (kH, kW) for one channel; input_shape, (C, H, W), or (H, W) for one
    channel; stride, padding, dilation, int or (h, w). Returns a dense (C_out * H_out * W_out, C * H * W) array, dtype
    as in `toeplitz_matrix`; while it is built, it takes twice its memory.
    Raises ValueError for a wrong ndim, empty weights, channels that differ, sizes out of range, and a kernel that
    spans more than the padded input. Source: notebook 07.
    """
    weight = for_sums(as_array(weight, "weight", (2, 4)), "weight")
    weight = weight if weight.ndim == 4 else weight[None, None]
    channels, *image = _image_shape(input_shape)
    check_channels((1, channels, *image), weight.shape, None, 1)
    g = layer_geometry(image, weight.shape[2:], stride=stride, padding=padding, dilation=dilation)
    check_entries((len(weight) * math.prod(g.output_shape), channels * math.prod(image)), "the matrix")
    blocks = _spread(weight, [_correlation_taps(g, axis) for axis in (0, 1)])
    return blocks.transpose(0, 2, 3, 1, 4, 5).reshape(-1, channels * image[0] * image[1])


def _image_shape(shape):
    """(C, H, W) of an image given as (C, H, W) or (H, W)."""
    if as_regular(shape, "input_shape").ndim != 1 or len(shape) not in (2, 3):
        raise ValueError(f"input_shape must be (C, H, W) or (H, W), got {written(shape)}")
    shape = [whole_number(n, "input_shape", 1) for n in shape]
    return shape if len(shape) == 3 else [1, *shape]


def _convolution_taps(kernel_shape, input_shape, mode):
    """Per axis, the index of the weight with which output i sees input j."""
    kept = kept_positions(input_shape, kernel_shape, mode)
    check_entries((math.prod(map(len, kept)), math.prod(input_shape)), "the matrix")
    return [np.array(k)[:, None] - np.arange(n) for k, n in zip(kept, input_shape, strict=True)]


def _correlation_taps(g, axis):
    """The index of the weight with which output i sees input j along an axis; -1 where it falls between two weights."""
    steps = np.arange(g.input_shape[axis]) - g.first_inputs(axis)[:, None]
    return np.where(steps % g.dilation[axis], -1, steps // g.dilation[axis])


def _spread(kernel, taps):
    """kernel[..., taps] over (out, in) index arrays, one per axis: (..., out, in), or (..., out, out, in, in) in 2-D.

    Indices outside the kernel pick the zero that is appended to each axis.
    """
    axes = len(taps)
    padded = np.pad(kernel, [(0, 0)] * (kernel.ndim - axes) + [(0, 1)] * axes)
    taps = [np.where((t >= 0) & (t < m), t, m) for t, m in zip(taps, kernel.shape[-axes:], strict=True)]
    return padded[..., taps[0]] if axes == 1 else padded[..., taps[0][:, None, :, None], taps[1][None, :, None, :]]
