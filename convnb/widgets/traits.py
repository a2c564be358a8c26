"""Traits that take what a learner has (lists, tuples, arrays) and hold what JSON can carry."""

import math

import numpy as np
from traitlets import TraitType


class Matrix(TraitType):
    """A 2-D array of real numbers, held as a list of rows of floats.

    NaN and infinities are let through as they are: the widget shows a sentence about them and recovers.
    """

    info_text = "a 2-D array of real numbers"

    def validate(self, obj, value):
        try:
            array = np.asarray(value, dtype=float)
        except (TypeError, ValueError) as problem:
            raise ValueError(f"{self.name} must be {self.info_text}; got {type(value).__name__}: {problem}") from None
        if array.ndim != 2:
            raise ValueError(f"{self.name} must be {self.info_text}; got {array.ndim}-D with shape {array.shape}")
        return array.tolist()


class Pair(TraitType):
    """One whole number for both axes, or (rows, columns), held as a list of two."""

    info_text = "a whole number, or a pair (rows, columns) of them"

    def validate(self, obj, value):
        try:
            pair = np.broadcast_to(np.asarray(value), 2)
        except ValueError:
            pair = np.empty(0)
        if pair.size != 2 or pair.dtype.kind not in "iuf" or (pair != np.trunc(pair)).any():
            raise ValueError(f"{self.name} must be {self.info_text}; got {value!r}")
        return [int(n) for n in pair]


def matrix_to_json(rows, widget):
    """JSON has no NaN or infinity: they travel as null, and the widget says which cell it is."""
    return [[value if math.isfinite(value) else None for value in row] for row in rows]


def matrix_from_json(rows, widget):
    return [[math.nan if value is None else value for value in row] for row in rows]
