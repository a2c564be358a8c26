"""Correlation and convolution of signals and pictures, and what finds one signal in another.

All are one sliding sum: the kernel slides over x, multiply and add. A convolution slides the flipped kernel; a
normalised correlation subtracts means and divides by norms; an alignment asks for the lag at which that is largest.
"""

from typing import NamedTuple

import numpy as np

from .checks import as_array, check_entries, check_fits, check_same_ndim, whole_number
from .dtypes import for_products
from .engine.choose import correlate_layers
from .geometry import lag_geometry, lag_ranges

_TIE = 1e-9  # scores closer than this are equal but for rounding
_EXACT = 1e-10  # how far a score of `alignment_scores` may be off
_SHORT = 256  # samples of a template from which on a transform is quicker than the sum


def correlate(x, kernel, mode="full"):
    """Slide the kernel over x, multiply and add: c[k] = sum_t x[t + k] conj(kernel[t]), SciPy's definition.

    In 2-D c[k, l] = sum_t sum_u x[t + k, u + l] conj(kernel[t, u]). Entries outside an array are not added.

    Textbooks write (f star g)(tau) = sum_t f(t) g(t + tau), where f slides over g: that is `correlate(g, f)`.
    The order matters: correlate(f, g)[k] == conj(correlate(g, f)[-k]) at lag k, the mirror image.

    Parameters
    ----------
    x : (N,) or (H, W) array
    kernel : (n,) or (h, w) array
    mode : "full", every lag at which the two overlap, N + n - 1 per axis; "same", N of them, from full's index
        (n - 1) // 2 on; "valid", those where the smaller lies inside the larger, |N - n| + 1 (no zeros are filled in).

    The centres are those of `scipy.signal.correlate`. Its `correlate2d` differs for "same" and even kernels, one entry
    further on; `numpy.correlate` differs for "same" and kernels longer than x, as it swaps the two; MATLAB's and
    Octave's `conv` start "same" at index n // 2 of full. For borders other than zeros take `np.pad` and "valid":
    correlate(np.pad(x, [(m // 2, (m - 1) // 2) for m in kernel.shape], "symmetric"), kernel, "valid") is
    `scipy.ndimage.correlate`.

    float32 gives float32, float64 float64, mixtures what np.result_type says (float16 counts as float32). Integers and
    bools are exact: the result is int64, a picture of uint8 never wraps around.

    Raises ValueError for empty arrays, ndim other than 1 or 2, two different ndim, an unknown mode, "valid" where
    neither is at least as large as the other on every axis, and for integers whose sums may not fit into int64.
    Source: notebooks 01 and 03. `correlation_lags` gives the k of each entry.
    """
    x, kernel, dtype = operands(x, kernel)
    return _slide(x, kernel, lag_ranges(x.shape, kernel.shape, mode)).astype(dtype)


def convolve(x, kernel, mode="full"):
    """Slide the flipped kernel over x: y[n] = sum_t x[t] kernel[n - t]; in 2-D both axes are flipped.

    y is `correlate` with the conjugate kernel turned by 180 degrees. It is commutative in mode "full".
    Shapes, modes, dtypes and errors as in `correlate`; the centres are those of `scipy.signal.convolve` and
    `convolve2d`. Source: notebooks 02 and 03.
    """
    x, kernel, dtype = operands(x, kernel)
    return _slide(x, np.flip(kernel).conj(), lag_ranges(x.shape, kernel.shape, mode)).astype(dtype)


