"""The still pictures of lists: which bar stands where, what is stacked, framed and written."""

import numpy as np
import pytest
from matplotlib.colors import to_hex

from convnb.figures import rows
from convnb.figures.style import PALETTE, png_bytes
from convnb.ops.correlation import convolve, correlate, correlation_lags

HITS = np.array([0.0, 0.0, 1.0, 2.0, 0.0])
RESPONSE = np.array([3.0, -2.0, 1.0])
RESULT = convolve(HITS, RESPONSE)
COPIES = np.array([convolve(hit, RESPONSE) for hit in np.diag(HITS)])


def bars(ax, role):
    """{slot: (bottom, height)} of the bars in a role's colour; the bars of several calls are added up per slot."""
    found = {}
    for container in ax.containers:
        for bar in container:
            if to_hex(bar.get_facecolor()).upper() == PALETTE[role]:
                slot = round(bar.get_x() + bar.get_width() / 2)
                found.setdefault(slot, []).append((round(bar.get_y(), 9), round(bar.get_height(), 9)))
    return found


def frames(ax):
    """(first slot, last slot) of every focus frame."""
    focus = [p for p in ax.patches if to_hex(p.get_edgecolor()).upper() == PALETTE["focus"]]
    return [(p.get_x() + 0.5, p.get_x() + p.get_width() - 0.5) for p in focus]


def written(ax):
    return {round(text.xy[0]): text.get_text() for text in ax.texts}


def heights(ax, role):
    return {slot: sum(height for _, height in parts) for slot, parts in bars(ax, role).items()}


def test_copies_stand_on_each_other_and_the_sums_are_written_above():
    top, bottom = rows.impulse_panels(HITS, RESPONSE, RESULT, 3, copies=COPIES).axes
    assert heights(top, "input") == dict(enumerate(HITS))
    stacks = bars(bottom, "kernel")
    # At 3 the first hit pulls down by 2, the second pushes up by 6: two stacks that begin at zero.
    assert sorted(stacks[3]) == [(0, -2), (0, 6)]
    # At 4 the copies are 1 and -4.
    assert sorted(stacks[4]) == [(0, -4), (0, 1)]
    assert {slot: text for slot, text in written(bottom).items() if text != "0"} == {2: "3", 3: "4", 4: "−3", 5: "2"}
    assert frames(top) == frames(bottom) == [(3, 3)]


def test_copies_with_the_same_sign_are_stacked():
    copies = np.array([convolve(hit, [3.0, 2.0, 1.0]) for hit in np.diag([1.0, 1.0])])
    bottom = rows.impulse_panels([1, 1], [3, 2, 1], copies.sum(axis=0), 1, copies=copies).axes[1]
    assert bars(bottom, "kernel")[1] == [(0, 2), (2, 3)]
    hatches = {bar.get_hatch() for container in bottom.containers for bar in container}
    assert len(hatches) == 2
    line = bottom.collections[0].get_segments()
    assert [segment[0][1] for segment in line] == [3, 5, 3, 1]


def test_the_output_side_turns_the_response_round_under_its_window():
    figure = rows.impulse_panels(HITS, RESPONSE, RESULT, 3, products=COPIES[:, 3])
    top, turned, products, result = figure.axes
    assert heights(turned, "kernel") == {1: 1, 2: -2, 3: 3}
    assert heights(products, "output") == {0: 0, 1: 0, 2: -2, 3: 6, 4: 0}
    assert heights(result, "output") == dict(enumerate(RESULT))
    assert frames(top) == frames(turned) == frames(products) == [(1, 3)]
    below = [(bar.get_height() < 0, bool(bar.get_hatch())) for ax in figure.axes for bar in ax.containers[0]]
    assert set(below) == {(True, True), (False, False)}, "negative is not said by colour and place alone"
    assert frames(result) == [(3, 3)]
    assert top.get_xlim() == (-2.5, 6.5)
    assert "h[3] = 4" in result.get_title(loc="left")
    assert "At τ = 3 it is 4." in figure.alt


