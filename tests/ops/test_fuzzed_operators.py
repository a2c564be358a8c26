"""Every public operator, called as nobody should call it: what comes back is right, or a ValueError in our own words.

Never another exception, never a warning, and never an array that fills the memory: where one of the huge numbers in
`wild` were taken at its word, the machine would not have enough.
"""

import inspect
import re
from pathlib import Path

import numpy as np
import plain_layers
import plain_matrices
import pytest
from agreement import check
from conv_layers import conv_layers, gradient_for, transposed_layers
from geometries import layers, poolings, seeds
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from support.wild import Labelled, each_replaced, meant_otherwise, outcome, several_replaced

import convnb
from convnb.ops import reference

HOME = Path(convnb.__file__).parent
small, few = st.integers(1, 5), st.integers(1, 2)
modes = st.sampled_from(["full", "same", "valid"])


def squares(x):
    with np.errstate(all="ignore"):
        return (x**2).sum()


# --- calls that are right -----------------------------------------------------------------------------------------


@st.composite
def arrays(draw, ndim, sides=small):
    shape = draw(st.tuples(*[sides] * ndim))
    return np.random.default_rng(draw(seeds)).integers(-4, 5, shape).astype(float)


def call(**strategies):
    return st.fixed_dictionaries(
        {name: s if isinstance(s, st.SearchStrategy) else st.just(s) for name, s in strategies.items()}
    )


def in_one_or_two(**strategies):
    return st.one_of(*(call(**{n: s(ndim) if s is arrays else s for n, s in strategies.items()}) for ndim in (1, 2)))


def as_call(layer):
    x, weight, bias, arguments = layer
    return {"x": x, "weight": weight, "bias": bias, **arguments}


def in_one_axis(layer):
    arrays = {name: layer[name][..., 0] for name in ("x", "weight")}
    walk = ("stride", "padding", "output_padding", "dilation")
    return {**layer, **arrays, **{name: layer[name][0] for name in walk if name in layer}}


def backward(forward):
    def arguments(layer):
        layer = {name: value for name, value in layer.items() if name != "bias"}
        return {"grad_y": gradient_for(forward(**layer)), **layer}

    return arguments


@st.composite
def pictures(draw, geometry):
    shape, kernel, walk = draw(geometry)
    x = np.random.default_rng(draw(seeds)).integers(-4, 5, (*draw(st.tuples(few, few)), *shape))
    return {"x": x.astype(float), "kernel_size": kernel, **walk}


def average(layer):
    return {name: value for name, value in layer.items() if name != "dilation"} | {"count_include_pad": True}


def columns(layer):
    return {"cols": convnb.im2col(**layer), "output_size": layer["x"].shape[2:]} | {
        k: v for k, v in layer.items() if k != "x"
    }


def one_image(layer):
    walk = {name: layer[name] for name in ("stride", "padding", "dilation")}
    return {"weight": layer["weight"], "input_shape": (layer["weight"].shape[1], *layer["x"].shape[2:]), **walk}


conv, up = conv_layers().map(as_call), transposed_layers().map(as_call)
row, up_row = conv.map(in_one_axis), up.map(in_one_axis)
pool, patches = pictures(poolings(1)), pictures(layers())
sliding = in_one_or_two(x=arrays, kernel=arrays, mode=modes)
steps = {"stride": few, "padding": st.integers(0, 2), "dilation": few}
bell = {"alpha": 1.0, "beta_x": 0.1, "beta_y": 0.2, "frequency": 0.8, "x0": 0.5, "y0": -0.25}
gabor = {"shape": st.tuples(small, small), **bell, "phase": 0.3}
mackey = {"n": small, "tau": st.integers(1, 3), "a": 0.2, "b": 0.1, "c": 10, "dt": 0.5, "sample_every": few}

