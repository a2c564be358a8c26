"""NetworkExplorer's drawing pad under the mouse and the keyboard."""

import numpy as np
import pytest
from networks import PAD, all_pictures, at, digits, drawing, network, say

from convnb.widgets import NetworkExplorer


@pytest.fixture
def widget():
    return NetworkExplorer(network(), digits(), [1, 0, 3], class_names=["zero", "one", "two", "<b>three</b>"])


@pytest.fixture
def shown(mount, widget):
    return mount(widget)


def test_a_stroke_changes_every_layer_and_the_classes(shown, widget):
    before = all_pictures(shown)
    shown.drag(PAD, at(10, 13), [at(12, 15), at(16, 12), at(14, 9)])
    after = all_pictures(shown)
    assert [old != new for old, new in zip(before, after, strict=True)] == [True] * 4
    drawn = drawing(shown)
    assert drawn[10, 13] == drawn[12, 15] == 255
    widget.drawing = drawn[None]
    winner = widget.class_names[widget.scores.argmax()]
    assert say(shown).startswith(f"The network says {winner} (")
    assert f"{round(100 * widget.probabilities.max())} %" in say(shown)
    assert "That is" not in say(shown)


def test_a_stroke_reaches_python_once(shown):
    shown.drag(PAD, at(5, 5), [at(5, 5 + step) for step in range(1, 15)])
    assert shown.saves() == 0
    shown.page.wait_for_function("mounted[0].model.saves > 0")
    shown.page.wait_for_timeout(400)
    assert shown.saves() == 1


def test_a_click_is_a_dot_and_the_rubber_takes_it_away(shown):
    shown.drag(PAD, at(24, 24), [])
    assert drawing(shown)[24, 24] == 255
    assert drawing(shown)[24, 25] > 100
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
    down, right = shown.el.get_by_label("Move down"), shown.el.get_by_label("Move right")
    for key in ("ArrowRight", "ArrowRight", "ArrowRight"):
        down.press(key)
    right.press("ArrowLeft")
    assert shown.get("shift") == [3, -1]
    np.testing.assert_array_equal(drawing(shown), before)
    assert "The drawing is moved 3 down and 1 left." in say(shown)
    widget.shift = [3, -1]
    assert say(shown).startswith(f"The network says {widget.class_names[widget.scores.argmax()]} (")
    shown.drag(PAD, at(26, 26), [])
    moved = drawing(shown)
    moved[24:, 24:] = 0
    np.testing.assert_array_equal(moved, np.roll(before, (3, -1), (0, 1)))
    assert shown.get("shift") == [0, 0]


def test_centre_puts_the_mass_in_the_middle(shown):
    shown.el.get_by_label("Picture").first.select_option(index=2)
    assert np.argwhere(drawing(shown))[0].tolist() == [3, 3]
    shown.el.get_by_role("button", name="Centre").click()
    assert np.argwhere(drawing(shown)).mean(axis=0).tolist() == [14, 14]


def test_pictures_to_choose_and_what_they_are(shown):
    assert "one" in shown.el.get_by_label("Picture").first.inner_text()
    for button, row, label in (("Next picture", 10, "zero"), ("Next picture", 3, "<b>three</b>")):
        shown.el.get_by_role("button", name=button).click()
        assert np.argwhere(drawing(shown))[0][0] == row
        assert f"it is {label}." in say(shown) or "That is right." in say(shown)
    shown.el.get_by_role("button", name="Next picture").click()
    assert np.argwhere(drawing(shown))[0][0] == 6
    shown.el.get_by_role("button", name="Previous picture").click()
    assert np.argwhere(drawing(shown))[0][0] == 3
    assert shown.el.locator("b").count() == 0
    shown.drag(PAD, at(20, 20), [])
    assert shown.el.get_by_label("Picture").first.input_value() == "your own"
