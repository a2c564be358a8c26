"""The learner's copy of the notebooks: an installed convnb lays it down, and never overwrites a learner's work."""

import hashlib
import json
import os

import pytest

from convnb import launcher


@pytest.fixture
def shipped(tmp_path):
    """A folder of two notebooks, as a wheel carries them."""
    folder = tmp_path / "shipped"
    folder.mkdir()
    (folder / "00_start_here.ipynb").write_text("zero\n")
    (folder / "01_alignment.ipynb").write_text("one\n")
    return folder


@pytest.fixture
def laid(tmp_path):
    """The folder of the learner."""
    return tmp_path / launcher.FOLDER


def test_only_notebooks_are_copied_with_a_manifest(shipped, laid):
    (shipped / "notes.txt").write_text("not a notebook")
    launcher.lay_down(shipped, laid)
    names = sorted(path.name for path in laid.iterdir())
    assert names == [launcher.MANIFEST, "00_start_here.ipynb", "01_alignment.ipynb"]
    manifest = json.loads((laid / launcher.MANIFEST).read_text())
    assert manifest["01_alignment.ipynb"] == hashlib.sha256(b"one\n").hexdigest()


def test_second_start_writes_and_says_nothing(shipped, laid, capsys):
    launcher.lay_down(shipped, laid)
    before = {path: path.stat().st_mtime_ns for path in laid.iterdir()}
    capsys.readouterr()
    launcher.lay_down(shipped, laid)
    assert {path: path.stat().st_mtime_ns for path in laid.iterdir()} == before
    assert capsys.readouterr().out == ""


def test_a_changed_notebook_is_kept_in_silence_while_nothing_newer_comes(shipped, laid, capsys):
    launcher.lay_down(shipped, laid)
    (laid / "01_alignment.ipynb").write_text("mine\n")
    capsys.readouterr()
    launcher.lay_down(shipped, laid)
    assert (laid / "01_alignment.ipynb").read_text() == "mine\n"
    assert capsys.readouterr().out == ""


def test_newer_wheel_replaces_untouched_and_keeps_changed_ones(shipped, laid, capsys):
    launcher.lay_down(shipped, laid)
    (laid / "01_alignment.ipynb").write_text("mine\n")
    (shipped / "00_start_here.ipynb").write_text("zero, second edition\n")
    (shipped / "01_alignment.ipynb").write_text("one, second edition\n")
    (shipped / "02_pain.ipynb").write_text("two\n")
    for _ in range(2):  # the second start must not take the learner's file for one that it laid down itself
        capsys.readouterr()
        launcher.lay_down(shipped, laid)
        assert (laid / "00_start_here.ipynb").read_text() == "zero, second edition\n"
        assert (laid / "01_alignment.ipynb").read_text() == "mine\n"
        assert (laid / "02_pain.ipynb").read_text() == "two\n"
        assert "kept your 01_alignment.ipynb" in capsys.readouterr().out


def test_updated_and_kept_files_are_named_in_one_line_each(shipped, laid, capsys):
    launcher.lay_down(shipped, laid)
    (laid / "01_alignment.ipynb").write_text("mine\n")
    for notebook in shipped.iterdir():
        notebook.write_text("second edition\n")
    capsys.readouterr()
    launcher.lay_down(shipped, laid)
    updated, kept = capsys.readouterr().out.splitlines()
    assert "updated 1 notebook " in updated
    assert updated.endswith(": 00_start_here.ipynb")
    assert "rename yours to get it" in kept


def test_a_renamed_or_deleted_notebook_comes_back_fresh(shipped, laid):
    launcher.lay_down(shipped, laid)
    (laid / "01_alignment.ipynb").write_text("mine\n")
    (laid / "01_alignment.ipynb").rename(laid / "my_alignment.ipynb")
    launcher.lay_down(shipped, laid)
    assert (laid / "01_alignment.ipynb").read_text() == "one\n"
    assert (laid / "my_alignment.ipynb").read_text() == "mine\n"


@pytest.mark.parametrize("damage", ["", "not json", "[1, 2]", "{}", "\udcff"])
def test_without_a_sound_manifest_every_differing_file_is_the_learners(shipped, laid, damage):
    launcher.lay_down(shipped, laid)
    (laid / launcher.MANIFEST).write_bytes(damage.encode(errors="surrogateescape"))
    (shipped / "00_start_here.ipynb").write_text("zero, second edition\n")
    launcher.lay_down(shipped, laid)
    assert (laid / "00_start_here.ipynb").read_text() == "zero\n"
    assert json.loads((laid / launcher.MANIFEST).read_text()).keys() == {"01_alignment.ipynb"}


def test_a_write_that_breaks_off_leaves_the_old_notebook(shipped, laid, monkeypatch):
    launcher.lay_down(shipped, laid)
    (shipped / "00_start_here.ipynb").write_text("zero, second edition\n")

    def disk_full(source, target):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(os, "replace", disk_full)
        with pytest.raises(OSError, match="No space left"):
            launcher.lay_down(shipped, laid)
    assert (laid / "00_start_here.ipynb").read_text() == "zero\n"
    launcher.lay_down(shipped, laid)
    assert (laid / "00_start_here.ipynb").read_text() == "zero, second edition\n"
