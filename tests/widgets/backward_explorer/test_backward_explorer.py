"""BackwardExplorer on Python's side: traits, gradients, repr, fallback picture."""

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from traitlets import TraitError

from convnb import conv2d, convolve, correlate, numerical_gradient
from convnb.figures.grids import Panel, backward_panels
from convnb.figures.style import PALETTE
from convnb.widgets import BackwardExplorer


def test_the_worked_numbers_of_the_course():
    widget = BackwardExplorer()
    assert widget.output.tolist() == [14, 20]
    assert widget.deltas.tolist() == [1, 2]
    assert widget.grad_x.tolist() == [1, 4, 7, 6]
    assert widget.grad_weight.tolist() == [5, 8, 11]
    assert widget.grad_bias == 3
    widget = BackwardExplorer([0, 1, 2, 3], [1, 2])
    assert widget.output.tolist() == [2, 5, 8]
    assert widget.grad_x.tolist() == convolve([1, 2, 3], [1, 2]).tolist()
    widget = BackwardExplorer(kernel=[[1, 2], [3, 4]], grad_y=[[1, -2], [0, 3]])
    assert widget.grad_x.tolist() == correlate(np.pad(widget.deltas, 1), [[4, 3], [2, 1]], "valid").tolist()


def test_gradients_are_those_of_a_numerical_derivative():
    rng = np.random.default_rng(3)
    x, kernel, grad_y = rng.normal(size=(5, 7)), rng.normal(size=(2, 3)), rng.normal(size=(3, 3))
    sizes = {"stride": (2, 3), "padding": (0, 2), "dilation": (1, 2)}
    widget = BackwardExplorer(x, kernel, grad_y=grad_y[:2], **sizes)

    def loss(x, kernel):
        return (conv2d(x[None, None], kernel[None, None], **sizes)[0, 0] * widget.deltas).sum()

    np.testing.assert_allclose(widget.grad_x, numerical_gradient(lambda x: loss(x, kernel), x), atol=1e-6)
    np.testing.assert_allclose(widget.grad_weight, numerical_gradient(lambda w: loss(x, w), kernel), atol=1e-6)


def test_flat_lists_make_it_one_dimensional():
    widget = BackwardExplorer((1, 2, 3, 4, 5, 6), [1, 2, 3], stride=2, padding=1, grad_y=[3, 1, 2])
    assert widget.ndim == 1
    assert widget.input == [[1, 2, 3, 4, 5, 6]]
    assert widget.grad_y == [[3, 1, 2]]
    assert widget.output.shape == (3,)
    assert widget.grad_x.tolist() == [6, 10, 2, 5, 4, 6]
    widget.input = [6, 5, 4]
    widget.grad_y = None
    assert widget.deltas.tolist() == [1, 2]
    assert BackwardExplorer([[1, 2, 3]], [[1, 2]]).output.shape == (1, 2)


def test_deltas_count_row_by_row_where_none_are_given():
    widget = BackwardExplorer(np.ones((4, 5)), np.ones((2, 3)))
    assert widget.deltas.tolist() == [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
    for none in (None, [], np.empty((0, 2))):
        widget.grad_y = none
        assert widget.grad_y == []


def test_repr_shows_what_differs_from_the_defaults():
    assert repr(BackwardExplorer()) == "BackwardExplorer()"
    widget = BackwardExplorer(np.ones((4, 5)), np.ones((2, 3)), stride=2, symbols=True, target="weight")
    assert repr(widget) == "BackwardExplorer(input=4x5, kernel=2x3, stride=2, target='weight', symbols=True)"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (([1, 2, 3], [[1, 2]]), r"both be 1-D or both 2-D; got shapes \(3,\) and \(1, 2\)"),
        ((np.ones((2, 2, 2)), np.ones((1, 1))), r"input must be a 1-D or 2-D array.*3-D with shape \(2, 2, 2\)"),
        (("edge", None), "input must be a 1-D or 2-D array"),
        (([[1, 2], [3]], [[1]]), "input must be a regular array, got list: its parts differ in length"),
    ],
)
def test_wrong_arrays_are_a_value_error_with_the_numbers(arguments, words):
    with pytest.raises(ValueError, match=words):
        BackwardExplorer(*arguments)


def test_what_cannot_be_computed_is_a_sentence():
    widget = BackwardExplorer([1, 2], [1, 2, 3])
    with pytest.raises(ValueError, match="spans"):
        _ = widget.grad_x
    assert "larger than the padded input" in widget.figure().alt
    widget = BackwardExplorer(grad_y=[1, 2, 3])
    with pytest.raises(ValueError, match=r"grad_y must have the shape of the output.*1, 2.*1, 3"):
        _ = widget.grad_weight
    widget = BackwardExplorer()
    widget.input = [[1, 2, 3, 4], [5, 6, 7, 8]]
    with pytest.raises(ValueError, match="input has 2 rows"):
        _ = widget.output
    with pytest.raises(TraitError, match="bias"):
        BackwardExplorer(target="bias")


def frames(ax):
    focus = [p for p in ax.patches if to_hex(p.get_edgecolor()).upper() == PALETTE["focus"]]
    return [(p.get_y() + 0.5, p.get_x() + 0.5, p.get_height(), p.get_width()) for p in focus]


def texts(ax):
    return [text.get_text() for text in ax.texts]


def test_the_picture_has_both_passes_at_the_same_place():
    figure = BackwardExplorer([1, 2, 3, 4, 5, 6, 7], [1, 2, 3], stride=2, padding=1, position=2).draw()
    given, kernel, output, gradient, turned, deltas = figure.axes
    assert texts(given) == ["0", "1", "2", "3", "4", "5", "6", "7", "0"]
    assert frames(given) == [(0, 3, 1, 1)]
    assert frames(gradient) == [(0, 2, 1, 1)]
    assert frames(output) == [(0, 1, 1, 1)]
    assert texts(kernel) == texts(turned)[::-1]
    assert texts(deltas) == ["0", "1", "0", "2", "0", "3", "0", "4", "0"]
    assert frames(deltas) == [(0, 2, 1, 3)]
    assert "dJ/da₂ = 4" in figure.alt


def test_the_picture_of_a_weight_lays_the_deltas_on_the_input():
    figure = BackwardExplorer(
        np.ones((5, 5)), np.ones((2, 2)), stride=3, dilation=2, target="weight", position=3
    ).draw()
    assert frames(figure.axes[3]) == [(2, 2, 1, 1)]
    assert frames(figure.axes[4]) == [(1, 1, 1, 1)]
    figure = BackwardExplorer(
        np.ones((6, 6)), np.ones((2, 2)), stride=3, dilation=2, target="weight", position=3
    ).draw()
    assert frames(figure.axes[3]) == [(2, 2, 4, 4)]


@pytest.mark.parametrize("target", ["input", "weight"])
def test_the_largest_picture_can_be_drawn_and_a_position_beyond_the_last_is_the_last(target):
    widget = BackwardExplorer(np.ones((16, 16)), np.ones((7, 7)), padding=3, target=target, position=999)
    figure = widget.draw()
    FigureCanvasAgg(figure).draw()
    assert len(frames(figure.axes[3 if target == "input" else 4])) == 1


def test_large_padding_crops_deltas_that_saw_zeros_only():
    figure = BackwardExplorer([1, 2, 3], [5], padding=2).draw()
    assert texts(figure.axes[5]) == ["3", "4", "5"]


def test_panels_come_in_threes():
    panel = Panel("one", "input", np.ones((2, 2)))
    with pytest.raises(ValueError, match="got 3 and 2"):
        backward_panels([panel] * 3, [panel] * 2, heading="", alt="")
