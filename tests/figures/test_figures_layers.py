"""The figures that compare layers."""

import numpy as np

from convnb.figures.layers import commuting_square, connections, costs


def test_a_line_for_each_kernel_joins_what_is_in_one_group():
    figure = connections(8, {"one": [(6, 1)], "two": [(6, 2)], "apart": [(8, 8)], "separable": [(8, 8), (6, 1)]})
    lines = [ax.get_lines() for ax in figure.axes]
    assert [len(one) for one in lines] == [48, 24, 8, 56]
    assert "one: 48; two: 24; apart: 8; separable: 8 and 48" in figure.alt
    heights = [-np.linspace(0, 1, count + 2)[1:-1] for count in (8, 6)]
    joined = {tuple(np.argmin(abs(h - y)) for h, y in zip(heights, line.get_ydata(), strict=True)) for line in lines[1]}
    assert joined == {(c, f) for c in range(8) for f in range(6) if (c < 4) == (f < 3)}


def test_the_costs_are_the_lengths_of_the_bars_and_stand_beside_them():
    figure = costs({"full": (154_140_672, 154_140_672), "shared": (4_800, 3_763_200)})
    (ax,) = figure.axes
    assert [patch.get_width() for patch in ax.patches] == [154_140_672, 4_800, 154_140_672, 3_763_200]
    assert [text.get_text().strip() for text in ax.texts] == ["154,140,672", "4,800", "154,140,672", "3,763,200"]
    assert "shared: 4,800, 3,763,200" in figure.alt


def test_both_ways_round_the_square_end_at_its_last_picture():
    views = [np.full((2, 3), k) for k in range(4)]
    figure = commuting_square(views, list("abcd"), across="roll", down="convolve")
    boxes = [ax.get_position() for ax in figure.axes]
    assert [ax.images[0].get_array()[0, 0] for ax in figure.axes] == [0, 1, 2, 3]
    assert boxes[0].x0 == boxes[2].x0 < boxes[1].x0 == boxes[3].x0
    assert boxes[2].y0 == boxes[3].y0 < boxes[0].y0 == boxes[1].y0
    assert [text.get_text() for text in figure.texts] == ["roll", "roll", "convolve", "convolve"]
    assert (
        figure.alt == "A square of pictures: a, b, c, d. roll leads from left to right, convolve from above downwards."
    )
