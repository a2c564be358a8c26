"""The sdist, and the wheel built from it, in an environment of its own: what they carry, and that `convnb` works there.

The environment gets every dependency from the package index, as a learner's does: first what `pip install convnb`
brings, for Colab or a page's kernel, then JupyterLab.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import time
import urllib.error
import urllib.request
import venv
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from convnb import __version__

START_SECONDS = 60


@pytest.fixture(scope="module")
def wheel(root, tmp_path_factory):
    """The wheel, built from the sdist of what a checkout holds: no build may depend on leftovers beside it."""
    source, out = tmp_path_factory.mktemp("source") / "convnb", tmp_path_factory.mktemp("dist")
    leftovers = shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*_cache", ".hypothesis", ".ipynb_checkpoints")
    shutil.copytree(root, source, ignore=leftovers)
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", out, source)
    (sources,) = out.glob("*.tar.gz")
    assert sources.name == f"convnb-{__version__}.tar.gz"
    with tarfile.open(sources) as packed:
        top = {name.split("/")[1] for name in packed.getnames()}
    assert top >= {"README.md", "LICENSE", "CHANGELOG.md", "CITATION.cff", "convnb", "notebooks", "assets", "tests"}
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def light(wheel, root, tmp_path_factory):
    """A virtual environment that has the wheel and what it needs, and nothing else; and what was to be seen in it."""
    folder = tmp_path_factory.mktemp("home")
    venv.create(folder / "venv")
    install(folder, root, wheel)
    where = {"cwd": tmp_path_factory.mktemp("nothing"), "env": clean_environment(folder)}
    start = subprocess.run([program(folder, "convnb")], capture_output=True, text=True, **where)
    every = "import convnb; print([name for name in convnb.__all__ if not hasattr(convnb, name)])"
    missing = run(program(folder, "python"), "-c", every, **where)
    packages = {path.name.partition("-")[0] for path in folder.glob("venv/**/site-packages/*.dist-info")}
    return SimpleNamespace(folder=folder, start=start, missing=missing, packages=packages, left=where["cwd"])


@pytest.fixture(scope="module")
def home(light, wheel, root):
    """The same environment with JupyterLab."""
    install(light.folder, root, f"convnb[lab] @ {wheel.as_uri()}")
    return light.folder


def install(folder, root, requirement):
    python, pinned = program(folder, "python"), ("--constraint", root / "tests" / "constraints.txt")
    try:  # in seconds what takes pip half a minute, where uv is and finds the index
        run(sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", python, *pinned, requirement)
    except AssertionError:
        run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-compile", *pinned, requirement)


def program(home, name):
    return home / "venv" / ("Scripts" if os.name == "nt" else "bin") / name


def clean_environment(home):
    """No path of the checkout or of the testing environment, no settings of whoever runs the tests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "PYTHON", "VIRTUAL"))}
    return {**kept, "HOME": str(home), "USERPROFILE": str(home), "PYTHONUNBUFFERED": "1"}


def run(*command, **options):
    result = subprocess.run([str(part) for part in command], capture_output=True, text=True, **options)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def test_wheel_carries_the_whole_course_without_the_readmes_pictures(wheel, root):
    carried = set(zipfile.ZipFile(wheel).namelist())
    expected = set()
    for folder, place in (
        ("convnb", "convnb"),
        ("notebooks", "convnb/shipped/notebooks"),
        ("assets", "convnb/shipped/assets"),
    ):
        for path in (root / folder).rglob("*"):
            inside = path.relative_to(root / folder)
            if path.is_file() and not any(part.startswith((".", "__pycache__")) for part in inside.parts):
                expected.add(f"{place}/{inside.as_posix()}")
    of_the_readme = {name for name in expected if re.search(r"/assets/sliding_kernel_2d\.", name)}
    assert len(of_the_readme) == 2
    expected.add(f"convnb-{__version__}.data/data/etc/jupyter/labconfig/default_setting_overrides.d/convnb.json")
    assert {name for name in carried if ".dist-info/" not in name} == expected - of_the_readme
    assert {Path(name).suffix for name in expected} >= {".py", ".js", ".css", ".json", ".ipynb"}


def test_the_core_has_every_public_name_and_no_jupyterlab(light):
    assert {"numpy", "scipy", "matplotlib", "sympy", "anywidget", "ipywidgets", "tqdm"} <= light.packages
    assert {"jupyterlab", "jupyter_server", "notebook", "ipykernel"} & light.packages == set()
    assert light.missing == "[]\n"


def test_convnb_without_jupyterlab_says_what_to_install(light):
    assert (light.start.returncode, light.start.stdout) == (1, "")
    sentence = (
        'convnb: JupyterLab is not installed; install convnb with its extra: python -m pip install "convnb[lab]"\n'
    )
    assert light.start.stderr == sentence
    assert list(light.left.iterdir()) == []


