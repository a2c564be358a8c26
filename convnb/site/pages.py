"""From an executed notebook to the notebook that Sphinx makes a page of.

Pictures become files, smaller and with their alt text; widgets become places that host.js brings to life; an exercise
shows its hints and its right answers, closed, since no kernel is there to check an answer. What answers a question, a
cell tagged answers-05.a, is folded: host.js opens it when the guess is given, and a click opens it at any time.
"""

import base64
import hashlib
import html
import re
from io import BytesIO

import nbformat
from PIL import Image

from ..exercises import exercises_of
from ..exercises.grading.model import fold, folded_hints
from ..exercises.solutions import as_html, solutions_of
from .run import as_terminal

VIEW = "application/vnd.jupyter.widget-view+json"
PICTURES = "_static/pictures"
ANSWERS = "answers-"  # begins the tag of a cell that answers a question
_ASKED = re.compile(r"Predict\('(\d\d\.\w+)'")  # how a question is shown as text
_CHECK = re.compile(r'^check\("(?P<id>(?P<notebook>\d\d)\.\d+)"', re.MULTILINE)


def page(notebook, pictures, where):
    """A copy of an executed `notebook` for Sphinx: without widget state, Colab's cell, warnings and progress bars.

    `pictures`: {file: bytes}, to which the pictures are added. `where`: HTML that says where answers are checked.
    """
    result = nbformat.from_dict({"cells": [], "metadata": dict(notebook.metadata), "nbformat": 4, "nbformat_minor": 5})
    result.metadata.pop("widgets", None)
    for cell in notebook.cells:
        if "colab" in cell.metadata.get("tags", []):
            continue
        if cell.cell_type == "code":
            cell = nbformat.from_dict(cell)
            shown = [output for output in as_terminal(cell.outputs) if output.get("name") != "stderr"]
            cell.outputs = [_output(output, cell, pictures, where) for output in shown]
            if asked := answered(cell):
                prompt = f"The answer to question{'s' * (len(asked) > 1)} {' and '.join(asked)}"
                prompts = {"code_prompt_show": f"{prompt}: open it after your guess", "code_prompt_hide": prompt}
                cell.metadata.update(tags=[*cell.metadata.tags, "hide-output"], mystnb=prompts)
        result.cells.append(cell)
    return result


def answered(cell):
    """The ids of the questions that the output of a cell answers."""
    tags = cell.metadata.get("tags", [])
    return [tag.removeprefix(ANSWERS) for tag in tags if tag.startswith(ANSWERS)]


def asked_in(content, number):
    """The ids of the questions of an executed notebook, without those of earlier notebooks that it asks again."""
    outputs = (output for cell in content.cells for output in cell.get("outputs", []))
    found = (_ASKED.match(output.get("data", {}).get("text/plain", "")) for output in outputs)
    return list(dict.fromkeys(one[1] for one in found if one and one[1].startswith(f"{number}.")))


def _output(output, cell, pictures, where):
    """An output as a page shows it: widgets, pictures and open exercises as HTML of ours, others as they are."""
    data = output.get("data", {})
    if "not answered yet" in data.get("text/plain", "") and (found := _CHECK.search(cell.source)):
        return _html(exercise_html(exercises_of(found["notebook"])[found["id"]], where))
    if "image/png" not in data:
        return output
    png, alt = base64.b64decode(data["image/png"]), output.metadata["image/png"]["alt"]
    if VIEW not in data:
        return _html(picture_html(png, alt, pictures, linked=True))
    asked = _ASKED.match(data.get("text/plain", ""))
    named = f'data-question="{asked[1]}"' if asked else f'data-cell="{html.escape(cell.id)}"'
    place = f'<div class="convnb-place" data-model="{html.escape(data[VIEW]["model_id"])}" {named}>'
    return _html(f"{place}{picture_html(png, alt, pictures)}</div>")


def first_place(shown):
    """HTML of the place of the first widget in `shown`, a notebook that `page` made, that is no question."""
    outputs = (output for cell in shown.cells for output in cell.get("outputs", []))
    texts = (output.get("data", {}).get("text/html", "") for output in outputs)
    return next(text for text in texts if re.match('<div class="convnb-place" data-model="[^"]*" data-cell', text))


def _html(text):
    return nbformat.v4.new_output("display_data", {"text/html": text})


def picture_html(png, alt, pictures, *, linked=False):
    """The <img> of a picture, which is added to `pictures` as lossless WebP: half of its PNG.

    `linked`: a tap opens the picture by itself, since its text is tiny on a phone.
    """
    image = Image.open(BytesIO(png))
    buffer = BytesIO()
    image.save(buffer, "WEBP", lossless=True, quality=90)
    name = f"{hashlib.sha256(png).hexdigest()[:12]}.webp"
    pictures[name] = buffer.getvalue()
    size = f'width="{image.width}" height="{image.height}"'
    shown = f'<img src="{PICTURES}/{name}" {size} alt="{html.escape(alt)}">'
    return f'<a class="convnb-figure" href="{PICTURES}/{name}">{shown}</a>' if linked else shown


def exercise_html(exercise, where):
    """Where an answer is checked, and what may be opened below: each of the exercise's hints, and its right answers."""
    solutions = fold("Right answers", as_html(solutions_of(exercise.id)))
    return f'<div class="convnb-exercise"><p>{where}</p>{folded_hints(exercise.hints)}{solutions}</div>'
