"""Figures of a network: its filters and maps, how it learns, the errors that remain; the still of NetworkExplorer."""

import numpy as np
from matplotlib.ticker import MaxNLocator

from .panels import bare, by, colour_bar, rows_of, short, span
from .style import INK, LOOKS, PALETTE, CourseFigure, course_style, draw_curves, dress, legend_above, tones

GAP = "#D9D9D9"  # between the pictures of a block: neither zero nor a value
LONGEST_NAME = 20  # characters


@course_style
def filters_panel(banks, titles, *, columns=6):
    """Filters before and after: blocks of small pictures side by side, all on one diverging scale.

    Parameters: banks, a sequence of (n, kH, kW) or (n, 1, kH, kW) arrays; titles, one text each; columns, how many
    filters stand in a row of a block.
    """
    banks = [_stack(bank) for bank in banks]
    scale = tones(np.concatenate([bank.ravel() for bank in banks]), signed=True)
    alt = f"{_listed(banks, titles, 'filters')}. One scale: blue is negative, white zero, red positive."
    return _blocks_figure(alt, banks, titles, columns, scale)


@course_style
def feature_maps(stacks, titles, *, columns=6):
    """What layers answer to one picture: blocks of maps side by side, each block on its own scale.

    Parameters: stacks, a sequence of (n, H, W) arrays, such as `[y[0] for y in network.activations(x)[:3]]`; titles,
    one text each; columns, how many maps stand in a row of a block.
    """
    stacks = [_stack(maps) for maps in stacks]
    colours = "Where values can be negative, blue is negative and red positive; else black is zero."
    return _blocks_figure(f"{_listed(stacks, titles)}. {colours}", stacks, titles, columns)


@course_style
def training_curves(losses, accuracies):
    """How the loss falls and the accuracy rises from epoch to epoch, one line each; entry i of a list stands at i + 1.

    Parameters: losses, a dict name -> list, at most four, such as {"training": history.losses, "held out":
    history.validation_losses}; accuracies, the same from 0 to 1, shown in percent.
    """
    fall = "; ".join(f"{name} from {short(ys[0])} to {short(ys[-1])}" for name, ys in losses.items())
    rise = "; ".join(f"{name} from {_percent(ys[0])} to {_percent(ys[-1])}" for name, ys in accuracies.items())
    figure = CourseFigure(f"Loss by epoch: {fall}. Accuracy by epoch: {rise}.", figsize=(8.4, 3.0))
    left, right = figure.subplots(1, 2)
    for ax, curves, ylabel in ((left, losses, "loss"), (right, _in_percent(accuracies), "accuracy (%)")):
        epochs = 1 + np.arange(max(map(len, curves.values())))
        _draw_lines(ax, epochs, curves, "epoch", ylabel, marker="o" if len(epochs) <= 20 else None)
    left.set_ylim(bottom=0)
    return figure


def _in_percent(accuracies):
    return {name: 100 * np.asarray(ys) for name, ys in accuracies.items()}


def _draw_lines(ax, at, curves, xlabel, ylabel, marker="o"):
    draw_curves(ax, at, curves, LOOKS, marker=marker, markersize=4)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    dress(ax, xlabel=xlabel, ylabel=ylabel)
    legend_above(ax, 2)


@course_style
def accuracy_by_shift(shifts, accuracies):
    """How accuracy suffers when the pictures are moved.

    Parameters: shifts, n numbers; accuracies, a dict name -> n numbers from 0 to 1, at most four, shown in percent.
    """
    listed = "; ".join(
        f"{name} {', '.join(f'{_percent(y)} at {short(at)}' for at, y in zip(shifts, ys, strict=True))}"
        for name, ys in accuracies.items()
    )
    xlabel = "shift of the digits (pixels)"
    figure = CourseFigure(f"Accuracy by {xlabel}: {listed}.", figsize=(6.4, 3.0))
    ax = figure.subplots()
    _draw_lines(ax, shifts, _in_percent(accuracies), xlabel, "accuracy (%)")
    ax.set_ylim(0, 103)
    return figure


