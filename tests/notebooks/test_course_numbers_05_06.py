"""The worked numbers of notebooks 05 and 06 that no operator's own test asserts."""

import re

import numpy as np
import sympy as sp

from convnb import conv2d, conv2d_backward, conv_matrix, convolve, correlate, max_pool2d_backward
from convnb.symbolic import Proof, differentiate, layer, prove_data_gradient, variables


def test_the_sensor_and_its_blame():
    a, w = np.array([0.0, 1, 2, 3]), np.array([1.0, 2])
    z = correlate(a, w, "valid")
    assert z.tolist() == [2, 5, 8]
    delta = z - [2, 4, 9]
    assert delta.tolist() == [0, 1, -1]
    assert (correlate(np.add(a, [0, 1, 0, 0]), w, "valid") - z).tolist() == [2, 1, 0]
    assert convolve(delta, w)[1] == 0 * 2 + 1 * 1


def test_both_writings_of_the_data_gradient_are_the_full_convolution():
    delta, w, padded = np.array([5, 7]), np.array([1, 2, 3]), np.array([0, 0, 5, 7, 0, 0])
    full = [5 * 1, 5 * 2 + 7 * 1, 5 * 3 + 7 * 2, 7 * 3]
    assert convolve(delta, w).tolist() == full
    assert convolve(padded, w, "valid").tolist() == full
    assert correlate(padded, w[::-1], "valid").tolist() == full
    assert (conv_matrix(w[None], (1, 4)).T @ delta).tolist() == full


def test_stride_two_gives_the_odd_rows_one_weight_and_the_last_input_none():
    strided = layer(6, 3, stride=2)
    (w1, w2, w3), (d1, d2) = strided.w, strided.delta
    claimed = np.array([d1 * w1, d1 * w2, d1 * w3 + d2 * w1, d2 * w2, d2 * w3, sp.Integer(0)], dtype=object)
    assert Proof("dJ/da", prove_data_gradient(strided).derived, claimed)


def test_the_table_of_weights_that_a_pixel_meets(root):
    text = (root / "notebooks/06_backward_2d.ipynb").read_text(encoding="utf-8")
    rows = re.findall(r"\| [\w ]+, (?:from )?\((\d), (\d)\)[\w ]* \| ([\d, .]+) \|", text)
    assert len(rows) == 4
    for row, col, weights in rows:
        met = [3 * k + m + 1 for k in range(min(int(row), 2), -1, -1) for m in range(min(int(col), 2), -1, -1)]
        assert re.fullmatch(weights.replace("...", "[2-7, ]+"), ", ".join(map(str, met))), (row, col)


def test_one_delta_stamps_the_kernel_as_it_is():
    kernel = np.arange(1.0, 7).reshape(2, 3)
    delta = np.zeros((1, 1, 4, 4))
    delta[0, 0, 2, 1] = 10
    grad_x = conv2d_backward(delta, np.zeros((1, 1, 5, 6)), kernel[None, None])[0][0, 0]
    assert grad_x[2:4, 1:4].tolist() == (10 * kernel).tolist()
    assert np.count_nonzero(grad_x) == 6


def test_how_many_windows_hold_a_pixel_of_ten_by_ten():
    ones = np.ones((1, 1, 3, 3))
    assert conv2d(np.zeros((1, 1, 10, 10)), ones).shape == (1, 1, 8, 8)
    count = conv2d_backward(np.ones((1, 1, 8, 8)), np.zeros((1, 1, 10, 10)), ones)[0][0, 0]
    along = np.array([1, 2, 3, 3, 3, 3, 3, 3, 2, 1])
    assert (count == np.outer(along, along)).all()
    assert count[0, 0] == 1
    assert count.max() == 9


def test_the_source_writing_with_h_counted_from_one():
    """u[i, j] = sum over m, n of H(m, n) v[i - T + m, j - T + n], proved for 5 x 5, 3 x 3."""
    T, n = 3, 5
    out = n - T + 1
    x, K, v = (variables(letter, (size, size)) for letter, size in (("x", n), ("K", T), ("v", out)))
    z = [
        [sum(K[p, q] * x[i + p, j + q] for p in range(T) for q in range(T)) for j in range(out)] for i in range(out)
    ]  # 0-based: K(m, n) x[i + m - 1, j + n - 1]
    H, V = K[::-1, ::-1], {(i + 1, j + 1): v[i, j] for i in range(out) for j in range(out)}
    u = np.empty((n, n), dtype=object)
    for i in range(1, n + 1):
        for j in range(1, n + 1):
            terms = [
                H[p - 1, q - 1] * V.get((i - T + p, j - T + q), 0) for p in range(1, T + 1) for q in range(1, T + 1)
            ]
            u[i - 1, j - 1] = sp.Add(*terms)
    assert Proof("u", differentiate(sp.Add(*(v * np.array(z)).flat), x), u)


def test_the_map_sizes_of_two_layers():
    maps = conv2d(np.zeros((1, 1, 10, 10)), np.zeros((2, 1, 5, 5)))
    assert maps.shape == (1, 2, 10 - 5 + 1, 6)
    assert conv2d(maps, np.zeros((3, 2, 3, 3))).shape == (1, 3, 6 - 3 + 1, 4)


def test_one_winner_of_four_windows_gets_all_four_deltas():
    x = np.array([[1.0, 2, 0, 3], [4, 9, 1, 2], [0, 5, 6, 1], [2, 3, 1, 7]])[None, None]
    grad = max_pool2d_backward(np.array([[[[1.0, 10], [100, 1000]]]]), x, 3, stride=1)[0, 0]
    assert grad[1, 1] == 1111
    assert np.count_nonzero(grad) == 1
