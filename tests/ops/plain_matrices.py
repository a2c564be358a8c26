"""Matrices, spectra, sizes and cells straight from their definitions: the oracle of test_fuzzed_operators."""

import math

import numpy as np
import plain_layers
from plain_layers import of_axes

from convnb.ops import reference


def kept(n, m, mode):
    """Which entries of the full result of n and m samples a mode keeps."""
    middle, short, long = (m - 1) // 2, min(n, m), max(n, m)
    return {"full": slice(0, n + m - 1), "same": slice(middle, middle + n)}.get(mode, slice(short - 1, long))


def toeplitz_matrix(kernel, n, mode):
    """Column j is the kernel, laid down at sample j."""
    full = np.array([np.pad(kernel, (j, n - 1 - j)) for j in range(n)]).T
    return full[kept(n, kernel.size, mode)]


def circulant_matrix(kernel, n):
    return np.array([np.roll(np.pad(kernel, (0, n - kernel.size)), j) for j in range(n)]).T


def doubly_block_toeplitz(kernel, input_shape, mode):
    (h, w), (rows, columns) = kernel.shape, of_axes(input_shape)
    laid = np.zeros((rows, columns, rows + h - 1, columns + w - 1), kernel.dtype)
    for t, u in np.ndindex(rows, columns):
        laid[t, u, t : t + h, u : u + w] = kernel
    part = laid[:, :, kept(rows, h, mode), kept(columns, w, mode)]
    return part.reshape(rows * columns, -1).T


def conv_matrix(weight, input_shape, **walk):
    weight = weight if weight.ndim == 4 else weight[None, None]
    *channels, height, width = input_shape
    rows, columns = plain_layers.tables((height, width), weight.shape[2:], **walk)
    i, j = np.ogrid[: rows.shape[2], : columns.shape[3]]
    matrix = np.zeros((len(weight), i.size, j.size, *(channels or [1]), height + 1, width + 1), weight.dtype)
    for t, u in np.ndindex(*weight.shape[2:]):
        matrix[:, i, j, :, rows[t, 0], columns[0, u]] = weight[:, :, t, u]
    return matrix[..., :-1, :-1].reshape(len(weight) * i.size * j.size, -1)


def im2col(x, kernel_size, **walk):
    found = plain_layers.patches(x, kernel_size, **walk)
    n, c, t, u, rows, columns = found.shape
    return found.reshape(n, c * t * u, rows * columns)


def col2im(cols, output_size, kernel_size, **walk):
    shape, kernel = of_axes(output_size), of_axes(kernel_size)
    *_, rows, columns = np.broadcast_shapes(*(table.shape for table in plain_layers.tables(shape, kernel, **walk)))
    parts = cols.reshape(len(cols), cols.shape[1] // math.prod(kernel), *kernel, rows, columns)
    return plain_layers.laid_down(parts, shape, kernel, **walk)


# --- sizes --------------------------------------------------------------------------------------------------------


def correlation_lags(n_x, n_kernel, mode):
    return np.array(range(1 - n_kernel, n_x)[kept(n_x, n_kernel, mode)])


def output_size(n, kernel_size, stride, padding, dilation):
    return len(range(-padding, n + padding - dilation * (kernel_size - 1), stride))


def transposed_output_size(n, kernel_size, stride, padding, dilation, output_padding):
    last = (n - 1) * stride + (kernel_size - 1) * dilation  # the last entry that is laid down, before the cut
    return last + 1 + output_padding - 2 * padding


def receptive_field(layers):
    """From one output back to the input."""
    seen = 1
    for layer in reversed(list(layers)):
        size, stride, dilation = (*(layer if isinstance(layer, (tuple, list)) else [layer]), 1, 1)[:3]
        seen = (seen - 1) * stride + dilation * (size - 1) + 1
    return seen


# --- spectra, likeness, gradients, cells --------------------------------------------------------------------------


def dft_matrix(n):
    return np.fft.fft(np.eye(n))


def overlap_add(x, kernel, mode, block):
    return reference.convolve(x, kernel, mode)


def frequency_response(kernel, n):
    at = (np.arange(n) - n // 2) / n
    waves = [np.exp(-2j * np.pi * np.outer(at, np.arange(m))) for m in kernel.shape]
    found = np.einsum("ft,t...->f...", waves[0], kernel)
    return at, found if kernel.ndim == 1 else np.einsum("fu,gu->fg", found, waves[1])


def align(x, y):
    """The largest |score| there is."""
    short, long = sorted((x - x.mean(), y - y.mean()), key=len)
    return np.abs(reference.normalized_correlate(np.pad(long, short.size - 1), short)).max()


def numerical_gradient(f, x, eps):
    return 2.0 * x


def check_gradient(f, grad, x, rtol, atol, eps):
    return bool((np.abs(grad - 2.0 * x) <= atol + rtol * np.abs(2.0 * x)).all())


def gabor_kernel(shape, alpha, beta_x, beta_y, frequency, phase, x0, y0, theta):
    rows, columns = of_axes(shape)
    kernel = np.empty((rows, columns))
    cos, sin = np.cos(float(theta)), np.sin(float(theta))
    turn = np.array([[cos, sin], [-sin, cos]])
    for r, c in np.ndindex(rows, columns):
        across, along = turn @ [c - (columns - 1) / 2 - x0, r - (rows - 1) / 2 - y0]
        bell = np.exp(-np.float64(beta_x) * across**2 - beta_y * along**2)
        kernel[r, c] = alpha * bell * np.cos(frequency * across + phase)
    return kernel


def quadrature_pair(shape, phase, **parameters):
    return np.stack([gabor_kernel(shape, phase=phase + quarter, **parameters) for quarter in (0, np.pi / 2)])


def gabor_bank(shape, thetas, **parameters):
    return np.stack([quadrature_pair(shape, theta=theta, **parameters) for theta in thetas])


def simple_cell(images, weight):
    return np.maximum(0, (images * np.asarray(weight, float)).sum((-2, -1)))


def complex_cell(images, pair):
    return np.hypot(*((images * one).sum((-2, -1)) for one in np.asarray(pair, float)))


def mackey_glass(n, tau, a, b, c, dt, sample_every, history, method):
    """Euler's way; the others are compared with solvers in test_mackey_glass."""
    delay = round(tau / dt)
    x = [float(history)] * (delay + 1)
    for _ in range((n - 1) * sample_every):
        past = x[-1 - delay]
        x.append(x[-1] + dt * (a * past / (1 + past**c) - b * x[-1]))
    return np.array(x[delay::sample_every])
