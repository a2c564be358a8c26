"""The functions of the exercises of notebook 07; their words are in words/nb07.md."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from .form import changed, exercise, one_wrong
from .inputs import floats
from .scenes import Rows


def _places(H, W, kh, kw, s=1):
    """How many places a kernel or patch has, down and across."""
    return (H - kh) // s + 1, (W - kw) // s + 1


# 07.1 Patches side by side


def patch_columns(x, kh, kw, s):
    """P[(c kh + t) kw + u, i W_out + j] = x[c, i s + t, j s + u]: a column for each place, down the rows of places."""
    C, H, W = x.shape
    down, across = (H - kh) // s + 1, (W - kw) // s + 1
    columns = np.zeros((C * kh * kw, down * across))
    for i in range(down):
        for j in range(across):
            patch = x[:, i * s : i * s + kh, j * s : j * s + kw]
            columns[:, i * across + j] = patch.ravel()
    return columns


def _pictures(rng):
    # Patches of kw rows and kh columns, or with pixels s apart, fit as well, and so does one place less along each
    # axis: these slips give a result, not an error.
    sizes = [((2, 2, 3), 1, 2, 1), ((1, 4, 5), 2, 2, 2), ((2, 4, 3), 2, 1, 2), ((3, 4, 6), 2, 3, 1)]
    cases = [(_labelled(*shape), kh, kw, s) for shape, kh, kw, s in sizes]
    sizes = [((2, 5, 7), 3, 2, 2), ((1, 5, 4), 1, 1, 3), ((2, 7, 8), 2, 3, 3), ((3, 5, 5), 4, 2, 1)]
    return cases + [(rng.normal(size=shape), kh, kw, s) for shape, kh, kw, s in sizes]


def _labelled(C, H, W):
    c, i, j = np.ogrid[:C, :H, :W]
    return 100.0 * c + 10 * i + j


def _windows(x, kh, kw, s):
    """All patches, with axes channel, place down, place across, row and column in the patch."""
    return sliding_window_view(x, (kh, kw), (1, 2))[:, ::s, ::s]


def _patches(x, kh, kw, s):
    """All patches in a list, each of shape (C, kh, kw)."""
    return _windows(x, kh, kw, s).transpose(1, 2, 0, 3, 4).reshape(-1, len(x), kh, kw)


def _matrix(windows, axes=(0, 3, 4, 1, 2)):
    """The first three of these axes of the patches down the rows of a matrix, the other two across its columns."""
    windows = windows.transpose(axes)
    return windows.reshape(np.prod(windows.shape[:3]), -1)


def _one_pixel_on(x, kh, kw, s):
    """As many patches as for stride s, but from places one pixel apart."""
    down, across = _places(*x.shape[1:], kh, kw, s)
    return _matrix(_windows(x, kh, kw, 1)[:, :down, :across])


def _last_places_empty(x, kh, kw, s, in_turn):
    """Leaves out the last row and column of places: their columns stay zero where they are, or all at the end."""
    columns = patch_columns(x, kh, kw, s)
    filled = np.arange(columns.shape[1]).reshape(_places(*x.shape[1:], kh, kw, s))[:-1, :-1].ravel()
    left = np.zeros_like(columns)
    left[:, np.arange(len(filled)) if in_turn else filled] = columns[:, filled]
    return left


# 07.2 The matrix of a full convolution


def full_matrix(w, n):
    """T[i, j] = w[i - j], zero where that is no weight: (n + len(w) - 1, n). T @ x is the full convolution."""
    T = np.zeros((n + len(w) - 1, n))
    for j in range(n):
        for k in range(len(w)):
            T[j + k, j] = w[k]
    return T


def _kernels(rng):
    # All weights of a kernel differ, and none is zero, so that no other order is right by symmetry.
    # A matrix of one entry first: there an index outside the kernel does not yet raise an error.
    first = [([3.0], 1), ([3.0, 2.0], 2), ([3.0, 2.0, 1.0], 3), ([5.0, -2.0, 7.0], 4)]
    sizes = [(2, 6), (4, 7), (1, 3), (4, 4), (5, 9)]
    cases = [(np.array(w), n) for w, n in first]
    cases += [(rng.permutation(np.arange(1.0, 12.0))[:m], n) for m, n in sizes]
    return cases + [(*floats(rng, m), n) for m, n in [(2, 3), (3, 5)]]  # an array of integers cuts fractions off


def _circulant(w, n):
    C = np.zeros((n, n))
    for j in range(n):
        C[(j + np.arange(len(w))) % n, j] = w
    return C


def _entries(index):
    """The answer T[i, j] = w[index(i, j, m)] for m weights: a negative index counts from the end, None gives zero."""

    def answer(w, n):
        picked = [[index(i, j, len(w)) for j in range(n)] for i in range(n + len(w) - 1)]
        return np.array([[0 if k is None else w[k] for k in row] for row in picked])

    return answer


def _column_from_the_end(w, n):
    """Tests whether a column is too large, not whether it is negative."""
    T = np.zeros((n + len(w) - 1, n))
    for i in range(len(T)):
        for k in range(len(w)):
            if i - k < n:
                T[i, i - k] = w[k]
    return T


def _along_rows(w, n):
    T = np.zeros((n + len(w) - 1, n))
    for i in range(n):
        T[i, i : i + len(w)] = w
    return T


# 07.3 Give it all back


def add_back(columns, shape, kh, kw, s):
    """x[c, i s + t, j s + u] += columns[(c kh + t) kw + u, i W_out + j], for all places i, j and all c, t, u."""
    C, H, W = shape
    down, across = (H - kh) // s + 1, (W - kw) // s + 1
    x = np.zeros(shape)
    for i in range(down):
        for j in range(across):
            patch = columns[:, i * across + j].reshape(C, kh, kw)
            x[:, i * s : i * s + kh, j * s : j * s + kw] += patch
    return x


def _columns(rng):
    cases = [(np.ones((8, 4)), (2, 3, 3), 2, 2, 1)]  # the result is the number of patches that hold each pixel
    for shape, kh, kw, s in [((2, 3, 4), 2, 2, 1), ((1, 3, 7), 1, 3, 2), ((2, 5, 4), 3, 1, 2)]:
        i, j = np.ogrid[: shape[0] * kh * kw, : np.prod(_places(*shape[1:], kh, kw, s))]
        cases.append((10.0 * i + j, shape, kh, kw, s))
    for shape, kh, kw, s in [((3, 5, 8), 3, 2, 1), ((2, 6, 5), 2, 3, 2), ((2, 9, 7), 4, 2, 3), ((1, 5, 6), 2, 2, 3)]:
        size = shape[0] * kh * kw, np.prod(_places(*shape[1:], kh, kw, s))
        cases.append((rng.normal(size=size), shape, kh, kw, s))
    return cases


def _cut(columns, C, kh, kw):
    """The patches in a list, each of shape (C, kh, kw)."""
    return columns.T.reshape(-1, C, kh, kw)


def _laid(cut=_cut, *, step=None, right_first=True, turn=1, write=np.add):
    """add_back with one thing changed.

    cut(columns, C, kh, kw) gives the patches, step is the distance of the places, right_first is their order,
    turn=-1 begins with the last patch, and write(old, new) says what becomes of a pixel that already holds something.
    """

    def answer(columns, shape, kh, kw, s):
        patches = cut(columns, shape[0], kh, kw)
        down, across = _places(*shape[1:], kh, kw, s)
        x = np.zeros(shape)
        for number in range(len(patches))[::turn]:
            i, j = divmod(number, across) if right_first else divmod(number, down)[::-1]
            top, left = i * (step or s), j * (step or s)
            window = (slice(None), slice(top, top + kh), slice(left, left + kw))
            x[window] = write(x[window], patches[number])
        return x

    return answer


def _averaged(columns, shape, kh, kw, s, least=0):
    counts = add_back(np.ones_like(columns), shape, kh, kw, s)
    with np.errstate(invalid="ignore"):  # 0 / 0 where no patch holds the pixel
        return add_back(columns, shape, kh, kw, s) / np.maximum(counts, least)


# 07.4 How large, how empty


def block_matrix(H, W, kh, kw, s):
    """A row for each place, a column for each pixel, and in each row one entry for each weight."""
    rows = ((H - kh) // s + 1) * ((W - kw) // s + 1)
    return rows, H * W, rows * kh * kw


def _sizes(rng):
    """H, W, kh, kw and s, small ones first: strides that divide along both axes, one or none."""
    cases = [(3, 4, 2, 2, 1), (4, 6, 2, 3, 2), (5, 4, 2, 1, 2), (7, 5, 3, 2, 2), (5, 9, 4, 2, 3), (6, 8, 1, 3, 2)]
    for _ in range(6):
        kh, kw, s = (int(rng.integers(low, high)) for low, high in [(1, 5), (1, 5), (2, 5)])
        cases.append((kh + int(rng.integers(1, 12)), kw + int(rng.integers(1, 12)), kh, kw, s))
    return cases


def _of_rows(count):
    """The answer that has count(H, W, kh, kw, s) rows, and is right otherwise."""

    def answer(H, W, kh, kw, s):
        rows = count(H, W, kh, kw, s)
        return rows, H * W, rows * kh * kw

    return answer


def _of_entries(count):
    """The answer that has the right size, and count(rows, H, W, kh, kw) entries that are not zero."""
    return one_wrong(block_matrix, 2, lambda H, W, kh, kw, s: count(block_matrix(H, W, kh, kw, s)[0], H, W, kh, kw))


# 07.5 Not every second row


def rows_kept(H, W, kh, kw, s):
    """i (W - kw + 1) + j for all rows i = 0, s, 2 s, .. and columns j = 0, s, 2 s, .. of the places for stride 1."""
    down, across = H - kh + 1, W - kw + 1
    return [i * across + j for i in range(0, down, s) for j in range(0, across, s)]


def _numbered(length, short=0):
    """The answer with length(H, W, kh, kw, s) places in each row, whose loops stop `short` places too early."""

    def answer(H, W, kh, kw, s):
        rows, columns = range(0, H - kh + 1 - short, s), range(0, W - kw + 1 - short, s)
        return [i * length(H, W, kh, kw, s) + j for i in rows for j in columns]

    return answer


def _every(H, W, kh, kw, down, across):
    """Indices of the places in steps of `down` and `across`."""
    return np.arange(np.prod(_places(H, W, kh, kw))).reshape(_places(H, W, kh, kw))[::down, ::across].ravel()


def _table(H, W, kh, kw, s):
    """The right indices as a table, with a row for each row of places that is left."""
    return np.reshape(rows_kept(H, W, kh, kw, s), _places(H, W, kh, kw, s))


PREDICTED = {
    "07.a": {
        "flipped": full_matrix([1, 2], 4)[1:-1],
        "not_moved": np.tile([1, 2, 0, 0], (3, 1)),
        "by_its_length": np.kron(np.eye(3, 2), [1, 2]),
        "down_the_columns": full_matrix([1, 2], 4)[:3],
    },
    "07.e": {
        "every_second": range(0, 9, 2),
        "every_fourth": range(0, 9, 4),
        "right_only": _every(4, 4, 2, 2, 1, 2),
        "down_only": _every(4, 4, 2, 2, 2, 1),
    },
}

EXERCISES = (
    exercise("07.1", patch_columns, _pictures).slips(
        channels_last=lambda x, kh, kw, s: _matrix(_windows(x, kh, kw, s), (3, 4, 0, 1, 2)),
        patches_as_rows=lambda x, kh, kw, s: patch_columns(x, kh, kw, s).T,
        stride_ignored=lambda x, kh, kw, s: patch_columns(x, kh, kw, 1),
        one_pixel_on=_one_pixel_on,
        every_sth_patch=lambda x, kh, kw, s: patch_columns(x, kh, kw, 1)[:, ::s],
        steps_right_only=lambda x, kh, kw, s: _matrix(_windows(x, kh, kw, 1)[:, :, ::s]),
        steps_down_only=lambda x, kh, kw, s: _matrix(_windows(x, kh, kw, 1)[:, ::s]),
        dilated=lambda x, kh, kw, s: _matrix(_windows(x, s * (kh - 1) + 1, s * (kw - 1) + 1, 1)[..., ::s, ::s]),
        down_first=lambda x, kh, kw, s: _matrix(_windows(x, kh, kw, s), (0, 3, 4, 2, 1)),
        patch_by_columns=lambda x, kh, kw, s: _matrix(_windows(x, kh, kw, s), (0, 4, 3, 1, 2)),
        flipped=lambda x, kh, kw, s: _matrix(_windows(x, kh, kw, s)[..., ::-1, ::-1]),
        on_its_side=lambda x, kh, kw, s: patch_columns(x, kw, kh, s),
        axes_mixed=lambda x, kh, kw, s: _windows(x, kh, kw, s).reshape(len(x) * kh * kw, -1),
        last_place_missing=lambda x, kh, kw, s: patch_columns(x[:, :-1, :-1], kh, kw, s),
        first_place_uncounted=lambda x, kh, kw, s: _matrix(_windows(x, kh, kw, s)[:, :-1, :-1]),
        gaps=lambda x, kh, kw, s: _last_places_empty(x, kh, kw, s, in_turn=False),
        zeros_at_end=lambda x, kh, kw, s: _last_places_empty(x, kh, kw, s, in_turn=True),
        column_a_channel=lambda x, kh, kw, s: np.hstack([patch_columns(channel[None], kh, kw, s) for channel in x]),
        column_a_channel_of_a_patch=lambda x, kh, kw, s: _patches(x, kh, kw, s).reshape(-1, kh * kw).T,
        rows_reshaped=lambda x, kh, kw, s: patch_columns(x, kh, kw, s).T.reshape(len(x) * kh * kw, -1),
        not_flattened=_patches,
        channels_added=lambda x, kh, kw, s: patch_columns(x.sum(axis=0, keepdims=True), kh, kw, s),
        first_channel_only=lambda x, kh, kw, s: patch_columns(x[:1], kh, kw, s),
        side_by_side=lambda x, kh, kw, s: _matrix(_windows(x, kh, kw, 1)[:, ::kh, ::kw], (0, 3, 4, 1, 2)),
    ),
    exercise("07.2", full_matrix, _kernels, scene=lambda w, n: Rows(np.arange(1, n + 1), w)).slips(
        flipped=lambda w, n: full_matrix(w[::-1], n),
        transposed=lambda w, n: full_matrix(w, n).T,
        flipped_and_transposed=lambda w, n: full_matrix(w[::-1], n).T,
        valid_correlation=lambda w, n: full_matrix(w[::-1], n)[len(w) - 1 : n],
        valid=lambda w, n: full_matrix(w, n)[len(w) - 1 : n],
        circulant=_circulant,
        circular_correlation=lambda w, n: _circulant(w, n).T,
        cut_at_n=lambda w, n: full_matrix(w, n)[:n],
        same=lambda w, n: full_matrix(w, n)[(len(w) - 1) // 2 :][:n],
        one_row_more=lambda w, n: np.vstack([full_matrix(w, n), np.zeros(n)]),
        index_unchecked=_entries(lambda i, j, m: i - j),
        negative_index=_entries(lambda i, j, m: i - j if i - j < m else None),
        column_from_the_end=_column_from_the_end,
        along_rows_right=_entries(lambda i, j, m: j - i if 0 <= j - i < m else None),
        along_rows=_along_rows,
        not_shifted=_entries(lambda i, j, m: i if i < m else None),
        only_diagonal=lambda w, n: np.eye(n + len(w) - 1, n) * w[0],
    ),
    exercise("07.3", add_back, _columns).slips(
        last_wins=_laid(write=lambda old, new: new),
        first_wins=_laid(turn=-1, write=lambda old, new: new),
        averaged_with_zeros=_averaged,
        averaged=lambda *arguments: _averaged(*arguments, least=1),
        largest=_laid(write=np.maximum),
        channels_last=_laid(lambda columns, C, kh, kw: columns.T.reshape(-1, kh, kw, C).transpose(0, 3, 1, 2)),
        patch_by_columns=_laid(lambda columns, C, kh, kw: _cut(columns, C, kw, kh).transpose(0, 1, 3, 2)),
        flipped=_laid(lambda *arguments: _cut(*arguments)[:, :, ::-1, ::-1]),
        cut_along_rows=_laid(lambda columns, C, kh, kw: columns.reshape(-1, C, kh, kw)),
        down_first=_laid(right_first=False),
        step_one=_laid(step=1),
        at_every_place=lambda columns, shape, kh, kw, s: add_back(columns, shape, kh, kw, 1),
        next_place=lambda columns, shape, kh, kw, s: add_back(
            np.pad(columns, ((0, 0), (0, np.prod(_places(*shape[1:], kh, kw)) - columns.shape[1]))), shape, kh, kw, 1
        ),
        only_channel_0=lambda columns, shape, *rest: (
            add_back(columns, shape, *rest) * (np.arange(shape[0]) == 0)[:, None, None]
        ),
        first_column=lambda columns, *layer: add_back(columns[:, [0] * columns.shape[1]], *layer),
        channels_added=lambda columns, shape, *rest: np.tile(
            add_back(columns, shape, *rest).sum(axis=0), (shape[0], 1, 1)
        ),
    ),
    exercise("07.4", block_matrix, _sizes, returns=("rows", "columns", "nonzero")).slips(
        circulant=_of_rows(lambda H, W, kh, kw, s: H * W),
        square=lambda H, W, kh, kw, s: block_matrix(H, H, kh, kh, s),
        every_sth_row=_of_rows(lambda H, W, kh, kw, s: -(-np.prod(_places(H, W, kh, kw)) // s)),
        rows_divided=_of_rows(lambda H, W, kh, kw, s: np.prod(_places(H, W, kh, kw)) // s),
        rows_divided_twice=_of_rows(lambda H, W, kh, kw, s: np.prod(_places(H, W, kh, kw)) // s**2),
        fractions=_of_rows(lambda H, W, kh, kw, s: ((H - kh) / s + 1) * ((W - kw) / s + 1)),
        first_place_missing=_of_rows(lambda H, W, kh, kw, s: ((H - kh) // s) * ((W - kw) // s)),
        stride_down_only=_of_rows(lambda H, W, kh, kw, s: ((H - kh) // s + 1) * (W - kw + 1)),
        stride_right_only=_of_rows(lambda H, W, kh, kw, s: (H - kh + 1) * ((W - kw) // s + 1)),
        places_divided=_of_rows(lambda H, W, kh, kw, s: ((H - kh + 1) // s) * ((W - kw + 1) // s)),
        only_down=_of_rows(lambda H, W, kh, kw, s: (H - kh) // s + 1),
        only_right=_of_rows(lambda H, W, kh, kw, s: (W - kw) // s + 1),
        full=_of_rows(lambda H, W, kh, kw, s: ((H + kh - 2) // s + 1) * ((W + kw - 2) // s + 1)),
        full_stride_ignored=_of_rows(lambda H, W, kh, kw, s: (H + kh - 1) * (W + kw - 1)),
        exchanged=changed(block_matrix, lambda rows, columns, nonzero: (columns, rows, nonzero)),
        all_entries=_of_entries(lambda rows, H, W, kh, kw: rows * H * W),
        zeros_counted=_of_entries(lambda rows, H, W, kh, kw: rows * (H * W - kh * kw)),
        weights_once=_of_entries(lambda rows, H, W, kh, kw: kh * kw),
        zeros_between=_of_entries(lambda rows, H, W, kh, kw: rows * ((kh - 1) * W + kw)),
        one_kernel_row=_of_entries(lambda rows, H, W, kh, kw: rows * kw),
        patches=lambda H, W, kh, kw, s: (kh * kw, *block_matrix(H, W, kh, kw, s)[::2]),
    ),
    exercise("07.5", rows_kept, _sizes, unit="entry").slips(
        every_sth=lambda H, W, kh, kw, s: range(0, (H - kh + 1) * (W - kw + 1), s),
        every_s_sth=lambda H, W, kh, kw, s: range(0, (H - kh + 1) * (W - kw + 1), s * s),
        right_only=lambda H, W, kh, kw, s: _every(H, W, kh, kw, 1, s),
        down_only=lambda H, W, kh, kw, s: _every(H, W, kh, kw, s, 1),
        width_of_picture=_numbered(lambda H, W, kh, kw, s: W),
        places_down=_numbered(lambda H, W, kh, kw, s: H - kh + 1),
        by_columns=lambda H, W, kh, kw, s: rows_kept(W, H, kw, kh, s),
        places_left=_numbered(lambda H, W, kh, kw, s: (W - kw) // s + 1),
        first_rows=lambda H, W, kh, kw, s: range(np.prod(_places(H, W, kh, kw, s))),
        pairs=lambda H, W, kh, kw, s: [[i, j] for i in range(0, H - kh + 1, s) for j in range(0, W - kw + 1, s)],
        last_place_missing=_numbered(lambda H, W, kh, kw, s: W - kw + 1, short=1),
        one_place_short=_numbered(lambda H, W, kh, kw, s: W - kw),
        one_place_short_everywhere=_numbered(lambda H, W, kh, kw, s: W - kw, short=1),
        left_out=lambda H, W, kh, kw, s: np.setdiff1d(_every(H, W, kh, kw, 1, 1), rows_kept(H, W, kh, kw, s)),
        unsorted=lambda H, W, kh, kw, s: _table(H, W, kh, kw, s).T.ravel(),
        not_flattened=_table,
    ),
)
