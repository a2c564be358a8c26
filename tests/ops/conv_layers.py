"""Random layers for the tests of convolutions: groups, channels, and geometries where nothing is square."""

import numpy as np
from geometries import layers
from hypothesis import strategies as st

from convnb.ops.geometry import transposed_output_size


@st.composite
def conv_layers(draw, largest_batch=2, dtype="float64", **geometry):
    """(x, weight, bias, arguments) of a conv2d that fits; entries are small integers, so that sums are exact."""
    shape, kernel, steps = draw(layers(**geometry))
    groups, inputs, outputs = draw(st.integers(1, 3)), draw(st.integers(1, 3)), draw(st.integers(1, 3))
    batch = draw(st.integers(1, largest_batch))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    x = rng.integers(-4, 5, (batch, groups * inputs, *shape))
    weight = rng.integers(-4, 5, (groups * outputs, inputs, *kernel))
    bias = rng.integers(-4, 5, groups * outputs)
    return x.astype(dtype), weight.astype(dtype), bias.astype(dtype), {**steps, "groups": groups}


@st.composite
def transposed_layers(draw, largest_batch=2, dtype="float64"):
    """(x, weight, bias, arguments) of a conv_transpose2d of which something is left."""
    groups, inputs, outputs = draw(st.integers(1, 3)), draw(st.integers(1, 3)), draw(st.integers(1, 3))
    axes = []
    for _ in "hw":
        k, s, d = draw(st.integers(1, 4)), draw(st.integers(1, 4)), draw(st.integers(1, 3))
        extra = draw(st.integers(0, max(s, d) - 1))
        n = draw(st.integers(1, 5))
        size = transposed_output_size(n, k, stride=s, dilation=d, output_padding=extra)
        axes.append((n, k, s, draw(st.integers(0, min(4, (size - 1) // 2))), d, extra))
    shape, kernel, stride, padding, dilation, extra = zip(*axes, strict=True)
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    x = rng.integers(-4, 5, (draw(st.integers(1, largest_batch)), groups * inputs, *shape))
    weight = rng.integers(-4, 5, (groups * inputs, outputs, *kernel))
    bias = rng.integers(-4, 5, groups * outputs)
    arguments = {"stride": stride, "padding": padding, "dilation": dilation, "output_padding": extra, "groups": groups}
    return x.astype(dtype), weight.astype(dtype), bias.astype(dtype), arguments


def gradient_for(y, seed=0):
    """An array like y of small integers."""
    return np.random.default_rng(seed).integers(-4, 5, y.shape).astype(y.dtype)
