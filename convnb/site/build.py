"""From the notebooks to a folder of web pages: run them, make pages of them, and have Sphinx build the site."""

import re
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

import nbformat
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from tqdm.auto import tqdm

from ..course import COURSE, written
from ..paths import course_dir
from ..widgets.kit.inline import JS
from ..widgets.kit.page.scripts import widget_scripts
from ..widgets.kit.page.state import STATES, page_state
from .front import index
from .hosting import where_checked
from .mistakes import mistake_scripts
from .pages import asked_in, first_place, page
from .run import execute
from .sphinx_build import HOST, ICON, make_html
from .teachers import teachers

HERE = Path(__file__).resolve().parent
SECONDS_A_CELL = 300
WORK = ".convnb-site-"  # begins the name of the folder in which a site is made
PAGE = re.compile(r"\d\d_\w+\.html$")  # of a notebook


def build(out, repository):
    """Build the site of the whole course in the folder `out`, with links that open notebooks of `repository`.

    out         a new or empty folder, or one that holds an older site, which is replaced when the new one is ready
    repository  "OWNER/NAME" on GitHub
    Raises ValueError where `out` holds something else or a notebook does not run, OSError where there is no writing or
    no room. `out` is then as it was.
    """
    check_folder(out)
    is_new = not out.exists()
    out.mkdir(parents=True, exist_ok=True)
    try:
        # Fails early where nothing can be written. What cannot be removed again spoils no site that is in its place.
        with tempfile.TemporaryDirectory(prefix=WORK, dir=out, ignore_cleanup_errors=True) as work:
            notebooks = executed([notebook for notebook in COURSE if notebook.number in written()])
            states = write_source(Path(work, "source"), notebooks, repository)
            make_html(Path(work, "source"), Path(work, "site"), states, repository)
            replace(out, Path(work, "site"), Path(work, "old"))
    finally:
        if is_new and not any(out.iterdir()):
            out.rmdir()


def replace(out, site, old):
    """Put the files and folders of `site` in the place of the older site in `out`, which moves to the folder `old`.

    All are on one disk: nothing is copied. What is not a part of a site stays, such as a .git. Where a file cannot be
    moved, or the builder is stopped, everything moves back before the error is raised.
    """
    left = [path for path in out.glob(f"{WORK}*") if path != site.parent]  # of a build that was killed
    left += [path for path in out.iterdir() if (site / path.name).exists() or PAGE.match(path.name)]
    moves = [(path, old / path.name) for path in left]
    moves += [(path, out / path.name) for path in site.iterdir()]
    done = []
    old.mkdir()
    try:
        for source, target in moves:
            source.rename(target)
            done.append((source, target))
    except BaseException:
        for source, target in reversed(done):
            target.rename(source)
        raise


def check_folder(out):
    """Raises ValueError where the folder `out` holds something other than a site of the course."""
    if not out.exists() or (out / "_static" / HOST).is_file():
        return
    if not out.is_dir() or any(not path.name.startswith(WORK) for path in out.iterdir()):
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
        runs = [pool.submit(run, notebook) for notebook in reversed(course)]  # the last ones train: first
        try:
            with tqdm(as_completed(runs), "run notebooks", len(course), unit=" notebooks") as bar:
                return dict(sorted(one.result() for one in bar))
        finally:
            pool.shutdown(wait=False, cancel_futures=True)  # after one that fails no other is begun


def write_source(source, notebooks, repository):
    """Write what Sphinx reads into the folder `source`. Returns {page: the state of its widgets}."""
    static = source / "_static"
    files = {f"convnb/{name}": HERE / name for name in ("progress.js", "formulas.js", "site.css")}
    files |= {HOST: JS / "kit/page/host.js", "convnb/convnb.css": JS / "kit/convnb.css"}
    texts = {file: path.read_text(encoding="utf-8") for file, path in files.items()}
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
    asked = {notebook: asked_in(content, f"{notebook.number:02d}") for notebook, content in notebooks.items()}
    for id in (id for ids in asked.values() for id in ids):
        texts |= {f"convnb/{file}": text for file, text in mistake_scripts(id).items()}
    write(source / "index.md", index(asked, first_place(pages[first]), repository))
    for file, text in teachers(notebooks, repository).items():
        write(source / file, text)
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
