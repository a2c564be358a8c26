"""What wrong results have to do with the arguments: the size by which they are off, the inputs on which they are."""

from functools import lru_cache
from itertools import chain, combinations, combinations_with_replacement, islice, permutations

import numpy as np

MOST_MIXED = 600  # inputs that are made from the exercise's
FEWEST = 5  # sizes with right results, and with wrong ones, to say what tells them apart: 252 ways to choose 5 of 10
MOST_PRODUCTS = 20_000  # that are tried
ONLY_WHERE = "Your results are wrong only where "
ENOUGH = 5  # inputs on which a size has to fit


def sizes(parameters, case):
    """The numbers that the arguments of one input are or have, by how a learner writes them: n, len(x), shape[0]."""
    found = {}
    for name, value in zip(parameters, case, strict=True):
        if isinstance(value, list):
            found[f"len({name})"] = float(len(value))
            continue
        array = np.asarray(value)
        if array.dtype.kind not in "biuf":
            continue
        if array.ndim == 0:
            found[name] = float(array)
        elif isinstance(value, tuple):
            found |= {f"{name}[{place}]": float(one) for place, one in enumerate(value)}
        elif array.ndim == 1:
            found |= {f"len({name})": float(array.size), f"sum({name})": float(array.sum())}
        else:
            found |= {f"{name}.shape[{axis}]": float(length) for axis, length in enumerate(array.shape)}
            found |= {f"{name}.size": float(array.size), f"{name}.sum()": float(array.sum())}
    return found


def expression(given, wanted):
    """The first text, such as "len(x) - 1" or "2 * k * (k - 1)", whose value is the wanted number on every input; "".

    given: the `sizes` of each input. wanted: nan where any number would do.
    """
    wanted = np.array(wanted)
    asked = np.isfinite(wanted)
    if asked.sum() < ENOUGH or not given:
        return ""
    texts, table = _expressions(tuple(tuple(one.items()) for one in given))
    table, wanted = table[:, asked], wanted[asked]
    fits = (abs(table - wanted) <= 1e-9 + 1e-6 * abs(wanted)).all(axis=1) & (np.ptp(table, axis=1) > 0)
    text = texts[fits.argmax()] if fits.any() else ""
    return text if "*" in text or text[:1] != "(" else text[1:-1]


@lru_cache(maxsize=4)
def _expressions(given):
    """The texts that are tried, simple ones first, and a table with the values of each on all inputs."""
    given = [dict(one) for one in given]
    names = [name for name in given[0] if all(name in one for one in given)]
    values = {name: np.array([one[name] for one in given]) for name in names}
    values = {name: value for name, value in values.items() if np.ptp(value)}  # what never changes explains nothing
    less = {f"({name} - 1)": value - 1 for name, value in values.items()}
    pairs = list(permutations(values, 2))
    apart = {f"({one} - {other})": values[one] - values[other] for one, other in pairs}
    both = {f"({one} + {other})": values[one] + values[other] for one, other in combinations(values, 2)}
    apart |= {f"({text[1:-1]} + 1)": value + 1 for text, value in apart.items()}
    short = {"2": np.full(len(given), 2.0), **values, **less}
    tried = values | less | apart | both
    products = chain(
        combinations_with_replacement(short, 2),
        combinations_with_replacement(short, 3),
        combinations_with_replacement(values, 4),
    )
    for factors in islice(products, MOST_PRODUCTS):
        tried[" * ".join(factors)] = np.prod([short[one] for one in factors], axis=0)
    return list(tried), np.array(list(tried.values()))


def mixed(cases):
    """More inputs: each is one of these with an argument, or a number of a tuple, from another, or an array cut short.

    Not all of them are as the exercise asks. What is said of the inputs of an exercise has to be true of these, too.
    """
    made = [other for case in cases for other in _changed(case, cases)]
    return [made[place] for place in np.random.default_rng(0).permutation(len(made))[:MOST_MIXED]]


def _changed(case, cases):
    for place, value in enumerate(case):
        others = [other[place] for other in cases]
        if isinstance(value, tuple):
            others = [(*value[:at], number, *value[at + 1 :]) for one in others for at, number in enumerate(one)]
        if isinstance(value, np.ndarray):
            others += [np.delete(value, -1, axis) for axis, length in enumerate(value.shape) if length > 1]
        yield from ((*case[:place], other, *case[place + 1 :]) for other in others)


def where(parameters, returns, cases, right, wrong):
    """The sentence for what all inputs with wrong results have in common, and no other; "" if there is nothing.

    returns: names of the results, if there are several. right: the right result of each case. wrong: whether the
    learner's is wrong.
    """
    wrong, kinds = np.array(wrong), np.array([str(_named(parameters, case)) for case in cases])
    alone = {
        text: holds
        for text, holds in conditions(parameters, returns, cases, right).items()
        if holds[wrong].all() and min(len(np.unique(kinds[one])) for one in (wrong, ~holds)) >= FEWEST
    }
    chance = {text: (holds & ~wrong).sum() for text, holds in alone.items()}  # as often it is right nevertheless
    best = min(chance, key=chance.get, default="")
    if not best or 2 * chance[best] > wrong.sum():
        return ""
    return f"{ONLY_WHERE}{best}, and right on all other inputs: what happens there?"


def conditions(parameters, returns, cases, right):
    """{text: for each input whether it holds} of the sizes of arguments and of single numbers among the results."""
    given = [_named(parameters, case) for case in cases]
    found = {}
    for name in [name for name in given[0] if all(name in one for one in given)]:
        value = np.array([one[name] for one in given])
        found |= {f"`{name}` is negative": value < 0, f"`{name}` is 0": value == 0, f"`{name}` is not 0": value != 0}
        found |= {f"`{name}` is 1": value == 1, f"`{name}` is more than 1": value > 1}
    for name, values in zip(returns or ("result",), zip(*right, strict=True) if returns else [right], strict=True):
        if not any(np.ndim(value) for value in values):
            found[f"the right {name} is negative"] = np.array(values) < 0
            found[f"the right {name} is 0"] = np.array(values) == 0
    return found


def _named(parameters, case):
    """The sizes of an input that do not depend on the numbers in its arrays."""
    return {name: size for name, size in sizes(parameters, case).items() if "sum(" not in name}
