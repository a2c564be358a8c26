"""The course's palette, its Figure, and what all figures share: a figure function returns one, and computes nothing.

The colours are colour-blind safe (Okabe and Ito) and mean the same in every figure and widget;
convnb/widgets/kit/theme.js holds them for the browser, and a test keeps the two equal.
Figures stay white in JupyterLab's dark theme: a picture that is saved or printed looks the same everywhere.
"""

from functools import wraps
from io import BytesIO
from textwrap import wrap
from threading import RLock

import numpy as np
from matplotlib import style
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from PIL import Image  # matplotlib's own way to read and write PNG

PALETTE = {"input": "#0072B2", "kernel": "#E69F00", "output": "#009E73", "gradient": "#CC79A7", "focus": "#D55E00"}
INK = "#222222"
MUTED = "#6B6B6B"

SIGNED_STOPS = ("#2166AC", "#F7F7F7", "#B2182B")
"""Negative, zero, positive: the diverging scale of everything signed, linear between the stops."""

SIGNED = LinearSegmentedColormap.from_list("convnb_signed", SIGNED_STOPS)

LOOKS = (
    {"color": PALETTE["output"], "linewidth": 2.2},
    {"color": INK, "linewidth": 1.8, "linestyle": "--"},
    {"color": PALETTE["kernel"], "linewidth": 1.8, "linestyle": "-."},
    {"color": PALETTE["gradient"], "linewidth": 1.8, "linestyle": (0, (1, 1))},
)
"""Looks of lines that differ in their strokes too, not in colour alone."""


_ONE_AT_A_TIME = RLock()


def course_style(run):
    """Decorates what makes or draws a figure: matplotlib's own settings hold there, whatever the learner's are.

    rcParams are those of all threads, so that one thread at a time may change them.
    """

    @wraps(run)
    def styled(*args, **kwargs):
        with _ONE_AT_A_TIME, style.context("default"):
            return run(*args, **kwargs)

    return styled


class CourseFigure(Figure):
    """A matplotlib Figure that shows itself as PNG with alt text and has a repr without an address.

    It is made without pyplot, which would show it a second time at the end of the cell. Layout "compressed" suits
    pictures, whose shape is fixed; "none" axes that are placed by hand.
    """

    def __init__(self, alt, figsize=(7.0, 3.0), layout="constrained", **kwargs):
        super().__init__(figsize=figsize, dpi=100, layout=layout, **kwargs)
        self.alt = alt

    draw = course_style(Figure.draw)
    savefig = course_style(Figure.savefig)

    def __repr__(self):
        return f"<Figure: {self.alt}>"

    __str__ = __repr__

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"image/png": png_bytes(self), "text/plain": repr(self)}, {"image/png": {"alt": self.alt}}


def png_bytes(figure):
    """The figure as the bytes of a PNG file, without the alpha channel that would add a sixth to its size."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    buffer = BytesIO()
    Image.fromarray(np.asarray(canvas.buffer_rgba())[..., :3]).save(buffer, "PNG")
    return buffer.getvalue()


def dress(ax, *, title="", xlabel="", ylabel="", grid=True):
    """Give axes the course's look: two spines, a light grid behind the data, readable text. Returns the axes."""
    ax.set_title(title, fontsize=10, color=INK, loc="left")
    ax.set_xlabel(xlabel, fontsize=9.5, color=INK)
    ax.set_ylabel(ylabel, fontsize=9.5, color=INK)
    ax.tick_params(labelsize=9, colors=INK, length=3)
    ax.spines[["top", "right"]].set_visible(False)
    ax.set_axisbelow(True)
    if grid:
        ax.grid(color="#E4E4E4", linewidth=0.8)
    return ax


def draw_curves(ax, at, curves, looks, **options):
    """The curves, a dict name -> values at the places `at`, each with a look of its own; a shorter one ends earlier."""
    for (name, values), look in zip(curves.items(), looks, strict=False):
        ax.plot(at[: len(values)], values, label=name, **options, **look)


def legend_above(ax, columns=4, height=1.0):
    """A legend over the axes, where it can hide no data; each label once, and nothing where there is none."""
    named = dict(zip(*reversed(ax.get_legend_handles_labels()), strict=True))
    if named:
        place = {"loc": "lower right", "bbox_to_anchor": (1.0, height), "borderaxespad": 0.2}
        legend = ax.legend(named.values(), named.keys(), **place, ncols=columns, fontsize=9, frameon=False)
        for line in legend.get_lines():
            line.set_linewidth(2)


@course_style
def sentence(text):
    """A figure that holds one sentence: what a widget shows where its state gives no picture."""
    figure = CourseFigure(text, figsize=(7.0, 0.8), layout="none")
    figure.text(0.02, 0.5, text, fontsize=10, color=INK, va="center", wrap=True)
    return figure


MOST_LINES = 40


@course_style
def paragraphs(texts):
    """A figure that holds a few texts, one under the other: what is asked where no widget can run."""
    lines = [line for text in texts for part in text.split("\n") for line in wrap(part, 96)][:MOST_LINES]
    alt = " ".join(lines) or "An empty question."
    figure = CourseFigure(alt, figsize=(7.0, 0.4 + 0.2 * max(1, len(lines))), layout="none")
    for number, line in enumerate(lines):
        height = 1 - (0.2 + 0.2 * number) / figure.get_figheight()
        figure.text(0.02, height, line, fontsize=10, color=INK, va="top", parse_math=False)
    return figure


def signed_limit(values):
    """The largest finite absolute value, or 1 where there is none: the scale runs from -limit to limit."""
    values = np.abs(np.asarray(values, dtype=float))
    limit = values[np.isfinite(values)].max(initial=0.0)
    return float(limit) if limit > 0 else 1.0


def tones(values, signed=None):
    """How `imshow` draws values: in grey, black at 0, or if signed on the diverging scale around 0.

    Parameters: signed, by default whether any value is negative.
    """
    signed, limit = np.min(values) < 0 if signed is None else signed, signed_limit(values)
    return {"vmax": limit} | ({"cmap": SIGNED, "vmin": -limit} if signed else {"cmap": "gray", "vmin": 0})
