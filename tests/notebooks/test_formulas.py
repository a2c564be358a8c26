"""The sums that the notebooks display, read from their text and computed: no index and no sign in them is wrong."""

import json
import re
from itertools import product
from math import prod

import numpy as np
import pytest

from convnb import conv2d, conv2d_backward, convolve, correlate

SUM = re.compile(r"\\sum_(?:\{(\w).*?\}|(\w))(?:\^\{.*?\}|\^\w)?")
FACTOR = re.compile(r"\\?([A-Za-z]+)(?:\[(.*?)\]|\((.*?)\)|_\{(.*?)\}|_(\w))")

A, W, D = np.array([1, -2, 3, 5, 7, -4]), np.array([2, 3, -1]), np.array([5, -7, 1, 4])
X, K, V = (np.random.default_rng(0).integers(-9, 10, shape) for shape in [(5, 4), (2, 3), (4, 2)])
MAPS, KERNELS = (np.random.default_rng(1).integers(-9, 10, shape) for shape in [(2, 3, 4), (2, 2, 2)])
_DILATED = {"stride": (1, 2), "padding": (0, 1), "dilation": (1, 2)}


def _gradients(grad_y, x, w, **how):
    return [
        grad[0, 0]
        for grad in conv2d_backward(*(one[None, None] for one in map(np.atleast_2d, (grad_y, x, w))), **how)[:2]
    ]


# Notebook, how the formula begins, what its letters stand for, the first index, and the result from its first index on.
FORMULAS = [
    ("01", r"c[k] = \sum", {"x": W, "y": A}, 0, -2, correlate(A, W)),
    ("02", r"h(\tau) = \sum", {"f": A, "g": W}, 0, 0, convolve(A, W)),
    ("03", r"(x \star w)_{ij} = \sum", {"x": X, "w": K}, 0, 0, correlate(X, K, "valid")),
    ("05", r"\frac{dJ}{da_i}=\sum_{k", {"delta": D, "w": W}, 0, 0, convolve(D, W)),
    ("05", r"\frac{dJ}{dw_k} = \sum_t \delta_t\, a", {"delta": D, "a": A}, 0, 0, correlate(A, D, "valid")),
    ("05", r"z[i]=\sum", {"w": W, "a": A, "K": 3}, 1, 1, correlate(A, W)[:6]),
    ("05", r"\frac{dJ}{da[i]}=\sum", {"w": W, "delta": A, "K": 3}, 1, 1, convolve(A, W)[2:]),
    (
        *("05", r"\frac{dJ}{dw_k} = \sum_t \delta_t\; a", {"delta": D[:2], "a": A, "s": 2, "d": 2, "p": 1}, 0, 0),
        _gradients(D[:2], A, W, **_DILATED)[1][0],
    ),
    ("06", r"\frac{dJ}{da_{ij}}=\sum_k\sum_l w_{kl}\;\delta_{i", {"delta": V, "w": K}, 0, 0, convolve(V, K)),
    (
        *("06", r"\frac{dJ}{da_{ij}}=\sum_k\sum_l w_{kl}\;\delta_{(", {"delta": V[:2, :1], "w": K}, 0, 0),
        _gradients(V[:2, :1], X, K, stride=2)[0],
    ),
    ("06", r"z[i,j]=\sum", {"x": X, "K": K}, 1, 1, correlate(X, K, "valid")),
    (
        "06",
        r"u[i,j]=\frac{dJ}{dx[i,j]}=\sum",
        {"v": V[:2], "H": K[:, 1::-1][::-1], "T": 2},
        1,
        1,
        convolve(V[:2], K[:, :2]),
    ),
    ("09", r"y_{ij} = \sum", {"x": MAPS, "w": KERNELS}, 0, 0, conv2d(MAPS[None], KERNELS[None])[0, 0]),
]


def indices(text):
    """Python for what stands in an index: `s\\,t - p` is s * t - p, `kl` is k, l, and `\\tau` is tau."""
    text = re.sub(r"(,)\s*\\,|\\,", lambda found: found[1] or "*", text).replace("\\", "")
    return compile(f"({','.join(text) if re.fullmatch('[a-z]{2}', text) else text},)", "a formula", "eval")


def entry(array, at, first):
    """0 outside, and where a division leaves a remainder."""
    at = [index - first for index in at]
    inside = all(index % 1 == 0 and 0 <= index < n for index, n in zip(at, array.shape, strict=True))
    return array[tuple(map(int, at))] if inside else 0


@pytest.mark.parametrize(("notebook", "begins", "letters", "first", "start", "expected"), FORMULAS)
def test_a_displayed_sum_is_what_the_operator_computes(root, notebook, begins, letters, first, start, expected):
    (path,) = (root / "notebooks").glob(f"{notebook}_*.ipynb")
    texts = ["".join(cell["source"]) for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]]
    (formula,) = re.findall(re.escape(f"$${begins}") + r".*?(?=\$\$)", "\n".join(texts))
    left, right = formula[2:].split(r"\sum", 1)
    assert left.rstrip().endswith("=")
    sums, right = ["".join(found) for found in SUM.findall(r"\sum" + right)], SUM.sub("", r"\sum" + right)
    factors = [(letters[name], indices("".join(at))) for name, *at in FACTOR.findall(right.split(r"\q")[0])]
    assert len(factors) == 2
    free = re.findall("tau|[ijk]", left.split("=")[0])[-expected.ndim :]
    found = np.zeros_like(expected)
    for place in np.ndindex(expected.shape):
        known = letters | dict(zip(free, (start + at for at in place), strict=True))
        for values in product(range(-6, 9), repeat=len(sums)):
            known |= dict(zip(sums, values, strict=True))
            found[place] += prod(entry(array, eval(at, {}, known), first) for array, at in factors)
    np.testing.assert_array_equal(found, expected)
