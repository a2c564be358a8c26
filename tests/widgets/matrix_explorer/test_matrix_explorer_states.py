"""MatrixExplorer's states: positions, examples, sliders, what cannot be, and what must not move."""

import numpy as np
import pytest
from matrices import FIRST, INPUT, KERNEL, OUTPUT, entry_at, grid_at, hover

from convnb.widgets import MatrixExplorer


@pytest.fixture
def shown(mount):
    return mount(MatrixExplorer(position=4))


@pytest.fixture
def both(mount):
    return mount(MatrixExplorer(position=4, view="both"))


def test_the_scrub_slider_counts_outputs_and_backward_pixels(shown):
    slider = shown.el.get_by_role("slider", name="Position")
    slider.press("End")
    assert shown.get("position") == 8
    shown.frame()
    assert slider.get_attribute("aria-valuetext") == "output row 2, column 2"
    shown.el.get_by_label("Transposed").check()
    shown.frame()  # until then the slider ends where it ended before
    slider.press("End")
    assert shown.get("position") == 15
    shown.frame()
    assert slider.get_attribute("aria-valuetext") == "input row 3, column 3"


def test_playing_goes_through_the_columns(shown):
    shown.el.get_by_label("Speed").select_option("10 per second")
    shown.el.get_by_role("button", name="▶ Play").click()
    shown.page.wait_for_function("mounted[0].model.get('position') === 8", timeout=3000)
    shown.page.wait_for_function("mounted[0].model.get('position') === 1", timeout=3000)
    shown.el.get_by_role("button", name="Pause").click()


def test_every_example_in_every_view(shown):
    example = shown.el.get_by_label("Example", exact=True)
    names = example.evaluate("select => [...select.options].map(option => option.value)")
    assert len(names) == 6
    seen = set()
    for name in names:
        example.select_option(name)
        for view in ("columns", "matrix", "both"):
            for transposed in (False, True):
                shown.set(view=view, transposed=transposed)
                assert shown.el.locator(".convnb-error").is_hidden(), name
                assert example.input_value() == name
                assert shown.el.locator("canvas").count() == (5 if view == "both" else 4)
                seen.add(shown.pixels(FIRST))
    assert len(seen) == 6 * 4


def test_stride_2_says_which_rows_are_kept(shown):
    shown.el.get_by_label("Example", exact=True).select_option("Stride 2")
    assert "this M holds rows 0, 2, 6, 8 of the matrix for stride 1, not every second one" in shown.text()
    assert shown.get("view") == "matrix"


def test_one_axis_offers_one_axis_of_sliders(mount):
    shown = mount(MatrixExplorer([3, 1, 4, 2], [1, 2], view="matrix"))
    for summary in shown.el.locator("summary").all():
        summary.click()
    names = shown.el.locator(".convnb-fold input[type=range]:visible").evaluate_all(
        "all => all.map(el => el.ariaLabel)"
    )
    assert names == [f"{name}, columns" for name in ("stride", "padding", "dilation", "input", "kernel")]
    assert shown.el.get_by_label("Example", exact=True).input_value() == "1-D: [w1 w2] on four numbers"
    shown.el.get_by_label("Example", exact=True).select_option("Padding 1")
    assert shown.el.get_by_role("slider", name="stride, rows").is_visible()


def test_no_slider_leads_to_a_layer_that_cannot_be(mount):
    rng = np.random.default_rng(5)
    shown = mount(MatrixExplorer(rng.integers(-5, 5, (3, 4)), [[1, 2], [3, 4]], dilation=2))
    for summary in shown.el.locator("summary").all():
        summary.click()
    sliders = shown.el.locator(".convnb-fold input[type=range]").all()
    assert len(sliders) == 10
    for _ in range(4):
        for at in rng.permutation(len(sliders)):
            sliders[at].press(rng.choice(["Home", "End"]))
            assert shown.el.locator(".convnb-error").is_hidden()


def test_what_cannot_be_shown_gets_a_sentence_and_recovers(shown):
    alert = shown.el.get_by_role("alert")
    for state, words in (
        ({"kernel": [[1] * 5]}, "kernel is 1×5; this widget shows at most 4×4."),
        ({"padding": [5, 5]}, "The output has 169 cells, and M as many rows; 144 can be shown."),
        ({"dilation": [4, 1]}, "larger than the padded input"),
        ({"view": "rows"}, "view must be one of: columns, matrix, both."),
        ({"grad_y": [[1, None]]}, "grad_y[0][1] is not a number"),
    ):
        good = {name: shown.get(name) for name in state}
        shown.set(**state)
        assert words in alert.inner_text()
        shown.set(**good)
        assert alert.is_hidden()


def test_changing_the_numbers_changes_the_kept_picture_of_the_matrix(shown):
    shown.set(view="matrix")
    before = shown.pixels(FIRST)
    shown.set(kernel=[[1, 2], [3, 5]])
    changed = shown.pixels(FIRST)
    assert changed != before
    shown.set(kernel=[[1, 2], [3, 4]])
    assert shown.pixels(FIRST) == before


def test_the_layout_does_not_jump_under_the_pointer(both):
    slider = both.el.get_by_role("slider", name="Position")
    before = slider.bounding_box()
    for canvas in (INPUT, KERNEL, OUTPUT):
        hover(both, canvas, grid_at(both, canvas, 1, 1))
        assert slider.bounding_box() == before
    hover(both, FIRST, entry_at(3, 4, left=True))
    assert slider.bounding_box() == before


@pytest.mark.parametrize("view", ["columns", "matrix", "both"])
def test_a_narrow_page_is_not_overflown(quiet_page, mount, view):
    quiet_page.set_viewport_size({"width": 390, "height": 844})
    rng = np.random.default_rng(0)
    for widget in (
        MatrixExplorer(view=view),
        MatrixExplorer(rng.normal(size=(8, 8)), np.ones((4, 4)), view=view, padding=3),
    ):
        shown = mount(widget)
        assert shown.page.evaluate("document.documentElement.scrollWidth") <= 390
        box = shown.el.locator("canvas").nth(FIRST).bounding_box()
        assert box["x"] >= 0
        if view == "matrix":
            assert box["x"] + box["width"] <= 390
