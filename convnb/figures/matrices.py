"""Matrices side by side as grids of numbers, or as pictures where there are too many: how a convolution is a product.

Zeros are faint, so that the others' pattern shows.
"""

import numpy as np

from .grids import cell_texts, draw_grid, frame
from .panels import short
from .style import INK, CourseFigure, course_style

CELL = 0.42  # inches, where there is room
MOST_WIDE, MOST_HIGH = 9.5, 5.6  # inches that the cells of all panels may take side by side, and of one panel in height
SLOT = 2.1  # inches that a panel takes at least whose title tells its scale
LETTER = 0.082  # inches that a letter of a title takes
MARGIN = 0.6  # inches left of each panel, for the row numbers
SIGN = 0.3  # inches more, for a sign such as = between two panels
ABOVE, BELOW = 0.45, 0.5  # inches for a title of one line and for the column numbers
SMALLEST_LINES = 0.06  # inches: smaller cells go without lines between them
TICKS = 0.3  # inches between two numbers of rows or columns
FAINT = "#B8B8B8"


@course_style
def matrix_panels(
    matrices, titles, *, roles=None, rows=None, columns=None, cells=None, blocks=None, labels=None, signs=None
):
    """Matrices side by side, each with its title: numbers while they can be read, else colours from - to +.

    Every option but signs is a sequence with one entry for each matrix; None stands for nothing to do there.

    Parameters: matrices, 2-D arrays, a 1-D array is drawn as one column; their entries are numbers, or texts and SymPy
    expressions, which are written as they print. titles, one text each. roles, names of PALETTE (default "kernel").
    rows, columns, an index or several: framed. cells, (row, column) pairs: each framed. blocks, (height, width) of the
    blocks between which a thicker line is drawn. labels, (name of the rows, name of the columns), default ("row",
    "column"). signs, the texts between the panels, one fewer than matrices, as ("·", "="). Raises ValueError for an
    array that is empty or neither 1-D nor 2-D, and for options of another length.
    """
    arrays = [_as_matrix(a) for a in matrices]
    signs = [None, *_one_each("signs", signs, len(arrays) - 1)]
    given = {"roles": roles, "rows": rows, "columns": columns, "cells": cells, "blocks": blocks, "labels": labels}
    looks = {name: _one_each(name, value, len(arrays)) for name, value in given.items()}
    titles = _one_each("titles", titles, len(arrays))
    figure = CourseFigure(_describe(arrays, titles, looks["rows"], looks["columns"]), layout="none")
    sizes, axes = _lay_out(figure, arrays, titles, signs)
    for at, (ax, values) in enumerate(zip(axes, arrays, strict=True)):
        _draw_matrix(ax, values, looks["roles"][at] or "kernel", titles[at], sizes[at])
        height, width = values.shape
        if looks["labels"][at] is not None:
            ax.set_ylabel(looks["labels"][at][0])
            ax.set_xlabel(looks["labels"][at][1])
        if looks["blocks"][at] is not None:
            _draw_blocks(ax, values.shape, looks["blocks"][at])
        frames = [(r, 0, 1, width) for r in _several(looks["rows"][at])]
        frames += [(0, c, height, 1) for c in _several(looks["columns"][at])]
        frames += [(r, c, 1, 1) for r, c in looks["cells"][at] or ()]
        for place in frames:
            ax.add_patch(frame(*place, linewidth=2.6))
    return figure


def _as_matrix(values):
    """A 2-D array of floats, or of objects where an entry is no number; a 1-D array becomes a column."""
    array = np.asarray(values)
    if array.ndim not in (1, 2) or array.size == 0:
        raise ValueError(f"a matrix must be 1-D or 2-D and not empty, got shape {array.shape}")
    array = array[:, None] if array.ndim == 1 else array
    try:
        return array.astype(float)
    except (TypeError, ValueError):
        return array.astype(object)


def _one_each(name, value, count):
    value = [None] * count if value is None else list(value)
    if len(value) != count:
        raise ValueError(f"{name} must have {count} entries, got {len(value)}")
    return value


def _several(indices):
    return () if indices is None else np.atleast_1d(indices).tolist()


def _is_zero(values):
    """Where an entry is zero; a text is one where it says 0."""
    if values.dtype == float:
        return values == 0
    return np.array([[str(value) == "0" for value in row] for row in values])


