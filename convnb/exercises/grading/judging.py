"""Decides whether an answer is right, a known misconception, or wrong, and says so in a sentence."""

import threading
from contextlib import suppress
from inspect import signature

from .arguments import mixed, sizes, where
from .comparing import agree, difference
from .errors import advice
from .influence import influence
from .model import Result
from .relations import relation
from .running import is_inside, quiet, run
from .showing import article, foreign, printable, show_call
from .slips import slips
from .source import called, unused, works

SECONDS = 2.0  # for one wrong answer on one input
MOST_LINES = 10  # of the learner's prints that are shown
_one_at_a_time = threading.Lock()  # two threads that exchange standard output would not give it back


def grade(exercise, answer, others=tuple):
    """The Result of an answer, a function or a value as the exercise asks. Raises nothing but KeyboardInterrupt.

    others: gives right answers in other styles than the reference, when they are needed: a wrong one may be near them.
    """
    if is_inside():
        text = "check() is called inside the function that it runs. Move it below the function, to the left margin."
        return Result(exercise.id, "error", text)
    try:
        with _one_at_a_time, quiet():
            return _reject(exercise, answer) or _judge(exercise, answer, others)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # the time limit that rings late, or whatever the learner's object raises
        kind, reason = article(type(answer).__name__), f"{type(error).__name__}: {foreign(error)}"
        return Result(exercise.id, "error", f"Your answer, {kind}, could not be read: {reason}")


def _reject(exercise, answer):
    """The Result of an answer that need not be run, or None."""
    if answer is None or answer is Ellipsis:
        return _unanswered(exercise, answer)
    if not exercise.asks_function:
        text = "Expected a value, got a function: call it and pass its result."
        return Result(exercise.id, "error", text) if callable(answer) else None
    name = exercise.reference.__name__
    if not callable(answer):
        text = f"Expected a function, got {article(type(answer).__name__)}. "
        text += f"Pass the function itself, without parentheses: check({exercise.id!r}, {name})."
        return Result(exercise.id, "error", text)
    try:
        signature(answer).bind(*exercise.parameters)
    except ValueError:  # some compiled functions have no signature: call them and see
        return None
    except TypeError:
        count = len(exercise.parameters)
        text = f"The function must take {count} argument{'s' if count > 1 else ''}, as in {exercise.call}. "
        return Result(exercise.id, "error", text + f"Yours takes {foreign(signature(answer))}.")
    return None


def _judge(exercise, answer, others):
    cases = exercise.cases()
    like = results(exercise, exercise.reference, cases)
    function = answer if exercise.asks_function else lambda: answer
    limits = {"seconds": exercise.seconds, "judged": exercise.judged}
    outcomes = run(function, cases, like, names=exercise.returns, **limits)
    wanted = [exercise.judged(value) for value in like]
    if all(outcome.status == "none" for outcome in outcomes):
        return _unanswered(exercise, answer, outcomes)
    failing = next((i for i, o in enumerate(outcomes) if o.status != "value" or not agree(o.value, wanted[i])), None)
    if failing is None:
        return Result(exercise.id, "passed", (_shortcut(exercise, answer) + _remark(outcomes)).strip())
    known = _known(exercise, answer, cases, like, outcomes, failing, others)
    compared = _compare(exercise, answer, cases[failing], wanted[failing], outcomes[failing])
    remark = _printed(outcomes[failing]) + _remark(outcomes)
    values = tuple(outcome.value for outcome in outcomes if outcome.status == "value")
    values = values if len(values) == len(cases) else ()
    if known:
        text = known + ("\n" + compared if exercise.asks_function else "")
        return Result(exercise.id, "misconception", text + remark, values=values)
    if outcomes[failing].status == "none":
        compared += " Does every branch end with return, and is the returned variable set in every case?"
    kind = "error" if outcomes[failing].status in ("error", "slow") else "wrong"
    return Result(exercise.id, kind, f"{compared}{remark}\nFor a hint: hint({exercise.id!r}).", values=values)


def results(exercise, answer, cases):
    """What a trusted answer, the reference or a misconception, gives for each case."""
    return [answer(*case) for case in cases] if exercise.asks_function else [answer]


