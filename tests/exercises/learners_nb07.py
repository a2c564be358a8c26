"""Answers as learners write them in notebook 07, convolution as a matrix: each gets its advice."""

import numpy as np


def channels_beside(x, kh, kw, s):
    columns = []
    for channel in x:
        for i in range(0, x.shape[1] - kh + 1, s):
            for j in range(0, x.shape[2] - kw + 1, s):
                columns.append(channel[i : i + kh, j : j + kw].ravel())
    return np.stack(columns, axis=1)


def channels_in_turn(x, kh, kw, s):
    columns = []
    for i in range(0, x.shape[1] - kh + 1, s):
        for j in range(0, x.shape[2] - kw + 1, s):
            for c in range(x.shape[0]):
                columns.append(x[c, i : i + kh, j : j + kw].ravel())
    return np.array(columns).T


def patches(x, kh, kw, s, more=1):
    rows = []
    for i in range((x.shape[1] - kh) // s + more):
        for j in range((x.shape[2] - kw) // s + more):
            rows.append(x[:, i * s : i * s + kh, j * s : j * s + kw].ravel())
    return rows


def place_missing(x, kh, kw, s):
    return np.array(patches(x, kh, kw, s, more=0)).T


def place_missing_stacked(x, kh, kw, s):
    return np.column_stack(patches(x, kh, kw, s, more=0))


def place_missing_filled(x, kh, kw, s):
    down, across = (x.shape[1] - kh) // s, (x.shape[2] - kw) // s
    P = np.zeros((x.shape[0] * kh * kw, down * across))
    for i in range(down):
        for j in range(across):
            P[:, i * across + j] = x[:, i * s : i * s + kh, j * s : j * s + kw].ravel()
    return P


def place_missing_in_the_loops(x, kh, kw, s):
    down, across = (x.shape[1] - kh) // s + 1, (x.shape[2] - kw) // s + 1
    P = np.zeros((x.shape[0] * kh * kw, down * across))
    for i in range((x.shape[1] - kh) // s):
        for j in range((x.shape[2] - kw) // s):
            P[:, i * across + j] = x[:, i * s : i * s + kh, j * s : j * s + kw].ravel()
    return P


def place_missing_counted(x, kh, kw, s):
    P = np.zeros((x.shape[0] * kh * kw, ((x.shape[1] - kh) // s + 1) * ((x.shape[2] - kw) // s + 1)))
    for column, patch in enumerate(patches(x, kh, kw, s, more=0)):
        P[:, column] = patch
    return P


def reshaped(x, kh, kw, s):
    return np.array(patches(x, kh, kw, s)).reshape(x.shape[0] * kh * kw, -1)


def numbers(shape, kh, kw, s):
    """For each entry of the matrix, row by row, the index of its pixel in x.ravel(): right."""
    return np.array(patches(np.arange(np.prod(shape)).reshape(shape), kh, kw, s)).T


def indexed(columns, shape, kh, kw, s):
    out = np.zeros(np.prod(shape))
    out[numbers(shape, kh, kw, s)] += columns
    return out.reshape(shape)


def indexed_patch_by_patch(columns, shape, kh, kw, s):
    out = np.zeros(np.prod(shape))
    idx = numbers(shape, kh, kw, s).T
    out[idx] += columns.T
    return out.reshape(shape)


def never_advanced(columns, shape, kh, kw, s):
    x = np.zeros(shape)
    column = 0
    for i in range(0, shape[1] - kh + 1, s):
        for j in range(0, shape[2] - kw + 1, s):
            x[:, i : i + kh, j : j + kw] += columns[:, column].reshape(shape[0], kh, kw)
    return x


def divided(H, W, kh, kw, s):
    rows = ((H - kh + 1) // s) * ((W - kw + 1) // s)
    return rows, H * W, rows * kh * kw


def downwards_only(H, W, kh, kw, s):
    rows = (H - kh) // s + 1
    return rows, H * W, rows * kh * kw


def to_the_right_only(H, W, kh, kw, s):
    rows = (W - kw) // s + 1
    return rows, H * W, rows * kh * kw


def full_strided(H, W, kh, kw, s):
    rows = ((H + 2 * (kh - 1) - kh) // s + 1) * ((W + 2 * (kw - 1) - kw) // s + 1)
    return rows, H * W, rows * kh * kw


def full(H, W, kh, kw, s):
    rows = (H + kh - 1) * (W + kw - 1)
    return rows, H * W, rows * kh * kw


def loops_stop(H, W, kh, kw, s):
    kept = []
    for i in range(0, H - kh, s):
        for j in range(0, W - kw, s):
            kept.append(i * (W - kw + 1) + j)
    return kept


def one_place_less(H, W, kh, kw, s):
    return [i * (W - kw) + j for i in range(0, H - kh + 1, s) for j in range(0, W - kw + 1, s)]


def one_place_less_everywhere(H, W, kh, kw, s):
    return [i * (W - kw) + j for i in range(0, H - kh, s) for j in range(0, W - kw, s)]


def dropped(H, W, kh, kw, s):
    rows = []
    for i in range(H - kh + 1):
        for j in range(W - kw + 1):
            if i % s != 0 or j % s != 0:
                rows.append(i * (W - kw + 1) + j)
    return rows


def deleted(H, W, kh, kw, s):
    table = np.arange((H - kh + 1) * (W - kw + 1)).reshape(H - kh + 1, W - kw + 1)
    return np.delete(table, table[::s, ::s].ravel())


def column_order(H, W, kh, kw, s):
    return [i * (W - kw + 1) + j for j in range(0, W - kw + 1, s) for i in range(0, H - kh + 1, s)]


def table(H, W, kh, kw, s):
    return np.arange((H - kh + 1) * (W - kw + 1)).reshape(H - kh + 1, W - kw + 1)[::s, ::s]


def table_of_lists(H, W, kh, kw, s):
    return [[i * (W - kw + 1) + j for j in range(0, W - kw + 1, s)] for i in range(0, H - kh + 1, s)]


ADVICE = {
    "07.1": [
        (channels_beside, "stack the channels below each other"),
        (channels_in_turn, "stack its channels below each other"),
        (place_missing, "One place is missing along each axis: (H - kh) // s + 1."),
        (place_missing_stacked, "One place is missing along each axis: (H - kh) // s + 1."),
        (place_missing_filled, "One place is missing along each axis: (H - kh) // s + 1."),
        (place_missing_in_the_loops, "so some columns stay zero"),
        (place_missing_counted, "so the last columns stay zero"),
        (reshaped, "reshape does not swap rows and columns. Transpose."),
    ],
    "07.3": [
        (indexed, "np.add.at"),
        (indexed_patch_by_patch, "Did you write += with an array of indices? NumPy then adds to each pixel only once"),
        (never_advanced, "Every place gets column 0."),
    ],
    "07.4": [
        (divided, "You divided the number of places for stride 1. The first place always counts"),
        (downwards_only, "You counted the places down only."),
        (to_the_right_only, "You counted the places across only."),
        (full_strided, "Count valid places only: the kernel must not hang over the edge."),
        (full, "Count valid places only, where the kernel does not hang over the edge;"),
    ],
    "07.5": [
        (loops_stop, "Your loops stop before the last place: use range(0, H - kh + 1, s)."),
        (one_place_less, "The kernel fits at one more place: W - kw + 1."),
        (one_place_less_everywhere, "The kernel fits at one more place along each axis"),
        (dropped, "These are the rows that the stride leaves out."),
        (deleted, "These are the rows that the stride leaves out."),
        (column_order, "The numbers are right; put them in ascending order."),
        (table, "The numbers are right; flatten the table."),
        (table_of_lists, "The numbers are right; flatten the table."),
    ],
}
