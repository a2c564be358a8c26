"""NetworkExplorer's layers and units under the mouse and the keyboard, and its bad states."""

import base64

import numpy as np
import pytest
from networks import LAYERS, PAD, SCORES, UNIT, all_pictures, at, digits, drawing, network, say, total

from convnb.models.network import Conv2d, Flatten, Linear, Sequential
from convnb.widgets import NetworkExplorer


@pytest.fixture
def widget():
    return NetworkExplorer(network(), digits(), [1, 0, 3], class_names=["zero", "one", "two", "<b>three</b>"])


@pytest.fixture
def shown(mount, widget):
    return mount(widget)


TITLE, GAP = 20, 4  # of a strip


def strip_point(shown, layer_top, side, size, row, col, number=0):
    """CSS pixels of a unit in the nth map of a strip."""
    left = 1 + number * (side + GAP)
    return left + (col + 0.5) * side / size, layer_top + TITLE + (row + 0.5) * side / size


def test_pointing_at_a_unit_shows_its_sum_and_a_click_keeps_it(shown, widget):
    box = shown.el.locator("canvas").nth(LAYERS).bounding_box()
    x, y = strip_point(shown, 0, 64, 24, 9, 7, number=2)
    before = shown.pixels(PAD), total(shown)
    shown.page.mouse.move(box["x"] + x, box["y"] + y)
    assert total(shown).startswith("map 2 [9, 7] = sum of 25 products ")
    assert float(total(shown).rsplit("= ", 1)[1].replace("−", "-")) == pytest.approx(
        widget.activations[0][2, 9, 7], rel=1e-3
    )
    assert shown.pixels(PAD) != before[0]  # the window lies elsewhere
    shown.page.mouse.move(0, 0)
    assert total(shown) == before[1]
    shown.page.mouse.click(box["x"] + x, box["y"] + y)
    shown.page.mouse.move(0, 0)
    assert shown.get("unit") == [0, 2, 9, 7]
    assert total(shown).startswith("map 2 [9, 7]")


def test_units_by_keyboard_alone(shown, widget):
    layers = shown.el.locator("canvas").nth(LAYERS)
    layers.focus()
    for key in ("ArrowRight", "ArrowDown", "Shift+ArrowDown", "PageDown", "PageDown", "PageUp"):
        layers.press(key)
    assert shown.get("unit") == [0, 1, 16, 11]
    shown.el.get_by_label("Layer", exact=True).select_option("3: convolution 3×3")
    channel = shown.el.get_by_label("Channel", exact=True)
    seen = shown.pixels(UNIT)
    channel.press("ArrowRight")
    assert shown.pixels(UNIT) != seen
    assert "3 channels of 9 products" in total(shown)
    shown.el.get_by_label("Map", exact=True).press("End")
    assert shown.get("unit") == [3, 3, 9, 9]  # the nearest there is
    assert total(shown).startswith("map 3 [9, 9] = ")
    value = float(total(shown).rsplit("= ", 1)[1].replace("−", "-"))
    assert value == pytest.approx(widget.activations[3][3, 9, 9], rel=1e-3)


def test_every_layer_explains_its_units(shown):
    words = {"1": "max(0, ", "2": "largest of (", "4": "max(0, ", "6": "the 8 largest products", "7": "max(0, "}
    seen = set()
    for option in shown.el.get_by_label("Layer", exact=True).locator("option").all_inner_texts():
        shown.el.get_by_label("Layer", exact=True).select_option(option)
        assert words.get(option[0], "+ bias") in total(shown)
        seen.add(shown.pixels(UNIT))
    assert len(seen) == 8


def test_a_class_can_be_looked_at(shown, widget):
    scores = shown.el.locator("canvas").nth(SCORES)
    scores.click(position={"x": 60, "y": 2 * 21 + 10})
    assert shown.get("unit") == [8, 2, 0, 0]
    scores.focus()
    scores.press("ArrowUp")
    assert shown.get("unit") == [8, 1, 0, 0]
    shown.page.mouse.move(0, 0)
    value = float(total(shown).rsplit("= ", 1)[1].replace("−", "-"))
    assert value == pytest.approx(widget.scores[1], rel=1e-3)


def test_reset_brings_drawing_and_unit_back(shown):
    before, first = drawing(shown), all_pictures(shown)
    shown.drag(PAD, at(22, 5), [at(24, 20)])
    shown.set(unit=[3, 1, 2, 2])
    shown.el.get_by_role("button", name="Reset").click()
    shown.page.mouse.move(0, 0)
    np.testing.assert_array_equal(drawing(shown), before)
    assert all_pictures(shown) == first


def test_another_network_from_python_runs_on_the_same_drawing(shown, widget):
    shown.drag(PAD, at(22, 5), [at(24, 20)])
    drawn = drawing(shown)
    rng = np.random.default_rng(8)
    widget.load(Sequential(Flatten(), Linear(784, 4, rng=rng)))
    state = widget.get_state()
    revived = """([layers, weights]) => {
      const bytes = Uint8Array.from(atob(weights), (char) => char.charCodeAt(0));
      mounted[0].model.state.layers = layers;
      mounted[0].model.set("weights", { buffer: bytes.buffer, byteOffset: 0, byteLength: bytes.length });
    }"""
    shown.page.evaluate(revived, [state["layers"], base64.b64encode(state["weights"]).decode()])
    shown.frame()
    widget.drawing = drawn[None]
    assert say(shown).startswith(f"The network says {widget.class_names[widget.scores.argmax()]} (")
    np.testing.assert_array_equal(drawing(shown), drawn)


def test_bad_state_is_a_sentence_and_the_widget_recovers(shown):
    error = shown.el.locator(".convnb-error")
    good = shown.get("layers")
    for state, words in (
        ({"layers": [{"kind": "<img src=x onerror=console.error('pwned')>"}]}, "none that this widget can run"),
        ({"layers": good[:-1]}, "bytes of weights; got"),
        ({"layers": "hello"}, "layers must be a list"),
    ):
        shown.set(**state)
        assert words in error.inner_text()
    shown.set(layers=good)
    assert error.is_hidden()
    shown.set(labels=["<b>"])
    assert "labels must be 3 whole numbers" in error.inner_text()
    shown.set(labels=[1, 0, 3])
    assert error.is_hidden()
    assert shown.el.locator("img").count() == 0


def test_weights_that_diverged_are_named(mount):
    broken = network()
    broken.layers[0].weight[1, 0, 0, 0] = np.inf
    shown = mount(NetworkExplorer(broken, digits()))
    assert "Weight 25 of the network is not a finite number" in shown.text()


@pytest.mark.parametrize("width", [390, 1000])
def test_nothing_is_wider_than_the_page(mount, widget, width):
    shown = mount(widget)
    shown.page.set_viewport_size({"width": width, "height": 900})
    shown.frame()
    shown.frame()
    box = shown.el.locator(".convnb")
    assert box.evaluate("el => el.scrollWidth - el.clientWidth") == 0
    for canvas in shown.el.locator("canvas:visible").all():
        assert canvas.bounding_box()["x"] + canvas.bounding_box()["width"] <= width


def test_colours_and_maps_without_classes(mount):
    rng = np.random.default_rng(3)
    images = rng.uniform(size=(2, 3, 9, 14))
    shown = mount(NetworkExplorer(Sequential(Conv2d(3, 2, 3, rng=rng)), images))
    assert "The network ends in maps, so it names no class." in say(shown)
    shown.drag(PAD, (30, 30), [(60, 60)])
    assert "your own" in shown.el.get_by_label("Picture").first.input_value()
    assert shown.el.locator(".convnb-error").is_hidden()
