"""The `convnb` command: what it passes on to JupyterLab, and what it says where it cannot start."""

import importlib.util
import json
import os
import sys

import pytest

from convnb import __version__, launcher


@pytest.fixture
def lab(monkeypatch, tmp_path):
    """What JupyterLab was started with: stands in for it, in an empty folder, as an ordinary user."""
    started = {}

    def main(argv):
        started.update(argv=argv, cwd=os.getcwd(), config=os.environ["JUPYTER_CONFIG_PATH"])

    monkeypatch.setattr("jupyterlab.labapp.main", main)
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "")  # so that monkeypatch puts back what the launcher sets
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.chdir(empty)
    return started


@pytest.fixture
def installed(lab, tmp_path, monkeypatch):
    """As `lab`, with convnb installed from a wheel that carries two notebooks."""
    shipped = tmp_path / "shipped"
    shipped.mkdir()
    (shipped / "00_start_here.ipynb").write_text("zero\n")
    (shipped / "01_alignment.ipynb").write_text("one\n")
    monkeypatch.setattr(launcher, "is_checkout", lambda: False)
    monkeypatch.setattr(launcher, "course_dir", lambda name: tmp_path / "shipped")
    return lab


START = "--LabApp.default_url=/lab/tree/00_start_here.ipynb"


def test_further_arguments_go_to_jupyter_as_they_are(lab):
    assert launcher.main(["--no-browser", "--port", "9999"]) == 0
    assert lab["argv"] == ["--no-browser", "--port", "9999", START]


def test_arguments_come_from_the_command_line(lab, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["convnb", "--no-browser"])
    launcher.main()
    assert lab["argv"] == ["--no-browser", START]


@pytest.mark.parametrize("own", ["--LabApp.default_url=/lab", "--ServerApp.root_dir=elsewhere", "--notebook-dir=there"])
def test_a_start_page_or_folder_of_ones_own_is_respected(lab, own):
    launcher.main([own])
    assert lab["argv"] == [own]


def test_in_a_checkout_its_notebooks_are_opened(lab, root, tmp_path):
    launcher.main([])
    assert lab["cwd"] == str(root / "notebooks")
    assert list((tmp_path / "empty").iterdir()) == []


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
    with open(os.path.join(ours, "labconfig", "default_setting_overrides.json")) as file:
        assert json.load(file) == {
            "@jupyterlab/apputils-extension:notification": {"checkForUpdates": False, "fetchNews": "false"}
        }


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
    assert_one_line(capsys.readouterr().err, "JupyterLab is not installed")


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
    assert installed["cwd"] == str(here)
    assert (here / "01_alignment.ipynb").read_text() == "one\n"
    assert f"laid down 2 notebooks in {here}" in capsys.readouterr().out


def test_started_inside_the_copy_it_makes_no_second_one(installed, tmp_path, monkeypatch):
    launcher.main([])
    here = tmp_path / "empty" / launcher.FOLDER
    monkeypatch.chdir(here)
    launcher.main([])
    assert installed["cwd"] == str(here)
    assert not (here / launcher.FOLDER).exists()
