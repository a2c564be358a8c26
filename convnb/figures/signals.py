"""Figures of one-dimensional signals: two recordings and a lag, the correlation curve, found matches, a distribution.

A lag follows ops.correlation.align: y[t + lag] lies under x[t]. Without a rate the time axis counts samples, with one
(in samples per second) it shows seconds.
"""

import numpy as np

from .panels import short
from .style import INK, MUTED, PALETTE, CourseFigure, course_style, dress, legend_above

POSITIVE, NEGATIVE = PALETTE["output"], PALETTE["gradient"]  # as in the SignalAligner widget


@course_style
def two_signals(x, y, lag, *, rate=None, names=("x", "y"), unit="arbitrary units"):
    """Two signals one above the other over the same time axis, the lag drawn as an arrow between them.

    Parameters: x and y, 1-D arrays; lag in samples. The arrow starts at the largest absolute value of x.
    """
    mark = int(np.abs(x).argmax())
    figure = CourseFigure(
        f"{names[0]} ({len(x):,} samples) above {names[1]} ({len(y):,} samples). "
        f"An arrow marks the lag of {_span(lag, rate)}.",
        figsize=(7.5, 3.6),
    )
    top, bottom = figure.subplots(2, 1, sharex=True)
    for ax, signal, name, color in ((top, x, names[0], "input"), (bottom, y, names[1], "kernel")):
        ax.plot(_time(len(signal), rate), signal, color=PALETTE[color], linewidth=_width(signal))
        dress(ax, title=name, ylabel=unit)
    bottom.set_xlabel(_time_label(rate), fontsize=9.5)
    scale = rate or 1
    start, end = mark / scale, (mark + lag) / scale
    top.axvline(start, color=PALETTE["focus"], linestyle=":", linewidth=1.5)
    for at, style in ((start, ":"), (end, "-")):
        bottom.axvline(at, color=PALETTE["focus"], linestyle=style, linewidth=1.5)
    ground = bottom.get_xaxis_transform()  # x in time, y in parts of the axes
    line = {"arrowstyle": "->", "color": PALETTE["focus"], "linewidth": 2, "shrinkA": 0, "shrinkB": 0}
    bottom.annotate("", (end, 0.08), (start, 0.08), xycoords=ground, textcoords=ground, arrowprops=line)
    bottom.set_title(f"lag {_span(lag, rate)}", fontsize=10, color=PALETTE["focus"], loc="right")
    return figure


@course_style
def compared(x, y, *, rate=None, names=("x", "y"), unit="arbitrary units"):
    """Two signals of one length over the same axes, so that their heights can be compared: x dashed below y."""
    figure = CourseFigure(
        f"{names[0]} and {names[1]} over the same {_span(len(x), rate)}; the highest values are {short(np.max(x))} and "
        f"{short(np.max(y))}.",
        figsize=(7.5, 3.0),
    )
    ax = figure.subplots()
    ax.plot(_time(len(x), rate), x, "--", color=PALETTE["input"], linewidth=1.2, label=names[0])
    ax.plot(_time(len(y), rate), y, color=PALETTE["output"], linewidth=1.8, label=names[1])
    dress(ax, xlabel=_time_label(rate), ylabel=unit)
    legend_above(ax)
    return figure


@course_style
def correlation_curve(lags, scores, *, best=None, lowest=None, lag=None, rate=None, ylabel="sum of products"):
    """The correlation against the lag.

    Parameters: lags in samples and scores, 1-D arrays of one length; best and lowest, lags whose peak and trough are to
    be marked; lag, the lag that is shown elsewhere at the moment; ylabel, what the scores are, with its unit.
    """
    marked = [("largest", best), ("smallest", lowest), ("shown", lag)]
    notes = [f"{name} {short(_at(lags, scores, k))} at lag {_span(k, rate)}" for name, k in marked if k is not None]
    found = f": {'; '.join(notes)}." if notes else "."
    figure = CourseFigure(f"Curve of the {ylabel} against lag{found}", figsize=(7.5, 3.0))
    _draw_curve(figure.subplots(), lags, scores, best, lowest, lag, rate, ylabel)
    return figure