def correlation_lags(n_x, n_kernel, mode="full"):
    """The lag k of each entry of correlate(x, kernel, mode), for signals of n_x and n_kernel samples: an int array.

    full: -(n_kernel - 1) .. n_x - 1. valid: 0 .. n_x - n_kernel, or n_x - n_kernel .. 0 where the kernel is longer.
    same: n_x lags from (n_kernel - 1) // 2 - (n_kernel - 1) on. `scipy.signal.correlation_lags` says one more in "same"
    if n_x is odd and n_kernel even, which is not the lag of SciPy's own `correlate`; elsewhere the two agree.

    Raises ValueError for sizes less than 1 or not integer, and for an unknown mode. Source: notebook 01.
    """
    n_x, n_kernel = whole_number(n_x, "n_x", 1), whole_number(n_kernel, "n_kernel", 1)
    lags = lag_ranges((n_x,), (n_kernel,), mode)[0]
    check_entries((len(lags),), "the lags")
    return np.arange(lags.start, lags.stop)


def operands(x, kernel):
    """Both arrays, checked, in the dtype to compute with, and the dtype of the result."""
    x, kernel = as_array(x, "x"), as_array(kernel, "kernel")
    check_same_ndim(x, kernel)
    (x, kernel), dtype = for_products(x, kernel, terms=min(x.size, kernel.size))
    return x, kernel, dtype


def _slide(x, kernel, lags):
    """The correlation of arrays of one dtype at these lags, one range per axis."""
    with np.errstate(all="ignore"):  # inf - inf is NaN: the result says so, no warning needed
        if x.ndim == 1:
            first, last = lags[0].start + kernel.size - 1, lags[0].stop + kernel.size - 1
            return np.correlate(x, kernel, "full")[first:last]
        if kernel.size > x.size:  # let the smaller one slide: the mirror image, see `correlate`
            mirrored = [range(1 - r.stop, 1 - r.start) for r in lags]
            return _slide(kernel, x, mirrored)[::-1, ::-1].conj()
        g, kernel = lag_geometry(x.shape, kernel.shape, lags), kernel.conj()
        if np.isfinite(kernel).all():
            return correlate_layers(x[None, None], kernel[None, None], g, 1, exact=True)[0, 0]
        out = np.zeros(g.output_shape, x.dtype)
        for tap, outputs, inputs in g.taps():  # slow, but a weight of inf or NaN never meets the zeros around x
            out[outputs] += kernel[tap] * x[inputs]
        return out


# --- matching -----------------------------------------------------------------------------------------------------


def normalized_correlate(x, template):
    """How alike the template and each window of x are, whatever their offset and gain: Pearson's correlation.

    r[k] = sum_t (x[t + k] - mean_k) (template[t] - mean) / (norm_k norm), where mean_k is the mean of the window
    x[k : k + n], norm_k the root of its sum of squared deviations from it, mean and norm those of the template.
    1 is a perfect match, -1 an inverted one, and 0 stands where a window does not vary beyond rounding.

    Parameters: x, (N,) or (H, W) real array; template, (n,) or (h, w), n <= N. Returns (N - n + 1,) or
    (H - h + 1, W - w + 1), values in [-1, 1], computed in float64; float32 if both are float32 or float16, else
    float64. A NaN or inf in a window makes that entry NaN.

    Raises ValueError for empty or complex arrays, a wrong ndim, a template that is constant or does not fit into x.
    Source: notebook 01.
    """
    x, template = _real_array(x, "x"), _real_array(template, "template")
    check_same_ndim(x, template, "template")
    check_fits(x.shape, template.shape)
    dtype = np.result_type(x.dtype, template.dtype)
    dtype = np.result_type(dtype, np.float32) if dtype.kind == "f" else np.float64
    with np.errstate(all="ignore"):
        pattern = _centred(template, "template")
        values = _scaled(x)
        finite = values[np.isfinite(values)]
        # The pattern sums to zero, so a constant taken off x changes nothing; its mean leaves the least to cancel.
        offset = finite.mean() if finite.size else 0.0
        products = _slide(values - offset, pattern, lag_ranges(x.shape, template.shape, "valid"))
        mean, spread = _window_moments(values, template.shape)
        flat = _is_flat(mean, spread, template.size, x.dtype)
        scores = products / np.sqrt(np.where(flat, 1.0, spread) * np.sum(pattern**2))
    return np.clip(np.where(flat, 0.0, scores), -1.0, 1.0).astype(dtype)


