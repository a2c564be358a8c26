"""The course's real data, read from assets/ without a network: an electrocardiogram, photographs, and written digits.

Who made each file, and on what terms it is here, is in assets/ATTRIBUTION.md.
"""

import hashlib
from io import BytesIO

import numpy as np

from .paths import course_dir

ECG_RATE = 360  # samples per second of ecg()
TRAINING_DIGITS = 4000  # of the 5,000 digits() are to learn from; the others are for the test
PHOTOGRAPHS = {"astronaut": (256, 256, 3), "camera": (512, 512), "coins": (303, 384)}  # with their shapes
HASHES = {  # SHA-256 of each file: what the notebooks say holds for these numbers and no others
    "astronaut.png": "275b1fa036b16907cf39f61f427504c58748e19ddf1e3fd04aa05868329de0dd",
    "camera.png": "b0793d2adda0fa6ae899c03989482bff9a42d3d5690fc7e3648f2795d730c23a",
    "coins.png": "f8d773fc9cfa6f4d8e5942dc34d0a0788fcaed2a4fefbbed0aef5398d7ef4cba",
    "ecg.csv": "c22de9dfe4becb9fab2655e51372b2c1c2e72f25def33fa1583b39ae3c8d4d45",
    "mackey_glass_30.csv": "c6f6ec7f10530002f691bed4e964692695dba863af092eef67bbab9324fd3a10",
    "mnist_5000.npz": "7183fcfd2f3f82005b2d628449450b7604fdf317f6394a2bcabcb9b51f733c02",
}


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
    if not isinstance(name, str) or name not in PHOTOGRAPHS:
        raise ValueError(f"no photograph is called {name!r:.80}; there are {', '.join(sorted(PHOTOGRAPHS))}")
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
    if not isinstance(part, str) or part not in parts:
        raise ValueError(f"part must be one of {', '.join(map(repr, parts))}, got {part!r:.80}")
    with np.load(asset("mnist_5000.npz")) as file:
        images, labels = file["images"][parts[part]], file["labels"][parts[part]]
    return images.astype(np.float32) / 255, labels.astype(np.int64)


def asset(file_name):
    """The contents of a file in assets/, a binary stream.

    Raises FileNotFoundError where it is missing and ValueError where it is damaged; both say how to get it back.
    """
    path = course_dir("assets") / file_name
    remedy = f"get it back with `git checkout -- assets/{file_name}` in a clone, or by reinstalling convnb"
    if not path.is_file():
        raise FileNotFoundError(f"{file_name} is missing from {path.parent}; {remedy}")
    content = path.read_bytes()
    if path.suffix == ".csv":
        content = content.replace(b"\r\n", b"\n")  # git on Windows may have changed the line ends
    if hashlib.sha256(content).hexdigest() != HASHES[file_name]:
        raise ValueError(f"{file_name} in {path.parent} is damaged or was changed; {remedy}")
    return BytesIO(content)
