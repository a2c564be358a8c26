"""Gabor filters, simple and complex cells of the primary visual cortex, their tuning,
and gratings, the striped pictures that vision research shows to them.

x runs along the columns to the right, y along the rows downwards (row 0 is the top of a picture), both in pixels. Their
origin is the middle of the picture: x = column - (columns - 1) / 2, y = row - (rows - 1) / 2, so that of an even number
of pixels none lies at 0. An angle turns from x towards y: seen on the screen, clockwise. Frequencies are in radians per
pixel, 2 pi times the cycles per pixel of image libraries. A grating and a kernel with the same theta and frequency fit
each other. Source: notebook 10.
"""

import numpy as np

from ..ops.checks import (
    as_array,
    as_regular,
    check_entries,
    is_finite_number,
    numbers,
    pair,
    real,
    whole_number,
    written,
)
from ..ops.correlation import correlate

# --- gratings -----------------------------------------------------------------------------------------------------


def pixel_grid(shape):
    """x and y of every pixel, two (rows, columns) float64 arrays with the origin in the middle of the picture.

    Raises ValueError unless shape is a whole number or a pair of them, each at least 1.
    """
    rows, columns = pair(shape, "shape", 1)
    check_entries((rows, columns), "the picture")
    y, x = np.mgrid[:rows, :columns].astype(float)
    return x - (columns - 1) / 2, y - (rows - 1) / 2


def grating(shape, *, frequency, theta, phase=0.0, contrast=1.0):
    """Stripes: I(x, y) = contrast cos(frequency (x cos theta + y sin theta) + phase), around a mean grey of 0.

    Parameters: shape, (rows, columns); frequency in radians per pixel, 2 pi times the cycles per pixel: a period is
    2 pi / frequency pixels; theta, the direction across the stripes, in radians: at 0 the stripes are upright; phase in
    radians; contrast, the largest value.
    Returns: (rows, columns) float64 array. Raises ValueError for a number that is not finite. Source: notebook 10.
    """
    x, y = pixel_grid(shape)
    frequency, theta, phase, contrast = _finite(frequency=frequency, theta=theta, phase=phase, contrast=contrast)
    return contrast * np.cos(frequency * (x * np.cos(theta) + y * np.sin(theta)) + phase)


def drifting_grating(shape, *, frequency, theta, frames=48, contrast=1.0):
    """One period of stripes that drift in the direction theta: frames[t] = grating with phase -2 pi t / frames.

    Frame number `frames` would be frame 0 again, so the movie can run in a circle.

    Parameters: frames, how many, at least 1; the others as in `grating`.
    Returns: (frames, rows, columns) float64 array. Raises ValueError as `grating` does.
    """
    phases = 2 * np.pi * np.arange(whole_number(frames, "frames", 1)) / frames
    common = {"frequency": frequency, "theta": theta, "contrast": contrast}
    return np.stack([grating(shape, phase=-phase, **common) for phase in phases])


# --- kernels ------------------------------------------------------------------------------------------------------


def gabor_envelope(shape, *, alpha, beta_x, beta_y, x0=0, y0=0, theta):
    """The bell under which a Gabor's stripes stand: alpha exp(-beta_x x'^2 - beta_y y'^2), x' and y' as below.

    A bell of standard deviation sigma has beta = 1 / (2 sigma^2). Parameters and errors as in `gabor_kernel`.
    """
    across, along = _turned(shape, x0, y0, theta)
    alpha, beta_x, beta_y = _finite(alpha=alpha, beta_x=beta_x, beta_y=beta_y)
    if beta_x < 0 or beta_y < 0:
        raise ValueError(f"beta_x and beta_y must not be negative, or the bell grows; got {beta_x} and {beta_y}")
    with np.errstate(all="ignore"):  # far from the bell exp(-inf) is 0: no warning needed
        return alpha * np.exp(-beta_x * across**2 - beta_y * along**2)


def gabor_kernel(shape, *, alpha, beta_x, beta_y, frequency, phase, x0=0, y0=0, theta):
    """The weights of a simple cell: stripes under a bell.

    w(x, y) = alpha exp(-beta_x x'^2 - beta_y y'^2) cos(frequency x' + phase)
    x' =  (x - x0) cos(theta) + (y - y0) sin(theta)
    y' = -(x - x0) sin(theta) + (y - y0) cos(theta)

    Parameters
    ----------
    shape : (rows, columns), or one number for both. Entry [r, c] is w(c - (columns - 1) / 2, r - (rows - 1) / 2): x
        runs along the columns, y along the rows downwards, and the origin is the kernel's middle.
    alpha : the height of the bell.
    beta_x, beta_y : how fast it falls across and along the stripes, 1 / (2 sigma^2), in 1 / pixels^2, not negative.
    frequency : of the stripes, in radians per pixel. scikit-image and others count cycles per pixel: frequency is
        2 pi times theirs, and a period is 2 pi / frequency pixels long.
    phase : in radians. 0: even, a bright bar in the middle; -pi / 2: odd, an edge from dark to bright along x'.
    x0, y0 : the centre of the bell and of the stripes, in pixels from the kernel's middle.
    theta : the direction across the stripes, tau in the notebook, in radians from x towards y (clockwise on the
        screen). At 0 the stripes are upright.

    Returns: (rows, columns) float64 array. scikit-image's real part with frequency F and sigma_x, sigma_y is this with
    frequency 2 pi F, beta = 1 / (2 sigma^2) each and alpha = 1 / (2 pi sigma_x sigma_y).
    Raises ValueError for a number that is not finite, a negative beta, or an invalid shape.
    Source: Daugman 1985 (the model), notebook 10.
    """
    bell = gabor_envelope(shape, alpha=alpha, beta_x=beta_x, beta_y=beta_y, x0=x0, y0=y0, theta=theta)
    frequency, phase = _finite(frequency=frequency, phase=phase)
    with np.errstate(all="ignore"):
        return bell * np.cos(frequency * _turned(shape, x0, y0, theta)[0] + phase)


