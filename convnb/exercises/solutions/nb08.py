"""Right answers to the exercises of notebook 08."""

import numpy as np

from .. import nb08
from . import shows

shows("08.1", "Loops", "The index counts around in a circle: the remainder of a division by n brings it back.")(
    nb08.circular_convolve
)


@shows("08.1", "NumPy")
def circular_convolve(x, w):
    """np.roll turns the signal as a wheel, and each weight adds a copy that is turned by its own index."""
    return sum(w[k] * np.roll(x, k) for k in range(len(w)))


@shows("08.1", "Matrix")
def circular_convolve(x, w):
    """A circulant matrix: each column is the one before it, turned by one place."""
    columns = [np.roll(x, k) for k in range(len(w))]
    return np.array(columns).T @ w


@shows("08.1", "Fourier")
def circular_convolve(x, w):
    """The product of two spectra of n points is a circular convolution of n samples, without any padding."""
    n = len(x)
    return np.fft.ifft(np.fft.fft(x) * np.fft.fft(w, n)).real


shows("08.2", "Fourier", "Both are filled up with zeros to the length of the result, so that nothing wraps around.")(
    nb08.convolve_by_spectra
)


@shows("08.2", "Power of two")
def convolve_by_spectra(x, w):
    """More zeros do no harm, and the fast transform likes powers of two: what is too much is cut off."""
    n = len(x) + len(w) - 1
    size = 1
    while size < n:
        size *= 2
    return np.fft.irfft(np.fft.rfft(x, 2 * size) * np.fft.rfft(w, 2 * size))[:n]


@shows("08.2", "Matrix")
def convolve_by_spectra(x, w):
    """A transform is a product with a matrix of waves, and the way back is one with its conjugate over n."""
    n = len(x) + len(w) - 1
    waves = np.exp(-2j * np.pi * np.outer(np.arange(n), np.arange(n)) / n)
    product = (waves[:, : len(x)] @ x) * (waves[:, : len(w)] @ w)
    return (waves.conj() @ product).real / n


shows(
    "08.3",
    "Loops",
    "Each kernel is held against a wave of frequency f, and against the frequency 0, where the wave is all ones.",
)(nb08.low_pass)


@shows("08.3", "Matrix")
def low_pass(kernels, f):
    """One wave meets all kernels in a matrix product; at the frequency 0 the response is the sum of the weights."""
    wave = np.exp(-2j * np.pi * f * np.arange(kernels.shape[1]))
    gains = np.abs(kernels @ wave)
    return gains, np.argmax(np.abs(kernels.sum(axis=1)) - gains)


@shows("08.3", "Without complex numbers")
def low_pass(kernels, f):
    """A cosine and a sine are enough: the gain is the length of the arrow that their two responses make."""
    angles = 2 * np.pi * f * np.arange(kernels.shape[1])
    gains = np.hypot(kernels @ np.cos(angles), kernels @ np.sin(angles))
    return gains, np.argmax(np.abs(kernels.sum(axis=1)) - gains)


shows("08.4", "Loops", "Each block is convolved by itself, and where the results overlap, they add up.")(
    nb08.convolve_blocks
)


@shows("08.4", "Stream")
def convolve_blocks(x, w, block):
    """The tail of a block waits for the next one: so a sound can be filtered while it is still coming in."""
    y, tail = [], np.zeros(len(w) - 1)
    for start in range(0, len(x), block):
        piece = x[start : start + block]
        full = np.convolve(piece, w)
        full[: len(tail)] += tail
        y.extend(full[: len(piece)])
        tail = full[len(piece) :]
    return np.concatenate([y, tail])


@shows("08.4", "Fourier")
def convolve_blocks(x, w, block):
    """The spectrum of w is computed once, for all blocks: that is what makes blocks fast."""
    n = block + len(w) - 1
    spectrum = np.fft.fft(w, n)
    y = np.zeros(len(x) + n)
    for start in range(0, len(x), block):
        piece = np.fft.fft(x[start : start + block], n)
        y[start : start + n] += np.fft.ifft(piece * spectrum).real
    return y[: len(x) + len(w) - 1]


@shows("08.5", "Loops")
def many_dice(p, n):
    """One die after the other: each throw convolves the chances so far with p."""
    chances = np.ones(1)
    for _ in range(n):
        chances = np.convolve(chances, p)
    return chances


shows("08.5", "Fourier", "The spectrum of one die to the power of n, with room for all totals.")(nb08.many_dice)
