"""SlidingKernel1D in JavaScript against convnb.ops, and its "Copy as NumPy" code against both."""

import re

import numpy as np
import pytest
from support.widget_code import run_code

from convnb.widgets import SlidingKernel1D


def numbers(rng, most):
    return rng.normal(size=rng.integers(1, most + 1)).round(2).tolist()


@pytest.fixture(scope="module")
def states():
    rng = np.random.default_rng(11)
    states = []
    for number in range(300):
        signal = numbers(rng, 64 if number % 5 else 8)  # short ones, so that the kernel is the longer one now and then
        mode, flip = ["full", "same", "valid"][number % 3], bool(rng.integers(2))
        states.append({"signal": signal, "kernel": numbers(rng, 16), "mode": mode, "flip": flip, "position": 0})
    return states


@pytest.fixture(scope="module")
def answers(states, parity):
    return parity(states)


def test_the_result_in_every_mode_and_the_copied_code(states, answers):
    longer = 0
    for state, answer in zip(states, answers, strict=True):
        widget = SlidingKernel1D(**state)
        longer += len(state["kernel"]) > len(state["signal"])
        np.testing.assert_allclose(answer["output"], widget.output, atol=1e-9, err_msg=str(state))
        np.testing.assert_allclose(run_code(answer["code"])["result"], widget.output, atol=1e-9, err_msg=answer["code"])
        assert answer["first"] == widget.starts[0]
        said = re.search(
            r"0 is (\S+)\. .* covers inputs? ([^,.]+).* result of (\d+)\.", answer["sentence"].replace("−", "-")
        )
        start, k = widget.starts[0], len(state["kernel"])
        operation = "Convolution" if state["flip"] else "Correlation"
        assert answer["sentence"].startswith(f"{operation}, mode {state['mode']}: ")
        assert float(said[1]) == pytest.approx(widget.output[0], rel=1e-3, abs=1e-9)
        assert said.groups()[1:] == (f"{start} to {start + k - 1}" if k > 1 else str(start), str(widget.output.size))
    assert longer > 20
