"""Channel, kernel and result, a row each, beside their sum and all maps: the still picture of the ChannelMixer widget.

Arrays in, CourseFigure out; only the picture is laid out here.
"""

import numpy as np

from .grids import draw_grid
from .style import INK, MUTED, SIGNED, CourseFigure, dress, short, signed_limit

__all__ = ["channel_panels"]

SIDE = 1.25  # of a picture, in inches
ROW = 1.72  # from one row to the next
LEFT = 0.35
GAP = 0.45
TOP = 0.45


def channel_panels(rows, maps, *, chosen=0, bias=0.0, steps=""):
    """How the channels of one filter become a map, and all maps.

    Parameters: rows, for each channel (name, (H, W) array from 0 to 1, (kH, kW) kernel, what the kernel makes of the
    channel), the last two None where the filter does not see the channel; maps, (F, H', W'); chosen, the filter of
    the rows; bias, the number that is added to its sum; steps, what then follows, as ", ReLU".
    """
    maps = np.asarray(maps)
    limit, whole = max(signed_limit(made) for *_, made in rows if made is not None), signed_limit(maps[chosen])
    figure = CourseFigure(_alt(rows, maps, chosen, f"{short(bias)}{steps}"), layout="none")
    tall = max(len(rows), 1 + -(-len(maps) // 2))
    width, height = LEFT + 5 * (SIDE + GAP), TOP + ROW * tall
    figure.set_size_inches(width, height)

    def axes(column, row):
        left, top = LEFT + column * (SIDE + GAP), TOP + row * ROW
        return figure.add_axes((left / width, 1 - (top + SIDE) / height, SIDE / width, SIDE / height))

    for row, (name, channel, kernel, made) in enumerate(rows):
        _picture(axes(0, row), channel, name, "gray", (0, 1), crossed=kernel is None)
        if kernel is None:
            figure.text((LEFT + SIDE + GAP) / width, 1 - (TOP + row * ROW + SIDE / 2) / height, "not seen", color=MUTED)
            continue
        _kernel(axes(1, row), kernel, f"⋆ w[{chosen}]")
        _picture(axes(2, row), made, f"= {name} ⋆ w, ±{short(limit)}", SIGNED, (-limit, limit))
    title = f"sum + bias {short(bias)}{steps}\n= map {chosen}, ±{short(whole)}"
    _picture(axes(3.2, 0), maps[chosen], title, SIGNED, (-whole, whole))
    for number, values in enumerate(maps):
        own = signed_limit(values)
        ax = axes(3.2 + number % 2, 1 + number // 2)
        _picture(ax, values, f"map {number}, ±{short(own)}", SIGNED, (-own, own), bold=number == chosen)
    return figure


def _alt(rows, maps, chosen, then):
    seen = [name for name, _, kernel, _ in rows if kernel is not None]
    low, high = short(np.min(maps[chosen])), short(np.max(maps[chosen]))
    size = f"{maps.shape[1]} by {maps.shape[2]}"
    return (
        f"Filter {chosen}: what its kernels make of {', '.join(seen)}, added up with the bias {then}, is map "
        f"{chosen}, {size}, from {low} to {high}; blue is negative, white zero, red positive. "
        f"There are {len(maps)} maps of {size} from {len(rows)} channels."
    )


def _picture(ax, values, title, colours, span, *, crossed=False, bold=False):
    ax.imshow(values, cmap=colours, vmin=span[0], vmax=span[1], alpha=0.25 if crossed else 1, interpolation="nearest")
    dress(ax, title=title, grid=False)
    if bold:
        ax.set_title(title, fontsize=10, color=INK, loc="left", fontweight="bold")
    ax.set(xticks=[], yticks=[])
    if crossed:
        for corners in ([0, 1], [1, 0]):
            ax.plot([0, 1], corners, color=INK, linewidth=1.5, transform=ax.transAxes)


def _kernel(ax, kernel, title):
    cell = SIDE / max(kernel.shape)
    draw_grid(ax, kernel, "kernel", title, cell)
    ax.set_aspect("equal")
    ax.set(xticks=[], yticks=[], xlabel="", ylabel="")
