"""A finger on every widget: a swipe that drags nothing scrolls the page, one that drags something does not. And a page
that comes to another display is drawn anew for it.
"""

from contextlib import contextmanager

import pytest

from convnb import widgets

WIDTH, HEIGHT = 390, 700
ROOM = "body { padding: 900px 0 !important; }"  # so that the page can scroll, wherever the widget stands
PLACES = [(0.05, 0.05), (0.5, 0.5), (0.95, 0.5), (0.3, 0.85)]  # in parts of a canvas's width and height
# Wherever a finger is put on these, it draws, shifts the picture, or pulls a bar or a weight up and down.
DRAGGED_EVERYWHERE = ("Timeline of the hits", "Response to one hit", "Drag a weight", "Picture. Drag it", "Drawing pad")
STATE = """index => JSON.stringify(mounted[index].model.state, (name, value) =>
  value instanceof DataView ? value.byteLength : value)"""
SHARP = """canvases => canvases.map((canvas) => canvas.width / canvas.clientWidth)"""


@pytest.fixture(params=widgets.__all__)
def shown(request, quiet_page, mount):
    """Each widget on a phone."""
    quiet_page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    with fingers(quiet_page) as swipe:
        shown = mount(getattr(widgets, request.param)())
        quiet_page.add_style_tag(content=ROOM)
        shown.swipe = swipe
        yield shown


@contextmanager
def fingers(page):
    """swipe(x, y, dx, dy) on this page, as a touch screen reports it; how far the page was scrolled by it."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setTouchEmulationEnabled", {"enabled": True})

    def touch(kind, *points):
        points = [{"x": x, "y": y} for x, y in points]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def swipe(x, y, dx, dy, steps=6):
        before = page.evaluate("scrollY")
        touch("touchStart", (x, y))
        for step in range(1, steps + 1):
            touch("touchMove", (x + dx * step / steps, y + dy * step / steps))
        page.wait_for_timeout(60)  # a finger that rests before it is lifted does not throw the page
        touch("touchMove", (x + dx, y + dy))
        touch("touchEnd")
        page.wait_for_timeout(60)
        return page.evaluate("scrollY") - before

    yield swipe
    session.send("Emulation.setTouchEmulationEnabled", {"enabled": False})
    session.detach()


def place_on(canvas, across, down):
    """Brings a canvas to the middle of the screen; a place on it."""
    canvas.evaluate("canvas => canvas.scrollIntoView({ block: 'center', behavior: 'instant' })")
    box = canvas.bounding_box()
    return box["x"] + across * box["width"], min(box["y"] + down * box["height"], HEIGHT - 10)


def test_a_swipe_drags_or_scrolls_and_never_both(shown):
    for canvas in shown.el.locator("canvas:visible").all():
        name = canvas.evaluate("({ ariaLabel, title }) => `${ariaLabel}. ${title}`")
        scrolls = []
        for place in PLACES:
            for way in (-90, 90):  # what is dragged may be at its end already
                for _ in range(3):  # a browser scrolls by itself where a busy page has not answered it for 200 ms
                    x, y = place_on(canvas, *place)
                    before = shown.page.evaluate(STATE, shown.index)
                    far = shown.swipe(x, y, 0, way)
                    dragged = shown.page.evaluate(STATE, shown.index) != before
                    if not (far and dragged):
                        break
                assert not (far and dragged), f"{name} at {place}: dragged, and scrolled by {far}"
                if far or dragged:
                    break
            assert dragged or abs(far) > 40, f"{name} at {place}: scrolled by {far}"
            scrolls.append(not dragged)
        assert any(scrolls) or any(part in name for part in DRAGGED_EVERYWHERE), name


def test_a_swipe_sideways_drags_what_goes_sideways(shown):
    for canvas in shown.el.locator("canvas:visible").all():
        if canvas.evaluate("canvas => getComputedStyle(canvas).touchAction") != "pan-y":
            continue
        before = shown.page.evaluate(STATE, shown.index)
        for way in (-70, 70):  # what is dragged may be at its end already
            x, y = place_on(canvas, 0.5, 0.5)
            assert shown.swipe(x, y, way, 12) == 0
            if shown.page.evaluate(STATE, shown.index) != before:
                break
        else:
            pytest.fail(f"{canvas.get_attribute('aria-label')} was not dragged")


def test_another_display_is_drawn_for(shown):
    # Only Chromium's resizing of a page tells it of an emulated display; the widget must not take that for its cue.
    shown.el.evaluate("el => { el.style.width = '360px'; }")
    shown.frame()
    canvases = shown.el.locator("canvas:visible")
    sharp = [ratio == pytest.approx(1, abs=0.02) for ratio in canvases.evaluate_all(SHARP)]
    session = shown.page.context.new_cdp_session(shown.page)
    seen = []
    for ratio in (2, 1.5):
        metrics = {"width": WIDTH + int(2 * ratio), "height": HEIGHT, "mobile": False, "deviceScaleFactor": ratio}
        session.send("Emulation.setDeviceMetricsOverride", metrics)
        shown.page.wait_for_function(f"devicePixelRatio === {ratio}")
        shown.frame()
        seen.append([now for now, is_sharp in zip(canvases.evaluate_all(SHARP), sharp, strict=True) if is_sharp])
    session.send("Emulation.clearDeviceMetricsOverride")
    session.detach()
    assert any(sharp)
    assert seen == [pytest.approx([ratio] * sum(sharp), abs=0.02) for ratio in (2, 1.5)]
