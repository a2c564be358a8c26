"""Right answers to the exercises of notebook 02."""

import numpy as np

from .. import nb02
from . import shows


@shows("02.1", "By hand")
def answer():
    """One line for each hit, added column by column: only at t = 3 do both hurt, 2 and 3."""
    first = [0, 6, 4, 2, 0, 0]
    second = [0, 0, 0, 3, 2, 1]
    return [one + other for one, other in zip(first, second)]


@shows("02.1", "Loops")
def answer():
    """Each hit adds its own 3, 2, 1 from its moment on, as strong as the hit."""
    f, g = [0, 2, 0, 1, 0, 0], [3, 2, 1]
    y = [0] * 6
    for t in range(4):
        for k in range(3):
            y[t + k] += f[t] * g[k]
    return y


@shows("02.1", "NumPy")
def answer():
    """This is a convolution; its full result has two entries more, which the question does not ask for."""
    return np.convolve([0, 2, 0, 1, 0, 0], [3, 2, 1])[:6]


shows("02.2", "Loops", "Each sample meets each weight, and their product belongs at the sum of both places.")(
    nb02.convolve_full
)


@shows("02.2", "Copies")
def convolve_full(x, kernel):
    """Each sample of x leaves a copy of the whole kernel, as strong as the sample, and the copies add up."""
    y = np.zeros(len(x) + len(kernel) - 1)
    for s, value in enumerate(x):
        y[s : s + len(kernel)] += value * kernel
    return y


@shows("02.2", "Flip and slide")
def convolve_full(x, kernel):
    """Each output is the dot product of the flipped kernel with what lies under it, zeros beyond both ends."""
    m = len(kernel)
    padded = np.pad(x, m - 1)
    return [padded[t : t + m] @ kernel[::-1] for t in range(len(x) + m - 1)]


@shows("02.2", "Fourier")
def convolve_full(x, kernel):
    """The spectrum of a convolution is the product of both spectra, if there is room for the whole result."""
    n = len(x) + len(kernel) - 1
    return np.fft.irfft(np.fft.rfft(x, n) * np.fft.rfft(kernel, n), n)


shows(
    "02.3", "Loops", "Each face of one die meets each face of the other: their chances multiply, and add up by total."
)(nb02.sum_of_dice)


@shows("02.3", "NumPy")
def sum_of_dice(a, b):
    """The chances of a sum are the convolution of the chances of its parts."""
    return np.convolve(a / a.sum(), b / b.sum())


@shows("02.3", "Counts first")
def sum_of_dice(a, b):
    """The counts may be convolved as they are: one division at the end makes chances of them, which add up to 1."""
    counts = np.convolve(a, b)
    return counts / counts.sum()


@shows("02.4", "List")
def echo_kernel(delay, gain):
    """Read aloud it is the kernel: the clap, a silence of delay - 1 samples, the echo."""
    return [1] + [0] * (delay - 1) + [gain]


shows("02.4", "NumPy", "Zeros everywhere but in two places, where the clap and its echo are heard.")(nb02.echo_kernel)


@shows("02.4", "Two claps")
def echo_kernel(delay, gain):
    """A kernel is what is heard of one clap: the clap itself, plus the same clap later and quieter."""
    clap = np.zeros(delay + 1)
    clap[0] = 1
    return clap + gain * np.roll(clap, delay)


shows("02.5", "Formula", "The kernel sticks out by m - 1 samples: full is longer by them, valid is shorter.")(
    nb02.result_lengths
)


@shows("02.5", "Counting")
def result_lengths(n, m):
    """Each start at which the kernel touches the samples gives an output of full; of valid, if nothing sticks out."""
    touching = range(-(m - 1), n)
    inside = [start for start in touching if start >= 0 and start + m <= n]
    return len(touching), n, len(inside)


@shows("02.5", "NumPy")
def result_lengths(n, m):
    """Instead of a formula, three convolutions of ones are made and measured."""
    x, kernel = np.ones(n), np.ones(m)
    return [len(np.convolve(x, kernel, mode)) for mode in ("full", "same", "valid")]
