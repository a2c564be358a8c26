"""Figures of pictures: photographs, signed results, template matching; the stills of ImageFilter and ChannelMixer.

Grey pictures run from black at 0 to white at 1 unless value_range says otherwise.
"""

import numpy as np

from .grids import draw_grid, frame
from .panels import axes_at, bare, by, colour_bar, dress_picture, in_a_row, short, span
from .style import INK, MUTED, PALETTE, SIGNED, CourseFigure, course_style, signed_limit, tones

_SHOWN = {
    "grey": "Black is zero",
    "signed": "Blue is negative, white zero, red positive",
    "clipped": "What is below zero is clipped at black, what is above one at white",
    "absolute": "The absolute value is shown, black is zero",
}


@course_style
def pictures(images, titles, *, value_range=(0, 1)):
    """Pictures side by side on one grey scale; each says how much of it is clipped.

    Parameters: images, a sequence of (H, W) or (H, W, 3) arrays; titles, one text each; value_range, the values shown
    black and white.
    """
    clipped = [_clipped(image, *value_range) for image in images]
    named = zip(images, titles, clipped, strict=True)
    sizes = "; ".join(f"{title} ({', '.join(filter(None, (by(image), note)))})" for image, title, note in named)
    widest = max(np.shape(im)[0] / np.shape(im)[1] for im in images)
    width = min(3.0 * len(images), 7.5)
    height = width / len(images) * widest + 0.4 + 0.2 * max(note.count(",") + bool(note) for note in clipped)
    figure = CourseFigure(f"Pictures: {sizes}.", figsize=(width, height), layout="compressed")
    axes = figure.subplots(1, len(images), squeeze=False)[0]
    for ax, image, title, note in zip(axes, images, titles, clipped, strict=True):
        _draw_picture(ax, image, title, value_range)
        ax.spines[:].set_visible(True)  # else a white picture has no edge
        ax.set_xlabel("\n".join([ax.get_xlabel(), *note.split(", ")]).rstrip())
        if ax is not axes[0]:
            ax.set_ylabel("")
    return figure


def _clipped(image, low, high):
    """What of a picture is drawn as `low` or `high` and is beyond it, "9 % below 0, 12 % above 1"; "" if hardly any."""
    parts = {f"below {short(low)}": np.mean(image < low - 1e-9), f"above {short(high)}": np.mean(image > high + 1e-9)}
    return ", ".join(f"{100 * share:.0f} % {side}" for side, share in parts.items() if share >= 0.005)


@course_style
def signed_picture(values, *, title="", label="value"):
    """Signed values on the diverging scale around zero, its range beside it.

    Parameters: values, (H, W) array; label, what the colour bar shows, with its unit.
    """
    height, width = np.shape(values)
    low, high = short(np.nanmin(values)), short(np.nanmax(values))
    figure = CourseFigure(
        f"{title or 'Signed picture'}, {by(values)}, from {low} to {high}; blue is negative, white zero, red positive.",
        figsize=(4.9, min(3.4 * height / width, 8.0) + 0.8),
        layout="compressed",
    )
    _draw_signed(figure, figure.subplots(), values, title, label)
    return figure


