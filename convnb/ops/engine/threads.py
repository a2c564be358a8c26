"""Work shared out between the cores: NumPy lets go of Python's lock while it copies and multiplies.

The matrix products of one operator are kept small (see `products`), so that BLAS computes each in the thread that asks
for it, and every core copies and multiplies its own tiles. Two levels of threads would wait for each other.
"""

import contextlib
import functools
import math
import os
import threading
from concurrent.futures import ThreadPoolExecutor, wait

import numpy as np

_KEPT = 1 << 24  # bytes: a larger buffer is not kept
_own = threading.local()


def in_parallel(units, work):
    """Calls work(iterator) on every core at once; the iterator deals out the units, each to one of the callers.

    Returns the list of what the calls returned. Within such a call, a further one works alone: the cores are busy.
    """
    units = list(units)
    if getattr(_own, "works", False):
        return [work(iter(units))]
    shared = iter(units)  # next() of a list's iterator is atomic: no unit is dealt out twice
    helpers = _started(min(cores(), len(units)) - 1, work, shared)
    try:
        own = _quietly(work, shared)
    finally:
        wait(helpers)  # nobody works on when this function is left
    return [own, *(helper.result() for helper in helpers)]


def _started(count, work, units):
    """The futures of so many helpers; of fewer where Python ends and no thread can start any more."""
    helpers = []
    with contextlib.suppress(RuntimeError):
        for _ in range(count):
            helpers.append(_pool().submit(_quietly, work, units))
    return helpers


def _quietly(work, units):
    _own.works = True
    try:
        with np.errstate(all="ignore"):  # inf - inf is NaN: the result says so, no warning needed
            return work(units)
    finally:
        _own.works = False


def scratch(name, shape, dtype):
    """An array in this thread's own memory, which stays for the next call: fresh memory costs more than the work in it.

    Its content is whatever was left there. It is good until the thread asks for the same name again.
    """
    size = math.prod(shape) * np.dtype(dtype).itemsize
    buffer = getattr(_own, name, None)
    if buffer is None or buffer.nbytes < size:
        buffer = np.empty(size, np.uint8)
        if size <= _KEPT:
            setattr(_own, name, buffer)
    return buffer[:size].view(dtype).reshape(shape)


@functools.cache
def cores():
    """How many threads compute: the cores this process may run on, at most OMP_NUM_THREADS, which BLAS obeys too."""
    found = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    wanted = os.environ.get("OMP_NUM_THREADS", "")
    return min(found, int(wanted)) if wanted.isdecimal() and int(wanted) else found


@functools.cache
def _pool():
    return ThreadPoolExecutor(max_workers=max(1, cores() - 1), thread_name_prefix="convnb")


if hasattr(os, "register_at_fork"):  # threads do not survive a fork: the child starts its own
    os.register_at_fork(after_in_child=_pool.cache_clear)
