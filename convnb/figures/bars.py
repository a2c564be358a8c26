"""Bars for short sequences and probabilities: a value a whole number."""

import numpy as np

from .style import PALETTE, CourseFigure, dress, legend_above, short

__all__ = ["bars", "overlay"]


def bars(series, *, start=0, xlabel="t", ylabel="value", color="output", title=""):
    """One row of bars a series, all over the same axis.

    Parameters: series, a dict name -> 1-D array, or one array; start, the number of the first bar; color, a role of the
    palette, or a list of them, one a series.
    """
    series = series if isinstance(series, dict) else {"": series}
    colors = [color] * len(series) if isinstance(color, str) else color
    listed = "; ".join(
        f"{name or 'values'}: {', '.join(short(v) for v in list(values)[:16])}{', …' if len(values) > 16 else ''}"
        for name, values in series.items()
    )
    figure = CourseFigure(f"Bars. {listed}.", figsize=(7.5, 1.0 + 1.3 * len(series)))
    axes = figure.subplots(len(series), 1, sharex=True, squeeze=False)[:, 0]
    for ax, (name, values), role in zip(axes, series.items(), colors, strict=True):
        at = start + np.arange(len(values))
        drawn = ax.bar(at, values, width=0.7, color=PALETTE[role], edgecolor="none")
        if len(values) <= 16:
            ax.bar_label(drawn, [short(v) for v in values], fontsize=9, padding=2)
            ax.set_xticks(at)
        ax.margins(y=0.2)
        ax.axhline(0, color="black", linewidth=0.8)
        dress(ax, title=name, ylabel=ylabel)
    axes[0].set_title(title or next(iter(series)), fontsize=10, loc="left")
    axes[-1].set_xlabel(xlabel, fontsize=9.5)
    return figure


def overlay(values, curve, *, start=0, xlabel="t", ylabel="value", names=("values", "curve"), title=""):
    """Bars with a curve over them, such as a distribution and the bell it comes near to.

    Parameters: values, 1-D array; curve, an array of the same length; start, the number of the first bar.
    """
    figure = CourseFigure(f"{names[0]}, {len(values)} bars, and {names[1]} over them.", figsize=(7.5, 2.8))
    ax = figure.subplots()
    at = start + np.arange(len(values))
    ax.bar(at, values, width=1.0, color=PALETTE["output"], alpha=0.6, label=names[0])
    ax.plot(at, curve, color=PALETTE["focus"], linewidth=1.8, linestyle="--", label=names[1])
    dress(ax, title=title, xlabel=xlabel, ylabel=ylabel)
    legend_above(ax)
    return figure
