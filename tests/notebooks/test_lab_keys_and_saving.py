"""Whose keys are whose in JupyterLab and in Notebook 7, and what a saved notebook shows when it is opened again."""

import pytest
from support import lab
from support.first_slider import assert_answers, drag

NOTEBOOK = "window.jupyterapp.shell.currentWidget"
KEYS = (
    "from convnb.widgets import SlidingKernel2D\nwidget, runs = SlidingKernel2D(), []",
    "runs.append(widget.input[0])\nprint('run', len(runs), runs[-1])\nwidget",
    "'the last cell'",
)
WIDGETS = (
    "from convnb.widgets import ImpulseResponse, SignalAligner, SlidingKernel2D",
    "SlidingKernel2D(input=[[1, 2, 3, 4]] * 4)",
    "SignalAligner()",
    "ImpulseResponse()",
)


@pytest.fixture
def page(quiet_lasting_page):
    return quiet_lasting_page


def press(page, element, *keys):
    """Keys for this element, once the kernel rests and the element keeps the focus: a run gives it to another cell."""
    element.scroll_into_view_if_needed()
    page.wait_for_function(f"{NOTEBOOK}.sessionContext.session.kernel.status === 'idle'")
    for _ in range(20):
        element.focus()
        page.wait_for_timeout(300)
        if element.evaluate("element => element === document.activeElement"):
            break
    for key in keys:
        page.keyboard.press(key)


def type_into_first_cell(page, grid, digit):
    """The digit stands in the editor of the grid's first cell, and is not given yet."""
    editor = page.locator(".convnb-editor")
    for _ in range(5):  # a busy notebook may draw the widget once more, and what was chosen in it is lost
        press(page, grid, "ArrowDown", digit)
        if editor.count():
            break
    assert editor.input_value() == digit
    assert editor.evaluate("editor => editor === document.activeElement")


@pytest.mark.parametrize("place", ["lab/tree", "notebooks"], ids=["JupyterLab", "Notebook 7"])
def test_plain_keys_are_the_widgets_and_the_others_the_notebooks(page, lab_server, trouble, place):
    lab.create_notebook(page, lab_server, "keys.ipynb", KEYS)
    page.goto(f"{lab_server}/{place}/keys.ipynb?reset")
    page.wait_for_function(f"{NOTEBOOK}?.context?.path === 'keys.ipynb'")
    page.wait_for_function(f"{NOTEBOOK}?.sessionContext?.session?.kernel?.status === 'idle'", timeout=60_000)
    assert lab.run_all(page) == []
    widget = page.locator(".convnb")
    slider = widget.locator("input[type=range]:visible").first
    grid = widget.locator("canvas").first
    sources = f"[...{NOTEBOOK}.content.model.cells].map((cell) => cell.sharedModel.getSource())"

    press(page, slider, *"xddab", "ArrowRight")  # as shortcuts: cut, delete, add above, add below
    assert slider.input_value() == "1"
    press(page, grid, *"xddab", "ArrowDown", "Enter")
    assert tuple(page.evaluate(sources)) == KEYS

    def assert_runs(run, key):
        """The key, pressed where the focus is, runs the cell."""
        widget.evaluate("widget => (widget.dataset.old = 'yes')")
        page.keyboard.press(key)
        page.get_by_text(f"run {run}", exact=True).wait_for()
        page.locator(".convnb:not([data-old]) .convnb-readout:not(:empty)").wait_for(state="attached")
        assert tuple(page.evaluate(sources)) == KEYS

    press(page, slider)
    assert_runs("2 [0.0, 1.0, 2.0]", "Shift+Enter")
    press(page, slider)
    assert_runs("3 [0.0, 1.0, 2.0]", "Control+Enter")
    press(page, grid)
    assert_runs("4 [0.0, 1.0, 2.0]", "Shift+Enter")
    type_into_first_cell(page, grid, "9")
    assert_runs("5 [9.0, 1.0, 2.0]", "Shift+Enter")  # typed, and at once in Python
    press(page, widget.get_by_role("button", name="Reset"))
    assert_runs("6 [9.0, 1.0, 2.0]", "Shift+Enter")
    type_into_first_cell(page, grid, "8")
    assert_runs("7 [8.0, 1.0, 2.0]", "Control+Enter")
    page.evaluate(f"{NOTEBOOK}.sessionContext.shutdown()")
    if place == "notebooks":
        trouble.clear()  # it has errors of its own, on an empty notebook too


def test_an_opened_notebook_shows_what_was_saved(page, lab_server, trouble):
    """Run twice, dragged, saved; reloaded; opened with a kernel that knows none; saved without a run; opened."""

    def widgets():
        """One after the other, each in view: JupyterLab may take away what is not."""
        cells = lab.cells_with_widgets(page)
        assert len(cells) == 3
        return (lab.widget_in(page, index) for index in cells)

    def slider_of(widget):
        return widget.locator("input[type=range]:visible:enabled").first

    def said():
        assert page.get_by_text("Error displaying widget").count() == 0
        return [widget.locator(".convnb-readout:not(:empty)").text_content() for widget in widgets()]

    def reopen():
        """On a busy machine the kernel may be heard before the notebook's models are read; JupyterLab then gives up."""
        gave_up = page.get_by_text("Error displaying widget")
        for _ in range(3):
            lab.close_notebook(page)
            lab.open_notebook(page, lab_server, "saved.ipynb")
            gave_up.or_(page.locator(".convnb")).first.wait_for()
            if not gave_up.count():
                break
            trouble.clear()

    lab.create_notebook(page, lab_server, "saved.ipynb", WIDGETS)
    lab.open_notebook(page, lab_server, "saved.ipynb")
    for _ in range(2):
        assert lab.run_all(page) == []
    first = said()
    for widget in widgets():
        drag(page, slider_of(widget))
    lab.command(page, "docmanager:save")
    page.wait_for_timeout(300)
    dragged = said()
    assert [old == new for old, new in zip(first, dragged, strict=True)] == [False] * 3
    (saved,) = page.evaluate(f"{NOTEBOOK}.content.model.getMetadata('widgets')").values()
    assert [one["model_name"] for one in saved["state"].values()].count("AnyModel") == 3  # the first run's are gone

    slider = slider_of(next(widgets()))
    slider.press("ArrowLeft")
    value = slider.input_value()
    page.reload()
    page.wait_for_function("window.jupyterapp?.restored.then(() => true)")
    page.wait_for_function(f"{NOTEBOOK}?.sessionContext?.session?.kernel?.status === 'idle'", timeout=60_000)
    assert said()[1:] == dragged[1:]
    assert (
        slider_of(next(widgets())).input_value() == value
    )  # the kernel heard of the last key before the page was gone

    reopen()
    assert said() == dragged
    next(widgets()).get_by_role("button", name="Reset").click()
    page.wait_for_timeout(300)
    assert said() == [first[0], *dragged[1:]]  # the state that Python made, for a browser that never saw it
    for index, widget in enumerate(widgets()):
        assert_answers(page, widget, f"widget {index}")
    page.wait_for_timeout(300)
    moved = said()
    lab.command(page, "docmanager:save")
    reopen()
    assert said() == moved
    lab.close_notebook(page)
