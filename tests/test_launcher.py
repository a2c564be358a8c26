"""The `convnb` command: what it passes on to JupyterLab, what it says, and how it lays down the learner's notebooks."""

import hashlib
import importlib.util
import io
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest

from convnb import __version__, launcher, paths

ROOT = "--ServerApp.root_dir="


@pytest.fixture
def lab(monkeypatch, tmp_path):
    """What JupyterLab was started with: stands in for it, in an empty folder, as an ordinary user."""
    started = {}

    def main(argv):
        folders, others = [[arg for arg in argv if arg.startswith(ROOT) == ours] for ours in (True, False)]
        where = {"folders": folders, "cwd": os.getcwd(), "config": os.environ["JUPYTER_CONFIG_PATH"]}
        started.update(argv=others, **where)

    monkeypatch.setattr("jupyterlab.labapp.main", main)
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "")  # so that monkeypatch puts back what the launcher sets
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.chdir(empty)
    return started


@pytest.fixture
def shipped(tmp_path):
    """A folder of two notebooks, as a wheel carries them."""
    folder = tmp_path / "shipped"
    folder.mkdir()
    (folder / "00_start_here.ipynb").write_text("zero\n")
    (folder / "01_alignment.ipynb").write_text("one\n")
    return folder


@pytest.fixture
def installed(lab, shipped, monkeypatch):
    """As `lab`, with convnb installed from a wheel that carries two notebooks."""
    monkeypatch.setattr(launcher, "course_dir", lambda name: shipped)
    return lab


@pytest.fixture
def laid(tmp_path):
    """The folder of the learner."""
    return tmp_path / launcher.FOLDER


START = "--LabApp.default_url=/lab/tree/00_start_here.ipynb"


def test_further_arguments_go_to_jupyter_as_they_are(lab):
    assert launcher.main(["--no-browser", "--port", "9999"]) == 0
    assert lab["argv"] == ["--no-browser", "--port", "9999", START]


def test_arguments_come_from_the_command_line(lab, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["convnb", "--no-browser"])
    launcher.main()
    assert lab["argv"] == ["--no-browser", START]


def test_a_start_page_of_ones_own_is_respected(installed, tmp_path):
    launcher.main(["--LabApp.default_url=/lab"])
    assert installed["argv"] == ["--LabApp.default_url=/lab"]
    assert installed["folders"] == [f"{ROOT}{tmp_path / 'empty' / launcher.FOLDER}"]


@pytest.mark.parametrize(
    "own", [["--ServerApp.root_dir=elsewhere"], ["--notebook-dir=there"], ["--notebook-dir", "up"]]
)
def test_a_folder_of_ones_own_is_respected_and_counted_from_where_one_is(installed, tmp_path, own):
    launcher.main(own)
    assert installed["folders"] + installed["argv"] == own
    assert installed["cwd"] == str(tmp_path / "empty")


def test_in_a_checkout_a_copy_is_opened_in_which_nothing_was_run(lab, root, tmp_path):
    launcher.main([])
    copy = tmp_path / "empty" / launcher.FOLDER
    assert lab["folders"] == [f"{ROOT}{copy}"]
    originals = {path.name: nbformat.read(path, as_version=4) for path in (root / "notebooks").glob("*.ipynb")}
    assert len(originals) > 10
    for name, original in originals.items():
        for cell in original.cells:
            if cell.cell_type == "code":
                cell.update(execution_count=None, outputs=[])
        assert (copy / name).read_text(encoding="utf-8") == nbformat.writes(original) + "\n"


def test_the_copy_in_a_checkout_is_no_part_of_it(root):
    assert f"{launcher.FOLDER}/" in (root / ".gitignore").read_text().splitlines()


def test_root_is_allowed_and_told(lab, monkeypatch, capsys):
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    launcher.main(["--no-browser"])
    assert lab["argv"] == ["--no-browser", START, "--allow-root"]
    assert capsys.readouterr().out.count("--allow-root is added\n") == 1


def test_root_who_said_so_is_not_told_again(lab, monkeypatch, capsys):
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    launcher.main(["--allow-root"])
    assert lab["argv"] == ["--allow-root", START]
    assert "--allow-root" not in capsys.readouterr().out