class Alignment(NamedTuple):
    """Where y matches x best: y[t + lag] looks like x[t]; score in [-1, 1] is negative for an inverted copy."""

    lag: int
    score: float


@np.errstate(all="ignore")  # what underflows is nothing beside the rest
def align(x, y):
    """The lag in samples at which y[t + lag] best matches x[t]: where y is x delayed by d samples, it is +d.

    The lag of the largest |score| of `alignment_scores`. Among scores that are equal within 1e-9 it is the one with the
    largest sum of products sum_t x[t] y[t + lag] of the signals as they came, so a positive match wins over an inverted
    one; if these are equal too, the smallest |lag|, then the negative one.

    Parameters: x, (n_x,), and y, (n_y,), real signals. Returns Alignment(lag, score), an int and a float.
    Raises ValueError as `alignment_scores` does. Source: notebook 01.
    """
    lags, scores = alignment_scores(x, y)
    x, y = (_scaled(np.asarray(a)) for a in (x, y))
    best = np.flatnonzero(np.abs(scores) >= np.abs(scores).max() - _TIE)
    if best.size > 1:
        products = _products(y, x, best)
        best = best[products >= products.max() - _TIE * np.linalg.norm(x) * np.linalg.norm(y)]
    winner = best[np.argmin(np.abs(lags[best]))]
    return Alignment(int(lags[winner]), float(scores[winner]))


@np.errstate(all="ignore")
def alignment_scores(x, y):
    """The curve that `align` takes the peak of: (lags, scores), lags from -(n_x - 1) to n_y - 1.

    The mean is taken off each signal. The shorter one (x, if they are equally long) is the template, the longer one
    gets zeros on both ends, so that every lag has a full window, and scores[i] is the `normalized_correlate` of the two
    at lags[i], where y[t + lags[i]] meets x[t]. Between long signals the products come from a Fourier transform; they
    are added up one by one where its rounding might move a score by 1e-10, or decide which score is the largest.

    Raises ValueError for signals that are not 1-D, empty, complex, constant, or hold NaN or inf. Source: notebook 01.
    """
    x, y = _signal(x, "x"), _signal(y, "y")
    lags = np.arange(-(x.size - 1), y.size)
    template, other = (x, y) if x.size <= y.size else (y, x)
    mean, spread = _window_moments(np.pad(other, template.size - 1), template.shape)
    flat = _is_flat(mean, spread, template.size, template.dtype)
    norms = np.where(flat, np.inf, np.sqrt(spread * np.sum(template**2)))
    if template.size < _SHORT:
        products = np.correlate(other, template, "full")
    else:
        products, error = _transformed(other, template)
        # The sum rounds too, by this much at most: the two ways differ by less than both together.
        lengths = np.sqrt((spread + template.size * mean**2) * np.sum(template**2))
        apart = (error + template.size * np.finfo(float).eps * lengths) / norms
        sizes = np.abs(products) / norms
        rivals = sizes + apart >= np.minimum(sizes - apart, 1).max() - _TIE
        unsure = np.flatnonzero(rivals | (error / norms > _EXACT))
        products[unsure] = _products(other, template, unsure)
    scores = np.clip(products / norms, -1, 1)
    return lags, scores if x.size <= y.size else scores[::-1]


def _products(x, kernel, indices):
    """np.correlate(x, kernel, "full") at these indices, to the last bit."""
    if min(x.size, kernel.size) < _SHORT:
        return np.correlate(x, kernel, "full")[indices]
    starts = indices - (kernel.size - 1)  # of the kernel in x
    pieces = ((max(start, 0), min(start + kernel.size, x.size), start) for start in starts.tolist())
    return np.array([np.dot(x[first:end], kernel[first - start : end - start]) for first, end, start in pieces])


