"""Matrices as grids: what stands in each cell, what is faint, framed or divided, and what the alt text says."""

from itertools import pairwise

import numpy as np
import pytest
import sympy
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex, to_rgb
from test_figures_grids import cell_texts, frames

from convnb.figures.matrices import FAINT, matrix_panels
from convnb.figures.style import INK, PALETTE, SIGNED_STOPS, CourseFigure, png_bytes
from convnb.ops.lowering import conv_matrix

KERNEL = np.array([[1, 2, -1], [0.5, 0, 3]])
M = conv_matrix(KERNEL, (3, 5))
X = np.arange(15.0)


def panels(**options):
    look = {"roles": ["kernel", "input", "output"], "signs": ["·", "="], **options}
    return matrix_panels([M, X, M @ X], ["M", "a", "z"], **look)


def lines(ax):
    """The places of the lines between blocks, along the rows and along the columns."""
    level = [line.get_ydata()[0] for line in ax.lines if line.get_ydata()[0] == line.get_ydata()[1]]
    upright = [line.get_xdata()[0] for line in ax.lines if line.get_xdata()[0] == line.get_xdata()[1]]
    return level, upright


def test_every_entry_is_written_and_zeros_are_faint():
    matrix, picture, result = panels().axes
    assert cell_texts(matrix) == {(r, c): f"{v:g}".replace("-", "−") for (r, c), v in np.ndenumerate(M)}
    assert {t.get_text() == "0" for t in matrix.texts if to_hex(t.get_color()).upper() == FAINT} == {True}
    assert {t.get_text() == "0" for t in matrix.texts if to_hex(t.get_color()) == INK} == {False}
    assert cell_texts(picture) == {(r, 0): str(r) for r in range(15)}  # a list is a column
    assert result.images[0].get_array().shape[:2] == (6, 1)


def test_roles_titles_labels_and_signs():
    figure = panels(labels=[("output", "pixel"), None, None])
    assert [ax.get_title() for ax in figure.axes] == ["M", "a", "z"]
    assert [text.get_text() for text in figure.texts] == ["·", "="]
    spines = [to_hex(ax.spines["left"].get_edgecolor()).upper() for ax in figure.axes]
    assert spines == [PALETTE["kernel"], PALETTE["input"], PALETTE["output"]]
    assert (figure.axes[0].get_ylabel(), figure.axes[0].get_xlabel()) == ("output", "pixel")
    assert (figure.axes[1].get_ylabel(), figure.axes[1].get_xlabel()) == ("row", "column")


def test_rows_columns_and_cells_are_framed():
    figure = panels(rows=[[1, 4], None, 4], columns=[3, None, None], cells=[[(0, 14)], [(2, 0), (3, 0)], None])
    assert frames(figure.axes[0]) == [(1, 0, 1, 15), (4, 0, 1, 15), (0, 3, 6, 1), (0, 14, 1, 1)]
    assert frames(figure.axes[1]) == [(2, 0, 1, 1), (3, 0, 1, 1)]
    assert frames(figure.axes[2]) == [(4, 0, 1, 1)]


def test_lines_stand_between_the_blocks():
    figure = panels(blocks=[(3, 5), (5, 1), None])
    assert lines(figure.axes[0]) == ([2.5], [4.5, 9.5])
    assert lines(figure.axes[1]) == ([4.5, 9.5], [])
    assert lines(figure.axes[2]) == ([], [])


def test_a_large_matrix_is_a_picture_with_its_scale():
    large = conv_matrix([[1, -2], [3, 4]], (8, 8))
    (ax,) = matrix_panels([large], ["49 by 64"], rows=[10]).axes
    assert not ax.texts
    assert ax.get_title() == "49 by 64\n−4 blue, 0 white, 4 red"
    colors = ax.images[0].get_array()
    np.testing.assert_allclose(colors[0, 9], to_rgb(SIGNED_STOPS[2]), atol=0.01)  # weight 4, the largest
    np.testing.assert_allclose(colors[0, 5], to_rgb(SIGNED_STOPS[1]), atol=0.01)
    assert colors[0, 1, 2] > colors[0, 1, 0]  # weight -2 is bluish
    assert frames(ax) == [(10, 0, 1, 64)]


