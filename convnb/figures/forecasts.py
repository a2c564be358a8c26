"""Figures of forecasts: the series, truth and forecast, errors, what a network found; the still of ForecastExplorer.

Nothing is computed but the differences shown. Errors stand on logarithmic axes, since they
reach from 1e-6 to 1. The origin, after which nothing was known, is a line in the colour of what you look at.
"""

import numpy as np
from matplotlib.ticker import MaxNLocator

from .panels import short, span
from .style import INK, MUTED, PALETTE, CourseFigure, course_style, draw_curves, dress, legend_above

TIME, VALUE = "t (units of time)", "x"
MOST_DOTS = 200  # more steps than this are a curve without a dot for each
TRUTH = {"color": INK, "linewidth": 2.4, "alpha": 0.55}
LOOKS = (
    {"color": PALETTE["output"], "linestyle": "-", "marker": "o"},
    {"color": PALETTE["kernel"], "linestyle": "-.", "marker": "^"},
    {"color": PALETTE["gradient"], "linestyle": (0, (1, 1)), "marker": "s"},
    {"color": PALETTE["input"], "linestyle": "--", "marker": "D"},
    {"color": MUTED, "linestyle": (0, (5, 1, 1, 1, 1, 1)), "marker": "v"},
)


@course_style
def series_overview(series, *, training, test):
    """A series, with the part to learn from and the part to forecast told apart.

    Parameters: series, (n,), at t = 0 .. n - 1; training, its first values are for learning; test, the next ones are to
    be forecast; what follows both is neither. Raises ValueError unless all fit into the series.
    """
    series = np.asarray(series, dtype=float)
    if not 1 <= training <= training + test <= len(series):
        raise ValueError(f"training {training} and test {test} must fit into the {len(series)} values")
    figure = CourseFigure(
        f"A series of {len(series)} values {span(series)}: the first {training} to learn from, the next {test} to "
        f"forecast.",
        figsize=(8.4, 2.6),
    )
    ax = figure.subplots()
    t = np.arange(len(series))
    end = training + test
    known, asked, after = slice(training), slice(training - 1, end), slice(end - 1, None)
    ax.plot(t[known], series[known], color=PALETTE["input"], linewidth=1.1, label="to learn from")
    if end < len(series):
        ax.plot(t[after], series[after], color=MUTED, linewidth=1.1, linestyle=":", label="after both")
    ax.plot(t[asked], series[asked], color=PALETTE["focus"], linewidth=2.4, label="to forecast")
    ax.margins(x=0.01)
    dress(ax, xlabel=TIME, ylabel=VALUE)
    legend_above(ax)
    return figure


@course_style
def forecast_and_error(series, origin, forecasts, *, before=20):
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
    for ax, lines in ((top, curves), (bottom, _positive(errors))):
        draw_curves(ax, np.arange(origin, end), lines, LOOKS, markersize=3.5, linewidth=1.5)
        ax.axvline(origin - 0.5, color=PALETTE["focus"], linewidth=1.4)
    bottom.set_yscale("log")
    bottom.xaxis.set_major_locator(MaxNLocator(integer=True))
    dress(top, ylabel=VALUE)
    dress(bottom, xlabel=TIME, ylabel="|forecast \N{MINUS SIGN} truth|")
    _legend(top)
    return figure


@course_style
def drifting_apart(curves, *, start=0, limit=0.05, before=100, after=500):
    """Two series that hardly differ at first: the stretch in which they part, and their distance all along.

    Parameters: curves, a dict name -> (n,) of two, at t = start .. start + n - 1; limit, the distance at which they
    have parted, marked; before and after, how many values around that are shown of both, those at the end where they
    never part. Raises ValueError for another number of curves and for two of different lengths.
    """
    curves = _curves(curves)
    if len(curves) != 2 or len({ys.shape for ys in curves.values()}) != 1:
        raise ValueError(f"there must be two curves of one length, got {[len(ys) for ys in curves.values()]}")
    one, other = curves.values()
    distance = np.abs(other - one)
    far = np.flatnonzero(distance > limit)
    place = far[0] if far.size else len(one) - after
    part = slice(max(place - before, 0), place + after)
    parted = f"more than {limit:g} at t = {start + far[0]}" if far.size else f"never more than {limit:g}"
    figure = CourseFigure(
        f"{' and '.join(curves)}: they differ by {short(distance[0], 2)} at t = {start}, and by {parted}.",
        figsize=(7.6, 4.6),
    )
    top, bottom = figure.subplots(2, 1)
    t = start + np.arange(len(one))
    looks = (TRUTH, {"color": PALETTE["output"], "linestyle": "-", "linewidth": 1.2})
    draw_curves(top, t[part], {name: ys[part] for name, ys in curves.items()}, looks)
    bottom.semilogy(t, _positive({"": distance})[""], color=PALETTE["gradient"], linewidth=1.0)
    bottom.axhline(limit, color=INK, linestyle="--", linewidth=1.0)
    for ax in (top, bottom):
        if far.size:
            ax.axvline(t[place], color=PALETTE["focus"], linewidth=1.4)
        ax.margins(x=0.01)
    dress(top, ylabel=VALUE)
    dress(bottom, xlabel=TIME, ylabel="distance")
    legend_above(top)
    return figure


