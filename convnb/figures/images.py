"""Figures of pictures: a photograph or several, signed results on the diverging scale, template matching.

Arrays in, CourseFigure out; only the picture is laid out here. Grey pictures run from black at 0 to white at 1 unless
value_range says otherwise; signed pictures are never clipped at black.
"""

import numpy as np
from matplotlib.patches import Rectangle

from convnb.figures.grids import draw_grid
from convnb.figures.style import PALETTE, SIGNED, CourseFigure, dress, short, signed_limit

__all__ = ["filter_panels", "pictures", "signed_picture", "template_match"]

_SHOWN = {
    "grey": "Black is zero",
    "signed": "Blue is negative, white zero, red positive",
    "clipped": "What is below zero is clipped at black, what is above one at white",
    "absolute": "The absolute value is shown, black is zero",
}


def pictures(images, titles, *, value_range=(0, 1)):
    """Pictures side by side on one grey scale.

    Parameters: images, a sequence of (H, W) or (H, W, 3) arrays; titles, one text each; value_range, the values shown
    black and white.
    """
    sizes = "; ".join(
        f"{title} ({np.shape(im)[0]} by {np.shape(im)[1]})" for im, title in zip(images, titles, strict=True)
    )
    widest = max(np.shape(im)[0] / np.shape(im)[1] for im in images)
    width = min(3.0 * len(images), 7.5)
    figure = CourseFigure(f"Pictures: {sizes}.", figsize=(width, width / len(images) * widest), layout="compressed")
    for ax, image, title in zip(figure.subplots(1, len(images), squeeze=False)[0], images, titles, strict=True):
        _draw_picture(ax, image, title, value_range)
    return figure


def signed_picture(values, *, title="", label="value"):
    """Signed values on the diverging scale around zero, its range beside it.

    Parameters: values, (H, W) array; label, what the colour bar shows, with its unit.
    """
    height, width = np.shape(values)
    low, high = short(np.nanmin(values)), short(np.nanmax(values))
    figure = CourseFigure(
        f"{title or 'Signed picture'}, {height} by {width}, from {low} to {high}; "
        "blue is negative, white zero, red positive.",
        figsize=(4.9, min(3.4 * height / width, 8.0) + 0.8),
        layout="compressed",
    )
    _draw_signed(figure, figure.subplots(), values, title, label)
    return figure


def template_match(image, box, found, scores, *, template=None, title="", label="normalised correlation"):
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
        f"Beside it the {label} at every position, from {short(np.min(scores))} to {short(np.max(scores))}.",
        layout="none",
    )
    thumb, left, right, bar = _lay_out(figure, np.shape(image), np.shape(scores), template)
    if template is not None:
        _draw_picture(thumb, template, f"template\n{height}×{width}", (0, 1), ticks=False)
    _draw_picture(left, image, title, (0, 1))
    for place in found:
        _draw_box(left, place, height, width, "focus", "-", "found", linewidth=3.5)
    _draw_box(left, (row, column), height, width, "kernel", "--", "template cut out", linewidth=2)
    once = dict(zip(*reversed(left.get_legend_handles_labels()), strict=True))
    figure.legend(once.values(), once.keys(), loc="lower left", ncols=2, fontsize=9, frameon=False)
    _draw_signed(figure, right, scores, "score of every position", label, bar)
    frame = {"markersize": 10, "fillstyle": "none", "markeredgewidth": 1.8, "color": PALETTE["focus"]}
    right.plot(found[:, 1], found[:, 0], "s", **frame)
    return figure


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
    low, high = short(np.min(output)), short(np.max(output))
    figure = CourseFigure(
        f"{operation.capitalize()} of a picture, {sizes[0][0]} by {sizes[0][1]}, with a kernel "
        f"{sizes[1][0]} by {sizes[1][1]}: the result, {sizes[2][0]} by {sizes[2][1]}, runs from {low} to {high}. "
        f"{_SHOWN[shown]}.",
        layout="none",
    )
    (left, middle, right), bar, cell = _three_panels(figure, *sizes)
    _draw_picture(left, image, f"picture {_by(sizes[0])}", (0, 1))
    turned = operation == "convolution"
    title = f"kernel {_by(sizes[1])}" + (", flipped" if turned else "")
    draw_grid(middle, np.asarray(kernel)[:: -1 if turned else 1, :: -1 if turned else 1], "kernel", title, cell)
    title = f"result {_by(sizes[2])}"
    if shown == "signed":
        _draw_signed(figure, right, output, title, "", bar)
    else:
        values = np.abs(output) if shown == "absolute" else output
        white = 1.0 if shown == "clipped" else max(signed_limit(output), 0.0 if shown == "absolute" else 1.0)
        _draw_picture(right, values, title, (0, white))
        _draw_bar(figure, right.images[0], bar, [0, white])
    return figure


