"""Lists of numbers one under the other: the still pictures of the ImpulseResponse and SlidingKernel1D widgets; and the
ways between two lists.

All rows share one axis, so that what belongs together stands in one column.
"""

import numpy as np
from matplotlib.patches import Rectangle

from .panels import short
from .style import INK, MUTED, PALETTE, CourseFigure, course_style, dress

HATCHES = ("///", "", "\\\\\\", "--", "xx", "||", "++", "..")  # neighbours never share one
MOST_NUMBERS = 24  # slots that have room for a number each


@course_style
def impulse_panels(hits, response, result, tau, *, copies=None, products=None):
    """Hits, what they start, and the result, at the moment tau: give copies (input side) or products (output side).

    Parameters: hits, (N,); response, (K,); result, (N + K - 1,); tau, an index of the result; copies, (N, N + K - 1),
    row t the copy of the response that the hit at t starts; products, (N,), what is added at tau.
    Raises ValueError unless exactly one of copies and products is given.
    """
    if (copies is None) == (products is None):
        raise ValueError("give copies (the input side) or products (the output side), and not both")
    hits, response, result = (np.asarray(a, dtype=float) for a in (hits, response, result))
    inside = copies is not None
    figure = CourseFigure(
        f"{'Copies of the response, stacked' if inside else 'The flipped response, its products and their sums'}: "
        f"hits {_listed(hits)}, response {_listed(response)}, result {_listed(result)}. "
        f"At τ = {tau} it is {short(result[tau])}.",
        figsize=(7.5, 4.6 if inside else 6.0),
    )
    slots = (-0.5 if inside else 0.5 - response.size, result.size - 0.5)
    if inside:
        axes = _axes(figure, [2, 3], slots)
        _draw_copies(axes[1], np.asarray(copies, dtype=float), result, tau)
        _frame(axes[0], (tau, tau), linestyle="--")
    else:
        axes = _axes(figure, [2, 2, 2, 2], slots)
        window = (tau - response.size + 1, tau)
        title = f"flipped response: g[{tau} − t]"
        _draw_row(axes[1], np.arange(window[0], tau + 1), response[::-1], "kernel", title, "strength", window)
        title = f"products f[t] · g[{tau} − t]"
        _draw_row(axes[2], np.arange(hits.size), products, "output", title, "strength", window)
        title = f"result h[τ]: h[{tau}] = {short(result[tau])}"
        _draw_row(axes[3], np.arange(result.size), result, "output", title, "strength", (tau, tau))
        _frame(axes[0], window)
    _draw_row(axes[0], np.arange(hits.size), hits, "input", "hits f[t]", "strength")
    axes[-1].set_xlabel("time (steps)", fontsize=9.5)
    return figure


@course_style
def sliding_panels_1d(x, kernel, output, starts, *, position=0, operation="correlation", mode="full"):
    """Signal, kernel where it lies, and result.

    Parameters: x, (N,); kernel, (K,), as it slides (flipped for a convolution); output and starts, 1-D arrays of
    one length, starts[p] the place on the signal where the kernel starts for output[p]; position, the p to be shown.
    Each result stands under the middle of its window, of an even kernel under the right one of the two in the middle.
    """
    x, kernel, output = (np.asarray(a, dtype=float) for a in (x, kernel, output))
    k, start = kernel.size, int(starts[position])
    figure = CourseFigure(
        f"{operation.capitalize()}, mode {mode}: signal {_listed(x)}, kernel as it slides {_listed(kernel)}, "
        f"result {_listed(output)}. Result {position} is {short(output[position])}; "
        f"the kernel lies over places {short(start)} to {short(start + k - 1)} of the signal.",
        figsize=(7.5, 4.6),
    )
    axes = _axes(figure, [1, 1, 1], (0.5 - k, x.size + k - 1.5))
    middle = np.asarray(starts) + (k - 1) - (k - 1) // 2
    window, turned = (start, start + k - 1), ", flipped" if operation == "convolution" else ""
    _draw_row(axes[0], np.arange(x.size), x, "input", f"signal, N = {x.size}", "value", window)
    _draw_row(axes[1], start + np.arange(k), kernel, "kernel", f"kernel{turned}, K = {k}", "value", window)
    title = f"{operation}, mode {mode}, length {output.size}: result[{position}] = {short(output[position])}"
    _draw_row(axes[2], middle, output, "output", title, "value", (middle[position],) * 2)
    axes[2].set_xlabel("place on the signal (samples)", fontsize=9.5)
    return figure


