"""The figures of layer stacks and of convolution arithmetic: what they draw is what they were given."""

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from convnb.figures.arithmetic import arithmetic_table
from convnb.figures.stacks import stack_panels
from convnb.figures.style import PALETTE, png_bytes
from convnb.models.arithmetic import ARITHMETIC_CASES, picture


def frames(ax):
    """(row, column, height, width) of the outlines in the focus colour."""
    found = []
    for patch in ax.patches:
        if (
            isinstance(patch, Rectangle)
            and not patch.get_fill()
            and to_hex(patch.get_edgecolor()).upper() == PALETTE["focus"]
        ):
            found.append((patch.get_y(), patch.get_x(), patch.get_height(), patch.get_width()))
    return found


def marks(ax, marker):
    return {
        (y - 0.5, x - 0.5)
        for line in ax.lines
        if line.get_marker() == marker
        for x, y in zip(*line.get_data(), strict=True)
    }


@pytest.mark.parametrize("case", ARITHMETIC_CASES, ids=[case.name for case in ARITHMETIC_CASES])
def test_a_case_shows_its_window_and_its_output_cell(case):
    shown = picture(case, (case.size - 1, 0))
    ax = arithmetic_table([shown]).axes[0]
    first, last = shown.read[0, 0], shown.read[-1, -1]
    columns = shown.cells.shape[1]
    window, cell = frames(ax)
    assert window == (*first, *(last - first + 1))
    assert cell[0] == case.size - 1
    assert cell[1] > columns
    assert marks(ax, "o") == {tuple(place) for place in shown.read.reshape(-1, 2).tolist()}
    assert marks(ax, "x") == {tuple(place) for place in np.argwhere(shown.unread).tolist()}
    boxes = [patch for patch in ax.patches if isinstance(patch, Rectangle) and patch.get_fill()]
    assert len(boxes) == shown.cells.size + case.size**2
    assert sum(bool(box.get_hatch()) for box in boxes) == (shown.cells == 0).sum()


def test_the_table_has_a_panel_for_each_case_at_one_scale():
    pictures = [picture(case) for case in ARITHMETIC_CASES]
    figure = arithmetic_table(pictures)
    assert len(figure.axes) == 16
    for ax, shown in zip(figure.axes, pictures, strict=True):
        assert " ".join(text.get_text() for text in ax.texts) == f"{shown.title} {shown.settings} →"
    figure.canvas.draw()
    scales = {round(ax.transData.transform((1, 0))[0] - ax.transData.transform((0, 0))[0], 3) for ax in figure.axes}
    assert len(scales) == 1
    labels = [text.get_text() for text in figure.legends[0].get_texts()]
    assert labels == ["input", "zeros around it", "zero between inputs", "read", "never read", "output"]
    assert len(png_bytes(figure)) < 500_000
    assert all(case.settings in figure.alt for case in ARITHMETIC_CASES)


def test_the_legend_names_only_what_occurs():
    labels = arithmetic_table([picture(ARITHMETIC_CASES[0])]).legends[0].get_texts()
    assert [text.get_text() for text in labels] == ["input", "read", "output"]


def test_texts_stay_inside_the_picture():
    figure = arithmetic_table([picture(case) for case in ARITHMETIC_CASES])
    png_bytes(figure)
    box = figure.bbox
    starts = [*sorted({round(ax.get_position().x0, 6) for ax in figure.axes}), 1.0]
    for ax in figure.axes:
        end = next(start for start in starts if start > ax.get_position().x0 + 1e-6) * box.width
        for text in ax.texts:
            extent = text.get_window_extent()
            assert extent.x1 <= end
            assert extent.y1 <= box.height


def stack():
    return stack_panels(
        [(3, 6, 9), (8, 4, 7), (8, 2, 3)],
        ["convolution 3×3", "max pooling 2×2"],
        [224, 0],
        [6048, 0],
        field=(np.array([0, 1, 3]), np.array([2, 3, 4, 5])),
        bounds=[(-1, 3), (2, 5)],
        unit=(0, 1),
    )


def test_a_stack_shows_the_field_and_what_lies_beyond_the_border():
    plan = stack().axes[0]
    data = plan.images[0].get_array()
    seen = (data == data[0, 2]).all(axis=2)
    assert data.shape == (6, 9, 3)
    assert np.argwhere(seen.any(axis=1)).ravel().tolist() == [0, 1, 3]
    assert np.argwhere(seen.any(axis=0)).ravel().tolist() == [2, 3, 4, 5]
    assert frames(plan) == [(-1.5, 1.5, 5, 4)]
    assert plan.get_ylim()[1] <= -1.5


def test_a_stack_lists_its_layers_and_their_sums():
    figure = stack()
    cells = {place: cell.get_text().get_text() for place, cell in figure.axes[1].tables[0].get_celld().items()}
    assert [cells[2, column] for column in range(4)] == ["0 convolution 3×3", "8×4×7", "224", "6,048"]
    assert [cells[4, column] for column in range(4)] == ["total", "8×2×3", "224", "6,048"]
    assert "rows 0 to 3 and columns 2 to 5" in figure.alt
    assert "224 parameters and 6,048 multiply-adds" in figure.alt
