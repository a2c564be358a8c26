"""ForecastExplorer under the mouse and the keyboard."""

import numpy as np
import pytest

from convnb.widgets import ForecastExplorer

WHOLE, FORECAST, ERRORS = range(3)
LEFT, RIGHT = 52, 20  # the margins of every picture
POINTS = 1200


@pytest.fixture
def shown(mount):
    return mount(ForecastExplorer(network=0, mode="at once", horizon=14))


def plot_width(shown, canvas):
    return shown.el.locator("canvas").nth(canvas).bounding_box()["width"] - LEFT - RIGHT


def test_dragging_the_origin_along_the_whole_series(shown):
    def place(point):
        return LEFT + plot_width(shown, WHOLE) * point / POINTS

    before = [shown.pixels(canvas) for canvas in range(3)]
    assert "drag the origin" in shown.text()
    shown.drag(WHOLE, (place(800), 30), [(place(900), 30), (place(1000), 30)])
    assert abs(shown.get("origin") - 1000) <= 2
    assert "drag the origin" not in shown.text()
    assert all(shown.pixels(canvas) != before[canvas] for canvas in range(3))
    assert f"From point {shown.get('origin')}, window of 31: 14 steps at once" in shown.said()
    shown.el.locator("canvas").nth(WHOLE).click(position={"x": place(300), "y": 30})
    assert abs(shown.get("origin") - 300) <= 2
    assert "inside the training data: these points were learned" in shown.said()
    shown.drag(WHOLE, (place(300), 30), [(place(100), 30), (2, 30)])
    assert shown.get("origin") == 31
    shown.drag(WHOLE, (place(31), 30), [(place(1100), 30), (place(1200) + 15, 30)])
    assert shown.get("origin") == 1199
    assert "over the 1 step whose truth is known" in shown.said()


@pytest.mark.parametrize("canvas", [FORECAST, ERRORS])
def test_dragging_the_series_under_the_origin(shown, canvas):
    pixels_a_point = plot_width(shown, canvas) / (40 + 1 + 14 + 1.5)
    shown.drag(canvas, (400, 60), [(400 - 5 * pixels_a_point, 60), (400 - 10 * pixels_a_point, 60)])
    assert shown.get("origin") == 810
    shown.drag(canvas, (300, 60), [(300 + 40 * pixels_a_point, 60)])
    assert shown.get("origin") == 770


def test_the_pictures_by_keyboard_alone(shown):
    for canvas in range(3):
        picture = shown.el.locator("canvas").nth(canvas)
        shown.set(origin=800)
        picture.focus()
        for key in ("ArrowRight", "ArrowRight", "Shift+ArrowRight", "ArrowLeft"):
            picture.press(key)
        assert shown.get("origin") == 811
        picture.press("PageDown")
        assert shown.get("origin") == 711
        picture.press("PageUp")
        assert shown.get("origin") == 811


def test_the_sliders_and_what_they_say(shown):
    origin = shown.el.get_by_role("slider", name="Origin")
    origin.press("ArrowRight")
    assert shown.get("origin") == 801
    shown.frame()
    assert origin.get_attribute("aria-valuetext") == "point 801"
    horizon = shown.el.get_by_role("slider", name="Horizon")
    before = shown.pixels(FORECAST)
    horizon.press("ArrowLeft")
    assert shown.get("horizon") == 13
    assert shown.pixels(FORECAST) != before
    assert "13 steps at once" in shown.said()


@pytest.mark.parametrize(
    ("way", "mode", "sentence"),
    [
        ("free run", "free run", "a free run of 60 steps"),
        ("one step", "one step", "60 steps, each from true values"),
        ("at once", "at once", "14 steps at once"),
    ],
)
def test_each_way_shows_the_figures_that_python_has(mount, way, mode, sentence):
    explorer = ForecastExplorer(network=0, horizon=60, mode="one step" if mode == "free run" else "free run")
    shown = mount(explorer)
    shown.el.get_by_role("radio", name=way).check()
    assert shown.get("mode") == mode
    explorer.mode = mode
    assert sentence in shown.said()
    figure = shown.el.locator(".convnb-sum").inner_text().split(": ")[1].split(",")[0]
    assert float(figure) == pytest.approx(explorer.rmse, rel=0.06)


def test_a_short_window_breaks_early_and_the_widget_says_where(mount):
    explorer = ForecastExplorer(network=0, horizon=100)
    shown = mount(explorer)
    shown.el.get_by_label("Network").select_option("L = 5, random first layer")
    assert shown.get("network") == 1
    explorer.network = 1
    assert explorer.breaks < 40
    assert f"The free run is off by more than 0.05 after {explorer.breaks - 1} steps." in shown.said()
    assert f"at step {explorer.breaks}" in shown.el.locator(".convnb-sum").inner_text()


def test_a_longer_window_moves_an_origin_that_is_too_early(mount):
    shown = mount(ForecastExplorer(network=1, origin=7))
    shown.el.get_by_label("Network").select_option("L = 31, random first layer")
    assert (shown.get("network"), shown.get("origin")) == (0, 31)
    assert shown.el.locator(".convnb-error").is_hidden()


def test_play_moves_the_origin_and_a_hand_stops_it(shown):
    shown.el.get_by_role("button", name="Play").click()
    shown.page.wait_for_function("mounted[0].model.get('origin') > 802")
    shown.el.locator("canvas").nth(FORECAST).press("ArrowRight")
    there = shown.get("origin")
    shown.page.wait_for_timeout(400)
    assert shown.get("origin") == there
    shown.el.get_by_role("button", name="Reset").click()
    assert shown.get("origin") == 800
    shown.el.get_by_role("button", name="Step back").click()
    assert shown.get("origin") == 799


def test_wrong_bytes_get_a_sentence_and_the_widget_recovers(mount):
    series = np.sin(np.arange(900.0))
    series[5] = np.nan
    shown = mount(ForecastExplorer(series=series, network=0))
    error = shown.el.locator(".convnb-error")
    assert error.inner_text() == "series[5] is not a number; every value must be finite."
    shown.page.evaluate("mounted[0].model.set('points', 'good')")
    shown.page.evaluate(
        "mounted[0].model.set('points', new DataView(Float64Array.from({length: 900}, Math.random).buffer))"
    )
    shown.frame()
    assert error.is_hidden()
    shown.page.evaluate("mounted[0].kept = mounted[0].model.get('weights')")
    shown.page.evaluate("mounted[0].model.set('weights', 'none')")
    shown.frame()
    assert "weights must be float64 numbers as bytes" in error.inner_text()
    shown.page.evaluate("mounted[0].model.set('weights', mounted[0].kept)")
    shown.set(origin=3)
    assert "origin is 3; it must be from 31 to 899" in error.inner_text()
    shown.set(origin=500)
    assert error.is_hidden()


def test_a_series_that_ends_with_the_task(mount):
    """The 814 points of the course: beyond them a free run has no truth, and the picture no more points."""
    shown = mount(ForecastExplorer(series=ForecastExplorer().series[:814], mode="free run", horizon=100))
    assert "a free run of 100 steps" in shown.said()
    assert "over the 14 steps whose truth is known" in shown.said()
    assert shown.get("origin") == 800
