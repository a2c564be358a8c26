"""The website's host.js on a page of its own: models from JSON, bytes, links, and widgets that are there twice."""

import base64
import json

import numpy as np
import pytest

from convnb.widgets import SlidingKernel2D
from convnb.widgets.kit.page.scripts import widget_scripts
from convnb.widgets.kit.page.state import BLOCK, packed, rounded

# A widget that shows its traits as text and sets one of them when it is clicked; a kernel's bytes are DataViews.
STUB = """globalThis.convnbWidgets = { "stub.js": { render({ model, el }) {
  const show = () => { el.textContent = `${model.get("position")} ${JSON.stringify(model.get("kernel"))}`; };
  model.on("change:position", show);
  model.on("change:kernel", show);
  el.onclick = () => { model.set("position", model.get("position") + 1); model.save_changes(); };
  window.seen = model.get("nested")?.weights;
  show();
} } };"""


@pytest.fixture
def host(quiet_page, root, tmp_path):
    """host(state, places, scripts) shows a page with these widgets, opened from a file."""

    def show(state, places, scripts=(STUB,)):
        place = '<div class="convnb-place" data-cell="c1" data-model="{}"><img alt="before"></div>'
        divs = "".join(place.format(name) for name in places)
        state = f'<script type="application/json" id="convnb-state">{json.dumps(state)}</script>'
        texts = [*scripts, (root / "convnb/widgets/kit/page/host.js").read_text(encoding="utf-8")]
        tags = "".join(f"<script>{text}</script>" for text in texts)
        (tmp_path / "page.html").write_text(f"<!doctype html><meta charset=utf-8>{divs}{state}{tags}", encoding="utf-8")
        quiet_page.goto((tmp_path / "page.html").as_uri())
        quiet_page.wait_for_function("performance.getEntriesByName('convnb-alive').length")
        return quiet_page.locator(".convnb-place")

    return show


def model(position, **state):
    return {"module": "stub.js", "state": {"position": position, "kernel": [position], **state}}


def state(links=(), contents=None, **models):
    return {"models": models, "bytes": contents or {}, "links": list(links)}


def test_each_widget_has_a_model_of_its_own(host):
    places = host(state(a=model(1), b=model(5)), "ab")
    places.nth(1).click()
    assert places.all_inner_texts() == ["1 [1]", "6 [5]"]


def test_a_widget_that_is_shown_twice_moves_twice(host):
    places = host(state(a=model(1)), "aa")
    places.nth(1).click()
    assert places.all_inner_texts() == ["2 [1]", "2 [1]"]


def test_linked_widgets_stay_linked(host):
    links = [["a", "position", "b", "position", True], ["a", "kernel", "c", "kernel", False]]
    places = host(state(links, a=model(1), b=model(5), c=model(7)), "abc")
    assert places.all_inner_texts() == ["1 [1]", "1 [5]", "7 [1]"]
    places.nth(1).click()
    assert places.all_inner_texts() == ["2 [1]", "2 [5]", "7 [1]"]
    places.nth(0).click()
    places.nth(2).click()
    assert places.all_inner_texts() == ["3 [1]", "3 [5]", "8 [1]"]


def test_a_link_of_one_direction_leaves_its_source_alone(host):
    places = host(state([["a", "position", "b", "position", False]], a=model(1), b=model(5)), "ab")
    places.nth(1).click()
    assert places.all_inner_texts() == ["1 [1]", "2 [5]"]
    places.nth(0).click()
    assert places.all_inner_texts() == ["2 [1]", "2 [5]"]


def test_bytes_arrive_as_they_were(host, quiet_page):
    values = np.array([1.5, -2, 0], "<f4")
    contents = {"k": packed(values.tobytes(), ["nested", "weights"])}
    host(state(contents=contents, a=model(1, nested={"weights": {"bytes": "k"}})), "a")
    numbers = "[...new Float32Array(seen.buffer, seen.byteOffset, seen.byteLength / 4)]"
    assert quiet_page.evaluate(numbers) == values.tolist()


