"""The figures: the data they draw, labels with units, alt text, a repr without address, small PNG files."""

import io
import re

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from PIL import Image
from test_figures_grids import KERNEL, PICTURE, panels

from convnb import datasets
from convnb.course import COURSE
from convnb.figures import grids, images, signals
from convnb.figures.course import course_map, palette
from convnb.figures.panels import short
from convnb.figures.style import PALETTE, CourseFigure, png_bytes, sentence
from convnb.models.signals import noise_burst, two_recordings
from convnb.ops.correlation import correlate, correlation_lags, normalized_correlate

X = np.array([1.0, -2.0, 3.0, 0.5, -1.0])
Y = np.array([2.0, 1.0, -1.0, 4.0])
LAGS = correlation_lags(Y.size, X.size)
SCORES = correlate(Y, X)


def score_at(lag):
    return SCORES[np.equal(LAGS, lag)].item()


def face_match():
    face = datasets.photograph("astronaut")
    grey = face.mean(axis=2)
    return images.template_match(face, (40, 84, 44, 44), (40, 84), normalized_correlate(grey, grey[40:84, 84:128]))


def coin_match():
    coins = np.clip(datasets.photograph("coins") + np.random.default_rng(0).normal(0, 0.2, (303, 384)), 0, 1)
    coin = datasets.photograph("coins")[172:220, 80:128]
    places = [(172, 80), (98, 22)]
    return images.template_match(coins, (172, 80, 48, 48), places, normalized_correlate(coins, coin), template=coin)


def long_panels():
    first, second, rate, delay = two_recordings(np.random.default_rng(0))
    lags = np.arange(-20000, 20000, 5) + delay % 5
    return signals.aligner_panels(first, second, delay, lags, np.sin(lags / 300), best=delay, rate=rate)


def ecg_matches():
    starts = [50, 235, 421]
    return signals.matches(datasets.ecg(), starts, 70, template=421, rate=360, unit="voltage (mV)", title="ECG")


def burst_matches():
    burst = noise_burst(np.random.default_rng(0))
    return signals.matches(burst.recording, [burst.position], 120, wrong=[200])


FIGURES = {
    "two_signals": lambda: signals.two_signals(X, Y, -1),
    "compared": lambda: signals.compared(X, 2 * X),
    "overlay": lambda: signals.overlay(Y, Y + 1, start=3, xlabel="sum", names=("dice", "bell")),
    "correlation_curve": lambda: signals.correlation_curve(LAGS, SCORES, best=0, lowest=-2, lag=1),
    "ecg_matches": ecg_matches,
    "burst_matches": burst_matches,
    "score_trace": lambda: signals.score_trace(np.cos(np.arange(500) / 9), 0.9, peaks=[57, 113], rate=360),
    "aligner_panels": lambda: signals.aligner_panels(X, Y, 1, LAGS, SCORES, best=2),
    "aligner_panels, melody": long_panels,
    "pictures": lambda: images.pictures([datasets.photograph(n) for n in datasets.PHOTOGRAPHS], ["a", "b", "c"]),
    "signed_picture": lambda: images.signed_picture(np.diff(datasets.photograph("camera")), title="edges"),
    "template_match, face": face_match,
    "template_match, coins": coin_match,
    "kernel_panels": lambda: panels(window=(1, 0), cell=(1, 0)),
    "kernel_panels, 16x16": lambda: grids.kernel_panels(
        np.ones((16, 16)) / 3, -np.ones((7, 7)) / 3, np.ones((14, 14)) / 3, padding=2, window=(0, 9), dilation=1
    ),
    "sentence": lambda: sentence("The kernel 5x5 is larger than the padded input 4x4."),
}


WITHOUT_AXES = {
    "course_map": lambda: course_map(COURSE, {0, 1}),
    "course_map, passed": lambda: course_map(COURSE, {0, 1}, {0: (1, 1), 1: (2, 5)}, "Next: exercise 01.3."),
    "palette": palette,
}


