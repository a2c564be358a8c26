"""NetworkExplorer: the learner's own network at work on a drawing. The browser side is js/network_explorer.js."""

import numpy as np
from traitlets import Bytes, Dict, List, TraitType, Unicode

from ...figures.network import network_panels
from ...models.network import Conv2d, Flatten, Linear, MaxPool2d, ReLU, Sequential, shift, softmax
from ..kit.base import CourseWidget
from ..kit.traits import ChannelPicture, Pair, Whole, picture_from_json, picture_to_json
from .parts import LARGEST_INPUT, MOST_EXAMPLES, checked_images, prepared, worth_a_look

_PICTURE_JSON = {"sync": True, "to_json": picture_to_json, "from_json": picture_from_json}


class Examples(TraitType):
    """The pictures that are offered, as `checked_images` returns them: (N, C, H, W) levels."""

    info_text = "a uint8 array (examples, channels, rows, columns)"

    def validate(self, obj, value):
        if not (isinstance(value, np.ndarray) and value.dtype == np.uint8 and value.ndim == 4):
            self.error(obj, value)
        return value


class NetworkExplorer(CourseWidget):
    """A drawing pad, and what every layer of a network answers to the drawing, while it is drawn.

    The browser runs the network: every map, every unit with its window, its weights and its sum, and the classes'
    probabilities, softmax(scores). Python offers the same from the same drawing: `picture`, `activations`, `scores`,
    `probabilities`.

    Parameters
    ----------
    network : a `Sequential` of Conv2d, ReLU, Tanh, MaxPool2d, AvgPool2d, Flatten and Linear; its weights are copied, as
        float32. At most 128 maps a layer, of at most 64 x 64, and 20 million products a picture. Default: a small
        network with random weights. `load` shows another one, or the same one after more training.
    images : (N, H, W) or (N, C, H, W) array, at most 32 x 32 and three channels, numbers from 0 to 1 or grey levels as
        in ChannelMixer. Of more than 24, 24 are offered: with labels, up to 12 that the network mistakes, and others,
        the classes in turn. Default for an input of (1, 28, 28): the course's test digits.
    labels : N whole numbers, the classes of the images.
    input_shape : (C, H, W). Default: that of the images, or (1, 28, 28).
    class_names : one text for each score. Default: 0, 1, 2 ...
    drawing : (C, H, W) array, the picture that is drawn, numbers as in images. Default: the first of the images.
    shift : rows down and columns right that the drawing is moved before the network sees it, as `shifts.shift` does it.
    unit : the unit that is looked at: layer, map, row, column; in layers without maps: layer, unit, 0, 0.

    Raises ValueError that names the layer, where one is none of these or does not fit its input, and for images and
    labels that are none. Source: notebook 11.
    """

    module = "network_explorer/index.js"
    shown = ("shift", "unit")

    layers = List(Dict()).tag(sync=True)
    weights = Bytes().tag(sync=True)
    input_shape = List(Whole(), [1, 28, 28]).tag(sync=True)
    class_names = List(Unicode()).tag(sync=True)
    examples = Examples().tag(**_PICTURE_JSON)
    labels = List(Whole()).tag(sync=True)
    drawing = ChannelPicture(largest=LARGEST_INPUT).tag(**_PICTURE_JSON)
    shift = Pair([0, 0]).tag(sync=True)
    unit = List(Whole(), [0, 0, 10, 10], minlen=4, maxlen=4).tag(sync=True)

    def __init__(self, network=None, images=None, labels=None, *, input_shape=None, class_names=None, **traits):
        images, labels = checked_images(images, labels, input_shape)
        shape = images.shape[1:] if input_shape is None else tuple(input_shape)
        self.network, sent = prepared(untrained() if network is None else network, shape)
        if len(images) > MOST_EXAMPLES:
            chosen = worth_a_look(self.network, images, labels)
            images, labels = images[chosen], [labels[i] for i in chosen if labels]
        if class_names is not None:
            sent["class_names"] = [str(name) for name in class_names]
        drawn = images[0] if len(images) else np.zeros(shape, np.uint8)
        own = {"input_shape": list(shape), "examples": images, "labels": labels}
        super().__init__(**{"drawing": drawn, **own, **sent, **traits})

    def load(self, network):
        """Shows this network, or the same one after more training, on the drawing as it is.

        Raises ValueError that names the layer, where one cannot be run or does not fit.
        """
        ready, sent = prepared(network, tuple(self.input_shape))
        if len(sent["class_names"]) == len(self.class_names):
            del sent["class_names"]
        with self.hold_sync():
            for name, value in sent.items():
                setattr(self, name, value)
        self.network = ready

    @property
    def picture(self):
        """What the network sees: the drawing, moved by `shift`; (H, W) float32 from 0 to 1, or (C, H, W) for C > 1."""
        seen = self._seen()[0]
        return seen[0] if len(seen) == 1 else seen

    @property
    def activations(self):
        """The output of every layer for `picture`, a list of arrays without an axis for the batch."""
        return [y[0] for y in self.network.activations(self._seen())]

    @property
    def scores(self):
        """What the last layer says, one number a class. Raises ValueError where it has maps."""
        scores = self.activations[-1]
        if scores.ndim != 1:
            raise ValueError(f"the network ends in maps of shape {scores.shape}, so there are no scores")
        return scores

    @property
    def probabilities(self):
        """softmax(scores): one number a class, together 1."""
        return softmax(self.scores[None])[0]

    def draw(self):
        if not all(np.isfinite(array).all() for _, array, _ in self.network.parameters()):
            raise ValueError("the network's weights are not finite: train it anew with a smaller learning rate")
        outputs = self.activations
        blocks = [
            (f"{index}: {layer.kind}", y)
            for index, (layer, y) in enumerate(zip(self.network.layers, outputs, strict=True))
            if y.ndim == 3
        ]
        scores = {}
        if outputs[-1].ndim == 1:
            names = [*self.class_names, *map(str, range(len(self.class_names), len(outputs[-1])))]
            scores = dict(zip(names, map(float, self.probabilities), strict=False))
        seen = self._seen()[0]
        picture = seen.transpose(1, 2, 0) if len(seen) == 3 else seen.mean(axis=0)
        return network_panels(picture, blocks[:3], scores)

    def _seen(self):
        if list(self.drawing.shape) != self.input_shape:
            raise ValueError(f"drawing must have the shape {tuple(self.input_shape)}, got {self.drawing.shape}")
        return shift(self.drawing[None].astype(np.float32) / 255, *self.shift)

    def _settings(self):
        kinds = (layer.kind for layer in self.network.layers)
        return [*kinds, f"examples={len(self.examples)}", *super()._settings()]


def untrained():
    """A small network for the course's digits with random weights, always the same."""
    rng = np.random.default_rng(11)
    return Sequential(Conv2d(1, 8, 5, rng=rng), ReLU(), MaxPool2d(2), Flatten(), Linear(8 * 12 * 12, 10, rng=rng))