def _describe(arrays, titles, rows, columns):
    said = []
    for values, title, row, column in zip(arrays, titles, rows, columns, strict=True):
        zeros = int(_is_zero(values).sum())
        text = f"{(title or 'matrix').splitlines()[0]}: {values.shape[0]} by {values.shape[1]}"
        if values.size <= 16:
            text += f", {'; '.join(' '.join(map(_written, line)) for line in values)}"
        elif values.dtype == float and np.isfinite(values).all():
            text += f", {zeros} of {values.size} entries are 0, from {short(values.min())} to {short(values.max())}"
        else:
            text += f", {zeros} of {values.size} entries are 0"
        for name, framed in (("row", _several(row)), ("column", _several(column))):
            text += f", {name}{'s' * (len(framed) > 1)} {' and '.join(map(str, framed))} framed" if framed else ""
        said.append(text)
    return ". ".join(said) + "."


def _written(value):
    return short(value) if isinstance(value, float) else str(value).replace("-", "\N{MINUS SIGN}")


def _lay_out(figure, arrays, titles, signs):
    """The sides of the matrices' cells in inches, and axes as large as the matrices, middle beside middle."""
    shapes = [a.shape for a in arrays]
    wide, high = sum(w for _, w in shapes), max(h for h, _ in shapes)
    size = min(CELL, MOST_WIDE / wide, MOST_HIGH / high)
    texts = [title.splitlines() if title else [""] for title in titles]
    least = [SLOT if a.dtype == float and cell_texts(a, size)[0] is None else 0 for a in arrays]
    slots = [max(w * size, s, LETTER * max(map(len, t))) for (_, w), s, t in zip(shapes, least, texts, strict=True)]
    # A small matrix beside a large one has room for larger cells, in which its numbers can be read.
    sizes = [
        max(size, min(CELL, slot / w, high * size / h)) if s else size
        for (h, w), s, slot in zip(shapes, least, slots, strict=True)
    ]
    gaps = [MARGIN + (SIGN if sign else 0) for sign in signs]
    above = ABOVE + 0.16 * (max(map(len, texts)) - 1)
    width, height = sum(slots) + sum(gaps) + 0.15, high * size + above + BELOW
    figure.set_size_inches(width, height)
    middle, axes, left = BELOW + high * size / 2, [], 0.0
    for (rows, columns), side, slot, gap, sign in zip(shapes, sizes, slots, gaps, signs, strict=True):
        if sign:
            look = {"fontsize": 17, "weight": "bold", "color": INK, "ha": "center", "va": "center"}
            figure.text((left + SIGN * 0.6) / width, middle / height, sign, **look)
        start = left + gap + (slot - columns * side) / 2
        box = (start / width, (middle - rows * side / 2) / height, columns * side / width, rows * side / height)
        axes.append(figure.add_axes(box))
        left += gap + slot
    return sizes, axes


def _draw_matrix(ax, values, role, title, size):
    zeros = _is_zero(values)
    symbols = values.dtype != float
    draw_grid(ax, np.where(zeros, 0.0, 1.0) if symbols else values, role, title or "", size)
    texts = np.reshape(ax.texts, values.shape) if ax.texts else ()
    for place in np.ndindex(values.shape) if len(texts) else ():
        text = texts[place]
        if symbols:
            label = _written(values[place])
            text.set(text=label, fontsize=min(text.get_fontsize(), size * 72 * 0.88 / (0.62 * len(label))))
        if zeros[place]:
            text.set_color(FAINT)
    if size < SMALLEST_LINES:
        ax.grid(visible=False, which="minor")
    step = next(step for step in (1, 5, 10, 20, 50, 100, 500) if step * size >= TICKS or step == 500)
    for axis, count in ((ax.xaxis, values.shape[1]), (ax.yaxis, values.shape[0])):
        axis.set_ticks(range(0, count, step))


def _draw_blocks(ax, shape, block):
    """A thicker line between two blocks, as between the rows of a picture that were laid side by side."""
    look = {"color": INK, "linewidth": 1.4, "zorder": 3}
    for row in range(block[0], shape[0], block[0]):
        ax.axhline(row - 0.5, **look)
    for column in range(block[1], shape[1], block[1]):
        ax.axvline(column - 0.5, **look)
