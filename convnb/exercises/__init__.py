"""The exercises of the course: check() an answer in a notebook, ask for a hint(), read a solution().

Each notebook has its words, words/nb00.md and so on, and its functions, nb00.py and so on. They are loaded when one of
the notebook's exercises is needed. grading/ is the judge; form.py joins words and functions; solutions/ has right
answers; passed.py keeps what was passed and guessed.
"""

import re
from dataclasses import replace
from importlib import import_module
from pkgutil import iter_modules

from .grading.judging import grade
from .grading.model import Hint, Result, fold, folded_hints
from .grading.showing import foreign
from .passed import passed as passed_before
from .passed import record
from .scenes import PicturedResult, seen_mistake
from .solutions import Answers, as_html, solutions_of

__all__ = ["check", "exercises_of", "hint", "notebooks", "solution"]

_passed, _hints_seen = set(), set()  # in this kernel: ids, and pairs (id, level), see _unseen


def check(exercise_id, answer=None):
    """Check an answer to an exercise, such as check("01.2", best_lag). Never raises; says what is wrong in a sentence.

    answer: the function that the exercise asks for, itself and not called, or the value if it asks for a value.
    Returns a Result with `passed`, `kind` ("not answered", "passed", "misconception", "wrong", "error") and `message`.
    """
    exercise, problem = _find(exercise_id)
    if exercise is None:
        return Result(foreign(exercise_id), "error", problem)
    result = grade(exercise, answer, lambda: _other_styles(exercise))
    if not result.passed:
        if result.kind != "not answered":
            _hints_seen.update(_unseen(exercise)[:1])
        can_look = f"\nYou may look at right answers now: solution({exercise.id!r})."
        message = result.message + ("" if _unseen(exercise) else can_look)
        result = replace(result, message=message, folded=folded_hints(exercise.hints))
        mistake = seen_mistake(exercise, result.values)
        return PicturedResult(**vars(result), mistake=mistake) if mistake else result
    _passed.add(exercise.id)
    others = f"Other right answers: solution({exercise.id!r})."
    return replace(
        result,
        message="\n".join(filter(None, [result.message, others, record(exercise.id)])),
        folded=fold("Show them here", as_html(solutions_of(exercise.id))),
    )


def hint(exercise_id, level=1):
    """The hint of that level, from 1: the first is gentle, the last comes near the solution. Never raises."""
    exercise, problem = _find(exercise_id)
    if exercise is None:
        return Hint(foreign(exercise_id), 0, problem)
    count = len(exercise.hints)
    try:
        level = int(level)
        message = exercise.hints[level - 1] if 1 <= level <= count else ""
    except Exception:
        message = ""
    if not message:
        message = f"There are {count} hints: hint({exercise.id!r}, 1) to hint({exercise.id!r}, {count})."
        return Hint(exercise.id, 0, message)
    _hints_seen.add((exercise.id, level))
    if level < count:
        message += f"\nMore: hint({exercise.id!r}, {level + 1})."
    return Hint(exercise.id, level, message, count)


def solution(exercise_id, *, anyway=False):
    """Two to four right answers to an exercise, each in a style of its own. Never raises.

    They are shown after check() has passed, in the learner's copy on any day, or after as many hints and failed checks
    as the exercise has hints; until then it says what is missing. anyway: True shows them at once.
    """
    exercise, problem = _find(exercise_id)
    if exercise is None:
        return Answers(foreign(exercise_id), problem)
    left = _unseen(exercise)
    ids, problem = passed_before()
    if left and exercise.id not in _passed.union(ids or ()) and not anyway:
        id, wanted = repr(exercise.id), exercise.reference.__name__ if exercise.asks_function else "answer"
        more = f"{len(left)} more hints or failed checks" if len(left) > 1 else "one more hint or failed check"
        missing = f"Pass check({id}, {wanted}) first, or come back after {more}; hint({id}, {left[0][1]}) is next."
        return Answers(exercise.id, f"{missing} solution({id}, anyway=True) does not wait. {problem}".rstrip())
    return Answers(exercise.id, solutions=solutions_of(exercise.id))


def _other_styles(exercise):
    """The right answers in other styles than the reference; none with `while`, which may never end if it is changed."""
    others = [one for one in solutions_of(exercise.id) if one.answer is not exercise.reference]
    return [one.answer for one in others if "while" not in one.source]


def _unseen(exercise):
    """The hints, (id, level), that count as unseen. Which ones a learner opens below a verdict is not known here, so
    that each check that fails counts for the next one.
    """
    every = [(exercise.id, level) for level in range(1, len(exercise.hints) + 1)]
    return [one for one in every if one not in _hints_seen]


def notebooks():
    """The numbers of the notebooks that have exercises, as text: "00", "01" and so on."""
    names = (module.name for module in iter_modules(__path__))
    return sorted(name[2:] for name in names if re.fullmatch(r"nb\d\d", name))


def exercises_of(notebook):
    """The exercises of a notebook, such as "01", by id, in their order."""
    module = import_module(f"{__name__}.nb{notebook}")
    return {exercise.id: exercise for exercise in module.EXERCISES}


def _find(exercise_id):
    """The exercise and "", or None and the sentence that says which ids there are."""
    if not isinstance(exercise_id, str):
        return None, 'Write the id of the exercise in quotes, such as check("01.2", answer).'
    notebook = exercise_id.split(".")[0]
    if notebook not in notebooks():
        return None, f"No exercise has this id. Notebooks with exercises: {', '.join(notebooks())}."
    known = exercises_of(notebook)
    if exercise_id not in known:
        return None, f"Notebook {notebook} has the exercises {', '.join(known)}."
    return known[exercise_id], ""
