"""For teachers: a page with plans for a class, and for each notebook a page of notes, a worksheet and its key.

The plans are written by hand, in teachers.md; a test holds their minutes to `in_class` and to the course. All else is
made of what the course has: the heads of the notebooks, the words of their questions and exercises, and the cases to
work out by hand.
"""

import html
import json
import re
from functools import partial
from pathlib import Path

from nbformat import NotebookNode

from ..exercises import exercises_of
from ..exercises.by_hand import case_by_hand, mistakes_by_hand
from ..exercises.grading.model import fold
from ..exercises.predict import questions
from ..exercises.report import reported
from .front import title_of
from .hosting import git_pull
from .pages import asked_in

PLANS = Path(__file__).with_name("teachers.md")
FOLDER = "teachers"
TALK = 2  # minutes by which a question takes longer in class than alone
SHOWN = 4  # mistakes of an exercise that are not folded
_ORDER = (
    "First come the wrong results by hand to which most of the mistakes lead that `check` knows, each with what "
    "learners read after these mistakes. An exercise without a case by hand begins with the first ones of the course's "
    f"list. Only {SHOWN} are open. The others, and the hints, are folded, and are printed only if you open them."
)
_OF_THE_WIDGET = re.compile(r"(:?) choose the (?:number of )?columns first\.$", re.IGNORECASE)
_SIGNS = {1: "+", 0: "0", -1: "−"}


