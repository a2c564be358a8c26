"""Panels: where their axes stand, what is written around them, and how numbers and sizes are written."""

import numpy as np

from .style import dress


def dress_picture(ax, title):
    """The look of a picture whose rows and columns are pixels."""
    dress(ax, title=title, xlabel="column (pixels)", ylabel="row (pixels)", grid=False)


def bare(ax, title=""):
    """The look of a small picture whose rows and columns need no numbers."""
    dress(ax, title=title, grid=False)
    ax.set(xticks=[], yticks=[])


def rows_of(figure, count, across):
    """Axes for `count` small pictures in rows of `across`; what is left of the last row stays empty."""
    axes = figure.subplots(max(1, -(-count // across)), across, squeeze=False)
    for ax in axes.flat[count:]:
        ax.axis("off")
    return axes


def axes_at(figure, left, top, width, height):
    """Axes at a place in inches, counted from the upper left corner of the figure."""
    across, down = figure.get_size_inches()
    return figure.add_axes((left / across, 1 - (top + height) / down, width / across, height / down))


def in_a_row(figure, sizes, gaps, above, below, right):
    """Axes side by side, `above` inches below the top of the figure, which becomes as large as they need.

    Parameters, in inches: sizes, (width, height) of each; gaps, left of each, for the row numbers; below and right of
    all of them.
    """
    wide, high = sum(gaps) + sum(w for w, _ in sizes) + right, max(h for _, h in sizes) + above + below
    figure.set_size_inches(wide, high)
    axes, left = [], 0.0
    for (w, h), gap in zip(sizes, gaps, strict=True):
        axes.append(axes_at(figure, left + gap, above, w, h))
        left += gap + w
    return axes


def colour_bar(figure, shown, axes=None, **options):
    """A colour bar that writes the two ends of the scale and, on the diverging one, its zero. Returns the bar.

    Parameters: shown, what `imshow` returned; axes, beside which it stands; options, those of `Figure.colorbar`.
    """
    low, high = shown.get_clim()
    ends = [low, 0.0, high] if low < 0 else [low, high]
    bar = figure.colorbar(shown, ax=axes, ticks=ends, **options)
    bar.ax.set_yticklabels([short(end) for end in ends])
    bar.ax.tick_params(labelsize=9)
    return bar


def short(value, digits=3):
    """A number as text, with a real minus sign: whole numbers in full, others in so many significant digits."""
    # A sum that should be zero ends at 1e-16; and 0.0 added takes the sign off a negative zero.
    value = 0.0 if abs(value) < 1e-12 else float(value) + 0.0
    whole = value.is_integer() and abs(value) < 1e5
    return (f"{value:.0f}" if whole else f"{value:.{digits}g}").replace("-", "\N{MINUS SIGN}")


def span(values):
    """The range of values as text, for the alt text: "from −1 to 2"."""
    return f"from {short(np.min(values))} to {short(np.max(values))}"


def by(array, sign=" by "):
    """The rows and columns of an array or a picture as text: "3 by 4"."""
    return sign.join(map(str, np.shape(array)[:2]))
