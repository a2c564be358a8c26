"""The layers of a convolutional network, each with its backward pass directly below it.

They are correlations, as everywhere in deep learning: the kernel is not flipped. The backward pass of the data flips
it, the backward pass of the weights does not. How they are computed fast is in `engine`.

Dtypes, of all functions here: float32 gives float32, float64 float64, mixtures what np.result_type says (float16 counts
as float32). Where all arrays are integers or bools, the results are exact and int64: a picture of uint8 never wraps
around. NaN and inf spread as in the sums above each function; the padding is zeros, and zero times inf is NaN.
"""

import numpy as np

from .checks import (
    as_array,
    as_batch,
    check_channels,
    check_entries,
    check_gradient_shape,
    check_transposed_channels,
    flag,
    real,
    whole_number,
)
from .dtypes import for_products
from .engine.choose import correlate_layers, correlate_with_gradient, spread
from .geometry import layer_geometry, transposed_geometry


def conv1d(x, weight, bias=None, *, stride=1, padding=0, dilation=1, groups=1):
    """y[b, o, i] = bias[o] + sum over c, t of weight[o, c, t] x[b, first + c, i s - p + t d]; `first` as in `conv2d`.

    Parameters: x, (N, C, L), N may be 0; weight, (C_out, C / groups, k); bias, (C_out,) or None; stride, dilation and
    groups, int; padding, int, "same" or "valid". Returns (N, C_out, L_out), see `output_size`. "same" puts the extra
    zero of an even kernel at the end: one entry further on than that of `correlate`.
    Raises ValueError as `conv2d` does. Source: notebook 04.
    """
    x, weight, bias, groups = _layer(x, weight, bias, groups, 3)
    g = _geometry(x, weight, stride, padding, dilation)
    return _forward(correlate_layers, x[:, :, None], weight[:, :, None], bias, g.as_row(), groups)[:, :, 0]


def conv1d_backward(grad_y, x, weight, *, stride=1, padding=0, dilation=1, groups=1, to_x=True):
    """The gradients (grad_x, grad_weight, grad_bias) of `conv1d`: see `conv2d_backward`. Source: notebook 05."""
    x, weight, _, groups = _layer(x, weight, None, groups, 3)
    g = _geometry(x, weight, stride, padding, dilation)
    grad_y = _gradient(grad_y, (len(x), len(weight), *g.output_shape))
    rows = (grad_y[:, :, None], x[:, :, None], weight[:, :, None])
    grad_x, grad_weight, grad_bias = _backward(spread, *rows, g.as_row(), groups, to_x)
    return grad_x[:, :, 0] if to_x else None, grad_weight[:, :, 0], grad_bias


def conv2d(x, weight, bias=None, *, stride=1, padding=0, dilation=1, groups=1):
    """The layer of a network: a correlation (no flip), summed over the channels of a group.

    y[b, o, i, j] = bias[o] + sum over c, t, u of weight[o, c, t, u] x[b, first + c, i s - p + t d, j s - p + u d]

    c = 0 .. C / groups - 1, t = 0 .. kH - 1, u = 0 .. kW - 1; stride s, padding p and dilation d of the axis; outside
    its picture x is 0; output channel o belongs to group o // (C_out / groups), whose channels start at `first`.

    Parameters: x, (N, C, H, W), N may be 0; weight, (C_out, C / groups, kH, kW); bias, (C_out,) or None; stride and
    dilation, int or (h, w); padding, the zeros on each side, int, (h, w), "same" (PyTorch's: keeps the size, needs
    stride 1, and puts the extra zero at the end) or "valid" (0); groups, int. Returns (N, C_out, H_out, W_out), see
    `output_size`. Where the stride does not divide, the last pixels are not seen.

    Raises ValueError for empty or complex arrays, a wrong ndim, channels, groups or bias that do not match, sizes out
    of range, a kernel that spans more than the padded input, integers whose sums may not fit into int64, and an output
    or padded image of more than 2**30 entries.
    Source: notebooks 03 and 04; how it is computed, notebook 07.
    """
    x, weight, bias, groups = _layer(x, weight, bias, groups)
    g = _geometry(x, weight, stride, padding, dilation)
    return _forward(correlate_layers, x, weight, bias, g, groups)


