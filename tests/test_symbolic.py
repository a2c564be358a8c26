"""The derivations with letters, against the operators with numbers, and proofs that must fail."""

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from convnb import conv1d_backward, conv2d, conv2d_backward, max_pool2d_backward
from convnb.symbolic import (
    Proof,
    correlate,
    differentiate,
    layer,
    prove_bias_gradient,
    prove_channel_gradients,
    prove_data_gradient,
    prove_max_pool_gradient,
    prove_weight_gradient,
    variables,
)


def test_the_course_names_its_variables_from_one():
    assert [str(s) for s in variables("a", (3,))] == ["a_1", "a_2", "a_3"]
    assert str(variables("w", (2, 3))[1, 2]) == "w_23"
    assert str(variables("a", (1, 12))[0, 9]) == "a_1,10"
    assert str(variables("w", (2, 3), "31")[1, 2]) == "w^31_23"


def test_a_layer_prints_as_equations():
    one = layer(3, 2, stride=1)
    assert repr(one) == "z_1 = a_1*w_1 + a_2*w_2\nz_2 = a_2*w_1 + a_3*w_2"
    assert r"z_{2} &= a_{2} w_{1} + a_{3} w_{2}" in one._repr_latex_()


def test_the_one_dimensional_table_of_the_source():
    one = layer(4, 3)
    a, w, (d1, d2) = one.a, one.w, one.delta
    assert sp.expand(one.z[1] - (a[1] * w[0] + a[2] * w[1] + a[3] * w[2])) == 0
    proof = prove_data_gradient(one)
    assert proof
    table = [d1 * w[0], d1 * w[1] + d2 * w[0], d1 * w[2] + d2 * w[1], d2 * w[2]]
    assert [sp.expand(x - y) for x, y in zip(proof.claimed, table, strict=True)] == [0, 0, 0, 0]
    assert repr(proof) == "dJ/da: proved, all 4 entries are equal"


def test_the_two_dimensional_case_of_the_source():
    two = layer((3, 3), (2, 2))
    w, d = two.w, two.delta
    proof = prove_data_gradient(two)
    assert proof
    assert sp.expand(proof.derived[0, 1] - (d[0, 0] * w[0, 1] + d[0, 1] * w[0, 0])) == 0
    assert proof.derived[0, 2] == d[0, 1] * w[0, 1]


axis = st.tuples(st.integers(1, 6), st.integers(1, 3), st.integers(1, 3), st.integers(0, 2), st.integers(1, 2)).filter(
    lambda case: case[0] + 2 * case[3] >= case[4] * (case[1] - 1) + 1
)


@settings(deadline=None, max_examples=25)
@given(st.lists(axis, min_size=1, max_size=2), st.integers(0, 2**32 - 1))
def test_every_gradient_is_proved_and_is_the_operators(axes, seed):
    n, k, stride, padding, dilation = (tuple(column) for column in zip(*axes, strict=True))
    walk = {"stride": stride, "padding": padding, "dilation": dilation}
    if len(axes) == 1:
        walk = {name: value[0] for name, value in walk.items()}
    one = layer(n, k, **walk)
    proofs = prove_data_gradient(one), prove_weight_gradient(one), prove_bias_gradient(one)
    assert all(proofs), proofs
    rng = np.random.default_rng(seed)
    x, weight, grad_y = (rng.integers(-9, 10, array.shape) for array in (one.a, one.w, one.delta))
    pairs = [(one.a, x), (one.w, weight), (one.delta, grad_y)]
    numbers = {
        symbol: int(value) for letters, values in pairs for symbol, value in zip(letters.flat, values.flat, strict=True)
    }
    backward = conv1d_backward if len(axes) == 1 else conv2d_backward
    expected = backward(grad_y[None, None], x[None, None], weight[None, None], **walk)
    for proof, gradient in zip(proofs, expected, strict=True):
        found = [int(sp.sympify(entry).subs(numbers)) for entry in proof.claimed.flat]
        assert found == gradient.ravel().tolist()
    if len(axes) == 2:
        forward = [int(sp.sympify(z).subs(numbers)) for z in one.z.flat]
        assert forward == conv2d(x[None, None], weight[None, None], **walk).ravel().tolist()


def test_a_wrong_claim_says_which_entry_differs():
    one = layer(4, 3)
    right = prove_weight_gradient(one)
    flipped = Proof("dJ/dw", right.derived, right.claimed[::-1])  # the mistake of a famous course page
    assert not flipped
    assert flipped.difference == (0,)
    assert "entry [0]: derived a_1*delta_1" in repr(flipped)
    assert r"\neq" in flipped._repr_latex_()
    assert not Proof("dJ/dw", right.derived, right.claimed[:2])
    assert "claimed (2,)" in repr(Proof("dJ/dw", right.derived, right.claimed[:2]))


def test_a_proof_is_typeset():
    proof = prove_data_gradient(layer(3, 2))
    text = proof._repr_latex_()
    assert text.startswith("$\\displaystyle")
    assert text.count(r"\\ ") == 3, "one line for each entry, and one for the claim"
    assert r"\frac{dJ}{da_{2}} &= \delta_{1} w_{2} + \delta_{2} w_{1}\\" in text
    tables = r"\left[\begin{matrix}0 & \delta_{1} & \delta_{2} & 0\end{matrix}\right] \star "
    assert tables + r"\left[\begin{matrix}w_{2} & w_{1}\end{matrix}\right] \quad \checkmark" in text
    wrong = proof._replace(claimed=proof.claimed[::-1])._repr_latex_()
    assert r"\frac{dJ}{da_{1}} &= \delta_{1} w_{1} \neq \delta_{2} w_{2}\\" in wrong
    assert r"\checkmark" not in wrong


