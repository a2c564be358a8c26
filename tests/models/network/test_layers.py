"""The layers: gradients against finite differences, shapes against `output_size`, and what a wrong network is told."""

import copy
import json

import numpy as np
import pytest

from convnb.models.network import (
    AvgPool2d,
    Conv1d,
    Conv2d,
    Flatten,
    Linear,
    MaxPool2d,
    ReLU,
    Sequential,
    Tanh,
    he_normal,
    softmax_cross_entropy,
)
from convnb.ops import conv
from convnb.ops.conv import conv2d
from convnb.ops.geometry import output_size
from convnb.ops.gradcheck import check_gradient


def rng(seed=0):
    return np.random.default_rng(seed)


def double(kind, *sizes, **steps):
    """A layer in float64, its bias not zero."""
    layer = kind(*sizes, rng=rng(1), dtype=np.float64, **steps)
    layer.bias += rng(2).normal(size=layer.bias.shape)
    return layer


LAYERS = {  # not square, not symmetric, windows that overlap, strides that do not divide
    "conv1d": (lambda: double(Conv1d, 2, 3, 4, stride=2, padding=1, dilation=2), (2, 2, 9)),
    "conv1d same": (lambda: double(Conv1d, 2, 3, 4, padding="same"), (2, 2, 6)),
    "conv2d": (lambda: double(Conv2d, 2, 3, (3, 2), stride=(1, 2), padding=(1, 0)), (2, 2, 4, 7)),
    "conv2d same": (lambda: double(Conv2d, 2, 1, (2, 3), padding="same", dilation=(1, 2)), (2, 2, 4, 5)),
    "relu": (ReLU, (3, 4, 2)),
    "tanh": (Tanh, (3, 4, 2)),
    "max_pool2d": (lambda: MaxPool2d((2, 3)), (2, 2, 5, 7)),
    "max_pool2d overlap": (lambda: MaxPool2d(3, stride=(1, 2), padding=1), (2, 2, 4, 5)),
    "avg_pool2d": (lambda: AvgPool2d((3, 2), stride=(2, 1), padding=(1, 0)), (2, 2, 5, 4)),
    "flatten": (Flatten, (2, 3, 2, 4)),
    "linear": (lambda: double(Linear, 5, 3), (4, 5)),
}


@pytest.mark.parametrize("name", LAYERS)
def test_gradients(name):
    make, shape = LAYERS[name]
    layer, x = make(), rng(3).normal(size=shape)
    grad_y = rng(4).normal(size=layer.forward(x).shape)
    before = x.copy(), grad_y.copy()

    def loss(values):
        return np.sum(grad_y * layer.forward(values))

    grad_x = layer.backward(grad_y)
    np.testing.assert_array_equal(x, before[0])
    np.testing.assert_array_equal(grad_y, before[1])
    assert grad_x.shape == x.shape
    gradients = [getattr(layer, f"grad_{parameter}") for parameter in layer.learned]
    assert check_gradient(loss, grad_x, x)
    for parameter, gradient in zip(layer.learned, gradients, strict=True):
        array = getattr(layer, parameter)

        def moved(values, parameter=parameter):
            setattr(layer, parameter, values)
            return loss(x)

        assert check_gradient(moved, gradient, array), parameter
        setattr(layer, parameter, array)


@pytest.mark.parametrize("name", [name for name in LAYERS if name not in ("tanh", "relu")])
def test_empty_batch(name):
    make, shape = LAYERS[name]
    layer = make()
    y = layer.forward(np.zeros((0, *shape[1:])))
    assert y.shape[0] == 0
    assert layer.backward(y).shape == (0, *shape[1:])


def small(dtype=np.float64, seed=0):
    """Every kind of 2-D layer once."""
    generator = rng(seed)
    return Sequential(
        Conv2d(1, 3, (3, 2), padding=(1, 0), rng=generator, dtype=dtype),
        Tanh(),
        AvgPool2d((1, 2), stride=1),
        Conv2d(3, 4, 2, stride=2, rng=generator, dtype=dtype),
        ReLU(),
        MaxPool2d(2, stride=1),
        Flatten(),
        Linear(16, 5, rng=generator, dtype=dtype),
    )


def test_gradients_of_a_network():
    network, x, labels = small(), rng(5).normal(size=(3, 1, 6, 8)), np.array([4, 0, 2])
    loss, grad = softmax_cross_entropy(network.forward(x), labels)
    grad_x = network.backward(grad)
    names, arrays, gradients = zip(*network.parameters(), strict=True)
    assert names == ("0.weight", "0.bias", "3.weight", "3.bias", "7.weight", "7.bias")
    assert check_gradient(lambda values: softmax_cross_entropy(network.forward(values), labels)[0], grad_x, x)
    for name, array, gradient in zip(names, arrays, gradients, strict=True):
        original = array.copy()

        def moved(values, array=array):
            array[...] = values  # in place, as an optimiser does
            return softmax_cross_entropy(network.forward(x), labels)[0]

        assert check_gradient(moved, gradient, original), name
        array[...] = original
    assert softmax_cross_entropy(network.forward(x), labels)[0] == loss


