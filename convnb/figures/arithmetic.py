"""The table of convolution arithmetic: what is read, with its padding and inserted zeros, beside what comes out."""

from textwrap import wrap

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.patches import Patch, Rectangle

from .style import INK, MUTED, PALETTE, CourseFigure, course_style

CODES = ("padding", "inserted", "input")
"""What the numbers in a picture's cells mean, in the order 0, 1, 2."""

GAP = 1.9  # cells between input and output
COLUMNS, CELL = 4, 0.086  # cases in a row, and the side of a cell in inches: a page is 712 pixels wide
LINE, LETTERS = 1.7, 24  # the height of a line in cells, and how many letters it holds


@course_style
def arithmetic_table(pictures):
    """Cases as small multiples at one scale, row by row.

    In each: the input with its zeros and the window on it, and the output with the cell that the window gives.

    Parameters: pictures, each with title, settings, cells (0 padding, 1 inserted zero, 2 input), read, unread,
    output_shape and cell, as convnb.models.arithmetic.picture makes it.
    """
    pictures = list(pictures)
    above = LINE * max(len(_lines(picture)) for picture in pictures)
    extents = [_extent(picture, above) for picture in pictures]
    width = max(w for w, _ in extents)
    rows = [range(start, min(start + COLUMNS, len(pictures))) for start in range(0, len(pictures), COLUMNS)]
    heights = [max(extents[i][1] for i in row) for row in rows]
    described = (f"{one.title}: {one.settings}, output cell {one.cell}" for one in pictures)
    figure = CourseFigure(
        f"Table of {len(pictures)} cases. {'; '.join(described)}.",
        figsize=(COLUMNS * width * CELL, sum(heights) * CELL + 0.4),
        layout="none",
    )
    total = sum(heights) + 0.4 / CELL
    top = total
    for row, height in zip(rows, heights, strict=True):
        top -= height
        for column, index in enumerate(row):
            ax = figure.add_axes((column / COLUMNS, top / total, 1 / COLUMNS, height / total))
            _draw(ax, pictures[index], (width, height), above)
    _legend(figure, pictures)
    return figure


def _lines(picture):
    """What stands over a picture, line by line, and whether it is bold."""
    return [
        (line, bold)
        for text, bold in ((picture.title, True), (picture.settings, False))
        for line in wrap(text, LETTERS)
    ]


def _extent(picture, above):
    """Cells that a panel takes: across and down, with its lines and a margin."""
    rows, columns = picture.cells.shape
    height, width = picture.output_shape
    return columns + GAP + width + 0.5, max(rows, height) + above + 1.5


def _draw(ax, picture, extent, above):
    """The panel's upper left corner is the origin; one unit is one cell, so that all panels have one scale."""
    ax.set_xlim(-0.3, extent[0] - 0.3)
    ax.set_ylim(extent[1] - above, -above)
    ax.set_aspect("equal", anchor="NW")
    ax.axis("off")
    lines = _lines(picture)
    for number, (line, bold) in enumerate(lines):
        look = {"fontsize": 8, "color": INK, "va": "center", "weight": "bold" if bold else "normal"}
        ax.text(-0.1, -LINE * (len(lines) - number - 0.5) - 0.2, line, **look)
    read = {tuple(place) for place in picture.read.reshape(-1, 2).tolist()}
    for place in np.ndindex(picture.cells.shape):
        _input_cell(ax, place, CODES[picture.cells[place]], place in read, picture.unread[place])
    corner, end = picture.read[0, 0], picture.read[-1, -1]
    _frame(ax, corner, end - corner + 1)
    offset = picture.cells.shape[1] + GAP
    for row, column in np.ndindex(picture.output_shape):
        chosen = (row, column) == picture.cell
        face = _pale(PALETTE["output"], 0.75 if chosen else 0.3)
        ax.add_patch(Rectangle((offset + column, row), 1, 1, facecolor=face, edgecolor="#8A8A8A", linewidth=0.5))
    _frame(ax, (picture.cell[0], picture.cell[1] + offset), (1, 1))
    ax.text(offset - GAP / 2, 0.5, "→", fontsize=8, color=INK, ha="center", va="center")


def _input_cell(ax, place, code, read, unread):
    """Inputs are tinted, padding is hatched, an inserted zero is written; a dot is a cell that a weight meets."""
    row, column = place
    look = {"facecolor": "white", "edgecolor": "#8A8A8A", "linewidth": 0.5}
    if code == "input":
        look["facecolor"] = _pale(PALETTE["input"], 0.4)
    elif code == "padding":
        look |= {"hatch": "////", "edgecolor": "#BDBDBD", "linestyle": ":"}
    ax.add_patch(Rectangle((column, row), 1, 1, **look))
    middle = (column + 0.5, row + 0.5)
    if code == "inserted" and not read:
        ax.plot(*middle, marker="$0$", color=MUTED, markersize=2.6, markeredgewidth=0.2)
    if read:
        ax.plot(*middle, marker="o", color=PALETTE["kernel"], markersize=3, markeredgecolor=INK, markeredgewidth=0.4)
    if unread:
        ax.plot(*middle, marker="x", color=INK, markersize=3.2, markeredgewidth=0.8)


def _frame(ax, corner, shape):
    look = {"fill": False, "edgecolor": PALETTE["focus"], "linewidth": 1.6, "zorder": 5}
    ax.add_patch(Rectangle((corner[1], corner[0]), shape[1], shape[0], **look))


def _pale(color, share):
    return tuple(1 - share * (1 - np.array(to_rgb(color))))


def _legend(figure, pictures):
    """One line at the foot that names only what occurs."""
    edge = {"edgecolor": "#8A8A8A", "linewidth": 0.5}
    codes = {CODES[code] for picture in pictures for code in np.unique(picture.cells)}
    dot = {"linestyle": "", "markersize": 5}
    entries = [Patch(facecolor=_pale(PALETTE["input"], 0.4), label="input", **edge)]
    if "padding" in codes:
        entries.append(Patch(facecolor="white", hatch="////", edgecolor="#BDBDBD", label="zeros around it"))
    axes = figure.axes[0]  # holds the markers' examples, which have no data
    if "inserted" in codes:
        entries += axes.plot([], [], marker="$0$", color=MUTED, label="zero between inputs", **dot)
    entries += axes.plot([], [], marker="o", color=PALETTE["kernel"], markeredgecolor=INK, label="read", **dot)
    if any(picture.unread.any() for picture in pictures):
        entries += axes.plot([], [], marker="x", color=INK, label="never read", **dot)
    entries.append(Patch(facecolor=_pale(PALETTE["output"], 0.75), label="output", **edge))
    figure.legend(handles=entries, loc="lower center", ncols=len(entries), fontsize=8, frameon=False, handlelength=1.2)
