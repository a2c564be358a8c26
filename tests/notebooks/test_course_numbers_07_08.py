"""The worked numbers of notebooks 07 and 08 that no operator's own test asserts."""

import numpy as np
import pytest

from convnb import (
    circulant_matrix,
    col2im,
    conv2d,
    conv2d_backward,
    conv_matrix,
    convolve,
    correlate,
    dft_matrix,
    doubly_block_toeplitz,
    fft_convolve,
    frequency_response,
    im2col,
    overlap_add,
    toeplitz_matrix,
)
from convnb.datasets import photograph
from convnb.ops.engine import tiles

PICTURE = np.arange(1, 17).reshape(4, 4)
SQUARE = np.array([[1, 2], [3, 4]])
RESPONSE = [3, 2, 1]

# --- 07 -----------------------------------------------------------------------------------------------------------


def test_a_sliding_kernel_is_a_matrix_with_its_weights_on_diagonals():
    table = toeplitz_matrix([2, 1], 4, "valid")
    assert table.tolist() == [[1, 2, 0, 0], [0, 1, 2, 0], [0, 0, 1, 2]]
    samples = np.arange(4)
    assert (table @ samples).tolist() == correlate(samples, [1, 2], "valid").tolist() == [2, 5, 8]
    np.testing.assert_array_equal(table[:-1, :-1], table[1:, 1:])


def test_pain_by_the_toeplitz_matrix_of_a_full_convolution():
    table = toeplitz_matrix(RESPONSE, 6)
    assert table.shape == (8, 6)
    assert (table @ [0, 0, 1, 1, 0, 0]).tolist() == [0, 0, 3, 5, 3, 1, 0, 0]
    assert table[:, 2].tolist() == [0, 0, 3, 2, 1, 0, 0, 0]  # by columns the response, by rows the response turned
    assert table[4].tolist() == [0, 0, 1, 2, 3, 0]


def test_nine_patches_and_one_product():
    patches = im2col(PICTURE[None, None], 2)[0]
    assert patches.shape == (4, 9)
    assert patches[:, 1].tolist() == [2, 3, 6, 7]
    product = SQUARE.reshape(1, 4) @ patches
    assert product.shape == (1, 9)
    assert product.reshape(3, 3).tolist() == [[44, 54, 64], [84, 94, 104], [124, 134, 144]]
    np.testing.assert_array_equal(product.reshape(3, 3), correlate(PICTURE, SQUARE, "valid"))


def test_col2im_counts_how_often_a_pixel_is_used():
    count = col2im(im2col(np.ones((1, 1, 4, 4), int), 2), (4, 4), 2)[0, 0]
    assert count.tolist() == [[1, 2, 2, 1], [2, 4, 4, 2], [2, 4, 4, 2], [1, 2, 2, 1]]
    again = col2im(im2col(PICTURE[None, None], 2), (4, 4), 2)[0, 0]
    np.testing.assert_array_equal(again, PICTURE * count)


def test_three_products_are_a_layer_and_its_backward_pass():
    rng = np.random.default_rng(3)
    x, weight = rng.integers(-3, 4, (1, 2, 5, 6)), rng.integers(-3, 4, (3, 2, 3, 2))
    steps = {"stride": (2, 1), "padding": 1}
    columns, rows, y = im2col(x, (3, 2), **steps)[0], weight.reshape(3, -1), conv2d(x, weight, **steps)
    delta = rng.integers(-3, 4, y.shape)
    grad_x, grad_weight, _ = conv2d_backward(delta, x, weight, **steps)
    assert (rows.shape, columns.shape) == ((3, 12), (12, 21))
    np.testing.assert_array_equal(rows @ columns, y.reshape(3, -1))
    np.testing.assert_array_equal(delta.reshape(3, -1) @ columns.T, grad_weight.reshape(3, -1))
    blame = (rows.T @ delta.reshape(3, -1))[None]
    np.testing.assert_array_equal(col2im(blame, (5, 6), (3, 2), **steps), grad_x)
    matrix = conv_matrix(weight, (2, 5, 6), **steps)
    assert matrix.shape == (63, 60)
    np.testing.assert_array_equal(matrix.T @ delta.ravel(), grad_x.ravel())


def test_valid_convolution_is_doubly_block_toeplitz_and_not_toeplitz():
    matrix = doubly_block_toeplitz(SQUARE, (4, 4))
    assert matrix.shape == ((4 - 2 + 1) ** 2, 4**2) == (9, 16)
    assert (matrix @ PICTURE.ravel()).tolist() == convolve(PICTURE, SQUARE, "valid").ravel().tolist()
    blocks = matrix.reshape(3, 3, 4, 4).swapaxes(1, 2)
    np.testing.assert_array_equal(blocks[:-1, :-1], blocks[1:, 1:])
    np.testing.assert_array_equal(blocks[..., :-1, :-1], blocks[..., 1:, 1:])
    assert (matrix[:-1, :-1] != matrix[1:, 1:]).any()


def test_waves_make_the_circulant_matrix_diagonal_and_the_toeplitz_matrix_not():
    waves = dft_matrix(5)
    circulant, toeplitz = (
        waves @ matrix @ np.linalg.inv(waves)
        for matrix in (circulant_matrix([1, 2, 3], 5), toeplitz_matrix([1, 2, 3], 5)[:5])
    )
    np.testing.assert_allclose(circulant, np.diag(np.fft.fft([1, 2, 3], 5)), atol=1e-12)
    assert abs(toeplitz - np.diag(np.diag(toeplitz))).max() == pytest.approx(1.316, abs=1e-3)


