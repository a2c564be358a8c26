"""ImageFilter under the mouse and the keyboard. Own pictures and the camera: test_image_filter_own.py."""

import numpy as np
import pytest

from convnb.widgets import ImageFilter

KERNEL, PICTURE, RESULT = range(3)
CELL = 46  # CSS pixels of a weight, where there is room
LEVELS = np.random.default_rng(8).integers(0, 256, (24, 32)).astype(np.uint8)


@pytest.fixture
def shown(mount):
    return mount(ImageFilter(LEVELS))


def middle(row, col):
    return (1 + (col + 0.5) * CELL, 1 + (row + 0.5) * CELL)


def say(shown):
    shown.page.wait_for_timeout(400)
    return shown.read_out.inner_text()


def test_dragging_a_weight_up_makes_it_larger_and_changes_the_result(shown):
    before = shown.pixels(RESULT)
    x, y = middle(0, 2)
    shown.drag(KERNEL, (x, y), [(x, y - 15), (x, y - 30)])
    assert shown.get("kernel") == [[-1, 0, 2], [-1, 0, 1], [-1, 0, 1]]
    assert shown.pixels(RESULT) != before
    assert "row 0, column 2: 2" in shown.text()
    x, y = middle(1, 0)
    shown.drag(KERNEL, (x, y), [(x + 9, y + 6)])
    assert shown.get("kernel")[1] == [-1.2, 0, 1]


def test_a_drag_and_back_leaves_no_trace(shown):
    before, x, y = np.array(shown.greys(RESULT)), *middle(1, 1)
    shown.drag(KERNEL, (x, y), [(x, y - 200), (x, y + 90), (x, y - 5), (x, y)])
    assert shown.get("kernel") == [[-1, 0, 1]] * 3
    assert (np.array(shown.greys(RESULT)) == before).all()


def test_a_drag_reaches_python_once(shown):
    shown.patient()
    x, y = middle(2, 2)
    shown.drag(KERNEL, (x, y), [(x, y - step) for step in range(5, 60, 5)])
    assert shown.saves() == 0
    shown.page.wait_for_function("mounted[0].model.saves > 0")
    assert shown.saves() == 1


def test_weights_by_keyboard_alone(shown):
    grid = shown.el.locator("canvas").nth(KERNEL)
    grid.focus()
    grid.press("ArrowUp")  # the first arrow shows where the hand is, the middle
    for key in ("ArrowUp", "ArrowRight", "PageUp", "PageUp", "Shift+PageDown"):
        grid.press(key)
    assert shown.get("kernel")[0] == [-1, 0, 0.2]
    for key in ("4", ".", "5", "Enter"):
        shown.page.keyboard.press(key)
    assert shown.get("kernel")[0] == [-1, 0, 4.5]
    for key in ("ArrowLeft", "-", "2", "Enter"):
        shown.page.keyboard.press(key)
    assert shown.get("kernel")[0] == [-1, -2, 4.5]
    assert "your own" in shown.el.get_by_label("Kernel", exact=True).input_value()


def test_the_slider_moves_the_chosen_weight(shown):
    shown.el.locator("canvas").nth(KERNEL).click(position=dict(zip("xy", middle(2, 0), strict=True)))
    shown.frame()
    slider = shown.el.get_by_role("slider", name="Weight")
    assert slider.get_attribute("aria-valuetext") == "row 2, column 0: −1"
    slider.press("ArrowRight")
    assert shown.get("kernel")[2] == [-0.9, 0, 1]


def test_a_flipped_kernel_is_edited_where_it_is_seen(shown):
    shown.el.get_by_label("Flip the kernel").check()
    assert shown.get("flip") is True
    x, y = middle(0, 0)  # shows kernel[2][2]
    shown.drag(KERNEL, (x, y), [(x, y - 15)])
    assert shown.get("kernel") == [[-1, 0, 1], [-1, 0, 1], [-1, 0, 1.5]]
    assert say(shown).startswith("Convolution")


