"""The backward pass of a convolution with letters: derived by differentiation, compared with the claimed formula.

Names are the course's: input a, kernel w, output z, delta the gradient of the loss J with respect to z, all counted
from 1 as on paper. One axis or two. What SymPy finds equal here is equal for all numbers. Where there are several
channels, the map's number stands above: a^2_11 is in input map 2, w^31_11 leads from input map 1 to output map 3.
"""

from typing import NamedTuple

import numpy as np
import sympy as sp

from .ops.checks import pair, per_axis
from .ops.geometry import output_shape


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
        return sp.Add(*(self.delta * self.z).flat)

    def __repr__(self):
        return "\n".join(f"{name} = {value}" for name, value in self._equations())

    def _repr_latex_(self):
        lines = (f"{sp.latex(name)} &= {sp.latex(value)}" for name, value in self._equations())
        return "$\\displaystyle \\begin{aligned}" + r"\\ ".join(lines) + "\\end{aligned}$"

    def _equations(self):
        return list(zip(variables("z", self.z.shape).flat, self.z.flat, strict=True))


class Proof(NamedTuple):
    """One gradient, found in two ways. It is true where they agree in every entry.

    `sliding` is the claim before it is multiplied out: two tables, the second of which slides over the first.
    """

    name: str
    derived: np.ndarray
    claimed: np.ndarray
    sliding: tuple = ()

    def __bool__(self):
        return self.difference is None

    @property
    def difference(self):
        """Index of the first entry, counted from 0, in which the two differ, or None."""
        if self.derived.shape != self.claimed.shape:
            return ()
        for index in np.ndindex(self.derived.shape):
            derived, claimed = self.derived[index], self.claimed[index]
            if derived != claimed and sp.expand(derived - claimed) != 0:  # expanding is slow, and mostly not needed
                return index
        return None

    def __repr__(self):
        index = self.difference
        if index is None:
            number = self.derived.size
            return f"{self.name}: proved, {f'all {number} entries are' if number > 1 else 'its one entry is'} equal"
        if index == ():
            return f"{self.name}: not equal, derived has shape {self.derived.shape}, claimed {self.claimed.shape}"
        place = ", ".join(map(str, index))
        return f"{self.name}: not equal, entry [{place}]: derived {self.derived[index]}, claimed {self.claimed[index]}"

    def _repr_latex_(self):
        """A line for each entry, as the chain rule gives it; below them the claim."""
        if self.difference == ():
            return f"$\\displaystyle {_latex(self.derived)} \\neq {_latex(self.claimed)}$"
        lines = []
        for index in np.ndindex(self.derived.shape):
            derived, claimed = self.derived[index], self.claimed[index]
            same = derived == claimed or sp.expand(derived - claimed) == 0
            wrong = "" if same else rf" \neq {sp.latex(claimed)}"
            lines.append(f"{self._entry(index)} &= {sp.latex(derived)}{wrong}")
        if self.sliding and self:
            lines.append(rf"{self._entry(())} &= " + r" \star ".join(map(_latex, self.sliding)))
        if self:
            lines[-1] += r" \quad \checkmark"
        return "$\\displaystyle \\begin{aligned}" + r"\\ ".join(lines) + "\\end{aligned}$"

    def _entry(self, index):
        """The gradient's name, and the entry's indices counted from 1 below it."""
        above, slash, below = self.name.partition("/")
        comma = "," if max(*self.derived.shape, 0) > 9 or len(index) > 2 else ""
        at = f"_{{{comma.join(str(i + 1) for i in index)}}}" if index and self.derived.size > 1 else ""
        return rf"\frac{{{above}}}{{{below}{at}}}" if slash else f"{above}{at}"


def _latex(array):
    return sp.latex(sp.Matrix(array.reshape(-1, array.shape[-1])))  # several maps stand one below the other


def variables(letter, shape, maps=""):
    """An array of symbols named as on paper: a_1, a_2, ...; in two axes a_11, a_12, ... (a_1,10 from ten on).

    `maps`, the numbers of the maps that stand above: variables("w", (2, 2), "31")[0, 0] is w^31_11.
    """
    comma, above = "," if max(shape) > 9 else "", f"^{maps}" if maps else ""
    names = np.empty(shape, dtype=object)
    for index in np.ndindex(*shape):
        names[index] = sp.Symbol(f"{letter}{above}_{comma.join(str(i + 1) for i in index)}", real=True)
    return names


def differentiate(loss, symbols):
    """The derivative of `loss` with respect to every entry of an array of symbols, an array of its shape."""
    return np.vectorize(lambda symbol: sp.diff(loss, symbol), otypes=[object])(symbols)


