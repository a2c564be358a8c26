"""Convolution by the Fourier transform: against the sliding one, NumPy's and SciPy's transforms; exact integers."""

import re

import numpy as np
import pytest
import scipy.linalg
import scipy.signal
from geometries import seeds
from hypothesis import given, settings
from hypothesis import strategies as st

from convnb.ops.correlation import convolve
from convnb.ops.spectral import _fast_length, dft_matrix, fft_convolve, frequency_response, overlap_add

fast = settings(deadline=None, max_examples=80)
two_shapes = st.integers(1, 2).flatmap(lambda ndim: st.tuples(*[st.tuples(*[st.integers(1, 12)] * ndim)] * 2))
dtypes = st.sampled_from(["float32", "float64", "complex64", "complex128"])


def random(rng, shape, dtype):
    values = rng.normal(size=shape)
    return (values + 1j * rng.normal(size=shape) if "complex" in dtype else values).astype(dtype)


# --- the transform as a matrix ------------------------------------------------------------------------------------


@pytest.mark.parametrize("n", [1, 2, 5, 16, 251])
def test_dft_matrix_is_the_fft(n):
    f, x = dft_matrix(n), random(np.random.default_rng(n), n, "complex128")
    np.testing.assert_allclose(f @ x, np.fft.fft(x), rtol=1e-11, atol=1e-11)
    np.testing.assert_allclose(f, scipy.linalg.dft(n), atol=1e-10)
    np.testing.assert_allclose(f.conj() @ f / n, np.eye(n), atol=1e-12)


def test_the_sign_of_the_exponent_is_minus():
    np.testing.assert_allclose(dft_matrix(4)[1], [1, -1j, -1, 1j], atol=1e-15)


# --- convolution --------------------------------------------------------------------------------------------------


@fast
@given(two_shapes, dtypes, dtypes, st.sampled_from(["full", "same", "valid"]), seeds)
def test_fft_convolve_is_convolve(shapes, x_dtype, kernel_dtype, mode, seed):
    rng = np.random.default_rng(seed)
    x, kernel = random(rng, shapes[0], x_dtype), random(rng, shapes[1], kernel_dtype)
    try:
        expected = convolve(x, kernel, mode)
    except ValueError as error:
        with pytest.raises(ValueError, match=re.escape(str(error))):
            fft_convolve(x, kernel, mode)
        return
    single = {x_dtype, kernel_dtype} <= {"float32", "complex64"}
    np.testing.assert_allclose(fft_convolve(x, kernel, mode), expected, strict=True, atol=1e-4 if single else 1e-12)
    common = expected.dtype  # SciPy transforms a float32 operand in float32, even beside a float64 one
    theirs = scipy.signal.fftconvolve(x.astype(common), kernel.astype(common), mode)
    np.testing.assert_allclose(fft_convolve(x, kernel, mode), theirs, atol=1e-4 if single else 1e-12)


def test_the_convolution_is_linear_not_circular():
    """A pitfall: without zeros for the tail, the end of the result lies over its beginning."""
    x, kernel = np.array([1.0, 0, 0, 0, 5]), np.array([1.0, 2, 4])
    circular = np.fft.ifft(np.fft.fft(x) * np.fft.fft(kernel, 5)).real
    np.testing.assert_allclose(circular, [11, 22, 4, 0, 5], atol=1e-12)
    np.testing.assert_allclose(fft_convolve(x, kernel), [1, 2, 4, 0, 5, 10, 20], atol=1e-12)
    np.testing.assert_allclose(fft_convolve(x, kernel, "same"), [2, 4, 0, 5, 10], atol=1e-12)


@fast
@given(two_shapes, st.sampled_from(["uint8", "int64", "bool"]), st.sampled_from([3, 15, 22, 27]), seeds)
def test_integers_are_exact_however_large(shapes, dtype, bits, seed):
    rng = np.random.default_rng(seed)
    x = rng.integers(0, 2, shapes[0]).astype(bool) if dtype == "bool" else rng.integers(0, 200, shapes[0]).astype(dtype)
    kernel = rng.integers(-(2**bits), 2**bits, shapes[1])
    if dtype == "int64":
        x = rng.integers(-(2**bits), 2**bits, shapes[0])
    np.testing.assert_array_equal(fft_convolve(x, kernel), convolve(x, kernel), strict=True)
    if x.ndim == 1:
        np.testing.assert_array_equal(overlap_add(x, kernel, block=4), convolve(x, kernel), strict=True)


