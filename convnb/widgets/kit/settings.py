"""A widget's defaults, limits, steps and labels: one table, `settings.js`, that the browser and Python both read.

The file holds one statement, `export const SETTINGS = {...};`. The braces hold strict JSON, one line for each trait:

    value           the default
    min, max        what the trait takes; of a pair, what the widget can show of each number
    largest         the most rows and columns, or entries, that the widget shows
    choices         the words or numbers to choose from
    step, degrees   the step of the slider; of an angle in radians, in degrees
    slider          the slider's maximum, where that is less than `max`
    label, labels   what stands beside the control, or beside the two of a pair

"constants" holds what belongs to no trait.
"""

import json
import re
from pathlib import Path

KEYS = {"value", "min", "max", "largest", "choices", "step", "degrees", "slider", "label", "labels"}
_TABLE = re.compile(r"^export const (?:SETTINGS|LIMITS) = (\{.*\});\s*\Z", re.S | re.M)


def read_table(path):
    """The table in a settings.js, or in limits.js, as a dict. Raises ValueError for a file of another form."""
    found = _TABLE.search(Path(path).read_text(encoding="utf-8"))
    if not found:
        raise ValueError(f"{path} must end with `export const SETTINGS = {{...}};`")
    try:
        return json.loads(found[1])
    except json.JSONDecodeError as problem:
        raise ValueError(f"{path}: the table must be strict JSON, quotes and all: {problem}") from None


def read_settings(module):
    """The settings beside the Python file `module`: read_settings(__file__). Raises ValueError for an unknown key."""
    path = Path(module).with_name("settings.js")
    table = read_table(path)
    for name, line in table.items():
        if name != "constants" and (unknown := set(line) - KEYS):
            raise ValueError(f"{path}: {name} has the unknown key {min(unknown)!r}; the keys are {sorted(KEYS)}")
    return table


LIMITS = read_table(Path(__file__).with_name("limits.js"))
