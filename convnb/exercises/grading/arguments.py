"""What wrong results have to do with the arguments: the size by which they are off, the inputs on which they are."""

from functools import lru_cache
from itertools import chain, combinations, combinations_with_replacement, islice, permutations, product

import numpy as np

FEWEST = 3  # right results and wrong ones that are needed to say what tells them apart
MOST_PRODUCTS = 20_000  # that are tried
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
    more = {f"({name} + 1)": value + 1 for name, value in values.items()}
    pairs = list(permutations(values, 2))
    apart = {f"({one} - {other})": values[one] - values[other] for one, other in pairs}
    both = {f"({one} + {other})": values[one] + values[other] for one, other in combinations(values, 2)}
    apart |= {f"({text[1:-1]} + 1)": value + 1 for text, value in apart.items()}
    apart |= both | {f"({text[1:-1]} - 1)": value - 1 for text, value in both.items()}
    short = {"2": np.full(len(given), 2.0), **values, **less}
    tried = values | less | more | apart
    products = chain(
        combinations_with_replacement(short, 2),
        product(short, apart),
        combinations_with_replacement(short, 3),
        combinations_with_replacement(values, 4),
    )
    known = short | apart
    for factors in islice(products, MOST_PRODUCTS):
        tried[" * ".join(factors)] = np.prod([known[one] for one in factors], axis=0)
    return list(tried), np.array(list(tried.values()))


def where(parameters, returns, cases, right, wrong):
    """The sentence for what all inputs with wrong results have in common, and no other; "" if there is nothing.

    returns: names of the results, if there are several. right: the right result of each case. wrong: whether the
    learner's is wrong.
    """
    wrong = np.array(wrong)
    if not FEWEST <= wrong.sum() <= len(wrong) - FEWEST:
        return ""
    alone = {text: np.array(holds) for text, holds in [*_conditions(parameters, cases), *_results(returns, right)]}
    alone = {text: holds for text, holds in alone.items() if holds[wrong].all() and (~holds).sum() >= FEWEST}
    chance = {text: (holds & ~wrong).sum() for text, holds in alone.items()}  # as often it is right nevertheless
    best = min(chance, key=chance.get, default="")
    if not best or 4 * chance[best] > wrong.sum():
        return ""
    return f"Your results are wrong only where {best}, and right on all other inputs: what happens there?"


def _conditions(parameters, cases):
    """Pairs (text, for each input whether it holds)."""
    given = [sizes(parameters, case) for case in cases]
    names = [name for name in given[0] if all(name in one for one in given) and "sum(" not in name]
    values = {name: np.array([one[name] for one in given]) for name in names}
    arrays = [f"len({name})" for name, value in zip(parameters, cases[0], strict=True) if isinstance(value, np.ndarray)]
    for name, value in values.items():
        yield f"`{name}` is negative", value < 0
        yield f"`{name}` is 0", value == 0
        yield f"`{name}` is not 0", value != 0
        if name not in arrays:  # an array of one or two entries is often right by chance
            yield f"`{name}` is 1", value == 1
            yield f"`{name}` is more than 1", value > 1
            yield f"`{name}` is more than 2", value > 2
            yield f"`{name}` is not 2", value != 2
        yield f"`{name}` is even", value % 2 == 0
        yield f"`{name}` is odd", value % 2 == 1
    for one, other in combinations(names, 2):
        yield f"`{one}` and `{other}` differ", values[one] != values[other]
        yield f"`{one}` and `{other}` are the same", values[one] == values[other]
        yield f"`{one}` is larger than `{other}`", values[one] > values[other]
        yield f"`{one}` is smaller than `{other}`", values[one] < values[other]
    with np.errstate(all="ignore"):
        for one, other in permutations(names, 2):
            yield f"`{one}` is no multiple of `{other}`", values[one] % values[other] != 0
    for place, name in enumerate(parameters):
        if all(np.ndim(case[place]) and np.asarray(case[place]).dtype.kind in "iuf" for case in cases):
            yield f"`{name}` holds a negative number", [(np.asarray(case[place]) < 0).any() for case in cases]
            yield f"`{name}` holds a 0", [(np.asarray(case[place]) == 0).any() for case in cases]


def _results(returns, right):
    """Pairs (text, for each input whether it holds) of single numbers among the right results."""
    for name, values in zip(returns or ("result",), zip(*right, strict=True) if returns else [right], strict=True):
        if not any(np.ndim(value) for value in values):
            yield f"the right {name} is negative", np.array(values) < 0
            yield f"the right {name} is 0", np.array(values) == 0
