"""NetworkExplorer's JavaScript against convnb.models.network on random networks, and its NumPy code against both."""

import base64

import numpy as np
import pytest

from convnb.models.network import AvgPool2d, Conv2d, Flatten, Linear, MaxPool2d, ReLU, Sequential, Tanh
from convnb.widgets import NetworkExplorer

SENT = ("layers", "weights", "input_shape", "class_names", "examples", "labels", "drawing", "shift", "unit")


def random_network(rng, shape):
    """One to three stages with windows of all kinds, and most of the time a linear end."""
    layers, size = [], shape
    for _ in range(rng.integers(1, 4)):
        layers += random_stage(rng, size)
        size = Sequential(*layers).activations(np.zeros((1, *shape), np.float32))[-1].shape[1:]
    if rng.integers(4):
        hidden = int(rng.integers(1, 12))
        layers += [Flatten(), Linear(int(np.prod(size)), hidden, rng=rng), [ReLU(), Tanh()][rng.integers(2)]]
        layers += [Linear(hidden, int(rng.integers(1, 14)), rng=rng)] * int(rng.integers(2))
    network = Sequential(*layers)
    for name, array, _ in network.parameters():
        if name.endswith("bias"):
            array[:] = rng.normal(size=array.shape)
    return network


def random_stage(rng, size):
    def pair(low, high):
        return tuple(int(n) for n in rng.integers(low, high, 2))

    kernel = tuple(int(rng.integers(1, min(n, 4) + 1)) for n in size[1:])
    if rng.integers(3):
        steps = {"stride": pair(1, 3), "padding": pair(0, 3)}
        fits = all(2 * (k - 1) + 1 <= n + 2 * p for k, n, p in zip(kernel, size[1:], steps["padding"], strict=True))
        steps["dilation"] = pair(1, 3) if fits else 1
        layer = Conv2d(size[0], int(rng.integers(1, 6)), kernel, rng=rng, **steps)
    else:
        kind = [MaxPool2d, AvgPool2d][rng.integers(2)]
        padding = tuple(int(rng.integers(0, k // 2 + 1)) for k in kernel)
        layer = kind(kernel, stride=[None, pair(1, 4)][rng.integers(2)], padding=padding)
    return [layer, *[[ReLU()], [Tanh()], []][rng.integers(3)]]


def random_case(rng):
    shape = (int(rng.integers(1, 4)), *(int(n) for n in rng.integers(6, 20, 2)))
    images = rng.integers(0, 256, (3, *shape)).astype(np.uint8)
    images[0, :, 2:5] = 0
    widget = NetworkExplorer(random_network(rng, shape), images, shift=rng.integers(-2, 3, 2))
    units = [[layer, *(int(n) for n in rng.integers(0, 9, 3))] for layer in range(len(widget.layers))]
    return widget, units


def text(data):
    return base64.b64encode(bytes(data)).decode()


def sent(widget, units):
    state = {name: widget.get_state()[name] for name in SENT}
    for name in ("examples", "drawing"):
        state[name] = {**state[name], "levels": text(state[name]["levels"])}
    return {
        **state,
        "weights": text(state["weights"]),
        "units": units,
        "channel": 1,
        "stroke": len(state["weights"]) // 7,
    }


@pytest.fixture(scope="module")
def cases():
    rng = np.random.default_rng(11)
    return [random_case(rng) for _ in range(150)]


@pytest.fixture(scope="module")
def pairs(cases, parity):
    answers = parity([sent(*case) for case in cases])
    return [(widget, answer) for (widget, _), answer in zip(cases, answers, strict=True)]


def inputs_of(widget):
    """What each layer was given: the picture, then the answers."""
    shape = tuple(widget.input_shape)
    return [widget.picture.reshape(shape), *widget.activations]


def near(got, expected, **more):
    expected = np.asarray(expected)
    np.testing.assert_allclose(
        np.asarray(got), expected, rtol=2e-4, atol=2e-4 * max(1, np.abs(expected).max(initial=0)), **more
    )


def test_the_random_networks_hold_every_kind_of_layer(pairs):
    kinds = {layer["kind"] for widget, _ in pairs for layer in widget.layers}
    assert kinds == {"conv2d", "relu", "tanh", "max_pool2d", "avg_pool2d", "flatten", "linear"}
    convolutions = [layer for widget, _ in pairs for layer in widget.layers if layer["kind"] == "conv2d"]
    for setting, usual in (("stride", [1, 1]), ("dilation", [1, 1]), ("padding", [[0, 0], [0, 0]])):
        assert sum(layer[setting] != usual for layer in convolutions) > 20
    assert len({len(widget.layers) for widget, _ in pairs}) > 4


def test_every_layer_answers_as_in_python(pairs):
    for widget, answer in pairs:
        assert "error" not in answer, repr(widget)
        np.testing.assert_allclose(answer["seen"], widget.picture.ravel(), atol=1e-7)
        for index, (got, expected) in enumerate(zip(answer["answers"], widget.activations, strict=True)):
            near(got, expected.ravel(), err_msg=f"layer {index} of {widget!r}")
            assert answer["limits"][index] == pytest.approx(np.abs(expected).max() or 1, rel=2e-4, abs=2e-4)


def test_probabilities_where_the_network_ends_in_classes(pairs):
    ends = 0
    for widget, answer in pairs:
        if widget.activations[-1].ndim == 3:
            assert answer["probabilities"] is None
            ends += 1
            continue
        near(answer["probabilities"], widget.probabilities)
        near(answer["sure"], widget.sure)
        assert sum(answer["probabilities"]) == pytest.approx(1)
        assert answer["order"] == sorted(answer["order"], key=lambda k: -answer["probabilities"][k])
    assert 5 < ends < len(pairs) - 30


def test_copied_code_runs_the_learners_network_on_the_picture(pairs):
    for widget, answer in pairs[:60]:
        names = {"network": widget.network}
        exec(answer["code"], names)
        for got, expected in zip(names["activations"], widget.activations, strict=True):
            np.testing.assert_array_equal(got[0], expected)
        if answer["probabilities"] is not None:
            np.testing.assert_allclose(names["probabilities"], widget.probabilities, rtol=1e-5)


def test_the_example_that_is_drawn_is_known(pairs):
    assert {answer["example"] for _, answer in pairs} == {0}


def test_a_units_sum_is_its_number(pairs):
    seen = set()
    for widget, answer in pairs:
        inputs = inputs_of(widget)
        for look in answer["looks"]:
            unit, index = look["unit"], look["unit"]["layer"]
            layer, x, y = widget.network.layers[index], inputs[index], widget.activations[index]
            place = unit["map"], unit["row"], unit["col"]
            value = y[place] if y.ndim == 3 else y[unit["map"]]
            near(look["value"], value)
            check_look(layer, x, look, value)
            seen.add(layer.kind)
    assert seen >= {"conv2d", "relu", "tanh", "max_pool2d", "avg_pool2d", "linear"}


def check_look(layer, x, look, value):
    slack = 2e-4 * max(1.0, 10 * float(np.abs(x).max()))
    if layer.kind == "conv2d":
        assert look["total"] + look["bias"] == pytest.approx(value, abs=slack)
        weights = layer.weight[look["unit"]["map"], look["channel"]]
        near(look["weights"], weights.ravel())
        assert np.dot(look["window"]["values"], look["weights"]) == pytest.approx(
            look["sums"][look["channel"]], abs=slack
        )
        assert sum(look["sums"]) == pytest.approx(look["total"], abs=slack)
        assert len(look["sums"]) == len(x)
    elif layer.kind == "linear":
        weight, products = layer.weight[look["unit"]["map"]], layer.weight[look["unit"]["map"]] * x
        assert look["total"] + look["bias"] == pytest.approx(value, abs=slack)
        assert sum(term["product"] for term in look["terms"]) + look["rest"] == pytest.approx(look["total"], abs=slack)
        sizes = [abs(term["product"]) for term in look["terms"]]
        near(sizes, np.sort(np.abs(products))[::-1][: len(sizes)])
        assert len(sizes) == min(8, np.count_nonzero(products))
        assert look["others"] == x.size - len(sizes)
        for term in look["terms"]:
            assert (term["weight"], term["x"]) == pytest.approx((weight[term["n"]], x[term["n"]]), abs=slack)
    elif layer.kind == "max_pool2d":
        inside = [v for k, v in enumerate(look["window"]["values"]) if k not in look["window"]["filled"]]
        assert max(inside) == pytest.approx(value, abs=slack)
    elif layer.kind == "avg_pool2d":
        assert np.mean(look["window"]["values"]) == pytest.approx(value, abs=slack)
    elif layer.kind != "flatten":
        assert (np.tanh if layer.kind == "tanh" else lambda v: max(v, 0))(look["before"]) == pytest.approx(
            value, abs=slack
        )


def test_what_lies_outside_the_fields_changes_nothing_and_what_lies_inside_may(pairs):
    """The frames tell the truth: other numbers outside them leave the unit as it is."""
    rng = np.random.default_rng(3)
    moved = 0
    for widget, answer in pairs[:80]:
        shape, inputs = tuple(widget.input_shape), inputs_of(widget)
        for look in answer["looks"]:
            field, unit, index = look["field"], look["unit"], look["unit"]["layer"]
            box = np.s_[:, field["row"] : field["row"] + field["rows"], field["col"] : field["col"] + field["cols"]]
            outside, inside = rng.uniform(size=(2, *shape)).astype(np.float32)
            outside[box] = inputs[0][box]
            inside_only = inputs[0].copy()
            inside_only[box] = inside[box]
            value, kept, other = (
                np.ravel(run(widget.network.layers[: index + 1], x))[flat(widget, unit)]
                for x in (inputs[0], outside, inside_only)
            )
            assert kept == pytest.approx(value, rel=1e-5, abs=1e-5)
            moved += other != value
    assert moved > 100


def run(layers, x):
    return Sequential(*layers).activations(x[None])[-1][0]


def flat(widget, unit):
    y = widget.activations[unit["layer"]]
    return unit["map"] if y.ndim == 1 else np.ravel_multi_index((unit["map"], unit["row"], unit["col"]), y.shape)


def test_the_window_below_is_all_that_a_unit_needs_of_its_layer(pairs):
    rng = np.random.default_rng(5)
    for widget, answer in pairs[:80]:
        inputs = inputs_of(widget)
        for look in answer["looks"]:
            index, unit, below = look["unit"]["layer"], look["unit"], look["below"]
            if widget.layers[index]["kind"] in ("linear", "flatten") or inputs[index].ndim != 3:
                continue
            x, box = inputs[index], below["box"]
            rows, cols = slice(box["row"], box["row"] + box["rows"]), slice(box["col"], box["col"] + box["cols"])
            maps = slice(None) if below["map"] is None else slice(below["map"], below["map"] + 1)
            other = rng.normal(size=x.shape).astype(np.float32)
            other[maps, rows, cols] = x[maps, rows, cols]
            layer = widget.network.layers[index]
            place = unit["map"], unit["row"], unit["col"]
            value, kept = (layer.forward(one[None])[0][place] for one in (x, other))
            assert kept == pytest.approx(value, rel=1e-5, abs=1e-5)
