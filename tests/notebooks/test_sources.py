"""The sources of the notebooks: each work has one home, assets/references.bib, and every notebook tells what to look
for in three to five of them.  The form of a line: - [Smith (1997): Title](address). What it has to say.
"""

import re
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[2]
BIB = (ROOT / "assets/references.bib").read_text(encoding="utf-8")
ENTRY = re.compile(r"^@[a-z]+\{([a-z]+\d{4}[a-z]*),\n((?:  [a-z]+ = \{.*\},\n)+)\}\n", re.MULTILINE)
FIELD = re.compile(r"^  ([a-z]+) = \{(.*)\},$", re.MULTILINE)
WORKS = {key: dict(FIELD.findall(fields)) for key, fields in ENTRY.findall(BIB)}
ADDRESS = re.compile(r"\]\((https?://[^)\s]+)\)")
PATHS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def markdown(path):
    """The text of its Markdown cells, in order."""
    return [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "markdown"]


def named(work):
    """What a notebook writes for a work of the list."""
    people = [author.partition(",")[0] for author in work["author"].split(" and ")]
    who = f"{people[0]} and others" if len(people) > 3 else ", ".join(people)
    title = re.sub("[{}]", "", work["title"])
    return f"[{who} ({work['year']}): {title}]({work['url']})"


def test_the_list_is_in_one_form_in_order_and_without_doubles():
    assert ENTRY.sub("", BIB).strip() == "", "not in the form of the other entries"
    assert list(WORKS) == sorted(WORKS)
    addresses = [work["url"] for work in WORKS.values()]
    assert len(WORKS) == len(ENTRY.findall(BIB))
    assert len(addresses) == len(set(addresses))
    for key, work in WORKS.items():
        assert work["year"] in key, key
        assert min(len(work["author"]), len(work["title"])) > 0, key


def test_no_work_is_listed_for_nothing_and_no_page_is_linked_that_is_not_listed():
    linked = {address for path in PATHS for source in markdown(path) for address in ADDRESS.findall(source)}
    assert linked == {work["url"] for work in WORKS.values()}


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)
def test_the_foot_says_what_three_to_five_works_have_to_say(path):
    lines = markdown(path)[-1].partition("\n## Sources\n\n")[2].partition("\n\n")[0].splitlines()
    assert 3 <= len(lines) <= 5, "a paragraph '## Sources' above the line of the foot"
    known = {named(work) for work in WORKS.values()}
    for line in lines:
        work, note = re.fullmatch(r"- (\[.+\]\(\S+\))\. (.+\.)", line).groups()
        assert work in known, f"not as assets/references.bib has it: {work}"
        assert len(note.split()) >= 4, f"what is to be found there? {line}"
