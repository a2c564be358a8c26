"""*Copy Python*: what a widget's browser side writes makes the widget in the same state when it is run."""

from pathlib import Path

import numpy as np
import pytest
from support.bare_page import jsonable
from support.widget_code import answers_of

from convnb import widgets
from convnb.models.network import Conv2d, ReLU, Sequential

SCRIPT = Path(__file__).parent / "kit" / "written.mjs"
RNG = np.random.default_rng(3)
NAMES = [name for name in [*widgets.__all__, *widgets.ASKING] if name != "Prediction"]
NOT_OURS = ("layout", "tabbable", "tooltip")  # traits that ipywidgets brings
# What a notebook may have given under its own names, and what it set besides.
GIVEN = {
    "BackwardExplorer": [
        {"input": [1, 2, 3], "stride": 2, "grad_y": [1]},
        {"kernel": [0.1, -0.2], "symbols": True},
        {"input": np.arange(6.0).reshape(2, 3), "kernel": [[1, 2]], "padding": (0, 1), "target": "weight"},
        {"input": [[1]], "kernel": [[1]]},
    ],
    "ChannelMixer": [
        {"picture": RNG.random((2, 5, 6)), "groups": 2, "pool": True},
        {"weight": RNG.normal(size=(3, 3, 2, 2)), "bias": [1, 2, 0.5], "shift": (-1, 2), "stride": 2},
    ],
    "Derivation": [{"n": (3, 3), "k": (2, 2)}, {"lines": 'dJ/da1 = "d1"*w1\n\n', "target": "weight", "hints": 1}],
    "ForecastExplorer": [
        {"network": 0, "mode": "at once", "horizon": 14},
        {"origin": 500, "horizon": 3},
        {"series": RNG.random(300), "origin": 200},
    ],
    "GaborExplorer": [{"image": RNG.random((40, 50)), "shape": 7}, {"theta": np.pi / 3, "cell": "complex", "time": 9}],
    "ImageFilter": [{"image": RNG.random((9, 9)), "mode": "same"}, {"kernel": np.eye(9) / 3, "scale": "absolute"}],
    "ImpulseResponse": [{"hits": [1e-7, -2.5], "response": [1e21], "tau": 1, "replaces": True, "view": "output side"}],
    "LayerStack": [
        {"layers": 12 * [{"kind": "conv", "kernel": 3}], "input_shape": (3, 99, 99), "unit": (1, 2)},
        {"layers": []},
    ],
    "MatrixExplorer": [
        {"x": [1, 2, 3, 4], "kernel": [1, -1], "stride": 2, "transposed": True},
        {"x": [[1, 2], [3, 4]], "grad_y": [1, 2]},
    ],
    "NetworkExplorer": [
        {"shift": (1, -2), "unit": [1, 2, 3, 4]},
        {
            "network": Sequential(Conv2d(1, 2, 3, rng=RNG), ReLU()),
            "images": RNG.random((2, 6, 7)),
            "labels": [1, 0],
            "drawing": RNG.random((1, 6, 7)),
        },
    ],
    "SignalAligner": [
        {"x": RNG.normal(size=9), "y": [1, 2], "rate": 8000, "lag": -3},
        {"source": "upside-down copy", "normalized": True},
    ],
    "SlidingKernel1D": [{"signal": RNG.normal(size=64), "mode": "valid", "goal": {}, "steps": {"kernel": [[1], [2]]}}],
    "SlidingKernel2D": [
        {"input": RNG.normal(size=(16, 16)), "kernel": [[1, np.nan]], "flip": True, "position": 7, "covered": True},
        {"goal": {"text": 'A "quoted" goal: ∗ \\', "output": {"least": 0.5}}, "output_padding": 1},
    ],
    "SpectrumExplorer": [
        {"signal": [1, 2], "length": 8},
        {"kernel": [1, 2], "kernel_kind": "echo"},
        {"signal_kind": "own", "show": "turning arrows"},
    ],
}
# Traits that a hand changed where Python had given nothing: their first values are not known as defaults.
BY_HAND = {
    "ChannelMixer": {"weight": np.zeros((1, 3, 1, 1)), "bias": [-1]},
    "NetworkExplorer": {"drawing": RNG.integers(0, 256, (1, 28, 28), np.uint8)},
    "BackwardExplorer": {"kernel": [[5, 6, 7]]},
    "SpectrumExplorer": {"signal": [4, 5], "signal_kind": "own"},
}


