"""The README's animation, filmed of the real widget under the real mouse: python tests/support/record.py

It stands here and not with the benchmarks since it needs this folder's bare page, and measures nothing. The first frame
also goes into a still picture, for readers who asked their browser for no motion.
"""

import shutil
from collections import Counter
from pathlib import Path

import bare_page
import numpy as np
from film import STEPS, Film
from PIL import Image
from playwright.sync_api import sync_playwright

from convnb.widgets import SlidingKernel2D

ASSETS = Path(__file__).resolve().parents[2] / "assets"
PICTURE = [[0, 10, 10, 0], [20, 30, 30, 20], [10, 20, 20, 10], [0, 5, 5, 0]]
KERNEL = [[1, 0], [0, 2]]
INPUT, KERNEL_GRID = 0, 1
WIDTH, SCALE = 730, 1.2  # CSS pixels, and pixels of the film in each
MARGIN = 8  # CSS pixels around the widget on its page
CONVOLUTION, CORRELATION = "∗ convolution", "⋆ correlation"


def story(film):
    """The window over all of the input, the kernel turned, the window back to where it was, the kernel turned back.

    The hand holds the window by its lower left cell. The film ends as it begins, so that it runs on in a loop.
    """
    flip = film.shown.el.get_by_role("radio", name=CONVOLUTION).bounding_box()
    aside = flip["x"] + 60, flip["y"] - 60
    film.move(*aside, steps=1)
    film.rest(10)
    drag(film, [(3, 0), (2, 0), (1, 0), (1, 1), (1, 2), (2, 2), (2, 1), (3, 1), (3, 2)])
    film.click(CONVOLUTION)
    film.rest(18)
    drag(film, [(3, 2), (2, 1), (3, 0)])
    film.click(CORRELATION)
    film.rest(12)
    film.move(*aside)


def drag(film, cells):
    """Drag from the first of the input's cells over the others; come from below the grid and leave there.

    It is one step from there to a cell: a hand that lingers on a cell is told what that cell is for. It holds the
    cell's lower edge, so that the arrow hides no number of the window.
    """
    canvas = film.shown.el.locator("canvas")
    grid = canvas.nth(INPUT).bounding_box()
    cell = (canvas.nth(KERNEL_GRID).bounding_box()["width"] - 2) / len(KERNEL)
    below = [(len(PICTURE), cells[end][1]) for end in (0, -1)]
    places = [(1 + (col + 0.5) * cell, 1 + (row + 0.9) * cell) for row, col in (below[0], *cells, below[1])]
    first, *path, last = [(grid["x"] + x, grid["y"] + y) for x, y in places]
    film.move(*first, steps=3 * STEPS)
    film.drag(*path)
    film.move(*last, steps=1)


def few_colours(frames):
    """The frames in the 256 colours that they show most: half the bytes, and every surface keeps its own colour."""
    counts = Counter()
    for frame in frames[::4]:
        counts.update({colour: count for count, colour in frame.getcolors(frame.width * frame.height)})
    palette = np.array([colour for colour, _ in counts.most_common(256)])
    return [nearest(frame, palette) for frame in frames]


def nearest(frame, palette):
    """The frame, each pixel in the palette's nearest colour; Pillow's own search misses white by a little."""
    pixels = np.asarray(frame, int)
    numbers, where = np.unique(pixels @ (1 << 16, 1 << 8, 1), return_inverse=True)
    colours = np.stack([numbers >> 16, numbers >> 8 & 255, numbers & 255], axis=-1)
    distances = ((colours[:, None] - palette) ** 2).sum(axis=-1)
    return Image.fromarray(palette[distances.argmin(axis=1)][where].reshape(pixels.shape).astype(np.uint8))


def main():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        size = {"width": WIDTH + 2 * MARGIN, "height": 700}
        page = browser.new_page(viewport=size, device_scale_factor=SCALE)
        shown = bare_page.mount(page, SlidingKernel2D(PICTURE, KERNEL, position=6))
        # The words that ask for a drag are gone after the first one: a film in a loop must not bring them back.
        shown.drag(INPUT, (20, 200), [(26, 200), (20, 200)])
        page.mouse.move(0, 0)
        film = Film(shown, shown.el.bounding_box())
        story(film)
        browser.close()
    first, *others = few_colours(film.frames)
    moving, still = ASSETS / "sliding_kernel_2d.webp", ASSETS / "sliding_kernel_2d.png"
    how = {"lossless": True, "method": 6, "minimize_size": True, "loop": 0}
    first.save(moving, save_all=True, append_images=others, duration=film.durations, **how)
    first.save(still, optimize=True)
    seconds = sum(film.durations) / 1000
    print(f"{moving.name}: {len(film.frames)} frames, {seconds:.1f} s, {moving.stat().st_size:,} bytes")
    print(f"{still.name}: {still.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
