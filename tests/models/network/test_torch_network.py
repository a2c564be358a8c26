"""The course's network against PyTorch: same weights, same loss and gradients, same first steps. An oracle: skipped
where it is not installed."""

import numpy as np
import pytest

from convnb.datasets import digits
from convnb.models.network import (
    SGD,
    Adam,
    AvgPool2d,
    Conv1d,
    Conv2d,
    Flatten,
    Linear,
    MaxPool2d,
    ReLU,
    Sequential,
    Tanh,
    mean_squared_error,
    softmax_cross_entropy,
)

torch = pytest.importorskip("torch", reason="PyTorch is not installed: the network goes without this oracle")
torch.set_num_threads(1)


def course(rng, dtype=np.float32):
    """The network of notebook 11."""
    return Sequential(
        Conv2d(1, 30, 5, rng=rng, dtype=dtype),
        ReLU(),
        MaxPool2d(2),
        Flatten(),
        Linear(4320, 100, rng=rng, dtype=dtype),
        ReLU(),
        Linear(100, 10, rng=rng, dtype=dtype),
    )


def deep(rng, dtype=np.float32):
    """Strides, paddings, overlap, both poolings."""
    return Sequential(
        Conv2d(1, 6, (3, 4), stride=(2, 1), padding=(1, 2), rng=rng, dtype=dtype),
        Tanh(),
        AvgPool2d((2, 3), stride=2, padding=(1, 0)),
        Conv2d(6, 5, 3, dilation=(1, 2), padding="same", rng=rng, dtype=dtype),
        ReLU(),
        MaxPool2d(3, stride=(2, 1), padding=1),
        Flatten(),
        Linear(5 * 4 * 14, 10, rng=rng, dtype=dtype),
    )


def twin(network):
    """The same network in PyTorch, with the same weights, by the names of the parameters."""
    modules = []
    for layer in network.layers:
        part = layer.describe()
        if part["kind"] == "conv2d":
            outputs, inputs, *kernel = layer.weight.shape
            steps = {name: layer.steps[name] for name in ("stride", "padding", "dilation")}
            modules.append(torch.nn.Conv2d(inputs, outputs, tuple(kernel), **steps))
        elif part["kind"] == "linear":
            modules.append(torch.nn.Linear(*layer.weight.shape[::-1]))
        elif part["kind"] in ("max_pool2d", "avg_pool2d"):
            modules.append(getattr(torch.nn, type(layer).__name__)(**layer.window))
        else:
            modules.append(getattr(torch.nn, type(layer).__name__)())
    other = torch.nn.Sequential(*modules)
    other.load_state_dict(
        {name: torch.from_numpy(array.copy()) for name, array, _ in network.parameters()}, assign=True
    )
    return other


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("make", [course, deep])
def test_loss_and_gradients(make, dtype):
    network = make(np.random.default_rng(0), dtype)
    other = twin(network)
    images, labels = digits("train")
    x, labels = images[:20, None].astype(dtype), labels[:20]
    leaf = torch.tensor(x, requires_grad=True)
    their_loss = torch.nn.functional.cross_entropy(other(leaf), torch.from_numpy(labels))
    their_loss.backward()
    loss, grad = softmax_cross_entropy(network.forward(x), labels)
    grad_x = network.backward(grad)
    theirs = {name: parameter.grad.numpy() for name, parameter in other.named_parameters()}
    assert loss == pytest.approx(their_loss.item(), rel=1e-5)
    np.testing.assert_allclose(grad_x, leaf.grad.numpy(), atol=1e-5, strict=True)
    assert list(theirs) == [name for name, _, _ in network.parameters()]
    for name, _, gradient in network.parameters():
        np.testing.assert_allclose(gradient, theirs[name], atol=1e-5, rtol=1e-5, strict=True)
        assert np.abs(gradient).max() > 1e-3, name


def test_conv1d_and_mean_squared_error():
    rng = np.random.default_rng(1)
    layer = Conv1d(2, 3, 4, stride=2, padding=1, rng=rng, dtype=np.float64)
    x, target = rng.normal(size=(5, 2, 9)), rng.normal(size=(5, 3, 4))
    other = torch.nn.Conv1d(2, 3, 4, stride=2, padding=1)
    other.weight, other.bias = (torch.nn.Parameter(torch.tensor(array)) for array in (layer.weight, layer.bias))
    theirs = torch.nn.functional.mse_loss(other(torch.tensor(x)), torch.tensor(target))
    theirs.backward()
    loss, grad = mean_squared_error(layer.forward(x), target)
    layer.backward(grad)
    assert loss == pytest.approx(theirs.item(), rel=1e-12)
    np.testing.assert_allclose(layer.grad_weight, other.weight.grad.numpy(), atol=1e-12, strict=True)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (SGD(0.05), lambda p: torch.optim.SGD(p, 0.05)),
        (SGD(0.02, momentum=0.9), lambda p: torch.optim.SGD(p, 0.02, momentum=0.9)),
        (Adam(1e-2), lambda p: torch.optim.Adam(p, 1e-2)),
    ],
    ids=["SGD", "momentum", "Adam"],
)
def test_ten_steps_of_an_optimiser(ours, theirs):
    rng = np.random.default_rng(2)
    network = Sequential(Linear(6, 4, rng=rng, dtype=np.float64), Tanh(), Linear(4, 3, rng=rng, dtype=float))
    other = twin(network)
    stepper = theirs(other.parameters())
    for _ in range(10):
        x, labels = rng.normal(size=(8, 6)), rng.integers(0, 3, 8)
        network.backward(softmax_cross_entropy(network.forward(x), labels)[1])
        ours.step(network.parameters())
        stepper.zero_grad()
        torch.nn.functional.cross_entropy(other(torch.tensor(x)), torch.tensor(labels)).backward()
        stepper.step()
    for name, array, _ in network.parameters():
        np.testing.assert_allclose(array, other.state_dict()[name].numpy(), rtol=1e-9, atol=1e-12)
