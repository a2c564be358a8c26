"""The page judges a line as Python does, which asks SymPy: every kind and every sentence, of two thousand lines."""

import random

from test_derivation import SENTENCES
from writing import LAYERS, everything, torn, widget_of

COUNT = 2000


def lines():
    pick = random.Random(7)
    made = [(LAYERS[0], line) for line, _ in SENTENCES]
    made += [(layer, line) for layer, _, line in everything(seed=9, count=1400)]
    made += [(layer, torn(line, pick)) for layer, line in made[len(SENTENCES) : COUNT - len(made) + len(SENTENCES)]]
    return made


def test_the_page_judges_as_sympy_does(parity):
    cases = lines()
    assert len(cases) == COUNT
    sent = [
        [{name: list(size) if name in "nk" else size for name, size in layer.items()}, line] for layer, line in cases
    ]
    answers = parity(sent)
    for (layer, line), answer in zip(cases, answers, strict=True):
        verdict = widget_of(layer).check(line)
        assert answer == verdict._asdict(), (layer, line)
    kinds = {answer["kind"] for answer in answers}
    assert kinds >= {"right", "missing", "sign", "twice", "absent", "index", "extra", "unflipped", "other", "zero"}
    assert kinds >= {"half", "unread", "slope", "part", "letter", "factors", "empty"}