def test_integers_that_a_transform_would_round_are_exact():
    """Without the way round by convolve this is wrong by thousands: float64 has 53 bits."""
    x, kernel = np.arange(2**28, 2**28 + 50), np.arange(2**28, 2**28 + 40)
    by_transform = np.rint(scipy.signal.fftconvolve(x.astype(float), kernel.astype(float))).astype(np.int64)
    assert (by_transform != convolve(x, kernel)).any()
    np.testing.assert_array_equal(fft_convolve(x, kernel), convolve(x, kernel))
    np.testing.assert_array_equal(overlap_add(x, kernel, block=16), convolve(x, kernel))


def test_the_largest_integers_that_are_rounded_are_right(monkeypatch):
    # Norms just below the limit: 8 eps log2(size) |x| |kernel| < 1/4, so the transform itself must be right.
    rng = np.random.default_rng(0)
    x, kernel = (rng.integers(-(2**16), 2**16, n) for n in (4000, 3000))
    expected = convolve(x, kernel)
    monkeypatch.setattr("convnb.ops.spectral.convolve", None)  # no way round by the sliding kernel
    np.testing.assert_array_equal(fft_convolve(x, kernel), expected)
    np.testing.assert_array_equal(overlap_add(x, kernel, block=500), expected)


def test_nan_spreads_over_the_whole_result_but_only_over_its_block():
    x = np.ones(100)
    x[10] = np.nan
    assert np.isnan(fft_convolve(x, [1.0, 2])).all()
    assert np.isnan(overlap_add(x, [1.0, 2], block=25))[:26].all()
    np.testing.assert_allclose(overlap_add(x, [1.0, 2], block=25)[26:100], 3, rtol=1e-12)
    x[10] = np.inf
    assert not np.isfinite(fft_convolve(x, [1.0, 2])).any()


# --- long recordings ----------------------------------------------------------------------------------------------


@fast
@given(st.integers(1, 60), st.integers(1, 20), st.one_of(st.none(), st.integers(1, 70)), dtypes, seeds)
def test_overlap_add_is_the_full_convolution(n, m, block, dtype, seed):
    rng = np.random.default_rng(seed)
    x, kernel = random(rng, n, dtype), random(rng, m, dtype)
    y = overlap_add(x, kernel, block=block)
    tolerance = 1e-4 if dtype in ("float32", "complex64") else 1e-12
    np.testing.assert_allclose(y, convolve(x, kernel), atol=tolerance, strict=True)
    np.testing.assert_allclose(y, scipy.signal.oaconvolve(x, kernel), atol=tolerance)


@pytest.mark.parametrize("mode", ["full", "same", "valid"])
@pytest.mark.parametrize(("n", "m"), [(50, 7), (7, 50), (9, 4)])
def test_overlap_add_keeps_what_the_mode_keeps(mode, n, m):
    rng = np.random.default_rng(3)
    x, kernel = rng.integers(-5, 6, n), rng.integers(-5, 6, m)
    np.testing.assert_array_equal(overlap_add(x, kernel, mode, block=8), convolve(x, kernel, mode), strict=True)


def test_a_long_recording_in_many_blocks():
    rng = np.random.default_rng(1)
    x, kernel = rng.normal(size=30_001), rng.normal(size=700)
    np.testing.assert_allclose(overlap_add(x, kernel), scipy.signal.oaconvolve(x, kernel), atol=1e-10)


def test_inputs_are_read_and_not_written():
    base = np.random.default_rng(2).normal(size=(20, 30))
    base.setflags(write=False)
    before, x, kernel = base.copy(), base[::2, ::-3], base[3:6, 1:9:2]
    np.testing.assert_allclose(fft_convolve(x, kernel), convolve(x, kernel), atol=1e-12)
    np.testing.assert_allclose(overlap_add(x[:, 1], kernel[0]), convolve(x[:, 1], kernel[0]), atol=1e-12)
    frequency_response(kernel, 8)
    np.testing.assert_array_equal(base, before)
    assert fft_convolve([1, 2], [3, 4]).tolist() == [3, 10, 8]
    y = fft_convolve(x, kernel)
    y += 1


# --- what a kernel does to each frequency -------------------------------------------------------------------------


