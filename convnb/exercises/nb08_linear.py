"""Exercise of notebook 08: the linear convolution by a product of spectra."""

import numpy as np

from .grading.model import Exercise, Misconception


def convolve_by_spectra(x, w):
    """The inverse transform of the product of both spectra, of N + K - 1 points each: the full convolution."""
    n = len(x) + len(w) - 1
    spectrum = np.fft.fft(x, n) * np.fft.fft(w, n)
    return np.fft.ifft(spectrum).real


def _signals(rng):
    # One weight, then equal lengths: only after these do two spectra of unequal lengths stop the program.
    sizes = [(3, 1), (3, 3), (4, 2), (5, 3), (2, 4), (4, 3), (1, 3), (6, 5)]
    cases = [(_signed(rng, n), _signed(rng, m)) for n, m in sizes]
    return cases + [(rng.normal(size=n), rng.normal(size=m)) for n, m in [(20, 7), (6, 11)]]


def _signed(rng, n):
    return (rng.permutation(9)[:n] + 1.0) * np.where(np.arange(n) % 2, -1, 1)


def _spectra(x, w, n):
    return np.fft.fft(x, n) * np.fft.fft(w, n)


def _length(x, w):
    return len(x) + len(w) - 1


def _power_of_two(n):
    return 1 << (n - 1).bit_length()


CONVOLVE_BY_SPECTRA = Exercise(
    id="08.2",
    title="Convolution without sliding",
    text="Write `convolve_by_spectra(x, w)`: the full linear convolution of two real signals by a product of spectra. "
    "Transform both with `np.fft.fft`, multiply, transform back with `np.fft.ifft`. Nothing may wrap around. "
    "Either signal may be the longer one, and the result is real.",
    reference=convolve_by_spectra,
    inputs=_signals,
    misconceptions=(
        Misconception(
            lambda x, w: np.fft.ifft(np.fft.fft(x) * np.fft.fft(w)).real,
            "You multiplied the spectra as they are. Where the lengths are equal, the result wraps around, and else "
            "they do not fit at all. Pad both with zeros: np.fft.fft(x, n) does.",
        ),
        Misconception(
            lambda x, w: np.fft.ifft(np.fft.fft(x, _length(x, w)) * np.fft.fft(w)).real,
            "You padded only one of the two. Spectra that are multiplied must have the same number of frequencies.",
        ),
        Misconception(
            lambda x, w: np.fft.ifft(_spectra(x, w, len(x))).real,
            "Both transforms are as long as x, so the result is circular: its end is added to its beginning. Make room "
            "for the len(w) - 1 entries that come after.",
        ),
        Misconception(
            lambda x, w: np.fft.ifft(_spectra(x, w, max(len(x), len(w)))).real,
            "Both transforms are as long as the longer signal, so the result is circular. The full convolution is "
            "longer than either.",
        ),
        Misconception(
            lambda x, w: np.append(np.convolve(x, w), 0),
            "Your result is one entry too long. Nothing wraps around, but the full convolution has "
            "len(x) + len(w) - 1 entries.",
        ),
        Misconception(
            lambda x, w: np.fft.ifft(_spectra(x, w, len(x) + len(w) - 2)).real,
            "One entry of room is missing: the last product wraps around and is added to the first.",
        ),
        Misconception(
            lambda x, w: np.convolve(x, w)[: len(x)],
            "The numbers are right, but you cut the result off where x ends. The full convolution goes on.",
        ),
        Misconception(
            lambda x, w: np.fft.ifft(np.fft.fft(x, _length(x, w)) * np.conj(np.fft.fft(w, _length(x, w)))).real,
            "You took the conjugate of the kernel's spectrum, which turns the kernel round: this is correlation. "
            "Convolution is the plain product.",
        ),
        Misconception(
            lambda x, w: np.convolve(x, w[::-1]),
            "You flipped the kernel, which makes it a correlation. The product of spectra flips by itself.",
        ),
        Misconception(
            lambda x, w: np.abs(np.convolve(x, w)),
            "Your signs are lost: abs makes every number positive. Take the real part in its place.",
        ),
        Misconception(
            lambda x, w: np.fft.ifft(_spectra(x, w, _length(x, w)).real).real,
            "You took the real part of the spectrum. Keep the spectrum complex, and take the real part at the very "
            "end, after ifft.",
        ),
        Misconception(
            lambda x, w: np.fft.irfft(np.fft.rfft(x, _length(x, w)) * np.fft.rfft(w, _length(x, w))),
            "irfft cannot tell an odd length from an even one. Tell it: np.fft.irfft(spectrum, n).",
        ),
        Misconception(
            lambda x, w: np.fft.ifft(np.fft.fft(x, _length(x, w)) + np.fft.fft(w, _length(x, w))).real,
            "You added the spectra, which adds the signals. Multiply them.",
        ),
        Misconception(
            lambda x, w: np.fft.fft(_spectra(x, w, _length(x, w))).real,
            "You transformed forwards once more. The way back is np.fft.ifft.",
        ),
        Misconception(
            lambda x, w: np.abs(_spectra(x, w, _length(x, w))),
            "These are the sizes in the spectrum of the result, a number for each frequency. Without abs, transform it "
            "back with np.fft.ifft.",
        ),
        Misconception(
            lambda x, w: _spectra(x, w, _length(x, w)),
            "This is the spectrum of the result: a complex number for each frequency. Transform it back with "
            "np.fft.ifft, and take .real.",
        ),
        Misconception(
            lambda x, w: _spectra(x, w, _length(x, w)).real,
            "This is the real part of the result's spectrum: a number for each frequency. Transform the spectrum back "
            "with np.fft.ifft first.",
        ),
        Misconception(
            lambda x, w: np.roll(np.convolve(x, w), -1),
            "The zeros come after the signal; in front they shift it.",
        ),
        Misconception(
            lambda x, w: np.roll(np.convolve(x, w), len(w) - 1),
            "The zeros come after the signal x; in front they shift it, and the result with it.",
        ),
        Misconception(
            lambda x, w: np.roll(np.convolve(x, w), len(x) - 1),
            "The zeros come after the kernel w; in front they shift it, and the result with it.",
        ),
        Misconception(
            lambda x, w: np.append(np.convolve(x, w), np.zeros(_power_of_two(_length(x, w)) - _length(x, w))),
            "The numbers are right; cut off the zeros after len(x) + len(w) - 1.",
        ),
        Misconception(
            lambda x, w: np.fft.ifft(np.fft.fft(x) * np.fft.fft(w), _length(x, w)).real,
            "You gave the length to np.fft.ifft only. It has wrapped around already. Pad before you transform.",
        ),
        Misconception(
            lambda x, w: np.fft.ifft(_spectra(x, w, len(x)), _length(x, w)).real,
            "You transformed len(x) samples of each, and made room in np.fft.ifft only. It has wrapped around already. "
            "Pad before you transform.",
        ),
        Misconception(
            lambda x, w: np.fft.ifft(_spectra(x, w, max(len(x), len(w))), _length(x, w)).real,
            "You transformed as many samples as the longer signal has, and made room in np.fft.ifft only. It has "
            "wrapped around already. Pad before you transform.",
        ),
    ),
    hints=(
        "How many entries has the full convolution? Both transforms need as many.",
        "np.fft.fft(x, n) appends zeros up to n entries before it transforms.",
        "With n = len(x) + len(w) - 1: transform both to n frequencies, multiply, np.fft.ifft, and take .real.",
    ),
)
