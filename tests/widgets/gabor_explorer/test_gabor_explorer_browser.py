"""GaborExplorer under the mouse and the keyboard."""

import numpy as np
import pytest

from convnb.widgets import GaborExplorer

KERNEL, PHOTO, MAP, GRATING, TRACES, TUNING = range(6)
LEFT, TOP, BAR = 40, 7, 78  # around the kernel, CSS pixels
PLOT_LEFT, PLOT_RIGHT = 42, 9
LEVELS = np.random.default_rng(8).integers(0, 256, (40, 32)).astype(np.uint8)


@pytest.fixture
def shown(mount):
    return mount(GaborExplorer(LEVELS, shape=(15, 21), theta=0.0, grating_theta=0.0))


def place(shown, x, y):
    """CSS pixels of a point of the kernel, given in pixels from its middle."""
    side = shown.el.locator("canvas").nth(KERNEL).bounding_box()["width"] - LEFT - BAR
    cell = side / max(shown.get("shape"))
    return LEFT + side / 2 + x * cell, TOP + side / 2 + y * cell


def tip(shown, theta=0.0):
    """CSS pixels of the arrow's tip, 0.4 of the shorter side from the middle."""
    reach = 0.4 * 15
    return place(shown, reach * np.cos(theta), reach * np.sin(theta))


def plot_x(shown, canvas, part):
    width = shown.el.locator("canvas").nth(canvas).bounding_box()["width"]
    return PLOT_LEFT + part * (width - PLOT_LEFT - PLOT_RIGHT)


def test_dragging_the_kernel_moves_its_middle(shown):
    before = shown.pixels(KERNEL), shown.pixels(MAP)
    assert "drag or turn it" in shown.text()
    start = place(shown, -4, 3)  # anywhere but on the arrow's tip
    shown.drag(KERNEL, start, [place(shown, -3, 3), place(shown, 0, 1)])
    assert shown.get("x0") == pytest.approx(4, abs=0.11)
    assert shown.get("y0") == pytest.approx(-2, abs=0.11)
    assert "drag or turn it" not in shown.text()
    assert shown.pixels(KERNEL) != before[0]
    assert shown.pixels(MAP) != before[1]


def test_dragging_the_arrow_turns_the_kernel_clockwise_downwards(shown):
    x, y = place(shown, 0, 0)
    shown.drag(KERNEL, tip(shown), [(x + 40, y + 20), (x, y + 50)])
    assert shown.get("theta") == pytest.approx(np.pi / 2, abs=0.03)
    assert shown.get("x0") == 0
    assert "orientation 90°" in shown.said()


def test_a_drag_reaches_python_once(shown):
    shown.patient()
    start = place(shown, -4, 3)
    moved = "(() => mounted[0].model.on('change:x0', () => (window.sent = mounted[0].model.saves)))()"
    shown.page.evaluate(moved)
    shown.drag(KERNEL, start, [place(shown, -4 + step / 5, 3) for step in range(12)])
    assert shown.page.evaluate("window.sent") == 0
    assert shown.saves() == 1


def test_the_kernel_by_keyboard_alone(shown):
    kernel = shown.el.locator("canvas").nth(KERNEL)
    kernel.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowUp", "Shift+ArrowDown", "PageUp", "PageUp", "PageDown"):
        kernel.press(key)
    assert (shown.get("x0"), shown.get("y0")) == (1, 1.5)
    assert shown.get("theta") == pytest.approx(np.radians(5))


@pytest.mark.parametrize(
    ("label", "trait", "step"),
    [
        ("height α", "alpha", 0.05),
        ("fall-off βx", "beta_x", 0.002),
        ("fall-off βy", "beta_y", 0.002),
        ("frequency f", "frequency", 0.01),
        ("phase φ", "phase", np.radians(5)),
        ("centre x₀", "x0", 0.1),
        ("centre y₀", "y0", 0.1),
        ("orientation τ", "theta", np.radians(1)),
        ("grating τ", "grating_theta", np.radians(1)),
        ("grating f", "grating_frequency", 0.01),
    ],
)
def test_each_slider_moves_its_parameter_and_the_picture(shown, label, trait, step):
    old, canvas = shown.get(trait), GRATING if trait.startswith("grating") else KERNEL
    before = shown.pixels(canvas)
    if trait not in ("theta", "frequency", "phase"):
        assert not shown.el.get_by_role("slider", name=label).count()
        shown.open("Grating, speed" if canvas == GRATING else "Height, fall-off")
    slider = shown.el.get_by_role("slider", name=label)
    slider.press("ArrowRight")
    slider.press("ArrowRight")
    assert shown.get(trait) == pytest.approx(old + 2 * step)
    assert shown.pixels(canvas) != before


