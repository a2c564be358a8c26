"""Every way to compute a convolution gives the same: each is forced, so that no chooser can hide one that is wrong."""

import numpy as np
import plain_layers
import pytest
from conv_layers import conv_layers, transposed_layers
from geometries import seeds
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from convnb.ops import products, reference
from convnb.ops.conv import conv2d, conv2d_backward, conv_transpose2d
from convnb.ops.engine import choose, sliding, sums, taps, tiles, winograd
from convnb.ops.geometry import Geometry

fast = settings(deadline=None, max_examples=100)
sides = st.tuples(*[st.tuples(*[st.integers(-2, 3)] * 2)] * 2)


def geometry(x, weight, sides, stride=(1, 1), dilation=(1, 1)):
    """The Geometry of a layer with any zeros around x; None where the kernel does not fit."""
    sizes = []
    for n, k, side, s, d in zip(x.shape[2:], weight.shape[2:], sides, stride, dilation, strict=True):
        room = n + sum(side) - d * (k - 1) - 1
        if room < 0 or n + min(side) < 1:
            return None
        sizes.append(room // s + 1)
    return Geometry(x.shape[2:], weight.shape[2:], stride, sides, dilation, tuple(sizes))


def framed(x, sides):
    """x with zeros around it, or less of x where a side is negative."""
    padded = np.pad(x, ((0, 0), (0, 0), *((max(0, a), max(0, b)) for a, b in sides)))
    (top, bottom), (left, right) = ((max(0, -a), max(0, -b)) for a, b in sides)
    return padded[:, :, top : padded.shape[2] - bottom, left : padded.shape[3] - right]


def arrays(seed, x, weight, dtype="float64"):
    rng = np.random.default_rng(seed)
    return rng.integers(-4, 5, x).astype(dtype), rng.integers(-4, 5, weight).astype(dtype)


@pytest.fixture(params=[1 << 18, 60], ids=["one tile", "many tiles"])
def tile(request, monkeypatch):
    """The size of a tile: as it is, and so small that every layer needs several."""
    for module in (tiles, taps, sums, sliding):
        monkeypatch.setattr(module, "TILE", request.param)
    monkeypatch.setattr(winograd, "SHARE", 2 * request.param)
    for module in (products, sliding):
        monkeypatch.setattr(module, "SMALL_PRODUCT", request.param**2)
    products.blocks.cache_clear()
    yield request.param
    products.blocks.cache_clear()


@pytest.mark.usefixtures("tile")
@fast
@given(conv_layers(), sides)
def test_tiled(layer, around):
    x, weight, _, arguments = layer
    g = geometry(x, weight, around, arguments["stride"], arguments["dilation"])
    assume(g)
    steps = {name: arguments[name] for name in ("stride", "dilation", "groups")}
    expected = reference.conv2d(framed(x, around), weight, **steps)
    np.testing.assert_array_equal(tiles.tiled(x, weight, g, arguments["groups"]), expected)


one_plane = st.tuples(st.integers(1, 3), st.integers(1, 4), st.integers(2, 9), st.integers(2, 12))


@pytest.mark.usefixtures("tile")
@fast
@given(one_plane, st.tuples(*[st.integers(1, 4)] * 2), st.tuples(*[st.integers(1, 3)] * 2), sides, seeds)
def test_by_taps(shape, kernel, dilation, around, seed):
    x, weight = arrays(seed, shape, (shape[1], 1, *kernel))
    g = geometry(x, weight, around, dilation=dilation)
    assume(g)
    expected = reference.conv2d(framed(x, around), weight, dilation=dilation, groups=shape[1])
    np.testing.assert_array_equal(taps.by_taps(x, weight, g), expected)


@pytest.mark.usefixtures("tile")
@fast
@given(one_plane, st.integers(1, 4), sides, seeds)
def test_winograd(shape, outputs, around, seed):
    x, weight = arrays(seed, shape, (outputs, shape[1], 3, 3))
    g = geometry(x, weight, around)
    assume(g)
    # Halves and small integers: even the detour is exact.
    np.testing.assert_array_equal(winograd.winograd(x, weight, g), reference.conv2d(framed(x, around), weight))


@pytest.mark.usefixtures("tile")
@fast
@given(one_plane, st.tuples(st.integers(1, 5), st.integers(1, 11)), st.tuples(*[st.integers(1, 3)] * 2), sides, seeds)
def test_sliding(shape, kernel, dilation, around, seed):
    x, weight = arrays(seed, shape, (shape[1], 1, *kernel))
    g = geometry(x, weight, around, dilation=dilation)
    assume(g)
    bias = np.arange(1.0, 1 + shape[1])
    expected = reference.conv2d(framed(x, around), weight, bias, dilation=dilation, groups=shape[1])
    np.testing.assert_array_equal(sliding.sliding(x, weight, g, bias), expected)
    grad_y = np.random.default_rng(seed).integers(-4, 5, expected.shape).astype(float)
    grad_weight = tiles.weight_gradient(grad_y, x, g, shape[1])
    np.testing.assert_array_equal(sliding.sliding_gradient(grad_y, x, g), grad_weight)


@pytest.mark.usefixtures("tile")
@fast
@given(transposed_layers())
def test_by_sums_and_by_phases(layer):
    x, weight, _, arguments = layer
    expected = reference.conv_transpose2d(x, weight, **arguments)
    around = tuple((p, p) for p in arguments["padding"])
    steps = arguments["stride"], around, arguments["dilation"]
    g = Geometry(expected.shape[2:], weight.shape[2:], *steps, x.shape[2:])
    np.testing.assert_array_equal(sums.by_sums(x, weight, g, arguments["groups"]), expected)
    np.testing.assert_array_equal(choose.by_phases(x, weight, g, arguments["groups"], exact=True), expected)


@pytest.mark.usefixtures("tile")
@fast
@given(conv_layers(largest_stride=1), sides)
def test_by_sums_as_a_correlation(layer, around):
    x, weight, _, arguments = layer
    g = geometry(x, weight, around, dilation=arguments["dilation"])
    assume(g)
    steps = {name: arguments[name] for name in ("dilation", "groups")}
    flipped, cut = choose.exchanged(weight, arguments["groups"]), sums.turned(g)
    expected = reference.conv2d(framed(x, around), weight, **steps)
    np.testing.assert_array_equal(sums.by_sums(x, flipped, cut, arguments["groups"]), expected)


@pytest.mark.parametrize(("m", "k", "n"), [(1, 7, 9), (7, 3, 1), (1, 5, 1), (6, 50, 35), (12, 300, 1024), (5, 5000, 7)])
def test_a_product_in_parts_is_the_product(m, k, n, tile):
    rng = np.random.default_rng(tile)
    a, b = rng.integers(-4, 5, (2, 1, m, k)).astype(float), rng.integers(-4, 5, (2, 3, k, n)).astype(float)
    out = np.empty((2, 3, m, n + 5))[..., :n]
    products.multiply(a, b, out=out)
    np.testing.assert_array_equal(out, a @ b)


@pytest.mark.usefixtures("tile")
@fast
@given(conv_layers())
def test_the_gradient_of_the_weights(layer):
    x, weight, _, arguments = layer
    g = geometry(x, weight, tuple((p, p) for p in arguments["padding"]), arguments["stride"], arguments["dilation"])
    assume(g)
    grad_y = np.random.default_rng(1).integers(-4, 5, (len(x), len(weight), *g.output_shape)).astype(float)
    per_entry = np.zeros_like(weight)
    for index in np.ndindex(weight.shape):  # y is linear in the weights: the gradient is y of each unit weight
        unit = np.zeros_like(weight)
        unit[index] = 1
        per_entry[index] = (grad_y * tiles.tiled(x, unit, g, arguments["groups"])).sum()
    found = tiles.weight_gradient(grad_y, x, g, arguments["groups"])
    np.testing.assert_array_equal(found, per_entry)


# --- the choice ---------------------------------------------------------------------------------------------------

CHOSEN = {
    "tiled": ((2, 3, 9, 8), (4, 3, 3, 2), {"stride": 2}),
    "by_sums": ((2, 6, 9, 8), (2, 6, 3, 2), {"padding": 1, "dilation": (2, 1)}),
    "by_taps": ((2, 4, 9, 8), (4, 1, 3, 2), {"groups": 4}),
    "winograd": ((2, 32, 9, 8), (32, 32, 3, 3), {"padding": 1}),
    "sliding": ((2, 1, 75, 70), (1, 1, 9, 8), {"padding": 1}),
}


@pytest.mark.parametrize("path", CHOSEN)
def test_the_chooser_takes_each_path_for_its_shape(path, monkeypatch):
    x_shape, weight_shape, arguments = CHOSEN[path]
    x, weight = arrays(0, x_shape, weight_shape)
    calls = []
    for name in CHOSEN:
        way = getattr(choose, name)
        monkeypatch.setattr(choose, name, lambda *args, way=way, name=name: (calls.append(name), way(*args))[1])
    bias = np.arange(3.0, 3 + len(weight))
    y = conv2d(x, weight, bias, **arguments)
    assert calls == [path]
    np.testing.assert_allclose(y, reference.conv2d(x, weight, bias, **arguments), rtol=0, atol=1e-9)
    calls.clear()
    conv2d(x.astype(int), weight.astype(int), **arguments)
    assert "winograd" not in calls, "integers must not be rounded"


ALMOST = {  # one thing each that a fast path cannot do, or does for others only
    "winograd, dilation": ((2, 32, 9, 8), (32, 32, 3, 3), {"dilation": 2}),
    "winograd, dilation of one axis": ((2, 32, 9, 8), (32, 32, 3, 3), {"dilation": (1, 2)}),
    "winograd, stride": ((2, 32, 9, 8), (32, 32, 3, 3), {"stride": (1, 2)}),
    "winograd, groups": ((2, 64, 9, 8), (64, 32, 3, 3), {"groups": 2}),
    "winograd, 3x2": ((2, 32, 9, 8), (32, 32, 3, 2), {"padding": 1}),
    "by_taps, two outputs a channel": ((2, 4, 9, 8), (8, 1, 3, 2), {"groups": 4}),
    "by_taps, stride": ((2, 4, 9, 8), (4, 1, 3, 2), {"groups": 4, "stride": (2, 1)}),
    "by_sums, stride": ((2, 6, 9, 8), (2, 6, 3, 2), {"stride": (1, 2)}),
    "by_sums, 1x1": ((2, 6, 9, 8), (2, 6, 1, 1), {"padding": 1}),
    "sliding, stride": ((2, 1, 75, 70), (1, 1, 9, 8), {"stride": (1, 2)}),
    "sliding, one row": ((2, 1, 1, 12_000), (1, 1, 1, 50), {}),
}


@pytest.mark.parametrize(("x_shape", "weight_shape", "arguments"), ALMOST.values(), ids=ALMOST)
def test_a_layer_that_almost_suits_a_path(x_shape, weight_shape, arguments):
    x, weight = arrays(0, x_shape, weight_shape)
    y = conv2d(x, weight, **arguments)
    np.testing.assert_allclose(y, plain_layers.conv(x, weight, **arguments), rtol=0, atol=1e-9)
    found = conv2d_backward(y, x, weight, **arguments)
    for one, right in zip(found, plain_layers.conv_backward(y, x, weight, **arguments), strict=True):
        np.testing.assert_allclose(one, right, rtol=1e-12, atol=1e-9)


@pytest.mark.parametrize("path", CHOSEN)
@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_nan_and_inf_stay_where_they_are_seen(path, value):
    x_shape, weight_shape, arguments = CHOSEN[path]
    x, weight = arrays(0, (5, *x_shape[1:]), weight_shape)
    weight[weight == 0] = 1
    x[0, 0, 4, 3] = value  # in the first picture: the later ones must not hide it
    y = conv2d(x, weight, **arguments)
    np.testing.assert_allclose(y, reference.conv2d(x, weight, **arguments), rtol=0, atol=1e-9)
    grad_x, grad_weight, _ = conv2d_backward(np.ones_like(y), x, weight, **arguments)
    assert np.isfinite(grad_x).all()
    assert not np.isfinite(grad_weight[0]).all()


@pytest.mark.parametrize("path", CHOSEN)
def test_inf_against_inf_is_nan_without_a_warning(path):
    x_shape, weight_shape, arguments = CHOSEN[path]
    x, weight = arrays(0, x_shape, weight_shape)
    x[0, 0, 4, 3:5] = np.inf, -np.inf
    y = conv2d(x, weight, np.full(len(weight), -np.inf), **arguments)
    assert not np.isfinite(y).any()
    y[0, 0, 0, :2] = np.inf, -np.inf
    assert np.isnan(conv2d_backward(y, x, weight, **arguments)[2][0])
    assert np.isnan(conv_transpose2d(x[:, :1], np.ones((1, 1, 2, 2)), [np.inf])).any()


def test_float32_stays_accurate_in_winograds_way():
    rng = np.random.default_rng(0)
    x, weight = (rng.normal(size=shape).astype(np.float32) for shape in ((2, 64, 23, 30), (48, 64, 3, 3)))
    exact = conv2d(x.astype(np.float64), weight.astype(np.float64))
    y = conv2d(x, weight)
    assert y.dtype == np.float32
    assert np.abs(y - exact).max() < 1e-5 * np.abs(exact).max()
