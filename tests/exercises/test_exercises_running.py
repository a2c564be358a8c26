"""How check() runs an answer: within its time, on copies, and without touching what is not its own."""

import contextlib
import dataclasses
import signal
import threading
import time
import warnings

import numpy as np
import pytest
from engine_exercises import EXERCISE, QUICK, kind_and_text, running_sum

from convnb.exercises.grading.judging import grade


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (lambda x, start: None, "For a first hint"),
        (lambda x, start: print(x), "prints something and returns None"),
        (lambda x, start: x.sort(), "For a first hint"),
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


def test_outside_the_main_thread_an_endless_answer_is_left_behind():
    stop, found = threading.Event(), []

    def waits(x, start):
        stop.wait(60)

    thread = threading.Thread(target=lambda: found.extend([kind_and_text(waits, QUICK), kind_and_text(running_sum)]))
    thread.start()
    thread.join()
    stop.set()
    assert "did not finish in time" in found[0][1]
    assert found[1][0] == "passed"


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
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        grade(EXERCISE, interrupted)


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