def test_rows_and_columns_change_kernel_and_response(shown):
    shown.open("Height, fall-off")
    shown.el.get_by_role("slider", name="rows").press("ArrowLeft")
    assert shown.get("shape") == [14, 21]
    assert "kernel 14×21" in shown.text()
    assert "linear response 27×12" in shown.text()


def test_a_kernel_grows_no_larger_than_the_picture(mount):
    shown = mount(GaborExplorer(LEVELS[:12], shape=(11, 21)))
    shown.open("Height, fall-off")
    shown.el.get_by_role("slider", name="rows").press("End")
    assert shown.get("shape") == [12, 21]
    shown.el.get_by_role("slider", name="columns").press("End")
    assert shown.get("shape") == [12, 31]
    assert shown.el.locator(".convnb-error").is_hidden()


@pytest.mark.parametrize("width", [934, 712, 390])
def test_the_sliders_are_seen_together_with_all_pictures(mount, quiet_page, width):
    quiet_page.set_viewport_size({"width": width, "height": 700})
    shown = mount(GaborExplorer())
    shown.page.evaluate("document.body.style.margin = 0")
    shown.frame()
    stage = shown.el.locator(".convnb-stage").bounding_box()
    for part in [*shown.el.locator("canvas").all(), *shown.el.locator(".convnb-parameters label:visible").all()]:
        box = part.bounding_box()
        assert box["x"] >= stage["x"]
        assert box["x"] + box["width"] <= stage["x"] + stage["width"]
        assert box["y"] >= stage["y"]
        assert box["y"] + box["height"] <= stage["y"] + stage["height"]
    assert shown.el.get_by_role("slider", name="frequency f").bounding_box()["width"] > 55
    assert shown.el.locator(".convnb-main").bounding_box()["height"] < (50 if width == 934 else 125)


def test_presets_and_the_partner(shown):
    choose = shown.el.get_by_label("Kernel", exact=True)
    assert choose.input_value() == "your own"
    choose.select_option("coarse bar, without its DC part")
    assert (shown.get("frequency"), shown.get("without_dc")) == (0.3, True)
    assert "add up to 0." in shown.said()
    shown.el.get_by_label("Weights add up to 0").uncheck()
    shown.frame()
    assert choose.input_value() == "coarse bar, with a DC part"
    shown.el.get_by_role("button", name="phase + 90°").click()
    assert shown.get("phase") == pytest.approx(np.pi / 2)
    shown.el.get_by_role("button", name="phase + 90°").click()
    assert shown.get("phase") == pytest.approx(np.pi)


def test_the_photograph_is_shown_and_the_map_on_each_cells_scale(shown):
    np.testing.assert_allclose(np.array(shown.greys(PHOTO)), LEVELS, atol=1)
    state = {"shape": (15, 21), "theta": 0.0}
    cells = shown.el.get_by_role("radiogroup", name="Show on the photograph")
    for cell in ("simple", "complex"):
        cells.get_by_role("radio", name=cell).check()
        assert shown.get("cell") == cell
        response = GaborExplorer(LEVELS, cell=cell, **state).response
        np.testing.assert_allclose(np.array(shown.greys(MAP)), 255 * response / response.max(), atol=1)
        assert f"{cell} cell 26×12" in shown.text()
    cells.get_by_role("radio", name="linear s").check()
    linear = GaborExplorer(LEVELS, **state).response
    signed, limit = np.array(shown.greys(MAP)), np.abs(linear).max()
    assert signed[np.abs(linear) < 0.01 * limit].min() > 235
    assert signed[linear < -0.7 * limit].max(initial=0) < 120
    assert f"+{limit:.3g}" in shown.text()


def test_pointing_at_a_pixel_says_the_answers_of_its_cell(shown):
    canvas = shown.el.locator("canvas").nth(MAP)
    zoom = canvas.bounding_box()["width"] / 12
    canvas.hover(position={"x": 7.5 * zoom, "y": 4.5 * zoom})
    widget = GaborExplorer(LEVELS, shape=(15, 21), theta=0.0, cell="complex")
    assert "Rows 4 to 18, columns 7 to 27: s = " in shown.text()
    said = shown.el.locator(".convnb-sum").inner_text().rsplit("= ")[-1]
    assert float(said) == pytest.approx(widget.response[4, 7], rel=0.005)
    frame = shown.el.locator(".convnb-frame").first.bounding_box()
    assert (frame["width"], frame["height"]) == (
        pytest.approx(21 * zoom + 4, abs=1),
        pytest.approx(15 * zoom + 4, abs=1),
    )
    shown.page.mouse.move(0, 0)
    assert "s = " in shown.text()
    assert "Rows 4" not in shown.text()
    canvas.focus()
    for key in ("ArrowLeft", "ArrowUp"):
        canvas.press(key)
    assert "Rows 12 to 26, columns 5 to 25" in shown.text()


