"""Who may import whom: read from the source, so that a wrong import fails even where nothing runs it."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

import convnb
import convnb.widgets

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "convnb"

# A room is a file or folder directly in convnb/.  It may import itself and what is named here, nothing else.
# Nobody may import widgets but notebooks, exercises and site; a new room needs a line of its own.
ROOMS = {
    "__init__": set(),
    "paths": set(),
    "course": {"paths"},
    "datasets": {"paths"},
    "ops": set(),
    "symbolic": {"ops"},
    "models": {"ops", "datasets", "paths"},
    "figures": set(),
    "widgets": {"ops", "symbolic", "models", "datasets", "figures", "paths"},
    "exercises": {"ops", "symbolic", "models", "datasets", "figures", "widgets", "course", "paths"},
    "site": {"widgets", "exercises", "course", "paths"},
    "launcher": {"paths"},
}
# Libraries that only some rooms may import.  ops has NumPy and nothing else.
HOMES = {
    "sympy": {"symbolic"},
    "matplotlib": {"figures", "datasets"},
    "ipywidgets": {"widgets"},
    "anywidget": {"widgets"},
    "jupyterlab": {"launcher"},
    "sphinx": {"site"},
    "myst_nb": {"site"},
    "torch": set(),
    "skimage": set(),
}
HEAVY = ("matplotlib", "sympy", "ipywidgets", "anywidget", "scipy", "IPython", "jupyterlab")

# Modules that only their own room opens; models.network and models.forecast hand out their names themselves.
INSIDES = [
    "ops.engine",
    *(
        f"models.{part}.{path.stem}"
        for part in ("network", "forecast")
        for path in (PACKAGE / "models" / part).glob("[a-z]*.py")
    ),
]
MOST_ENTRIES = 30  # of a folder: in a longer list nobody finds the way


def imported(tree, path):
    """Full dotted names of everything that the file at `path`, relative to convnb/, imports, at any depth."""
    here = ("convnb", *path.with_suffix("").parts[:-1])
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(here[: len(here) + 1 - node.level]) if node.level else ""
            module = ".".join(filter(None, (base, node.module)))
            yield from (f"{module}.{alias.name}" for alias in node.names)


def direction_faults(path, source):
    """What is wrong with the imports of a file of the package, as sentences; `path` is relative to convnb/."""
    room = path.with_suffix("").parts[0]
    if room not in ROOMS:
        return [f"no rule for the room {room!r}: add it to ROOMS"]
    faults = []
    for name in imported(ast.parse(source), path):
        top, _, rest = name.partition(".")
        if top == "convnb":
            target = rest.partition(".")[0]
            target = convnb._HOME_OF.get(target, target).partition(".")[0]
            if not target.startswith("__") and target not in {room, *ROOMS[room]}:
                faults.append(f"{room} must not import {name}")
            elif any(rest.startswith(f"{inside}.") for inside in INSIDES) and room != target:
                faults.append(f"only {target} opens {name}")
        elif room not in HOMES.get(top, {room}):
            faults.append(f"{room} must not import {name}")
        elif room == "ops" and top not in {"numpy", *sys.stdlib_module_names}:
            faults.append(f"ops must not import {name}")
    return faults


def habit_faults(source):
    """Habits that no file and no notebook may have: star imports, edits of sys.path, a matplotlib backend chosen."""
    faults = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names):
            faults.append(f"star import from {node.module}")
        if isinstance(node, ast.ImportFrom) and node.module == "sys" and any(a.name == "path" for a in node.names):
            faults.append("sys.path")
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if (node.value.id, node.attr) == ("sys", "path"):
                faults.append("sys.path")
            chosen = node.value.id in ("matplotlib", "mpl") and node.attr == "use"
            if chosen or node.attr == "switch_backend":
                faults.append("a matplotlib backend chosen")
    return faults


def notebook_source(path):
    """The code of a notebook without the lines that are IPython's and not Python's."""
    cells = [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    lines = [line for cell in cells for line in cell.splitlines()]
    return "\n".join(re.sub(r"^(\s*)[%!].*", r"\1pass", line).rstrip("?") for line in lines)


def test_imports_run_one_way():
    files = [path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py")]
    assert len(files) > 5
    found = {str(path): direction_faults(path, (PACKAGE / path).read_text(encoding="utf-8")) for path in files}
    assert {path: faults for path, faults in found.items() if faults} == {}


def test_no_bad_habits():
    sources = {
        path: path.read_text(encoding="utf-8") for folder in (PACKAGE, ROOT / "tests") for path in folder.rglob("*.py")
    }
    sources |= {path: notebook_source(path) for path in (ROOT / "notebooks").glob("*.ipynb")}
    found = {str(path.relative_to(ROOT)): habit_faults(source) for path, source in sources.items()}
    assert {path: faults for path, faults in found.items() if faults} == {}


def test_no_folder_is_crowded():
    crowded = {}
    for folder in [PACKAGE, *(path for path in PACKAGE.rglob("*") if path.is_dir())]:
        names = [path.name for path in folder.iterdir() if path.name != "__pycache__"]
        if len(names) > MOST_ENTRIES:
            crowded[folder.relative_to(ROOT).as_posix()] = len(names)
    assert crowded == {}


def test_import_convnb_loads_nothing_heavy():
    code = "import sys, convnb; print(sorted({name.partition('.')[0] for name in sys.modules}))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    loaded = ast.literal_eval(result.stdout)
    assert "convnb" in loaded
    assert set(loaded) & set(HEAVY) == set()


def test_every_public_name_loads_from_its_home():
    missing = [name for name in convnb.__all__ if not hasattr(convnb, name)]
    assert missing == []


def test_every_widget_is_a_public_name():
    listed = [*convnb.widgets.__all__, "Derivation"]
    assert sorted(convnb._HOMES["widgets"]) == sorted(listed), "convnb/__init__.py and widgets/__init__.py differ"


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("ops/conv.py", "from convnb.models import signals"),
        ("ops/conv.py", "def f():\n    from ..widgets import base"),
        ("ops/conv.py", "from .. import figures"),
        ("ops/conv.py", "from convnb import SignalAligner"),
        ("ops/conv.py", "import convnb"),
        ("ops/conv.py", "import scipy.fft"),
        ("ops/spectral.py", "from scipy import fft"),
        ("ops/conv.py", "import tqdm"),
        ("models/network/layers.py", "import matplotlib.pyplot as plt"),
        ("models/network/layers.py", "from convnb.widgets.kit.base import CourseWidget"),
        ("models/network/layers.py", "import torch"),
        ("models/stacks.py", "from ..ops.engine.tiles import tiled"),
        ("figures/style.py", "from ..ops.correlation import correlate"),
        ("figures/deep/style.py", "from ...ops.correlation import correlate"),
        ("widgets/base.py", "import sympy"),
        ("launcher.py", "from .widgets import base"),
        ("models/stacks.py", "from ..ops.engine import tiles"),
        ("widgets/kit/base.py", "from ...models.network.layers import Conv2d"),
        ("new_room.py", ""),
    ],
)
def test_a_wrong_direction_is_seen(path, source):
    assert len(direction_faults(Path(path), source)) == 1


@pytest.mark.parametrize(
    ("path", "source"),
    [
        (
            "ops/conv.py",
            "import math\nimport numpy as np\nfrom .engine import choose\nfrom convnb.ops import geometry",
        ),
        (
            "models/network/layers.py",
            "import scipy.optimize\nfrom ...ops.correlation import correlate\nfrom convnb import correlate",
        ),
        ("widgets/base.py", "import anywidget\nfrom ..figures.style import PALETTE\nfrom . import inline"),
        ("exercises/nb01.py", "from convnb.widgets import SignalAligner\nfrom convnb import __version__"),
        ("symbolic.py", "import sympy\nfrom .ops import correlation"),
    ],
)
def test_a_right_direction_passes(path, source):
    assert direction_faults(Path(path), source) == []


@pytest.mark.parametrize(
    "source",
    [
        "from numpy import *",
        "import sys\nsys.path.append('x')",
        "import sys\nsys.path[:0] = ['x']",
        "from sys import path",
        "import matplotlib\nmatplotlib.use('Agg')",
        "import matplotlib.pyplot as plt\nplt.switch_backend('Agg')",
    ],
)
def test_a_bad_habit_is_seen(source):
    assert len(habit_faults(source)) == 1


def test_a_style_is_no_backend():
    assert (
        habit_faults("import os.path\nimport matplotlib.pyplot as plt\nplt.style.use('default')\nos.path.join('a')")
        == []
    )
