"""The normaliser on a small notebook that has everything it must remove, and things it must keep."""

import base64
import copy
import json

import nbformat
import pytest
from execute import METADATA, WIDGET_VIEW, dumps, execute, main, normalise
from nbclient.exceptions import CellExecutionError

from convnb.exercises import exercises_of


def code(source, outputs=(), **extra):
    return {
        "cell_type": "code",
        "execution_count": extra.pop("execution_count", None),
        "id": extra.pop("id"),
        "metadata": extra,
        "outputs": list(outputs),
        "source": source,
    }


@pytest.fixture
def messy():
    widget = {
        "output_type": "display_data",
        "data": {WIDGET_VIEW: {"model_id": "f00d"}, "text/plain": "Slider(value=3)", "image/png": "iVBORw0\nKGgo=\n"},
        "metadata": {"image/png": {"alt": "a slider at 3"}},
    }
    view_only = {"output_type": "display_data", "data": {WIDGET_VIEW: {"model_id": "beef"}}, "metadata": {}}
    result = {"output_type": "execute_result", "execution_count": 41, "data": {"text/plain": "7"}, "metadata": {}}
    bar = [{"output_type": "stream", "name": "stderr", "text": text} for text in (" 1/9\r 5/9", "\r 9/9\n", "done")]
    said = {"output_type": "stream", "name": "stdout", "text": "out\n"}
    cells = [
        {"cell_type": "markdown", "id": "head", "metadata": {"editable": True}, "source": "# Title"},
        code("3 + 4", [result], id="sum", execution_count=41, tags=["nbval-ignore-output"], execution={"at": "noon"}),
        code("", id="empty", execution_count=12),
        code("show()", [widget, view_only, *bar, said], id="show", collapsed=True),
    ]
    metadata = {"widgets": {"state": {}}, "language_info": {"name": "python", "version": "3.99"}, "title": "x"}
    return nbformat.from_dict({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})


def test_normalised_form(messy):
    before = copy.deepcopy(messy)
    result = normalise(messy)
    assert messy == before
    assert normalise(result) == result
    nbformat.validate(result)
    assert result.metadata == METADATA
    head, total, empty, show = result.cells
    assert [cell.id for cell in result.cells] == ["head", "sum", "empty", "show"]
    begins = {"slideshow": {"slide_type": "slide"}}
    assert [cell.metadata for cell in result.cells] == [begins, {"tags": ["nbval-ignore-output"]}, {}, {}]
    assert [cell.execution_count for cell in (total, empty, show)] == [1, None, 2]
    assert total.outputs[0].execution_count == 1
    assert head.source == "# Title"


def test_outputs_keep_the_picture_and_lose_the_dead_view(messy):
    outputs = normalise(messy).cells[-1].outputs
    assert [output.output_type for output in outputs] == ["display_data", "stream", "stream"]
    assert outputs[0].data == {"text/plain": "Slider(value=3)", "image/png": "iVBORw0KGgo="}
    assert outputs[0].metadata == {"image/png": {"alt": "a slider at 3"}}
    assert [(stream.name, stream.text) for stream in outputs[1:]] == [("stderr", " 9/9\ndone"), ("stdout", "out\n")]


def test_text_of_the_file_is_stable(messy):
    text = dumps(normalise(messy))
    assert text == dumps(normalise(nbformat.reads(text, as_version=4)))
    assert text.endswith("}\n")
    assert text.splitlines()[1] == ' "cells": ['
    assert list(json.loads(text)) == ["cells", "metadata", "nbformat", "nbformat_minor"]


def test_command_runs_checks_and_rewrites(tmp_path, capsys):
    path = tmp_path / "00_small.ipynb"
    cells = [code("import os\nos.path.basename(os.getcwd())", id="a"), code("6 * 7", id="b", execution_count=9)]
    path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    assert main(["--check", str(path)]) == 1
    assert "not normalised" in capsys.readouterr().out
    assert main(["--text", str(path)]) == 0
    assert main(["--check", str(path)]) == 0
    assert [cell.outputs for cell in nbformat.read(path, as_version=4).cells] == [[], []]
    assert main([str(path)]) == 0
    assert main(["--check", str(path)]) == 0
    ran = nbformat.read(path, as_version=4)
    assert [cell.outputs[0].data["text/plain"] for cell in ran.cells] == [repr(tmp_path.name), "42"]
    assert [cell.execution_count for cell in ran.cells] == [1, 2]


def test_an_error_in_a_cell_stops_the_run(tmp_path):
    cells = [code("1 / 0", id="a")]
    notebook = nbformat.from_dict({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    with pytest.raises(CellExecutionError, match="ZeroDivisionError"):
        execute(notebook, tmp_path)


def exercise_cells(*sources):
    cells = [{"cell_type": "markdown", "id": f"c{i}", "metadata": {}, "source": s} for i, s in enumerate(sources)]
    for cell in cells:
        if cell["source"].startswith(("check", "plot")):
            cell |= {"cell_type": "code", "outputs": [], "execution_count": None}
    return nbformat.from_dict({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def test_an_exercise_has_the_title_and_the_text_of_its_words():
    one, two = list(exercises_of("01").values())[:2]
    notebook = exercise_cells(
        f"## Exercises\n\n### Exercise {one.id}: Old title\n\nOld text.\n\nIn two paragraphs.",
        f'check("{one.id}", answer)',
        f"### Exercise {two.id}: Old title\n\nWhat comes before.",
        "plot()",
        "Old text.",
        f'check("{two.id}", answer)',
        "What comes after.",
        f'check("{two.id}", another)',
    )
    cells = normalise(notebook).cells
    assert cells[0].source == f"## Exercises\n\n### Exercise {one.id}: {one.title}\n\n{one.text}"
    assert cells[2].source == f"### Exercise {two.id}: {two.title}\n\nWhat comes before."
    assert cells[4].source == two.text
    assert cells[6].source == "What comes after."
    bare = normalise(exercise_cells(f"### Exercise {one.id}:", f'check("{one.id}", answer)')).cells
    assert bare[0].source == f"### Exercise {one.id}: {one.title}\n\n{one.text}"
    with pytest.raises(KeyError):
        normalise(exercise_cells("### Exercise 01.99: No such exercise", "check()"))


def test_a_text_under_a_picture_stays_with_it_if_it_closes_the_slide_and_opens_one_if_more_comes():
    notebook = exercise_cells("# Title", "plot()", "What it shows.", "## Next", "plot()", "And now:", "check()", "End.")
    png = base64.b64encode(bytes(20) + (240).to_bytes(4, "big") + bytes(6)).decode()
    for cell in notebook.cells:
        if cell.source == "plot()":
            shown = {"output_type": "display_data", "data": {"image/png": png}, "metadata": {}}
            cell.outputs = [nbformat.from_dict(shown)]
    begin = [cell.source for cell in normalise(notebook).cells if "slideshow" in cell.metadata]
    assert begin == ["# Title", "## Next", "And now:"]
    notebook.cells[2].source = "What it shows. " * 100
    assert "slideshow" in normalise(notebook).cells[2].metadata, "there is no room for it"
