"""The figure of ForecastExplorer: truth and forecast above, their difference on a logarithmic axis below.

It differs from `forecasts.forecast_and_error` in that the truth may end before the forecast, as it may in the widget,
that the window which the forecaster saw is marked, and that points are counted from 1, as the task counts them.
"""

import numpy as np

from .style import PALETTE, CourseFigure, dress, legend_above, short

__all__ = ["forecast_panels"]

SMALLEST = 1e-7  # where the axis of errors ends; what is smaller is drawn there


def forecast_panels(points, values, forecast, errors, *, origin, length, rmse, limit, title=""):
    """A forecast from an origin beside what came, and how far off every step is.

    Points are counted from 1; the forecast begins at point origin + 1. Parameters: points and values, (n,), the series
    around the origin; forecast, (steps,); errors, (m,), m <= steps, |forecast - truth| where the truth is known;
    length, how many values the forecaster saw; rmse, of these errors; limit, an error to be marked; title, text.
    """
    steps = origin + 1 + np.arange(len(forecast))
    figure = CourseFigure(
        f"Truth and a forecast of {len(forecast)} steps from point {origin}, made of the last {length} values. Below, "
        f"the error of each step; RMSE {short(rmse, 2)}.",
        figsize=(7.5, 4.2),
    )
    top, bottom = figure.subplots(2, 1, sharex=True, height_ratios=(3, 2))
    top.axvspan(origin - length + 0.5, origin + 0.5, color=PALETTE["kernel"], alpha=0.15, label="window")
    top.plot(points, values, "o-", color=PALETTE["input"], linewidth=1.2, markersize=2.5, label="truth")
    top.plot(steps, forecast, "s--", color=PALETTE["output"], linewidth=1.5, markersize=3.5, label="forecast")
    spread = np.ptp(values) or 1.0
    top.set_ylim(values.min() - 0.2 * spread, values.max() + 0.2 * spread)
    dress(top, title=title, ylabel="x(t)")
    legend_above(top)
    shown = np.maximum(errors, SMALLEST)
    bottom.semilogy(steps[: len(errors)], shown, "s-", color=PALETTE["focus"], linewidth=1.2, markersize=3.5)
    bottom.axhline(limit, color=PALETTE["focus"], linestyle=":", linewidth=1.2)
    bottom.set_ylim(SMALLEST, 10)
    dress(bottom, xlabel="point", ylabel="|forecast \N{MINUS SIGN} truth|")
    for ax in (top, bottom):
        ax.axvline(origin + 0.5, color=PALETTE["focus"], linewidth=1.2)
    return figure