def conv2d_backward(grad_y, x, weight, *, stride=1, padding=0, dilation=1, groups=1, to_x=True):
    """The gradients of a loss with respect to x, weight and bias, where grad_y is that with respect to y = conv2d(...).

    grad_x[b, first + c, r, q] = sum over o, i, j of grad_y[b, o, i, j] weight[o, c, t, u], where r = i s - p + t d and
        q = j s - p + u d: every output gives back along the weights it came by. `conv_transpose2d`, the flipped kernel.
    grad_weight[o, c, t, u] = sum over b, i, j of grad_y[b, o, i, j] x[b, first + c, i s - p + t d, j s - p + u d]: a
        correlation of the padded x with grad_y. Nothing is flipped.
    grad_bias[o] = sum over b, i, j of grad_y[b, o, i, j], also if the layer had no bias.

    Parameters: grad_y, of the shape of y; to_x, False for None in place of grad_x, which the first layer of a network
    does not need; the others as in the forward pass. Returns (grad_x, grad_weight, grad_bias), of the shapes of x,
    weight and (C_out,). Pixels that no position saw have gradient 0.
    Raises ValueError as `conv2d` does, and for another shape of grad_y. Source: notebook 05.
    """
    x, weight, _, groups = _layer(x, weight, None, groups)
    g = _geometry(x, weight, stride, padding, dilation)
    grad_y = _gradient(grad_y, (len(x), len(weight), *g.output_shape))
    return _backward(spread, grad_y, x, weight, g, groups, to_x)


def conv_transpose1d(x, weight, bias=None, *, stride=1, padding=0, output_padding=0, dilation=1, groups=1):
    """The adjoint of `conv1d`: y[b, first + o, r] = bias[first + o] + sum over c, i of x[b, c, i] weight[c, o, t].

    r = i s - p + t d, c over the channels of the group.

    Parameters: x, (N, C, L), N may be 0; weight, (C, C_out / groups, k); bias, (C_out,) or None; the others, int, as in
    `conv_transpose2d`. Returns (N, C_out, L_out), see `transposed_output_size`.
    Raises ValueError as `conv_transpose2d` does. Source: notebook 05.
    """
    x, weight, bias, groups = _layer(x, weight, bias, groups, 3, check=check_transposed_channels)
    g = _transposed_geometry(x, weight, groups, stride, padding, output_padding, dilation)
    return _forward(spread, x[:, :, None], weight[:, :, None], bias, g.as_row(), groups)[:, :, 0]


def conv_transpose1d_backward(grad_y, x, weight, *, stride=1, padding=0, output_padding=0, dilation=1, groups=1):
    """The gradients (grad_x, grad_weight, grad_bias) of `conv_transpose1d`: see `conv_transpose2d_backward`.

    Source: notebook 05.
    """
    x, weight, _, groups = _layer(x, weight, None, groups, 3, check=check_transposed_channels)
    g = _transposed_geometry(x, weight, groups, stride, padding, output_padding, dilation)
    grad_y = _gradient(grad_y, (len(x), weight.shape[1] * groups, *g.input_shape))
    rows = (grad_y[:, :, None], x[:, :, None], weight[:, :, None])
    grad_x, grad_weight, grad_bias = _backward(correlate_layers, *rows, g.as_row(), groups)
    return grad_x[:, :, 0], grad_weight[:, :, 0], grad_bias


def conv_transpose2d(x, weight, bias=None, *, stride=1, padding=0, output_padding=0, dilation=1, groups=1):
    """The adjoint of `conv2d` with the same weight: every input lays down the kernel, and where they overlap, they add.

    y[b, first + o, r, q] = bias[first + o] + sum over c, i, j of x[b, c, i, j] weight[c, o, t, u], where
    r = i s - p + t d and q = j s - p + u d, c over the channels of the group.

    Adjoint: <conv2d(y), x> = <y, conv_transpose2d(x)>. It is no inverse. Where the stride does not divide the kernel,
    the numbers of overlapping kernels differ from pixel to pixel: the checkerboard.

    Parameters: x, (N, C, H, W), N may be 0; weight, (C, C_out / groups, kH, kW); bias, (C_out,) or None; stride and
    dilation, int or (h, w), stride is the step in the *output*; padding, int or (h, w), is cut off on each side;
    output_padding, int or (h, w), adds computed entries at the end, less than max(stride, dilation); groups, int.
    Returns (N, C_out, H_out, W_out), see `transposed_output_size`.

    Raises ValueError for arrays as `conv2d` does, sizes out of range, and if nothing is left. Source: notebook 05.
    """
    x, weight, bias, groups = _layer(x, weight, bias, groups, check=check_transposed_channels)
    g = _transposed_geometry(x, weight, groups, stride, padding, output_padding, dilation)
    return _forward(spread, x, weight, bias, g, groups)


