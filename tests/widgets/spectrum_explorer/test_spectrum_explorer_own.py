"""SpectrumExplorer: kinds of signal and kernel, numbers of one's own, what the spectra show, sizes, bad state."""

import numpy as np
import pytest
from spectra import (
    KERNEL,
    KERNEL_SPECTRUM,
    RESULT,
    RESULT_SPECTRUM,
    SIGNAL,
    SIGNAL_SPECTRUM,
    cells,
    opened,
    x_of_frequency,
    x_of_sample,
)

from convnb.widgets import SpectrumExplorer

SPECTRA = (SIGNAL_SPECTRUM, KERNEL_SPECTRUM, RESULT_SPECTRUM)


@pytest.fixture
def shown(mount):
    return opened(mount(SpectrumExplorer()))


def test_a_second_difference_grows_by_two(shown):
    shown.set(kernel_kind="second difference", width=4)
    assert "second difference, K = 3" in shown.text()
    kernel = shown.el.locator("canvas").nth(KERNEL)
    kernel.press("Shift+ArrowRight")
    assert shown.get("width") == 5
    kernel.press("Shift+ArrowLeft")
    kernel.press("Shift+ArrowLeft")
    assert shown.get("width") == 3
    shown.el.get_by_role("slider", name="Kernel width K").press("ArrowRight")
    assert shown.get("width") == 5


def test_numbers_of_ones_own_begin_as_what_is_shown(shown):
    shown.el.get_by_role("combobox", name="Signal", exact=True).select_option("step")
    shown.frame()
    shown.el.get_by_role("combobox", name="Signal", exact=True).select_option("own")
    assert shown.get("signal") == [0] * 32 + [1] * 32
    shown.el.get_by_role("combobox", name="Kernel", exact=True).select_option("own")
    assert shown.get("kernel") == [1 / 8] * 8
    # Another signal and back: the numbers are still there.
    shown.frame()
    shown.set(signal=[5, 6, 7])
    shown.el.get_by_role("combobox", name="Signal", exact=True).select_option("noise")
    shown.frame()
    shown.el.get_by_role("combobox", name="Signal", exact=True).select_option("own")
    assert shown.get("signal") == [5, 6, 7]


def test_own_numbers_are_drawn_with_the_pointer_on_a_scale_that_stands_still(mount):
    shown = mount(SpectrumExplorer([0] * 20 + [1], [1, 2]))
    box = shown.el.locator("canvas").nth(SIGNAL).bounding_box()
    mouse = shown.page.mouse
    points = [(x_of_sample(shown, t, 22), y) for t, y in ((4, 80), (4, 54), (8, 54))]
    mouse.move(box["x"] + points[0][0], box["y"] + points[0][1])
    mouse.down()
    for x, y in points[1:]:
        mouse.move(box["x"] + x, box["y"] + y)
        shown.frame()
    half = shown.get("signal")[4]
    assert half == pytest.approx(0.5, abs=0.05)
    assert shown.get("signal")[:10] == [0] * 4 + [half] * 5 + [0]
    mouse.move(box["x"] + points[2][0], box["y"] - 500)
    shown.frame()
    highest = shown.get("signal")[8]
    mouse.move(box["x"] + points[2][0], box["y"] - 600)
    shown.frame()
    assert 1 < shown.get("signal")[8] == highest < 1.2
    mouse.move(box["x"] + points[2][0], box["y"] + 8)  # the top, inside the picture
    held = shown.pixels(SIGNAL)
    mouse.up()
    assert shown.pixels(SIGNAL) != held  # now the scale makes room for the highest number
    assert shown.get("frequency") == 0.1


def test_own_numbers_are_typed(mount):
    shown = mount(SpectrumExplorer([0, 1, 2, 3], [1, 2]))
    canvas = shown.el.locator("canvas").nth(KERNEL)
    canvas.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowUp"):
        canvas.press(key)
    assert shown.get("kernel") == [1, 2.1]
    canvas.press("-")
    editor = shown.el.get_by_role("textbox", name="kernel 1")
    editor.fill("1/4")
    editor.press("Enter")
    assert shown.get("kernel") == [1, 0.25]
    shown.el.locator("canvas").nth(SIGNAL).dblclick(position={"x": x_of_sample(shown, 2, 5), "y": 40})
    editor = shown.el.get_by_role("textbox", name="signal 2")
    editor.fill("-4")
    editor.press("Enter")
    assert shown.get("signal") == [0, 1, -4, 3]


