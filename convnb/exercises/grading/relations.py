"""How wrong results are related to the right ones, whatever the exercise: backwards, divided, a part, rearranged.

A relation is said where it holds on every input, so its sentence is true of the answer however that was written.
"""

from itertools import combinations, permutations

import numpy as np

from .comparing import agree
from .showing import show

MOST_AXES = 5
OPENING = "On every input "


def relation(names, wanted, got):
    """The sentence for the first relation in which all results `got` stand to those `wanted`; "" if there is none.

    names: of the results, where each of them is a tuple.
    """
    if len(got) > 1 and sum(not agree(*pair) for pair in zip(got, wanted, strict=True)) < 2:
        return ""  # one wrong result alone may be related to the right one by chance
    if isinstance(wanted[0], tuple):
        names = [f"{name}: " for name in names] or [""] * len(wanted[0])
        got, wanted = zip(*got, strict=True), zip(*wanted, strict=True)
    else:
        names, got, wanted = [""], [got], [wanted]
    parts = [
        (name, [(np.asarray(g), np.asarray(w)) for g, w in zip(one, other, strict=True)])
        for name, one, other in zip(names, got, wanted, strict=True)
    ]
    wrong = [(name, pairs) for name, pairs in parts if _differing(pairs)]
    if any(np.iscomplexobj(one) for _, pairs in wrong for one, _ in pairs):
        return ""
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


def _negated(pairs):
    if _all(pairs, np.negative):
        return "your numbers are the right ones with the other sign: + stands in place of -, or the reverse."
    if _all(pairs, np.abs):
        return "your numbers are right but for their signs: all of yours are positive, as after abs or a square."
    return ""


def _backwards(pairs):
    axes = min(wanted.ndim for _, wanted in pairs)
    if not _same_axes(pairs) or not 0 < axes <= MOST_AXES:
        return ""
    for count in range(1, axes + 1):
        for flipped in combinations(range(axes), count):
            if _all(pairs, lambda wanted, flipped=flipped: np.flip(wanted, flipped)):
                along = "" if axes == 1 else f" along {_axes(flipped)}"
                return f"your numbers are the right ones, but they run backwards{along}: see to the [::-1]."
    return ""


def _axes(places):
    return f"ax{'e' if len(places) > 1 else 'i'}s {' and '.join(map(str, places))}"


def _transposed(pairs):
    axes = min(wanted.ndim for _, wanted in pairs)
    if not _same_axes(pairs) or not 1 < axes <= MOST_AXES:
        return ""
    for order in list(permutations(range(axes)))[1:]:
        if _all(pairs, lambda wanted, order=order: np.transpose(wanted, order)):
            if axes == 2:
                return "your result is the right one, but transposed: rows stand in place of columns."
            return f"your numbers are right, but their axes stand in another order: yours are the right ones' {order}."
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
    if sum(np.count_nonzero(wanted) > 1 for _, wanted in _differing(pairs)) < 2:
        return ""  # any two single numbers have a quotient
    if all(_is_whole(1 / factor) for factor in factors):
        factor = f"divided by one number, {show(round(1 / factors[0]))} on the input below: is there a mean"
        return f"your numbers are the right ones {factor} in place of a sum?"
    factor = f"times one number, {show(round(factors[0], 4))} on the input below, and another elsewhere"
    return f"your numbers are the right ones {factor}: is a division missing, or another one asked for?"


def _factor(got, wanted):
    """The number by which all entries are multiplied, or None."""
    square = np.vdot(wanted, wanted)
    factor = np.vdot(wanted, got) / square if square else 0
    return factor if factor and np.isfinite(factor) and agree(got, factor * wanted) else None


def _is_whole(number):
    return abs(number - round(number)) < 1e-6 * abs(number) and number > 0


def _times(factor):
    if _is_whole(1 / factor):
        return f"the right ones divided by {show(round(1 / factor))}"
    return f"{show(round(float(factor), 4))} times the right ones"


def _shifted(pairs):
    if any(got.shape != wanted.shape or agree(got, wanted) or not wanted.size for got, wanted in pairs):
        return ""
    by = float(np.ravel(pairs[0][0] - pairs[0][1])[0])
    if not np.isfinite(by) or not _all(pairs, lambda wanted: wanted + by):
        return ""
    return f"your numbers are too {'large' if by > 0 else 'small'} by {show(abs(round(by, 4)))}."


def _whole(pairs):
    def is_whole(array):
        return array.dtype.kind in "biu" or bool((array == np.round(array)).all())

    wrong = _differing(pairs)
    cut = all(is_whole(got) for got, _ in pairs) and not any(is_whole(wanted) for _, wanted in wrong)
    if not cut or len(wrong) == len(pairs) or any(got.shape != wanted.shape for got, wanted in wrong):
        return ""
    text = "your numbers are whole, and right where the right ones are whole, too: the decimals are cut off. "
    return text + "An array of whole numbers does that: let yours hold floats."


def _not_finite(pairs):
    for got, wanted in _differing(pairs):
        holes = ~np.isfinite(got)
        if got.shape != wanted.shape or not holes.any() or not np.isfinite(wanted).all():
            return ""
        if not agree(np.where(holes, 0, got), np.where(holes, 0, wanted)):
            return ""
    return (
        "your numbers are right where they are finite; the others are inf or nan, from a number too large, or from 0/0."
    )


def _reshaped(pairs):
    if all(got.size == wanted.size > 0 and agree(got.ravel(), wanted.ravel()) for got, wanted in pairs):
        return "your numbers are right and in their order, but the result has another shape."
    return ""


def _summed(pairs):
    """A sum that is missing, or one too many."""
    for inner, outer, text in (
        (1, 0, "your numbers would be right if you added them up along {}."),
        (0, 1, "your numbers are the sums of the right ones along {}, which are not asked for."),
    ):
        axes = pairs[0][1 - inner].ndim
        if axes > MOST_AXES or any(pair[1 - inner].ndim != axes for pair in pairs):
            continue
        for count in range(1, axes + 1):
            for along in combinations(range(axes), count):
                if all(agree(pair[1 - inner].sum(axis=along), pair[1 - outer]) for pair in pairs):
                    return text.format(_axes(along) if axes > 1 else "their axis")
    return ""


def _part(pairs):
    """The right numbers, but some are missing, or others stand around them. Where none is given, none is wrong."""
    pairs = [(got, wanted) for got, wanted in pairs if got.size]
    if not _same_axes(pairs):
        return ""
    for less, text in (
        (0, "your numbers are right, but some are missing {}."),
        (1, "your result holds the right one, but there are more numbers {}."),
    ):
        ordered = [pair[:: -1 if less else 1] for pair in pairs]
        ends = [_place(part, whole) for part, whole in ordered]
        if any(_tells(*pair) for pair in ordered) and all(end is not None for end in ends):
            places = {end for end in ends if end != (False, False)}
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


def _rearranged(pairs):
    if any(got.size != wanted.size or wanted.size < 2 for got, wanted in _differing(pairs)):
        return ""
    if all(agree(np.sort(got, None), np.sort(wanted, None)) for got, wanted in pairs):
        return "you have all the right numbers, but not in their places: which loop, or which axis, comes first?"
    return ""


KINDS = (
    _negated,
    _backwards,
    _transposed,
    _multiplied,
    _shifted,
    _whole,
    _not_finite,
    _reshaped,
    _summed,
    _part,
    _rearranged,
)