def test_presets_and_sizes(shown):
    shown.el.get_by_label("Kernel", exact=True).select_option("Gaussian blur, 9×9")
    kernel = np.array(shown.get("kernel"))
    assert kernel.shape == (9, 9)
    assert kernel.sum() == pytest.approx(1)
    assert "Separable: 9 + 9 instead of 81 multiplications a pixel." in shown.text()
    assert "No weight is below zero" in shown.text()
    assert "result 16×24" in shown.text()
    shown.el.get_by_label("Rows").select_option("2")
    shown.el.get_by_label("Columns").select_option("7")
    assert np.shape(shown.get("kernel")) == (2, 7)
    assert shown.get("kernel") == kernel[4:6, 1:8].tolist()
    assert "result 23×26" in shown.text()
    assert "gives 23×26 pixels (“valid”" in say(shown)
    shown.el.get_by_label("Border").select_option("same, zeros around")
    assert "gives 24×32 pixels (“same”: zeros stand around" in say(shown)


def test_neighbour_difference_loses_a_column(mount):
    shown = mount(ImageFilter(np.zeros((280, 320)), [[-1, 1]]))
    assert "picture 280×320" in shown.text()
    assert "result 280×319" in shown.text()


def test_the_result_on_each_scale(shown):
    output = ImageFilter(LEVELS).output
    limit = np.abs(output).max()
    signed = np.array(shown.greys(RESULT))
    assert signed[output > 0.9 * limit].min() < 210  # dark red or dark blue at the ends, white in the middle
    assert signed[np.abs(output) < 0.01 * limit].min() > 240
    assert f"+{limit:.3g}" in shown.text()
    choose = shown.el.get_by_label("Show the result").select_option
    choose("clipped at black")
    clipped = np.array(shown.greys(RESULT))
    assert clipped[output < 0].max() == 0
    assert clipped[output > 1].min() == 255
    share = f"{100 * (output < 0).mean():.0f} % of the pixels are below zero and look as black as zero"
    assert share in shown.text()
    choose("absolute value")
    np.testing.assert_allclose(np.array(shown.greys(RESULT)), 255 * np.abs(output) / limit, atol=1)


def test_the_photograph_is_shown_as_it_is(shown):
    np.testing.assert_allclose(np.array(shown.greys(PICTURE)), LEVELS, atol=1)


def test_pointing_at_a_pixel_says_its_sum(shown):
    canvas = shown.el.locator("canvas").nth(RESULT)
    zoom = canvas.bounding_box()["width"] / 30
    canvas.hover(position={"x": 7.5 * zoom, "y": 4.5 * zoom})
    value = ImageFilter(LEVELS).output[4, 7]
    assert "result[4, 7] = " in shown.text()
    said = shown.el.locator(".convnb-sum").inner_text().rsplit("= ")[-1].replace("−", "-")
    assert float(said) == pytest.approx(value, rel=1e-3)
    frames = shown.el.locator(".convnb-frame")
    assert frames.nth(0).bounding_box()["width"] == pytest.approx(3 * zoom + 4, abs=0.5)
    shown.el.locator("canvas").nth(PICTURE).hover(position={"x": 8.5 * zoom, "y": 5.5 * zoom})
    assert "result[4, 7] = " in shown.text()
    shown.page.mouse.move(0, 0)
    assert "Point at a pixel" in shown.text()
    assert frames.nth(0).is_hidden()


def test_pixels_by_keyboard(shown):
    canvas = shown.el.locator("canvas").nth(RESULT)
    canvas.focus()
    for key in ("ArrowLeft", "Shift+ArrowLeft", "ArrowUp"):
        canvas.press(key)
    assert "result[10, 4] = " in shown.text()
    canvas.press("Escape")
    assert "Point at a pixel" in shown.text()


def test_a_broken_picture_gets_a_sentence_and_the_widget_recovers(mount):
    shown = mount(ImageFilter(LEVELS))
    shown.page.evaluate("window.good = mounted[0].model.get('image'); mounted[0].model.set('image', {})")
    assert "image must be a picture" in shown.el.locator(".convnb-error").inner_text()
    shown.page.evaluate("mounted[0].model.set('image', window.good)")
    assert shown.el.locator(".convnb-error").is_hidden()
    shown.set(kernel=np.ones((9, 9)).tolist(), mode="valid")
    assert "result 16×24" in shown.text()
