"""NetworkExplorer's drawing pad, layers and units under the mouse and the keyboard, and its bad states."""

import base64

import numpy as np
import pytest

from convnb.models.network import Conv2d, Flatten, Linear, MaxPool2d, ReLU, Sequential
from convnb.widgets import NetworkExplorer

PAD, SCORES, LAYERS, UNIT = range(4)
ZOOM = 8  # CSS pixels a pixel on the pad of 28x28
TITLE, GAP = 18, 2  # of a strip
MORE = "Erase, move, channel"


def network():
    rng = np.random.default_rng(2)
    return Sequential(
        *(Conv2d(1, 3, 5, rng=rng), ReLU(), MaxPool2d(2), Conv2d(3, 4, 3, rng=rng), ReLU()),
        *(Flatten(), Linear(400, 12, rng=rng), ReLU(), Linear(12, 4, rng=rng)),
    )


def digits():
    images = np.zeros((3, 28, 28), np.uint8)
    images[0, 6:20, 9:12] = 255
    images[1, 10:13, 4:22] = 200
    images[2, 3:6, 3:6] = 100
    return images


def drawing(shown):
    levels = shown.page.evaluate(
        "Array.from(new Uint8Array(mounted[0].model.get('drawing').levels.buffer.slice(-784)))"
    )
    return np.array(levels, np.uint8).reshape(28, 28)


def at(row, col):
    """CSS pixels of the middle of a pixel of the pad."""
    return (col + 0.5) * ZOOM, (row + 0.5) * ZOOM


def total(shown):
    return shown.el.locator(".convnb-sum").inner_text()


def all_pictures(shown):
    return [shown.pixels(index) for index in range(4)]


@pytest.fixture
def widget():
    return NetworkExplorer(network(), digits(), [1, 0, 3], class_names=["zero", "one", "two", "<b>three</b>"])


@pytest.fixture
def shown(mount, widget):
    return mount(widget)


def strip_point(layer_top, side, size, row, col, number=0):
    """CSS pixels of a unit in the nth map of a strip."""
    left = 1 + number * (side + GAP)
    return left + (col + 0.5) * side / size, layer_top + TITLE + (row + 0.5) * side / size


def test_pointing_at_a_unit_shows_its_sum_and_a_click_keeps_it(mount):
    rng = np.random.default_rng(2)
    layers = Conv2d(1, 3, 5, rng=rng), ReLU(), MaxPool2d(2), Flatten(), Linear(432, 4, rng=rng)
    widget = NetworkExplorer(Sequential(*layers), digits(), [1, 0, 3])
    shown = mount(widget)
    box = shown.el.locator("canvas").nth(LAYERS).bounding_box()
    x, y = strip_point(0, 60, 24, 9, 7, number=2)
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
    shown.open(MORE)
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
    scores.click(position={"x": 60, "y": 2 * 18 + 9})
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
    shown.el.get_by_label("Layer", exact=True).select_option("3: convolution 3×3")
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
    assert shown.said().startswith(f"The network says {widget.class_names[widget.scores.argmax()]} (")
    np.testing.assert_array_equal(drawing(shown), drawn)


