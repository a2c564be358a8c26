"""In which dtype an operator adds: integers exactly, so that a picture of uint8 never wraps around."""

import numpy as np


def for_sums(array, name, terms=1):
    """The array in the dtype of its sums: int64 for integers and bools, else its own, but float32 at least.

    Raises ValueError where a sum of so many of its integers may not fit into int64.
    """
    whole = array.dtype.kind in "bui"
    if whole and array.size:
        ends, fits = [terms * int(end) for end in (array.min(), array.max())], np.iinfo(np.int64)
        if ends[0] < fits.min or ends[1] > fits.max:
            said = f"{name} holds" if terms == 1 else f"sums of {terms} entries of {name} may reach"
            most = ends[1] if ends[1] > fits.max else ends[0]
            raise ValueError(f"{said} {most}, more than int64 holds ({fits.max}): convert it to float64 first")
    return array.astype(np.int64 if whole else np.result_type(array.dtype, np.float32), copy=False)


def for_means(array):
    """The array in the dtype of its means: float64 for integers and bools, else its own, but float32 at least."""
    whole = array.dtype.kind in "bui"
    return array.astype(np.float64 if whole else np.result_type(array.dtype, np.float32), copy=False)


def for_products(*arrays, terms, added=None):
    """The arrays in the dtype to compute with, and the dtype of the result, for sums of `terms` products of entries.

    Integers and bools are exact and give int64. `added` is an array whose entries are added to the sums, or None; it
    comes back as the last one. Raises ValueError where the sums of integers may not fit into int64.
    """
    arrays = [*arrays, added] if added is not None else list(arrays)
    if not {a.dtype.kind for a in arrays} <= set("bui"):
        dtype = np.result_type(*arrays, np.float32)
        return [a.astype(dtype, copy=False) for a in arrays], dtype
    largest = [max(abs(int(a.min())), abs(int(a.max()))) if a.size else 0 for a in arrays]
    *_, second, first = sorted(largest[: len(arrays) - (added is not None)])
    bound = max(first * second * terms + (largest[-1] if added is not None else 0), first)
    if bound > np.iinfo(np.int64).max:
        raise ValueError(f"sums may reach {bound}, more than int64 holds ({2**63 - 1}): convert x to float64 first")
    # Below 2**53 float64 holds every integer, so its sums are exact too, and BLAS is far faster than integer loops.
    work = np.float64 if bound < 2**53 else np.int64
    return [a.astype(work) for a in arrays], np.dtype(np.int64)
