"""Derivation on Python's side: equal lines are accepted, mistakes refused and named; what is no line gets a sentence."""

import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from traitlets import TraitError
from writing import LAYERS, everything, products, right_line, widget_of

from convnb import Derivation

WHOLE = [(layer, entry) for layer in LAYERS for entry in products(layer)]


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(WHOLE), st.integers(0, 2**32))
def test_every_equal_writing_is_accepted(case, seed):
    layer, entry = case
    line = right_line(layer, entry, random.Random(seed))
    verdict = widget_of(layer).check(line)
    assert (verdict.right, verdict.entry) == (True, entry), (line, verdict)


def test_every_mistake_is_refused_and_most_are_named_rightly():
    found = Counter()
    for layer, kinds, line in everything(seed=4, count=700):
        verdict = widget_of(layer).check(line)
        assert verdict.right == (kinds == ("right",)), (line, verdict)
        if kinds != ("right",):
            found[kinds[0], verdict.kind in kinds] += 1
    names = {name for name, _ in found}
    assert names == {"missing", "sign", "twice", "absent", "index", "extra", "unflipped"}
    shares = {name: found[name, True] / (found[name, True] + found[name, False]) for name in names}
    assert min(shares.values()) > 0.8, shares


# ruff: noqa: E501, a line and its sentence
SENTENCES = [
    ("dJ/da2 = d1*w2", "Right so far; 1 product of 2 is missing."),
    ("dJ/da2 = d1*w2 + d2*w2", "d2*w2 has an index that is one off: in z2 the weight w2 stands beside a3, not beside a2."),
    ("dJ/da2 = d1*w2 + d2*w1 + d1*w1", "d1*w1 is one too many: in z1 the weight w1 stands beside a1, not beside a2."),
    ("dJ/da3 = d1*w1 + d2*w2", "The weights run the wrong way: as the outputs go on, the weights go back."),
    ("dJ/da1 = d1*w3", "d1*w3 does not belong here: in z1 the weight w3 stands beside a3, not beside a1."),
    ("dJ/da2 = d1*w2 - d2*w1", "d2*w1 has the wrong sign: nothing is subtracted here."),
    ("dJ/da2 = -d1*w2 - d2*w1", "All signs are turned round."),
    ("dJ/da1 = d3*w1", "There is no d3: there are d1 and d2."),
    ("dJ/da1 = d0*w1", "There is no d0: there are d1 and d2. Here one counts from 1, as on paper."),
    ("dJ/da2 = d1*w2*w2 + d2*w1", "w2 is in d1*w2*w2 more than once: each product has one d, and one w."),
    ("dJ/da1 = d1*w1*w2", "d1*w1*w2 has too many factors: each product has one d, and one w."),
    ("dJ/da2 = 2*d1*w2 + d2*w1", "d1*w2 stands there twice: it counts once."),
    ("dJ/da2 = d1*w3 + d2*w2", "That is dJ/da3, not dJ/da2."),
    ("dJ/da2 = d1*a2", "a2 has no place in dJ/da2: the slope of w*a by a is w alone."),
    ("dJ/da2 = d1", "d1 has no w yet: what stands beside a2 in z1?"),
    ("dJ/da2 = w2", "w2 has no d yet: which z is a2 in?"),
    (r"dJ/da_2 = \delta_1 \cdot w_2 + \delta_2 w_1", "dJ/da2 is right."),
    ("dJ/da1 = 3", "A number alone has no place here: each product has its d."),
    ("dJ/dw1 = d1*a2 + d2*a1", "The deltas run the wrong way: for the weights nothing is flipped."),
    ("dJ/dw3 = d1*a3 + d2*a1", "d2*a1 does not belong here: a1 is not in z2 at all."),
    ("dJ/db = d1*b + d2", "b has no place in dJ/db: b is added as it is, so its slope is 1."),
    ("dJ/da1 = 0", "0 would mean that no output depends on a1."),
    ("dJ/da1 = dJ/dz1*dz1/da1", "That is the chain rule. Now write for dz1/da1 what it is: what stands beside a1 in z1."),
    ("dJ/da1 = dJ/dz1 * w1", "dJ/da1 is right."),
    ("", ""),
    ("d1*w1", "Begin with what you derive: dJ/da1 ="),
    ("dJ/da1 =", "What is dJ/da1? A sum of products."),
    ("dJ/da1 = d1*", "The line stops after “*”."),
    ("dJ/da1 = (d1*w1", "A bracket is still open."),
    ("dJ/da1 = d", "The letter d needs its index, such as d2."),
    ("dJ/da1 = d1*w1)", "A bracket is closed that was not opened."),
    ("dJ/da1 = d1 ** w1", "Between “*” and “*” something is missing."),
    ("dJ/da1 = d1^2", "“^” is not read here: write +, -, * and brackets."),
    ("dJ/da1 = d1 x w1", "“x” is no letter of the layer: write d (for delta), w and a, and * for times."),
    ("dJ/da2 = Σ_k d_k w_{3-k}", "A sum is written out, product by product, with numbers as indices."),
    ("dJ/da2 = d1*dw2", "“dw2” is half a slope: d1 means dJ/dz1, and beside it stands a letter of the layer."),
    ("dJ/da2 = dz1", "“dz1” is half a slope: d1 means dJ/dz1, and beside it stands a letter of the layer."),
    ("d J / d a2 = 𝛿1 w2 + d J/d z2 w1", "dJ/da2 is right."),
    ("dJ/da1 = d1*w1 = d1", "A line has one =, with the derivative on its left."),
    ("dJ/da1 = dJ/d a1 = d1*w1", "dJ/da1 is right."),
    ("dJ/da1 = dJ/da1 =", "What is dJ/da1? A sum of products."),
    ("J = d1", "On the left stands what you derive: write it like dJ/da1, not like “J”."),
    ("da2 = d1*w2", "On the left stands what you derive: write it like dJ/da2, not like “da2”."),
    ("dL/da_5 = d1*w2", "On the left stands what you derive: write it like dJ/da1, not like “dL/da_5”."),
    ("dJ/dz1 = d1", "What can be derived here is dJ/da, dJ/dw and dJ/db. The slopes dJ/dz are given: they are the d."),
    ("dJ/da1 = 1000000*d1", "The number 1000000 has more than 6 digits."),
    ("dJ/da1 = " + 21 * "(" + "d1", "Brackets within brackets are read 20 deep, no deeper."),
    ("dJ/da1 = " + "*".join(21 * ["d1"]), "More than 20 factors in a product are not read."),
    ("dJ/da1 = " + 9 * "(d1+w1)", "Multiplied out this has more than 500 products."),
    ("dJ/da1 = " + 9991 * "d", "This line has 10000 letters and signs; at most 400 are read."),
]  # fmt: skip


