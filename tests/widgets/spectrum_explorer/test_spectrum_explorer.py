"""SpectrumExplorer on Python's side: traits, what is made of them, results, repr, fallback."""

import json

import numpy as np
import pytest
from scipy import signal as scipy_signal
from traitlets import TraitError

from convnb.widgets import SpectrumExplorer
from convnb.widgets.spectrum_explorer import OWN, SETTINGS

SIGNALS, KERNELS, SHOWS = (SETTINGS[name]["choices"] for name in ("signal_kind", "kernel_kind", "show"))


def test_at_first_a_sine_meets_a_moving_average():
    widget = SpectrumExplorer()
    np.testing.assert_allclose(widget.x, np.sin(2 * np.pi * 0.1 * np.arange(64)))
    assert widget.w.tolist() == [1 / 8] * 8
    assert widget.output.shape == (64,)
    assert widget.linear.shape == (71,)
    assert widget.wrapped == 7
    assert repr(widget) == "SpectrumExplorer()"


def test_own_arrays_are_shown_as_they_are():
    widget = SpectrumExplorer([0, 1, 2, 3], [1, 2])
    assert (widget.signal_kind, widget.kernel_kind) == (OWN, OWN)
    assert widget.linear.tolist() == [0, 1, 4, 7, 6]
    np.testing.assert_allclose(widget.output, [6, 1, 4, 7], atol=1e-12)
    assert SpectrumExplorer([0, 1, 2]).kernel_kind == "moving average"
    assert SpectrumExplorer(kernel=[1, 2]).signal_kind == "sine"


@pytest.mark.parametrize("n", [5, 6])
@pytest.mark.parametrize("length", [0, 6, 7, 8, 9, 11])
def test_what_runs_over_the_end_is_added_to_the_start(n, length):
    """By the definition, y[t] = sum_s w[s] x[(t - s) mod L], and by folding the linear result."""
    rng = np.random.default_rng(n + length)
    x, w = rng.normal(size=n), rng.normal(size=4)
    widget = SpectrumExplorer(x, w, length=length)
    size = max(length, n)
    padded = np.pad(x, (0, size - n))
    circular = [sum(w[s] * padded[(t - s) % size] for s in range(4)) for t in range(size)]
    np.testing.assert_allclose(widget.output, circular, atol=1e-12)
    assert widget.wrapped == max(0, n + 3 - size)
    folded = np.pad(widget.linear, (0, max(0, size - n - 3)))[:size].copy()
    folded[: widget.wrapped] += widget.linear[size:]
    np.testing.assert_allclose(widget.output, folded, atol=1e-12)


def test_spectra_multiply_and_have_their_frequencies():
    spectra = SpectrumExplorer(signal_kind="noise", length=71).spectra
    np.testing.assert_allclose(spectra.frequencies, np.arange(36) / 71)
    np.testing.assert_allclose(np.abs(spectra.product), np.abs(spectra.x) * np.abs(spectra.w))
    turns = (np.angle(spectra.product) - np.angle(spectra.x) - np.angle(spectra.w)) / (2 * np.pi)
    np.testing.assert_allclose(turns, np.rint(turns), atol=1e-9)


def test_signals_are_what_their_names_say():
    def made(kind, **more):
        return SpectrumExplorer(signal_kind=kind, **more).x

    assert np.flatnonzero(made("pulse train", frequency=0.125)).tolist() == list(range(0, 64, 8))
    assert np.flatnonzero(made("pulse train", frequency=0.0)).tolist() == [0]
    assert made("step", samples=9).tolist() == [0] * 4 + [1] * 5
    two = np.abs(np.fft.rfft(made("two sines", samples=100, frequency=0.1)))
    assert sorted(np.argsort(two)[-2:]) == [10, 40]
    noise = made("noise", samples=256)
    assert noise.min() < -0.9
    assert noise.max() > 0.9
    assert abs(noise.mean()) < 0.1
    assert np.unique(noise).size == 256
    beats = made("heartbeat", samples=96)
    np.testing.assert_allclose(beats[:32], beats[32:64])
    assert np.argmax(beats[:32]) in (13, 14)
    # The chirp ends at its frequency: its last zero crossings are half a period, 1 / (2 * 0.25) samples, apart.
    assert np.diff(np.flatnonzero(np.diff(np.sign(made("chirp", samples=256, frequency=0.25)))))[-10:].mean() < 2.2


