"""ChannelMixer: what slides over what when there are many channels."""

from functools import cache

import numpy as np
from traitlets import default

from ...datasets import photograph
from ...figures.images import channel_panels
from ...ops.checks import by
from ...ops.conv import conv2d
from ...ops.pooling import max_pool2d
from ..kit.base import CourseWidget
from ..kit.settings import read_settings
from ..kit.traits import ChannelPicture, Choice, Flag, Pair, Sent, Vector, Whole, as_numbers, fixed

SETTINGS = read_settings(__file__)
LIMITS = SETTINGS["constants"]
EDGES = [[-1, 0, 1]] * 3


class Filters(Sent):
    """The kernels of a layer, (filters, channels, rows, columns), held as nested lists of floats.

    NaN and infinities are let through: the widget shows a sentence about them and recovers.
    """

    info_text = "an array of real numbers, (filters, channels, rows, columns)"

    def validate(self, obj, value):
        array = as_numbers(value, self.name, self.info_text)
        most = (LIMITS["most_filters"], LIMITS["most_channels"], *2 * [LIMITS["largest_kernel"]])
        if array.ndim != 4 or array.size == 0 or (np.array(array.shape) > most).any():
            raise ValueError(f"{self.name} must be {self.info_text}, at most {most}; got shape {array.shape}")
        return fixed(array.tolist())


class ChannelMixer(CourseWidget):
    """A layer on a picture of several channels: channel, kernel and result side by side, their sum, and all maps.

        y[0, o, i, j] = bias[o] + sum_{c, k, l} x[0, first + c, i s + k, j s + l] weight[o, c, k, l]

    where x is the picture, moved by `shift` as numpy.roll moves it, s = stride, and first is the first channel that
    filter o sees: 0, or with groups (o // (F / groups)) C / groups. Then, if asked for, ReLU max(0, y) and the largest
    of each 2 x 2. The picture is moved by dragging it, the maps follow: equivariance.

    Parameters
    ----------
    picture : (C, H, W) array of 1 to 4 channels, at most 64 x 64: numbers from 0 (black) to 1 (white), rounded to
        multiples of 1/255, or grey levels, uint8 or integers up to 255. Three channels are red, green and blue.
        Default: a part of the photograph "astronaut", (3, 48, 48).
    weight : (F, C / groups, kH, kW) array, at most 4 filters, kernels of at most 5 x 5. Default for three channels:
        edges from left to right in all of them, and red minus green; else edges in all channels.
    bias : (F,) array. Default: zeros.
    groups : divides C and F; C groups are a depthwise layer.
    stride : 1 or 2. relu, pool : bool.
    shift : rows down and columns right that the picture is moved, a pair of whole numbers.
    filter : the filter that is looked at, from 0.

    Raises ValueError for arrays of another form, traitlets.TraitError for another stride. Source: notebook 09.
    """

    module = "channel_mixer/index.js"
    positional = made = ("picture", "weight", "bias")
    shown = ("bias", "groups", "stride", "relu", "pool", "shift", "filter")
    measures = ("maps", "parameters", "map_shift")

    picture = ChannelPicture(**SETTINGS["picture"])
    weight = Filters(**SETTINGS["weight"])
    bias = Vector(**SETTINGS["bias"])
    groups = Whole(**SETTINGS["groups"])
    stride = Choice(**SETTINGS["stride"])
    relu = Flag(**SETTINGS["relu"])
    pool = Flag(**SETTINGS["pool"])
    shift = Pair(**SETTINGS["shift"])
    filter = Whole(**SETTINGS["filter"])

    @default("picture")
    def _astronaut(self):
        return astronaut()

    @default("weight")
    def _edges(self):
        channels = len(self.picture)
        if channels % self.groups == 0 and (self.groups > 1 or channels != 3):
            return np.tile(np.array(EDGES, float), (self.groups, channels // self.groups, 1, 1)).tolist()
        weight = np.array([3 * [EDGES]] * 2, float)
        weight[1] = 0
        weight[1, :2, 1, 1] = 1, -1  # red minus green
        return weight.tolist()

    @default("bias")
    def _zeros(self):
        return [0.0] * len(self.weight)

    @property
    def shifted(self):
        """The picture as it was moved, (1, C, H, W) float64 from 0 to 1."""
        return np.roll(self.picture, self.shift, axis=(1, 2))[None] / 255

    @property
    def output(self):
        """The maps, (1, F, H', W') float64, after ReLU and pooling where they are on.

        Raises ValueError where picture, weight, bias and groups do not fit together, and where the map is smaller than
        2 x 2 with pooling.
        """
        weight, bias = np.asarray(self.weight), np.asarray(self.bias)
        y = conv2d(self.shifted, weight, bias, stride=self.stride, groups=self.groups)
        y = np.maximum(y, 0) if self.relu else y
        return max_pool2d(y, 2) if self.pool else y

    def _measured(self, name):
        """How many maps, how many weights and biases, or the places by which the maps should move: rows, columns."""
        if name == "map_shift":
            half = np.array(self.picture.shape[1:]) // 2
            nearest = (self.shift + half) % self.picture.shape[1:] - half  # what leaves at one end comes back
            return nearest / (self.stride * (2 if self.pool else 1))
        weight = np.asarray(self.weight)
        return len(weight) if name == "maps" else weight.size + len(self.bias)

    def draw(self):
        x, maps = self.shifted[0], self.output[0]
        chosen = min(self.filter, len(maps) - 1)
        kernels = np.asarray(self.weight)[chosen]
        first = chosen // (len(maps) // self.groups) * len(kernels)
        rows = [(name, channel, None, None) for name, channel in zip(channel_names(len(x)), x, strict=True)]
        for c, kernel in enumerate(kernels, first):
            made = conv2d(x[None, c : c + 1], kernel[None, None], stride=self.stride)[0, 0]
            rows[c] = (*rows[c][:2], kernel, made)
        steps = "".join([", ReLU" * self.relu, ", pooled 2×2" * self.pool])
        return channel_panels(rows, maps, chosen=chosen, bias=self.bias[chosen], steps=steps)

    def _settings(self):
        given = {"picture": self.picture, "weight": np.asarray(self.weight)}
        usual = {"picture": astronaut(), "weight": np.asarray(self._edges())}
        own = [name for name, array in given.items() if not np.array_equal(array, usual[name])]
        return [*(f"{name}={by(given[name].shape)}" for name in own), *super()._settings()]


def channel_names(count):
    """What the channels of a picture are called."""
    if count == 3:
        return ["red", "green", "blue"]
    return ["grey"] if count == 1 else [f"channel {c}" for c in range(count)]


@cache
def astronaut():
    """Flag, face and orange suit as levels, (3, 48, 48) uint8: every pixel the mean of 4 x 4 of the photograph."""
    part = photograph("astronaut")[:192, :192].reshape(48, 4, 48, 4, 3).mean((1, 3))
    return np.rint(part.transpose(2, 0, 1) * 255).astype(np.uint8)
