"""From the notebooks to a folder of web pages: run them, make pages of them, and have Sphinx build the site."""

import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from tqdm.auto import tqdm

from ..course import COURSE, written
from ..paths import course_dir
from ..widgets.kit.inline import JS
from .front import index
from .hosting import where_checked
from .pages import first_place, page
from .run import execute
from .scripts import widget_scripts
from .sphinx_build import HOST, ICON, make_html
from .state import STATES, page_state

HERE = Path(__file__).resolve().parent
SECONDS_A_CELL = 300


def build(out, repository):
    """Build the site of the whole course in the folder `out`, with links that open notebooks of `repository`.

    out         a new or empty folder, or one that holds an older site, which is replaced
    repository  "OWNER/NAME" on GitHub
    Raises ValueError where `out` holds something else or a notebook does not run, OSError where `out` cannot be made.
    """
    check_folder(out)
    out.mkdir(parents=True, exist_ok=True)
    notebooks = executed([notebook for notebook in COURSE if notebook.number in written()])
    with tempfile.TemporaryDirectory() as work:
        source = Path(work, "source")
        states = write_source(source, notebooks, repository)
        site = Path(work, "site")
        make_html(source, site, states, repository)
        shutil.rmtree(out / "_static", ignore_errors=True)
        shutil.copytree(site, out, dirs_exist_ok=True)


def check_folder(out):
    """Raises ValueError where the folder `out` holds something other than a site of the course."""
    if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not (out / "_static" / HOST).is_file())):
        raise ValueError(f"{out} is not empty and does not hold a site of the course; name a new folder")


def executed(course):
    """{notebook: its executed JSON}, with the state of its widgets. Two at a time: one that trains uses two cores."""
    folder = course_dir("notebooks")

    def run(notebook):
        content = nbformat.read(folder / notebook.file, as_version=4)
        try:
            return notebook, execute(content, folder, timeout=SECONDS_A_CELL)
        except CellExecutionError as problem:
            raise ValueError(f"{notebook.file} does not run: {problem.ename}: {problem.evalue}") from problem
        except (CellTimeoutError, DeadKernelError) as problem:
            raise ValueError(f"{notebook.file} does not run: {problem}") from problem

    with ThreadPoolExecutor(2) as pool:
        runs = pool.map(run, sorted(course, key=lambda notebook: -notebook.number))  # the last ones train: first
        return dict(sorted(tqdm(runs, "run notebooks", len(course), unit=" notebooks")))


def write_source(source, notebooks, repository):
    """Write what Sphinx reads into the folder `source`. Returns {page: the state of its widgets}."""
    static = source / "_static"
    texts = {HOST: HERE / "host.js", "convnb/convnb.css": JS / "kit/convnb.css", "convnb/site.css": HERE / "site.css"}
    texts = {file: path.read_text(encoding="utf-8") for file, path in texts.items()}
    pictures, pages, states = {}, {}, {}
    for notebook, content in notebooks.items():
        name = Path(notebook.file).stem
        states[name] = page_state(content.metadata.widgets[STATES]["state"])
        for model in states[name]["models"].values():
            texts |= {f"convnb/{file}": text for file, text in widget_scripts(model["module"]).items()}
        pages[name] = page(content, pictures, where_checked(notebook, repository))
        write(source / notebook.file, nbformat.writes(pages[name]))
    first = next(iter(pages))
    states["index"] = states[first]
    write(source / "index.md", index(notebooks, first_place(pages[first]), repository))
    for file, text in texts.items():
        write(static / file, text)
    shutil.copy(HERE / ICON, source)
    shutil.copytree(course_dir("assets") / "thumbnails", static / "thumbnails")
    (static / "pictures").mkdir()
    for file, content in pictures.items():
        (static / "pictures" / file).write_bytes(content)
    return states


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
