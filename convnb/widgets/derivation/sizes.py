"""The layer with letters as SymPy has it, under the names that the learner types: counted from 1 there, from 0 here."""

from functools import lru_cache

import numpy as np

from ..kit.settings import read_settings

LIMITS = read_settings(__file__)["constants"]


def name_of(letter, place):
    """The letter as it is typed: a2, w12."""
    return letter + "".join(str(at + 1) for at in place)


def inside(place, shape):
    """Whether the place is one of a grid of this shape."""
    return all(0 <= at < length for at, length in zip(place, shape, strict=True))


def misfit(n, k, padding, dilation):
    """What is wrong with sizes that are no layer, or ""."""
    if len(n) != len(k):
        return f"n has {len(n)} and k {len(k)} numbers; both need one, or both two."
    for name, sizes, most in (("n", n, LIMITS["most_rows"]), ("k", k, LIMITS["most_kernel_rows"])):
        if len(sizes) == 2 and max(sizes) > most:
            return f"{name} is {'×'.join(map(str, sizes))}; with two axes at most {most}×{most}."
    for inputs, weights in zip(n, k, strict=True):
        length, padded = dilation * (weights - 1) + 1, inputs + 2 * padding
        if length > padded:
            return f"A kernel of length {length} does not fit into {padded} numbers, padding included."
        if padding >= length:
            return f"padding is {padding}; a kernel of length {length} would read nothing but zeros."
    return ""


class Letters:
    """A layer of symbolic.py with its letters by name, and the derivatives of J by them."""

    def __init__(self, n, k, stride, padding, dilation):
        from ... import symbolic  # SymPy takes its time to load: not before it is needed

        self._sympy, self._derived = symbolic, {}
        self.n, self.k, self.stride, self.padding, self.dilation = n, k, stride, padding, dilation
        self.layer = symbolic.layer(n, k, stride=stride, padding=padding, dilation=dilation)
        arrays = {"d": self.layer.delta, "w": self.layer.w, "a": self.layer.a}
        self.shapes = {letter: array.shape for letter, array in arrays.items()}
        self.symbols = {
            name_of(letter, place): array[place]
            for letter, array in arrays.items()
            for place in np.ndindex(array.shape)
        }
        self.places = {
            name_of(letter, place): place for letter, shape in self.shapes.items() for place in np.ndindex(shape)
        }
        self.symbols["b"] = symbolic.variables("b", (1,))[0]
        self._names = {symbol: name for name, symbol in self.symbols.items()}

    def entries(self, letter):
        """The names of the entries of a gradient: a1, a2, ..."""
        return ["b"] if letter == "b" else [name for name in self.places if name[0] == letter]

    def derivative(self, entry):
        """What SymPy finds by differentiating J."""
        if entry not in self._derived:
            by_bias = self._sympy.prove_bias_gradient
            by_letter = self._sympy.differentiate
            found = by_bias(self.layer).derived if entry == "b" else by_letter(self.layer.loss, [self.symbols[entry]])
            self._derived[entry] = found[0]
        return self._derived[entry]

    def proves(self, entry, expression):
        """Whether an expression is the derivative by an entry, for all numbers."""
        return bool(self._sympy.Proof(entry, np.array([self.derivative(entry)]), np.array([expression], dtype=object)))

    def terms(self, expression):
        """An expression multiplied out, {"d1*w2": how often it stands there}; a number stands under "1"."""
        products = self._sympy.products(expression)
        named = ((sorted((self._names[one] for one in letters), key=order), n) for letters, n in products.items())
        return {"*".join(letters) or "1": n for letters, n in named}

    def met(self, t, k):
        """Which input output t reads with a weight; it may lie outside."""
        return tuple(self.stride * at + self.dilation * by - self.padding for at, by in zip(t, k, strict=True))


letters_of_layer = lru_cache(16)(Letters)


def order(letter):
    """The order of letters in a product."""
    return "dwab".index(letter[0]), len(letter), letter
