"""Traits that take what a learner has (lists, tuples, arrays) and hold what JSON can carry.

Each travels to the browser by itself, and takes its line of settings.js: `alpha = Real(**SETTINGS["alpha"])`.
"""

import math

import numpy as np
import traitlets
from traitlets import TraitError, TraitType, Undefined

from ...ops.checks import LARGEST_NUMBER, as_regular, bare, by, cut, is_finite_number, numbers, written
from .settings import LIMITS

LARGEST_ENTRY = LIMITS["largest_entry"]  # products and sums of such numbers do not overflow

# --- what travels -------------------------------------------------------------------------------------------------


def to_json(value, widget=None):
    """A trait's value as JSON can carry it: null for NaN and infinities, an array of bytes as its shape and levels."""
    if isinstance(value, np.ndarray):
        return {"shape": list(value.shape), "levels": value.tobytes()}
    if isinstance(value, list):
        return [to_json(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def from_json(sent, widget=None):
    """What the browser sent, as a trait takes it: NaN for null."""
    if isinstance(sent, dict) and "levels" in sent:
        return np.frombuffer(sent["levels"], np.uint8).reshape(sent["shape"])
    if isinstance(sent, list):
        return [from_json(one) for one in sent]
    return math.nan if sent is None else sent


class Sent(TraitType):
    """Base of the traits here: sent to the browser, refused with the trait's name and a short value.

    Of a line of settings.js it takes `value`, the default; what only the browser needs (label, step) is dropped.
    """

    def __init__(self, value=Undefined, *, label=None, labels=None, step=None, degrees=None, slider=None, **limits):
        super().__init__(default_value=value, **limits)
        self.tag(sync=True, to_json=to_json, from_json=from_json)

    def error(self, obj, value, error=None, info=None):
        raise TraitError(f"{self.name} must be {info or self.info()}; got {written(value)}")


# --- one value ----------------------------------------------------------------------------------------------------


class Flag(Sent, traitlets.Bool):
    """True or False."""

    def validate(self, obj, value):
        value = bare(value)
        return super().validate(obj, bool(value) if isinstance(value, np.bool_) else value)


class Text(Sent, traitlets.Unicode):
    """A text."""

    def validate(self, obj, value):
        if isinstance(value, bytes):  # traitlets would decode them, and quote them in full where it cannot
            self.error(obj, value)
        return str(super().validate(obj, value))  # of an array of texts, too, a text as Python writes it


class Packed(Sent, traitlets.Bytes):
    """Numbers as bytes."""


class Record(Sent, traitlets.Dict):
    """A dict, from text to what JSON can carry."""


class Several(Sent, traitlets.List):
    """A list: Several(trait=Whole(), minlen=1)."""

    def info(self):
        return f"a list, in which each is {self._trait.info()}"

    def length_error(self, obj, value):
        raise TraitError(f"{self.name} must have {self._minlen} entries; got {len(value)}")


class Choice(Sent, traitlets.Enum):
    """One of a few words or numbers."""

    def __init__(self, value=Undefined, *, choices, **browser):
        super().__init__(value, values=choices, **browser)

    def validate(self, obj, value):
        value = bare(value)
        value = value.item() if isinstance(value, np.generic) else value
        if isinstance(value, bool) or not isinstance(value, (str, int)):  # an array is not equal or unequal to a word
            self.error(obj, value)
        return super().validate(obj, value)


class Whole(Sent, traitlets.Int):
    """A whole number that the operators take: no bool, and not too large."""

    info_text = f"a whole number, at most {LARGEST_NUMBER} in size"

    def validate(self, obj, value):
        value = bare(value)
        whole = isinstance(value, (int, np.integer)) and not isinstance(value, bool)
        if not whole or abs(int(value)) > LARGEST_NUMBER:
            self.error(obj, value)
        return super().validate(obj, int(value))


class Real(Sent, traitlets.Float):
    """A finite number between two others."""

    info_text = "a finite number"

    def validate(self, obj, value):
        if not is_finite_number(value):  # a number of any of NumPy's kinds is one
            self.error(obj, value)
        return super().validate(obj, float(value))


class Goal(Sent):
    """A task: {} for none, or a dict of its "text" and of what must hold for it to be met.

    The names of what must hold are in the widget's `measures`. Each stands for a number or an array that is wanted, or
    for limits: {"text": "See 9 by 9 with few weights", "receptive_field": [9, 9], "parameters": {"most": 1000}}. Limits
    hold for every number of an array.
    """

    info_text = 'a dict with a "text" and what must hold, or {} for none'

    def validate(self, obj, value):
        if not isinstance(value, dict):
            self.error(obj, value)
        kind, measures = type(obj).__name__, ", ".join(obj.measures)
        if value and not measures:
            raise ValueError(f"{kind} has no goals, so goal must be {{}}; got {written(value)}")
        wanted = {name: one for name, one in value.items() if name != "text"}
        for name in wanted:
            if name not in obj.measures:
                raise ValueError(f"the goal of {kind} can name {measures}; got {written(name)}")
        if value and not (isinstance(value.get("text"), str) and value["text"].strip() and wanted):
            raise ValueError(f"goal must have a text and at least one of {measures}; got {written(value)}")
        return value | {name: self._wanted(name, one) for name, one in wanted.items()}

    def _wanted(self, name, value):
        sides = value if isinstance(value, dict) else {}
        try:
            arrays = {side: as_numbers(one, self.name, self.info_text) for side, one in (sides or {"": value}).items()}
        except ValueError:
            arrays = {}
        usable = arrays and all(array.size and np.isfinite(array).all() for array in arrays.values())
        if sides:
            least, most = arrays.get("least", -math.inf), arrays.get("most", math.inf)
            usable = usable and set(sides) <= {"least", "most"} and np.ndim(least) == np.ndim(most) == 0
            usable = usable and least <= most
        if not usable:
            raise ValueError(
                f'goal: {name} must be finite numbers, or limits {{"least": a, "most": b}} with a <= b; '
                f"got {written(value)}"
            )
        numbers = {side: fixed(array.tolist()) for side, array in arrays.items()}
        return numbers if sides else numbers[""]


class Steps(Sent):
    """States to go through with a slider: {} for none, or a dict of what one trait is at each step, and their "text".

    {"kernel": [[0, 0], [0.5, 1.2], [1, 2]], "text": ["0: loss 38", "1: loss 16.5", "20: loss 0"]}; without a text the
    slider counts from 0. The trait is a list or a matrix of finite numbers.
    """

    info_text = 'a dict with the name of a list or matrix, its states, and perhaps a "text" for each; or {} for none'

    def validate(self, obj, value):
        if not isinstance(value, dict):
            self.error(obj, value)
        states = {name: one for name, one in value.items() if name != "text"}
        traits = [obj.traits().get(name) for name in states]
        if not value:
            return {}
        if len(traits) != 1 or not isinstance(traits[0], Limited):
            self.error(obj, value)
        (name, given), (trait,) = next(iter(states.items())), traits
        if not isinstance(given, list | tuple | np.ndarray) or not len(given):
            self.error(obj, value)
        checked = fixed([trait.validate(obj, one) for one in given])
        if not all(np.isfinite(one).all() for one in checked):
            raise ValueError(f"steps: every number of {name} must be finite; got {written(given)}")
        text = value.get("text", [str(step) for step in range(len(checked))])
        if not isinstance(text, list | tuple) or len(text) != len(checked) or not all(isinstance(t, str) for t in text):
            raise ValueError(f"steps: text must be a list of {len(checked)} texts, one a step; got {written(text)}")
        return {name: checked, "text": fixed(list(text))}


# --- several numbers ----------------------------------------------------------------------------------------------


class Fixed(list):
    """A list that cannot be changed in place: nobody would notice, and picture and result would disagree."""

    def _refuse(self, *args, **kwargs):
        raise TypeError("a widget's list cannot be changed in place: set all of it, as in w.kernel = [[1, 2], [3, 4]]")

    __setitem__ = __delitem__ = __iadd__ = __imul__ = _refuse
    append = clear = extend = insert = pop = remove = reverse = sort = _refuse

    def __reduce__(self):
        return list, (list(self),)  # a copy may be changed


def fixed(value):
    """Nested lists as Fixed ones."""
    return Fixed(map(fixed, value)) if isinstance(value, list) else value


def as_numbers(value, name, info_text):
    """`value` as an array of floats. Raises ValueError, with the name, for anything else, such as texts and dates."""
    array = as_regular(value, name)
    problem = f"dtype {array.dtype}"
    try:
        if array.dtype.kind in "buifO":  # O: fractions, decimals, None for NaN
            with np.errstate(all="ignore"):
                return array.astype(float)
    except (TypeError, ValueError, OverflowError) as error:
        problem = str(error)
    raise ValueError(f"{name} must be {info_text}; got {type(value).__name__}: {cut(problem)}")


class Limited(Sent):
    """An array of at most `largest` rows and columns, or entries.

    NaN, infinities and numbers that are too large to add up are let through as they are: in the picture's place stands
    a sentence about them, and the widget recovers.
    """

    def __init__(self, value=Undefined, *, largest=math.inf, **browser):
        super().__init__(value, **browser)
        self.largest = largest

    def validate(self, obj, value):
        array = as_numbers(value, self.name, self.info_text)
        if array.ndim != self.ndim or array.size == 0:
            raise ValueError(f"{self.name} must be {self.info_text}; got {array.ndim}-D with shape {array.shape}")
        if max(array.shape) > self.largest:
            most = by([self.largest] * self.ndim)
            raise ValueError(f"{self.name} is {by(array.shape)}; this widget shows at most {most}")
        return fixed(array.tolist())

    def check_entries(self, value):
        """Raises ValueError for numbers that are too large to be drawn."""
        high = max((abs(n) for n in np.ravel(value) if math.isfinite(n)), default=0)
        if high > LARGEST_ENTRY:
            raise ValueError(f"{self.name} holds numbers of size {high:g}; up to {LARGEST_ENTRY:g} they are drawn")


class Matrix(Limited):
    """A 2-D array of real numbers, held as a list of rows of floats."""

    info_text = "a 2-D array of at least one real number"
    ndim = 2


class Vector(Limited):
    """A list of real numbers, held as a list of floats."""

    info_text = "a list of at least one real number"
    ndim = 1


class Pair(Sent):
    """One whole number for both axes, or (rows, columns), held as a list of two; each from `min` to `max`."""

    info_text = f"a whole number, or a pair (rows, columns) of them, at most {LARGEST_NUMBER} in size"

    def __init__(self, value=Undefined, *, min=None, max=None, **browser):
        super().__init__(value, **browser)
        self.min, self.max = min, max

    def validate(self, obj, value):
        array = as_regular(value, self.name)
        try:
            pair = np.broadcast_to(array, 2)
        except ValueError:
            pair = np.empty(0)
        numbers = pair.size == 2 and pair.dtype.kind in "iuf" and (np.abs(pair) <= LARGEST_NUMBER).all()
        if not numbers or (pair != np.trunc(pair)).any():
            raise ValueError(f"{self.name} must be {self.info_text}; got {written(value)}")
        for limit, words, beyond in ((self.min, "at least", np.less), (self.max, "at most", np.greater)):
            if limit is not None and beyond(pair, limit).any():
                raise ValueError(f"{self.name} must be {words} {limit}; got {written(value)}")
        return fixed([int(n) for n in pair])


def as_levels(array):
    """A picture's numbers as grey levels from 0 to 255, not yet rounded; None where they are out of range."""
    is_levels = array.dtype == np.uint8 or (array.dtype.kind in "ui" and array.max(initial=0) > 1)
    if is_levels:
        return array if ((array >= 0) & (array <= 255)).all() else None
    rounding = 1e-6  # a picture that was computed in float32 may end at 1.0000001
    return array * 255.0 if ((array >= -rounding) & (array <= 1 + rounding)).all() else None


class Picture(Sent):
    """A grey picture, held as a read-only (H, W) array of uint8: 0 is black, 255 white.

    Takes numbers from 0 to 1, which are rounded to multiples of 1/255, or grey levels: uint8, or integers up to 255 of
    which one is above 1. Colour, (H, W, 3), becomes grey: 0.299 red + 0.587 green + 0.114 blue. `largest`: rows and
    columns allowed.
    """

    info_text = "a picture: numbers from 0 to 1, or integers from 0 to 255"

    def __init__(self, value=Undefined, *, largest=512, **browser):
        super().__init__(value, **browser)
        self.largest = largest

    def validate(self, obj, value):
        array = numbers(as_regular(value, self.name), self.name, "buif")
        self.check_shape(array)
        if (levels := as_levels(array)) is None:
            raise ValueError(f"{self.name} must be {self.info_text}; got {array.min():.9g} to {array.max():.9g}")
        levels = np.rint(self.shown(levels)).astype(np.uint8)
        levels.flags.writeable = False
        return levels

    def check_shape(self, array):
        colour = array.ndim == 3 and array.shape[2] == 3
        if not (array.ndim == 2 or colour) or array.size == 0 or max(array.shape[:2]) > self.largest:
            transparent = array.ndim == 3 and array.shape[2] == 4
            leave = f"; without its transparency it is {self.name}[..., :3]" if transparent else ""
            raise ValueError(
                f"{self.name} must be (H, W) or (H, W, 3) with 1 to {self.largest} rows and columns; "
                f"got shape {array.shape}{leave}"
            )

    def shown(self, array):
        return array @ np.array([0.299, 0.587, 0.114]) if array.ndim == 3 else array


class ChannelPicture(Picture):
    """A picture of one to four channels, held as a read-only (C, H, W) array of uint8; numbers as in Picture."""

    def check_shape(self, array):
        channels, *sizes = array.shape if array.ndim == 3 else (0, 0)
        if not 1 <= channels <= 4 or array.size == 0 or max(sizes) > self.largest:
            last = array.ndim == 3 and 1 <= array.shape[2] <= 4
            turn = "; its channels come last: give it .transpose(2, 0, 1)" if last else ""
            raise ValueError(
                f"{self.name} must be (C, H, W) with 1 to 4 channels and 1 to {self.largest} rows and columns; "
                f"got shape {array.shape}{turn}"
            )

    def shown(self, array):
        return array
