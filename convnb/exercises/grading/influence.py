"""Which numbers of an input have no effect on a wrong result, though they should, or one that they should not have."""

import numpy as np

from .comparing import agree, read
from .running import run

MOST_ENTRIES = 40  # of all arguments of an input that is looked at
MOST_NAMED = 3  # entries in a sentence
INPUTS = 4  # that are looked at
SECONDS = 0.5  # for all changes of one input


def influence(exercise, answer, cases):
    """The sentence for the array, or its entries, to whose change the answer does not react as it should; or "".

    cases: those on which the answer is wrong. What is said is true of the first of them, and much the same of others.
    """
    found = [_reactions(exercise, answer, case) for case in cases[:INPUTS]]
    if len(found) < 2 or not all(found):
        return ""
    for name in found[0]:
        every = [one[name] for one in found]
        if all(_idle(entries) == _wanted(entries) for entries in every) and _wanted(every[0]):
            return f"The numbers in `{name}` have no effect on your result, but they should."
    for name in found[0]:
        every = [one[name] for one in found]
        if all(_idle(entries) and 2 * len(_wanted(entries)) > len(entries) for entries in every):
            return f"Part of `{name}` has no effect on your result: {_shown(name, _idle(every[0]))} should have one."
        if all(_extra(entries) for entries in every):
            return (
                f"Too much of `{name}` has an effect on your result: {_shown(name, _extra(every[0]))} should have none."
            )
    return ""


def _wanted(entries):
    return [place for place, wanted, _ in entries if wanted]


def _idle(entries):
    return [place for place, wanted, reacts in entries if wanted and not reacts]


def _extra(entries):
    return [place for place, wanted, reacts in entries if reacts and not wanted]


def _shown(name, places):
    shown = [f"`{name}[{', '.join(map(str, place))}]`" for place in places[:MOST_NAMED]]
    return "on the input below, " + ", ".join(shown) + (" and others" if len(places) > MOST_NAMED else "")


def _reactions(exercise, answer, case):
    """{name: [(place, whether the right result depends on this entry, whether the answer's does)]} of its arrays."""
    changes = list(_changes(exercise.parameters, case))
    inputs = [case, *(changed for _, _, changed in changes)]
    if len(inputs) > MOST_ENTRIES:
        return {}
    right = [exercise.reference(*one) for one in inputs]
    if any(np.asarray(part).dtype.kind != "f" for part in (right[0] if isinstance(right[0], tuple) else right[:1])):
        return {}  # a place or a count rarely depends on a small change
    outcomes = run(answer, inputs, right, names=exercise.returns, seconds=SECONDS)
    if any(outcome.status != "value" for outcome in outcomes):
        return {}
    found = {}
    for (name, place, _), outcome, value in zip(changes, outcomes[1:], right[1:], strict=True):
        reacts = not agree(outcome.value, outcomes[0].value)
        wanted = not agree(read(value, right[0]), right[0])
        found.setdefault(name, []).append((place, wanted, reacts))
    return found


def _changes(parameters, case):
    """(name, place, the input with this entry of this array larger by 1)."""
    for number, (name, value) in enumerate(zip(parameters, case, strict=True)):
        if isinstance(value, np.ndarray) and value.dtype.kind == "f":  # whole numbers may be places
            for place in np.ndindex(value.shape):
                changed = value.copy()
                changed[place] += 1
                yield name, place, (*case[:number], changed, *case[number + 1 :])