def _known(exercise, answer, cases, like, outcomes, failing, others):
    """The sentence for what the results have in common on every input: a misconception, a relation or a slip; or ""."""
    if any(outcome.status not in ("value", "none", "error") for outcome in outcomes):
        return ""

    def first(tried):
        for known in tried:
            compared = zip(cases, like, outcomes, strict=False)  # the outcomes end with the first error
            if all(_is_that_of(exercise, known.answer, *one) for one in compared):
                return known.hint
        return ""

    if said := first(exercise.misconceptions):
        return said
    if not exercise.asks_function or outcomes[failing].status != "value":
        return ""  # where the first failure is an error, the learner reads its line: a slip that raises one is a guess
    given = [outcome.value for outcome in outcomes if outcome.status == "value"]
    every = len(given) == len(cases)
    related = (exercise.returns, like, given, [sizes(exercise.parameters, case) for case in cases])
    if every:
        said = relation(*related)
    said = said or first(slip for right in (exercise.reference, *others()) for slip in slips(right))
    if not said and (names := unused(answer, exercise.parameters)):
        said = f"You never use `{names[0]}`, but the result depends on it."
    if every and not (said := said or relation(*related, first=True)):
        wrong = [not agree(*pair) for pair in zip(given, like, strict=True)]
        said = where(exercise.parameters, exercise.returns, *_on_more_inputs(exercise, answer, cases, like, wrong))
        if not said or "len(" in said:  # a condition on lengths says less than the numbers that are left out
            failed = [case for case, is_wrong in zip(cases, wrong, strict=True) if is_wrong]
            said = influence(exercise, answer, failed) or said
    return said


def _on_more_inputs(exercise, answer, cases, like, wrong):
    """The inputs, the right results and which of the learner's are wrong, with those of mixed inputs added."""

    def tried(*arguments):
        with suppress(Exception):
            return answer(*arguments)

    others, right = [], []
    for case in mixed(cases + exercise.cases(1)):
        with suppress(Exception):  # the exercise allows no such input
            right += results(exercise, exercise.reference, [case])
            others.append(case)
    outcomes = run(tried, others, right, names=exercise.returns, seconds=SECONDS, judged=exercise.judged)
    more = [pair for pair in zip(others, right, outcomes, strict=False) if pair[2].status == "value"]
    return (
        cases + [case for case, _, _ in more],
        like + [value for _, value, _ in more],
        wrong + [not agree(outcome.value, value) for _, value, outcome in more],
    )


def _is_that_of(exercise, answer, case, like, outcome):
    """True if this wrong answer gives for this input what the learner's gave: a value, None or an error."""
    function = answer if exercise.asks_function else lambda: answer
    limits = {"seconds": SECONDS, "judged": exercise.judged}
    [wrong] = run(function, [case], [like], names=exercise.returns, **limits)
    if (wrong.status, wrong.raised) != (outcome.status, outcome.raised):
        return False
    return wrong.status != "value" or agree(outcome.value, wrong.value)


def _unanswered(exercise, answer, outcomes=()):
    text = f"For a first hint: hint({exercise.id!r})."
    if any(outcome.printed for outcome in outcomes):
        text = "Your function prints something and returns None: end it with return."
    elif any(outcome.changed for outcome in outcomes):
        text = "Your function changes its argument and returns None: end it with return."
    elif works(answer):
        text = "Your function computes something and returns None: end it with return."
    return Result(exercise.id, "not answered", text)


def _compare(exercise, answer, case, wanted, outcome):
    """What happened on this input, and what should have."""
    place = show_call(_name(exercise, answer), exercise.parameters, case) if exercise.asks_function else "Your value"
    if outcome.status == "error":
        return "\n".join(filter(None, [f"{place} raised {outcome.text}", advice(outcome.text)]))
    if outcome.status == "slow":
        limit = f"{exercise.seconds:g} seconds for all inputs together"
        return f"{place} did not finish in time ({limit}). Is there an endless loop?"
    if outcome.status == "none":
        return f"{place} returned None for this input, but a result for others."
    if outcome.status == "unreadable":
        return f"{place}: {outcome.text}."
    names, effect = exercise.returns, exercise.effect
    if effect:  # the exercise's text says what the answer must do: showing it gives nothing away
        names = effect.names
    text = difference(outcome.value, wanted, names, unit=exercise.unit, reveal=exercise.asks_function or bool(effect))
    return f"{place}: {text}"


def _name(exercise, answer):
    """The learner's name of the function, or the reference's if there is none: a lambda, an object."""
    name = getattr(answer, "__name__", "")
    return name if isinstance(name, str) and name.isidentifier() else exercise.reference.__name__


def _shortcut(exercise, answer):
    """What is worth saying of a right answer that goes another way than the text asks for."""
    if name := next((name for name in exercise.without if name in called(answer)), ""):
        return f"\nNote: the numbers are right, but the exercise asks for another way than `{name}`."
    if names := unused(answer, exercise.parameters):
        return f"\nNote: the numbers are right, but the exercise asks for a way that uses `{names[0]}`."
    return ""


def _printed(outcome):
    """What the function has printed for the input that is shown: an endless loop would fill the page."""
    lines = [printable(line.expandtabs()) for line in outcome.printed.splitlines()]
    if len(lines) > MOST_LINES:
        lines[MOST_LINES:] = ["..."]
    return "\nIt printed:\n" + "\n".join(f"  {line}" for line in lines) if lines else ""


def _remark(outcomes):
    """What is worth saying although it decides nothing: the answer has changed an input."""
    if not any(outcome.changed for outcome in outcomes):
        return ""
    return "\nNote: your function changes its argument. Leave the caller's arrays as they are: work on a copy."
