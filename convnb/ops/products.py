"""Products of matrices without BLAS's own threads.

Those wait for work by spinning: on two cores they take the time from the threads of the convolutions and from each
other, and a training runs several times slower than on one core. So a product is cut into pieces that BLAS computes in
the thread that asks for them.
"""

import functools

import numpy as np

from .engine.threads import cores, in_parallel

# OpenBLAS computes a product of fewer than 2**19 multiplications in the calling thread. (Measured with NumPy 2.4 on two
# cores: from there on the time of its other threads grows.)
SMALL_PRODUCT = 2**19 - 1
_THIN = 16  # rows and columns of a block: thinner ones read too much for what they compute


def multiply(a, b, out=None):
    """a @ b, of floating matrices (m, k) and (k, n) or stacks of them; written into `out`, if that is given.

    Without `out` the cores share the work. With it, one of them does it all: it is a part of some larger work.
    """
    if out is None:
        return _shared(a, b)
    m, k, n = *a.shape[-2:], b.shape[-1]
    if min(m, n) == 1:  # for a single row or column BLAS has other functions, with threads: two equal ones are faster
        twice = np.empty((*out.shape[:-2], max(m, 2), max(n, 2)), out.dtype)
        multiply(a.repeat(2 // min(m, 2), -2), b.repeat(2 // min(n, 2), -1), out=twice)
        out[...] = twice[..., :m, :n]
    elif m * k * n <= SMALL_PRODUCT:
        np.matmul(a, b, out=out)
    elif k * _THIN**2 > SMALL_PRODUCT:
        _add_terms(a, b, out)
    else:
        _by_blocks(a, b, out)
    return out


def _shared(a, b):
    a, b = (x if x.flags.forc else np.ascontiguousarray(x) for x in (a, b))
    out = np.empty((*a.shape[:-1], b.shape[-1]), np.result_type(a, b))
    share = -(-out.shape[-1] // cores()) if a.size * b.shape[-1] > SMALL_PRODUCT else max(1, out.shape[-1])

    def work(firsts):
        for first in firsts:
            piece = slice(first, first + share)
            multiply(a, b[..., piece], out=out[..., piece])

    in_parallel(range(0, out.shape[-1], share), work)
    return out


def _add_terms(a, b, out):
    """Some terms of every sum at a time: for sums so long that blocks would be thin."""
    k = a.shape[-1]
    step = SMALL_PRODUCT // (out.shape[-2] * out.shape[-1])
    step = step if step >= 4 * _THIN else SMALL_PRODUCT // (2 * _THIN) ** 2
    part = np.empty(out.shape, out.dtype)
    multiply(a[..., :step], b[..., :step, :], out=out)
    for first in range(step, k, step):
        piece = slice(first, first + step)
        out += multiply(a[..., piece], b[..., piece, :], out=part)


def _by_blocks(a, b, out):
    """The product in equal blocks, and then what remains of its columns."""
    m, k, n = *a.shape[-2:], b.shape[-1]
    p, q = blocks(m, k, n)
    whole = n // q * q
    rows = a.reshape(*a.shape[:-2], m // p, 1, p, k)
    columns = b[..., :whole].reshape(*b.shape[:-1], n // q, q).swapaxes(-3, -2)[..., None, :, :, :]
    target = out[..., :whole].reshape(*out.shape[:-2], m // p, p, n // q, q).swapaxes(-3, -2)
    np.matmul(rows, columns, out=target)
    if whole < n:
        multiply(a, b[..., whole:], out=out[..., whole:])


@functools.cache
def blocks(m, k, n):
    """Into which blocks (p, q) to cut an (m, n) product over k: the least p + q per p * q, as that is what is read."""
    choices = [(p, _width(n, SMALL_PRODUCT // (k * p))) for p in range(1, m + 1) if m % p == 0]
    return max(choices, key=lambda choice: choice[0] * choice[1] / (choice[0] + choice[1]))


def _width(n, limit):
    """The largest divisor of n that is at most `limit`; or `limit`, where that is far more than the divisor."""
    limit = max(1, min(n, limit))
    divisor = next(d for d in range(limit, 0, -1) if n % d == 0)
    return divisor if 2 * divisor >= limit else limit
