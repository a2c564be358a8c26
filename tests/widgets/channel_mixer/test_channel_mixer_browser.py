"""ChannelMixer under the mouse and the keyboard: weights, filters, groups, a picture that moves, the sum of a place."""

import numpy as np
import pytest

from convnb.widgets import ChannelMixer

LEVELS = np.random.default_rng(8).integers(0, 256, (4, 24, 32)).astype(np.uint8)
PICTURE, CHANNELS, PRODUCTS = "Picture", "Channels", "What the kernels make of the channels"
RED, GREEN, BLUE = (f"Kernel of {name}" for name in ("red", "green", "blue"))
MAP, STACK = "Map", "All maps"
TITLE = 21  # CSS pixels above a picture


def canvas(shown, name):
    return shown.el.locator(f'canvas[aria-label="{name}"]')


def picture_of(shown, name):
    shown.frame()
    return canvas(shown, name).evaluate("canvas => canvas.toDataURL()")


def total(shown):
    return shown.el.locator(".convnb-sum:not(.convnb-second)").inner_text()


def moved(shown):
    return shown.el.locator(".convnb-second").inner_text()


def look_at(shown, filter_):
    shown.el.get_by_role("slider", name="Filter").fill(str(filter_))


def cost(shown):
    return next(text for text in shown.text().splitlines() if "→" in text)


def drag(shown, name, start, end):
    """Press at a point of a canvas, from its corner in CSS pixels, and let go at another."""
    box = canvas(shown, name).bounding_box()
    mouse = shown.page.mouse
    mouse.move(box["x"] + start[0], box["y"] + start[1])
    mouse.down()
    mouse.move(box["x"] + end[0], box["y"] + end[1], steps=4)
    mouse.up()
    shown.page.mouse.move(0, 0)
    shown.frame()


@pytest.fixture
def shown(mount):
    return mount(ChannelMixer())


def test_shapes_and_weights_are_written_with_their_numbers(shown):
    shown.open("Filters, groups")
    assert cost(shown) == "(1, 3, 48, 48) → (1, 2, 46, 46); 2 · 3 · 3 · 3 = 54 weights + 2 biases."
    choose = shown.el.get_by_label("Kernel size").select_option
    choose("5×5")
    assert np.shape(shown.get("weight")) == (2, 3, 5, 5)
    assert cost(shown) == "(1, 3, 48, 48) → (1, 2, 44, 44); 2 · 3 · 5 · 5 = 150 weights + 2 biases."
    choose("1×1")
    assert cost(shown) == "(1, 3, 48, 48) → (1, 2, 48, 48); 2 · 3 · 1 · 1 = 6 weights + 2 biases."
    assert shown.get("weight")[1] == [[[1]], [[-1]], [[0]]]


def test_a_weight_moves_its_own_map_alone(shown):
    first, second = picture_of(shown, MAP), shown.get("weight")[1]
    look_at(shown, 1)
    other = picture_of(shown, MAP)
    assert other != first
    drag(shown, GREEN, (50, 50), (50, 35))
    weight = shown.get("weight")
    assert weight[1][1][1][1] == -0.5
    assert [weight[1][0], weight[1][2]] == [second[0], second[2]]
    assert picture_of(shown, MAP) != other
    look_at(shown, 0)
    assert picture_of(shown, MAP) == first


def test_weights_by_keyboard_alone(shown):
    shown.open("Weight, bias")
    shown.open("Filters, groups")
    grid = canvas(shown, BLUE)
    grid.focus()
    for key in ("ArrowUp", "ArrowUp", "ArrowRight", "PageUp", "Shift+PageDown"):
        grid.press(key)
    assert shown.get("weight")[0][2][0] == [-1, 0, 0.1]
    for key in ("-", "2", ".", "5", "Enter"):
        shown.page.keyboard.press(key)
    assert shown.get("weight")[0][2][0] == [-1, 0, -2.5]
    assert shown.get("weight")[0][0] == [[-1, 0, 1]] * 3
    slider = shown.el.get_by_role("slider", name="Weight")
    assert slider.get_attribute("aria-valuetext") == "blue [0, 2]: −2.5"
    slider.press("ArrowRight")
    assert shown.get("weight")[0][2][0][2] == -2.4
    assert shown.el.get_by_label("Its kernels").input_value() == "your own"


def test_bias_is_one_number_for_the_map(shown):
    shown.open("Weight, bias")
    shown.el.get_by_role("slider", name="Bias").press("ArrowRight")
    assert shown.get("bias") == [0.05, 0]
    assert "+ bias 0.05 = " in total(shown)


