"""The curves of measured times: what they draw, what their alt text says, and what they refuse."""

import numpy as np
import pytest

from convnb.figures.style import png_bytes
from convnb.figures.timing import timing_curves

SIZES = [4, 16, 64]
TIMES = {"sliding": [1.0, 4.0, 16.0], "transform": [3.0, 3.5, np.nan]}


def drawn(**options):
    figure = timing_curves(SIZES, TIMES, xlabel="weights", **options)
    return figure, figure.axes[0]


def test_one_line_a_way_over_logarithmic_axes():
    _, ax = drawn()
    assert [line.get_label() for line in ax.lines] == ["sliding", "transform"]
    for line, values in zip(ax.lines, TIMES.values(), strict=True):
        np.testing.assert_array_equal(line.get_xdata(), SIZES)
        np.testing.assert_array_equal(line.get_ydata(), values)
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "log")
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("weights", "time (ms)")
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["4", "16", "64"]


def test_what_is_measured_need_not_be_a_time():
    figure, ax = drawn(ylabel="error")
    assert figure.alt.startswith("error against weights, both logarithmic.")
    assert ax.get_ylabel() == "error"


def test_colour_is_never_the_only_difference():
    _, ax = drawn()
    assert len({line.get_marker() for line in ax.lines}) == len({line.get_linestyle() for line in ax.lines}) == 2


def test_the_crossover_is_marked_and_said():
    figure, ax = drawn(crossover=16)
    assert list(ax.lines[-1].get_xdata()) == [16, 16]
    assert figure.alt.endswith("Marked as the crossover: 16.")
    assert "sliding: 1 at 4, 16 at 64" in figure.alt
    assert "crossover" not in drawn()[0].alt


def test_the_picture_is_small_and_its_repr_without_an_address():
    figure, _ = drawn(crossover=16)
    assert len(png_bytes(figure)) < 100_000
    assert repr(figure) == f"<Figure: {figure.alt}>"


@pytest.mark.parametrize(
    ("sizes", "times", "message"),
    [
        ([], {"a": []}, "positive numbers"),
        ([1, 0], {"a": [1, 1]}, "positive numbers"),
        ([1, 2], {"a": [1, 2, 3]}, "each of the 2 sizes"),
        ([1, 2], {"a": [1, 0]}, "positive times only, got 0.0 for 'a'"),
        ([1, 2], {}, "got 0"),
        ([1, 2], {name: [1, 2] for name in "abcde"}, "got 5"),
    ],
)
def test_what_cannot_be_drawn_is_refused(sizes, times, message):
    with pytest.raises(ValueError, match=message):
        timing_curves(sizes, times)
