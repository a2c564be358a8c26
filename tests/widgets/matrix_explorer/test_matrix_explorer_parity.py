"""MatrixExplorer's JavaScript against convnb.ops on random layers, and its "Copy as NumPy" code against both."""

import re

import numpy as np
import pytest
from support.widget_code import run_code

from convnb.ops.conv import conv2d, conv2d_backward
from convnb.ops.lowering import col2im, conv_matrix, im2col
from convnb.widgets import MatrixExplorer

VIEWS = ["columns", "matrix", "both"]


def layer(rng, number):
    def axes(low, high):
        return rng.integers(low, high, 2).tolist()

    flat = number % 7 == 0  # one row of numbers now and then
    return {
        "input": rng.normal(size=(1, rng.integers(1, 9)) if flat else axes(1, 9)).round(3).tolist(),
        "kernel": rng.normal(size=(1, rng.integers(1, 5)) if flat else axes(1, 5)).round(3).tolist(),
        "stride": [1, int(rng.integers(1, 4))] if flat else axes(1, 4),
        "padding": [0, int(rng.integers(0, 3))] if flat else axes(0, 3),
        "dilation": axes(1, 4),
        "view": VIEWS[number % 3],
        "transposed": bool(number % 2),
        "grad_y": rng.normal(size=axes(1, 6)).round(3).tolist(),
        "position": int(rng.integers(0, 6)),
    }


def walk(state):
    return {name: tuple(state[name]) for name in ("stride", "padding", "dilation")}


@pytest.fixture(scope="module")
def pairs(parity):
    """(state, the browser's answer, the widget) of every random layer that the browser can show."""
    rng = np.random.default_rng(11)
    states = [layer(rng, number) for number in range(300)]
    answers = parity(states)
    good, refused = [], 0
    for state, answer in zip(states, answers, strict=True):
        widget = MatrixExplorer(**state)
        if "error" not in answer:
            good.append((state, answer, widget))
            continue
        refused += 1
        if re.search("larger than the padded input", answer["error"]):
            with pytest.raises(ValueError, match="larger than the padded input"):
                _ = widget.matrix
        else:
            assert re.search(f"has {widget.output.size} cells.*144 can be shown", answer["error"])
            assert widget.output.size > 144
    assert 20 < refused < 150
    return good


def test_both_matrices_and_both_products(pairs):
    for state, answer, widget in pairs:
        x, w = np.asarray(state["input"])[None, None], np.asarray(state["kernel"])[None, None]
        output = conv2d(x, w, **walk(state))[0, 0]
        np.testing.assert_allclose(answer["matrix"], conv_matrix(w[0, 0], x.shape[2:], **walk(state)).ravel(), atol=0)
        np.testing.assert_allclose(answer["columns"], im2col(x, w.shape[2:], **walk(state)).ravel(), atol=0)
        np.testing.assert_allclose(answer["output"], output.ravel(), atol=1e-12)
        np.testing.assert_allclose(widget.output, output, atol=1e-12)
        np.testing.assert_allclose(widget.matrix @ x.ravel(), output.ravel(), atol=1e-12)
        assert widget.columns.shape == (w.size, output.size)
        assert ("Backward" in answer["sentence"]) == state["transposed"]
        assert f"output {output.shape[0]}×{output.shape[1]}." in answer["sentence"]
        said = re.search(r"row (\d+), column (\d+) is (\S+)\. ", answer["sentence"].replace("−", "-"))
        shown = widget.grad_x if state["transposed"] else output
        assert float(said[3]) == pytest.approx(shown[int(said[1]), int(said[2])], rel=1e-3, abs=1e-9)


def test_the_backward_pass_and_how_often_a_pixel_is_read(pairs):
    for state, answer, widget in pairs:
        x, w = np.asarray(state["input"])[None, None], np.asarray(state["kernel"])[None, None]
        deltas = np.asarray(answer["deltas"]).reshape(widget.output_shape)
        np.testing.assert_array_equal(widget.deltas, deltas)
        grad_x = conv2d_backward(deltas[None, None], x, w, **walk(state))[0][0, 0]
        np.testing.assert_allclose(answer["back"], grad_x.ravel(), atol=1e-12)
        np.testing.assert_allclose(widget.grad_x, grad_x, atol=1e-12)
        np.testing.assert_allclose(answer["spread"], np.outer(w, deltas).ravel(), atol=0)
        ones = np.ones((1, w.size, deltas.size))
        counts = col2im(ones, x.shape[2:], w.shape[2:], **walk(state))[0, 0]
        np.testing.assert_array_equal(answer["added"], counts.ravel())


def test_what_is_drawn_is_what_the_view_says(pairs):
    for state, answer, widget in pairs:
        spread = np.outer(state["kernel"], widget.deltas)
        drawn = {
            "columns": spread if state["transposed"] else widget.columns,
            "matrix": widget.matrix.T if state["transposed"] else widget.matrix,
        }
        names = ["columns", "matrix"] if state["view"] == "both" else [state["view"]]
        assert [one["name"] for one in answer["shown"]] == names
        for one in answer["shown"]:
            expected = drawn[one["name"]]
            assert one["shape"] == list(expected.shape)
            np.testing.assert_allclose(one["values"], expected.ravel(), atol=0)


def test_copied_code_computes_what_is_shown(pairs):
    for state, answer, widget in pairs:
        names = run_code(answer["code"])
        expected = widget.grad_x if state["transposed"] else widget.output
        got = names["grad_x" if state["transposed"] else "z"]
        np.testing.assert_allclose(got, expected, atol=1e-12, err_msg=answer["code"])
        assert ("conv_matrix" in names) == (state["view"] != "columns")
        assert ("im2col" in names or "col2im" in names) == (state["view"] != "matrix")


def test_the_costs_are_those_of_the_arrays(pairs):
    for state, answer, widget in pairs:
        cost = answer["costs"]
        ones = MatrixExplorer(np.ones_like(state["input"]), np.ones_like(state["kernel"]), **walk(state))
        assert cost["zeros"] == np.sum(ones.matrix == 0)
        assert cost["padding"] == np.sum(ones.columns == 0)
        assert cost["entries"] == widget.matrix.size
        assert cost["columns"] == widget.columns.size
        assert cost["copies"] * widget.matrix.shape[1] == pytest.approx(ones.columns.sum())


def test_a_stride_keeps_these_rows_of_the_matrix_for_stride_1(pairs):
    skipped = 0
    for state, answer, widget in pairs:
        every = conv_matrix(state["kernel"], np.shape(state["input"]), **{**walk(state), "stride": (1, 1)})
        np.testing.assert_array_equal(every[answer["kept"]], widget.matrix)
        skipped += answer["kept"] != list(range(0, state["stride"][1] * len(answer["kept"]), state["stride"][1]))
    assert skipped > 20
