"""Right answers to the exercises of notebook 10."""

import numpy as np

from .. import nb10
from . import shows

shows("10.1", "Formula", "Turns become radians, and a width becomes the factor in the exponent of a bell.")(
    nb10.settings
)


@shows("10.1", "NumPy")
def settings(cycles, sigma, degrees):
    """np.deg2rad says what it does; half of 1 / sigma squared is the number in the exponent of the normal curve."""
    return 2 * np.pi * cycles, 0.5 * sigma**-2, np.deg2rad(degrees)


@shows("10.1", "Turns")
def settings(cycles, sigma, degrees):
    """A whole turn is 2 pi: a frequency is so many turns for each pixel, an angle so many 360ths of a turn."""
    turn = 2 * np.pi
    return turn * cycles, 1 / (2 * sigma * sigma), turn * degrees / 360


shows("10.2", "Loops", "For each weight: how far along the wave, how far across it, then the bell times the cosine.")(
    nb10.gabor
)


@shows("10.2", "NumPy")
def gabor(shape, beta_x, beta_y, frequency, phase, theta):
    """A column of y and a row of x meet in every operation, and all weights are computed at once."""
    rows, columns = shape
    y = np.arange(rows)[:, None] - (rows - 1) / 2
    x = np.arange(columns)[None, :] - (columns - 1) / 2
    u = x * np.cos(theta) + y * np.sin(theta)
    v = y * np.cos(theta) - x * np.sin(theta)
    bell = np.exp(-beta_x * u**2 - beta_y * v**2)
    return bell * np.cos(frequency * u + phase)


@shows("10.2", "Complex numbers")
def gabor(shape, beta_x, beta_y, frequency, phase, theta):
    """A turn by theta is one product of complex numbers, and the cosine is the real part of a wave."""
    y, x = (np.arange(n) - (n - 1) / 2 for n in shape)
    z = (x[None, :] + 1j * y[:, None]) * np.exp(-1j * theta)
    bell = np.exp(-beta_x * z.real**2 - beta_y * z.imag**2)
    return (bell * np.exp(1j * (frequency * z.real + phase))).real


@shows("10.3", "Loops")
def without_dc(kernel, envelope):
    """First the two sums, then every weight loses its part of the bell."""
    total = bell = 0.0
    for place in np.ndindex(kernel.shape):
        total += kernel[place]
        bell += envelope[place]
    result = np.zeros(kernel.shape)
    for place in np.ndindex(kernel.shape):
        result[place] = kernel[place] - total / bell * envelope[place]
    return result


shows("10.3", "NumPy", "The bell carries the sum away, so that nothing is added where the kernel has faded out.")(
    nb10.without_dc
)


@shows("10.3", "Matrix")
def without_dc(kernel, envelope):
    """Taking away the sum is a projection: the identity less a product of a column and a row."""
    size = kernel.size
    bell = envelope.ravel() / envelope.sum()
    projection = np.eye(size) - np.outer(bell, np.ones(size))
    return (projection @ kernel.ravel()).reshape(kernel.shape)


@shows("10.4", "Loops")
def simple_cell(frames, weight):
    """For each frame the sum of the products, pixel by pixel, and nothing below zero."""
    responses = []
    for frame in frames:
        total = 0
        for r, c in np.ndindex(frame.shape):
            total += frame[r, c] * weight[r, c]
        responses.append(max(0, total))
    return responses


@shows("10.4", "NumPy")
def simple_cell(frames, weight):
    """The weights meet every frame of the film by broadcasting, and the two axes of the picture are summed."""
    return np.maximum(0, np.sum(frames * weight, axis=(1, 2)))


@shows("10.4", "Matrix")
def simple_cell(frames, weight):
    """With a frame in each row, the film is a matrix, and the cell is a vector that it is multiplied with."""
    film = frames.reshape(len(frames), -1)
    return np.maximum(0, film @ weight.ravel())


@shows("10.5", "Loops")
def complex_cell(picture, beta, frequency, theta):
    """Two sums in one pass: the pixels under the bell times a cosine, and times a sine."""
    rows, columns = picture.shape
    even = odd = 0
    for r, c in np.ndindex(picture.shape):
        x, y = c - (columns - 1) / 2, r - (rows - 1) / 2
        seen = picture[r, c] * np.exp(-beta * (x * x + y * y))
        angle = frequency * (x * np.cos(theta) + y * np.sin(theta))
        even += seen * np.cos(angle)
        odd += seen * np.sin(angle)
    return np.sqrt(even**2 + odd**2)


@shows("10.5", "Complex numbers")
def complex_cell(picture, beta, frequency, theta):
    """Cosine and sine are one complex wave, and the energy is the absolute value of one sum."""
    rows, columns = picture.shape
    y = np.arange(rows)[:, None] - (rows - 1) / 2
    x = np.arange(columns) - (columns - 1) / 2
    wave = np.exp(1j * frequency * (x * np.cos(theta) + y * np.sin(theta)))
    return np.abs(np.sum(picture * np.exp(-beta * (x**2 + y**2)) * wave))


@shows("10.5", "convnb")
def complex_cell(picture, beta, frequency, theta):
    """Two kernels that differ in their phase alone, a quarter of a wave apart."""
    from convnb import gabor_kernel

    common = {"alpha": 1, "beta_x": beta, "beta_y": beta}
    common |= {"frequency": frequency, "theta": theta}
    even = np.sum(picture * gabor_kernel(picture.shape, phase=0, **common))
    odd = np.sum(picture * gabor_kernel(picture.shape, phase=np.pi / 2, **common))
    return np.hypot(even, odd)


@shows("10.6", "Loops")
def orientation(responses):
    """The row with the largest energy so far is remembered, and its number is turned into degrees."""
    best, largest = 0, -1
    for i in range(len(responses)):
        energy = responses[i, 0] ** 2 + responses[i, 1] ** 2
        if energy > largest:
            best, largest = i, energy
    return best * 180 / len(responses)


@shows("10.6", "NumPy")
def orientation(responses):
    """A table of the angles, and argmax over the lengths of the pairs: a root does not change which is largest."""
    angles = np.linspace(0, 180, len(responses), endpoint=False)
    return angles[np.argmax(np.linalg.norm(responses, axis=1))]
