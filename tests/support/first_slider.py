"""The question that is asked of every widget wherever it lives: does its first slider answer mouse and keyboard?"""

from .finger import tap


def assert_answers(page, widget, where):
    """Drag the first slider of `widget` and press its keys: the picture and the sentence have to follow.

    A question has no slider: it says what is missing when nothing was guessed. A derivation marks a line that is typed,
    and a finger asks it for a hint.
    """
    if widget.locator(".convnb-derive").count():
        widget.locator("textarea").press_sequentially("dJ/dz = 0")
        page.wait_for_function("el => el.innerText === '✗'", arg=widget.locator(".convnb-marks").element_handle())
        tap(page, widget.get_by_role("button", name="Hint"))
        widget.locator(".convnb-asked p", has_text="The chain rule").wait_for()
        return
    if widget.locator(".convnb-predict").count():
        verdict = widget.locator(".convnb-verdict")
        assert verdict.inner_text() == "", f"{where}: the question is answered before it is asked"
        widget.get_by_role("button", name="Commit").click()
        page.wait_for_function("element => element.innerText !== ''", arg=verdict.element_handle(), timeout=5000)
        return
    slider = widget.locator("input[type=range]:visible:enabled").first
    read_out = widget.locator(".convnb-readout:not(:empty)")
    said, seen = read_out.inner_text(), pictures(page, widget)
    drag(page, slider)
    assert pictures(page, widget) != seen, f"{where}: the mouse moved nothing"
    changed = "([element, said]) => element.innerText !== said"  # the sentence comes when the hand rests
    page.wait_for_function(changed, arg=[read_out.element_handle(), said], timeout=5000)
    seen = pictures(page, widget)
    slider.press("ArrowLeft")
    slider.press("ArrowLeft")
    assert pictures(page, widget) != seen, f"{where}: the keys moved nothing"


def drag(page, slider):
    """From one end to near the other: wherever the slider stood, it stands elsewhere afterwards."""
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    y = box["y"] + box["height"] / 2
    value = slider.input_value()
    for target in (0.97, 0.4):
        page.mouse.move(box["x"] + box["width"] / 2, y)
        page.mouse.down()
        page.mouse.move(box["x"] + target * box["width"], y, steps=8)
        page.mouse.up()
        if slider.input_value() != value:
            return


def pictures(page, widget):
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return widget.locator("canvas:visible").evaluate_all("all => all.map(canvas => canvas.toDataURL())")
