"""The widgets' JavaScript against convnb.ops on the same random cases, and their "Copy as NumPy" code against both."""

import re
from pathlib import Path

import numpy as np
import pytest
from support.widget_code import answers_of, run_code

from convnb.ops.correlation import align, alignment_scores, correlate
from convnb.widgets import SlidingKernel2D


def sliding_state(rng):
    def axes(low, high):
        return rng.integers(low, high, 2).tolist()

    return {
        "input": rng.normal(size=axes(1, 9)).round(3).tolist(),
        "kernel": rng.normal(size=axes(1, 5)).round(3).tolist(),
        "stride": axes(1, 4),
        "padding": axes(0, 3),
        "dilation": axes(1, 3),
        "output_padding": axes(0, 3),
        "flip": bool(rng.integers(2)),
        "transposed": bool(rng.integers(2)),
        "position": 0,
    }


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
    return {"sliding": [sliding_state(rng) for _ in range(300)], "curves": pairs, "aligner": shifts}


@pytest.fixture(scope="module")
def answers(cases, require, root):
    return answers_of(require("node"), Path(__file__).with_name("parity.mjs"), cases)


def test_sliding_kernel_over_random_geometry(cases, answers):
    refused = 0
    for state, answer in zip(cases["sliding"], answers["sliding"], strict=True):
        widget = SlidingKernel2D(**state)
        try:
            expected = widget.output
        except ValueError:
            sentences = "larger than the padded input|must be smaller than|crops the output"
            assert re.search(sentences, answer["error"]), state
            refused += 1
            continue
        np.testing.assert_allclose(answer["output"], expected, atol=1e-9, err_msg=str(state))
        np.testing.assert_allclose(run_code(answer["code"])["z"], expected, atol=1e-9, err_msg=answer["code"])
        assert f"output {expected.shape[0]}×{expected.shape[1]}" in answer["sentence"]
    assert 20 < refused < 200


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
        with np.errstate(invalid="ignore"):
            assert run_code(answer["code"])["score"] == pytest.approx(expected, abs=1e-8), answer["code"]
        if case["normalized"]:
            best = align(x, y)
            assert abs(values[answer["best"] + x.size - 1]) == pytest.approx(abs(best.score), abs=1e-9)
