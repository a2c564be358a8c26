"""CI runs what the README tells a contributor to run, with versions that fit pyproject.toml."""

import os
import re
import tomllib

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


def test_ci_ends_with_the_readmes_own_command(root):
    command = (root / ".ci" / "run").read_text(encoding="utf-8").splitlines()[-1]
    assert command.endswith("pytest")
    assert command in (root / "README.md").read_text(encoding="utf-8").splitlines()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no executable bit")
@pytest.mark.parametrize("name", ["run", "edges", "clients"])
def test_ci_scripts_can_be_run(root, name):
    assert os.access(root / ".ci" / name, os.X_OK)


def test_the_website_is_published_when_the_tests_have_passed_and_from_the_default_branch_alone(root):
    jobs = yaml.safe_load((root / ".github/workflows/course.yml").read_text(encoding="utf-8"))["jobs"]
    assert ".ci/run" in [step.get("run") for step in jobs["test"]["steps"]]
    assert (jobs["site"]["needs"], jobs["publish"]["needs"]) == ("test", "site")
    pushed, branch = jobs["site"]["if"].split(" && ")
    assert (pushed, branch) == (
        "github.event_name == 'push'",
        "github.ref_name == github.event.repository.default_branch",
    )


def test_constraints_pin_every_direct_requirement_within_its_bounds(root):
    lines = (root / "tests" / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = dict(line.split("==") for line in lines if not line.startswith("#"))
    pinned = {canonicalize_name(name): version for name, version in pinned.items()}
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    assert "convnb[lab,site]" in extras["test"]  # the tests open JupyterLab and build the site
    needs = map(Requirement, project["dependencies"] + extras["lab"] + extras["test"] + extras["site"])
    wanted = [need for need in needs if need.name != "convnb"]
    unfit = {str(need) for need in wanted if not need.specifier.contains(pinned.get(canonicalize_name(need.name), "0"))}
    assert unfit == set()
    assert "torch" not in pinned


def test_the_readmes_numbers_are_measured(root):
    _, _, rest = (root / "README.md").read_text(encoding="utf-8").partition("\n## How fast\n")
    quoted = re.findall(
        r"(?<![\w.])(?<!notebook )\d+(?:\.\d+)?", rest.partition("\n## ")[0].partition("RESULTS.md).")[2]
    )
    lines = (root / "tests/bench/RESULTS.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip(" *") for cell in line.split("|")[1:-1]] for line in lines if line.startswith("| ")]
    drags = {
        row[0].partition(",")[0]: row[1][:-3] for row in reversed(rows) if re.fullmatch(r"[\d.]+ ms", row[1])
    }  # the smallest
    interact = drags.pop("`interact` and matplotlib")
    (conv,) = [row for row in rows if row[0] == "geometric mean"]
    (training,) = [row for row in rows if row[0].startswith("conv 30@5x5")]
    pages = sorted(int(row[1]) for row in rows if re.match(r"\d\d_", row[0]) and row[1].isdigit())
    measured = [max(drags.values(), key=float), interact, conv[3], conv[5], training[3], str(pages[0]), str(pages[-1])]
    assert quoted == measured
