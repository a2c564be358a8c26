"""report(): what was passed, as a file for whoever collects it."""

import json
from pathlib import Path

from ..course import written
from . import exercises_of
from .passed import passed

FILE = "convnb-report.json"
NOWHERE = "What you have passed is kept in the copy of the notebooks that the command convnb lays, or on a JupyterHub."


def report(path=FILE):
    """Write the exercises that you have passed into a JSON file, to hand in; nothing is sent. Says what was written.

    The file: {"course": "convnb", "score": 1, "max": 65, "exercises": [{"id": "00.1", "title": "...", "passed": true},
    ...]}, with all exercises of the course in their order, and as `score` how many of them were passed.
    """
    ids, problem = passed()
    if problem:
        print(problem)
    if ids is None:
        print(NOWHERE)
        return
    made = reported(ids)
    try:
        Path(path).write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    except OSError as error:
        print(f"The report could not be written to {path}: {error.strerror}.")
        return
    print(f"{made['score']} of {made['max']} exercises passed, says {path}. Hand this file in.")


def reported(ids):
    """What the file says of a learner who has passed the exercises `ids`."""
    every = [exercise for number in sorted(written()) for exercise in exercises_of(f"{number:02d}").values()]
    exercises = [{"id": one.id, "title": one.title, "passed": one.id in ids} for one in every]
    score = sum(one["passed"] for one in exercises)
    return {"course": "convnb", "score": score, "max": len(every), "exercises": exercises}
