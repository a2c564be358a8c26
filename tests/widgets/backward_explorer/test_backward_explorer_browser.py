"""BackwardExplorer under the mouse and the keyboard, and its states: examples, sizes, what cannot be, the page."""

import numpy as np
import pytest

from convnb.widgets import BackwardExplorer

INPUT, KERNEL, OUTPUT, LEFT, MIDDLE, RIGHT = range(6)


def at(shown, canvas, row, col):
    """The middle of a cell, in CSS pixels from the canvas's corner: the cells are as high as those of the kernel."""
    box = shown.el.locator("canvas").nth(KERNEL).bounding_box()
    cell = (box["height"] - 2) / len(shown.get("kernel"))
    return {"x": 1 + (col + 0.5) * cell, "y": 1 + (row + 0.5) * cell}


def canvas(shown, which):
    return shown.el.locator("canvas").nth(which)


def hover(shown, which, row, col):
    canvas(shown, which).hover(position=at(shown, which, row, col))
    shown.frame()


def sums(shown):
    """The sum, and the line below it."""
    return [shown.el.locator(".convnb-sum").nth(line).inner_text() for line in (0, 1)]


def option(shown, label, text):
    shown.el.get_by_label(label, exact=True).select_option(text)
    shown.frame()


def aim(shown, text):
    shown.el.get_by_role("radiogroup", name="Gradient of").get_by_label(text).check()
    shown.frame()


@pytest.fixture
def row(mount):
    return mount(BackwardExplorer())


@pytest.fixture
def square(mount):
    return mount(BackwardExplorer(np.arange(1, 10).reshape(3, 3), [[1, 2], [3, 4]]))


def test_the_sum_in_numbers_and_in_letters(row):
    row.set(position=2)
    assert sums(row) == ["dJ/da₂ = 1 · 3 + 2 · 2 = 7", "The flipped kernel over the deltas: 1 · 3 + 2 · 2 + 0 · 1."]
    pictures = [row.pixels(which) for which in range(6)]
    row.el.get_by_label("Letters").check()
    assert row.get("symbols") is True
    assert sums(row) == ["dJ/da₂ = δ₀ w₂ + δ₁ w₁ = 7", "The flipped kernel over the deltas: δ₀ w₂ + δ₁ w₁ + 0 w₀."]
    assert all(row.pixels(which) != before for which, before in enumerate(pictures))
    roles = row.el.locator(".convnb-sum").first.locator(".convnb-term")
    assert [term.get_attribute("data-role") for term in roles.all()] == [*["gradient", "kernel"] * 2, "gradient"]


@pytest.mark.parametrize("grid", [INPUT, LEFT])
def test_hovering_looks_and_clicking_chooses(square, grid):
    hover(square, grid, 1, 1)
    assert sums(square)[0] == "dJ/da₁₁ = 1 · 4 + 2 · 3 + 3 · 2 + 4 · 1 = 20"
    assert square.get("position") == 0
    square.page.mouse.move(0, 0)
    assert sums(square)[0] == "dJ/da₀₀ = 1 · 1 = 1"
    canvas(square, grid).click(position=at(square, grid, 2, 1))
    square.page.mouse.move(0, 0)
    assert square.get("position") == 7
    assert sums(square)[0] == "dJ/da₂₁ = 3 · 4 + 4 · 3 = 24"


def test_forward_and_backward_light_up_together(square):
    before = [square.pixels(which) for which in range(6)]
    square.set(position=5)
    assert [square.pixels(which) != old for which, old in enumerate(before)] == [True] * 6


def test_dragging_goes_from_cell_to_cell_and_stops_at_the_edge(square):
    start = at(square, INPUT, 0, 0)
    x, y = start["x"], start["y"]
    to = at(square, INPUT, 1, 2)
    square.drag(INPUT, (x, y), [(x + 10, y), (to["x"], to["y"])])
    assert square.get("position") == 5
    square.drag(LEFT, (x, y), [(x + 900, y + 900)])
    assert square.get("position") == 8


