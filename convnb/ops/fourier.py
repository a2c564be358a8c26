"""The layer by the convolution theorem: for kernels so large that a product per frequency is less work than their taps.

scipy.fft is loaded on first use, so that `import convnb` stays light.
"""

import numpy as np

from .threads import in_parallel
from .tiles import band


def fourier(x, weight, g, bias=None):
    """The correlation with stride and dilation 1 as products of spectra, Y[o] = sum_c X[c] conj(W[o, c]).

    The product is a circular correlation, as long as the framed picture: what wraps around are the positions where the
    kernel hangs over its end, and these are no outputs. None where the result is not finite: one NaN would be all.
    """
    from scipy import fft

    kernel_shape, (height, width) = weight.shape[2:], g.output_shape
    down, across = (fft.next_fast_len(m + k - 1, True) for m, k in zip(g.output_shape, kernel_shape, strict=True))
    out = np.empty((len(x), len(weight), height, width), x.dtype)

    def spectrum(pictures):  # rows first: those below a small kernel are zero, and so are their spectra
        return fft.fft(fft.rfft(pictures, across), down, axis=2, overwrite_x=True)

    def work(units):
        finite = True
        for b in units:
            picture = spectrum(band(x, slice(b, b + 1), range(height), kernel_shape, g))
            if weight.shape[:2] == (1, 1):
                products = np.multiply(picture[:, 0], kernels[:, 0], out=picture[:, 0])
            else:
                products = np.einsum("ncij,ocij->oij", picture, kernels)
            columns = fft.ifft(products, axis=1, overwrite_x=True)[:, :height]
            out[b] = fft.irfft(columns, across)[..., :width]
            if bias is not None:
                out[b] += bias[:, None, None]
            finite = finite and bool(np.isfinite(out[b].sum()))
        return finite

    with np.errstate(invalid="ignore", over="ignore"):
        kernels = spectrum(weight)
        np.conjugate(kernels, out=kernels)
    return out if all(in_parallel(range(len(x)), work)) else None
