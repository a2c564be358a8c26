"""Correlation, convolution and their lags: against SciPy, the definitions and the pitfalls."""

import re

import numpy as np
import pytest
import scipy.ndimage
import scipy.signal
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import convnb
from convnb.ops import reference
from convnb.ops.engine import sliding

MODES = ("full", "same", "valid")
seeds = st.integers(0, 2**32 - 1)
modes = st.sampled_from(MODES)
dtypes = st.sampled_from(["float32", "float64", "complex64", "complex128", "int64"])
two_shapes = st.integers(1, 2).flatmap(lambda ndim: st.tuples(*[st.tuples(*[st.integers(1, 9)] * ndim)] * 2))
pairs_of_functions = st.sampled_from(["correlate", "convolve"])


def sample(rng, shape, dtype):
    values = rng.normal(size=shape) * 8
    return (values + 1j * rng.normal(size=shape) if np.dtype(dtype).kind == "c" else values).astype(dtype)


def close(ours, theirs, x, kernel):
    """Equal shapes, dtypes and values: exactly for integers, else to the rounding of sums as large as |x| |kernel|."""
    assert ours.shape == theirs.shape
    assert ours.dtype == theirs.dtype
    eps = 0 if ours.dtype.kind == "i" else np.finfo(ours.dtype).eps
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=20 * eps * np.linalg.norm(x) * np.linalg.norm(kernel))


# --- correlate and convolve ---------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=300)
@given(pairs_of_functions, two_shapes, modes, dtypes, seeds)
def test_shapes_centres_and_values_are_scipys(name, shapes, mode, dtype, seed):
    rng = np.random.default_rng(seed)
    x, kernel = (sample(rng, shape, dtype) for shape in shapes)
    ours, theirs = getattr(convnb, name), getattr(scipy.signal, name)
    try:
        expected = theirs(x, kernel, mode, method="direct")
    except ValueError:
        message = f"every dimension, got x {x.shape[0]}x{x.shape[1]} and kernel {kernel.shape[0]}x{kernel.shape[1]}"
        with pytest.raises(ValueError, match=re.escape(message)):
            ours(x, kernel, mode)
    else:
        close(ours(x, kernel, mode), expected, x, kernel)


@settings(deadline=None, max_examples=60)
@given(pairs_of_functions, two_shapes, modes, seeds)
def test_the_loops_agree(name, shapes, mode, seed):
    rng = np.random.default_rng(seed)
    x, kernel = (rng.integers(-9, 10, shape) for shape in shapes)
    assume(mode != "valid" or len({n >= m for n, m in zip(*shapes, strict=True) if n != m}) < 2)
    ours, theirs = getattr(convnb, name)(x, kernel, mode), getattr(reference, name)(x, kernel, mode)
    np.testing.assert_array_equal(ours, theirs)


@settings(deadline=None, max_examples=60)
@given(st.tuples(*[st.integers(1, 9)] * 4), st.sampled_from(["full", "same"]), seeds)
def test_pictures_agree_with_scipys_2d_functions(sizes, mode, seed):
    rng = np.random.default_rng(seed)
    x, kernel = rng.normal(size=sizes[:2]), rng.normal(size=sizes[2:])
    close(convnb.convolve(x, kernel, mode), scipy.signal.convolve2d(x, kernel, mode), x, kernel)
    if mode == "full" or all(m % 2 for m in kernel.shape):
        close(convnb.correlate(x, kernel, mode), scipy.signal.correlate2d(x, kernel, mode), x, kernel)


@pytest.mark.parametrize("shape", [(300, 71), (64, 400)])
@pytest.mark.parametrize("kernel_shape", [(33, 9), (1, 40), (40, 1)])
@pytest.mark.parametrize("mode", MODES)
def test_pictures_of_several_tiles(shape, kernel_shape, mode, monkeypatch):
    monkeypatch.setattr(sliding, "TILE", 20_000)
    rng = np.random.default_rng(0)
    x, kernel = rng.normal(size=shape), rng.normal(size=kernel_shape)
    close(convnb.correlate(x, kernel, mode), scipy.signal.correlate(x, kernel, mode, method="fft"), x, kernel)
    if mode != "same":
        close(convnb.correlate(kernel, x, mode), scipy.signal.correlate(kernel, x, mode, method="fft"), x, kernel)


