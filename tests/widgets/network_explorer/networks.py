"""A small network, some pictures for it, and what NetworkExplorer shows of them."""

import numpy as np

from convnb.models.network import Conv2d, Flatten, Linear, MaxPool2d, ReLU, Sequential

PAD, SCORES, UNIT, LAYERS = range(4)
ZOOM = 9  # CSS pixels a pixel on the pad of 28x28


def network():
    rng = np.random.default_rng(2)
    return Sequential(
        *(Conv2d(1, 3, 5, rng=rng), ReLU(), MaxPool2d(2), Conv2d(3, 4, 3, rng=rng), ReLU()),
        *(Flatten(), Linear(400, 12, rng=rng), ReLU(), Linear(12, 4, rng=rng)),
    )


def digits():
    images = np.zeros((3, 28, 28), np.uint8)
    images[0, 6:20, 9:12] = 255
    images[1, 10:13, 4:22] = 200
    images[2, 3:6, 3:6] = 100
    return images


def drawing(shown):
    levels = shown.page.evaluate(
        "Array.from(new Uint8Array(mounted[0].model.get('drawing').levels.buffer.slice(-784)))"
    )
    return np.array(levels, np.uint8).reshape(28, 28)


def at(row, col):
    """CSS pixels of the middle of a pixel of the pad."""
    return (col + 0.5) * ZOOM, (row + 0.5) * ZOOM


def say(shown):
    shown.page.wait_for_timeout(400)
    return shown.read_out.inner_text()


def total(shown):
    return shown.el.locator(".convnb-sum").inner_text()


def all_pictures(shown):
    return [shown.pixels(index) for index in range(4)]
