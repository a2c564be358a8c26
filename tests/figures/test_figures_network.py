"""The still picture of a network at work: what it draws, on which scale, and what its alt text says."""

import numpy as np

from convnb.figures.network import network_panels
from convnb.figures.style import png_bytes
from convnb.figures.training import mosaic

RNG = np.random.default_rng(0)
PICTURE = RNG.uniform(size=(9, 7))
MAPS = RNG.normal(size=(5, 6, 4))
LAYERS = [("0: conv2d", MAPS), ("1: relu", np.maximum(MAPS, 0))]
SCORES = {"cat": 0.25, "dog": 0.7, "eel": 0.05}


def test_draws_small_with_alt_text():
    for figure in (network_panels(PICTURE, LAYERS, SCORES), network_panels(PICTURE, [], {})):
        assert 1_000 < len(png_bytes(figure)) < 150_000
        assert "picture of 9 by 7" in figure.alt


def test_shows_the_picture_the_maps_and_the_classes():
    figure = network_panels(PICTURE, LAYERS, SCORES, columns=3)
    picture, signed, grey, classes = figure.axes
    np.testing.assert_array_equal(picture.images[0].get_array(), PICTURE)
    np.testing.assert_array_equal(signed.images[0].get_array(), mosaic(MAPS, 3))
    high = np.abs(MAPS).max()
    assert signed.images[0].get_clim() == (-high, high)
    assert grey.images[0].get_clim() == (0, MAPS.max())
    assert grey.images[0].get_cmap().name == "gray"
    assert [bar.get_width() for bar in classes.patches] == [25, 70, 5]
    assert [label.get_text() for label in classes.get_yticklabels()] == ["cat", "dog", "eel"]
    assert "The network says dog (70%), then cat (25%)." in figure.alt
    assert "0: conv2d: 5 maps of 6 by 4" in figure.alt


def test_of_many_classes_the_most_probable_are_shown_in_their_order():
    scores = {str(k): p for k, p in enumerate(RNG.permutation(40) / 780)}
    names = [label.get_text() for label in network_panels(PICTURE, [], scores).axes[-1].get_yticklabels()]
    assert len(names) == 12
    assert names == sorted(names, key=int)
    assert min(scores[name] for name in names) > max(p for name, p in scores.items() if name not in names)


def test_a_network_without_classes_has_no_bars():
    figure = network_panels(PICTURE, LAYERS, {})
    assert len(figure.axes) == 3
    assert "It has no classes" in figure.alt
