"""The questions of the notebooks: how they are written, what is refused, and that each stands before its answer."""

import json
import re

import numpy as np
import pytest

import convnb
from convnb.exercises import notebooks
from convnb.exercises.predict import Predict, questions, read

MARKDOWN = """\
# 99.a Double it

What is twice 1 2?

Both numbers, please.

= grid: 2 4

- squared: You squared them.
- 3 4; 5 6: Two rows.

# 99.1 An exercise

Write it.

# 99.b Signs

Which?

= signs: + 0 -; - 0 +

# 99.c Choose

Which?

= choice: The right one

- A wrong one: No.
- Another wrong one: No, no.

# 99.d About

How many?

= number within 2.5: 18

# 99.e Any

Which, and how many?

= grid of any size: 1 2; 3 4
"""
COMPUTED = {"99.a": {"squared": np.array([1, 4])}}
ASKED = {notebook: questions(notebook) for notebook in notebooks()}
IDS = [id for asked in ASKED.values() for id in asked]


def test_each_kind_is_read():
    asked = read(MARKDOWN, COMPUTED)
    assert list(asked) == ["99.a", "99.b", "99.c", "99.d", "99.e"]
    assert asked["99.a"].title == "Double it"
    assert asked["99.a"].traits == {
        "question": "What is twice 1 2?\n\nBoth numbers, please.",
        "kind": "grid",
        "answer": [[2, 4]],
        "wrong": [[[[1, 4]], "You squared them."], [[[3, 4], [5, 6]], "Two rows."]],
        "entries": [["", ""]],
    }
    assert asked["99.b"].traits["answer"] == [[1, 0, -1], [-1, 0, 1]]
    chosen = asked["99.c"].traits
    assert sorted(chosen["options"]) == ["A wrong one", "Another wrong one", "The right one"]
    assert chosen["options"][chosen["answer"][0][0]] == "The right one"
    assert [chosen["options"][rows[0][0]] for rows, _ in chosen["wrong"]] == ["A wrong one", "Another wrong one"]
    assert asked["99.d"].traits["within"] == 2.5
    assert asked["99.e"].traits["sized"] is False
    assert "entries" not in asked["99.e"].traits
    assert read(MARKDOWN, COMPUTED)["99.c"].traits == chosen


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("= grid: 2 4", "", "99.a: a question needs a text and a line such as '= grid: 2 1 0'"),
        ("= grid: 2 4", "= essay: 2 4", "99.a: a question needs a text and a line such as '= grid: 2 1 0'"),
        ("= grid: 2 4", "= grid: 2 4\n= grid: 2 4", "99.a: '= grid: 2 4' is out of place"),
        ("- squared:", "- cubed:", "99.a: no words for squared"),
        ("- 3 4; 5 6:", "- halved:", "99.a: 'halved' is neither numbers nor the name"),
        ("- 3 4; 5 6:", "- squared:", "99.a: given twice"),
        ("- 3 4; 5 6:", "- 2 4:", r"99.a: \[\[2.0, 4.0\]\] is given twice"),
        ("- 3 4; 5 6:", "- 1 4:", r"99.a: \[\[1.0, 4.0\]\] is given twice"),
        ("- Another wrong one:", "- A wrong one:", "99.c: given twice"),
        ("# 99.b Signs", "# 99.a Signs", "99.a is given twice"),
        ("# 99.a Double it", "# 99.f Double it", "answers without a question: 99.a"),
    ],
)
def test_what_is_missing_twice_or_out_of_place_is_refused(before, after, message):
    assert before in MARKDOWN
    with pytest.raises(ValueError, match=message):
        read(MARKDOWN.replace(before, after, 1), COMPUTED)


@pytest.mark.parametrize("id", IDS)
def test_a_question_knows_its_answer_and_its_wrong_ones(id):
    asked = Predict(id)
    assert asked.judge(asked.answer).right
    assert asked.verdict is None
    assert len(asked.wrong) >= 2
    for rows, sentence in asked.wrong:
        assert asked.judge(rows)[:2] == (False, sentence)
        assert 30 < len(sentence) < 240
    shapes = {np.shape(rows) for rows, _ in asked.wrong} - {np.shape(asked.answer)}
    assert not (shapes and asked.sized), "a wrong answer that cannot be typed"
    said = re.findall(r"guess within ([\d.]+) counts", asked.question)
    assert not said or [float(one) for one in said] == [asked.within]


def test_no_place_among_the_options_gives_most_answers_away():
    chosen = [Predict(id) for id in IDS if Predict(id).kind == "choice"]
    places = [asked.answer[0][0] for asked in chosen]
    assert max(map(places.count, places)) < len(places) / 2


