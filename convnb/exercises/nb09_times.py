"""Exercise of notebook 09: what a fully connected layer would cost, beside a convolution."""

from .grading.model import Exercise, Misconception


def times_more(shape, F, k):
    """C H W numbers, each joined to each of F (H - k + 1) (W - k + 1), over F C k k weights."""
    C, H, W = shape
    return C * H * W * F * (H - k + 1) * (W - k + 1) / (F * C * k * k)


def _pictures(rng):
    cases = [((2, 3, 4), 5, 2), ((1, 5, 3), 2, 2), ((3, 6, 5), 4, 3), ((3, 32, 30), 64, 5), ((4, 7, 9), 3, 1)]
    for _ in range(5):
        C, F, k = (int(n) for n in rng.integers(2, 6, 3))
        cases.append(((C, k + int(rng.integers(1, 9)), k + int(rng.integers(1, 9))), F, k))
    return cases


def _with_biases(shape, F, k):
    C, H, W = shape
    outputs = F * (H - k + 1) * (W - k + 1)
    return (C * H * W + 1) * outputs / (F * (C * k * k + 1))


TIMES_MORE = Exercise(
    id="09.5",
    title="If everything were connected",
    text="A layer takes `(C, H, W) = shape` and has `F` filters of `k` x `k`: stride 1, no padding, one group, no "
    "bias. A fully connected layer from the same input to an output of the same size has a weight from each "
    "input number to each output number. Write `times_more(shape, F, k)`: how many times as many weights that "
    "is.",
    reference=times_more,
    inputs=_pictures,
    misconceptions=(
        Misconception(
            lambda shape, F, k: 1 / times_more(shape, F, k),
            "This is the share the other way round. Divide the larger count by the smaller one.",
        ),
        Misconception(
            lambda shape, F, k: times_more(shape, F, k) * F * shape[0] * k * k,
            "This is the number of weights of the fully connected layer. Divide by those of the convolution.",
        ),
        Misconception(
            lambda shape, F, k: (times_more(shape, F, k) - 1) * F * shape[0] * k * k,
            "You subtracted. How many times as many is asked: divide.",
        ),
        Misconception(
            lambda shape, F, k: times_more(shape, F, k) - 1,
            "One less than asked: this is how many times more come on top. How many times as many is the quotient "
            "itself.",
        ),
        Misconception(
            lambda shape, F, k: times_more(shape, F, k) // 1,
            "You cut the fraction off: // divides whole numbers. Use /.",
        ),
        Misconception(
            lambda shape, F, k: (shape[1] * shape[2] / k) ** 2,
            "Your output is as large as the picture. Without padding it has H - k + 1 rows and W - k + 1 columns.",
        ),
        Misconception(
            lambda shape, F, k: shape[1] * shape[2] * (shape[1] - k) * (shape[2] - k) / k**2,
            "Your output has a row and a column too few: there are H - k + 1 rows.",
        ),
        Misconception(
            lambda shape, F, k: times_more(shape, F, k) / F,
            "F is missing in the output. It has F maps, so F times as many numbers as one map.",
        ),
        Misconception(
            lambda shape, F, k: shape[1] * shape[2] / k**2,
            "You counted each map of the output as one number. It has (H - k + 1) * (W - k + 1).",
        ),
        Misconception(
            lambda shape, F, k: times_more(shape, F, k) * F,
            "F is missing in the weights of the convolution: these are those of one filter.",
        ),
        Misconception(
            lambda shape, F, k: times_more(shape, F, k) / shape[0],
            "C is missing in the input. It has C * H * W numbers.",
        ),
        Misconception(
            lambda shape, F, k: times_more(shape, F, k) * shape[0],
            "C is missing in the weights of the convolution. A filter has k * k weights for each channel.",
        ),
        Misconception(
            lambda shape, F, k: times_more(shape, F, k) * k,
            "A kernel has k * k weights for each channel, not k.",
        ),
        Misconception(
            lambda shape, F, k: (shape[0] * shape[1] * shape[2]) ** 2 / (F * shape[0] * k * k),
            "You gave the fully connected layer an output as large as its input. It is as large as that of the "
            "convolution: F * (H - k + 1) * (W - k + 1) numbers.",
        ),
        Misconception(
            lambda shape, F, k: times_more(shape, F, k) * F * shape[0],
            "You divided by k * k alone. The convolution has F filters of C channels: F * C * k * k weights.",
        ),
        Misconception(
            lambda shape, F, k: (shape[1] * (shape[1] - k + 1) / k) ** 2,
            "You took every picture for a square one. W has a say, too: W columns in, W - k + 1 out.",
        ),
        Misconception(
            lambda shape, F, k: times_more(shape, F, k) * shape[0] * k * k / (shape[0] * k * k + 1),
            "You counted biases in the convolution. There are none here: F * C * k * k weights.",
        ),
        Misconception(
            _with_biases,
            "You counted biases in both layers. There are none here, only weights.",
        ),
    ),
    hints=(
        "Count three things: the numbers of the input, the numbers of the output, the weights of the convolution.",
        "Fully connected: input numbers times output numbers. The output has F maps of (H - k + 1) x (W - k + 1).",
        "For a picture of 32 x 32 with 3 channels and 64 filters of 5 x 5, the notebook divides 3072 * 50176 by 4800.",
    ),
)
