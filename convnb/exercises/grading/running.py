"""Runs a learner's function on copies of the inputs, within a time limit, and turns all that can happen into data."""

import contextlib
import ctypes
import io
import linecache
import signal
import sys
import threading
import time
import traceback
import warnings
from copy import deepcopy
from dataclasses import dataclass
from inspect import iscoroutine
from typing import Any

import numpy as np

from .comparing import Unreadable, is_unanswered, read
from .showing import foreign

RING_AGAIN = 0.05  # seconds until the time limit rings once more, after a bare `except:` has swallowed it
RING_AT_MOST = 2.0  # seconds; a thread that has not ended by then waits in a call, and ends after it
MOST_PRINTED = 1000  # characters of the learner's prints that are kept
_here = threading.local()


@dataclass
class Outcome:
    """What one call gave. `status`: "value", "none", "unreadable", "error" or "slow"; `text`: why there is no value;
    `raised`: the type of the error."""

    status: str
    value: Any = None
    text: str = ""
    raised: type | None = None
    changed: bool = False
    printed: str = ""


class TimeUp(BaseException):
    """The time is up. Not an Exception, so that an `except Exception:` in the learner's loop does not catch it."""


@contextlib.contextmanager
def quiet():
    """No warnings and no floating-point errors inside, whatever the session has set."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield


def is_inside():
    """True in an answer that is being run."""
    return getattr(_here, "runs", False)


def run(function, cases, wanted, *, names=(), seconds=5.0, judged=lambda value: value):
    """One Outcome for each case, up to the first error or until the time is up, which all cases share.

    `wanted` holds the reference's results; `judged` turns a result that was read into what is compared.

    KeyboardInterrupt passes through; everything else that the function raises is an Outcome. Call it in quiet().
    """
    outcomes, printed = [], _Notes()

    def run_all():
        _here.runs = True
        try:
            with np.errstate(all="ignore"):  # here, too: a thread begins with settings of its own
                for case, like in zip(cases, wanted, strict=True):
                    printed.start_anew()
                    outcomes.append(_call(function, case, like, names, judged))
                    outcomes[-1].printed = printed.getvalue()
                    if outcomes[-1].status == "error":
                        return
        finally:
            _here.runs = False

    # Here, and not in the thread: one that is left behind puts nothing back.
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed), _figures_closed():
        in_time = _within(run_all, seconds)
    outcomes = outcomes[: len(cases)]
    if not in_time and len(outcomes) < len(cases):
        outcomes.append(Outcome("slow", printed=printed.getvalue()))
    return outcomes


def _call(function, case, like, names, judged):
    arguments = deepcopy(case)
    outcome = Outcome("value")
    try:
        value = function(*arguments)
        if is_unanswered(value):
            outcome.status = "none"
        elif iscoroutine(value):
            raise Unreadable("got a coroutine: write def, not async def")
        else:
            outcome.value = judged(read(value, like, names))
    except Unreadable as reason:
        outcome.status, outcome.text = "unreadable", str(reason)
    except (KeyboardInterrupt, TimeUp):
        raise
    except BaseException as error:  # SystemExit, GeneratorExit and the learner's own kinds, too
        outcome.status, outcome.text, outcome.raised = "error", _explain(error, function), type(error)
    outcome.changed = not all(_same(a, b) for a, b in zip(arguments, case, strict=True))
    return outcome


class _Notes(io.StringIO):
    """Keeps the first characters that are printed, so that a print in an endless loop does not fill the memory."""

    def write(self, text):
        super().write(text[: max(0, MOST_PRINTED - self.tell())])
        return len(text)

    def start_anew(self):
        self.seek(0)
        self.truncate()

    def close(self):
        """Stays open: the learner's answer may close sys.stdout."""


@contextlib.contextmanager
def _figures_closed():
    """Closes what pyplot has drawn inside: an answer runs many times, and a figure that nobody sees would stay."""
    before = _figures()
    try:
        yield
    finally:
        for number in _figures() - before:
            sys.modules["matplotlib.pyplot"].close(number)


def _figures():
    pyplot = sys.modules.get("matplotlib.pyplot")
    return set(pyplot.get_fignums()) if pyplot else set()


def _same(one, other):
    if isinstance(one, np.ndarray):
        return one.shape == other.shape and np.array_equal(one, other, equal_nan=one.dtype.kind in "fc")
    return one == other


def _explain(error, function):
    """Type, message and, if the error comes from the learner's own code, its line."""
    message = foreign(error)
    text = f"{type(error).__name__}: {message}" if message else type(error).__name__
    code = getattr(function, "__code__", None)
    frames = traceback.walk_tb(error.__traceback__)
    lines = [line for frame, line in frames if code and frame.f_code.co_filename == code.co_filename]
    if not lines:
        return text
    source = foreign(linecache.getline(code.co_filename, lines[-1]))
    return f"{text}\nin line {lines[-1]}" + (f": {source}" if source else "")


def _within(task, seconds):
    """Run task() and say whether it finished in time.

    A timer signal can end an endless Python loop, but only in the main thread of a POSIX system, which is where
    Jupyter runs cells. A loop whose `except:` swallows every TimeUp runs until the kernel is interrupted. Elsewhere
    the task runs in a thread of its own, in which TimeUp is raised from outside.
    """
    if hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread():
        return _within_timer(task, seconds)
    return _within_thread(task, seconds)


def _within_timer(task, seconds):
    armed = True

    def ring(signum, frame):
        if armed:
            raise TimeUp

    before = signal.signal(signal.SIGALRM, ring)
    others = signal.setitimer(signal.ITIMER_REAL, seconds, RING_AGAIN)
    try:
        try:
            task()
        finally:
            armed = False
    except TimeUp:
        return False
    finally:
        signal.setitimer(signal.ITIMER_REAL, *others)
        signal.signal(signal.SIGALRM, before)
    return True


def _within_thread(task, seconds):
    raised, ended = [], threading.Event()

    def guarded():
        try:
            task()
        except BaseException as error:  # handed to the caller's thread
            raised.append(error)
        finally:
            ended.set()

    thread = threading.Thread(target=guarded, daemon=True)
    try:
        thread.start()
        in_time = ended.wait(seconds)
    except RuntimeError:  # Python in a browser cannot start one, and has no limit
        task()
        return True
    finally:  # the caller may have been interrupted
        _end(thread, ended)
    if in_time and raised:
        raise raised[0]
    return in_time


def _end(thread, ended):
    """Raises TimeUp in the thread until it ends: a bare `except:` may swallow some."""
    until = time.monotonic() + RING_AT_MOST
    while thread.ident and not ended.is_set() and time.monotonic() < until:
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), ctypes.py_object(TimeUp))
        ended.wait(RING_AGAIN)
