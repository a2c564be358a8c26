"""The three grids of numbers: what stands in each cell, what is framed, hatched or left out."""

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex, to_rgb

from convnb.figures import grids
from convnb.figures.style import PALETTE, SIGNED_STOPS
from convnb.ops.correlation import convolve, correlate

PICTURE = np.array([[0, 10, 10, 0], [20, 30, 30, 20], [10, 20, 20, 10], [0, 5, 5, 0]])
KERNEL = np.array([[1, 0], [0, 2]])


def panels(**options):
    output = correlate(PICTURE, KERNEL, mode="valid")
    return grids.kernel_panels(PICTURE, KERNEL, output, **options)


def cell_texts(ax):
    return {(int(t.get_position()[1]), int(t.get_position()[0])): t.get_text() for t in ax.texts}


def frames(ax):
    focus = [p for p in ax.patches if to_hex(p.get_edgecolor()).upper() == PALETTE["focus"]]
    return [(p.get_y() + 0.5, p.get_x() + 0.5, p.get_height(), p.get_width()) for p in focus]


def test_kernel_panels_write_every_number_and_frame_the_window():
    figure = panels(window=(1, 0), cell=(1, 0))
    left, middle, right = figure.axes
    assert cell_texts(left) == {(r, c): str(PICTURE[r, c]) for r in range(4) for c in range(4)}
    assert cell_texts(middle) == {(0, 0): "1", (0, 1): "0", (1, 0): "0", (1, 1): "2"}
    assert cell_texts(right)[1, 0] == "60"
    assert frames(left) == [(1, 0, 2, 2)]
    assert frames(right) == [(1, 0, 1, 1)]
    assert figure.texts[0].get_text() == "correlation: output[1, 0] = 60"
    assert "Output cell (1, 0) is 60." in figure.alt


def test_kernel_panels_turn_the_kernel_of_a_convolution():
    kernel = np.array([[1, 2, 3], [4, 5, 6]])
    output = convolve(PICTURE, kernel, mode="valid")
    figure = grids.kernel_panels(PICTURE, kernel, output, operation="convolution")
    assert [text.get_text() for text in figure.axes[1].texts] == ["6", "5", "4", "3", "2", "1"]
    assert ", flipped" in figure.axes[1].get_title()
    assert figure.texts[0].get_text() == "convolution"


@pytest.mark.parametrize(
    ("padding", "shape", "corner"), [(1, (6, 6), (1, 1)), ((0, 2), (4, 8), (0, 2)), (((1, 0), (0, 2)), (5, 6), (1, 0))]
)
def test_kernel_panels_hatch_the_padding(padding, shape, corner):
    left = panels(padding=padding).axes[0]
    hatched = {(round(p.get_y() + 0.5), round(p.get_x() + 0.5)) for p in left.patches if p.get_hatch()}
    real = {(corner[0] + r, corner[1] + c) for r in range(4) for c in range(4)}
    assert hatched == {(r, c) for r in range(shape[0]) for c in range(shape[1])} - real
    assert cell_texts(left)[corner[0] + 1, corner[1]] == "20"


def test_dilated_window_frames_each_cell_that_it_reads():
    kernel = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    left = grids.kernel_panels(np.ones((5, 7)), kernel, np.ones((3, 3)), window=(1, 2), dilation=(2, 1)).axes[0]
    assert frames(left) == [(1, 2, 3, 3)] + [(r, c, 1, 1) for r in (1, 3) for c in (2, 3, 4)]


def test_numbers_disappear_only_where_they_cannot_be_read():
    integers = np.arange(256).reshape(16, 16) % 10
    assert len(grids.kernel_panels(integers, KERNEL, integers[1:, 1:]).axes[0].texts) == 256
    thirds = grids.kernel_panels(np.full((16, 16), -1 / 3), np.ones((3, 3)), np.ones((14, 14)), padding=1).axes[0]
    assert cell_texts(thirds)[5, 5] == "−0.33"
    large = grids.kernel_panels(np.full((60, 60), -1.5), KERNEL, np.zeros((59, 59))).axes[0]
    assert not large.texts
    assert "−1.5 blue, 0 white, 1.5 red" in large.get_title()
    np.testing.assert_allclose(large.images[0].get_array()[0, 0], to_rgb(SIGNED_STOPS[0]), atol=0.01)


def test_cells_of_all_panels_have_one_size_where_there_is_room():
    figure = panels(padding=2)
    sides = [ax.get_position().width * figure.get_figwidth() / ax.images[0].get_array().shape[1] for ax in figure.axes]
    np.testing.assert_allclose(sides, grids.CELL)


def test_titles_of_narrow_panels_do_not_touch():
    figure = grids.kernel_panels(
        [[1]], [[2]], [[0, 2, 0], [0, 0, 0]], padding=((0, 1), (1, 1)), operation="convolution"
    )
    FigureCanvasAgg(figure).draw()
    boxes = [ax.title.get_window_extent() for ax in figure.axes]
    assert boxes[0].x1 < boxes[1].x0
    assert boxes[1].x1 < boxes[2].x0


def test_kernel_panels_show_nan_and_infinity():
    left = grids.kernel_panels([[np.nan, np.inf], [-np.inf, 2.0]], [[1.0]], [[1.0]]).axes[0]
    assert cell_texts(left) == {(0, 0): "nan", (0, 1): "inf", (1, 0): "−inf", (1, 1): "2"}
    colors = left.images[0].get_array()
    assert (colors[0, 1] == 1).all()  # white, so that "inf" can be read


def test_kernel_panels_reject_an_unknown_operation():
    with pytest.raises(ValueError, match="'flip'"):
        panels(operation="flip")
