"""Grids of numbers: the still pictures of SlidingKernel2D and BackwardExplorer, and the grid that other figures use.

A cell is tinted the more, the larger its absolute value; the sign is written. Where the cells are too small for
numbers, the diverging scale shows the sign instead.
"""

from typing import NamedTuple

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from .panels import axes_at, by, in_a_row, short
from .style import INK, MUTED, PALETTE, SIGNED, CourseFigure, course_style, signed_limit

TURNED = {"correlation": False, "convolution": True, "transposed correlation": True, "transposed convolution": False}
CELL = 0.42  # inches, where there is room
MAX_CELLS = 9.5  # inches that the cells of all three panels may take together
SLOT = 1.9  # inches that a panel takes at least, so that its title fits
SMALLEST_TEXT = 5.5  # points


# --- input, kernel and output ---------------------------------------------------------------------------------------


@course_style
def kernel_panels(x, kernel, output, *, window=None, cell=None, padding=0, dilation=1, operation="correlation"):
    """The window on the padded input, the kernel, and the output cell it gives, side by side.

    Parameters: x, kernel and output, 2-D arrays; x comes without its padding, kernel as it was given.
    window, (row, column) of the window's upper left corner, counted in the padded input; cell, (row, column) of the
    output cell it gives; padding, an int, (height, width) or ((top, bottom), (left, right)); dilation, an int or
    (height, width); operation, a key of TURNED, which says for which of them the kernel is drawn turned by 180
    degrees, as it slides. Of a transposed operation x is the input with the zeros between its cells.
    """
    if operation not in TURNED:
        raise ValueError(f"operation must be one of {', '.join(map(repr, TURNED))}, got {operation!r}")
    x, kernel, output = (np.asarray(a) for a in (x, kernel, output))
    (top, bottom), (left, right) = map(_pair, _pair(padding))
    padded = np.pad(x.astype(float), ((top, bottom), (left, right)))
    turned = TURNED[operation]
    figure = CourseFigure(_describe(x, kernel, output, window, cell, padding, dilation, operation), layout="none")
    cells, axes = _lay_out(figure, [padded.shape, kernel.shape, output.shape])
    border = np.ones(padded.shape, bool)
    border[top : top + x.shape[0], left : left + x.shape[1]] = False
    stretched = "stretched " if operation.startswith("transposed") else ""
    title = f"{stretched}input {by(x, '×')}" + (", padding hatched" if border.any() else "")
    draw_grid(axes[0], padded, "input", title, cells[0], hatched=border)
    title = f"kernel {by(kernel, '×')}" + (", flipped" if turned else "")
    draw_grid(axes[1], kernel[::-1, ::-1] if turned else kernel, "kernel", title, cells[1])
    draw_grid(axes[2], output, "output", f"output {by(output, '×')}", cells[2])
    if window is not None:
        _draw_window(axes[0], window, kernel.shape, _pair(dilation))
    result = ""
    if cell is not None:
        axes[2].add_patch(frame(*cell, 1, 1))
        result = f": output[{cell[0]}, {cell[1]}] = {short(output[tuple(cell)])}"
    _write_heading(figure, operation + result)
    return figure


def _describe(x, kernel, output, window, cell, padding, dilation, operation):
    text = f"{operation} of an input {by(x)} with a kernel {by(kernel)}, padding {_written(padding)}, "
    text += f"dilation {_written(dilation)}: output {by(output)}."
    if window is not None:
        text += f" The window's corner is at row {window[0]}, column {window[1]} of the padded input."
    if cell is not None:
        text += f" Output cell ({cell[0]}, {cell[1]}) is {short(output[tuple(cell)])}."
    return text[0].upper() + text[1:]


def _pair(value):
    return (value, value) if np.ndim(value) == 0 else tuple(value)


def _written(value):
    """An int, or a pair of equal ones, as one number; another pair as "1 and 2"."""
    first, second = (tuple(side) if np.ndim(side) else side for side in _pair(value))
    return str(first) if first == second else f"{first} and {second}"


def _lay_out(figure, shapes):
    """The side of each grid's cells in inches, and axes as large as the grids, each in the middle of its slot."""
    margin, above, below = 0.55, 0.85, 0.5  # inches for the row numbers, the titles and the column numbers
    size = min(CELL, MAX_CELLS / sum(w for _, w in shapes))
    # A small kernel beside a large input has room for larger cells, in which its numbers can be read.
    sizes = [size, max(size, min(CELL, SLOT / max(shapes[1]))), size]
    grids = [(w * size, h * size) for (h, w), size in zip(shapes, sizes, strict=True)]
    spare = [max(SLOT - w, 0) / 2 for w, _ in grids]
    gaps = [before + margin + after for before, after in zip([0, *spare], spare, strict=False)]
    return sizes, in_a_row(figure, grids, gaps, above, below, spare[-1] + 0.15)


def _draw_window(ax, corner, kernel_shape, dilation):
    """A frame around the window; where dilation leaves gaps, a thinner one around each cell that is read."""
    (row, column), (height, width), (dy, dx) = corner, kernel_shape, dilation
    ax.add_patch(frame(row, column, dy * (height - 1) + 1, dx * (width - 1) + 1))
    if (dy, dx) != (1, 1):
        for r, c in np.ndindex(height, width):
            ax.add_patch(frame(row + dy * r, column + dx * c, 1, 1, linewidth=2))


# --- forward and backward -------------------------------------------------------------------------------------------


class Panel(NamedTuple):
    """One grid: values, (rows, columns); role, a key of PALETTE; hatched, a mask of its zeros that were filled in, or
    None; frames, (row, column, height, width) of what is framed in it.
    """

    title: str
    role: str
    values: np.ndarray
    hatched: np.ndarray | None = None
    frames: tuple = ()


