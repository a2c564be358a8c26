"""The form that every notebook of the course has.  What its cells compute is nbval's matter, not this file's."""

import ast
import base64
import copy
import io
import re
import statistics
from pathlib import Path
from urllib.parse import unquote

import nbformat
import pytest
from execute import SLIDE_LINES, TITLES, dumps, lines, normalise
from nbconvert.exporters import ScriptExporter, SlidesExporter
from PIL import Image

from convnb.course import COURSE
from convnb.exercises import exercises_of
from convnb.site.pages import answered

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
PATHS = sorted(FOLDER.glob("*.ipynb"))
NAMES = [path.name for path in PATHS]
MEDIAN_LINES, MOST_LINES, MOST_COLUMNS, PNG_BYTES = 4, 20, 85, 500_000  # the median without blank lines

ADDRESS = re.compile(r"\b0x[0-9a-fA-F]{6,}")
ABSOLUTE_PATH = re.compile(r"(?<![\w.:/])/(?:home|root|tmp|work|Users|usr|opt|var|mnt)/|\b[A-Z]:\\\w")
EMBEDDED = re.compile(r"base64,[A-Za-z0-9+/=\s]+")
TIMING = re.compile(r"\bperf_counter\b|\btimeit\b|^%%?time\b|\btime\.time\(|\btime_ns\b", re.MULTILINE)
LINK = re.compile(r"\]\(\s*<?([^)\s>]+)")
FOLD = re.compile(
    r'^<details class="answers-(\d\d\.[a-z])"><summary>After your guess</summary>\n\n(\S.*?\S)\n\n</details>$',
    re.MULTILINE | re.DOTALL,
)
PREDICT = re.compile(r'\bPredict\("(\d\d\.[a-z])"\)')
FENCED = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)


@pytest.fixture(params=PATHS, ids=NAMES)
def path(request):
    return request.param


@pytest.fixture
def notebook(path):
    return nbformat.read(path, as_version=4)


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def outputs(notebook):
    """(number of the code cell, output) of every output."""
    return [(cell.execution_count, output) for cell in code_cells(notebook) for output in cell.outputs]


def tags(cell):
    return cell.metadata.get("tags", [])


def texts(output):
    """Every text in an output that a reader may see; pictures and sounds in base64 are no text."""
    data = [value for mime, value in output.get("data", {}).items() if not mime.startswith(("image/", "audio/"))]
    return [EMBEDDED.sub("", str(value)) for value in [*data, output.get("text", "")]]


def links(notebook):
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    return [link for source in cells for link in LINK.findall(FENCED.sub("", source))]


def test_names_count_from_00():
    assert all(re.fullmatch(r"\d\d_[a-z0-9]+(_[a-z0-9]+)*\.ipynb", name) for name in NAMES), NAMES
    assert [int(name[:2]) for name in NAMES] == list(range(len(NAMES)))


def test_the_course_lists_every_notebook():
    assert [notebook.file for notebook in COURSE] == NAMES, "convnb/course.py and notebooks/ differ"


def test_folder_holds_notebooks_and_their_licence_only():
    others = [path.name for path in FOLDER.iterdir() if path.suffix != ".ipynb" and not path.name.startswith(".")]
    assert others == ["LICENSE"]


def test_is_normalised(path, notebook):
    way_out = "run tests/notebooks/execute.py on it, with --text if no code has changed"
    assert path.read_text(encoding="utf-8") == dumps(normalise(notebook)), way_out


def test_is_executed_in_order_without_an_error(notebook):
    cells = code_cells(notebook)
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1)), "no empty cells, all run"
    for cell in cells:
        failed = any(output.output_type == "error" for output in cell.outputs)
        assert failed == ("raises-exception" in tags(cell)), f"cell {cell.execution_count}"


def test_becomes_a_script_that_compiles(path, notebook):
    text, resources = ScriptExporter().from_notebook_node(notebook)
    assert resources["output_extension"] == ".py", "language_info is not complete"
    compile(text, path.with_suffix(".py"), "exec")


