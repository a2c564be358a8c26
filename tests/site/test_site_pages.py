"""The whole website, built as a reader builds it and opened from its folder, with no server and no network."""

import base64
import io
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nbformat
import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect
from support.accessibility import violations
from support.engines import LISTEN
from support.finger import drag_by_finger
from support.first_slider import assert_answers, pictures
from support.show_me import assert_a_mistake_is_shown

from convnb.course import COURSE
from convnb.exercises import exercises_of
from convnb.site.build import check_folder

PAGES = [Path(notebook.file).stem for notebook in COURSE]
SHOWS = "05_backward_1d"  # where a mistake by hand is shown
DARK = ("05_backward_1d", "11_cnn_from_scratch", "index", "search")  # widgets are tried in the dark one by one
HEAVIEST = {"11_cnn_from_scratch": 1_080_000}  # its widget brings a trained network of 433,890 weights
HEAVY = 1_000_000  # bytes of any other page with its pictures, scripts and states, without the theme


@pytest.fixture(scope="session")
def site(require, short_trainings, tmp_path_factory):
    """The folder of the built site."""
    require("chromium")
    out = tmp_path_factory.mktemp("site") / "pages"
    command = [sys.executable, "-m", "convnb.site", str(out), "--repository", "someone/some-course"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=900, env={**os.environ, **short_trainings})
    assert run.returncode == 0, run.stderr
    return out


@pytest.fixture
def visit(quiet_page, site, trouble):
    """visit("05_backward_1d", width=390) opens a page and its folded answers; whatever it asks for outside its folder
    fails the test.
    """

    def note(asked):
        if not inside(asked.url, site):
            trouble.append(f"asks for {asked.url}")

    def open_it(name, width=1280):
        quiet_page.set_viewport_size({"width": width, "height": 900})
        quiet_page.goto((site / f"{name}.html").as_uri())
        if name in PAGES:
            quiet_page.wait_for_function("performance.getEntriesByName('convnb-alive').length")
            quiet_page.evaluate("document.querySelectorAll('.cell > details').forEach((fold) => { fold.open = true; })")
        return quiet_page

    quiet_page.context.on("request", note)
    yield open_it
    quiet_page.context.remove_listener("request", note)


def inside(url, site):
    parts = urlsplit(url)
    return parts.scheme in ("data", "blob") or Path(unquote(parts.path)).is_relative_to(site)


