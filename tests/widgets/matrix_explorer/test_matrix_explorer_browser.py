"""MatrixExplorer under the mouse and the keyboard: what is pointed at is followed everywhere; and its states."""

import numpy as np
import pytest

from convnb.widgets import MatrixExplorer

INPUT, KERNEL, OUTPUT, FIRST, SECOND = range(5)  # FIRST and SECOND: the matrices
GAP = 6


def grid_at(shown, canvas, row, col):
    """The middle of a cell of the input, kernel or output, in CSS pixels from the canvas's corner."""
    cell = (shown.el.locator("canvas").nth(KERNEL).bounding_box()["width"] - 2) / len(shown.get("kernel")[0])
    return 1 + (col + 0.5) * cell, 1 + (row + 0.5) * cell


def entry_at(shown, canvas, row, col):
    """The middle of an entry of a matrix, forward; -1 for the list before it, which is as thick as a cell."""
    box = shown.el.locator("canvas").nth(canvas).bounding_box()
    big = canvas == SECOND or shown.get("view") == "matrix"
    left, top = (0, 1) if big else (1, 0)
    cell = (box["width"] - 2 - GAP) / (1 + (16 if big else 9))
    along = lambda at, list_before: 1 + (cell / 2 if at < 0 else list_before * (cell + GAP) + (at + 0.5) * cell)  # noqa: E731
    return along(col, left), along(row, top)


def hover(shown, canvas, place):
    shown.el.locator("canvas").nth(canvas).hover(position={"x": place[0], "y": place[1]})
    shown.frame()


def click(shown, canvas, place):
    shown.el.locator("canvas").nth(canvas).click(position={"x": place[0], "y": place[1]})
    shown.frame()


def leave(shown):
    shown.page.mouse.move(0, 0)
    shown.frame()


def pictures(shown):
    return [shown.pixels(canvas) for canvas in range(shown.el.locator("canvas").count())]


def total(shown):
    """What stands under the grids: the sum with its numbers, or what is pointed at."""
    return shown.el.locator(".convnb-sum").first.inner_text()


@pytest.fixture
def shown(mount):
    return mount(MatrixExplorer(position=4))


@pytest.fixture
def both(mount):
    return mount(MatrixExplorer(position=4, view="both"))


def test_the_course_example_with_its_numbers(shown):
    assert total(shown) == "z[1, 1] = w · P[:, 4] = 1×6 + 2×7 + 3×10 + 4×11 = 94"
    text = shown.text()
    assert "P = im2col(x), 4×9: one column per patch" in text
    assert "P holds 36 numbers for 16 pixels (2.3 copies of each), 144 bytes as float32; M has 144 entries, 108" in text
    shown.el.get_by_role("radiogroup", name="Product").get_by_label("M · a").check()
    assert total(shown) == "z[1, 1] = M[4] · a = 1×6 + 2×7 + 3×10 + 4×11 = 94 (12 zeros left out)"
    assert shown.get("view") == "matrix"


@pytest.mark.parametrize(
    ("canvas", "place"),
    [
        (INPUT, None),
        (KERNEL, None),
        (OUTPUT, None),
        (FIRST, (2, 7)),
        (SECOND, (7, 10)),
    ],
    ids=["a pixel", "a weight", "an output", "an entry of P", "an entry of M"],
)
def test_pointing_at_one_picture_changes_all_that_belong_to_it(both, canvas, place):
    before = pictures(both)
    hover(both, canvas, entry_at(both, canvas, *place) if place else grid_at(both, canvas, 0, 1))
    after = pictures(both)
    changed = {at for at in range(5) if before[at] != after[at]}
    # The kernel is not marked where a whole output is meant.
    assert changed == ({INPUT, OUTPUT, FIRST, SECOND} if canvas == OUTPUT else {INPUT, KERNEL, OUTPUT, FIRST, SECOND})
    leave(both)
    assert pictures(both) == before


def test_what_is_said_about_entries_and_the_lists_beside_them(both):
    hover(both, FIRST, entry_at(both, FIRST, 3, 4))
    assert total(both).startswith("P[3, 4] = 11 is pixel [2, 2], met by w[1, 1]. z[1, 1] = w · P[:, 4]")
    hover(both, FIRST, entry_at(both, FIRST, 1, -1))
    assert total(both) == "Weight w[0, 1] = 2 multiplies row 1 of P: 9 numbers, one for each output."
    hover(both, SECOND, entry_at(both, SECOND, 0, 0))
    assert total(both).startswith("M[0, 0] = w[0, 0] = 1. z[0, 0] = M[0] · a = 1×1 + 2×2")
    hover(both, SECOND, entry_at(both, SECOND, -1, 15))
    assert total(both) == "Pixel [3, 3] = 16 is a[15], column 15 of M: it goes into z[2, 2] ×4."


