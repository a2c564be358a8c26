"""Figures of a network that learns: its filters and maps, how the loss falls, and the errors that remain.

Arrays in, CourseFigure out; only the picture is laid out here. Signed pictures stand on the diverging scale around
zero; what cannot be negative is grey, black at zero.
"""

import numpy as np
from matplotlib.ticker import MaxNLocator

from .style import INK, MUTED, SIGNED, CourseFigure, dress, legend_above, short, signed_limit
from .v1 import LOOKS

__all__ = ["accuracy_by_shift", "confusion", "feature_maps", "filters_panel", "mistakes", "training_curves"]

GAP = "#D9D9D9"  # between the pictures of a block: neither zero nor a value


def filters_panel(banks, titles, *, columns=6, label="weight"):
    """Filters before and after: blocks of small pictures side by side, all on one diverging scale.

    Parameters: banks, a sequence of (n, kH, kW) or (n, 1, kH, kW) arrays; titles, one text each; columns, how many
    filters stand in a row of a block; label, what the colour bar shows.
    """
    banks = [_stack(bank) for bank in banks]
    limit = signed_limit(np.concatenate([bank.ravel() for bank in banks]))
    listed = "; ".join(
        f"{title}: {len(bank)} filters of {bank.shape[1]} by {bank.shape[2]}, from {short(bank.min())} to "
        f"{short(bank.max())}"
        for bank, title in zip(banks, titles, strict=True)
    )
    mosaics = [mosaic(bank, columns) for bank in banks]
    figure = _blocks_figure(f"{listed}. One scale: blue is negative, white zero, red positive.", mosaics)
    axes = figure.subplots(1, len(banks), squeeze=False)[0]
    for ax, tiles, title in zip(axes, mosaics, titles, strict=True):
        shown = _draw_block(ax, tiles, title, cmap=SIGNED, vmin=-limit, vmax=limit)
    _bar(figure, shown, axes, label)
    return figure


def feature_maps(stacks, titles, *, columns=6):
    """What layers answer to one picture: blocks of maps side by side, each block on its own scale.

    Parameters: stacks, a sequence of (n, H, W) arrays, such as `[y[0] for y in network.activations(x)[:3]]`; titles,
    one text each; columns, how many maps stand in a row of a block.
    """
    stacks = [_stack(maps) for maps in stacks]
    listed = "; ".join(
        f"{title}: {len(maps)} maps of {maps.shape[1]} by {maps.shape[2]}, from {short(maps.min())} to "
        f"{short(maps.max())}"
        for maps, title in zip(stacks, titles, strict=True)
    )
    mosaics = [mosaic(maps, columns) for maps in stacks]
    figure = _blocks_figure(
        f"{listed}. Where values can be negative, blue is negative and red positive; else black is zero.", mosaics, 0.5
    )
    axes = figure.subplots(1, len(stacks), squeeze=False)[0]
    for ax, tiles, maps, title in zip(axes, mosaics, stacks, titles, strict=True):
        limit = signed_limit(maps)
        scale = {"cmap": SIGNED, "vmin": -limit} if maps.min() < 0 else {"cmap": "gray", "vmin": 0}
        _bar(figure, _draw_block(ax, tiles, title, vmax=limit, **scale), ax, "")
    return figure


def training_curves(losses, accuracies=None, *, xlabel="epoch", logarithmic=False):
    """How the loss falls and the accuracy rises, one line each; entry i of a list stands at i + 1.

    Parameters: losses, a dict name -> list, at most four, such as {"training": history.losses, "held out":
    history.validation_losses}; accuracies, the same from 0 to 1, shown in percent, or None; xlabel, what the entries
    count; logarithmic, whether the losses stand on a logarithmic axis.
    """
    listed = "; ".join(f"{name} from {short(ys[0])} to {short(ys[-1])}" for name, ys in losses.items())
    alt = f"Loss by {xlabel}: {listed}."
    if accuracies:
        listed = "; ".join(f"{name} from {_percent(ys[0])} to {_percent(ys[-1])}" for name, ys in accuracies.items())
        alt += f" Accuracy by {xlabel}: {listed}."
    figure = CourseFigure(alt, figsize=(8.4 if accuracies else 6.0, 3.0))
    axes = figure.subplots(1, 2 if accuracies else 1, squeeze=False)[0]
    _draw_lines(axes[0], losses, xlabel, "loss")
    axes[0].set_yscale("log" if logarithmic else "linear")
    if not logarithmic:
        axes[0].set_ylim(bottom=0)
    if accuracies:
        _draw_lines(axes[1], {name: 100 * np.asarray(ys) for name, ys in accuracies.items()}, xlabel, "accuracy (%)")
    return figure