def quadrature_pair(shape, *, phase=0.0, **parameters):
    """Two Gabor kernels a quarter period apart, phases `phase` and phase + pi / 2: (2, rows, columns).

    Where the first crosses zero the second is at a peak, as cos and -sin. Parameters and errors as in `gabor_kernel`.
    """
    (phase,) = _finite(phase=phase)
    return np.stack([gabor_kernel(shape, phase=phase + shift, **parameters) for shift in (0.0, np.pi / 2)])


def gabor_bank(shape, *, thetas, **parameters):
    """A quadrature pair for each of several orientations: (n, 2, rows, columns); bank[:, 0] are the even ones.

    Parameters: thetas, (n,) in radians; n orientations without gaps are np.arange(n) * np.pi / n, since theta and
    theta + pi have the same stripes. The others, frequency, phase, ..., as in `gabor_kernel`.
    Raises ValueError for thetas that are empty or not 1-D, and as `gabor_kernel` does.
    """
    thetas = as_array(thetas, "thetas", (1,))
    return np.stack([quadrature_pair(shape, theta=theta, **parameters) for theta in thetas])


def without_dc(kernel, envelope):
    """The kernel without its response to plain grey: w - envelope sum(w) / sum(envelope), whose weights add up to 0.

    An even Gabor's weights in general do not add up to 0 (the "DC part", after the direct current of a constant
    signal), so it responds to brightness without stripes. Subtracting a share of the bell keeps its smooth ends.

    Parameters: kernel and envelope, arrays of one shape. Raises ValueError where the envelope adds up to 0.
    """
    kernel, envelope = real(as_array(kernel, "kernel"), "kernel"), real(as_array(envelope, "envelope"), "envelope")
    if kernel.shape != envelope.shape:
        raise ValueError(f"kernel and envelope must have one shape, got {kernel.shape} and {envelope.shape}")
    if envelope.sum() == 0:
        raise ValueError("the envelope adds up to 0, so no multiple of it removes the kernel's sum")
    return kernel - envelope * (kernel.sum() / envelope.sum())


# --- cells --------------------------------------------------------------------------------------------------------


def linear_response(images, weight):
    """s(I) = sum_x sum_y w(x, y) I(x, y), for one picture or many.

    Parameters: images, (..., rows, columns); weight, (rows, columns). Returns (...): a number for one picture.
    Raises ValueError where the last two sizes of the images differ from the weight's, and for complex numbers.
    """
    images, weight = _real_numbers(images, "images"), real(as_array(weight, "weight", (2,)), "weight")
    if images.shape[-2:] != weight.shape:
        raise ValueError(f"images must be (..., rows, columns) with the weight's {weight.shape}; got {images.shape}")
    with np.errstate(all="ignore"):  # inf - inf is NaN: the result says so, no warning needed
        return np.tensordot(images, weight, axes=2)[()]


def simple_cell(images, weight):
    """max(0, s(I)): the linear response, rectified, since no firing rate is negative. Shapes as above."""
    return np.maximum(0.0, linear_response(images, weight))


@np.errstate(all="ignore")
def complex_cell(images, pair):
    """c(I) = sqrt(s_0(I)^2 + s_1(I)^2), for the two kernels of a quadrature pair: blind to the phase of the stripes.

    Parameters: images, (..., rows, columns); pair, (2, rows, columns). Returns (...).
    """
    first, second = _two(pair)
    return np.hypot(linear_response(images, first), linear_response(images, second))


def grating_spectrum(weight, *, frequency, theta):
    """W = sum_x sum_y w(x, y) exp(i frequency (x cos theta + y sin theta)): all that a cell knows of a grating.

    Its linear response to grating(phase=p) is the real part of W exp(i p): over one drift it swings between -|W| and
    |W|. This is the kernel's Fourier transform at the grating's frequency.

    Parameters: weight, (rows, columns); frequency in radians per pixel and theta in radians, numbers or arrays that
    broadcast. Returns complex128 of their common shape.
    """
    weight = as_array(weight, "weight", (2,))
    frequency, theta = np.broadcast_arrays(_real_numbers(frequency, "frequency"), _real_numbers(theta, "theta"))
    x, y = pixel_grid(weight.shape)
    columns = np.multiply.outer(frequency * np.cos(theta), x[0])
    rows = np.multiply.outer(frequency * np.sin(theta), y[:, 0])
    return np.einsum("...r,rc,...c->...", np.exp(1j * rows), weight, np.exp(1j * columns))[()]


