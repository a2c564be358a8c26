"""BackwardExplorer in JavaScript against convnb.ops, and its "Copy as NumPy" code against both."""

import re

import numpy as np
import pytest
from support.widget_code import run_code

from convnb.ops.lowering import im2col
from convnb.widgets import BackwardExplorer


def state_of(widget):
    """What the browser gets of it."""
    return {name: value for name, value in widget.get_state().items() if not name.startswith("_")}


def random_widget(rng, number):
    """1-D and 2-D, with deltas of their own, of a wrong shape now and then, or without."""

    def numbers(*shape):
        return rng.normal(size=shape).round(2)

    ndim = 1 + number % 2
    sizes = {
        name: int(rng.integers(*limits)) if ndim == 1 else rng.integers(*limits, 2).tolist()
        for name, limits in {"stride": (1, 4), "padding": (0, 4), "dilation": (1, 4)}.items()
    }
    target = ["input", "weight"][int(rng.integers(2))]
    arrays = [numbers(*rng.integers(1, high, ndim)) for high in (10, 5)]
    widget = BackwardExplorer(*arrays, **sizes, target=target, position=int(rng.integers(6)))
    try:
        shape = widget.output.shape
    except ValueError:
        return widget
    if number % 3:
        widget.grad_y = numbers(*(np.array(shape) + (number % 10 == 0)))
    return widget


@pytest.fixture(scope="module")
def widgets():
    rng = np.random.default_rng(17)
    return [random_widget(rng, number) for number in range(300)]


@pytest.fixture(scope="module")
def answers(widgets, parity):
    return parity(list(map(state_of, widgets)))


def test_every_gradient_and_every_way_to_add_it_up(widgets, answers):
    refused = 0
    for widget, answer in zip(widgets, answers, strict=True):
        try:
            expected = {"gradInput": widget.grad_x, "gradWeight": widget.grad_weight, "output": widget.output}
        except ValueError:
            assert re.search("larger than the padded input|one delta for each output", answer["error"]), widget
            refused += 1
            continue
        for name, values in expected.items():
            np.testing.assert_allclose(answer[name], np.atleast_2d(values), atol=1e-9, err_msg=f"{name} of {widget}")
        for name in ("reached", "turned", "scattered"):
            np.testing.assert_allclose(answer[name], widget.grad_x.ravel(), atol=1e-9, err_msg=f"{name} of {widget}")
        np.testing.assert_allclose(answer["met"], widget.grad_weight.ravel(), atol=1e-9, err_msg=repr(widget))
        assert answer["gradBias"] == pytest.approx(widget.grad_bias, abs=1e-9)
    assert 20 < refused < 150


def test_the_copied_code_computes_what_is_shown(widgets, answers, capsys):
    shown = [(widget, answer) for widget, answer in zip(widgets, answers, strict=True) if "code" in answer]
    for widget, answer in shown[:120]:
        names = run_code(answer["code"])
        for name, values in {"z": widget.output, "grad_a": widget.grad_x, "grad_w": widget.grad_weight}.items():
            np.testing.assert_allclose(names[name][0, 0], values, atol=1e-9, err_msg=answer["code"])
        assert names["grad_b"][0] == pytest.approx(widget.grad_bias, abs=1e-9)
    assert capsys.readouterr().out


def test_the_sentence_says_the_gradient_and_the_counts_the_windows(widgets, answers):
    for widget, answer in zip(widgets, answers, strict=True):
        if "error" in answer:
            continue
        gradient = widget.grad_x if widget.target == "input" else widget.grad_weight
        value = gradient.ravel()[min(widget.position, gradient.size - 1)]
        said = re.search(r"its gradient is (\S+)\. ", answer["sentence"])[1].replace("−", "-")
        assert float(said) == pytest.approx(value, rel=1e-3, abs=1e-9)
        ones = np.ones((1, 1, *np.shape(widget.input)))
        sizes = {name: tuple(getattr(widget, name)) for name in ("stride", "padding", "dilation")}
        if widget.ndim == 2:  # what the windows read, counted column by column
            assert answer["windows"] == im2col(ones, np.shape(widget.kernel), **sizes).sum()
