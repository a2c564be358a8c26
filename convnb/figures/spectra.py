"""Figures of spectra: a signal beside its spectrum, the sums that a spectrum is made of, its halving, what kernels
do to each frequency, pictures and their spectra.

Frequencies are in cycles per sample (or per pixel), from 0 to 1/2; with a rate, in samples per second, the axes show
seconds and hertz.
"""

from itertools import cycle

import numpy as np
from matplotlib.ticker import MaxNLocator

from .panels import by, colour_bar, dress_picture, short, span
from .style import INK, MUTED, PALETTE, CourseFigure, course_style, draw_curves, dress, legend_above, tones

DOTTED = 80  # up to so many values each is a dot: the spectrum of a signal has bins, and nothing between them
COLORS = (*(PALETTE[role] for role in ("input", "kernel", "output", "gradient")), INK)
STYLES = ("-", "--", "-.", ":", (0, (7, 2, 1, 2, 1, 2)))


@course_style
def time_and_frequency(rows, *, rate=None, linear=None, wrapped=0, mark=None, unit="value", ylabel="magnitude"):
    """One row a signal: the samples at the left, its magnitude spectrum at the right, all rows over the same axes.

    Parameters: rows, a list of (title, role, signal, frequencies, magnitudes), role a name of the palette ("input",
    "kernel", "output", ...), signal (n,), frequencies in cycles per sample and magnitudes, both (m,);
    rate, samples per second; linear, 1-D, drawn as a thin dashed line behind the last row's signal; wrapped, how many
    of the last row's first samples are marked as wrapped around; mark, a frequency that is marked in every spectrum;
    unit and ylabel, what the heights are.
    """
    scale = rate or 1  # samples per unit of time
    listed = "; ".join(f"{title}, {len(signal)} samples" for title, _, signal, _, _ in rows)
    marked = "" if mark is None else f" {_frequency(mark, rate)} is marked."
    around = f" The first {wrapped} samples of the last row are marked: they wrapped around." if wrapped else ""
    figure = CourseFigure(
        f"Signals at the left, their magnitude spectra at the right: {listed}.{around}{marked}",
        figsize=(8.6, 0.7 + 1.55 * len(rows)),
    )
    grid = figure.subplots(len(rows), 2, sharex="col", squeeze=False, width_ratios=(1.25, 1))
    for (left, right), (title, role, signal, frequencies, magnitudes) in zip(grid, rows, strict=True):
        last = {"linear": linear, "wrapped": wrapped} if right is grid[-1, 1] else {}
        _draw_signal(left, title, signal, role, scale, unit, **last)
        _draw_values(right, np.asarray(frequencies) * scale, magnitudes, role)
        if np.nanmin(magnitudes, initial=0) >= 0:
            right.set_ylim(bottom=0)
        if mark is not None:
            right.axvline(mark * scale, color=PALETTE["focus"], linewidth=1.4)
        dress(right, title="its spectrum", ylabel=ylabel)
    grid[-1, 0].set_xlabel("time (s)" if rate else "time (samples)", fontsize=9.5)
    grid[-1, 1].set_xlabel(_frequency_label(rate), fontsize=9.5)
    return figure


@course_style
def time_and_arrows(rows, k, n, *, linear=None, wrapped=0):
    """One row a signal: the samples at the left; at the right one number of its spectrum, as a sum of arrows.

    Parameters: rows, a list of (title, role, signal), signal (m,) real; k, the number of turns in n samples. Arrow t is
    signal[t] exp(-2 pi i k t / n), and begins where the one before it ends. The thick one leads from where they begin
    to where they end: X_k. linear and wrapped as in `time_and_frequency`.
    """
    chains = [_chain(signal, k, n) for _, _, signal in rows]
    ends = "; ".join(f"{title}, sum {short(abs(chain[-1]))}" for (title, *_), chain in zip(rows, chains, strict=True))
    figure = CourseFigure(
        f"Signals at the left; at the right their products with arrows that turn {k} times in {n} samples, laid head "
        f"to tail: {ends}.",
        figsize=(8.6, 0.7 + 1.9 * len(rows)),
    )
    grid = figure.subplots(len(rows), 2, squeeze=False, width_ratios=(1.25, 1))
    for (left, right), (title, role, signal), chain in zip(grid, rows, chains, strict=True):
        last = {"linear": linear, "wrapped": wrapped} if left is grid[-1, 0] else {}
        _draw_signal(left, title, signal, role, 1, **last)
        if left is not grid[0, 0]:
            left.sharex(grid[0, 0])
        _draw_chain(right, chain, role)
        dress(right, title=f"arrows of k = {k}: sum {short(abs(chain[-1]))}", ylabel="up")
    grid[-1, 0].set_xlabel("time (samples)", fontsize=9.5)
    grid[-1, 1].set_xlabel("right", fontsize=9.5)
    return figure


