"""Sizes, padding and geometry errors: the only place of the package where they are computed and worded.

One formula in several files is one formula too many: they drift apart, and one of them forgets the padding.
Every operator asks here how large its result is, and every complaint about a shape is raised here, with the numbers.
`layer_shapes` continues it for layers of networks.
"""

from numbers import Integral

import numpy as np

MODES = ("full", "same", "valid")


# --- checks: what comes in is what the operators expect -----------------------------------------------------------


def whole_number(value, name, minimum):
    """`value` as an int. Raises ValueError for anything but an integer >= `minimum`: bool and float do not count."""
    if isinstance(value, bool) or not isinstance(value, Integral):
        raise ValueError(f"{name} must be an integer, got {value!r}")
    if value < minimum:
        raise ValueError(f"{name} must be at least {minimum}, got {value}")
    return int(value)


def pair(value, name, minimum):
    """`value`, an int or (h, w), as a tuple of two ints >= `minimum`. Raises ValueError for anything else."""
    if np.ndim(value) == 0:
        return (whole_number(value, name, minimum),) * 2
    if len(value) != 2:
        raise ValueError(f"{name} must be an integer or a pair (h, w), got {value!r}")
    return tuple(whole_number(v, name, minimum) for v in value)


def check_mode(mode):
    """Raises ValueError unless `mode` is one of MODES."""
    if not isinstance(mode, str) or mode not in MODES:
        raise ValueError(f"mode must be one of {', '.join(map(repr, MODES))}, got {mode!r}")


def as_array(value, name, ndims=(1, 2)):
    """`value` as a NumPy array. Raises ValueError where it is empty, holds no numbers or has a wrong ndim."""
    array = np.asarray(value)
    if array.dtype.kind not in "buifc":
        raise ValueError(f"{name} must hold numbers, got dtype {array.dtype}")
    if array.ndim not in ndims:
        needed = " or ".join(f"{n}-D" for n in ndims)
        raise ValueError(f"{name} must be {needed}, got {array.ndim}-D with shape {array.shape}")
    if array.size == 0:
        raise ValueError(f"{name} is empty (shape {array.shape}), it needs at least one entry")
    return array


def real(array, name):
    """The array. Raises ValueError where it is complex."""
    if array.dtype.kind == "c":
        raise ValueError(f"{name} must be real, got dtype {array.dtype}")
    return array


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


# --- sizes --------------------------------------------------------------------------------------------------------


def output_size(n, kernel_size, *, stride=1, padding=0, dilation=1):
    """Number of positions that a kernel can take along one axis.

    floor((n + 2 * padding - dilation * (kernel_size - 1) - 1) / stride) + 1

    Parameters: n, input length in samples; kernel_size, number of weights; stride, samples from one position to the
    next; padding, zeros added on *each* side; dilation, samples from one weight to the next (1 is the ordinary kernel).

    Raises ValueError if the kernel spans more than the padded input, if n, kernel_size, stride or dilation is less
    than 1, padding less than 0, or one of them no integer. Derived in notebook 04.
    """
    return output_shape(
        (whole_number(n, "n", 1),),
        (whole_number(kernel_size, "kernel_size", 1),),
        stride=(whole_number(stride, "stride", 1),),
        padding=(whole_number(padding, "padding", 0),),
        dilation=(whole_number(dilation, "dilation", 1),),
    )[0]