def in_class(notebook):
    """The minutes that a notebook takes in class, in steps of five: those of the course, and TALK for each question."""
    return -5 * (-(notebook.minutes + TALK * len(questions(f"{notebook.number:02d}"))) // 5)


def teachers(contents, repository):
    """{file: Markdown} of the pages for teachers. `contents`: {notebook: its executed JSON}."""
    pages = {"teachers.md": _overview(contents, repository)}
    for notebook, content in contents.items():
        number = f"{notebook.number:02d}"
        cases = {id: case for id, one in exercises_of(number).items() if (case := case_by_hand(one))}
        traits = {id: asked.traits for id, asked in (questions(number) | cases).items()}
        items = {id: traits[id] for id in asked_in(content, number)}
        pages[f"{FOLDER}/{number}_notes.md"] = _notes(notebook, content, {id: cases[id] for id in items if id in cases})
        pages[f"{FOLDER}/{number}_worksheet.md"] = _worksheet(notebook, items, filled=False)
        pages[f"{FOLDER}/{number}_key.md"] = _worksheet(notebook, items, filled=True)
    return pages


def _overview(contents, repository):
    rows = ["| notebook | alone | in class | to print |", "|---|--:|--:|---|"]
    for number, notebook in ((f"{notebook.number:02d}", notebook) for notebook in contents):
        title, minutes = f"{number} [{notebook.title}]({notebook.file})", f"{notebook.minutes} | {in_class(notebook)}"
        links = ", ".join(f"[{kind}]({FOLDER}/{number}_{kind}.md)" for kind in ("notes", "worksheet", "key"))
        rows.append(f"| {title} | {minutes} | {links} |")
    given = {"notebooks": "\n".join(rows), "git_pull": git_pull("https://hub.example.org", repository)}
    given |= {"repository": f"https://github.com/{repository}", "report": _report()}
    text = PLANS.read_text(encoding="utf-8")
    for name, value in given.items():
        text = text.replace(f"{{{{ {name} }}}}", value)
    return text


def _report():
    """The beginning of what report() writes for somebody who has passed one exercise."""
    made = reported(["00.1"])
    return json.dumps(made | {"exercises": made["exercises"][:2]}, indent=1, ensure_ascii=False)


def _notes(notebook, content, cases):
    """What a teacher reads before the lesson: aims, questions and exercises, with the wrong answers to expect."""
    number = f"{notebook.number:02d}"
    head = content.cells[0].source.partition("\n")[2].replace("](0", "](../0").replace("](1", "](../1")
    earlier = [f"{before:02d}" for before in range(notebook.number)]
    again = [f"[{id}]({before}_notes.md)" for before in earlier for id in asked_in(content, before)]
    parts = [f"---\norphan: true\nnosearch: true\n---\n\n# {number} {title_of(notebook)}: notes for teachers"]
    sheets = f"[a worksheet]({number}_worksheet.md) and [its key]({number}_key.md)"
    parts.append(f"[The notebook](../{notebook.file}), {sheets}; [plans for a class](../teachers.md).")
    parts.append(head.strip())
    parts.append(f"**In class:** {in_class(notebook)} minutes.")
    if again:
        parts.append(f"**Asked again, from memory:** {', '.join(again)}.")
    parts.append(f"**On the way:** {' · '.join(_sections(content, number))}.")
    parts.append("## Questions, and the guesses to expect")
    for id, asked in questions(number).items():
        wrong = [(_shown(asked.traits, guess), [says]) for guess, says in asked.traits["wrong"]]
        parts += [f"### {id} {asked.title}", _asked(asked.traits), _mistakes("guess", wrong)]
    parts += ["## Exercises, and the mistakes to expect", _ORDER]
    for id, exercise in exercises_of(number).items():
        parts += [f"### {id} {exercise.title}", exercise.text]
        if case := cases.get(id):
            parts += [_asked(case.traits), _folded(partial(_mistakes, "by hand"), _by_result(exercise, case))]
        else:
            said = list(dict.fromkeys(misconception.hint for misconception in exercise.misconceptions))
            parts.append(f"<p>What the learner reads after a mistake:</p>{_folded(_list, said)}")
        parts.append(fold(f"{len(exercise.hints)} hints", _list(exercise.hints)))
    return "\n\n".join(parts) + "\n"


def _sections(content, number):
    """The titles of a notebook's sections before its exercises, each with the questions that it asks."""
    sections = {}
    for cell in content.cells:
        titles = re.findall("^## (.+)$", cell.source, re.MULTILINE) if cell.cell_type == "markdown" else []
        if {"Exercises", "Sources"}.intersection(titles):
            break
        sections |= {title: [] for title in titles}
        for id in asked_in(NotebookNode(cells=[cell]), number):
            sections[next(reversed(sections))].append(id)
    return [f"{title} ({', '.join(ids)})" if ids else title for title, ids in sections.items()]


def _by_result(exercise, case):
    """[(result by hand, [what the learner reads])] of the mistakes: first the result to which most of them lead."""
    by_result = {}
    for says, rows in mistakes_by_hand(exercise, case).items():
        by_result.setdefault(rows and _shown(case.traits, rows), []).append(says)
    unseen = [("", [says]) for says in by_result.pop("", [])]
    return sorted(by_result.items(), key=lambda row: -len(row[1])) + unseen


def _folded(made, rows):
    """HTML that `made` makes of the first rows and, folded, of the others."""
    more = rows[SHOWN:]
    return made(rows[:SHOWN]) + (fold(f"{len(more)} more", made(more)) if more else "")


def _worksheet(notebook, items, *, filled):
    """The notebook's questions and cases by hand, to print: with empty boxes, or filled with the answers."""
    number, kind = f"{notebook.number:02d}", "key" if filled else "worksheet"
    tasks = {id: exercise.text for id, exercise in exercises_of(number).items()}
    shown = {id: _item(id, traits, filled, tasks.get(id)) for id, traits in items.items()}
    blocks = [f'<div class="convnb-item">{item}</div>' for item in shown.values()]
    head = f"---\norphan: true\nnosearch: true\n---\n\n# {number} {title_of(notebook)}: {kind}"
    name = '<p class="convnb-name">Name: <span></span> Date: <span></span></p>'
    return "\n\n".join([head, *([] if filled else [name]), *blocks]) + "\n"


def _item(id, traits, filled, task):
    """HTML of a question and of the place for its answer, below the `task` of an exercise, as Markdown."""
    question = _paragraphs(_OF_THE_WIDGET.sub(lambda found: "." if found[1] else "", traits["question"]))
    name = f"<b>{id}</b> "
    question = f"\n\n{name}{task}\n\n{question}" if task else question.replace("<p>", f"<p>{name}", 1)
    if traits["kind"] == "choice":
        right = int(traits["answer"][0][0])
        boxes = [("☒" if filled and at == right else "☐") for at in range(len(traits["options"]))]
        options = zip(boxes, traits["options"], strict=True)
        return question + "".join(f"<p>{box} {_inline(option)}</p>" for box, option in options)
    if traits.get("sized", True) or filled:
        rows = [[_number(traits, value) if filled else "" for value in row] for row in traits["answer"]]
        cells = "".join(f"<tr>{''.join(f'<td>{value}</td>' for value in row)}</tr>" for row in rows)
        return f'{question}<table class="convnb-boxes">{cells}</table>'
    return f'{question}<div class="convnb-blank"></div>'


def _asked(traits):
    """HTML of a question and of its right answer."""
    right = _shown(traits, traits["answer"])
    return f"{_paragraphs(traits['question'])}<p>Right:{'<br>' if '<br>' in right else ' '}{right}</p>"


def _list(texts):
    return f"<ul>{''.join(f'<li>{_inline(text)}</li>' for text in texts)}</ul>"


def _mistakes(title, rows):
    """HTML of what is given for wrong answers that are known, with the sentences that learners read."""
    cells = "".join(f"<tr><td>{given}</td><td>{'<p>'.join(map(_inline, says))}</td></tr>" for given, says in rows)
    heads = f"<th>{title}</th><th>what the learner reads</th>"
    return f'<table class="convnb-mistakes"><thead><tr>{heads}</tr></thead><tbody>{cells}</tbody></table>'


def _shown(traits, rows):
    """HTML of a guess or an answer: a row of numbers in each line, or a sentence."""
    if traits["kind"] == "choice":
        return _inline(traits["options"][int(rows[0][0])])
    lines = [" ".join(_number(traits, value) for value in row) for row in rows]
    return "<br>".join(line.replace(" ", "&nbsp;") if len(line) < 24 else line for line in lines)


def _number(traits, value):
    return _SIGNS[value] if traits["kind"] == "signs" else f"{round(value, 4):g}".replace("-", "−")


def _paragraphs(text):
    return "".join(f"<p>{_inline(part)}</p>" for part in text.split("\n\n"))


def _inline(text):
    """HTML of a text in which only backticks have a meaning, as in the widgets and in what `check` says."""
    return re.sub("`(.+?)`", r"<code>\1</code>", html.escape(text, quote=False))