@pytest.mark.parametrize("make", [*FIGURES.values(), *WITHOUT_AXES.values()], ids=[*FIGURES, *WITHOUT_AXES])
def test_figure_has_alt_text_a_stable_repr_and_a_small_png(make):
    figure = make()
    assert isinstance(figure, CourseFigure)
    assert len(figure.alt) > 20
    assert figure.alt.endswith(".")
    assert repr(figure) == str(figure) == f"<Figure: {figure.alt}>" == repr(make())
    assert "0x" not in repr(figure)
    data, metadata = figure._repr_mimebundle_()
    assert data["image/png"].startswith(b"\x89PNG\r\n\x1a\n")
    assert b"Software" not in data["image/png"]
    assert len(data["image/png"]) <= 200_000
    with Image.open(io.BytesIO(data["image/png"])) as picture:
        assert not picture.has_transparency_data  # it would be unreadable on a dark page
        assert picture.convert("RGB").getpixel((0, 0)) == (255, 255, 255)
    assert metadata == {"image/png": {"alt": figure.alt}}
    assert data["image/png"] == png_bytes(make())


def test_the_boxes_of_the_map_are_links_where_progress_is_kept():
    assert "text/html" not in WITHOUT_AXES["course_map"]()._repr_mimebundle_()[0]
    figure = course_map(COURSE, {notebook.number for notebook in COURSE}, {0: (1, 1)})
    data, _ = figure._repr_mimebundle_()
    assert re.findall('<a href="(.*?)" title="(.*?)"', data["text/html"]) == [
        (notebook.file, f"{notebook.number:02d} {notebook.title}") for notebook in COURSE
    ]
    pixels = np.asarray(Image.open(io.BytesIO(data["image/png"])).convert("L"))
    rows, columns = pixels.shape
    for place in re.findall(r"left: (\S+)%; top: (\S+)%; width: (\S+)%; height: (\S+)%", data["text/html"]):
        left, top, width, height = (float(part) / 100 for part in place)
        x, y = np.array([left, left + width]) * columns, np.array([top, top + height]) * rows
        middle_x, middle_y = (np.rint([x.mean(), y.mean()])).astype(int)
        edges = [pixels[round(at) - 2 : round(at) + 3, middle_x + 20].min() for at in y]
        edges += [pixels[middle_y - 20, max(0, round(at) - 2) : round(at) + 3].min() for at in x]
        assert max(edges) < 160, "a line of the box"


@pytest.mark.parametrize("make", FIGURES.values(), ids=FIGURES)
def test_axes_carry_labels_that_fit_on_the_figure(make):
    figure = make()
    FigureCanvasAgg(figure).draw()
    width, height = figure.canvas.get_width_height()
    for ax in figure.axes:
        texts = [ax.title, ax._left_title, ax._right_title, ax.xaxis.label, ax.yaxis.label]
        shown = [t for t in texts if t.get_text()]
        assert shown
        for text in shown:
            box = text.get_window_extent()
            assert box.x0 >= -1, text.get_text()
            assert box.x1 <= width + 1, text.get_text()
            assert box.y0 >= -1, text.get_text()
            assert box.y1 <= height + 1, text.get_text()


def test_two_signals_draws_both_and_the_lag():
    figure = signals.two_signals(X, Y, -1, rate=10, names=("first", "second"), unit="pressure (Pa)")
    top, bottom = figure.axes
    np.testing.assert_array_equal(top.lines[0].get_ydata(), X)
    np.testing.assert_array_equal(bottom.lines[0].get_ydata(), Y)
    np.testing.assert_allclose(bottom.lines[0].get_xdata(), [0, 0.1, 0.2, 0.3])
    # The arrow starts below the largest sample of x, x[2], and ends one sample earlier.
    assert bottom.texts[0].xyann[0] == pytest.approx(0.2)
    assert bottom.texts[0].xy[0] == pytest.approx(0.1)
    assert (top.get_ylabel(), bottom.get_xlabel()) == ("pressure (Pa)", "time (s)")
    assert "−1 samples (−0.1 s)" in figure.alt
    assert [to_hex(ax.lines[0].get_color()).upper() for ax in (top, bottom)] == [PALETTE["input"], PALETTE["kernel"]]


