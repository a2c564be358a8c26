"""ImpulseResponse under the mouse and the keyboard."""

import pytest

from convnb.widgets import ImpulseResponse

HITS, RESPONSE, RESULT = range(3)
LEFT = 24  # room for the zero line's number


@pytest.fixture
def shown(mount):
    return mount(ImpulseResponse())


def slot(shown, canvas, index, slots):
    """x of the middle of a slot; the canvas holds so many."""
    width = shown.el.locator("canvas").nth(canvas).bounding_box()["width"]
    return LEFT + (index + 0.5) * (width - LEFT - 2) / slots


def total(shown):
    return shown.el.locator(".convnb-sum").inner_text()


def click_hit(shown, t, slots=9):
    shown.el.locator("canvas").nth(HITS).click(position={"x": slot(shown, HITS, t, slots), "y": 60})


def test_a_click_hits_and_more_clicks_hit_harder_and_then_not(shown):
    seen = []
    for _ in range(4):
        click_hit(shown, 2)
        seen.append(shown.get("hits")[2])
    assert seen == [1, 2, 3, 0]
    click_hit(shown, 2)
    assert shown.get("hits") == [0, 0, 1, 1, 0, 0, 0]
    assert total(shown) == "h[3] = f[2]·g[1] + f[3]·g[0] = 1×2 + 1×3 = 5"


def test_a_click_beyond_the_timeline_hits_nothing(shown):
    click_hit(shown, 8)
    assert shown.get("hits") == [0, 0, 0, 1, 0, 0, 0]


def test_dragging_a_hit_up_and_down_says_how_hard(shown):
    x = slot(shown, HITS, 5, 9)
    shown.drag(HITS, (x, 110), [(x, 90), (x, 50)])
    strong = shown.get("hits")[5]
    assert strong > 1
    shown.drag(HITS, (x, 50), [(x, 70), (x, 90)])
    assert 0 < shown.get("hits")[5] < strong
    assert shown.get("hits")[3] == 1


def test_the_scale_stands_still_while_a_bar_is_dragged(shown):
    # The bar ends under the pointer: a scale that grew with it would let it run away.
    x = slot(shown, RESPONSE, 0, 3)
    box = shown.el.locator("canvas").nth(RESPONSE).bounding_box()
    mouse = shown.page.mouse
    mouse.move(box["x"] + x, box["y"] + 60)
    mouse.down()
    mouse.move(box["x"] + x, box["y"] + 3)
    shown.frame()
    top = shown.get("response")[0]
    mouse.move(box["x"] + x, box["y"] + 4)
    shown.frame()
    mouse.move(box["x"] + x, box["y"] + 3)
    shown.frame()
    assert shown.get("response")[0] == top > 3
    mouse.up()


def test_the_response_is_dragged_and_the_result_follows(shown):
    x = slot(shown, RESPONSE, 2, 3)
    shown.drag(RESPONSE, (x, 110), [(x, 90), (x, 117)])
    assert shown.get("response") == [3, 2, 0]
    shown.open("Lengths")
    assert "h = 0, 0, 0, 3, 2, 0, 0, 0, 0" in shown.el.inner_text()


def test_a_number_is_typed_into_the_response(shown):
    canvas = shown.el.locator("canvas").nth(RESPONSE)
    canvas.dblclick(position={"x": slot(shown, RESPONSE, 1, 3), "y": 90})
    editor = shown.el.get_by_role("textbox", name="response after 1")
    assert editor.input_value() == "2"
    editor.fill("1/4")
    editor.press("Enter")
    assert shown.get("response") == [3, 0.25, 1]
    assert editor.count() == 0
    # The focus is back on the canvas: a digit opens the same bar again, Escape leaves it as it was.
    shown.page.keyboard.press("7")
    shown.page.keyboard.press("Escape")
    assert shown.get("response") == [3, 0.25, 1]


def test_what_is_no_number_is_refused_and_said(shown):
    shown.el.locator("canvas").nth(RESPONSE).focus()
    shown.page.keyboard.press("F2")
    editor = shown.el.get_by_role("textbox", name="response after 0")
    editor.fill("hard")
    editor.press("Enter")
    assert editor.get_attribute("aria-invalid") == "true"
    assert editor.evaluate("editor => getComputedStyle(editor).textDecorationLine") == "underline", "seen, too"
    editor.fill("-4")
    assert editor.get_attribute("aria-invalid") is None
    editor.press("Tab")
    assert shown.get("response") == [-4, 2, 1]