def output_shape(input_shape, kernel_shape, *, stride, padding, dilation):
    """`output_size` of every axis. All arguments are tuples of ints, one entry per axis, as `pair` returns them."""
    padded = tuple(n + 2 * p for n, p in zip(input_shape, padding, strict=True))
    spans = tuple(d * (k - 1) + 1 for k, d in zip(kernel_shape, dilation, strict=True))
    if any(s > n for s, n in zip(spans, padded, strict=True)):
        kernel = kernel_shape[0] if len(kernel_shape) == 1 else tuple(kernel_shape)
        raise ValueError(
            f"kernel {kernel} with dilation {brief(dilation)} spans {by(spans)}, larger than the padded input "
            f"{by(padded)} (input {by(input_shape)}, padding {brief(padding)})"
        )
    return tuple((n - s) // step + 1 for n, s, step in zip(padded, spans, stride, strict=True))


def kept_positions(x_shape, kernel_shape, mode):
    """Which entries of the full result a mode keeps: one range of indices per axis.

    With n entries of x and m of the kernel, the full result has the indices 0 .. n + m - 2. "same" keeps n of them
    from (m - 1) // 2 on, "valid" those from min(n, m) - 1 to max(n, m) - 1, where the shorter lies inside the longer.
    Raises ValueError for an unknown mode, or if in "valid" neither is at least as large as the other on every axis.
    """
    check_mode(mode)
    sizes = list(zip(x_shape, kernel_shape, strict=True))
    if mode == "full":
        return tuple(range(n + m - 1) for n, m in sizes)
    if mode == "same":
        return tuple(range((m - 1) // 2, (m - 1) // 2 + n) for n, m in sizes)
    if not (all(n >= m for n, m in sizes) or all(n <= m for n, m in sizes)):
        raise ValueError(
            "mode 'valid' needs x or kernel to be at least as large as the other in every dimension, "
            f"got x {by(x_shape)} and kernel {by(kernel_shape)}"
        )
    return tuple(range(min(n, m) - 1, max(n, m)) for n, m in sizes)


def lag_ranges(x_shape, kernel_shape, mode):
    """The lags that a correlation keeps, one range per axis: entry i of the full result has lag i - (m - 1)."""
    kept = kept_positions(x_shape, kernel_shape, mode)
    return tuple(range(r.start - (m - 1), r.stop - (m - 1)) for r, m in zip(kept, kernel_shape, strict=True))


def by(sizes):
    """Sizes as they stand in a message: 3x4."""
    return "x".join(map(str, sizes))


def brief(values):
    """One value per axis as it stands in a message: 2 where all are equal, else (1, 2)."""
    return str(values[0]) if len(set(values)) == 1 else str(tuple(values))


# --- batches and pooling ------------------------------------------------------------------------------------------


def as_batch(value, name, ndim):
    """`as_array` for a batch (N, ...) of `ndim` dimensions, of which N may be 0: an empty batch has an empty result."""
    array = np.asarray(value)
    if array.ndim == ndim and array.dtype.kind in "buifc" and len(array) == 0 < np.prod(array.shape[1:]):
        return array
    return as_array(array, name, (ndim,))


def check_gradient_shape(grad_y, output_shape):
    """Raises ValueError unless the gradient has the shape of the forward pass's output."""
    if grad_y.shape != tuple(output_shape):
        raise ValueError(f"grad_y must have the shape of the output, {tuple(output_shape)}, got {grad_y.shape}")


def pooled_shape(input_shape, kernel_shape, *, stride, padding, dilation, ceil_mode):
    """Positions of a pooling window per axis: `output_shape`, or with ceil_mode PyTorch's rule.

    ceil((n + 2 * padding - dilation * (kernel - 1) - 1) / stride) + 1, less one if the last window would start right
    of the input, that is where (size - 1) * stride >= n + padding. Such a last window hangs over the padded input.

    Raises ValueError as `output_shape` does, and for a padding of more than half of the kernel: without that rule a
    window could lie in the padding alone. All arguments but the last are tuples of ints.
    """
    if any(2 * p > k for p, k in zip(padding, kernel_shape, strict=True)):
        raise ValueError(f"padding {brief(padding)} is more than half of the pooling kernel {by(kernel_shape)}")
    steps = {"stride": stride, "padding": padding, "dilation": dilation}
    if not ceil_mode:
        return output_shape(input_shape, kernel_shape, **steps)
    axes = list(zip(input_shape, kernel_shape, stride, padding, dilation, strict=True))
    sizes = tuple(-((d * (k - 1) + 1 - n - 2 * p) // s) + 1 for n, k, s, p, d in axes)
    if min(sizes) < 1:  # even a window that hangs over does not fit: the same complaint
        return output_shape(input_shape, kernel_shape, **steps)
    return tuple(m - ((m - 1) * s >= n + p) for m, (n, _, s, p, _) in zip(sizes, axes, strict=True))