@pytest.mark.parametrize("id", IDS)
def test_what_is_stored_in_a_notebook_tells_no_answer(id):
    asked = Predict(id)
    data, metadata = asked._repr_mimebundle_()
    assert data["text/plain"] == repr(asked) == f"Predict({id!r})"
    words = asked.question.replace("`", "").split()
    assert " ".join(words)[:60] in metadata["image/png"]["alt"]
    moved = Predict(id)
    moved.answer = [[0]] if asked.kind in ("choice", "number") else np.zeros(np.shape(asked.answer))
    assert moved._repr_mimebundle_()[0]["image/png"] == data["image/png"]


@pytest.mark.parametrize("notebook", ASKED)
def test_every_question_is_asked_once_and_in_its_order(notebook, root):
    (path,) = (root / "notebooks").glob(f"{notebook}_*.ipynb")
    cells = ["".join(cell["source"]) for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]]
    found = [id for cell in cells for id in re.findall(r'^Predict\("(.+\D)"\)$', cell, re.MULTILINE)]
    assert found == list(ASKED[notebook]), "words/nbNN.md has its questions in the order of the notebook's cells"
    assert len(found) >= 4, "a notebook asks four questions at least"


def test_another_id_is_answered_with_those_that_there_are():
    with pytest.raises(ValueError, match=r"No question has the id '05.z'. Notebook 05 asks 05.a, 05.b"):
        Predict("05.z")
    for id in ("99.a", "05", "", None, 5, [], "../05.a", "x" * 1000):
        with pytest.raises(ValueError, match="No question has the id") as problem:
            Predict(id)
        assert len(str(problem.value)) < 200
    assert convnb.Predict is Predict


# Answers that no cell below the question prints.
PICTURE, TURN = np.zeros((1, 1, 4, 4)), np.pi / 2 * np.arange(4)
NOT_PRINTED = {
    "01.a": np.sign([np.sum(np.sin(TURN) * np.cos(TURN + shift)).round(9) for shift in (0, np.pi / 2, -np.pi / 2)]),
    "03.c": np.sign([[0, 0, 1], [1, 1, 1], [1, 0, 0]] @ np.array([-1, 0, 1])),
    "10.c": np.sign([[1, 1, 1, 1], [0, 1, 1, 0], [0, 0, 1, 1]] @ np.array([-1, -2, 2, 1])),
    "10.d": np.sign(np.maximum(np.cos(TURN).round(9), 0)),
    "11.c": np.sign(np.array([0.2, 0.5, 0.3]) - [1, 0, 0]),
    "00.d": np.ravel(np.sum(np.array([[0, 1], [3, 4]]) * [[3, 2], [1, 0]])),
    "04.b": np.ravel([[at for at in range(n) if at >= (n - 3) // s * s + 3] for n, s in ((6, 2), (7, 3))]),
    "05.b": np.convolve([0, 1, -1], [1, 2]),
    "05.f": np.convolve([1, 0, 1, 0], [1, 1, 1]),
    "06.b": convnb.convolve(np.array([[1, 2], [3, 5]]), np.array([[1, 2], [3, 4]]))[[0, 0, 1], [0, 1, 1]],
    "06.c": convnb.convolve(np.ones((8, 8)), np.ones((3, 3)))[:3, :3].ravel(),
    "06.d": np.arange(1, 10).reshape(3, 3)[1::-1, 1::-1].ravel(),
    "08.d": np.abs(np.fft.fft([np.ones(10) / 5 * (np.arange(10) < 5), [1, -1, *[0] * 8]])[:, [0, 5]]).round(9).ravel(),
    "07.c": np.array(
        [convnb.im2col(PICTURE, 2, **one).shape[2] for one in ({"stride": 2}, {"padding": 1}, {"dilation": 2})]
    ),
}


@pytest.mark.parametrize("id", [id for id in IDS if Predict(id).kind != "choice"])
def test_the_answer_is_what_the_notebook_shows_then(id, root):
    (path,) = (root / "notebooks").glob(f"{id[:2]}_*.ipynb")
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    (place,) = [at for at, cell in enumerate(cells) if f'Predict("{id}")' in "".join(cell["source"])]
    printed = "".join("".join(output.get("text", "")) for cell in cells[place:] for output in cell.get("outputs", []))
    numbers = [float(number) for number in re.findall(r"-?\d+\.?\d*", printed)]
    answer = np.ravel(Predict(id).answer).tolist()
    if id in NOT_PRINTED:
        assert NOT_PRINTED[id].tolist() == answer
    else:
        assert any(numbers[at : at + len(answer)] == answer for at in range(len(numbers)))