def tuning(kernels, *, frequency, theta):
    """How strongly a cell answers to drifting gratings of contrast 1: its tuning curve.

    kernels (rows, columns), a simple cell: the peak of its response over one drift, |W| of `grating_spectrum`.
    kernels (2, rows, columns), a complex cell: the root mean square over one drift, sqrt((|W_0|^2 + |W_1|^2) / 2).

    Parameters: frequency and theta of the gratings; give an array of thetas for the tuning to orientation, an array of
    frequencies for the tuning to frequency. Returns float64 of their common shape.
    """
    kernels = as_array(kernels, "kernels", (2, 3))
    if kernels.ndim == 2:
        return np.abs(grating_spectrum(kernels, frequency=frequency, theta=theta))
    sizes = [np.abs(grating_spectrum(one, frequency=frequency, theta=theta)) for one in _two(kernels)]
    return np.hypot(*sizes) / np.sqrt(2)


# --- photographs --------------------------------------------------------------------------------------------------


def response_maps(image, kernels, mode="valid"):
    """The linear responses of cells everywhere on a picture: `correlate` with each kernel.

    Parameters: image, (H, W); kernels, (..., rows, columns), such as one kernel, a pair, or a bank; mode, that of
    `correlate`. Returns (..., H - rows + 1, W - columns + 1) for "valid"; (..., H, W) for "same", whose border has seen
    zeros. A simple cell's map is np.maximum(0, maps).
    """
    kernels = as_array(kernels, "kernels", (2, 3, 4))
    flat = kernels.reshape(-1, *kernels.shape[-2:])
    maps = np.stack([correlate(image, kernel, mode) for kernel in flat])
    return maps.reshape(*kernels.shape[:-2], *maps.shape[1:])


def complex_map(image, pair, mode="valid"):
    """A complex cell everywhere on a picture: sqrt(s_0^2 + s_1^2) at each place, sizes as in `response_maps`."""
    return np.hypot(*response_maps(image, np.stack(_two(pair)), mode))


@np.errstate(all="ignore")
def local_contrast(image, *, sigma, floor=0.02):
    """The picture with its light and shade evened out: (I - mean) / max(floor, deviation).

    Mean and standard deviation are local: weighted by a bell of `sigma` pixels around each pixel, cut off at 3 sigma
    and at the border of the picture. `floor` keeps noise in flat places small.

    Parameters: image, (H, W); sigma in pixels and floor, in units of the image, both above 0. Returns (H, W) float64.
    Raises ValueError for a sigma or a floor that is not above 0.
    """
    image = real(as_array(image, "image", (2,)), "image").astype(float)
    sigma, floor = _finite(sigma=sigma, floor=floor)
    if sigma <= 0 or floor <= 0:
        raise ValueError(f"sigma and floor must be above 0, got sigma={sigma} and floor={floor}")
    reach = int(min(np.ceil(3 * sigma), max(image.shape)))  # further out nothing lies under the bell
    bell = np.exp(-(np.arange(-reach, reach + 1)[None] ** 2) / (2 * sigma**2))

    def smooth(values):
        return correlate(correlate(values, bell, "same"), bell.T, "same")

    share = smooth(np.ones_like(image))
    mean = smooth(image) / share
    # Deviations from one offset, so that no two large numbers are subtracted from each other.
    offset = image.mean()
    variance = smooth((image - offset) ** 2) / share - (mean - offset) ** 2
    return (image - mean) / np.maximum(floor, np.sqrt(np.maximum(0.0, variance)))


def _real_numbers(values, name):
    """An array of any shape as float64. Raises ValueError for anything but real numbers."""
    with np.errstate(over="ignore"):  # a longdouble may become inf
        return numbers(as_regular(values, name), name, "buif").astype(float)


@np.errstate(all="ignore")  # the sine of a tiny angle may underflow
def _turned(shape, x0, y0, theta):
    """x' and y': how far each pixel lies from the centre across the stripes and along them."""
    x0, y0, theta = _finite(x0=x0, y0=y0, theta=theta)
    x, y = pixel_grid(shape)
    x, y = x - x0, y - y0
    return x * np.cos(theta) + y * np.sin(theta), -x * np.sin(theta) + y * np.cos(theta)


def _two(pair):
    pair = as_array(pair, "pair", (3,))
    if len(pair) != 2:
        raise ValueError(f"a quadrature pair is (2, rows, columns), got shape {pair.shape}")
    return pair


def _finite(**numbers):
    """The numbers as floats. Raises ValueError, naming it, for anything that is not one finite real number."""
    for name, value in numbers.items():
        if not is_finite_number(value):
            raise ValueError(f"{name} must be one finite number, got {written(value)}")
    return [float(value) for value in numbers.values()]
