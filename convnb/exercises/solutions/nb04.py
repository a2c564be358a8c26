"""Right answers to the exercises of notebook 04."""

import numpy as np

from .. import nb04
from . import shows

shows(
    "04.1",
    "Formula",
    "The window has some room to move, and takes one step for every s of it; the first place comes on top.",
)(nb04.output_size)


@shows("04.1", "Counting")
def output_size(n, k, s, p, d):
    """The kernel is moved on by s for as long as its last weight still has a number under it."""
    places, start = 0, -p
    while start + d * (k - 1) < n + p:
        places += 1
        start += s
    return places


@shows("04.1", "Range")
def output_size(n, k, s, p, d):
    """The starts of the windows are a range with the step s, and Python knows how long a range is."""
    last = n + 2 * p - d * (k - 1)
    return len(range(0, last, s))


shows("04.2", "Formula", "Half of what is missing goes before, rounded down, and the rest after.")(nb04.same_padding)


@shows("04.2", "Loops")
def same_padding(k, d):
    """The zeros are dealt out in turn, beginning with the end: so the odd one comes after."""
    zeros = [0, 0]
    for turn in range(d * (k - 1)):
        zeros[1 - turn % 2] += 1
    return zeros


shows(
    "04.3", "Formula", "The last window starts at a multiple of the stride, and all that lies behind it is never read."
)(nb04.unread)


@shows("04.3", "NumPy")
def unread(n, k, s):
    """Every window marks what it reads, and what has no mark is the answer."""
    read = np.zeros(n, dtype=bool)
    for start in range(0, n - k + 1, s):
        read[start : start + k] = True
    return np.flatnonzero(~read)


@shows("04.3", "Sets")
def unread(n, k, s):
    """All indices less those that some window contains: a difference of two sets."""
    read = {start + i for start in range(0, n - k + 1, s) for i in range(k)}
    return sorted(set(range(n)) - read)


shows(
    "04.4", "Formula", "The formula is read backwards, from the output to the input, and the two lengths are compared."
)(nb04.missing_length)


@shows("04.4", "Remainder")
def missing_length(n, k, s, p, d):
    """What a division by the stride rounds away is its remainder, and this is all that is lost."""
    return (n + 2 * p - d * (k - 1) - 1) % s


@shows("04.4", "NumPy")
def missing_length(n, k, s, p, d):
    """The last window is put down, and the numbers to the right of its last weight are counted."""
    padded, span = n + 2 * p, d * (k - 1) + 1
    starts = np.arange(0, padded - span + 1, s)
    return padded - (starts[-1] + span)


shows("04.5", "Loops", "Each layer adds its reach, counted in steps of all layers before it.")(nb04.receptive_field)


@shows("04.5", "Backwards")
def receptive_field(layers):
    """From the last layer to the first: a field of some outputs grows into the field of inputs that they read."""
    field = 1
    for k, s, d in reversed(layers):
        field = (field - 1) * s + d * (k - 1) + 1
    return field


@shows("04.5", "NumPy")
def receptive_field(layers):
    """Each layer adds its reach times the product of all strides before it, which cumprod lists."""
    k, s, d = np.array(layers).T
    steps = np.cumprod([1, *s[:-1]])
    return 1 + np.sum(d * (k - 1) * steps)


@shows("04.5", "Sets")
def receptive_field(layers):
    """The places that one output reads are followed back, layer by layer, to the input."""
    read = {0}
    for k, s, d in reversed(layers):
        read = {place * s + i * d for place in read for i in range(k)}
    return max(read) + 1
