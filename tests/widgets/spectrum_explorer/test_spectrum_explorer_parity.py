"""SpectrumExplorer in JavaScript against numpy.fft and convnb.ops, and its "Copy as NumPy" code against both."""

import numpy as np
import pytest
from support.widget_code import run_code

from convnb.ops.spectral import frequency_response
from convnb.widgets import SpectrumExplorer
from convnb.widgets.spectrum_explorer import OWN, SETTINGS

SIGNALS, KERNELS = (SETTINGS[name]["choices"] for name in ("signal_kind", "kernel_kind"))

CURVE_POINTS = 1024


def state_of(rng, number):
    """Every kind of signal with every kind of kernel, at a random size; the frequencies 0 and 1/2 are among them."""
    frequency = [0.0, 0.5, round(rng.uniform(0, 0.5), 4)][min(2, number % 6)]
    n, k = int(rng.integers(1, 257)), int(rng.integers(1, 65))
    return {
        "signal": rng.normal(size=n).round(2).tolist(),
        "kernel": rng.normal(size=k).round(2).tolist(),
        "signal_kind": SIGNALS[number % len(SIGNALS)],
        "kernel_kind": KERNELS[number // len(SIGNALS) % len(KERNELS)],
        "frequency": frequency,
        "samples": int(rng.integers(8, 257)),
        "width": int(rng.integers(1, 65)),
        "length": int(rng.integers(0, 513)) if number % 3 else 0,
        "bin": int(rng.integers(0, 257)),
    }


@pytest.fixture(scope="module")
def states():
    rng = np.random.default_rng(8)
    small = [
        {**state_of(rng, number), "samples": 8, "width": width}
        for number in range(len(SIGNALS) * len(KERNELS))
        for width in (1, 2, 4)
    ]
    return [*small, *(state_of(rng, number) for number in range(2 * len(SIGNALS) * len(KERNELS)))]


@pytest.fixture(scope="module")
def answers(states, parity):
    return parity(states)


def close(answer, expected, state):
    np.testing.assert_allclose(answer, expected, atol=1e-9, err_msg=str(state))


def test_signals_kernels_and_results(states, answers):
    wrapped = 0
    for state, answer in zip(states, answers, strict=True):
        widget = SpectrumExplorer(**state)
        close(answer["x"], widget.x, state)
        close(answer["w"], widget.w, state)
        close(answer["output"], widget.output, state)
        close(answer["linear"], widget.linear, state)
        assert answer["length"] == widget.output.size
        assert answer["wrapped"] == widget.wrapped
        wrapped += widget.wrapped > 0
    assert wrapped > 50


def test_spectra_and_the_curve_between_the_bins(states, answers):
    for state, answer in zip(states, answers, strict=True):
        widget = SpectrumExplorer(**state)
        for row, expected in zip(("x", "w", "y"), widget.spectra[1:], strict=True):
            close(answer["spectra"][row]["re"], expected.real, state)
            close(answer["spectra"][row]["im"], expected.imag, state)
        frequencies, response = frequency_response(widget.linear, CURVE_POINTS)
        upper = [*response[frequencies >= 0], response[0]]  # -1/2 is 1/2: the response repeats after a whole cycle
        close(answer["curve"]["re"], np.real(upper), state)
        close(answer["curve"]["im"], np.imag(upper), state)


def test_the_arrows_are_the_products_added_up(states, answers):
    for state, answer in zip(states, answers, strict=True):
        widget = SpectrumExplorer(**state)
        turning = np.exp(-2j * np.pi * answer["bin"] * np.arange(widget.x.size) / answer["length"])
        chain = np.cumsum([0, *(widget.x * turning)])
        close(answer["chain"]["re"], chain.real, state)
        close(answer["chain"]["im"], chain.imag, state)


def test_a_goal_measures_the_same_in_both(states, answers):
    for state, answer in zip(states, answers, strict=True):
        widget = SpectrumExplorer(**state)
        assert set(answer["measures"]) == set(widget.measures)
        for name in widget.measures:
            close(answer["measures"][name], widget._measured(name), state)


def test_the_copied_code_computes_what_is_shown(states, answers):
    for state, answer in zip(states, answers, strict=True):
        widget = SpectrumExplorer(**state)
        copied = run_code(answer["code"])
        close(copied["x"], widget.x, answer["code"])
        close(copied["w"], widget.w, answer["code"])
        close(copied["y"], widget.output, answer["code"])
        close(copied["linear"], widget.linear, answer["code"])
        close(copied["magnitude"], np.abs(widget.spectra.product[answer["bin"]]), answer["code"])


def test_the_sentence_says_the_gain_and_the_wrap(states, answers):
    tested = 0
    for state, answer in zip(states, answers, strict=True):
        widget = SpectrumExplorer(**state)
        if widget.wrapped > 1:
            assert f"last {widget.wrapped} samples ran over the end and were added to the first" in answer["sentence"]
        elif widget.wrapped == 0:
            assert "nothing wraps around" in answer["sentence"]
        if state["signal_kind"] == "sine" and state["kernel_kind"] != OWN:
            wave = np.exp(-2j * np.pi * state["frequency"] * np.arange(widget.w.size))
            gain = answer["sentence"].split(" with gain ")[1].split(". ")[0].replace("−", "-")
            assert float(gain) == pytest.approx(abs(widget.w @ wave), rel=1e-2, abs=1e-10)
            tested += 1
    assert tested > 20
