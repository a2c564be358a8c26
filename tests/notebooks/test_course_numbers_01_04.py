"""The worked numbers of notebooks 00 to 04 that no operator's own test asserts."""

from pathlib import Path

import nbformat
import numpy as np
import pytest

from convnb import (
    conv2d,
    conv_transpose2d,
    convolve,
    correlate,
    normalized_correlate,
    output_size,
    receptive_field,
    transposed_output_size,
)
from convnb.datasets import photograph
from convnb.widgets import ImageFilter, SignalAligner, SlidingKernel2D

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
EDGES = np.array([[-1, 0, 1]] * 3)


def test_under_a_lamp_only_the_normalised_score_finds_the_coin():
    coins = photograph("coins")
    lit = 0.4 * coins + 0.1 + np.linspace(0.4, 0, coins.shape[1])
    coin = (slice(13, 76), slice(299, 362))
    raw, score = correlate(lit, coins[coin], "valid"), normalized_correlate(lit, coins[coin])
    assert np.unravel_index(np.argmax(score), score.shape) == (13, 299)
    assert np.unravel_index(np.argmax(raw), raw.shape)[1] < 63


def test_what_the_text_says_of_two_hits():
    cells = nbformat.read(NOTEBOOKS / "02_pain_impulses.ipynb", as_version=4).cells
    text = "\n".join(cell.source for cell in cells)
    first, second = (convolve(hits, [3, 2, 1])[3] for hits in ([0, 0, 1, 0], [0, 0, 0, 1]))
    assert f"In minute 3 both hurt: {first} from the first hit and {second} from the second." in text
    assert f"The sum is {first + second}, as before." in text


def test_polynomials_and_long_multiplication_are_convolutions():
    assert convolve([1, 2], [3, 4]).tolist() == [3, 10, 8]
    assert 3 * 100 + 10 * 10 + 8 == 12 * 34


def test_lengths_of_full_same_and_valid():
    x, kernel = np.arange(1, 8), [3, 2, 1]
    assert [convolve(x, kernel, mode).size for mode in ("full", "same", "valid")] == [9, 7, 5]


def test_two_dice_and_ten():
    die = np.ones(6) / 6
    assert (36 * convolve(die, die)).round(9).tolist() == [1, 2, 3, 4, 5, 6, 5, 4, 3, 2, 1]
    ten = die
    for _ in range(9):
        ten = convolve(ten, die)
    sums = np.arange(10, 61)
    assert np.sum(sums * ten) == pytest.approx(35)
    assert np.sum((sums - 35) ** 2 * ten) == pytest.approx(10 * 35 / 12)


def test_a_linear_time_invariant_system_convolves_with_its_impulse_response():
    def system(x):
        return [sum(now / 2 ** (t - s) for s, now in enumerate(x[: t + 1])) for t in range(len(x))]

    assert system([8, 0, 4, 0]) == convolve([8, 0, 4, 0], system([1, 0, 0, 0]))[:4].tolist() == [8, 4, 6, 3]


def test_an_echo_is_a_later_weaker_copy():
    sound = np.array([1.0, -2, 3])
    kernel = np.zeros(5)
    kernel[0], kernel[4] = 1, 0.5
    assert convolve(sound, kernel).tolist() == [1, -2, 3, 0, 0.5, -1, 1.5]


def test_full_convolution_of_3x3_and_4x4_is_6x6_and_valid_needs_room():
    assert convolve(np.ones((4, 4)), np.ones((3, 3))).shape == (6, 6)
    with pytest.raises(ValueError, match="2x5 and kernel 3x3"):
        convolve(np.ones((2, 5)), np.ones((3, 3)), "valid")


def test_neighbour_difference_turns_280x320_into_280x319():
    part = photograph("camera")[:280, :320]
    assert correlate(part, [[-1, 1]], "valid").shape == (280, 319)


