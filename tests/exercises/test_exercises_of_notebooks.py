"""Every exercise of every notebook: right answers pass, misconceptions get their own hint, mutants are rejected.

Right answers are those that solution() shows, and more. What notebook NN needs is in solutions_nbNN.py beside this:
dicts from the id of each exercise that asks for a function. SOLUTIONS: more right answers, WRONG: plausible wrong ones
that are no listed misconception, DOMAINS: a function rng -> one tuple of any arguments that the exercise's text allows.
Where an exercise asks for a value of which many are right, VALUES and WRONG_VALUES hold right and wrong ones.
"""

import dataclasses
import inspect
import re
from importlib import import_module
from itertools import combinations

import numpy as np
import pytest
from learners_hundred import HUNDRED
from mutants import mutants
from sampling import DOMAINS, is_wrong_only_where, same_function

from convnb.exercises import check, exercises_of, hint, notebooks
from convnb.exercises.grading import judging
from convnb.exercises.grading.arguments import ONLY_WHERE
from convnb.exercises.grading.comparing import agree, is_unanswered, read
from convnb.exercises.grading.judging import grade, results
from convnb.exercises.solutions import solutions_of

MOST_COLUMNS = 85
EXERCISES = {name: exercise for notebook in notebooks() for name, exercise in exercises_of(notebook).items()}
SOLUTIONS, WRONG, VALUES, WRONG_VALUES = {}, {}, {}, {}
for notebook in notebooks():
    answers = import_module(f"solutions_nb{notebook}")
    SOLUTIONS |= answers.SOLUTIONS
    WRONG |= answers.WRONG
    VALUES |= getattr(answers, "VALUES", {})
    WRONG_VALUES |= getattr(answers, "WRONG_VALUES", {})
for name, exercise in EXERCISES.items():
    if exercise.asks_function:
        for table, answers in {"SOLUTIONS": SOLUTIONS, "WRONG": WRONG, "DOMAINS": DOMAINS}.items():
            assert name in answers, f"{name} has no line in {table} of solutions_nb{name[:2]}.py"
    shown = [one.answer for one in solutions_of(name) if one.answer is not exercise.reference]
    if exercise.asks_function:
        SOLUTIONS[name] = [*shown, *SOLUTIONS[name]]
    elif exercise.effect:
        VALUES[name] = [*(answer() for answer in shown), *VALUES[name]]
every = pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES)
every_function = pytest.mark.parametrize(
    "exercise",
    [e for e in EXERCISES.values() if e.asks_function],
    ids=[k for k, e in EXERCISES.items() if e.asks_function],
)


every_effect = pytest.mark.parametrize(
    "exercise", [e for e in EXERCISES.values() if e.effect], ids=[k for k, e in EXERCISES.items() if e.effect]
)


def outputs(exercise, answer, seed=0):
    """What is compared, for each input; a type where a misconception raises an error or returns None."""
    wanted = results(exercise, exercise.reference, exercise.cases(seed))
    given = []
    for case, like in zip(exercise.cases(seed), wanted, strict=True):
        try:
            value = results(exercise, answer, [case])[0]
        except Exception as error:
            given.append(type(error))
        else:
            given.append(type(None) if is_unanswered(value) else exercise.judged(read(value, like)))
    return given


def equal(one, other):
    """True if two answers gave the same for each input; both as `outputs` has them."""
    pairs = zip(one, other, strict=True)
    return all(a is b if isinstance(a, type) or isinstance(b, type) else agree(a, b) for a, b in pairs)


def test_ids_are_unique_and_belong_to_their_notebook():
    for notebook in notebooks():
        names = [exercise.id for exercise in import_module(f"convnb.exercises.nb{notebook}").EXERCISES]
        assert names == [f"{notebook}.{i + 1}" for i in range(len(names))]


@every
def test_is_complete(exercise):
    assert exercise.title
    assert len(exercise.text) > 40
    assert 2 <= len(exercise.hints) <= 4
    assert len(exercise.misconceptions) >= 3
    texts = [*exercise.hints, *dict.fromkeys(known.hint for known in exercise.misconceptions)]  # Ways share theirs
    assert len(set(texts)) == len(texts)
    assert all(text[-1] in ".?" for text in [exercise.text, *texts])
    assert all(exercise.call in exercise.text for _ in [0] if exercise.asks_function)


@every_function
def test_inputs_are_many_finite_and_the_same_at_each_call(exercise):
    cases = exercise.cases()
    assert len(cases) >= 5
    for case, again in zip(cases, exercise.cases(), strict=True):
        assert len(case) == len(exercise.parameters)
        for one, other in zip(case, again, strict=True):
            np.testing.assert_array_equal(one, other)
            assert np.isfinite(one).all()


@every
def test_reference_passes(exercise):
    result = check(exercise.id, exercise.reference)
    assert result.passed, result
    assert result.kind == "passed"


@every_function
def test_answers_written_differently_pass(exercise):
    answers = SOLUTIONS[exercise.id]
    assert len(answers) >= 3
    for answer in answers:
        result = check(exercise.id, answer)
        assert result.passed, (answer.__name__, result)


@every
def test_solutions_are_readable_of_several_styles_and_run_as_they_are_shown(exercise):
    solutions = solutions_of(exercise.id)
    assert 2 <= len(solutions) <= 4, "two to four for each exercise in convnb/exercises/solutions/nbNN.py"
    assert len({one.style for one in solutions}) == len({one.sentence for one in solutions}) == len(solutions)
    for one in solutions:
        assert one.sentence[-1] == "."
        assert max(map(len, one.source.splitlines())) <= MOST_COLUMNS, one.source
        namespace = {"np": np}
        exec(one.source, namespace)
        answer = namespace[exercise.reference.__name__ if exercise.asks_function else "answer"]
        result = grade(exercise, answer if exercise.asks_function else answer())
        assert result.passed, one.source
        assert "argument" not in result.message, one.source  # it changes none


