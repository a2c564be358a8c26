"""Lines as learners write them: the right ones in many ways, and right ones with one mistake whose name is known.

The right products come from nudging: the slope of J is read off numbers, by no formula of the package.
"""

import functools
import itertools
import random

import numpy as np

from convnb import Derivation

LAYERS = [
    *(dict(n=(n,), k=(k,), stride=s, padding=p, dilation=d) for n, k, s, p, d in [
        (4, 3, 1, 0, 1), (2, 2, 1, 0, 1), (5, 1, 1, 0, 1), (6, 3, 2, 0, 1), (7, 3, 3, 1, 1), (7, 2, 1, 2, 3),
        (8, 3, 2, 1, 2), (12, 6, 1, 4, 1), (12, 2, 4, 1, 2), (1, 3, 1, 1, 1), (4, 4, 1, 0, 1),
    ]),
    *(dict(n=n, k=k, stride=s, padding=p, dilation=d) for n, k, s, p, d in [
        ((3, 3), (2, 2), 1, 0, 1), ((4, 4), (3, 3), 1, 0, 1), ((4, 3), (2, 3), 1, 0, 1), ((4, 4), (2, 2), 2, 1, 1),
        ((4, 4), (2, 2), 1, 1, 2), ((1, 4), (1, 3), 1, 0, 1),
    ]),
]  # fmt: skip


@functools.cache
def _widget(*sizes):
    return Derivation(**dict(sizes))


def widget_of(layer):
    """One widget for all lines of a layer."""
    return _widget(*layer.items())


def named(letter, place):
    return letter + "".join(str(at + 1) for at in place)


