"""Complaints about what comes in: every ValueError about an argument is worded here, with the numbers."""

import math
import re
import sys
from collections.abc import Iterator, Mapping, Set
from numbers import Integral

import numpy as np

MODES = ("full", "same", "valid")
LONGEST_VALUE = 80  # characters of a value that a message quotes
LARGEST_NUMBER = 2**31 - 1  # of two such numbers int64 holds the product, so no size that follows overflows
MOST_ENTRIES = 2**30  # 8 GB of float64: what would be larger is a slip, and must not bring the machine down


def whole_number(value, name, minimum):
    """`value` as an int. Raises ValueError for anything but an integer >= `minimum`: bool and float do not count."""
    value = bare(value)
    if isinstance(value, bool) or not isinstance(value, Integral):
        raise ValueError(f"{name} must be an integer, got {written(value)}")
    value = int(value)
    if value < minimum:
        raise ValueError(f"{name} must be at least {minimum}, got {written(value)}")
    if value > LARGEST_NUMBER:
        raise ValueError(f"{name} must be at most {LARGEST_NUMBER}, got {written(value)}")
    return value


def bare(value):
    """An array without axes, as np.load gives a number back, as its number; anything else as it is."""
    return value[()] if isinstance(value, np.ndarray) and value.ndim == 0 else value


def written(value):
    """A value as it stands in a message: at most 80 characters of it."""
    value = bare(value)
    value = value.item() if isinstance(value, np.number) else value
    if isinstance(value, int) and abs(value) >= 2**128:
        return f"one of {value.bit_length()} bits"
    try:
        return cut(re.sub(r"\s*\n\s*", " ", repr(value)))
    except ValueError:  # Python writes out at most 4300 digits of an int
        return f"a large {type(value).__name__}"
    except Exception:  # a class that cannot say its own text
        return f"one of type {type(value).__name__}"


def cut(text):
    """At most 80 characters of a text, in a message."""
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"


def pair(value, name, minimum):
    """`value`, an int or (h, w), as a tuple of two ints >= `minimum`. Raises ValueError for anything else."""
    if not isinstance(value, (tuple, list, range)) and np.ndim(value) == 0:
        return (whole_number(value, name, minimum),) * 2
    if len(value) != 2:
        raise ValueError(f"{name} must be an integer or a pair (h, w), got {written(value)}")
    return tuple(whole_number(v, name, minimum) for v in value)


def per_axis(value, axes, name, minimum):
    """`value` as a tuple of ints >= `minimum`, one per axis. Raises ValueError for anything else."""
    if axes == 2:
        return pair(value, name, minimum)
    single = isinstance(value, (tuple, list)) or getattr(value, "ndim", 0) == 1
    return (whole_number(value[0] if single and len(value) == 1 else value, name, minimum),)


def flag(value, name):
    """`value` as a bool. Raises ValueError for anything else: the word "no" would count as yes."""
    if not isinstance(value, (bool, np.bool_)):
        raise ValueError(f"{name} must be True or False, got {written(value)}")
    return bool(value)


def is_finite_number(value):
    """Whether it is one real number that a float holds. bool does not count, an array without axes does."""
    value = bare(value)
    if isinstance(value, (float, np.integer, np.floating)):
        return math.isfinite(float(value))
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= sys.float_info.max


def check_entries(shape, what):
    """Raises ValueError where an array of this shape would fill the memory of a usual machine."""
    count = math.prod(shape)
    if count > MOST_ENTRIES:
        raise ValueError(f"{what} would be {by(shape)}, {count:,} entries; at most {MOST_ENTRIES:,} are computed")


def check_mode(mode):
    """Raises ValueError unless `mode` is one of MODES."""
    if not isinstance(mode, str) or mode not in MODES:
        raise ValueError(f"mode must be one of {', '.join(map(repr, MODES))}, got {written(mode)}")


def as_array(value, name, ndims=(1, 2), advice=""):
    """`value` as a NumPy array. Raises ValueError where it is empty, holds no numbers or has a wrong ndim.

    `advice` is added to the complaint about a wrong ndim.
    """
    array = numbers(as_regular(value, name), name)
    if array.ndim not in ndims:
        needed = " or ".join(f"{n}-D" for n in ndims)
        raise ValueError(f"{name} must be {needed}, got {array.ndim}-D with shape {array.shape}{advice}")
    if array.size == 0:
        raise ValueError(f"{name} is empty (shape {array.shape}), it needs at least one entry")
    return array


