"""Figures of a network, learning and at work: the arrays they draw, their scales, what the alt text says."""

import numpy as np
import pytest

from convnb.figures import network
from convnb.figures.style import png_bytes

RNG = np.random.default_rng(0)
WEIGHTS = RNG.normal(size=(7, 1, 3, 5))
MAPS = RNG.normal(size=(5, 6, 4))
LAYERS = [("0: conv2d", MAPS), ("1: relu", np.maximum(MAPS, 0))]
PICTURE = RNG.uniform(size=(9, 7))
SCORES = {"cat": 0.25, "dog": 0.7, "eel": 0.05}
IMAGES = RNG.uniform(size=(5, 8, 6))
LABELS, SAID = np.array([0, 1, 2, 3, 4]), np.array([0, 7, 2, 8, 9])
LOSSES = {"training": [2.0, 1.0, 0.5], "held out": [2.2, 1.5, 1.1]}
ACCURACIES = {"training": [0.3, 0.7, 0.9]}

FIGURES = {
    "filters_panel": lambda: network.filters_panel([WEIGHTS, 2 * WEIGHTS], ["before", "after"], columns=3),
    "feature_maps": lambda: network.feature_maps([MAPS, np.maximum(MAPS, 0)], ["convolution", "ReLU"], columns=4),
    "training_curves": lambda: network.training_curves(LOSSES, ACCURACIES),
    "accuracy_by_shift": lambda: network.accuracy_by_shift([-2, 0, 3], {"a": [0.5, 1.0, 0.25], "b": [0.1, 0.9, 0]}),
    "mistakes": lambda: network.mistakes(IMAGES, LABELS, SAID),
    "mistakes, none": lambda: network.mistakes(IMAGES, LABELS, LABELS),
    "network_panels": lambda: network.network_panels(PICTURE, LAYERS, SCORES),
    "network_panels, long names": lambda: network.network_panels(PICTURE, LAYERS, {"W" * 500: 0.7, "W" * 501: 0.3}),
    "network_panels, neither maps nor classes": lambda: network.network_panels(PICTURE, [], {}),
}


@pytest.mark.parametrize("name", FIGURES)
def test_draws_small_with_alt_text_and_without_an_address(name):
    figure = FIGURES[name]()
    png = png_bytes(figure)
    assert 1_000 < len(png) < 250_000
    assert len(figure.alt) > 25
    assert repr(figure) == f"<Figure: {figure.alt}>"


def blocks(figure):
    return [ax for ax in figure.axes if ax.images]


def test_a_mosaic_holds_every_picture_once_in_reading_order():
    tiles = network.mosaic(WEIGHTS[:, 0], 3)
    assert tiles.shape == (3 * 4 - 1, 3 * 6 - 1)
    np.testing.assert_array_equal(tiles[0:3, 6:11], WEIGHTS[1, 0])
    np.testing.assert_array_equal(tiles[8:11, 0:5], WEIGHTS[6, 0])
    assert np.isnan(tiles).sum() == tiles.size - WEIGHTS.size
    assert np.isnan(tiles[3]).all()
    assert np.isnan(tiles[:, 5]).all()


def test_filters_before_and_after_stand_on_one_scale_around_zero():
    figure = FIGURES["filters_panel"]()
    high = 2 * np.abs(WEIGHTS).max()
    for ax, bank, title in zip(blocks(figure), (WEIGHTS, 2 * WEIGHTS), ("before", "after"), strict=True):
        np.testing.assert_array_equal(ax.images[0].get_array(), network.mosaic(bank[:, 0], 3))
        assert ax.images[0].get_clim() == (-high, high)
        assert ax.get_title(loc="left") == title
    assert "before: 7 filters of 3 by 5" in figure.alt
    with pytest.raises(ValueError, match="argument"):
        network.filters_panel([WEIGHTS], ["before", "after"])
    with pytest.raises(ValueError, match=r"got \(2, 3, 5, 5\)"):
        network.filters_panel([np.ones((2, 3, 5, 5))], ["colours"])


