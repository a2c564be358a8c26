"""How an exercise is written: words in words/nbNN.md, functions in nbNN.py, joined by the name of each wrong answer.

# 05.1 Blame the inputs

The text, in one or more paragraphs. A list in it has "1)" where hints have "1.".

1. The hints, from gentle to near the solution.

- unflipped: The sentence for a learner whose answer gives the same results as the function `unflipped`.

Questions that are asked before an answer is shown stand in the same file, as # 05.a: see predict.py.
"""

import re
from dataclasses import replace
from functools import cache
from itertools import permutations
from pathlib import Path
from typing import NamedTuple

from .grading.model import Exercise, Misconception

FOLDER = Path(__file__).resolve().parent / "words"
_HEAD = re.compile(r"^# (\d\d\.(?:\d+|[a-z])) (.+)$", re.MULTILINE)
_LINE = re.compile(r"(?P<hint>\d\. )|- (?P<slip>\w+): ")


class Words(NamedTuple):
    """The words of one exercise; `slips` has the sentence for each wrong answer, by its name."""

    title: str
    text: str
    hints: tuple
    slips: dict


@cache
def words(notebook):
    """The words of a notebook's exercises, such as "05", by id. Raises ValueError as `read` does."""
    return read(markdown_of(notebook))


def markdown_of(notebook):
    """The text of words/nbNN.md."""
    return (FOLDER / f"nb{notebook}.md").read_text(encoding="utf-8")


def read(markdown):
    """{id: Words} of a text in the form above. Raises ValueError for what is given twice or out of place."""
    return {id: Words(title, *_parts(id, body)) for id, title, body in sections(markdown) if id[3:].isdigit()}


def sections(markdown):
    """The (id, title, body) of each exercise and question. Raises ValueError for an id that is given twice."""
    before, *parts = _HEAD.split(markdown)
    if before.strip():
        raise ValueError(f"words before the first exercise: {before.strip()[:40]!r}")
    ids = parts[::3]
    if twice := [id for number, id in enumerate(ids) if id in ids[:number]]:
        raise ValueError(f"{twice[0]} is given twice")
    return list(zip(ids, parts[1::3], parts[2::3], strict=True))


def _parts(id, body):
    """The text, the hints and the slips of one exercise."""
    text, hints, slips = [], [], {}
    for line in body.strip().splitlines():
        start = _LINE.match(line)
        rest = line[start.end() :] if start else line
        if not start and not hints and not slips:
            text.append(line)
        elif start and start["hint"] and not slips:
            hints.append(rest)
        elif start and start["slip"] and start["slip"] not in slips:
            slips[start["slip"]] = rest
        elif line.strip():
            raise ValueError(f"{id}: {line[:40]!r} is out of place: first the text, then hints, then slips, each once")
    return "\n".join(text).strip(), tuple(hints), slips


class Asked(NamedTuple):
    """An exercise that has no wrong answers yet, and the sentences for them."""

    right: Exercise
    sentences: dict

    def slips(self, **slips):
        """The Exercise with a wrong answer for each of the sentences.

        A dict {text: answer} gives one wrong answer for each text, which replaces {} in the sentence; Ways have several
        that deserve the same sentence. The name a__b joins the sentences of a and b.

        Raises ValueError if a name is only in the words or only among the functions.
        """
        used = {part for name in slips for part in name.split("__")}
        if unmatched := sorted(used ^ set(self.sentences)):
            names = ", ".join(unmatched)
            raise ValueError(f"{self.right.id}: words without function, or function without words: {names}")
        known = []
        for name, answer in slips.items():
            sentence = " ".join(self.sentences[part] for part in name.split("__"))
            ways = answer if isinstance(answer, Ways) else [answer]
            several = answer.items() if isinstance(answer, dict) else [(None, one) for one in ways]
            known += [Misconception(one, sentence if word is None else sentence.format(word)) for word, one in several]
        return replace(self.right, misconceptions=tuple(known))


class Ways(tuple):
    """Wrong answers from one misunderstanding that differ on some inputs, at the edges perhaps."""


def exercise(id, reference, inputs=None, **options):
    """The exercise of that id with its words and its right answer; the wrong ones follow in `.slips(name=answer)`.

    reference, inputs and the options, from `returns` to `scene`, are those of Exercise.
    """
    title, text, hints, sentences = words(id.split(".")[0])[id]
    return Asked(Exercise(id, title, text, reference, (), hints, inputs, **options), sentences)


def other_orders(answer, names):
    """The tuple that `answer` returns, in every other order: {"(b, a)": answer in this order}, by these names."""

    def reordered(order):
        return lambda *arguments: tuple(answer(*arguments)[place] for place in order)

    orders = list(permutations(range(len(names))))[1:]
    return {f"({', '.join(names[place] for place in order)})": reordered(order) for order in orders}


def one_wrong(answer, place, wrong):
    """`answer`, a function that returns a tuple, with entry `place` of its result from `wrong` instead."""

    def mistaken(*arguments):
        given = list(answer(*arguments))
        given[place] = wrong(*arguments)
        return tuple(given)

    return mistaken


def changed(answer, change):
    """The answer change(*results) of an answer, a function that returns a tuple."""
    return lambda *arguments: change(*answer(*arguments))
