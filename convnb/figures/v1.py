"""Figures of the visual cortex: filter banks, responses on a photograph, traces over a drift, tuning curves."""

import numpy as np

from .panels import bare, by, colour_bar, dress_picture, rows_of, short, span
from .style import LOOKS, MUTED, PALETTE, CourseFigure, course_style, draw_curves, dress, legend_above, tones

WORDS = {"linear": "linear response", "simple": "simple cell", "complex": "complex cell"}
AXES = {
    "orientation": ("orientation of the grating (degrees)", "°"),
    "frequency": ("frequency of the grating (radians per pixel)", " radians per pixel"),
}


@course_style
def filter_bank(kernels, titles, *, columns=8):
    """Kernels side by side on one diverging scale.

    Parameters: kernels, a sequence of (rows, columns) arrays; titles, one text each; columns, how many stand in a row
    at most.
    """
    scale = tones(np.concatenate([np.ravel(kernel) for kernel in kernels]), signed=True)
    across = min(columns, len(kernels))
    down = -(-len(kernels) // across)
    listed = "; ".join(title.replace("\n", " ") for title, _ in zip(titles, kernels, strict=True))
    width = min(1.7 * across + 1.0, 9.0)
    tall = (width - 1.0) / across * max(np.shape(one)[0] / np.shape(one)[1] for one in kernels)
    figure = CourseFigure(
        f"{len(kernels)} filters on one scale from {short(scale['vmin'])} to {short(scale['vmax'])}; blue is negative, "
        f"white zero, red positive. {listed}.",
        figsize=(width, (tall + 0.35) * down + 0.2),
        layout="compressed",
    )
    axes = rows_of(figure, len(kernels), across)
    for ax, kernel, title in zip(axes.flat, kernels, titles, strict=False):
        shown = ax.imshow(kernel, **scale)
        bare(ax, title)
    colour_bar(figure, shown, axes, shrink=0.9, label="weight")
    return figure


@course_style
def response_pictures(image, maps, titles, *, columns=4, name="photograph"):
    """A photograph, and what cells everywhere on it answer; all answers on one scale.

    Parameters: image, (H, W) array, black at its smallest value, white at its largest; maps, a sequence of 2-D arrays,
    on the diverging scale where any has negative values, else grey from black at 0; titles, one text each; columns, how
    many pictures stand in a row at most; name, what the image is.
    """
    scale = tones(np.concatenate([np.ravel(one) for one in maps]))
    listed = "; ".join(f"{title} {span(one)}" for one, title in zip(maps, titles, strict=True))
    across = min(columns, len(maps) + 1)
    down = -(-(len(maps) + 1) // across)
    height = 2.1 * np.shape(image)[0] / np.shape(image)[1] + 0.5
    figure = CourseFigure(
        f"{name[:1].upper()}{name[1:]}, {by(image)}, and the responses on it: {listed}.",
        figsize=(2.15 * across + 0.8, height * down),
        layout="compressed",
    )
    axes = rows_of(figure, len(maps) + 1, across)
    axes.flat[0].imshow(image, cmap="gray")
    for ax, one in zip(axes.flat[1:], maps, strict=False):
        shown = ax.imshow(one, **scale)
    for ax, title in zip(axes.flat, [name, *titles], strict=False):
        bare(ax, title)
    colour_bar(figure, shown, axes, shrink=0.9, label="response")
    return figure


@course_style
def cell_traces(traces):
    """Responses over one drift of a grating, one line each.

    Parameters: traces, a dict name -> (n,) array, frame t of n at t / n of the period, at most four.
    """
    listed = "; ".join(f"{name} {span(one)}" for name, one in traces.items())
    figure = CourseFigure(f"Responses over one period of a drifting grating: {listed}.", figsize=(7.5, 3.0))
    _draw_traces(figure.subplots(), traces)
    return figure


@course_style
def tuning_curve(at, curves, *, along="orientation", mark=None):
    """How strongly cells answer to gratings that differ in one number.

    Parameters: at, (n,), the orientations in radians or the frequencies in radians per pixel; curves, a dict name ->
    (n,) array, at most four; along, "orientation" (shown in degrees) or "frequency"; mark, a value of `at` that is
    marked.
    Raises ValueError for another `along`.
    """
    if along not in AXES:
        raise ValueError(f"along must be 'orientation' or 'frequency', got {along!r}")
    peaks = "; ".join(f"{name} peaks at {_peak(at, one, along)}" for name, one in curves.items())
    figure = CourseFigure(f"Tuning to {along}: {peaks}.", figsize=(7.5, 3.0))
    _draw_tuning(figure.subplots(), at, curves, along, mark)
    return figure


@course_style
def gabor_panels(kernel, image, response, traces, tuning, *, cell="linear", time=0, along="orientation", mark=None):
    """GaborExplorer's still picture: kernel, photograph and response, traces and tuning.

    Parameters: kernel, (rows, columns); image, (H, W) from 0 to 1; response, 2-D, what `cell` ("linear", "simple" or
    "complex") says on it; traces, (linear, simple, complex) over one drift; tuning, (at, simple, complex); time, the
    frame that is marked; along and mark, as in `tuning_curve`.
    """
    at, *curves = tuning
    named = dict(zip(("simple cell", "complex cell"), curves, strict=True))
    linear, simple, steady = traces
    figure = CourseFigure(
        f"A Gabor kernel, {by(kernel)}, largest weight {short(np.abs(kernel).max())}; the {WORDS[cell]} on a "
        f"photograph, {span(response)}; over one drift of a grating the simple cell runs {span(simple)} and the "
        f"complex cell {span(steady)}; the simple cell's tuning to {along} peaks at {_peak(at, curves[0], along)}.",
        figsize=(8.6, 5.6),
    )
    upper, lower = figure.subfigures(2, 1, height_ratios=(1.05, 1))
    left, middle, right = upper.subplots(1, 3)
    y, x = np.shape(kernel)[0] / 2, np.shape(kernel)[1] / 2
    drawn = left.imshow(kernel, **tones(kernel, signed=True), extent=(-x, x, y, -y))
    dress(left, title=f"kernel {by(kernel, '×')}", xlabel="x (pixels)", ylabel="y (pixels)", grid=False)
    middle.imshow(image, cmap="gray", vmin=0, vmax=1)
    dress_picture(middle, "photograph")
    mapped = right.imshow(response, **tones(response, signed=cell == "linear"))
    dress(right, title=WORDS[cell], xlabel="column (pixels)", grid=False)
    colour_bar(upper, drawn, left, shrink=0.9)
    colour_bar(upper, mapped, right, shrink=0.9)
    first, second = lower.subplots(1, 2)
    lines = {"simple cell": simple, "complex cell": steady, "linear response": linear}
    _draw_traces(first, lines, time)
    _draw_tuning(second, at, named, along, mark)
    return figure


def _draw_traces(ax, traces, time=None):
    for (name, values), look in zip(traces.items(), LOOKS, strict=False):
        n = len(values)
        # One frame more closes the period.
        ax.plot(np.arange(n + 1) / n, np.append(values, values[0]), label=name, **look)
        if time is not None:
            ax.plot(time / n, values[time], "o", color=PALETTE["focus"], markersize=6)
    if time is not None:
        ax.axvline(time / n, color=PALETTE["focus"], linewidth=1.4)
    ax.axhline(0, color=MUTED, linewidth=0.8)
    dress(ax, xlabel="time (periods of the grating)", ylabel="response")
    legend_above(ax, 3)


def _draw_tuning(ax, at, curves, along, mark):
    unit = np.degrees if along == "orientation" else np.asarray
    draw_curves(ax, unit(at), curves, LOOKS)
    if mark is not None:
        ax.axvline(unit(mark), color=PALETTE["focus"], linewidth=1.4)
    ax.set_ylim(bottom=0)
    dress(ax, xlabel=AXES[along][0], ylabel="response")
    if along == "orientation":
        ax.set_xticks(np.arange(0, 181, 45))
    legend_above(ax)


def _peak(at, curve, along):
    """Where a curve is largest, as text with its unit."""
    place = at[np.argmax(curve)]
    return f"{short(np.degrees(place) if along == 'orientation' else place)}{AXES[along][1]}"
