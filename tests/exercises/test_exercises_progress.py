"""What a learner has passed: kept beside the learner's copy and nowhere else, through damage, crowds and full disks."""

import json
import os
import subprocess
import sys

import pytest

from convnb import Predict, check, exercises, progress, report, solution
from convnb.course import COURSE
from convnb.exercises import exercises_of
from convnb.exercises import passed as kept
from convnb.exercises.progress import NOWHERE
from convnb.exercises.report import FILE
from convnb.paths import MANIFEST

SAID = "Other right answers: solution('00.1')."


def right(window, kernel):
    return (window * kernel).sum()


@pytest.fixture
def here(tmp_path, monkeypatch):
    """The working directory: the learner's copy of the notebooks."""
    (tmp_path / MANIFEST).write_text("{}")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ids(here):
    return json.loads((here / kept.FILE).read_text())["passed"]


def test_a_pass_is_kept_once_and_nothing_else_is(here):
    check("00.1", lambda window, kernel: 0)
    check("00.1")
    assert not (here / kept.FILE).exists()
    for _ in range(2):
        assert check("00.1", right).message == SAID
    assert ids(here) == ["00.1"]
    assert {path.name for path in here.iterdir()} == {MANIFEST, kept.FILE}


def test_right_answers_stay_open_in_the_next_kernel(here, monkeypatch):
    check("00.1", right)
    monkeypatch.setattr(exercises, "_passed", set())
    monkeypatch.setattr(exercises, "_hints_seen", set())
    assert solution("00.1").solutions
    assert not solution("05.1").solutions
    (here / kept.FILE).write_text("{")
    assert "cannot be read" in solution("00.1").message


def guess(id, entries, **how):
    asked = Predict(id, **how)
    asked.entries, asked.committed = entries, True
    return asked


def test_a_guess_stands_there_on_another_day_and_is_asked_for_anew_elsewhere(here):
    """A cell that runs again makes a new question; other notebooks ask from memory."""
    check("00.1", right)
    guess("05.a", [["9", "9", "9"]])
    guess("05.1", [["5"]])
    assert ids(here) == ["00.1"]
    check("00.1", right)
    same = Predict("05.a")
    assert (same.entries, same.committed, same.verdict.right) == ([["9", "9", "9"]], True, False)
    assert Predict("05.1").committed
    assert not Predict("05.b").committed
    guess("05.a", [["1", "2", "3"]], again=True)
    assert not Predict("05.a", again=True).committed
    assert Predict("05.a").entries == [["9", "9", "9"]]
    same.committed = False
    same.entries, same.committed = [["2", "1", "0"]], True
    assert Predict("05.a").verdict.right


@pytest.mark.parametrize("kept_one", [[["9", "9"]], [["x", "9", "9"]], [["", "", ""]], [], "9", 5, [[9, 9, 9]], None])
def test_a_guess_that_no_longer_fits_its_question_is_none(here, kept_one):
    (here / kept.FILE).write_text(json.dumps({"version": 1, "passed": [], "guesses": {"05.a": kept_one}}))
    assert (Predict("05.a").entries, Predict("05.a").committed) == ([["", "", ""]], False)


def test_a_guess_is_read_from_a_file_that_has_none_and_from_none_that_is_damaged(here, capsys):
    (here / kept.FILE).write_text('{"version": 1, "passed": ["00.1"]}')
    guess("05.a", [["9", "9", "9"]])
    assert ids(here) == ["00.1"]
    assert not capsys.readouterr().out
    (here / kept.FILE).write_text("{")
    assert not Predict("05.a").committed
    assert "is kept as convnb-progress-old-1.json" in capsys.readouterr().out


def test_outside_the_learners_copy_nothing_is_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert check("00.1", right).message == SAID
    assert progress().alt.endswith(f". {NOWHERE}")
    guess("05.a", [["9", "9", "9"]])
    assert not Predict("05.a").committed
    assert list(tmp_path.iterdir()) == []


