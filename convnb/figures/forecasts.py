"""Figures of forecasts: the series, truth and forecast with their difference, how errors grow, what a network found.

Arrays in, CourseFigure out; nothing is computed but the differences shown. Errors stand on logarithmic axes, since they
reach from 1e-6 to 1. The origin, after which nothing was known, is a line in the colour of what you look at.
"""

import numpy as np
from matplotlib.ticker import MaxNLocator

from .style import INK, MUTED, PALETTE, CourseFigure, dress, legend_above, short

__all__ = [
    "error_growth",
    "forecast_and_error",
    "kernels_over_exponential",
    "nonlinearity_over_f",
    "rmse_by_length",
    "rmse_by_origin",
    "series_overview",
]

TIME, VALUE = "t (units of time)", "x"
TRUTH = {"color": INK, "linewidth": 2.4, "alpha": 0.55}
LOOKS = (
    {"color": PALETTE["output"], "linestyle": "-", "marker": "o"},
    {"color": PALETTE["kernel"], "linestyle": "-.", "marker": "^"},
    {"color": PALETTE["gradient"], "linestyle": (0, (1, 1)), "marker": "s"},
    {"color": PALETTE["input"], "linestyle": "--", "marker": "D"},
    {"color": MUTED, "linestyle": (0, (5, 1, 1, 1, 1, 1)), "marker": "v"},
)


def series_overview(series, *, training, test, xlabel=TIME, ylabel=VALUE):
    """A series, with the part to learn from and the part to forecast told apart.

    Parameters: series, (n,), at t = 0 .. n - 1; training, its first values are for learning; test, the next ones are to
    be forecast; what follows both is neither. Raises ValueError unless all fit into the series.
    """
    series = np.asarray(series, dtype=float)
    if not 1 <= training <= training + test <= len(series):
        raise ValueError(f"training {training} and test {test} must fit into the {len(series)} values")
    figure = CourseFigure(
        f"A series of {len(series)} values from {short(series.min())} to {short(series.max())}: the first {training} "
        f"to learn from, the next {test} to forecast.",
        figsize=(8.4, 2.6),
    )
    ax = figure.subplots()
    t = np.arange(len(series))
    end = training + test
    ax.plot(t[:training], series[:training], color=PALETTE["input"], linewidth=1.1, label="to learn from")
    if end < len(series):
        ax.plot(t[end - 1 :], series[end - 1 :], color=MUTED, linewidth=1.1, linestyle=":", label="after both")
    ax.plot(
        t[training - 1 : end], series[training - 1 : end], color=PALETTE["focus"], linewidth=2.4, label="to forecast"
    )
    ax.margins(x=0.01)
    dress(ax, xlabel=xlabel, ylabel=ylabel)
    legend_above(ax)
    return figure


def forecast_and_error(series, origin, forecasts, *, before=20, title="", xlabel=TIME):
    """The truth with forecasts over it, and below how far each is off, without its sign on a logarithmic axis.

    Parameters: series, (n,), at t = 0 .. n - 1, the truth; origin, how many values were known; forecasts, a dict
    name -> (steps,), each from t = origin on, at most five; before, how many known values are shown. Raises ValueError
    where the truth ends before a forecast, for none and for more than five.
    """
    series = np.asarray(series, dtype=float)
    curves = _curves(forecasts)
    end = origin + max(map(len, curves.values()))
    if origin < 1 or end > len(series):
        raise ValueError(f"forecasts from {origin} to {end} need the truth, the series holds {len(series)}")
    errors = {name: np.abs(ys - series[origin : origin + len(ys)]) for name, ys in curves.items()}
    listed = "; ".join(f"{name}, largest error {short(e.max(), 2)}" for name, e in errors.items())
    figure = CourseFigure(f"Forecasts from t = {origin} to {end - 1}: {listed}.", figsize=(7.6, 4.4))
    top, bottom = figure.subplots(2, 1, sharex=True, height_ratios=(3, 2))
    start = max(origin - before, 0)
    top.plot(np.arange(start, end), series[start:end], label="truth", **TRUTH)
    for (name, ys), look in zip(curves.items(), LOOKS, strict=False):
        t = np.arange(origin, origin + len(ys))
        top.plot(t, ys, label=name, markersize=3.5, linewidth=1.5, **look)
        bottom.plot(t, _positive(errors[name]), markersize=3.5, linewidth=1.5, **look)
    for ax in (top, bottom):
        ax.axvline(origin - 0.5, color=PALETTE["focus"], linewidth=1.4)
    bottom.set_yscale("log")
    bottom.xaxis.set_major_locator(MaxNLocator(integer=True))
    dress(top, title=title, ylabel=VALUE)
    dress(bottom, xlabel=xlabel, ylabel="|forecast \N{MINUS SIGN} truth|")
    _legend(top, title)
    return figure


# --- errors on a logarithmic axis ---------------------------------------------------------------------------------


def error_growth(errors, *, ylabel="median absolute error"):
    """How the error grows with the number of steps.

    Parameters: errors, a dict name -> (steps,), positive, entry k of the step k + 1, at most five; ylabel, what they
    are. An error of zero, which a logarithmic axis cannot show, is left out.
    """
    curves = _curves(errors)
    steps = {name: np.arange(1, len(ys) + 1) for name, ys in curves.items()}
    return _logarithmic(steps, curves, "steps after the origin (units of time)", ylabel)


