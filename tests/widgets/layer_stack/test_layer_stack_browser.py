"""LayerStack under the mouse and the keyboard."""

import pytest

from convnb.widgets import LayerStack

PLAN, SECTION = range(2)
FREE = 0.09  # of the plan's side, on each side of the input


@pytest.fixture
def shown(mount):
    return mount(LayerStack())


def text(shown):
    return shown.el.locator(".convnb-sum").inner_text()


def row(shown, number):
    """The visible cells of a layer, as text."""
    return shown.el.locator("tbody tr").nth(number + 1).locator("td").all_inner_texts()[-4:]


def total(shown):
    return shown.el.locator("tfoot td").all_inner_texts()


def fill(shown, label, value):
    shown.el.get_by_label(label, exact=True).fill(str(value))
    shown.frame()


def at(shown, r, c):
    """The middle of a cell of the default input, 9 x 9, on the plan."""
    side = shown.el.locator("canvas").nth(PLAN).bounding_box()["width"]
    return [side * (FREE + (1 - 2 * FREE) * (place + 0.5) / 9) for place in (c, r)]


def test_two_kernels_of_3_see_5(shown):
    assert text(shown) == "Unit [2, 2] of the last map sees 5×5: rows 2 to 6, columns 2 to 6."
    assert row(shown, 0) == ["1×7×7", "10", "441", "3×3"]
    assert row(shown, 1) == ["1×5×5", "10", "225", "5×5"]
    assert total(shown) == ["1×5×5", "20", "666", "5×5"]


def test_dragging_on_the_plan_centres_the_field_under_the_pointer(shown):
    shown.drag(PLAN, at(shown, 4, 4), [at(shown, 4, 5), at(shown, 3, 6)])
    assert shown.get("unit") == [1, 4]
    shown.drag(PLAN, at(shown, 3, 6), [(900, 900)])
    assert shown.get("unit") == [4, 4]
    assert "rows 4 to 8, columns 4 to 8" in text(shown)


def test_dragging_on_the_section_moves_along_the_columns(shown):
    width = shown.el.locator("canvas").nth(SECTION).bounding_box()["width"]
    shown.drag(SECTION, (width - 40, 100), [(width - 30, 100)])
    assert shown.get("unit") == [2, 4]


def test_arrow_keys_and_sliders_move_the_unit(shown):
    canvas = shown.el.locator("canvas").nth(PLAN)
    canvas.focus()
    canvas.press("ArrowUp")
    canvas.press("ArrowRight")
    assert shown.get("unit") == [1, 3]
    column = shown.el.get_by_role("slider", name="Unit, column")
    column.press("ArrowLeft")
    column.press("ArrowLeft")
    assert shown.get("unit") == [1, 1]


def test_typing_a_stride_changes_everything_after_it(shown):
    fill(shown, "stride of layer 0", 2)
    assert row(shown, 0) == ["1×4×4", "10", "144", "3×3"]
    assert row(shown, 1) == ["1×2×2", "10", "36", "7×7"]
    assert text(shown).startswith("Unit [1, 1] of the last map sees 7×7")


def test_adding_moving_and_removing_layers_by_keyboard(shown):
    fill(shown, "kernel of layer 1", 5)
    shown.el.get_by_role("button", name="Move layer 1 up").press("Enter")
    assert [layer["kernel"] for layer in shown.get("layers")] == [5, 3]
    shown.el.get_by_role("button", name="+ convolution").press("Enter")
    shown.frame()
    assert [layer["kernel"] for layer in shown.get("layers")] == [5, 3, 3]
    shown.el.get_by_role("button", name="Move layer 0 down").press("Enter")
    shown.frame()
    shown.el.get_by_role("button", name="Remove layer 2").press("Enter")
    shown.frame()
    assert [layer["kernel"] for layer in shown.get("layers")] == [3, 5]
    assert shown.el.locator("tbody tr:visible").count() == 3
    shown.page.wait_for_function("mounted[0].model.saves > 0")


def test_there_are_twelve_layers_at_most(shown):
    add = shown.el.get_by_role("button", name="+ convolution")
    fill(shown, "Input rows", 64)
    fill(shown, "Input columns", 64)
    places = [button.bounding_box() for button in shown.el.locator(".convnb-main button").all()]
    for _ in range(11):
        add.click(force=True)
        shown.frame()
    assert len(shown.get("layers")) == 12
    assert add.get_attribute("aria-disabled") == "true"
    assert [button.bounding_box() for button in shown.el.locator(".convnb-main button").all()] == places
    assert total(shown) == ["1×40×40", "120", "286,056", "25×25"]


def test_changing_the_kind_shows_what_the_kind_has(shown):
    kind = shown.el.get_by_label("Kind of layer 1", exact=True)
    kind.select_option("max pool")
    shown.frame()
    assert row(shown, 1) == ["1×3×3", "0", "0", "4×4"]
    assert shown.el.get_by_label("channels of layer 1", exact=True).is_hidden()
    kind.select_option("transposed")
    fill(shown, "output padding of layer 1", 1)
    assert row(shown, 1)[0] == "1×15×15"
    assert shown.el.get_by_label("dilation of layer 1", exact=True).is_visible()


