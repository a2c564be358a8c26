"""The course's photographs as the widgets show them."""

from functools import cache

import numpy as np

from ...datasets import photograph


@cache
def camera():
    """The course's photograph as grey levels, (512, 512) uint8, read once."""
    return np.rint(photograph("camera") * 255).astype(np.uint8)