def test_hits_by_keyboard_alone(shown):
    shown.el.locator("canvas").nth(HITS).focus()
    keys = shown.page.keyboard
    for key in ("ArrowRight", "ArrowRight", "ArrowUp", "ArrowUp", "ArrowRight", "Delete", "ArrowRight", "Enter"):
        keys.press(key)
    assert shown.get("hits") == [0, 0, 2, 0, 1, 0, 0]
    for key in ("End", "ArrowDown", "Home", "5", "Enter"):
        keys.press(key)
    assert shown.get("hits") == [5, 0, 2, 0, 1, 0, -1]
    hits = shown.el.locator("canvas").nth(HITS)
    assert hits.get_attribute("aria-label") == "Timeline of the hits, hit at t = 0: 5"
    assert hits.get_attribute("title").startswith("Click to hit")


def test_pointing_at_a_moment_shows_its_sum_and_clicking_goes_there(shown):
    canvas = shown.el.locator("canvas").nth(RESULT)
    place = {"x": slot(shown, RESULT, 5, 9), "y": 100}
    canvas.hover(position=place)
    assert total(shown) == "h[5] = f[3]·g[2] = 1×1 = 1"
    assert shown.get("tau") == 3
    shown.page.mouse.move(0, 0)
    assert total(shown).startswith("h[3]")
    canvas.click(position=place)
    assert shown.get("tau") == 5
    shown.drag(RESULT, (slot(shown, RESULT, 5, 9), 50), [(slot(shown, RESULT, 4, 9), 50), (2000, 50), (-90, 50)])
    assert shown.get("tau") == 4
    canvas.press("ArrowLeft")
    assert shown.get("tau") == 3
    canvas.press("End")
    assert shown.get("tau") == 8
    canvas.hover(position=place)
    canvas.press("Home")  # what the keys choose is shown, wherever the mouse rests
    assert total(shown).startswith("h[0]")


def test_the_output_side_multiplies_what_lies_under_the_window(shown):
    before = shown.pixels(RESULT)
    shown.el.get_by_role("radio", name="output side").check()
    assert shown.get("view") == "output side"
    assert total(shown) == "h[3] = f[1]·g[2] + f[2]·g[1] + f[3]·g[0] = 0×1 + 0×2 + 1×3 = 3"
    assert shown.pixels(RESULT) != before
    # The axis now begins before the first hit, where the flipped response starts.
    click_hit(shown, 2 + 0, slots=11)
    assert shown.get("hits")[0] == 1
    assert "flipped" in shown.said()


def test_a_copy_that_replaces_is_drawn_alone(shown):
    shown.set(hits=[0, 2, 0, 1], tau=3)
    assert total(shown) == "h[3] = f[1]·g[2] + f[3]·g[0] = 2×1 + 1×3 = 5"
    before = shown.pixels(RESULT)
    shown.set(replaces=True, view="output side")
    assert total(shown) == "h[3] = f[3]·g[0] = 1×3 = 3"
    assert shown.pixels(RESULT) != before
    assert shown.el.get_by_role("radio").count() == 0


def test_examples_have_the_numbers_of_the_course(shown):
    shown.open("Examples")
    shown.open("Lengths")
    example = shown.el.get_by_label("Example")
    assert example.input_value() == "one hit"
    example.select_option("two hits")
    assert "6 + 3 − 1 = 8: h = 0, 0, 3, 5, 3, 1, 0, 0" in shown.el.inner_text()
    example.select_option("your own")
    shown.frame()
    assert shown.get("hits") == [0] * 6
    assert example.input_value() == "your own"
    assert total(shown) == "h[3] = 0: no hit reaches this moment."


def test_playing_goes_through_every_moment(shown):
    shown.play("tau", 8, 0)


def test_lengths_are_changed_and_numbers_kept(shown):
    shown.open("Lengths")
    shown.el.get_by_role("slider", name="Timeline length N").press("ArrowRight")
    shown.el.get_by_role("slider", name="Response length K").press("ArrowLeft")
    assert shown.get("hits") == [0, 0, 0, 1, 0, 0, 0, 0]
    assert shown.get("response") == [3, 2]


def test_bad_lists_get_their_sentence_and_recover(shown):
    error = shown.el.get_by_role("alert")
    shown.set(hits=[0] * 33)
    assert "hits has 33 numbers; this widget shows at most 32" in error.inner_text()
    shown.set(hits=[1, None])
    assert "hits[1] is not a number" in error.inner_text()
    shown.set(hits=[1, 0])
    assert error.is_hidden()
    assert total(shown) == "h[3] = f[1]·g[2] = 0×1 = 0" or total(shown).startswith("h[3] = 0")


def test_keys_faster_than_the_pictures_are_all_counted(shown):
    press = "(canvas, keys) => keys.forEach((key) => canvas.dispatchEvent(new KeyboardEvent('keydown', { key })))"
    shown.el.locator("canvas").nth(HITS).evaluate(press, ["ArrowRight", "ArrowUp", "ArrowUp", "ArrowRight", "ArrowUp"])
    assert shown.get("hits") == [0, 2, 1, 1, 0, 0, 0]
