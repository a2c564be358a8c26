"""What the inputs of several notebooks are made of: small whole numbers to follow by hand, and floats."""

import numpy as np


def numbers(rng, *shape):
    """Different whole numbers, none of them 0, as small as possible: the results can then be computed by hand."""
    count = int(np.prod(shape))
    choice = [n for n in range(-4, max(10, count - 3)) if n]
    return rng.permutation(choice)[:count].reshape(shape) + 0.0


def rows(rng, *lengths):
    """1-D arrays of these lengths, as a tuple; no number occurs twice in them."""
    return tuple(np.split(numbers(rng, sum(lengths)), np.cumsum(lengths)[:-1]))


def tables(rng, *shapes):
    """An array of `numbers` for each of the shapes, as a tuple."""
    return tuple(numbers(rng, *shape) for shape in shapes)


def digits(rng, *lengths):
    """1-D arrays of different numbers from 1 to 9, as a tuple: no wrong order is right by symmetry."""
    return tuple(rng.permutation(9)[:n] + 1.0 for n in lengths)


def floats(rng, *shapes):
    """An array for each of the shapes, or lengths, as a tuple."""
    return tuple(rng.normal(size=shape) for shape in shapes)


def drawn(rng, small, sizes, float_sizes):
    """The arguments small(rng, *size) for each of the sizes, to follow by hand; then floats of the float_sizes."""
    return [small(rng, *size) for size in sizes] + [floats(rng, *size) for size in float_sizes]
