"""The cases of convolution arithmetic: the guide's sizes, and pictures that compute what the operators compute."""

import numpy as np
import pytest

from convnb.models.arithmetic import ARITHMETIC_CASES, INPUT, INSERTED, PADDING, Case, picture
from convnb.ops.conv import conv2d, conv_transpose2d

# (input, kernel, stride, padding, dilation, output), as printed in the guide.
GUIDE = {
    "no padding, no strides": (4, 3, 1, 0, 1, 2),
    "arbitrary padding": (5, 4, 1, 2, 1, 6),
    "half (same) padding": (5, 3, 1, 1, 1, 5),
    "full padding": (5, 3, 1, 2, 1, 7),
    "no padding, strides": (5, 3, 2, 0, 1, 2),
    "padding, strides": (5, 3, 2, 1, 1, 3),
    "padding, strides, odd": (6, 3, 2, 1, 1, 3),
    "dilation": (7, 3, 1, 0, 2, 3),
}
every = pytest.mark.parametrize("case", ARITHMETIC_CASES, ids=[case.name for case in ARITHMETIC_CASES])
forward = {case.name: case for case in ARITHMETIC_CASES if not case.transposed}
twins = {case.name.removesuffix(", transposed"): case for case in ARITHMETIC_CASES if case.transposed}


def test_all_cases_of_the_guide_are_there_with_their_sizes():
    assert forward.keys() == twins.keys() == GUIDE.keys()
    for name, case in forward.items():
        assert (case.n, case.kernel, case.stride, case.padding, case.dilation, case.size) == GUIDE[name]


def test_each_twin_goes_back_to_the_size_of_the_input():
    for name, twin in twins.items():
        *settings, size = GUIDE[name]
        assert (twin.n, twin.size) == (size, settings[0])
        assert (twin.kernel, twin.stride, twin.padding, twin.dilation) == tuple(settings[1:])
        assert twin.output_padding == (name == "padding, strides, odd")


def computed(case, x, weight):
    """The operator's own result, with a kernel that is not symmetric."""
    numbers = {"stride": case.stride, "padding": case.padding, "dilation": case.dilation}
    if case.transposed:
        return conv_transpose2d(x[None, None], weight[None, None], output_padding=case.output_padding, **numbers)[0, 0]
    return conv2d(x[None, None], weight[None, None], **numbers)[0, 0]


@every
def test_what_a_picture_reads_is_what_the_operator_computes(case):
    rng = np.random.default_rng(1)
    x, weight = rng.normal(size=(case.n, case.n)), rng.normal(size=(case.kernel, case.kernel))
    expected = computed(case, x, weight)
    sliding = weight[::-1, ::-1] if case.transposed else weight
    for cell in np.ndindex(expected.shape):
        seen = picture(case, cell)
        assert seen.output_shape == expected.shape
        values = np.zeros(seen.cells.shape)
        values[seen.cells == INPUT] = x.ravel()
        total = np.sum(values[seen.read[..., 0], seen.read[..., 1]] * sliding)
        assert total == pytest.approx(expected[cell])


@every
def test_unread_cells_are_those_that_no_window_spans(case):
    spanned = np.zeros(picture(case).cells.shape, bool)
    for cell in np.ndindex(case.size, case.size):
        read = picture(case, cell).read
        (top, left), (bottom, right) = read[0, 0], read[-1, -1]
        spanned[top : bottom + 1, left : right + 1] = True
    np.testing.assert_array_equal(picture(case).unread, ~spanned)
    assert picture(case).unread.any() == (case.name == "padding, strides, odd")


def test_zeros_stand_between_and_around():
    cells = picture(twins["padding, strides, odd"]).cells
    row = [PADDING, INPUT, INSERTED, INPUT, INSERTED, INPUT, PADDING, PADDING]
    assert cells[1].tolist() == row
    assert cells[2].tolist() == [PADDING, *5 * [INSERTED], PADDING, PADDING]
    assert set(cells[7].tolist()) == {PADDING}


def test_settings_name_what_is_not_the_default():
    assert forward["no padding, no strides"].settings == "4×4, k 3 → 2×2"
    assert twins["padding, strides, odd"].settings == "3×3, k 3, s 2, p 1, output padding 1 → 6×6"
    assert twins["dilation"].settings == "3×3, k 3, d 2 → 7×7"


def test_cells_outside_and_deep_crops_are_refused():
    with pytest.raises(ValueError, match=r"cell must lie in the 2x2 output, got \(2, 0\)"):
        picture(ARITHMETIC_CASES[0], (2, 0))
    with pytest.raises(ValueError, match="padding 2 crops more than the 1 zeros"):
        picture(Case("deep", 6, 2, padding=2, transposed=True))