@pytest.mark.parametrize("n", [1, 2, 7, 64])
@pytest.mark.parametrize("m", [1, 5, 9])
def test_frequency_response_is_scipys_freqz(n, m):
    kernel = np.random.default_rng(m).normal(size=m)
    frequencies, response = frequency_response(kernel, n)
    np.testing.assert_array_equal(frequencies, np.fft.fftshift(np.fft.fftfreq(n)))
    assert frequencies[n // 2] == 0
    np.testing.assert_allclose(response, scipy.signal.freqz(kernel, worN=2 * np.pi * frequencies)[1], atol=1e-12)


def test_frequency_response_in_2d_has_rows_first():
    kernel = np.random.default_rng(0).normal(size=(3, 5))
    frequencies, response = frequency_response(kernel, 16)
    np.testing.assert_allclose(response, np.fft.fftshift(np.fft.fft2(kernel, (16, 16))), atol=1e-12)
    # A vertical difference answers to waves down the picture, not to waves across.
    frequencies, response = frequency_response([[1], [-1]], 8)
    np.testing.assert_allclose(np.abs(response[:, 3]), 2 * np.abs(np.sin(np.pi * frequencies)), atol=1e-12)


def test_it_is_the_gain_of_a_wave():
    kernel, f = np.array([1.0, 2, 4, -1]), 3 / 32
    wave = np.exp(2j * np.pi * f * np.arange(40))
    frequencies, response = frequency_response(kernel, 32)
    gain = response[np.flatnonzero(frequencies == f).item()]
    np.testing.assert_allclose(convolve(wave, kernel, "valid"), gain * wave[3:], atol=1e-12)


def test_blur_is_low_pass_and_difference_is_high_pass():
    frequencies, blur = frequency_response(np.ones(4, np.float32) / 4)
    assert frequencies.shape == (512,)
    assert blur.dtype == frequency_response(np.ones(4, np.float16))[1].dtype == np.complex64
    assert np.abs(blur[256]) == pytest.approx(1)
    assert np.abs(blur[0]) == pytest.approx(0, abs=1e-6)
    _, edge = frequency_response(np.array([1, 255], np.uint8) - np.array([0, 256]))
    assert edge.dtype == np.complex128
    assert np.abs(edge[[256, 0]]).tolist() == pytest.approx([0, 2])


# --- complaints ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: dft_matrix(0), "n must be at least 1, got 0"),
        (lambda: dft_matrix(4.0), "n must be an integer, got 4.0"),
        (lambda: fft_convolve([], [1]), "x is empty (shape (0,))"),
        (lambda: fft_convolve([1], [[1]]), "x and kernel must have the same number of dimensions, got (1,) and (1, 1)"),
        (lambda: fft_convolve(np.ones((2, 2, 2)), [1]), "x must be 1-D or 2-D, got 3-D with shape (2, 2, 2)"),
        (lambda: fft_convolve([1], [1], "circular"), "mode must be one of 'full', 'same', 'valid', got 'circular'"),
        (lambda: fft_convolve(np.ones((2, 3)), np.ones((3, 2)), "valid"), "got x 2x3 and kernel 3x2"),
        (lambda: fft_convolve([2**62, 0], [2, 2]), "sums may reach 18446744073709551616, more than int64 holds"),
        (lambda: overlap_add([1, 2], []), "kernel is empty (shape (0,))"),
        (lambda: overlap_add(np.ones((2, 2)), np.ones((2, 2))), "x must be 1-D, got 2-D with shape (2, 2)"),
        (lambda: overlap_add([1, 2], [1], block=0), "block must be at least 1, got 0"),
        (lambda: overlap_add([1, 2], [1], block=2.5), "block must be an integer, got 2.5"),
        (lambda: frequency_response([]), "kernel is empty (shape (0,))"),
        (lambda: frequency_response(np.ones((1, 1, 1))), "kernel must be 1-D or 2-D, got 3-D with shape (1, 1, 1)"),
        (lambda: frequency_response([1, 2], 0), "n must be at least 1, got 0"),
    ],
)
def test_what_does_not_fit_is_rejected_with_its_numbers(call, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        call()


def test_a_response_that_would_fill_the_memory_is_refused(monkeypatch):
    monkeypatch.setattr("convnb.ops.checks.MOST_ENTRIES", 100)
    with pytest.raises(ValueError, match="the response would be 20x20, 400 entries; at most 100 are computed"):
        frequency_response(np.ones((2, 2)), 20)


def test_a_transform_is_at_most_a_fifth_longer_than_it_must_be():
    lengths = [_fast_length(n) for n in range(1, 3000)]
    assert all(n <= length <= 1.2 * n for n, length in enumerate(lengths, 1))