def test_nobody_else_gets_allow_root_even_where_there_are_no_user_ids(lab, monkeypatch):
    monkeypatch.delattr(os, "geteuid")
    launcher.main([])
    assert lab["argv"] == [START]


def test_settings_stand_behind_the_learners_own(lab, monkeypatch):
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "theirs")
    launcher.main([])
    theirs, ours = lab["config"].split(os.pathsep)
    assert theirs == "theirs"
    with open(os.path.join(ours, "labconfig", "default_setting_overrides.d", "convnb.json")) as file:
        assert json.load(file) == {
            "@jupyterlab/apputils-extension:notification": {"checkForUpdates": False, "fetchNews": "false"},
            "@jupyter-widgets/jupyterlab-manager:plugin": {"saveState": True},
        }


@pytest.mark.parametrize(("given", "code"), [(None, 0), (3, 3)])
def test_the_exit_code_is_that_of_jupyterlab(lab, monkeypatch, given, code):
    monkeypatch.setattr("jupyterlab.labapp.main", lambda argv: given)
    assert launcher.main([]) == code


@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help_is_ours_and_starts_nothing(lab, capsys, flag):
    assert launcher.main(["--no-browser", flag]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"convnb {__version__}")
    assert "jupyter lab --help" in said
    assert lab == {}


def test_version(lab, capsys):
    assert launcher.main(["--version"]) == 0
    assert capsys.readouterr().out == f"convnb {__version__}\n"
    assert lab == {}


def test_missing_jupyterlab_is_one_sentence(lab, capsys, monkeypatch):
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "jupyterlab" else found(name))
    assert launcher.main([]) == 1
    assert_one_line(capsys.readouterr().err, 'python -m pip install "convnb[lab]"')


def test_a_folder_that_cannot_be_written_is_one_sentence(installed, capsys, tmp_path):
    (tmp_path / "empty" / launcher.FOLDER).write_text("a file where the folder should be")
    assert launcher.main([]) == 1
    assert_one_line(capsys.readouterr().err, launcher.FOLDER)
    assert installed == {}


def test_no_permission_is_one_sentence(installed, capsys, monkeypatch):
    def refuse(path, **options):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(launcher.Path, "mkdir", refuse)
    assert launcher.main([]) == 1
    assert_one_line(capsys.readouterr().err, "Permission denied")
    assert installed == {}


def test_a_folder_that_is_gone_is_one_sentence_with_the_next_step(installed, capsys, tmp_path):
    (tmp_path / "empty").rmdir()
    assert launcher.main([]) == 1
    message = capsys.readouterr().err
    assert_one_line(message, "No such file or directory")
    assert message.endswith("; start convnb in a folder that you can write to and that has room\n")


def test_an_incomplete_installation_is_one_sentence(installed, capsys, monkeypatch):
    def missing(name):
        raise FileNotFoundError("the course's folder is missing; reinstall convnb")

    monkeypatch.setattr(launcher, "course_dir", missing)
    assert launcher.main([]) == 1
    assert_one_line(capsys.readouterr().err, "reinstall convnb")


def assert_one_line(text, part):
    assert part in text
    assert text.startswith("convnb: ")
    assert text.count("\n") == 1


def test_installed_copy_is_laid_down_and_opened(installed, tmp_path, capsys):
    launcher.main([])
    here = tmp_path / "empty" / launcher.FOLDER
    assert installed["folders"] == [f"{ROOT}{here}"]
    assert (here / "01_alignment.ipynb").read_text() == "one\n"
    assert f"copied 2 notebooks into {here}" in capsys.readouterr().out


