"""The course's real data, read from assets/ without a network: an electrocardiogram, photographs, and written digits.

Who made each file, and on what terms it is here, is in assets/ATTRIBUTION.md.
"""

import numpy as np

from convnb.paths import course_dir

__all__ = ["ECG_RATE", "PHOTOGRAPHS", "TRAINING_DIGITS", "digits", "ecg", "photograph"]

ECG_RATE = 360
"""Samples per second of ecg()."""

PHOTOGRAPHS = {"astronaut": (256, 256, 3), "camera": (512, 512), "coins": (303, 384)}
"""Name and shape of each photograph()."""

TRAINING_DIGITS = 4000
"""How many of the 5,000 digits() are there to learn from; the others are for the test."""


def ecg():
    """Ten seconds of a real electrocardiogram with 21 heartbeats on a wandering baseline.

    Returns: (3600,) float64 array in millivolts, from -1.14 to 2.09; ECG_RATE = 360 samples per second.

    The smallest heartbeat peaks at 0.665 mV, the highest point between heartbeats lies at 0.955 mV: no threshold on
    the voltage separates them.

    Source: MIT-BIH Arrhythmia Database, record 208, lead MLII, 19:40 to 19:50. Used in notebook 01.
    """
    return np.loadtxt(asset("ecg.csv"))


def photograph(name):
    """One of the course's photographs, as numbers from 0 (black) to 1 (full brightness).

    "astronaut" : (256, 256, 3) portrait of Eileen Collins; the last axis holds red, green, blue
    "camera"    : (512, 512) grey, a photographer at work
    "coins"     : (303, 384) grey, 24 coins

    Returns: float64 array, each value a multiple of 1/255 in [0, 1]; row 0 is the top. The array is yours to change.
    Raises ValueError for another name.
    """
    if name not in PHOTOGRAPHS:
        raise ValueError(f"no photograph is called {name!r}; there are {', '.join(sorted(PHOTOGRAPHS))}")
    from matplotlib.image import imread  # here, so that arrays can be had without loading matplotlib

    levels = np.rint(imread(asset(f"{name}.png")).astype(np.float64) * 255)  # imread divides by 255 in float32
    return levels / 255


def digits(part="all"):
    """Handwritten digits, as many of each class, in a fixed random order: (images, labels).

    "train" : the first TRAINING_DIGITS = 4,000, to learn from
    "test"  : the last 1,000, 100 of each class, to look at once, at the end
    "all"   : both, 5,000

    Every thousand holds 100 of each class: images[3000:] of "train" serves for choosing. Returns images, (N, 28, 28)
    float32 array, each value a multiple of 1/255 from 0 (paper) to 1 (ink), and labels, (N,) int64 from 0 to 9. A
    network takes images[:, None], with an axis for the one channel. Both arrays are yours to change.

    Raises ValueError for another part. Source: MNIST. Used in notebook 11.
    """
    parts = {"train": slice(TRAINING_DIGITS), "test": slice(TRAINING_DIGITS, None), "all": slice(None)}
    if part not in parts:
        raise ValueError(f"part must be one of {', '.join(map(repr, parts))}, got {part!r}")
    with np.load(asset("mnist_5000.npz")) as file:
        images, labels = file["images"][parts[part]], file["labels"][parts[part]]
    return images.astype(np.float32) / 255, labels.astype(np.int64)


def asset(file_name):
    """Path of a file in assets/.

    Raises FileNotFoundError, naming the file and how to get it back.
    """
    path = course_dir("assets") / file_name
    if not path.is_file():
        raise FileNotFoundError(
            f"{file_name} is missing from {path.parent}; get it back with `git checkout -- assets/{file_name}` "
            "in a clone, or by reinstalling convnb"
        )
    return path
