"""A network at work on one picture: the still picture of the NetworkExplorer widget.

Arrays in, CourseFigure out; only the picture is laid out here.
"""

import numpy as np

from .style import INK, PALETTE, SIGNED, CourseFigure, dress, short, signed_limit
from .training import GAP, mosaic

__all__ = ["network_panels"]

MOST_CLASSES = 12


def network_panels(picture, layers, scores, *, columns=6):
    """The picture, the maps of the first layers that have any, and the probability of each class.

    Parameters: picture, (H, W) or (H, W, 3) array from 0 to 1; layers, at most three pairs (title, (n, h, w) array),
    each on its own scale, diverging where any value is negative, else grey from black at 0; scores, a dict class name
    -> probability, or an empty one where the network does not end in classes; columns, maps in a row of a block.
    """
    ranked = sorted(scores, key=scores.get, reverse=True)[:MOST_CLASSES]
    first = ", then ".join(f"{name} ({scores[name]:.0%})" for name in ranked[:2])
    said = f"The network says {first}." if scores else "It has no classes."
    listed = "; ".join(
        f"{title}: {len(maps)} maps of {maps.shape[1]} by {maps.shape[2]}, from {short(maps.min())} to "
        f"{short(maps.max())}"
        for title, maps in layers
    )
    blocks = [mosaic(np.asarray(maps), columns) for _, maps in layers]
    widths = [2.0, *[2.1] * len(blocks), *[2.2] * bool(scores)]
    figure = CourseFigure(
        f"A network at work on a picture of {picture.shape[0]} by {picture.shape[1]}. {listed or 'No maps'}. {said}",
        figsize=(sum(widths), 2.6),
    )
    axes = figure.subplots(1, len(widths), width_ratios=widths, squeeze=False)[0]
    axes[0].imshow(picture, cmap="gray", vmin=0, vmax=1)
    _bare(axes[0], "picture")
    for ax, tiles, (title, maps) in zip(axes[1:], blocks, layers, strict=False):
        limit = signed_limit(maps)
        scale = {"cmap": SIGNED, "vmin": -limit} if np.min(maps) < 0 else {"cmap": "gray", "vmin": 0}
        ax.imshow(tiles, vmax=limit, interpolation="nearest", **scale)
        ax.set_facecolor(GAP)
        _bare(ax, title)
        ax.set_xlabel(f"{short(-limit if np.min(maps) < 0 else 0)} to {short(limit)}", fontsize=9, color=INK)
    if scores:
        _draw_classes(axes[-1], [name for name in scores if name in ranked], scores)
    return figure


def _draw_classes(ax, names, scores):
    percents = [100 * scores[name] for name in names]
    bars = ax.barh(range(len(names)), percents, color=PALETTE["output"])
    ax.bar_label(bars, [f"{percent:.0f}" for percent in percents], fontsize=8, padding=2, color=INK)
    dress(ax, title="says", xlabel="probability (%)")
    ax.set_yticks(range(len(names)), names)
    ax.set(xlim=(0, 115), xticks=[0, 50, 100])
    ax.invert_yaxis()


def _bare(ax, title):
    dress(ax, title=title, grid=False)
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
