"""NetworkExplorer: the learner's own network at work on a drawing."""

import math
from copy import copy
from functools import cache

import numpy as np

from ...datasets import digits
from ...figures.network import network_panels
from ...models.forecast import ridge
from ...models.network import Conv2d, Flatten, Linear, MaxPool2d, ReLU, Sequential, shift, softmax
from ...models.v1 import gabor_kernel
from ...ops.checks import as_regular, brief, numbers, written
from ..kit.base import CourseWidget
from ..kit.settings import read_settings
from ..kit.traits import ChannelPicture, Packed, Pair, Record, Sent, Several, Text, Whole, as_levels

SETTINGS = read_settings(__file__)
LIMITS = SETTINGS["constants"]


class Examples(Sent):
    """The pictures that are offered, as `checked_images` returns them: (N, C, H, W) levels."""

    info_text = "a uint8 array (examples, channels, rows, columns)"

    def validate(self, obj, value):
        if isinstance(value, np.ma.MaskedArray):
            as_regular(value, self.name)  # says what to do
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
        network, eight edge detectors and a linear layer that is the best for them. `load` shows another one, or the
        same one after more training.
    images : (N, H, W) or (N, C, H, W) array, at most 32 x 32 and three channels, numbers from 0 to 1 or grey levels as
        in ChannelMixer. If there are more than 24, the widget offers 24: with labels, up to 12 that the network gets
        wrong, and others, class after class. Default for an input of (1, 28, 28): the course's test digits.
    labels : N whole numbers, the classes of the images.
    input_shape : (C, H, W). Default: that of the images, or (1, 28, 28).
    class_names : one text for each score. Default: 0, 1, 2 ...
    drawing : (C, H, W) array, the picture that is drawn, numbers as in images. Default: the first of the images.
    shift : rows down and columns right that the drawing is moved before the network sees it, as `shifts.shift` does it.
    unit : the unit that is looked at: layer, map, row, column; in layers without maps: layer, unit, 0, 0.

    Raises ValueError, which names the layer, for one of another kind or one that does not fit its input; and for images
    and labels of another form. Source: notebook 11.
    """

    module = "network_explorer/index.js"
    made = ("drawing",)
    shown = ("shift", "unit")
    measures = ("sure",)

    layers = Several(trait=Record())
    weights = Packed()
    input_shape = Several(LIMITS["input_shape"], trait=Whole())
    class_names = Several(trait=Text())
    examples = Examples()
    labels = Several(trait=Whole())
    drawing = ChannelPicture(**SETTINGS["drawing"])
    shift = Pair(**SETTINGS["shift"])
    unit = Several(**SETTINGS["unit"], trait=Whole(), minlen=4, maxlen=4)

    def __init__(self, network=None, images=None, labels=None, *, input_shape=None, class_names=None, **traits):
        given = {"network": network, "images": images, "labels": labels}
        given |= {"input_shape": input_shape, "class_names": class_names, "drawing": traits.get("drawing")}
        images, labels = checked_images(images, labels, input_shape)
        shape = images.shape[1:]
        self.network, sent = prepared(made_network() if network is None else network, shape)
        if len(images) > LIMITS["most_examples"]:
            chosen = worth_a_look(self.network, images, labels)
            images, labels = images[chosen], [labels[i] for i in chosen if labels]
        if class_names is not None:
            sent["class_names"] = [str(name) for name in class_names]
        drawn = images[0] if len(images) else np.zeros(shape, np.uint8)
        own = {"input_shape": list(shape), "examples": images, "labels": labels}
        super().__init__(**{"drawing": drawn, **own, **sent, **traits})
        self._given = [name for name, one in given.items() if one is not None]

    def load(self, network):
        """Shows this network, or the same one after more training, on the drawing as it is.

        Raises ValueError, which names the layer, for one that cannot be run or does not fit.
        """
        ready, sent = prepared(network, tuple(self.input_shape))
        if len(sent["class_names"]) == len(self.class_names):
            del sent["class_names"]
        with self.hold_sync():
            for name, value in sent.items():
                setattr(self, name, value)
        self.network = ready
        self._given = ["network", *(name for name in self._given if name != "network")]

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

    @property
    def sure(self):
        """The largest of the probabilities."""
        return float(self.probabilities.max())

    def draw(self):
        if not all(np.isfinite(array).all() for _, array, _ in self.network.parameters()):
            raise ValueError("the network's weights are not finite: train it again with a smaller learning rate")
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


# --- what is sent, checked: a network as data, and the pictures that are offered ---


def prepared(network, input_shape):
    """The network with weights of its own in float32, and the traits that describe it."""
    if not isinstance(network, Sequential):
        raise ValueError(f"network must be a Sequential of the course's layers; got {written(network)}")
    network = Sequential(*(own_copy(index, layer) for index, layer in enumerate(network.layers)))
    outputs = network.activations(np.zeros((1, *input_shape), np.float32))
    check_size(network, outputs)
    arrays = [array.ravel() for _, array, _ in network.parameters()]
    weights = np.concatenate([*arrays, np.empty(0, np.float32)]).astype("<f4").tobytes()
    names = [str(k) for k in range(outputs[-1].shape[1])] if outputs[-1].ndim == 2 else []
    return network, {"layers": [as_json(d) for d in network.describe()], "weights": weights, "class_names": names}


def own_copy(index, layer):
    if getattr(layer, "kind", None) not in LIMITS["kinds"]:
        raise ValueError(f"layer {index}, {layer}, cannot be run by this widget; it runs {', '.join(LIMITS['kinds'])}")
    own = copy(layer)
    for name in layer.learned:
        setattr(own, name, np.array(getattr(layer, name), np.float32))
    return own


def as_json(value):
    """A layer's description with shapes in the place of its arrays, and lists in that of tuples."""
    if isinstance(value, dict):
        return {name: as_json(one) for name, one in value.items()}
    if isinstance(value, np.ndarray):
        return list(value.shape)
    return [as_json(one) for one in value] if isinstance(value, tuple) else value


