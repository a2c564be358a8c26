"""Reads a learner's results as numbers, whatever container they come in, and says where they differ."""

from collections.abc import Iterator
from itertools import islice

import numpy as np

from .showing import article, show_apart

TOLERANCE = 1e-6  # relative to the largest expected entry: room for another order of summation
COMPLEX = "expected real numbers, got complex ones"
WHOLE = "\nYour numbers are whole: an array of integers cuts fractions off, one from np.zeros(...) keeps them."
MOST_ITEMS = 100_000  # taken from a generator, which may never end


class Unreadable(Exception):
    """The answer is not made of numbers as expected. The text says what it is instead."""


def is_unanswered(value):
    """True for what a starter returns: None, an ellipsis, or a tuple of them."""
    if isinstance(value, tuple):
        return len(value) > 0 and all(is_unanswered(part) for part in value)
    return value is None or value is Ellipsis


def read(value, like, names=()):
    """`value` as an array, or as a tuple of arrays where `like`, the reference's result, is a tuple.

    Lists, tuples, generators, other dtypes and 0-d arrays are all accepted. Complex numbers stay complex unless their
    imaginary parts are rounding errors. Raises Unreadable for everything else.
    """
    if isinstance(value, Iterator):
        value = _drain(value)
    if not isinstance(like, tuple):
        return _read_array(value, np.asarray(like))
    expected = f"expected {len(like)} values" + (f" ({', '.join(names)})" if names else "")
    if isinstance(value, np.ndarray) and value.ndim:
        value = list(value)
    if not isinstance(value, tuple | list):
        raise Unreadable(f"{expected}, got {article(type(value).__name__)}")
    if len(value) != len(like):
        raise Unreadable(f"{expected}, got {len(value)}")
    return tuple(_read_array(part, np.asarray(wanted)) for part, wanted in zip(value, like, strict=True))


def real(value):
    """`value`, as read() gives it. Raises Unreadable if it is complex."""
    if any(np.iscomplexobj(part) for part in (value if isinstance(value, tuple) else (value,))):
        raise Unreadable(COMPLEX)
    return value


def agree(got, wanted):
    """True if the results have the same shapes and the same numbers, up to rounding."""
    if isinstance(wanted, tuple):
        return len(got) == len(wanted) and all(agree(g, w) for g, w in zip(got, wanted, strict=True))
    wanted = np.asarray(wanted)
    return np.shape(got) == wanted.shape and bool(_close(got, wanted).all())


def difference(got, wanted, names=(), *, unit="", reveal=True):
    """The first difference, in a sentence: shapes, then the first entry. `reveal` shows what was expected.

    A list of another length is counted in `unit`, if there is one: "expected 4 positions, got 5 positions".
    """
    if isinstance(wanted, tuple):
        which = next(i for i, pair in enumerate(zip(got, wanted, strict=True)) if not agree(*pair))
        name = names[which] if names else f"value {which}"
        return f"{name}: {difference(got[which], wanted[which], unit=unit, reveal=reveal)}"
    wanted = np.asarray(wanted)
    if np.iscomplexobj(got):
        return f"{COMPLEX}."
    if np.shape(got) != wanted.shape:
        return f"expected {_shape(wanted, unit)}, got {_shape(got, unit)}{_both(got, wanted) if reveal else ''}."
    first = tuple(int(i) for i in np.argwhere(~_close(got, wanted))[0])
    entry, entry_wanted = got[first], wanted[first]
    shown_wanted, shown = show_apart(entry_wanted, entry)
    text = f"expected {shown_wanted}, got {shown}" if reveal else f"{shown} is not right"
    if first:
        text = f"at index {list(first) if len(first) > 1 else first[0]}: {text}"
    if reveal and first:
        text += _both(got, wanted)
    cut = reveal and first and got.dtype.kind in "iu" and _is_cut(got, wanted)
    return text + _about(entry, entry_wanted) + (WHOLE if cut else "")


