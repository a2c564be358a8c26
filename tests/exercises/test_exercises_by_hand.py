"""The small case of an exercise that is worked out by hand: what the page says of a result, and what `check` says."""

import json
import re

import numpy as np
import pytest

from convnb.exercises import check, exercises_of, notebooks
from convnb.exercises.by_hand import AMONG, case_by_hand, result_by_hand
from convnb.exercises.grading.showing import show
from convnb.exercises.predict import Predict

EXERCISES = {id: exercise for notebook in notebooks() for id, exercise in exercises_of(notebook).items()}
BY_HAND = [id for id, exercise in EXERCISES.items() if case_by_hand(exercise)]


def case_of(id):
    """The Predict, and the arguments that it asks about."""
    question, exercise = Predict(id), EXERCISES[id]
    for arguments in exercise.cases()[:AMONG]:
        if all(
            f"`{name} = {show(one)}`" in question.question
            for name, one in zip(exercise.parameters, arguments, strict=True)
        ):
            return question, arguments
    raise AssertionError(f"{id}: the case is none of the inputs")


def test_most_exercises_have_a_case_that_tells_most_of_their_wrong_answers():
    assert len(BY_HAND) > len(EXERCISES) / 2
    told = sum(len(case_by_hand(EXERCISES[id]).known) for id in BY_HAND)
    assert told > 0.7 * sum(len(EXERCISES[id].misconceptions) for id in BY_HAND)


@pytest.mark.parametrize("id", BY_HAND)
def test_it_is_small_and_says_what_check_says(id):
    question, arguments = case_of(id)
    numbers = np.concatenate([np.ravel(argument) for argument in arguments])
    assert numbers.size <= 30
    assert (abs(numbers) < 1000).all()
    assert question.judge(question.answer).says == "Right."
    assert question.question.partition(" In this order: ")[2] in ("", f"{', '.join(EXERCISES[id].returns)}.")
    sentences = {}
    for misconception in EXERCISES[id].misconceptions:
        result = result_by_hand(misconception.answer, arguments)
        if result is not None:
            sentences.setdefault(str(result.round(9).tolist()), []).append(misconception)
    for same in sentences.values():
        verdict = question.judge(result_by_hand(same[0].answer, arguments))
        if verdict.right:
            continue  # wrong on other inputs only
        assert verdict.says == same[0].hint
        assert check(id, same[0].answer).message.startswith(verdict.says)


@pytest.mark.parametrize("notebook", notebooks())
def test_it_stands_between_the_text_of_an_exercise_and_its_code(notebook, root):
    (path,) = (root / "notebooks").glob(f"{notebook}_*.ipynb")
    cells = ["".join(cell["source"]) for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]]
    asked = [id for id in BY_HAND if id.startswith(notebook)]
    found = [place for place, cell in enumerate(cells) if re.search(r'Predict\("..\.\d+"\)', cell)]
    wanted = [f'from convnb import Predict\n\nPredict("{id}")' for id in asked]
    assert [cells[place] for place in found] == wanted, "the notebook asks for each case that can be worked out by hand"
    for id, place in zip(asked, found, strict=True):
        assert f"### Exercise {id}:" in "".join(cells[place - 3 : place])
        assert f'check("{id}"' in cells[place + 1]


def test_what_has_no_case_is_said():
    assert case_by_hand(EXERCISES["03.2"]) is None
    with pytest.raises(ValueError, match=r"Exercise 03\.2 has no case to work out by hand"):
        Predict("03.2")
    with pytest.raises(ValueError, match=r"Exercise 03\.77 does not exist"):
        Predict("03.77")
    with pytest.raises(ValueError, match=r"Exercise 99\.1 does not exist"):
        Predict("99.1")
