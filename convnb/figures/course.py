"""The map of the course, one box a notebook, an arrow from each to those that build on it; and its palette."""

import base64
import html
from textwrap import wrap

from matplotlib.patches import FancyBboxPatch

from .style import INK, MUTED, PALETTE, CourseFigure, course_style

MEANING = {
    "input": "what goes in",
    "kernel": "what slides",
    "output": "what comes out",
    "gradient": "who is to blame",
    "focus": "what you look at",
}
WIDTH, HEIGHT = 2.3, 0.84
STEP = 2.85  # from one column to the next


class LinkedMap(CourseFigure):
    """A map whose boxes open their notebooks, which lie beside the one that shows it.

    links: [(file, title, (left, top, width, height))], in parts of the picture.
    """

    links = ()

    def _repr_mimebundle_(self, include=None, exclude=None):
        data, metadata = super()._repr_mimebundle_(include, exclude)
        source = f"data:image/png;base64,{base64.b64encode(data['image/png']).decode()}"
        parts = [f'<img src="{source}" alt="{html.escape(self.alt)}" style="display: block; width: 100%">']
        for file, title, box in self.links:
            sides = zip(("left", "top", "width", "height"), box, strict=True)
            style = "; ".join(["position: absolute", *(f"{side}: {100 * part:.2f}%" for side, part in sides)])
            name = html.escape(title)
            parts.append(f'<a href="{file}" title="{name}" aria-label="{name}" style="{style}"></a>')
        width = self.get_figwidth() * self.dpi
        page = f'<div style="position: relative; max-width: {width:.0f}px">{"".join(parts)}</div>'
        return {**data, "text/html": page}, metadata


@course_style
def course_map(notebooks, written, passed=None, line=""):
    """Boxes from left to right in the order in which they can be read, with their minutes.

    Parameters: notebooks, a sequence of convnb.course.Notebook, each after those that it needs; written, the numbers of
    those that exist: the others are dashed and grey; passed, {number: (exercises that were passed, all)}, which
    also makes a link of each box; line, a sentence below the map.
    """
    passed = passed or {}
    columns = _columns(notebooks)
    places = {}
    for column in range(max(columns.values()) + 1):
        members = [notebook for notebook in notebooks if columns[notebook.number] == column]
        members.sort(key=lambda notebook: -_reach(notebooks, columns, notebook.number))  # long arrows run along the top
        before = [places[need][1] for notebook in members for need in notebook.needs]
        middle = sum(before) / max(1, len(before))  # beside what the column builds on, so that few arrows cross
        for row, notebook in enumerate(members):
            places[notebook.number] = (column * STEP, middle + (len(members) - 1) / 2 - row)
    heights = [y for _, y in places.values()]
    low = min(heights) - (0.1 if not line else 0.4)
    height = 1.05 * (max(heights) - low + HEIGHT) + 0.195
    alt = _describe(notebooks, written, passed, line)
    figure = (LinkedMap if passed else CourseFigure)(alt, figsize=(11.0, height), layout="none")
    ax = figure.add_axes((0, 0, 1, 1))
    for notebook in notebooks:
        for need in notebook.needs:
            (x0, y0), (x1, y1) = places[need], places[notebook.number]
            arrow = {"arrowstyle": "-|>", "color": MUTED, "linewidth": 1.1, "shrinkA": 0, "shrinkB": 0}
            # Behind the boxes: a long arrow may pass one.
            ax.annotate("", (x1, y1 + HEIGHT / 2), (x0 + WIDTH, y0 + HEIGHT / 2), arrowprops=arrow, zorder=0)
    for notebook in notebooks:
        _draw_box(ax, places[notebook.number], notebook, notebook.number in written, passed.get(notebook.number))
    ax.text(0, low + 0.1, line, fontsize=10, color=INK)
    ax.set_xlim(-0.1, max(x for x, _ in places.values()) + WIDTH + 0.1)
    ax.set_ylim(low, max(heights) + HEIGHT + 0.1)
    ax.axis("off")
    if passed:
        named = ((notebook, places[notebook.number]) for notebook in notebooks)
        figure.links = [(one.file, f"{one.number:02d} {one.title}", _place(ax, corner)) for one, corner in named]
    return figure


def _place(ax, corner):
    """Left, top, width and height of the box in that corner, in parts of the axes."""
    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    x, y = corner
    width, height = right - left, high - low
    return (x - left) / width, (high - y - HEIGHT) / height, WIDTH / width, HEIGHT / height


def _columns(notebooks):
    """Number -> column: one to the right of the last notebook that is needed."""
    columns = {}
    for notebook in notebooks:
        columns[notebook.number] = 1 + max((columns[need] for need in notebook.needs), default=-1)
    return columns


def _reach(notebooks, columns, number):
    """The last column in which a notebook is needed directly."""
    return max((columns[other.number] for other in notebooks if number in other.needs), default=-1)


def _describe(notebooks, written, passed, line):
    counts = {number: f", {count} of {of} passed" for number, (count, of) in passed.items()}
    parts = [f"{n.number:02d} {n.title}, {n.minutes} minutes{counts.get(n.number, '')}" for n in notebooks]
    later = "" if len(written) == len(notebooks) else f" Written so far: {len(written)} of {len(notebooks)}."
    return f"Map of the course: {'; '.join(parts)}.{later} {line}".strip()


def _draw_box(ax, corner, notebook, exists, passed):
    x, y = corner
    edge, style = (PALETTE["input"], "-") if exists else (MUTED, "--")
    box = {"boxstyle": "round,pad=0,rounding_size=0.08", "facecolor": "white", "edgecolor": edge}
    ax.add_patch(FancyBboxPatch((x, y), WIDTH, HEIGHT, linestyle=style, linewidth=1.6, **box))
    color = INK if exists else MUTED
    title = "\n".join(wrap(f"{notebook.number:02d} {notebook.title}", 14))
    ax.text(x + 0.12, y + HEIGHT - 0.09, title, va="top", fontsize=8.2, color=color)
    if passed:
        count, of = passed
        ax.text(x + 0.12, y + 0.07, f"{'✓ ' if count == of else ''}{count} of {of}", fontsize=8, color=INK)
    ax.text(x + WIDTH - 0.1, y + 0.07, f"{notebook.minutes} min", ha="right", fontsize=8, color=MUTED)


@course_style
def palette():
    """One swatch a role, with its name and its meaning."""
    listed = "; ".join(f"{role}: {MEANING[role]}" for role in PALETTE)
    figure = CourseFigure(f"The colours of the course. {listed}.", figsize=(8.0, 0.9), layout="none")
    ax = figure.add_axes((0, 0, 1, 1))
    for place, (role, color) in enumerate(PALETTE.items()):
        ax.barh(0, 0.16, left=place, height=0.7, color=color)
        ax.text(place + 0.22, 0.02, f"{role}\n{MEANING[role]}", va="center", fontsize=9, color=INK)
    ax.set_xlim(-0.05, len(PALETTE))
    ax.set_ylim(-0.5, 0.5)
    ax.axis("off")
    return figure
