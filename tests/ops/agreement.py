"""Whether what an operator returned is what its oracle says, for test_fuzzed_operators: where, and how closely."""

import numpy as np

GABORS = ("gabor_kernel", "quadrature_pair", "gabor_bank")
BY_SPECTRUM = ("fft_convolve", "overlap_add")


def check(name, found, arguments, arrays, oracle):
    """Asserts it; `arrays` are the names of those arguments that are arrays."""
    given = plain(arguments, arrays)
    sizes = [np.abs(given[key]) for key in arrays if given[key] is not None]
    moderate = all(((size == 0) | ((size > 1e-100) & (size < 1e100))).all() for size in sizes)  # so are squares
    if only_plausible(name, found, given, moderate):
        return
    found = {"align": lambda: abs(found.score), "check_gradient": lambda: found.passed}.get(name, lambda: found)()
    with np.errstate(all="ignore"):
        expected = oracle(**given)
        scale = np.prod([np.max(size, initial=1.0, where=np.isfinite(size)) for size in sizes])
    if name == "max_pool2d" and found.dtype.kind != "f":  # such numbers know no infinity
        expected[expected == -np.inf] = found.dtype.kind != "b" and np.iinfo(found.dtype).min
    several = isinstance(expected, tuple)
    for one, other in zip(found if several else [found], expected if several else [expected], strict=True):
        wild_spectrum = name in BY_SPECTRUM and not moderate
        compare(np.asarray(one), np.asarray(other), scale if wild_spectrum else None)


def plain(arguments, arrays):
    """The arguments as an oracle takes them: numbers as Python's own, arrays in the widest dtype of all their kinds."""
    plain = {key: v.tolist() if isinstance(v, (np.ndarray, np.generic)) else v for key, v in arguments.items()}
    found = {key: np.asarray(arguments[key]) for key in arrays if arguments[key] is not None}
    kinds = {array.dtype.kind for array in found.values()}
    widest = complex if "c" in kinds else float if "f" in kinds else np.int64
    return plain | {key: array.astype(widest) for key, array in found.items()}


def only_plausible(name, found, given, moderate):
    """True where no oracle can tell, after a look at what can be known nevertheless."""
    if name in GABORS:  # the phase of so many turns is rounding
        return max(abs(n) for value in given.values() for n in np.ravel(value).tolist()) > 1e4
    if name == "mackey_glass" and (given["method"] != "euler" or given["tau"] % given["dt"]):
        assert found.shape == (given["n"],)
        assert np.isfinite(found).all()
        return True
    if name in ("normalized_correlate", "align") and not moderate:
        assert not (np.abs(found[1] if name == "align" else found) > 1).any()
        return True
    return False


def compare(found, expected, scale):
    """`scale`, for a product of spectra of wild numbers: its error is relative to it, and one NaN may reach all."""
    assert found.shape == expected.shape
    if scale is not None:
        assert np.isfinite(expected[np.isfinite(found)]).all()
        expected = np.where(np.isfinite(found), expected, found)
    largest = np.max(np.abs(expected), initial=1.0 if scale is None else scale, where=np.isfinite(expected))
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6 * largest)
