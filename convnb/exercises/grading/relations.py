"""How wrong results are related to the right ones, whatever the exercise: backwards, divided, a part, rearranged.

A relation is said where it holds on every input, so its sentence is true of the answer however that was written.
"""

from itertools import combinations, permutations, product

import numpy as np

from .arguments import expression
from .comparing import agree
from .showing import show

MOST_AXES = 5
MOST_SHARES = 20  # of one number: more are a coincidence, or another operation
OPENING = "On every input "


class Pairs(list):
    """The results and the right ones, (got, wanted), of each input, and the `sizes` of its arguments."""

    def __init__(self, pairs, sizes=()):
        super().__init__(pairs)
        self.sizes = sizes


def relation(names, wanted, got, sizes=(), *, first=False):
    """The sentence for the first relation in which all results `got` stand to those `wanted`; "" if there is none.

    names: of the results, where each of them is a tuple. sizes: of the arguments of each input.
    first: of several results that are wrong, each in its own way, only the first one.
    """
    if len(got) > 1 and sum(not agree(*pair) for pair in zip(got, wanted, strict=True)) < 2:
        return ""  # one wrong result alone may be related to the right one by chance
    if isinstance(wanted[0], tuple):
        names = [f"{name}: " for name in names] or [""] * len(wanted[0])
        got, wanted = zip(*got, strict=True), zip(*wanted, strict=True)
    else:
        names, got, wanted = [""], [got], [wanted]
    parts = [
        (name, Pairs([(np.asarray(g), np.asarray(w)) for g, w in zip(one, other, strict=True)], sizes))
        for name, one, other in zip(names, got, wanted, strict=True)
    ]
    wrong = [(name, pairs) for name, pairs in parts if _differing(pairs)]
    if any(np.iscomplexobj(one) for _, pairs in wrong for one, _ in pairs):
        return ""
    wrong = wrong[:1] if first else wrong
    for kind in KINDS:
        said = {kind(pairs) for _, pairs in wrong}
        if len(said) == 1 and (sentence := said.pop()):
            return wrong[0][0] + OPENING.lower() + sentence if wrong[0][0] and len(wrong) == 1 else OPENING + sentence
    return ""


def _differing(pairs):
    return [(got, wanted) for got, wanted in pairs if not agree(got, wanted)]


def _all(pairs, change):
    """True if change(wanted) is what was given, on every input."""
    return all(agree(got, change(wanted)) for got, wanted in pairs)


def _same_axes(pairs):
    return len({array.ndim for pair in pairs for array in pair}) == 1


def _constant(pairs):
    first = pairs[0][0]
    if not all(agree(got, first) for got, _ in pairs):
        return ""
    what = f"the same, {show(first)}" if first.size else "empty"
    return f"your result is {what}: the arguments have no effect on it."


def _negated(pairs):
    if _all(pairs, np.negative):
        return "your numbers are the right ones with the opposite sign: is there a + in place of a -, or the reverse?"
    return ""


def _backwards(pairs):
    axes = min(wanted.ndim for _, wanted in pairs)
    for count in range(1, axes + 1):
        for flipped in combinations(range(axes), count):
            if _all(pairs, lambda wanted, flipped=flipped: np.flip(wanted, flipped)):
                along = "" if axes == 1 else f" along {_axes(flipped)}"
                return f"your numbers are the right ones, but in reverse order{along}: check each [::-1]."
    return ""


def _axes(places):
    return f"ax{'e' if len(places) > 1 else 'i'}s {' and '.join(map(str, places))}"


def _transposed(pairs):
    axes = min(wanted.ndim for _, wanted in pairs)
    if not _same_axes(pairs):
        return ""
    for order in list(permutations(range(axes)))[1:]:
        if _all(pairs, lambda wanted, order=order: np.transpose(wanted, order)):
            if axes == 2:
                return "your result is the right one, but transposed: rows and columns are swapped."
            return (
                f"your numbers are right, but the axes are in another order: yours is `np.transpose(right, {order})`."
            )
    return ""