def _by(shape):
    return f"{shape[0]}×{shape[1]}"


def _three_panels(figure, image, kernel, output):
    """Axes for picture, kernel and result, pictures in one scale; the colour bar's axes; side of the kernel's cells."""
    inch = 2.1 / max(image)  # side of a pixel
    cell = min(0.42, 2.43 / max(kernel))
    sizes = [(n[1] * side, n[0] * side) for n, side in ((image, inch), (kernel, cell), (output, inch))]
    sizes.append((0.13, sizes[2][1]))
    gaps = [0.65, 0.6, 0.75, 0.12]  # inches left of each, for the row numbers
    width, height = sum(gaps) + sum(w for w, _ in sizes) + 0.6, max(h for _, h in sizes) + 1.15
    figure.set_size_inches(width, height)
    axes, left = [], 0.0
    for (w, h), gap in zip(sizes, gaps, strict=True):
        axes.append(figure.add_axes(((left + gap) / width, 1 - (0.6 + h) / height, w / width, h / height)))
        left += gap + w
    return axes[:3], axes[3], cell


def _lay_out(figure, image, scores, template):
    """Axes for the template (None without one), the image, the scores in the same scale, and the colour bar."""
    inch = min(2.4 / image[1], 3.0 / image[0])  # side of a pixel
    sizes = [(n[1] * inch, n[0] * inch) for n in (image, scores)] + [(0.13, scores[0] * inch)]
    gaps = [0.65, 0.75, 0.12]  # inches left of each, for the row numbers
    if template is not None:
        side = max(np.shape(template)[:2])
        sizes.insert(0, (np.shape(template)[1] / side, np.shape(template)[0] / side))
        gaps.insert(0, 0.15)
    width, height = sum(gaps) + sum(w for w, _ in sizes) + 0.85, image[0] * inch + 1.35
    figure.set_size_inches(width, height)
    axes, left = [], 0.0
    for (w, h), gap in zip(sizes, gaps, strict=True):
        axes.append(figure.add_axes(((left + gap) / width, 1 - (0.45 + h) / height, w / width, h / height)))
        left += gap + w
    return axes if template is not None else [None, *axes]


def _draw_picture(ax, image, title, value_range, ticks=True):
    low, high = value_range
    ax.imshow(image, cmap="gray", vmin=low, vmax=high)
    dress(ax, title=title, grid=False)
    if ticks:
        ax.set(xlabel="column (pixels)", ylabel="row (pixels)")
    else:
        ax.set(xticks=[], yticks=[])


def _draw_signed(figure, ax, values, title, label, bar=None):
    limit = signed_limit(values)
    shown = ax.imshow(values, cmap=SIGNED, vmin=-limit, vmax=limit)
    dress(ax, title=title, xlabel="column (pixels)", ylabel="row (pixels)", grid=False)
    _draw_bar(figure, shown, bar, [-limit, 0, limit], label, ax)


def _draw_bar(figure, shown, bar, ticks, label="", ax=None):
    """The colour bar of a drawn picture in the axes `bar`, or beside `ax` where there are none."""
    bar = figure.colorbar(shown, ax=ax if bar is None else None, cax=bar, ticks=ticks)
    bar.ax.set_yticklabels([short(tick) for tick in ticks])
    bar.ax.tick_params(labelsize=9)
    bar.set_label(label, fontsize=9.5, labelpad=0)


def _draw_box(ax, corner, height, width, color, style, label, *, linewidth):
    row, column = corner
    # A pixel's centre has whole coordinates, so its edge lies half a pixel before it.
    box = Rectangle((column - 0.5, row - 0.5), width, height, fill=False, linestyle=style, label=label)
    box.set(edgecolor=PALETTE[color], linewidth=linewidth)
    ax.add_patch(box)
