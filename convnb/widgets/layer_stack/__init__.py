"""LayerStack: layers on layers, and how much of the input one unit sees."""

import numpy as np

from ...figures.stacks import stack_panels
from ...models import stacks
from ...ops.checks import written
from ..kit.base import CourseWidget
from ..kit.settings import read_settings
from ..kit.traits import Pair, Record, Sent

LIMITS = read_settings(__file__)["constants"]
LARGEST, MOST_LAYERS = LIMITS["largest"], LIMITS["most_layers"]


class Shape(Sent):
    """(channels, rows, columns), held as a list of three whole numbers."""

    info_text = f"(channels, rows, columns), whole numbers from 1 to {LARGEST}"

    def validate(self, obj, value):
        sizes = value.tolist() if isinstance(value, np.ndarray) and value.ndim else value
        sizes = list(sizes) if isinstance(sizes, tuple | list) else []
        if len(sizes) != 3 or not all(_whole(n) and 1 <= n <= LARGEST for n in sizes):
            raise ValueError(f"{self.name} must be {self.info_text}; got {written(value)}")
        return [int(n) for n in sizes]


class Layers(Sent):
    """Dicts such as {"kind": "conv", "kernel": 3, "channels": 8}, held with every number written out."""

    info_text = f"a list of at most {MOST_LAYERS} dicts, each with kind, kernel and what differs from the defaults"

    def validate(self, obj, value):
        if not isinstance(value, tuple | list) or len(value) > MOST_LAYERS:
            raise ValueError(f"{self.name} must be {self.info_text}; got {written(value)}")
        return [_written_out(one, f"{self.name}: layer {number}") for number, one in enumerate(value)]


def _whole(value):
    return isinstance(value, int | np.integer) and not isinstance(value, bool)


def _written_out(one, what):
    """The layer with all its numbers. Only types are checked: the widget has a sentence for what cannot be computed."""
    one = one._asdict() if isinstance(one, stacks.Layer) else one
    if not isinstance(one, dict) or one.get("kind") not in stacks.KINDS or "kernel" not in one:
        raise ValueError(f"{what} must have a kind ({', '.join(stacks.KINDS)}) and a kernel; got {written(one)}")
    stride = one["kernel"] if one["kind"].endswith("pool") else 1
    full = stacks.Layer(one["kind"], one["kernel"], stride)._asdict() | one
    numbers = stacks.Layer._fields[1:]
    if set(full) != {"kind", *numbers} or not all(_whole(full[name]) for name in numbers):
        raise ValueError(f"{what} must have whole numbers {', '.join(numbers)}; got {written(one)}")
    return {"kind": full["kind"]} | {name: int(full[name]) for name in numbers}


_EXAMPLES = {
    name: {"input_shape": list(shape), "layers": [one._asdict() for one in layers], "unit": list(unit)}
    for name, (shape, layers, unit) in stacks.EXAMPLES.items()
}
_SHOWN = next(iter(_EXAMPLES.values()))


class LayerStack(CourseWidget):
    """A stack of layers: the shape after each, its parameters and multiply-adds, and what one unit sees of the input.

    Parameters
    ----------
    layers : list of at most 12 dicts, from the input on, with the keys `kind` ("conv", "max_pool", "avg_pool" or
        "transposed"), `kernel`, `stride`, `padding`, `dilation`, `output_padding`, `channels`; all numbers hold for
        rows and columns. Left out, they are 1 or 0, and the stride of a pooling layer is its kernel.
    input_shape : (channels, rows, columns), each at most 512.
    unit : (row, column) of the unit in the last map whose field is drawn; past the end, the last one.

    Without layers the first of the course's examples is shown. Raises ValueError for a layer of another form; a layer
    that cannot be computed shows a sentence that names it. Source: notebook 04.
    """

    module = "layer_stack/index.js"
    positional = ("layers", "input_shape", "unit")
    shown = ("input_shape", "layers", "unit")
    measures = ("output", "parameters", "multiply_adds", "receptive_field")

    input_shape = Shape(_SHOWN["input_shape"])
    layers = Layers(_SHOWN["layers"])
    unit = Pair(_SHOWN["unit"], min=0)
    examples = Record(_EXAMPLES)

    @classmethod
    def example(cls, name):
        """One of the course's stacks, by its name in the widget's list."""
        if name not in _EXAMPLES:
            raise ValueError(f"no example is named {name!r}; there are {', '.join(map(repr, _EXAMPLES))}")
        return cls(**_EXAMPLES[name])

    @property
    def shapes(self):
        """(channels, rows, columns) of every map, the input's first. Raises ValueError, naming the impossible layer."""
        return stacks.shapes(self.input_shape, self._layers)

    @property
    def parameters(self):
        """Weights and biases of each layer; their sum is that of the stack."""
        return stacks.parameters(self.input_shape, self._layers)

    @property
    def multiply_adds(self):
        """Multiplications of each layer, each with its addition; zeros of the padding count."""
        return stacks.multiply_adds(self.input_shape, self._layers)

    @property
    def receptive_field(self):
        """(rows, columns) that the unit sees, as if no map had a border; 0 where no weight leads to the input."""
        bounds = (stacks.field_bounds(at, self._layers) for at in self._unit)
        return tuple(max(0, last - first + 1) for first, last in bounds)

    @property
    def field(self):
        """(rows, columns): the indices of the input that the unit reads, two ascending arrays."""
        return tuple(chain[0] for chain in self._chains)

    def _measured(self, name):
        """What the table's last row says: (channels, rows, columns) of the last map, and sums over the layers."""
        if name == "output":
            return self.shapes[-1]
        return self.receptive_field if name == "receptive_field" else sum(getattr(self, name))

    @property
    def _layers(self):
        return [stacks.Layer(**one) for one in self.layers]

    @property
    def _unit(self):
        return [min(at, size - 1) for at, size in zip(self.unit, self.shapes[-1][1:], strict=True)]

    @property
    def _chains(self):
        sizes = [[shape[axis] for shape in self.shapes] for axis in (1, 2)]
        return [stacks.field(at, self._layers, n) for at, n in zip(self._unit, sizes, strict=True)]

    def draw(self):
        """The field on the input, and the table of the layers."""
        return stack_panels(
            self.shapes,
            [f"{stacks.KINDS[one.kind]} {one.kernel}×{one.kernel}" for one in self._layers],
            self.parameters,
            self.multiply_adds,
            field=self.field,
            bounds=[stacks.field_bounds(at, self._layers) for at in self._unit],
            unit=self._unit,
        )
