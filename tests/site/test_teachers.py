"""The pages for teachers, without a browser: complete, with times that add up and recipes that work."""

import json
import re
from posixpath import normpath
from urllib.parse import parse_qs, urlsplit

import nbformat
import numpy as np
import pytest
from nbconvert.exporters import SlidesExporter

from convnb.course import COURSE
from convnb.exercises import exercises_of
from convnb.exercises.predict import questions
from convnb.exercises.solutions import solutions_of
from convnb.site.hosting import git_pull
from convnb.site.teachers import PLANS, SHOWN, _inline, in_class, teachers

NOTEBOOKS = {notebook.number: notebook for notebook in COURSE}


@pytest.fixture(scope="module")
def pages(root):
    contents = {one: nbformat.read(root / "notebooks" / one.file, as_version=4) for one in COURSE}
    return teachers(contents, "me/mine")


@pytest.fixture(scope="module")
def plans():
    """{heading: rows of cells} of the tables in the plans."""
    parts = re.split(r"^## (.+)$", PLANS.read_text(encoding="utf-8"), flags=re.MULTILINE)
    pairs = zip(parts[1::2], parts[2::2], strict=True)
    tables = {title: re.findall(r"^\| (.+) \|$", body, re.MULTILINE)[1:] for title, body in pairs}
    return {title: [row.split(" | ") for row in rows] for title, rows in tables.items()}


def minutes(what, of=lambda notebook: notebook.minutes):
    """What the notebooks named in a cell need, or their exercises, which take as much time again."""
    return sum(of(NOTEBOOKS[int(number)]) for number in re.findall(r"\b\d\d\b", re.sub(r"\(.*?\)", "", what)))


def assert_in_order(taken):
    for at, number in enumerate(taken):
        assert set(NOTEBOOKS[number].needs) <= set(taken[:at]), f"notebook {number} comes before what it needs"


def test_every_link_of_the_plans_names_its_notebook():
    links = re.findall(r"(\d\d) \[\]\((\S+?)\)", PLANS.read_text(encoding="utf-8"))
    assert all(NOTEBOOKS[int(number)].file == file for number, file in links)


@pytest.mark.parametrize(("title", "together"), [("Two hours", 120), ("A day", 450)])
def test_the_times_of_a_plan_add_up(plans, title, together):
    rows = [(*map(int, begins.split(":")), what, int(length)) for begins, what, length in plans[title]]
    starts = [60 * hours + past for hours, past, *_ in rows]
    ends = [start + length for start, (*_, length) in zip(starts, rows, strict=True)]
    assert starts[1:] == ends[:-1]
    assert ends[-1] - starts[0] == together
    for *_, what, length in rows:
        if "[](" in what:
            assert length == minutes(what, in_class), f"write {minutes(what, in_class)}: {what}"
        elif what.startswith("exercises"):
            assert length == minutes(what), f"write {minutes(what)}: {what}"
    assert_in_order([int(what[:2]) for *_, what, _ in rows if "[](" in what])


def test_six_weeks_hold_what_leads_to_the_network(plans):
    rows = plans["Six weeks"]
    taken = [int(number) for row in rows for number in re.findall(r"(\d\d) \[\]", " ".join(row))]
    assert_in_order(taken)
    text = " ".join(PLANS.read_text(encoding="utf-8").split())
    (left_out,) = re.findall(r"([^.]+) are for those who want more", text)
    assert sorted([*taken, *map(int, re.findall(r"\d\d", left_out))]) == list(NOTEBOOKS)
    for week, (number, here, length, home, its_length) in enumerate(rows, 1):
        assert int(number) == week
        assert (int(length), int(its_length)) == (minutes(here, in_class), minutes(home))
        assert int(length) <= 90 - 30, "so much is left to talk"


def test_a_class_takes_two_minutes_more_for_each_question():
    assert "**In class** each question takes two minutes more" in PLANS.read_text(encoding="utf-8")
    for notebook in COURSE:
        spared = in_class(notebook) - notebook.minutes - 2 * len(questions(f"{notebook.number:02d}"))
        assert spared in range(5), notebook


@pytest.mark.parametrize("notebook", COURSE, ids=lambda notebook: notebook.name)
def test_notes_have_aims_questions_exercises_hints_and_every_mistake(pages, notebook):
    number = f"{notebook.number:02d}"
    notes = pages[f"teachers/{number}_notes.md"]
    assert f"**Time:** {notebook.minutes} minutes" in notes
    assert "**What you will be able to do:** " in notes
    (sections,) = re.findall(r"\*\*On the way:\*\* (.+)", notes)
    asked = re.findall(r"\d\d\.[a-z]", sections)
    assert len(asked) >= 4
    assert sections.count("(") >= 3, "the questions are spread over the sections"
    assert asked == list(questions(number))[: len(asked)]
    links = re.findall(r"\]\(([^):]+\.(?:md|ipynb))\)", notes)
    reached = {*pages, *(one.file for one in COURSE)}
    assert [link for link in links if normpath(f"teachers/{link}") not in reached] == []
    said = [asked.traits["question"] for asked in questions(number).values()]
    said += [says for asked in questions(number).values() for _, says in asked.traits["wrong"]]
    for exercise in exercises_of(number).values():
        assert f"\n\n{exercise.text}\n\n" in notes
        said += [*exercise.hints, *(misconception.hint for misconception in exercise.misconceptions)]
    assert len(said) > 20
    assert [text for text in said if _inline(text.split("\n\n")[0]) not in notes] == []