def test_one_side_must_be_chosen():
    for what in ({}, {"copies": COPIES, "products": COPIES[:, 0]}):
        with pytest.raises(ValueError, match=r"copies .* or products"):
            rows.impulse_panels(HITS, RESPONSE, RESULT, 0, **what)


@pytest.mark.parametrize(("mode", "first"), [("full", -1), ("same", 0), ("valid", 2)])
def test_results_stand_under_the_middle_of_their_window(mode, first):
    x, kernel = np.array([1.0, 0.0, -2.0, 3.0, 1.0]), np.array([1.0, 2.0, 0.0, 4.0])
    output, starts = correlate(x, kernel, mode), correlation_lags(5, 4, mode)
    figure = rows.sliding_panels_1d(x, kernel, output, starts, position=1, mode=mode)
    top, middle, bottom = figure.axes
    assert heights(top, "input") == dict(enumerate(x))
    assert heights(middle, "kernel") == dict(enumerate(kernel, starts[1]))
    assert heights(bottom, "output") == dict(enumerate(output, first))
    assert frames(top) == frames(middle) == [(starts[1], starts[1] + 3)]
    assert frames(bottom) == [(first + 1, first + 1)]
    assert f"mode {mode}, length {output.size}" in bottom.get_title(loc="left")


def test_the_alt_text_says_operation_and_numbers():
    figure = rows.sliding_panels_1d([0, 1, 2, 3], [2, 1], [2.0, 4, 7], [0, 1, 2], operation="convolution", mode="valid")
    assert figure.alt.startswith(
        "Convolution, mode valid: signal 0, 1, 2, 3, kernel as it slides 2, 1, result 2, 4, 7."
    )
    assert ", flipped" in figure.axes[1].get_title(loc="left")
    many = rows.sliding_panels_1d(np.arange(40), [1], np.arange(40), np.arange(40))
    assert "11 and 28 more" in many.alt
    assert not many.axes[0].texts


def test_what_is_not_finite_is_written_without_a_bar():
    x = np.array([1.0, np.nan, np.inf, 2.0])
    figure = rows.sliding_panels_1d(x, [1.0], x, range(4))
    assert written(figure.axes[0]) == {0: "1", 1: "nan", 2: "inf", 3: "2"}
    assert heights(figure.axes[0], "input") == {0: 1, 1: 0, 2: 0, 3: 2}
    assert png_bytes(figure)
    copies = np.array([[np.nan, np.inf]])
    assert png_bytes(rows.impulse_panels([np.nan], [1, 2], copies[0], 0, copies=copies))


@pytest.mark.parametrize("chosen", [1, 2, 4])
def test_the_ways_of_an_input_carry_its_gradient(chosen):
    figure = rows.backward_paths(4, 3, chosen)
    weights, deltas = np.array([1.0, 2, 3]), np.array([5.0, 7])
    ax = figure.axes[0]
    labels = [text.get_text() for text in ax.texts if text.get_bbox_patch()]
    numbers = {f"$w_{{{k}}}$": weights[k - 1] for k in (1, 2, 3)} | {
        rf"$\delta_{{{t}}}$": deltas[t - 1] for t in (1, 2)
    }
    carried = [numbers[label] for label in labels]
    assert sum(w * d for w, d in zip(carried[::2], carried[1::2], strict=True)) == convolve(deltas, weights)[chosen - 1]
    arrows = [text for text in ax.texts if getattr(text, "arrow_patch", None)]
    assert len(arrows) == 2 * 3 + 2
    front = [arrow for arrow in arrows if to_hex(arrow.arrow_patch.get_edgecolor()).upper() == PALETTE["focus"]]
    assert len(front) == len(labels)
    assert f"The ways of a_{chosen}: through z_" in figure.alt
