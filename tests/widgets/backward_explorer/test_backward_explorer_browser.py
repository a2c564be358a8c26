"""BackwardExplorer under the mouse and the keyboard."""

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


def test_the_sum_in_numbers_and_in_letters(row):
    row.set(position=2)
    assert sums(row) == ["dJ/da₃ = 1 · 3 + 2 · 2 = 7", "The flipped kernel over the deltas: 1 · 3 + 2 · 2 + 0 · 1."]
    pictures = [row.pixels(which) for which in range(6)]
    row.el.get_by_label("Letters").check()
    assert row.get("symbols") is True
    assert sums(row) == ["dJ/da₃ = δ₁ w₃ + δ₂ w₂ = 7", "The flipped kernel over the deltas: δ₁ w₃ + δ₂ w₂ + 0 w₁."]
    assert all(row.pixels(which) != before for which, before in enumerate(pictures))
    roles = row.el.locator(".convnb-sum").first.locator(".convnb-term")
    assert [term.get_attribute("data-role") for term in roles.all()] == ["gradient", "kernel"] * 2


@pytest.mark.parametrize("grid", [INPUT, LEFT])
def test_hovering_looks_and_clicking_chooses(square, grid):
    hover(square, grid, 1, 1)
    assert sums(square)[0] == "dJ/da₂₂ = 1 · 4 + 2 · 3 + 3 · 2 + 4 · 1 = 20"
    assert square.get("position") == 0
    square.page.mouse.move(0, 0)
    assert sums(square)[0] == "dJ/da₁₁ = 1 · 1 = 1"
    canvas(square, grid).click(position=at(square, grid, 2, 1))
    square.page.mouse.move(0, 0)
    assert square.get("position") == 7
    assert sums(square)[0] == "dJ/da₃₂ = 3 · 4 + 4 · 3 = 24"


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
    assert square.el.locator(".convnb-editor").get_attribute("aria-label") == "Input row 2, column 2"
    square.page.keyboard.press("Escape")
    left = canvas(square, LEFT)
    left.focus()
    left.press("ArrowUp")
    assert square.get("position") == 1
    slider = square.el.get_by_role("slider", name="Input", exact=True)
    slider.press("End")
    square.frame()
    assert slider.get_attribute("aria-valuetext") == "row 3, column 3"


def test_a_click_on_a_delta_types_into_it(row):
    canvas(row, RIGHT).click(position=at(row, RIGHT, 0, 3))  # two zeros, then the deltas
    assert row.el.locator(".convnb-editor").get_attribute("aria-label") == "Delta 2"
    row.page.keyboard.type("-4")
    row.page.keyboard.press("Enter")
    assert row.get("grad_y") == [[1, -4]]
    row.page.mouse.move(0, 0)
    row.set(position=3)
    assert sums(row)[0] == "dJ/da₄ = (−4) · 3 = −12"
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
    assert sums(row)[1].startswith("δ₂ w₁ to a₂, δ₂ w₂ to a₃")
    deltas.press("Escape")
    assert sums(row)[0].startswith("dJ/da₁")


def test_typing_into_the_turned_kernel_changes_the_weight_that_is_seen(row):
    canvas(row, MIDDLE).dblclick(position=at(row, MIDDLE, 0, 0))
    row.page.keyboard.type("9")
    row.page.keyboard.press("Enter")
    assert row.get("kernel") == [[1, 2, 9]]


def test_hovering_an_output_says_where_its_delta_goes(row):
    hover(row, OUTPUT, 0, 0)
    assert sums(row) == ["δ₁ = 1 goes back the way its output came:", "δ₁ w₁ to a₁, δ₁ w₂ to a₂, δ₁ w₃ to a₃."]


def test_the_gradient_of_the_weights_turns_nothing(square):
    option(square, "Gradient of", "the weights, dJ/dw")
    assert square.get("target") == "weight"
    assert sums(square)[0] == "dJ/dw₁₁ = 1 · 1 + 2 · 2 + 3 · 4 + 4 · 5 = 37"
    assert "nothing is flipped" in sums(square)[1]
    hover(square, MIDDLE, 1, 0)
    assert sums(square)[0] == "dJ/dw₂₁ = 1 · 4 + 2 · 5 + 3 · 7 + 4 · 8 = 67"
    grid = canvas(square, KERNEL)
    grid.focus()
    grid.press("ArrowRight")
    assert square.get("position") == 1
    square.el.get_by_role("slider", name="Weight").press("End")
    assert square.get("position") == 3
    square.page.wait_for_timeout(400)
    assert square.read_out.inner_text().startswith("Weight row 2, column 2 took part in 4 outputs; its gradient is 77.")
