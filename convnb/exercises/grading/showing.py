"""Numbers, arrays and calls as short text that is the same at each run: no address, no NumPy print options."""

import re

import numpy as np

LONGEST = 12  # entries of a row that are shown in full
MOST_NESTED = 48  # entries of an array with more than two axes that are shown in full
ROUNDING = 1e-12  # what is smaller is shown as 0, such as cos(pi / 2)
LONGEST_TEXT = 200  # characters of a foreign text that are shown
ADDRESS = re.compile(r"\s+at 0x[0-9a-fA-F]+")


def show(value, digits=4):
    """A number or an array with `digits` significant digits; long rows and large arrays are cut short."""
    if isinstance(value, tuple):
        return f"({', '.join(show(part, digits) for part in value)})"
    try:
        array = np.asarray(value)
        numeric = array.dtype.kind in "biufc"
    except Exception:
        numeric = False
    if not numeric:
        return foreign(value)
    if array.ndim == 0:
        return _number(array.item(), digits)
    if array.ndim == 1:
        return _row(array, digits)
    if max(array.shape) > LONGEST or (array.ndim > 2 and array.size > MOST_NESTED):
        return f"an array of shape {array.shape}"
    return f"[{', '.join(show(part, digits) for part in array)}]"


def show_apart(one, other):
    """Both values as text, with as many digits as it takes to tell them apart."""
    texts = show(one), show(other)
    return texts if texts[0] != texts[1] else (show(one, 12), show(other, 12))


def show_call(name, parameters, arguments):
    """The call as text, such as "score_at(f=[1, 2], g=[3], shift=-1)"."""
    return f"{name}({', '.join(f'{p}={show(a)}' for p, a in zip(parameters, arguments, strict=True))})"


def foreign(value):
    """The text of any object, on one line and without its address."""
    try:
        text = str(value)
    except Exception:
        text = f"<{type(value).__name__}>"
    text = ADDRESS.sub("", " ".join(text.split()))
    return printable(text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 3] + "...")


def printable(text):
    """The text with a mark for what cannot be shown or sent: control characters, halves of surrogate pairs."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)


def article(word):
    """The word with "a" or "an" before it."""
    return f"{'an' if word[:1].lower() in 'aeiou' else 'a'} {word}"


def _number(value, digits):
    if isinstance(value, float) and not abs(value) < 1e15:
        return f"{value:.{digits}g}"
    if isinstance(value, float) and (value == round(value) or abs(value) < ROUNDING):
        return str(round(value))
    if isinstance(value, float) and abs(value) >= 10**digits:
        return f"{value:.1f}"  # 27957.3 beside 27955, in place of 2.796e+04
    return f"{value:.{digits}g}" if isinstance(value, float | complex) else str(value)


def _row(row, digits):
    numbers = [_number(value, digits) for value in row[:LONGEST].tolist()]
    return f"[{', '.join(numbers)}]" if len(row) <= LONGEST else f"[{', '.join(numbers)}, ...] ({len(row)} numbers)"
