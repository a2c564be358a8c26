"""Exercise of notebook 09: groups of channels that do not see each other."""

import numpy as np

from ..ops.correlation import correlate
from .grading.model import Exercise, Misconception
from .nb09_layer import pairs


def grouped(x, weight, groups):
    """Filter o belongs to group o // (F / groups), and lies on the C / groups channels of that group only."""
    filters, channels = len(weight) // groups, len(x) // groups
    maps = []
    for g in range(groups):
        part = x[g * channels : (g + 1) * channels]
        maps.extend(pairs(part, weight[g * filters : (g + 1) * filters]).sum(axis=1))
    return np.array(maps)


def _grouped(rng):
    # (C, H, W), (F, kH, kW), groups: two of each per group at first, so that no order looks like another.
    sizes = [((4, 2, 3), (4, 2, 2), 2), ((4, 3, 2), (2, 2, 1), 2), ((3, 2, 3), (3, 1, 2), 3), ((2, 3, 3), (6, 2, 2), 2)]
    sizes += [((6, 3, 2), (4, 2, 2), 2), ((2, 3, 4), (3, 2, 3), 1), ((6, 2, 3), (6, 1, 2), 3)]
    cases = []
    for shape, (F, *kernel), groups in sizes:
        x, weight = rng.integers(0, 7, shape), rng.integers(-3, 4, (F, shape[0] // groups, *kernel))
        cases.append((x + 0.0, weight + 0.0, groups))
    return [*cases, (rng.normal(size=(8, 5, 6)), rng.normal(size=(12, 2, 3, 2)), 4)]


def _reading(channels):
    """The answer in which group g reads x[channels(g, groups, channels per group)]."""

    def answer(x, weight, groups):
        parts = np.split(weight, groups)
        size = len(x) // groups
        maps = [pairs(x[channels(g, groups, size)], part).sum(axis=1) for g, part in enumerate(parts)]
        return np.concatenate(maps)

    return answer


def _alternating(x, weight, groups):
    parts = np.split(x, groups)
    return np.stack([pairs(parts[o % groups], w[None]).sum(axis=1)[0] for o, w in enumerate(weight)])


def _per_group(x, weight, groups):
    """The maps with the groups as a first axis."""
    return grouped(x, weight, groups).reshape(groups, len(weight) // groups, *_places(x, weight))


def _places(x, weight):
    return x.shape[1] - weight.shape[2] + 1, x.shape[2] - weight.shape[3] + 1


def _unsummed(x, weight, groups):
    parts = zip(np.split(x, groups), np.split(weight, groups), strict=True)
    return np.concatenate([np.concatenate(pairs(part, filters)) for part, filters in parts])


def _padded(mode):
    """The answer with the places of another mode."""

    def answer(x, weight, groups):
        parts = zip(np.split(x, groups), np.split(weight, groups), strict=True)
        return np.array([sum(map(correlate, p, w, [mode] * len(p))) for p, filters in parts for w in filters])

    return answer


def _one_channel(c):
    """The answer in which a filter reads channel c of its group only."""

    def answer(x, weight, groups):
        parts = zip(np.split(x, groups), np.split(weight, groups), strict=True)
        return np.concatenate([pairs(p, filters)[:, c] for p, filters in parts])

    return answer


def _by_quotient(x, weight, groups):
    """Filter o reads group o // groups, channel by channel: an index too large raises an error."""
    size = len(x) // groups
    pairs_of = [[(x[o // groups * size + c], w[c]) for c in range(size)] for o, w in enumerate(weight)]
    return np.array([sum(correlate(a, w, "valid") for a, w in both) for both in pairs_of])


def _by_quotient_sliced(x, weight, groups):
    """The same with a slice: one beyond the last channel is empty, and raises an error unless a part is one channel."""
    size = len(x) // groups
    parts = [x[o // groups * size :][:size] for o in range(len(weight))]
    return np.array([pairs(part, w[None]).sum(axis=1)[0] for part, w in zip(parts, weight, strict=True)])


GROUPED = Exercise(
    id="09.3",
    title="Channels in groups",
    text="One picture `x` with the axes (channel, row, column), `C` channels. `weight` has the axes (filter, channel, "
    "row, column): `F` filters of `C / groups` channels each. Channels and filters are cut into `groups` equal "
    "parts, in their order, and the filters of part `g` slide over the channels of part `g` only: valid places, "
    "unflipped, stride 1, no bias. Write `grouped(x, weight, groups)`: the `F` maps, in the order of the "
    "filters. `groups` divides `C` and `F`.",
    reference=grouped,
    inputs=_grouped,
    misconceptions=(
        Misconception(
            _reading(lambda g, groups, size: slice(0, size)),
            "All your filters lie on the first channels. The filters of group g lie on the channels from g * C / "
            "groups on.",
        ),
        Misconception(
            _reading(lambda g, groups, size: slice(g, None, groups)),
            "Your groups take every so-many-th channel. They are cut in order: the first C / groups channels are the "
            "first group.",
        ),
        Misconception(
            _reading(lambda g, groups, size: slice((groups - 1 - g) * size, (groups - g) * size)),
            "Your groups of channels come in reverse order. The first filters read the first channels.",
        ),
        Misconception(
            _alternating,
            "You dealt the filters out to the groups in turn, o % groups. They are cut in order: filter o belongs to "
            "group o // (F // groups).",
        ),
        Misconception(
            lambda x, weight, groups: grouped(x, np.concatenate([weight[g::groups] for g in range(groups)]), groups),
            "You took every so-many-th filter for a group. They are cut in order: the first F / groups filters are "
            "the first group.",
        ),
        Misconception(
            lambda x, weight, groups: _per_group(x, weight, groups).sum(axis=0),
            "You added up the groups. They do not see each other: put their maps one after the other, F in all.",
        ),
        Misconception(
            lambda x, weight, groups: grouped(x, weight, groups)[None],
            "Right numbers with an axis too many: one picture goes in, without an axis for pictures. Hand back y[0].",
        ),
        Misconception(
            _per_group,
            "Right numbers, with an axis too many: the groups. Put all maps in one row, np.concatenate in place of "
            "np.stack.",
        ),
        Misconception(
            lambda x, weight, groups: _per_group(x, weight, groups).swapaxes(0, 1).reshape(-1, *_places(x, weight)),
            "Right maps, in another order: they alternate between the groups. First come all maps of the first group.",
        ),
        Misconception(
            lambda x, weight, groups: _per_group(x, weight, groups)[-1],
            "Only the maps of the last group are there. Keep those of all groups.",
        ),
        Misconception(
            lambda x, weight, groups: pairs(x, np.tile(weight, (1, groups, 1, 1))).sum(axis=1),
            "Every filter of yours reads all channels, its numbers used again in each group. It reads one group only.",
        ),
        Misconception(
            lambda x, weight, groups: np.concatenate([pairs(p, weight).sum(axis=1) for p in np.split(x, groups)]),
            "You laid every filter on every group, and have groups times too many maps. The filters are shared out, "
            "too.",
        ),
        Misconception(
            lambda x, weight, groups: grouped(x, np.tile(weight[: len(weight) // groups], (groups, 1, 1, 1)), groups),
            "All your groups use the filters of the first group. Each has its own.",
        ),
        Misconception(
            _unsummed,
            "You have a map for each channel of each filter. Within a group the channels are added up.",
        ),
        Misconception(
            lambda x, weight, groups: grouped(x, weight, groups) * groups / len(x),
            "You took the mean over the channels of the group. They are added up.",
        ),
        Misconception(
            lambda x, weight, groups: grouped(x, weight[:, :, ::-1, ::-1], groups),
            "Your kernels are flipped, as in a convolution. A layer slides them as they are.",
        ),
        Misconception(
            _by_quotient,
            "Filter o belongs to group o // (F // groups), not to o // groups: a group has F // groups filters.",
        ),
        Misconception(
            _by_quotient_sliced,
            "You took o // groups for the group of filter o, and slices beyond the last channel are empty. A group has "
            "F // groups filters, so it is o // (F // groups).",
        ),
        Misconception(
            lambda x, weight, groups: np.maximum(grouped(x, weight, groups), 0),
            "Right but for ReLU, which your layer of 09.1 ends with. Here negative numbers stay.",
        ),
        Misconception(
            _one_channel(0),
            "Only the first channel of each group has a say. Add up what the filter finds in all of them.",
        ),
        Misconception(
            _one_channel(-1),
            "Only the last channel of each group counts: you overwrite what the others gave. Add with +=.",
        ),
        Misconception(
            _padded("full"),
            "Your filters hang over the edge of the picture. Keep the valid places only.",
        ),
        Misconception(
            _padded("same"),
            "Your maps are as large as the picture. Keep the valid places only.",
        ),
    ),
    hints=(
        "Four channels, four filters, two groups: filters 0 and 1 lie on channels 0 and 1. On which lie the others?",
        "Each group is a layer of its own: C / groups channels, F / groups filters. You have written such a layer in "
        "09.1.",
        "Loop over g. Cut x and weight with slices that begin at g * (C // groups) and at g * (F // groups), let the "
        "small layer work, and put all maps one after the other.",
    ),
)
