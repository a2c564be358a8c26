"""Exercise of notebook 11: how many numbers each layer of a network learns."""

import numpy as np

from .grading.model import Exercise, Misconception


def learned(shape, convs, linear):
    """F (C k k + 1) for each convolution, O (I + 1) for each linear layer, through all shapes between them."""
    C, H, W = shape
    counts = []
    for F, k in convs:
        counts.append(F * (C * k * k + 1))
        C, H, W = F, (H - k + 1) // 2, (W - k + 1) // 2
    inputs = C * H * W
    for outputs in linear:
        counts.append(outputs * (inputs + 1))
        inputs = outputs
    return counts


def _networks(rng):
    # No square picture, and odd numbers before some pooling: they are rounded down.
    return [
        ((1, 6, 8), [(2, 3)], [3]),
        ((3, 6, 4), [(2, 1)], [5, 2]),
        ((1, 28, 26), [(30, 5)], [100, 10]),
        ((2, 9, 11), [(4, 2), (3, 2)], [6]),
        ((3, 14, 20), [(4, 3), (5, 2)], [7, 10]),
        ((1, 7, 8), [], [4, 3]),
        ((2, 5, 9), [(3, 2)], []),
        *[_network(rng) for _ in range(5)],
    ]


def _network(rng):
    shape = int(rng.integers(1, 4)), int(rng.integers(16, 30)), int(rng.integers(16, 30))
    convs = [(int(F), int(k)) for F, k in rng.integers(2, 6, (int(rng.integers(1, 3)), 2))]
    return shape, convs, [int(n) for n in rng.integers(2, 12, int(rng.integers(1, 4)))]