@course_style
def template_match(image, box, found, scores, *, template=None, title=""):
    """A photograph with the template's box and the places found, beside the score of every position.

    Parameters: image, (H, W) or (H, W, 3) array; box, (row, column, height, width) of the template, where it was cut
    out; found, the (row, column) of the upper left corner of the best match, or a sequence of such pairs; scores, the
    array of valid positions, signed; template, drawn at the left if given.
    """
    row, column, height, width = box
    found = np.reshape(found, (-1, 2))
    places = ", ".join(f"({r}, {c}) with score {short(scores[r, c])}" for r, c in found[:5])
    places += f" and {len(found) - 5} more" if len(found) > 5 else ""
    figure = CourseFigure(
        f"A template of {height} by {width} pixels, cut out at row {row}, column {column}, is found at {places}. "
        f"Beside it the normalised correlation at every position, {span(scores)}.",
        layout="none",
    )
    pixel = min(2.4 / np.shape(image)[1], 3.0 / np.shape(image)[0])  # inches
    sizes, gaps = [(n[1] * pixel, n[0] * pixel) for n in (np.shape(image), np.shape(scores))], [0.65, 0.75, 0.12]
    sizes.append((0.13, sizes[1][1]))
    if template is not None:
        side = max(np.shape(template)[:2])
        sizes.insert(0, (np.shape(template)[1] / side, np.shape(template)[0] / side))
        gaps.insert(0, 0.15)
    *thumbs, left, right, bar = in_a_row(figure, sizes, gaps, above=0.45, below=0.9, right=0.85)
    for thumb in thumbs:
        thumb.imshow(template, cmap="gray", vmin=0, vmax=1)
        bare(thumb, f"template\n{height}×{width}")
    _draw_picture(left, image, title, (0, 1))
    for r, c in found:
        left.add_patch(frame(r, c, height, width, 3.5, zorder=1, clip_on=True, label="found"))
    look = {"linestyle": "--", "zorder": 1, "clip_on": True, "label": "template cut out"}
    left.add_patch(frame(row, column, height, width, 2, "kernel", **look))
    figure.legend(handles=left.patches[-2:], loc="lower left", ncols=2, fontsize=9, frameon=False)
    _draw_signed(figure, right, scores, "score of every position", "normalised correlation", bar)
    look = {"markersize": 10, "fillstyle": "none", "markeredgewidth": 1.8, "color": PALETTE["focus"]}
    right.plot(found[:, 1], found[:, 0], "s", **look)
    return figure


@course_style
def filter_panels(image, kernel, output, *, scale="signed", operation="correlation"):
    """A photograph, the kernel as it slides over it, and the result with its scale: ImageFilter's still picture.

    Parameters: image, (H, W) array from 0 to 1; kernel, (kH, kW), as it was given; output, 2-D array; scale, "signed"
    (the diverging scale around zero, grey where no weight is negative), "clipped" (0 and below black, 1 and above
    white) or "absolute" (the absolute value in grey); operation, "correlation" or "convolution" (the kernel flipped).
    """
    if scale not in ("signed", "clipped", "absolute"):
        raise ValueError(f"scale must be 'signed', 'clipped' or 'absolute', got {scale!r}")
    shown = "grey" if scale == "signed" and np.min(kernel) >= 0 else scale
    sizes = [np.shape(a) for a in (image, kernel, output)]
    figure = CourseFigure(
        f"{operation.capitalize()} of a picture, {by(image)}, with a kernel {by(kernel)}: the result, {by(output)}, "
        f"runs {span(output)}. {_SHOWN[shown]}.",
        layout="none",
    )
    pixel, cell = 2.1 / max(sizes[0]), min(0.42, 2.43 / max(sizes[1]))  # inches
    panels = [(n[1] * side, n[0] * side) for n, side in zip(sizes, (pixel, cell, pixel), strict=True)]
    panels.append((0.13, panels[2][1]))
    left, middle, right, bar = in_a_row(figure, panels, [0.65, 0.6, 0.75, 0.12], above=0.6, below=0.55, right=0.6)
    _draw_picture(left, image, f"picture {by(image, '×')}", (0, 1))
    turned = operation == "convolution"
    title = f"kernel {by(kernel, '×')}" + (", flipped" if turned else "")
    draw_grid(middle, np.flip(kernel) if turned else np.asarray(kernel), "kernel", title, cell)
    title = f"result {by(output, '×')}"
    if shown == "signed":
        _draw_signed(figure, right, output, title, "", bar)
    else:
        values = np.abs(output) if shown == "absolute" else output
        white = 1.0 if shown == "clipped" else max(signed_limit(output), 0.0 if shown == "absolute" else 1.0)
        _draw_picture(right, values, title, (0, white))
        colour_bar(figure, right.images[0], cax=bar)
    return figure