@course_style
def backward_panels(forward, backward, *, heading, alt):
    """Forward and backward pass, two rows of three Panels: under each grid stands what comes back to it.

    Parameters: heading, which stands over both; alt, the alt text. Raises ValueError unless both rows have three.
    """
    if not len(forward) == len(backward) == 3:
        raise ValueError(f"each row needs three panels, got {len(forward)} and {len(backward)}")
    figure = CourseFigure(alt, layout="none")
    size, axes = _lay_out_rows(figure, [[panel.values.shape for panel in row] for row in (forward, backward)])
    for panel, ax in zip((*forward, *backward), axes, strict=True):
        draw_grid(ax, panel.values, panel.role, panel.title, size, hatched=panel.hatched)
        ax.set(xticks=[], yticks=[], xlabel="", ylabel="")  # frames say which cell is meant, in both passes
        for place in panel.frames:
            ax.add_patch(frame(*place))
    _write_heading(figure, heading)
    return figure


def _lay_out_rows(figure, shapes):
    """The side of a cell in inches, and the axes: each column as wide as the wider of its two grids."""
    heading, above, gap = 0.4, 0.35, 0.25  # inches for the heading, for the titles, and between the grids
    columns = [max(upper[1], lower[1]) for upper, lower in zip(*shapes, strict=True)]
    size = min(CELL, MAX_CELLS / sum(columns))
    slots = [max(n * size, SLOT) for n in columns]
    heights = [max(rows for rows, _ in row) * size + above + gap for row in shapes]
    figure.set_size_inches(sum(slots) + 4 * gap, sum(heights) + heading)
    axes, top = [], heading + above
    for row, high in zip(shapes, heights, strict=True):
        left = gap
        for (rows, cols), slot in zip(row, slots, strict=True):
            axes.append(axes_at(figure, left + (slot - cols * size) / 2, top, cols * size, rows * size))
            left += slot + gap
        top += high
    return size, axes


# --- what they share ------------------------------------------------------------------------------------------------


def _write_heading(figure, text):
    figure.text(0.5, 1 - 0.1 / figure.get_figheight(), text, fontsize=11, color=INK, ha="center", va="top")


def frame(row, column, height, width, linewidth=3, role="focus", **options):
    """A frame around cells of a grid or pixels of a picture, whose middles have whole coordinates."""
    look = {"edgecolor": PALETTE[role], "linewidth": linewidth, "zorder": 5, "clip_on": False} | options
    return Rectangle((column - 0.5, row - 0.5), width, height, fill=False, **look)


def cell_texts(values, size):
    """The values as texts that fit into cells of that size, and their points; (None, 0) where none fit."""
    for digits in (3, 2, 1):
        texts = [[short(v, digits) for v in row] for row in values]
        longest = max(len(text) for row in texts for text in row)
        # A digit is about 0.62 of its font size wide; 72 points are one inch.
        points = min(10.0, size * 72 * 0.45, size * 72 * 0.88 / (0.62 * longest))
        if points >= SMALLEST_TEXT:
            return texts, points
    return None, 0.0


def draw_grid(ax, values, role, title, size, hatched=None):
    """One grid in the role's colour; size, the side of a cell in inches; hatched, a mask of the padding."""
    rows, columns = values.shape
    texts, points = cell_texts(values, size)
    limit = signed_limit(values)
    colors = _tint(values, role, limit) if texts else SIGNED(np.nan_to_num(values) / limit / 2 + 0.5)[..., :3]
    hatched = np.zeros(values.shape, bool) if hatched is None else hatched
    colors[hatched] = to_rgb("#EDEDED")
    ax.imshow(colors, extent=(-0.5, columns - 0.5, rows - 0.5, -0.5), aspect="auto")
    for r, c in np.argwhere(hatched):
        ax.add_patch(Rectangle((c - 0.5, r - 0.5), 1, 1, fill=False, hatch="////", edgecolor="#BDBDBD", linewidth=0))
    for r, c in np.ndindex(values.shape) if texts else ():
        color = MUTED if hatched[r, c] else INK
        ax.text(c, r, texts[r][c], ha="center", va="center", fontsize=points, color=color)
    scale = "" if texts else f"\n{short(-limit)} blue, 0 white, {short(limit)} red"
    _dress_grid(ax, rows, columns, title + scale, role)


def _tint(values, role, limit):
    """White where a value is zero, toward the role's colour where it is large."""
    share = 0.55 * np.abs(np.nan_to_num(values.astype(float), posinf=0.0, neginf=0.0)) / limit
    return 1 - share[..., None] * (1 - np.array(to_rgb(PALETTE[role])))


def _dress_grid(ax, rows, columns, title, role):
    ax.set_title(title, fontsize=9.5, color=INK)
    ax.set_xticks(np.arange(-0.5, columns), minor=True)
    ax.set_yticks(np.arange(-0.5, rows), minor=True)
    ax.grid(which="minor", color="#9A9A9A", linewidth=0.5)
    ax.tick_params(which="both", length=0, labelsize=8, colors=MUTED)
    ax.set_xticks(np.arange(0, columns, 1 if columns <= 10 else 5))
    ax.set_yticks(np.arange(0, rows, 1 if rows <= 10 else 5))
    ax.xaxis.tick_bottom()
    ax.set_xlabel("column", fontsize=8.5, color=MUTED, labelpad=2)
    ax.set_ylabel("row", fontsize=8.5, color=MUTED, labelpad=2)
    for spine in ax.spines.values():
        spine.set(color=PALETTE[role], linewidth=2.5)
