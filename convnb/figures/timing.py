"""Figures of measured times: how they grow with the size of the problem, and where one way overtakes another.

Both axes are logarithmic, so that a power of the size is a straight line, whose slope is the exponent.
"""

import numpy as np

from .panels import short
from .style import INK, PALETTE, CourseFigure, course_style, draw_curves, dress, legend_above

LOOKS = (
    {"color": PALETTE["input"], "marker": "o", "linestyle": "-"},
    {"color": PALETTE["output"], "marker": "s", "linestyle": "--"},
    {"color": PALETTE["kernel"], "marker": "^", "linestyle": "-."},
    {"color": PALETTE["gradient"], "marker": "D", "linestyle": ":"},
)


@course_style
def timing_curves(sizes, times, *, crossover=None, xlabel="size", ylabel="time (ms)"):
    """Times, or what else grows like a power, against sizes: one line with its own marker for each way.

    Parameters: sizes, (m,), positive; times, a dict name -> (m,), positive, NaN where nothing was measured, of at most
    four ways; crossover, one of the sizes, marked as the place where one way overtakes another; xlabel and
    ylabel, what the sizes and the times are. Raises ValueError for lengths that differ, more than four ways, and sizes
    or times that a logarithmic axis cannot show.
    """
    sizes = np.asarray(sizes, dtype=float)
    curves = {name: np.asarray(values, dtype=float) for name, values in times.items()}
    _check(sizes, curves)
    named = "; ".join(
        f"{name}: {short(values[0])} at {short(sizes[0])}, {short(values[-1])} at {short(sizes[-1])}"
        for name, values in curves.items()
    )
    marked = "" if crossover is None else f" Marked as the crossover: {short(crossover)}."
    figure = CourseFigure(f"{ylabel} against {xlabel}, both logarithmic. {named}.{marked}", figsize=(7.5, 3.4))
    ax = figure.subplots()
    draw_curves(ax, sizes, curves, LOOKS, markersize=5, linewidth=1.6)
    if crossover is not None:
        label = f"crossover: {short(crossover)}"
        ax.axvline(crossover, color=PALETTE["focus"], linewidth=1.4, linestyle=(0, (6, 3)), label=label)
    ax.set(xscale="log", yscale="log")
    ax.set_xticks(sizes, [short(size) for size in sizes], color=INK)
    ax.set_xticks([], minor=True)
    dress(ax, xlabel=xlabel, ylabel=ylabel)
    legend_above(ax)
    return figure


def _check(sizes, curves):
    if not 1 <= len(curves) <= len(LOOKS):
        raise ValueError(f"times must hold 1 to {len(LOOKS)} ways, got {len(curves)}")
    if sizes.ndim != 1 or sizes.size == 0 or not (sizes > 0).all():
        raise ValueError(f"sizes must be a list of positive numbers, got {sizes.tolist()}")
    for name, values in curves.items():
        if values.shape != sizes.shape:
            raise ValueError(f"{name!r} must have a time for each of the {sizes.size} sizes, got shape {values.shape}")
        if (values <= 0).any():
            raise ValueError(f"a logarithmic axis shows positive times only, got {values.min()} for {name!r}")
