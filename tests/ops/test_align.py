"""align: delays that must be found again, with the right sign, and how it decides between equal matches."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import convnb
from convnb.ops import correlation, reference
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
    assert convnb.align([0, 0, 1, 0, 0], [1, 0, 0, 0, 1]).lag == -2  # of -2 and 2 the negative one


def test_rounding_next_to_silence_is_no_signal():
    # 0.3 - mean leaves 1e-17 at every silent sample: alone at the end of a window it must not score.
    y = np.full(50, 0.3)
    y[[20, 21, 22]] = [1.3, -1.7, 1.3]
    y[20:23] -= y[20:23].mean() - 0.3
    lags, scores = alignment_scores([0, 0, 0, 0, 1, -2, 1.0], y)
    assert not scores[(lags < 14) | (lags > 22)].any()
    assert convnb.align([0, 0, 0, 0, 1, -2, 1.0], y) == (16, pytest.approx(1))


# --- long signals: a transform, where it cannot change the answer -------------------------------------------------


def hard_pairs(n, rng):
    """name -> (x, y): about n samples, whose best lag hangs by the last digits or drowns beside loud ones."""
    noise, silence = rng.normal(size=n), np.zeros(n)
    spike = np.where(np.arange(n) == n // 3, 1.0, 0.0)
    faint = noise + 10 ** rng.uniform(-12, -3) * rng.normal(size=n)
    range_of_levels = 10 ** rng.uniform(-7, 7, n)
    return {
        "delayed": (noise, np.concatenate([rng.normal(size=n // 4), noise + 0.1 * rng.normal(size=n)])),
        "inverted": (noise, np.concatenate([rng.normal(size=n // 4), -3 * noise + 7])),
        "two almost equal copies": (noise, np.concatenate([faint, silence, noise])),
        "a copy and an inverted one": (noise, np.concatenate([faint, silence, -noise])),
        "a click of 1e7": (noise, noise + 1e7 * np.roll(spike, 5)),
        "a click of 1e7 beside the match": (noise, np.concatenate([0.01 * noise, silence, 1e7 * spike])),
        "levels from 1e-7 to 1e7": (noise * range_of_levels, rng.normal(size=n) * range_of_levels),
        "an offset of 1e9": (noise + 1e9, np.roll(noise, 3) - 1e9),
        "constant stretches": (np.repeat(noise[: n // 16], 16), np.repeat(noise[: n // 16], 16)[n // 2 :]),
        "clicks in silence": (spike, np.concatenate([silence, spike, silence, -spike])),
        "a step": (np.sign(np.arange(n) - n // 2), np.sign(np.arange(2 * n) - n // 3)),
        "a ramp": (np.arange(n), np.arange(n + n // 2)),
        "waves": (np.sin(np.arange(n) * (2 * np.pi / 16)), np.cos(np.arange(3 * n) * (2 * np.pi / 16))),
        "noughts and ones": (rng.integers(0, 2, n), np.tile(rng.permutation(np.arange(n // 8) % 2), 12)),
    }


@pytest.mark.parametrize("name", hard_pairs(64, np.random.default_rng()))
@settings(deadline=None, max_examples=15)
@given(st.integers(64, 700), st.booleans(), seeds)
def test_a_transform_finds_the_lag_and_the_score_of_the_sum(name, n, swapped, seed):
    x, y = hard_pairs(n, np.random.default_rng(seed))[name][:: -1 if swapped else 1]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(correlation, "_SHORT", 10**9)
        right, (_, right_scores) = convnb.align(x, y), alignment_scores(x, y)
        patch.setattr(correlation, "_SHORT", 1)
        found, (_, scores) = convnb.align(x, y), alignment_scores(x, y)
    assert found == right  # to the last bit
    np.testing.assert_allclose(scores, right_scores, rtol=0, atol=1e-10)


def test_at_the_edge_of_a_tie_a_transform_decides_as_the_sum_does(monkeypatch):
    # Louder, and like x but for 1e-9 of its score: just in, it wins by its products; just out, the exact copy wins.
    rng = np.random.default_rng(12)
    x, other = rng.normal(size=(2, 500))

    def lag(deviation, short):
        monkeypatch.setattr(correlation, "_SHORT", short)
        return convnb.align(x, np.concatenate([5 * (x + deviation * other), np.zeros(500), x])).lag

    low, high = 1e-5, 1e-4
    while high - low > 1e-13:
        middle = (low + high) / 2
        low, high = (middle, high) if lag(middle, 10**9) == 0 else (low, middle)
    decisions = [(lag(d, 10**9), lag(d, 1)) for d in np.linspace(low - 3e-10, high + 3e-10, 200)]
    assert {by_sum for by_sum, _ in decisions} == {0, 1000}
    assert all(by_sum == by_transform for by_sum, by_transform in decisions)


def test_the_scores_of_long_signals_by_a_more_precise_sum():
    rng = np.random.default_rng(13)
    x, y = rng.normal(size=2000) + 3, rng.normal(size=3000) * 10 ** rng.uniform(-6, 6, 3000)
    lags, scores = alignment_scores(x, y)
    around, template = (np.longdouble(a) - np.longdouble(a).mean() for a in (np.longdouble(y), np.longdouble(x)))
    around = np.pad(around, 1999)
    for lag, score in zip(lags[::7], scores[::7], strict=True):
        window = around[lag + 1999 :][:2000]
        window = window - window.mean()
        exact = window @ template / np.sqrt((window @ window) * (template @ template))
        assert score == pytest.approx(float(exact), abs=2e-10)


@pytest.mark.parametrize(
    "change",
    [
        lambda x: x * 1e-310,
        lambda x: x * 1e300,
        lambda x: x.astype(np.longdouble) * np.longdouble("1e4000"),
        lambda x: x.astype(np.float16),
        lambda x: (x * 2**60).astype(np.int64),
    ],
)
def test_signals_of_any_size_are_aligned_whatever_the_session_calls_an_error(change):
    x = np.random.default_rng(15).normal(size=1000)
    y = change(x)  # on its way to 1e-310 or float16 a sample may well underflow
    with np.errstate(all="raise"):
        assert convnb.align(x, y) == (0, pytest.approx(1, abs=1e-6))
        assert convnb.align(y, x) == (0, pytest.approx(1, abs=1e-6))


@pytest.mark.parametrize("n", [24_000, 40_000, 60_000])
@pytest.mark.parametrize("sign", [1, -1])
def test_of_long_signals_few_lags_are_added_up(monkeypatch, n, sign):
    rng = np.random.default_rng(14)
    sound = rng.normal(size=n + 700)
    x, y = sound[700:], sign * (sound[:n] + rng.normal(size=n))
    summed, products = [], correlation._products
    monkeypatch.setattr(correlation, "_products", lambda *args: summed.append(args[2].size) or products(*args))
    lag, score = convnb.align(x, y)
    assert (lag, np.sign(score)) == (700, sign)
    assert sum(summed) < 100  # of more than 2 n lags


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
