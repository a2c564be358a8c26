"""How words and functions of an exercise are joined, and what the reader refuses."""

import re

import pytest

from convnb.exercises import exercises_of
from convnb.exercises.form import FOLDER, Ways, exercise, one_wrong, other_orders, read, words

MARKDOWN = """\
# 99.1 Double it

Write `double(x)`.

1) A list in the text.
2) Its second line.

For `x = 2` it is 4.

1. Add.
2. Add twice.

- added: You added two.
- squared: You squared it.

# 99.2 Both

Write `both(x)`: the number and its double.

1. Look.

- order: You returned {} in place of (one, two).
- tripled: You tripled it.
"""


def double(x):
    return 2 * x


def both(x):
    return x, 2 * x


@pytest.fixture(autouse=True)
def notebook_99(monkeypatch):
    def asked(notebook):
        return read(MARKDOWN) if notebook == "99" else words(notebook)

    monkeypatch.setattr("convnb.exercises.form.words", asked)


def build(**slips):
    return exercise("99.1", double, lambda rng: [(3,)], unit="number").slips(**slips)


def test_words_and_functions_meet_by_name():
    made = build(added=lambda x: x + 2, squared=lambda x: x * x)
    assert (made.id, made.title) == ("99.1", "Double it")
    assert (made.reference, made.unit, made.cases()) == (double, "number", [(3,)])
    assert made.text == ("Write `double(x)`.\n\n1) A list in the text.\n2) Its second line.\n\nFor `x = 2` it is 4.")
    assert made.hints == ("Add.", "Add twice.")
    assert [(known.hint, known.answer(5)) for known in made.misconceptions] == [
        ("You added two.", 7),
        ("You squared it.", 25),
    ]


def test_a_name_of_two_takes_both_sentences():
    made = build(added=lambda x: x + 2, added__squared=lambda x: (x + 2) ** 2)
    assert [known.hint for known in made.misconceptions] == ["You added two.", "You added two. You squared it."]


def test_a_dict_fills_its_texts_into_the_sentence():
    tripled = one_wrong(both, 1, lambda x: 3 * x)
    orders = other_orders(both, ("one", "two"))
    made = exercise("99.2", both, returns=("one", "two")).slips(order=orders, tripled=tripled)
    assert [(known.hint, known.answer(5)) for known in made.misconceptions] == [
        ("You returned (two, one) in place of (one, two).", (10, 5)),
        ("You tripled it.", (5, 15)),
    ]


def test_ways_share_their_sentence():
    made = build(added=Ways([lambda x: x + 2, lambda x: max(x, 0) + 2]), squared=lambda x: x * x)
    given = [(known.hint, known.answer(-5)) for known in made.misconceptions]
    assert given == [("You added two.", -3), ("You added two.", 2), ("You squared it.", 25)]


def test_other_orders_are_all_but_the_right_one():
    orders = other_orders(lambda x: (x, x + 1, x + 2), ("a", "b", "c"))
    assert len(orders) == 5
    assert orders["(c, a, b)"](0) == (2, 0, 1)


@pytest.mark.parametrize(
    ("slips", "names"),
    [
        (("added",), "squared"),
        (("added", "squared", "halved"), "halved"),
        (("added__halved", "squared"), "halved"),
        ((), "added, squared"),
    ],
)
def test_a_mismatch_of_names_is_refused(slips, names):
    with pytest.raises(ValueError, match=f"99.1: words without function, or function without words: {names}$"):
        build(**dict.fromkeys(slips, double))


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("# 99.2 Both", "# 99.1 Both", "99.1 is given twice"),
        ("# 99.1 Double it", "Welcome.\n\n# 99.1 Double it", "words before the first exercise: 'Welcome.'"),
        ("- squared:", "- added:", "99.1: '- added: You squared it.' is out of place"),
        ("2. Add twice.", "Add twice.", "99.1: 'Add twice.' is out of place"),
        ("- squared: You", "You", "99.1: 'You squared it.' is out of place"),
        ("- squared: You squared it.", "3. Add.", "99.1: '3. Add.' is out of place"),
        ("- squared:", "- squared it:", "99.1: '- squared it: You squared it.' is out of place"),
    ],
)
def test_what_is_twice_or_out_of_place_is_refused(before, after, message):
    assert before in MARKDOWN
    with pytest.raises(ValueError, match="^" + re.escape(message)):
        read(MARKDOWN.replace(before, after, 1))


@pytest.mark.parametrize("notebook", sorted(path.stem[2:] for path in FOLDER.glob("nb*.md")))
def test_every_notebooks_words_are_those_of_its_exercises(notebook, monkeypatch):
    monkeypatch.undo()  # notebook 99
    assert list(words(notebook)) == list(exercises_of(notebook)), "in words/nbNN.md, and in EXERCISES of nbNN.py"