@course_style
def butterfly(n, k):
    """How a transform of n samples is made of two of half the length, the two results that use E_k and O_k in front.

    Parameters: n, an even number of samples; k, 0 .. n/2 - 1.
    """
    half = n // 2
    figure = CourseFigure(
        f"The transform of {n} samples out of those of the {half} even and of the {half} odd ones: X_{k} is E_{k} plus "
        f"O_{k}, turned back by {k}/{n} of the circle, and X_{k + half} is E_{k} minus it. All others are made alike.",
        figsize=(7.0, 0.4 + 0.34 * n),
        layout="none",
    )
    ax = figure.add_axes((0, 0, 1, 1))
    for place in range(n):
        j, odd = place % half, place >= half
        front = j == k
        ax.text(0, -place, f"${'O' if odd else 'E'}_{{{j}}}$", ha="right", va="center", fontsize=11, color=INK)
        ax.text(1.03, -place, f"$X_{{{place}}}$", va="center", fontsize=11, color=INK)
        for end in (j, j + half):
            minus = odd and end >= half
            look = {"color": PALETTE["focus" if minus else "output"] if front else MUTED, "alpha": 1 if front else 0.35}
            ax.plot([0.03, 1], [-place, -end], "--" if minus else "-", linewidth=2 if front else 1, **look)
    for first, name, y in ((0, "even", half / 2 - 0.5), (1, "odd", 1.5 * half - 0.5)):
        samples = ", ".join(f"x_{{{t}}}" for t in range(first, n, 2))
        ax.text(-0.15, -y, f"{name} samples\n${samples}$\ntransformed", ha="right", va="center", fontsize=10, color=INK)
    formulas = (
        rf"$X_{{{k}}} = E_{{{k}}} + \omega^{{{k}}} O_{{{k}}}$",
        rf"$X_{{{k + half}}} = E_{{{k}}} - \omega^{{{k}}} O_{{{k}}}$",
    )
    for formula, place in zip(formulas, (k, k + half), strict=True):
        ax.text(1.15, -place, formula, va="center", fontsize=11, color=INK)
    ax.set(xlim=(-0.75, 1.75), ylim=(0.6 - n, 0.6))
    ax.axis("off")
    return figure


@course_style
def responses(frequencies, gains, names):
    """What several kernels do to each frequency: their magnitude responses over one axis.

    Parameters: frequencies, (m,), in cycles per sample; gains, a sequence of (m,) arrays; names, one text each.
    """
    ends = "; ".join(
        f"{name}: {short(gain[0])} at {_frequency(frequencies[0])}, {short(gain[-1])} at {_frequency(frequencies[-1])}"
        for gain, name in zip(gains, names, strict=True)
    )
    figure = CourseFigure(f"Gain of {len(names)} kernels against frequency. {ends}.", figsize=(7.5, 3.2))
    ax = figure.subplots()
    looks = [{"color": color, "linestyle": style} for color, style in zip(COLORS, STYLES, strict=True)]
    draw_curves(ax, frequencies, dict(zip(names, gains, strict=True)), cycle(looks), linewidth=1.8)
    ax.axhline(0, color=MUTED, linewidth=0.8)
    dress(ax, xlabel=_frequency_label(), ylabel="gain (output / input)")
    legend_above(ax)
    return figure