def test_a_pooling_is_added_and_keeps_the_channels(shown):
    shown.el.get_by_role("button", name="+ pooling").click()
    shown.frame()
    assert row(shown, 2) == ["1×2×2", "0", "0", "6×6"]


def test_the_table_scrolls_between_its_head_and_its_sums(shown):
    shown.el.get_by_label("Example").select_option("VGG's first ten layers")
    box = shown.el.locator(".convnb-table-scroll").bounding_box()
    inside = lambda part: box["y"] <= part["y"] and part["y"] + part["height"] <= box["y"] + box["height"] + 1  # noqa: E731
    last = shown.el.get_by_label("kernel of layer 9", exact=True)
    assert not inside(last.bounding_box())
    last.focus()
    assert inside(last.bounding_box())
    assert last.evaluate(
        "el => el.contains(document.elementFromPoint(...['x', 'y'].map(side => el.getBoundingClientRect()[side] + 5)))"
    )
    for part in ("thead th >> nth=1", "tfoot td >> nth=1"):
        assert inside(shown.el.locator(part).bounding_box())


@pytest.mark.parametrize(
    ("label", "value", "words"),
    [
        ("kernel of layer 1", 9, "Layer 1 (convolution): its kernel spans 9×9, larger than the padded input 7×7."),
        ("channels of layer 0", 0, "Layer 0 (convolution): channels is 0; it must be from 1 to 1024."),
        ("stride of layer 0", -2, "Layer 0 (convolution): stride is -2; it must be from 1 to 31."),
        ("Input rows", 600, "input_shape: rows must be from 1 to 512; got 600."),
    ],
)
def test_a_hand_makes_no_impossible_layer_and_is_told_why(shown, label, value, words):
    before, height = total(shown), shown.el.bounding_box()["height"]
    field = shown.el.get_by_label(label, exact=True)
    was = field.input_value()
    fill(shown, label, value)
    assert text(shown) == words
    assert field.input_value() == str(value)
    assert total(shown) == before
    assert shown.el.locator(".convnb-error").is_hidden()
    assert shown.el.bounding_box()["height"] == height
    field.press("Tab")
    assert field.input_value() == was
    fill(shown, label, 9)
    fill(shown, "padding of layer 1", 3)
    assert " sees " in text(shown)


def test_an_impossible_stack_from_python_is_named_and_mended(shown):
    good = shown.get("layers")
    shown.set(layers=[good[0], {**good[1], "kernel": 9}])
    words = "Layer 1 (convolution): its kernel spans 9×9, larger than the padded input 7×7."
    assert shown.el.locator(".convnb-error").inner_text() == words
    fill(shown, "kernel of layer 1", 2)
    assert shown.el.locator(".convnb-error").is_hidden()
    assert total(shown) == ["1×6×6", "15", "585", "4×4"]


def test_a_field_being_emptied_waits_and_goes_back_when_it_is_left(shown):
    field = shown.el.get_by_label("kernel of layer 0", exact=True)
    field.fill("")
    shown.frame()
    assert field.input_value() == ""
    assert shown.get("layers")[0]["kernel"] == 3
    field.press("Tab")
    assert field.input_value() == "3"


def test_examples_come_with_their_input_and_unit(shown):
    example = shown.el.get_by_label("Example")
    example.select_option("LeNet's convolutions")
    shown.frame()
    assert shown.get("input_shape") == [1, 32, 32]
    assert total(shown) == ["16×5×5", "2,572", "357,600", "16×16"]
    fill(shown, "kernel of layer 0", 3)
    assert example.input_value() == "your own stack"
    shown.el.get_by_role("button", name="Reset").click()
    shown.frame()
    assert example.input_value() == "two 3×3 see 5×5"


def test_every_example_is_drawn_without_an_error(shown):
    for name in shown.get("examples"):
        shown.el.get_by_label("Example").select_option(name)
        assert " sees " in text(shown), name
        assert shown.el.locator(".convnb-error").is_hidden()


def test_the_field_beyond_the_border_is_said(shown):
    fill(shown, "padding of layer 0", 1)
    fill(shown, "padding of layer 1", 1)
    shown.set(unit=[0, 4])
    assert text(shown) == (
        "Unit [0, 4] of the last map sees 5×5, cut by the border to 3×5: rows 0 to 2, columns 2 to 6."
    )


def test_a_goal_names_what_the_table_sums_up(mount):
    goal = {"text": "See 5 by 5 with 20 parameters", "receptive_field": [5, 5], "parameters": {"most": 20}}
    shown = mount(LayerStack([{"kind": "conv", "kernel": 5}], goal=goal))
    line = shown.el.locator(".convnb-goal")
    assert line.get_attribute("data-met") == "false"
    shown.el.get_by_label("Example").select_option("two 3×3 see 5×5")
    shown.frame()
    assert line.get_attribute("data-met") == "true"
