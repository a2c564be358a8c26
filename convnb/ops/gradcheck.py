"""Numerical gradients: the slow, sure way to find out whether a derivation is right.

For a layer y = f(x) with gradient grad_y the scalar to differentiate is sum(grad_y * f(x)): its gradient is what
the layer's backward pass returns.
"""

from typing import NamedTuple

import numpy as np

from .checks import as_regular, is_finite_number, numbers, written

_EPS = 6e-6  # about the cube root of float64's eps, where truncation and rounding of a central difference are alike


def numerical_gradient(f, x, eps=_EPS):
    """The gradient of a scalar function by central differences: (f(x + h e_i) - f(x - h e_i)) / 2h for every entry i.

    h = eps * max(1, |x_i|). The error is of order h^2 times the third derivative, plus rounding of f over h: about ten
    digits for smooth f. Near a kink (ReLU at 0, a tie in max pooling) it is the slope across, no gradient.

    Parameters: f, called with a float64 array of the shape of x, a fresh copy each time, and returning one real
    number; x, a real array of any shape; eps, relative step. Returns a float64 array of the shape of x. It costs
    2 * x.size calls of f.

    Raises ValueError for an empty x, one that is complex or holds NaN or inf, an eps that is not > 0, above 1 or too
    small to move x, an f that is no function, and one that returns more than one number, a complex one, NaN or inf.
    Source: notebooks 05 and 06.
    """
    x = _point(x)
    if not callable(f):
        raise ValueError(f"f must be a function of an array, got {written(f)}")
    if not (is_finite_number(eps) and eps > 0):
        raise ValueError(f"eps must be a positive number, got {written(eps)}")
    if eps > 1:
        raise ValueError(f"eps must be at most 1, it is a step relative to x, got {written(eps)}")
    gradient = np.empty(x.shape)
    for index in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        with np.errstate(all="ignore"):
            up[index] += eps * max(1.0, abs(x[index]))
            down[index] -= eps * max(1.0, abs(x[index]))
            step = up[index] - down[index]  # what the two differ by after rounding
        if not (np.isfinite(step) and step > 0):
            raise ValueError(f"eps {eps} moves entry {index} of x, {x[index]}, by {step}: choose another")
        gradient[index] = (_value(f, up, index) - _value(f, down, index)) / step
    return gradient


class GradientCheck(NamedTuple):
    """Whether a gradient is right; True and False as a condition. Where it is not: the first wrong entry.

    largest_error is the largest |got - expected| of all entries; index, expected and got are those of the first wrong
    entry in row-major order, and None if all are right.
    """

    passed: bool
    largest_error: float
    index: tuple | None
    expected: float | None
    got: float | None

    def __bool__(self):
        return self.passed  # a tuple would always be true, and `assert check_gradient(...)` never fail

    def __repr__(self):
        """Without the rounding errors of a passed check: they differ from machine to machine."""
        if self.passed:
            return "GradientCheck(passed=True)"
        return (
            f"GradientCheck(passed=False, largest_error={self.largest_error:.4g}, index={self.index}, "
            f"expected={self.expected:.4g}, got={self.got:.4g})"
        )


def check_gradient(f, grad, x, *, rtol=1e-5, atol=1e-7, eps=_EPS):
    """Compares a gradient with `numerical_gradient(f, x, eps)`: right where |got - expected| <= atol + rtol |expected|.

    Parameters: f, x and eps as in `numerical_gradient`; grad, the gradient at x, an array of the shape of x, or a
    function that returns it, called with a float64 copy of x; rtol and atol, the tolerances.
    Returns a GradientCheck, true where every entry is right. An entry of grad that is NaN or inf is wrong, with a
    largest_error of inf.

    Raises ValueError as `numerical_gradient` does, for a grad that is complex or of another shape, and for negative
    tolerances. Source: notebooks 05 and 06.
    """
    point = _point(x)
    if not all(is_finite_number(tol) and tol >= 0 for tol in (rtol, atol)):
        raise ValueError(f"rtol and atol must be at least 0, got {written(rtol)} and {written(atol)}")
    got = as_regular(grad(point.copy()) if callable(grad) else grad, "the gradient")
    got = numbers(got, "the gradient", "buif")
    if got.shape != point.shape:
        raise ValueError(f"the gradient must have the shape of x, {point.shape}, got {got.shape}")
    expected, got = numerical_gradient(f, point, eps), _doubles(got)
    errors = np.abs(np.where(np.isfinite(got), got, np.inf) - expected)
    wrong = np.argwhere(errors > atol + rtol * np.abs(expected))
    largest = float(errors.max())
    if not len(wrong):
        return GradientCheck(True, largest, None, None, None)
    index = tuple(wrong[0].tolist())
    return GradientCheck(False, largest, index, float(expected[index]), float(got[index]))


def _point(x):
    x = numbers(as_regular(x, "x"), "x", "buif")
    if x.size == 0:
        raise ValueError(f"x is empty (shape {x.shape}), it needs at least one entry")
    x = _doubles(x)
    if not np.isfinite(x).all():
        raise ValueError(f"x has {np.count_nonzero(~np.isfinite(x))} of {x.size} entries NaN or inf")
    return x


def _doubles(array):
    with np.errstate(all="ignore"):  # a longdouble may become inf
        return array.astype(np.float64)


def _value(f, x, index):
    """f(x) as a float. Raises ValueError where it is no single finite number, and says near which entry."""
    value = as_regular(f(x), "what f returns")
    if value.size != 1 or value.dtype.kind not in "buif":
        raise ValueError(f"f must return one real number, got shape {value.shape} and dtype {value.dtype}")
    if not np.isfinite(value).all():
        raise ValueError(f"f is {value.item()} near x with entry {index} moved: there is no gradient")
    return float(value.item())
