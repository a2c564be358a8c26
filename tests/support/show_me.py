"""What is asked of *Show me* wherever it lives: do keys and a finger open a mistake beside the right way?"""

from support.finger import tap

from convnb import Predict


def assert_a_mistake_is_shown(page, place, beside):
    """Answer the case by hand of 05.1 in `place` with no flip, by keyboard alone, and look at it."""
    rows, says = Predict("05.1").wrong[0]
    columns = place.get_by_label("columns")
    columns.focus()
    columns.press("ControlOrMeta+a")
    page.keyboard.type(str(len(rows[0])))
    place.locator(".convnb-guess input").nth(len(rows[0]) - 1).wait_for()
    assert not place.get_by_role("button", name="Show me").is_visible()
    for number in rows[0]:
        page.keyboard.press("Tab")
        page.keyboard.type(f"{number:g}")
    page.keyboard.press("Enter")
    place.locator(".convnb-verdict", has_text=says[:30]).wait_for()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Show me"
    assert_it_opens_and_closes(page, place, beside)
    sums = place.locator(f"{beside} .convnb-sum").all_inner_texts()
    right = Predict("05.1").answer[0][0]
    assert [text.rsplit("= ", 1)[-1] for text in sums] == [f"{rows[0][0]:g}", f"{right:g}"]


def assert_it_opens_and_closes(page, place, beside):
    """By the keys that press a button, and by a finger; it is left open."""
    widgets = place.locator(f"{beside} .convnb canvas")
    opener = place.get_by_role("button", name="Show me")
    opener.focus()
    page.keyboard.press("Enter")
    widgets.nth(1).wait_for()
    page.keyboard.press("Space")
    widgets.first.wait_for(state="detached")
    tap(page, opener)
    widgets.nth(1).wait_for()
