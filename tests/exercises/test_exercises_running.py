"""How check() runs an answer: within its time, on copies, and without touching what is not its own."""

import contextlib
import dataclasses
import linecache
import signal
import sys
import threading
import time
import warnings
from _thread import interrupt_main
from concurrent.futures import ThreadPoolExecutor

import matplotlib.pyplot as plt
import numpy as np
import pytest
from engine_exercises import EXERCISE, QUICK, kind_and_text, running_sum

from convnb.exercises.grading import running
from convnb.exercises.grading.judging import grade


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (lambda x, start: None, "For a first hint"),
        (lambda x, start: print(x), "prints something and returns None"),
        (lambda x, start: x.sort(), "computes something and returns None"),
        (lambda x, start: x.fill(0), "changes its argument and returns None"),
    ],
)
def test_none_everywhere_is_not_answered(answer, text):
    result = grade(dataclasses.replace(EXERCISE, inputs=lambda rng: EXERCISE.inputs(rng)[:1]), answer)
    assert result.kind == "not answered"
    assert repr(result).startswith("Exercise 99.1: not answered yet.\n")
    assert text in result.message


def test_an_answer_that_changes_its_input_passes_with_a_note():
    def in_place(x, start):
        np.cumsum(x, out=x)
        x += start
        return x

    result = grade(EXERCISE, in_place)
    assert result.passed
    assert "Note: your function changes its argument" in result.message


def test_one_buffer_for_all_calls_passes():
    buffer = np.zeros(20)

    def reuse(x, start):
        buffer[: len(x)] = running_sum(x, start)
        return buffer[: len(x)]

    assert grade(EXERCISE, reuse).passed


def sleeps(x, start):
    time.sleep(20)


def spins(x, start):
    while True:
        start += 1


def catches(x, start):
    while True:
        with contextlib.suppress(Exception):
            start += 1


def catches_all(x, start):
    while True:
        try:
            start += 1
        except:  # noqa: E722
            start = 0


def swallows_once(x, start):
    with contextlib.suppress(BaseException):
        time.sleep(20)
    time.sleep(20)


def prints(x, start):
    while True:
        print("again")


@pytest.mark.parametrize("answer", [sleeps, spins, catches, catches_all, swallows_once, prints])
def test_an_endless_answer_is_stopped(answer):
    kind, text = kind_and_text(answer, QUICK)
    assert kind == "error"
    limit = "did not finish in time (0.3 seconds for all inputs together)"
    assert f"{answer.__name__}(x=[1, 2, 4], start=3) {limit}" in text
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


@pytest.fixture(params=["without timer signals", "in another thread"])
def elsewhere(request, monkeypatch):
    """elsewhere(work) is work() where no timer signal can end a loop: on Windows, or outside the main thread."""
    if request.param == "without timer signals":
        monkeypatch.delattr(signal, "setitimer")
        return lambda work: work()

    def in_thread(work):
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(work).result()

    return in_thread


@pytest.mark.parametrize("answer", [spins, catches, catches_all, prints])
def test_an_endless_answer_really_ends_elsewhere_too(answer, elsewhere, capsys):
    out = sys.stdout
    kind, text = elsewhere(lambda: kind_and_text(answer, QUICK))
    assert kind == "error"
    assert f"{answer.__name__}(x=[1, 2, 4], start=3) did not finish in time (0.3 seconds" in text
    assert [thread for thread in threading.enumerate() if "guarded" in thread.name] == []
    assert sys.stdout is out
    print("the next cell")
    assert capsys.readouterr().out == "the next cell\n"
    assert elsewhere(lambda: kind_and_text(running_sum))[0] == "passed"


def test_an_answer_that_waits_in_a_call_is_left_behind_with_stdout_given_back(elsewhere, monkeypatch, capsys):
    monkeypatch.setattr(running, "RING_AT_MOST", 0.2)
    stop, started = threading.Event(), []

    def waits(x, start):
        started.append(threading.current_thread())
        stop.wait(60)
        print("lost")

    assert "did not finish in time" in elsewhere(lambda: kind_and_text(waits, QUICK))[1]
    print("the next cell")
    stop.set()
    started[0].join(10)
    assert not started[0].is_alive()
    assert capsys.readouterr().out == "the next cell\n"


def test_an_interrupt_ends_the_answer_too(monkeypatch):
    """Where a thread runs the answer, the caller may be interrupted while it waits."""
    monkeypatch.delattr(signal, "setitimer")
    running_threads = []
    handler = signal.signal(signal.SIGINT, signal.default_int_handler)  # a server in this process leaves its own

    def long(x, start):
        running_threads.append(threading.current_thread())
        interrupt_main()
        spins(x, start)

    try:
        with pytest.raises(KeyboardInterrupt):
            grade(dataclasses.replace(EXERCISE, seconds=20), long)
    finally:
        signal.signal(signal.SIGINT, handler)
    running_threads[0].join(5)
    assert not running_threads[0].is_alive()


def test_where_no_thread_can_start_an_answer_is_judged_without_a_limit(monkeypatch):
    def refuse(thread):
        raise RuntimeError("can't start new thread")

    monkeypatch.delattr(signal, "setitimer")
    monkeypatch.setattr(threading.Thread, "start", refuse)
    assert grade(EXERCISE, running_sum).passed


def test_what_the_answer_prints_is_shown_for_the_first_input_that_fails(capsys):
    def answer(x, start):
        print("start is", start)
        return running_sum(x, start) if start == 3 else x

    _, text = kind_and_text(answer)
    assert "start=2): " in text
    assert "\nIt printed:\n  start is 2\n" in text
    assert text.count("start is") == 1
    assert capsys.readouterr().out == ""


