"""SlidingKernel1D under the mouse and the keyboard."""

import pytest

from convnb.widgets import SlidingKernel1D

SIGNAL, KERNEL, RESULT = range(3)
LEFT, CELL = 2, 88


@pytest.fixture
def shown(mount):
    return mount(SlidingKernel1D())


def at(column, y=20):
    """The middle of a column of the default state, which begins at -1 with the zero outside the signal."""
    return LEFT + (column + 1.5) * CELL, y


def hover(shown, canvas, column):
    x, y = at(column)
    shown.el.locator("canvas").nth(canvas).hover(position={"x": x, "y": y})


def click(shown, canvas, column):
    x, y = at(column)
    shown.el.locator("canvas").nth(canvas).click(position={"x": x, "y": y})


def total(shown):
    return shown.el.locator(".convnb-sum").inner_text()


def leave(shown):
    shown.page.mouse.move(0, 0)


def test_dragging_the_kernel_moves_it_by_whole_places(shown):
    shown.drag(KERNEL, at(-1), [at(0), at(1)])
    assert shown.get("position") == 2
    assert total(shown) == "result[2] = 1×1 + 2×2 = 5"
    # On the signal, pressed elsewhere: it comes under the pointer first.
    shown.drag(SIGNAL, at(3), [at(2), at(1)])
    assert shown.get("position") in (1, 2)
    shown.drag(KERNEL, at(1), [at(2), (2000, 20)])
    assert shown.get("position") == 4
    shown.drag(SIGNAL, at(3), [(-500, 20)])
    assert shown.get("position") == 0


def test_hovering_a_result_shows_its_window_without_going_there(shown):
    hover(shown, RESULT, 2)
    assert total(shown) == "result[2] = 1×1 + 2×2 = 5"
    assert shown.get("position") == 0
    leave(shown)
    assert total(shown) == "result[0] = 0×1 + 0×2 = 0"
    click(shown, RESULT, 3)
    leave(shown)
    assert shown.get("position") == 3
    assert total(shown) == "result[3] = 2×1 + 3×2 = 8"


def test_hovering_an_input_names_every_output_that_uses_it(shown):
    hover(shown, SIGNAL, 1)
    assert total(shown) == "x[1] = 1 is used by result[1] with weight 2; result[2] with weight 1."
    hover(shown, SIGNAL, -1)
    assert total(shown) == "This zero outside the signal is used by result[0] with weight 1."


def test_hovering_a_weight_counts_what_it_meets(shown):
    hover(shown, KERNEL, 0)
    assert total(shown).startswith("This weight, 2, meets 5 inputs, one for each output, 1 of them")


def test_a_chosen_input_stays_until_it_is_let_go(shown):
    click(shown, SIGNAL, 3)
    leave(shown)
    assert total(shown).startswith("x[3] = 3 is used")
    shown.page.keyboard.press("Escape")
    assert total(shown).startswith("result[0]")
    click(shown, SIGNAL, 3)
    click(shown, SIGNAL, 3)
    leave(shown)
    assert total(shown).startswith("result[0]")


def test_numbers_are_typed_by_double_click(shown):
    x, y = at(2)
    shown.el.locator("canvas").nth(SIGNAL).dblclick(position={"x": x, "y": y})
    editor = shown.el.get_by_role("textbox", name="signal 2")
    editor.fill("7")
    editor.press("Enter")
    assert shown.get("signal") == [0, 1, 7, 3]
    x, y = at(-1)
    shown.el.locator("canvas").nth(SIGNAL).dblclick(position={"x": x, "y": y})
    assert shown.el.locator(".convnb-editor").count() == 0


def test_numbers_are_changed_by_keyboard_alone(shown):
    keys = shown.page.keyboard
    shown.el.locator("canvas").nth(SIGNAL).focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowUp", "ArrowUp", "ArrowRight", "Delete", "ArrowLeft", "ArrowLeft"):
        keys.press(key)
    assert shown.get("signal") == [0, 3, 0, 3]
    for key in ("-", "4", "Enter", "ArrowRight", "ArrowDown"):
        keys.press(key)
    assert shown.get("signal") == [-4, 2, 0, 3]
    assert shown.el.locator("canvas").nth(SIGNAL).get_attribute("aria-label") == "Signal, signal 1: 2"
    keys.press("Shift+ArrowRight")
    assert shown.get("position") == 1


