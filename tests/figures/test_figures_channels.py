"""The still picture of a layer of several channels: which arrays stand where, on which scale, under which title."""

import numpy as np
from matplotlib.text import Text

from convnb.figures.images import channel_panels

RED, GREEN = np.array([[0.0, 1.0, 0.5]]), np.array([[0.2, 0.4, 0.6]])
KERNEL = np.array([[2.0, -1.0]])
MADE = np.array([[-1.0, 1.5]])
MAPS = np.array([[[0.5, -3.0]], [[7.0, 1.0]]])


def panels(**options):
    figure = channel_panels([("red", RED, KERNEL, MADE), ("green", GREEN, None, None)], MAPS, **options)
    return figure, {ax.get_title(loc="left") or ax.get_title(): ax for ax in figure.axes}


def test_each_array_has_its_place_and_its_scale():
    figure, by_title = panels(bias=-0.5)
    assert len(figure.axes) == 7
    assert by_title["red"].images[0].get_array().tolist() == RED.tolist()
    assert by_title["red"].images[0].get_clim() == (0, 1)
    assert [text.get_text() for text in by_title["⋆ w[0]"].texts] == ["2", "−1"]
    product = by_title["= red ⋆ w, ±1.5"].images[0]
    assert product.get_array().tolist() == MADE.tolist()
    assert product.get_clim() == (-1.5, 1.5)
    chosen = by_title["sum + bias −0.5\n= map 0, ±3"].images[0]
    assert chosen.get_array().tolist() == MAPS[0].tolist()
    assert chosen.get_clim() == (-3, 3)
    assert by_title["map 1, ±7"].images[0].get_clim() == (-7, 7)


def test_a_channel_that_is_not_seen_is_crossed_out():
    figure, by_title = panels()
    assert [len(by_title[name].lines) for name in ("red", "green")] == [0, 2]
    assert [text.get_text() for text in figure.texts] == ["not seen"]
    assert "make of red, added up" in figure.alt
    assert "from 2 channels" in figure.alt


def test_the_chosen_map_and_its_steps_are_named():
    figure, by_title = panels(chosen=1, bias=2, steps=", ReLU")
    assert by_title["sum + bias 2, ReLU\n= map 1, ±7"].images[0].get_array().tolist() == MAPS[1].tolist()
    bold = figure.findobj(lambda one: isinstance(one, Text) and one.get_fontweight() == "bold")
    assert [text.get_text() for text in bold] == ["map 1, ±7"]
    assert "with the bias 2, ReLU, is map 1, 1 by 2, from 1 to 7" in figure.alt
