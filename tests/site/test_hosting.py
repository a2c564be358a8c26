"""Elsewhere than on a learner's machine: Binder and Colab open the course, GitHub Actions tests and publishes it.

None of them can be asked from here, so what they read is checked, and run as far as it runs without them.
"""

import importlib.util
import os
import re
import runpy
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import nbformat
import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

import convnb

# The first code cell of every notebook.
COLAB_CELL = """\
# Colab has no convnb yet: this installs it. Elsewhere nothing happens.
import importlib.util
import subprocess
import sys

if importlib.util.find_spec("convnb") is None:
    url = "git+{repository}@v{version}"
    subprocess.run([sys.executable, "-m", "pip", "install", "-q", url], check=True)"""


@pytest.fixture(scope="module")
def project(root):
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="module")
def colab_cell(project):
    """The cell's source, with the one address that pyproject.toml gives, at the tag of this version."""
    return COLAB_CELL.format(repository=project["urls"]["Repository"], version=convnb.__version__)


@pytest.fixture(scope="module")
def workflow(root):
    return yaml.safe_load((root / ".github" / "workflows" / "course.yml").read_text(encoding="utf-8"))


def test_every_notebook_installs_convnb_before_its_first_code(root, colab_cell):
    paths = sorted((root / "notebooks").glob("*.ipynb"))
    assert len(paths) > 10
    for path in paths:
        first, *others = [c for c in nbformat.read(path, as_version=4).cells if c.cell_type == "code"]
        assert first.source == colab_cell, f"{path.name}: take the first code cell from another notebook, with its tag"
        assert first.metadata.tags == ["colab"], path.name  # by which the website leaves it out
        assert first.metadata.jupyter.source_hidden, f"{path.name}: nobody's first sight shall be an installation"
        assert first.outputs == [], path.name
        assert not any("colab" in cell.metadata.get("tags", []) for cell in others), path.name


@pytest.mark.parametrize("found", [True, False])
def test_the_cell_installs_only_where_convnb_is_missing(found, colab_cell, project, monkeypatch):
    find_spec, said = importlib.util.find_spec, []
    with monkeypatch.context() as patch:
        patch.setattr(importlib.util, "find_spec", lambda name: find_spec(name) if found else None)
        patch.setattr(subprocess, "run", lambda command, **how: said.append((command, how)))
        exec(colab_cell, {})
    source = f"git+{project['urls']['Repository']}@v{convnb.__version__}"
    command = [sys.executable, "-m", "pip", "install", "-q", source]
    assert said == ([] if found else [(command, {"check": True})])


def test_addresses_belong_together(project):
    site, owner, name = "https://github.com/", *project["urls"]["Repository"].split("/")[-2:]
    assert project["urls"]["Repository"] == f"{site}{owner}/{name}"
    assert project["urls"]["Documentation"] == f"https://{owner}.github.io/{name}/"