def _multiplied(pairs):
    """One factor for all numbers, or one on each input."""
    if any(got.shape != wanted.shape for got, wanted in pairs):
        return ""
    factors = [_factor(got, wanted) for got, wanted in _differing(pairs)]
    if None in factors:
        return ""
    if np.ptp(factors) < 1e-6 * abs(factors[0]) and len(factors) == len([w for _, w in pairs if w.any()]):
        return f"your numbers are {_times(factors[0])}."
    every = [_factor(got, wanted) or np.nan for got, wanted in pairs]  # where all are 0, any factor fits
    if by := expression(pairs.sizes, every):
        return f"your numbers are the right ones times `{by}`."
    if by := expression(pairs.sizes, 1 / np.array(every)):
        about = "" if "sum(" in by else ": is there a mean in place of a sum?"
        return f"your numbers are the right ones divided by `{by}`{about or '.'}"
    if sum(np.count_nonzero(wanted) > 1 for _, wanted in _differing(pairs)) < 2:
        return ""  # any two single numbers have a quotient
    if all(_is_whole(1 / factor) for factor in factors):
        factor = f"divided by a whole number, {show(round(1 / factors[0]))} on the input below: is there a mean"
        return f"your numbers are the right ones {factor} in place of a sum?"
    factor = f"times one number, {show(round(factors[0], 4))} on the input below and another elsewhere"
    return f"your numbers are the right ones {factor}: is a division missing, or is it by the wrong number?"


def _factor(got, wanted):
    """The number by which all entries are multiplied, or None."""
    square = np.vdot(wanted, wanted)
    factor = np.vdot(wanted, got) / square if square else 0
    return factor if factor and np.isfinite(factor) and agree(got, factor * wanted) else None


def _is_whole(number):
    return abs(number - round(number)) < 1e-6 * abs(number)


def _times(factor):
    if _is_whole(1 / factor):
        return f"the right ones divided by {show(round(1 / factor))}"
    return f"{show(round(float(factor), 4))} times the right ones"


def _shifted(pairs):
    if any(got.shape != wanted.shape or not wanted.size for got, wanted in pairs):
        return ""
    by = float(np.ravel(pairs[0][0] - pairs[0][1])[0])
    if not np.isfinite(by) or not _all(pairs, lambda wanted: wanted + by):
        return ""
    return f"your numbers are too {'large' if by > 0 else 'small'} by {show(abs(round(by, 4)))}."


def _more_by_a_size(pairs):
    """Off by a number that can be computed from the arguments."""
    if any(got.shape != wanted.shape or not wanted.size for got, wanted in pairs):
        return ""
    by = [np.ravel(got - wanted) for got, wanted in pairs]
    if not all(np.ptp(one) < 1e-6 * max(1, abs(one[0])) for one in by):
        return ""
    by = np.array([one[0] for one in by])
    for sign, word in ((1, "large"), (-1, "small")):
        if text := expression(pairs.sizes, sign * by):
            return f"your numbers are too {word} by `{text}`."
    return ""


def _each_divided(pairs):
    """Each by a whole number of its own, as where a mean is taken over fewer numbers at the ends."""
    if any(got.shape != wanted.shape for got, wanted in pairs):
        return ""
    got, wanted = (np.concatenate([pair[side].ravel() for pair in pairs]) for side in (0, 1))
    if len(got) < 9 or not agree(got == 0, wanted == 0):
        return ""
    got, wanted = got[got != 0], wanted[got != 0]
    for quotients, text in (
        (wanted / got, "divided by a whole number of its own, {} at most: is there a mean in place of a sum?"),
        (got / wanted, "times a whole number of its own, {} at most: is something counted more than once?"),
    ):
        whole = np.round(quotients)
        if whole.min() >= 1 and whole.max() <= MOST_SHARES and np.allclose(quotients, whole, rtol=1e-6):
            return f"each of your numbers is the right one {text.format(show(int(whole.max())))}"
    return ""


def _ends(pairs):
    """Most entries are right; the wrong ones lie on one side."""
    wrong = _differing(pairs)
    if len(wrong) < 3 or any(got.shape != wanted.shape or wanted.ndim != 1 for got, wanted in wrong):
        return ""
    bad = [~np.isclose(got, wanted, rtol=1e-6, atol=1e-6) for got, wanted in wrong]
    if 2 * sum(map(np.sum, bad)) > sum(map(np.size, bad)):
        return ""
    for step, where in ((1, "beginning"), (-1, "end")):
        if all(not one[::step][np.sum(one) :].any() and not one.all() for one in bad):
            return f"your numbers are right except at the {where}: what is different there?"
    return ""


def _reshaped(pairs):
    if all(agree(got.ravel(), wanted.ravel()) for got, wanted in pairs):
        return "your numbers are right and in the right order, but the result has the wrong shape."
    return ""