def test_the_chosen_cell_by_keyboard_alone(square):
    grid = canvas(square, INPUT)
    grid.focus()
    for key in ("ArrowRight", "ArrowDown"):
        grid.press(key)
    assert square.get("position") == 4
    grid.press("7")
    square.page.keyboard.press("Enter")
    assert square.get("input")[1] == [4, 7, 6]
    grid.press("Enter")  # opens the cell again
    assert square.el.locator(".convnb-editor").get_attribute("aria-label") == "Input row 1, column 1"
    square.page.keyboard.press("Escape")
    left = canvas(square, LEFT)
    left.focus()
    left.press("ArrowUp")
    assert square.get("position") == 1
    slider = square.el.get_by_role("slider", name="Input", exact=True)
    slider.press("End")
    square.frame()
    assert slider.get_attribute("aria-valuetext") == "row 2, column 2"


def test_a_click_on_a_delta_types_into_it(row):
    canvas(row, RIGHT).click(position=at(row, RIGHT, 0, 3))  # two zeros, then the deltas
    assert row.el.locator(".convnb-editor").get_attribute("aria-label") == "Delta 1"
    row.page.keyboard.type("-4")
    row.page.keyboard.press("Enter")
    assert row.get("grad_y") == [[1, -4]]
    row.page.mouse.move(0, 0)
    row.set(position=3)
    assert sums(row)[0] == "dJ/da₃ = (−4) · 3 = −12"
    canvas(row, RIGHT).click(position=at(row, RIGHT, 0, 0))
    assert row.el.locator(".convnb-editor").count() == 0  # a zero between is none of them


def test_deltas_by_keyboard(row):
    deltas = canvas(row, RIGHT)
    deltas.focus()
    for _ in range(2):
        deltas.press("ArrowRight")
    deltas.press("Enter")
    row.page.keyboard.type("5")
    row.page.keyboard.press("Enter")
    assert row.get("grad_y") == [[1, 5]]
    assert sums(row)[1].startswith("δ₁ w₀ to a₁, δ₁ w₁ to a₂")
    deltas.press("Escape")
    assert sums(row)[0].startswith("dJ/da₀")


def test_dragging_the_deltas_over_the_input_chooses_a_weight(row):
    aim(row, "weight dJ/dw")
    start, to = at(row, LEFT, 0, 0), at(row, LEFT, 0, 2)
    row.drag(LEFT, (start["x"], start["y"]), [(start["x"] + 9, start["y"]), (to["x"], to["y"])])
    assert row.get("position") == 2
    row.page.mouse.move(0, 0)
    assert sums(row)[0] == "dJ/dw₂ = 1 · 3 + 2 · 4 = 11"


def test_the_gradient_and_its_sum_can_be_covered(mount):
    shown = mount(BackwardExplorer(covered=True))
    results = [LEFT, MIDDLE]
    for text, hidden in (("input dJ/da", [True, False]), ("weight dJ/dw", [False, True])):
        aim(shown, text)
        assert [not canvas(shown, which).is_visible() for which in results] == hidden
    assert all(line.is_hidden() for line in shown.el.locator(".convnb-sum").all())
    assert all(canvas(shown, which).is_visible() for which in (INPUT, KERNEL, OUTPUT, RIGHT))
    shown.el.get_by_role("button", name="Show the result").click()
    shown.frame()
    assert sums(shown)[0] == "dJ/dw₀ = 1 · 1 + 2 · 2 = 5"


def test_typing_into_the_turned_kernel_changes_the_weight_that_is_seen(row):
    canvas(row, MIDDLE).dblclick(position=at(row, MIDDLE, 0, 0))
    row.page.keyboard.type("9")
    row.page.keyboard.press("Enter")
    assert row.get("kernel") == [[1, 2, 9]]


