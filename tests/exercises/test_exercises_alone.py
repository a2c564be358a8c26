"""Where nothing but NumPy is installed, answers are computed and checked all the same, and shown as text."""

import json
import subprocess
import sys

import numpy as np

import convnb
from convnb import check, progress
from convnb.exercises import exercises_of, notebooks
from convnb.exercises.progress import CourseList

# The programs run in a Python that finds NumPy, convnb and the standard library, and no other package.
ALONE = """
import json, sys

class NothingElse:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] not in {"numpy", "convnb", *sys.stdlib_module_names}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, NothingElse())

import numpy as np
import convnb
from convnb.exercises import check, exercises_of, notebooks
from convnb.exercises.solutions import solutions_of
"""
NAMES = """
missing = []
for name in convnb.__all__:
    try:
        getattr(convnb, name)
    except ModuleNotFoundError:
        missing.append(name)
print(json.dumps(missing))
"""
OPERATORS = """
rng = np.random.default_rng(0)
x, weight = rng.normal(size=(2, 3, 9, 8)), rng.normal(size=(4, 3, 3, 2))
y = convnb.conv2d(x, weight, stride=2, padding=1)
grad_x, grad_weight, grad_bias = convnb.conv2d_backward(y, x, weight, stride=2, padding=1)
image, kernel = rng.normal(size=(40, 30)), rng.normal(size=(7, 5))
sums = [(y * y).sum(), (grad_x * x).sum(), (grad_weight * weight).sum()]
transforms = [array.tolist() for array in (convnb.fft_convolve(image, kernel), convnb.convolve(image, kernel))]
print(json.dumps([sums, transforms]))
"""
CHECKS = """
said = {}
for exercise in (one for notebook in notebooks() for one in exercises_of(notebook).values()):
    shown = [one.answer for one in solutions_of(exercise.id) if "scipy" not in one.source]
    answers = [one if exercise.asks_function else one() for one in shown]
    answers += [exercise.reference, *(one.answer for one in exercise.misconceptions)]
    said[exercise.id] = [repr(check(exercise.id, answer)) for answer in answers]
print(json.dumps([said, repr(convnb.progress())]))
"""


def alone(program, folder):
    """The JSON that the program prints in that folder."""
    result = subprocess.run([sys.executable, "-c", ALONE + program], capture_output=True, text=True, cwd=folder)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def test_every_name_but_the_widgets_needs_numpy_alone(root):
    assert alone(NAMES, root) == sorted([*convnb._HOMES["widgets"], *convnb._HOMES["exercises.predict"]])


def test_layers_and_transforms_need_numpy_alone(root):
    sums, (by_transform, by_sliding) = alone(OPERATORS, root)
    np.testing.assert_allclose(sums, sums[0], err_msg="<y, conv(x, w)> = <grad_x, x> = <grad_w, w>")
    np.testing.assert_allclose(by_transform, by_sliding, atol=1e-12)


def test_all_exercises_are_checked_with_numpy_alone_and_answered_as_text(root):
    said, shown = alone(CHECKS, root)
    every = {one.id: one for notebook in notebooks() for one in exercises_of(notebook).values()}
    assert said.keys() == every.keys()
    for id, exercise in every.items():
        wrong = len(exercise.misconceptions)
        rights, wrongs = said[id][:-wrong], said[id][-wrong:]
        assert len(rights) >= 2, id
        assert [text for text in rights if not text.startswith(f"Exercise {id}: ✓ passed.")] == []
        hints = [one.hint for one in exercise.misconceptions]
        assert [text for text, hint in zip(wrongs, hints, strict=True) if hint not in text] == []
    assert "\n01 Alignment by correlation, 25 minutes\n" in shown


def test_a_mistake_is_told_in_words_where_no_widgets_are_installed(monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda what, **kwargs: shown.append(what))
    monkeypatch.setitem(sys.modules, "convnb.widgets.kit.beside", None)
    wrong = exercises_of("06")["06.2"].reference
    result = check("06.2", lambda a, delta: wrong(a, delta[::-1, ::-1]))
    result._ipython_display_()
    assert shown == [{"text/plain": repr(result), "text/html": result._repr_html_()}]


def test_without_matplotlib_the_map_counts_in_words(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "convnb.figures.course", None)
    monkeypatch.chdir(tmp_path)
    (tmp_path / convnb.paths.MANIFEST).write_text("{}")
    assert check("00.1", lambda window, kernel: (window * kernel).sum()).passed
    shown = progress()
    assert isinstance(shown, CourseList)
    text = repr(shown)
    assert text.startswith("1 of ")
    assert "Next: exercise 01.1, " in text
    assert "\n00 Start here, 10 minutes, 1 of 1 passed\n" in text
