"""The README's pictures: the film of a drag, and a small picture for each notebook, cut out of what it has stored."""

import re
import runpy
from types import SimpleNamespace

import nbformat
import numpy as np
import pytest
from PIL import Image

from convnb.course import COURSE

SHOWN_WIDTH = 900  # pixels, about as wide as GitHub shows a README
POINTER = 60  # pixels, so large at most is the mouse pointer
GRIDS = 320  # pixels from the film's top to the lower edge of the input


@pytest.fixture(scope="module")
def readme(root):
    return (root / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def film(root):
    """The animation's frames as arrays, how many milliseconds each is seen, and how often it runs (0: for ever)."""
    with Image.open(root / "assets" / "sliding_kernel_2d.webp") as picture:
        frames, durations = [], []
        for index in range(picture.n_frames):
            picture.seek(index)
            frames.append(np.asarray(picture.convert("RGB")))
            durations.append(picture.info["duration"])
        return SimpleNamespace(frames=frames, durations=durations, loop=picture.info["loop"])


def images(text):
    """(address, alternative text) of each picture in Markdown and each <img> in HTML."""
    found = [(address, words) for words, address in re.findall(r"!\[([^\]]*)\]\(([^)\s]+)", text)]
    for tag in re.findall(r"<img\b[^>]*>", text):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        found.append((attributes["src"], attributes.get("alt", "")))
    return found


def thumbnail_of(notebook):
    return notebook.file.replace(".ipynb", ".webp")


def test_every_picture_is_found_in_markdown_and_html():
    text = '![one](x/1.png) <img alt="two" width="9" src="x/2.webp"> [![three](x/3.svg "title")](y) <img src="x/4.png">'
    assert sorted(images(text)) == [("x/1.png", "one"), ("x/2.webp", "two"), ("x/3.svg", "three"), ("x/4.png", "")]


def test_the_readmes_pictures_are_files_and_say_what_they_show(root, readme):
    found = images(readme)
    missing = [address for address, _ in found if "://" not in address and not (root / address).is_file()]
    missing += [address for address in re.findall(r'srcset="([^"\s]+)"', readme) if not (root / address).is_file()]
    assert missing == []
    assert [address for address, words in found if not words.strip()] == []
    texts = [words for address, words in found if address.startswith("assets/")]
    assert len(set(texts)) == len(texts)
    assert min(map(len, texts)) >= 20


def test_the_readme_opens_with_the_film(readme):
    shown = [address for address, _ in images(readme) if address.startswith("assets/")]
    assert shown[0] == "assets/sliding_kernel_2d.webp"


@pytest.mark.parametrize("notebook", COURSE, ids=lambda notebook: notebook.name)
def test_a_notebooks_row_shows_its_thumbnail(readme, notebook):
    rows = [line for line in readme.splitlines() if line.startswith("|") and f"(notebooks/{notebook.file})" in line]
    assert len(rows) == 1, f"the README's table needs one row with a link to notebooks/{notebook.file}"
    shown = [address for address, _ in images(rows[0])]
    assert shown == [f"assets/thumbnails/{thumbnail_of(notebook)}"]


def test_every_thumbnail_is_a_notebooks(root):
    there = {path.name for path in (root / "assets" / "thumbnails").iterdir()}
    assert there == {thumbnail_of(notebook) for notebook in COURSE}


def test_thumbnails_are_alike_in_size_and_small(root):
    paths = sorted((root / "assets" / "thumbnails").iterdir())
    sizes = set()
    for path in paths:
        with Image.open(path) as picture:
            sizes.add(picture.size)
    assert sizes == {(480, 300)}
    assert max(path.stat().st_size for path in paths) <= 30_000
    assert sum(path.stat().st_size for path in paths) <= 300_000


@pytest.mark.parametrize("notebook", COURSE, ids=lambda notebook: notebook.name)
def test_a_thumbnail_shows_what_its_notebook_has_stored(root, notebook):
    cut = SimpleNamespace(**runpy.run_path(str(root / "tests" / "notebooks" / "thumbnails.py")))
    assert notebook.number in cut.PIECES, "say in PIECES of tests/notebooks/thumbnails.py where to cut"
    text, rows = cut.PIECES[notebook.number]
    stored = cut.stored_picture(nbformat.read(root / "notebooks" / notebook.file, as_version=4), text)
    expected = np.asarray(cut.thumbnail(stored, rows), float)
    with Image.open(root / "assets" / "thumbnails" / thumbnail_of(notebook)) as picture:
        difference = abs(np.asarray(picture.convert("RGB"), float) - expected)
    assert difference.mean() < 3, f"python tests/notebooks/thumbnails.py has not been run since {notebook.file} changed"
    assert expected.std() > 20  # not an empty part of the picture


def test_the_film_runs_for_ever_and_is_light(root, film):
    assert film.loop == 0
    assert (root / "assets" / "sliding_kernel_2d.webp").stat().st_size <= 400_000
    assert film.frames[0].shape[1] <= SHOWN_WIDTH
    assert 12 <= 1000 / min(film.durations) <= 20  # frames in a second
    assert 5 <= sum(film.durations) / 1000 <= 15


def test_each_frame_of_the_film_differs_from_the_one_before(film):
    assert len(film.frames) > 20
    assert all((before != after).any() for before, after in zip(film.frames, film.frames[1:], strict=False))


def test_the_film_shows_input_and_output_change_in_the_same_frame(film):
    """Eight times the window is dragged on, twice the kernel is turned, twice the window is dragged back."""
    wide = 0
    for before, after in zip(film.frames, film.frames[1:], strict=False):
        columns = np.flatnonzero((before[:GRIDS] != after[:GRIDS]).any(axis=(0, 2)))
        wide += columns.size > 0 and np.ptp(columns) > 4 * POINTER
    assert wide >= 12


def test_the_film_ends_where_it_begins(film):
    rows, columns = np.nonzero((film.frames[0] != film.frames[-1]).any(axis=2))
    assert rows.size == 0 or max(np.ptp(rows), np.ptp(columns)) <= POINTER


def test_the_still_picture_is_the_films_first_frame(root, film):
    with Image.open(root / "assets" / "sliding_kernel_2d.png") as still:
        np.testing.assert_array_equal(np.asarray(still.convert("RGB")), film.frames[0])
