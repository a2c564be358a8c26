"""SpectrumExplorer under the mouse and the keyboard."""

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
    pointed,
    x_of_frequency,
    x_of_sample,
)

from convnb.widgets import SpectrumExplorer


@pytest.fixture
def shown(mount):
    return opened(mount(SpectrumExplorer()))


@pytest.mark.parametrize("canvas", [SIGNAL_SPECTRUM, RESULT_SPECTRUM])
def test_dragging_a_peak_moves_the_frequency_and_all_that_follows(shown, canvas):
    before = [shown.pixels(index) for index in range(6)]
    start, end = x_of_frequency(shown, 0.1), x_of_frequency(shown, 0.25)
    shown.drag(canvas, (start, 40), [((start + end) / 2, 40), (end, 40)])
    assert shown.get("frequency") == pytest.approx(0.25, abs=0.004)
    assert shown.get("bin") == 16
    after = [shown.pixels(index) for index in range(6)]
    assert [one == other for one, other in zip(before, after, strict=True)] == [False, False, True, False, False, False]
    assert "A sine of 0.25 cycles per sample passes a moving average of 8 samples with gain 0" in shown.said()


def test_dragging_the_wave_stretches_it_under_the_pointer(shown):
    shown.drag(SIGNAL, (x_of_sample(shown, 20), 40), [(x_of_sample(shown, t), 40) for t in (25, 40)])
    assert shown.get("frequency") == pytest.approx(0.05, abs=0.001)
    shown.drag(SIGNAL, (x_of_sample(shown, 40), 40), [(x_of_sample(shown, 20), 40)])
    assert shown.get("frequency") == pytest.approx(0.1, abs=0.001)


def test_dragging_the_kernels_edge_changes_its_width(shown):
    start = x_of_sample(shown, 7.5)
    shown.drag(KERNEL, (start, 50), [(start + 20, 50), (x_of_sample(shown, 19.5), 50)])
    assert shown.get("width") == 20
    assert "moving average, K = 20" in shown.text()
    assert "19 samples wrapped" in shown.text()
    shown.drag(KERNEL, (300, 50), [(20, 50)])
    assert shown.get("width") == 1


def test_a_wider_spectrum_is_a_shorter_kernel(shown):
    start, end = x_of_frequency(shown, 0.125), x_of_frequency(shown, 0.25)
    shown.drag(KERNEL_SPECTRUM, (start, 50), [(end, 50)])
    assert shown.get("width") == 4
    shown.drag(KERNEL_SPECTRUM, (end, 50), [(start, 50)])
    assert shown.get("width") == 8


def test_pointing_at_a_frequency_shows_its_numbers_and_a_click_keeps_them(shown):
    assert [row[0] for row in cells(shown)] == ["X[6]", "W[6]", "X[6] · W[6]"]
    canvas = shown.el.locator("canvas").nth(KERNEL_SPECTRUM)
    canvas.hover(position={"x": x_of_frequency(shown, 8 / 64), "y": 30})
    assert cells(shown)[1] == ["W[8]", "0 + 0i", "0", "none"]
    assert "f = 0.125" in shown.text()
    shown.page.mouse.move(0, 0)
    assert cells(shown)[0][0] == "X[6]"
    assert shown.get("bin") == 6
    canvas.click(position={"x": x_of_frequency(shown, 16 / 64), "y": 30})
    shown.page.mouse.move(0, 0)
    assert shown.get("bin") == 16
    assert "Bin 16, 0.25 cycles per sample: |X|·|W| =" in shown.said()


def test_pointing_at_the_result_says_what_was_added(shown):
    shown.el.get_by_label("Example").select_option("wrap-around: the end comes back")
    canvas = shown.el.locator("canvas").nth(RESULT)
    canvas.hover(position={"x": x_of_sample(shown, 3, 79), "y": 30})
    assert pointed(shown) == "y[3] = linear[3] + linear[67] = 0 + 0.75 = 0.75"
    canvas.hover(position={"x": x_of_sample(shown, 40, 79), "y": 30})
    assert pointed(shown) == "y[40] = linear[40] = 0.5625"


def test_zeros_take_the_wrap_away_one_sample_at_a_time(shown):
    slider = shown.el.get_by_role("slider", name="Transform length")
    assert slider.input_value() == "64"
    wrapped = shown.pixels(RESULT)
    for _ in range(3):
        slider.press("ArrowRight")
    assert shown.get("length") == 67
    assert "4 samples wrapped" in shown.text()
    assert "67, is below" in shown.said()
    fill = shown.el.get_by_role("button", name="Fill with zeros to 71")
    fill.click()
    assert shown.get("length") == 71
    assert "result y: linear" in shown.text()
    assert shown.get("bin") == 7  # still nearest to 6 / 64
    slider.press("ArrowLeft")
    assert "1 sample wrapped" in shown.text()
    slider.press("Home")
    assert shown.get("length") == 0
    assert shown.get("bin") == 6
    shown.page.mouse.move(0, 0)
    assert shown.pixels(RESULT) == wrapped


def test_the_shortest_length_stays_the_shortest_when_the_signal_grows(shown):
    slider = shown.el.get_by_role("slider", name="Signal length N")
    for _ in range(4):
        slider.press("ArrowRight")
    assert shown.get("samples") == 68
    for _ in range(60):
        slider.press("ArrowRight")
    assert shown.get("bin") == 12  # the same frequency, 6 / 64
    for _ in range(60):
        slider.press("ArrowLeft")
    assert shown.el.get_by_role("slider", name="Transform length").input_value() == "68"
    assert "7 samples wrapped" in shown.text()


def test_the_spectra_by_keyboard_alone(shown):
    canvas = shown.el.locator("canvas").nth(SIGNAL_SPECTRUM)
    canvas.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft"):
        canvas.press(key)
    assert shown.get("bin") == 7
    canvas.press("End")
    assert shown.get("bin") == 32
    canvas.press("Shift+ArrowRight")
    assert shown.get("frequency") == 0.1025
    kernel = shown.el.locator("canvas").nth(KERNEL_SPECTRUM)
    kernel.press("Shift+ArrowRight")
    assert shown.get("width") == 7
    slider = shown.el.get_by_role("slider", name="Frequency bin")
    slider.press("ArrowRight")
    assert shown.get("bin") == 8


def test_the_pictures_over_time_by_keyboard_alone(shown):
    canvas = shown.el.locator("canvas").nth(RESULT)
    canvas.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowRight"):
        canvas.press(key)
    assert pointed(shown).startswith("y[2] = linear[2] + linear[66] = ")
    canvas.press("End")
    assert pointed(shown).startswith("y[63] = linear[63] = ")
    kernel = shown.el.locator("canvas").nth(KERNEL)
    kernel.press("Shift+ArrowRight")
    assert shown.get("width") == 9
    kernel.press("Shift+ArrowLeft")
    kernel.press("Shift+ArrowLeft")
    assert shown.get("width") == 7
    shown.el.locator("canvas").nth(SIGNAL).press("Shift+ArrowLeft")
    assert shown.get("frequency") == 0.0975


def test_keys_faster_than_the_pictures_are_all_counted(shown):
    press = "(canvas, keys) => keys.forEach((key) => canvas.dispatchEvent(new KeyboardEvent('keydown', { key })))"
    shown.el.locator("canvas").nth(SIGNAL_SPECTRUM).evaluate(press, ["ArrowRight"] * 5)
    assert shown.get("bin") == 11