def test_presets_are_for_one_filter(shown):
    shown.open("Filters, groups")
    choose = shown.el.get_by_label("Its kernels").select_option
    choose("grey, a mixture of 1×1")
    weight = np.array(shown.get("weight"))
    assert weight[0, :, 1, 1].tolist() == [0.3, 0.59, 0.11]
    assert weight[0].sum() == pytest.approx(1)
    assert weight[1].tolist() == ChannelMixer().weight[1]
    shown.el.get_by_label("Kernel size").select_option("1×1")
    assert shown.el.get_by_label("Its kernels").input_value() == "grey, a mixture of 1×1"
    choose("edges, top to bottom")
    assert shown.get("weight")[0] == [[[1, 1, 1], [0, 0, 0], [-1, -1, -1]]] * 3


def test_filters_come_and_go(shown):
    shown.open("Filters, groups")
    shown.el.get_by_role("button", name="Add a filter").click()
    assert np.shape(shown.get("weight")) == (3, 3, 3, 3)
    assert shown.get("filter") == 2
    assert shown.el.get_by_label("Its kernels").input_value() == "edges, top to bottom"
    assert "→ (1, 3, 46, 46); 3 · 3 · 3 · 3 = 81 weights + 3 biases" in shown.text()
    add = shown.el.get_by_role("button", name="Add a filter")
    add.click()
    shown.frame()
    assert add.get_attribute("aria-disabled") == "true"
    add.press("Enter")
    assert len(shown.get("weight")) == 4
    look_at(shown, 0)
    for number in range(3):
        assert len(shown.get("bias")) == 4 - number
        shown.el.get_by_role("button", name="Remove filter 0").click()
    shown.el.get_by_role("button", name="Remove filter 0").press("Enter")
    assert np.shape(shown.get("weight")) == (1, 3, 3, 3)
    assert "1 filter of 3×3: 1 map of 46×46" in shown.said()


def test_a_map_of_the_stack_is_chosen_by_mouse_and_by_keys(shown):
    size = canvas(shown, STACK).bounding_box()
    shown.page.mouse.click(size["x"] + 0.35 * size["width"], size["y"] + 50)
    assert shown.get("filter") == 1
    for key, expected in (("ArrowLeft", 0), ("ArrowLeft", 0), ("ArrowDown", 1), ("ArrowDown", 1), ("ArrowUp", 0)):
        canvas(shown, STACK).press(key)
        assert shown.get("filter") == expected, key


def test_groups_cross_out_the_channels_that_are_not_seen(shown):
    shown.open("Filters, groups")
    shown.el.get_by_label("Groups").select_option("3, depthwise")
    assert np.shape(shown.get("weight")) == (3, 1, 3, 3)
    assert cost(shown).startswith("(1, 3, 48, 48) → (1, 3, 46, 46); 3 · 1 · 3 · 3 = 27 weights + 3 biases")
    assert canvas(shown, RED).is_visible()
    assert canvas(shown, GREEN).is_hidden()
    assert "no kernel: filter 0 is in group 0 of 3" in shown.text()
    before = picture_of(shown, CHANNELS)
    canvas(shown, STACK).press("ArrowRight")
    assert picture_of(shown, CHANNELS) != before
    assert canvas(shown, GREEN).is_visible()
    assert canvas(shown, RED).is_hidden()
    assert "= green " in total(shown)
    assert "red" not in total(shown)
    assert shown.el.get_by_role("button", name="Add 3 filters").get_attribute("aria-disabled") == "true"
    shown.el.get_by_label("Groups").select_option("1")
    assert np.shape(shown.get("weight")) == (3, 3, 3, 3)
    shown.frame()
    assert canvas(shown, RED).is_visible()


@pytest.mark.parametrize("channels", [1, 2, 4])
def test_other_numbers_of_channels(mount, channels):
    shown = mount(ChannelMixer(LEVELS[:channels]))
    names = ["grey"] if channels == 1 else [f"channel {c}" for c in range(channels)]
    assert shown.el.locator('canvas[aria-label^="Kernel of"]:visible').count() == channels
    assert all(f"{name} " in total(shown) for name in names)
    assert f"(1, {channels}, 24, 32) → (1, 1, 22, 30)" in cost(shown)