@course_style
def forecast_panels(points, values, forecast, errors, *, origin, length, rmse, limit, title=""):
    """A forecast from an origin beside what came, and how far off every step is: ForecastExplorer's still picture.

    Here the truth may end before the forecast, as it may in the widget, and the window is marked.
    The forecast begins at point `origin`. Parameters: points and values, (n,), the series around it; forecast,
    (steps,); errors, (m,), m <= steps, |forecast - truth| where the truth is known; length, how many values the
    forecaster saw; rmse, of these errors; limit, an error to be marked; title, text.
    """
    steps = origin + np.arange(len(forecast))
    figure = CourseFigure(
        f"Truth and a forecast of {len(forecast)} steps from point {origin}, made of the last {length} values. Below, "
        f"the error of each step; RMSE {short(rmse, 2)}.",
        figsize=(7.5, 4.2),
    )
    top, bottom = figure.subplots(2, 1, sharex=True, height_ratios=(3, 2))
    top.axvspan(origin - length - 0.5, origin - 0.5, color=PALETTE["kernel"], alpha=0.15, label="window")
    circle, square = ("o", "s") if len(forecast) <= MOST_DOTS else ("", "")
    top.plot(points, values, f"{circle}-", color=PALETTE["input"], linewidth=1.2, markersize=2.5, label="truth")
    top.plot(steps, forecast, f"{square}--", color=PALETTE["output"], linewidth=1.5, markersize=3.5, label="forecast")
    spread = np.ptp(values) or 1.0
    top.set_ylim(values.min() - 0.2 * spread, values.max() + 0.2 * spread)
    dress(top, title=title, ylabel="x(t)")
    legend_above(top)
    smallest = 1e-7  # where the axis of errors ends; what is smaller is drawn there
    shown = np.maximum(errors, smallest)
    bottom.semilogy(steps[: len(errors)], shown, f"{square}-", color=PALETTE["focus"], linewidth=1.2, markersize=3.5)
    bottom.axhline(limit, color=INK, linestyle="--", linewidth=1.2)
    bottom.set_ylim(smallest, 10)
    dress(bottom, xlabel="point", ylabel="|forecast \N{MINUS SIGN} truth|")
    for ax in (top, bottom):
        ax.axvline(origin - 0.5, color=PALETTE["focus"], linewidth=1.2)
    return figure


@course_style
def rmse_by_length(lengths, rmses, *, delay=None):
    """How the error depends on the length L of the window.

    Parameters: lengths, m numbers; rmses, a dict name -> m positive numbers, at most five; delay, tau, marked at
    L = tau + 1, the shortest window that holds x(t - tau). An error of zero, which a logarithmic axis cannot show, is
    left out. Raises ValueError for no curve and for more than five.
    """
    curves, xlabel, ylabel = _curves(rmses), "length L of the window", "RMSE of 14 steps"
    listed = "; ".join(
        f"{name} {short(ys[0], 2)} at {short(lengths[0])}, {short(ys[-1], 2)} at {short(lengths[-1])}"
        for name, ys in curves.items()
    )
    marked = "" if delay is None else f" Marked: L = {delay + 1}, the delay and one more."
    figure = CourseFigure(f"{ylabel} by {xlabel}, logarithmic: {listed}.{marked}", figsize=(7.2, 3.6))
    ax = figure.subplots()
    draw_curves(ax, lengths, _positive(curves), LOOKS, markersize=4.5, linewidth=1.5)
    if delay is not None:
        label = f"L = tau + 1 = {delay + 1}"
        ax.axvline(delay + 1, color=PALETTE["focus"], linewidth=1.4, linestyle=(0, (6, 3)), label=label)
    ax.set_yscale("log")
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    dress(ax, xlabel=xlabel, ylabel=ylabel)
    _legend(ax)
    return figure


# --- what the network has found -----------------------------------------------------------------------------------


@course_style
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
        ax.plot(lags, exact[h - 1], color=INK, linewidth=1.3, marker="o", markersize=2.5, label="trapezoid rule")
        ax.axhline(0, color=MUTED, linewidth=0.8)
        ax.invert_xaxis()  # oldest first, as in the window
        dress(ax, title=f"h = {h}", xlabel="lag (units of time)")
    axes[0].set_ylabel("kernel", fontsize=9.5, color=INK)
    legend_above(axes[-1], height=1.12)
    return figure


@course_style
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


def _positive(curves):
    """NaN, which is left out, instead of the zeros that a logarithmic axis cannot show."""
    return {name: np.where(ys > 0, ys, np.nan) for name, ys in curves.items()}


def _curves(curves):
    if not 1 <= len(curves) <= len(LOOKS):
        raise ValueError(f"there must be 1 to {len(LOOKS)} curves, got {len(curves)}")
    return {name: np.asarray(ys, dtype=float) for name, ys in curves.items()}


def _legend(ax):
    """Over the axes, in as many lines as the names need."""
    names = ax.get_legend_handles_labels()[1]
    legend_above(ax, len(names) if sum(map(len, names)) + 6 * len(names) < 90 else 2)