@every_function
def test_other_wrong_answers_are_rejected(exercise):
    assert WRONG[exercise.id]
    for answer in WRONG[exercise.id]:
        result = check(exercise.id, answer)
        assert result.kind in ("wrong", "error", "misconception"), (answer.__name__, result)
        listed = [known.hint for known in exercise.misconceptions if result.message.startswith(known.hint)]
        assert not listed, (answer.__name__, result)
        if result.message.startswith(ONLY_WHERE):
            assert is_wrong_only_where(exercise, answer, result.message), (answer.__name__, result)


WHERE = [(name, one) for name, pairs in HUNDRED.items() for one, advice in pairs if advice == ONLY_WHERE.strip()]


@pytest.mark.parametrize(("name", "answer"), WHERE)
def test_what_a_learner_is_told_of_the_inputs_is_true_of_all(name, answer):
    assert is_wrong_only_where(EXERCISES[name], answer, check(name, answer).message)


@every_effect
def test_other_values_are_judged_by_what_they_do(exercise):
    assert len(VALUES[exercise.id]) >= 3
    for value in VALUES[exercise.id]:
        result = check(exercise.id, value)
        assert result.passed, (value, result)
    assert WRONG_VALUES[exercise.id]
    for value in WRONG_VALUES[exercise.id]:
        result = check(exercise.id, value)
        assert result.kind == "wrong", (value, result)


@every
def test_a_misconception_that_raises_gives_numbers_before(exercise):
    for known in exercise.misconceptions:
        given = outputs(exercise, known.answer)
        assert not isinstance(given[0], type), known.hint


@every
def test_each_misconception_gets_its_own_hint(exercise):
    for known in exercise.misconceptions:
        result = check(exercise.id, known.answer)
        assert result.kind == "misconception"
        assert result.message.startswith(known.hint)


@every
def test_no_two_misconceptions_agree_on_any_set_of_inputs(exercise):
    for seed in range(5):
        known = enumerate(exercise.misconceptions)
        found = {(number, one.hint): outputs(exercise, one.answer, seed) for number, one in known}
        found["the reference"] = outputs(exercise, exercise.reference, seed)
        for one, other in combinations(found, 2):
            assert not equal(found[one], found[other]), (one, other)


@every_function
def test_right_answers_are_right_wherever_the_text_is_defined(exercise):
    for answer in SOLUTIONS[exercise.id]:
        assert same_function(exercise, answer), answer.__name__


@every_function
def test_mutants_of_right_answers_are_rejected(exercise, monkeypatch):
    quick = dataclasses.replace(exercise, seconds=0.5)
    monkeypatch.setattr(judging, "_known", lambda *arguments: "")  # it chooses a sentence, not who passes
    total, equal_ones, escaped = 0, [], []
    for answer in [exercise.reference, *SOLUTIONS[exercise.id]]:
        for change, mutant in mutants(answer):
            total += 1
            if grade(quick, mutant).passed:
                survivors = equal_ones if same_function(exercise, mutant) else escaped
                survivors.append(f"{answer.__name__}, {change}")
    assert total >= 20, "too few mutants: write an answer with loops, whose operators and numbers can be changed"
    # A mutant that computes the same everywhere is no wrong answer; one that does not must never pass.
    assert not escaped, f"check() passes wrong answers: {escaped}"
    assert len(equal_ones) <= 0.25 * total, f"{len(equal_ones)} of {total} mutants change nothing: {equal_ones}"


@every_function
def test_starters_are_not_answered_yet(exercise):
    for starter in (None, ..., lambda *arguments: None, lambda *arguments: ...):
        result = check(exercise.id, starter)
        assert (result.kind, result.passed) == ("not answered", False)
        assert repr(result).startswith(f"Exercise {exercise.id}: not answered yet.")


# What a hint computes from the arguments, and what of the right answer that is.
COMPUTED = [
    ("02.2", r"zeros, (.+?) of them", len),
    ("02.4", r"np.zeros\((.+?)\)", len),
    ("04.2", r"loses (.+?) of them", sum),
    ("07.2", r"zeros, (.+?) rows", len),
    ("08.4", r"zeros, (.+?) of them", len),
    ("08.2", r"n = (.+?):", len),
    ("12.1", r"range\((.+?)\)\.", lambda pairs: len(pairs[0])),
]


@pytest.mark.parametrize(("name", "pattern", "of"), COMPUTED)
def test_what_a_hint_computes_is_right(name, pattern, of):
    exercise = EXERCISES[name]
    (text,) = [found for one in exercise.hints for found in re.findall(pattern, one)]
    names = inspect.signature(exercise.reference).parameters
    cases = exercise.cases()
    for case, wanted in zip(cases, results(exercise, exercise.reference, cases), strict=True):
        assert eval(text, {"len": len}, dict(zip(names, case, strict=True))) == of(wanted), text


@every
def test_hints_are_staged(exercise):
    count = len(exercise.hints)
    assert repr(hint(exercise.id)) == repr(hint(exercise.id, 1))
    for level, text in enumerate(exercise.hints, start=1):
        shown = hint(exercise.id, level)
        assert shown.message.startswith(text)
        assert f"hint {level} of {count}" in repr(shown)
    for level in (0, -1, count + 1, "x", None, float("nan"), [1]):
        assert f"There are {count} hints" in repr(hint(exercise.id, level))
