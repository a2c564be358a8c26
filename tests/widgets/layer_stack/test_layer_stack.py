"""LayerStack on Python's side: what its traits take, and what they refuse. The parity tests do the rest."""

import numpy as np
import pytest

from convnb.models import stacks
from convnb.widgets import LayerStack
from convnb.widgets.layer_stack import LIMITS


def test_kinds_and_numbers_are_those_of_the_models():
    assert LIMITS["kinds"] == stacks.KINDS
    assert tuple(field["name"] for field in LIMITS["fields"]) == stacks.Layer._fields[1:]


def test_layers_are_written_out_and_a_pooling_steps_by_its_kernel():
    widget = LayerStack([{"kind": "conv", "kernel": 3, "channels": np.int64(8)}, {"kind": "max_pool", "kernel": 2}])
    rest = {"padding": 0, "dilation": 1, "output_padding": 0}
    assert widget.layers == [
        {"kind": "conv", "kernel": 3, "stride": 1, "channels": 8, **rest},
        {"kind": "max_pool", "kernel": 2, "stride": 2, "channels": 1, **rest},
    ]
    averaged = LayerStack([{"kind": "avg_pool", "kernel": 3}])
    assert (averaged.layers[0]["stride"], LayerStack([stacks.layer("avg_pool", 3)]).layers) == (3, averaged.layers)
    assert LayerStack([stacks.layer("conv", 5)], (1, 9, 9)).shapes == [(1, 9, 9), (1, 5, 5)]


@pytest.mark.parametrize(
    ("layers", "words"),
    [
        ("conv", "layers must be a list of at most 12 dicts.*got 'conv'"),
        ([{"kind": "conv", "kernel": 1}] * 13, "at most 12"),
        ([{"kind": "dense", "kernel": 3}], r"layer 0 must have a kind \(conv, max_pool, avg_pool, transposed\)"),
        ([{"kind": "conv", "kernel": 3}, {"kind": "conv"}], "layer 1 must have a kind .* and a kernel"),
        ([{"kind": "conv", "kernel": 1.5}], "layer 0 must have whole numbers kernel, stride"),
        ([{"kind": "conv", "kernel": 3, "groups": 2}], "layer 0 must have whole numbers"),
        ([{"kind": "conv", "kernel": True}], "layer 0 must have whole numbers"),
    ],
)
def test_what_is_no_layer_is_refused_and_named(layers, words):
    with pytest.raises(ValueError, match=words):
        LayerStack(layers)


def test_sizes_and_examples():
    for shape in ((1, 9), (0, 9, 9), (1, 513, 9), (1, 9, 9.5), "big"):
        with pytest.raises(ValueError, match=r"input_shape must be \(channels, rows, columns\)"):
            LayerStack(input_shape=shape)
    with pytest.raises(ValueError, match="no example is named 'LeNet'"):
        LayerStack.example("LeNet")
    widget = LayerStack.example("LeNet's convolutions")
    assert widget.shapes[-1] == (16, 5, 5)
    assert repr(widget).startswith("LayerStack(input_shape=[1, 32, 32], layers=")
    assert repr(LayerStack()) == "LayerStack()"