def _transformed(x, kernel):
    """np.correlate(x, kernel, "full") by a Fourier transform, and how far any entry can be off (Higham 2002, 24.1)."""
    count = x.size + kernel.size - 1
    levels = (count - 1).bit_length()
    waves = np.fft.rfft(x, 2**levels) * np.fft.rfft(kernel[::-1], 2**levels)
    products = np.fft.irfft(waves, 2**levels)
    norms = 2 * np.linalg.norm(x) * np.linalg.norm(kernel) + np.linalg.norm(products)
    return products[:count], 4 * np.finfo(float).eps * levels * norms


def _signal(values, name):
    """A signal without its mean, in float64."""
    values = _real_array(values, name, ndims=(1,))
    if not np.isfinite(values).all():
        raise ValueError(f"{name} has {np.count_nonzero(~np.isfinite(values))} of {values.size} samples NaN or inf")
    return _centred(values, name)


def _real_array(values, name, ndims=(1, 2)):
    values = as_array(values, name, ndims)
    if values.dtype.kind == "c":
        raise ValueError(f"{name} must be real, got dtype {values.dtype}")
    return values


def _scaled(values):
    """In float64, brought near 1 by a power of two: exact, and squares neither overflow nor vanish."""
    values = values.astype(np.result_type(values.dtype, np.float64))  # a longdouble may be larger than a float64
    largest = np.max(np.abs(values), initial=0.0, where=np.isfinite(values))
    return np.ldexp(values, -np.frexp(largest)[1]).astype(np.float64)


def _centred(values, name):
    """Scaled, and without the mean. Raises ValueError if nothing but rounding is left."""
    scaled = _scaled(values)
    mean, spread = (moment.item() for moment in _window_moments(scaled, scaled.shape))
    if _is_flat(mean, spread, values.size, values.dtype):
        raise ValueError(
            f"{name} is constant (its {values.size} entries are {values.flat[0]}), there is no shape to match"
        )
    centred = scaled - mean
    centred -= centred.mean()  # the mean itself was rounded: with a large offset the second pass matters
    # A sample that equals the mean leaves rounding behind; alone in a window it would pass for a signal.
    centred[np.abs(centred) <= 4 * np.finfo(np.float64).eps] = 0.0
    return centred


def _is_flat(mean, spread, size, dtype):
    """True where the standard deviation is no more than the rounding of numbers as large as the mean."""
    eps = float(np.finfo(dtype if dtype.kind == "f" else np.float64).eps)  # a float16 would make the product one
    return np.isfinite(spread) & (spread <= size * (eps * mean) ** 2)


def _window_moments(values, window):
    """Mean and sum of squared deviations from it, of every window: no big sums are subtracted, so nothing cancels."""
    moments = (1, values, np.zeros_like(values))
    for axis, length in enumerate(window):
        moments = _joined(moments, length, axis)
    return moments[1:]


def _joined(moments, length, axis):
    """Moments of `length` neighbouring windows together, built from half as many: (count, mean, spread)."""
    if length == 1:
        return moments
    half = _joined(moments, length // 2, axis)
    both = _merge(half, half, length // 2, axis)
    return _merge(both, moments, length - 1, axis) if length % 2 else both


def _merge(first, second, distance, axis):
    """Moments of two sets from those of each (Chan, Golub and LeVeque 1979), the second `distance` further along."""
    (n, first_mean, first_spread), (m, second_mean, second_spread) = first, second
    starts = second_mean.shape[axis] - distance
    before = (slice(None),) * axis + (slice(starts),)
    after = (slice(None),) * axis + (slice(distance, distance + starts),)
    step = second_mean[after] - first_mean[before]
    mean = first_mean[before] + step * (m / (n + m))
    spread = first_spread[before] + second_spread[after] + step**2 * (n * m / (n + m))
    return n + m, mean, spread
