"""Products of matrices without BLAS's own threads.

Those wait for work by spinning: on two cores they take the time from the threads of the convolutions and from each
other, and a training runs several times slower than on one core. So a product is cut into pieces that BLAS computes in
the thread that asks for them.
"""

import functools

import numpy as np

# OpenBLAS computes a product of at most so many multiplications in the calling thread, without copying its operands.
SMALL_PRODUCT = 10**6
_THIN = 16  # rows or columns of a piece: thinner ones cost more than the threads


def multiply(a, b, out=None):
    """a @ b, of floating matrices (m, k) and (k, n) or stacks of them; written into `out`, if that is given.

    The rows of a, b and out must be contiguous, or BLAS would copy them, and start its threads again. Without `out`
    any two matrices are welcome, also views such as x.T, and the result is a new contiguous array.
    """
    if out is None:
        return _new_product(a, b)
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


def _new_product(a, b):
    """`multiply` of any two matrices."""
    if not b.flags.c_contiguous:  # rather turn a over, mostly the smaller one
        return np.ascontiguousarray(multiply(b.T, np.ascontiguousarray(a.T)).T)
    a = np.ascontiguousarray(a)
    return multiply(a, b, np.empty((*a.shape[:-1], b.shape[-1]), np.result_type(a, b)))


def _add_terms(a, b, out):
    """Some terms of every sum at a time: for sums so long that blocks would be thin."""
    k = a.shape[-1]
    step = SMALL_PRODUCT // (out.shape[-2] * out.shape[-1])
    step = step if step >= _THIN else SMALL_PRODUCT // _THIN**2
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
