"""Convolution by the Fourier transform: the sliding sum becomes one product per frequency.

The transform multiplies *circularly*: what leaves on one end comes in on the other. Padding both arrays with zeros to
n + m - 1 entries per axis leaves room for the tail, and the circular result is the linear one.
"""

import numpy as np

from .checks import as_array, check_entries, whole_number
from .correlation import convolve, operands
from .geometry import kept_positions


def dft_matrix(n):
    """The matrix of the discrete Fourier transform: dft_matrix(n) @ x == np.fft.fft(x), for x of n samples.

    F[k, t] = exp(-2 pi i k t / n), k, t = 0 .. n - 1. The sign in the exponent is minus and nothing is divided: the
    inverse is F.conj() / n, and F / sqrt(n) is unitary. Row k is a wave of k / n cycles per sample.

    Returns an (n, n) complex128 array. Raises ValueError for n < 1 or not integer. Source: notebook 08.
    """
    n = whole_number(n, "n", 1)
    check_entries((n, n), "the matrix")
    turns = np.outer(np.arange(n), np.arange(n)) % n  # whole turns taken off: exp stays accurate for large n
    return np.exp(-2j * np.pi * turns / n)


def fft_convolve(x, kernel, mode="full"):
    """`convolve` by the convolution theorem: ifft(fft(x padded) * fft(kernel padded)), 1-D and 2-D.

    Shapes, modes, centres, dtypes and errors as in `convolve`. O(n log n) in place of O(n m) operations.

    The rounding error of every entry is relative to the norms of x and kernel, not to the entry: small entries beside
    large ones lose digits. One NaN or inf makes the whole result NaN, without a
    warning. Integers are rounded to the exact int64; where
    the transform's error might reach 1/2, `convolve` computes them instead. Source: notebook 08.
    """
    values, weights, dtype = operands(x, kernel)
    kept = kept_positions(values.shape, weights.shape, mode)
    if dtype == np.int64 and not _rounds_exactly(values, weights):
        return convolve(x, kernel, mode)
    shape = [n + m - 1 for n, m in zip(values.shape, weights.shape, strict=True)]
    full = _Multiplier(weights, shape)(values)
    return _typed(full[tuple(slice(k.start, k.stop) for k in kept)], dtype)


def overlap_add(x, kernel, mode="full", *, block=None):
    """convolve(x, kernel, mode) of a long recording, block by block, each by a short Fourier transform.

    x = x_0 + x_1 + ..., x_i being the samples i B .. (i + 1) B - 1 in their place; each x_i * kernel is m - 1 samples
    longer than its block, and where these tails overlap the next result they are added.

    Parameters: x, (n,); kernel, (m,); mode as in `convolve`; block, the number B of samples per block, None for about
    eight kernels, 4096 samples at least. Shapes and dtypes as in `fft_convolve`. A NaN or inf spoils the blocks it is
    in, not the whole result. Besides the result, the memory needed is that of a few blocks.

    Raises ValueError for empty arrays, an ndim other than 1, an unknown mode, and block < 1 or not integer.
    Source: notebook 08.
    """
    x, kernel = as_array(x, "x", (1,)), as_array(kernel, "kernel", (1,))
    (kept,) = kept_positions(x.shape, kernel.shape, mode)
    block = max(8 * kernel.size, 4096) if block is None else whole_number(block, "block", 1)
    values, weights, dtype = operands(x, kernel)
    if dtype == np.int64 and not _rounds_exactly(values, weights):
        return convolve(x, kernel, mode)
    tail = weights.size - 1
    y = np.zeros(values.size + tail, np.result_type(values.dtype, np.float32))
    times_kernel = _Multiplier(weights, [min(block, values.size) + tail])
    for start in range(0, values.size, block):
        piece = values[start : start + block]
        y[start : start + piece.size + tail] += times_kernel(piece)[: piece.size + tail]
    return _typed(y[kept.start : kept.stop], dtype)


def frequency_response(kernel, n=512):
    """What a convolution with the kernel does to each frequency: (frequencies, response), gain and phase in one number.

    response[i] = H(f_i) = sum_t kernel[t] exp(-2 pi i f_i t), for the frequencies f_i = (i - n // 2) / n in
    cycles per sample: n of them from -1/2 (odd n: just above) to below 1/2, and 0 at n // 2.
    In 2-D response[i, j] = sum_t sum_u kernel[t, u] exp(-2 pi i (f_i t + f_j u)), f_i down and f_j across, in cycles
    per pixel. abs is the gain; the phase counts from the kernel's first entry, so a centred kernel has a slope in it.

    Parameters: kernel, (m,) or (h, w), of any size; n, the number of frequencies per axis. Returns frequencies, (n,)
    float64, and response, (n,) or (n, n), complex64 for float32 and float16 kernels, else complex128.
    Raises ValueError for an empty kernel, another ndim, and n < 1 or not integer. Source: notebook 08.
    """
    kernel, n = as_array(kernel, "kernel"), whole_number(n, "n", 1)
    check_entries((n,) * kernel.ndim, "the response")
    check_entries((n, max(kernel.shape)), "the matrix of waves")
    frequencies = np.arange(-(n // 2), n - n // 2) / n
    # The definition, not an FFT: an FFT of n points would cut off a kernel that is longer.
    response = kernel
    with np.errstate(all="ignore"):  # inf - inf is NaN: the result says so, no warning needed
        for axis, length in enumerate(kernel.shape):
            waves = np.exp(-2j * np.pi * np.outer(frequencies, np.arange(length)))
            response = np.moveaxis(np.tensordot(waves, response, (1, axis)), 0, axis)
        single = kernel.dtype.char in "efF"
        return frequencies, response.astype(np.complex64 if single else np.complex128)


class _Multiplier:
    """Convolves with one kernel, whose spectrum is computed once, arrays up to the size at which `shape` is full."""

    def __init__(self, kernel, shape):
        real = kernel.dtype.kind != "c"
        self.size = [_fast_length(n) for n in shape], range(len(shape))  # along which axes
        self.forward, self.inverse = (np.fft.rfftn, np.fft.irfftn) if real else (np.fft.fftn, np.fft.ifftn)
        self.spectrum = self.forward(kernel, *self.size)

    def __call__(self, x):
        with np.errstate(all="ignore"):  # inf - inf is NaN: the result says so, no warning needed
            return self.inverse(self.forward(x, *self.size) * self.spectrum, *self.size)


def _fast_length(n):
    """The next length, n or at most a fifth more, with small prime factors only: a transform of it is fast."""
    return min(odd << (-(-n // odd) - 1).bit_length() for odd in (1, 3, 5, 9, 15, 27))


def _rounds_exactly(x, kernel):
    """Whether the FFT's error, about eps log2(size) |x| |kernel|, is far enough below 1/2 to round to the integer."""
    norms = np.linalg.norm(x.astype(np.float64)) * np.linalg.norm(kernel.astype(np.float64))
    return 8 * np.finfo(np.float64).eps * np.log2(x.size + kernel.size) * norms < 0.25


def _typed(y, dtype):
    return (np.rint(y) if dtype == np.int64 else y).astype(dtype)
