"""Pictures moved by a few pixels: to test what a network has learned, and to give it more to learn from."""

import numpy as np

from ...ops.checks import as_regular, whole_number


def shift(images, down, across):
    """y[b, c, i, j] = images[b, c, i - down, j - across], and 0 where that lies outside.

    Parameters: images, (N, C, H, W); down and across, int pixels, negative for up and left, or N of them.
    Returns a new array of the same shape and dtype. Raises ValueError for a wrong ndim and for shifts as large as the
    picture. Source: notebook 11.
    """
    images = as_regular(images, "images")
    if images.ndim != 4:
        raise ValueError(f"images must be (N, C, H, W), got shape {images.shape}")
    down, across = (np.broadcast_to(pixels, len(images)) for pixels in (down, across))
    most = [int(np.abs(pixels).max(initial=0)) for pixels in (down, across)]
    if any(pixels >= size for pixels, size in zip(most, images.shape[2:], strict=True)):
        raise ValueError(f"shifts must be smaller than the picture {images.shape[2:]}, got up to {tuple(most)}")
    padded = np.pad(images, ((0, 0), (0, 0), *((pixels, pixels) for pixels in most)))
    places = np.lib.stride_tricks.sliding_window_view(padded, images.shape[2:], (2, 3))
    return places[np.arange(len(images)), :, most[0] - down, most[1] - across]


def random_shifts(images, rng, *, most=1):
    """Every image moved down and across by -most .. most pixels, each as likely: something for `fit`'s augment.

    Parameters: images, (N, C, H, W); rng, a numpy.random.Generator; most, int. Raises ValueError as `shift` does.
    """
    down, across = rng.integers(-whole_number(most, "most", 0), most + 1, (2, len(images)))
    return shift(images, down, across)