def test_compared_signals_share_their_axes():
    ax = signals.compared(X, 2 * X, rate=10).axes[0]
    np.testing.assert_array_equal([line.get_ydata() for line in ax.lines], [X, 2 * X])
    np.testing.assert_allclose(ax.lines[1].get_xdata(), [0, 0.1, 0.2, 0.3, 0.4])


def test_a_curve_stands_over_its_bars():
    ax = FIGURES["overlay"]().axes[0]
    assert [(bar.get_x() + bar.get_width() / 2, bar.get_height()) for bar in ax.patches] == [
        *((3, 2.0), (4, 1.0), (5, -1.0), (6, 4.0))
    ]
    np.testing.assert_array_equal(ax.lines[0].get_data(), [[3, 4, 5, 6], Y + 1])
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["bell", "dice"]


@pytest.mark.parametrize("lag", range(-6, 7))
def test_products_shade_what_adds_up_to_the_correlation(lag):
    lags, scores = np.r_[-6:7], np.r_[0, 0, SCORES, 0, 0, 0]  # where the signals do not meet the sum is 0
    total = scores[lag + 6]
    top, bottom, _ = signals.aligner_panels(X, Y, lag, lags, scores).axes
    np.testing.assert_array_equal(top.lines[1].get_xdata(), np.arange(4) - lag)  # y[t + lag] stands at t
    expected = {float(t): X[t] * Y[t + lag] for t in range(5) if 0 <= t + lag < 4}
    assert sum(expected.values()) == pytest.approx(total)
    for t, product in expected.items():  # one area reaches to the product, the other stays on zero
        vertices = [y for a in bottom.collections for x, y in a.get_paths()[0].vertices if x == t]
        assert {round(v, 12) for v in vertices} == {0.0, round(product, 12)}
    assert short(total) in bottom.get_title(loc="left")


def test_correlation_curve_marks_the_lags_it_is_given():
    figure = signals.correlation_curve(LAGS, SCORES, best=2, lowest=-2, lag=1, rate=2, ylabel="sum of products (V²)")
    (ax,) = figure.axes
    np.testing.assert_array_equal(ax.lines[0].get_xdata(), LAGS / 2)
    np.testing.assert_array_equal(ax.lines[0].get_ydata(), SCORES)
    marks = {line.get_marker(): line.get_xydata()[0].tolist() for line in ax.lines if line.get_marker() != "None"}
    assert marks == {"o": [0.5, score_at(1)], "^": [1.0, score_at(2)], "v": [-1.0, score_at(-2)]}
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("lag (s)", "sum of products (V²)")
    assert f"largest {short(score_at(2))} at lag 2 samples" in figure.alt


def test_correlation_curve_rejects_a_lag_that_has_no_score():
    with pytest.raises(ValueError, match="lag 9 is not one of the 8 lags from -4 to 3"):
        signals.correlation_curve(LAGS, SCORES, best=9)


def test_matches_span_their_samples_and_say_what_they_are():
    ax = ecg_matches().axes[0]
    np.testing.assert_array_equal(ax.lines[0].get_ydata(), datasets.ecg())
    spans = [(patch.get_x() * 360, patch.get_width() * 360, patch.get_label()) for patch in ax.patches]
    assert spans == [
        (pytest.approx(50), pytest.approx(70), "match"),
        (pytest.approx(235), pytest.approx(70), "match"),
        (pytest.approx(421), pytest.approx(70), "template"),
    ]
    assert [text.get_text() for text in ax.texts] == ["1", "2", "3"]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("time (s)", "voltage (mV)")
    assert len(ax.get_legend().get_texts()) == 2


def test_false_matches_differ_by_sign_and_hatch_not_only_by_colour():
    match, false = burst_matches().axes[0].patches
    assert match.get_hatch() != false.get_hatch()
    assert [text.get_text() for text in burst_matches().axes[0].texts] == ["1", "×"]


def test_template_that_is_no_match_is_drawn_too():
    ax = signals.matches(X, [0], 2, template=3).axes[0]
    assert [text.get_text() for text in ax.texts] == ["1", "T"]