def test_becomes_slides_with_one_heading_and_one_picture_that_a_wall_has_room_for(notebook):
    cells = {cell.id: cell for cell in notebook.cells}
    for cell in code_cells(copied := copy.deepcopy(notebook)):
        cell.outputs = []  # a second for each notebook
    text, _ = SlidesExporter().from_notebook_node(copied)
    slides = [re.findall(r'id="cell-id=([^"]+)"', part) for part in text.split("<section>")]
    slides = [[cells[id] for id in slide] for slide in slides if slide]
    colab = [cell for cell in notebook.cells if "colab" in tags(cell)]
    assert [cell for slide in slides for cell in slide] == [cell for cell in notebook.cells if cell not in colab]
    for slide in slides:
        assert not any(TITLES.search(cell.source) for cell in slide[1:] if cell.cell_type == "markdown")
        above = slide[:-2] if slide[-1].cell_type == "markdown" else slide[:-1]  # a text may close a picture's slide
        assert not any("image/png" in output.get("data", {}) for cell in above for output in cell.get("outputs", []))
        assert len(slide) == 1 or sum(map(lines, slide)) <= SLIDE_LINES


def test_every_cell_is_plain_python(notebook):
    """Tools that read notebooks keep a magic as it is, or make a comment of it, and an empty `if` of what is left."""
    for cell in code_cells(notebook):
        ast.parse(cell.source)


def test_code_cells_are_small(notebook):
    lines = [cell.source.splitlines() for cell in code_cells(notebook)]
    assert max(map(len, lines)) <= MOST_LINES
    assert max(len(line) for cell in lines for line in cell) <= MOST_COLUMNS, "cut off on a page"
    assert statistics.median(sum(bool(line.strip()) for line in cell) for cell in lines) <= MEDIAN_LINES


def test_pictures_are_small_png_with_alt_text(notebook):
    for count, output in outputs(notebook):
        data = output.get("data", {})
        assert {mime for mime in data if mime.startswith("image/")} <= {"image/png"}, f"cell {count}"
        if "image/png" in data:
            png = base64.b64decode(data["image/png"], validate=True)
            assert png.startswith(b"\x89PNG\r\n"), f"cell {count}"
            assert len(png) <= PNG_BYTES, f"cell {count}"
            assert output.metadata.get("image/png", {}).get("alt", "").strip(), f"cell {count} has no alt text"
            # On a dark page black labels on a transparent ground cannot be read.
            with Image.open(io.BytesIO(png)) as picture:
                assert not picture.has_transparency_data, f"cell {count}"
                assert picture.convert("RGB").getpixel((0, 0)) == (255, 255, 255), f"cell {count}"


def test_alt_texts_are_those_of_their_figures(notebook):
    """A figure's text output holds its alt text too, and nbval compares it with what the cell makes."""
    for count, output in outputs(notebook):
        text = output.get("data", {}).get("text/plain", "")
        if text.startswith("<Figure: "):
            assert text == f"<Figure: {output.metadata['image/png']['alt']}>", f"cell {count}"


def test_outputs_are_the_same_on_every_machine(notebook):
    for count, output in outputs(notebook):
        for text in texts(output):
            assert not ADDRESS.search(text), f"cell {count} shows a memory address"
            assert not ABSOLUTE_PATH.search(text), f"cell {count} shows a path of one machine"


def test_sources_name_no_path_of_a_machine(notebook):
    for cell in notebook.cells:
        assert not ABSOLUTE_PATH.search(cell.source), cell.source


def test_timings_are_not_compared(notebook):
    for cell in code_cells(notebook):
        if cell.outputs and TIMING.search(cell.source):
            assert "nbval-ignore-output" in tags(cell), f"cell {cell.execution_count} shows a time: tag it"


def test_head_says_what_the_reader_gets(notebook):
    head = notebook.cells[0]
    assert head.cell_type == "markdown"
    assert re.match(r"# \S", head.source), "it starts with the title"
    for phrase in (r"you will be able to", r"you need", r"\b\d+\s*min(ute)?s?\b"):
        assert re.search(phrase, head.source, re.IGNORECASE), f"the head says nothing like {phrase!r}"


