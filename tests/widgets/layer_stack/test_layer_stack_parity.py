"""LayerStack's JavaScript against convnb.models.stacks on the same random stacks, and its copied code against both."""

import contextlib
import io

import numpy as np
import pytest

from convnb.widgets import LayerStack


def random_state(rng):
    layers = []
    for _ in range(rng.integers(0, 6)):
        kind = str(rng.choice(["conv", "conv", "max_pool", "avg_pool", "transposed"]))
        one = {"kind": kind, "kernel": int(rng.integers(1, 6)), "stride": int(rng.integers(1, 4))}
        one["padding"] = int(rng.integers(0, 3))
        one["dilation"] = 1 if kind == "avg_pool" else int(rng.integers(1, 4))
        one["output_padding"] = int(rng.integers(0, 3)) if kind == "transposed" else 0
        layers.append(one | {"channels": int(rng.integers(1, 70))})
    return {
        "input_shape": rng.integers(1, 60, 3).tolist(),
        "layers": layers,
        "unit": rng.integers(0, 30, 2).tolist(),
    }


@pytest.fixture(scope="module")
def states():
    rng = np.random.default_rng(4)
    return [random_state(rng) for _ in range(400)]


@pytest.fixture(scope="module")
def answers(states, parity):
    return parity(states)


def test_both_refuse_the_same_stacks_and_name_the_same_layer(states, answers):
    refused = 0
    for state, answer in zip(states, answers, strict=True):
        widget = LayerStack(**state)
        if "error" in answer:
            refused += 1
            number = answer["error"].split()[1]
            with pytest.raises(ValueError, match=rf"^layer {number} \("):
                _ = widget.shapes
        else:
            assert widget.shapes == [tuple(shape) for shape in answer["shapes"]]
    assert 40 < refused < 300


def test_costs_and_fields_agree(states, answers):
    for state, answer in zip(states, answers, strict=True):
        if "error" in answer:
            continue
        widget = LayerStack(**state)
        assert widget.parameters == answer["parameters"]
        assert widget.multiply_adds == answer["multiplyAdds"]
        assert list(widget.receptive_field) == [max(0, last - first + 1) for first, last in answer["bounds"]]
        for name in widget.measures:
            assert answer["measures"][name] == np.array(widget._measured(name)).tolist()
        for ours, theirs in zip(widget._chains, answer["chains"], strict=True):
            assert [places.tolist() for places in ours] == theirs


def test_a_unit_is_centred_over_what_it_sees(states, answers):
    for state, answer in zip(states, answers, strict=True):
        if "error" in answer or any(one["kind"] == "transposed" for one in state["layers"]):
            continue
        (first, last), centre = answer["bounds"][0], answer["centre"]
        assert centre["step"] * answer["unit"][0] + centre["start"] == (first + last) / 2


def test_the_copied_code_prints_the_same(answers):
    for answer in answers[:150]:
        if "error" in answer:
            continue
        names, printed = {}, io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(answer["code"], names)
        assert [list(shape) for shape in names["shapes"]] == answer["shapes"]
        assert names["parameters"] == answer["parameters"]
        assert names["multiply_adds"] == answer["multiplyAdds"]
        assert [axis.tolist() for axis in names["field"]] == [chain[0] for chain in answer["chains"]]
        assert f"{sum(answer['parameters']):,} parameters" in printed.getvalue()
        assert f"{sum(answer['multiplyAdds']):,} multiply-adds" in answer["sentence"]
