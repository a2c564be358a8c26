"""What hosts and newcomers read of the repository: links lead somewhere, each licence is a file, the version is one."""

import json
import re
import tomllib
from urllib.parse import unquote

import pytest
import yaml

from convnb import __version__, widgets
from convnb.course import COURSE
from convnb.exercises import exercises_of
from convnb.exercises.predict import questions
from convnb.launcher import HELP

DOCUMENTS = (
    *("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "assets/ATTRIBUTION.md", "tests/bench/RESULTS.md"),
    *(".github/CODE_OF_CONDUCT.md", ".github/SECURITY.md"),
)


@pytest.fixture(scope="module")
def project(root):
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def anchors(text):
    """The parts of a page that a link can name, as GitHub makes them of the headings."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_between_documents_lead_somewhere(root, name, project):
    text = re.sub(r"`[^`]*`", "", (root / name).read_text(encoding="utf-8"))
    lost = []
    for address in re.findall(r'\]\(([^)\s]+)\)|href="([^"]+)"', text):
        address = "".join(address)
        file, _, part = address.partition("#")
        target = (root / name).parent / unquote(file) if file else root / name
        if "://" in address:
            continue
        if not target.exists() or (part and part not in anchors(target.read_text(encoding="utf-8"))):
            lost.append(address)
    assert lost == []
    ours = set(re.findall(r"https://github\.com/convnb/[\w-]+", text))
    assert ours <= {project["urls"]["Repository"]}


def test_what_contributing_names_is_there(root):
    text = re.sub(r"```.*?```", "", (root / "CONTRIBUTING.md").read_text(encoding="utf-8"), flags=re.DOTALL)
    named = {one for code in re.findall("`([^`]+)`", text) for one in code.split()}
    named = {one for one in named if not re.search("13|NN|<|running_mean", one)}  # what is still to be made
    folders = [root / top for top in ("convnb", "tests", "notebooks", "assets")]
    files = [*root.glob("*.*"), *(path for folder in folders for path in folder.rglob("*.*"))]
    ends = {"/".join(path.parts[-many:]) for path in files for many in range(1, 6)}
    paths = {one for one in named if re.fullmatch(r"[\w./]+\.(py|js|css|md|mjs|bib|cff|toml|ipynb)", one)}
    assert len(paths) > 40
    assert sorted(paths - ends) == []
    places = re.findall(r"`(_?[A-Z_]+)` (?:of|in)\s+`([\w./]+\.(?:py|js))`", text)
    assert len(places) > 7
    for name, end in places:
        holders = [path for path in files if f"/{path.as_posix()}".endswith(f"/{end}")]
        assert any(re.search(rf"\b{name}\b", path.read_text(encoding="utf-8")) for path in holders), (name, end)


def test_what_the_readme_and_the_changes_call_is_there(root):
    readme, changes = ((root / name).read_text(encoding="utf-8") for name in ("README.md", "CHANGELOG.md"))
    calls = re.findall(r'`(check|hint|solution|Predict)\("((\d\d)\.\w+)"(?:, (\w+))?\)`', readme + changes)
    assert {name for name, *_ in calls} >= {"check", "solution", "Predict"}
    for name, id, notebook, answer in calls:
        exercise = exercises_of(notebook).get(id)
        assert exercise or (name == "Predict" and id in questions(notebook)), id
        assert answer in ("", exercise and exercise.reference.__name__), answer
    assert all(hasattr(widgets.LayerStack, name) for name in re.findall(r"`widget\.(\w+)", readme))
    (example,) = re.findall("^  (convnb .+)$", HELP, re.MULTILINE)
    assert re.findall("`(convnb -.+?)`", readme) == [example]
    assert [name for name in (*widgets.__all__, "Derivation") if f"`{name}`" not in changes] == []


def test_a_link_to_nowhere_is_seen():
    assert anchors("# One\n\n## How fast, really?\n") == {"one", "how-fast-really"}


def test_the_version_is_the_same_in_every_place(root, project):
    """The notebooks' first cells: test_hosting.py."""
    assert project["dynamic"] == ["version"]
    citation = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))
    changes = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    assert citation["version"] == __version__
    assert re.findall(r"^## (.+)$", changes, re.MULTILINE)[0] == f"{__version__}, {citation['date-released']}"
    stored = json.loads((root / "notebooks" / COURSE[0].file).read_text(encoding="utf-8"))
    outputs = [text for cell in stored["cells"] for one in cell.get("outputs", []) for text in one.get("text", [])]
    assert re.findall(r"convnb +(\S+)", "".join(outputs)) == [__version__], "install convnb anew, and run notebook 00"


def test_there_are_as_many_notebooks_as_is_said(root):
    for name in ("README.md", "CITATION.cff"):
        said = re.findall(r"(\d+) Jupyter notebooks", (root / name).read_text(encoding="utf-8"))
        assert said == [str(len(COURSE))], name


def test_the_citation_says_what_the_project_says(root, project):
    citation = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= citation.keys()
    assert (citation["repository-code"], citation["url"]) == tuple(project["urls"].values())
    assert " AND ".join(citation["license"]) == project["license"]
    assert citation["keywords"] == project["keywords"]
    assert all(
        f"Copyright (c) 2026 {author['name']}" in text for author in citation["authors"] for text in licences(root)
    )


def licences(root):
    return [(root / name).read_text(encoding="utf-8") for name in ("LICENSE", "notebooks/LICENSE")]


def test_each_licence_is_a_file_of_its_own(root, project):
    """A host knows a licence by its text alone."""
    mit, by = licences(root)
    assert mit.startswith("MIT License\n\nCopyright")
    assert mit.endswith("DEALINGS IN THE\nSOFTWARE.\n")
    assert "Lessons" not in mit
    parts = re.findall(r"^Section (\d) -- ", by, re.MULTILINE)
    assert ("Creative Commons Attribution 4.0 International Public License" in by, parts) == (True, list("12345678"))
    assert {"LICENSE", "notebooks/LICENSE", "assets/ATTRIBUTION.md"} <= set(project["license-files"])
    assert all((root / file).is_file() for file in project["license-files"])


def test_issue_forms_are_what_github_reads(root):
    forms = {
        path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in (root / ".github").glob("I*/*.yml")
    }
    config = forms.pop("config")
    assert all(link.keys() == {"name", "url", "about"} for link in config["contact_links"])
    assert forms.keys() == {"bug", "wrong_statement", "idea"}
    for name, form in forms.items():
        assert {"name", "description", "body"} <= form.keys(), name
        ids = [part["id"] for part in form["body"]]
        assert len(set(ids)) == len(ids), name
        assert all(part["type"] in ("input", "textarea") and part["attributes"]["label"] for part in form["body"]), name