def conv_transpose2d_backward(grad_y, x, weight, *, stride=1, padding=0, output_padding=0, dilation=1, groups=1):
    """The gradients (grad_x, grad_weight, grad_bias) of `conv_transpose2d`.

    grad_x is the `conv2d` of grad_y. grad_weight[c, o, t, u] = sum over b, i, j of
    x[b, c, i, j] grad_y[b, first + o, i s - p + t d, j s - p + u d]: that of conv2d, the two arrays in exchanged roles.
    grad_bias[o] = sum over b, r, q of grad_y[b, o, r, q].

    Parameters: grad_y, of the shape of y; the others as in the forward pass. Returns arrays of the shapes of x, weight
    and (C_out,). Raises ValueError as `conv_transpose2d` does, and for another shape of grad_y. Source: notebook 05.
    """
    x, weight, _, groups = _layer(x, weight, None, groups, check=check_transposed_channels)
    g = _transposed_geometry(x, weight, groups, stride, padding, output_padding, dilation)
    grad_y = _gradient(grad_y, (len(x), weight.shape[1] * groups, *g.input_shape))
    return _backward(correlate_layers, grad_y, x, weight, g, groups)


# --- what they share ----------------------------------------------------------------------------------------------


def _forward(way, x, weight, bias, g, groups):
    """The layer, either `correlate_layers` or its adjoint `spread`, in the dtype that fits."""
    (x, weight, *bias), dtype = for_products(x, weight, terms=_terms(way, weight, groups), added=bias)
    with _quiet():
        return way(x, weight, g, groups, dtype.kind == "i", *bias).astype(dtype, copy=False)


def _backward(way, grad_y, x, weight, g, groups, to_x=True):
    """The gradients of a layer, where `way` is that of grad_x: the adjoint of the forward pass."""
    terms = max(_terms(way, weight, groups), grad_y[:, 0].size)
    # The bias meets a one at every output: its gradient is a sum of grad_y as it is.
    (grad_y, x, weight, _), dtype = for_products(grad_y, x, weight, np.ones(1, bool), terms=terms)
    outputs, inputs = (grad_y, x) if way is spread else (x, grad_y)
    with _quiet():
        grad_x = way(grad_y, weight, g, groups, dtype.kind == "i") if flag(to_x, "to_x") else None
        grad_weight = correlate_with_gradient(outputs, inputs, g, groups)
        grads = (grad_x, grad_weight, grad_y.sum((0, 2, 3)))
    return tuple(None if grad is None else grad.astype(dtype, copy=False) for grad in grads)


def _terms(way, weight, groups):
    """How many products one entry of the result sums up."""
    return len(weight) // groups * weight[0, 0].size if way is spread else weight[0].size


def _quiet():
    """No warnings where inf - inf is NaN, or a sum too large: the result says so."""
    return np.errstate(all="ignore")


def _layer(x, weight, bias, groups, ndim=4, check=check_channels):
    """The arrays of a layer and its groups, checked."""
    x, weight = as_batch(x, "x", ndim), as_array(weight, "weight", (ndim,))
    bias = None if bias is None else as_array(bias, "bias", (1,))
    groups = whole_number(groups, "groups", 1)
    check(x.shape, weight.shape, None if bias is None else bias.shape, groups)
    return real(x, "x"), real(weight, "weight"), None if bias is None else real(bias, "bias"), groups


def _geometry(x, weight, stride, padding, dilation):
    """How the kernel walks. Raises ValueError where it does not fit, or where output or frame would fill the memory."""
    g = layer_geometry(x.shape[2:], weight.shape[2:], stride=stride, padding=padding, dilation=dilation)
    check_entries((len(x), len(weight), *g.output_shape), "the output")
    check_entries((x.shape[1], *g.framed_shape()), "an image with its padding")
    return g


def _transposed_geometry(x, weight, groups, stride, padding, output_padding, dilation):
    """The same for a transposed layer, from its output to its input."""
    steps = {"stride": stride, "padding": padding, "output_padding": output_padding, "dilation": dilation}
    g = transposed_geometry(x.shape[2:], weight.shape[2:], **steps)
    check_entries((len(x), weight.shape[1] * groups, *g.framed_shape()), "the output, before it is cropped,")
    return g


def _gradient(grad_y, shape):
    """The gradient of the output, checked."""
    grad_y = as_batch(grad_y, "grad_y", len(shape))
    check_gradient_shape(grad_y, shape)
    return real(grad_y, "grad_y")