class Outline(HTMLParser):
    """What a page has without its scripts: headings, pictures, addresses."""

    def __init__(self, text):
        super().__init__()
        self.levels, self.pictures, self.addresses = [], [], []
        self.is_article = False  # around it the theme repeats headings for print
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.is_article |= tag == "article"
        if self.is_article and re.fullmatch(r"h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if tag == "img":
            self.pictures.append(attrs)
        self.addresses += [attrs[name] for name in ("src", "href") if attrs.get(name)]

    def handle_endtag(self, tag):
        self.is_article &= tag != "article"


def outline(site, name):
    return Outline((site / f"{name}.html").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_its_widgets_live_and_it_fits_a_phone(visit, name):
    page = visit(name)
    if name == SHOWS:
        assert_a_mistake_is_shown(page, page.locator("[data-question='05.1']"), ".convnb-ways")
    assert_accessible(page, name)
    assert_every_widget_answers(page)
    page.set_viewport_size({"width": 390, "height": 900})
    assert_a_finger_drags(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize("name", ["index", "search", "teachers", "teachers/05_notes", "teachers/05_worksheet"])
def test_a_page_without_widgets_is_accessible_and_fits_a_phone(visit, name):
    page = visit(name)
    assert_accessible(page, name)
    page.set_viewport_size({"width": 390, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_worksheet_is_printed_alone_and_dark_on_white(visit):
    page = visit("teachers/05_worksheet")
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.emulate_media(media="print")
    around = page.locator(".bd-sidebar-primary, .bd-sidebar-secondary, .bd-header-article, .prev-next-area, footer")
    assert around.locator("visible=true").count() == 0
    assert page.locator("h1:visible").count() == 1
    assert page.locator(".convnb-boxes td:visible").count() > 10
    page.wait_for_timeout(300)  # the theme's colours change over a moment
    inks = page.evaluate("""() => [...document.querySelectorAll(".convnb-item *")]
        .map((one) => Math.max(...getComputedStyle(one).color.match(/\\d+/g).slice(0, 3)))""")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    folded = visit("teachers/05_notes").locator("details:not([open])")
    assert (folded.count() > 5, folded.locator("visible=true").count()) == (True, 0)
    page.emulate_media(media="screen")
    assert max(inks) < 80
    assert ground == "rgb(255, 255, 255)"


def assert_accessible(page, name):
    """No serious violation of axe's rules, light or dark."""
    # Code, formulas and the side bar are alike on every page, and axe needs a minute for them all: one page has to do.
    alike = () if name == "00_start_here" else ("div.highlight", "mjx-container", ".bd-sidebar")
    assert violations(page, without=alike) == []
    if name in DARK:
        page.evaluate("document.documentElement.dataset.theme = 'dark'")
        page.wait_for_timeout(300)  # the theme's colours change over a moment
        assert violations(page, rules=["color-contrast"], without=alike) == []


def assert_every_widget_answers(page):
    """Each is alive, and one of each kind answers mouse and keys."""
    places = page.locator(".convnb-place").all()
    assert places
    for number, place in enumerate(places):
        assert place.locator("> .convnb").count() == 1, f"widget {number} is not alive"
    for number, place in one_of_each_kind(places):
        place.scroll_into_view_if_needed()
        assert_answers(page, place, f"widget {number}")


def one_of_each_kind(places):
    kinds = {place.locator("> .convnb").get_attribute("aria-label"): (at, place) for at, place in enumerate(places)}
    return kinds.values()


def assert_a_finger_drags(page):
    for number, place in one_of_each_kind(page.locator(".convnb-place").all()):
        if place.locator(".convnb-predict, .convnb-derive").count():
            continue  # nothing to drag
        slider = place.locator("input[type=range]:visible:enabled").first
        slider.evaluate("slider => slider.scrollIntoView({ block: 'center', behavior: 'instant' })")
        before, box = pictures(page, place), slider.bounding_box()
        y = box["y"] + box["height"] / 2
        path = [(box["x"] + part * box["width"], y) for part in (0.5, 0.6, 0.7, 0.85)]
        drag_by_finger(page, *path)
        if pictures(page, place) == before:  # it stood there already
            drag_by_finger(page, *reversed(path), (box["x"] + 0.2 * box["width"], y))
        assert pictures(page, place) != before, f"widget {number}: the finger moved nothing"


@pytest.mark.parametrize("name", PAGES)
def test_headings_and_pictures_are_in_order(site, name):
    found = outline(site, name)
    assert (found.levels[0], found.levels.count(1)) == (1, 1)
    assert all(deeper <= level + 1 for level, deeper in pairwise(found.levels))
    assert all(picture.get("alt") is not None for picture in found.pictures)
    own = [picture for picture in found.pictures if "_static/pictures/" in picture["src"]]
    assert own
    assert all(len(picture["alt"]) > 10 and picture["width"] and picture["height"] for picture in own)


def stored_pictures(path):
    """(whether they differ at every run, alt text, PNG) of each picture in a notebook."""
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    for cell in cells:
        differs = "nbval-ignore-output" in cell.metadata.get("tags", [])
        for output in cell.outputs:
            if "image/png" in output.get("data", {}):
                yield differs, output.metadata["image/png"]["alt"], base64.b64decode(output.data["image/png"])


def without_numbers(text):
    return re.sub(r"[−-]?\d+(?:[.,]\d+)*(?:e[−+-]?\d+)?", "0", text)


def levels(file):
    with Image.open(file) as picture:
        return np.asarray(picture.convert("RGB"), float)


@pytest.mark.parametrize("notebook", COURSE, ids=lambda notebook: notebook.name)
def test_a_notebook_stores_the_pictures_that_it_draws(site, root, notebook):
    """nbval compares no pictures; the site was made by running every notebook."""
    found = outline(site, Path(notebook.file).stem).pictures
    drawn = [picture for picture in found if "_static/pictures/" in picture["src"]]
    stored = list(stored_pictures(root / "notebooks" / notebook.file))
    assert len(drawn) == len(stored)
    for (differs, alt, png), picture in zip(stored, drawn, strict=True):
        words = without_numbers if differs else str
        assert words(picture["alt"]) == words(alt)
        before, now = levels(io.BytesIO(png)), levels(site / unquote(picture["src"]))
        assert now.shape == before.shape, alt
        most = 30 if differs else 1  # of 255; pictures of the same size in one notebook differ by 2.4 or more
        assert abs(now - before).mean() < most, f"another picture is drawn now, run execute.py: {alt}"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_light_and_complete(site, name):
    addresses = [urlsplit(address) for address in outline(site, name).addresses]
    local = {unquote(one.path) for one in addresses if not one.scheme and one.path}
    assert {path for path in local if not (site / path).exists()} == set()
    own = {path for path in local if path.startswith(("_static/pictures/", "_static/convnb/"))}
    assert sum((site / path).stat().st_size for path in {*own, f"{name}.html"}) <= HEAVIEST.get(name, HEAVY)


@pytest.mark.parametrize("notebook", COURSE, ids=lambda notebook: notebook.name)
def test_exercises_links_and_the_way_on(site, notebook):
    text = (site / f"{Path(notebook.file).stem}.html").read_text(encoding="utf-8")
    picture = re.search('og:image" content="https://someone.github.io/some-course/([^"]*)"', text)
    assert (site / picture[1]).stem == Path(notebook.file).stem
    assert (site / picture[1]).is_file()
    exercises = exercises_of(f"{notebook.number:02d}")
    asked = re.findall('<div class="convnb-exercise">.*?</div>', text, re.DOTALL)
    hints = sum(len(exercise.hints) for exercise in exercises.values())
    assert len(asked) == "".join(asked).count("<details><summary>Right answers") == len(exercises)
    assert "".join(asked).count("<details><summary>Hint") == hints
    for address in ("mybinder.org/v2/gh/someone/some-course", "colab.research.google.com/github/someone/some-course"):
        links = re.findall(rf'href="https://{re.escape(address)}[^"]*"', text)
        assert links
        assert all(notebook.file in link for link in links)
    way = {rel: re.search(rf'<link rel="{rel}" title="[^"]*" href="([^"]*)"', text) for rel in ("prev", "next")}
    near = {"prev": notebook.number - 1, "next": notebook.number + 1}
    for rel, number in near.items():
        ends = {-1: "index.html", len(PAGES): "teachers.html"}
        expected = ends.get(number) or f"{PAGES[number]}.html"
        assert (way[rel] and way[rel][1]) == expected


def test_widgets_follow_the_pages_light_and_dark(visit):
    page = visit("03_sliding_kernels")
    widget = page.locator(".convnb").first
    colours = []
    for mode in ("light", "dark"):
        page.locator(".theme-switch-button:visible").first.click()
        page.locator(f'.theme-change-button[data-mode="{mode}"]:visible').first.click()
        page.locator(f'.convnb[data-theme="{mode}"]').first.wait_for()
        colours.append(widget.evaluate("el => getComputedStyle(el).backgroundColor"))
    assert colours[0] != colours[1]


def test_without_scripts_every_widget_is_a_picture(site, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "02_pain_impulses.html").as_uri())
    for fold in page.locator(".cell > details > summary").all():
        fold.click()
    shown = page.locator(".convnb-place img")
    assert shown.count() == page.locator(".convnb-place").count() >= 3
    for picture in shown.all():
        picture.scroll_into_view_if_needed()
        assert picture.bounding_box()["height"] > 40  # a question needs least
    context.close()


def test_a_server_is_not_asked_for_what_is_not_there(site):
    assert any(address.endswith("icon.svg") for address in outline(site, "index").addresses)


def test_search_finds_a_notebook(visit):
    page = visit("search")
    page.goto(f"{page.url}?q=Toeplitz")
    page.locator("#search-results a", has_text="Convolution is a matrix").first.wait_for()


def test_code_can_be_copied_and_mathematics_is_drawn(visit):
    page = visit("05_backward_1d")
    assert page.locator("div.highlight button.copybtn").count() > 20
    page.wait_for_function("document.querySelectorAll('mjx-container svg').length > 10")
    assert_a_link_leads_to_a_widget_in_a_fold(page)


def assert_a_link_leads_to_a_widget_in_a_fold(page):
    """The theme and Sphinx, which look at the address too, leave it alone."""
    place = page.locator("details .convnb-place[data-cell]").first
    read_out = place.locator(".convnb-readout")
    expect(read_out).not_to_be_empty()
    before = read_out.inner_text()
    place.locator("input[type=range]:visible:enabled").first.press("ArrowRight")
    expect(read_out).not_to_have_text(before)  # it is said when the hand rests
    place.get_by_role("button", name="Copy link").click()
    box = place.locator(".convnb-code", has_text="#w=")
    address = box.inner_text()
    assert box.evaluate("box => getComputedStyle(box).overflowWrap") == "anywhere", "an address has no spaces"
    said = read_out.inner_text()
    page.goto("about:blank")
    page.goto(address)
    place.locator(".convnb-linked", has_text="as in the link").wait_for()
    place.locator(".convnb-readout", has_text=said).wait_for()
    page.wait_for_function("place => Math.abs(place.getBoundingClientRect().y) < 100", arg=place.element_handle())


def test_an_older_site_may_be_replaced(site):
    check_folder(site)


@pytest.fixture(scope="session")
def attentive_site(site, tmp_path_factory):
    """The same pages, which note from their first line on what goes wrong."""
    out = tmp_path_factory.mktemp("attentive")
    for path in site.iterdir():
        if path.suffix == ".html":
            text = path.read_text(encoding="utf-8").replace("<head>", f"<head><script>{LISTEN}</script>", 1)
            (out / path.name).write_text(text, encoding="utf-8")
        else:
            (out / path.name).symlink_to(path)
    return out


@pytest.mark.parametrize("name", [*PAGES, "index", "search"])
def test_a_page_lives_in_firefox_and_in_safaris_engine(engine, attentive_site, root, name):
    engine.goto((attentive_site / f"{name}.html").as_uri())
    if name != "search":
        engine.wait_for_function("performance.getEntriesByName('convnb-alive').length")
    engine.evaluate("document.querySelectorAll('.cell > details').forEach((fold) => { fold.open = true; })")
    widgets = engine.evaluate("""[...document.querySelectorAll(".convnb-place")].map((place) => [
      place.querySelector(":scope > .convnb")?.getAttribute("aria-label"),
      Boolean(place.querySelector(".convnb-predict, .convnb-derive")),
    ])""")
    assert (widgets == []) == (name == "search")
    contract = (root / "tests/support/contract.js").read_text(encoding="utf-8").replace("export ", "")
    engine.evaluate(f"() => {{ {contract}\nwindow.cutOff = cutOff; }}")
    cut = {}
    for number, (label, is_asked) in enumerate(widgets):
        assert label, f"widget {number} is not alive"
        if not is_asked and label not in cut:
            place = f"document.querySelectorAll('.convnb-place')[{number}]"
            engine.assert_answers(f"{place}.querySelector('.convnb')", label)
            cut[label] = engine.evaluate(f"cutOff({place})")
    assert {label: faults for label, faults in cut.items() if faults} == {}
    assert engine.trouble() == []