def accuracy_by_shift(shifts, accuracies, *, xlabel="shift of the digits (pixels)"):
    """How accuracy suffers when the pictures are moved.

    Parameters: shifts, n numbers; accuracies, a dict name -> n numbers from 0 to 1, at most four, shown in percent.
    """
    listed = "; ".join(
        f"{name} {', '.join(f'{_percent(y)} at {short(at)}' for at, y in zip(shifts, ys, strict=True))}"
        for name, ys in accuracies.items()
    )
    figure = CourseFigure(f"Accuracy by {xlabel}: {listed}.", figsize=(6.4, 3.0))
    ax = figure.subplots()
    for (name, ys), look in zip(accuracies.items(), LOOKS, strict=False):
        ax.plot(shifts, 100 * np.asarray(ys), label=name, marker="o", markersize=4, **look)
    ax.set_ylim(0, 103)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    dress(ax, xlabel=xlabel, ylabel="accuracy (%)")
    legend_above(ax, 2)
    return figure


def mistakes(images, labels, predictions, *, at_most=16, columns=8):
    """The pictures whose prediction is not their label, with both.

    Parameters: images, (N, H, W), black at 0, white at 1; labels and predictions, N integers; at_most, how many are
    shown, the first ones; columns, how many stand in a row.
    """
    images, labels, predictions = np.asarray(images), np.asarray(labels), np.asarray(predictions)
    wrong = np.flatnonzero(labels != predictions)
    shown = wrong[:at_most]
    listed = "; ".join(f"a {labels[i]} taken for a {predictions[i]}" for i in shown)
    alt = f"{len(wrong)} of {len(labels)} pictures are mistaken" + (f": {listed}." if len(shown) else ".")
    across = min(columns, max(len(shown), 1))
    down = max(-(-len(shown) // across), 1)
    figure = CourseFigure(alt, figsize=(max(1.05 * across, 3.4), 1.4 * down + 0.3), layout="compressed")
    figure.suptitle(f"{len(wrong)} of {len(labels)} mistaken", fontsize=10, color=INK, x=0.01, ha="left")
    axes = figure.subplots(down, across, squeeze=False)
    for ax in axes.flat[len(shown) :]:
        ax.axis("off")
    for ax, index in zip(axes.flat, shown, strict=False):
        ax.imshow(images[index], cmap="gray", vmin=0, vmax=1)
        dress(ax, title=f"{labels[index]}, said {predictions[index]}", grid=False)
        ax.set(xticks=[], yticks=[])
    return figure


def confusion(counts, *, names=None):
    """How often pictures of each class were taken for each class.

    Parameters: counts, (K, K) integers, row the true class, column the predicted one; names, K texts, 0 .. K - 1
    without. The shade shows the errors only, so that the diagonal does not drown them.
    """
    counts = np.asarray(counts)
    classes = len(counts)
    names = [str(index) for index in range(classes)] if names is None else list(names)
    errors = np.where(np.eye(classes, dtype=bool), 0, counts)
    worst = np.unravel_index(errors.argmax(), errors.shape)
    figure = CourseFigure(
        f"Confusion matrix of {classes} classes: {np.trace(counts)} of {counts.sum()} right; most frequent error: "
        f"{names[worst[0]]} taken for {names[worst[1]]}, {errors[worst]} times.",
        figsize=(0.42 * classes + 1.1, 0.42 * classes + 0.9),
        layout="compressed",
    )
    ax = figure.subplots()
    ax.imshow(errors, cmap="Reds", vmin=0, vmax=2 * max(errors.max(), 1))
    for row, column in np.argwhere(counts):
        right = row == column
        ax.text(column, row, counts[row, column], ha="center", va="center", fontsize=9, color=MUTED if right else INK)
    dress(ax, xlabel="predicted", ylabel="true", grid=False)
    ax.set_xticks(range(classes), names)
    ax.set_yticks(range(classes), names)
    return figure


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


def _blocks_figure(alt, mosaics, bars=0.0):
    """A figure for blocks side by side, and one colour bar, or one each of so many inches."""
    side = min(3.4, 8.0 / len(mosaics))
    tall = max(tiles.shape[0] / tiles.shape[1] for tiles in mosaics)
    width = (side + bars) * len(mosaics) + (0.0 if bars else 0.9)
    return CourseFigure(alt, figsize=(width, side * tall + 0.45), layout="compressed")


def _draw_block(ax, tiles, title, **scale):
    shown = ax.imshow(tiles, interpolation="nearest", **scale)
    ax.set_facecolor(GAP)
    dress(ax, title=title, grid=False)
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    return shown


def _draw_lines(ax, lines, xlabel, ylabel):
    for (name, ys), look in zip(lines.items(), LOOKS, strict=False):
        marker = "o" if len(ys) <= 20 else None
        ax.plot(np.arange(1, len(ys) + 1), ys, label=name, marker=marker, markersize=4, **look)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    dress(ax, xlabel=xlabel, ylabel=ylabel)
    legend_above(ax, 2)


def _bar(figure, shown, axes, label):
    low, high = shown.get_clim()
    ends = [low, 0.0, high] if low < 0 else [low, high]
    bar = figure.colorbar(shown, ax=axes, ticks=ends, shrink=0.9, label=label)
    bar.ax.set_yticklabels([short(end) for end in ends])
    bar.ax.tick_params(labelsize=9)


def _percent(share):
    return f"{short(100 * share)} %"