def test_a_made_signal_is_not_drawn_over(shown):
    shown.set(signal_kind="noise")
    before = shown.get("signal"), shown.get("frequency")
    shown.drag(SIGNAL, (200, 40), [(250, 20)])
    shown.drag(RESULT, (200, 40), [(250, 20)])
    assert (shown.get("signal"), shown.get("frequency")) == before
    assert shown.get("signal_kind") == "noise"
    assert shown.el.get_by_role("slider", name="Frequency", exact=True).is_disabled()
    # Its spectrum has no peak to pull: the drag looks at frequencies.
    shown.drag(SIGNAL_SPECTRUM, (x_of_frequency(shown, 0.1), 40), [(x_of_frequency(shown, 0.25), 40)])
    assert shown.get("bin") == 16


def test_the_spectra_in_decibels_and_as_phase_and_a_bins_wave(shown):
    seen = {tuple(shown.pixels(index) for index in SPECTRA)}
    titles = shown.el.locator(".convnb-title")
    times = ["signal x: sine, N = 64", "kernel w: moving average, K = 8", "result y: circular, 7 samples wrapped"]
    hints = (" · drag the wave", " · pull its end", "")
    assert titles.all_inner_texts()[::2] == [text + hint for text, hint in zip(times, hints, strict=True)]
    assert titles.all_inner_texts()[1::2] == ["magnitude of X · drag the peak", "magnitude of W", "magnitude of X · W"]
    shown.drag(SIGNAL_SPECTRUM, (x_of_frequency(shown, 0.1), 40), [(x_of_frequency(shown, 0.12), 40)])
    assert titles.all_inner_texts()[::2] == times  # who has dragged knows
    for scale, unit in (("magnitude in dB", ""), ("phase", ", in degrees")):
        shown.el.get_by_label("Spectra show").select_option(scale)
        shown.frame()
        assert titles.all_inner_texts()[1::2] == [f"{scale} of {name}{unit}" for name in ("X", "W", "X · W")]
        seen.add(tuple(shown.pixels(index) for index in SPECTRA))
    assert len(seen) == 3
    shown.el.get_by_label("Spectra show").select_option("turning arrows")
    sums = np.abs(SpectrumExplorer(frequency=shown.get("frequency")).spectra.x)
    for bin in (6, 7):
        shown.el.get_by_role("slider", name="Frequency bin").fill(str(bin))
        shown.frame()
        assert titles.all_inner_texts()[1] == f"arrows of x: sum {sums[bin]:.3g}"
        seen.add(tuple(shown.pixels(index) for index in SPECTRA))
    assert len(seen) == 5
    plain = [shown.pixels(index) for index in (SIGNAL, KERNEL, RESULT)]
    shown.el.get_by_label("Draw this bin's wave").check()
    waves = [shown.pixels(index) for index in (SIGNAL, KERNEL, RESULT)]
    assert [one == other for one, other in zip(plain, waves, strict=True)] == [False, True, False]
    shown.el.get_by_role("button", name="Reset").click()
    shown.page.mouse.move(0, 0)
    assert shown.el.get_by_label("Spectra show").input_value() == "magnitude"
    assert not shown.el.get_by_label("Draw this bin's wave").is_checked()


def test_examples_are_named_and_left(shown):
    example = shown.el.get_by_label("Example")
    assert example.input_value() == "a sine through a moving average"
    example.select_option("an echo makes a comb")
    assert (shown.get("signal_kind"), shown.get("kernel_kind"), shown.get("length")) == ("noise", "echo", 80)
    shown.frame()
    assert cells(shown)[1][2] == "0.5"  # 5 / 80: the echo comes half a turn late
    shown.el.get_by_role("slider", name="Kernel width K").press("ArrowRight")
    shown.frame()
    assert example.input_value() == "your own"


def test_bad_state_gets_its_sentence_and_recovers(shown):
    error = shown.el.get_by_role("alert")
    shown.set(frequency=0.7)
    assert "frequency is 0.7; it can be at most 0.5" in error.inner_text()
    shown.set(frequency=0.2, signal=[1, None])
    assert "signal[1] is not a number" in error.inner_text()
    shown.set(signal=[1])
    assert error.is_hidden()


@pytest.mark.parametrize("width", [1000, 390])
def test_the_largest_state_fits_the_page(mount, quiet_page, width):
    quiet_page.set_viewport_size({"width": width, "height": 900})
    shown = mount(SpectrumExplorer(samples=256, width=64, kernel_kind="low-pass", length=512, signal_kind="two sines"))
    for box in shown.el.locator(".convnb-scroll, [aria-label='One bin']").all():
        assert box.evaluate("el => el.scrollWidth - el.clientWidth") == 0
    assert quiet_page.evaluate("document.documentElement.scrollWidth") <= width
