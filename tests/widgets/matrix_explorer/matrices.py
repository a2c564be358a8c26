"""Pointing at MatrixExplorer's canvases: three grids and one or two matrices."""

INPUT, KERNEL, OUTPUT, FIRST, SECOND = range(5)  # FIRST and SECOND: the matrices
CELL, GAP = 34, 6


def grid_at(shown, canvas, row, col):
    """The middle of a cell of the input, kernel or output, in CSS pixels from the canvas's corner."""
    cell = (shown.el.locator("canvas").nth(KERNEL).bounding_box()["width"] - 2) / len(shown.get("kernel")[0])
    return 1 + (col + 0.5) * cell, 1 + (row + 0.5) * cell


def entry_at(row, col, *, left=False, top=False):
    """The middle of an entry of a matrix with cells of 34 pixels; left, top: a list of numbers stands before it."""
    offset = 1 + CELL + GAP
    return (offset if left else 1) + (col + 0.5) * CELL, (offset if top else 1) + (row + 0.5) * CELL


def hover(shown, canvas, place):
    shown.el.locator("canvas").nth(canvas).hover(position={"x": place[0], "y": place[1]})
    shown.frame()


def click(shown, canvas, place):
    shown.el.locator("canvas").nth(canvas).click(position={"x": place[0], "y": place[1]})
    shown.frame()


def leave(shown):
    shown.page.mouse.move(0, 0)
    shown.frame()


def pictures(shown):
    return [shown.pixels(canvas) for canvas in range(shown.el.locator("canvas").count())]
