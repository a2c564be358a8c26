"""Derivation on a page: derived by keyboard alone, by touch alone; its mistakes, its sizes, what is no line."""

import pytest
from support import bare_page
from support.accessibility import violations
from writing import LAYERS, products

from convnb import Derivation

RIGHT = {"dJ/da1": "d1*w1", "dJ/da2": "d1*w2 + w1 d2", "dJ/da3": "(d2*w2)+d1w3", "dJ/da4": "d2·w3"}
ONE_WRONG = "dJ/da1 = d1*w1\ndJ/da2 = d1*w2 + d2*w2\ndJ/da3 = d1*w"


def whole(layer, letter):
    """All lines of a gradient."""
    found = {entry: terms for entry, terms in products(layer).items() if entry[0] == letter}
    return "\n".join(f"dJ/d{entry} = {' + '.join(map('*'.join, terms)) or 0}" for entry, terms in found.items())


def says(shown):
    return shown.el.locator(".convnb-asked p").first.inner_text()


def hint(shown):
    return shown.el.locator(".convnb-asked p").last.inner_text()


def marks(shown):
    return shown.el.locator(".convnb-marks").inner_text().split("\n")


def write(shown, text):
    shown.el.locator("textarea").fill(text)
    shown.frame()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_gradient_by_keyboard_alone_and_for_everybody(mount, quiet_page, theme):
    quiet_page.emulate_media(color_scheme=theme)
    shown = mount(Derivation(n=4, k=3))
    keys = quiet_page.keyboard
    assert says(shown).startswith("Derive dJ/da1: in which z is a1")
    while quiet_page.evaluate("document.activeElement.tagName") != "TEXTAREA":
        keys.press("Tab")
    keys.press("Enter")  # Enter begins a line with what is to be derived
    keys.press("Enter")  # and does not begin it twice
    for entry, right in RIGHT.items():
        assert shown.get("lines").split("\n")[-1] == f"{entry} = "
        keys.type(right[:-1])
        assert marks(shown)[-1] == "…"
        keys.type(right[-1])
        assert marks(shown)[-1] == "✓"
        if entry == "dJ/da2":
            assert says(shown) == "Right. Next: dJ/da3."
            assert violations(shown.page, ".convnb") == []
        if entry != "dJ/da4":
            keys.press("Enter")
        if entry == "dJ/da1":  # what Enter wrote is taken back as what is typed
            keys.press("Control+z")
            assert shown.get("lines") == "dJ/da1 = d1*w1"
            keys.press("Enter")
    assert says(shown) == (
        "All 4 entries stand, and fold into one: [0, 0, δ₁, δ₂, 0, 0] ⋆ [w₃, w₂, w₁]. The flipped kernel slides over "
        "the deltas and the zeros around them."
    )
    assert violations(shown.page, ".convnb") == []
    while quiet_page.evaluate("document.activeElement.type") != "range":
        keys.press("Tab")
    keys.press("ArrowRight")
    assert shown.get("position") == 1
    met = shown.el.locator(".convnb-met-cell[data-met=true]")
    assert [text.split() for text in met.all_inner_texts()] == [["0", "w₃"], ["δ₁", "w₂"], ["δ₂", "w₁"]]
    assert hint(shown) == "dJ/da2 = 0*w3 + d1*w2 + d2*w1"
    assert "4 of 4 entries derived" in shown.said()
    shown.el.get_by_role("button", name="Reset").click()
    shown.frame()
    assert shown.el.locator("textarea").input_value() == ""


def test_a_gradient_by_touch_alone(browser):
    with browser.new_context(has_touch=True, viewport={"width": 390, "height": 800}) as context:
        shown = bare_page.mount(context.new_page(), Derivation(n=2, k=2))
        shown.el.locator("button.convnb-fold", has_text="Keys").tap()
        for key in ("d1", "*", "w2", "Erase", "Erase", "w1", "next line", "(", "w2", ")", "d1"):
            shown.el.locator(".convnb-keys").get_by_role("button", name=key, exact=True).tap()
        assert shown.get("lines") == "dJ/da1 = d1 * w1\ndJ/da2 = (w2)d1"
        assert says(shown).startswith("All 2 entries stand")


def test_the_first_mistake_is_named_and_hints_are_for_the_next_entry(mount):
    shown = mount(Derivation(n=4, k=3))
    write(shown, ONE_WRONG)
    assert marks(shown) == ["✓", "✗", "…"]
    wrong = "Line 2: d2*w2 has an index that is one off: in z2 the weight w2 stands beside a3, not beside a2."
    assert says(shown) == wrong
    more = shown.el.get_by_role("button", name="Hint")
    more.click()
    shown.frame()
    assert hint(shown).startswith("The chain rule: dJ/da2 = dJ/dz1*dz1/da2 + dJ/dz2*dz2/da2.")
    more.click()
    shown.frame()
    assert hint(shown) == "One of the products is d1*w2: z1 has a2*w2, and dJ/dz1 is d1."
    assert more.is_disabled()
    write(shown, ONE_WRONG.replace("d2*w2", "d2*w1"))
    assert (marks(shown), hint(shown)) == (["✓", "✓", "…"], "")
    assert says(shown) == "Line 3: The letter w needs its index, such as w3."
    # Another gradient keeps what was typed.
    shown.el.get_by_label("dJ/dw").check()
    shown.frame()
    assert shown.el.locator("textarea").input_value().startswith("dJ/da1 = d1*w1")
    write(shown, "dJ/dw1 = d1*a1 + d2*a2")
    assert says(shown) == "Right. Next: dJ/dw2."


