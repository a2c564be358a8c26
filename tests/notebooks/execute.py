"""Run notebooks from top to bottom and store them in one form, so that a diff shows what changed in the lesson.

python tests/notebooks/execute.py notebooks/01_alignment.ipynb    run and normalise these notebooks, in place
python tests/notebooks/execute.py --text notebooks/*.ipynb        only normalise: enough where no code has changed
python tests/notebooks/execute.py --check notebooks/*.ipynb       only say which ones are not normalised
"""

import argparse
import base64
import copy
import re
import sys
from itertools import pairwise
from pathlib import Path

import nbformat

from convnb.exercises import exercises_of
from convnb.site.run import as_terminal, execute

# All that a kernel says of its language, by which a notebook that is exported becomes a .py file; and no version of
# Python, which would change with every contributor's machine.
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {
        "codemirror_mode": {"name": "ipython", "version": 3},
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "nbconvert_exporter": "python",
        "pygments_lexer": "ipython3",
    },
}
HEADING = re.compile(r"^### Exercise (\d\d\.\d+):.*", re.MULTILINE)
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
TITLES = re.compile(r"^(#{1,3}) ", re.MULTILINE)
SLIDE_LINES, LETTERS, PIXELS = 28, 85, 24  # of text on a slide, in a line, and how high a line is


def normalise(notebook):
    """A copy of `notebook` in the form that is stored: normalise(normalise(nb)) == normalise(nb).

    Metadata is METADATA; a cell keeps its id and its tags, and says where a slide begins; code cells count from 1;
    stored widget views go, since no kernel answers them: JupyterLab would show "model not found" where the PNG beside
    them shows the widget. Title and text of each exercise come from its words.
    """
    result = nbformat.from_dict({"cells": [], "metadata": copy.deepcopy(METADATA), "nbformat": 4, "nbformat_minor": 5})
    count = 0
    for cell in copy.deepcopy(notebook.cells):
        tags = cell.metadata.get("tags")
        cell.metadata = nbformat.from_dict({"tags": tags} if tags else {})
        if cell.cell_type == "code":
            runs = bool(cell.source.strip())
            count += runs
            cell.execution_count = count if runs else None
            cell.outputs = _outputs(cell.outputs, cell.execution_count)
        result.cells.append(cell)
    _write_exercises(result.cells)
    _cut_slides(result.cells)
    return result


def _write_exercises(cells):
    """Write title and text of each exercise from convnb/exercises/words/nbNN.md: the heading, and all that follows it
    in the cell above the answer, or above its case by hand. If other cells come between them, the whole cell above the
    answer is the text.

    Raises KeyError for a heading whose exercise is not in the words.
    """
    exercise = None
    for cell, below in pairwise(cells):
        if cell.cell_type != "markdown":
            continue
        before = ""
        if heading := HEADING.search(cell.source):
            exercise = exercises_of(heading[1][:2])[heading[1]]
            before = f"{cell.source[: heading.start()]}### Exercise {exercise.id}: {exercise.title}"
            cell.source = before + cell.source[heading.end() :]
        answered = exercise and (f'check("{exercise.id}", ', f'Predict("{exercise.id}")')
        if answered and below.cell_type == "code" and any(call in below.source for call in answered):
            cell.source = f"{before}\n\n{exercise.text}" if before else exercise.text
            exercise = None


def _cut_slides(cells):
    """Write where a slide of `nbconvert --to slides` begins: at each heading, after a picture, and where it is full.

    A text under a picture stays with it where a heading follows: it closes what the picture shows. The cell for Colab
    is on no slide, and elsewhere shows its first line alone.
    """
    filled, pictured = 0, False
    for cell, below in pairwise([*cells, None]):
        levels, pictures, new = _levels(cell), _pictures(cell), lines(cell)
        if "colab" in cell.metadata.get("tags", []):
            cell.metadata.update(slideshow={"slide_type": "skip"}, jupyter={"source_hidden": True})
            continue
        closes = cell.cell_type == "markdown" and (below is None or _levels(below))
        if levels or (pictured and not closes) or filled + new > SLIDE_LINES:
            cell.metadata["slideshow"] = {"slide_type": "slide" if levels and min(levels) < 3 else "subslide"}
            filled, pictured = 0, False
        filled, pictured = filled + new, pictured or bool(pictures)


def _levels(cell):
    """The levels of a text's headings, down to 3."""
    return [len(level) for level in TITLES.findall(cell.source)] if cell.cell_type == "markdown" else []


def lines(cell):
    """How many lines of a slide a cell fills, with what it shows."""
    shown = [output.get("text") or output.get("data", {}).get("text/plain", "") for output in cell.get("outputs", [])]
    texts = [line for text in (cell.source, *shown) for line in text.splitlines() if line.strip()]
    return 2 + sum(-(-len(line) // LETTERS) for line in texts) + sum(_pictures(cell)) // PIXELS


def _pictures(cell):
    """The heights of a cell's pictures."""
    pngs = [output.get("data", {}).get("image/png") for output in cell.get("outputs", [])]
    return [int.from_bytes(base64.b64decode(png[:32])[20:24], "big") for png in pngs if png]


def _outputs(outputs, count):
    """The outputs of one cell: streams as a terminal shows them, widget views and empty outputs dropped."""
    kept = []
    for output in as_terminal(outputs):
        if output.output_type == "execute_result":
            output.execution_count = count
        if "data" in output:
            output.data.pop(WIDGET_VIEW, None)
            if not output.data:
                continue
            if "image/png" in output.data:
                output.data["image/png"] = "".join(output.data["image/png"].split())
        kept.append(output)
    return kept


def dumps(notebook):
    """The text of the file."""
    return nbformat.writes(notebook, version=nbformat.NO_CONVERT) + "\n"


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("notebooks", nargs="+", type=Path)
    parser.add_argument("--text", action="store_true", help="run nothing: normalise, with the outputs that are stored")
    parser.add_argument("--check", action="store_true", help="run and write nothing; fail where one is not normalised")
    options = parser.parse_args(argv)
    failed = 0
    for path in options.notebooks:
        text = path.read_text(encoding="utf-8")
        notebook = nbformat.reads(text, as_version=4)
        if options.check:
            if dumps(normalise(notebook)) != text:
                print(f"{path}: not normalised; run: python tests/notebooks/execute.py {path}")
                print("(with --text, which runs nothing, if no code has changed)")
                failed += 1
            continue
        if not options.text:
            execute(notebook, path.resolve().parent)
            print(f"{path}: ran {sum(cell.cell_type == 'code' for cell in notebook.cells)} code cells", flush=True)
        path.write_text(dumps(normalise(notebook)), encoding="utf-8", newline="\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
