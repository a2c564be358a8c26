"""SignalAligner under the mouse and the keyboard."""

import numpy as np
import pytest

from convnb.models.signals import delayed
from convnb.widgets import SignalAligner

SIGNALS, CURVE = range(2)
DELAY = 7


# Notes what is stroked or filled from now on: for each its colour and the points of its path.
NOTE_STROKES = """() => {
  const { prototype } = CanvasRenderingContext2D;
  let points = [];
  window.strokes = [];
  const before = (name, note) => {
    const real = prototype[name];
    prototype[name] = function (...given) { note(this, given); return real.apply(this, given); };
  };
  before("beginPath", () => (points = []));
  for (const name of ["moveTo", "lineTo"]) before(name, (_, point) => points.push(point));
  before("stroke", (context, [path]) => path ?? strokes.push([context.strokeStyle, points]));
  before("fill", (context, [path]) => path ?? strokes.push([context.fillStyle, points]));
}"""


@pytest.fixture(scope="module")
def signals():
    x = np.random.default_rng(5).integers(-9, 10, 100).astype(float)
    return x, delayed(x, DELAY)


@pytest.fixture
def shown(mount, signals):
    return mount(SignalAligner(*signals))


def total(shown):
    return shown.el.locator(".convnb-sum").inner_text()


def samples_per_pixel(shown):
    """The signals' axis shows 1.2 times the longer signal between its margins of 52 and 12 pixels."""
    return 1.2 * 100 / (shown.el.locator("canvas").first.bounding_box()["width"] - 64)


def test_dragging_the_signal_to_the_left_asks_for_a_later_sample(shown):
    pixels = DELAY / samples_per_pixel(shown)
    before = shown.pixels(SIGNALS), shown.pixels(CURVE)
    shown.drag(SIGNALS, (400, 60), [(400 - pixels / 2, 60), (400 - pixels, 60)])
    assert shown.get("lag") == DELAY
    assert shown.pixels(SIGNALS) != before[0]
    assert shown.pixels(CURVE) != before[1]
    assert "lag 7 samples, the second signal comes later" in shown.said()
    assert "No other shift is stronger." in shown.read_out.inner_text()


def test_the_sum_is_the_sum_of_products(shown, signals):
    x, y = signals
    for lag in (0, 3, -4):
        shown.set(lag=lag)
        expected = sum(x[t] * y[t + lag] for t in range(100) if 0 <= t + lag < 100)
        said = total(shown).rsplit("= ")[-1].replace("−", "-")
        assert float(said) == expected


def test_the_slider_by_mouse_and_keys(shown):
    slider = shown.el.get_by_role("slider", name="Lag")
    box = slider.bounding_box()
    shown.page.mouse.click(box["x"] + 0.7 * box["width"], box["y"] + box["height"] / 2)
    there = shown.get("lag")
    assert 20 < there < 60
    slider.press("ArrowRight")
    assert shown.get("lag") == there + 1
    shown.frame()
    assert slider.get_attribute("aria-valuetext") == f"{there + 1} samples"


def test_the_pictures_by_keyboard_alone(shown):
    picture = shown.el.locator("canvas").nth(SIGNALS)
    picture.focus()
    for key in ("ArrowRight", "ArrowRight", "Shift+ArrowRight", "ArrowLeft"):
        picture.press(key)
    assert shown.get("lag") == 11
    picture.press("PageUp")
    assert shown.get("lag") == 99
    picture.press("PageDown")
    assert shown.get("lag") == -1


def test_pressing_the_curve_chooses_its_lag(shown):
    box = shown.el.locator("canvas").nth(CURVE).bounding_box()
    left, width = 52, box["width"] - 64
    at = left + width * (30 + 99) / 198
    shown.el.locator("canvas").nth(CURVE).click(position={"x": at, "y": 40})
    assert abs(shown.get("lag") - 30) <= 1


def test_snap_finds_the_delay_and_shows_the_whole_curve(shown):
    shown.el.get_by_role("button", name="Snap to best").click()
    assert shown.get("lag") == DELAY
    assert shown.el.get_by_label("Show the whole curve").is_checked()


def test_the_curve_is_traced_only_where_the_lag_has_been(shown):
    fresh = shown.pixels(CURVE)
    shown.set(lag=20)
    shown.set(lag=0)
    assert shown.pixels(CURVE) != fresh


def line(shown, role):
    """The points of the line in the colour of a role, drawn when the lag changes by one."""
    shown.page.evaluate(NOTE_STROKES)
    shown.set(lag=shown.get("lag") + 1)
    colour = shown.el.locator(".convnb").evaluate(f"el => el.style.getPropertyValue('--convnb-{role}').toLowerCase()")
    return [points for stroked, points in shown.page.evaluate("strokes") if stroked == colour and len(points) > 2][-1]