@course_style
def mistakes(images, labels, predictions, *, at_most=16):
    """The first `at_most` pictures whose prediction is not their label, with both.

    Parameters: images, (N, H, W), black at 0, white at 1; labels and predictions, N integers.
    """
    images, labels, predictions = np.asarray(images), np.asarray(labels), np.asarray(predictions)
    wrong = np.flatnonzero(labels != predictions)
    shown = wrong[:at_most]
    listed = "; ".join(f"a {labels[i]} taken for a {predictions[i]}" for i in shown)
    alt = f"{len(wrong)} of {len(labels)} pictures are mistaken" + (f": {listed}." if len(shown) else ".")
    across = min(8, max(len(shown), 1))
    down = max(-(-len(shown) // across), 1)
    figure = CourseFigure(alt, figsize=(max(1.05 * across, 3.4), 1.4 * down + 0.3), layout="compressed")
    figure.suptitle(f"{len(wrong)} of {len(labels)} mistaken", fontsize=10, color=INK, x=0.01, ha="left")
    axes = rows_of(figure, len(shown), across)
    for ax, index in zip(axes.flat, shown, strict=False):
        ax.imshow(images[index], cmap="gray", vmin=0, vmax=1)
        bare(ax, f"{labels[index]}, said {predictions[index]}")
    return figure


@course_style
def network_panels(picture, layers, scores):
    """The picture, the maps of the first layers that have any, and the probability of each class.

    Parameters: picture, (H, W) or (H, W, 3) array from 0 to 1; layers, at most three pairs (title, (n, h, w) array),
    each on its own scale, diverging where any value is negative, else grey from black at 0; scores, a dict class name
    -> probability, or an empty one where the network does not end in classes.
    """
    ranked = sorted(scores, key=scores.get, reverse=True)[:12]  # as many as fit
    first = ", then ".join(f"{_fitting(name)} ({scores[name]:.0%})" for name in ranked[:2])
    said = f"The network says {first}." if scores else "It has no classes."
    listed = _listed([maps for _, maps in layers], [title for title, _ in layers])
    blocks = [mosaic(np.asarray(maps), 6) for _, maps in layers]
    widths = [2.0, *[2.1] * len(blocks), *[2.2] * bool(scores)]
    figure = CourseFigure(
        f"A network at work on a picture of {picture.shape[0]} by {picture.shape[1]}. {listed or 'No maps'}. {said}",
        figsize=(sum(widths), 2.6),
    )
    axes = figure.subplots(1, len(widths), width_ratios=widths, squeeze=False)[0]
    axes[0].imshow(picture, cmap="gray", vmin=0, vmax=1)
    bare(axes[0], "picture")
    axes[0].spines[:].set_visible(False)
    for ax, tiles, (title, maps) in zip(axes[1:], blocks, layers, strict=False):
        low, high = _draw_block(ax, tiles, title, **tones(maps)).get_clim()
        ax.set_xlabel(f"{short(low)} to {short(high)}", fontsize=9, color=INK)
    if scores:
        _draw_classes(axes[-1], {name: 100 * scores[name] for name in scores if name in ranked})
    return figure


def _fitting(name):
    """A class name beside its bar: a long one would leave the bars no room."""
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def _draw_classes(ax, percents):
    bars = ax.barh(range(len(percents)), list(percents.values()), color=PALETTE["output"])
    ax.bar_label(bars, [f"{percent:.0f}" for percent in percents.values()], fontsize=8, padding=2, color=INK)
    dress(ax, title="says", xlabel="probability (%)")
    ax.set_yticks(range(len(percents)), [_fitting(name) for name in percents])
    ax.set(xlim=(0, 115), xticks=[0, 50, 100])
    ax.invert_yaxis()


def mosaic(stack, columns):
    """(n, H, W) pictures in rows of at most `columns`, one pixel of NaN between them and where none is left."""
    n, height, width = stack.shape
    across = min(columns, n)
    down = -(-n // across)
    tiles = np.full((down * (height + 1) - 1, across * (width + 1) - 1), np.nan)
    for index, picture in enumerate(stack):
        row, column = divmod(index, across)
        tiles[row * (height + 1) :, column * (width + 1) :][:height, :width] = picture
    return tiles


def _stack(pictures):
    """(n, H, W) of (n, H, W) or (n, 1, H, W)."""
    pictures = np.asarray(pictures)
    shape = pictures.shape
    if pictures.ndim == 4 and shape[1] == 1:
        return pictures[:, 0]
    if pictures.ndim != 3 or pictures.size == 0:
        raise ValueError(f"pictures must be an array (n, H, W) or (n, 1, H, W), got {shape}")
    return pictures


def _blocks_figure(alt, stacks, titles, columns, scale=None):
    """Blocks side by side: on one scale with one colour bar, or each on its own with a bar of its own."""
    mosaics = [mosaic(maps, columns) for maps in stacks]
    side, bars = min(3.4, 8.0 / len(mosaics)), 0.9 if scale else 0.5 * len(mosaics)  # inches
    tall = max(tiles.shape[0] / tiles.shape[1] for tiles in mosaics)
    figure = CourseFigure(alt, figsize=(side * len(mosaics) + bars, side * tall + 0.45), layout="compressed")
    axes = figure.subplots(1, len(mosaics), squeeze=False)[0]
    for ax, tiles, maps, title in zip(axes, mosaics, stacks, titles, strict=True):
        shown = _draw_block(ax, tiles, title, **(scale or tones(maps)))
        if not scale:
            colour_bar(figure, shown, ax, shrink=0.9)
    if scale:
        colour_bar(figure, shown, axes, shrink=0.9, label="weight")
    return figure


def _draw_block(ax, tiles, title, **scale):
    shown = ax.imshow(tiles, interpolation="nearest", **scale)
    ax.set_facecolor(GAP)
    bare(ax, title)
    ax.spines[:].set_visible(False)
    return shown


def _listed(stacks, titles, what="maps"):
    """Titles, numbers, sizes and ranges of (n, h, w) arrays, for the alt text."""
    blocks = zip(titles, stacks, strict=True)
    return "; ".join(f"{title}: {len(maps)} {what} of {by(maps[0])}, {span(maps)}" for title, maps in blocks)


def _percent(share):
    return f"{short(100 * share)} %"