def _counted(*, size=None, flat=None, conv=None, full=None):
    """The answer with one thing done otherwise: size(n, k) of a map, flat(C, H, W) inputs, or the counts.

    conv(F, C, k, H, W) and full(O, I) count what a convolution and a linear layer learn.
    """
    size = size or (lambda n, k: (n - k + 1) // 2)
    flat = flat or (lambda C, H, W: C * H * W)
    conv = conv or (lambda F, C, k, H, W: F * (C * k * k + 1))
    full = full or (lambda outputs, inputs: outputs * (inputs + 1))

    def answer(shape, convs, linear):
        C, H, W = shape
        counts = []
        for F, k in convs:
            counts.append(conv(F, C, k, H, W))
            C, H, W = F, size(H, k), size(W, k)
        sizes = [flat(C, H, W), *linear]
        return counts + [full(outputs, inputs) for inputs, outputs in zip(sizes, linear, strict=False)]

    return answer


def _first_channels(shape, convs, linear):
    counts = learned(shape, convs, linear)
    return [F * (shape[0] * k * k + 1) for F, k in convs] + counts[len(convs) :]


def _channels_kept(shape, convs, linear):
    C, H, W = shape
    for _, k in convs:
        H, W = (H - k + 1) // 2, (W - k + 1) // 2
    return [F * (C * k * k + 1) for F, k in convs] + learned((C, H, W), [], linear)


def _always_flat(shape, convs, linear):
    C, H, W = shape
    for F, k in convs:
        C, H, W = F, (H - k + 1) // 2, (W - k + 1) // 2
    return learned(shape, convs, []) + [outputs * (C * H * W + 1) for outputs in linear]


def _last_pooling_missing(shape, convs, linear):
    if not convs:
        return learned(shape, convs, linear)
    C, H, W = shape
    for i, (F, k) in enumerate(convs):
        C, H, W = F, H - k + 1, W - k + 1
        if i < len(convs) - 1:
            H, W = H // 2, W // 2
    return learned(shape, convs, []) + learned((C, H, W), [], linear)


LEARNED = Exercise(
    id="11.5",
    title="What the whole network learns",
    text="A network takes one picture of `(C, H, W) = shape`. First come its convolutions: `convs` is a list of `(F, "
    "k)`, `F` filters of `k` x `k` with stride 1 and no padding, and after each of them ReLU and max pooling 2 x "
    "2 with stride 2, which drops a last odd row or column. Then all maps are laid in one row, and the linear "
    "layers follow: `linear` is a list of how many outputs each has. Every filter and every output has a bias. "
    "Write `learned(shape, convs, linear)`: a list of how many numbers each layer learns, convolutions first. "
    "ReLU and pooling learn nothing and have no entry; `convs` may be empty.",
    reference=learned,
    inputs=_networks,
    unit="layer",
    misconceptions=(
        Misconception(
            _counted(flat=lambda C, H, W: C),
            "The first linear layer sees all pixels of all maps, C * H * W numbers, not one for each map.",
        ),
        Misconception(
            _counted(flat=lambda C, H, W: H * W),
            "The first linear layer sees the pixels of all maps. You counted those of one.",
        ),
        Misconception(
            _counted(flat=lambda C, H, W: C * H * H),
            "You counted as if the maps were square. They have H rows and W columns.",
        ),
        Misconception(
            _counted(size=lambda n, k: n - k + 1),
            "Pooling is forgotten. It halves rows and columns, before the next layer sees them.",
        ),
        Misconception(
            _last_pooling_missing,
            "The pooling after the last convolution is forgotten. It comes before the maps are laid in a row.",
        ),
        Misconception(
            _counted(size=lambda n, k: (n - k + 1) / 2),
            "Half of an odd number of rows is a fraction. Pooling drops the last row: round down, with // in Python.",
        ),
        Misconception(
            _counted(size=lambda n, k: -(-(n - k + 1) // 2)),
            "You rounded up. Pooling drops the last row of an odd number: round down.",
        ),
        Misconception(
            _counted(size=lambda n, k: n - k),
            "H - k + 1 // 2 divides the 1 only, and 1 // 2 is 0. Write parentheses: (H - k + 1) // 2.",
        ),
        Misconception(
            _counted(size=lambda n, k: n // 2),
            "You kept the size of the picture in a convolution. Without padding it loses k - 1 rows, before pooling.",
        ),
        Misconception(
            _counted(size=lambda n, k: n // 2 - k + 1),
            "You pooled before the convolution. First it loses k - 1 rows, then pooling halves what is left.",
        ),
        Misconception(
            _counted(size=lambda n, k: (n - k) // 2),
            "A row is missing: without padding H - k + 1 rows are left of H.",
        ),
        Misconception(
            _counted(size=lambda n, k: n),
            "You laid the picture in a row as if it had kept its size. Each convolution takes k - 1 rows, and pooling "
            "halves the rest.",
        ),
        Misconception(
            _counted(conv=lambda F, C, k, H, W: F * C * k * k, full=lambda outputs, inputs: outputs * inputs),
            "The biases are missing: one for each filter, and one for each output.",
        ),
        Misconception(
            _counted(full=lambda outputs, inputs: outputs * inputs),
            "The biases of the linear layers are missing, one for each output.",
        ),
        Misconception(
            _counted(conv=lambda F, C, k, H, W: F * C * k * k),
            "The biases of the convolutions are missing, one for each filter.",
        ),
        Misconception(
            _counted(conv=lambda F, C, k, H, W: F * C * k * k + 1, full=lambda outputs, inputs: outputs * inputs + 1),
            "You counted one bias for each layer. Each filter, and each output, has one.",
        ),
        Misconception(
            _counted(conv=lambda F, C, k, H, W: F * (C * k * k + (H - k + 1) * (W - k + 1))),
            "You counted a bias for each pixel of the maps. A map has one.",
        ),
        Misconception(
            _counted(conv=lambda F, C, k, H, W: F * C * (k * k + 1)),
            "You counted a bias for each channel of a filter. A filter has one.",
        ),
        Misconception(
            _counted(conv=lambda F, C, k, H, W: F * (k * k + 1)),
            "A filter lies on all channels: it has k * k weights for each of them.",
        ),
        Misconception(
            _channels_kept,
            "The channels stay those of the picture in your loop. After a convolution there are F of them: C = F.",
        ),
        Misconception(
            _first_channels,
            "From the second convolution on, the channels are the maps of the one before, not those of the picture.",
        ),
        Misconception(
            _always_flat,
            "From the second linear layer on, the inputs are the outputs of the one before.",
        ),
        Misconception(
            lambda *network: np.sum(learned(*network)),
            "You added them up. A list with one number for each layer is asked.",
        ),
    ),
    hints=(
        "Go through the network with a picture in mind, and write down (C, H, W) after each convolution and its "
        "pooling.",
        "A filter has C * k * k weights and a bias, C being the channels that reach it. Rows become (H - k + 1) // 2.",
        "Keep C, H and W in variables and change them in the loop over convs. The inputs of the first linear layer are "
        "C * H * W, those of each further one are the outputs of the one before.",
    ),
)
