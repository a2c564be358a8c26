"""A small picture for each notebook of the README's table, cut out of the notebook's own stored pictures.

    python tests/notebooks/thumbnails.py

Run it again after a figure has changed, and look at what comes out.
"""

import base64
import io
from itertools import chain
from pathlib import Path

import nbformat
from PIL import Image

from convnb.course import COURSE

ROOT = Path(__file__).resolve().parents[2]
PLACE = ROOT / "assets" / "thumbnails"
SIZE = 480, 300  # shown half as wide, so that it is sharp on a screen with two pixels for one
GAP, MARGIN = 16, 8

# Number -> a text of the source of one cell, and the pieces of its picture that are kept: rows of boxes (left, top,
# right, bottom) in its pixels. What a figure sets far apart comes close together, and can be read when it is small.
PIECES = {
    0: ("SlidingKernel2D(picture, kernel", [[(84, 62, 217, 215), (350, 62, 442, 172), (594, 62, 688, 172)]]),
    1: ('title="21 beats, found by one"', [[(88, 28, 437, 258)]]),
    2: ('view="output side"', [[(205, 22, 660, 132)], [(205, 164, 660, 274)], [(205, 448, 660, 558)]]),
    3: ('"the same, blurred first"', [[(345, 62, 584, 212)]]),
    4: ("SlidingKernel2D(six, odd", [[(53, 83, 353, 340), (700, 83, 790, 172)]]),
    5: ("BackwardExplorer(a, w, grad_y=delta", [[(452, 135, 670, 226)], [(270, 135, 400, 226), (32, 135, 210, 226)]]),
    6: ("BackwardExplorer(nine, four", [[(50, 236, 192, 394), (460, 236, 642, 434)]]),
    7: ('"valid convolution, 4×4 with 2×2"', [[(57, 43, 736, 428)]]),
    8: (
        "SpectrumExplorer(length=128, bin=13",
        [[(60, 5, 275, 155), (530, 5, 720, 155)], [(60, 340, 275, 490), (530, 340, 720, 490)]],
    ),
    9: (
        '"red", "green", "blue"',
        [[(57, 32, 198, 173), (240, 32, 381, 173)], [(422, 32, 563, 173), (605, 32, 746, 173)]],
    ),
    10: ("GaborExplorer(goal=goal |", [[(63, 37, 250, 226), (599, 37, 785, 226)]]),
    11: ('"the first 12 digits"', [[(4, 31, 345, 143)]]),
    12: ("ForecastExplorer(list(", [[(370, 0, 750, 238)]]),
}


def stored_picture(notebook, text):
    """The picture that the one code cell whose source holds `text` has stored."""
    outputs = (cell.outputs for cell in notebook.cells if cell.cell_type == "code" and text in cell.source)
    found = [output.data["image/png"] for group in outputs for output in group if "image/png" in output.get("data", {})]
    if len(found) != 1:
        raise ValueError(f"{len(found)} stored pictures are of a cell with {text!r}, and it needs one")
    return Image.open(io.BytesIO(base64.b64decode(found[0]))).convert("RGB")


def side_by_side(pieces, axis=0):
    """The pictures in a row (axis 0) or under each other (axis 1), in the middle of it, on white."""
    along = [piece.size[axis] for piece in pieces]
    size = [0, 0]
    size[axis] = sum(along) + GAP * (len(pieces) - 1)
    size[1 - axis] = max(piece.size[1 - axis] for piece in pieces)
    sheet = Image.new("RGB", size, "white")
    for index, piece in enumerate(pieces):
        corner = [(size[0] - piece.width) // 2, (size[1] - piece.height) // 2]
        corner[axis] = sum(along[:index]) + GAP * index
        sheet.paste(piece, corner)
    return sheet


def thumbnail(picture, rows):
    """The pieces of the picture as large as SIZE allows, in its middle."""
    for left, top, right, bottom in chain(*rows):
        if not (0 <= left < right <= picture.width and 0 <= top < bottom <= picture.height):
            raise ValueError(f"box {left, top, right, bottom} leaves a picture of {picture.size}")
    cut = side_by_side([side_by_side([picture.crop(box) for box in row]) for row in rows], axis=1)
    scale = min((whole - 2 * MARGIN) / size for whole, size in zip(SIZE, cut.size, strict=True))
    cut = cut.resize([round(scale * size) for size in cut.size], Image.Resampling.LANCZOS)
    sheet = Image.new("RGB", SIZE, "white")
    sheet.paste(cut, [(whole - size) // 2 for whole, size in zip(SIZE, cut.size, strict=True)])
    return sheet


def main():
    PLACE.mkdir(exist_ok=True)
    for course in COURSE:
        text, rows = PIECES[course.number]
        picture = stored_picture(nbformat.read(ROOT / "notebooks" / course.file, as_version=4), text)
        path = (PLACE / course.file).with_suffix(".webp")
        thumbnail(picture, rows).save(path, quality=88, method=6)
        print(f"{path.name}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
