"""A stack of layers as a still picture: the field of one unit on the input, and a table of what each layer makes."""

import numpy as np
from matplotlib.colors import to_rgb

from .grids import frame
from .style import INK, PALETTE, CourseFigure, course_style


@course_style
def stack_panels(shapes, names, parameters, multiply_adds, *, field, bounds, unit):
    """The input from above, with what one unit reads, beside the table of the layers and their sums.

    Parameters: shapes, (channels, rows, columns) of every map, the input's first; names, parameters and multiply_adds,
    one a layer; field, the row and the column indices that the unit reads; bounds, (first, last) row and column of what
    it would see without a border; unit, its (row, column) in the last map.
    """
    rows = [("input", shapes[0], "", "")]
    rows += [
        (f"{number} {name}", shape, f"{p:,}", f"{m:,}")
        for number, (name, shape, p, m) in enumerate(zip(names, shapes[1:], parameters, multiply_adds, strict=True))
    ]
    rows.append(("total", shapes[-1], f"{sum(parameters):,}", f"{sum(multiply_adds):,}"))
    figure = CourseFigure(_describe(shapes, parameters, multiply_adds, field, unit), figsize=(9.0, 3.4), layout="none")
    plan, table = figure.add_axes((0.06, 0.15, 0.27, 0.68)), figure.add_axes((0.37, 0.02, 0.61, 0.96))
    _draw_plan(plan, shapes[0], field, bounds)
    plan.set_title(f"input {_by(shapes[0])}\nseen by unit ({unit[0]}, {unit[1]})", fontsize=9.5, color=INK)
    _draw_table(table, rows)
    return figure


def _by(shape):
    return "×".join(map(str, shape))


def _describe(shapes, parameters, multiply_adds, field, unit):
    seen = "nothing of the input"
    if all(len(axis) for axis in field):
        stretches = (f"{name} {axis[0]} to {axis[-1]}" for name, axis in zip(("rows", "columns"), field, strict=True))
        seen = f"{' and '.join(stretches)} of the input"
    return (
        f"A stack of {len(parameters)} layers makes {_by(shapes[-1])} of {_by(shapes[0])}, with {sum(parameters):,} "
        f"parameters and {sum(multiply_adds):,} multiply-adds. Unit ({unit[0]}, {unit[1]}) of the last map sees {seen}."
    )


def _draw_plan(ax, input_shape, field, bounds):
    _, height, width = input_shape
    picture = np.full((height, width, 3), to_rgb("#F0F0F0"))
    picture[np.ix_(*field)] = to_rgb(PALETTE["input"])
    ax.imshow(picture, interpolation="nearest")
    (top, bottom), (left, right) = bounds
    if bottom >= top and right >= left:
        ax.add_patch(frame(top, left, bottom - top + 1, right - left + 1, 2, zorder=1, linestyle="--"))
    ax.set_xlim(min(-0.5, left - 0.5), max(width - 0.5, right + 0.5))
    ax.set_ylim(max(height - 0.5, bottom + 0.5), min(-0.5, top - 0.5))
    ax.set_xlabel("column", fontsize=9)
    ax.set_ylabel("row", fontsize=9)
    ax.tick_params(labelsize=8)


def _draw_table(ax, rows):
    ax.axis("off")
    cells = [(name, _by(shape), *rest) for name, shape, *rest in rows]
    heads = ("layer", "shape after", "parameters", "multiply-adds")
    made = ax.table(cells, colLabels=heads, cellLoc="right", loc="center", colWidths=(0.34, 0.22, 0.2, 0.24))
    made.auto_set_font_size(False)
    made.set_fontsize(8.5)
    for (row, column), cell in made.get_celld().items():
        cell.set(edgecolor="#DDDDDD", linewidth=0.5)
        cell.set_text_props(color=INK, weight="bold" if row in (0, len(rows)) else "normal")
        if column == 0:
            cell.set_text_props(ha="left")