@pytest.mark.parametrize("walk", [{}, {"stride": 2}, {"dilation": 2}, {"stride": (1, 2), "dilation": (2, 1)}])
def test_the_tables_of_a_proof_give_its_claim(walk):
    one = layer((5, 6), (2, 3), **walk)
    for proof in (prove_data_gradient(one), prove_weight_gradient(one)):
        if proof.sliding:
            places = tuple(np.subtract(*map(np.shape, proof.sliding)) + 1)
            assert Proof(proof.name, correlate(*proof.sliding, places, (1, 1), (1, 1)), proof.claimed)
    assert prove_data_gradient(one).sliding
    assert not prove_data_gradient(layer(5, 3, padding=1)).sliding


def test_the_causal_form_of_the_source():
    """z[i] = sum over k of a[k] x[i - T + k] and u[i] = sum over k of a[T - k + 1] v[i + k - 1], all from 1."""
    n, taps = 6, 3
    x, v, a = (dict(enumerate(variables(letter, (size,)), 1)) for letter, size in (("x", n), ("v", n), ("a", taps)))
    z = {i: sum(a[k] * x.get(i - taps + k, 0) for k in a) for i in v}
    loss = sum(v[i] * z[i] for i in v)
    u = np.array([sum(a[taps - k + 1] * v.get(i + k - 1, 0) for k in a) for i in x], dtype=object)
    assert Proof("u", differentiate(loss, np.array(list(x.values()))), u)


@pytest.mark.parametrize(("channels", "maps", "walk"), [(2, 3, {}), (3, 1, {"stride": (1, 2), "padding": (1, 0)})])
def test_each_input_adds_over_the_output_maps(channels, maps, walk):
    data, weight = prove_channel_gradients((3, 4), (2, 2), channels, maps, **walk)
    assert data
    assert weight
    assert data.claimed.shape == (channels, 3, 4)
    assert weight.claimed.shape == (maps, channels, 2, 2)
    rng = np.random.default_rng(0)
    x, w = rng.integers(-9, 10, (1, channels, 3, 4)), rng.integers(-9, 10, (maps, channels, 2, 2))
    y = conv2d(x, w, **walk)
    grad_y = rng.integers(-9, 10, y.shape)
    numbers = {}
    for c in range(channels):
        numbers |= named("a", x[0, c], f"{c + 1}")
    for o in range(maps):
        numbers |= named("delta", grad_y[0, o], f"{o + 1}")
        for c in range(channels):
            numbers |= named("w", w[o, c], f"{o + 1}{c + 1}")
    for proof, gradient in zip((data, weight), conv2d_backward(grad_y, x, w, **walk)[:2], strict=True):
        found = [int(sp.sympify(entry).subs(numbers)) for entry in proof.claimed.flat]
        assert found == gradient.ravel().tolist()


def named(letter, values, maps):
    pairs = zip(variables(letter, values.shape, maps).flat, values.ravel().tolist(), strict=True)
    return dict(pairs)


@pytest.mark.parametrize(("size", "stride"), [(3, 1), ((2, 3), (1, 2)), (2, None)])
def test_max_pooling_adds_up_where_windows_overlap(size, stride):
    rng = np.random.default_rng(1)
    x = rng.permutation(30).reshape(5, 6)
    proof = prove_max_pool_gradient(x, size, stride=stride)
    assert proof
    delta = sorted(set().union(*(sp.sympify(entry).free_symbols for entry in proof.claimed.flat)), key=str)
    grad_y = np.arange(1, len(delta) + 1) ** 2
    numbers = dict(zip(delta, grad_y.tolist(), strict=True))
    shape = tuple((n - k) // s + 1 for n, k, s in zip((5, 6), pair_of(size), pair_of(stride or size), strict=True))
    expected = max_pool2d_backward(grad_y.reshape(1, 1, *shape), x[None, None], size, stride=stride)
    assert [int(sp.sympify(entry).subs(numbers)) for entry in proof.claimed.flat] == expected.ravel().tolist()


def pair_of(value):
    return value if isinstance(value, tuple) else (value, value)


def test_a_tie_has_no_derivative():
    with pytest.raises(ValueError, match=r"window \(0, 1\) holds its largest entry 5 2 times"):
        prove_max_pool_gradient(np.array([[1, 5, 5], [7, 2, 3]]), 2, stride=1)


@pytest.mark.parametrize(
    ("arguments", "steps", "words"),
    [
        ((3, (2, 2)), {}, r"both two, got \(3,\) and \(2, 2\)"),
        (((2, 2, 2), (1, 1, 1)), {}, "one axis or both two"),
        ((3, 2), {"stride": 0}, "stride must be at least 1, got 0"),
        ((3, 5), {}, "kernel 5 with dilation 1 spans 5, larger than the padded input 3"),
        (((4, 4), (2, 2)), {"padding": (0, -1)}, "padding must be at least 0, got -1"),
    ],
)
def test_impossible_layers_are_refused(arguments, steps, words):
    with pytest.raises(ValueError, match=words):
        layer(*arguments, **steps)
