"""align: delays that must be found again, with the right sign, and how it decides between equal matches."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import convnb
from convnb.ops import reference
from convnb.ops.correlation import alignment_scores

seeds = st.integers(0, 2**32 - 1)
gains = st.floats(0.01, 100.0)
offsets = st.floats(-1e4, 1e4)


def test_the_sign_of_a_lag():
    x = np.array([0.0, 3, -1, 2, 0, 0, 0])
    later = np.roll(x, 2)
    assert convnb.align(x, later).lag == 2  # y is late
    assert convnb.align(later, x).lag == -2
    assert convnb.align(x, x) == (0, pytest.approx(1))


@settings(deadline=None, max_examples=150)
@given(
    st.integers(-40, 40), st.integers(80, 140), st.integers(80, 140), gains, offsets, st.sampled_from([1, -1]), seeds
)
def test_delays_are_found_whatever_gain_offset_inversion_and_noise(delay, n_x, n_y, gain, offset, sign, seed):
    rng = np.random.default_rng(seed)
    sound = rng.normal(size=260)
    x, y = sound[60 : 60 + n_x], sound[60 - delay : 60 - delay + n_y]
    y = sign * gain * (y + 0.2 * rng.normal(size=n_y)) + offset
    lag, score = convnb.align(x, y)
    assert (lag, np.sign(score)) == (delay, sign)
    assert abs(score) > 0.5
    assert convnb.align(y, x).lag == -delay
    assert (type(lag), type(score)) == (int, float)


@pytest.mark.parametrize(("n_x", "n_y"), [(9, 14), (14, 9), (9, 9)])
def test_the_scores_by_their_definition(n_x, n_y):
    rng = np.random.default_rng(9)
    x, y = rng.normal(size=n_x) + 3, rng.normal(size=n_y) - 5
    lags, scores = alignment_scores(x, y)
    assert lags.tolist() == list(range(-(n_x - 1), n_y))
    for lag, score in zip(lags, scores, strict=True):
        # The longer signal, zeros around it, is cut where the shorter one lies.
        template, other, start = (x, y, lag) if n_x <= n_y else (y, x, -lag)
        around = np.pad(other - other.mean(), len(template))
        window = around[start + len(template) :][: len(template)]
        assert score == pytest.approx(reference.pearson(window, template), abs=1e-12)


def test_a_part_is_found_in_the_whole():
    whole = np.random.default_rng(10).normal(size=300)
    assert convnb.align(whole[120:150], whole) == (120, pytest.approx(1))
    assert convnb.align(whole, -whole[120:150]) == (-120, pytest.approx(-1))


def test_the_loud_part_does_not_decide():
    rng = np.random.default_rng(11)
    x = rng.normal(size=50)
    y = np.concatenate([0.01 * rng.normal(size=40), 0.01 * x, 5 + rng.normal(size=60)])
    assert convnb.align(x, y) == (40, pytest.approx(1))
    assert np.argmax(convnb.correlate(y - y.mean(), x)) - 49 != 40


def test_ties_go_to_the_larger_sum_of_products():
    # Every window of a ramp is the same ramp with an offset, so that the scores tie at lags 0 and 1.
    assert convnb.align([1, 2, 3], [0, 1, 2, 3]) == (1, pytest.approx(1))


def test_between_an_equal_positive_and_inverted_match_the_positive_wins():
    t = np.arange(400) * (2 * np.pi / 40)
    piece = np.sin(t[:40])
    lag, score = convnb.align(piece, np.cos(t))
    assert score == pytest.approx(1)
    np.testing.assert_allclose(np.cos(t)[lag : lag + 40], piece, atol=1e-12)


def test_equal_matches_go_to_the_smallest_lag():
    period = np.array([0.0, 2, -1, 1, 3, -5])
    assert convnb.align(period, np.tile(period, 4)).lag == 0
    assert convnb.align(period, np.tile(np.roll(period, 2), 4)).lag == 2
    wave = np.sin(np.arange(400) * (2 * np.pi / 40))  # the same again and again, but for rounding
    assert convnb.align(wave[40:80], wave).lag == 0


def test_rounding_next_to_silence_is_no_signal():
    # 0.3 - mean leaves 1e-17 at every silent sample: alone at the end of a window it must not score.
    y = np.full(50, 0.3)
    y[[20, 21, 22]] = [1.3, -1.7, 1.3]
    y[20:23] -= y[20:23].mean() - 0.3
    lags, scores = alignment_scores([0, 0, 0, 0, 1, -2, 1.0], y)
    assert not scores[(lags < 14) | (lags > 22)].any()
    assert convnb.align([0, 0, 0, 0, 1, -2, 1.0], y) == (16, pytest.approx(1))


@pytest.mark.parametrize(
    ("x", "y", "message"),
    [
        ([], [1, 2], "x is empty (shape (0,)), it needs at least one entry"),
        ([1, 2], np.eye(3), "y must be 1-D, got 2-D with shape (3, 3)"),
        ([1, 2], [0.1] * 9, "y is constant (its 9 entries are 0.1), there is no shape to match"),
        ([5], [1, 2], "x is constant (its 1 entries are 5), there is no shape to match"),
        ([1, np.nan, 3, np.inf], [1, 2], "x has 2 of 4 samples NaN or inf"),
        ([1, 2], [1j, 2], "y must be real, got dtype complex128"),
    ],
)
def test_align_rejects(x, y, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        convnb.align(x, y)
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        alignment_scores(x, y)
