"""SlidingKernel2D in JavaScript against convnb.ops, and its "Copy as NumPy" code against both."""

import re

import numpy as np
import pytest
from support.widget_code import run_code

from convnb.models.arithmetic import ARITHMETIC_CASES
from convnb.widgets import SlidingKernel2D


def random_state(rng):
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


@pytest.fixture(scope="module")
def states():
    rng = np.random.default_rng(7)
    return [random_state(rng) for _ in range(300)]


@pytest.fixture(scope="module")
def answers(states, parity):
    return parity(states)


def test_sliding_kernel_over_random_geometry(states, answers):
    refused = 0
    for state, answer in zip(states, answers, strict=True):
        widget = SlidingKernel2D(**state)
        try:
            expected = widget.output
        except ValueError:
            sentences = "larger than the padded input|must be smaller than|crops the output"
            assert re.search(sentences, answer["error"]), state
            refused += 1
            continue
        np.testing.assert_allclose(answer["output"], expected.ravel(), atol=1e-9, err_msg=str(state))
        np.testing.assert_allclose(run_code(answer["code"])["z"], expected, atol=1e-9, err_msg=answer["code"])
        said = answer["sentence"].replace("−", "-")
        assert f"output {expected.shape[0]}×{expected.shape[1]}" in said
        covered = re.search(
            r"column 0 is (\S+)\. Its window covers \D*rows (\S+) to (\S+) and \D*columns (\S+) to (\S+)\.", said
        )
        assert float(covered[1]) == pytest.approx(expected[0, 0], rel=1e-3)
        assert ("onvolution: " in said, "Transposed " in said) == (state["flip"], state["transposed"])
        if not state["transposed"]:
            sizes = zip(state["padding"], state["dilation"], np.shape(state["kernel"]), strict=True)
            assert [*map(int, covered.groups()[1:])] == [at for p, d, k in sizes for at in (-p, d * (k - 1) - p)]
    assert 20 < refused < 200


def test_every_case_of_the_guide_is_an_example(parity):
    names = [case.name for case in ARITHMETIC_CASES]
    states = parity(names)
    for case, state in zip(ARITHMETIC_CASES, states, strict=True):
        shapes = [np.shape(state[name]) for name in ("input", "kernel")]
        assert shapes == [(n, n) for n in (case.n, case.kernel)], case
        for name in ("stride", "padding", "dilation", "output_padding"):
            assert state[name] == [getattr(case, name)] * 2, case
        assert (state["transposed"], state["flip"]) == (case.transposed, False), case
        assert SlidingKernel2D(**state).output.shape == (case.size, case.size), case