def test_a_stride_keeps_rows_0_2_6_8_and_not_every_second():
    every = conv_matrix(SQUARE, (4, 4), stride=1, padding=0, dilation=1)
    strided = conv_matrix(SQUARE, (4, 4), stride=2, padding=0, dilation=1)
    np.testing.assert_array_equal(strided, every[[0, 2, 6, 8]])
    assert strided.shape != every[::2].shape


def test_tiles_of_two_rows():
    assert list(tiles.tiles(1, 6, 100, 200)) == [(slice(0, 1), range(i, i + 2)) for i in (0, 2, 4)]


# --- 08 -----------------------------------------------------------------------------------------------------------


def through_spectra(x, kernel, n):
    return np.fft.ifft(np.fft.fft(x, n) * np.fft.fft(kernel, n)).real.round(9).tolist()


def test_what_does_not_fit_wraps_around():
    late = [0, 0, 0, 0, 1, 1]
    assert through_spectra(late, RESPONSE, 6) == [3, 1, 0, 0, 3, 5]
    assert through_spectra(late, RESPONSE, 7) == [1, 0, 0, 0, 3, 5, 3]
    assert through_spectra(late, RESPONSE, 8) == fft_convolve(late, RESPONSE).tolist() == [0, 0, 0, 0, 3, 5, 3, 1]
    assert through_spectra([0, 0, 1, 1, 0, 0], RESPONSE, 8) == [0, 0, 3, 5, 3, 1, 0, 0]


def test_with_the_conjugate_it_is_a_circular_correlation():
    hits = [0, 0, 1, 1, 0, 0]
    turned = np.fft.ifft(np.fft.fft(hits, 8) * np.fft.fft(RESPONSE, 8).conj()).real.round(9)
    assert turned.tolist() == [1, 3, 5, 3, 0, 0, 0, 0]
    assert turned[:6].tolist() == correlate(hits, RESPONSE)[2:].tolist()


def test_a_kernel_multiplies_a_wave_by_one_number():
    wave = np.exp(2j * np.pi * 0.1 * np.arange(12))
    frequencies, response = frequency_response(np.array(RESPONSE), 10)
    number = response[frequencies == 0.1].item()
    assert number == pytest.approx(4.927 - 2.127j, abs=1e-3)
    np.testing.assert_allclose(convolve(wave, RESPONSE, "valid"), number * wave[2:])


def test_overlap_add_by_hand_and_by_function():
    music, total = [1, 2, 3, 4, 5, 6], np.zeros(8, int)
    for start in (0, 2, 4):
        total[start : start + 4] += convolve(music[start : start + 2], RESPONSE)
    assert total.tolist() == overlap_add(music, RESPONSE, block=2).tolist() == [3, 8, 14, 20, 26, 32, 17, 6]


@pytest.mark.parametrize(
    ("kernel", "gains"),
    [(np.ones(5) / 5, (1, 0, 0.2)), (np.array([1, 4, 6, 4, 1]) / 16, (1, 0.428, 0)), ([1, -1], (0, 1.176, 2))],
)
def test_gains_at_0_a_fifth_and_a_half(kernel, gains):
    _, response = frequency_response(np.asarray(kernel), 200)
    np.testing.assert_allclose(abs(response[[100, 140, 0]]), gains, atol=1e-3)


def test_a_mean_of_five_wipes_out_the_wave_that_turns_in_five():
    wave = np.cos(2 * np.pi * np.arange(40) / 5)
    np.testing.assert_allclose(convolve(wave, np.ones(5) / 5, "valid"), 0, atol=1e-12)


def test_sobel_sees_waves_across_only():
    _, edge = frequency_response(np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]), 64)
    np.testing.assert_allclose(abs(edge[[32, 32, 48], [32, 48, 32]]), [0, 8, 0], atol=1e-12)


def test_a_hundred_dice_by_one_power():
    many = np.fft.ifft(np.fft.fft(np.ones(6) / 6, 501) ** 100).real
    slid = np.ones(1)
    for _ in range(100):
        slid = fft_convolve(slid, np.ones(6) / 6)
    np.testing.assert_allclose(many, slid, atol=1e-12)
    sums = np.arange(100, 601)
    mean = np.sum(sums * many)
    variance = np.sum((sums - mean) ** 2 * many)
    assert (mean, variance) == (pytest.approx(350), pytest.approx(100 * 35 / 12))
    bell = np.exp(-((sums - mean) ** 2) / (2 * variance)) / np.sqrt(2 * np.pi * variance)
    assert abs(many - bell).max() == pytest.approx(0.000037, abs=1e-6)


def test_dividing_spectra_undoes_a_blur_and_explodes_on_noise():
    sharp, bell = photograph("camera"), np.exp(-(np.arange(-3, 4) ** 2) / 2)
    blur = np.zeros(sharp.shape)
    blur[:7, :7] = np.outer(bell, bell) / bell.sum() ** 2
    gain = np.fft.fft2(np.roll(blur, (-3, -3), axis=(0, 1)))
    blurred = np.fft.ifft2(np.fft.fft2(sharp) * gain).real
    noisy = blurred + np.random.default_rng(0).normal(scale=1e-3, size=sharp.shape)

    def off(spectrum):
        return np.sqrt(np.mean((np.fft.ifft2(spectrum).real - sharp) ** 2))

    assert 1 / abs(gain).min() == pytest.approx(5014, abs=1)
    assert off(np.fft.fft2(blurred) / gain) < 1e-9
    before, divided = off(np.fft.fft2(noisy)), off(np.fft.fft2(noisy) / gain)
    gentle = off(np.fft.fft2(noisy) * gain.conj() / (abs(gain) ** 2 + 1e-3))
    assert (before, gentle) == (pytest.approx(0.034, abs=1e-3), pytest.approx(0.018, abs=1e-3))
    assert divided > 0.5
