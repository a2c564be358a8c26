"""ImpulseResponse in JavaScript against convnb.ops, and its "Copy as NumPy" code against both."""

import re

import numpy as np
import pytest
from support.widget_code import run_code

from convnb.widgets import ImpulseResponse


def numbers(rng, most):
    return rng.normal(size=rng.integers(1, most + 1)).round(2).tolist()


@pytest.fixture(scope="module")
def states():
    rng = np.random.default_rng(11)
    states = []
    for number in range(120):
        hits, response = numbers(rng, 32), numbers(rng, 16)
        tau, view = int(rng.integers(len(hits) + len(response) - 1)), ["input side", "output side"][number % 2]
        hits = [hit * (rng.random() < 0.7) for hit in hits]
        replaces = number % 4 > 1
        states.append({"hits": hits, "response": response, "tau": tau, "view": view, "replaces": replaces})
    return states


@pytest.fixture(scope="module")
def answers(states, parity):
    return parity(states)


def test_the_result_its_terms_and_the_copied_code(states, answers):
    for state, answer in zip(states, answers, strict=True):
        widget = ImpulseResponse(**state)
        np.testing.assert_allclose(answer["h"], widget.result, atol=1e-9, err_msg=str(state))
        assert sum(answer["terms"]) == pytest.approx(widget.result[state["tau"]], abs=1e-9)
        copied = run_code(answer["code"])
        np.testing.assert_allclose(copied["h"], widget.result, atol=1e-9, err_msg=answer["code"])
        assert copied["h_tau"] == pytest.approx(widget.result[state["tau"]], abs=1e-9)
        if state["view"] == "input side" and not state["replaces"]:
            np.testing.assert_allclose(copied["copies"], widget.copies, atol=1e-9)
        said = re.match(rf"At τ = {state['tau']} the result is (\S+)\. ", answer["sentence"].replace("−", "-"))
        assert float(said[1]) == pytest.approx(widget.result[state["tau"]], rel=1e-3, abs=1e-9)
        assert ("starts a copy" in answer["sentence"]) == (state["view"] == "input side" or state["replaces"])
