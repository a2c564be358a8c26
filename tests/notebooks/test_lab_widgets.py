"""Every notebook in the real JupyterLab, some of them run twice in one kernel; of each kind of its widgets axe's rules,
and its first slider by mouse and by keyboard."""

import pytest
from support import lab
from support.accessibility import violations
from support.first_slider import assert_answers

from convnb.paths import course_dir

TWICE = ("00", "02", "05", "10")  # a second run takes as long as the first
NOTEBOOKS = sorted(path.name for path in course_dir("notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_runs_and_every_widget_answers_mouse_and_keyboard(quiet_lasting_page, lab_server, name):
    page = quiet_lasting_page
    lab.open_notebook(page, lab_server, name)
    assert lab.run_all(page) == []
    if name.startswith(TWICE):
        first = lab.said(page)
        assert lab.run_all(page) == []
        assert lab.said(page) == first  # nothing that a cell leaves behind changes what another one says
    cells = lab.cells_with_widgets(page)
    assert cells
    tried = set()
    for index in cells:
        widget = lab.widget_in(page, index)
        if (kind := widget.get_attribute("aria-label")) not in tried:
            assert violations(page, f'.jp-Cell[data-windowed-list-index="{index}"] .convnb') == []
            assert_answers(page, widget, f"cell {index}")
            tried.add(kind)
    lab.close_notebook(page)