def state_of(widget):
    """What travels to the browser, as JSON."""
    left_out = ("_esm", "_css", "_first", *NOT_OURS)
    state = {name: value for name, value in widget.get_state().items() if name not in left_out}
    return {name: jsonable(value) for name, value in state.items() if not name.startswith(("_model", "_view", "_any"))}


def run(code, name, given):
    """The widget that this code makes, where a notebook has these names."""
    names = dict(given)
    exec(code.replace(f"\n{name}(", f"\nwidget = {name}(", 1), names)
    return names["widget"]


@pytest.mark.parametrize("name", NAMES)
def test_the_code_makes_the_same_widget(require, name):
    cls = getattr(widgets, name)
    assert name in GIVEN, "a new widget needs a line in GIVEN"
    made = [cls(), *(cls(**given) for given in GIVEN[name])]
    states = [state_of(widget) for widget in made]
    if name in BY_HAND:
        made.append(cls())
        for trait, value in BY_HAND[name].items():
            made[-1].set_trait(trait, value)  # as a message of the browser does
        states.append(state_of(made[-1]) | {"_first": dict.fromkeys(BY_HAND[name])})
    codes = answers_of(require("node"), SCRIPT, {"module": cls.module, "states": states})
    assert codes[0] == f"from convnb import {name}\n\n{name}()\n"
    given = [{}, *GIVEN[name], {}][: len(codes)]
    for code, state, names in zip(codes, states, given, strict=True):
        again = state_of(run(code, name, names))
        if "_first" in state:  # then the code gives what a hand made
            state = {**again, **{trait: state[trait] for trait in state if trait not in ("_first", "_given")}}
        assert again == state, code


def written(require, widget):
    """What *Copy Python* gives."""
    return answers_of(require("node"), SCRIPT, {"module": widget.module, "states": [state_of(widget)]})[0]


def test_a_long_call_stands_on_several_lines(require):
    widget = widgets.LayerStack(3 * [{"kind": "conv", "kernel": 3}], (3, 99, 99))
    layer = '        {"kind": "conv", "kernel": 3},\n'
    call = f"LayerStack(\n    layers=[\n{3 * layer}    ],\n    input_shape=[3, 99, 99],\n)\n"
    assert written(require, widget) == f"from convnb import LayerStack\n\n{call}"


def test_what_goes_without_saying_is_left_out(require):
    assert written(require, widgets.SlidingKernel2D(stride=2)).endswith("\n\nSlidingKernel2D(stride=2)\n")
    pool = [{"kind": "max_pool", "kernel": 2}]
    assert 'layers=[{"kind": "max_pool", "kernel": 2}]' in written(require, widgets.LayerStack(pool))


def test_forecasters_that_were_given_are_named(require):
    forecaster = widgets.forecast_explorer.made_forecasters()[1]
    widget = widgets.ForecastExplorer([forecaster], mode="free run")
    code = written(require, widget)
    assert state_of(run(code, "ForecastExplorer", {"forecasters": [forecaster]})) == state_of(widget)


def test_a_network_that_was_loaded_is_named(require):
    widget = widgets.NetworkExplorer()
    widget.load(Sequential(Conv2d(1, 2, 3, rng=RNG), ReLU()))
    assert written(require, widget).endswith("\nNetworkExplorer(network=network)\n")
    assert "# network: as the notebook gave it to this widget\n" in written(require, widget)
    aligner = widgets.SignalAligner(np.ones(9), np.ones(9))
    assert "# x, y: as the notebook gave them to this widget\n" in written(require, aligner)
