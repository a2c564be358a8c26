"""MatrixExplorer under the mouse and the keyboard: whatever is pointed at, the other pictures follow."""

import numpy as np
import pytest
from matrices import FIRST, INPUT, KERNEL, OUTPUT, SECOND, click, entry_at, grid_at, hover, leave, pictures
from support.grids import total

from convnb.widgets import MatrixExplorer


@pytest.fixture
def shown(mount):
    return mount(MatrixExplorer(position=4))


@pytest.fixture
def both(mount):
    return mount(MatrixExplorer(position=4, view="both"))


def test_the_course_example_with_its_numbers(shown):
    assert total(shown) == "z[1, 1] = w · P[:, 4] = 1×6 + 2×7 + 3×10 + 4×11 = 94"
    text = shown.text()
    assert "P = im2col(x), 4×9: one patch a column" in text
    assert "P holds 36 numbers for 16 pixels (2.3 copies of each), 144 bytes as float32; M has 144 entries, 108" in text
    shown.el.get_by_label("Product").select_option("M · a: a matrix times the picture")
    assert total(shown) == "z[1, 1] = M[4] · a = 1×6 + 2×7 + 3×10 + 4×11 = 94 (12 zeros left out)"
    assert shown.get("view") == "matrix"


@pytest.mark.parametrize(
    ("canvas", "place"),
    [
        (INPUT, None),
        (KERNEL, None),
        (OUTPUT, None),
        (FIRST, entry_at(2, 7, left=True)),
        (SECOND, entry_at(7, 10, top=True)),
    ],
    ids=["a pixel", "a weight", "an output", "an entry of P", "an entry of M"],
)
def test_pointing_at_one_picture_changes_all_that_belong_to_it(both, canvas, place):
    before = pictures(both)
    hover(both, canvas, place or grid_at(both, canvas, 0, 1))
    after = pictures(both)
    changed = {at for at in range(5) if before[at] != after[at]}
    # The kernel is not marked where a whole output is meant.
    assert changed == ({INPUT, OUTPUT, FIRST, SECOND} if canvas == OUTPUT else {INPUT, KERNEL, OUTPUT, FIRST, SECOND})
    leave(both)
    assert pictures(both) == before


def test_what_is_said_about_entries_and_the_lists_beside_them(both):
    hover(both, FIRST, entry_at(3, 4, left=True))
    assert total(both).startswith("P[3, 4] = 11 is pixel [2, 2], met by w[1, 1]. z[1, 1] = w · P[:, 4]")
    hover(both, FIRST, (5, entry_at(1, 0)[1]))
    assert total(both) == "Weight w[0, 1] = 2 multiplies row 1 of P: 9 numbers, one for each output."
    hover(both, SECOND, entry_at(0, 0, top=True))
    assert total(both).startswith("M[0, 0] = w[0, 0] = 1. z[0, 0] = M[0] · a = 1×1 + 2×2")
    hover(both, SECOND, (entry_at(0, 15)[0], 5))
    assert total(both) == "Pixel [3, 3] = 16 is a[15], column 15 of M: it goes into z[2, 2] ×4."


def test_choosing_an_output_anywhere_goes_there(both):
    click(both, OUTPUT, grid_at(both, OUTPUT, 2, 0))
    assert both.get("position") == 6
    click(both, FIRST, entry_at(0, 3, left=True))
    assert both.get("position") == 3
    click(both, SECOND, entry_at(8, 2, top=True))
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
    both.drag(FIRST, entry_at(1, 0, left=True), [entry_at(1, 2, left=True), entry_at(3, 5, left=True)])
    assert both.get("position") == 5
    both.drag(SECOND, entry_at(1, 0, top=True), [entry_at(3, 4, top=True), entry_at(2, 5, top=True)])
    assert both.get("position") == 2


def test_backward_the_position_is_a_pixel_and_deltas_are_typed_in(shown):
    shown.el.get_by_label("Transposed").check()
    assert total(shown).startswith("grad_x[0, 0], where col2im adds 1 of the 36 entries of wᵀ δ: 1×1 = 1")
    click(shown, INPUT, grid_at(shown, INPUT, 1, 1))
    assert shown.get("position") == 5
    leave(shown)
    assert total(shown).endswith("4×1 + 3×2 + 2×3 + 1×0 = 16")
    output = shown.el.locator("canvas").nth(OUTPUT)
    output.dblclick(position=dict(zip("xy", grid_at(shown, OUTPUT, 1, 1), strict=True)))
    shown.page.keyboard.type("-2")
    shown.page.keyboard.press("Enter")
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
