"""GaborExplorer's JavaScript against convnb.models on random states, and its NumPy code against both."""

import numpy as np
import pytest
from support.widget_code import run_code

from convnb.models import v1
from convnb.widgets import GaborExplorer

CASES = 60


def random_state(rng):
    return {
        "shape": rng.integers(1, 16, 2).tolist(),
        "alpha": rng.uniform(-2, 2) * rng.integers(0, 8) / 7,
        "beta_x": rng.uniform(0, 0.5) * rng.integers(0, 2),
        "beta_y": rng.uniform(0, 0.1),
        "frequency": rng.uniform(0, np.pi) * rng.integers(0, 5) / 4,
        "phase": rng.uniform(-np.pi, np.pi),
        "x0": rng.uniform(-5, 5),
        "y0": rng.uniform(-5, 5),
        "theta": rng.uniform(-np.pi, np.pi),
        "without_dc": bool(rng.integers(2)),
        "cell": ["linear", "simple", "complex"][rng.integers(3)],
        "grating_theta": rng.uniform(-np.pi, np.pi),
        "grating_frequency": rng.uniform(0, np.pi),
        "tuned_by": ["orientation", "frequency"][rng.integers(2)],
        "time": int(rng.integers(48)),
    }


@pytest.fixture(scope="module")
def cases():
    """States of one widget, whose picture is replaced now and then."""
    rng = np.random.default_rng(11)
    made = []
    for number in range(CASES):
        picture = {"image": rng.integers(0, 256, rng.integers(8, 34, 2)).tolist()} if number % 4 == 0 else {}
        made.append({**picture, **random_state(rng)})
    return made


@pytest.fixture(scope="module")
def answers(cases, parity):
    return parity(cases)


def widgets(cases, answers):
    image = None
    for case, answer in zip(cases, answers, strict=True):
        image = np.array(case["image"], np.uint8) if "image" in case else image
        yield GaborExplorer(image, **{name: value for name, value in case.items() if name != "image"}), answer


def test_kernels_responses_traces_and_tuning_agree_with_models(cases, answers):
    refused = 0
    for widget, answer in widgets(cases, answers):
        try:
            response = widget.response
        except ValueError:
            assert "is larger than the picture" in answer["error"], widget
            refused += 1
            continue
        size = np.abs(widget.pair).sum()
        near = {"atol": 1e-9 * (1 + size), "err_msg": repr(widget)}
        np.testing.assert_allclose(answer["pair"], widget.pair, **near)
        np.testing.assert_allclose(answer["response"], response, atol=1e-6 * (1 + size), err_msg=repr(widget))
        np.testing.assert_allclose(answer["grating"], widget.grating, **near)
        np.testing.assert_allclose(answer["traces"], widget.traces, **near)
        np.testing.assert_allclose(answer["measures"]["sum"], widget._measured("sum"), **near)
        if widget.tuning.complex.max() > 1e-9:  # half of nothing says nothing
            assert answer["measures"]["width"] == widget._measured("width"), repr(widget)
        np.testing.assert_allclose(answer["tuning"], widget.tuning[1:], **near)
        wave = {"frequency": widget.grating_frequency, "theta": widget.grating_theta}
        expected = [v1.tuning(widget.kernel, **wave), v1.tuning(widget.pair, **wave)]
        np.testing.assert_allclose(answer["strength"], expected, **near)
    assert 0 < refused < CASES // 2


def test_copied_code_computes_what_is_shown(cases, answers):
    ran = 0
    for widget, answer in widgets(cases, answers):
        if "error" in answer:
            continue
        names = {"image": widget.image / 255}
        if "# image: the" in answer["code"]:
            exec(answer["code"], names)
        else:
            names = run_code(answer["code"])
        near = {"atol": 1e-9 * (1 + np.abs(widget.pair).sum()), "err_msg": answer["code"]}
        np.testing.assert_allclose([names["kernel"], names["partner"]], widget.pair, **near)
        np.testing.assert_allclose(names["response"], widget.response, **near)
        np.testing.assert_allclose([names["linear"], names["simple"], names["steady"]], widget.traces, **near)
        tuning = names["at"], names["simple_tuning"], names["complex_tuning"]
        np.testing.assert_allclose(tuning, widget.tuning, **near)
        ran += 1
    assert ran > CASES // 2


def test_the_sentence_has_the_numbers_of_the_kernel_and_the_cells(parity):
    image = np.random.default_rng(2).integers(0, 256, (40, 30))
    widget = GaborExplorer(image, shape=(17, 13), cell="simple", phase=-np.pi / 2)
    state = {name: getattr(widget, name) for name in widget.shown} | {"image": image.tolist()}
    sentence = parity([state])[0]["sentence"]
    assert "A 17×13 Gabor kernel, orientation 30°" in sentence
    assert "phase −90° (odd, an edge); its weights add up to 0." in sentence
    assert f"the simple cell runs from 0 to {widget.response.max():.3g}." in sentence
    assert f"swing from 0 to {widget.traces.simple.max():.3g}" in sentence
    assert f"stay at {widget.traces.complex.mean():.3g}" in sentence
