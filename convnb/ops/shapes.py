"""Sizes and padding: the only place of the package where they are computed.

One formula in several files is one formula too many: they drift apart, and one of them forgets the padding.
Every operator asks here how large its result is. `checks` words the complaints, `layer_shapes` says how a layer walks.
"""

from .checks import brief, by, check_mode, whole_number


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


def transposed_output_size(n, kernel_size, *, stride=1, padding=0, dilation=1, output_padding=0):
    """Length of a transposed convolution's output along one axis.

    (n - 1) * stride - 2 * padding + dilation * (kernel_size - 1) + output_padding + 1

    Several inputs of a strided convolution have the same `output_size` n: floor drops up to stride - 1 entries. This
    is the smallest of them, and output_padding picks a larger one. The entries it adds at the end are computed like
    all others, they are not zeros. Here padding crops: so many entries are cut off on *each* side.

    Parameters: n, input length; the others as in `output_size`; output_padding, less than max(stride, dilation).
    Raises ValueError for values out of range or not integer, and if nothing of the output is left. Notebook 04.
    """
    return transposed_shape(
        (whole_number(n, "n", 1),),
        (whole_number(kernel_size, "kernel_size", 1),),
        stride=(whole_number(stride, "stride", 1),),
        padding=(whole_number(padding, "padding", 0),),
        dilation=(whole_number(dilation, "dilation", 1),),
        output_padding=(whole_number(output_padding, "output_padding", 0),),
    )[0]


def transposed_shape(input_shape, kernel_shape, *, stride, padding, dilation, output_padding):
    """`transposed_output_size` of every axis. All arguments are tuples of ints, one entry per axis."""
    for extra, s, d in zip(output_padding, stride, dilation, strict=True):
        if extra >= max(s, d):
            raise ValueError(
                f"output_padding must be less than max(stride, dilation) = {max(s, d)}, got {extra} "
                f"(stride {s}, dilation {d})"
            )
    axes = zip(input_shape, kernel_shape, stride, padding, dilation, output_padding, strict=True)
    sizes = tuple((n - 1) * s - 2 * p + d * (k - 1) + extra + 1 for n, k, s, p, d, extra in axes)
    if min(sizes) < 1:
        raise ValueError(
            f"nothing is left of the transposed output: {by(sizes)} for input {by(input_shape)}, kernel "
            f"{by(kernel_shape)}, stride {by(stride)}, padding {by(padding)}, dilation {by(dilation)}"
        )
    return sizes


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


def receptive_field(layers):
    """How many samples of the input one output of a stack of layers sees, along one axis.

    1 + sum_l d_l (k_l - 1) s_0 s_1 .. s_(l-1): each layer widens the field by its span, in steps of all strides before.

    Parameters: layers, from the input on; each is kernel_size, or (kernel_size, stride) or (kernel_size, stride,
    dilation), where what is left out is 1. A pooling layer counts like a convolution. Returns an int; no layers see 1.
    Raises ValueError for sizes that are no integers or less than 1, and for another form of a layer. Notebook 04.
    """
    try:
        layers = list(layers)
    except TypeError:
        raise ValueError(f"layers must be a list of layers, got {layers!r}") from None
    field, step = 1, 1
    for index, layer in enumerate(layers):
        sizes = (layer,) if not isinstance(layer, (tuple, list)) else tuple(layer)
        if not 1 <= len(sizes) <= 3:
            raise ValueError(
                f"layer {index} must be kernel_size, (kernel_size, stride) or (kernel_size, stride, dilation), "
                f"got {layer!r}"
            )
        names = ("kernel_size", "stride", "dilation")
        kernel_size, stride, dilation = (
            whole_number(size, f"{name} of layer {index}", 1)
            for size, name in zip(sizes + (1,) * (3 - len(sizes)), names, strict=True)
        )
        field += dilation * (kernel_size - 1) * step
        step *= stride
    return field
