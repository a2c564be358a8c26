"""How a line compares with the derivative, and its first mistake: words.js, word for word, but proved by SymPy."""

import re
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from .parse import Problem, read_line
from .sizes import LIMITS, inside, name_of, order

LETTER_OF = {"input": "a", "weight": "w", "bias": "b"}


class Verdict(NamedTuple):
    """What is said of a line. `kind`: "right", or what the mistake is; `entry`: what it derives, "" where unclear."""

    kind: str
    says: str
    entry: str = ""

    @property
    def right(self):
        """Whether the line is proved."""
        return self.kind == "right"


def judge(line, layer, following):
    """The Verdict on a line; `following`: what to derive now."""
    if re.fullmatch("[ \t\r\u00a0]*", line):
        return Verdict("empty", "")
    try:
        entry, expression = read_line(line, layer, following)
    except Problem as problem:
        return Verdict(problem.kind, str(problem))
    if layer.proves(entry, expression):
        return Verdict("right", f"dJ/d{entry} is right.", entry)
    return Verdict(*_named(layer, entry, layer.terms(expression)), entry)


def derived_lines(text, layer, target):
    """(the Verdict of each line that is read, the entries that stand)."""
    entries, verdicts, derived = layer.entries(LETTER_OF[target]), [], set()
    for line in text.split("\n")[: LIMITS["most_lines"]]:
        verdicts.append(judge(line, layer, next((one for one in entries if one not in derived), entries[0])))
        if verdicts[-1].right:
            derived.add(verdicts[-1].entry)
    return verdicts, [one for one in entries if one in derived]


def _split(product):
    return [] if product == "1" else product.split("*")


def _by_letters(product):
    return [order(letter) for letter in _split(product)]


def _named(layer, entry, found):
    right = layer.terms(layer.derivative(entry))
    if not found:
        return "zero", f"0 would mean that no output depends on {entry}."
    if whole := _pattern(layer, entry, found, right):
        return whole
    missing = [product for product in right if product not in found]
    extra = sorted((product for product in found if product not in right), key=_by_letters)
    if extra:
        return _foreign(layer, entry, extra[0], missing)
    counts = sorted(found.items(), key=lambda one: _by_letters(one[0]))
    for product, count in counts:
        if count == -1:
            return "sign", f"{product} has the wrong sign: nothing is subtracted here."
    for product, count in counts:
        if count != 1:
            often = "stands there twice" if count == 2 else f"has the factor {count}"
            return "twice", f"{product} {often}: it counts once."
    number, several = len(missing), len(missing) > 1
    rest = f"{number} product{'s' if several else ''} of {len(right)} {'are' if several else 'is'} missing"
    return "missing", f"Right so far; {rest}."


def _pattern(layer, entry, found, right):
    """A mistake that changes the whole line: a flip, all signs, another entry."""
    axes = tuple(range(len(layer.n)))

    def turned(letter, along):
        array = np.array(layer.entries(letter)).reshape(layer.shapes[letter])
        return _changed(right, dict(zip(array.flat, np.flip(array, along).flat, strict=True)))

    if entry[0] == "a" and (len(right) > 1 or len(axes) > 1):
        if found == turned("w", axes):
            return "unflipped", "The weights run the wrong way: as the outputs go on, the weights go back."
        if len(axes) > 1 and any(found == turned("w", axis) for axis in axes):
            return "unflipped", "The weights run the wrong way along one of the two axes."
        if len(axes) > 1 and layer.k[0] == layer.k[1]:
            array = np.array(layer.entries("w")).reshape(layer.k)
            if found == _changed(right, dict(zip(array.flat, array.T.flat, strict=True))):
                swapped = "Rows and columns of the weights are exchanged"
                return "unflipped", f"{swapped}: a flip turns both axes, it does not swap them."
    if entry[0] == "w" and len(right) > 1 and found == turned("d", axes):
        return "unflipped", "The deltas run the wrong way: for the weights nothing is flipped."
    if found == {product: -count for product, count in right.items()}:
        first = min(right, key=_by_letters)
        return "sign", "All signs are turned round." if len(right) > 1 else f"{first} has the wrong sign."
    for other in layer.entries(entry[0]):
        if other != entry and found == layer.terms(layer.derivative(other)):
            return "other", f"That is dJ/d{other}, not dJ/d{entry}."
    return None


def _changed(terms, letters):
    return {"*".join(str(letters.get(one, one)) for one in _split(product)): n for product, n in terms.items()}


def _foreign(layer, entry, product, missing):
    """What is wrong with a product that has no place in the derivative."""
    letters, kind = _split(product), entry[0]
    partner = {"a": "w", "w": "a"}.get(kind, "")
    for other in letters:
        if other[0] not in ("d", partner):
            why = f"the slope of w*a by {kind} is {partner} alone"
            why = why if partner else "b is added as it is, so its slope is 1"
            return "letter", f"{other} has no place in dJ/d{entry}: {why}."
    deltas = [letter for letter in letters if letter[0] == "d"]
    partners = [letter for letter in letters if letter[0] != "d"]
    way = f"each product has one d{f', and one {partner}' if partner else ''}"
    for one, following in pairwise(letters):
        if one == following:
            return "twice", f"{one} is in {product} more than once: {way}."
    if len(deltas) > 1 or len(partners) > 1:
        return "factors", f"{product} has too many factors: {way}."
    if not letters:
        return "part", "A number alone has no place here: each product has its d."
    if not deltas:
        return "part", f"{product} has no d yet: which z is {entry} in?"
    if not partners:
        return "part", f"{product} has no {partner} yet: what stands beside {entry} in z{product[1:]}?"
    given = [layer.places[deltas[0]], layer.places[partners[0]]]
    near = any(_far(given, [layer.places[letter] for letter in _split(one)]) == 1 for one in missing)
    mistake, what = ("place", "does not belong here") if missing else ("extra", "is one too many")
    if near:
        mistake, what = "index", "has an index that is one off"
    return mistake, f"{product} {what}: {_meeting(layer, entry, *given)}."


def _far(one, other):
    return int(np.abs(np.ravel(one) - np.ravel(other)).sum())


def _meeting(layer, entry, t, at):
    """What a delta has to do with the letter at its side, in place of the entry."""
    z = name_of("z", t)
    if entry[0] == "a":
        i = layer.met(t, at)
        beside = name_of("a", i) if inside(i, layer.n) else "a zero of the padding"
        return f"in {z} the weight {name_of('w', at)} stands beside {beside}, not beside {entry}"
    a = name_of("a", at)
    for k in np.ndindex(layer.k):
        if layer.met(t, k) == at:
            return f"in {z} the input {a} stands beside {name_of('w', k)}, not beside {entry}"
    return f"{a} is not in {z} at all"