def test_play_step_and_scrub_move_the_grating_through_time(shown):
    before = shown.pixels(GRATING), shown.pixels(TRACES), shown.pixels(MAP)
    shown.el.get_by_role("button", name="Step forward").click()
    assert shown.get("time") == 1
    assert shown.pixels(GRATING) != before[0]
    assert shown.pixels(TRACES) != before[1]
    assert shown.pixels(MAP) == before[2]
    shown.el.get_by_role("button", name="Step back").click()
    shown.el.get_by_role("button", name="Step back").click()
    assert shown.get("time") == 47
    shown.el.get_by_role("button", name="Play").click()
    shown.page.wait_for_function("mounted[0].model.get('time') > 3 && mounted[0].model.get('time') < 40")
    shown.el.get_by_role("button", name="Pause").click()
    stopped = shown.get("time")
    shown.page.wait_for_timeout(200)
    assert shown.get("time") == stopped
    shown.el.get_by_role("slider", name="frame of the drift").press("Home")
    assert shown.get("time") == 0


def test_the_moment_says_the_responses_of_that_frame(shown):
    widget = GaborExplorer(LEVELS, shape=(15, 21), theta=0.0, grating_theta=0.0)
    for time in (0, 9, 30):
        shown.set(time=time)
        linear, simple, steady = (values[time] for values in widget.traces)
        expected = (
            f"pixel = {linear:.3g}; simple: max(0, s) = {simple:.3g}; complex: √(s² + s₉₀²) = {steady:.3g}, varying by "
        )
        said = shown.text().replace("−", "-")
        assert expected in said


def test_pressing_the_traces_chooses_the_time(shown):
    shown.el.locator("canvas").nth(TRACES).click(position={"x": plot_x(shown, TRACES, 0.5), "y": 90})
    assert shown.get("time") == 24
    shown.drag(TRACES, (plot_x(shown, TRACES, 0.2), 80), [(plot_x(shown, TRACES, 0.75), 80)])
    assert shown.get("time") == 36
    traces = shown.el.locator("canvas").nth(TRACES)
    traces.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft"):
        traces.press(key)
    assert shown.get("time") == 37


def test_pressing_the_tuning_curve_turns_the_grating(shown):
    before = shown.pixels(TRACES)
    shown.el.locator("canvas").nth(TUNING).click(position={"x": plot_x(shown, TUNING, 0.25), "y": 90})
    assert shown.get("grating_theta") == pytest.approx(np.pi / 4, abs=0.02)
    assert shown.pixels(TRACES) != before
    tuning = shown.el.locator("canvas").nth(TUNING)
    tuning.press("ArrowRight")
    assert shown.get("grating_theta") == pytest.approx(np.radians(48), abs=0.02)
    shown.el.get_by_role("radio", name="frequency").check()
    assert shown.get("tuned_by") == "frequency"
    tuning.click(position={"x": plot_x(shown, TUNING, 0.5), "y": 90})
    assert shown.get("grating_frequency") == pytest.approx(np.pi / 2, abs=0.02)


def test_the_grating_turns_under_the_hand_and_fits_the_kernel_again(shown):
    grating = shown.el.locator("canvas").nth(GRATING)
    grating.scroll_into_view_if_needed()
    x = y = grating.bounding_box()["width"] / 2
    shown.drag(GRATING, (x + 40, y), [(x + 30, y + 30)])
    assert shown.get("grating_theta") == pytest.approx(np.pi / 4, abs=0.03)
    grating.press("ArrowRight")
    grating.press("ArrowUp")
    assert shown.get("grating_theta") == pytest.approx(np.radians(50), abs=0.03)
    assert shown.get("grating_frequency") == pytest.approx(0.85)
    shown.open("Grating, speed")
    shown.el.get_by_role("button", name="Fit the grating").click()
    assert (shown.get("grating_theta"), shown.get("grating_frequency")) == (0, 0.8)


def test_a_kernel_larger_than_the_picture_gets_a_sentence_and_the_widget_recovers(mount):
    shown = mount(GaborExplorer(LEVELS[:12], shape=(15, 21)))
    assert "The kernel, 15×21, is larger than the picture, 12×32." in shown.el.locator(".convnb-error").inner_text()
    shown.set(shape=[11, 21])
    assert shown.el.locator(".convnb-error").is_hidden()
    assert "linear response 2×12" in shown.text()


def test_on_a_narrow_page_nothing_is_wider_than_the_page(mount, quiet_page):
    quiet_page.set_viewport_size({"width": 390, "height": 700})
    shown = mount(GaborExplorer())
    shown.frame()
    assert shown.page.evaluate("document.documentElement.scrollWidth") <= 390
