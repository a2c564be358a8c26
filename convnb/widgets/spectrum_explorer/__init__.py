"""SpectrumExplorer: convolution in time is multiplication in frequency. The browser side is index.js."""

from typing import NamedTuple

import numpy as np

from ...figures.spectra import time_and_arrows, time_and_frequency
from ...ops.spectral import fft_convolve
from ..kit.base import CourseWidget
from ..kit.settings import read_settings
from ..kit.traits import Choice, Real, Vector, Whole

SETTINGS = read_settings(__file__)
CONSTANTS = SETTINGS["constants"]
OWN = "own"
*_, ARROWS = SETTINGS["show"]["choices"]
# The heights of a spectrum by what is shown of it; decibels from -80 on.
SHOWN = {
    "magnitude": np.abs,
    "magnitude in dB": lambda spectrum: 20 * np.log10(np.maximum(np.abs(spectrum), 1e-4)),
    "phase": lambda spectrum: np.where(np.abs(spectrum) > 1e-9, np.degrees(np.angle(spectrum)), np.nan),
}


class Spectra(NamedTuple):
    """Bins k = 0 .. L // 2 at k / L cycles per sample, and the transforms there; product = x * w, bin by bin."""

    frequencies: np.ndarray
    x: np.ndarray
    w: np.ndarray
    product: np.ndarray