def _is_cut(got, wanted):
    """True if each whole number is the right one without its fraction, or all that is right has fractions."""
    return (wanted != np.rint(wanted)).all() or (got == np.trunc(wanted)).all()


def _both(got, wanted):
    """The two arrays one below the other, if both are small enough to be read."""
    if max(np.size(got), np.size(wanted)) > 16:
        return ""
    shown_wanted, shown = show_apart(wanted, got)
    return f".\nExpected {shown_wanted},\n     got {shown}"


def _about(entry, wanted):
    if np.isnan(entry) and not np.isnan(wanted):
        return ".\nnan means not a number: it comes from 0/0, or from entries that were never filled in."
    return "."


def _shape(array, unit):
    if np.ndim(array) == 0:
        return "a single number"
    if unit and np.ndim(array) == 1:
        return f"{len(array)} {unit if len(array) == 1 else _plural(unit)}"
    return f"an array of shape {np.shape(array)}"


def _plural(unit):
    return f"{unit[:-1]}ies" if unit.endswith("y") else f"{unit}s"


def _close(got, wanted):
    kind = got.dtype if got.dtype.kind in "fc" else np.dtype(float)
    tolerance = max(TOLERANCE, 10 * float(np.finfo(kind).eps))
    finite = np.abs(wanted[np.isfinite(wanted)]).astype(float)
    limits = {"rtol": tolerance, "atol": tolerance * max(1.0, float(finite.max(initial=0.0))), "equal_nan": True}
    close = np.isclose(got.real.astype(float), wanted.real.astype(float), **limits)
    if got.dtype.kind != "c" and wanted.dtype.kind != "c":
        return close
    return close & np.isclose(got.imag.astype(float), wanted.imag.astype(float), **limits)


def _drain(iterator):
    items = list(islice(iterator, MOST_ITEMS + 1))
    if len(items) > MOST_ITEMS:
        raise Unreadable(f"got a generator of more than {MOST_ITEMS} values")
    return items


def _read_array(value, like):
    if isinstance(value, Iterator):
        value = _drain(value)
    if isinstance(value, str | bytes | dict | set | frozenset):
        raise Unreadable(f"expected numbers, got {article(type(value).__name__)}")
    if np.ma.is_masked(value):
        raise Unreadable("some of the values are masked")
    try:
        array = np.asarray(value)
    except ValueError as error:
        if isinstance(value, list | tuple):
            raise Unreadable("got a list whose rows have different lengths") from error
        raise
    if like.ndim == 0 and array.shape == (1,):
        array = array.reshape(())  # a bias of one entry is a number, too
    if array.dtype.kind == "b" and like.dtype.kind != "b":
        raise Unreadable("expected numbers, got booleans")
    if array.dtype.kind == "O":
        array = _read_objects(array, value)
    if array.dtype.kind == "c":
        rounding = 1e-9 * max(1.0, float(np.abs(array).max(initial=0.0)))
        if np.allclose(array.imag, 0, rtol=0, atol=rounding):
            array = array.real
    if array.dtype.kind not in "biufc":
        raise Unreadable(f"expected numbers, got values of type {array.dtype.name}")
    return array.copy() if array.shape == like.shape else array  # the learner may fill one buffer at each call


def _read_objects(array, value):
    if array.ndim == 0:
        try:
            return np.asarray(float(value))  # a SymPy number, a Fraction
        except OverflowError as error:
            raise Unreadable("got a number too large for a float") from error
        except (TypeError, ValueError) as error:
            raise Unreadable(f"expected numbers, got {article(type(value).__name__)}") from error
    if any(item is None for item in array.flat):
        raise Unreadable("some of the values are None")
    if any(isinstance(item, str | bytes) for item in array.flat):
        raise Unreadable("some of the values are text")
    try:
        return array.astype(float)
    except OverflowError as error:
        raise Unreadable("got a number too large for a float") from error
    except (TypeError, ValueError) as error:
        raise Unreadable("not every value is a single number") from error