def test_a_long_signal_that_rises_is_drawn_rising(mount):
    """Some seven samples a pixel: each column begins above the one before, none is left out."""
    ramp = np.linspace(-1, 1, 6000)
    shown = mount(SignalAligner(ramp, ramp))
    for role in ("input", "kernel"):
        outline = line(shown, role)
        points = outline[2 : len(outline) // 2]  # from left to right, without the ends
        assert len(points) > 700
        across, down = np.diff(points, axis=0).T
        assert (across == 1).all()
        assert (down < 0).all()


def test_the_correlation_turns_where_its_data_do(mount, quiet_page):
    """On a phone, two lags and more a pixel: sine and cosine agree and disagree in turn, and nothing else is drawn."""
    quiet_page.set_viewport_size({"width": 390, "height": 800})
    x, y = (wave(2 * np.pi * np.arange(360) / 60) for wave in (np.sin, np.cos))
    shown = mount(SignalAligner(x, y))
    shown.el.get_by_role("button", name="Snap to best").click()  # shows the whole curve
    points = line(shown, "output")
    assert turns(np.array(points)[:, 1]) == turns(np.correlate(y, x, "full")) == 24


def turns(values):
    return np.count_nonzero(np.diff(np.sign(np.diff(values))))


def test_samples_that_have_room_are_marked(mount):
    """Forty samples are values at forty places; the line between them is only for the eye."""
    shown = mount(SignalAligner(np.arange(40.0), np.arange(40.0)))
    shown.page.evaluate("""() => {
      window.marks = { arc: 0, rect: 0 };
      for (const name of Object.keys(marks)) {
        const real = CanvasRenderingContext2D.prototype[name];
        CanvasRenderingContext2D.prototype[name] = function (...given) { marks[name] += 1; real.apply(this, given); };
      }
    }""")
    shown.set(lag=1)
    marks = shown.page.evaluate("marks")
    assert marks["arc"] >= 40  # and those of the correlation at the lags visited
    assert marks["rect"] >= 40


def test_the_loud_part_wins_raw_and_loses_normalised(mount):
    shown = mount(SignalAligner(source="quiet pattern, loud noise"))
    shown.el.get_by_role("button", name="Snap to best").click()
    raw = shown.get("lag")
    shown.el.get_by_label("Normalised").check()
    shown.el.get_by_role("button", name="Snap to best").click()
    assert shown.get("lag") == 650
    assert 150 - 120 <= raw <= 350


def test_an_upside_down_copy_is_named(mount):
    shown = mount(SignalAligner(source="upside-down copy", normalized=True))
    shown.el.get_by_role("button", name="Snap to best").click()
    assert shown.get("lag") == 45
    assert "the copy is upside down" in shown.said()


def test_choosing_other_signals_starts_at_no_shift(mount):
    shown = mount(SignalAligner(lag=12))
    shown.open("Signals")
    shown.el.get_by_label("Signals", exact=True).select_option("melody, two recorders")
    assert shown.get("source") == "melody, two recorders"
    assert shown.get("lag") == 0
    assert "0 samples (0 ms)" in shown.el.inner_text()


def test_only_what_can_be_heard_has_a_listen_button(mount):
    shown = mount(SignalAligner())
    assert shown.el.get_by_role("button", name="Listen to both").is_hidden()
    shown.set(source="melody, two recorders")
    listen = shown.el.get_by_role("button", name="Listen to both")
    listen.click()
    stop = shown.el.get_by_role("button", name="Stop")
    stop.click()
    listen.wait_for()


@pytest.mark.parametrize(("loud", "lag"), [(1.0, 0), (1.0, 40), (1000.0, 40), (0.001, 0)])
def test_what_is_played_is_neither_too_loud_nor_too_quiet(mount, loud, lag):
    """Samples beyond -1 to 1 would be cut off, and near it they hurt in headphones."""
    x = loud * np.sin(np.arange(4000) * 0.3)
    shown = mount(SignalAligner(x, 3 * x, rate=8000, lag=lag))
    shown.page.evaluate("""() => {
      window.peaks = [];
      const copy = AudioBuffer.prototype.copyToChannel;
      AudioBuffer.prototype.copyToChannel = function (samples, ...where) {
        window.peaks.push(samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0));
        copy.call(this, samples, ...where);
      };
    }""")
    shown.el.get_by_role("button", name="Listen to both").click()
    shown.page.wait_for_function("window.peaks.length > 0")
    [peak] = shown.page.evaluate("window.peaks")
    assert 0.25 <= peak <= 0.8


def test_zooming_keeps_a_drag_under_the_pointer(shown):
    shown.open("Curve, zoom")
    shown.el.get_by_label("Zoom").select_option("4×")
    shown.frame()
    pixels = 4 * 5 / samples_per_pixel(shown)
    shown.drag(SIGNALS, (300, 60), [(300 + pixels, 60)])
    assert shown.get("lag") == -5