@course_style
def spectrum_pictures(pictures, spectra, titles, *, label="magnitude"):
    """Pictures in the upper row, and below each its spectrum, zero frequency in the middle, with its own scale.

    Parameters: pictures, a sequence of (H, W) arrays, grey from 0 to their largest value or, where one has negative
    values, on the diverging scale; spectra, for each an (h, w) array of what is to be shown, such as
    log(1 + magnitude), entry [i, j] standing for (i - h // 2) / h cycles per pixel down and (j - w // 2) / w across,
    as numpy.fft.fftshift has them; titles, one text each; label, what the spectra show.
    """
    sizes = "; ".join(
        f"{title} ({by(picture)}), {label} {span(spectrum)}"
        for picture, spectrum, title in zip(pictures, spectra, titles, strict=True)
    )
    figure = CourseFigure(
        f"Pictures, and below each its spectrum with zero frequency in the middle: {sizes}.",
        figsize=(0.6 + 2.8 * len(titles), 3.1 + 1.9 * max(np.shape(one)[0] / np.shape(one)[1] for one in pictures)),
        layout="compressed",
    )
    axes = figure.subplots(2, len(titles), squeeze=False)
    for column, (picture, spectrum, title) in enumerate(zip(pictures, spectra, titles, strict=True)):
        _draw_picture(figure, axes[0, column], np.asarray(picture, dtype=float), title)
        ax = axes[1, column]
        shown = ax.imshow(spectrum, cmap="gray", vmin=0, extent=_extent(np.shape(spectrum)), aspect="equal")
        dress(ax, title=label, xlabel="cycles per pixel, across", grid=False)
        ax.set(xticks=(-0.5, 0, 0.5), yticks=(-0.5, 0, 0.5))
        if column == 0:
            ax.set_ylabel("cycles per pixel, down", fontsize=9.5)
        colour_bar(figure, shown, ax)
    return figure


def _draw_signal(ax, title, signal, role, scale, unit="value", linear=None, wrapped=0):
    if linear is not None:
        look = {"color": INK, "linewidth": 1.0, "linestyle": (0, (5, 2)), "label": "linear"}
        ax.plot(np.arange(len(linear)) / scale, linear, **look)
    _draw_values(ax, np.arange(len(signal)) / scale, signal, role)
    if wrapped:
        focus = {"facecolor": "none", "edgecolor": PALETTE["focus"], "hatch": "///", "alpha": 0.5}
        ax.axvspan(-0.5 / scale, (wrapped - 0.5) / scale, label="wrapped around", **focus)
    dress(ax, title=title, ylabel=unit)
    legend_above(ax)


def _chain(signal, k, n):
    """Where arrows that are laid head to tail begin and end, (m + 1,) complex."""
    return np.cumsum([0, *(signal * np.exp(-2j * np.pi * k * np.arange(len(signal)) / n))])


def _draw_chain(ax, chain, role):
    """The arrows of a chain, and the thick one that is their sum."""
    for begin, end, name, width in ((chain[:1], chain[-1:], "focus", 0.05), (chain[:-1], chain[1:], role, 0.02)):
        step = end - begin
        look = {"color": PALETTE[name], "alpha": 0.8, "units": "inches", "width": width}
        ax.quiver(begin.real, begin.imag, step.real, step.imag, angles="xy", scale_units="xy", scale=1, **look)
    ax.update_datalim(np.column_stack([chain.real, chain.imag]))
    ax.margins(0.1)
    ax.autoscale_view()
    ax.set_aspect("equal", adjustable="datalim")


def _draw_values(ax, at, values, role):
    """A curve through the values, with a dot on each where they are few; from zero, so that heights can be read."""
    color = PALETTE[role]
    few = len(values) <= DOTTED
    dots = {"marker": "o", "markersize": 3.2} if few else {}
    ax.plot(at, values, color=color, linewidth=1.2 if len(values) <= 1000 else 0.6, **dots)
    if few:
        ax.vlines(at, 0, values, color=color, linewidth=1.0, alpha=0.5)
    ax.axhline(0, color=MUTED, linewidth=0.8)


def _draw_picture(figure, ax, picture, title):
    shown = ax.imshow(picture, **tones(picture))
    dress_picture(ax, title)
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_locator(MaxNLocator(nbins=5, integer=True))
    colour_bar(figure, shown, ax)


def _extent(shape):
    """Left, right, bottom and top of a spectrum, so that each entry's middle lies at its frequency."""
    height, width = shape
    top, left = -(height // 2) - 0.5, -(width // 2) - 0.5
    return left / width, (left + width) / width, (top + height) / height, top / height


def _frequency_label(rate=None):
    return "frequency (Hz)" if rate else "frequency (cycles per sample)"


def _frequency(value, rate=None):
    return f"{short(value * rate)} Hz" if rate else f"{short(value)} cycles per sample"