def as_regular(value, name):
    """`value` as a NumPy array of anything.

    Raises ValueError for lists of several lengths, for masked arrays (NumPy would use what lies under the mask), for
    sets, dicts and generators (NumPy would make one entry of them), and for objects that refuse to become an array, as
    a PyTorch tensor does that requires grad or is on a GPU.
    """
    if isinstance(value, (Set, Mapping, Iterator)):
        raise ValueError(f"{name} must be an array or a list of numbers, got {type(value).__name__}")
    if isinstance(value, np.ma.MaskedArray):
        raise ValueError(f"{name} is a masked array: say what stands for its masked entries, {name}.filled(value)")
    if _holds_masked(value, 4):
        raise ValueError(f"{name} holds masked entries: say what stands for them, np.ma.array(...).filled(value)")
    try:
        return np.asarray(value)
    except ValueError as problem:
        problem = "its parts differ in length" if "inhomogeneous" in str(problem) else problem
        raise ValueError(f"{name} must be a regular array, got {type(value).__name__}: {problem}") from None
    except (RuntimeError, TypeError) as problem:  # PyTorch's own words say .detach() or .cpu()
        raise ValueError(f"{name} cannot become a NumPy array, got {type(value).__name__}: {problem}") from None


def _holds_masked(value, depth):
    """Whether there is a masked array in nested lists, `depth` deep at most."""
    if isinstance(value, (list, tuple)):
        return depth > 0 and any(_holds_masked(one, depth - 1) for one in value)
    return isinstance(value, np.ma.MaskedArray)


def numbers(array, name, kinds="buifc"):
    """The array. Raises ValueError where it holds anything else than numbers of these kinds."""
    if array.dtype.kind in kinds:
        return array
    if large := [n for n in array.flat if isinstance(n, int) and not -(2**63) <= n < 2**64]:
        raise ValueError(f"{name} holds an integer that is too large, {written(large[0])}")
    what = "numbers" if "c" in kinds else "real numbers"
    advice = ": .astype(float) makes floats of numbers" if array.dtype.kind == "O" else ""
    raise ValueError(f"{name} must hold {what}, got dtype {array.dtype}{advice}")


def real(array, name):
    """The array. Raises ValueError where it is complex."""
    if array.dtype.kind == "c":
        raise ValueError(f"{name} must be real, got dtype {array.dtype}")
    return array


def as_batch(value, name, ndim):
    """`as_array` for a batch (N, ...) of `ndim` dimensions, of which N may be 0: an empty batch has an empty result."""
    array = as_regular(value, name)
    if array.ndim == ndim and array.dtype.kind in "buifc" and len(array) == 0 < np.prod(array.shape[1:]):
        return array
    missing = {ndim - 1: "a batch axis in front: {}[None]", ndim - 2: "batch and channel axes in front: {}[None, None]"}
    advice = f"; put {missing[array.ndim].format(name)}" if array.ndim in missing else ""
    return as_array(array, name, (ndim,), advice)


def check_same_ndim(x, kernel, name="kernel"):
    """Raises ValueError unless both arrays have the same number of dimensions."""
    if x.ndim != kernel.ndim:
        raise ValueError(f"x and {name} must have the same number of dimensions, got {x.shape} and {kernel.shape}")


def check_fits(x_shape, template_shape):
    """Raises ValueError unless a template of this shape finds at least one place inside x."""
    if any(m > n for n, m in zip(x_shape, template_shape, strict=True)):
        raise ValueError(f"template {by(template_shape)} does not fit into x {by(x_shape)}")


def check_channels(x_shape, weight_shape, bias_shape, groups):
    """Raises ValueError unless (N, C, ...), (C_out, C / groups, ...) and (C_out,) or None belong together."""
    channels, (out_channels, per_group) = x_shape[1], weight_shape[:2]
    if channels % groups or out_channels % groups:
        raise ValueError(
            f"groups {groups} must divide the {channels} channels of x and the {out_channels} channels of weight"
        )
    if per_group != channels // groups:
        raise ValueError(
            f"weight {weight_shape} takes {per_group} channels per group, "
            f"x {x_shape} has {channels} channels in {groups} group(s) of {channels // groups}"
        )
    check_bias(bias_shape, out_channels)


def check_transposed_channels(x_shape, weight_shape, bias_shape, groups):
    """Raises ValueError unless (N, C, ...), (C, C_out / groups, ...) and (C_out,) or None belong together."""
    channels = x_shape[1]
    if weight_shape[0] != channels:
        raise ValueError(f"weight {weight_shape} takes {weight_shape[0]} channels, x {x_shape} has {channels}")
    if channels % groups:
        raise ValueError(f"groups {groups} must divide the {channels} channels of x")
    check_bias(bias_shape, weight_shape[1] * groups)


def check_bias(bias_shape, channels):
    """Raises ValueError unless the bias is None or has one entry per channel of the output."""
    if bias_shape is not None and bias_shape != (channels,):
        raise ValueError(f"bias must have shape ({channels},), one entry per output channel, got {bias_shape}")


def check_gradient_shape(grad_y, output_shape):
    """Raises ValueError unless the gradient has the shape of the forward pass's output."""
    if grad_y.shape != tuple(output_shape):
        raise ValueError(f"grad_y must have the shape of the output, {tuple(output_shape)}, got {grad_y.shape}")


def by(sizes):
    """Sizes as they stand in a message: 3x4."""
    return "x".join(map(str, sizes))


def brief(values):
    """One value per axis as it stands in a message: 2 where all are equal, else (1, 2)."""
    return str(values[0]) if len(set(values)) == 1 else str(tuple(values))
