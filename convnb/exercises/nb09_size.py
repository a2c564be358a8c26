"""Exercise of notebook 09: the shape of what a layer gives, and how many numbers it learns."""

from .grading.model import Exercise, Misconception


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
    """The answer with the right shape that learns learned(C, F, k, groups, places) numbers."""

    def answer(shape, F, k, s, p, groups):
        maps, rows, columns, _ = layer_size(shape, F, k, s, p, groups)
        return maps, rows, columns, learned(shape[0], F, k, groups, rows * columns)

    return answer


def _sized(size):
    """The answer with the right weights and size(n, k, s, p) rows and columns, n being those of the picture."""

    def answer(shape, F, k, s, p, groups):
        learned = layer_size(shape, F, k, s, p, groups)[3]
        return F, size(shape[1], k, s, p), size(shape[2], k, s, p), learned

    return answer


def _with_maps(maps):
    return lambda *layer: (maps(*layer), *layer_size(*layer)[1:])


LAYER_SIZE = Exercise(
    id="09.4",
    title="What comes out, and what is learned",
    text="A layer takes `(C, H, W) = shape`. It has `F` filters of `k` x `k`, each with a bias, stride `s`, `p` zeros "
    "on each side, and `groups` groups. Write `layer_size(shape, F, k, s, p, groups)`: `(maps, rows, columns, "
    "learned)`, where `learned` counts all weights and biases.",
    reference=layer_size,
    inputs=_layers,
    returns=("maps", "rows", "columns", "learned"),
    misconceptions=(
        Misconception(
            _learning(lambda C, F, k, groups, places: F * C * k * k + F),
            "learned: the groups have no say. A filter has only the C / groups channels of its group.",
        ),
        Misconception(
            _learning(lambda C, F, k, groups, places: F * C * k * k),
            "learned: neither the groups nor the biases have a say. A filter has only the C / groups channels of its "
            "group, and one bias.",
        ),
        Misconception(
            _learning(lambda C, F, k, groups, places: F * C * k * k * groups + F),
            "learned: you multiplied by the groups. They make each filter thinner: divide.",
        ),
        Misconception(
            _learning(lambda C, F, k, groups, places: (F // groups) * (C // groups) * k * k + F // groups),
            "learned: you counted one group. There are `groups` of them, with F filters in all.",
        ),
        Misconception(
            _learning(lambda C, F, k, groups, places: (F // groups) * (C // groups) * k * k + F),
            "learned: you divided the filters by groups as well. All F filters are there; each is only thinner.",
        ),
        Misconception(
            _learning(lambda C, F, k, groups, places: F * (C // groups) * k * k),
            "learned: the biases are missing, one for each filter.",
        ),
        Misconception(
            _learning(lambda C, F, k, groups, places: F * (C // groups) * k * k + 1),
            "learned: one bias for the whole layer is too few. Each filter has one.",
        ),
        Misconception(
            _learning(lambda C, F, k, groups, places: F * (C // groups) * k * k + F * places),
            "learned: you counted a bias for each pixel. A map has one, used at all its places.",
        ),
        Misconception(
            _learning(lambda C, F, k, groups, places: F * (C // groups) * (k * k + 1)),
            "learned: you counted a bias for each channel of a filter. A filter has one in all.",
        ),
        Misconception(
            _learning(lambda C, F, k, groups, places: (C // groups) * k * k + 1),
            "learned: this is one filter. There are F of them.",
        ),
        Misconception(
            _learning(lambda C, F, k, groups, places: F * k * k + F),
            "learned: a filter is a block, not a sheet. It has k x k weights for each channel of its group.",
        ),
        Misconception(
            _learning(lambda C, F, k, groups, places: F * (C // groups) * k + F),
            "learned: k weights are one row of a kernel. It has k x k for each channel.",
        ),
        Misconception(
            _learning(lambda C, F, k, groups, places: F * ((C // groups) * k * k + 1) * places),
            "learned: you counted the weights anew at each place. They are shared: the same ones everywhere.",
        ),
        Misconception(
            _learning(lambda C, F, k, groups, places: F * C * k + F),
            "learned: a kernel has k x k weights for each channel, not k; and a filter has only C / groups channels.",
        ),
        Misconception(
            _learning(lambda C, F, k, groups, places: F * (C // groups) * k),
            "learned: a kernel has k x k weights for each channel, not k; and each filter has a bias.",
        ),
        Misconception(
            _learning(lambda C, F, k, groups, places: (F // groups) * (C // groups) * k * k),
            "learned: this is one group, without its biases. Count all F filters, and a bias for each.",
        ),
        Misconception(
            _learning(lambda C, F, k, groups, places: F * groups * k * k + F),
            "learned: groups is the number of parts, not of channels in a part. A filter has C / groups channels.",
        ),
        Misconception(
            _learning(lambda C, F, k, groups, places: F * (C // groups) * k * k + groups),
            "learned: you counted a bias for each group. Each of the F filters has one.",
        ),
        Misconception(
            _learning(lambda C, F, k, groups, places: F * (C // groups) * k * k + F // groups),
            "learned: you divided the biases by groups as well. Each of the F filters has one.",
        ),
        Misconception(
            _learning(lambda C, F, k, groups, places: F * (C // groups) * k * k + C),
            "learned: you counted a bias for each channel of the input. Each of the F filters has one.",
        ),
        Misconception(
            _learning(lambda C, F, k, groups, places: (C // groups) * k * k + F),
            "learned: these are the weights of one filter and the biases of all. Multiply the weights by F.",
        ),
        Misconception(
            _with_maps(lambda shape, F, *rest: 1),
            "maps: F is forgotten. Each filter makes a map.",
        ),
        Misconception(
            _with_maps(lambda shape, F, *rest: shape[0]),
            "maps: there are as many as filters, not as many as channels.",
        ),
        Misconception(
            _with_maps(lambda shape, F, *rest: shape[0] * F),
            "maps: a filter adds its channels up and makes one map. Do not multiply by C.",
        ),
        Misconception(
            _with_maps(lambda shape, F, k, s, p, groups: F // groups),
            "maps: these are the maps of one group. F are all of them.",
        ),
        Misconception(
            _with_maps(lambda shape, F, k, s, p, groups: F * groups),
            "maps: the F filters are shared out to the groups. F maps are all there are.",
        ),
        Misconception(
            _sized(lambda n, k, s, p: (n + 2 * p - k) / s + 1),
            "rows: where the stride does not divide, you get a fraction. Round down, with // in Python.",
        ),
        Misconception(
            _sized(lambda n, k, s, p: -(-(n + 2 * p - k) // s) + 1),
            "rows: you rounded up. A step that does not fit is not taken: round down.",
        ),
        Misconception(
            _sized(lambda n, k, s, p: (n + 2 * p - k) // s),
            "rows: the first place is missing. Steps and one: add 1.",
        ),
        Misconception(
            _sized(lambda n, k, s, p: (n + 2 * p - k + 1) // s),
            "rows: divide first, then add 1. The first place needs no step: (H + 2 p - k) // s + 1.",
        ),
        Misconception(
            _sized(lambda n, k, s, p: round((n + 2 * p - k) / s) + 1),
            "rows: you rounded to the nearest number. A step that does not fit is not taken: round down.",
        ),
        Misconception(
            _sized(lambda n, k, s, p: n - k + 1),
            "rows: neither padding nor stride has a say. The filter slides over n + 2 p rows, in steps of s.",
        ),
        Misconception(
            _sized(lambda n, k, s, p: n),
            "rows: a layer keeps the size only with the right padding, at stride 1. Count the places.",
        ),
        Misconception(
            _sized(lambda n, k, s, p: (n + p - k) // s + 1),
            "rows: p zeros stand on each side, so 2 p in all.",
        ),
        Misconception(
            _sized(lambda n, k, s, p: n + 2 * p - k + 1),
            "rows: the stride has no say. Divide the steps by s, and round down.",
        ),
        Misconception(
            _sized(lambda n, k, s, p: (n - k) // s + 1),
            "rows: the padding has no say. The filter slides over n + 2 p rows.",
        ),
        Misconception(
            lambda *layer: tuple(layer_size(*layer)[i] for i in (0, 2, 1, 3)),
            "Rows and columns are exchanged: shape is (C, H, W), height before width.",
        ),
        Misconception(
            lambda *layer: tuple(layer_size(*layer)[i] for i in (1, 2, 0, 3)),
            "Right numbers, in another order: the maps come first.",
        ),
    ),
    hints=(
        "Begin with one filter of the first example. On how many channels does it lie, and how many weights is that?",
        "maps is F. Rows and columns go as in notebook 04. A filter has k * k weights for each of its C // groups "
        "channels, and one bias.",
        "Neither stride nor padding changes what is learned, and groups does not change the shape. Now put the three "
        "formulas together.",
    ),
)
