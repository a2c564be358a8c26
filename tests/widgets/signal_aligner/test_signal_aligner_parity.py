"""SignalAligner's JavaScript against convnb.ops on the same random cases, and its "Copy as NumPy" code against both."""

import numpy as np
import pytest
from support.widget_code import run_code

from convnb.ops.correlation import align, alignment_scores, correlate


def signals(rng):
    """Two signals of different lengths, long enough and short enough, exact in float32."""
    n, m = rng.integers(3, 60, 2)
    return {"x": rng.integers(-8, 9, n).tolist(), "y": rng.integers(-8, 9, m).tolist()}


@pytest.fixture(scope="module")
def cases():
    rng = np.random.default_rng(7)
    pairs = [signals(rng) for _ in range(60)]
    shifts = [
        {**p, "lag": int(rng.integers(1 - len(p["x"]), len(p["y"]))), "normalized": bool(k % 2)}
        for k, p in enumerate(pairs)
    ]
    return {"curves": pairs, "aligner": shifts}


@pytest.fixture(scope="module")
def answers(cases, parity):
    return parity(cases)


def test_correlation_curves(cases, answers):
    for case, answer in zip(cases["curves"], answers["curves"], strict=True):
        x, y = np.asarray(case["x"], float), np.asarray(case["y"], float)
        np.testing.assert_allclose(answer["raw"], correlate(y, x), atol=1e-8)
        np.testing.assert_allclose(answer["scores"], alignment_scores(x, y)[1], atol=1e-8)


def test_aligner_at_one_lag(cases, answers):
    for case, answer in zip(cases["aligner"], answers["aligner"], strict=True):
        x, y = np.asarray(case["x"], float), np.asarray(case["y"], float)
        values = alignment_scores(x, y)[1] if case["normalized"] else correlate(y, x)
        expected = values[case["lag"] + x.size - 1]
        assert answer["value"] == pytest.approx(expected, abs=1e-8)
        assert answer["lag"] == case["lag"]
        with np.errstate(invalid="ignore"):
            assert run_code(answer["code"])["score"] == pytest.approx(expected, abs=1e-8), answer["code"]
        if case["normalized"]:
            best = align(x, y)
            assert abs(values[answer["best"] + x.size - 1]) == pytest.approx(abs(best.score), abs=1e-9)
