"""SlidingKernel2D's states: examples, geometry, transposed, sizes, what cannot be."""

import re

import pytest
from support.grids import INPUT, KERNEL, total

from convnb.widgets import SlidingKernel2D


@pytest.fixture
def shown(mount):
    return mount(SlidingKernel2D())


def test_every_example_shows_itself_and_can_be_copied(shown):
    example = shown.el.get_by_label("Example", exact=True)
    names = example.evaluate("select => [...select.options].map(option => option.value)")
    assert len(names) >= 14
    for name in names:
        example.select_option(name)
        assert shown.el.locator(".convnb-error").is_hidden(), name
        assert example.input_value() == name


def test_the_worked_numbers_of_the_course(shown):
    worked = {
        "4×4 with a diagonal": ([[60, 70, 50], [60, 70, 50], [20, 30, 20]], [[30, 50, 40], [60, 80, 70], [25, 45, 40]]),
        "The same test with other numbers": (
            [[1.6354, 1.6366], [2.0932, 1.6255]],
            [[1.7573, 1.7959], [2.0717, 1.6266]],
        ),
        "Ones and a box: proves nothing": ([[1, 1], [1, 1]], [[1, 1], [1, 1]]),
    }
    for name, outputs in worked.items():
        shown.el.get_by_label("Example", exact=True).select_option(name)
        for flip, output in zip((False, True), outputs, strict=True):
            shown.set(flip=flip)
            for position, expected in enumerate(value for row in output for value in row):
                shown.set(position=position)
                said = float(total(shown).rsplit("= ")[-1].replace("−", "-"))
                assert said == pytest.approx(expected, abs=1e-3), (name, flip, position)


def test_what_a_stride_never_reads_is_marked(shown):
    shown.el.get_by_label("Example", exact=True).select_option("A stride that does not divide")
    assert "× never read" in shown.el.inner_text()
    cell = (shown.el.locator("canvas").nth(KERNEL).bounding_box()["width"] - 2) / 3
    corner = {"x": 1 + 6.5 * cell, "y": 1 + 0.5 * cell}
    shown.el.locator("canvas").nth(INPUT).hover(position=corner)
    shown.frame()
    assert total(shown) == "This input, 2, is used by no output: no window covers it."


def test_transposed_stretches_the_input_and_output_padding_appears(shown):
    shown.el.locator("summary").first.click()
    slider = shown.el.get_by_role("slider", name="output padding, rows")
    assert slider.is_hidden()
    shown.el.get_by_label("Transposed", exact=True).check()
    shown.el.get_by_role("slider", name="stride, rows").press("ArrowRight")
    assert "rows: (3 − 1)·2 − 2·0 + 1·(2 − 1) + 0 + 1 = 6" in shown.el.inner_text()
    assert "output 6×4" in shown.el.inner_text()
    slider.press("ArrowRight")
    assert "output 7×4" in shown.el.inner_text()
    slider.press("ArrowRight")
    assert "The output padding is 2; it must be smaller than the stride" in shown.el.get_by_role("alert").inner_text()
    shown.set(output_padding=[0, 0])
    assert shown.el.get_by_role("alert").is_hidden()


def test_sizes_grow_with_zeros_and_shrink(shown):
    shown.el.locator("summary").nth(1).click()
    shown.el.get_by_role("slider", name="kernel, columns").press("ArrowRight")
    assert shown.get("kernel") == [[0, 1, 0], [2, 3, 0]]
    shown.el.get_by_role("slider", name="input, rows").press("ArrowLeft")
    assert shown.get("input") == [[0, 1, 2], [3, 4, 5]]
    assert "output 1×1" in shown.el.inner_text()


def test_stride_and_padding_sliders_change_the_geometry(shown):
    shown.el.locator("summary").first.click()
    shown.el.get_by_role("slider", name="padding, columns", exact=True).press("ArrowRight")
    assert shown.get("padding") == [0, 1]
    assert "columns: ⌊(3 + 2·1 − 1·(2 − 1) − 1) / 1⌋ + 1 = 4" in shown.el.inner_text()
    shown.el.get_by_role("slider", name="stride, rows").press("ArrowRight")
    assert shown.get("stride") == [2, 1]
    assert "output 1×4" in shown.el.inner_text()


def test_an_impossible_state_gets_its_sentence_and_recovers(shown):
    shown.set(kernel=[[1.0] * 4])
    error = shown.el.get_by_role("alert")
    assert re.search(r"spans 1×4, larger than the padded input 3×3", error.inner_text())
    assert shown.el.locator("canvas").first.is_hidden()
    shown.set(padding=[0, 1])
    assert error.is_hidden()
    assert shown.el.locator("canvas").first.is_visible()


def test_the_largest_state_fits_the_page(mount):
    shown = mount(
        SlidingKernel2D([[(r * c) % 7 - 3 for c in range(16)] for r in range(16)], [[0.25] * 7] * 7, padding=3)
    )
    width = shown.page.viewport_size["width"]
    for canvas in shown.el.locator("canvas").all():
        assert canvas.bounding_box()["width"] <= width
    assert shown.page.evaluate("document.documentElement.scrollWidth") <= width
