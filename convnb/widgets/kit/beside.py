"""Widgets side by side below a button: they are made when it is first pressed."""

from html import escape

from ipywidgets import HTML, Button, HBox, Layout, VBox

LEAST = "26rem"  # of width; where two do not fit, the second stands below
_latest = {}  # by key: a notebook would save those that nobody sees any more, too


def shown_on_click(key, make):
    """A button that opens the pairs (caption, widget) of make() below it, and closes them.

    There is one for each key: the former one ends.
    """
    if key in _latest:
        _latest.pop(key).close()
    _latest[key] = _Shown(make)
    return _latest[key]


class _Shown(VBox):
    def __init__(self, make):
        self._button, self._row, self._make = Button(), None, make
        self._button.on_click(lambda _: self._open(len(self.children) == 1))
        super().__init__()
        self._open(False)

    def _open(self, opened):
        if opened and self._row is None:
            self._row = _row(self._make())
        self._button.description = "Hide" if opened else "Show me"
        self.children = (self._button, self._row) if opened else (self._button,)

    def close(self):
        for part in (self._button, self._row):
            _close(part)
        super().close()


def _row(pairs):
    columns = [
        VBox([HTML(f"<b>{escape(caption)}</b>"), widget], layout=Layout(flex=f"1 1 {LEAST}", min_width="0"))
        for caption, widget in pairs
    ]
    return HBox(columns, layout=Layout(flex_flow="row wrap", grid_gap="1rem"))


def _close(widget):
    for part in getattr(widget, "children", ()):
        _close(part)
    if widget is not None:
        widget.close()