def test_binder_installs_the_checkout_with_jupyterlab_and_what_a_class_pulls_it_with(root):
    """repo2docker runs this command in the checkout; further files would be further instructions to it."""
    assert {path.name for path in (root / ".binder").iterdir()} == {"requirements.txt", "runtime.txt"}
    lines = (root / ".binder" / "requirements.txt").read_text(encoding="utf-8").splitlines()
    course, puller = (line for line in lines if not line.startswith("#"))
    assert Requirement(puller).name == "nbgitpuller"
    assert course == ".[lab]"
    offline = ("--dry-run", "--no-deps", "--no-index", "--no-build-isolation")
    command = (sys.executable, "-m", "pip", "install", *offline, course)
    result = subprocess.run(command, cwd=root, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    assert f"Would install convnb-{convnb.__version__}" in result.stdout
    assert "does not provide the extra" not in result.stderr


def test_pythons_fit_the_project_and_are_tested(root, project, workflow):
    tested = workflow["jobs"]["test"]["strategy"]["matrix"]["python"]
    assert all(isinstance(version, str) for version in tested), "without quotes 3.10 is the number 3.1"
    allowed = SpecifierSet(project["requires-python"])
    assert all(version in allowed for version in tested)
    assert f">={tested[0]}" == project["requires-python"], "the oldest one is tested"
    assert f"(Python {tested[0]} or newer" in (root / "README.md").read_text(encoding="utf-8")
    first, last = (int(version.removeprefix("3.")) for version in (tested[0], tested[-1]))
    assert tested == [f"3.{minor}" for minor in range(first, last + 1)], "and every one up to the newest"
    edges = workflow["jobs"]["edges"]["strategy"]["matrix"]["include"]
    assert [edge["versions"] for edge in edges] == ["lowest", "newest"]
    assert [edge["python"] for edge in edges] == [tested[0], tested[-1]]
    runtime = (root / ".binder" / "runtime.txt").read_text(encoding="utf-8").strip()
    assert runtime.removeprefix("python-") in tested
    setups = [step["with"]["python-version"] for step in steps(workflow, "actions/setup-python")]
    assert set(setups) <= {"${{ matrix.python }}", *tested}


def test_windows_and_macos_run_what_needs_no_browser(root, workflow):
    job = workflow["jobs"]["systems"]
    systems, pythons = job["strategy"]["matrix"].values()
    tested = workflow["jobs"]["test"]["strategy"]["matrix"]["python"]
    assert (job["runs-on"], pythons) == ("${{ matrix.system }}", [tested[0], tested[-1]])
    assert [system.partition("-")[0] for system in systems] == ["windows", "macos"]
    install, test = commands(job)
    assert install == "pip install -c tests/constraints.txt -e .[test]"  # no quotes: Windows's shell is another one
    program, *places = test.split()
    assert program == "pytest"
    files = [file for place in places for file in ([root / place] if "." in place else (root / place).rglob("*.py"))]
    needs = re.compile(r"def test_\w+\([^)]*\b(quiet_page|lasting_page|mount|lab_server|engine|site)\b")
    assert len(files) > 30
    assert [file.name for file in files if needs.search(file.read_text(encoding="utf-8"))] == []


def steps(workflow, action):
    """Every step of the workflow that uses the action."""
    found = [step for job in workflow["jobs"].values() for step in job["steps"]]
    return [step for step in found if step.get("uses", "").startswith(f"{action}@")]


def commands(job):
    return [step["run"] for step in job["steps"] if "run" in step]


def test_the_workflow_tests_every_push_and_pull_request(workflow):
    triggers = workflow[True]  # YAML 1.1 reads the key "on" as a truth value
    assert (triggers["push"], triggers["pull_request"]) == (None, None), "on every branch"
    assert set(triggers) == {"push", "pull_request", "schedule"}, "pull_request_target would run strangers' code"
    job = workflow["jobs"]["test"]
    assert commands(job) == [".ci/run"]
    assert "if" not in job
    assert not any("continue-on-error" in part for part in (job, *job["steps"]))


def test_the_default_branch_is_published_after_its_tests(workflow):
    site, publish = workflow["jobs"]["site"], workflow["jobs"]["publish"]
    assert (site["needs"], publish["needs"]) == ("test", "site")
    assert site["if"] == "github.event_name == 'push' && github.ref_name == github.event.repository.default_branch"
    (upload,) = steps(workflow, "actions/upload-pages-artifact")
    install, build = commands(site)
    assert install == "pip install -e '.[site]'"
    assert build == f"python -m convnb.site {upload['with']['path']} --repository '${{{{ github.repository }}}}'"
    (deploy,) = steps(workflow, "actions/deploy-pages")
    assert publish["steps"] == [deploy]
    assert workflow["concurrency"]["cancel-in-progress"] == "${{ github.event_name == 'pull_request' }}"


def test_the_workflow_may_no_more_than_it_must(workflow):
    granted = {name: job["permissions"] for name, job in workflow["jobs"].items() if "permissions" in job}
    assert workflow["permissions"] == {"contents": "read"}
    assert granted == {"publish": {"pages": "write", "id-token": "write"}}
    assert all(step["with"]["persist-credentials"] is False for step in steps(workflow, "actions/checkout"))
    assert "secrets" not in str(workflow)


PROGRAMS = runpy.run_path(Path(__file__).parents[1] / "conftest.py")["PROGRAMS"]
DEBIANS = {
    "chromium": "chromium-headless-shell",
    "node": "nodejs",
    "tsc": "node-typescript",
    "firefox": "firefox-esr",
    "webkit": "webkit2gtk-driver",
    "xvfb": "xvfb",
}
ALL = {program: names[0] for program, names in PROGRAMS.items()}
MACHINES = [
    (ALL, ""),
    ({**ALL, "node": "nodejs", "firefox": "firefox"}, ""),
    *(({**ALL, "chromium": name}, DEBIANS["chromium"]) for name in PROGRAMS["chromium"][1:]),  # they would do
    *(({**ALL, program: "nothing"}, DEBIANS[program]) for program in PROGRAMS),
    ({}, " ".join(DEBIANS.values())),
]


@pytest.mark.skipif(os.name == "nt", reason="the script is for bash")
@pytest.mark.parametrize(("there", "installed"), MACHINES)
def test_the_script_installs_what_the_tests_would_not_find(there, installed, root, tmp_path):
    wanted = ["update -qq", f"install -y -qq --no-install-recommends {installed}"] if installed else []
    assert asked_of_apt(there, "", root, tmp_path) == wanted


@pytest.mark.skipif(os.name == "nt", reason="the script is for bash")
def test_what_a_distribution_lacks_costs_nothing_else(root, tmp_path):
    asked = asked_of_apt({}, "chromium-headless-shell", root, tmp_path)
    assert [line.split()[-1] for line in asked[2:]] == list(DEBIANS.values())


def asked_of_apt(there, lacking, root, tmp_path):
    """On a machine that has these programs and no others; its python3 fails, so that nothing is tested there."""
    said, programs = tmp_path / "said", tmp_path / "programs"
    programs.mkdir()
    for name in ("bash", "env", "dirname"):
        (programs / name).symlink_to(shutil.which(name))
    scripts = {
        "id": "echo 0",
        "python3": "exit 9",
        "apt-get": f'echo "$@" >> "{said}"; case "$*" in *"{lacking or "nothing"}"*) exit 100; esac',
        **dict.fromkeys(there.values(), ""),
    }
    for name, script in scripts.items():
        (programs / name).write_text(f"#!{shutil.which('bash')}\n{script}\n")
        (programs / name).chmod(0o755)
    (tmp_path / ".ci").mkdir()
    shutil.copy(root / ".ci" / "run", tmp_path / ".ci")
    result = subprocess.run([tmp_path / ".ci" / "run"], env={"PATH": str(programs)}, capture_output=True, text=True)
    assert result.returncode == 9, result.stderr
    return said.read_text().splitlines() if said.exists() else []