@course_style
def matches(signal, positions, length, *, template=None, wrong=(), rate=None, unit="arbitrary units", title=""):
    """A recording with the places where a template was found.

    Parameters: signal, 1-D array; positions, the first sample of each match; length of a match in samples; template,
    the first sample of the match from which the template was cut; wrong, the first sample of each false match.
    """
    alt = f"A recording of {_span(len(signal), rate)}; numbered matches: {len(positions)}"
    alt += f"; false matches: {len(wrong)}" if len(wrong) else ""
    alt += f"; the template was cut out at {_span(template, rate)}" if template is not None else ""
    figure = CourseFigure(f"{alt}.", figsize=(9.0, 3.0))
    ax = figure.subplots()
    ax.plot(_time(len(signal), rate), signal, color=PALETTE["input"], linewidth=1.0)
    dress(ax, xlabel=_time_label(rate), ylabel=unit)
    for number, start in enumerate(positions, 1):
        is_template = template is not None and start == template
        label = "template" if is_template else "match"
        _draw_match(ax, start, length, rate, "kernel" if is_template else "output", label, str(number))
    for start in wrong:
        _draw_match(ax, start, length, rate, "focus", "false match", "×")
    if template is not None and template not in list(positions):
        _draw_match(ax, template, length, rate, "kernel", "template", "T")
    ax.set_title(title, fontsize=10, loc="left", pad=18)  # over the numbers
    legend_above(ax, 3, height=1.06)
    return figure


@course_style
def score_trace(scores, threshold, *, peaks=(), rate=None):
    """The normalised correlation at every position, the threshold, and the peaks that count.

    Parameters: scores, 1-D array; threshold in the unit of the scores; peaks, positions in samples.
    """
    peaks, time = np.asarray(peaks, dtype=int), _time(len(scores), rate)
    figure = CourseFigure(
        f"The normalised correlation at {len(scores):,} positions and the threshold {short(threshold)}; "
        f"marked peaks: {len(peaks)}.",
        figsize=(9.0, 2.6),
    )
    ax = figure.subplots()
    ax.plot(time, scores, color=PALETTE["output"], linewidth=1.0, label="score")
    ax.axhline(threshold, color=INK, linestyle="--", linewidth=1.2, label=f"threshold {short(threshold)}")
    ax.plot(time[peaks], np.asarray(scores)[peaks], "v", color=PALETTE["focus"], markersize=6, label="peak")
    dress(ax, xlabel=f"start of the window, {_time_label(rate)}", ylabel="normalised correlation")
    legend_above(ax)
    return figure


@course_style
def overlay(values, curve, *, start=0, xlabel="t", ylabel="value", names=("values", "curve")):
    """Bars with a curve over them, such as a distribution and the bell it comes near to.

    Parameters: values, 1-D array; curve, an array of the same length; start, the number of the first bar.
    """
    figure = CourseFigure(f"{names[0]}, {len(values)} bars, and {names[1]} over them.", figsize=(7.5, 2.8))
    ax = figure.subplots()
    at = start + np.arange(len(values))
    ax.bar(at, values, width=1.0, color=PALETTE["output"], alpha=0.6, label=names[0])
    ax.plot(at, curve, color=PALETTE["focus"], linewidth=1.8, linestyle="--", label=names[1])
    dress(ax, xlabel=xlabel, ylabel=ylabel)
    legend_above(ax)
    return figure


@course_style
def aligner_panels(
    x, y, lag, lags, scores, *, best=None, rate=None, names=("x", "y"), unit="arbitrary units", ylabel="sum of products"
):
    """The SignalAligner as a still picture: both signals at this lag, their products, the correlation curve.

    Parameters: x and y, 1-D arrays; lag in samples, one of lags; lags and scores, 1-D arrays of one length; best, the
    lag of the peak; ylabel, what the scores are.
    """
    score = _at(lags, scores, lag)
    largest = "" if best is None else f"; it is largest at lag {_span(best, rate)}"
    figure = CourseFigure(
        f"SignalAligner: {names[0]} and {names[1]} at lag {_span(lag, rate)}, their products, and {ylabel} against "
        f"lag. Here it is {short(score)}{largest}.",
        figsize=(7.5, 5.6),
    )
    top, middle, bottom = figure.subplots(3, 1)
    top.plot(_time(len(x), rate), x, color=PALETTE["input"], linewidth=_width(x), label=f"{names[0]}[t]")
    look = {"color": PALETTE["kernel"], "linewidth": _width(y), "linestyle": "--" if len(y) <= 2000 else "-"}
    top.plot(_time(len(y), rate, -lag), y, label=f"{names[1]}[t + lag]", **look)
    dress(top, title=f"lag {_span(lag, rate)}", ylabel=unit)
    legend_above(top)
    _draw_products(middle, x, y, lag, rate, f"products: {ylabel} = {short(score)}")
    middle.set_xlim(top.get_xlim())
    middle.set_xlabel(_time_label(rate), fontsize=9.5)
    top.set_xlabel("")
    _draw_curve(bottom, lags, scores, best, None, lag, rate, ylabel)
    return figure