def test_the_sign_says_the_direction_of_an_edge():
    step = np.tile([0.0, 0, 0, 1, 1, 1], (5, 1))
    assert correlate(step, EDGES, "valid").max() == 3
    assert correlate(step[:, ::-1], EDGES, "valid").min() == -3
    assert not correlate(step.T, EDGES, "valid").any()


def test_a_gaussian_blur_is_two_passes():
    bell = np.exp(-(np.arange(-4, 5) ** 2) / 4.5)
    picture = photograph("camera")[:40, :60]
    in_two = correlate(correlate(picture, bell[:, None], "valid"), bell[None, :], "valid")
    np.testing.assert_allclose(correlate(picture, np.outer(bell, bell), "valid"), in_two)


def test_an_arrow_of_two_responses_points_to_where_it_gets_brighter():
    window = np.array([[0, 1, 1], [0, 0, 1], [0, 0, 0]])
    gx, gy = np.sum(window * EDGES), np.sum(window * EDGES.T[::-1])
    assert (gx, gy) == (2, 2)
    assert np.degrees(np.arctan2(gy, gx)) == pytest.approx(45)


def strength(picture):
    return np.hypot(*(correlate(picture, kernel, "valid") for kernel in (EDGES, EDGES.T[::-1])))


def gaussian():
    bell = np.exp(-(np.arange(-4, 5) ** 2) / (2 * 1.5**2))
    return np.outer(bell, bell) / bell.sum() ** 2


def test_blur_and_difference_are_one_kernel_and_the_grass_goes():
    camera = photograph("camera")
    blurred = correlate(camera, gaussian(), "valid")
    at_once = correlate(camera, convolve(gaussian(), EDGES), "valid")
    np.testing.assert_allclose(at_once, correlate(blurred, EDGES, "valid"), atol=1e-12)
    grass = (slice(350, 450), slice(420, 490))
    sharp, soft = (np.mean(strength(picture)[grass] > 0.3) for picture in (camera, blurred))
    assert (round(sharp, 2), round(soft, 2)) == (0.16, 0)


def test_a_kernel_answers_most_to_what_looks_like_itself():
    camera, kernel = photograph("camera"), convolve(gaussian(), EDGES)
    answer, alike = correlate(camera, kernel, "valid"), normalized_correlate(camera, kernel)
    assert alike.flat[answer.argmax()] > 0.55
    assert alike.flat[answer.argmin()] < -0.55


def test_clipping_at_black_hides_about_half_of_the_edges():
    upright = correlate(photograph("camera"), EDGES, "valid")
    edges = abs(upright) > 0.2
    assert 0.4 < np.mean(upright[edges] < 0) < 0.6
    assert not np.clip(upright, 0, 1)[edges & (upright < 0)].any()


def test_loops_that_stop_early_lose_the_last_window_where_the_stride_divides():
    for n, k, stride in [(7, 3, 2), (8, 3, 2), (10, 4, 3), (9, 3, 1), (11, 3, 4), (3, 3, 2)]:
        windows = output_size(n, k, stride=stride)
        assert len(range(0, n - k + 1, stride)) == windows
        assert windows - len(range(0, n - k, stride)) == ((n - k) % stride == 0)
    assert output_size(7, 3, stride=2) == 3 > (7 - 3 + 1) // 2


def test_what_a_stride_does_not_read_has_no_influence():
    x = np.arange(42.0).reshape(1, 1, 6, 7)
    weight = np.arange(9.0).reshape(1, 1, 3, 3)
    changed = x.copy()
    changed[..., -1, :] = changed[..., :, -1] = 99
    y = conv2d(x, weight, stride=(2, 3))
    assert y.shape[2:] == (output_size(6, 3, stride=2), output_size(7, 3, stride=3)) == (2, 2)
    np.testing.assert_array_equal(y, conv2d(changed, weight, stride=(2, 3)))


def test_two_stacked_3x3_see_5x5_and_dilated_stacks_grow_exponentially():
    assert receptive_field([3, 3]) == 5
    assert receptive_field([(3, 2, 1), (3, 1, 1)]) == 7
    assert [receptive_field([(3, 1, 2**i) for i in range(depth)]) for depth in range(1, 6)] == [3, 7, 15, 31, 63]