def test_course_numbers_pain():
    hurt = [3, 2, 1]
    assert convnb.convolve([0, 0, 0, 1, 0, 0, 0], hurt)[:8].tolist() == [0, 0, 0, 3, 2, 1, 0, 0]
    assert convnb.convolve([0, 0, 1, 1, 0, 0], hurt)[:8].tolist() == [0, 0, 3, 5, 3, 1, 0, 0]


def test_course_numbers_pictures():
    x, kernel = [[0, 1, 2], [3, 4, 5], [6, 7, 8]], [[0, 1], [2, 3]]
    assert convnb.correlate(x, kernel, "valid").tolist() == [[19, 25], [37, 43]]
    assert convnb.convolve(x, kernel, "valid").tolist() == [[5, 11], [23, 29]]
    x = [[0, 10, 10, 0], [20, 30, 30, 20], [10, 20, 20, 10], [0, 5, 5, 0]]
    kernel = [[1, 0], [0, 2]]
    assert convnb.correlate(x, kernel, "valid").tolist() == [[60, 70, 50], [60, 70, 50], [20, 30, 20]]
    assert convnb.convolve(x, kernel, "valid").tolist() == [[30, 50, 40], [60, 80, 70], [25, 45, 40]]


def test_course_numbers_backward():
    assert convnb.correlate([0, 1, 2, 3], [1, 2], "valid").tolist() == [2, 5, 8]
    delta, weight = [5, -2], [2, 3, 7]
    by_hand = [5 * 2, 5 * 3 - 2 * 2, 5 * 7 - 2 * 3, -2 * 7]
    assert convnb.convolve(delta, weight).tolist() == by_hand
    assert convnb.correlate([0, 0, *delta, 0, 0], weight[::-1], "valid").tolist() == by_hand


def test_a_test_with_ones_proves_nothing():
    box, ones = np.full((3, 3), 1 / 9), np.ones((4, 4))
    np.testing.assert_allclose(convnb.correlate(ones, box, "valid"), convnb.convolve(ones, box, "valid"))
    b = [
        [0.4509, 0.1890, 0.6256, 0.7757],
        [0.5470, 0.6868, 0.7802, 0.4868],
        [0.2963, 0.1835, 0.0811, 0.4359],
        [0.7447, 0.3685, 0.9294, 0.4468],
    ]
    a = [[0.2348, 0.0154, 0.6491], [0.3532, 0.0430, 0.7317], [0.8212, 0.1690, 0.6477]]
    # The printed results came from unrounded numbers: they agree to one unit of the fourth decimal.
    my_valid_conv2, conv2 = [[1.6354, 1.6366], [2.0932, 1.6255]], [[1.7573, 1.7959], [2.0717, 1.6266]]
    np.testing.assert_allclose(convnb.correlate(b, a, "valid"), my_valid_conv2, rtol=0, atol=1.0e-4)
    np.testing.assert_allclose(convnb.convolve(b, a, "valid"), conv2, rtol=0, atol=1.0e-4)


@settings(deadline=None, max_examples=60)
@given(two_shapes, seeds)
def test_correlation_is_not_commutative_but_a_mirror_image(shapes, seed):
    rng = np.random.default_rng(seed)
    f, g = (sample(rng, shape, "complex128") for shape in shapes)
    close(convnb.correlate(f, g), np.flip(convnb.correlate(g, f)).conj().copy(), f, g)
    close(convnb.convolve(f, g), convnb.convolve(g, f), f, g)


def test_the_textbooks_star_is_the_other_order():
    f, g = np.array([1, 2, 0, -1]), np.array([4, 1, 3])
    star = [sum(f[t] * g[t + tau] for t in range(4) if 0 <= t + tau < 3) for tau in range(-3, 3)]
    assert convnb.correlate(g, f).tolist() == star
    assert convnb.correlate(f, g).tolist() == star[::-1] != star


def test_numpys_same_swaps_and_ours_does_not():
    x, kernel = np.array([1, 2, 3]), np.array([1, 10, 100, 1000, 10000])
    ours = convnb.convolve(x, kernel, "same")
    assert ours.shape == (3,)
    assert ours.tolist() == scipy.signal.convolve(x, kernel, "same").tolist()
    assert np.convolve(x, kernel, "same").shape == (5,)
    assert convnb.correlate(x, kernel, "same").shape == (3,)


