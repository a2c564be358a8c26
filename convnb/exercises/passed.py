"""What a learner has passed and guessed: a small JSON file in the copy of the notebooks, and in no other place.

On a JupyterHub a clone is the learner's copy, too: nobody else works in it.
"""

import json
import os
import time
from contextlib import contextmanager
from pathlib import Path

from ..paths import learners_folder

FILE = ".convnb-progress.json"
LOCK = ".convnb-progress.lock"
VERSION = 1
LONGEST_WAIT = 5.0  # seconds; writing takes a few milliseconds, so an older lock is that of a notebook that was killed


def record(exercise_id):
    """Keep that an exercise was passed. Returns "", or a sentence about what went wrong; never raises.

    Does nothing outside the learner's copy, so that no file of the course itself is changed.
    """

    def added(kept):
        return {"passed": list(dict.fromkeys([*kept["passed"], exercise_id]))}

    _, note = _kept(added, "That you have passed could not be kept")
    return note


def keep_guess(question_id, entries):
    """Keep what was typed as the answer to a question, rows of texts; as `record` does."""
    _, note = _kept(lambda kept: {"guesses": kept["guesses"] | {question_id: entries}}, "Your guess could not be kept")
    return note


def passed():
    """The ids of the exercises that were passed, in the order of their first pass, and "" or a sentence about what went
    wrong. The ids are None where nothing is kept: outside the learner's copy. Never raises.
    """
    kept, note = _kept()
    return kept and kept["passed"], note


def guesses():
    """{id: rows of texts} of the questions that were answered, and the sentence; as `passed` does."""
    kept, note = _kept()
    return kept and kept["guesses"], note


def _kept(change=lambda kept: {}, failed="What you have passed could not be read"):
    """What is kept, after what change(kept) gives was written, or None where nothing is kept; and "" or a sentence that
    begins with `failed`, or is about a damaged file. Never raises.
    """
    try:
        folder = _folder()
        if folder is None:
            return None, ""
        with _alone(folder):
            kept, note = _read(folder)
            changed = kept | change(kept)
            if changed != kept:
                part = folder / f"{FILE}.part"
                part.write_text(json.dumps({"version": VERSION, **changed}), encoding="utf-8")
                os.replace(part, folder / FILE)
        return changed, note
    except OSError as problem:
        return None, f"{failed}: {problem.strerror}."


def _folder():
    on_hub = "JUPYTERHUB_USER" in os.environ  # a hub sets it for each learner's server
    return learners_folder() or (Path.cwd() if on_hub else None)


def _read(folder):
    """{"passed": ids, "guesses": rows by id} of the file, and "". One that is damaged or of another version is renamed,
    and the sentence says so.
    """
    file = folder / FILE
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {"passed": [], "guesses": {}}, ""
    except (ValueError, RecursionError):
        kept = None
    if isinstance(kept, dict) and kept.get("version") == VERSION and _is_texts(kept.get("passed")):
        guesses = kept.get("guesses", {})  # version 0.1.0 kept none
        return {"passed": kept["passed"], "guesses": guesses if isinstance(guesses, dict) else {}}, ""
    number = next(number for number in range(1, 10**6) if not _aside(folder, number).exists())
    file.replace(_aside(folder, number))
    why = f"it is damaged or of another version of convnb, and is kept as {_aside(folder, number).name}"
    return {"passed": [], "guesses": {}}, f"The record of what you have passed cannot be read: {why}. A new one begins."


def _is_texts(value):
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _aside(folder, number):
    return folder / f"convnb-progress-old-{number}.json"


@contextmanager
def _alone(folder):
    """Lets one process after the other read and write the file of a folder."""
    lock, until = folder / LOCK, time.monotonic() + LONGEST_WAIT
    while time.monotonic() < until:
        try:
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL))
            break
        except FileExistsError:
            time.sleep(0.01)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)
