"""The colour language, shown."""

from .style import INK, PALETTE, CourseFigure

__all__ = ["palette"]

MEANING = {
    "input": "what goes in",
    "kernel": "what slides",
    "output": "what comes out",
    "gradient": "who is to blame",
    "focus": "what you look at",
}


def palette():
    """One swatch a role, with its name and its meaning."""
    listed = "; ".join(f"{role}: {MEANING[role]}" for role in PALETTE)
    figure = CourseFigure(f"The colours of the course. {listed}.", figsize=(8.0, 0.9), layout="none")
    ax = figure.add_axes((0, 0, 1, 1))
    for place, (role, color) in enumerate(PALETTE.items()):
        ax.barh(0, 0.16, left=place, height=0.7, color=color)
        ax.text(place + 0.22, 0.02, f"{role}\n{MEANING[role]}", va="center", fontsize=9, color=INK)
    ax.set_xlim(-0.05, len(PALETTE))
    ax.set_ylim(-0.5, 0.5)
    ax.axis("off")
    return figure