def test_maps_have_their_own_scales_grey_where_nothing_is_negative():
    signed, grey = (ax.images[0] for ax in blocks(FIGURES["feature_maps"]()))
    high = np.abs(MAPS).max()
    assert signed.get_clim() == (-high, high)
    assert grey.get_clim() == (0, MAPS.max())
    assert grey.get_cmap().name == "gray"
    np.testing.assert_array_equal(grey.get_array(), network.mosaic(np.maximum(MAPS, 0), 4))


def test_curves_start_at_the_first_epoch_and_show_accuracy_in_percent():
    loss, accuracy = network.training_curves(LOSSES, ACCURACIES).axes
    for line, name in zip(loss.lines, LOSSES, strict=True):
        np.testing.assert_array_equal(line.get_xdata(), [1, 2, 3])
        np.testing.assert_array_equal(line.get_ydata(), LOSSES[name])
    assert len({line.get_linestyle() for line in loss.lines}) == 2  # told apart without colour
    np.testing.assert_allclose(accuracy.lines[0].get_ydata(), [30, 70, 90])
    assert (loss.get_xlabel(), loss.get_ylabel(), accuracy.get_ylabel()) == ("epoch", "loss", "accuracy (%)")
    assert loss.get_ylim()[0] == 0
    assert "training from 30 % to 90 %" in network.training_curves(LOSSES, ACCURACIES).alt


def test_accuracy_stands_over_the_shift():
    figure = FIGURES["accuracy_by_shift"]()
    first, second = figure.axes[0].lines
    np.testing.assert_array_equal(first.get_xdata(), [-2, 0, 3])
    np.testing.assert_allclose(first.get_ydata(), [50, 100, 25])
    np.testing.assert_allclose(second.get_ydata(), [10, 90, 0])
    assert "a 50 % at −2" in figure.alt


def test_mistakes_shows_only_what_is_wrong_with_both_answers():
    figure = network.mistakes(IMAGES, LABELS, SAID, at_most=2)
    first, second = blocks(figure)
    np.testing.assert_array_equal(first.images[0].get_array(), IMAGES[1])
    np.testing.assert_array_equal(second.images[0].get_array(), IMAGES[3])
    assert [ax.get_title(loc="left") for ax in (first, second)] == ["1, said 7", "3, said 8"]
    assert figure.alt == "3 of 5 pictures are mistaken: a 1 taken for a 7; a 3 taken for a 8."
    assert not blocks(FIGURES["mistakes, none"]())


def test_shows_the_picture_the_maps_and_the_classes():
    figure = network.network_panels(PICTURE, LAYERS, SCORES)
    picture, signed, grey, classes = figure.axes
    np.testing.assert_array_equal(picture.images[0].get_array(), PICTURE)
    np.testing.assert_array_equal(signed.images[0].get_array(), network.mosaic(MAPS, 6))
    high = np.abs(MAPS).max()
    assert signed.images[0].get_clim() == (-high, high)
    assert grey.images[0].get_clim() == (0, MAPS.max())
    assert grey.images[0].get_cmap().name == "gray"
    assert [bar.get_width() for bar in classes.patches] == [25, 70, 5]
    assert [label.get_text() for label in classes.get_yticklabels()] == ["cat", "dog", "eel"]
    assert "The network says dog (70%), then cat (25%)." in figure.alt
    assert "picture of 9 by 7" in figure.alt
    assert "0: conv2d: 5 maps of 6 by 4" in figure.alt


def test_of_many_classes_the_most_probable_are_shown_in_their_order():
    scores = {str(k): p for k, p in enumerate(RNG.permutation(40) / 780)}
    names = [label.get_text() for label in network.network_panels(PICTURE, [], scores).axes[-1].get_yticklabels()]
    assert len(names) == 12
    assert names == sorted(names, key=int)
    assert min(scores[name] for name in names) > max(p for name, p in scores.items() if name not in names)


def test_a_network_without_classes_has_no_bars():
    figure = network.network_panels(PICTURE, LAYERS, {})
    assert len(figure.axes) == 3
    assert "It has no classes" in figure.alt


def test_a_curve_of_an_interrupted_training_may_be_shorter():
    loss, _ = network.training_curves({"training": [2.0, 1.0, 0.5], "validation": [2.1, 1.1]}, ACCURACIES).axes
    assert [line.get_xdata().tolist() for line in loss.lines] == [[1, 2, 3], [1, 2]]