@pytest.mark.parametrize("notebook", COURSE, ids=lambda notebook: notebook.name)
def test_a_key_is_the_worksheet_filled_in(pages, notebook):
    sheet, key = (pages[f"teachers/{notebook.number:02d}_{kind}.md"] for kind in ("worksheet", "key"))
    asked = [re.findall(r"<b>(\d\d\.\w+)</b>", text) for text in (sheet, key)]
    assert asked[0] == asked[1]
    assert set(questions(f"{notebook.number:02d}")) <= set(asked[0])
    for id, exercise in exercises_of(f"{notebook.number:02d}").items():  # a case names a function: what does it do?
        assert (f"<b>{id}</b> {exercise.text}\n\n<p>By hand: " in sheet) == (id in asked[0])
    assert "☒" not in sheet
    assert not re.search(r"<td>[^<]", sheet)
    assert "columns first" not in sheet
    choices = sum(asked.traits["kind"] == "choice" for asked in questions(f"{notebook.number:02d}").values())
    assert (key.count("☒"), key.count("convnb-boxes")) == (choices, len(asked[1]) - choices)
    assert not re.search(r"<td></td>|convnb-blank", key)


def test_a_sheet_asks_for_numbers_signs_sentences_and_sizes(pages):
    key, sheet = pages["teachers/01_key.md"], pages["teachers/05_worksheet.md"]
    assert "<tr><td>0</td><td>−</td><td>+</td></tr>" in key  # 01.a, signs
    assert "<p>☒ At another place" not in key
    assert "<p>☒ Where it was, in the crash</p>" in key  # 01.e
    assert "<td>−2</td>" in key  # 01.c
    asked = "What is <code>dJ/da</code>? Say also how many inputs there are.</p>"
    assert f'{asked}<div class="convnb-blank"></div>' in sheet  # 05.c, where the size is asked for, too


def test_a_wrong_result_by_hand_stands_beside_its_mistakes_and_those_of_most_come_first(pages):
    exercise = pages["teachers/04_notes.md"].partition("### 04.1 ")[2].partition("### 04.2 ")[0]
    shown, _, folded = exercise.partition(" more</summary>")
    rows = re.findall(r"<tr><td>([^<]*)</td><td>(.*?)</td></tr>", shown)
    assert len(rows) == SHOWN
    assert rows[0][0] == "2"  # where 3 is right
    assert re.fullmatch(r"[^<]+<p>You counted the steps.*", rows[0][1])
    counts = [says.count("<p>") for _, says in rows]
    assert counts == sorted(counts, reverse=True)
    assert set(re.findall(r"<tr><td>([^<]*)</td>", folded)) == {""}, "wrong on other inputs only: last"


def test_the_link_of_nbgitpuller_fetches_the_notebooks_and_opens_the_first(pages):
    link = git_pull("https://hub.example.org", "me/mine")
    assert f"\n{link}\n" in pages["teachers.md"]
    parts = urlsplit(link)
    assert (parts.netloc, parts.path) == ("hub.example.org", "/hub/user-redirect/git-pull")
    asked = {"repo": ["https://github.com/me/mine"], "branch": ["main"]}
    assert parse_qs(parts.query) == asked | {"urlpath": ["lab/tree/mine/notebooks/00_start_here.ipynb"]}


def test_what_a_hub_needs_was_measured(pages, root):
    measured = (root / "tests/bench/RESULTS.md").read_text(encoding="utf-8")
    needs = re.findall(r"^\| a server .* \| (\d+) \| (\d+) \| \d+ \| [\d,]+ \|$", measured, re.MULTILINE)
    assert len(needs) == 4
    ((gb, together),) = re.findall(
        r"Plan (\d) GB of memory for each learner, (\d+) GB for a class of 30", pages["teachers.md"]
    )
    assert all(int(mb) < 950 * int(gb) and int(for_30) <= int(together) for mb, for_30 in needs)


def test_the_command_for_slides_names_options_that_there_are(pages):
    options = re.findall(r"--SlidesExporter\.(\w+)=(\S+)", pages["teachers.md"])
    assert len(options) == 3
    assert all(SlidesExporter().has_trait(name) for name, _ in options)


def test_the_cell_for_marks_passes_a_right_answer_and_no_other(pages):
    (cell,) = re.findall(r"```python\n(.*?)```", pages["teachers.md"], re.DOTALL)
    given = {"np": np}
    exec(solutions_of("02.3")[0].source, given)
    exec(cell, given)
    given["sum_of_dice"] = lambda a, b: [1.0]
    with pytest.raises(AssertionError):
        exec(cell, given)


def test_the_report_that_is_shown_is_one(pages):
    (shown,) = re.findall(r"```json\n(.*?)```", pages["teachers.md"], re.DOTALL)
    made = json.loads(shown)
    assert (made["score"], [one["passed"] for one in made["exercises"]]) == (1, [True, False])


def test_nothing_is_left_to_fill_in(pages):
    assert not any("{{" in text for text in pages.values())
