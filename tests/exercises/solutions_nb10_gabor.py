"""Right answers to exercises 10.1 to 10.3, written in different ways."""

import math

import numpy as np

from convnb import gabor_kernel
from convnb.models import v1


def settings_math(cycles, sigma, degrees):
    return math.tau * cycles, 0.5 / sigma**2, math.radians(degrees)


def settings_units(cycles, sigma, degrees):
    return [v1.radians_per_pixel(cycles), 1 / 2 / sigma / sigma, np.deg2rad(degrees)]


def settings_shares(cycles, sigma, degrees):
    turn = 2 * np.pi
    return np.array([turn * cycles, (2 * sigma * sigma) ** -1, turn * degrees / 360])


def settings_period(cycles, sigma, degrees):
    period = 1 / cycles
    return 2 * np.pi / period, 1 / (2 * sigma**2), np.pi / (180 / degrees) if degrees else 0


def gabor_library(shape, beta_x, beta_y, frequency, phase, theta):
    bells = {"beta_x": beta_x, "beta_y": beta_y}
    return gabor_kernel(shape, alpha=1, frequency=frequency, phase=phase, theta=theta, **bells)


def gabor_indices(shape, beta_x, beta_y, frequency, phase, theta):
    y, x = np.indices(shape)
    y, x = y - (shape[0] - 1) / 2, x - (shape[1] - 1) / 2
    across = x * np.cos(theta) + y * np.sin(theta)
    along = y * np.cos(theta) - x * np.sin(theta)
    return np.exp(-(beta_x * across**2 + beta_y * along**2)) * np.cos(phase + frequency * across)


def gabor_meshgrid(shape, beta_x, beta_y, frequency, phase, theta):
    rows, columns = shape
    x = np.linspace(-(columns - 1) / 2, (columns - 1) / 2, columns)
    y = np.linspace(-(rows - 1) / 2, (rows - 1) / 2, rows)
    x, y = np.meshgrid(x, y)
    turned = np.array([[np.cos(theta), np.sin(theta)], [-np.sin(theta), np.cos(theta)]])
    u, v = np.tensordot(turned, np.stack([x, y]), axes=1)
    return np.exp(-beta_x * u * u) * np.exp(-beta_y * v * v) * np.cos(frequency * u + phase)


def gabor_complex(shape, beta_x, beta_y, frequency, phase, theta):
    y, x = (np.arange(n) - np.mean(range(n)) for n in shape)
    z = (x[None, :] + 1j * y[:, None]) * np.exp(-1j * theta)
    return np.exp(-beta_x * z.real**2 - beta_y * z.imag**2 + 1j * (frequency * z.real + phase)).real


def gabor_list(shape, beta_x, beta_y, frequency, phase, theta):
    weights = []
    for r in range(shape[0]):
        row = []
        for c in range(shape[1]):
            x, y = c - 0.5 * (shape[1] - 1), r - 0.5 * (shape[0] - 1)
            u = x * math.cos(theta) + y * math.sin(theta)
            v = y * math.cos(theta) - x * math.sin(theta)
            row.append(math.exp(-beta_x * u**2 - beta_y * v**2) * math.cos(frequency * u + phase))
        weights.append(row)
    return weights


def dc_v1(kernel, envelope):
    return v1.without_dc(kernel, envelope)


def dc_loops(kernel, envelope):
    share = sum(map(sum, kernel)) / sum(map(sum, envelope))
    result = np.zeros(kernel.shape)
    for r in range(kernel.shape[0]):
        for c in range(kernel.shape[1]):
            result[r, c] = kernel[r, c] - share * envelope[r, c]
    return result


def dc_means(kernel, envelope):
    return kernel - np.mean(kernel) / np.mean(envelope) * envelope


def dc_projected(kernel, envelope):
    ones = np.ones(kernel.size)
    bell = envelope.ravel() / (ones @ envelope.ravel())
    return (kernel.ravel() - np.outer(bell, ones) @ kernel.ravel()).reshape(kernel.shape)


def dc_bell_of_one(kernel, envelope):
    bell = envelope / envelope.sum()
    return kernel - kernel.sum() * bell


def any_settings(rng):
    return tuple(map(float, rng.uniform((0.01, 0.2, -360), (0.5, 9, 360))))


def any_gabor(rng):
    numbers = rng.uniform((0, 0, 0, -4, -4), (0.5, 0.5, 3, 4, 4))
    return tuple(int(n) for n in rng.integers(1, 9, 2)), *map(float, numbers)


def any_kernel(rng):
    shape = rng.integers(1, 7, 2)
    return rng.normal(size=shape), rng.uniform(0.1, 2, shape)


def settings_gradians(cycles, sigma, degrees):
    return 2 * np.pi * cycles, 1 / (2 * sigma**2), degrees * np.pi / 200


def gabor_normed(shape, beta_x, beta_y, frequency, phase, theta):
    kernel = gabor_indices(shape, beta_x, beta_y, frequency, phase, theta)
    return kernel / np.abs(kernel).max()


def dc_half(kernel, envelope):
    return (kernel + dc_means(kernel, envelope)) / 2


SETTINGS = [settings_math, settings_units, settings_shares, settings_period]
GABORS = [gabor_library, gabor_indices, gabor_meshgrid, gabor_complex, gabor_list]
DC = [dc_v1, dc_loops, dc_means, dc_projected, dc_bell_of_one]
WRONG_GABORS = {"10.1": [settings_gradians], "10.2": [gabor_normed], "10.3": [dc_half]}
