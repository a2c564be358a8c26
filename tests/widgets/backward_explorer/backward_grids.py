"""Pointing at the cells of BackwardExplorer's six canvases, and reading what stands under them."""

INPUT, KERNEL, OUTPUT, LEFT, MIDDLE, RIGHT = range(6)


def at(shown, canvas, row, col):
    """The middle of a cell, in CSS pixels from the canvas's corner: the cells are as high as those of the kernel."""
    box = shown.el.locator("canvas").nth(KERNEL).bounding_box()
    cell = (box["height"] - 2) / len(shown.get("kernel"))
    return {"x": 1 + (col + 0.5) * cell, "y": 1 + (row + 0.5) * cell}


def canvas(shown, which):
    return shown.el.locator("canvas").nth(which)


def hover(shown, which, row, col):
    canvas(shown, which).hover(position=at(shown, which, row, col))
    shown.frame()


def sums(shown):
    """The sum, and the line below it."""
    return [shown.el.locator(".convnb-sum").nth(line).inner_text() for line in (0, 1)]


def option(shown, label, text):
    shown.el.get_by_label(label, exact=True).select_option(text)
    shown.frame()