def test_output_padding_says_which_size_was_lost():
    assert [output_size(n, 3, stride=2) for n in (5, 6)] == [2, 2]
    assert [transposed_output_size(2, 3, stride=2, output_padding=extra) for extra in (0, 1)] == [5, 6]


def test_copies_two_apart_overlap_and_add():
    copies = conv_transpose2d(np.array([[[[1, 2]]]]), np.array([[[[1, 2, 3]]]]), stride=(1, 2))
    assert copies.ravel().tolist() == [1, 2, 5, 4, 6]


def test_a_checkerboard_appears_where_the_stride_does_not_divide_the_kernel():
    reached = [conv_transpose2d(np.ones((1, 1, 1, 3)), np.ones((1, 1, 1, k)), stride=(1, 2))[0, 0, 0] for k in (3, 4)]
    assert reached[0].tolist() == [1, 1, 2, 1, 2, 1, 1]
    assert reached[1].tolist() == [1, 1, 2, 2, 2, 2, 1, 1]


# --- the tasks of the widgets can be done, and not by what they begin with ---


def test_only_the_first_crest_on_a_trough_makes_the_smallest_sum():
    waves = SignalAligner(source="sine and cosine", goal={"text": "Smallest", "value": {"most": -171.8}})
    met = []
    for waves.lag in range(-60, 61):
        met += [waves.lag] if waves.goal_met else []
    assert met == [15]


def test_a_lone_1_at_the_left_moves_the_picture_to_the_right():
    goal = {"text": "Move it", "output": [[0, 0, 1], [0, 3, 4], [0, 6, 7]]}
    for column, met in enumerate([True, False, False]):
        kernel = np.zeros((3, 3))
        kernel[1, column] = 1
        assert SlidingKernel2D(np.arange(9).reshape(3, 3), kernel, padding=1, goal=goal).goal_met == met


def test_the_first_goal_is_met_by_a_blur_and_not_by_a_lone_1():
    cells = nbformat.read(NOTEBOOKS / "00_start_here.ipynb", as_version=4).cells
    names = {}
    exec(next(cell.source for cell in cells if "ImageFilter(goal=goal)" in cell.source), names)
    alone, mirrored = np.zeros((5, 5)), np.full((5, 5), 1 / 25)
    alone[2, 2] = 1
    mirrored[0], mirrored[1] = -0.16, 0.24
    assert ImageFilter(kernel=np.full((5, 5), 1 / 25), goal=names["goal"]).goal_met
    for kernel in (alone, mirrored, np.full((3, 3), 1 / 9)):
        assert not ImageFilter(kernel=kernel, goal=names["goal"]).goal_met


def test_a_difference_along_the_right_leg_erases_it_and_keeps_the_others():
    goal = {"text": "Erase it", "left": {"least": 0.15}, "right": {"most": 0.07}}
    tripod = photograph("camera")[345:465, 236:396]
    along = np.zeros((5, 5))
    along[0, 1], along[-1, -2] = 1, -1
    for kernel in (along, -along, along[:, 1:-1]):
        assert ImageFilter(tripod, kernel, goal=goal).goal_met
    for kernel in (along[:, ::-1], *(size * EDGES for size in (0.3, 0.35, 0.4, 1)), EDGES.T, np.zeros((5, 5))):
        assert not ImageFilter(tripod, kernel, goal=goal).goal_met


def test_copies_that_lie_evenly_make_no_checkerboard():
    goal = {"text": "Even", "output": np.full((4, 4), 4)}
    ones, way = np.ones((3, 3)), {"stride": 2, "transposed": True, "goal": goal}
    assert SlidingKernel2D(ones, np.ones((4, 4)), padding=2, **way).goal_met
    assert SlidingKernel2D(ones, np.full((2, 2), 4), padding=1, **way).goal_met
    assert not SlidingKernel2D(ones, ones, **way).goal_met