def test_on_a_hub_a_clone_is_the_learners_copy(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JUPYTERHUB_USER", "me")
    check("00.1", right)
    assert ids(tmp_path) == ["00.1"]


def test_a_report_has_every_exercise_and_says_which_were_passed(here, capsys):
    check("00.1", right)
    report()
    every = [one for notebook in COURSE for one in exercises_of(f"{notebook.number:02d}").values()]
    assert capsys.readouterr().out == f"1 of {len(every)} exercises passed, says {FILE}. Hand this file in.\n"
    made = json.loads((here / FILE).read_text(encoding="utf-8"))
    listed = [{"id": one.id, "title": one.title, "passed": one.id == "00.1"} for one in every]
    assert made == {"course": "convnb", "score": 1, "max": len(every), "exercises": listed}
    assert f'"score": 1, "max": {len(every)},' in report.__doc__


def test_a_report_that_cannot_be_made_says_why_and_writes_nothing(here, capsys):
    report(here / "missing" / FILE)
    assert "could not be written" in capsys.readouterr().out
    (here / MANIFEST).unlink()
    report()
    assert "is kept in the copy" in capsys.readouterr().out
    assert list(here.iterdir()) == []


def test_the_map_counts_what_was_passed_and_says_what_comes_next(here):
    start, every = progress().alt, sum(len(exercises_of(f"{notebook.number:02d}")) for notebook in COURSE)
    assert start.endswith(
        f" 0 of {every} exercises passed. Next: exercise 00.1, One position of a kernel, in 00_start_here.ipynb."
    )
    check("00.1", right)
    count, first = len(exercises_of("01")), next(iter(exercises_of("01").values()))
    shown = progress().alt
    assert f"00 Start here, {COURSE[0].minutes} minutes, 1 of 1 passed; 01 Alignment" in shown
    assert f"{COURSE[1].minutes} minutes, 0 of {count} passed" in shown
    assert shown.endswith(f" 1 of {every} exercises passed. Next: exercise 01.1, {first.title}, in 01_alignment.ipynb.")
    assert shown == progress().alt
    written = [text.get_text() for text in progress().axes[0].texts]
    assert ("✓ 1 of 1" in written, f"0 of {count}" in written) == (True, True)
    assert f'<a href="{COURSE[5].file}"' in progress()._repr_mimebundle_()[0]["text/html"]
    kept.record("05.1")
    assert f"1 of {len(exercises_of('05'))}" in [text.get_text() for text in progress().axes[0].texts], "no tick yet"
    assert "Next: exercise 05.2, " in progress().alt, "where the learner is, not where others begin"


def test_after_the_last_exercise_of_a_notebook_comes_the_first_open_one_and_at_the_end_none(here):
    for one in exercises_of("05"):
        kept.record(one)
    assert ". Next: exercise 00.1, " in progress().alt
    for notebook in COURSE:
        for one in exercises_of(f"{notebook.number:02d}"):
            kept.record(one)
    assert progress().alt.endswith(" You have passed every exercise of the course.")


def test_the_pass_of_an_exercise_that_this_course_does_not_have_is_kept_and_not_counted(here):
    for one in ("99.1", "00.1"):
        kept.record(one)
    assert "1 of 1 passed" in progress().alt
    assert ids(here) == ["99.1", "00.1"]
    report()
    assert json.loads((here / FILE).read_text(encoding="utf-8"))["score"] == 1


DAMAGED = [
    *(b"", b"{", b"\xff", b"[]", b"[" * 100_000, b'{"version": 1}', b'{"version": 1, "passed": ["00.1", 1]}'),
    b'{"version": 2, "passed": ["00.1"]}',
]


@pytest.mark.parametrize("damage", DAMAGED, ids=lambda damage: repr(damage[:20]))
def test_a_file_that_cannot_be_read_is_kept_aside_said_and_begun_anew(here, damage, capsys):
    (here / "convnb-progress-old-1.json").write_text("an older one")
    (here / kept.FILE).write_bytes(damage)
    result = check("00.1", right)
    assert result.passed
    assert "is kept as convnb-progress-old-2.json. A new one begins." in repr(result)
    assert (here / "convnb-progress-old-2.json").read_bytes() == damage
    assert ids(here) == ["00.1"]
    assert check("00.1", right).message == SAID
    (here / kept.FILE).write_bytes(damage)
    assert "Next: exercise 00.1" in progress().alt
    assert "is kept as convnb-progress-old-3.json" in capsys.readouterr().out


def test_a_pass_that_cannot_be_kept_is_said_and_loses_nothing(here, monkeypatch, capsys):
    kept.record("01.1")

    def disk_full(*places):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", disk_full)
    result = check("00.1", right)
    assert result.passed
    assert result.message == f"{SAID}\nThat you have passed could not be kept: No space left on device."
    assert ids(here) == ["01.1"]
    assert guess("05.a", [["9", "9", "9"]]).committed
    assert capsys.readouterr().out == "Your guess could not be kept: No space left on device.\n"
    monkeypatch.setattr(os, "open", disk_full)
    assert progress().alt.endswith(NOWHERE)
    assert "could not be read: No space left" in capsys.readouterr().out


def test_a_lock_whose_process_was_stopped_holds_nobody_up_for_long(here, monkeypatch):
    monkeypatch.setattr(kept, "LONGEST_WAIT", 0.05)
    (here / kept.LOCK).write_text("")
    assert check("00.1", right).message == SAID
    assert ids(here) == ["00.1"]
    assert not (here / kept.LOCK).exists()


def test_a_lock_that_another_has_taken_away_is_no_error(here, monkeypatch):
    replace = os.replace
    monkeypatch.setattr(os, "replace", lambda *places: (here / kept.LOCK).unlink() or replace(*places))
    assert check("00.1", right).message == SAID
    assert ids(here) == ["00.1"]


MANY = """
import sys
from convnb.exercises.passed import record
print("loaded", flush=True)
sys.stdin.read()
for number in range(40):
    assert record(f"{sys.argv[1]}.{number}") == ""
"""


def test_notebooks_that_write_at_once_lose_nothing(here):
    """Each begins when its input ends: when all of them have loaded."""
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    runs = [subprocess.Popen([sys.executable, "-c", MANY, name], cwd=here, text=True, **pipes) for name in "abc"]
    for run in runs:
        run.stdout.readline()
    for run in runs:
        run.stdin.close()
    for run in runs:
        with run:
            assert run.stderr.read() == ""
    assert set(ids(here)) == {f"{name}.{number}" for name in "abc" for number in range(40)}
