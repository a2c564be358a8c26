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
        divs = "".join(f'<div class="convnb-place" data-model="{name}"><img alt="before"></div>' for name in places)
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


def test_a_real_widget_from_its_scripts(host, quiet_page):
    widget = SlidingKernel2D(position=1)
    traits = {name: value for name, value in widget.get_state().items() if not name.startswith("_")}
    models = {"m": {"module": widget.module, "state": traits}}
    places = host({"models": models, "bytes": {}, "links": []}, "m", widget_scripts(widget.module).values())
    places.locator(".convnb-readout", has_text="row 0, column 1").wait_for()
    assert places.locator("img").count() == 0
    places.locator("canvas").nth(2).press("ArrowDown")
    places.locator(".convnb-readout", has_text="row 1, column 1").wait_for()


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
