"""progress(): the map of the course with what was passed, and what comes next."""

from ..course import COURSE, written
from . import exercises_of
from .grading.model import Shown
from .passed import passed

NOWHERE = (
    "In the copy of the notebooks that the command convnb lays, this map counts the exercises that you have passed."
)


def progress():
    """The map of the course, with how many exercises of each notebook you have passed, and which one comes next."""
    try:
        from ..figures.course import course_map
    except ImportError:  # without matplotlib
        course_map = CourseList
    ids, problem = passed()
    if problem:
        print(problem)
    if ids is None:
        return course_map(COURSE, written(), line=NOWHERE)
    asked = {notebook: exercises_of(f"{notebook.number:02d}") for notebook in COURSE if notebook.number in written()}
    counts = {notebook.number: (len(known.keys() & set(ids)), len(known)) for notebook, known in asked.items()}
    return course_map(COURSE, written(), counts, _next(asked, ids))


class CourseList(Shown):
    """The map in words, a line a notebook. Parameters as of `course_map`."""

    def __init__(self, notebooks, written, passed=None, line=""):
        counts = {number: f", {count} of {of} passed" for number, (count, of) in (passed or {}).items()}
        here = [notebook for notebook in notebooks if notebook.number in written]
        parts = (f"{one.number:02d} {one.title}, {one.minutes} minutes{counts.get(one.number, '')}" for one in here)
        self.headline, self.message = line, "\n".join(parts)


def _next(asked, ids):
    """How far the learner is, and the first open exercise of the notebook of the last pass, or else of the course."""
    open_ones = [(notebook, one) for notebook, known in asked.items() for one in known.values() if one.id not in ids]
    if not open_ones:
        return "You have passed every exercise of the course."
    here = [(notebook, one) for notebook, one in open_ones if ids and one.id[:2] == ids[-1][:2]]
    notebook, exercise = (here or open_ones)[0]
    every = sum(map(len, asked.values()))
    so_far = f"{every - len(open_ones)} of {every} exercises passed."
    return f"{so_far} Next: exercise {exercise.id}, {exercise.title}, in {notebook.file}."