@course_style
def channel_panels(rows, maps, *, chosen=0, bias=0.0, steps=""):
    """How the channels of one filter become a map, and all maps.

    Parameters: rows, for each channel (name, (H, W) array from 0 to 1, (kH, kW) kernel, what the kernel makes of the
    channel), the last two None where the filter does not see the channel; maps, (F, H', W'); chosen, the filter of
    the rows; bias, the number that is added to its sum; steps, what then follows, as ", ReLU".
    """
    maps = np.asarray(maps)
    side, step, gap, margin, top = 1.25, 1.72, 0.45, 0.35, 0.45  # inches
    limit, whole = max(signed_limit(made) for *_, made in rows if made is not None), signed_limit(maps[chosen])
    figure = CourseFigure(_describe_channels(rows, maps, chosen, f"{short(bias)}{steps}"), layout="none")
    tall = max(len(rows), 1 + -(-len(maps) // 2))
    width, height = margin + 5 * (side + gap), top + step * tall
    figure.set_size_inches(width, height)

    def axes(column, row):
        return axes_at(figure, margin + column * (side + gap), top + row * step, side, side)

    for row, (name, channel, kernel, made) in enumerate(rows):
        _draw_channel(axes(0, row), channel, name, "gray", (0, 1), crossed=kernel is None)
        if kernel is None:
            middle = 1 - (top + row * step + side / 2) / height
            figure.text((margin + side + gap) / width, middle, "not seen", color=MUTED)
            continue
        ax = axes(1, row)
        draw_grid(ax, kernel, "kernel", f"⋆ w[{chosen}]", side / max(kernel.shape))
        ax.set_aspect("equal")
        ax.set(xticks=[], yticks=[], xlabel="", ylabel="")
        _draw_channel(axes(2, row), made, f"= {name} ⋆ w, ±{short(limit)}", SIGNED, (-limit, limit))
    title = f"sum + bias {short(bias)}{steps}\n= map {chosen}, ±{short(whole)}"
    _draw_channel(axes(3.2, 0), maps[chosen], title, SIGNED, (-whole, whole))
    for number, values in enumerate(maps):
        own = signed_limit(values)
        ax = axes(3.2 + number % 2, 1 + number // 2)
        _draw_channel(ax, values, f"map {number}, ±{short(own)}", SIGNED, (-own, own), bold=number == chosen)
    return figure


def _describe_channels(rows, maps, chosen, then):
    seen, size = [name for name, _, kernel, _ in rows if kernel is not None], by(maps[chosen])
    return (
        f"Filter {chosen}: what its kernels make of {', '.join(seen)}, added up with the bias {then}, is map "
        f"{chosen}, {size}, {span(maps[chosen])}; blue is negative, white zero, red positive. "
        f"There are {len(maps)} maps of {size} from {len(rows)} channels."
    )


def _draw_channel(ax, values, title, colours, span, *, crossed=False, bold=False):
    ax.imshow(values, cmap=colours, vmin=span[0], vmax=span[1], alpha=0.25 if crossed else 1, interpolation="nearest")
    bare(ax, title)
    if bold:
        ax.set_title(title, fontsize=10, color=INK, loc="left", fontweight="bold")
    if crossed:
        for corners in ([0, 1], [1, 0]):
            ax.plot([0, 1], corners, color=INK, linewidth=1.5, transform=ax.transAxes)


def _draw_picture(ax, image, title, value_range):
    low, high = value_range
    ax.imshow(image, cmap="gray", vmin=low, vmax=high)
    dress_picture(ax, title)


def _draw_signed(figure, ax, values, title, label, bar=None):
    """Signed values, with their colour bar in the axes `bar`, or beside `ax` where there are none."""
    shown = ax.imshow(values, **tones(values, signed=True))
    dress_picture(ax, title)
    colour_bar(figure, shown, ax if bar is None else None, cax=bar).set_label(label, fontsize=9.5, labelpad=0)
