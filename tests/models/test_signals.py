"""The made-up signals: their formulas, their known answers, and that the notebook's claims hold for many seeds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convnb.models.signals import delayed, echo, melody, noise_burst, sine_cosine, two_recordings
from convnb.ops.correlation import align, correlate, normalized_correlate

ROUGH = np.array([3.0, -1.0, 4.0, 1.0, -5.0, 9.0, 2.0])


def test_sine_cosine_values():
    x, f, g = sine_cosine(8, alpha=2.0, beta=3.0)
    np.testing.assert_allclose(x, np.arange(8) * np.pi / 4)
    np.testing.assert_allclose(f[:3], [0, np.sqrt(2), 2])
    np.testing.assert_allclose(g[:3], [3, 3 / np.sqrt(2), 0], atol=1e-12)


@pytest.mark.parametrize("periods", [1, 3])
def test_sum_of_products_of_sine_and_shifted_cosine(periods):
    """sum f(x) g(x + tau) = -alpha beta (n / 2) sin(tau), and so it is largest at tau = -pi / 2."""
    n, alpha, beta = 120, 1.5, 0.7
    _, f, g = sine_cosine(n, alpha=alpha, beta=beta, periods=periods)
    shifts = np.arange(n // periods)
    sums = np.array([f @ np.roll(g, -k) for k in shifts])
    tau = 2 * np.pi * periods * shifts / n
    np.testing.assert_allclose(sums, -alpha * beta * n / 2 * np.sin(tau), atol=1e-9)
    assert tau[sums.argmax()] == pytest.approx(3 * np.pi / 2)


@pytest.mark.parametrize(("n", "periods"), [(0, 1), (5, 0)])
def test_sine_cosine_rejects_nothing(n, periods):
    with pytest.raises(ValueError, match=f"n={n} and periods={periods}"):
        sine_cosine(n, periods=periods)


@pytest.mark.parametrize("seed", range(20))
def test_raw_maximum_picks_the_loud_part_and_the_normalized_one_the_pattern(seed):
    recording, pattern, position, loud = noise_burst(np.random.default_rng(seed))
    raw = correlate(recording, pattern, mode="valid")
    assert loud.start - pattern.size < raw.argmax() < loud.stop
    assert raw.max() > 2 * raw[position]
    scores = normalized_correlate(recording, pattern)
    assert scores.argmax() == position
    assert scores[position] > 0.9
    assert np.delete(scores, range(position - 5, position + 6)).max() < 0.6


def test_noise_burst_is_hum_pattern_and_loud_part():
    burst = noise_burst(np.random.default_rng(1))
    assert (burst.position, burst.loud, burst.pattern.shape) == (650, slice(150, 350), (120,))
    assert 2.5 < burst.recording[burst.loud].std() < 3.5
    rest = burst.recording.copy()
    rest[650:770] -= 0.3 * burst.pattern
    assert all(0.04 < part.std() < 0.06 for part in (rest[:150], rest[350:650], rest[650:770], rest[770:]))


def test_rng_decides_the_noise():
    first, again, other = (noise_burst(np.random.default_rng(seed)).recording for seed in (4, 4, 5))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)


@pytest.mark.parametrize("rate", [8000, 11025])
def test_melody_plays_its_notes_for_two_seconds(rate):
    sound = melody(rate)
    notes = sound.reshape(8, -1)
    assert sound.size / rate == pytest.approx(2, abs=1e-3)
    assert np.abs(sound).max() == 1
    spectrum = np.abs(np.fft.rfft(notes, 8 * rate))  # one entry per 1/8 Hz
    pitch = [329.63, 329.63, 349.23, 392.0, 392.0, 349.23, 329.63, 293.66]  # E E F G G F E D
    np.testing.assert_allclose(spectrum.argmax(axis=1) / 8, pitch, atol=1.5)
    assert np.abs(notes[:, [0, -1]]).max() < 0.02  # no click between notes


def test_melody_rejects_a_rate_that_is_too_low_for_its_overtones():
    with pytest.raises(ValueError, match="got 3199"):
        melody(3199)


@given(st.integers(1, 9), st.integers(-12, 12))
def test_delayed_is_its_definition(n, lag):
    x = np.arange(1.0, n + 1)
    wanted = np.zeros(n)
    for t in range(n):
        if 0 <= t + lag < n:
            wanted[t + lag] = x[t]
    np.testing.assert_array_equal(delayed(x, lag), wanted)
    np.testing.assert_array_equal(x, np.arange(1.0, n + 1))


def test_delayed_gives_float64_of_whatever_numbers():
    assert delayed([1, 2, 3], 1).dtype == np.float64
    assert delayed(np.array([1, 2, 250], np.uint8), -1).tolist() == [2, 250, 0]


@pytest.mark.parametrize("bad", [np.zeros((2, 3)), [], 5.0])
@pytest.mark.parametrize("function", [lambda x: delayed(x, 1), lambda x: echo(x, delay=1, gain=0.5)])
def test_signals_must_be_vectors(function, bad):
    with pytest.raises(ValueError, match=r"^x .*shape \("):
        function(bad)


def test_echo_is_a_convolution_with_two_spikes():
    np.testing.assert_allclose(echo(ROUGH, delay=2, gain=0.4), np.convolve(ROUGH, [1, 0, 0.4])[: ROUGH.size])
    assert echo([1.0, 0, 0, 0], delay=3, gain=-0.5).tolist() == [1, 0, 0, -0.5]


def test_echo_rejects_a_delay_of_nothing():
    with pytest.raises(ValueError, match="got 0"):
        echo(ROUGH, delay=0, gain=0.4)


def test_second_recording_is_delayed_quieter_and_echoes():
    first, second, rate, delay = two_recordings(np.random.default_rng(0), noise=0.0)
    assert first.shape == second.shape == (3 * rate,)
    assert (rate, delay) == (8000, 3217)
    alone = slice(delay, delay + 960)  # before the reflection arrives
    np.testing.assert_allclose(second[alone], 0.6 * first[:960])
    both = slice(delay + 960, None)
    np.testing.assert_allclose(second[both], 0.6 * first[960:-delay] + 0.24 * first[: -delay - 960], atol=1e-12)
    hiss = two_recordings(np.random.default_rng(0), noise=0.05).second - second
    assert hiss.std() == pytest.approx(0.05, rel=0.05)


@pytest.mark.parametrize("noise", [0.0, 1.0])
@pytest.mark.parametrize("delay", [1609, -320])
def test_align_finds_the_delay_under_noise_louder_than_the_melody(noise, delay):
    for seed in range(2):
        recordings = two_recordings(np.random.default_rng(seed), rate=4000, delay=delay, echo_delay=480, noise=noise)
        lag, score = align(recordings.first, recordings.second)
        assert lag == delay == recordings.delay
        assert 0 < score < 1


def test_align_finds_an_inverted_copy_by_its_negative_score():
    recordings = two_recordings(np.random.default_rng(2))
    lag, score = align(recordings.first, -recordings.second)
    assert (lag, score < 0) == (3217, True)


@pytest.mark.parametrize("delay", [-801, 7201])
def test_a_delay_that_would_cut_the_melody_is_rejected(delay):
    with pytest.raises(ValueError, match=f"between -800 and 7200 samples .* got {delay}"):
        two_recordings(np.random.default_rng(0), delay=delay)
