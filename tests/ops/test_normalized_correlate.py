"""normalized_correlate: against NumPy's Pearson correlation, its invariants, and digits that must not cancel."""

import re

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import convnb
from convnb.ops import reference

seeds = st.integers(0, 2**32 - 1)
gains = st.floats(0.01, 100.0)
offsets = st.floats(-1e4, 1e4)


@st.composite
def x_and_template_shapes(draw):
    ndim = draw(st.integers(1, 2))
    template = draw(st.tuples(*[st.integers(1, 5)] * ndim))
    assume(np.prod(template) > 1)
    return tuple(m + draw(st.integers(0, 6)) for m in template), template


@settings(deadline=None, max_examples=100)
@given(x_and_template_shapes(), seeds)
def test_each_entry_is_numpys_corrcoef(shapes, seed):
    rng = np.random.default_rng(seed)
    x, template = (rng.normal(size=shape) for shape in shapes)
    scores = convnb.normalized_correlate(x, template)
    assert scores.shape == tuple(n - m + 1 for n, m in zip(*shapes, strict=True))
    for position in np.ndindex(scores.shape):
        window = x[tuple(slice(k, k + m) for k, m in zip(position, template.shape, strict=True))]
        assert scores[position] == pytest.approx(np.corrcoef(window.ravel(), template.ravel())[0, 1], abs=1e-10)
    np.testing.assert_allclose(scores, reference.normalized_correlate(x, template), atol=1e-10)


@settings(deadline=None, max_examples=100)
@given(x_and_template_shapes(), gains, offsets, gains, offsets, seeds)
def test_gain_and_offset_change_nothing_and_inversion_the_sign(shapes, gain_x, offset_x, gain_t, offset_t, seed):
    rng = np.random.default_rng(seed)
    x, template = (rng.normal(size=shape) for shape in shapes)
    scores = convnb.normalized_correlate(x, template)
    changed = convnb.normalized_correlate(gain_x * x + offset_x, gain_t * template + offset_t)
    np.testing.assert_allclose(changed, scores, atol=1e-5)  # 0.01 on top of 1e4 keeps ten digits
    np.testing.assert_allclose(convnb.normalized_correlate(-x, template), -scores, atol=1e-10)


