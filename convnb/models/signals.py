"""Signals with a known answer, computed on the spot: what notebook 01 and the SignalAligner align.

Every function returns float64 arrays. Randomness comes in as `rng`, a numpy.random.Generator.
"""

from typing import NamedTuple

import numpy as np


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


def noise_burst(rng, *, n=1000, length=120, position=650, loud=slice(150, 350), level=0.3, loudness=3.0, hum=0.05):
    """A quiet pattern hidden in a recording that also holds a loud part which has nothing to do with it.

    recording[t] = hum * noise[t], plus level * pattern[t - position] where the pattern sounds, plus loudness * noise in
    the loud part. The pattern is a chirp: it swings faster and faster, and fades in and out.

    The largest sum of products lies in the loud part, the largest normalized correlation at `position`.

    Parameters: n and length, samples of recording and pattern; position, where the pattern starts; loud, the slice of
    the loud part; level, loudness and hum, amplitudes.
    Returns: HiddenPattern(recording (n,), pattern (length,), position, loud).
    Raises ValueError if the pattern leaves the recording or touches the loud part. Used in notebook 01.
    """
    start, stop, _ = loud.indices(n)
    if length < 2 or position < 0 or position + length > n or (start < position + length and position < stop):
        raise ValueError(
            f"a pattern of {length} samples at {position} must lie inside the recording of {n} samples and outside "
            f"its loud part {start}:{stop}"
        )
    s = np.arange(length) / length
    pattern = np.hanning(length) * np.sin(2 * np.pi * (3 * s + 4 * s**2))
    recording = hum * rng.standard_normal(n)
    recording[position : position + length] += level * pattern
    recording[start:stop] += loudness * rng.standard_normal(stop - start)
    return HiddenPattern(recording, pattern, position, slice(start, stop))


# Beethoven's "Ode to Joy", first line: semitones above A at 440 Hz.
_NOTES = (-5, -5, -4, -2, -2, -4, -5, -7)


def melody(rate=8000, *, seconds_per_note=0.25):
    """The first eight notes of the "Ode to Joy", two seconds of sound, each note struck and fading like a string.

    A note of frequency f sounds as sum_h sin(2 pi h f t) / h^2 for h = 1, 2, 3, under an envelope that rises within
    10 ms, decays by a factor e in 100 ms and closes within 10 ms, so that no note ends in a click.

    Parameters: rate, samples per second, at least 3200 so that every overtone stays below half of it;
    seconds_per_note, in seconds.
    Returns: (8 * round(rate * seconds_per_note),) array; the largest absolute value is 1.
    Raises ValueError for a smaller rate, or a note shorter than one sample.
    """
    samples = round(rate * seconds_per_note)
    if rate < 3200 or samples < 1:
        raise ValueError(
            f"melody needs a rate of at least 3200 and a note of at least 1 sample, got a rate of {rate} and "
            f"{seconds_per_note} s per note, {samples} samples"
        )
    t = np.arange(samples) / rate
    envelope = np.clip(np.minimum(t, seconds_per_note - t) / 0.01, 0.0, 1.0) * np.exp(-t / 0.1)
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
    x = _signal(x)
    y = np.zeros_like(x)
    n = x.size
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
    return _signal(x) + gain * delayed(x, delay)


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
    if not -lead <= delay <= n - lead - tune.size:
        raise ValueError(
            f"delay must lie between {-lead} and {n - lead - tune.size} samples to keep the melody, got {delay}"
        )
    first = np.zeros(n)
    first[lead : lead + tune.size] = tune
    second = gain * echo(delayed(first, delay), delay=echo_delay, gain=echo_gain)
    return Recordings(first, second + noise * rng.standard_normal(n), rate, delay)


def _signal(x):
    """x as a float64 vector."""
    x = np.asarray(x, dtype=np.float64)
    if x.ndim != 1 or x.size == 0:
        raise ValueError(f"a signal is a one-dimensional array with at least one sample, got shape {x.shape}")
    return x