CALLS = {
    "correlate": (sliding, reference.correlate),
    "convolve": (sliding, reference.convolve),
    "fft_convolve": (sliding, reference.convolve),
    "overlap_add": (call(x=arrays(1), kernel=arrays(1), mode=modes, block=small), plain_matrices.overlap_add),
    "normalized_correlate": (in_one_or_two(x=arrays, template=arrays), reference.normalized_correlate),
    "align": (call(x=arrays(1), y=arrays(1)), plain_matrices.align),
    "conv1d": (row, plain_layers.one_axis(plain_layers.conv)),
    "conv1d_backward": (row.map(backward(convnb.conv1d)), plain_layers.one_axis(plain_layers.conv_backward)),
    "conv2d": (conv, plain_layers.conv),
    "conv2d_backward": (conv.map(backward(convnb.conv2d)), plain_layers.conv_backward),
    "conv_transpose1d": (up_row, plain_layers.one_axis(plain_layers.transposed)),
    "conv_transpose1d_backward": (
        up_row.map(backward(convnb.conv_transpose1d)),
        plain_layers.one_axis(plain_layers.transposed_backward),
    ),
    "conv_transpose2d": (up, plain_layers.transposed),
    "conv_transpose2d_backward": (up.map(backward(convnb.conv_transpose2d)), plain_layers.transposed_backward),
    "max_pool2d": (pool, plain_layers.max_pool),
    "max_pool2d_backward": (pool.map(backward(convnb.max_pool2d)), plain_layers.max_pool_backward),
    "avg_pool2d": (pool.map(average), plain_layers.avg_pool),
    "avg_pool2d_backward": (pool.map(average).map(backward(convnb.avg_pool2d)), plain_layers.avg_pool_backward),
    "im2col": (patches, plain_matrices.im2col),
    "col2im": (patches.map(columns), plain_matrices.col2im),
    "toeplitz_matrix": (call(kernel=arrays(1), n=small, mode=modes), plain_matrices.toeplitz_matrix),
    "circulant_matrix": (call(kernel=arrays(1), n=st.integers(3, 6)), plain_matrices.circulant_matrix),
    "doubly_block_toeplitz": (
        call(kernel=arrays(2), input_shape=st.tuples(small, small), mode=modes),
        plain_matrices.doubly_block_toeplitz,
    ),
    "conv_matrix": (conv.filter(lambda layer: layer["groups"] == 1).map(one_image), plain_matrices.conv_matrix),
    "correlation_lags": (call(n_x=small, n_kernel=small, mode=modes), plain_matrices.correlation_lags),
    "output_size": (call(n=st.integers(7, 20), kernel_size=small, **steps), plain_matrices.output_size),
    "transposed_output_size": (
        call(n=small, kernel_size=small, output_padding=0, **steps),
        plain_matrices.transposed_output_size,
    ),
    "receptive_field": (call(layers=st.lists(st.tuples(small, small, small))), plain_matrices.receptive_field),
    "dft_matrix": (call(n=small), plain_matrices.dft_matrix),
    "frequency_response": (in_one_or_two(kernel=arrays, n=small), plain_matrices.frequency_response),
    "numerical_gradient": (in_one_or_two(f=squares, x=arrays, eps=0.5), plain_matrices.numerical_gradient),
    "check_gradient": (
        arrays(2).flatmap(lambda x: call(f=squares, grad=2 * x, x=x, rtol=1e-3, atol=1e-3, eps=0.5)),
        plain_matrices.check_gradient,
    ),
    "gabor_kernel": (call(**gabor, theta=0.4), plain_matrices.gabor_kernel),
    "quadrature_pair": (call(**gabor, theta=0.4), plain_matrices.quadrature_pair),
    "gabor_bank": (call(**gabor, thetas=arrays(1)), plain_matrices.gabor_bank),
    "simple_cell": (arrays(2).flatmap(lambda w: call(images=w[None] + 1, weight=w)), plain_matrices.simple_cell),
    "complex_cell": (
        arrays(2).flatmap(lambda w: call(images=w + 1, pair=np.stack([w, -2 * w]))),
        plain_matrices.complex_cell,
    ),
    "mackey_glass": (call(**mackey, history=1.2, method="euler"), plain_matrices.mackey_glass),
}


# --- the calls ----------------------------------------------------------------------------------------------------


def call_and_check(name, arguments, arrays):
    before = {key: repr(value) for key, value in arguments.items()}
    with np.errstate(all="raise"):  # whatever the session has set
        found = outcome(getattr(convnb, name), arguments, HOME)
    assert {key: repr(value) for key, value in arguments.items()} == before
    if found is not None:
        check(name, found, arguments, arrays, CALLS[name][1])


def arrays_of(arguments):
    return [key for key, value in arguments.items() if isinstance(value, np.ndarray)]


quick = {"derandomize": True, "deadline": None, "suppress_health_check": list(HealthCheck)}


@pytest.mark.parametrize("name", CALLS)
@settings(max_examples=2, **quick)  # the smallest call, and another
@given(data=st.data())
def test_one_argument_is_wild(name, data):
    valid = data.draw(CALLS[name][0])
    for arguments in [valid, *each_replaced(valid)]:
        call_and_check(name, arguments, arrays_of(valid))


@pytest.mark.parametrize("name", CALLS)
@settings(max_examples=40, **quick)
@given(data=st.data())
def test_several_arguments_are_wild(name, data):
    valid = data.draw(CALLS[name][0])
    call_and_check(name, data.draw(several_replaced(valid)), arrays_of(valid))


@pytest.mark.parametrize("name", CALLS)
@settings(max_examples=3, **quick)
@given(data=st.data())
def test_what_means_more_than_its_numbers(name, data):
    function, valid = getattr(convnb, name), data.draw(CALLS[name][0])
    assume(outcome(function, valid, HOME) is not None)
    for key in arrays_of(valid):
        for value, way_out in meant_otherwise(valid[key]):
            with pytest.raises(ValueError, match=re.escape(way_out)) as complaint:
                function(**{**valid, key: value})
            assert "\n" not in str(complaint.value)
        np.testing.assert_equal(function(**{**valid, key: Labelled(valid[key])}), function(**valid))


def test_every_operator_is_called():
    names = [name for home, names in convnb._HOMES.items() if home.startswith(("ops", "models")) for name in names]
    public = {name for name in names if inspect.isfunction(getattr(convnb, name))}
    assert set(CALLS) == public, "each operator needs a line in CALLS"


NAN, ROW = np.array([[[[np.nan, -2.0]]]]), np.array([[[[3.0, 1.0, 2.0]]]])
FOUND = [  # what long runs found, and a run of a hundred calls may miss
    ("conv2d", {"x": ROW.repeat(3, 1), "weight": NAN.repeat(3, 1), "padding": 1}),
    ("conv2d_backward", {"grad_y": np.ones((1, 1, 1, 2)), "x": ROW, "weight": NAN}),
    ("conv_transpose2d", {"x": ROW, "weight": NAN, "stride": 2}),
    ("conv2d", {"x": ROW.repeat(200, 3), "weight": NAN, "groups": np.uint8(1)}),
    ("max_pool2d", {"x": ROW, "kernel_size": 2**31 - 1, "ceil_mode": True}),
    ("im2col", {"x": ROW, "kernel_size": 2**20, "padding": 2**20, "stride": 2**30}),
    ("frequency_response", {"kernel": np.array([np.inf, -np.inf, 1e308]), "n": 3}),
]


@pytest.mark.parametrize(("name", "arguments"), FOUND, ids=[name for name, _ in FOUND])
def test_found_in_long_runs(name, arguments):
    call_and_check(name, arguments, arrays_of(arguments))