def test_asks_for_every_exercise_in_its_order(path, notebook):
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    code = "\n".join(cell.source for cell in code_cells(notebook))
    known = exercises_of(path.name[:2])
    asked = {f"{exercise.id}: {exercise.title}": exercise.text for exercise in known.values()}
    assert re.findall(r"(?m)^### Exercise (.*)$", text) == list(asked)
    assert [title for title, task in asked.items() if task not in text] == [], "the task has other words in the package"
    assert [name for name in known if f'check("{name}", ' not in code] == [], "an exercise is never checked"


def test_a_question_stands_before_what_answers_it_and_is_answered(path, notebook):
    """The website folds what answers a question until the guess; a widget covers its own result."""
    asked, unanswered = [], set()
    for cell in code_cells(notebook):
        early = set(answered(cell)) - set(asked)
        assert not early, f"{cell.source[:60]!r} answers {early}, which nobody has asked"
        unanswered -= set(answered(cell))
        if "covered=True" in cell.source:
            unanswered -= set(asked[-1:])
        new = [id for id in PREDICT.findall(cell.source) if id.startswith(path.name[:2])]
        asked, unanswered = asked + new, unanswered | set(new)
    assert not unanswered, "tag the cell with the answer, as in answers-05.a, or let a widget open covered"


def test_what_tells_an_answer_is_folded_below_its_question(notebook):
    """`Predict` opens these folds by their class; an empty line lets Markdown be Markdown between the tags."""
    asked = []
    for cell in notebook.cells:
        if cell.cell_type == "code":
            asked += PREDICT.findall(cell.source)
            continue
        folds = FOLD.findall(cell.source)
        form = (
            '<details class="answers-05.a"><summary>After your guess</summary>, an empty line, the text, an empty line'
        )
        assert len(folds) == cell.source.count("After your guess"), f"write it like {form}: {cell.source}"
        for id, text in folds:
            assert id in asked, f"{id} is not asked before this fold"
            assert not re.search("(?m)^#|<details", text), "a fold holds no heading and no other fold"


def test_every_picture_from_the_answer_down_to_its_fold_shows_the_answer(notebook):
    begun = {}  # question: whether each picture since is tagged as its first cell is
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            for id, _ in FOLD.findall(cell.source):
                assert all(begun.pop(id, [])), f"a picture above the fold of {id} lacks the tag answers-{id}"
            continue
        begun |= {id: [] for id in answered(cell) if id not in begun}
        if "Predict(" not in cell.source and any("image/png" in output.get("data", {}) for output in cell.outputs):
            for id, pictures in begun.items():
                pictures.append(id in answered(cell))


def test_an_exercise_needs_no_cell_before_it(notebook):
    """A learner may open the notebook at any exercise."""
    for cell in code_cells(notebook):
        if re.search(r"^check\(", cell.source, re.MULTILINE):
            namespace = {}
            exec(cell.source, namespace)
            assert {"check", "hint", "solution"} <= set(namespace)


def test_foot_leads_on_and_back(path, notebook):
    foot, here = notebook.cells[-1], NAMES.index(path.name)
    assert foot.cell_type == "markdown"
    neighbours = [*NAMES[max(here - 1, 0) : here], *NAMES[here + 1 : here + 2]]
    assert set(neighbours) <= {link.partition("#")[0] for link in LINK.findall(foot.source)}


def test_links_stay_in_the_folder_and_resolve(notebook):
    """The copy that an installed convnb lays down has the notebooks only, so that no other file can be linked."""
    for link in links(notebook):
        if re.match(r"(https?|mailto|attachment|data):", link):
            continue
        name, _, heading = unquote(link).partition("#")
        assert not name or name in NAMES, f"{link} leads nowhere"
        if heading:
            target = nbformat.read(FOLDER / name, as_version=4) if name else notebook
            assert heading in headings(target), f"{link}: no such heading"


def headings(notebook):
    """The anchors that JupyterLab gives to the headings: their text with dashes for spaces."""
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    return {title.strip().replace(" ", "-") for source in cells for title in re.findall(r"(?m)^#+ (.+)$", source)}