@course_style
def backward_paths(n, kernel_size, chosen):
    """All ways from the inputs of a sliding kernel through its outputs to the loss J, those of one input in front.

    Parameters: n, inputs; kernel_size, weights; chosen, an input. All are counted from 1, as on paper. A way stands for
    a product of slopes: the weight that stands on it times the delta of its output.
    """
    outputs = n - kernel_size + 1
    ways = [t for t in range(1, outputs + 1) if 1 <= chosen - t + 1 <= kernel_size]
    sums = " and ".join(f"through z_{t} with w_{chosen - t + 1} and delta_{t}" for t in ways)
    figure = CourseFigure(
        f"From {n} inputs over {outputs} outputs to the loss J. The ways of a_{chosen}: {sums}.",
        figsize=(6.4, 0.62 * n + 0.3),
        layout="none",
    )
    ax = figure.add_axes((0, 0, 1, 1))
    middle = (n + 1) / 2

    def draw_way(x, begin, end, label, front):
        look = {
            "color": PALETTE["focus"] if front else MUTED,
            "alpha": 1 if front else 0.35,
            "linewidth": 2 if front else 1,
        }
        ax.annotate("", (x + 0.9, -end), (x + 0.1, -begin), arrowprops={"arrowstyle": "->", **look})
        if front:
            box = {"facecolor": "white", "edgecolor": "none", "pad": 1}
            ax.text(x + 0.5, -(begin + end) / 2, label, ha="center", va="center", fontsize=12, color=INK, bbox=box)

    for t in range(1, outputs + 1):
        height = t + (kernel_size - 1) / 2  # in the middle of its window
        for k in range(1, kernel_size + 1):
            draw_way(0, t + k - 1, height, f"$w_{{{k}}}$", t + k - 1 == chosen)
        draw_way(1, height, middle, rf"$\delta_{{{t}}}$", t in ways)
        ax.text(1, -height, f"$z_{{{t}}}$", ha="center", va="center", fontsize=13, color=INK)
    for i in range(1, n + 1):
        weight = "bold" if i == chosen else "normal"
        ax.text(0, -i, f"$a_{{{i}}}$", ha="center", va="center", fontsize=13, color=INK, weight=weight)
    ax.text(2, -middle, "$J$", ha="center", va="center", fontsize=13, color=INK)
    ax.set(xlim=(-0.2, 2.2), ylim=(-n - 0.5, -0.5))
    ax.axis("off")
    return figure


def _axes(figure, heights, slots):
    axes = figure.subplots(len(heights), 1, sharex=True, height_ratios=heights)
    axes[0].set_xlim(*slots)
    axes[0].xaxis.get_major_locator().set_params(integer=True)
    return axes


def _draw_row(ax, slots, values, role, title, ylabel, framed=None):
    """Bars from zero, negative ones hatched, each with its number where there is room. NaN and inf have none.

    framed, the first and the last slot in the frame.
    """
    values = np.asarray(values, dtype=float)
    heights = _finite(values)
    bars = ax.bar(slots, heights, width=0.8, color=PALETTE[role], alpha=0.7, edgecolor=PALETTE[role])
    for bar, value in zip(bars, values, strict=True):
        if value < 0:
            bar.set(hatch="////", edgecolor="white")
    if np.diff(ax.get_xlim())[0] <= MOST_NUMBERS:
        for slot, value, height in zip(slots, values, heights, strict=True):
            _write(ax, slot, value, height, color=INK if value else MUTED)
    _room(ax, heights)
    dress(ax, title=title, ylabel=ylabel, grid=False)
    if framed:
        _frame(ax, framed)


def _draw_copies(ax, copies, result, tau):
    """The copies stacked, upward and downward apart, and a line at their sum."""
    slots = np.arange(result.size)
    up, down = np.zeros(result.size), np.zeros(result.size)
    for t, copy in enumerate(_finite(copies)):
        used = np.flatnonzero(copy)
        bottom = np.where(copy < 0, down, up)
        look = {"color": PALETTE["kernel"], "alpha": 0.6, "edgecolor": INK, "linewidth": 0.8}
        ax.bar(slots[used], copy[used], bottom=bottom[used], width=0.8, hatch=HATCHES[t % len(HATCHES)], **look)
        up += np.maximum(copy, 0)
        down += np.minimum(copy, 0)
    ax.hlines(_finite(result), slots - 0.45, slots + 0.45, color=PALETTE["output"], linewidth=3)
    if result.size <= MOST_NUMBERS:
        for slot, value, top in zip(slots, result, up, strict=True):
            _write(ax, slot, value, top, color=INK, weight="bold")
    _room(ax, np.concatenate([up, down]))
    _frame(ax, (tau, tau))
    title = f"one copy of g for each hit; their sum h[τ] as a line: h[{tau}] = {short(result[tau])}"
    dress(ax, title=title, grid=False)
    ax.set_ylabel("strength", fontsize=9.5)


def _finite(values):
    return np.where(np.isfinite(values), values, 0.0)


def _write(ax, slot, value, height, **look):
    below = height < 0
    offset = {"xytext": (0, -3 if below else 2), "textcoords": "offset points"}
    ax.annotate(
        short(value), (slot, height), ha="center", va="top" if below else "bottom", fontsize=8.5, **offset, **look
    )


def _room(ax, values):
    """Limits that leave room for the numbers above and below the bars."""
    low, high = min(values.min(), 0.0), max(values.max(), 0.0)
    span = (high - low) or 1.0
    ax.set_ylim(low - (0.3 * span if low < 0 else 0.0), high + 0.35 * span)
    ax.axhline(0, color=MUTED, linewidth=0.8)


def _frame(ax, slots, linestyle="-"):
    """A frame from the first to the last of two slots, as high as the axes."""
    first, last = slots
    look = {"edgecolor": PALETTE["focus"], "linewidth": 2, "linestyle": linestyle, "zorder": 5}
    box = (first - 0.5, 0.02), last - first + 1, 0.96
    ax.add_patch(Rectangle(*box, fill=False, transform=ax.get_xaxis_transform(), **look))


def _listed(values):
    """The first numbers of a list, for the alt text."""
    text = ", ".join(short(value) for value in values[:12])
    return text + (f" and {values.size - 12} more" if values.size > 12 else "")
