"""The backward pass of a convolution with letters: derived by differentiation, compared with the claimed formula.

Names are the course's: input a, kernel w, output z, delta the gradient of the loss J with respect to z, all counted
from 1 as on paper. One axis or two. What SymPy finds equal here is equal for all numbers.
"""

from typing import NamedTuple

import numpy as np
import sympy as sp

from .ops.checks import pair, whole_number
from .ops.shapes import output_shape

__all__ = [
    "Layer",
    "Proof",
    "layer",
    "prove_bias_gradient",
    "prove_data_gradient",
    "prove_weight_gradient",
    "variables",
]


class Layer(NamedTuple):
    """A layer with letters: arrays of symbols a, w and delta, the outputs z, and how the kernel walks (per axis)."""

    a: np.ndarray
    w: np.ndarray
    delta: np.ndarray
    z: np.ndarray
    stride: tuple
    padding: tuple
    dilation: tuple

    @property
    def loss(self):
        """J as far as z matters: sum of delta z. Its derivative with respect to z is delta."""
        return sum((self.delta * self.z).flat)


class Proof(NamedTuple):
    """One gradient, found in two ways. It is true where they agree in every entry."""

    name: str
    derived: np.ndarray
    claimed: np.ndarray

    def __bool__(self):
        return self.difference is None

    @property
    def difference(self):
        """Index of the first entry, counted from 0, in which the two differ, or None."""
        if self.derived.shape != self.claimed.shape:
            return ()
        for index in np.ndindex(self.derived.shape):
            if sp.expand(self.derived[index] - self.claimed[index]) != 0:
                return index
        return None

    def __repr__(self):
        index = self.difference
        if index is None:
            return f"{self.name}: proved, all {self.derived.size} entries are equal"
        if index == ():
            return f"{self.name}: not equal, derived has shape {self.derived.shape}, claimed {self.claimed.shape}"
        place = ", ".join(map(str, index))
        return f"{self.name}: not equal, entry [{place}]: derived {self.derived[index]}, claimed {self.claimed[index]}"

    def _repr_latex_(self):
        sign = "=" if self else r"\neq"
        return f"$\\displaystyle {sp.latex(_matrix(self.derived))} {sign} {sp.latex(_matrix(self.claimed))}$"


def variables(letter, shape):
    """An array of symbols named as on paper: a_1, a_2, ...; in two axes a_11, a_12, ... (a_1,10 from ten on)."""
    comma = "," if max(shape) > 9 else ""
    names = np.empty(shape, dtype=object)
    for index in np.ndindex(*shape):
        names[index] = sp.Symbol(f"{letter}_{comma.join(str(i + 1) for i in index)}", real=True)
    return names


def layer(input_shape, kernel_shape, *, stride=1, padding=0, dilation=1):
    """The correlation layer z = a star w of these sizes, with letters.

    z[i, j] = sum over t, u of w[t, u] a[i s - p + t d, j s - p + u d], zeros outside; in one axis without j and u.

    Parameters: input_shape and kernel_shape, an int or (n,) for one axis, (h, w) for two; stride, padding (on each
    side) and dilation, int or a pair. Raises ValueError as `output_size` does. Source: notebooks 05 and 06.
    """
    input_shape, kernel_shape = (np.atleast_1d(shape).tolist() for shape in (input_shape, kernel_shape))
    if len(input_shape) != len(kernel_shape) or len(input_shape) not in (1, 2):
        raise ValueError(f"input and kernel need one axis or two, both as many; got {input_shape} and {kernel_shape}")
    steps = {"stride": (stride, 1), "padding": (padding, 0), "dilation": (dilation, 1)}
    walk = {name: _per_axis(value, name, least, len(input_shape)) for name, (value, least) in steps.items()}
    shape = output_shape(tuple(input_shape), tuple(kernel_shape), **walk)
    a, w, delta = variables("a", input_shape), variables("w", kernel_shape), variables("delta", shape)
    padded = np.pad(a, [(p, p) for p in walk["padding"]], constant_values=sp.Integer(0))
    return Layer(a, w, delta, correlate(padded, w, shape, walk["stride"], walk["dilation"]), **walk)


def correlate(x, w, shape, step, dilation):
    """out[i] = sum over t of w[t] x[i step + t dilation] for arrays of expressions, in one axis or two."""
    out = np.full(shape, sp.Integer(0), dtype=object)
    for i in np.ndindex(*shape):
        for t in np.ndindex(*w.shape):
            out[i] += w[t] * x[tuple(at * s + k * d for at, s, k, d in zip(i, step, t, dilation, strict=True))]
    return out


def prove_data_gradient(layer):
    """dJ/da: the deltas, `stride` apart with zeros between and around, correlated with the *flipped* kernel."""
    spread = [s * (n - 1) + 1 for n, s in zip(layer.delta.shape, layer.stride, strict=True)]
    reach = [d * (k - 1) for k, d in zip(layer.w.shape, layer.dilation, strict=True)]
    padded = [n + 2 * p for n, p in zip(layer.a.shape, layer.padding, strict=True)]
    stretched = np.full([n + r for n, r in zip(padded, reach, strict=True)], sp.Integer(0), dtype=object)
    places = tuple(slice(r, r + n, s) for r, n, s in zip(reach, spread, layer.stride, strict=True))
    stretched[places] = layer.delta
    flipped = layer.w[(slice(None, None, -1),) * layer.w.ndim]
    full = correlate(stretched, flipped, tuple(padded), (1,) * layer.w.ndim, layer.dilation)
    crop = tuple(slice(p, p + n) for n, p in zip(layer.a.shape, layer.padding, strict=True))
    return Proof("dJ/da", _derivatives(layer.loss, layer.a), full[crop])


def prove_weight_gradient(layer):
    """dJ/dw: the padded input correlated with the deltas, *nothing flipped*; stride and dilation change places."""
    padded = np.pad(layer.a, [(p, p) for p in layer.padding], constant_values=sp.Integer(0))
    claimed = correlate(padded, layer.delta, layer.w.shape, layer.dilation, layer.stride)
    return Proof("dJ/dw", _derivatives(layer.loss, layer.w), claimed)


def prove_bias_gradient(layer):
    """dJ/db, where the bias b is added to every output: the sum of the deltas."""
    b = sp.Symbol("b", real=True)
    loss = sum((layer.delta * (layer.z + b)).flat)
    return Proof("dJ/db", np.array([sp.diff(loss, b)], dtype=object), np.array([sum(layer.delta.flat)], dtype=object))


def _derivatives(loss, symbols):
    found = np.empty(symbols.shape, dtype=object)
    for index in np.ndindex(symbols.shape):
        found[index] = sp.diff(loss, symbols[index])
    return found


def _per_axis(value, name, least, axes):
    return (whole_number(value, name, least),) if axes == 1 else pair(value, name, least)


def _matrix(array):
    return sp.Matrix(array if array.ndim == 2 else array[None, :])