@pytest.mark.parametrize(("line", "says"), SENTENCES)
def test_what_is_said_of_a_line(line, says):
    assert Derivation(n=4, k=3).check(line).says == says


def test_two_axes_name_flips_of_one_axis_and_need_two_indices():
    layer = Derivation(n=(3, 3), k=(2, 2))
    assert layer.check("dJ/da22 = d11*w22 + d12*w21 + d21*w12 + d22*w11").right
    assert layer.check("dJ/da22 = d[1,1]*w[2,2] + d1,2*w2,1 + d_{21}*w_12 + δ₂₂w₁₁").right
    for weights, says in {
        "11 12 21 22": "The weights run the wrong way: as the outputs go on, the weights go back.",
        "12 11 22 21": "The weights run the wrong way along one of the two axes.",
    }.items():
        terms = zip(("11", "12", "21", "22"), weights.split(), strict=True)
        assert layer.check("dJ/da22 = " + " + ".join(f"d{t}*w{k}" for t, k in terms)).says == says
    swapped = "dJ/da12 = d11*w21 + d12*w11"
    assert layer.check(swapped).says.startswith("Rows and columns of the weights are exchanged")
    assert layer.check("dJ/da2 = d11").says == "a2 needs two indices, row and column, such as a33."
    assert layer.check("dJ/da13 = d13*w11").says == "There is no d13: there are d11 to d22."


@pytest.mark.parametrize(
    ("state", "words"),
    [
        *(
            ({"n": value}, "n must be a whole number from 1 to 12, or a pair")
            for value in (0, 13, 2.5, "4", [], [1, 2, 3])
        ),
        *(({"lines": value}, "lines must be") for value in (3, 20_001 * "d")),
        ({"target": "data"}, "target must be"),
        ({"hints": 3}, "hints"),
        ({"goal": {"text": "Win", "derived": 1}}, "Derivation has no goals"),
    ],
)
def test_what_is_no_state_is_refused_by_name(state, words):
    with pytest.raises((ValueError, TraitError), match=words):
        Derivation(**state)


@pytest.mark.parametrize(
    ("sizes", "says"),
    [
        ({"n": 4, "k": (2, 2)}, "n has 1 and k 2 numbers"),
        ({"n": (5, 3), "k": (2, 2)}, "n is 5×3; with two axes at most 4×4"),
        ({"n": (4, 4), "k": (2, 4)}, "k is 2×4; with two axes at most 3×3"),
        ({"n": 2, "k": 3}, "A kernel of length 3 does not fit into 2 numbers, padding included"),
        ({"k": 2, "padding": 2}, "padding is 2; a kernel of length 2 would read nothing but zeros"),
    ],
)
def test_sizes_that_do_not_fit_get_a_sentence(sizes, says):
    widget = Derivation(**sizes)
    assert says in widget.figure().alt
    with pytest.raises(ValueError, match=says):
        widget.check("dJ/da1 = 0")


def test_what_stands_is_known_and_drawn():
    widget = Derivation(n=4, k=3, lines="dJ/da2 = d1*w2 + d2*w1\n\ndJ/da1 = d1*w3\ndJ/da4 = d2")
    assert widget.derived == ["a2"]
    alt = widget.figure().alt
    for part in ("z2 = a2*w1 + a3*w2 + a4*w3", "✓ dJ/da2", "✗ dJ/da1 = d1*w3", "… dJ/da4", "dJ/da3 = ?"):
        assert part in alt
    assert "dJ/da2 = ?" not in alt
    assert widget.check("d1*w1").says == "Begin with what you derive: dJ/da1 ="
    for value in (None, 3, b"dJ/da1 = 0", ["dJ/da1 = 0"]):
        with pytest.raises(ValueError, match="line must be a text"):
            widget.check(value)


def test_the_repr_keeps_one_axis_and_two_apart():
    assert repr(Derivation(3, 2)) == "Derivation(n=3, k=2)"
    assert repr(Derivation((3, 3), (2, 2), target="weight")) == "Derivation(n=(3, 3), k=(2, 2), target='weight')"