def test_sizes_of_ones_own(mount):
    shown = mount(Derivation(n=4, k=3, lines="dJ/da4 = d2*w3"))
    shown.el.locator("button.convnb-fold", has_text="Another layer").click()
    shown.el.get_by_label("inputs").select_option("6")
    shown.el.get_by_label("stride").select_option("2")
    shown.frame()
    assert (shown.get("n"), shown.get("stride"), shown.get("lines")) == ([6], 2, "dJ/da4 = d2*w3")
    assert (
        shown.el.locator(".convnb-equations").inner_text() == "z1 = a1*w1 + a2*w2 + a3*w3\nz2 = a3*w1 + a4*w2 + a5*w3"
    )
    assert says(shown) == "That is dJ/da5, not dJ/da4."
    shown.el.get_by_label("two axes").check()
    shown.frame()
    assert (shown.get("n"), shown.get("k")) == ([3, 3], [2, 2])
    shown.el.locator("button.convnb-fold", has_text="Keys").click()
    assert violations(shown.page, ".convnb") == []
    assert shown.el.get_by_label("rows", exact=True).locator("option").count() == 3  # 2 to 4: a kernel of 2 fits
    write(shown, "dJ/da11 = d11*w11")
    assert marks(shown) == ["✓"]


BAD = [
    ("dJ/da1 = d1*", "The line stops after “*”.", "…"),
    ("dJ/da1 = d1*q7", "“q” is no letter of the layer: write d (for delta), w and a, and * for times.", "✗"),
    ("dJ/da9 = d1", "There is no a9: there are a1 to a4.", "✗"),
    ("dJ/da1 = " + 9991 * "d", "This line has 10000 letters and signs; at most 400 are read.", "✗"),
    ("dJ/da1 = " + 190 * "(" + "d1" + 190 * ")", "Brackets within brackets are read 20 deep, no deeper.", "✗"),
    ("<b>=1", "On the left stands what you derive: write it like dJ/da1, not like “<b>”.", "✗"),
]  # fmt: skip


def test_what_is_no_line_gets_a_sentence_and_loses_nothing(mount):
    shown = mount(Derivation(n=4, k=3))
    for text, sentence, mark in BAD:
        write(shown, text)
        assert (says(shown), marks(shown)) == (sentence, [mark])
        assert shown.el.locator("textarea").input_value() == shown.get("lines") == text
    write(shown, "\n".join(100 * ["dJ/da1 = d1*w1"]))
    assert says(shown) == "60 lines are read, 40 more are not."
    shown.set(n=[3, 3])
    assert "n has 2 and k 1 numbers" in shown.el.locator(".convnb-error").inner_text()
    shown.set(n=[4])
    assert shown.el.locator(".convnb-error").is_hidden()


FULL = [(7, "input", "a"), (7, "weight", "w"), (12, "input", "a"), (12, "weight", "w"), (14, "bias", "b")]


def test_one_screen_and_nothing_jumps(mount, quiet_page):
    quiet_page.emulate_media(reduced_motion="reduce")
    shown = mount(Derivation())
    for width, most in ((934, 600), (712, 647), (390, 647)):
        quiet_page.set_viewport_size({"width": width, "height": 800})
        heights = set()
        for which, target, letter in FULL:
            layer = LAYERS[which]
            sizes = {name: list(one) if name in "nk" else one for name, one in layer.items()}
            for lines in ("", whole(layer, letter)):
                state = {**sizes, "target": target, "lines": lines, "hints": 2, "position": 0}
                quiet_page.evaluate("state => Object.assign(mounted[0].model.state, state)", state)
                shown.set(hints=1)
                assert shown.el.locator(".convnb-error").is_hidden()
                heights.add(shown.el.locator(".convnb").bounding_box()["height"])
                beyond = "el => [el.scrollWidth - el.clientWidth, el.scrollHeight - el.clientHeight]"
                assert max(shown.el.locator(".convnb-stage").evaluate(beyond)) <= 0
            assert shown.el.locator(".convnb-tables").is_visible()
        assert len(heights) == 1
        assert heights.pop() <= most


def test_two_views_of_one_derivation(mount):
    shown = mount(Derivation(n=4, k=3))
    second = shown.again()
    write(shown, "dJ/da1 = d1*w1")
    assert second.el.locator("textarea").input_value() == "dJ/da1 = d1*w1"
    assert marks(second) == ["✓"]
    shown.patient()
    before = shown.saves()
    shown.el.locator("textarea").press_sequentially(" + 0*d1")
    assert shown.saves() == before
    shown.clean_up()
    assert shown.el.locator("*").count() == 0
