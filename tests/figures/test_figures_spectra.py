"""The figures of spectra: which values stand where, what is marked, what the axes say, and no array changed."""

import numpy as np
import pytest
from matplotlib.colors import to_hex

from convnb.figures import spectra
from convnb.figures.style import PALETTE, png_bytes

X = np.array([1.0, -2.0, 0.5, 3.0, 0.0, 1.5])
W = np.array([0.5, 0.25, -1.0])
FREQUENCIES = np.arange(4) / 6


def rows():
    magnitudes = [np.array([4.0, 1.0, 2.5, 0.5]), np.array([0.25, 1.5, 1.0, 0.75])]
    kernel = ("kernel w", "kernel", W, FREQUENCIES, magnitudes[1])
    return [("signal x", "input", X, FREQUENCIES, magnitudes[0]), kernel]


def lines(ax):
    """{colour: [(x values, y values), ...]} of the drawn curves."""
    found = {}
    for line in ax.get_lines():
        found.setdefault(to_hex(line.get_color()).upper(), []).append([np.asarray(part) for part in line.get_data()])
    return found


def curve(ax, role):
    [data] = lines(ax)[PALETTE[role]]
    return [part.tolist() for part in data]


def test_each_row_has_its_samples_and_its_spectrum():
    figure = spectra.time_and_frequency(rows())
    left, right, left_2, right_2 = figure.axes
    assert curve(left, "input") == [[0, 1, 2, 3, 4, 5], X.tolist()]
    assert curve(right, "input") == [FREQUENCIES.tolist(), [4, 1, 2.5, 0.5]]
    assert curve(left_2, "kernel") == [[0, 1, 2], W.tolist()]
    assert curve(right_2, "kernel") == [FREQUENCIES.tolist(), [0.25, 1.5, 1, 0.75]]
    titles = [ax.get_title(loc="left") for ax in figure.axes]
    assert titles == ["signal x", "its spectrum", "kernel w", "its spectrum"]
    assert [ax.get_xlabel() for ax in (left_2, right_2)] == ["time (samples)", "frequency (cycles per sample)"]
    assert [ax.get_ylabel() for ax in (left, right)] == ["value", "magnitude"]
    assert right.get_ylim()[0] == 0


def test_a_rate_turns_samples_into_seconds_and_cycles_into_hertz():
    figure = spectra.time_and_frequency(rows(), rate=360, mark=1 / 6, unit="mV", linear=W, wrapped=2)
    left, right, left_2, right_2 = figure.axes
    np.testing.assert_allclose(curve(left, "input")[0], np.arange(6) / 360)
    np.testing.assert_allclose(curve(right, "input")[0], [0, 60, 120, 180])
    np.testing.assert_allclose(lines(right)[PALETTE["focus"]][0][0], [60, 60])
    np.testing.assert_allclose(wrap_box(left_2), [-0.5 / 360, 1.5 / 360])
    assert [ax.get_xlabel() for ax in (left_2, right_2)] == ["time (s)", "frequency (Hz)"]
    assert left.get_ylabel() == "mV"
    assert "60 Hz is marked" in figure.alt


def wrap_box(ax):
    [box] = [patch for patch in ax.patches if to_hex(patch.get_edgecolor()).upper() == PALETTE["focus"]]
    assert box.get_hatch()
    return [box.get_x(), box.get_x() + box.get_width()]


def test_the_wrapped_samples_and_the_linear_result_are_marked_in_the_last_row_only():
    linear = np.array([9.0, 8.0, 7.0, 6.0])
    figure = spectra.time_and_frequency(rows(), linear=linear, wrapped=2)
    top, _, bottom, _ = figure.axes
    assert wrap_box(bottom) == [-0.5, 1.5]
    assert not top.patches
    dashed = [line for line in bottom.get_lines() if line.get_label() == "linear"]
    assert dashed[0].get_ydata().tolist() == linear.tolist()
    assert dashed[0].is_dashed()
    assert "first 2 samples" in figure.alt
    plain = spectra.time_and_frequency(rows())
    assert not any(ax.patches for ax in plain.axes)
    assert "wrapped" not in plain.alt


def test_many_values_are_a_plain_curve_and_few_have_dots():
    long = [("noise", "input", np.arange(500.0), np.arange(251) / 500, np.ones(251))]
    left = spectra.time_and_frequency(long).axes[0]
    assert left.get_lines()[0].get_marker() == "None"
    assert not left.collections
    assert spectra.time_and_frequency(rows()).axes[0].get_lines()[0].get_marker() == "o"