def test_rounded_weights_are_widened_as_they_were_rounded(host, quiet_page):
    values = np.random.default_rng(3).normal(size=200_001).astype("<f4")
    values[:300] *= 50
    host(
        state(contents={"k": packed(values.tobytes(), ["weights"])}, a=model(1, nested={"weights": {"bytes": "k"}})),
        "a",
    )
    levels, scales = rounded(values)
    expected = (levels * np.repeat(scales, BLOCK)[: levels.size]).astype("<f4")
    text = """() => {
      const bytes = new Uint8Array(seen.buffer, seen.byteOffset, seen.byteLength);
      return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
    }"""
    arrived = np.frombuffer(base64.b64decode(quiet_page.evaluate(text)), "<f4")
    np.testing.assert_array_equal(arrived, expected)


def test_a_real_widget_from_its_scripts(host):
    widget = SlidingKernel2D(position=1)
    traits = {name: value for name, value in widget.get_state().items() if not name.startswith("_")}
    models = {"m": {"module": widget.module, "state": traits}}
    places = host({"models": models, "bytes": {}, "links": []}, "m", widget_scripts(widget.module).values())
    places.locator(".convnb-readout", has_text="row 0, column 1").wait_for()
    assert places.locator("img").count() == 0
    places.locator("canvas").nth(2).press("ArrowDown")
    places.locator(".convnb-readout", has_text="row 1, column 1").wait_for()


LINKS = {  # what stands behind the #, and a part of the sentence
    "#w=c1.sliding_kernel_2d&s=AAAA": "The page is as it was: the link is damaged",
    "#w=c1.sliding_kernel_2d&j=eyJzdHJpZGUiOls5OSw5OV19": "stride is 99; it can be at most 16.",
    "#w=c1.sliding_kernel_2d&j=eyJwb3NpdGlvbiI6IjxiPiJ9": "not of this widget",
    "#w=c1.sliding_kernel_2d&j=eyJfX3Byb3RvX18iOnsic3RyaWRlIjpbMiwyXX19": "not of this widget",
    f"#w=c1.sliding_kernel_2d&s={'A' * 40_000}": "the link is too long",
    "#w=c9.sliding_kernel_2d&s=q64FAA": "leads to a widget that this page does not have",
    "#w=%E0%A4%A&s=%": "leads to a widget that this page does not have",
}


def test_a_state_is_a_link(host, quiet_page):
    widget = SlidingKernel2D()
    traits = {name: value for name, value in widget.get_state().items() if not name.startswith("_")}
    models = {name: {"module": widget.module, "state": dict(traits)} for name in "ab"}
    state = {"models": models, "bytes": {}, "links": []}
    places = host(state, "ab", widget_scripts(widget.module).values())
    places.nth(1).locator("canvas").nth(2).press("ArrowDown")
    places.nth(1).get_by_role("button", name="Copy link").click()
    address = places.nth(1).locator("pre", has_text="#").inner_text()
    quiet_page.goto("about:blank")
    quiet_page.goto(address)
    said = quiet_page.get_by_role("status").filter(has_text="as in the link")
    said.wait_for()
    assert said.inner_text().startswith("Sliding kernel in two dimensions: as in the link.")
    moved = places.nth(1).locator(".convnb-readout", has_text="row 1, column 0")
    moved.wait_for()
    assert places.nth(0).locator(".convnb-readout", has_text="row 0, column 0").count() == 1
    assert moved.locator("xpath=ancestor::*[@class='convnb-place']").get_attribute("data-model") == "b"
    places.nth(1).get_by_role("button", name="Reset").click()
    places.nth(1).locator(".convnb-readout", has_text="row 0, column 0").wait_for()
    places.nth(0).locator("canvas").nth(2).press("ArrowRight")
    kept = places.nth(0).locator(".convnb-readout", has_text="row 0, column 1")
    kept.wait_for()
    for fragment, sentence in LINKS.items():
        quiet_page.evaluate("fragment => { location.hash = fragment; }", fragment)
        line = quiet_page.locator(".convnb-linked")
        line.filter(has_text=sentence).wait_for()
        assert line.count() == 1
        assert kept.count() == 1
    # What is changed by a link is the page's own state, not what a hand has made of it since.
    quiet_page.evaluate("fragment => { location.hash = fragment; }", address.split("#")[1].replace(".2&", "&"))
    places.nth(0).locator(".convnb-readout", has_text="row 1, column 0").wait_for()