def test_a_broken_state_gets_a_sentence_and_the_widget_recovers(shown):
    good = shown.get("weight")
    error = shown.el.locator(".convnb-error")
    shown.set(weight=[[[[1]]]])
    assert error.inner_text() == "Each filter has 1 kernel, and needs 3: 3 channels / 1 group."
    shown.set(weight=good, bias=[0])
    assert error.inner_text() == "bias has 1 number; 2 filters need 2."
    shown.set(bias=[0, 0], groups=2)
    words = "2 groups must divide the channels and the filters; there are 3 channels and 2 filters."
    assert error.inner_text() == words
    shown.set(groups=1)
    assert error.is_hidden()


def test_on_a_narrow_page_nothing_is_cut_off(mount, quiet_page):
    quiet_page.set_viewport_size({"width": 390, "height": 800})
    shown = mount(ChannelMixer(LEVELS, np.ones((4, 2, 5, 5)), groups=2, shift=(3, 1)))
    assert quiet_page.evaluate("document.documentElement.scrollWidth") <= 390
    for box in shown.el.locator(".convnb-scroll:visible").all():
        assert box.evaluate("el => [el.scrollWidth - el.clientWidth, el.scrollHeight - el.clientHeight]") == [0, 0]
    boxes = [canvas(shown, name).bounding_box() for name in (PICTURE, MAP)]
    assert boxes[0]["y"] == pytest.approx(boxes[1]["y"])
    assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"]


def test_dragging_the_picture_moves_the_maps_with_it(shown):
    before = picture_of(shown, MAP)
    pixel = canvas(shown, PICTURE).bounding_box()["width"] / 48
    drag(shown, PICTURE, (100, 100), (100 - 5 * pixel, 100 + 3 * pixel))
    assert shown.get("shift") == [3, -5]
    assert picture_of(shown, MAP) != before
    assert moved(shown).startswith("Moved 3 down, 5 left. Away from the border")
    assert "f(shift(x)) and shift(f(x)) differ by 0: equivariance." in moved(shown)
    assert "Moved 3 rows down and 5 columns left. Away from the border" in shown.said()
    shown.el.get_by_role("button", name="Put it back").click()
    assert shown.get("shift") == [0, 0]
    assert picture_of(shown, MAP) == before


def test_a_drag_reaches_python_once(shown):
    shown.patient()
    box = canvas(shown, PICTURE).bounding_box()
    shown.page.mouse.move(box["x"] + 90, box["y"] + 90)
    shown.page.mouse.down()
    shown.page.mouse.move(box["x"] + 140, box["y"] + 120, steps=8)
    assert shown.saves() == 0
    shown.page.mouse.up()
    shown.page.wait_for_function("mounted[0].model.saves > 0")
    assert shown.saves() == 1


def test_the_picture_moves_by_keys_and_comes_back_around(shown):
    picture = canvas(shown, PICTURE)
    for key in ("ArrowRight", "Shift+ArrowRight", "ArrowUp"):
        picture.press(key)
    assert shown.get("shift") == [-1, 11]
    picture.press("Shift+ArrowRight")
    picture.press("Shift+ArrowRight")
    assert shown.get("shift") == [-1, -17]
    slider = shown.el.get_by_role("slider", name="Move down")
    assert slider.input_value() == "-1"
    slider.press("Home")
    assert shown.get("shift") == [-24, -17]


def test_pooling_and_stride_break_equivariance_by_half_a_step(shown):
    shown.open("ReLU, pooling, stride")
    shown.el.get_by_label("Max pooling 2×2").check()
    assert "(1, 2, 23, 23)" in cost(shown)
    canvas(shown, PICTURE).press("ArrowRight")
    words = "one step of the map is 2 pixels. Away from the border f(shift(x)) and f(x) differ by up to"
    assert words in shown.said()
    assert moved(shown).startswith("Moved 1 right, a step of the map is 2 pixels: f(shift(x)) and f(x)")
    canvas(shown, PICTURE).press("ArrowRight")
    assert "shift(f(x)) differ by 0: equivariance" in moved(shown)
    shown.el.get_by_label("Stride").select_option("2")
    assert "a step of the map is 4 pixels" in moved(shown)
    assert "(1, 2, 11, 11)" in cost(shown)
    shown.el.get_by_label("Max pooling 2×2").uncheck()
    assert "shift(f(x)) differ by 0: equivariance" in moved(shown)


