"""Right answers to the exercises of notebook 10, written in different ways."""

import math

import numpy as np
from scipy import signal
from solutions_nb10_gabor import DC, GABORS, SETTINGS, WRONG_GABORS, any_gabor, any_kernel, any_settings

from convnb import gabor_kernel
from convnb.models import v1


def simple_v1(frames, weight):
    return v1.simple_cell(frames, weight)


def simple_loops(frames, weight):
    responses = []
    for frame in frames:
        total = 0
        for r in range(frame.shape[0]):
            for c in range(frame.shape[1]):
                total += frame[r, c] * weight[r, c]
        responses.append(total if total > 0 else 0)
    return responses


def simple_flat(frames, weight):
    return (frames.reshape(len(frames), -1) @ weight.ravel()).clip(min=0)


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


def complex_kernels(picture, beta, frequency, theta):
    common = {"alpha": 1, "beta_x": beta, "beta_y": beta, "frequency": frequency, "theta": theta}
    even = gabor_kernel(picture.shape, phase=0, **common)
    odd = gabor_kernel(picture.shape, phase=-np.pi / 2, **common)
    return ((even * picture).sum() ** 2 + (odd * picture).sum() ** 2) ** 0.5


def complex_number(picture, beta, frequency, theta):
    rows, columns = picture.shape
    y, x = np.ogrid[:rows, :columns]
    x, y = x - (columns - 1) / 2, y - (rows - 1) / 2
    wave = np.exp(1j * frequency * (x * np.cos(theta) + y * np.sin(theta)))
    return abs(np.sum(picture * np.exp(-beta * (x**2 + y**2)) * wave))


def complex_sines(picture, beta, frequency, theta):
    even = odd = 0
    rows, columns = picture.shape
    for r in range(rows):
        for c in range(columns):
            x, y = c - (columns - 1) / 2, r - (rows - 1) / 2
            seen = picture[r, c] * math.exp(-beta * (x * x + y * y))
            angle = frequency * (x * math.cos(theta) + y * math.sin(theta))
            even += seen * math.cos(angle)
            odd += seen * math.sin(angle)
    return math.hypot(even, odd)


def orientation_norm(responses):
    angles = np.arange(len(responses)) * 180 / len(responses)
    return angles[np.linalg.norm(responses, axis=1).argmax()]


def orientation_loop(responses):
    best, largest = 0, -1
    for i, (s0, s1) in enumerate(responses):
        if s0 * s0 + s1 * s1 > largest:
            best, largest = i, s0 * s0 + s1 * s1
    return best / len(responses) * 180


def orientation_list(responses):
    cells = [math.hypot(*pair) for pair in responses]
    return np.rad2deg(cells.index(max(cells)) * np.pi / len(cells))


def orientation_linspace(responses):
    theta = np.linspace(0, 180, len(responses), endpoint=False)
    return theta[np.argmax((responses**2).sum(axis=1))]


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
    return np.minimum(simple_flat(frames, weight), 1)


def complex_narrow(picture, beta, frequency, theta):
    return complex_number(picture, 2 * beta, frequency, theta)


def orientation_backwards(responses):
    return 180 - orientation_norm(responses)


WRONG = {
    **WRONG_GABORS,
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
    "10.1": SETTINGS,
    "10.2": GABORS,
    "10.3": DC,
    "10.4": [simple_v1, simple_loops, simple_flat, simple_axes, simple_correlated, simple_half],
    "10.5": [complex_pair, complex_kernels, complex_number, complex_sines],
    "10.6": [orientation_norm, orientation_loop, orientation_list, orientation_linspace, orientation_sorted],
}
