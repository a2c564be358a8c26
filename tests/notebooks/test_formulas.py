"""The formulas that the notebooks display, read from their text and computed: no index and no sign is wrong in them.

Outside its array a letter is 0, so that the bounds of a sum need not be read, and are not.
"""

import json
import re
from itertools import product
from math import prod

import numpy as np
import pytest

from convnb import conv2d, conv2d_backward, convolve, correlate, dft_matrix, output_size, transposed_output_size
from convnb.exercises import exercises_of
from convnb.models.v1 import gabor_kernel, pixel_grid

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


def text_of(root, notebook):
    (path,) = (root / "notebooks").glob(f"{notebook}_*.ipynb")
    return "\n".join("".join(cell["source"]) for cell in json.loads(path.read_text(encoding="utf-8"))["cells"])


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
    (formula,) = re.findall(re.escape(f"$${begins}") + r".*?(?=\$\$)", text_of(root, notebook))
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


# --- without sums -------------------------------------------------------------------------------------------------

FUNCTIONS = {"cos": np.cos, "sin": np.sin, "exp": np.exp, "floor": np.floor}
TOKEN = re.compile(r"\\?(?:(?<=\\)[a-z]+|[A-Za-z])(?:_\w)?'?|\d+|\*\*|[-+/()]")


def displayed(root, notebook, begins):
    """The formula of a notebook that begins so, without its beginning, as Python; x' is x1."""
    [formula] = re.findall(re.escape(begins) + r"(.*?)(?:\$\$|\\qquad)", text_of(root, notebook))
    for latex, plain in [
        *((r"\\left\\lfloor(.*)\\right\\rfloor", r"\\floor(\1)"), (r"\\frac\{(.*)\}\{(.*?)\}", r"((\1)/(\2))")),
        *((r"e\^\{(.*?)\}", r"\\exp(\1)"), (r"\\(cos|sin)\s*(\\\w+)", r"\\\1(\2)"), (r"\^", "**")),
        *((r"\\text\{.*?\}", "o"), (r"\\[,;]", " ")),
    ]:
        formula = re.sub(latex, plain, formula)
    code, before = "", "+"
    for token in TOKEN.findall(formula):
        token = token.removeprefix("\\").replace("'", "1")
        is_product = before not in ("", "+", "-", "/", "(", "**", *FUNCTIONS) and (token[0].isalnum() or token == "(")
        code += f"*{token}" if is_product else token
        before = token
    return code


def test_displayed_sizes_are_the_operators(root):
    [task] = re.findall(r"into `(\(m.+?)`", exercises_of("04")["04.4"].text)
    there = displayed(root, "04", r"$$H_\text{out} =")
    back = displayed(root, "04", "So $H$ rows become\n\n$$")
    for H, k, s, p, d in product((7, 10), (2, 3), (2, 3), (0, 1), (1, 2)):
        letters = {"H": H, "k": k, "s": s, "p": p, "d": d, "o": 1}
        how = {"stride": s, "padding": p, "dilation": d}
        assert eval(there, FUNCTIONS | letters) == output_size(H, k, **how)
        assert eval(back, FUNCTIONS | letters) == transposed_output_size(H, k, output_padding=1, **how)
        assert eval(task, letters | {"m": H, "output_padding": 1}) == transposed_output_size(
            H, k, output_padding=1, **how
        )


def test_displayed_waves_turn_as_those_of_the_transform(root):
    there, back = (
        displayed(root, "08", rf"$${begins}")
        for begins in (r"X_k=\sum_{t=0}^{n-1}x_t", r"x_t=\frac1n\sum_{k=0}^{n-1}X_k")
    )
    k, t = np.indices((5, 5))
    letters = {"n": 5, "k": k, "t": t, "i": 1j, "pi": np.pi}
    np.testing.assert_allclose(eval(there, FUNCTIONS | letters), dft_matrix(5), atol=1e-12)
    np.testing.assert_allclose(eval(back, FUNCTIONS | letters) / 5, np.linalg.inv(dft_matrix(5)), atol=1e-12)


def test_the_displayed_halves_of_a_transform_are_put_together(root):
    x, k = np.random.default_rng(2).normal(size=8), np.arange(4)
    letters = {"O_k": np.fft.fft(x[1::2]), "omega": np.exp(-2j * np.pi / 8), "k": k}
    for half, begins in enumerate((r"$$X_k=E_k", r"X_{k+n/2}=E_k")):
        found = np.fft.fft(x[::2]) + eval(f"0{displayed(root, '08', begins)}", letters)
        np.testing.assert_allclose(found, np.fft.fft(x)[4 * half :][:4], atol=1e-12)


def test_a_flip_and_a_clock_in_the_text_have_the_right_index(root):
    [flip] = re.findall(r"takes it flipped, \$w_\{(.*?)\}\$", text_of(root, "03"))
    m, n = np.indices(K.shape)
    np.testing.assert_array_equal(K[eval(indices(flip), {"K": 2, "L": 3, "m": m, "n": n})], K[::-1, ::-1])
    [clock] = re.findall(r"\$\$y_t=\\sum_\{s=0\}\^\{n-1\}x_s\\;g_\{(.*?)\}\$\$", text_of(root, "08"))
    t, s = np.indices((6, 6))
    circular = np.append(W, [0, 0, 0])[eval(clock.replace(r"\bmod", "%"), {"t": t, "s": s, "n": 6})] @ A
    np.testing.assert_allclose(circular, np.fft.ifft(np.fft.fft(A) * np.fft.fft(W, 6)).real, atol=1e-12)


def at_digits(array, digits):
    """Counted from 1, as on paper."""
    return array[tuple(int(digit) - 1 for digit in digits)]


@pytest.mark.parametrize(("notebook", "count", "delta", "w"), [("05", 4, D[:2], W), ("06", 4, X[:2, :2], X[2:4, :2])])
def test_gradients_that_are_written_out_are_those_of_the_layer(root, notebook, count, delta, w):
    lines = re.findall(r"dJ\}?(?:/|\{)da_\{?(\d+)\}*&?=((?:[+\d]|\\,|\\delta|w|_\{?\d+\}?)+)", text_of(root, notebook))
    assert len(lines) == count
    for place, terms in lines:
        products = re.findall(r"\\delta_\{?(\d+)\}?w_\{?(\d+)\}?", terms)
        found = sum(at_digits(delta, t) * at_digits(w, k) for t, k in products)
        assert found == at_digits(convolve(delta, w), place), place


def test_the_displayed_gabor_function_is_the_kernel(root):
    own = {"alpha": 2, "beta_x": 0.1, "beta_y": 0.3, "x0": 0.5, "y0": -1}
    x, y = pixel_grid((5, 4))
    letters = FUNCTIONS | own | {"x": x, "y": y, "x_0": 0.5, "y_0": -1, "f": 1.1, "phi": 0.4, "tau": 0.7}
    for name in "xy":
        letters[f"{name}1"] = eval(displayed(root, "10", f"{name}' = "), letters)
    kernel = gabor_kernel((5, 4), frequency=1.1, phase=0.4, theta=0.7, **own)
    np.testing.assert_allclose(eval(displayed(root, "10", "$$w(x, y) = "), letters), kernel, atol=1e-12)
