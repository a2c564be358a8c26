"""ChannelMixer when the picture moves, and the sum of a place that is pointed at or chosen by keys."""

import numpy as np
import pytest
from tiles import (
    CHANNELS,
    MAP,
    PICTURE,
    PRODUCTS,
    STACK,
    TITLE,
    canvas,
    cost,
    drag,
    moved,
    picture_of,
    total,
)

from convnb.widgets import ChannelMixer

LEVELS = np.random.default_rng(8).integers(0, 256, (4, 24, 32)).astype(np.uint8)


@pytest.fixture
def shown(mount):
    return mount(ChannelMixer())


def test_dragging_the_picture_moves_the_maps_with_it(shown):
    before = picture_of(shown, MAP)
    pixel = canvas(shown, PICTURE).bounding_box()["width"] / 48
    drag(shown, PICTURE, (100, 100), (100 - 5 * pixel, 100 + 3 * pixel))
    assert shown.get("shift") == [3, -5]
    assert picture_of(shown, MAP) != before
    assert moved(shown).startswith("Moved 3 rows down and 5 columns left. Away from the border")
    assert "f(shift(x)) and shift(f(x)) differ by 0: equivariance." in moved(shown)
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
    shown.page.wait_for_function("mounted[0].model.saves > 0")
    assert shown.saves() == 1
    shown.page.mouse.up()


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
    shown.el.get_by_label("Max pooling 2×2").check()
    assert "(1, 2, 23, 23)" in cost(shown)
    canvas(shown, PICTURE).press("ArrowRight")
    assert "one step of the map is 2 pixels. Away from the border f(shift(x)) and f(x) differ by up to" in moved(shown)
    canvas(shown, PICTURE).press("ArrowRight")
    assert "shift(f(x)) differ by 0: equivariance" in moved(shown)
    shown.el.get_by_label("Stride").select_option("2")
    assert "one step of the map is 4 pixels" in moved(shown)
    assert "(1, 2, 11, 11)" in cost(shown)
    shown.el.get_by_label("Max pooling 2×2").uncheck()
    assert "shift(f(x)) differ by 0: equivariance" in moved(shown)


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
