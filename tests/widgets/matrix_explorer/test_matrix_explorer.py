"""MatrixExplorer on Python's side: what it takes, its properties, its pictures."""

import numpy as np
import pytest
from traitlets import TraitError

from convnb.figures.style import PALETTE
from convnb.ops.lowering import col2im
from convnb.widgets import MatrixExplorer, matrix_explorer

COURSE = np.arange(1.0, 17.0).reshape(4, 4)


def test_the_course_example_is_the_default():
    widget = MatrixExplorer()
    assert repr(widget) == "MatrixExplorer()"
    assert widget.input == COURSE.tolist()
    assert widget.columns.shape == (4, 9)
    assert widget.columns[:, 4].tolist() == [6, 7, 10, 11]
    assert widget.matrix.shape == (9, 16)
    assert (widget.matrix == 0).sum() == 108
    assert widget.output.tolist() == [[44, 54, 64], [84, 94, 104], [124, 134, 144]]
    assert (np.ravel(widget.kernel) @ widget.columns).tolist() == (widget.matrix @ COURSE.ravel()).tolist()


def test_a_flat_list_is_one_row_and_numbers_are_meant_for_its_axis():
    widget = MatrixExplorer([3, 1, 4, 2], [1, 2])
    assert widget.matrix.tolist() == [[1, 2, 0, 0], [0, 1, 2, 0], [0, 0, 1, 2]]
    padded = MatrixExplorer((3, 1, 4, 2), np.array([1, 2]), stride=2, padding=1, dilation=2, view="both")
    assert (padded.stride, padded.padding, padded.dilation) == ([1, 2], [0, 1], [1, 2])
    assert padded.output.tolist() == [[2, 5]]
    assert MatrixExplorer([3, 1, 4, 2], [1, 2], padding=(1, 0)).output_shape == (3, 3)
    assert MatrixExplorer([[3, 1, 4, 2]], [1, 2], padding=1).output_shape == (3, 5)
    assert MatrixExplorer([1, 2], [3], grad_y=[5, 7]).grad_x.tolist() == [[15, 21]]


def test_deltas_are_repeated_where_the_output_is_larger_and_cut_where_it_is_smaller():
    wide = MatrixExplorer(np.ones((3, 6)), [[1]], grad_y=[[1, 2, 3], [4, 5, 6]])
    assert wide.deltas.tolist() == [[1, 2, 3, 1, 2, 3], [4, 5, 6, 4, 5, 6], [1, 2, 3, 1, 2, 3]]
    assert MatrixExplorer([[1, 2]], [[1, 1]], grad_y=[[7, 8], [9, 0]]).deltas.tolist() == [[7]]


def test_the_backward_pass_is_the_transposed_matrix():
    layer = {"stride": (2, 1), "padding": (1, 2), "dilation": (1, 2)}
    widget = MatrixExplorer(np.arange(35.0).reshape(5, 7), [[1, -2, 0.5], [3, 4, -1]], transposed=True, **layer)
    np.testing.assert_allclose(widget.grad_x.ravel(), widget.matrix.T @ widget.deltas.ravel())
    # <P, c> = <x, col2im c> for any c: that is what "adjoint" says.
    c = np.random.default_rng(1).normal(size=widget.columns.shape)
    back = col2im(c[None], (5, 7), (2, 3), **layer)[0, 0]
    assert np.sum(widget.columns * c) == pytest.approx(np.sum(widget.input * back))


@pytest.mark.parametrize(
    ("options", "roles", "frames"),
    [
        ({}, ["input", "kernel", "input", "output"], [[], [], [("column", 4)], [("column", 4)]]),
        ({"view": "matrix"}, ["kernel", "input", "output"], [[("row", 4)], [], [("row", 4)]]),
        ({"view": "both"}, ["input", "input", "kernel", "output"], [[], [("column", 4)], [("row", 4)], ["cell"]]),
        ({"transposed": True}, ["kernel", "gradient", "gradient", "gradient"], [[], [], [], ["cell"]]),
        ({"transposed": True, "view": "matrix"}, ["kernel", "gradient", "gradient"], [[("row", 4)], [], [("row", 4)]]),
        (
            {"transposed": True, "view": "both"},
            ["gradient"] * 2 + ["kernel", "gradient"],
            [[], [], [("row", 4)], ["cell"]],
        ),
    ],
)
def test_the_still_picture_shows_the_product_and_the_position(monkeypatch, options, roles, frames):
    drawn = []
    real = matrix_explorer.matrix_panels
    monkeypatch.setattr(
        matrix_explorer, "matrix_panels", lambda *a, **look: drawn.append((*a, look)) or real(*a, **look)
    )
    widget = MatrixExplorer(position=4, **options)
    figure = widget.figure()
    arrays, _, look = drawn[0]
    shapes = {"x": (4, 4), "P": (4, 9), "M": (9, 16), "Mt": (16, 9)}
    main = {"columns": "P", "both": "P"}.get(options.get("view", "columns"), "Mt" if widget.transposed else "M")
    assert shapes[main] in [np.shape(a) for a in arrays]
    assert look["roles"] == roles
    assert set(roles) <= set(PALETTE)
    got = []
    for at in range(len(arrays)):
        marks = [("row", (look.get("rows") or {})[at])] if look.get("rows") and look["rows"][at] is not None else []
        if look.get("columns") and look["columns"][at] is not None:
            marks.append(("column", look["columns"][at]))
        got.append(marks + (["cell"] if look.get("cells") and look["cells"][at] else []))
    assert got == frames
    assert figure.alt.count(". ") >= 2


def test_a_position_beyond_the_end_is_the_last():
    assert "column 8 framed" in MatrixExplorer(position=99).figure().alt
    assert "row 15 framed" in MatrixExplorer(position=99, view="matrix", transposed=True).figure().alt


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"x": np.ones((2, 2, 2))}, ValueError, r"input must be a 2-D array.*\(2, 2, 2\)"),
        ({"x": []}, ValueError, r"input must be a 2-D array.*\(0,\)"),
        ({"x": [[1, 2], [3]]}, ValueError, "input must be a regular array"),
        ({"kernel": "edge"}, ValueError, "kernel must be a 2-D array"),
        ({"stride": 1.5}, ValueError, "stride must be a whole number"),
        ({"view": "rows"}, TraitError, "view"),
    ],
)
def test_wrong_types_are_refused(options, error, words):
    with pytest.raises(error, match=words):
        MatrixExplorer(**options)


def test_what_has_no_output_gives_a_sentence_and_recovers():
    widget = MatrixExplorer(np.ones((2, 2)), np.ones((3, 3)))
    assert "larger than the padded input" in widget.figure().alt
    widget.padding = 1
    assert widget.output_shape == (2, 2)
    assert "P = im2col(x)" in widget.figure().alt
