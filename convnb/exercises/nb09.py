"""The functions of the exercises of notebook 09; their words are in words/nb09.md."""

import numpy as np

from ..ops.correlation import correlate
from .form import Ways, changed, exercise, one_wrong
from .inputs import floats

# 09.1 A layer, by hand


def layer(x, weight, bias):
    """y[o, r, q] = max(0, bias[o] + sum over c, i, j of weight[o, c, i, j] x[c, r + i, q + j])."""
    maps, _, h, w = weight.shape
    y = np.zeros((maps, x.shape[1] - h + 1, x.shape[2] - w + 1))
    for o, r, q in np.ndindex(y.shape):
        y[o, r, q] = max(0, bias[o] + np.sum(weight[o] * x[:, r : r + h, q : q + w]))
    return y


def _pictures(rng):
    # (C, H, W) and (F, kH, kW). First F = C = columns of the result: exchanged axes then give numbers, later an error.
    sizes = [((2, 3, 3), (2, 2, 2)), ((2, 3, 4), (2, 2, 3)), ((3, 4, 3), (2, 2, 2)), ((2, 4, 5), (3, 3, 2))]
    sizes += [((1, 3, 5), (4, 2, 3)), ((3, 4, 4), (3, 1, 2)), ((4, 5, 6), (1, 3, 2))]
    cases = []
    for shape, (maps, *kernel) in sizes:
        x, weight = rng.integers(0, 8, shape), rng.integers(-3, 4, (maps, shape[0], *kernel))
        cases.append((x, weight, rng.permutation([-5, 4, -2, 3])[:maps]))
    for C, maps in [(3, 2), (2, 5)]:
        x, weight = rng.integers(-4, 5, (C, 6, 5)), rng.normal(size=(maps, C, 3, 2))
        cases.append((x, weight, rng.normal(size=maps)))
    return cases


def pairs(x, weight):
    """Each filter's channel c slid over channel c of x: axes filter, channel, row, column."""
    windows = np.lib.stride_tricks.sliding_window_view(x, weight.shape[2:], (1, 2))
    return np.einsum("crqij,ocij->ocrq", windows, weight)


def relu(z):
    """max(0, z), number by number."""
    return np.maximum(z, 0)


def _on(bias):
    return bias[:, None, None]


def _sums(x, weight, bias):
    return pairs(x, weight).sum(axis=1) + _on(bias)


def _exchanged(x, weight, bias):
    h, w = weight.shape[2:]
    y = np.zeros((len(weight), x.shape[1] - h + 1, x.shape[2] - w + 1))
    for o, c in np.ndindex(len(weight), len(x)):
        y[o] += pairs(x[c : c + 1], weight[c, o][None, None])[0, 0]
    return relu(y + _on(bias))


# 09.2 Kernels of one pixel


def one_by_one(x, weight):
    """y[n, f, r, q] = sum over c of weight[f, c] x[n, c, r, q]."""
    N, C, H, W = x.shape
    y = np.zeros((N, len(weight), H, W))
    for f in range(len(weight)):
        for c in range(C):
            y[:, f] += weight[f, c] * x[:, c]
    return y


def _batches(rng):
    # (N, C, H, W) and F. At first F = C = H = W: products of wrong axes then give numbers, later an error.
    sizes = [((2, 2, 2, 2), 2), ((2, 2, 2, 3), 2), ((1, 3, 2, 2), 2), ((2, 2, 3, 1), 3), ((3, 1, 2, 2), 4)]
    sizes += [((2, 4, 1, 3), 1), ((1, 2, 3, 4), 5)]
    cases = [(rng.integers(1, 8, shape) + 0.0, rng.integers(-3, 5, (F, shape[1])) + 0.0) for shape, F in sizes]
    return [*cases, floats(rng, (3, 5, 4, 2), (3, 5))]


def _last_axis(x, weight):
    """Right numbers, the maps at the end: axes picture, row, column, filter."""
    return np.tensordot(x, weight, axes=(1, 1))


