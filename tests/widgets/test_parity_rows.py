"""ImpulseResponse and SlidingKernel1D in JavaScript against convnb.ops, and their "Copy as NumPy" code against both."""

from pathlib import Path

import numpy as np
import pytest
from support.widget_code import answers_of, run_code

from convnb.widgets import ImpulseResponse, SlidingKernel1D


def numbers(rng, most):
    return rng.normal(size=rng.integers(1, most + 1)).round(2).tolist()


@pytest.fixture(scope="module")
def cases():
    rng = np.random.default_rng(11)
    impulse, sliding = [], []
    for number in range(120):
        hits, response = numbers(rng, 32), numbers(rng, 16)
        tau = int(rng.integers(len(hits) + len(response) - 1))
        impulse.append(
            {"hits": hits, "response": response, "tau": tau, "view": ["input side", "output side"][number % 2]}
        )
    for number in range(300):
        mode = ["full", "same", "valid"][number % 3]
        signal = numbers(rng, 64 if number % 5 else 8)  # short ones, so that the kernel is the longer one now and then
        flip = bool(rng.integers(2))
        sliding.append({"signal": signal, "kernel": numbers(rng, 16), "mode": mode, "flip": flip, "position": 0})
    return {"impulse": impulse, "sliding": sliding}


@pytest.fixture(scope="module")
def answers(cases, require, root):
    return answers_of(require("node"), Path(__file__).with_name("parity_rows.mjs"), cases)


def test_impulse_response(cases, answers):
    for state, answer in zip(cases["impulse"], answers["impulse"], strict=True):
        widget = ImpulseResponse(**state)
        np.testing.assert_allclose(answer["h"], widget.result, atol=1e-9, err_msg=str(state))
        assert sum(answer["terms"]) == pytest.approx(widget.result[state["tau"]], abs=1e-9)
        copied = run_code(answer["code"])
        np.testing.assert_allclose(copied["h"], widget.result, atol=1e-9, err_msg=answer["code"])
        assert copied["h_tau"] == pytest.approx(widget.result[state["tau"]], abs=1e-9)
        if state["view"] == "input side":
            np.testing.assert_allclose(copied["copies"], widget.copies, atol=1e-9)
        assert f"At τ = {state['tau']} the result is" in answer["sentence"]


def test_sliding_kernel_1d(cases, answers):
    longer = 0
    for state, answer in zip(cases["sliding"], answers["sliding"], strict=True):
        widget = SlidingKernel1D(**state)
        longer += len(state["kernel"]) > len(state["signal"])
        np.testing.assert_allclose(answer["output"], widget.output, atol=1e-9, err_msg=str(state))
        np.testing.assert_allclose(run_code(answer["code"])["result"], widget.output, atol=1e-9, err_msg=answer["code"])
        assert answer["first"] == widget.starts[0]
        assert f"result of {widget.output.size}." in answer["sentence"]
    assert longer > 20
