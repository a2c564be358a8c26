"""SlidingKernel2D under the mouse and the keyboard, and its states: examples, geometry, sizes, what cannot be."""

import re

import pytest
from support import bare_page
from support.finger import drag_by_finger

from convnb.widgets import SlidingKernel2D

INPUT, KERNEL, OUTPUT = range(3)


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
    """What stands under the grids: the sum with its numbers, or what an input or a weight is for."""
    return shown.el.locator(".convnb-sum").inner_text()


@pytest.fixture
def shown(mount):
    return mount(SlidingKernel2D())


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
    assert total(shown) == "This input, 4, is used by output [0, 0] (×3), [0, 1] (×2), [1, 0] (×1), [1, 1] (×0)."
    hover(shown, INPUT, 2, 0)
    assert total(shown) == "This input, 6, is used by output [1, 0] (×2)."


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
    shown.frame()
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
    shown.el.get_by_role("radio", name="∗ convolution").check()
    shown.page.wait_for_timeout(600)
    assert shown.get("flip") is True
    assert total(shown) == "output[0, 0] = 0×3 + 1×2 + 3×1 + 4×0 = 5"
    assert shown.pixels(KERNEL) != before
    assert "Convolution" in shown.read_out.inner_text()


def test_typing_into_the_input_and_the_kernel(shown):
    x, y = at(shown, INPUT, 0, 1)
    shown.el.locator("canvas").nth(INPUT).dblclick(position={"x": x, "y": y})
    shown.page.keyboard.type("-2.5")
    shown.page.keyboard.press("Enter")
    assert shown.get("input")[0] == [0, -2.5, 2]
    assert shown.el.locator("canvas").nth(INPUT).evaluate("canvas => canvas === document.activeElement")
    kernel = shown.el.locator("canvas").nth(KERNEL)
    kernel.focus()
    kernel.press("ArrowDown")
    kernel.press("ArrowRight")
    kernel.press("9")  # the cursor is at row 0, column 1
    shown.page.keyboard.press("Enter")
    assert shown.get("kernel") == [[0, 9], [2, 3]]
    shown.page.mouse.move(0, 0)
    kernel.press("Escape")
    shown.frame()
    assert total(shown) == "output[0, 0] = 0×0 + (−2.5)×9 + 3×2 + 4×3 = −4.5"


def test_keys_faster_than_a_frame_reach_the_cell_that_they_chose(shown):
    keys = """canvas => {
      canvas.focus();
      for (const key of ["ArrowDown", "ArrowRight", "9"]) canvas.dispatchEvent(new KeyboardEvent("keydown", { key }));
    }"""
    shown.el.locator("canvas").nth(KERNEL).evaluate(keys)
    shown.page.keyboard.press("Enter")
    assert shown.get("kernel") == [[0, 9], [2, 3]]


def test_typing_into_a_flipped_kernel_changes_the_weight_that_is_seen(shown):
    shown.set(flip=True)
    x, y = at(shown, KERNEL, 0, 0)
    shown.el.locator("canvas").nth(KERNEL).dblclick(position={"x": x, "y": y})
    shown.page.keyboard.type("8")
    shown.page.keyboard.press("Enter")
    assert shown.get("kernel") == [[0, 1], [2, 8]]


def test_padding_is_not_typed_into(shown):
    shown.set(padding=[1, 1])
    shown.el.locator("canvas").nth(INPUT).dblclick(position={"x": 10, "y": 10})
    assert shown.el.locator(".convnb-editor").count() == 0


def test_the_layout_does_not_jump_under_the_pointer(shown):
    slider = shown.el.get_by_role("slider", name="Position")
    before = slider.bounding_box()
    for canvas in (INPUT, KERNEL, OUTPUT):
        hover(shown, canvas, 1, 1)
        assert slider.bounding_box() == before


def test_playing_goes_round_and_pauses(shown):
    shown.play("position", 3, 0)
    stopped = shown.get("position")
    shown.page.wait_for_timeout(300)
    assert shown.get("position") == stopped
    shown.el.get_by_role("button", name="Step back").click()
    assert shown.get("position") == (stopped - 1) % 4
    play = shown.el.get_by_role("button", name="▶ Play")
    play.click()
    shown.el.locator("canvas").first.press("Tab")
    assert play.count() == 0, "whoever goes through the grids by Tab touches nothing"
    shown.el.locator("canvas").first.press("ArrowRight")
    play.wait_for()


def test_playing_stops_when_the_widget_is_closed(shown):
    shown.el.get_by_role("button", name="▶ Play").click()
    shown.clean_up()
    position = shown.get("position")
    shown.page.wait_for_timeout(700)
    assert shown.get("position") == position