def products(expression):
    """A sum multiplied out, {product: its factor}: a product is a tuple of letters, in which a square stands twice."""
    letters = sorted(sp.sympify(expression).free_symbols, key=str)
    if not letters:
        return {(): int(expression)} if expression else {}
    terms = sp.Poly(expression, *letters).terms()
    return {tuple(np.repeat(letters, powers)): int(count) for powers, count in terms if count}


def layer(input_shape, kernel_shape, *, stride=1, padding=0, dilation=1):
    """The correlation layer z = a star w of these sizes, with letters.

    z[i, j] = sum over t, u of w[t, u] a[i s - p + t d, j s - p + u d], zeros outside; in one axis without j and u.

    Parameters: input_shape and kernel_shape, an int or (n,) for one axis, (h, w) for two; stride, padding (on each
    side) and dilation, int or a pair. Raises ValueError as `output_size` does. Source: notebooks 05 and 06.
    """
    input_shape, kernel_shape, walk = _sizes(input_shape, kernel_shape, stride, padding, dilation)
    delta = variables("delta", output_shape(input_shape, kernel_shape, **walk))
    return _layer(variables("a", input_shape), variables("w", kernel_shape), delta, walk)


def correlate(x, w, shape, step, dilation):
    """out[i] = sum over t of w[t] x[i step + t dilation] for arrays of expressions, in one axis or two."""
    out = np.empty(shape, dtype=object)
    for i in np.ndindex(*shape):
        window = x[tuple(slice(at * s, None, d) for at, s, d in zip(i, step, dilation, strict=True))]
        out[i] = sp.Add(*(w[t] * window[t] for t in np.ndindex(w.shape)))
    return out


def _sizes(input_shape, kernel_shape, stride, padding, dilation):
    """Both shapes as tuples, and stride, padding and dilation per axis."""
    shapes = [tuple(np.atleast_1d(shape).tolist()) for shape in (input_shape, kernel_shape)]
    axes = len(shapes[0])
    if len(shapes[1]) != axes or axes not in (1, 2):
        raise ValueError(f"input and kernel must both have one axis or both two, got {shapes[0]} and {shapes[1]}")
    steps = {"stride": (stride, 1), "padding": (padding, 0), "dilation": (dilation, 1)}
    return *shapes, {name: per_axis(value, axes, name, least) for name, (value, least) in steps.items()}


def _layer(a, w, delta, walk):
    z = correlate(_padded(a, walk["padding"]), w, delta.shape, walk["stride"], walk["dilation"])
    return Layer(a, w, delta, z, **walk)


def _padded(a, padding):
    return np.pad(a, [(p, p) for p in padding], constant_values=sp.Integer(0))


# --- the claims, each with its proof ------------------------------------------------------------------------------


def prove_data_gradient(layer):
    """dJ/da: the deltas, `stride` apart with zeros between and around, correlated with the *flipped* kernel."""
    sliding = () if any(layer.padding) else _over_the_deltas(layer)
    return Proof("dJ/da", differentiate(layer.loss, layer.a), _data_gradient(layer), sliding)


def _data_gradient(layer):
    padded = [n + 2 * p for n, p in zip(layer.a.shape, layer.padding, strict=True)]
    one = (1,) * layer.w.ndim
    full = correlate(*_over_the_deltas(layer), tuple(padded), one, one)
    return full[tuple(slice(p, p + n) for n, p in zip(layer.a.shape, layer.padding, strict=True))]


def _over_the_deltas(layer):
    """The deltas, `stride` apart with zeros between and around, and the flipped kernel with its gaps."""
    kernel = _spread(layer.w[(slice(None, None, -1),) * layer.w.ndim], layer.dilation)
    deltas = _spread(layer.delta, layer.stride)
    sizes = zip(layer.a.shape, layer.padding, kernel.shape, deltas.shape, strict=True)
    around = [(k - 1, n + 2 * p - m) for n, p, k, m in sizes]  # behind them also a zero for each input that is not read
    return np.pad(deltas, around, constant_values=sp.Integer(0)), kernel


def _spread(x, step):
    """The entries of x, `step` apart along each axis, with zeros between them."""
    spread = np.full([s * (n - 1) + 1 for n, s in zip(x.shape, step, strict=True)], sp.Integer(0), dtype=object)
    spread[tuple(slice(None, None, s) for s in step)] = x
    return spread


