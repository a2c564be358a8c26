"""The notebooks as one course: what a head promises, the words, and the names of the widgets' controls."""

import re
from pathlib import Path

import nbformat
import pytest

from convnb.course import COURSE

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "convnb/widgets").rglob("*.js"))
ROW = re.compile(r"(?m)^\| \*\*(.+?)\*\* \| (.+?) \| \[(\d\d)\]\((.+?)\) \|$")
CONTROL = re.compile(r"(?<!\*)\*([A-Z][^*\n]+)\*(?!\*)")
AGAIN = re.compile(r'\bPredict\("(\d\d)\.[a-z]"(?:, again=True)?\)')
OF_ANOTHER = re.compile(r"((?:\b[\w']+ ){1,2})of notebook (\d\d)")
LINK = re.compile(r"\[(?:notebook )?(\d\d)[^\]]*\]\((\d\d)_", re.IGNORECASE)

every = pytest.mark.parametrize("notebook", COURSE, ids=lambda notebook: notebook.name)


def markdown(notebook):
    """The text of its Markdown cells, in order."""
    cells = nbformat.read(ROOT / "notebooks" / notebook.file, as_version=4).cells
    return [cell.source for cell in cells if cell.cell_type == "markdown"]


def glossary():
    """(words, explanation, number of the notebook, file) of each row."""
    return ROW.findall(markdown(COURSE[0])[-1].partition("## Glossary\n")[2])


def ancestors(notebook):
    """The numbers of all notebooks that have been read before this one, whatever the path through the map."""
    return {older for need in notebook.needs for older in {need, *ancestors(COURSE[need])}}


@every
def test_the_head_has_the_title_the_minutes_and_the_needs_of_the_map(notebook):
    head = markdown(notebook)[0]
    assert head.startswith(f"# {notebook.title}\n")
    assert re.search(rf"\*\*Time:\*\* {notebook.minutes} minutes", head)
    needs = head.partition("**What you need:**")[2]
    assert set(notebook.needs) <= {int(number) for number, _ in LINK.findall(needs)}


@every
def test_from_02_on_a_notebook_begins_with_three_questions_of_two_earlier_ones(notebook):
    """What one recalls again, stays. Elsewhere a notebook asks its own questions only."""
    cells = nbformat.read(ROOT / "notebooks" / notebook.file, as_version=4).cells
    own, again = f"{notebook.number:02d}", [AGAIN.findall(cell.source) for cell in cells]
    asked = {place: numbers for place, numbers in enumerate(again) if set(numbers) - {own}}
    if notebook.number < 2:
        assert asked == {}
        return
    assert cells[1].source.startswith("## Before you start\n")
    ((place, numbers),) = asked.items()
    assert (place, len(numbers), len(set(numbers))) == (3, 3, 2), "one cell below Colab's"
    assert cells[place].source.count("again=True") == 3, "from memory: what was guessed before is not shown"
    assert {int(number) for number in numbers} <= ancestors(notebook), "of notebooks that this one builds on"
    assert [number for number, _ in LINK.findall(cells[1].source)] == sorted(set(numbers)), "and it says of which"


@every
def test_the_head_asks_for_nothing_that_the_map_does_not(notebook):
    sentences = re.split(r"(?<=\.) (?=[A-Z\[])", markdown(notebook)[0].partition("**What you need:**")[2])
    asked = {int(n) for text in sentences if "not needed" not in text for n, _ in LINK.findall(text)}
    assert asked <= ancestors(notebook) | {0}


@every
def test_links_name_the_notebook_that_they_lead_to(notebook):
    for source in markdown(notebook):
        for said, leads in LINK.findall(source):
            assert said == leads
    for title, number in re.findall(r"(?:Previous|Next):\*\* \[\d\d ([^\]]+)\]\((\d\d)_", markdown(notebook)[-1]):
        assert title == COURSE[int(number)].title


@every
def test_what_is_said_to_be_of_another_notebook_is_there(notebook):
    """The two words before: "Sobel's kernel of notebook 03"."""
    for words, number in OF_ANOTHER.findall(re.sub(r"[*`]", "", "\n".join(markdown(notebook)))):
        there = "\n".join(markdown(COURSE[int(number)])).casefold()
        for word in words.casefold().split():
            assert re.sub("('s|s)$", "", word) in there, f"{words}of notebook {number}"


@pytest.mark.parametrize("notebook", COURSE[1:], ids=lambda notebook: notebook.name)
def test_every_head_leads_to_the_glossary(notebook):
    head = markdown(notebook)[0]
    assert "glossary" in head
    assert f"]({COURSE[0].file})" in head


def test_the_glossary_is_short_and_sorted():
    words = [words.casefold() for words, *_ in glossary()]
    assert 25 <= len(words) <= 40
    assert words == sorted(set(words))
    assert all(len(text) < 125 and text.endswith(".") for _, text, *_ in glossary())


@pytest.mark.parametrize("row", glossary(), ids=lambda row: row[0])
def test_each_word_stands_in_the_notebook_that_explains_it(row):
    words, _, number, file = row
    assert file == COURSE[int(number)].file
    cells = markdown(COURSE[int(number)])
    said = "\n".join(cells[:-1]).casefold()  # the glossary itself is in a last cell
    for word in words.casefold().split(", "):
        assert word in said, word


@every
def test_controls_have_the_names_of_the_widgets(notebook):
    """*Name* with a capital letter is a control's label or its beginning; emphasis has a small letter."""
    for source in markdown(notebook):
        for name in CONTROL.findall(source):
            assert re.search(rf'["`](▶ )?{re.escape(name)}', SCRIPTS), f"*{name}* is on no widget"
