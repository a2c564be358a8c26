"""Every widget of every notebook in the real JupyterLab: its first slider by mouse and by keyboard."""

import lab
import pytest

from convnb.paths import course_dir

NOTEBOOKS = sorted(path.name for path in course_dir("notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_every_widget_answers_mouse_and_keyboard(quiet_page, lab_server, name):
    lab.open_notebook(quiet_page, lab_server, name)
    assert lab.run_all(quiet_page) == []
    cells = lab.cells_with_widgets(quiet_page)
    assert cells
    for index in cells:
        widget = lab.widget_in(quiet_page, index)
        slider = widget.locator("input[type=range]:visible:enabled").first
        said, seen = read_out(quiet_page, widget), pictures(quiet_page, widget)
        drag(quiet_page, slider)
        assert pictures(quiet_page, widget) != seen, f"cell {index}: the mouse moved nothing"
        assert read_out(quiet_page, widget) != said, f"cell {index}: the sentence stayed as it was"
        seen = pictures(quiet_page, widget)
        slider.press("ArrowLeft")
        slider.press("ArrowLeft")
        assert pictures(quiet_page, widget) != seen, f"cell {index}: the keys moved nothing"


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


def read_out(page, widget):
    page.wait_for_timeout(400)  # it speaks when the hand rests
    text = widget.locator(".convnb-readout").inner_text()
    assert text
    return text
