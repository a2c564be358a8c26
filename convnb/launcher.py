"""The `convnb` command: copies the notebooks to where a learner may change them and starts JupyterLab on the first one,
or where the learner left off.

Everything else about the server stays Jupyter's own: its options, its token, its address and its messages.
"""

import hashlib
import importlib.util
import json
import os
import sys
from pathlib import Path
from urllib.parse import quote

from . import __version__
from .paths import MANIFEST, PACKAGE, course_dir, learners_folder, print_any_letter

FIRST = "00_start_here.ipynb"
FOLDER = "convnb-notebooks"
HELP = f"""convnb {__version__}: starts the course on correlation and convolution in JupyterLab.

usage: convnb [-h] [--version] [options of jupyter lab]

It copies the notebooks, not yet run, into ./{FOLDER}, and never overwrites
one that you changed there.
To get a fresh copy of one, rename or delete yours and start convnb again.

All other options go to JupyterLab as they are, for example:

  convnb --no-browser --port 9999

`jupyter lab --help` lists them."""

# Whoever names a start page or a folder gets exactly that, without our first notebook on top of it.
_OWN_FOLDER = ("--ServerApp.root_dir", "--notebook-dir")
_OWN_START = (*_OWN_FOLDER, "--LabApp.default_url", "--ServerApp.default_url")


def main(argv=None):
    """Start the course in JupyterLab, with the command line `argv` (the process's own if None).

    Returns the exit code: 0, or 1 where the course cannot start.  JupyterLab itself may leave by SystemExit.
    """
    print_any_letter()
    args = list(sys.argv[1:] if argv is None else argv)
    if "-h" in args or "--help" in args:
        print(HELP)
        return 0
    if "--version" in args:
        print(f"convnb {__version__}")
        return 0
    if importlib.util.find_spec("jupyterlab") is None:
        return _fail('JupyterLab is not installed; install convnb with its extra: python -m pip install "convnb[lab]"')
    try:
        folder = lay_down(course_dir("notebooks"), learners_folder() or Path.cwd() / FOLDER)
    except OSError as error:
        advice = "; start convnb in a folder that you can write to and that has room"
        own = error.strerror is None  # a sentence of ours, which says what to do
        return _fail(f"the notebooks cannot be copied: {error}{'' if own else advice}")
    print(f"convnb: starting JupyterLab in {folder}", flush=True)
    return start_lab(lab_arguments(args, folder))


def lay_down(source, target):
    """Copy the notebooks of `source`, without their outputs, into the folder `target`, and say what was done.

    A manifest in `target` keeps the hash of every notebook's cells as they were copied.  Only a file that still has
    that hash, untouched or just run, is replaced by a newer one; any other is the learner's and stays.
    Returns `target`.
    """
    target.mkdir(exist_ok=True)
    manifest = _read_manifest(target / MANIFEST)
    new_ones, updated, kept = [], [], []
    for notebook in sorted(source.glob("*.ipynb")):
        name, content = notebook.name, _bare(notebook.read_bytes())
        place, new = target / name, _hash(content)
        old = _hash(place.read_bytes()) if place.exists() else None
        if old not in (None, new, manifest.get(name)):
            if manifest.get(name) != new:
                kept.append(name)
            continue
        if old != new:
            _write(place, content)
            (new_ones if old is None else updated).append(name)
        if manifest.get(name) != new:  # written at once: what is stopped half-way knows what it has copied
            manifest[name] = new
            _write(target / MANIFEST, json.dumps(manifest, indent=1, sort_keys=True).encode() + b"\n")
    if new_ones:
        print(f"convnb: copied {_count(new_ones)} into {target}")
    if updated:
        print(f"convnb: updated {_count(updated)} whose cells you had not changed: {', '.join(updated)}")
    for name in kept:
        print(f"convnb: kept your {name}; convnb {__version__} has a newer one: rename yours to get it")
    return target


def lab_arguments(args, folder):
    """The arguments for `jupyter lab` on the notebooks in `folder`: the learner's, as they are, and then ours.

    Ours stand last, so that a subcommand or an option's value of the learner's stays where it was put. The folder is
    one of them, and the process stays where it was started: a path among the learner's begins there.
    """
    ours = []
    if not any(arg.startswith(_OWN_FOLDER) for arg in args):
        ours.append(f"--ServerApp.root_dir={folder}")
    if not any(arg.startswith(_OWN_START) for arg in args):
        ours.append(f"--LabApp.default_url=/lab/tree/{quote(_left_off(folder))}")
    if hasattr(os, "geteuid") and os.geteuid() == 0 and "--allow-root" not in args:
        print("convnb: running as root, so --allow-root is added", flush=True)
        ours.append("--allow-root")
    return [*args, *ours]


def _left_off(folder):
    """The notebook that the learner saved last; the first one where none was saved since notebooks were copied."""
    times = {path.name: path.stat().st_mtime_ns for path in [folder / MANIFEST, *folder.glob("*.ipynb")]}
    last = max(times, key=times.get)
    return FIRST if last == MANIFEST else last


def start_lab(args):
    """Run JupyterLab in this process, so that Ctrl-C and its exit code need no forwarding on any system."""
    # A folder on Jupyter's own search path: it turns off the question about news, and leaves the learner's
    # settings alone.  It stands behind the folders that the learner put there.
    folders = [os.environ.get("JUPYTER_CONFIG_PATH"), str(PACKAGE / "jupyter_config")]
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, folders))
    from jupyterlab.labapp import main as lab

    return lab(argv=args) or 0


def _read_manifest(path):
    """The hashes by file name; none where the manifest is missing or damaged, so that no file counts as untouched."""
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return manifest if isinstance(manifest, dict) else {}


def _bare(content):
    """A notebook before it is run, so that no answer is seen before its question; any other file as it is."""
    try:
        notebook = json.loads(content)
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                cell.update(execution_count=None, outputs=[])
    except (ValueError, TypeError, KeyError):
        return content
    return json.dumps(notebook, indent=1, ensure_ascii=False).encode() + b"\n"


def _hash(content):
    """Of what the cells say, not of what they showed when they ran; of a file that is no notebook, of its bytes."""
    try:
        cells = [[cell["cell_type"], "".join(cell["source"])] for cell in json.loads(content)["cells"]]
        content = json.dumps(cells).encode()
    except (ValueError, TypeError, KeyError):
        pass
    return hashlib.sha256(content).hexdigest()


def _write(path, content):
    """Write the whole file or nothing: half a notebook would later count as the learner's own.

    Raises OSError, with the file's name, and leaves nothing over.  The number of the process keeps two launchers apart.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        os.replace(part, path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, str(path)) from error


def _count(names):
    return f"{len(names)} notebook{'s' * (len(names) != 1)}"


def _fail(message):
    print(f"convnb: {message}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