def check_size(network, outputs):
    """Raises ValueError for a network that the browser could not run, or show, within a frame or two."""
    largest = LIMITS["largest_map"]
    products = 0
    for index, (layer, y) in enumerate(zip(network.layers, outputs, strict=True)):
        size = y.shape[1:]
        most = (LIMITS["most_maps"], largest, largest) if y.ndim == 4 else (LIMITS["most_units"],)
        if layer.kind != "flatten" and any(n > limit for n, limit in zip(size, most, strict=True)):
            raise ValueError(
                f"layer {index}, {layer}, has {brief(size)} outputs; this widget shows at most {brief(most)}"
            )
        if layer.learned:
            products += layer.weight.size * math.prod(size[1:])
    weights = sum(array.size for _, array, _ in network.parameters())
    for what, name, count in (
        ("layers", "most_layers", len(outputs)),
        ("weights", "most_weights", weights),
        ("products a picture", "most_products", products),
    ):
        if count > LIMITS[name] or not outputs:
            raise ValueError(f"the network has {count:,} {what}; this widget runs one of at most {LIMITS[name]:,}")


def checked_images(images, labels, input_shape):
    """Images as levels, (N, C, H, W) uint8, and labels as a list, empty where there are none."""
    course = tuple(LIMITS["input_shape"])
    shape = course if input_shape is None else tuple(input_shape)
    if images is None:
        images, labels = digits("test") if shape == course else (np.zeros((0, *shape), np.uint8), None)
    images = numbers(as_regular(images, "images"), "images", "buif")
    images = images[:, None] if images.ndim == 3 else images
    channels, largest = LIMITS["most_channels"], SETTINGS["drawing"]["largest"]
    _, count, *sizes = images.shape if images.ndim == 4 else (0, 0, 0)
    if not (1 <= count <= channels and min(sizes) >= 1 and max(sizes) <= largest):
        raise ValueError(
            f"images must be (N, H, W) or (N, C, H, W), C at most {channels}, H and W at most {largest}, got shape "
            f"{images.shape}"
        )
    if input_shape is not None and images.shape[1:] != shape:
        raise ValueError(f"images of shape {images.shape[1:]} do not fit input_shape {shape}")
    labels = [] if labels is None else [int(label) for label in labels]
    if labels and len(labels) != len(images):
        raise ValueError(f"{len(images)} images need as many labels, got {len(labels)}")
    return levels_of(images), labels


def levels_of(images):
    if (levels := as_levels(images)) is None:
        raise ValueError(f"images must be numbers from 0 to 1, or integers from 0 to 255, got {images.dtype}")
    levels = np.rint(levels).astype(np.uint8)
    levels.flags.writeable = False
    return levels


def worth_a_look(network, images, labels):
    """Which 24 of many images are offered: ones that the network gets right, class after class, then wrong ones."""
    most = LIMITS["most_examples"]
    if not labels:
        return list(range(most))
    said = [network.forward(images[i : i + 100] / np.float32(255)) for i in range(0, len(images), 100)]
    labels = np.array(labels)
    wrong = np.concatenate(said).argmax(axis=1) != labels if said[0].ndim == 2 else np.zeros(len(labels), bool)
    mistaken = np.flatnonzero(wrong)[: most // 2].tolist()
    right = np.flatnonzero(~wrong)
    turn = np.array([np.sum(labels[right[:place]] == labels[one]) for place, one in enumerate(right)], int)
    right = right[np.lexsort((labels[right], turn))][: most - len(mistaken)]
    return [*right.tolist(), *mistaken]


@cache
def made_network():
    """A small network for the course's digits that is quick to make: the filters see edges, one direction each, and the
    last layer is the best for a thousand digits, in the sense of least squares."""
    edge = {"alpha": 1, "beta_x": 0.2, "beta_y": 0.2, "frequency": 1, "phase": -np.pi / 2}
    rng = np.random.default_rng(11)
    network = Sequential(Conv2d(1, 8, 5, rng=rng), ReLU(), MaxPool2d(2), Flatten(), Linear(8 * 12 * 12, 10, rng=rng))
    first, last = network.layers[0], network.layers[-1]
    first.weight[:, 0] = [gabor_kernel(5, **edge, theta=turn * np.pi / 4) for turn in range(8)]
    images, labels = (part[:1000] for part in digits("train"))
    seen = network.activations(images[:, None])[-2]
    weight, last.bias[:] = ridge(seen, 8 * np.eye(10, dtype=np.float32)[labels], 1)
    last.weight[:] = weight.T
    return network
