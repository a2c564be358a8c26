"""Decides what an answer is: right, a known misconception, or wrong, and writes the sentence that says so."""

from inspect import signature

from .comparing import agree, difference
from .model import Result
from .running import TimeUp, run
from .showing import article, foreign, show_call


def grade(exercise, answer):
    """The Result of an answer, a function or a value as the exercise asks. Never raises but KeyboardInterrupt."""
    try:
        return _reject(exercise, answer) or _judge(exercise, answer)
    except (Exception, TimeUp) as error:
        text = (
            f"Your answer, {article(type(answer).__name__)}, cannot be read: {type(error).__name__}: {foreign(error)}"
        )
        return Result(exercise.id, "error", text)


def _reject(exercise, answer):
    """A Result for an answer that need not be run, or None."""
    if answer is None or answer is Ellipsis:
        return _unanswered(exercise)
    if not exercise.asks_function:
        if callable(answer):
            return Result(
                exercise.id, "error", "A value is asked, and this is a function: call it, and hand in its result."
            )
        return None
    name = exercise.reference.__name__
    if not callable(answer):
        text = f"A function is asked, and this is {article(type(answer).__name__)}. "
        text += f"Hand in the function itself, without parentheses: check({exercise.id!r}, {name})."
        return Result(exercise.id, "error", text)
    try:
        signature(answer).bind(*exercise.parameters)
    except ValueError:  # some compiled functions have no signature: call them and see
        return None
    except TypeError:
        count = len(exercise.parameters)
        text = f"The function must take {count} argument{'s' if count > 1 else ''}, as {exercise.call}. "
        return Result(exercise.id, "error", text + f"Yours is declared with {signature(answer)}.")
    return None


def _judge(exercise, answer):
    cases = exercise.cases()
    wanted = results(exercise, exercise.reference, cases)
    function = answer if exercise.asks_function else lambda: answer
    outcomes = run(function, cases, wanted, names=exercise.returns, seconds=exercise.seconds)
    if all(outcome.status == "none" for outcome in outcomes):
        return _unanswered(exercise, outcomes)
    failing = next((i for i, o in enumerate(outcomes) if o.status != "value" or not agree(o.value, wanted[i])), None)
    if failing is None:
        return Result(exercise.id, "passed", _remark(exercise, outcomes).strip())
    known = _misconception(exercise, cases, outcomes)
    if known:
        text = known.hint + (
            "\n" + _compare(exercise, cases, wanted, outcomes, failing) if exercise.asks_function else ""
        )
        return Result(exercise.id, "misconception", text + _remark(exercise, outcomes))
    kind = "error" if outcomes[failing].status in ("error", "slow") else "wrong"
    text = _compare(exercise, cases, wanted, outcomes, failing) + _remark(exercise, outcomes)
    return Result(exercise.id, kind, f"{text}\nFor a hint: hint({exercise.id!r}).")


def results(exercise, answer, cases):
    """What a trusted answer, the reference or a misconception, gives for each case."""
    return [answer(*case) for case in cases] if exercise.asks_function else [answer]


def _misconception(exercise, cases, outcomes):
    """The misconception whose results are those of the learner on every input, or None."""
    if any(outcome.status != "value" for outcome in outcomes):
        return None
    for known in exercise.misconceptions:
        pairs = zip(outcomes, results(exercise, known.answer, cases), strict=True)
        if all(agree(outcome.value, wrong) for outcome, wrong in pairs):
            return known
    return None


def _unanswered(exercise, outcomes=()):
    text = f"For a first hint: hint({exercise.id!r})."
    if any(outcome.printed for outcome in outcomes):
        text = "Your function prints something and returns None: end it with return."
    elif any(outcome.changed for outcome in outcomes):
        text = "Your function changes its argument and returns None: end it with return."
    return Result(exercise.id, "not answered", text)


def _compare(exercise, cases, wanted, outcomes, index):
    """What happened on the input of that index, and what should have."""
    outcome = outcomes[index]
    if exercise.asks_function:
        place = show_call(exercise.reference.__name__, exercise.parameters, cases[index])
    else:
        place = "Your value"
    if outcome.status == "error":
        return f"{place} raised {outcome.text}"
    if outcome.status == "slow":
        limit = f"all inputs together have {exercise.seconds:g} seconds"
        return f"{place} did not come to an end: {limit}. Is there an endless loop?"
    if outcome.status == "none":
        return f"{place} returned None, though other inputs gave a result. Does every branch end with return?"
    if outcome.status == "unreadable":
        return f"{place}: {outcome.text}."
    text = difference(outcome.value, wanted[index], exercise.returns, reveal=exercise.asks_function)
    return f"{place}: {text}"


def _remark(exercise, outcomes):
    """What is worth saying although it decides nothing: an input that the answer has changed."""
    if not any(outcome.changed for outcome in outcomes):
        return ""
    return "\nRemark: your function changes its argument. The caller's arrays should stay as they are: work on a copy."
