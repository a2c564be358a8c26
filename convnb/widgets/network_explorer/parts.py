"""What NetworkExplorer sends to the browser, checked: a network as data, and the pictures that are offered."""

import math
from copy import copy

import numpy as np

from ...datasets import digits
from ...models.network import Sequential
from ...ops.checks import brief

# What the browser computes; js/lib/network_layers.js has the same names and limits.
RUNS = ("conv2d", "relu", "tanh", "max_pool2d", "avg_pool2d", "flatten", "linear")
LARGEST_INPUT, LARGEST_MAP, MOST_MAPS, MOST_UNITS = 32, 64, 128, 1024
LIMITS = {"layers": 24, "weights": 4_000_000, "products a picture": 20_000_000}
MOST_EXAMPLES = 24
COURSE_DIGITS = (1, 28, 28)


def prepared(network, input_shape):
    """The network with weights of its own in float32, and the traits that describe it."""
    network = Sequential(*(own_copy(index, layer) for index, layer in enumerate(network.layers)))
    outputs = network.activations(np.zeros((1, *input_shape), np.float32))
    check_size(network, outputs)
    arrays = [array.ravel() for _, array, _ in network.parameters()]
    weights = np.concatenate([*arrays, np.empty(0, np.float32)]).astype("<f4").tobytes()
    names = [str(k) for k in range(outputs[-1].shape[1])] if outputs[-1].ndim == 2 else []
    return network, {"layers": [as_json(d) for d in network.describe()], "weights": weights, "class_names": names}


def own_copy(index, layer):
    if getattr(layer, "kind", None) not in RUNS:
        raise ValueError(f"layer {index}, {layer}, cannot be run by this widget; it runs {', '.join(RUNS)}")
    own = copy(layer)
    for name in layer.learned:
        setattr(own, name, np.array(getattr(layer, name), np.float32))
    return own


def as_json(description):
    """A layer's description with shapes in the place of its arrays."""
    shapes = {name: value.shape if isinstance(value, np.ndarray) else value for name, value in description.items()}
    return {name: listed(value) for name, value in shapes.items()}


def listed(value):
    return [listed(one) for one in value] if isinstance(value, tuple) else value


def check_size(network, outputs):
    """Raises ValueError for a network that the browser could not run, or show, within a frame or two."""
    counts = {"layers": len(outputs), "weights": sum(array.size for _, array, _ in network.parameters())}
    counts["products a picture"] = 0
    for index, (layer, y) in enumerate(zip(network.layers, outputs, strict=True)):
        size = y.shape[1:]
        most = (MOST_MAPS, LARGEST_MAP, LARGEST_MAP) if y.ndim == 4 else (MOST_UNITS,)
        if layer.kind != "flatten" and any(n > limit for n, limit in zip(size, most, strict=True)):
            raise ValueError(
                f"layer {index}, {layer}, has {brief(size)} outputs; this widget shows at most {brief(most)}"
            )
        if layer.learned:
            counts["products a picture"] += layer.weight.size * math.prod(size[1:])
    for what, count in counts.items():
        if count > LIMITS[what] or not outputs:
            raise ValueError(f"the network has {count:,} {what}; this widget runs one of at most {LIMITS[what]:,}")


def checked_images(images, labels, input_shape):
    """Images as levels, (N, C, H, W) uint8, and labels as a list, empty where there are none."""
    shape = COURSE_DIGITS if input_shape is None else tuple(input_shape)
    if images is None:
        images, labels = digits("test") if shape == COURSE_DIGITS else (np.zeros((0, *shape), np.uint8), None)
    images = np.asarray(images)
    images = images[:, None] if images.ndim == 3 else images
    sizes = images.shape[2:] or (0,)
    if images.ndim != 4 or not (1 <= images.shape[1] <= 3 and min(sizes) >= 1 and max(sizes) <= LARGEST_INPUT):
        raise ValueError(
            f"images must be (N, H, W) or (N, C, H, W), C at most 3, H and W at most {LARGEST_INPUT}, got shape "
            f"{images.shape}"
        )
    if input_shape is not None and images.shape[1:] != shape:
        raise ValueError(f"images of shape {images.shape[1:]} do not fit input_shape {shape}")
    labels = [] if labels is None else [int(label) for label in labels]
    if labels and len(labels) != len(images):
        raise ValueError(f"{len(images)} images need as many labels, got {len(labels)}")
    return levels_of(images), labels


def levels_of(images):
    is_levels = images.dtype == np.uint8 or (images.dtype.kind in "ui" and images.max(initial=0) > 1)
    if images.dtype.kind not in "buif" or not ((images >= 0) & (images <= (255 if is_levels else 1))).all():
        raise ValueError(f"images must be numbers from 0 to 1, or integers from 0 to 255, got {images.dtype}")
    levels = np.rint(images if is_levels else images * 255.0).astype(np.uint8)
    levels.flags.writeable = False
    return levels


def worth_a_look(network, images, labels):
    """Which 24 of many images are offered: first those that are right, the classes in turn, then mistaken ones."""
    if not labels:
        return list(range(MOST_EXAMPLES))
    said = [network.forward(images[i : i + 100] / np.float32(255)) for i in range(0, len(images), 100)]
    labels = np.array(labels)
    wrong = np.zeros(len(labels), bool)
    if said[0].ndim == 2:
        wrong = np.concatenate(said).argmax(axis=1) != labels
    mistaken = np.flatnonzero(wrong)[: MOST_EXAMPLES // 2].tolist()
    right = np.flatnonzero(~wrong)
    turn = np.array([np.sum(labels[right[:place]] == labels[one]) for place, one in enumerate(right)], int)
    right = right[np.lexsort((labels[right], turn))][: MOST_EXAMPLES - len(mistaken)]
    return [*right.tolist(), *mistaken]
