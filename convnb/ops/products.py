"""A product of matrices without BLAS's own threads.

Those wait for work by spinning: on two cores they take the time from the threads of the convolutions (see `threads`)
and from each other, and a training runs several times slower than on one core. So a product is cut into pieces that
BLAS computes in the thread that asks for them, as in `tiles`.
"""

import numpy as np

from .tiles import SMALL_PRODUCT

_THIN = 16  # rows or columns of a piece: thinner ones cost more than the threads


def product(a, b):
    """a @ b, of floating matrices (m, k) and (k, n); a contiguous (m, n) array. Views such as x.T are welcome."""
    (m, k), n = a.shape, b.shape[1]
    step = SMALL_PRODUCT // max(1, min(m * k, m * n))
    if m * k * n <= SMALL_PRODUCT or step < _THIN:
        return a @ b
    if not b.flags.c_contiguous:  # the rows of b must be, see `multiply`: rather turn a over, mostly the smaller one
        return np.ascontiguousarray(product(b.T, np.ascontiguousarray(a.T)).T)
    a, out = np.ascontiguousarray(a), np.zeros((m, n), np.result_type(a, b))
    for first in range(0, max(k, n), step):
        piece = slice(first, first + step)
        if n >= k:  # some columns of the result at a time
            np.matmul(a, b[:, piece], out=out[:, piece])
        else:  # some terms of every sum at a time
            out += a[:, piece] @ b[piece]
    return out