def _first_axis(x, weight):
    """Right numbers, the maps in front: axes filter, picture, row, column."""
    return np.tensordot(weight, x, axes=(1, 1))


def _size(x, weight):
    return len(x), len(weight), *x.shape[2:]


def _cut_wrongly(x, weight):
    N, C, H, W = x.shape
    return (x.reshape(-1, C) @ weight.T).reshape(N, H, W, -1).transpose(0, 3, 1, 2)


def _like_x(x, weight):
    y = np.zeros_like(x)
    for f, row in enumerate(weight):
        y[:, f] = np.tensordot(x, row, axes=(1, 0))
    return y


# 09.3 Channels in groups


def grouped(x, weight, groups):
    """Filter o belongs to group o // (F / groups), and lies on the C / groups channels of that group only."""
    filters, channels = len(weight) // groups, len(x) // groups
    maps = []
    for g in range(groups):
        part = x[g * channels : (g + 1) * channels]
        maps.extend(pairs(part, weight[g * filters : (g + 1) * filters]).sum(axis=1))
    return np.array(maps)


def _groups(rng):
    # (C, H, W), (F, kH, kW), groups: two of each per group at first, so that no order looks like another.
    sizes = [((4, 2, 3), (4, 2, 2), 2), ((4, 3, 2), (2, 2, 1), 2), ((3, 2, 3), (3, 1, 2), 3), ((2, 3, 3), (6, 2, 2), 2)]
    sizes += [((6, 3, 2), (4, 2, 2), 2), ((2, 3, 4), (3, 2, 3), 1), ((6, 2, 3), (6, 1, 2), 3)]
    cases = []
    for shape, (F, *kernel), groups in sizes:
        x, weight = rng.integers(0, 7, shape), rng.integers(-3, 4, (F, shape[0] // groups, *kernel))
        cases.append((x + 0.0, weight + 0.0, groups))
    return [*cases, (*floats(rng, (8, 5, 6), (12, 2, 3, 2)), 4)]


def _reading(channels):
    """The answer in which group g reads x[channels(g, groups, channels per group)]."""

    def answer(x, weight, groups):
        parts = np.split(weight, groups)
        size = len(x) // groups
        maps = [pairs(x[channels(g, groups, size)], part).sum(axis=1) for g, part in enumerate(parts)]
        return np.concatenate(maps)

    return answer


def _per_group(x, weight, groups):
    """The maps with the groups as a first axis."""
    return grouped(x, weight, groups).reshape(groups, len(weight) // groups, *_places(x, weight))


def _places(x, weight):
    return x.shape[1] - weight.shape[2] + 1, x.shape[2] - weight.shape[3] + 1


def _each_group(maps):
    """The answer with maps(channels, filters) of each group, one after the other."""
    return lambda x, w, groups: np.concatenate(list(map(maps, np.split(x, groups), np.split(w, groups))))


def _by_quotient(x, weight, groups):
    """Filter o reads group o // groups, channel by channel: an index that is too large raises an error."""
    size = len(x) // groups
    pairs_of = [[(x[o // groups * size + c], w[c]) for c in range(size)] for o, w in enumerate(weight)]
    return np.array([sum(correlate(a, w, "valid") for a, w in both) for both in pairs_of])


def _by_filter(group):
    """The answer in which filter o reads that group of channels, by a slice: it is empty beyond the last channel."""

    def answer(x, weight, groups):
        size = len(x) // groups
        parts = [x[group(o, groups) * size :][:size] for o in range(len(weight))]
        return np.array([pairs(part, w[None]).sum(axis=1)[0] for part, w in zip(parts, weight, strict=True)])

    return answer


# 09.4 What comes out, and what is learned


def layer_size(shape, F, k, s, p, groups):
    """F maps of floor((H + 2 p - k) / s) + 1 rows; F (C / groups) k k weights and F biases."""
    C, H, W = shape
    rows, columns = (H + 2 * p - k) // s + 1, (W + 2 * p - k) // s + 1
    return F, rows, columns, F * (C // groups) * k * k + F


def _layers(rng):
    cases = [((3, 6, 7), 2, 3, 1, 0, 1), ((4, 6, 5), 6, 3, 2, 1, 2), ((4, 8, 5), 8, 2, 3, 0, 4)]
    cases += [((3, 32, 28), 64, 5, 1, 2, 1), ((6, 7, 9), 6, 3, 4, 2, 6), ((12, 9, 14), 6, 4, 3, 1, 3)]
    for _ in range(6):
        groups, k, s, p = (int(rng.integers(low, high)) for low, high in [(1, 5), (2, 6), (1, 5), (0, 3)])
        C, F = (groups * int(n) for n in rng.integers(1, 5, 2))
        cases.append(((C, k + int(rng.integers(1, 12)), k + int(rng.integers(1, 12))), F, k, s, p, groups))
    return cases


def _learning(learned):
    """The answer that learns learned(C, F, k, groups, places) numbers."""

    def wrong(shape, F, k, s, p, groups):
        _, rows, columns, _ = layer_size(shape, F, k, s, p, groups)
        return learned(shape[0], F, k, groups, rows * columns)

    return one_wrong(layer_size, 3, wrong)


def _sized(size):
    """The answer with size(n, k, s, p) rows and columns, n being those of the picture."""
    rows = one_wrong(layer_size, 1, lambda shape, F, k, s, p, groups: size(shape[1], k, s, p))
    return one_wrong(rows, 2, lambda shape, F, k, s, p, groups: size(shape[2], k, s, p))


# 09.5 If everything were connected


def times_more(shape, F, k):
    """C H W numbers, each joined to each of F (H - k + 1) (W - k + 1), over F C k k weights."""
    C, H, W = shape
    return C * H * W * F * (H - k + 1) * (W - k + 1) / (F * C * k * k)


def _shapes(rng):
    cases = [((2, 3, 4), 5, 2), ((1, 5, 3), 2, 2), ((3, 6, 5), 4, 3), ((3, 32, 30), 64, 5), ((4, 7, 9), 3, 1)]
    for _ in range(5):
        C, F, k = (int(n) for n in rng.integers(2, 6, 3))
        cases.append(((C, k + int(rng.integers(1, 9)), k + int(rng.integers(1, 9))), F, k))
    return cases


def _with_biases(shape, F, k):
    C, H, W = shape
    outputs = F * (H - k + 1) * (W - k + 1)
    return (C * H * W + 1) * outputs / (F * (C * k * k + 1))


# 09.6 Does the map move along?


def shift_error(before, after, by):
    """max of |after[r, q] - before[r, q - by]| over all r, and all q with 0 <= q < W and 0 <= q - by < W."""
    W = before.shape[1]
    largest = 0
    for q in range(W):
        if 0 <= q - by < W:
            largest = max(largest, np.abs(after[:, q] - before[:, q - by]).max())
    return largest


def _maps(rng):
    # The maps of an equivariant layer, except for one number; then any maps.
    cases = []
    for shape, by in [((2, 4), 1), ((3, 5), 2), ((3, 4), -1), ((4, 6), -2), ((3, 4), 0), ((5, 4), 3), ((1, 5), 1)]:
        before = rng.integers(0, 10, shape)
        after = np.roll(before, by, axis=1)
        fresh = (slice(None), slice(by) if by >= 0 else slice(by, None))
        after[fresh] = rng.integers(10, 30, after[fresh].shape)  # what comes in differs from all else
        after[rng.integers(shape[0]), _known(rng, shape[1], by)] -= 3 + len(cases)
        cases.append((before, after, by))
    counted = np.arange(1.0, 16).reshape(3, 5)
    cases += [(counted, counted - 1, 1), (counted, counted - 5, 2)]  # no error at all; every number 3 too small
    cases.append((np.zeros((2, 4)), np.eye(2, 4, 3), 1))  # the error is in a column that some wrong answers leave out
    cases.append((rng.normal(size=(4, 5)), rng.normal(size=(4, 5)) / 10, 2))
    cases.append((np.zeros((3, 4)), rng.uniform(0.1, 0.5, (3, 4)), -1))
    return cases + [(*floats(rng, shape, shape), by) for shape, by in [((6, 8), 3), ((5, 4), -3), ((7, 9), -2)]]


def _known(rng, width, by):
    """The index of a column of the moved map that is known from the other map."""
    return int(rng.integers(max(0, by), width + min(0, by)))


def _known_parts(before, after, by):
    """after and, moved along, before: the columns in which both are known."""
    W = before.shape[1]
    return after[:, max(0, by) : W + min(0, by)], before[:, max(0, -by) : W + min(0, -by)]


def _differences(before, after, by):
    one, other = _known_parts(before, after, by)
    return one - other


def _with_zeros(before, after, by):
    moved = np.zeros_like(before)
    moved[:, max(0, by) : before.shape[1] + min(0, by)] = _known_parts(before, after, by)[1]
    return np.abs(after - moved).max()


def _rolled(before, after, by):
    return np.abs(after - np.roll(before, by, axis=1))


def _looped(compared):
    """The loop over columns that compares only where compared(q - by, W)."""

    def answer(before, after, by):
        W = before.shape[1]
        return max(np.abs(after[:, q] - before[:, q - by]).max() for q in range(W) if compared(q - by, W))

    return answer


def _without_zero(before, after, by):
    if by > 0:
        return np.abs(after[:, by:] - before[:, :-by]).max()
    return np.abs(after[:, :by] - before[:, -by:]).max()


def _inside(before, after, by):
    """Cuts off both sides, although only one is unknown."""
    width, cut = before.shape[1], abs(by)
    return _rolled(before, after, by)[:, cut : width - cut].max(initial=0)


_FULL, _GROUPED, _DEPTHWISE, _MIXING = 8 * 8 * 9, 8 * 2 * 9, 8 * 9, 8 * 8

PREDICTED = {
    "09.b": {
        "colours": [64, 3, 3, 3, 3 * 9],
        "flat": [64, 1, 3, 3, 9],
        "all_filters": [64, 64, 3, 3, 64 * 64 * 9],
    },
    "09.d": {
        "parts_of_four": [_FULL, 8 * 4 * 9, _DEPTHWISE, _DEPTHWISE + _MIXING],
        "one_for_all": [_FULL, _GROUPED, 9, 9 + _MIXING],
        "unmixed": [_FULL, _GROUPED, _DEPTHWISE, _DEPTHWISE],
        "one_mixture": [_FULL, _GROUPED, _DEPTHWISE, _DEPTHWISE + 8],
        "multiplied": [_FULL, _GROUPED, _DEPTHWISE, _DEPTHWISE * _MIXING],
    },
}

EXERCISES = (
    exercise("09.1", layer, _pictures).slips(
        not_summed=lambda x, w, b: relu(pairs(x, w) + b[:, None, None, None]),
        not_summed_in_one_row=lambda x, w, b: relu(np.concatenate(pairs(x, w) + b[:, None, None, None])),
        filters_summed=lambda x, w, b: relu(_sums(x, w, b).sum(axis=0)),
        first_channel=lambda x, w, b: relu(pairs(x, w)[:, 0] + _on(b)),
        last_channel=lambda x, w, b: relu(pairs(x, w)[:, -1] + _on(b)),
        channel_mean=lambda x, w, b: relu(pairs(x, w).mean(axis=1) + _on(b)),
        axes_exchanged=_exchanged,
        no_bias=lambda x, w, b: relu(_sums(x, w, 0 * b)),
        all_biases=lambda x, w, b: relu(_sums(x, w, b.sum() + 0 * b)),
        bias_per_channel=lambda x, w, b: relu(_sums(x, w, len(x) * b)),
        bias_along_columns=lambda x, w, b: relu(pairs(x, w).sum(axis=1) + b),
        bias_after_relu=lambda x, w, b: relu(_sums(x, w, 0 * b)) + _on(b),
        relu_per_channel=lambda x, w, b: relu(relu(pairs(x, w)).sum(axis=1) + _on(b)),
        no_relu=_sums,
        absolute=lambda x, w, b: np.abs(_sums(x, w, b)),
        flipped=lambda x, w, b: relu(_sums(x, w[:, :, ::-1, ::-1], b)),
        flipped_in_three_axes=lambda x, w, b: relu(_sums(x, w[:, ::-1, ::-1, ::-1], b)),
        no_bias_no_relu=lambda x, w, b: pairs(x, w).sum(axis=1),
        summed_over_filters=lambda x, w, b: relu(pairs(x, w).sum(axis=0) + _on(b)),
        first_sheet_on_all=lambda x, w, b: relu(pairs(x.sum(axis=0, keepdims=True), w[:, :1])[:, 0] + _on(b)),
        first_bias_for_all=lambda x, w, b: relu(_sums(x, w, b[0] + 0 * b)),
        bias_along_rows=lambda x, w, b: relu(pairs(x, w).sum(axis=1) + b[:, None]),
        relu_before_bias=lambda x, w, b: relu(pairs(x, w)).sum(axis=1) + _on(b),
    ),
    exercise("09.2", one_by_one, _batches).slips(
        one_map=lambda x, weight: one_by_one(x, weight).sum(axis=1, keepdims=True),
        first_filter=lambda x, weight: one_by_one(x, weight[:1]),
        last_filter=lambda x, weight: one_by_one(x, weight[-1:].repeat(len(weight), axis=0)),
        weight_transposed=lambda x, weight: np.einsum("cf,nchw->nfhw", weight, x),
        rows_mixed=lambda x, weight: weight @ x,
        columns_mixed=lambda x, weight: x @ weight.T,
        dot_over_rows=lambda x, weight: np.dot(weight, x),
        reshaped_from_last=lambda x, weight: _last_axis(x, weight).reshape(_size(x, weight)),
        reshaped_from_first=lambda x, weight: _first_axis(x, weight).reshape(_size(x, weight)),
        reshaped_pixels=Ways(
            [_cut_wrongly, lambda x, weight: (weight @ x.reshape(x.shape[1], -1)).reshape(_size(x, weight))]
        ),
        summed_before=lambda x, weight: one_by_one(x.sum(axis=1, keepdims=True), weight.sum(axis=1, keepdims=True)),
        first_picture=lambda x, weight: one_by_one(x, weight)[0],
        like_x=_like_x,
        filters_summed=lambda x, weight: x * weight.sum(axis=0)[:, None, None],
    ),
    exercise("09.3", grouped, _groups).slips(
        first_channels=_reading(lambda g, groups, size: slice(0, size)),
        every_nth_channel=_reading(lambda g, groups, size: slice(g, None, groups)),
        groups_reversed=_reading(lambda g, groups, size: slice((groups - 1 - g) * size, (groups - g) * size)),
        filters_in_turn=_by_filter(lambda o, groups: o % groups),
        every_nth_filter=lambda x, w, groups: grouped(x, np.concatenate([w[g::groups] for g in range(groups)]), groups),
        groups_summed=lambda x, w, groups: _per_group(x, w, groups).sum(axis=0),
        axis_for_groups=_per_group,
        maps_alternating=lambda x, w, groups: _per_group(x, w, groups).swapaxes(0, 1).reshape(-1, *_places(x, w)),
        last_group=lambda x, w, groups: _per_group(x, w, groups)[-1],
        all_channels=lambda x, w, groups: pairs(x, np.tile(w, (1, groups, 1, 1))).sum(axis=1),
        every_filter_on_every_group=lambda x, w, groups: np.concatenate(
            [pairs(p, w).sum(axis=1) for p in np.split(x, groups)]
        ),
        filters_of_first_group=lambda x, w, groups: grouped(
            x, np.tile(w[: len(w) // groups], (groups, 1, 1, 1)), groups
        ),
        not_summed=_each_group(lambda x, w: np.concatenate(pairs(x, w))),
        flipped=lambda x, w, groups: grouped(x, w[:, :, ::-1, ::-1], groups),
        group_by_quotient=_by_quotient,
        group_by_quotient_sliced=_by_filter(lambda o, groups: o // groups),
        first_channel=_each_group(lambda x, w: pairs(x, w)[:, 0]),
        last_channel=_each_group(lambda x, w: pairs(x, w)[:, -1]),
    ),
    exercise("09.4", layer_size, _layers, returns=("maps", "rows", "columns", "learned")).slips(
        groups_ignored=_learning(lambda C, F, k, groups, places: F * C * k * k + F),
        groups_and_biases_ignored=_learning(lambda C, F, k, groups, places: F * C * k * k),
        times_groups=_learning(lambda C, F, k, groups, places: F * C * k * k * groups + F),
        one_group=_learning(lambda C, F, k, groups, places: (F // groups) * (C // groups) * k * k + F // groups),
        filters_divided=_learning(lambda C, F, k, groups, places: (F // groups) * (C // groups) * k * k + F),
        no_biases=_learning(lambda C, F, k, groups, places: F * (C // groups) * k * k),
        one_bias=_learning(lambda C, F, k, groups, places: F * (C // groups) * k * k + 1),
        bias_per_place=_learning(lambda C, F, k, groups, places: F * (C // groups) * k * k + F * places),
        bias_per_channel_of_filter=_learning(lambda C, F, k, groups, places: F * (C // groups) * (k * k + 1)),
        one_filter=_learning(lambda C, F, k, groups, places: (C // groups) * k * k + 1),
        one_sheet=_learning(lambda C, F, k, groups, places: F * k * k + F),
        one_row_of_kernel=_learning(lambda C, F, k, groups, places: F * (C // groups) * k + F),
        not_shared=_learning(lambda C, F, k, groups, places: F * ((C // groups) * k * k + 1) * places),
        one_row_groups_ignored=_learning(lambda C, F, k, groups, places: F * C * k + F),
        one_row_no_biases=_learning(lambda C, F, k, groups, places: F * (C // groups) * k),
        one_group_no_biases=_learning(lambda C, F, k, groups, places: (F // groups) * (C // groups) * k * k),
        groups_as_channels=_learning(lambda C, F, k, groups, places: F * groups * k * k + F),
        bias_per_group=_learning(lambda C, F, k, groups, places: F * (C // groups) * k * k + groups),
        biases_divided=_learning(lambda C, F, k, groups, places: F * (C // groups) * k * k + F // groups),
        bias_per_input_channel=_learning(lambda C, F, k, groups, places: F * (C // groups) * k * k + C),
        weights_of_one_filter=_learning(lambda C, F, k, groups, places: (C // groups) * k * k + F),
        maps_one=one_wrong(layer_size, 0, lambda shape, F, *rest: 1),
        maps_channels=one_wrong(layer_size, 0, lambda shape, F, *rest: shape[0]),
        maps_times_channels=one_wrong(layer_size, 0, lambda shape, F, *rest: shape[0] * F),
        maps_of_one_group=one_wrong(layer_size, 0, lambda shape, F, k, s, p, groups: F // groups),
        maps_times_groups=one_wrong(layer_size, 0, lambda shape, F, k, s, p, groups: F * groups),
        rows_fraction=_sized(lambda n, k, s, p: (n + 2 * p - k) / s + 1),
        rows_rounded_up=_sized(lambda n, k, s, p: -(-(n + 2 * p - k) // s) + 1),
        rows_less_one=_sized(lambda n, k, s, p: (n + 2 * p - k) // s),
        rows_one_added_first=_sized(lambda n, k, s, p: (n + 2 * p - k + 1) // s),
        rows_rounded=_sized(lambda n, k, s, p: round((n + 2 * p - k) / s) + 1),
        rows_without_padding_and_stride=_sized(lambda n, k, s, p: n - k + 1),
        rows_kept=_sized(lambda n, k, s, p: n),
        rows_and_columns_exchanged=changed(layer_size, lambda F, H, W, learned: (F, W, H, learned)),
        other_order=changed(layer_size, lambda F, H, W, learned: (H, W, F, learned)),
    ),
    exercise("09.5", times_more, _shapes).slips(
        upside_down=lambda shape, F, k: 1 / times_more(shape, F, k),
        not_divided=lambda shape, F, k: times_more(shape, F, k) * F * shape[0] * k * k,
        subtracted=lambda shape, F, k: (times_more(shape, F, k) - 1) * F * shape[0] * k * k,
        rounded=lambda shape, F, k: times_more(shape, F, k) // 1,
        one_less=lambda shape, F, k: times_more(shape, F, k) - 1,
        output_as_picture=lambda shape, F, k: (shape[1] * shape[2] / k) ** 2,
        output_one_less=lambda shape, F, k: shape[1] * shape[2] * (shape[1] - k) * (shape[2] - k) / k**2,
        output_without_filters=lambda shape, F, k: times_more(shape, F, k) / F,
        maps_as_numbers=lambda shape, F, k: shape[1] * shape[2] / k**2,
        weights_of_one_filter=lambda shape, F, k: times_more(shape, F, k) * F,
        input_without_channels=lambda shape, F, k: times_more(shape, F, k) / shape[0],
        weights_without_channels=lambda shape, F, k: times_more(shape, F, k) * shape[0],
        one_row_of_kernel=lambda shape, F, k: times_more(shape, F, k) * k,
        output_as_input=lambda shape, F, k: (shape[0] * shape[1] * shape[2]) ** 2 / (F * shape[0] * k * k),
        divided_by_kernel_only=lambda shape, F, k: times_more(shape, F, k) * F * shape[0],
        square=lambda shape, F, k: (shape[1] * (shape[1] - k + 1) / k) ** 2,
        biases_in_convolution=lambda shape, F, k: times_more(shape, F, k) * shape[0] * k * k / (shape[0] * k * k + 1),
        biases_in_both=_with_biases,
    ),
    exercise("09.6", shift_error, _maps).slips(
        rolled=lambda before, after, by: _rolled(before, after, by).max(),
        rolled_as_one_line=lambda before, after, by: np.abs(after - np.roll(before, by)).max(),
        rolled_other_way=lambda before, after, by: np.abs(np.roll(before, -by, axis=1) - after).max(),
        other_way=lambda before, after, by: shift_error(before, after, -by),
        rows=lambda before, after, by: shift_error(before.T, after.T, by),
        rows_rolled=lambda before, after, by: np.abs(after - np.roll(before, by, axis=0)).max(),
        zeros_filled_in=_with_zeros,
        not_moved=lambda before, after, by: np.abs(after - before).max(),
        negative_start=lambda before, after, by: np.abs(after[:, by:] - before[:, : before.shape[1] - by]).max(),
        positive_only=lambda before, after, by: np.abs(after[:, by:] - before[:, :-by]).max(),
        positive_only_other_way=lambda before, after, by: np.abs(after[:, :-by] - before[:, by:]).max(),
        first_left_out=lambda before, after, by: _rolled(before, after, by)[:, by:].max(),
        first_left_out_always=lambda before, after, by: _rolled(before, after, by)[:, abs(by) :].max(),
        no_bounds=_looped(lambda column, W: True),
        no_upper_bound=_looped(lambda column, W: column >= 0),
        no_lower_bound=_looped(lambda column, W: column < W),
        empty_for_zero=_without_zero,
        both_sides_left_out=_inside,
        signed=lambda before, after, by: _differences(before, after, by).max(),
        absolute_at_last=lambda before, after, by: abs(_differences(before, after, by).max()),
        mean=lambda before, after, by: np.abs(_differences(before, after, by)).mean(),
        total=lambda before, after, by: np.abs(_differences(before, after, by)).sum(),
        squared=lambda before, after, by: (_differences(before, after, by) ** 2).max(),
        per_row=lambda before, after, by: np.abs(_differences(before, after, by)).max(axis=1),
        all_differences=lambda before, after, by: np.abs(_differences(before, after, by)),
    ),
)