def _time(n, rate, start=0):
    return np.arange(start, start + n) / (rate or 1)


def _time_label(rate):
    return "time (s)" if rate else "time (samples)"


def _span(samples, rate):
    """A number of samples as text, with its duration where the rate is known."""
    text = f"{int(samples):,} samples".replace("-", "\N{MINUS SIGN}")
    return f"{text} ({short(samples / rate)} s)" if rate else text


def _width(signal):
    return 0.6 if len(signal) > 2000 else 1.5


def _at(lags, scores, lag):
    """The score that belongs to a lag."""
    hits = np.flatnonzero(np.asarray(lags) == lag)
    if hits.size != 1:
        raise ValueError(f"lag {lag} is not one of the {len(lags)} lags from {min(lags)} to {max(lags)}")
    return float(scores[hits[0]])


def _draw_products(ax, x, y, lag, rate, title):
    first = max(0, -lag)
    last = max(first, min(len(x), len(y) - lag))
    t = _time(last - first, rate, first)
    p = np.asarray(x)[first:last] * np.asarray(y)[first + lag : last + lag]
    edge = 0.6 if p.size > 2000 else 0.0  # a dense recording needs an outline, else its thin spikes pale
    look = {"alpha": 0.75, "linewidth": edge}
    ax.fill_between(t, np.maximum(p, 0), color=POSITIVE, label="positive", **look)
    hatched = {"color": NEGATIVE} if edge else {"facecolor": NEGATIVE, "edgecolor": "white", "hatch": "////"}
    ax.fill_between(t, np.minimum(p, 0), label="negative", **hatched, **look)
    ax.axhline(0, color=INK, linewidth=0.8)
    dress(ax, title=title, xlabel=_time_label(rate), ylabel="product")
    legend_above(ax)


def _draw_curve(ax, lags, scores, best, lowest, lag, rate, ylabel):
    scale = rate or 1
    ax.plot(np.asarray(lags) / scale, scores, color=PALETTE["output"], linewidth=_width(scores))
    ax.axhline(0, color=MUTED, linewidth=0.8)
    if lag is not None:
        score = _at(lags, scores, lag)
        ax.axvline(lag / scale, color=PALETTE["focus"], linewidth=1.2, linestyle=":")
        ax.plot(lag / scale, score, "o", color=PALETTE["focus"], markersize=7, label=f"shown: {short(score)}")
    for name, k, marker in (("largest", best, "^"), ("smallest", lowest, "v")):
        if k is not None:
            score = _at(lags, scores, k)
            label = f"{name}: {short(score)} at {_span(k, rate)}"
            ax.plot(k / scale, score, marker, color=INK, markersize=7, fillstyle="none", label=label)
    dress(ax, xlabel="lag (s)" if rate else "lag (samples)", ylabel=ylabel)
    legend_above(ax)


def _draw_match(ax, start, length, rate, color, label, text):
    scale = rate or 1
    hatch = {"kernel": "///", "focus": "xxx"}.get(color)
    begin, end = start / scale, (start + length) / scale
    ax.axvspan(begin, end, facecolor=PALETTE[color], alpha=0.25, hatch=hatch, edgecolor=PALETTE[color], label=label)
    above = ax.get_xaxis_transform()
    ax.text((begin + end) / 2, 1.0, text, transform=above, ha="center", va="bottom", fontsize=8.5, color=INK)