def test_kernels_are_what_their_names_say():
    def response(kind, width, frequency):
        w = SpectrumExplorer(kernel_kind=kind, width=width).w
        return abs(w @ np.exp(-2j * np.pi * frequency * np.arange(w.size)))

    for kind in ("moving average", "Gaussian", "low-pass"):
        assert response(kind, 21, 0) == pytest.approx(1)
        assert response(kind, 21, 0.4) < 0.1
    assert response("moving average", 8, 0.125) == pytest.approx(0, abs=1e-12)
    assert response("low-pass", 63, 0.125) == pytest.approx(0.5, abs=0.01)
    for kind in ("difference", "second difference"):
        assert response(kind, 3, 0) == pytest.approx(0, abs=1e-12)
    assert response("difference", 2, 0.5) == pytest.approx(2)
    assert response("echo", 5, 0.125) == pytest.approx(0.5)  # half a turn later: 1 - 0.5
    assert response("echo", 5, 0.25) == pytest.approx(1.5)


@pytest.mark.parametrize(
    ("kind", "width", "size"),
    [
        ("difference", 1, 2),
        ("echo", 1, 2),
        ("second difference", 1, 3),
        ("second difference", 4, 3),
        ("Gaussian", 1, 1),
    ],
)
def test_a_kernel_that_needs_more_has_as_much_as_it_needs(kind, width, size):
    assert SpectrumExplorer(kernel_kind=kind, width=width).w.size == size


@pytest.mark.parametrize("signal_kind", SIGNALS)
@pytest.mark.parametrize("kernel_kind", KERNELS)
def test_the_linear_result_is_scipys_and_enough_zeros_give_it(signal_kind, kernel_kind):
    widget = SpectrumExplorer(signal_kind=signal_kind, kernel_kind=kernel_kind, width=9)
    expected = scipy_signal.convolve(widget.x, widget.w, method="direct")
    np.testing.assert_allclose(widget.linear, expected, atol=1e-12)
    widget.length = expected.size + 3
    np.testing.assert_allclose(widget.output, np.pad(expected, (0, 3)), atol=1e-12)
    assert widget.wrapped == 0


def test_the_picture_shows_the_wrap_and_the_bin():
    figure = SpectrumExplorer(width=5, bin=10).figure()
    assert len(figure.axes) == 6
    assert "The first 4 samples of the last row are marked: they wrapped around." in figure.alt
    assert "0.156 cycles per sample is marked" in figure.alt
    titles = [ax.get_title(loc="left") for ax in figure.axes]
    assert titles[::2] == ["signal: sine", "kernel: moving average", "result, length 64"]
    assert titles[1::2] == ["its spectrum"] * 3
    assert "wrapped" not in SpectrumExplorer(length=90, bin=256).figure().alt


def test_the_picture_shows_what_is_asked_for():
    figures = {show: SpectrumExplorer(length=71, bin=4, show=show).figure() for show in SHOWS}
    magnitude, decibels, phase, arrows = (figure.axes[1] for figure in figures.values())
    heights = [ax.get_lines()[0].get_ydata() for ax in (magnitude, decibels, phase)]
    x = np.fft.rfft(SpectrumExplorer().x, 71)
    np.testing.assert_allclose(heights, [abs(x), 20 * np.log10(abs(x)), np.degrees(np.angle(x))])
    assert phase.get_ylim()[0] < -90
    assert arrows.get_title(loc="left") == f"arrows of k = 4: sum {abs(x[4]):.3g}"


def test_what_is_not_finite_gets_a_sentence():
    assert SpectrumExplorer([1, np.nan, 2]).figure().alt.startswith("signal[1] is not a number")
    assert SpectrumExplorer(kernel=[np.inf]).figure().alt.startswith("kernel[0] is not a number")
    widget = SpectrumExplorer([1, np.nan])
    json.dumps(widget.get_state()["signal"], allow_nan=False)
    widget.signal = [1, 2]
    assert len(widget.figure().axes) == 6


@pytest.mark.parametrize(
    ("trait", "value"),
    [
        *[("frequency", 0.6), ("frequency", -0.1), ("samples", 7), ("samples", 257), ("width", 0), ("width", 65)],
        *[("length", -1), ("length", 513), ("bin", -1), ("signal_kind", "song"), ("kernel_kind", "blur")],
    ],
)
def test_what_is_outside_its_range_is_refused(trait, value):
    with pytest.raises(TraitError, match=trait):
        SpectrumExplorer(**{trait: value})


def test_a_wrong_list_is_a_value_error_with_the_trait():
    with pytest.raises(ValueError, match=r"signal must be a list.*2-D"):
        SpectrumExplorer([[1, 2]])
    with pytest.raises(ValueError, match=r"kernel must be a list of at least one"):
        SpectrumExplorer(kernel=[])


def test_repr_shows_what_differs():
    widget = SpectrumExplorer(np.ones(20), kernel_kind="echo", length=40)
    assert repr(widget) == ("SpectrumExplorer(signal=20 numbers, signal_kind='own', kernel_kind='echo', length=40)")
