"""BackwardExplorer's states: examples, sizes, what cannot be, and how it all fits on the page."""

import numpy as np
import pytest
from backward_grids import INPUT, KERNEL, LEFT, MIDDLE, OUTPUT, RIGHT, at, canvas, hover, option, sums

from convnb.widgets import BackwardExplorer


@pytest.fixture
def row(mount):
    return mount(BackwardExplorer())


@pytest.fixture
def square(mount):
    return mount(BackwardExplorer(np.arange(1, 10).reshape(3, 3), [[1, 2], [3, 4]]))


def test_windows_are_counted(mount):
    shown = mount(BackwardExplorer(np.ones((5, 5)), np.ones((3, 3))))
    before = shown.pixels(INPUT)
    shown.el.get_by_label("Count windows").check()
    assert shown.pixels(INPUT) != before
    assert "windows that read each input" in shown.text()
    canvas(shown, INPUT).dblclick(position=at(shown, INPUT, 0, 0))
    assert shown.el.locator(".convnb-editor").count() == 0  # a count is not typed into


def test_one_dimension_has_one_slider_for_each_size_and_its_own_examples(row, mount):
    for fold in row.el.locator("summary").all():
        fold.click()
    names = [slider.get_attribute("aria-label") for slider in row.el.locator("input[type=range]:visible").all()]
    assert names == ["Input", "stride", "padding", "dilation", "input", "kernel"]
    own = row.el.get_by_label("Example", exact=True).inner_text().split("\n")
    square = mount(BackwardExplorer([[1, 2], [3, 4]], [[1, 2]]))
    others = square.el.get_by_label("Example", exact=True).inner_text().split("\n")
    assert len(own) == 6
    assert len(others) == 5  # four, and the reader's own
    assert set(own) & set(others) == {"Dilation 2"}


@pytest.mark.parametrize("shown", ["row", "square"])
def test_every_example_shows_itself(request, shown):
    shown = request.getfixturevalue(shown)
    example = shown.el.get_by_label("Example", exact=True)
    names = example.evaluate("select => [...select.options].map(option => option.value)")
    for name in names:
        option(shown, "Example", name)
        assert shown.el.locator(".convnb-error").is_hidden(), name
        assert example.input_value() == name


def test_an_input_that_is_never_read_has_gradient_zero(row):
    option(row, "Example", "Stride 2, one input never read")
    row.el.get_by_role("slider", name="Input", exact=True).press("End")
    assert sums(row)[0] == "dJ/da₆ = 0: no window reads a₆, so it takes no blame."
    assert "× never read" in row.text()


def test_sliders_cut_and_extend_the_readers_deltas(mount):
    shown = mount(BackwardExplorer([1, 2, 3, 4], [1, 2, 3], grad_y=[7, 8]))
    for fold in shown.el.locator("summary").all():
        fold.click()
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
    assert canvas(row, INPUT).is_hidden()
    row.set(kernel=[[1, 2, 3]], grad_y=[[1, 2, 3]])
    assert "grad_y is 1×3; it needs one delta for each output, and the output is 1×2." in error.inner_text()
    row.set(grad_y=[])
    assert error.is_hidden()
    assert sums(row)[0] == "dJ/da₁ = 1 · 1 = 1"


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
    option(row, "Speed", "10 per second")
    row.el.get_by_role("button", name="▶ Play").click()
    row.page.wait_for_function("mounted[0].model.get('position') === 3", timeout=3000)
    option(row, "Gradient of", "the weights, dJ/dw")
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
    assert quiet_page.evaluate("document.documentElement.scrollWidth") <= 390