@pytest.mark.parametrize("shape", [(40,), (13, 17)])
@pytest.mark.parametrize(("gain", "offset"), [(1, 0), (3, 7), (1e-3, 1e6), (1e-200, 0), (1e200, 0)])
def test_a_perfect_match_is_one_and_an_inverted_one_minus_one(shape, gain, offset):
    rng = np.random.default_rng(5)
    x = rng.normal(size=shape)
    place = tuple(slice(3, 3 + n // 2 + i) for i, n in enumerate(shape))
    for sign in (1, -1):
        scores = convnb.normalized_correlate(sign * gain * x + offset, x[place])
        assert scores[(3,) * len(shape)] == pytest.approx(sign, abs=1e-6)
        assert np.argmax(sign * scores) == np.ravel_multi_index((3,) * len(shape), scores.shape)
        assert np.abs(scores).max() <= 1


def test_the_loud_part_is_not_the_best_match():
    template = np.array([1.0, -2, 3, -1])
    x = np.concatenate([np.zeros(5), template, np.zeros(5), [30, 10, 40, 20]])
    assert np.argmax(convnb.correlate(x, template, "valid")) != 5
    scores = convnb.normalized_correlate(x, template)
    assert np.argmax(scores) == 5
    assert scores[5] == pytest.approx(1)


def test_a_quiet_match_beside_a_thunderclap_keeps_its_digits():
    rng = np.random.default_rng(6)
    template = rng.normal(size=30)
    quiet, loud = 1e-4 * template, 1e6 * rng.normal(size=30)
    x = np.concatenate([loud, np.zeros(30), quiet, np.zeros(30), loud])
    assert convnb.normalized_correlate(x, template)[60] == pytest.approx(1, abs=1e-5)


def test_a_big_offset_in_float32_keeps_its_digits():
    rng = np.random.default_rng(7)
    x = (rng.normal(size=(20, 30)) + 1e4).astype(np.float32)
    scores = convnb.normalized_correlate(x, x[4:9, 11:18])
    assert scores.dtype == np.float32
    assert scores[4, 11] == pytest.approx(1, abs=1e-6)
    np.testing.assert_allclose(scores, reference.normalized_correlate(x, x[4:9, 11:18]), atol=1e-6)


def test_a_big_offset_in_float64_keeps_its_digits():
    x = np.random.default_rng(1).normal(size=1100) + 1e6
    scores = convnb.normalized_correlate(x, x[50:1050])
    np.testing.assert_allclose(scores, reference.normalized_correlate(x, x[50:1050]), rtol=0, atol=1e-11)


def test_an_offset_of_one_part_only_keeps_its_digits():
    x = np.random.default_rng(12).normal(size=4000)
    x[2000:] += 1e8
    for template in (x[100:1100], x[2500:3500]):
        scores = convnb.normalized_correlate(x, template)
        for k in (0, 100, 2000, 2450, 2500, 3000):
            assert scores[k] == pytest.approx(reference.pearson(x[k : k + 1000], template), abs=1e-6)


def test_a_window_that_does_not_vary_scores_zero():
    x = [0.1, 0.1, 0.1, 0.1, 5.0, -3.0, 0.1, 0.1, 0.1]
    assert convnb.normalized_correlate(x, [1, 2, 4])[[0, 1, 6]].tolist() == [0, 0, 0]
    rounding = np.array([0.1 + 0.2, 0.3, 0.3, 0.1 + 0.2, 0.3, 1.0])  # 0.1 + 0.2 is not 0.3, by rounding
    assert convnb.normalized_correlate(rounding, [1, 2, 4])[:3].tolist() == [0, 0, 0]
    picture = np.full((5, 6), 7, np.uint8)
    assert not convnb.normalized_correlate(picture, [[1, 2], [3, 5]]).any()


@pytest.mark.parametrize(
    ("x", "template", "result"),
    [
        ("float32", "float32", "float32"),
        ("float16", "float16", "float32"),
        ("float32", "float64", "float64"),
        ("uint8", "uint8", "float64"),
        ("bool", "float64", "float64"),
    ],
)
def test_dtype_of_the_scores(x, template, result):
    scores = convnb.normalized_correlate(np.array([0, 1, 0, 1, 1], x), np.array([0, 1, 1], template))
    assert scores.dtype == result
    assert scores[2] == pytest.approx(1)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_nan_and_inf_spoil_their_windows_only(bad):
    x = np.random.default_rng(8).normal(size=(9, 10))
    clean = convnb.normalized_correlate(x, x[:2, :3])
    x[5, 6] = bad
    scores = convnb.normalized_correlate(x, x[:2, :3])
    spoilt = np.zeros(scores.shape, bool)
    spoilt[4:6, 4:7] = True
    assert np.isnan(scores[spoilt]).all()
    np.testing.assert_allclose(scores[~spoilt], clean[~spoilt], atol=1e-12)


@pytest.mark.parametrize(
    ("x", "template", "message"),
    [
        ([], [1, 2], "x is empty (shape (0,)), it needs at least one entry"),
        ([1, 2], 3, "template must be 1-D or 2-D, got 0-D with shape ()"),
        (np.ones((4, 4)), [1, 2], "x and template must have the same number of dimensions, got (4, 4) and (2,)"),
        ([1, 2], [1, 2, 3], "template 3 does not fit into x 2"),
        (np.ones((4, 4)), np.eye(5)[:2], "template 2x5 does not fit into x 4x4"),
        ([1, 2, 3], [4, 4], "template is constant (its 2 entries are 4), there is no shape to match"),
        ([1, 2, 3], [4], "template is constant (its 1 entries are 4), there is no shape to match"),
        ([1j, 2, 3], [4, 5], "x must be real, got dtype complex128"),
        ([1, 2, 3], [4j, 5], "template must be real, got dtype complex128"),
    ],
)
def test_normalized_correlate_rejects(x, template, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        convnb.normalized_correlate(x, template)