def test_bad_state_is_a_sentence_and_the_widget_recovers(shown):
    error = shown.el.locator(".convnb-error")
    good = shown.get("layers")
    for state, words in (
        (
            {"layers": [{"kind": "<img src=x onerror=console.error('pwned')>"}]},
            "this widget cannot run a layer of this kind",
        ),
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
    assert "The network ends in maps, so it names no class." in shown.said()
    shown.drag(PAD, (30, 30), [(60, 60)])
    assert "your own" in shown.el.get_by_label("Picture").first.input_value()
    assert shown.el.locator(".convnb-error").is_hidden()


def test_a_stroke_changes_every_layer_and_the_classes(shown, widget):
    before = all_pictures(shown)
    shown.drag(PAD, at(10, 13), [at(12, 15), at(16, 12), at(14, 9)])
    after = all_pictures(shown)
    assert [old != new for old, new in zip(before, after, strict=True)] == [True] * 4
    drawn = drawing(shown)
    assert drawn[10, 13] == drawn[12, 15] == 255
    widget.drawing = drawn[None]
    winner = widget.class_names[widget.scores.argmax()]
    assert shown.said().startswith(f"The network says {winner} (")
    assert f"{round(100 * widget.probabilities.max())} %" in shown.said()
    assert "That is" not in shown.said()


def test_a_stroke_reaches_python_once(shown):
    shown.patient()
    box, mouse = shown.el.locator("canvas").nth(PAD).bounding_box(), shown.page.mouse
    for step in range(15):
        x, y = at(5, 5 + step)
        mouse.move(box["x"] + x, box["y"] + y)
        if step == 0:
            mouse.down()
    shown.frame()
    assert shown.saves() == 0
    mouse.up()
    assert shown.saves() == 1
    shown.page.wait_for_timeout(2500)
    assert shown.saves() == 1


def test_a_click_is_a_dot_and_the_rubber_takes_it_away(shown):
    shown.drag(PAD, at(24, 24), [])
    assert drawing(shown)[24, 24] == 255
    assert drawing(shown)[24, 25] > 100
    shown.open(MORE)
    shown.el.get_by_label("Erase", exact=True).check()
    shown.drag(PAD, at(24, 24), [])
    assert not drawing(shown)[22:27, 22:27].any()
    assert drawing(shown)[10, 10] == 255
    shown.el.get_by_role("button", name="Clear").click()
    assert not drawing(shown).any()


def test_drawing_by_keyboard_alone(shown):
    shown.el.get_by_role("button", name="Clear").click()
    pad = shown.el.locator("canvas").nth(PAD)
    plain = shown.pixels(PAD)
    pad.focus()
    assert shown.pixels(PAD) != plain  # the cursor
    for key in ("ArrowUp", "ArrowUp", "Space", "ArrowLeft", "Enter", "ArrowDown"):
        pad.press(key)
    assert np.argwhere(drawing(shown)).tolist() == [[12, 13], [12, 14]]
    pad.press("ArrowUp")
    pad.press("Backspace")
    assert np.argwhere(drawing(shown)).tolist() == [[12, 14]]
    pad.press("Shift+ArrowUp")
    assert drawing(shown)[11:13, 13].tolist() == [255, 255]
    pad.press("e")
    assert drawing(shown)[11, 13] == 0


def test_sliders_move_the_drawing_and_the_next_stroke_keeps_it_there(shown, widget):
    before = drawing(shown)
    shown.open(MORE)
    down, right = shown.el.get_by_label("Move down"), shown.el.get_by_label("Move right")
    for key in ("ArrowRight", "ArrowRight", "ArrowRight"):
        down.press(key)
    right.press("ArrowLeft")
    assert shown.get("shift") == [3, -1]
    np.testing.assert_array_equal(drawing(shown), before)
    assert "The drawing is moved 3 down and 1 left." in shown.said()
    widget.shift = [3, -1]
    assert shown.said().startswith(f"The network says {widget.class_names[widget.scores.argmax()]} (")
    shown.drag(PAD, at(26, 26), [])
    moved = drawing(shown)
    moved[24:, 24:] = 0
    np.testing.assert_array_equal(moved, np.roll(before, (3, -1), (0, 1)))
    assert shown.get("shift") == [0, 0]


def test_centre_puts_the_mass_in_the_middle(shown):
    shown.el.get_by_label("Picture").first.select_option(index=2)
    assert np.argwhere(drawing(shown))[0].tolist() == [3, 3]
    shown.open(MORE)
    shown.el.get_by_role("button", name="Centre").click()
    assert np.argwhere(drawing(shown)).mean(axis=0).tolist() == [14, 14]


def test_pictures_to_choose_and_what_they_are(shown):
    assert "one" in shown.el.get_by_label("Picture").first.inner_text()
    for button, row, label in (("Next picture", 10, "zero"), ("Next picture", 3, "<b>three</b>")):
        shown.el.get_by_role("button", name=button).click()
        assert np.argwhere(drawing(shown))[0][0] == row
        assert f"it is {label}." in shown.said() or "That is right." in shown.said()
    shown.el.get_by_role("button", name="Next picture").click()
    assert np.argwhere(drawing(shown))[0][0] == 6
    shown.el.get_by_role("button", name="Previous picture").click()
    assert np.argwhere(drawing(shown))[0][0] == 3
    assert shown.el.locator("b").count() == 0
    shown.drag(PAD, at(20, 20), [])
    assert shown.el.get_by_label("Picture").first.input_value() == "your own"
