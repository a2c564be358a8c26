"""The course's real data, read from assets/ without a network: an electrocardiogram and three photographs.

Who made each file, and on what terms it is here, is in assets/ATTRIBUTION.md.
"""

import numpy as np

from convnb.paths import course_dir

__all__ = ["ECG_RATE", "PHOTOGRAPHS", "ecg", "photograph"]

ECG_RATE = 360
"""Samples per second of ecg()."""

PHOTOGRAPHS = {"astronaut": (256, 256, 3), "camera": (512, 512), "coins": (303, 384)}
"""Name and shape of each photograph()."""


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