def outputs(layer):
    n, k = np.array(layer["n"]), np.array(layer["k"])
    return tuple((n + 2 * layer["padding"] - layer["dilation"] * (k - 1) - 1) // layer["stride"] + 1)


def letters(layer):
    """The names of each letter of a layer, in order."""
    shapes = {"d": outputs(layer), "w": layer["k"], "a": layer["n"]}
    return {letter: [named(letter, place) for place in np.ndindex(*shape)] for letter, shape in shapes.items()}


def products(layer):
    """{entry: [(delta, partner)]} of all three gradients: from the definition of z alone."""
    found = {name: [] for names in (letters(layer)["a"], letters(layer)["w"]) for name in names} | {"b": []}
    for t in np.ndindex(*outputs(layer)):
        found["b"].append((named("d", t),))
        for k in np.ndindex(*layer["k"]):
            i = [layer["stride"] * x + layer["dilation"] * y - layer["padding"] for x, y in zip(t, k, strict=True)]
            a, w, d = named("a", i), named("w", k), named("d", t)
            if all(0 <= x < n for x, n in zip(i, layer["n"], strict=True)):
                found[a].append((d, w))
                found[w].append((d, a))
    return found


def spelled(name, pick):
    """A letter as somebody may write it."""
    letter, index = name[0], name[1:]
    letter = pick.choice(["d", "D", "δ", "delta"]) if letter == "d" else pick.choice([letter, letter.upper()])
    if not index:
        return letter
    subscript = "".join("₀₁₂₃₄₅₆₇₈₉"[int(digit)] for digit in index)
    return pick.choice(
        [letter + index, f"{letter}_{index}", f"{letter}_{{{index}}}", f"{letter}[{index}]", letter + subscript]
    )


def bracketed(text, pick):
    return f"({text})" if pick.random() < 0.25 else text


def product(factors, pick):
    parts = [bracketed(spelled(one, pick), pick) for one in factors]
    pick.shuffle(parts)
    if pick.random() < 0.2:
        parts.insert(pick.randrange(len(parts) + 1), "1")
    times = pick.choice(["*", " * ", "·", " × "])
    return times.join(parts)


def total(entry, terms, pick, sign=lambda at: 1):
    """A line with these products in some order, some with a common factor taken out, with zeros and spaces."""
    parts, terms = [], list(enumerate(terms))
    pick.shuffle(terms)
    while terms:
        at, first = terms.pop()
        rest = [(other, one) for other, one in terms if set(one) & set(first) and sign(other) == sign(at) == 1]
        common = next(iter(set(first) & set(rest[0][1]))) if rest and len(first) == 2 else ""
        if common and pick.random() < 0.6:
            together = [first, *(one for _, one in rest if common in one)]
            terms = [one for one in terms if one[1] not in together]
            inner = [next(letter for letter in one if letter != common) for one in together]
            text = f"{spelled(common, pick)}*({' + '.join(spelled(one, pick) for one in inner)})"
        else:
            text = product(first, pick)
        parts.append(("-" if sign(at) < 0 else "+") + bracketed(text, pick))
    if pick.random() < 0.3:
        parts.insert(pick.randrange(len(parts) + 1), pick.choice(["+0", "-0*w_X", "+0*d_X", "+d_X-d_X", "-(w_X-w_X)"]))
    right = pick.choice(["", " "]).join(parts).removeprefix("+")
    return f"{pick.choice(['dJ/d', 'dJ / d', '∂J/∂'])}{spelled(entry, pick)} {pick.choice(['=', ' = '])} {right or '0'}"


def fill(line, layer):
    """Names for the letters that `total` has left open."""
    first = {letter: names[0][1:] for letter, names in letters(layer).items()}
    return line.replace("d_X", f"d{first['d']}").replace("w_X", f"w{first['w']}")


def right_line(layer, entry, pick):
    return fill(total(entry, products(layer)[entry], pick), layer)


def mutants(layer, entry, pick):
    """Pairs of what may be said and a wrong line."""
    terms, known = products(layer)[entry], letters(layer)
    partner = {"a": "w", "w": "a"}.get(entry[0])
    if not terms:
        return
    at = pick.randrange(len(terms))
    rest = terms[:at] + terms[at + 1 :]

    def line(changed, **how):
        return fill(total(entry, changed, pick, **how), layer)

    yield ("missing", "zero"), line(rest)
    yield ("sign",), line(terms, sign=lambda one: -1 if one == at else 1)
    yield ("twice",), line([*terms, terms[at]])
    yield ("twice", "factors"), line([*rest, (*terms[at], terms[at][-1])])
    beyond = named("d", outputs(layer))
    yield ("absent",), line([*rest, (beyond, *terms[at][1:])])
    if not partner:
        return
    near = [name for name in known[partner] if name in neighbours(layer, terms[at][1])]
    if near:
        yield ("index", "unflipped", "other"), line([*rest, (terms[at][0], pick.choice(near))])
    foreign = [pair for pair in itertools.product(known["d"], known[partner]) if pair not in terms]
    if foreign:
        yield ("extra",), line([*terms, pick.choice(foreign)])
    turned = dict(zip(known["w"], reversed(known["w"]), strict=True))
    unflipped = [(d, turned.get(other, other)) for d, other in terms]
    if entry[0] == "a" and set(unflipped) != set(terms):
        yield ("unflipped", *(("index", "place", "other") if len(terms) == 1 else ())), line(unflipped)


def neighbours(layer, name):
    """The letters whose index differs by one, in one axis."""
    shape = layer["n"] if name[0] == "a" else layer["k"]
    places = {named(name[0], place): np.array(place) for place in np.ndindex(*shape)}
    return {other for other, place in places.items() if abs(place - places[name]).sum() == 1}


def everything(seed, count):
    """(layer, allowed names of the mistake or ("right",), line): as many, over all layers and entries."""
    pick = random.Random(seed)
    made = []
    while len(made) < count:
        layer = pick.choice(LAYERS)
        entry = pick.choice(list(products(layer)))
        made.append((layer, ("right",), right_line(layer, entry, pick)))
        made += [(layer, kinds, line) for kinds, line in mutants(layer, entry, pick)]
    return made[:count]


def torn(line, pick):
    """A line with some signs lost, doubled, or of another world."""
    signs = list(line)
    for _ in range(pick.randrange(1, 4)):
        at = pick.randrange(len(signs) + 1)
        cut = pick.choice([0, 1, 1, len(signs)])
        signs[at : at + cut] = pick.choice(
            ["", "+", "*", "(", ")", "=", "z1", "dz1/da1", "dJ/dz1", "d", "x", "^2", "9", " ", "/", "é", "𝛿", ",1"]
        )
    return "".join(signs)
