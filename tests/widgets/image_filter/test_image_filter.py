"""ImageFilter on Python's side: its picture, its output, its repr, and the still picture of it."""

import re

import numpy as np
import pytest
from traitlets import TraitError

from convnb.datasets import photograph
from convnb.figures.images import filter_panels
from convnb.figures.style import SIGNED_STOPS
from convnb.ops.reference import conv2d
from convnb.widgets import ImageFilter
from convnb.widgets.kit.inline import JS

BLUR = np.full((3, 3), 1 / 9)


def test_default_is_the_photograph_and_its_vertical_edges():
    widget = ImageFilter()
    camera = photograph("camera")
    assert widget.image.tolist() == np.rint(camera * 255).tolist()
    rows = camera[:-2] + camera[1:-1] + camera[2:]
    np.testing.assert_allclose(widget.output, rows[:, 2:] - rows[:, :-2], atol=1e-12)


def test_neighbour_difference_of_280_by_320_is_280_by_319():
    image = photograph("camera")[:280, :320]
    output = ImageFilter(image, [[-1, 1]]).output
    assert output.shape == (280, 319)
    np.testing.assert_allclose(output, np.diff(image, axis=1), atol=1e-12)


def test_output_follows_flip_and_mode():
    image = np.arange(12, dtype=np.uint8).reshape(3, 4) * 20
    kernel = [[1, 2], [3, 5], [7, 11]]
    x = image[None, None] / 255
    weight = np.array(kernel, float)[None, None]
    widget = ImageFilter(image, kernel)
    np.testing.assert_allclose(widget.output, conv2d(x, weight)[0, 0])
    widget.flip = True
    np.testing.assert_allclose(widget.output, conv2d(x, weight[..., ::-1, ::-1])[0, 0])
    widget.mode = "same"
    around = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 0)))
    np.testing.assert_allclose(widget.output, conv2d(around, weight[..., ::-1, ::-1])[0, 0])


@pytest.mark.parametrize(
    ("image", "levels"),
    [
        ([[0.0, 0.5, 1.0]], [[0, 128, 255]]),
        ([[0, 1]], [[0, 255]]),
        ([[0, 1, 2]], [[0, 1, 2]]),
        (np.array([[0, 1]], np.uint8), [[0, 1]]),
        ([[True, False]], [[255, 0]]),
        ([[[1.0, 0, 0], [0, 1.0, 0], [0, 0, 1.0], [1.0, 1.0, 1.0]]], [[76, 150, 29, 255]]),
        (np.array([[[255, 255, 255], [255, 0, 0]]]), [[255, 76]]),
    ],
)
def test_pictures_become_grey_levels(image, levels):
    assert ImageFilter(image).image.tolist() == levels


@pytest.mark.parametrize(
    ("image", "words"),
    [
        ([1, 2, 3], r"image must be \(H, W\).*got shape \(3,\)"),
        (np.zeros((2, 3, 4)), r"got shape \(2, 3, 4\)"),
        (np.zeros((0, 3)), r"got shape \(0, 3\)"),
        (np.zeros((3, 513)), r"1 to 512 rows and columns; got shape \(3, 513\)"),
        ([[0.5, 1.5]], "numbers from 0 to 1.*got 0.5 to 1.5"),
        ([[-1, 3]], "got -1 to 3"),
        ([[7, 256]], "got 7 to 256"),
        ([[0.5, np.nan]], "got nan to nan"),
        ("camera", "image must hold real numbers, got dtype <U6"),
        ([[1j]], "complex128"),
    ],
)
def test_what_is_no_picture_is_refused_with_its_numbers(image, words):
    with pytest.raises(ValueError, match=words):
        ImageFilter(image)


def test_the_learners_array_is_neither_changed_nor_kept():
    image = np.zeros((2, 3), np.uint8)
    widget = ImageFilter(image)
    image[0, 0] = 9
    assert widget.image[0, 0] == 0
    with pytest.raises(ValueError, match="read-only"):
        widget.image[0, 0] = 1


def test_the_picture_travels_as_one_byte_a_pixel_and_comes_back():
    widget = ImageFilter([[0.0, 1.0, 0.2]])
    sent = widget.get_state()["image"]
    assert sent == {"shape": [1, 3], "levels": b"\x00\xff\x33"}
    widget.set_state({"image": {"shape": [2, 1], "levels": b"\x01\x02"}})
    assert widget.image.tolist() == [[1], [2]]


def test_repr_shows_shapes():
    assert repr(ImageFilter()) == "ImageFilter()"
    widget = ImageFilter(np.zeros((28, 32)), [[-1, 1]], mode="same", scale="absolute", flip=True)
    assert repr(widget) == "ImageFilter(image=28x32, kernel=1x2, flip=True, mode='same', scale='absolute')"


def test_unknown_words_are_refused():
    with pytest.raises(TraitError, match="mode"):
        ImageFilter(mode="full")
    with pytest.raises(TraitError, match="scale"):
        ImageFilter(scale="grey")
    with pytest.raises(ValueError, match=r"scale must be .*'red'"):
        filter_panels(np.zeros((2, 2)), [[1]], np.zeros((2, 2)), scale="red")


def test_a_kernel_larger_than_the_picture_gives_a_sentence_and_recovers():
    widget = ImageFilter(np.zeros((2, 5)), np.ones((3, 3)))
    with pytest.raises(ValueError, match=r"kernel \(3, 3\).*2x5"):
        _ = widget.output
    assert "larger than" in widget.figure().alt
    widget.mode = "same"
    assert widget.output.shape == (2, 5)


def shown(**options):
    """The arrays and the colours of the still picture's three panels."""
    image = np.array([[0.0, 0.2, 1.0], [0.4, 0.0, 0.6]])
    kernel, output = np.array([[2.0, -1.0]]), np.array([[-0.4, 1.5], [0.8, -0.6]])
    figure = filter_panels(image, options.pop("kernel", kernel), output, **options)
    left, middle, right, _ = figure.axes
    return figure, left.images[0], middle, right.images[0]


def test_the_signed_scale_has_zero_in_its_middle():
    figure, left, middle, right = shown()
    assert left.get_array().tolist() == [[0.0, 0.2, 1.0], [0.4, 0.0, 0.6]]
    assert [text.get_text() for text in middle.texts] == ["2", "−1"]
    assert right.get_array().tolist() == [[-0.4, 1.5], [0.8, -0.6]]
    assert right.get_clim() == (-1.5, 1.5)
    assert "runs from −0.6 to 1.5. Blue is negative" in figure.alt


def test_other_scales_and_the_turned_kernel():
    figure, _, middle, right = shown(scale="clipped", operation="convolution")
    assert [text.get_text() for text in middle.texts] == ["−1", "2"]
    assert right.get_clim() == (0, 1)
    assert "clipped at black" in figure.alt
    assert shown(scale="absolute")[3].get_array().tolist() == [[0.4, 1.5], [0.8, 0.6]]
    assert shown(kernel=BLUR)[3].get_clim() == (0, 1.5)
    assert figure.axes[2].get_title(loc="left") == "result 2×2"


def test_the_signed_scale_is_the_same_in_the_browser():
    theme = (JS / "kit/theme.js").read_text()
    line = re.search(r"SIGNED_STOPS = \[(.*)\]", theme)[1]
    assert tuple(re.findall(r"#\w{6}", line)) == SIGNED_STOPS
