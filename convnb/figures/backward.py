"""Forward and backward pass as two rows of three grids: the still picture of the BackwardExplorer widget.

Arrays in, CourseFigure out; only the picture is laid out here. Under each grid of the forward pass stands what comes
back to it.
"""

from typing import NamedTuple

import numpy as np
from matplotlib.patches import Rectangle

from .grids import CELL, MAX_CELLS, SLOT, draw_grid
from .style import INK, PALETTE, CourseFigure

__all__ = ["Panel", "backward_panels"]

HEADING, ABOVE, GAP = 0.4, 0.35, 0.25  # inches for the heading, for the titles, and between the grids


class Panel(NamedTuple):
    """One grid: values, (rows, columns); role, a key of PALETTE; hatched, a mask of its zeros that were filled in, or
    None; frames, (row, column, height, width) of what is framed in it.
    """

    title: str
    role: str
    values: np.ndarray
    hatched: np.ndarray | None = None
    frames: tuple = ()


def backward_panels(forward, backward, *, heading, alt):
    """Two rows of three Panels; heading stands over them, alt describes them.

    Raises ValueError unless both rows have three.
    """
    if not len(forward) == len(backward) == 3:
        raise ValueError(f"each row needs three panels, got {len(forward)} and {len(backward)}")
    figure = CourseFigure(alt, layout="none")
    size, boxes = _lay_out(figure, [[panel.values.shape for panel in row] for row in (forward, backward)])
    for panel, box in zip((*forward, *backward), boxes, strict=True):
        ax = figure.add_axes(box)
        draw_grid(ax, panel.values, panel.role, panel.title, size, hatched=panel.hatched)
        ax.set(xticks=[], yticks=[], xlabel="", ylabel="")  # frames say which cell is meant, in both passes
        for frame in panel.frames:
            ax.add_patch(_frame(*frame))
    look = {"fontsize": 11, "color": INK, "ha": "center", "va": "top"}
    figure.text(0.5, 1 - 0.1 / figure.get_figheight(), heading, **look)
    return figure


def _lay_out(figure, shapes):
    """The side of a cell in inches, and the places of the axes: each column as wide as the wider of its two grids."""
    columns = [max(upper[1], lower[1]) for upper, lower in zip(*shapes, strict=True)]
    size = min(CELL, MAX_CELLS / sum(columns))
    slots = [max(n * size, SLOT) for n in columns]
    width = sum(slots) + 4 * GAP
    heights = [max(rows for rows, _ in row) * size + ABOVE + GAP for row in shapes]
    height = sum(heights) + HEADING
    figure.set_size_inches(width, height)
    boxes, top = [], height - HEADING
    for row, high in zip(shapes, heights, strict=True):
        left = GAP
        for (rows, cols), slot in zip(row, slots, strict=True):
            start, bottom = left + (slot - cols * size) / 2, top - ABOVE - rows * size
            boxes.append((start / width, bottom / height, cols * size / width, rows * size / height))
            left += slot + GAP
        top -= high
    return size, boxes


def _frame(row, column, height, width):
    look = {"edgecolor": PALETTE["focus"], "linewidth": 3, "zorder": 5, "clip_on": False}
    return Rectangle((column - 0.5, row - 0.5), width, height, fill=False, **look)
