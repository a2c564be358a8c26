"""Striped pictures, the classical stimuli of vision research, and the pixel coordinates that they share with cells.

x runs along the columns to the right, y along the rows downwards (row 0 is the top of a picture), both in pixels. Their
origin is the middle of the picture: x = column - (columns - 1) / 2, y = row - (rows - 1) / 2, so that of an even number
of pixels none lies at 0. An angle turns from x towards y: seen on the screen, clockwise.
"""

import numpy as np

from ..ops.checks import check_entries, is_finite_number, pair, whole_number, written

__all__ = ["cycles_per_pixel", "drifting_grating", "grating", "pixel_grid", "radians_per_pixel"]


def pixel_grid(shape):
    """x and y of every pixel, two (rows, columns) float64 arrays with the origin in the middle of the picture.

    Raises ValueError unless shape is a whole number or a pair of them, each at least 1.
    """
    rows, columns = pair(shape, "shape", 1)
    check_entries((rows, columns), "the picture")
    y, x = np.mgrid[:rows, :columns].astype(float)
    return x - (columns - 1) / 2, y - (rows - 1) / 2


def radians_per_pixel(cycles):
    """2 pi cycles: the frequency of this module for one in cycles per pixel, as image libraries have it."""
    return 2 * np.pi * np.asarray(cycles, dtype=float)[()]


def cycles_per_pixel(frequency):
    """frequency / (2 pi): a frequency in radians per pixel as cycles per pixel. One over it is the period in pixels."""
    return np.asarray(frequency, dtype=float)[()] / (2 * np.pi)


def grating(shape, *, frequency, theta, phase=0.0, contrast=1.0):
    """Stripes: I(x, y) = contrast cos(frequency (x cos theta + y sin theta) + phase), around a mean grey of 0.

    Parameters: shape, (rows, columns); frequency in radians per pixel, 2 pi times the cycles per pixel: a period is
    2 pi / frequency pixels; theta, the direction across the stripes, in radians: at 0 the stripes are upright; phase in
    radians; contrast, the largest value.
    Returns: (rows, columns) float64 array. Raises ValueError for a number that is not finite. Source: notebook 10.
    """
    x, y = pixel_grid(shape)
    frequency, theta, phase, contrast = finite(frequency=frequency, theta=theta, phase=phase, contrast=contrast)
    return contrast * np.cos(frequency * (x * np.cos(theta) + y * np.sin(theta)) + phase)


def drifting_grating(shape, *, frequency, theta, frames=48, contrast=1.0):
    """One period of stripes that drift in the direction theta: frames[t] = grating with phase -2 pi t / frames.

    Frame number `frames` would be frame 0 again, so the movie can run in a circle.

    Parameters: frames, how many, at least 1; the others as in `grating`.
    Returns: (frames, rows, columns) float64 array. Raises ValueError as `grating` does.
    """
    phases = 2 * np.pi * np.arange(whole_number(frames, "frames", 1)) / frames
    common = {"frequency": frequency, "theta": theta, "contrast": contrast}
    return np.stack([grating(shape, phase=-phase, **common) for phase in phases])


def finite(**numbers):
    """The numbers as floats. Raises ValueError, naming it, for anything that is not one finite real number."""
    for name, value in numbers.items():
        if not is_finite_number(value):
            raise ValueError(f"{name} must be one finite number, got {written(value)}")
    return [float(value) for value in numbers.values()]