def test_a_later_start_opens_the_notebook_that_was_saved_last(installed, tmp_path):
    launcher.main([])
    assert START in installed["argv"]
    here = tmp_path / "empty" / launcher.FOLDER
    now = (here / paths.MANIFEST).stat().st_mtime
    for seconds, name in enumerate(("my own ∗.ipynb", "00_start_here.ipynb", "01_alignment.ipynb"), 1):
        (here / name).touch()
        os.utime(here / name, (now + seconds, now + seconds))
    for name, url in (("01_alignment.ipynb", "01_alignment.ipynb"), ("my own ∗.ipynb", "my%20own%20%E2%88%97.ipynb")):
        os.utime(here / name, (now + 9, now + 9))
        launcher.main([])
        assert f"--LabApp.default_url=/lab/tree/{url}" in installed["argv"]
        os.utime(here / name, (now, now))


def test_started_inside_the_copy_it_makes_no_second_one(installed, tmp_path, monkeypatch):
    launcher.main([])
    here = tmp_path / "empty" / launcher.FOLDER
    monkeypatch.chdir(here)
    launcher.main([])
    assert installed["folders"] == [f"{ROOT}{here}"]
    assert not (here / launcher.FOLDER).exists()


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_a_path_that_the_output_cannot_encode_is_written_with_escapes(installed, tmp_path, monkeypatch, encoding):
    here = tmp_path / "Фурье ∗"
    here.mkdir()
    monkeypatch.chdir(here)
    out = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr(sys, "stdout", out)
    assert launcher.main([]) == 0
    out.flush()
    assert rb"\u2217" in out.buffer.getvalue()
    assert installed["folders"] == [f"{ROOT}{here / launcher.FOLDER}"]


# --- the learner's copy -------------------------------------------------------------------------------------------


def test_only_notebooks_are_copied_with_a_manifest(shipped, laid):
    (shipped / "notes.txt").write_text("not a notebook")
    launcher.lay_down(shipped, laid)
    names = sorted(path.name for path in laid.iterdir())
    assert names == [paths.MANIFEST, "00_start_here.ipynb", "01_alignment.ipynb"]
    manifest = json.loads((laid / paths.MANIFEST).read_text())
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


def notebook(*cells, output="", as_lines=False):
    """The JSON of a notebook with code cells, which showed `output` when they were run."""
    cells = [
        {
            "cell_type": "code",
            "execution_count": int(output) if output else None,
            "id": f"id{output}{number}",
            "metadata": {"trusted": True} if output else {},
            "outputs": [{"output_type": "stream", "name": "stdout", "text": output}] if output else [],
            "source": cell.splitlines(keepends=True) if as_lines else cell,
        }
        for number, cell in enumerate(cells)
    ]
    return json.dumps({"cells": cells, "metadata": {"widgets": output}, "nbformat": 4, "nbformat_minor": 5})


def test_a_notebook_that_was_only_run_is_renewed_and_one_with_an_answer_is_kept(shipped, laid, capsys):
    for name in ("00_start_here.ipynb", "01_alignment.ipynb"):
        (shipped / name).write_text(notebook("x = 1\ny = 2", "..."))
    launcher.lay_down(shipped, laid)
    only_run = notebook("x = 1\ny = 2", "...", output="7", as_lines=True)  # as the course stores it, too
    (laid / "00_start_here.ipynb").write_text(only_run)
    (laid / "01_alignment.ipynb").write_text(notebook("x = 1\ny = 2", "x + y", output="7"))
    answered = (laid / "01_alignment.ipynb").read_bytes()
    capsys.readouterr()
    launcher.lay_down(shipped, laid)
    assert capsys.readouterr().out == ""
    assert (laid / "00_start_here.ipynb").read_text() == only_run, "what it showed stays while nothing newer comes"
    for name in ("00_start_here.ipynb", "01_alignment.ipynb"):
        (shipped / name).write_text(notebook("x = 1\ny = 3", "..."))
    launcher.lay_down(shipped, laid)
    assert json.loads((laid / "00_start_here.ipynb").read_text()) == json.loads(notebook("x = 1\ny = 3", "..."))
    assert (laid / "01_alignment.ipynb").read_bytes() == answered
    assert "updated 1 notebook whose cells you had not changed: 00_start_here.ipynb" in capsys.readouterr().out