def test_score_trace_draws_scores_threshold_and_peaks():
    scores = np.array([0.1, 0.9, -0.3, 0.95, 0.2])
    ax = signals.score_trace(scores, 0.8, peaks=[1, 3], rate=5).axes[0]
    curve, threshold, peaks = ax.lines
    np.testing.assert_array_equal(curve.get_ydata(), scores)
    assert set(threshold.get_ydata()) == {0.8}
    np.testing.assert_allclose(peaks.get_xydata(), [[0.2, 0.9], [0.6, 0.95]])
    assert "(s)" in ax.get_xlabel()


def test_aligner_panels_show_signals_products_and_curve():
    figure = signals.aligner_panels(X, Y, 1, LAGS, SCORES, best=2)
    top, middle, bottom = figure.axes
    np.testing.assert_array_equal(top.lines[1].get_xydata(), np.column_stack([np.arange(4) - 1, Y]))
    assert short(score_at(1)) in middle.get_title(loc="left")
    assert middle.get_xlim() == top.get_xlim()
    np.testing.assert_array_equal(bottom.lines[0].get_ydata(), SCORES)
    assert f"Here it is {short(score_at(1))}; it is largest at lag 2 samples" in figure.alt


def test_signed_picture_is_symmetric_around_zero_and_says_its_range():
    values = np.array([[0.5, -2.0, 1.0], [0.0, np.nan, 0.25]])
    ax, bar = images.signed_picture(values, label="difference (brightness)").axes
    assert ax.images[0].get_clim() == (-2.0, 2.0)
    assert [t.get_text() for t in bar.get_yticklabels()] == ["−2", "0", "2"]
    assert bar.get_ylabel() == "difference (brightness)"


def test_signed_picture_of_zeros_is_drawn():
    assert images.signed_picture(np.zeros((2, 3))).axes[0].images[0].get_clim() == (-1.0, 1.0)


def test_pictures_share_one_scale():
    figure = images.pictures([np.full((4, 6), 0.5), np.full((4, 6), 3.0)], ["first", "second"], value_range=(0, 4))
    assert [ax.images[0].get_clim() for ax in figure.axes] == [(0, 4), (0, 4)]
    assert "first (4 by 6); second (4 by 6)" in figure.alt


def test_pictures_say_what_they_clip():
    inside, beyond = np.linspace(0, 1, 24).reshape(4, 6), np.array([[-0.5, 0.5, 1.5, 2.5]])
    figure = images.pictures([inside, beyond], ["first", "second"])
    assert [ax.get_xlabel().splitlines()[1:] for ax in figure.axes] == [[], ["25 % below 0", "50 % above 1"]]
    hardly, a_few = (np.where(np.arange(1000) < count, 1.1, 0.5)[None] for count in (4, 6))
    assert "(1 by 1000); b (1 by 1000, 1 % above 1)" in images.pictures([hardly, a_few], ["a", "b"]).alt
    assert figure.alt == "Pictures: first (4 by 6); second (1 by 4, 25 % below 0, 50 % above 1)."


def test_template_match_boxes_lie_on_pixel_edges():
    figure = coin_match()
    _, left, right, _ = figure.axes
    boxes = [(p.get_y(), p.get_x(), p.get_height(), p.get_width(), p.get_label()) for p in left.patches]
    assert boxes == [
        (171.5, 79.5, 48, 48, "found"),
        (97.5, 21.5, 48, 48, "found"),
        (171.5, 79.5, 48, 48, "template cut out"),
    ]
    assert left.patches[0].get_linestyle() != left.patches[2].get_linestyle()
    np.testing.assert_array_equal(right.lines[0].get_xydata(), [[80, 172], [22, 98]])
    assert "(172, 80) with score" in figure.alt


def test_inputs_are_not_modified():
    x, kernel = PICTURE.astype(float), KERNEL.astype(float)
    grids.kernel_panels(x, kernel, correlate(x, kernel, mode="valid"), padding=1, operation="convolution")
    np.testing.assert_array_equal(x, PICTURE)
    np.testing.assert_array_equal(kernel, KERNEL)