def test_activations_are_the_outputs_of_the_layers():
    network, x = small(), rng(6).normal(size=(2, 1, 6, 8))
    outputs = network.activations(x)
    assert len(outputs) == len(network.layers)
    for layer, before, after in zip(network.layers, [x, *outputs], outputs, strict=False):
        np.testing.assert_array_equal(layer.forward(before), after)
    np.testing.assert_array_equal(network.forward(x), outputs[-1])
    rows, columns = output_size(6, 3, padding=1), output_size(8, 2)
    assert outputs[0].shape == (2, 3, rows, columns)


def test_float32_stays_float32():
    network = small(np.float32)
    x = rng(7).normal(size=(2, 1, 6, 8)).astype(np.float32)
    outputs = network.activations(x)
    grad_x = network.backward(softmax_cross_entropy(outputs[-1], [0, 1])[1])
    arrays = [*outputs, grad_x, *(a for _, *pair in network.parameters() for a in pair)]
    assert {array.dtype for array in arrays} == {np.dtype(np.float32)}


def test_both_dtypes_begin_with_the_same_weights():
    for (_, single, _), (_, twice, _) in zip(small(np.float32).parameters(), small().parameters(), strict=True):
        np.testing.assert_array_equal(single, twice.astype(np.float32))
    (_, first, _), *_ = small().parameters()
    (_, other, _), *_ = small(seed=1).parameters()
    assert (first != other).all()


def test_he_normal_keeps_the_spread_through_relu():
    x = rng(8).normal(size=(500, 300))
    for seed in range(4):
        x = np.maximum(x @ he_normal((300, 300), rng=rng(seed), dtype=np.float64).T, 0)
    assert np.mean(x**2) == pytest.approx(1, rel=0.15)
    assert he_normal((40, 3, 5, 5), rng=rng()).var() == pytest.approx(2 / 75, rel=0.1)


def test_describe_says_enough_to_compute_the_network_elsewhere():
    network, x = small(), rng(9).normal(size=(1, 1, 6, 8))
    parts = network.describe()
    assert [part["kind"] for part in parts] == [
        *("conv2d", "tanh", "avg_pool2d", "conv2d", "relu", "max_pool2d", "flatten", "linear")
    ]
    assert parts[0]["padding"] == ((1, 1), (0, 0))
    assert parts[3]["stride"] == (2, 2)
    zeros = ((0, 0), (0, 0))
    assert parts[5] == {"kind": "max_pool2d", "kernel_size": (2, 2), "stride": (1, 1), "padding": zeros}
    assert parts[2]["kernel_size"] == (1, 2)
    y = conv2d(np.pad(x, ((0, 0), (0, 0), *parts[0]["padding"])), parts[0]["weight"], parts[0]["bias"])
    np.testing.assert_allclose(y, network.activations(x)[0])
    assert parts[7]["weight"] is network.layers[7].weight
    plain = [{key: np.asarray(value).tolist() for key, value in part.items()} for part in parts]
    assert json.loads(json.dumps(plain)) == plain


def test_describe_resolves_same_padding():
    layer = Conv2d(1, 1, (2, 5), padding="same", dilation=(1, 2), rng=rng())
    assert layer.describe()["padding"] == ((0, 1), (4, 4))
    assert Conv1d(1, 1, 4, padding="same", rng=rng()).describe()["padding"] == ((1, 2),)


def test_summary_and_repr():
    generator = rng()
    network = Sequential(
        Conv2d(1, 30, 5, rng=generator),
        ReLU(),
        MaxPool2d(2),
        Flatten(),
        Linear(4320, 100, rng=generator),
    )
    rows = [line.split() for line in network.summary((1, 28, 28)).splitlines()]
    assert [row[-1] for row in rows] == ["28)", "780", "0", "0", "0", "432,100", "432,880"]
    assert "".join(rows[3][1:4]) == "(30,12,12)"
    assert repr(network).splitlines()[1] == "  0: Conv2d(1, 30, 5)"
    assert repr(Conv2d(2, 4, (3, 1), stride=(2, 1), rng=rng())) == "Conv2d(2, 4, (3, 1), stride=(2, 1))"
    assert repr(MaxPool2d(3, stride=2, padding=1)) == "MaxPool2d(3, stride=2, padding=1)"
    assert repr(AvgPool2d((2, 3))) == "AvgPool2d((2, 3))"