def test_what_cannot_be_computed_is_taken_back_to_what_was_shown(mount):
    """A hand may be faster than the frames: between two that are painted it changes one thing twice."""
    shown = mount(ChannelMixer(LEVELS[:1, :4, :4], np.ones((1, 1, 3, 3)), pool=True))
    twice = "list => [1, 2].forEach(() => { list.value = '2'; list.dispatchEvent(new Event('change')); })"
    shown.el.get_by_label("Stride").evaluate(twice)
    shown.frame()
    assert shown.get("stride") == 1
    assert shown.el.locator(".convnb-error").is_hidden()


def test_the_sum_at_a_place_says_what_each_channel_gives(mount):
    rng = np.random.default_rng(2)
    widget = ChannelMixer(LEVELS[:3], rng.normal(size=(2, 3, 3, 3)).round(2), [0.5, -0.25], filter=1)
    shown = mount(widget)
    width = canvas(shown, MAP).bounding_box()["width"]
    zoom = width / 30
    canvas(shown, MAP).hover(position={"x": 7.5 * zoom, "y": TITLE + 4.5 * zoom})
    x, weight = widget.shifted[0][:, 4:7, 7:10], np.array(widget.weight)[1]
    parts = (x * weight).sum((1, 2))
    said = total(shown).replace("−", "-").replace("(", "").replace(")", "").split()
    assert said[:4] == ["map", "1", "[4,", "7]"]
    numbers = [float(said[said.index(name) + 1]) for name in ("red", "green", "blue", "bias")]
    np.testing.assert_allclose(numbers, [*parts, -0.25], rtol=6e-3)
    assert float(said[-1]) == pytest.approx(widget.output[0, 1, 4, 7], rel=6e-3)
    shown.open("ReLU")
    shown.el.get_by_label("ReLU").check()
    canvas(shown, CHANNELS).hover(position={"x": 20, "y": TITLE + 20})
    assert "; ReLU: " in total(shown)


def test_the_place_is_kept_by_a_click_and_moved_by_keys(shown):
    zoom = canvas(shown, MAP).bounding_box()["width"] / 46
    canvas(shown, MAP).click(position={"x": 9.5 * zoom, "y": TITLE + 5.5 * zoom})
    shown.page.mouse.move(0, 0)
    assert total(shown).startswith("map 0 [5, 9] = ")
    before = [picture_of(shown, name) for name in (PICTURE, CHANNELS, PRODUCTS, MAP, STACK)]
    for key in ("ArrowDown", "Shift+ArrowRight"):
        canvas(shown, PRODUCTS).press(key)
    assert total(shown).startswith("map 0 [6, 19] = ")
    after = [picture_of(shown, name) for name in (PICTURE, CHANNELS, PRODUCTS, MAP, STACK)]
    assert all(old != new for old, new in zip(before, after, strict=True))
    canvas(shown, MAP).press("Escape")
    assert "Point at a place" in total(shown)


def test_a_place_under_pooling_is_the_largest_of_four(shown):
    shown.open("ReLU, pooling, stride")
    shown.el.get_by_label("Max pooling 2×2").check()
    canvas(shown, MAP).press("ArrowRight")
    sums = ChannelMixer().output[0, 0]
    row, col = (int(n) for n in total(shown).split("[")[1].split("]")[0].split(", "))
    at = np.unravel_index(sums[2 * row : 2 * row + 2, 2 * col : 2 * col + 2].argmax(), (2, 2))
    assert f"the largest of four sums, that at [{2 * row + at[0]}, {2 * col + at[1]}]:" in total(shown)


def test_the_window_is_lit_in_every_channel(shown):
    canvas(shown, MAP).press("Escape")
    plain = picture_of(shown, CHANNELS)
    zoom = canvas(shown, CHANNELS).bounding_box()["width"] / 48
    canvas(shown, CHANNELS).hover(position={"x": 20 * zoom, "y": TITLE + 20 * zoom})
    assert picture_of(shown, CHANNELS) != plain
    # the rows of the canvas with pixels in the colour of the focus, #D55E00
    rows = canvas(shown, CHANNELS).evaluate("""canvas => {
      const { data, width } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      const pixels = Array.from({ length: data.length / 4 }, (_, n) => n);
      const lit = pixels.filter((n) => data[4 * n] === 213 && data[4 * n + 1] === 94 && data[4 * n + 2] === 0);
      return lit.map((n) => Math.floor(n / width));
    }""")
    height = canvas(shown, CHANNELS).bounding_box()["height"] / 3
    assert {int(row // height) for row in rows} == {0, 1, 2}
