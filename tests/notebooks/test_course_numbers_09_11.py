"""The worked numbers of notebooks 09 to 11 that no operator's own test asserts, and what a shift does to a layer."""

import numpy as np
import pytest

from convnb import conv2d, conv_matrix, max_pool2d
from convnb.models.network import Conv2d, Linear

RNG = np.random.default_rng(0)


def test_one_filter_on_three_channels_makes_one_map():
    x, kernel = RNG.integers(0, 5, (1, 3, 6, 6)), RNG.integers(-2, 3, (1, 3, 3, 3))
    assert conv2d(x, kernel).shape == (1, 1, 4, 4)
    assert kernel[0].size == 27


def test_kernels_of_one_pixel_make_as_many_maps_as_filters():
    x, weight = RNG.normal(size=(2, 3, 5, 7)), RNG.normal(size=(16, 3, 1, 1))
    y = conv2d(x, weight)
    assert y.shape == (2, 16, 5, 7)
    np.testing.assert_allclose(y[1, :, 4, 2], weight[:, :, 0, 0] @ x[1, :, 4, 2])


def test_64_kernels_against_a_fully_connected_layer():
    layer = Conv2d(3, 64, 5, rng=RNG)
    y = layer.forward(np.zeros((1, 3, 32, 32), np.float32))
    assert layer.weight.size == 4_800
    assert y.shape == (1, 64, 28, 28)
    inputs, outputs = 3 * 32 * 32, y.size
    assert (inputs, outputs) == (3_072, 50_176)
    assert inputs * outputs == 154_140_672
    assert round(inputs * outputs / layer.weight.size) == 32_113
    assert Linear(inputs // 64, outputs // 64, rng=RNG).weight.size * 64 * 64 == 154_140_672


def test_the_neighbour_difference_as_a_matrix_and_as_a_convolution():
    x = np.zeros((1, 1, 280, 320))
    y = conv2d(x, np.array([[[[-1.0, 1]]]]))
    assert y.shape == (1, 1, 280, 319)
    assert x.size * y.size == 8_003_072_000
    assert 3 * y.size == 267_960  # two products and a sum each


def test_a_convolution_is_a_fully_connected_layer_of_few_weights():
    matrix = conv_matrix(RNG.normal(size=(3, 3)), (6, 6))
    assert (matrix.size, np.count_nonzero(matrix), len(np.unique(matrix[matrix != 0]))) == (576, 144, 9)


def differs(layer, x, by, moved, border):
    """Where f(shift(x)) and shift(f(x)) differ in the columns from `border` on, up to as many from the end."""
    one, other = layer(np.roll(x, by, -1)), np.roll(layer(x), moved, -1)
    inside = slice(border, one.shape[-1] - border)
    return not np.allclose(one[..., inside], other[..., inside])


@pytest.mark.parametrize(
    ("steps", "pool", "by", "moved", "equal"),
    [
        ({}, None, 2, 2, True),
        ({"padding": 1}, None, 2, 2, True),
        ({"stride": 2}, None, 2, 1, True),
        ({"stride": 2}, None, 1, 1, False),
        ({"stride": 2}, None, 1, 0, False),
        ({}, 2, 2, 1, True),
        ({}, 2, 1, 0, False),
        ({"stride": 2, "padding": 1}, 2, 4, 1, True),
    ],
    ids=str,
)
def test_the_map_moves_with_the_picture_by_whole_steps_only(steps, pool, by, moved, equal):
    x, weight = RNG.normal(size=(1, 2, 14, 40)), RNG.normal(size=(3, 2, 3, 3))

    def layer(x):
        y = conv2d(x, weight, **steps)
        return y if pool is None else max_pool2d(y, pool)

    assert differs(layer, x, by, moved, border=3) is not equal


@pytest.mark.parametrize("steps", [{}, {"padding": 1}], ids=str)
def test_borders_break_equivariance(steps):
    x, weight = RNG.normal(size=(1, 1, 9, 12)), RNG.normal(size=(1, 1, 3, 3))
    assert differs(lambda x: conv2d(x, weight, **steps), x, 2, 2, border=0)


def test_the_largest_of_the_whole_map_is_invariant_and_pooling_only_a_little():
    dot = np.zeros((1, 1, 6, 12))
    dot[0, 0, 3, 4] = 1
    pooled = [max_pool2d(np.roll(dot, by, -1), 2) for by in range(3)]
    assert (pooled[0] == pooled[1]).all()
    assert (pooled[0] != pooled[2]).any()
    assert {max_pool2d(np.roll(dot, by, -1), (6, 12)).item() for by in range(6)} == {1.0}


def test_the_network_of_notebook_11():
    assert Conv2d(1, 30, 5, rng=RNG).forward(np.zeros((1, 1, 28, 28), np.float32)).shape == (1, 30, 24, 24)
    sizes = [30 * 25 + 30, 4320 * 100 + 100, 100 * 10 + 10]
    assert sizes == [780, 432_100, 1_010]
    assert sum(sizes) == 433_890