def test_hovering_an_output_says_where_its_delta_goes(row):
    hover(row, OUTPUT, 0, 0)
    assert sums(row) == ["δ₀ = 1 goes back the way its output came:", "δ₀ w₀ to a₀, δ₀ w₁ to a₁, δ₀ w₂ to a₂."]


def test_the_gradient_of_the_weights_turns_nothing(square):
    aim(square, "weight dJ/dw")
    assert square.get("target") == "weight"
    assert sums(square)[0] == "dJ/dw₀₀ = 1 · 1 + 2 · 2 + 3 · 4 + 4 · 5 = 37"
    assert "nothing is flipped" in sums(square)[1]
    hover(square, MIDDLE, 1, 0)
    assert sums(square)[0] == "dJ/dw₁₀ = 1 · 4 + 2 · 5 + 3 · 7 + 4 · 8 = 67"
    grid = canvas(square, KERNEL)
    grid.focus()
    grid.press("ArrowRight")
    assert square.get("position") == 1
    square.el.get_by_role("slider", name="Weight").press("End")
    assert square.get("position") == 3
    assert square.said().startswith("Weight row 1, column 1 took part in 4 outputs; its gradient is 77.")


# --- states ---


def test_windows_are_counted(mount):
    shown = mount(BackwardExplorer(np.ones((5, 5)), np.ones((3, 3))))
    before = shown.pixels(INPUT)
    shown.open("Examples")
    shown.el.get_by_label("Count windows").check()
    assert shown.pixels(INPUT) != before
    assert "windows over each input" in shown.text()
    canvas(shown, INPUT).dblclick(position=at(shown, INPUT, 0, 0))
    assert shown.el.locator(".convnb-editor").count() == 0  # a count is not typed into


def test_one_dimension_has_one_slider_for_each_size_and_its_own_examples(row, mount):
    row.open("Stride")
    row.open("Examples")
    names = [slider.get_attribute("aria-label") for slider in row.el.locator("input[type=range]:visible").all()]
    assert names == ["Input", "stride", "padding", "dilation", "input", "kernel"]
    own = row.el.get_by_label("Example", exact=True).inner_text().split("\n")
    square = mount(BackwardExplorer([[1, 2], [3, 4]], [[1, 2]]))
    square.open("Examples")
    others = square.el.get_by_label("Example", exact=True).inner_text().split("\n")
    assert len(own) == 6
    assert len(others) == 5  # four, and the reader's own
    assert set(own) & set(others) == {"Dilation 2"}


@pytest.mark.parametrize("shown", ["row", "square"])
def test_every_example_shows_itself(request, shown):
    shown = request.getfixturevalue(shown)
    shown.open("Examples")
    example = shown.el.get_by_label("Example", exact=True)
    names = example.evaluate("select => [...select.options].map(option => option.value)")
    for name in names:
        option(shown, "Example", name)
        assert shown.el.locator(".convnb-error").is_hidden(), name
        assert example.input_value() == name


def test_an_input_that_is_never_read_has_gradient_zero(row):
    row.open("Examples")
    option(row, "Example", "Stride 2, one input never read")
    row.el.get_by_role("slider", name="Input", exact=True).press("End")
    assert sums(row)[0] == "dJ/da₅ = 0: no window reads a₅, so it takes no blame."
    assert "× never read" in row.text()


def test_sliders_cut_and_extend_the_readers_deltas(mount):
    shown = mount(BackwardExplorer([1, 2, 3, 4], [1, 2, 3], grad_y=[7, 8]))
    shown.open("Stride")
    shown.open("Examples")
    kernel = shown.el.get_by_role("slider", name="kernel", exact=True)
    kernel.press("ArrowLeft")
    assert shown.get("grad_y") == [[7, 8, 3]]
    shown.el.get_by_role("slider", name="stride").press("ArrowRight")
    assert shown.get("grad_y") == [[7, 8]]
    for _ in range(4):  # as long as it fits into the input: the sliders stay where they can be reached
        kernel.press("ArrowRight")
    assert len(shown.get("kernel")[0]) == 4
    assert shown.get("grad_y") == [[7]]
    shown.frame()
    assert kernel.input_value() == "4"
    assert kernel.get_attribute("max") == "4"


