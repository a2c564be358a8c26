"""save_html: one file that lives by itself, opened from a disk, in a frame that is allowed scripts and nothing else."""

import re
from html import unescape

import numpy as np
import pytest
from markdown_it import MarkdownIt

from convnb import widgets
from convnb.widgets.kit.page.file import POLICY, frame_line

NAMES = [*widgets.__all__, *widgets.ASKING]
FOLDER = "Übung 1, für Anfänger"
SPARE = 170  # of a frame's height, at most


def line_in(file):
    """The line that the file has for other pages, from the comment at its head."""
    text = file.read_text(encoding="utf-8")
    return re.search(r"<iframe [^\n]*</iframe>", text[: text.index("-->")])[0]


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """Every widget as a file in one folder, {name: path}."""
    folder = tmp_path_factory.mktemp("saved") / FOLDER
    folder.mkdir()
    return {name: getattr(widgets, name)().save_html(folder / f"ein {name} für 100% #1.html") for name in NAMES}


def test_a_file_is_small_and_asks_for_nothing(saved):
    for file in saved.values():
        text = file.read_text(encoding="utf-8")
        assert len(text.encode()) < 1_000_000
        assert POLICY in text[:2000]
        assert '<img src="data:image/png;base64,' in text
        assert text.count("</script>") == text.count("<script")
        assert set(re.findall(r'(?:src|href)="(?!data:)[^"]*"', text)) == {f'src="{line_in(file).split(chr(34))[1]}"'}


def test_every_file_lives_in_a_sandboxed_frame(quiet_page, saved):
    """No storage, no clipboard, an origin of its own: nothing throws, and all of the widget is seen."""
    folder = saved["SlidingKernel2D"].parent
    lines = "\n".join(map(line_in, saved.values()))
    (folder / "Seite.html").write_text(f"<!doctype html><meta charset=utf-8><body style='margin: 0'>{lines}")
    quiet_page.set_viewport_size({"width": 720, "height": 800})
    quiet_page.goto((folder / "Seite.html").as_uri())
    for at, name in enumerate(saved):
        holder = quiet_page.locator("iframe").nth(at)
        holder.scroll_into_view_if_needed()
        frame = holder.element_handle().content_frame()
        frame.wait_for_function("performance.getEntriesByName('convnb-alive').length")
        assert frame.evaluate("self.origin") == "null"
        assert frame.locator(".convnb-place > .convnb").count() == 1, name
        assert frame.locator("details").is_hidden()
        frame.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        whole, seen = frame.evaluate("[document.body.scrollHeight, innerHeight]")
        assert seen - SPARE < whole <= seen, name
        if name not in widgets.__all__:
            continue
        canvases = "() => [...document.querySelectorAll('canvas')].map(canvas => canvas.toDataURL()).join()"
        before = frame.evaluate(canvases)
        frame.locator("input[type=range]:visible:enabled").first.press("ArrowRight")
        frame.wait_for_function(f"before => ({canvases})() !== before", arg=before)
        frame.get_by_role("button", name="Copy Python").click()
        frame.locator(".convnb-code", has_text=f"{name}(").wait_for()
        frame.get_by_role("status").filter(has_text="Select and copy").wait_for()


def test_by_itself_the_file_says_how_to_show_it_elsewhere(quiet_page, saved):
    quiet_page.emulate_media(color_scheme="dark")
    file = saved["SlidingKernel1D"]
    quiet_page.goto(file.as_uri())
    quiet_page.get_by_text("Show this widget in another page").click()
    assert line_in(file) in quiet_page.locator("details pre").inner_text()
    assert quiet_page.locator(".convnb").get_attribute("data-theme") == "dark"
    assert quiet_page.title() == "SlidingKernel1D"


def test_a_file_holds_the_state_and_no_other_name_or_title_breaks_it(tmp_path, quiet_page):
    widget = widgets.SlidingKernel2D(position=1, goal={"text": "</script><!-- &amp;", "position": 3})
    title = '"Kästen" & <b> --> </title>'
    path = widget.save_html(tmp_path / "ä & 'b' 100% #1.html", title)
    assert path == tmp_path / "ä & 'b' 100% #1.html"
    quiet_page.goto(path.as_uri())
    quiet_page.locator(".convnb-readout", has_text="row 0, column 1").wait_for()
    assert quiet_page.title() == title
    assert quiet_page.locator(".convnb-goal").text_content() == "○Goal: </script><!-- &amp;"
    assert unescape(re.search('title="([^"]*)"', line_in(path))[1]) == title
    quiet_page.get_by_role("button", name="Reset").click()
    quiet_page.locator(".convnb-readout", has_text="row 0, column 1").wait_for()


def test_what_was_given_is_named_in_a_file_too(tmp_path):
    text = widgets.ImageFilter(np.eye(9)).save_html(str(tmp_path / "x.html")).read_text(encoding="utf-8")
    assert '"_given":["image"]' in text


def test_a_file_is_replaced_and_a_folder_is_not_made(tmp_path):
    (tmp_path / "x.html").write_text("old")
    widgets.SlidingKernel2D().save_html(tmp_path / "x.html")
    assert (tmp_path / "x.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    with pytest.raises(FileNotFoundError, match=r"there is no folder .*none; make it first"):
        widgets.SlidingKernel2D().save_html(tmp_path / "none" / "x.html")
    with pytest.raises(ValueError, match=r"signals.* has 800,000 bytes; a page has room for 500,000"):
        widgets.SignalAligner(np.zeros(200_000), np.ones(9)).save_html(tmp_path / "y.html")
    assert not (tmp_path / "y.html").exists()


def test_markdown_leaves_the_line_as_it_is():
    line = frame_line("ein Kasten.html", "Kasten", 700)
    assert MarkdownIt().render(f"Text.\n\n{line}\n\nText.").split("\n")[1] == line
