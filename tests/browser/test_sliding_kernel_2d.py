"""SlidingKernel2D under the mouse and the keyboard."""

import re

import pytest

from convnb.widgets import SlidingKernel2D

INPUT, KERNEL, OUTPUT = range(3)


@pytest.fixture
def shown(mount):
    return mount(SlidingKernel2D())


def at(shown, canvas, row, col):
    """The middle of a cell, in CSS pixels from the canvas's corner.

    The canvases are so many cells and 2 pixels wide.
    """
    cell = (shown.el.locator("canvas").nth(KERNEL).bounding_box()["width"] - 2) / 2
    return 1 + (col + 0.5) * cell, 1 + (row + 0.5) * cell


def hover(shown, canvas, row, col):
    x, y = at(shown, canvas, row, col)
    shown.el.locator("canvas").nth(canvas).hover(position={"x": x, "y": y})
    shown.frame()


def total(shown):
    return shown.el.locator(".convnb-sum").inner_text()


def test_the_sum_stands_there_with_its_numbers(shown):
    assert total(shown) == "output[0, 0] = 0×0 + 1×1 + 3×2 + 4×3 = 19"


def test_dragging_the_window_moves_it_by_whole_cells(shown):
    start = at(shown, INPUT, 0, 0)
    shown.drag(INPUT, start, [(start[0] + 10, start[1]), at(shown, INPUT, 0, 1)])
    assert shown.get("position") == 1
    start = at(shown, INPUT, 1, 2)
    shown.drag(INPUT, start, [at(shown, INPUT, 2, 2), at(shown, INPUT, 2, 1)])
    assert shown.get("position") == 2
    assert total(shown).endswith("= 37")


def test_dragging_past_the_edge_stops_at_the_last_window(shown):
    x, y = at(shown, INPUT, 0, 0)
    shown.drag(INPUT, (x, y), [(x + 100, y + 100), (x + 900, y + 900)])
    assert shown.get("position") == 3


def test_hovering_an_output_shows_its_window_without_going_there(shown):
    hover(shown, OUTPUT, 1, 1)
    assert total(shown) == "output[1, 1] = 4×0 + 5×1 + 7×2 + 8×3 = 43"
    assert shown.get("position") == 0
    shown.page.mouse.move(0, 0)
    shown.frame()
    assert total(shown).startswith("output[0, 0]")


def test_clicking_an_output_goes_there(shown):
    x, y = at(shown, OUTPUT, 1, 0)
    shown.el.locator("canvas").nth(OUTPUT).click(position={"x": x, "y": y})
    assert shown.get("position") == 2


def test_hovering_an_input_names_every_output_that_uses_it_and_its_weight(shown):
    hover(shown, INPUT, 1, 1)
    for use in ("output[0, 0] with weight 3", "output[0, 1] with weight 2", "output[1, 0] with weight 1"):
        assert use in total(shown)
    hover(shown, INPUT, 2, 0)
    assert total(shown) == "This input, 6, is used by output[1, 0] with weight 2."


def test_hovering_a_weight_counts_the_inputs_it_meets(shown):
    hover(shown, KERNEL, 1, 0)
    assert total(shown) == "This weight, 2, meets 4 inputs, one for each output."


def test_a_pinned_input_stays_and_lets_go(shown):
    x, y = at(shown, INPUT, 2, 0)
    canvas = shown.el.locator("canvas").nth(INPUT)
    canvas.click(position={"x": x, "y": y})
    shown.page.mouse.move(0, 0)
    shown.frame()
    assert "This input, 6" in total(shown)
    canvas.click(position={"x": x, "y": y})
    shown.page.mouse.move(0, 0)
    shown.frame()
    assert total(shown).startswith("output[0, 0]")


def test_the_scrub_slider_by_mouse_and_keys(shown):
    slider = shown.el.get_by_role("slider", name="Position")
    box = slider.bounding_box()
    shown.page.mouse.move(box["x"] + 4, box["y"] + box["height"] / 2)
    shown.page.mouse.down()
    shown.page.mouse.move(box["x"] + box["width"] - 2, box["y"] + box["height"] / 2, steps=6)
    shown.page.mouse.up()
    assert shown.get("position") == 3
    slider.press("ArrowLeft")
    assert shown.get("position") == 2
    assert slider.get_attribute("aria-valuetext") == "row 1, column 0"
    slider.press("Home")
    assert shown.get("position") == 0