def test_a_small_matrix_beside_a_large_one_can_be_read():
    small, large = matrix_panels([KERNEL, np.eye(80)], ["w", "M"]).axes
    assert cell_texts(small)[1, 0] == "0.5"
    assert not large.texts


def test_symbols_are_written_as_they_print():
    w1, w2 = sympy.symbols("w1 w2")
    left, right = matrix_panels([[[w1, -w2, 0], [0, w1, -w2]], sympy.Matrix([3, 0])], ["M", "a"]).axes
    assert [t.get_text() for t in left.texts] == ["w1", "−w2", "0", "0", "w1", "−w2"]
    assert [to_hex(t.get_color()).upper() == FAINT for t in left.texts] == [False, False, True, True, False, False]
    assert [t.get_text() for t in right.texts] == ["3", "0"]


def test_the_alt_text_says_sizes_zeros_and_frames():
    figure = panels(rows=[[1, 4], None, 4])
    assert figure.alt.startswith("M: 6 by 15, 60 of 90 entries are 0, from −1 to 3, rows 1 and 4 framed. a: 15 by 1")
    assert figure.alt.endswith("row 4 framed.")
    assert matrix_panels([[[1, 2.5], [0, -3]]], ["W"]).alt == "W: 2 by 2, 1 2.5; 0 −3."


@pytest.mark.parametrize(
    "make",
    [
        lambda: panels(),
        lambda: matrix_panels([KERNEL, M], ["a title longer than its matrix of two rows", "M\nsecond line"]),
        lambda: matrix_panels([np.eye(256), np.eye(64)[::2]], ["large", "half\nof a smaller one"], signs=["≠"]),
        lambda: matrix_panels([[1.0], [2.0]], ["x", "the result"], signs=["→"]),
        lambda: matrix_panels([np.eye(8), np.eye(80), X / 7, np.eye(80)[:, 0]], ["x", "M", "z", "z"]),
    ],
)
def test_texts_fit_and_do_not_touch(make):
    figure = make()
    assert isinstance(figure, CourseFigure)
    assert png_bytes(figure) == png_bytes(make())
    assert len(png_bytes(figure)) < 200_000
    FigureCanvasAgg(figure).draw()
    width, height = figure.canvas.get_width_height()
    titles = [ax.title.get_window_extent() for ax in figure.axes]
    for box in titles + [ax.xaxis.label.get_window_extent() for ax in figure.axes]:
        assert box.x0 >= 0
        assert box.x1 <= width
        assert box.y0 >= 0
        assert box.y1 <= height
    for left, right in pairwise(titles):
        assert left.x1 <= right.x0
    for ax in figure.axes:
        ticks = [tick.get_window_extent() for tick in ax.get_xticklabels()]
        assert all(left.x1 <= right.x0 for left, right in pairwise(ticks))


@pytest.mark.parametrize(
    ("matrices", "titles", "options", "words"),
    [
        ([[[]]], ["M"], {}, r"not empty, got shape \(1, 0\)"),
        ([np.ones((2, 2, 2))], ["M"], {}, r"1-D or 2-D.*\(2, 2, 2\)"),
        ([M, X], ["M"], {}, "titles must have 2 entries, got 1"),
        ([M, X], ["M", "a"], {"rows": [1]}, "rows must have 2 entries, got 1"),
        ([M, X], ["M", "a"], {"signs": ["·", "="]}, "signs must have 1 entries, got 2"),
    ],
)
def test_what_cannot_be_drawn_is_refused(matrices, titles, options, words):
    with pytest.raises(ValueError, match=words):
        matrix_panels(matrices, titles, **options)