@pytest.mark.parametrize("k", [0, 1, 5])
def test_arrows_laid_head_to_tail_end_at_the_number_of_the_spectrum(k):
    figure = spectra.time_and_arrows([("x", "input", X), ("short", "kernel", X[:2])], k, len(X), linear=X, wrapped=1)
    numbers = [np.fft.fft(X)[k], np.fft.fft(X[:2], len(X))[k]]
    for signal, ax, number in zip((X, X[:2]), figure.axes[1::2], numbers, strict=True):
        total, chain = ax.collections
        assert total.get_offsets().tolist() == [[0, 0]]
        np.testing.assert_allclose([total.U.item(), total.V.item()], [number.real, number.imag], atol=1e-8)
        np.testing.assert_allclose(np.hypot(chain.U, chain.V), abs(signal), atol=1e-8)
        end = chain.get_offsets()[-1] + [chain.U[-1], chain.V[-1]]
        np.testing.assert_allclose(end, [number.real, number.imag], atol=1e-8)
        assert ax.get_title(loc="left").startswith(f"arrows of k = {k}: sum ")
    assert f"turn {k} times in {len(X)} samples" in figure.alt
    assert [bool(ax.patches) for ax in figure.axes[::2]] == [False, True]


def test_a_butterfly_computes_the_transform():
    """Each line carries E or O to a result; the dashed ones take it away."""
    n, half = 6, 3
    even, odd = np.fft.fft(X[::2]), np.fft.fft(X[1::2])
    carried = np.concatenate([even, odd * np.exp(-2j * np.pi * np.arange(half) / n)])
    found = np.zeros(n, complex)
    for line in spectra.butterfly(n, 1).axes[0].get_lines():
        begin, end = (-line.get_ydata()).astype(int)
        found[end] += carried[begin] * (-1 if line.get_linestyle() == "--" else 1)
    np.testing.assert_allclose(found, np.fft.fft(X))


def test_responses_are_told_apart_without_colour():
    gains = [np.array([1.0, 0.5, 0.25, 0.0]), np.array([0.0, 1.0, 1.5, 2.0]), np.array([1.5, 0.5, 1.5, 0.5])]
    figure = spectra.responses(FREQUENCIES, gains, ["average", "difference", "echo"])
    ax = figure.axes[0]
    drawn = {line.get_label(): line for line in ax.get_lines() if not line.get_label().startswith("_")}
    for gain, name in zip(gains, ("average", "difference", "echo"), strict=True):
        assert drawn[name].get_ydata().tolist() == gain.tolist()
        assert drawn[name].get_xdata().tolist() == FREQUENCIES.tolist()
    assert len({str(line.get_linestyle()) for line in drawn.values()}) == 3
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["average", "difference", "echo"]
    assert "average: 1 at 0 cycles per sample, 0 at 0.5 cycles per sample" in figure.alt


def test_every_gain_needs_its_name():
    with pytest.raises(ValueError, match="zip"):
        spectra.responses(FREQUENCIES, [FREQUENCIES], ["one", "two"])


@pytest.mark.parametrize(("n", "low", "high"), [(4, -0.625, 0.375), (5, -0.5, 0.5)])
def test_a_spectrums_entries_lie_at_their_frequencies(n, low, high):
    """Entry i stands for (i - n // 2) / n: of four entries the first for -1/2, of five for -2/5."""
    picture = np.linspace(0, 0.8, 12).reshape(3, 4)
    spectrum = np.arange(n * 2.0).reshape(2, n)
    top, bottom = spectra.spectrum_pictures([picture], [spectrum], ["hill"], label="log").axes[:2]
    left, right, down, up = bottom.images[0].get_extent()
    assert (left, right) == pytest.approx((low, high))
    assert (up, down) == pytest.approx((-0.75, 0.25))
    assert bottom.images[0].get_array().tolist() == spectrum.tolist()
    assert top.images[0].get_clim() == (0, 0.8)
    assert [ax.get_title(loc="left") for ax in (top, bottom)] == ["hill", "log"]


def test_signed_pictures_have_the_diverging_scale_and_each_its_own_range():
    signed, grey = np.array([[-3.0, 1.0], [0.0, 2.0]]), np.array([[0.0, 5.0]])
    figure = spectra.spectrum_pictures([signed, grey], [abs(signed), grey], ["edges", "grey"])
    assert [ax.images[0].get_clim() for ax in figure.axes[:2]] == [(-3, 3), (0, 5)]
    assert figure.axes[0].images[0].get_cmap().name == "convnb_signed"
    assert figure.axes[1].images[0].get_cmap().name == "gray"
    assert "edges (2 by 2), magnitude from 0 to 3; grey (1 by 2), magnitude from 0 to 5" in figure.alt


def test_figures_change_no_array_and_can_be_drawn():
    given = rows()
    copies = [[np.copy(part) for part in row[2:]] for row in given]
    assert png_bytes(spectra.time_and_frequency(given, rate=10, linear=X, wrapped=1, mark=0.1))
    for row, kept in zip(given, copies, strict=True):
        for part, copy in zip(row[2:], kept, strict=True):
            np.testing.assert_array_equal(part, copy)
    assert png_bytes(spectra.responses(FREQUENCIES, [FREQUENCIES] * 6, list("abcdef")))
    assert png_bytes(spectra.spectrum_pictures([np.zeros((2, 3))], [np.ones((2, 3))], ["nothing"]))