def prove_weight_gradient(layer):
    """dJ/dw: the padded input correlated with the deltas, *nothing flipped*; stride and dilation change places."""
    deltas = _spread(layer.delta, layer.stride)
    read = tuple(slice(n + k - 1) for n, k in zip(deltas.shape, layer.w.shape, strict=True))  # what a window reads
    sliding = (_padded(layer.a, layer.padding)[read], deltas) if set(layer.dilation) == {1} else ()
    return Proof("dJ/dw", differentiate(layer.loss, layer.w), _weight_gradient(layer), sliding)


def _weight_gradient(layer):
    return correlate(_padded(layer.a, layer.padding), layer.delta, layer.w.shape, layer.dilation, layer.stride)


def prove_bias_gradient(layer):
    """dJ/db, where the bias b is added to every output: the sum of the deltas."""
    b = np.array([sp.Symbol("b", real=True)], dtype=object)
    loss = sp.Add(*(layer.delta * (layer.z + b[0])).flat)
    return Proof("dJ/db", differentiate(loss, b), np.array([sp.Add(*layer.delta.flat)], dtype=object))


def prove_channel_gradients(input_shape, kernel_shape, channels, maps, *, stride=1, padding=0, dilation=1):
    """Proofs of dJ/da and dJ/dw for a layer with several maps: z_o = sum over c of a_c star w_oc.

    Claimed: dJ/da_c is the sum over the output maps o of the data gradient of the pair (c, o), and dJ/dw_oc is that of
    the pair alone. Parameters: channels and maps, the numbers of input and output maps, 1 to 9; the others as in
    `layer`. The proofs hold arrays of shape (channels, ...) and (maps, channels, ...). Source: notebook 06.
    """
    input_shape, kernel_shape, walk = _sizes(input_shape, kernel_shape, stride, padding, dilation)
    shape = output_shape(input_shape, kernel_shape, **walk)
    a = [variables("a", input_shape, f"{c + 1}") for c in range(channels)]
    delta = [variables("delta", shape, f"{o + 1}") for o in range(maps)]
    w = [[variables("w", kernel_shape, f"{o + 1}{c + 1}") for c in range(channels)] for o in range(maps)]
    pairs = [[_layer(a[c], w[o][c], delta[o], walk) for c in range(channels)] for o in range(maps)]
    loss = sp.Add(*(pair.loss for row in pairs for pair in row))
    data = np.array([np.sum([_data_gradient(row[c]) for row in pairs], axis=0) for c in range(channels)])
    weight = np.array([[_weight_gradient(pair) for pair in row] for row in pairs])
    return (
        Proof("dJ/da", differentiate(loss, np.array(a)), data),
        Proof("dJ/dw", differentiate(loss, np.array(w)), weight),
    )


def prove_max_pool_gradient(x, kernel_size, *, stride=None):
    """dJ/da of max pooling at the numbers x: every window hands its delta to its largest entry, and these *add up*.

    z[i, j] = max over t, u < k of a[i s + t, j s + u] with letters; SymPy's derivative of the maximum is taken at
    a = x. Parameters: x, (H, W) numbers; kernel_size k, int or pair; stride s, by default k. Raises ValueError where a
    window holds its largest entry twice: there is no derivative. Source: notebook 06.
    """
    x, k = np.asarray(x), pair(kernel_size, "kernel_size", 1)
    s = k if stride is None else pair(stride, "stride", 1)
    shape = output_shape(x.shape, k, stride=s, padding=(0, 0), dilation=(1, 1))
    a, delta = variables("a", x.shape), variables("delta", shape)
    derived, claimed = (np.full(x.shape, sp.Integer(0), dtype=object) for _ in range(2))
    for i, j in np.ndindex(*shape):
        window = slice(i * s[0], i * s[0] + k[0]), slice(j * s[1], j * s[1] + k[1])
        rows, columns = np.nonzero(x[window] == x[window].max())
        if rows.size > 1:
            raise ValueError(f"window ({i}, {j}) holds its largest entry {x[window].max()} {rows.size} times")
        claimed[i * s[0] + rows[0], j * s[1] + columns[0]] += delta[i, j]
        derived[window] += delta[i, j] * _slopes(a[window], x[window])
    return Proof("dJ/da", derived, claimed)


def _slopes(letters, numbers):
    """The partial derivatives of max(letters) at the numbers: all letters but one are set, the rest is SymPy's."""
    found = np.empty(letters.shape, dtype=object)
    for place in np.ndindex(letters.shape):
        others = dict(zip(letters.flat, map(sp.sympify, numbers.ravel().tolist()), strict=True))
        letter, value = letters[place], others.pop(letters[place])
        found[place] = sp.diff(sp.Max(letter, *others.values()), letter).subs(letter, value)
    return found