def test_an_impossible_state_gets_its_sentence_and_recovers(row):
    error = row.el.get_by_role("alert")
    row.set(kernel=[[1, 2, 3, 4, 5]])
    assert "spans 1×5, larger than the padded input 1×4" in error.inner_text()
    assert row.el.locator(".convnb-stage").is_visible()  # dimmed under the sentence
    assert row.el.locator(".convnb-dimmed").count() == 1
    row.set(kernel=[[1, 2, 3]], grad_y=[[1, 2, 3]])
    assert "grad_y is 1×3; it needs one delta for each output, and the output is 1×2." in error.inner_text()
    row.set(grad_y=[])
    assert error.is_hidden()
    assert row.el.locator(".convnb-dimmed").count() == 0
    assert sums(row)[0] == "dJ/da₀ = 1 · 1 = 1"


def test_nothing_moves_while_the_reader_goes_from_cell_to_cell(mount):
    shown = mount(BackwardExplorer(np.ones((6, 6)), np.ones((3, 3)), stride=2))
    slider = shown.el.get_by_role("slider", name="Input", exact=True)

    def place():  # in the widget: the page scrolls to what the mouse points at
        return slider.bounding_box()["y"] - shown.el.bounding_box()["y"]

    before = place()
    for grid, cell in ((INPUT, (0, 0)), (INPUT, (2, 2)), (INPUT, (5, 5)), (RIGHT, (4, 4)), (OUTPUT, (1, 1))):
        hover(shown, grid, *cell)
        assert place() == before
        for line in shown.el.locator(".convnb-sum").all():
            assert line.evaluate("el => el.scrollHeight - el.clientHeight") <= 0


def test_playing_steps_through_the_inputs_and_stops_with_the_target(row):
    row.open("Examples")
    option(row, "Speed", "10 per second")
    row.el.get_by_role("button", name="▶ Play").click()
    row.page.wait_for_function("mounted[0].model.get('position') === 3", timeout=3000)
    aim(row, "weight dJ/dw")
    row.page.wait_for_timeout(300)
    assert row.get("position") == 0


def test_what_comes_back_stands_under_what_went_forth_and_all_fits(mount):
    big = np.arange(256).reshape(16, 16) % 7
    for widget in (BackwardExplorer(), BackwardExplorer(big, np.ones((7, 7)), padding=3)):
        shown = mount(widget)
        boxes = [canvas(shown, which).bounding_box() for which in range(6)]
        assert boxes[INPUT]["x"] == boxes[LEFT]["x"]
        assert boxes[KERNEL]["x"] == boxes[MIDDLE]["x"]
        width = shown.page.viewport_size["width"]
        assert all(box["x"] + box["width"] <= width for box in boxes)
        assert shown.page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_a_phone_nothing_is_wider_than_the_page(mount, quiet_page):
    quiet_page.set_viewport_size({"width": 390, "height": 844})
    for widget in (BackwardExplorer(symbols=True), BackwardExplorer(np.ones((10, 10)), np.ones((3, 3)))):
        shown = mount(widget)
        assert all(box.bounding_box()["width"] <= 370 for box in shown.el.locator("canvas").all())
    for widget in (
        BackwardExplorer([2, 3, 5, 7], [1, 2, 3], grad_y=[5, 7], target="weight"),
        BackwardExplorer([1, 2, 3, 4, 5, 6], [1, 2, 3], grad_y=[5, 7], stride=2, target="weight"),
    ):
        shown = mount(widget)
        assert shown.el.locator(".convnb-second").evaluate("el => el.scrollHeight <= el.clientHeight")
    assert quiet_page.evaluate("document.documentElement.scrollWidth") <= 390