def test_a_turned_kernel_is_edited_where_it_is_seen(shown):
    shown.el.get_by_role("radio", name="∗ convolution").check()
    shown.el.locator("canvas").nth(KERNEL).focus()
    for key in ("ArrowRight", "9", "Enter"):
        shown.page.keyboard.press(key)
    # The first cell of the turned kernel [2, 1] is the last number of the kernel.
    assert shown.get("kernel") == [1, 9]


def test_flipping_turns_the_kernel_and_changes_the_result(shown):
    shown.set(position=1)
    before = shown.pixels(KERNEL)
    shown.el.get_by_role("radio", name="∗ convolution").check()
    shown.frame()
    turning = shown.pixels(KERNEL)
    shown.page.wait_for_timeout(700)
    assert len({before, turning, shown.pixels(KERNEL)}) == 3
    assert total(shown) == "result[1] = 0×2 + 1×1 = 1"
    assert "Convolution" in shown.read_out.inner_text()


def test_no_turning_where_motion_is_not_wanted(mount, quiet_page):
    quiet_page.emulate_media(reduced_motion="reduce")
    shown = mount(SlidingKernel1D())
    shown.el.get_by_role("radio", name="∗ convolution").check()
    shown.frame()
    first = shown.pixels(KERNEL)
    shown.page.wait_for_timeout(200)
    assert shown.pixels(KERNEL) == first


def test_a_change_of_mode_leaves_the_kernel_where_it_lies(shown):
    shown.set(position=3)
    assert total(shown) == "result[3] = 2×1 + 3×2 = 8"
    shown.el.get_by_role("radio", name="valid").check()
    assert shown.get("position") == 2
    assert total(shown) == "result[2] = 2×1 + 3×2 = 8"
    assert "valid: N − K + 1 = 4 − 2 + 1 = 3" in shown.el.inner_text()
    shown.el.get_by_role("radio", name="same").check()
    assert shown.get("position") == 3
    assert "same: N = 4" in shown.el.inner_text()


def test_examples_have_the_numbers_of_the_course(shown):
    shown.open("Examples")
    example = shown.el.get_by_label("Example")
    assert example.input_value() == "[0, 1, 2, 3] with [1, 2]"
    example.select_option("pain: two hits")
    assert (shown.get("flip"), shown.get("mode")) == (True, "full")
    shown.set(position=3)
    assert total(shown) == "result[3] = 0×1 + 1×2 + 1×3 = 5"
    for name in ("moving average", "edges with [-1, 1]", "an even kernel in “same”", "a noisy wave, smoothed"):
        example.select_option(name)
        shown.frame()
        assert example.input_value() == name
        assert shown.el.locator(".convnb-error").is_hidden()


def test_the_result_by_keyboard(shown):
    result = shown.el.locator("canvas").nth(RESULT)
    result.focus()
    result.press("ArrowRight")
    result.press("ArrowRight")
    assert shown.get("position") == 2
    result.press("End")
    assert shown.get("position") == 4
    result.press("ArrowRight")
    assert shown.get("position") == 4


def test_playing_goes_round(shown):
    shown.play("position", 4, 0)


def test_lengths_are_changed_and_numbers_kept(shown):
    shown.open("Lengths")
    shown.el.get_by_role("slider", name="Signal length N").press("ArrowLeft")
    shown.el.get_by_role("slider", name="Kernel length K").press("ArrowRight")
    assert shown.get("signal") == [0, 1, 2]
    assert shown.get("kernel") == [1, 2, 0]


def test_bad_lists_get_their_sentence_and_recover(shown):
    error = shown.el.get_by_role("alert")
    shown.set(kernel=[1] * 17)
    assert "kernel has 17 numbers; this widget shows at most 16" in error.inner_text()
    shown.set(kernel=[1, 2, 3, 4, 5, 6], mode="valid")
    assert error.is_hidden()
    assert "K − N + 1 = 6 − 4 + 1 = 3" in shown.el.inner_text()


def test_keys_faster_than_the_pictures_are_all_counted(shown):
    press = "(canvas, keys) => keys.forEach((key) => canvas.dispatchEvent(new KeyboardEvent('keydown', { key })))"
    keys = ["ArrowRight", "ArrowRight", "ArrowUp", "ArrowUp", "ArrowRight", "ArrowUp"]
    shown.el.locator("canvas").nth(SIGNAL).evaluate(press, keys)
    assert shown.get("signal") == [0, 3, 3, 3]