def test_installed_package_is_the_wheels(home, tmp_path):
    code = "import convnb, convnb.paths as p; print(convnb.__file__, p.is_checkout(), p.course_dir('assets').is_dir())"
    said = run(program(home, "python"), "-c", code, cwd=tmp_path, env=clean_environment(home)).split()
    assert Path(said[0]).is_relative_to(home / "venv")
    assert said[1:] == ["False", "True"]


def test_help_comes_from_the_console_script(home, tmp_path):
    said = run(program(home, "convnb"), "--help", cwd=tmp_path, env=clean_environment(home))
    assert said.startswith("convnb ")
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(scope="module")
def started(home, tmp_path_factory):
    """(address, token, log, working directory) of a server that `convnb` started in an empty folder."""
    folder = tmp_path_factory.mktemp("empty")
    log = home / "convnb.log"
    command = [program(home, "convnb"), "--no-browser", "--port=0"]
    with log.open("wb") as output:
        server = subprocess.Popen(
            command, cwd=folder, env=clean_environment(home), stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
    try:
        address, token = wait_for_address(server, log)
        yield address, token, log, folder
    finally:
        server.terminate()
        code = server.wait(timeout=30)
        assert code == 0, f"convnb left with {code}:\n{log.read_text()}"


def wait_for_address(server, log):
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        found = re.search(r"(http://127\.0\.0\.1:\d+)/\S*\?token=(\w+)", log.read_text())
        if found and answers(found[1]):
            return found.groups()
        time.sleep(0.1)
    server.kill()
    return pytest.fail(f"convnb did not start:\n{log.read_text()}")


def answers(address):
    try:
        return get(f"{address}/login")[0] == 200
    except urllib.error.URLError:
        return False


def get(address):
    """(status, address at the end of any redirects, text)."""
    try:
        with urllib.request.urlopen(address, timeout=30) as response:
            return response.status, response.url, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.url, ""


def sources(path):
    return [cell["source"] for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]]


def test_notebooks_lie_in_the_working_directory(started, root):
    folder = started[3] / "convnb-notebooks"
    originals = {path.name: sources(path) for path in (root / "notebooks").glob("*.ipynb")}
    assert {path.name: sources(path) for path in folder.glob("*.ipynb")} == originals
    assert {path.name for path in folder.iterdir()} == {*originals, ".convnb-manifest.json"}
    assert [path.name for path in started[3].iterdir()] == ["convnb-notebooks"]


def test_server_opens_with_the_token_only(started):
    address, token, *_ = started
    status, url, text = get(f"{address}/lab?token={token}")
    assert (status, "jupyter-config-data" in text) == (200, True)
    assert url.startswith(f"{address}/lab")
    assert get(f"{address}/lab")[1].startswith(f"{address}/login")
    assert get(f"{address}/api/contents")[0] == 403
    assert get(f"{address}/api/contents?token=wrong")[0] == 403


def test_first_notebook_is_what_opens(started):
    address, token, log, _ = started
    assert f"{address}/lab/tree/00_start_here.ipynb?token={token}" in log.read_text()
    assert get(f"{address}/api/contents/00_start_here.ipynb?content=0&token={token}")[0] == 200


def test_nobody_is_asked_about_news(started):
    address, token, *_ = started
    text = get(f"{address}/lab/api/settings/@jupyterlab/apputils-extension:notification?token={token}")[2]
    properties = json.loads(text)["schema"]["properties"]
    assert (properties["fetchNews"]["default"], properties["checkForUpdates"]["default"]) == ("false", False)


def test_a_plain_jupyter_lab_saves_widgets_and_asks_nobody_about_news_too(home, tmp_path):
    code = """if True:
        from jupyterlab.labapp import LabApp
        from jupyterlab_server.settings_utils import get_settings
        lab = LabApp()
        for plugin, name in [
            ("@jupyter-widgets/jupyterlab-manager:plugin", "saveState"),
            ("@jupyterlab/apputils-extension:notification", "fetchNews"),
            ("@jupyterlab/apputils-extension:notification", "checkForUpdates"),
        ]:
            places = {"schema_name": plugin, "labextensions_path": lab.labextensions_path}
            said, _ = get_settings(lab.app_settings_dir, lab.schemas_dir, lab.user_settings_dir, **places)
            print(said["schema"]["properties"][name]["default"])
    """
    said = run(program(home, "python"), "-c", code, cwd=tmp_path, env=clean_environment(home))
    assert said.split() == ["True", "false", "False"]


def test_root_is_told_that_allow_root_is_added(started):
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    assert started[2].read_text().count("--allow-root is added") == is_root


def test_a_taken_port_gets_jupyters_own_message(started, home, tmp_path):
    port = started[0].rpartition(":")[2]
    command = [program(home, "convnb"), "--no-browser", f"--port={port}", "--ServerApp.port_retries=0"]
    result = subprocess.run(
        command, cwd=tmp_path, env=clean_environment(home), capture_output=True, text=True, timeout=START_SECONDS
    )
    assert result.returncode == 1
    assert re.search(r"port \d+ is already in use", result.stderr)
    assert "Traceback" not in result.stderr
