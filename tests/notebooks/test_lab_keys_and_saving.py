"""Whose keys are whose in JupyterLab and in Notebook 7."""

import pytest
from support import lab

NOTEBOOK = "window.jupyterapp.shell.currentWidget"
CREATE = """async ([path, sources]) => {
  const empty = { cell_type: "code", metadata: {}, outputs: [], execution_count: null };
  const cells = sources.map((source) => ({ ...empty, source }));
  const metadata = { kernelspec: { name: "python3", display_name: "Python 3" } };
  const content = { cells, metadata, nbformat: 4, nbformat_minor: 4 };
  await window.jupyterapp.serviceManager.contents.save(path, { type: "notebook", format: "json", content });
}"""
KEYS = (
    "from convnb.widgets import SlidingKernel2D\nwidget, runs = SlidingKernel2D(), []",
    "runs.append(widget.input[0])\nprint('run', len(runs), runs[-1])\nwidget",
    "'the last cell'",
)


@pytest.fixture
def page(quiet_lasting_page, lab_server):
    """A page with JupyterLab, which lays down the notebooks."""
    if not quiet_lasting_page.url.startswith(f"{lab_server}/lab"):
        quiet_lasting_page.goto(f"{lab_server}/lab?reset")
        quiet_lasting_page.wait_for_function("window.jupyterapp?.restored.then(() => true)")
    return quiet_lasting_page


def press(page, element, *keys):
    element.scroll_into_view_if_needed()
    element.focus()
    for key in keys:
        page.keyboard.press(key)


@pytest.mark.parametrize("place", ["lab/tree", "notebooks"], ids=["JupyterLab", "Notebook 7"])
def test_plain_keys_are_the_widgets_and_the_others_the_notebooks(page, lab_server, trouble, place):
    page.evaluate(CREATE, ["keys.ipynb", KEYS])
    page.goto(f"{lab_server}/{place}/keys.ipynb")
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

    def assert_runs(run, element, *keys):
        widget.evaluate("widget => (widget.dataset.old = 'yes')")
        press(page, element, *keys)
        page.get_by_text(f"run {run}", exact=True).wait_for()
        page.locator(".convnb:not([data-old]) .convnb-readout:not(:empty)").wait_for(state="attached")
        assert tuple(page.evaluate(sources)) == KEYS

    assert_runs("2 [0.0, 1.0, 2.0]", slider, "Shift+Enter")
    assert_runs("3 [0.0, 1.0, 2.0]", slider, "Control+Enter")
    assert_runs("4 [0.0, 1.0, 2.0]", grid, "Shift+Enter")
    assert_runs("5 [9.0, 1.0, 2.0]", grid, "ArrowDown", "9", "Shift+Enter")  # typed, and at once in Python
    assert_runs("6 [9.0, 1.0, 2.0]", widget.get_by_role("button", name="Reset"), "Shift+Enter")
    assert_runs("7 [8.0, 1.0, 2.0]", grid, "ArrowDown", "8", "Control+Enter")
    page.evaluate(f"{NOTEBOOK}.sessionContext.shutdown()")
    if place == "notebooks":
        trouble.clear()  # it has errors of its own, on an empty notebook too
