"""ForecastExplorer in JavaScript against convnb.models.forecast, and its "Copy as NumPy" code against both."""

import base64
import re

import numpy as np
import pytest
from support.widget_code import run_code

from convnb.models.forecast import ForecastNetwork, Scaling, as_forecaster
from convnb.widgets import ForecastExplorer

MODES = ("at once", "free run", "one step")


def random_forecaster(rng, length, horizon, channels):
    """Nothing that it says is sensible, and none of its numbers is another one."""
    network = ForecastNetwork(length, horizon, channels=channels, rng=rng)
    network.correlation.weight[:] = rng.normal(size=network.correlation.weight.shape) / (channels * length)
    network.correlation.bias[:] = rng.normal(size=horizon)
    network.skip[:] = rng.uniform(-0.9, 0.9, horizon)
    return as_forecaster(network, Scaling(0.3 + rng.uniform(), 0.1 + rng.uniform()))


@pytest.fixture(scope="module")
def explorers():
    rng = np.random.default_rng(12)
    found = [
        ForecastExplorer(mode=mode, horizon=horizon, network=network, origin=origin)
        for mode in MODES
        for horizon, network, origin in ((14, 0, 800), (1500, 1, 650), (30, 0, 1180), (1, 1, 5))
    ]
    for number in range(30):
        sizes = [(int(rng.integers(1, 13)), int(rng.integers(1, 9)), int(rng.integers(1, 6))) for _ in range(3)]
        series = rng.normal(size=int(rng.integers(13, 60)))
        forecasters = [random_forecaster(rng, *size) for size in sizes]
        network = int(rng.integers(3))
        origin = int(rng.integers(sizes[network][0], series.size))
        state = {"network": network, "origin": origin, "horizon": int(rng.integers(1, 40)), "training": 20}
        found.append(ForecastExplorer(forecasters, series, mode=MODES[number % 3], **state))
    return found


@pytest.fixture(scope="module")
def answers(explorers, parity):
    return parity([sent(one) for one in explorers])


def sent(explorer):
    names = ("networks", "weights", "points", "origin", "mode", "horizon", "network", "training")
    state = {name: explorer.get_state()[name] for name in names}
    return {**state, **{name: base64.b64encode(state[name]).decode() for name in ("weights", "points")}}


def close(answer, expected):
    np.testing.assert_allclose(answer, expected, rtol=1e-9, atol=1e-9)


def test_forecast_and_errors(explorers, answers):
    short = 0
    for explorer, answer in zip(explorers, answers, strict=True):
        close(answer["forecast"], explorer.forecast)
        close(answer["errors"], explorer.errors)
        assert answer["truth"] == explorer.truth.tolist()
        close(answer["rmse"], explorer.rmse)
        assert answer["breaks"] == (explorer.breaks or 0)
        assert answer["measures"] == {"length": explorer.length, "holds": explorer.holds}
        assert answer["worst"] == int(np.argmax(explorer.errors)) + 1
        short += len(explorer.errors) < len(explorer.forecast)
    assert short > 3
    assert {bool(explorer.breaks) for explorer in explorers} == {True, False}


def test_the_copied_code_computes_what_is_shown(explorers, answers):
    for explorer, answer in zip(explorers, answers, strict=True):
        copied = run_code(answer["code"])
        close(copied["forecast"], explorer.forecast)
        close(copied["rmse"], explorer.rmse)
        assert copied["x"][: explorer.forecaster.length].size == explorer.forecaster.length
        assert copied["truth"].tolist() == explorer.truth.tolist()
        for name in ("x", "truth"):
            point = int(re.search(rf"^{name} = .*# from point (\d+) on$", answer["code"], re.M)[1])
            assert copied[name].tolist() == explorer.series[point:][: copied[name].size].tolist()


def test_the_code_of_a_large_network_takes_its_weights_from_the_forecaster(parity):
    """100 outputs of 64 x 40 weights are too many to read. On its own it goes on for as long as a hand can wait."""
    rng = np.random.default_rng(1)
    explorer = ForecastExplorer(random_forecaster(rng, 40, 100, 64), rng.normal(size=200), origin=90, horizon=60)
    free = ForecastExplorer(explorer.forecasters, explorer.series, origin=90, horizon=1500, mode="free run")
    states = [sent(explorer), sent(free)]
    answer, long = parity(states)
    assert len(long["forecast"]) == len(free.forecast) == 500
    assert len(answer["code"]) < 10_000
    names = {"forecaster": explorer.forecaster}
    exec(answer["code"], names)
    close(names["forecast"], explorer.forecast)
    close(answer["forecast"], explorer.forecast)
    assert len(explorer.forecast) == 60


def test_the_sentence_says_the_figures(explorers, answers):
    learned = 0
    for explorer, answer in zip(explorers, answers, strict=True):
        sentence = answer["sentence"]
        assert sentence.startswith(f"From point {explorer.origin}, window of {explorer.forecaster.length}: ")
        said = float(sentence.split("RMSE ")[1].split(" ")[0].rstrip(";"))
        assert said == pytest.approx(explorer.rmse, rel=0.06)
        if explorer.breaks and explorer.breaks > 1:
            steps = explorer.breaks - 1
            assert f"is off by more than 0.05 after {steps} step{'s' * (steps > 1)}." in sentence
        inside = explorer.origin < explorer.training
        assert ("inside the training data" in sentence) == inside
        whole = explorer.origin + len(explorer.forecast) <= explorer.training
        assert ("data: these points were learned" in sentence) == (inside and whole)
        learned += whole
    assert learned > 2