def rmse_by_length(lengths, rmses, *, delay=None, ylabel="RMSE of 14 steps"):
    """How the error depends on the length L of the window.

    Parameters: lengths, m numbers; rmses, a dict name -> m positive numbers, at most five; delay, tau, marked at
    L = tau + 1, the shortest window that holds x(t - tau).
    """
    curves = _curves(rmses)
    return _logarithmic(dict.fromkeys(curves, np.asarray(lengths)), curves, "length L of the window", ylabel, delay)


def rmse_by_origin(origins, rmses, *, ylabel="RMSE of 14 steps"):
    """The error from every origin, without lines: one origin tells nothing of the next.

    Parameters: origins, m integers; rmses, a dict name -> m positive numbers, at most five.
    """
    curves = _curves(rmses)
    at = dict.fromkeys(curves, np.asarray(origins))
    return _logarithmic(at, curves, "origin (units of time)", ylabel, joined=False)


def _logarithmic(at, curves, xlabel, ylabel, delay=None, joined=True):
    listed = "; ".join(
        f"{name} {short(ys[0], 2)} at {short(at[name][0])}, {short(ys[-1], 2)} at {short(at[name][-1])}"
        for name, ys in curves.items()
    )
    marked = "" if delay is None else f" Marked: L = {delay + 1}, the delay and one more."
    figure = CourseFigure(f"{ylabel} by {xlabel}, logarithmic: {listed}.{marked}", figsize=(7.2, 3.6))
    ax = figure.subplots()
    for (name, ys), look in zip(curves.items(), LOOKS, strict=False):
        style = look if joined else {**look, "linestyle": "none"}
        ax.plot(at[name], _positive(ys), label=name, markersize=4.5, linewidth=1.5, **style)
    if delay is not None:
        label = f"L = tau + 1 = {delay + 1}"
        ax.axvline(delay + 1, color=PALETTE["focus"], linewidth=1.4, linestyle=(0, (6, 3)), label=label)
    ax.set_yscale("log")
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    dress(ax, xlabel=xlabel, ylabel=ylabel)
    _legend(ax)
    return figure


# --- what the network has found -----------------------------------------------------------------------------------


def kernels_over_exponential(lags, learned, exact, *, steps=(1, 7, 14)):
    """Learned kernels as bars, with the exponential of the exact solution over them.

    Parameters: lags, (length,), as in `learned_kernel`; learned and exact, (horizon, length), row h - 1 of the output h
    steps ahead; steps, which h are shown, at most four.
    """
    lags, learned, exact = np.asarray(lags), np.asarray(learned, dtype=float), np.asarray(exact, dtype=float)
    if learned.shape != exact.shape or learned.shape[1:] != lags.shape:
        raise ValueError(f"both kernels must be (horizon, {lags.size}), got {learned.shape} and {exact.shape}")
    if not 1 <= len(steps) <= 4 or min(steps) < 1 or max(steps) > len(learned):
        raise ValueError(f"steps must be 1 to 4 numbers from 1 to {len(learned)}, got {list(steps)}")
    listed = "; ".join(f"{h} steps ahead, at most {short(abs(learned - exact)[h - 1].max(), 2)}" for h in steps)
    figure = CourseFigure(
        f"Learned kernels over exp(-b (h - s)) by lag. They differ by: {listed}.", figsize=(2.9 * len(steps) + 0.4, 3.0)
    )
    axes = figure.subplots(1, len(steps), sharey=True, squeeze=False)[0]
    for ax, h in zip(axes, steps, strict=True):
        ax.bar(lags, learned[h - 1], width=0.7, color=PALETTE["kernel"], label="learned")
        ax.plot(lags, exact[h - 1], color=INK, linewidth=1.3, marker="o", markersize=2.5, label="exact")
        ax.axhline(0, color=MUTED, linewidth=0.8)
        ax.invert_xaxis()  # oldest first, as in the window
        dress(ax, title=f"h = {h}", xlabel="lag (units of time)")
    axes[0].set_ylabel("kernel", fontsize=9.5, color=INK)
    legend_above(axes[-1])
    return figure


def nonlinearity_over_f(x, learned, exact):
    """The learned nonlinearity over f(x), both at x, (n,), sorted, and both with mean 0 over the training values."""
    x, learned, exact = (np.asarray(values, dtype=float) for values in (x, learned, exact))
    worst = short(np.abs(learned - exact).max(), 2)
    figure = CourseFigure(
        f"What the network does to each value, from x = {short(x[0])} to {short(x[-1])}, over f(x): they differ by "
        f"{worst} at most.",
        figsize=(5.6, 3.2),
    )
    ax = figure.subplots()
    ax.plot(x, exact, label="f(x) less its mean", **TRUTH)
    ax.plot(x, learned, color=PALETTE["output"], linewidth=1.6, linestyle="--", label="learned")
    dress(ax, xlabel=VALUE, ylabel="contribution")
    legend_above(ax)
    return figure


def _positive(ys):
    """NaN, which is left out, instead of the zeros that a logarithmic axis cannot show."""
    return np.where(ys > 0, ys, np.nan)


def _curves(curves):
    if not 1 <= len(curves) <= len(LOOKS):
        raise ValueError(f"there must be 1 to {len(LOOKS)} curves, got {len(curves)}")
    return {name: np.asarray(ys, dtype=float) for name, ys in curves.items()}


def _legend(ax, title=""):
    """Over the axes, in as many lines as the names need, and the title over it."""
    names = ax.get_legend_handles_labels()[1]
    columns = len(names) if sum(map(len, names)) + 6 * len(names) < 90 else 2
    legend_above(ax, columns)
    if title:
        ax.set_title(title, fontsize=10, color=INK, loc="left", pad=8 + 14 * -(-len(names) // columns))