def test_the_grids_by_keyboard_alone(shown):
    output = shown.el.locator("canvas").nth(OUTPUT)
    output.focus()
    output.press("ArrowDown")
    output.press("ArrowRight")
    assert shown.get("position") == 3
    grid = shown.el.locator("canvas").nth(INPUT)
    grid.focus()
    grid.press("ArrowRight")  # the first arrow shows the cursor where it is
    grid.press("ArrowDown")
    shown.frame()
    assert "This input, 3" in total(shown)
    grid.press("Enter")
    grid.press("Escape")
    shown.frame()
    assert total(shown).startswith("output[1, 1]")


def test_flipping_turns_the_kernel_and_changes_the_output(shown):
    before = shown.pixels(KERNEL)
    shown.el.get_by_label("Flip the kernel").check()
    shown.page.wait_for_timeout(600)
    assert shown.get("flip") is True
    assert total(shown) == "output[0, 0] = 0×3 + 1×2 + 3×1 + 4×0 = 5"
    assert shown.pixels(KERNEL) != before
    assert "Convolution" in shown.read_out.inner_text()


def test_playing_goes_round_and_pauses(shown):
    shown.el.get_by_label("Speed").select_option("10 per second")
    shown.el.get_by_role("button", name="▶ Play").click()
    shown.page.wait_for_function("mounted[0].model.get('position') === 3", timeout=3000)
    shown.page.wait_for_function("mounted[0].model.get('position') === 0", timeout=3000)
    shown.el.get_by_role("button", name="Pause").click()
    stopped = shown.get("position")
    shown.page.wait_for_timeout(300)
    assert shown.get("position") == stopped
    shown.el.get_by_role("button", name="Step back").click()
    assert shown.get("position") == (stopped - 1) % 4


def test_playing_stops_when_the_widget_is_closed(shown):
    shown.el.get_by_role("button", name="▶ Play").click()
    shown.clean_up()
    position = shown.get("position")
    shown.page.wait_for_timeout(700)
    assert shown.get("position") == position


def test_stride_and_padding_sliders_change_the_geometry(shown):
    shown.el.locator("summary").click()
    shown.el.get_by_role("slider", name="padding, columns").press("ArrowRight")
    assert shown.get("padding") == [0, 1]
    shown.frame()
    assert "columns: ⌊(3 + 2·1 − 1·(2 − 1) − 1) / 1⌋ + 1 = 4" in shown.el.inner_text()
    shown.el.get_by_role("slider", name="stride, rows").press("ArrowRight")
    assert shown.get("stride") == [2, 1]
    shown.frame()
    assert "output 1×4" in shown.el.inner_text()


def test_an_impossible_state_gets_its_sentence_and_recovers(shown):
    shown.set(kernel=[[1.0] * 4])
    error = shown.el.get_by_role("alert")
    assert re.search(r"spans 1×4, larger than the padded input 3×3", error.inner_text())
    assert shown.el.locator("canvas").first.is_hidden()
    shown.set(padding=[0, 1])
    assert error.is_hidden()
    assert shown.el.locator("canvas").first.is_visible()


def test_the_largest_state_fits_the_page(mount):
    shown = mount(
        SlidingKernel2D([[(r * c) % 7 - 3 for c in range(16)] for r in range(16)], [[0.25] * 7] * 7, padding=3)
    )
    width = shown.page.viewport_size["width"]
    for canvas in shown.el.locator("canvas").all():
        assert canvas.bounding_box()["width"] <= width
    assert shown.page.evaluate("document.documentElement.scrollWidth") <= width


def test_touch_drags_move_the_window(browser, mount):
    # A page of its own: touch must be switched on when a context is made.
    import bare_page

    with browser.new_context(has_touch=True, viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        shown = bare_page.mount(page, SlidingKernel2D())
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        box = shown.el.locator("canvas").first.bounding_box()
        client = context.new_cdp_session(page)
        touch = [{"x": box["x"] + 20, "y": box["y"] + 20}]
        client.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": touch})
        touch = [{"x": box["x"] + 70, "y": box["y"] + 20}]
        client.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": touch})
        client.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        shown.frame()
        assert shown.get("position") == 1