def test_choosing_an_output_anywhere_goes_there(both):
    click(both, OUTPUT, grid_at(both, OUTPUT, 2, 0))
    assert both.get("position") == 6
    click(both, FIRST, entry_at(both, FIRST, 0, 3))
    assert both.get("position") == 3
    click(both, SECOND, entry_at(both, SECOND, 8, 2))
    assert both.get("position") == 8
    leave(both)
    assert total(both).startswith("z[2, 2] = w · P[:, 8] = M[8] · a")


def test_a_pixel_or_a_weight_is_pinned_and_let_go(shown):
    for canvas, words in ((INPUT, "Pixel [1, 0] = 5"), (KERNEL, "Weight w[1, 0] = 3")):
        click(shown, canvas, grid_at(shown, canvas, 1, 0))
        leave(shown)
        assert words in total(shown)
        click(shown, canvas, grid_at(shown, canvas, 1, 0))
        leave(shown)
        assert total(shown).startswith("z[1, 1]")
    assert shown.get("position") == 4


def test_dragging_the_window_and_dragging_along_the_matrix(both):
    start = grid_at(both, INPUT, 1, 1)
    both.drag(INPUT, start, [(start[0] + 10, start[1]), grid_at(both, INPUT, 2, 1)])
    assert both.get("position") == 7
    both.drag(FIRST, entry_at(both, FIRST, 1, 0), [entry_at(both, FIRST, 1, 2), entry_at(both, FIRST, 3, 5)])
    assert both.get("position") == 5
    both.drag(SECOND, entry_at(both, SECOND, 1, 0), [entry_at(both, SECOND, 3, 4), entry_at(both, SECOND, 2, 5)])
    assert both.get("position") == 2


def test_backward_the_position_is_a_pixel_and_deltas_are_typed_in(shown):
    shown.el.get_by_label("Backward").check()
    assert total(shown).startswith("grad_x[0, 0], where col2im adds 1 of the 36 entries of wᵀ δ: 1×1 = 1")
    click(shown, INPUT, grid_at(shown, INPUT, 1, 1))
    assert shown.get("position") == 5
    leave(shown)
    assert total(shown).endswith("4×1 + 3×2 + 2×3 + 1×0 = 16")
    output = shown.el.locator("canvas").nth(OUTPUT)
    hint = shown.el.get_by_text("double-click a number to change it")
    assert hint.is_visible()
    output.dblclick(position=dict(zip("xy", grid_at(shown, OUTPUT, 1, 1), strict=True)))
    shown.page.keyboard.type("-2")
    shown.page.keyboard.press("Enter")
    assert hint.is_hidden()
    assert shown.get("grad_y") == [[1, 2, -1], [3, -2, 1], [-2, 1, 4]]
    shown.page.mouse.move(0, 0)
    output.press("Escape")
    assert total(shown).endswith("4×1 + 3×2 + 2×3 + 1×(−2) = 14")
    shown.drag(INPUT, grid_at(shown, INPUT, 0, 0), [grid_at(shown, INPUT, 1, 2), grid_at(shown, INPUT, 3, 1)])
    assert shown.get("position") == 13


def test_what_is_computed_cannot_be_typed_over(shown):
    for transposed, canvas in ((False, OUTPUT), (True, INPUT)):
        shown.set(transposed=transposed)
        place = dict(zip("xy", grid_at(shown, canvas, 0, 0), strict=True))
        shown.el.locator("canvas").nth(canvas).dblclick(position=place)
        assert shown.el.locator(".convnb-editor").count() == 0


def test_a_delta_typed_where_the_given_ones_are_repeated(mount):
    shown = mount(MatrixExplorer(np.ones((3, 4)), [[2]], transposed=True, grad_y=[[1, 2]]))
    output = shown.el.locator("canvas").nth(OUTPUT)
    output.focus()
    for key in ("ArrowDown", "ArrowDown", "5"):
        output.press(key)
    shown.page.keyboard.press("Enter")
    assert shown.get("grad_y") == [[1, 2, 1, 2], [5, 2, 1, 2], [1, 2, 1, 2]]


def test_typing_into_the_input_and_the_kernel(shown):
    kernel = shown.el.locator("canvas").nth(KERNEL)
    kernel.focus()
    for key in ("ArrowDown", "ArrowRight", "9"):  # the first arrow shows the cursor where it is
        kernel.press(key)
    shown.page.keyboard.press("Enter")
    assert shown.get("kernel") == [[1, 9], [3, 4]]
    shown.el.locator("canvas").nth(INPUT).dblclick(position=dict(zip("xy", grid_at(shown, INPUT, 1, 1), strict=True)))
    shown.page.keyboard.type("-0.5")
    shown.page.keyboard.press("Enter")
    assert shown.get("input")[1] == [5, -0.5, 7, 8]
    leave(shown)
    shown.el.locator("canvas").nth(INPUT).press("Escape")
    assert total(shown) == "z[1, 1] = w · P[:, 4] = 1×(−0.5) + 9×7 + 3×10 + 4×11 = 136.5"