@pytest.mark.parametrize(
    "other", [notebook("x=1", "..."), notebook("x = 1"), notebook("x = 1", "...").replace('"code"', '"markdown"', 1)]
)
def test_any_other_source_number_or_kind_of_cells_is_the_learners(shipped, laid, other):
    (shipped / "00_start_here.ipynb").write_text(notebook("x = 1", "..."))
    launcher.lay_down(shipped, laid)
    (laid / "00_start_here.ipynb").write_text(other)
    (shipped / "00_start_here.ipynb").write_text(notebook("x = 2", "..."))
    launcher.lay_down(shipped, laid)
    assert (laid / "00_start_here.ipynb").read_text() == other


def test_what_a_text_says_counts_as_what_code_does(shipped, laid):
    def text(source):
        return notebook(source, "...").replace('"code"', '"markdown"', 1)

    for name in ("00_start_here.ipynb", "01_alignment.ipynb"):
        (shipped / name).write_text(text("What is a lag?"))
    launcher.lay_down(shipped, laid)
    (laid / "01_alignment.ipynb").write_text(text("What is a lag? My notes."))
    for name in ("00_start_here.ipynb", "01_alignment.ipynb"):
        (shipped / name).write_text(text("What is a delay?"))
    launcher.lay_down(shipped, laid)
    assert "What is a delay?" in (laid / "00_start_here.ipynb").read_text()
    assert (laid / "01_alignment.ipynb").read_text() == text("What is a lag? My notes.")


def test_a_launcher_that_is_stopped_half_way_knows_what_it_has_copied(shipped, laid, monkeypatch):
    write = launcher._write

    def stops(path, content):
        if path.name == "01_alignment.ipynb":
            raise KeyboardInterrupt
        write(path, content)

    monkeypatch.setattr(launcher, "_write", stops)
    with pytest.raises(KeyboardInterrupt):
        launcher.lay_down(shipped, laid)
    monkeypatch.undo()
    (shipped / "00_start_here.ipynb").write_text("zero, second edition\n")
    launcher.lay_down(shipped, laid)
    assert (laid / "00_start_here.ipynb").read_text() == "zero, second edition\n"


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
    (laid / paths.MANIFEST).write_bytes(damage.encode(errors="surrogateescape"))
    (shipped / "00_start_here.ipynb").write_text("zero, second edition\n")
    launcher.lay_down(shipped, laid)
    assert (laid / "00_start_here.ipynb").read_text() == "zero\n"
    assert json.loads((laid / paths.MANIFEST).read_text()).keys() == {"01_alignment.ipynb"}


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


@pytest.mark.parametrize("step", ["write_bytes", "replace"])
def test_a_full_disk_is_one_sentence_with_the_file_and_leaves_nothing_over(
    installed, tmp_path, monkeypatch, capsys, step
):
    """Half the file is written before the disk is full; the system's message then names no file."""
    write_bytes = Path.write_bytes

    def disk_full(*args):
        if step == "write_bytes":
            write_bytes(args[0], args[1][:2])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(*((Path, "write_bytes") if step == "write_bytes" else (os, "replace")), disk_full)
    assert launcher.main([]) == 1
    here = tmp_path / "empty" / launcher.FOLDER
    message = capsys.readouterr().err
    assert_one_line(message, "No space left")
    assert str(here / "00_start_here.ipynb") in message
    assert "start convnb in a folder" in message
    assert list(here.iterdir()) == []


TWO = """
import sys, time
from pathlib import Path
from convnb import launcher
source, target, start = Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3])
while time.time() < start:
    pass
launcher.lay_down(source, target)
"""


def test_several_launchers_at_once_do_not_disturb_each_other(shipped, laid):
    """They reach each file at almost the same time."""
    for number in range(60):
        (shipped / f"{number + 10}_more.ipynb").write_text("more\n")
    start = str(time.time() + 1.5)
    command = [sys.executable, "-c", TWO, shipped, laid, start]
    runs = [subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    assert [run.communicate()[1] for run in runs] == ["", "", ""]
    names = {path.name for path in laid.iterdir()}
    assert names == {paths.MANIFEST, *(path.name for path in shipped.iterdir())}
    launcher.lay_down(shipped, laid)
    assert set(json.loads((laid / paths.MANIFEST).read_text())) == names - {paths.MANIFEST}
