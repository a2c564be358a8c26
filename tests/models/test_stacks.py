"""Stacks of layers: sizes and fields against convolutions that are really computed, costs against known numbers."""

import numpy as np
import pytest

from convnb.models import stacks
from convnb.models.stacks import EXAMPLES, Layer, field, field_bounds, layer, multiply_adds, parameters, shapes
from convnb.ops.conv import conv2d, conv_transpose2d
from convnb.ops.geometry import receptive_field
from convnb.ops.pooling import avg_pool2d, max_pool2d


def run(x, layers):
    """The stack with weights of 1 on one channel: every path adds."""
    for one in layers:
        weight = np.ones((1, 1, one.kernel, one.kernel))
        numbers = {"stride": one.stride, "padding": one.padding}
        if one.kind == "conv":
            x = conv2d(x, weight, dilation=one.dilation, **numbers)
        elif one.kind == "transposed":
            x = conv_transpose2d(x, weight, dilation=one.dilation, output_padding=one.output_padding, **numbers)
        elif one.kind == "max_pool":
            x = max_pool2d(x, one.kernel, dilation=one.dilation, **numbers)
        else:
            x = avg_pool2d(x, one.kernel, **numbers)
    return x


def random_stack(rng, kinds=tuple(stacks.KINDS)):
    """A stack of one channel that fits on an input of random, not square, size."""
    while True:
        layers = []
        for _ in range(rng.integers(1, 5)):
            kind, kernel = str(rng.choice(kinds)), int(rng.integers(1, 5))
            stride, dilation = int(rng.integers(1, 4)), 1 if kind == "avg_pool" else int(rng.integers(1, 4))
            padding = int(rng.integers(0, kernel // 2 + 1))
            extra = int(rng.integers(0, max(stride, dilation))) if kind == "transposed" else 0
            layers.append(Layer(kind, kernel, stride, padding, dilation, extra))
        sizes = (1, int(rng.integers(3, 16)), int(rng.integers(3, 16)))
        try:
            if max(max(shape) for shape in shapes(sizes, layers)) < 40:
                return sizes, layers
        except ValueError:
            continue


@pytest.mark.parametrize("seed", range(60))
def test_shapes_are_those_of_the_operators(seed):
    sizes, layers = random_stack(np.random.default_rng(seed))
    assert run(np.zeros((1, *sizes)), layers).shape[1:] == shapes(sizes, layers)[-1]


@pytest.mark.parametrize("seed", range(60))
def test_a_unit_reads_just_the_inputs_that_change_it(seed):
    rng = np.random.default_rng(seed)
    # Pooling by its largest value hides inputs; a convolution of ones reads the same window.
    sizes, layers = random_stack(rng, ("conv", "transposed", "avg_pool"))
    maps = shapes(sizes, layers)
    unit = [int(rng.integers(n)) for n in maps[-1][1:]]
    changed = np.zeros(sizes[1:], bool)
    for cell in np.ndindex(*sizes[1:]):
        x = np.zeros((1, *sizes))
        x[0, 0][cell] = 1.0
        changed[cell] = run(x, layers)[0, 0][tuple(unit)] != 0
    expected = np.zeros_like(changed)
    expected[np.ix_(*(field(at, layers, [m[axis] for m in maps])[0] for axis, at in enumerate(unit, 1)))] = True
    np.testing.assert_array_equal(changed, expected)


@pytest.mark.parametrize("seed", range(40))
def test_the_bounds_are_the_receptive_field(seed):
    _, layers = random_stack(np.random.default_rng(seed), ("conv", "max_pool"))
    for at in (0, 7):
        first, last = field_bounds(at, layers)
        assert last - first + 1 == receptive_field([(one.kernel, one.stride, one.dilation) for one in layers])
    assert field_bounds(7, layers)[0] - field_bounds(0, layers)[0] == 7 * np.prod([one.stride for one in layers])


@pytest.mark.parametrize("seed", range(40))
def test_the_bounds_hold_what_is_read_and_are_tight_inside(seed):
    rng = np.random.default_rng(seed)
    sizes, layers = random_stack(rng)
    lengths = [shape[1] for shape in shapes(sizes, layers)]
    for at in range(lengths[-1]):
        read, (first, last) = field(at, layers, lengths)[0], field_bounds(at, layers)
        assert all(first <= index <= last for index in read)
        inside = first >= 0 and last < lengths[0] and all(one.kind != "transposed" for one in layers)
        if inside:
            assert (read[0], read[-1]) == (first, last)


def test_two_small_kernels_see_what_a_large_one_sees():
    assert field_bounds(2, EXAMPLES["two 3×3 see 5×5"][1]) == field_bounds(2, EXAMPLES["one 5×5"][1]) == (2, 6)
    assert len(field(20, EXAMPLES["dilation 1, 2, 4, 8"][1], [41] * 5)[0]) == 31


def test_costs_are_the_courses():
    # 32x32x3 with 64 kernels of 5x5: 4,800 weights, 28x28x64 out.
    layers = [layer("conv", 5, channels=64)]
    assert shapes((3, 32, 32), layers) == [(3, 32, 32), (64, 28, 28)]
    assert parameters((3, 32, 32), layers) == [4800 + 64]
    assert multiply_adds((3, 32, 32), layers) == [4800 * 28 * 28]


def test_costs_of_pooling_and_of_transposed_layers():
    layers = [layer("max_pool", 2), layer("transposed", 4, stride=2, padding=1, channels=5)]
    assert shapes((3, 8, 6), layers) == [(3, 8, 6), (3, 4, 3), (5, 8, 6)]
    assert parameters((3, 8, 6), layers) == [0, 3 * 5 * 16 + 5]
    assert multiply_adds((3, 8, 6), layers) == [0, 3 * 5 * 16 * 4 * 3]  # each of the 4 x 3 inputs meets every weight


def test_lenet_and_vgg_have_the_published_numbers():
    shape, lenet, _ = EXAMPLES["LeNet's convolutions"]
    assert [s[1:] for s in shapes(shape, lenet)] == [(32, 32), (28, 28), (14, 14), (10, 10), (5, 5)]
    assert parameters(shape, lenet) == [156, 0, 2416, 0]
    shape, vgg, _ = EXAMPLES["VGG's first ten layers"]
    assert shapes(shape, vgg)[-1] == (256, 28, 28)
    assert parameters(shape, vgg)[:2] == [1792, 36928]
    assert multiply_adds(shape, vgg)[:2] == [86704128, 1849688064]


def test_a_checkerboard_where_the_stride_does_not_divide_the_kernel():
    counts = {}
    for name in ("transposed, checkerboard", "transposed, even"):
        shape, layers, _ = EXAMPLES[name]
        lengths = [s[1] for s in shapes(shape, layers)]
        inside = range(4, lengths[-1] - 4)
        counts[name] = [len(field(at, layers, lengths)[0]) for at in inside]
    assert counts["transposed, checkerboard"] == [2, 1, 2, 1, 2]
    assert set(counts["transposed, even"]) == {2}


@pytest.mark.parametrize(
    ("layers", "words"),
    [
        (
            [layer("conv", 3), layer("max_pool", 9)],
            r"layer 1 \(max pooling\): kernel 9 .* larger than the padded input 7",
        ),
        ([layer("avg_pool", 2, dilation=2)], r"layer 0 \(average pooling\): it has no dilation, got 2"),
        ([layer("max_pool", 2, padding=2)], "padding 2 is more than half of the kernel 2"),
        ([layer("transposed", 2, output_padding=1)], r"output_padding must be less than .* 1, got 1"),
        ([Layer("conv", 3, channels=0)], "channels must be at least 1, got 0"),
        ([Layer("conv", 3, stride=0)], "stride must be at least 1, got 0"),
    ],
)
def test_an_impossible_layer_is_named(layers, words):
    with pytest.raises(ValueError, match=words):
        shapes((1, 9, 9), layers)


def test_layers_of_another_form_are_refused():
    with pytest.raises(
        ValueError, match="kind must be one of 'conv', 'max_pool', 'avg_pool', 'transposed', got 'relu'"
    ):
        layer("relu", 1)
    with pytest.raises(ValueError, match="kernel must be at least 1, got 0"):
        layer("conv", 0)
    with pytest.raises(ValueError, match="got stirde"):
        layer("conv", 3, stirde=2)
    assert layer("max_pool", 3).stride == 3