def _summed(pairs):
    """A sum that is missing."""
    axes = pairs[0][0].ndim
    if axes > MOST_AXES or any(got.ndim != axes for got, _ in pairs):
        return ""
    for count in range(1, axes + 1):
        for along in combinations(range(axes), count):
            if all(agree(got.sum(axis=along), wanted) for got, wanted in pairs):
                return f"your numbers would be right if you added them up along {_axes(along)}."
    return ""


def _part(pairs):
    """The right numbers, but some are missing, or others stand around them. Where none is given, none is wrong."""
    pairs = [(got, wanted) for got, wanted in pairs if got.size]
    if not _same_axes(pairs):
        return ""
    for less, text in (
        (0, "your numbers are right, but some are missing {}."),
        (1, "your result contains the right one, with extra numbers {}."),
    ):
        ordered = [pair[:: -1 if less else 1] for pair in pairs]
        ends = [_place(part, whole) for part, whole in ordered]
        if any(_tells(*pair) for pair in ordered) and all(end is not None for end in ends):
            places = {end for end, (part, _) in zip(ends, ordered, strict=True) if part.size} - {(False, False)}
            before, after = (any(end[side] for end in places) for side in (0, 1))
            where = "at both ends" if before and after else "at the beginning" if before else "at the end"
            return text.format(where)
    return ""


def _tells(part, whole):
    """False for a lone number, which may be in the whole by chance, and where all of it is there."""
    return part.size < whole.size and (part.size > 1 or whole.size - part.size == 1)


def _place(part, whole):
    """(there is more before, there is more after) where the part lies in the whole; None where it does not."""
    room = np.subtract(whole.shape, part.shape)
    if (room < 0).any():
        return None
    for start in np.ndindex(*(room + 1)):
        inside = whole[tuple(slice(at, at + n) for at, n in zip(start, part.shape, strict=True))]
        if agree(part, inside):
            return bool(sum(start)), bool((np.array(start) < room).any())
    return None


def _moved(pairs):
    """The right numbers at other indices: some fall out at one end, and others come in."""
    wrong = [(got, wanted) for got, wanted in _differing(pairs) if wanted.size > 2]
    if len(wrong) < 3 or any(got.shape != wanted.shape for got, wanted in wrong):
        return ""
    for way, text in ((0, "late: the first index is too small"), (1, "early: the first index is too large")):
        if all(_is_moved(*pair[:: -1 if way else 1]) for pair in wrong):
            return f"some of your numbers are right, but they come too {text}."
    return ""


def _is_moved(late, early):
    """True if these are the same numbers where both have them, some places later along one axis."""
    for axis, length in enumerate(late.shape):
        for by in range(1, length):
            one, other = np.moveaxis(late, axis, 0)[by:], np.moveaxis(early, axis, 0)[:-by]
            if np.count_nonzero(one) > 1 and np.ptp(one) > 0 and agree(one, other):
                return True
    return False


def _thinned(pairs):
    """Some of the right numbers, such as every second one; or all of them, with others between them."""
    if not _same_axes(pairs):
        return ""
    wrong = _differing(pairs)
    missing = "all your numbers are right, but others are missing: is a step too long, or a condition too strict?"
    between = "all the right numbers are there, with others between them: is a step too short, or a condition missing?"
    for way, text in ((1, missing), (-1, between)):
        some = [pair[::way] for pair in wrong]
        if sum(part.size for part, _ in some) > 2 and all(_is_among(*pair) for pair in some):
            return text
    return ""


def _is_among(part, whole):
    """True if the part is every n-th of the whole along each axis, or, of a list, any of it in order."""
    if part.ndim == 1:
        rest = iter(whole)
        return all(any(np.isclose(one, other, rtol=1e-6) for other in rest) for one in part)
    steps = [range(1, length + 1) for length in whole.shape]
    thinned = (whole[tuple(slice(None, None, step) for step in some)] for some in product(*steps))
    return any(agree(part, one) for one in thinned)


def _is_a_size(pairs):
    """A single number that can be computed from the sizes of the arguments."""
    if any(got.ndim for got, _ in pairs):
        return ""
    text = expression(pairs.sizes, [float(got) for got, _ in pairs])
    return f"your number is `{text}`: nothing else has an effect on it." if text else ""


KINDS = (
    _constant,
    _negated,
    _backwards,
    _transposed,
    _multiplied,
    _shifted,
    _more_by_a_size,
    _each_divided,
    _reshaped,
    _summed,
    _part,
    _thinned,
    _moved,
    _ends,
    _is_a_size,
)