def test_the_centre_of_an_even_kernel():
    x = np.array([0, 0, 1, 0, 0, 0])
    assert convnb.convolve(x, [1, 2, 3, 4], "same").tolist() == [0, 1, 2, 3, 4, 0]
    assert convnb.correlate(x, [1, 2, 3, 4], "same").tolist() == [0, 4, 3, 2, 1, 0]
    picture, kernel = np.outer(x, x), np.arange(1, 9).reshape(4, 2)
    ours, scipys = convnb.correlate(picture, kernel, "same"), scipy.signal.correlate2d(picture, kernel, "same")
    assert ours[1:, 1:].tolist() == scipys[:-1, :-1].tolist()  # correlate2d is one entry ahead


def test_a_non_square_kernel_turns_by_180_degrees():
    rng = np.random.default_rng(1)
    x, kernel = rng.normal(size=(7, 10)), rng.normal(size=(2, 5))
    for mode in ("full", "valid"):
        close(convnb.convolve(x, kernel, mode), convnb.correlate(x, np.rot90(kernel, 2), mode), x, kernel)
    assert not np.allclose(convnb.convolve(x, kernel), convnb.correlate(x, kernel))


def test_valid_fills_nothing():
    x = np.array([1.0, 2, 3, 4]) + 100
    assert convnb.convolve(x, np.full(3, 1 / 3), "valid") == pytest.approx([102, 103])


def test_a_longer_kernel_in_valid():
    assert convnb.correlate([1, 2], [1, 10, 100], "valid").tolist() == [210, 21]
    assert convnb.correlation_lags(2, 3, "valid").tolist() == [-1, 0]


# --- lags ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", MODES)
def test_each_lag_is_the_lag_of_its_entry(mode):
    for n_x in range(1, 8):
        for n_kernel in range(1, 8):
            # Powers of two: each entry names the products that it is the sum of.
            x, kernel = 4 ** np.arange(n_x), 2 ** np.arange(n_kernel)
            lags = convnb.correlation_lags(n_x, n_kernel, mode)
            by_lag = [sum(int(x[t + k] * kernel[t]) for t in range(n_kernel) if 0 <= t + k < n_x) for k in lags]
            assert convnb.correlate(x, kernel, mode).tolist() == by_lag
            if mode == "same" and n_x % 2 == 1 and n_kernel % 2 == 0:
                continue  # SciPy's lags do not belong to SciPy's correlate here: see the next test
            assert lags.tolist() == scipy.signal.correlation_lags(n_x, n_kernel, mode).tolist()


def test_scipys_lags_are_one_off_for_odd_signals_and_even_kernels():
    x, kernel = np.array([0, 0, 1, 0, 0]), np.array([1, 0])
    peak = np.argmax(scipy.signal.correlate(x, kernel, "same", method="direct"))
    assert convnb.correlation_lags(5, 2, "same")[peak] == 2  # kernel[0] meets x[2]: lag 2
    assert scipy.signal.correlation_lags(5, 2, "same")[peak] == 3


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((0, 3), "n_x must be at least 1, got 0"),
        ((4, -1), "n_kernel must be at least 1, got -1"),
        ((4.0, 3), "n_x must be an integer, got 4.0"),
        ((4, 3, "vaild"), "mode must be one of 'full', 'same', 'valid', got 'vaild'"),
    ],
)
def test_correlation_lags_rejects(arguments, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        convnb.correlation_lags(*arguments)


@pytest.mark.parametrize("shape", [(3, 2), (4, 5), (1, 4), (5, 3)])
def test_other_borders_are_padded_by_hand(shape):
    # The recipe of the docstring.
    rng = np.random.default_rng(4)
    x, kernel = rng.normal(size=(7, 9)), rng.normal(size=shape)
    padded = np.pad(x, [(m // 2, (m - 1) // 2) for m in kernel.shape], "symmetric")
    np.testing.assert_allclose(convnb.correlate(padded, kernel, "valid"), scipy.ndimage.correlate(x, kernel))


@pytest.mark.parametrize("n", [3, 4, 7, 8])
def test_the_layers_same_is_one_entry_further_on_for_even_kernels(n):
    rng = np.random.default_rng(5)
    x, kernel = rng.normal(size=11), rng.normal(size=n)
    layer = convnb.conv1d(x[None, None], kernel[None, None], padding="same")[0, 0]
    ours = convnb.correlate(x, kernel, "same")
    further = (n + 1) % 2
    np.testing.assert_allclose(layer[: layer.size - further], ours[further:])