def test_texts_of_an_answer_are_short_and_can_be_sent():
    """A half of a surrogate pair breaks the message that brings the verdict to the page; a colour code, a terminal."""
    strange, long = "\ud800 \x1b[31m", "x" * 10_000

    def raises(x, start):
        print(strange)
        raise ValueError(strange)

    def takes_more(x, start, more, table=long):
        return x

    source = f"def on_a_long_line(x, start): raise ValueError  # {long}"
    linecache.cache["<long>"] = (len(source), None, [source], "<long>")
    found = {}
    exec(compile(source, "<long>", "exec"), found)
    text = kind_and_text(raises)[1]
    assert "raised ValueError: \ufffd \ufffd[31m" in text
    assert "It printed:\n  \ufffd \ufffd[31m" in text
    text.encode()
    for answer, part in [
        (takes_more, "Yours takes (x, start, more, table='xxx"),
        (found["on_a_long_line"], "in line 1: def on_"),
    ]:
        text = kind_and_text(answer)[1]
        assert part in text
        assert len(text) < 500


def test_what_an_endless_answer_prints_is_shown_in_part():
    _, text = kind_and_text(prints, QUICK)
    assert "\nIt printed:\n" + 10 * "  again\n" + "  ...\n" in text


def test_little_of_what_an_answer_prints_is_kept():
    """An endless loop prints gigabytes within its time."""
    [outcome] = running.run(lambda: print("x\n" * 4000), [()], [np.ones(1)])
    assert len(outcome.printed) == running.MOST_PRINTED


def test_what_goes_to_stderr_is_taken_too(capsys):
    """Logging, a progress bar, print(..., file=sys.stderr): once for each input, or without end."""

    def complains(x, start):
        while True:
            print("again", file=sys.stderr)

    err = sys.stderr
    assert "\nIt printed:\n  again\n" in kind_and_text(complains, QUICK)[1]
    assert sys.stderr is err
    assert capsys.readouterr().err == ""


def test_a_silent_answer_and_a_right_one_show_no_prints():
    assert "printed" not in kind_and_text(lambda x, start: x)[1]
    assert "printed" not in kind_and_text(lambda x, start: [print(1), running_sum(x, start)][1])[1]


def test_an_answer_that_checks_itself_is_told_so(elsewhere):
    """Where the call of check() is indented by mistake. It would start itself again and again."""
    said = []

    def answer(x, start):
        said.append(grade(EXERCISE, answer).message)
        return running_sum(x, start)

    begun = time.monotonic()
    assert elsewhere(lambda: grade(EXERCISE, answer)).passed
    assert grade(EXERCISE, answer).passed
    assert time.monotonic() - begun < 2
    assert {text.split(".")[0] for text in said} == {"check() is called inside the function that it runs"}
    assert grade(EXERCISE, running_sum).passed


def test_threads_that_check_at_once_give_stdout_and_warnings_back(capsys):
    def slow(x, start):
        time.sleep(0.01)
        print("lost")
        return running_sum(x, start)

    out, filters = sys.stdout, list(warnings.filters)
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda _: grade(EXERCISE, slow), range(16)))
    assert all(result.passed for result in results)
    assert sys.stdout is out
    assert warnings.filters == filters
    assert capsys.readouterr().out == ""


def closes_stdout(x, start):
    sys.stdout.close()
    return running_sum(x, start)


def exchanges_stdout(x, start):
    sys.stdout = None
    return running_sum(x, start)


@pytest.mark.parametrize("answer", [closes_stdout, exchanges_stdout])
def test_an_answer_that_spoils_stdout_spoils_only_its_own(answer, capsys):
    out = sys.stdout
    assert kind_and_text(answer)[0] == "passed"
    assert sys.stdout is out
    print("the next cell")
    assert capsys.readouterr().out == "the next cell\n"


@pytest.mark.parametrize("ends", [running_sum, spins])
def test_figures_that_an_answer_makes_are_closed_and_others_stay(ends):
    def draws(x, start):
        plt.figure()
        plt.plot(x)
        return ends(x, start)

    mine = plt.figure()
    try:
        kind_and_text(draws, QUICK)
        assert plt.get_fignums() == [mine.number]
    finally:
        plt.close(mine)


def test_another_alarm_is_given_back():
    def other(signum, frame):
        raise AssertionError

    before = signal.signal(signal.SIGALRM, other)
    signal.setitimer(signal.ITIMER_REAL, 100)
    try:
        grade(EXERCISE, running_sum)
        assert signal.getsignal(signal.SIGALRM) is other
        assert 90 < signal.getitimer(signal.ITIMER_REAL)[0] <= 100
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_keyboard_interrupt_passes_through():
    def interrupted(x, start):
        plt.figure()
        raise KeyboardInterrupt

    figures, out = plt.get_fignums(), sys.stdout
    with pytest.raises(KeyboardInterrupt):
        grade(EXERCISE, interrupted)
    assert (plt.get_fignums(), sys.stdout) == (figures, out)


def test_the_settings_of_the_session_have_no_say():
    def divides(x, start):
        return running_sum(x, start) + 0 * np.where(x > 0, 1 / np.maximum(x, 0), 0)

    exercise = dataclasses.replace(EXERCISE, reference=divides)
    with np.errstate(all="raise"), warnings.catch_warnings():
        warnings.simplefilter("error")
        assert grade(exercise, divides).passed
        found = []
        thread = threading.Thread(target=lambda: found.append(grade(exercise, divides)))
        thread.start()
        thread.join()
        assert np.geterr()["divide"] == "raise"
    assert found[0].passed