class SpectrumExplorer(CourseWidget):
    """A signal, a kernel and their convolution, each in time and in frequency.

        y = ifft(fft(x, L) * fft(w, L)):   y[t] = sum_s w[s] x[(t - s) mod L],   t = 0 .. L - 1

    the circular convolution of length L. From L = N + K - 1 on it is the linear one; below, what runs over the end is
    added to the first N + K - 1 - L samples.

    Parameters
    ----------
    signal : (N,) list, at most 256, and signal_kind "own". Without it `signal_kind` says which signal is made.
    kernel : (K,) list, at most 64, and kernel_kind "own". Without it `kernel_kind` says which kernel is made.
    signal_kind : "sine", "two sines" (the second of 0.4 cycles per sample), "pulse train", "chirp", "step", "noise",
        "heartbeat" or "own".
    frequency : from 0 to 0.5 cycles per sample; of the sine or first sine, of the pulses, at the end of the chirp.
    samples : N of a signal that is made, from 8 to 256.
    kernel_kind : "moving average", "Gaussian", "low-pass" (windowed sinc, cutoff 0.125 cycles per sample),
        "difference", "second difference", "echo" or "own".
    width : K of a kernel that is made, from 1 to 64; or the smallest that this kind of kernel can have.
    length : L, at most 512. 0, or anything less than max(N, K), means max(N, K).
    bin : the frequency that is looked at, from 0 to L // 2.
    show : "magnitude", "magnitude in dB", "phase", or "turning arrows": of the chosen bin the products
        x[t] exp(-2 pi i k t / L) as arrows, laid head to tail, whose sum is X[k]; and those of w and y.

    Raises ValueError for lists that are not 1-D or are empty, traitlets.TraitError for an unknown kind and numbers
    outside their range. NaN shows a sentence in the widget, which recovers when the state does. Source: notebook 08.
    """

    module = "spectrum_explorer/index.js"
    positional = ("signal", "kernel")
    shown = ("signal", "kernel", "signal_kind", "frequency", "samples", "kernel_kind", "width", "length", "bin", "show")
    measures = ("gain", "length", "wrapped")

    signal = Vector(**SETTINGS["signal"])
    kernel = Vector(**SETTINGS["kernel"])
    signal_kind = Choice(**SETTINGS["signal_kind"])
    frequency = Real(**SETTINGS["frequency"])
    samples = Whole(**SETTINGS["samples"])
    kernel_kind = Choice(**SETTINGS["kernel_kind"])
    width = Whole(**SETTINGS["width"])
    length = Whole(**SETTINGS["length"])
    bin = Whole(**SETTINGS["bin"])
    show = Choice(**SETTINGS["show"])

    def __init__(self, signal=None, kernel=None, **traits):
        given = {"signal_kind": signal, "kernel_kind": kernel}
        own = {kind: OWN for kind, numbers in given.items() if numbers is not None}
        super().__init__(signal, kernel, **{**own, **traits})

    @property
    def x(self):
        """The signal that is shown, (N,) float64."""
        if self.signal_kind == OWN:
            return np.asarray(self.signal)
        return made_signal(self.signal_kind, self.samples, self.frequency)

    @property
    def w(self):
        """The kernel that is shown, (K,) float64."""
        return np.asarray(self.kernel) if self.kernel_kind == OWN else made_kernel(self.kernel_kind, self.width)

    @property
    def spectra(self):
        """Spectra(frequencies, x, w, product), (L // 2 + 1,) each, at this transform length."""
        x, w = self.x, self.w
        length = self._length(x, w)
        spectra = np.fft.rfft(x, length), np.fft.rfft(w, length)
        return Spectra(np.fft.rfftfreq(length), *spectra, spectra[0] * spectra[1])

    @property
    def output(self):
        """y, (L,): the circular convolution of this transform length."""
        return np.fft.irfft(self.spectra.product, self._length(self.x, self.w))

    @property
    def linear(self):
        """(N + K - 1,): the linear convolution, whatever the transform length."""
        return fft_convolve(self.x, self.w)

    @property
    def wrapped(self):
        """How many samples ran over the end and were added to the first ones: N + K - 1 - L, or 0."""
        x, w = self.x, self.w
        return max(0, x.size + w.size - 1 - self._length(x, w))

    @property
    def gain(self):
        """|W| at the chosen bin."""
        return float(abs(self.spectra.w[self._bin]))

    def draw(self):
        for name, values in (("signal", self.x), ("kernel", self.w)):
            if not np.isfinite(values).all():
                raise ValueError(f"{name}[{np.isfinite(values).argmin()}] is not a number; every entry must be finite")
        frequencies, *spectra = self.spectra
        look = {"linear": self.linear, "wrapped": self.wrapped}
        titles = f"signal: {self.signal_kind}", f"kernel: {self.kernel_kind}", f"result, length {self.output.size}"
        signals, roles = (self.x, self.w, self.output), ("input", "kernel", "output")
        parts = zip(titles, roles, signals, strict=True)
        if self.show == ARROWS:
            return time_and_arrows(list(parts), self._bin, self.output.size, **look)
        heights = [SHOWN[self.show](spectrum) for spectrum in spectra]
        rows = [(*part, frequencies, height) for part, height in zip(parts, heights, strict=True)]
        return time_and_frequency(rows, mark=frequencies[self._bin], ylabel=self.show, **look)

    @property
    def _bin(self):
        return min(self.bin, self._length(self.x, self.w) // 2)

    def _measured(self, name):
        return self._length(self.x, self.w) if name == "length" else getattr(self, name)

    def _length(self, x, w):
        return max(self.length, x.size, w.size)


def made_signal(kind, n, frequency):
    """The n samples of a signal of this kind, not "own". math.js makes the same."""
    t = np.arange(n)
    if kind == "sine":
        return np.sin(2 * np.pi * frequency * t)
    if kind == "two sines":
        return np.sin(2 * np.pi * frequency * t) + 0.5 * np.sin(2 * np.pi * CONSTANTS["second_sine"] * t)
    if kind == "pulse train":
        period = min(n, int(1 / frequency + 0.5)) if frequency > 0 else n
        return (t % period == 0).astype(float)
    if kind == "chirp":  # its frequency at t is frequency * t / n
        return np.sin(np.pi * frequency * t**2 / n)
    if kind == "step":
        return (t >= n // 2).astype(float)
    return heartbeats(n) if kind == "heartbeat" else noise(n)


def heartbeats(n):
    """Beats of 32 samples, each the sum of five bells: the waves P, Q, R, S and T."""
    place, height, width = np.array(CONSTANTS["waves"]).T
    within = np.arange(n)[:, None] % CONSTANTS["beat"]
    return np.exp(-(((within - place) / width) ** 2) / 2) @ height


def noise(n):
    """The linear congruential generator that the browser runs too: numbers from -1 to 1, always the same."""
    values, state = np.empty(n), 1
    for t in range(n):
        state = (1664525 * state + 1013904223) % 2**32
        values[t] = state / 2**31 - 1
    return values


def made_kernel(kind, width):
    """A kernel of this kind, not "own". math.js makes the same."""
    if kind == "moving average":
        return np.full(width, 1 / width)
    if kind in ("Gaussian", "low-pass"):
        t = np.arange(width) - (width - 1) / 2
        shape = (
            np.exp(-((6 * t / width) ** 2) / 2)
            if kind == "Gaussian"
            else np.sinc(2 * CONSTANTS["cutoff"] * t) * np.hamming(width)
        )
        return shape / shape.sum()
    if kind == "second difference":
        half = max(1, (width - 1) // 2)
        return np.concatenate([[1.0], np.zeros(half - 1), [-2.0], np.zeros(half - 1), [1.0]])
    return np.concatenate([[1.0], np.zeros(max(0, width - 2)), [-1.0 if kind == "difference" else CONSTANTS["echo"]]])
