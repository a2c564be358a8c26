"""Layers compared: which channel is connected with which map, what that costs, and whether a map moves along."""

import numpy as np
from matplotlib.text import Annotation

from .style import INK, LOOKS, PALETTE, CourseFigure, course_style, dress, legend_above


@course_style
def connections(channels, layers):
    """A panel for each way to connect channels with maps, a line for each kernel.

    Parameters: channels, how many come in; layers, a dict title -> [(maps, groups), ...], one pair for each stage.
    """
    lines = {title: [_lines(*stage) for stage in _stages(channels, stages)] for title, stages in layers.items()}
    said = "; ".join(f"{title}: {' and '.join(str(len(one)) for one in stages)}" for title, stages in lines.items())
    figure = CourseFigure(f"Lines from {channels} channels to the maps, one a kernel. {said}.", figsize=(9.0, 2.7))
    widths = [len(stages) for stages in lines.values()]
    for ax, (title, stages) in zip(figure.subplots(1, len(lines), width_ratios=widths), lines.items(), strict=True):
        counts = [channels, *(maps for maps, _ in layers[title])]
        for stage, pairs in enumerate(stages):
            heights = [_heights(count) for count in counts[stage : stage + 2]]
            for first, last in pairs:
                ends = heights[0][first], heights[1][last]
                ax.plot([stage, stage + 1], ends, color=PALETTE["kernel"], linewidth=1.2, zorder=1)
        for stage, count in enumerate(counts):
            colour = PALETTE["output"] if stage == len(stages) else PALETTE["input"]
            ax.scatter([stage] * count, _heights(count), s=60, color=colour, zorder=2)
        ax.set_title(title, fontsize=9.5, color=INK)
        ax.set_xlim(-0.25, len(stages) + 0.25)
        ax.axis("off")
    return figure


def _stages(channels, stages):
    """(channels in, maps, groups) of each stage."""
    ins = [channels, *(maps for maps, _ in stages)]
    return [(before, maps, groups) for before, (maps, groups) in zip(ins, stages, strict=False)]


def _lines(channels, maps, groups):
    """The pairs (channel, map) of one part."""
    pairs = np.argwhere(np.arange(channels)[:, None] * groups // channels == np.arange(maps) * groups // maps)
    return pairs.tolist()


def _heights(count):
    return -np.linspace(0.0, 1.0, count + 2)[1:-1]


@course_style
def costs(layers):
    """Bars on a logarithmic axis: weights and products of each layer, a dict name -> (weights, products)."""
    said = "; ".join(f"{name}: {', '.join(f'{n:,}' for n in numbers)}" for name, numbers in layers.items())
    figure = CourseFigure(
        f"Bars for weights and products, logarithmic. {said}.", figsize=(7.5, 0.9 + 0.55 * len(layers))
    )
    ax = figure.subplots()
    places = np.arange(len(layers))
    for k, (title, look) in enumerate([("weights", LOOKS[2]), ("products", LOOKS[0])]):
        values = [numbers[k] for numbers in layers.values()]
        bars = ax.barh(places + 0.4 * k, values, height=0.38, color=look["color"], label=title)
        ax.bar_label(bars, [f" {value:,}" for value in values], fontsize=8.5, color=INK)
    ax.set(xscale="log", xlim=(min(map(min, layers.values())) / 3, max(map(max, layers.values())) * 30))
    ax.set_yticks(places + 0.2, list(layers), color=INK)
    ax.invert_yaxis()
    dress(ax)
    ax.grid(visible=False, axis="y")
    legend_above(ax)
    return figure


@course_style
def commuting_square(views, titles, *, across, down):
    """Four pictures in a square, with arrows: two ways lead from the first to the last.

    Parameters: views, 2-D arrays: x, across(x), down(x), and down(across(x)), each from its least to its largest value;
    titles, one for each; across and down, what the arrows do.
    """
    ways = f"{across} leads from left to right, {down} from above downwards"
    figure = CourseFigure(f"A square of pictures: {', '.join(titles)}. {ways}.", figsize=(6.4, 4.8), layout="none")
    for k, (view, title) in enumerate(zip(views, titles, strict=True)):
        left, below = 0.06 + 0.52 * (k % 2), 0.53 - 0.5 * (k // 2)
        ax = figure.add_axes((left, below, 0.36, 0.41))
        ax.imshow(view, cmap="gray")
        ax.set_title(title, fontsize=9.5, color=INK, loc="left", pad=3)
        ax.axis("off")
    arrow = {"arrowstyle": "-|>", "color": PALETTE["focus"], "linewidth": 1.8}
    ends = [((0.43, 0.735), (0.57, 0.735), across), ((0.43, 0.235), (0.57, 0.235), across)]
    ends += [((0.24, 0.525), (0.24, 0.475), down), ((0.76, 0.525), (0.76, 0.475), down)]
    for begin, end, text in ends:
        figure.add_artist(Annotation("", end, begin, xycoords="figure fraction", arrowprops=arrow))
        aside = {"ha": "center", "va": "bottom"} if begin[1] == end[1] else {"ha": "left", "va": "center"}
        at = (0.5, begin[1] + 0.01) if begin[1] == end[1] else (begin[0] + 0.02, 0.5)
        figure.text(*at, text, fontsize=9.5, color=INK, **aside)
    return figure