def test_the_matrices_by_keyboard_alone(both):
    big = both.el.locator("canvas").nth(SECOND)
    big.focus()
    big.press("ArrowRight")  # the first arrow shows the entry of the position
    both.frame()
    assert total(both).startswith("M[4, 5] = w[0, 0] = 1. z[1, 1]")
    big.press("ArrowLeft")
    big.press("ArrowDown")
    assert total(both).startswith("M[5, 4] = 0: z[1, 2] does not read pixel [1, 0].")
    big.press("Enter")
    assert both.get("position") == 5
    patches = both.el.locator("canvas").nth(FIRST)
    patches.focus()
    patches.press("ArrowDown")
    assert total(both).startswith("P[0, 5] = 7 is pixel [1, 2], met by w[0, 0].")
    patches.press("Escape")
    assert total(both).startswith("z[1, 2] = w · P[:, 5] = M[5] · a")
    output = both.el.locator("canvas").nth(OUTPUT)
    output.focus()
    output.press("ArrowUp")
    assert both.get("position") == 2


# --- states ---


def test_the_scrub_slider_counts_outputs_and_backward_pixels(shown):
    slider = shown.el.get_by_role("slider", name="Output")
    slider.press("End")
    assert shown.get("position") == 8
    shown.frame()
    assert slider.get_attribute("aria-valuetext") == "row 2, column 2"
    shown.el.get_by_label("Backward").check()
    shown.frame()  # until then the slider ends where it ended before
    slider = shown.el.get_by_role("slider", name="Input")
    slider.press("End")
    assert shown.get("position") == 15
    shown.frame()
    assert slider.get_attribute("aria-valuetext") == "row 3, column 3"


def test_playing_goes_through_the_columns(shown):
    shown.play("position", 8, 1)


def test_every_example_in_every_view(shown):
    shown.open("Examples")
    example = shown.el.get_by_label("Example", exact=True)
    names = example.evaluate("select => [...select.options].map(option => option.value)")
    assert len(names) == 6
    seen = set()
    for name in names:
        example.select_option(name)
        # The hand rests: before that, a view that Python sets could be taken for an echo of an example's.
        shown.page.evaluate("window.dispatchEvent(new Event('pointerup'))")
        for view in ("columns", "matrix", "both"):
            for transposed in (False, True):
                shown.set(view=view, transposed=transposed)
                assert shown.el.locator(".convnb-error").is_hidden(), name
                assert example.input_value() == name
                assert shown.el.locator("canvas").count() == (5 if view == "both" else 4)
                if view != "both":  # there the matrices have smaller cells
                    seen.add(shown.pixels(FIRST))
    assert len(seen) == 6 * 4


def test_stride_2_says_which_rows_are_kept(shown):
    shown.open("Examples")
    shown.el.get_by_label("Example", exact=True).select_option("Stride 2")
    assert "this M holds rows 0, 2, 6, 8 of the matrix for stride 1, not every second one" in shown.text()
    assert shown.get("view") == "matrix"


def test_one_axis_offers_one_axis_of_sliders(mount):
    shown = mount(MatrixExplorer([3, 1, 4, 2], [1, 2], view="matrix"))
    shown.open("Stride")
    shown.open("Examples")
    names = shown.el.locator(".convnb-fold-panel input[type=range]:visible").evaluate_all(
        "all => all.map(el => el.ariaLabel)"
    )
    assert names == [f"{name}, columns" for name in ("stride", "padding", "dilation", "input", "kernel")]
    assert shown.el.get_by_label("Example", exact=True).input_value() == "1-D: [w1 w2] on four numbers"
    shown.el.get_by_label("Example", exact=True).select_option("Padding 1")
    assert shown.el.get_by_role("slider", name="stride, rows").is_visible()


def test_no_slider_leads_to_a_layer_that_cannot_be(mount):
    rng = np.random.default_rng(5)
    shown = mount(MatrixExplorer(rng.integers(-5, 5, (3, 4)), [[1, 2], [3, 4]], dilation=2))
    shown.open("Stride")
    shown.open("Examples")
    sliders = shown.el.locator(".convnb-fold-panel input[type=range]").all()
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
    slider = both.el.get_by_role("slider", name="Output")
    before = slider.bounding_box()
    for canvas in (INPUT, KERNEL, OUTPUT):
        hover(both, canvas, grid_at(both, canvas, 1, 1))
        assert slider.bounding_box() == before
    hover(both, FIRST, entry_at(both, FIRST, 3, 4))
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
