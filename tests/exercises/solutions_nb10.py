"""More right answers to the exercises of notebook 10, and wrong ones."""

import math

import numpy as np
from scipy import signal

from convnb import gabor_kernel
from convnb.exercises.nb10 import complex_cell, gabor, orientation, simple_cell, without_dc
from convnb.models import v1


def simple_v1(frames, weight):
    return v1.simple_cell(frames, weight)


def simple_axes(frames, weight):
    s = (frames * weight).sum(axis=2).sum(axis=1)
    s[s < 0] = 0
    return s


def simple_correlated(frames, weight):
    return [max(signal.correlate2d(frame, weight, "valid")[0, 0], 0) for frame in frames]


def simple_half(frames, weight):
    s = np.einsum("trc,rc->t", frames, weight)
    return (s + np.abs(s)) / 2


def complex_pair(picture, beta, frequency, theta):
    kernels = v1.quadrature_pair(picture.shape, alpha=1, beta_x=beta, beta_y=beta, frequency=frequency, theta=theta)
    return v1.complex_cell(picture, kernels)


def orientation_list(responses):
    cells = [math.hypot(*pair) for pair in responses]
    return np.rad2deg(cells.index(max(cells)) * np.pi / len(cells))


def orientation_sorted(responses):
    order = np.argsort(np.abs(responses[:, 0] + 1j * responses[:, 1]))
    return 180 * order[-1] / responses.shape[0]


def any_movie(rng):
    T, H, W = rng.integers(1, 6, 3)
    return rng.normal(size=(T, H, W)), rng.normal(size=(H, W))


def any_view(rng):
    beta, frequency, theta = map(float, rng.uniform((0, 0.1, -4), (1, 3, 4)))
    return rng.normal(size=rng.integers(1, 8, 2)), beta, frequency, theta


def any_bank(rng):
    return (rng.normal(size=(rng.integers(1, 13), 2)),)


def simple_saturated(frames, weight):
    return np.minimum(simple_cell(frames, weight), 1)


def complex_narrow(picture, beta, frequency, theta):
    return complex_cell(picture, 2 * beta, frequency, theta)


def orientation_backwards(responses):
    return 180 - orientation(responses)


def settings_math(cycles, sigma, degrees):
    return math.tau * cycles, 0.5 / sigma**2, math.radians(degrees)


def settings_period(cycles, sigma, degrees):
    period = 1 / cycles
    return 2 * np.pi / period, 1 / (2 * sigma**2), np.pi / (180 / degrees) if degrees else 0


def gabor_library(shape, beta_x, beta_y, frequency, phase, theta):
    bells = {"beta_x": beta_x, "beta_y": beta_y}
    return gabor_kernel(shape, alpha=1, frequency=frequency, phase=phase, theta=theta, **bells)


def gabor_meshgrid(shape, beta_x, beta_y, frequency, phase, theta):
    rows, columns = shape
    x = np.linspace(-(columns - 1) / 2, (columns - 1) / 2, columns)
    y = np.linspace(-(rows - 1) / 2, (rows - 1) / 2, rows)
    x, y = np.meshgrid(x, y)
    turned = np.array([[np.cos(theta), np.sin(theta)], [-np.sin(theta), np.cos(theta)]])
    u, v = np.tensordot(turned, np.stack([x, y]), axes=1)
    return np.exp(-beta_x * u * u) * np.exp(-beta_y * v * v) * np.cos(frequency * u + phase)


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


def dc_in_place(kernel, envelope):
    kernel -= envelope * (kernel.sum() / envelope.sum())
    return kernel


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
    kernel = gabor(shape, beta_x, beta_y, frequency, phase, theta)
    return kernel / np.abs(kernel).max()


def dc_half(kernel, envelope):
    return (kernel + without_dc(kernel, envelope)) / 2


WRONG = {
    "10.1": [settings_gradians],
    "10.2": [gabor_normed],
    "10.3": [dc_half],
    "10.4": [simple_saturated],
    "10.5": [complex_narrow],
    "10.6": [orientation_backwards],
}
DOMAINS = {
    "10.1": any_settings,
    "10.2": any_gabor,
    "10.3": any_kernel,
    "10.4": any_movie,
    "10.5": any_view,
    "10.6": any_bank,
}
SOLUTIONS = {
    "10.1": [settings_math, settings_period],
    "10.2": [gabor_library, gabor_meshgrid, gabor_list],
    "10.3": [dc_v1, dc_in_place, dc_bell_of_one],
    "10.4": [simple_v1, simple_axes, simple_correlated, simple_half],
    "10.5": [complex_pair],
    "10.6": [orientation_list, orientation_sorted],
}
