"""ChannelMixer on Python's side: its picture, its weights, its output, its repr, and the still picture of it."""

import numpy as np
import pytest
from traitlets import TraitError

from convnb.datasets import photograph
from convnb.ops.reference import conv2d
from convnb.widgets import ChannelMixer

RNG = np.random.default_rng(5)
LEVELS = RNG.integers(0, 256, (4, 7, 9)).astype(np.uint8)
WEIGHT = RNG.normal(size=(2, 2, 3, 2))


def test_default_is_a_part_of_the_astronaut_with_two_filters():
    widget = ChannelMixer()
    block = photograph("astronaut")[8:12, 100:104].mean((0, 1))
    np.testing.assert_allclose(widget.picture[:, 2, 25] / 255, block, atol=0.003)
    assert widget.picture.shape == (3, 48, 48)
    red, green, blue = widget.picture / 255
    assert widget.output.shape == (1, 2, 46, 46)
    np.testing.assert_allclose(widget.output[0, 1], (red - green)[1:-1, 1:-1], atol=1e-12)
    grey = red + green + blue
    rows = grey[:-2] + grey[1:-1] + grey[2:]
    np.testing.assert_allclose(widget.output[0, 0], rows[:, 2:] - rows[:, :-2], atol=1e-12)


def test_output_follows_every_setting():
    widget = ChannelMixer(LEVELS, WEIGHT, [0.5, -0.25], groups=2)
    y = conv2d(LEVELS[None] / 255, WEIGHT, np.array([0.5, -0.25]), groups=2)
    np.testing.assert_allclose(widget.output, y, atol=1e-12)
    widget.stride = 2
    np.testing.assert_allclose(widget.output, y[:, :, ::2, ::2], atol=1e-12)
    widget.relu = True
    np.testing.assert_allclose(widget.output, np.maximum(y, 0)[:, :, ::2, ::2], atol=1e-12)
    widget.set_trait("stride", 1)
    widget.pool = True
    pooled = np.maximum(y, 0)[:, :, :4, :8].reshape(1, 2, 2, 2, 4, 2).max((3, 5))
    np.testing.assert_allclose(widget.output, pooled, atol=1e-12)


def test_the_picture_rolls_as_numpy_rolls_it():
    widget = ChannelMixer(LEVELS, WEIGHT, groups=2, shift=(2, -30))
    assert (widget.shifted == np.roll(LEVELS, (2, -30), axis=(1, 2))[None] / 255).all()
    still = ChannelMixer(LEVELS, WEIGHT, groups=2)
    moved = ChannelMixer(LEVELS, WEIGHT, groups=2, shift=(1, 2)).output
    np.testing.assert_allclose(moved[..., 1:, 2:], still.output[..., :-1, :-2], atol=1e-12)


@pytest.mark.parametrize(
    ("channels", "groups", "shape"), [(1, 1, (1, 1)), (2, 2, (2, 1)), (3, 3, (3, 1)), (4, 2, (2, 2))]
)
def test_a_weight_that_is_not_given_fits_the_picture(channels, groups, shape):
    widget = ChannelMixer(LEVELS[:channels], groups=groups)
    assert np.shape(widget.weight) == (*shape, 3, 3)
    assert widget.output.shape == (1, shape[0], 5, 7)
    assert widget.bias == [0] * shape[0]


@pytest.mark.parametrize(
    ("picture", "words"),
    [
        (np.zeros((5, 5)), r"picture must be \(C, H, W\).*got shape \(5, 5\)$"),
        (np.zeros((48, 48, 3)), r"got shape \(48, 48, 3\); its channels come last.*transpose\(2, 0, 1\)"),
        (np.zeros((3, 65, 2)), r"1 to 64 rows and columns; got shape \(3, 65, 2\)"),
        (np.zeros((3, 0, 2)), r"got shape \(3, 0, 2\)"),
        (np.full((1, 2, 2), 1.5), "numbers from 0 to 1.*got 1.5 to 1.5"),
        ("astronaut", "picture must hold real numbers, got dtype <U9"),
    ],
)
def test_what_is_no_picture_is_refused_with_its_numbers(picture, words):
    with pytest.raises(ValueError, match=words):
        ChannelMixer(picture)


