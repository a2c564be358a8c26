"""The convolutions against PyTorch, forward and backward. Skipped where it is not installed: it is an oracle."""

import numpy as np
import pytest
from conv_layers import conv_layers, transposed_layers
from geometries import seeds
from hypothesis import given, settings
from hypothesis import strategies as st

from convnb.ops import conv

torch = pytest.importorskip("torch", reason="PyTorch is not installed: the convolutions go without this oracle")
torch.set_num_threads(1)  # these layers are tiny: threads would only wait for each other
fast = settings(deadline=None, max_examples=150)


def agree(name, x, weight, bias, arguments, atol=0.0):
    """Values, shapes, dtypes and all three gradients."""
    leaves = [torch.tensor(array, requires_grad=True) for array in (x, weight, bias)]
    theirs = getattr(torch.nn.functional, name)(*leaves, **arguments)
    ours = getattr(conv, name)(x, weight, bias, **arguments)
    grad_y = np.random.default_rng(0).integers(-4, 5, ours.shape).astype(ours.dtype)
    theirs.backward(torch.from_numpy(grad_y))
    gradients = getattr(conv, f"{name}_backward")(grad_y, x, weight, **arguments)
    pairs = [(ours, theirs.detach()), *zip(gradients, (leaf.grad for leaf in leaves), strict=True)]
    for own, other in pairs:
        np.testing.assert_allclose(own, other.numpy(), rtol=0, atol=atol, strict=True)


@fast
@given(conv_layers(), st.sampled_from(["float32", "float64"]))
def test_conv2d(layer, dtype):
    *arrays, arguments = layer
    agree("conv2d", *(array.astype(dtype) for array in arrays), arguments)


@fast
@given(conv_layers(), st.sampled_from(["float32", "float64"]))
def test_conv1d(layer, dtype):
    x, weight, bias, arguments = layer
    steps = {name: values if name == "groups" else values[1] for name, values in arguments.items()}
    agree("conv1d", x[:, :, 0].astype(dtype), weight[:, :, 0].astype(dtype), bias.astype(dtype), steps)


@fast
@given(transposed_layers(), st.sampled_from(["float32", "float64"]))
def test_conv_transpose2d(layer, dtype):
    *arrays, arguments = layer
    agree("conv_transpose2d", *(array.astype(dtype) for array in arrays), arguments)


@pytest.mark.filterwarnings("ignore:Using padding='same'")  # PyTorch says that it copies x for an odd total
@fast
@given(conv_layers(largest_stride=1), st.sampled_from(["same", "valid"]))
def test_padding_words(layer, word):
    x, weight, bias, arguments = layer
    spans = [d * (k - 1) + 1 for k, d in zip(weight.shape[2:], arguments["dilation"], strict=True)]
    if word == "valid":
        x = np.pad(x, ((0, 0), (0, 0), *((span, 0) for span in spans)))
    agree("conv2d", x, weight, bias, {**arguments, "padding": word})


@settings(deadline=None, max_examples=25)
@given(
    st.tuples(st.integers(1, 3), st.integers(5, 12), st.integers(5, 12)), st.integers(0, 2), st.integers(16, 20), seeds
)
def test_large_layers_in_float32(sizes, padding, channels, seed):
    rng = np.random.default_rng(seed)
    n, height, width = sizes
    layers = [
        ((n, channels, height, width), (17, channels, 3, 3), {"padding": padding}),
        ((n, 1, 3 * height, 3 * width), (1, 1, 9, 11), {"padding": padding}),
        ((n, channels, height, width), (channels, 1, 3, 2), {"padding": padding, "groups": channels}),
    ]
    for x, weight, arguments in layers:
        arrays = (rng.normal(size=shape).astype(np.float32) for shape in (x, weight, weight[:1]))
        agree("conv2d", *arrays, arguments, atol=2e-3)


def test_a_tensor_that_requires_grad_is_refused_with_what_to_do():
    tensor = torch.ones((1, 1, 3, 3), requires_grad=True)
    with pytest.raises(ValueError, match=r"x cannot become a NumPy array, got Tensor: .*\.detach\(\)"):
        conv.conv2d(tensor, np.ones((1, 1, 2, 2)))