def test_touch_drags_move_the_window(browser):
    # A page of its own: touch must be switched on when a context is made.
    with browser.new_context(has_touch=True, viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        shown = bare_page.mount(page, SlidingKernel2D())
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        box = shown.el.locator("canvas").first.bounding_box()
        drag_by_finger(page, *((box["x"] + x, box["y"] + 20) for x in (20, 70)))
        shown.frame()
        assert shown.get("position") == 1


# --- states ---


def test_every_example_shows_itself_and_can_be_copied(shown):
    shown.open("Examples")
    example = shown.el.get_by_label("Example", exact=True)
    names = example.evaluate("select => [...select.options].map(option => option.value)")
    assert len(names) >= 30
    for name in names:
        example.select_option(name)
        assert shown.el.locator(".convnb-error").is_hidden(), name
        assert example.input_value() == name


def test_the_worked_numbers_of_the_course(shown):
    worked = {
        "4×4 with a diagonal": ([[60, 70, 50], [60, 70, 50], [20, 30, 20]], [[30, 50, 40], [60, 80, 70], [25, 45, 40]]),
        "The same test with other numbers": (
            [[1.6354, 1.6366], [2.0932, 1.6255]],
            [[1.7573, 1.7959], [2.0717, 1.6266]],
        ),
        "Ones and a box: proves nothing": ([[1, 1], [1, 1]], [[1, 1], [1, 1]]),
    }
    shown.open("Examples")
    for name, outputs in worked.items():
        shown.el.get_by_label("Example", exact=True).select_option(name)
        for flip, output in zip((False, True), outputs, strict=True):
            shown.set(flip=flip)
            for position, expected in enumerate(value for row in output for value in row):
                shown.set(position=position)
                said = float(total(shown).rsplit("= ")[-1].replace("−", "-"))
                assert said == pytest.approx(expected, abs=1e-3), (name, flip, position)


def test_what_a_stride_never_reads_is_marked(shown):
    shown.open("Examples")
    shown.el.get_by_label("Example", exact=True).select_option("A stride that does not divide")
    assert "× never read" in shown.el.inner_text()
    cell = (shown.el.locator("canvas").nth(KERNEL).bounding_box()["width"] - 2) / 3
    corner = {"x": 1 + 6.5 * cell, "y": 1 + 0.5 * cell}
    shown.el.locator("canvas").nth(INPUT).hover(position=corner)
    shown.frame()
    assert total(shown) == "This input, 2, is used by no output: no window covers it."


def test_transposed_stretches_the_input_and_output_padding_appears(shown):
    shown.open("Stride, padding, dilation")
    slider = shown.el.get_by_role("slider", name="output padding, rows")
    assert slider.is_hidden()
    shown.el.get_by_label("Transposed", exact=True).check()
    shown.el.get_by_role("slider", name="stride, rows").press("ArrowRight")
    assert "rows: (3 − 1)·2 − 2·0 + 1·(2 − 1) + 0 + 1 = 6" in shown.el.inner_text()
    assert "output 6×4" in shown.el.inner_text()
    slider.press("ArrowRight")
    assert "output 7×4" in shown.el.inner_text()
    slider.press("ArrowRight")
    assert shown.get("output_padding") == [1, 0]  # two would need a larger stride
    shown.set(output_padding=[2, 0])
    assert "The output padding is 2; it must be smaller than the stride" in shown.el.get_by_role("alert").inner_text()
    shown.set(output_padding=[0, 0])
    assert shown.el.get_by_role("alert").is_hidden()


def test_sizes_grow_with_zeros_and_shrink(shown):
    shown.open("Examples, sizes")
    shown.el.get_by_role("slider", name="kernel, columns").press("ArrowRight")
    assert shown.get("kernel") == [[0, 1, 0], [2, 3, 0]]
    shown.el.get_by_role("slider", name="input, rows").press("ArrowLeft")
    assert shown.get("input") == [[0, 1, 2], [3, 4, 5]]
    assert "output 1×1" in shown.el.inner_text()


def test_stride_and_padding_sliders_change_the_geometry(shown):
    shown.open("Stride, padding, dilation")
    shown.el.get_by_role("slider", name="padding, columns", exact=True).press("ArrowRight")
    assert shown.get("padding") == [0, 1]
    assert "columns: ⌊(3 + 2·1 − 1·(2 − 1) − 1) / 1⌋ + 1 = 4" in shown.el.inner_text()
    shown.el.get_by_role("slider", name="stride, rows").press("ArrowRight")
    assert shown.get("stride") == [2, 1]
    assert "output 1×4" in shown.el.inner_text()


def test_an_impossible_state_gets_its_sentence_and_recovers(shown):
    shown.set(kernel=[[1.0] * 4])
    error = shown.el.get_by_role("alert")
    assert re.search(r"spans 1×4, larger than the padded input 3×3", error.inner_text())
    dimmed = "el => Number(getComputedStyle(el).opacity)"
    assert shown.el.locator("canvas").first.evaluate(dimmed) < 0.5
    assert shown.el.get_by_role("button", name="Reset").is_visible()
    shown.set(padding=[0, 1])
    assert error.is_hidden()
    assert shown.el.locator("canvas").first.evaluate(dimmed) == 1


def test_what_cannot_be_shown_from_the_start_has_its_controls(mount):
    shown = mount(SlidingKernel2D(), kernel=[[1.0] * 4])
    assert "spans 1×4" in shown.el.get_by_role("alert").inner_text()
    shown.open("Examples, sizes")
    shown.el.get_by_role("slider", name="kernel, columns").press("ArrowLeft")
    assert shown.get("kernel") == [[1.0]]  # from what is drawn below the sentence
    assert shown.el.get_by_role("alert").is_hidden()


def test_a_hand_never_leads_to_what_cannot_be_shown(shown):
    shown.set(input=[[1.0]], kernel=[[2.0]], dilation=[3, 3])
    shown.open("Examples, sizes")
    slider = shown.el.get_by_role("slider", name="kernel, rows")
    assert slider.get_attribute("max") == "1"  # two, three apart, would not fit into one
    shown.page.evaluate(f"mounted[{shown.index}].model.set('stride', [1, 1])")
    slider.evaluate("el => { el.max = 7; el.value = 7; el.dispatchEvent(new Event('input')); }")
    shown.frame()
    assert shown.get("kernel") == [[2.0]]
    assert shown.el.get_by_role("alert").is_hidden()