def test_a_layer_that_does_not_fit_is_named_with_the_numbers():
    network = Sequential(Conv2d(1, 2, 3, rng=rng()), ReLU(), Linear(50, 3, rng=rng()))
    x = np.zeros((4, 1, 7, 7), np.float32)
    with pytest.raises(ValueError, match=r"layer 2, Linear\(50, 3\), cannot take \(4, 2, 5, 5\): .*Flatten"):
        network.forward(x)
    with pytest.raises(ValueError, match=r"layer 0, Conv2d\(1, 2, 3\), cannot take \(4, 3, 7, 7\): .*3 channels"):
        network.forward(np.zeros((4, 3, 7, 7)))
    with pytest.raises(ValueError, match=r"layer 1, Linear\(48, 3\), .*\(N, 48\), got \(4, 49\)$"):
        Sequential(Flatten(), Linear(48, 3, rng=rng())).forward(x)
    with pytest.raises(ValueError, match=r"Conv2d\(1, 2, 9\).*9x9.*7x7"):
        Sequential(Conv2d(1, 2, 9, rng=rng())).forward(x)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Conv2d(0, 3, 5, rng=rng()), "in_channels must be at least 1, got 0"),
        (lambda: Conv2d(1, 2.5, 5, rng=rng()), "out_channels must be an integer, got 2.5"),
        (lambda: Conv2d(1, 3, 5, stride=0, rng=rng()), "stride must be at least 1, got 0"),
        (lambda: Conv2d(1, 3, 5, padding="full", rng=rng()), "'same' or 'valid', got 'full'"),
        (lambda: Conv2d(1, 3, 5, stride=2, padding="same", rng=rng()), "needs stride 1"),
        (lambda: Conv1d(1, 3, (5, 5), rng=rng()), "kernel_size must be an integer"),
        (lambda: Linear(3, 0, rng=rng()), "out_features must be at least 1, got 0"),
        (lambda: MaxPool2d(0), "kernel_size must be at least 1, got 0"),
        (lambda: AvgPool2d(2, stride=0), "stride must be at least 1, got 0"),
    ],
)
def test_a_wrong_layer_is_refused_when_it_is_made(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_parameters_belong_to_the_network():
    network = small()
    twin = copy.deepcopy(network)
    for _, array, gradient in network.parameters():
        assert gradient is None
        array += 1
    assert all((a == b + 1).all() for (_, a, _), (_, b, _) in zip(network.parameters(), twin.parameters(), strict=True))


class Scaled:
    """A layer of a learner's own: it knows forward, backward and parameters, and no learn."""

    def __init__(self):
        self.factor, self.grad = np.ones(1), np.zeros(1)

    def forward(self, x):
        self.x = x
        return x * self.factor

    def backward(self, grad_y):
        self.grad[...] = (grad_y * self.x).sum()
        return grad_y * self.factor

    def parameters(self, prefix):
        yield f"{prefix}.factor", self.factor, self.grad


@pytest.mark.parametrize(
    "layers",
    [
        lambda rng: (Conv2d(2, 3, 3, padding=1, rng=rng), ReLU(), Flatten(), Linear(48, 2, rng=rng)),
        lambda rng: (MaxPool2d(2), Flatten(), Linear(8, 5, rng=rng), Tanh(), Linear(5, 2, rng=rng)),
        lambda rng: (Flatten(), Scaled(), Linear(32, 2, rng=rng)),
        lambda rng: (Flatten(),),
    ],
)
def test_to_learn_is_to_go_back_but_for_the_gradient_of_the_examples(layers):
    network, x = Sequential(*layers(rng(17))), rng(18).normal(size=(4, 2, 4, 4)).astype(np.float32)
    grad_y = rng(19).normal(size=network.forward(x).shape).astype(np.float32)
    network.backward(grad_y)
    expected = [gradient.copy() for _, _, gradient in network.parameters()]
    for _, _, gradient in network.parameters():
        gradient[...] = np.nan
    assert network.learn(grad_y) is None
    for (name, _, gradient), right in zip(network.parameters(), expected, strict=True):
        np.testing.assert_array_equal(gradient, right, err_msg=name)


@pytest.mark.parametrize("layer", [Conv1d, Conv2d])
def test_the_first_layer_computes_no_gradient_of_the_examples(layer, monkeypatch):
    one = layer(2, 3, 3, rng=rng())
    grad_y = one.forward(rng(1).normal(size=(2, 2, *[6] * one.axes)))
    monkeypatch.setattr(conv, "spread", None)
    Sequential(one).learn(grad_y)
    assert one.grad_weight.shape == one.weight.shape
