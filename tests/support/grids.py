"""Pointing at the cells of SlidingKernel2D's canvases."""

INPUT, KERNEL, OUTPUT = range(3)


def at(shown, canvas, row, col):
    """The middle of a cell, in CSS pixels from the canvas's corner.

    The canvases are so many cells and 2 pixels wide.
    """
    cell = (shown.el.locator("canvas").nth(KERNEL).bounding_box()["width"] - 2) / 2
    return 1 + (col + 0.5) * cell, 1 + (row + 0.5) * cell


def hover(shown, canvas, row, col):
    x, y = at(shown, canvas, row, col)
    shown.el.locator("canvas").nth(canvas).hover(position={"x": x, "y": y})
    shown.frame()


def total(shown):
    """What stands under the grids: the sum with its numbers, or what an input or a weight is for."""
    return shown.el.locator(".convnb-sum").inner_text()