def still(place):
    """The sentence of a place that kept its picture."""
    assert place.locator("img").count() == 1
    return place.locator("p").inner_text()


def told(trouble, *parts):
    """Asserts that the console says these things and nothing else."""
    assert len(trouble) == len(parts), trouble
    assert all(part in said for part, said in zip(parts, trouble, strict=True))
    trouble.clear()


def test_a_widget_whose_script_did_not_load_keeps_its_picture_and_the_others_live(host, trouble):
    lost = {**model(1), "module": "lost.js"}
    places = host(state([["b", "position", "a", "position", True]], a=lost, b=model(2)), "aba")
    for number in (0, 2):
        assert still(places.nth(number)).startswith("This widget stays a picture: a part of it did not load; load the")
    places.nth(1).click()
    assert places.nth(1).inner_text() == "3 [2]"
    told(trouble, *2 * ["a part of it did not load"])


def test_where_every_script_is_lost_every_picture_stays(host, trouble):
    places = host(state(a=model(1), b=model(2)), "ab", [])
    assert [still(place)[:39] for place in places.all()] == 2 * ["This widget stays a picture: a part of "]
    trouble.clear()


def test_a_part_that_several_widgets_need_and_that_is_lost_costs_no_other_widget(host, trouble):
    """What hangs on kit/grid.js ends with an error when it is loaded, before it says that it is there."""
    widget = SlidingKernel2D()
    scripts = widget_scripts(widget.module)
    del scripts["kit/grid.js"]
    models = {"m": {"module": widget.module, "state": {}}, "a": model(4)}
    places = host({"models": models, "bytes": {}, "links": []}, "ma", [STUB, *scripts.values()])
    assert "did not load" in still(places.nth(0))
    assert places.nth(1).inner_text() == "4 [4]"
    assert any("is not defined" in said for said in trouble)
    trouble.clear()


def test_a_browser_that_cannot_unpack_leaves_the_widgets_without_bytes_alive(host, trouble):
    old = "delete globalThis.DecompressionStream;"
    contents = {"k": packed(b"1234", ["nested", "weights"])}
    models = {"a": model(1, nested={"weights": {"bytes": "k"}}), "b": model(2)}
    places = host(state([["a", "position", "b", "position", True]], contents, **models), "ab", [old, STUB])
    assert "this browser cannot unpack its data" in still(places.nth(0))
    places.nth(1).click()
    assert places.nth(1).inner_text() == "3 [2]"
    told(trouble, "cannot unpack")


def test_a_widget_that_fails_half_way_gives_its_picture_back(host, trouble):
    fails = STUB + """convnbWidgets["fails.js"] = { render({ el }) { el.textContent = "half"; el.nothing.at(0); } };"""
    places = host(state(a={**model(1), "module": "fails.js"}, b=model(2)), "ab", [fails])
    assert "This widget stays a picture: " in still(places.nth(0))
    assert "half" not in places.nth(0).inner_text()
    assert places.nth(1).inner_text() == "2 [2]"
    told(trouble, "TypeError")


def test_a_section_named_in_the_address_stays_in_place_where_the_browser_does_not_keep_it(host, quiet_page):
    tall = 'globalThis.convnbWidgets = { "stub.js": { render({ el }) { el.style.height = "3000px"; } } };'
    quiet_page.add_init_script("""
      CSS.supports = () => false;
      addEventListener("DOMContentLoaded", () => {
        document.body.insertAdjacentHTML("beforeend", "<h2 id=here>Here</h2><p style='height: 3000px'>");
        document.documentElement.style.overflowAnchor = "none";
        location.hash = "here";
      });
    """)
    host(state(a=model(1)), "a", [tall])
    quiet_page.wait_for_timeout(300)
    assert abs(quiet_page.locator("#here").bounding_box()["y"]) < 40
