"""More right answers to the exercises of notebook 07, and wrong ones."""

import numpy as np
from scipy import linalg, signal

from convnb.exercises.nb07 import add_back, block_matrix, full_matrix, patch_columns


def columns_list(x, kh, kw, s):
    columns = []
    for r in range(0, x.shape[1] - kh + 1, s):
        for q in range(0, x.shape[2] - kw + 1, s):
            columns.append(x[:, r : r + kh, q : q + kw].flatten())
    return np.array(columns).T


def columns_indices(x, kh, kw, s):
    C, H, W = x.shape
    c, t, u = (a.reshape(-1, 1) for a in np.indices((C, kh, kw)))
    i, j = (s * a.reshape(1, -1) for a in np.indices(((H - kh) // s + 1, (W - kw) // s + 1)))
    return x[c, t + i, u + j]


def columns_kernels(x, kh, kw, s):
    rows = []
    for channel in x:
        for tap in np.eye(kh * kw):
            seen = signal.correlate2d(channel, tap.reshape(kh, kw), mode="valid")
            rows.append(seen[::s, ::s].ravel())
    return np.stack(rows)


def full_scipy(w, n):
    return linalg.convolution_matrix(w, n, mode="full")


def full_toeplitz(w, n):
    return linalg.toeplitz(np.r_[w, np.zeros(n - 1)], np.r_[w[0], np.zeros(n - 1)])


def full_entries(w, n):
    m = len(w)
    return [[w[i - j] if 0 <= i - j < m else 0 for j in range(n)] for i in range(n + m - 1)]


def full_slices(w, n):
    m = len(w)
    T = np.zeros((n + m - 1, n))
    for j in range(n):
        T[j : j + m, j] = w
    return T


def back_entries(columns, shape, kh, kw, s):
    across = (shape[2] - kw) // s + 1
    x = np.zeros(shape)
    for row in range(columns.shape[0]):
        c, inside = divmod(row, kh * kw)
        t, u = divmod(inside, kw)
        for place in range(columns.shape[1]):
            i, j = divmod(place, across)
            x[c, i * s + t, j * s + u] += columns[row, place]
    return x


def back_add_at(columns, shape, kh, kw, s):
    numbers = patch_columns(np.arange(np.prod(shape)).reshape(shape), kh, kw, s).astype(int)
    x = np.zeros(np.prod(shape))
    np.add.at(x, numbers, columns)
    return x.reshape(shape)


def back_adjoint(columns, shape, kh, kw, s):
    hits = np.eye(np.prod(shape)).reshape(-1, *shape)
    return np.reshape([np.sum(patch_columns(hit, kh, kw, s) * columns) for hit in hits], shape)


def blocks_counted(H, W, kh, kw, s):
    numbers = patch_columns(np.arange(H * W).reshape(1, H, W), kh, kw, s).astype(int)
    M = np.zeros((numbers.shape[1], H * W))
    for place, pixels in enumerate(numbers.T):
        M[place, pixels] = 1
    return M.shape[0], M.shape[1], np.count_nonzero(M)


def blocks_sliced(H, W, kh, kw, s):
    z = signal.correlate2d(np.ones((H, W)), np.ones((kh, kw)), "valid")[::s, ::s]
    return z.size, H * W, z.sum()


def blocks_ceil(H, W, kh, kw, s):
    rows = np.prod(np.ceil(np.array([H - kh + 1, W - kw + 1]) / s))
    return np.array([rows, W * H, rows * (kh * kw)])


def kept_outer(H, W, kh, kw, s):
    i, j = np.arange(0, H - kh + 1, s), np.arange(0, W - kw + 1, s)
    return np.add.outer(i * (W - kw + 1), j).reshape(-1)


def kept_ravelled(H, W, kh, kw, s):
    shape = (H - kh + 1, W - kw + 1)
    i, j = np.mgrid[: shape[0] : s, : shape[1] : s]
    return np.ravel_multi_index((i.ravel(), j.ravel()), shape)


def any_sizes(rng):
    kh, kw, s = (int(k) for k in rng.integers(1, 4, 3))
    return kh + int(rng.integers(0, 6)), kw + int(rng.integers(0, 6)), kh, kw, s


def any_picture(rng):
    H, W, kh, kw, s = any_sizes(rng)
    return rng.normal(size=(rng.integers(1, 4), H, W)), kh, kw, s


def any_columns(rng):
    x, kh, kw, s = any_picture(rng)
    return rng.normal(size=patch_columns(x, kh, kw, s).shape), x.shape, kh, kw, s


def any_kernel(rng):
    m = int(rng.integers(1, 8))
    return rng.normal(size=m), m + int(rng.integers(0, 8))


def columns_backwards(x, kh, kw, s):
    return patch_columns(x, kh, kw, s)[:, ::-1]


def full_without_last_weight(w, n):
    return full_slices(np.r_[w[:-1], 0], n)


def back_without_overlap(columns, shape, kh, kw, s):
    x = add_back(columns, shape, kh, kw, s)
    x[add_back(np.ones_like(columns), shape, kh, kw, s) > 1] = 0
    return x


def blocks_with_padding(H, W, kh, kw, s):
    return block_matrix(H + kh - 1, W + kw - 1, kh, kw, s)


def kept_all(H, W, kh, kw, s):
    return range((H - kh + 1) * (W - kw + 1))


def full_of_integers(w, n):
    return full_matrix(w, n).astype(int)


WRONG = {
    "07.1": [columns_backwards],
    "07.2": [full_without_last_weight, full_of_integers],
    "07.3": [back_without_overlap],
    "07.4": [blocks_with_padding],
    "07.5": [kept_all],
}
DOMAINS = {
    "07.1": any_picture,
    "07.2": any_kernel,
    "07.3": any_columns,
    "07.4": any_sizes,
    "07.5": any_sizes,
}
SOLUTIONS = {
    "07.1": [columns_list, columns_indices, columns_kernels],
    "07.2": [full_scipy, full_toeplitz, full_entries, full_slices],
    "07.3": [back_entries, back_add_at, back_adjoint],
    "07.4": [blocks_counted, blocks_sliced, blocks_ceil],
    "07.5": [kept_outer, kept_ravelled],
}
