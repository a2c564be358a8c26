"""Signals with a known answer, computed on the spot: what notebook 01 and the SignalAligner align.

Every function returns float64 arrays. Randomness comes in as `rng`, a numpy.random.Generator.
"""

from typing import NamedTuple

import numpy as np

from ..ops.checks import as_array


class Waves(NamedTuple):
    """What sine_cosine returns."""

    x: np.ndarray
    f: np.ndarray
    g: np.ndarray


class HiddenPattern(NamedTuple):
    """What noise_burst returns: the pattern starts at recording[position]; the loud part is recording[loud]."""

    recording: np.ndarray
    pattern: np.ndarray
    position: int
    loud: slice


class Recordings(NamedTuple):
    """What two_recordings returns: second[t + delay] is the sound of first[t]; rate in samples per second."""

    first: np.ndarray
    second: np.ndarray
    rate: int
    delay: int


def sine_cosine(n=400, *, alpha=1.0, beta=1.0, periods=1):
    """f = alpha sin(x) and g = beta cos(x) at x[i] = 2 pi periods i / n, i = 0 ... n - 1.

    The last sample is one step short of a whole period, so the waves continue without a seam: a shift by k samples is
    np.roll(g, -k), and over one period sum f(x) g(x + tau) = -alpha beta (n / 2) sin(tau).

    Parameters: n, number of samples; alpha and beta, amplitudes; periods, how many periods the n samples span.
    Returns: Waves(x, f, g), each (n,); x in radians.
    Raises ValueError if n or periods is less than 1. Derived in notebook 01.
    """
    if n < 1 or periods < 1:
        raise ValueError(f"sine_cosine needs at least 1 sample and 1 period, got n={n} and periods={periods}")
    x = 2 * np.pi * periods * np.arange(n) / n
    return Waves(x, alpha * np.sin(x), beta * np.cos(x))


def noise_burst(rng):
    """A quiet pattern hidden in a recording that also holds a loud part which has nothing to do with it.

    recording[t] = 0.05 noise[t], plus 0.3 pattern[t - position] where the pattern sounds, plus 3 noise in the loud
    part. The pattern is a chirp: it swings faster and faster, and fades in and out.

    The largest sum of products lies in the loud part, the largest normalized correlation at `position`.

    Returns: HiddenPattern(recording (1000,), pattern (120,), position 650, loud 150:350). Used in notebook 01.
    """
    n, length, position, loud = 1000, 120, 650, slice(150, 350)
    s = np.arange(length) / length
    pattern = np.hanning(length) * np.sin(2 * np.pi * (3 * s + 4 * s**2))
    recording = 0.05 * rng.standard_normal(n)
    recording[position : position + length] += 0.3 * pattern
    recording[loud] += 3 * rng.standard_normal(loud.stop - loud.start)
    return HiddenPattern(recording, pattern, position, loud)


# Beethoven's "Ode to Joy", first line: semitones above A at 440 Hz.
_NOTES = (-5, -5, -4, -2, -2, -4, -5, -7)
SECONDS_PER_NOTE = 0.25


def melody(rate=8000):
    """The first eight notes of the "Ode to Joy", two seconds of sound, each note struck and fading like a string.

    A note of frequency f sounds as sum_h sin(2 pi h f t) / h^2 for h = 1, 2, 3, under an envelope that rises within
    10 ms, decays by a factor e in 100 ms and closes within 10 ms, so that no note ends in a click.

    Parameters: rate, samples per second, at least 3200 so that every overtone stays below half of it.
    Returns: (8 * round(rate / 4),) array; the largest absolute value is 1. Raises ValueError for a smaller rate.
    """
    if rate < 3200:
        raise ValueError(f"melody needs a rate of at least 3200 samples per second, got {rate}")
    t = np.arange(round(rate * SECONDS_PER_NOTE)) / rate
    envelope = np.clip(np.minimum(t, SECONDS_PER_NOTE - t) / 0.01, 0.0, 1.0) * np.exp(-t / 0.1)
    frequencies = 440.0 * 2.0 ** (np.array(_NOTES) / 12)
    tones = [sum(np.sin(2 * np.pi * h * f * t) / h**2 for h in (1, 2, 3)) for f in frequencies]
    sound = np.concatenate([envelope * tone for tone in tones])
    return sound / np.abs(sound).max()


def delayed(x, lag):
    """x moved by lag samples within the same length: y[t + lag] = x[t], zeros where nothing arrives.

    Parameters: x, (n,) array; lag, an integer. A positive lag moves x to later times, a negative one to earlier times.
    Returns: (n,) float64 array; what is moved beyond either end is lost.
    Raises ValueError if x is empty or not one-dimensional.
    """
    x = as_array(x, "x", (1,)).astype(np.float64)
    y, n = np.zeros_like(x), x.size
    if abs(lag) < n:
        y[max(lag, 0) : n + min(lag, 0)] = x[max(-lag, 0) : n - max(lag, 0)]
    return y


def echo(x, *, delay, gain):
    """x and its reflection from a wall: y[t] = x[t] + gain * x[t - delay].

    Parameters: x, (n,) array; delay in samples, at least 1; gain, the share of the sound that comes back.
    Returns: (n,) float64 array. Raises ValueError if x is empty or not one-dimensional, or delay is less than 1.
    """
    if delay < 1:
        raise ValueError(f"an echo comes later than its sound: delay must be at least 1 sample, got {delay}")
    x = as_array(x, "x", (1,))
    return x + gain * delayed(x, delay)


def two_recordings(rng, *, rate=8000, delay=3217, gain=0.6, echo_delay=960, echo_gain=0.4, noise=0.05):
    """One melody heard by two recorders that were started at different times.

    first is the melody between silences, three seconds long; second = gain * echo(delayed(first)) + noise.

    Parameters: rate, samples per second; delay in samples, positive where the sound comes later in the second
    recording; gain, its loudness there; echo_delay in samples and echo_gain, one reflection; noise, the standard
    deviation of the hiss.
    Returns: Recordings(first (3 * rate,), second (3 * rate,), rate, delay).
    Raises ValueError if the delay would cut off the melody.
    """
    lead = rate // 10
    tune = melody(rate)
    n = 3 * rate
    most = n - lead - tune.size
    if not -lead <= delay <= most:
        raise ValueError(f"delay must lie between {-lead} and {most} samples to keep the melody, got {delay}")
    first = np.zeros(n)
    first[lead : lead + tune.size] = tune
    second = gain * echo(delayed(first, delay), delay=echo_delay, gain=echo_gain)
    return Recordings(first, second + noise * rng.standard_normal(n), rate, delay)
