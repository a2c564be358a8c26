"""Widgets side by side below a button: what they are is made when it is first pressed."""

from html import escape

from ipywidgets import HTML, Button, HBox, Layout, VBox

LEAST = "26rem"  # of width; where two do not fit, the second stands below


def shown_on_click(label, make):
    """A button; the pairs (caption, widget) of make() open below it, and close when it is pressed again."""
    button, box = Button(description=label), VBox()
    opened = []

    def press(_):
        if not opened:
            opened.append(_row(make()))
        box.children = (button, *opened) if box.children == (button,) else (button,)

    button.on_click(press)
    box.children = (button,)
    return box


def _row(pairs):
    columns = [
        VBox([HTML(f"<b>{escape(caption)}</b>"), widget], layout=Layout(flex=f"1 1 {LEAST}", min_width="0"))
        for caption, widget in pairs
    ]
    return HBox(columns, layout=Layout(flex_flow="row wrap", grid_gap="1rem"))