@pytest.mark.parametrize(
    ("weight", "words"),
    [
        (np.ones((3, 3)), r"weight must be .*\(filters, channels, rows, columns\).*got shape \(3, 3\)"),
        (np.ones((5, 3, 3, 3)), r"at most \(4, 4, 5, 5\); got shape \(5, 3, 3, 3\)"),
        (np.ones((1, 3, 3, 6)), r"got shape \(1, 3, 3, 6\)"),
        (np.ones((1, 0, 3, 3)), r"got shape \(1, 0, 3, 3\)"),
        ("edges", "got str"),
    ],
)
def test_what_is_no_weight_is_refused_with_its_numbers(weight, words):
    with pytest.raises(ValueError, match=words):
        ChannelMixer(weight=weight)
    with pytest.raises(TraitError, match="stride"):
        ChannelMixer(stride=3)


def test_what_does_not_fit_together_gives_a_sentence_and_recovers():
    widget = ChannelMixer(weight=np.ones((2, 2, 3, 3)))
    with pytest.raises(ValueError, match=r"2.*3|3.*2"):
        _ = widget.output
    assert "2" in widget.figure().alt
    widget.weight = np.ones((2, 3, 1, 1))
    assert widget.output.shape == (1, 2, 48, 48)
    assert "is map 0, 48 by 48" in widget.figure().alt


def test_arrays_travel_as_bytes_and_lists_and_come_back():
    widget = ChannelMixer(LEVELS, WEIGHT, [1, np.nan], groups=2)
    sent = widget.get_state()
    assert sent["picture"] == {"shape": [4, 7, 9], "levels": LEVELS.tobytes()}
    assert sent["weight"] == WEIGHT.tolist()
    assert sent["bias"] == [1, None]
    widget.set_state({"weight": [[[[None, 2.0]]]], "picture": {"shape": [1, 1, 2], "levels": b"\x00\xff"}})
    np.testing.assert_equal(widget.weight, [[[[np.nan, 2.0]]]])
    assert widget.picture.tolist() == [[[0, 255]]]


def test_the_learners_array_is_neither_changed_nor_kept():
    levels = LEVELS.copy()
    widget = ChannelMixer(levels, groups=2)
    levels[0, 0, 0] ^= 255
    assert widget.picture[0, 0, 0] == LEVELS[0, 0, 0]


def test_repr_shows_shapes():
    assert repr(ChannelMixer()) == "ChannelMixer()"
    widget = ChannelMixer(LEVELS, WEIGHT, [0.5, 0], groups=2, stride=2, shift=(3, -1), pool=True, filter=1)
    settings = "bias=[0.5, 0], groups=2, stride=2, pool=True, shift=[3, -1], filter=1"
    assert repr(widget) == f"ChannelMixer(picture=4x7x9, weight=2x2x3x2, {settings})"


def test_the_still_picture_holds_what_is_computed():
    widget = ChannelMixer(LEVELS, WEIGHT, groups=2, filter=1, relu=True)
    figure = widget.figure()
    images = {ax.get_title(loc="left"): ax.images[0].get_array() for ax in figure.axes if ax.images}
    product = conv2d(LEVELS[None, 2:3] / 255, WEIGHT[1:, :1])[0, 0]
    (title,) = (title for title in images if title.startswith("= channel 2"))
    np.testing.assert_allclose(images[title], product, atol=1e-12)
    (title,) = (title for title in images if title.startswith("sum + bias 0, ReLU"))
    np.testing.assert_allclose(images[title], widget.output[0, 1])
    assert "make of channel 2, channel 3, added up" in figure.alt
