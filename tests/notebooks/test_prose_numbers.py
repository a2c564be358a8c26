"""A number that a notebook's prose quotes is shown by a cell near it: in its code, its output or its alt text.

Only numbers that can hardly be there by chance are looked for: those with a decimal point or at least two digits.
What is given and not computed, such as the numbers of an exercise, a year or an angle in degrees, is left out.
"""

import re
from pathlib import Path

import nbformat
import numpy as np
import pytest

from convnb.exercises.form import FOLDER
from convnb.exercises.predict import questions

PATHS = sorted((Path(__file__).resolve().parents[2] / "notebooks").glob("*.ipynb"))
BEFORE, AFTER = 4, 3  # so many code cells above and below a text are near it

NUMBER = re.compile(r"(?<![\w.])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[-+]?\d+)?(?![\w]|\.\d)")
LEFT_OUT = re.compile(
    r"""
    ```.*?``` | `[^`\n]*`               # code
    | \]\([^)]*\)                       # addresses of links
    | ^\#+\ .*?$                        # headings
    | [Ee]xercises?\ \d\d\.\d+          # names of exercises
    | [Nn]otebooks?\ \d\d(?:\ and\ \d\d)?
    | _\{\d\d\}                          # two indices of a matrix
    | \b\d+\ minutes\b                  # of a notebook
    | \b(?:19|20)\d\d\b                 # years
    | \b\d+(?:°|\ degrees\b)            # angles
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
PREDICT = re.compile(r'\bPredict\("(\d\d\.[a-z])"\)')
FOLDED = re.compile("<details.*?</details>", re.DOTALL)
SAID_IN_CODE = re.compile(r'#.*|"[^"\n]*"')
SIDE = r"\d+(?:\.\d+)?(?:\s*(?:[-+−*·×]|\\cdot|\\times)\s*\d+(?:\.\d+)?)*"
# Not a part of more: behind a letter, a bracket or an operator, or before one.
CALCULATED = re.compile(
    rf"(?<![\w.)\]}}^_|+*/·×−=-])(?<![)\]}}|+*/·×=−^-] )(?<!\b\w )(?<!cdot ){SIDE}(?:\s*=\s*{SIDE})+"
    r"(?![\w^(\[]|\.\d|\s*[-+*/·×−]|\s*\\(?!q|text)| [a-z]\b| \()"
)

NOT_SHOWN = {
    "01": {
        "100": "keys of a widget, and a remainder: 400 - 300",
        "399": "the last of 400",
        "60": "the cosine's period, drawn by a widget",
        "360": "the ECG's rate",
        "80": "the peak of a beat, which a learner may look up",
    },
    "02": {"3.5": "the mean of one die, before it is computed"},
    "03": {"255": "the largest uint8"},
    "08": {
        "48000": "in the operator, not in the cell",
        "600": "100 times 6, the exponents of the sum",
    },
    "11": {
        "4000": "the digits to learn from",
        "1000": "the digits to choose by, and a power",
        "50": "the digits of a batch",
    },
    "12": {
        "300": "tau over dt, which the sentence explains",
        "45": "a sum, which the sentence adds up",
        "30": "tau, in samples",
        "80": "the steps of a search further up",
        "13": "the origins of a figure",
    },
}
"""Notebook -> number -> why no cell near it shows it."""


@pytest.fixture(params=PATHS, ids=lambda path: path.name)
def path(request):
    return request.param


def numbers(text):
    """The numbers in a text, as they are written without commas between thousands."""
    text = text.replace("{,}", ",").replace(r"\,", "")
    return [number.replace(",", "") for number in NUMBER.findall(text)]


def quoted(source):
    """The numbers of a Markdown cell that a reader would expect to see computed."""
    found = numbers(LEFT_OUT.sub(" ", source))
    return [number for number in found if "." in number or len(number.lstrip("0")) >= 2]


def shown(cell):
    """The numbers in the code, the outputs and the alt texts of a cell, as floats."""
    texts = [cell.source]
    for output in cell.outputs:
        data, alt = output.get("data", {}), output.get("metadata", {}).get("image/png", {}).get("alt", "")
        texts += [output.get("text", ""), data.get("text/plain", ""), data.get("text/html", ""), alt]
    return [float(number) for text in texts for number in numbers(text)]


def is_rounded(number, values):
    """Whether `number`, a text, is one of the values, rounded to as many decimals as it has."""
    decimals = len(number.partition(".")[2])
    return any(abs(value - float(number)) <= 0.500001 * 10**-decimals for value in values)


def sums(text):
    """What a text calculates with numbers alone, such as 6 - 2 + 1 = 5: [(as it stands there, values of its sides)]."""
    found = CALCULATED.findall(re.sub(r"\{,\}|\\,|\$|(?<=\d),(?=\d{3})", "", text))
    plain = {one: re.sub(r"\\cdot|\\times|[·×]", "*", one).replace("−", "-") for one in found}
    return [(one, [eval(side) for side in code.split("=")]) for one, code in plain.items()]


def missing(notebook):
    """(number, text) of each quoted number that no cell near it shows. Exercises tell their own numbers."""
    cells = notebook.cells[:-1]  # the foot has titles and years
    code = [place for place, cell in enumerate(cells) if cell.cell_type == "code"]
    found = []
    for place, cell in enumerate(cells):
        below = [at for at in code if at > place][:AFTER]
        if cell.cell_type == "code" or any(re.search(r"^check\(", cells[at].source, re.M) for at in below[:1]):
            continue
        near = [at for at in code if at < place][-BEFORE:] + below
        values = [value for at in near for value in shown(cells[at])]
        found += [(number, cell.source) for number in quoted(cell.source) if not is_rounded(number, values)]
    return found


def test_numbers_of_the_prose_are_shown_by_a_cell_near_it(path):
    known = NOT_SHOWN.get(path.name[:2], {})
    found = missing(nbformat.read(path, as_version=4))
    assert [pair for pair in found if pair[0] not in known] == [], "compute it near the text, or say why not"
    assert {number for number, _ in found} >= set(known), "NOT_SHOWN names a number that is no exception any more"


def told(notebook, answers):
    """The texts that tell the answer to the question above them before the guess: outside folds, in a comment, in words
    that are printed. `answers`: {id: numbers}. A single digit may stand anywhere, and is not looked for.
    """
    found, wanted = [], []
    for cell in notebook.cells:
        if cell.source.startswith("## Exercises"):
            break
        is_code = cell.cell_type == "code"
        for id in PREDICT.findall(cell.source) if is_code else []:
            wanted = answers.get(id, [])
        text = " ".join(SAID_IN_CODE.findall(cell.source)) if is_code else FOLDED.sub("", cell.source)
        shown = [float(number) for number in numbers(text)]
        if wanted and any(shown[at:][: len(wanted)] == wanted for at in range(len(shown))):
            found.append(cell.source)
    return found


def test_no_text_tells_a_number_before_it_is_guessed(path):
    answers = {}
    for id, asked in questions(path.name[:2]).items():
        answer = np.abs(asked.traits["answer"]).ravel().tolist()
        if asked.traits["kind"] in ("number", "grid") and (len(answer) > 1 or answer[0] >= 10 or answer[0] % 1):
            answers[id] = answer
    assert answers
    assert told(nbformat.read(path, as_version=4), answers) == []


def test_sums_in_texts_add_up():
    """Of the notebooks, their questions and exercises."""
    cells = [cell for path in PATHS for cell in nbformat.read(path, as_version=4).cells]
    texts = [cell.source for cell in cells if cell.cell_type == "markdown"]
    texts += [path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")]
    found = [pair for text in texts for pair in sums(text)]
    assert len(found) >= 15
    assert [written for written, sides in found if max(sides) - min(sides) > 1e-9] == []


@pytest.mark.parametrize(
    ("prose", "output", "expected"),
    [
        ("About $0.45$ of $12{,}544$.", "[0.4509, 12544]", []),
        ("About 0.45 of them.", "0.4551", ["0.45"]),
        ("The 4,000 digits.", "4001", ["4000"]),
        ("In 1959, turned by 180 degrees, see notebooks 10 and 11, exercise 10.6 and `123`, 8 of them.", "", []),
        ("Both cost the same at $M = 46$.", "48 a number, n = 4096", ["46"]),
    ],
)
def test_what_is_looked_for(prose, output, expected):
    cell = nbformat.v4.new_code_cell("1 + 1", outputs=[nbformat.v4.new_output("stream", text=output)])
    foot = nbformat.v4.new_markdown_cell("1999.5")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(prose), cell, foot])
    assert [number for number, _ in missing(notebook)] == expected
