"""Exercises of notebook 04 about the way back and about stacks: output_padding, and the receptive field."""

import numpy as np

from .grading.model import Exercise, Misconception


def missing_length(n, k, s, p, d):
    """n less (m - 1) s - 2 p + d (k - 1) + 1, where m = floor((n + 2 p - d (k - 1) - 1) / s) + 1."""
    span = d * (k - 1) + 1
    m = (n + 2 * p - span) // s + 1
    back = (m - 1) * s - 2 * p + span
    return n - back


def receptive_field(layers):
    """1 + sum over l of d_l (k_l - 1) times the product of the strides before layer l."""
    field, step = 1, 1
    for k, s, d in layers:
        field += d * (k - 1) * step
        step *= s
    return field


def _strided(rng):
    cases = [(6, 3, 2, 1, 1), (5, 3, 2, 1, 1), (7, 2, 3, 0, 1), (10, 3, 4, 1, 1), (9, 3, 2, 0, 2), (13, 4, 5, 2, 2)]
    cases += [(8, 1, 3, 0, 1), (12, 5, 4, 3, 1), (11, 3, 3, 0, 3), (5, 4, 3, 1, 1), (9, 2, 4, 1, 2), (6, 2, 1, 0, 1)]
    for _ in range(8):
        k, s, p, d = (int(rng.integers(low, high)) for low, high in [(1, 6), (2, 6), (0, 4), (1, 4)])
        cases.append((max(1, d * (k - 1) + 1 - 2 * p) + int(rng.integers(0, 20)), k, s, p, d))
    return cases


def _stacks(rng):
    first = [
        [(3, 1, 1), (3, 1, 1)],
        [(5, 1, 1)],
        [(3, 2, 1), (4, 1, 1)],
        [(3, 1, 1), (3, 1, 2), (3, 1, 4), (3, 1, 8)],
        [(2, 2, 1), (2, 2, 1), (2, 2, 1)],
        [(5, 1, 1), (2, 2, 1), (5, 1, 1), (2, 2, 1)],
        [(1, 3, 1), (4, 2, 3), (2, 1, 2)],
    ]
    sizes = [(int(n), rng.integers(1, [[7, 4, 4]], size=(n, 3), endpoint=True)) for n in (2, 3, 4, 5)]
    return [(layers,) for layers in first] + [([tuple(map(int, row)) for row in rows],) for _, rows in sizes]


def _columns(layers):
    return np.array(layers).T


def _fields(layers, steps):
    k, _, d = _columns(layers)
    return 1 + int(np.sum(d * (k - 1) * steps))


def _product_before(layers):
    return np.cumprod([1, *_columns(layers)[1]])[:-1]


MISSING_LENGTH = Exercise(
    id="04.4",
    title="The way back: output_padding",
    text="A convolution with kernel size `k`, stride `s`, padding `p` and dilation `d` has turned `n` samples into "
    "`m`. The transposed convolution with the same settings turns `m` samples into `(m - 1) * s - 2 * p + d * (k "
    "- 1) + 1 + output_padding`. Write `missing_length(n, k, s, p, d)`: the `output_padding` with which the "
    "result has `n` samples again. `m` is not given: compute it.",
    reference=missing_length,
    inputs=_strided,
    misconceptions=(
        Misconception(
            lambda n, k, s, p, d: 0,
            "Without output_padding you get the shortest of all inputs that have m outputs. It is not always n.",
        ),
        Misconception(
            lambda n, k, s, p, d: s - 1,
            "s - 1 is the largest output_padding that the stride allows. How much is needed depends on n.",
        ),
        Misconception(
            lambda n, k, s, p, d: n % s,
            "You asked what is left when n is divided by s. What counts is what is left after the first window: "
            "subtract the kernel's span, and add the padding.",
        ),
        Misconception(
            lambda n, k, s, p, d: (n - d * (k - 1) - 1) % s,
            "The padding has no say. The windows step over the padded input, n + 2 p samples.",
        ),
        Misconception(
            lambda n, k, s, p, d: (n + p - d * (k - 1) - 1) % s,
            "You counted the padding once. p zeros stand on each side, 2 p in all.",
        ),
        Misconception(
            lambda n, k, s, p, d: (n + 2 * p - k) % s,
            "The dilation has no say. The kernel spans d * (k - 1) + 1 samples.",
        ),
        Misconception(
            lambda n, k, s, p, d: -(n + 2 * p - d * (k - 1) - 1) % s,
            "You computed what is lacking for one step more. The samples left over after the last step are asked: "
            "they must be given back.",
        ),
        Misconception(
            lambda n, k, s, p, d: n - (n + 2 * p - d * (k - 1) - 1) // s - 1,
            "You compared n with m, the number of outputs. Compare it with what the transposed convolution makes of m.",
        ),
        Misconception(
            lambda n, k, s, p, d: (n + 2 * p - d * (k - 1) - 1) / s % 1,
            "This is the fraction that rounding down has dropped, in steps. In samples it is s times as much.",
        ),
    ),
    hints=(
        "Take n = 5 and n = 6 with k = 3, s = 2, p = 1, d = 1. Both give m = 3. What does the way back make of 3?",
        "Compute m first, with floor. Put it into the size of the transposed convolution, and compare with n.",
        "What the strided convolution never reads at the end of the padded input has to be added again.",
    ),
)

RECEPTIVE_FIELD = Exercise(
    id="04.5",
    title="The receptive field of a stack",
    text="Write `receptive_field(layers)`: how many samples of the input one output of the last layer depends on, not "
    "counting any border. `layers` is a list of (kernel size, stride, dilation), beginning with the layer that "
    "reads the input.",
    reference=receptive_field,
    inputs=_stacks,
    misconceptions=(
        Misconception(
            lambda layers: int(np.sum(_columns(layers)[0])),
            "You added up the kernel sizes. Two 3s see 5 samples, not 6: each further layer adds only what lies beyond "
            "its own first sample. Strides and dilations count, too.",
        ),
        Misconception(
            lambda layers: int(np.prod(_columns(layers)[0])),
            "You multiplied the kernel sizes. Two 3s see 5 samples, not 9: neighbouring windows overlap.",
        ),
        Misconception(
            lambda layers: _fields(layers, 1),
            "The strides have no say. After a stride of 2, neighbours of the next layer lie 2 input samples apart.",
        ),
        Misconception(
            lambda layers: 1 + int(np.sum((_columns(layers)[0] - 1) * _product_before(layers))),
            "The dilations have no say. A kernel of 3 with dilation 4 reaches over 9 samples.",
        ),
        Misconception(
            lambda layers: 1 + int(np.sum(_columns(layers)[0] - 1)),
            "You added up what each kernel adds, k - 1, as if every stride and every dilation were 1.",
        ),
        Misconception(
            lambda layers: _fields(layers, np.cumprod(_columns(layers)[1])),
            "You counted each layer's own stride for its own kernel. A stride moves the windows apart; it does not "
            "widen them. Only the strides of the layers before count.",
        ),
        Misconception(
            lambda layers: _fields(layers, np.array([1, *_columns(layers)[1][:-1]])),
            "You counted only the stride of the layer just before. Strides multiply through all layers before.",
        ),
        Misconception(
            lambda layers: receptive_field(layers[::-1]),
            "You went through the stack from the wrong end. The strides that count for a layer are those between it "
            "and the input.",
        ),
        Misconception(
            lambda layers: receptive_field(layers) - 1,
            "Your field is one too small. A unit sees itself before any layer is added: begin with 1.",
        ),
        Misconception(
            lambda layers: 1 + int(np.sum(_columns(layers)[2] * _columns(layers)[0] * _product_before(layers))),
            "Each layer adds d * (k - 1) steps, not d * k: one of its samples was there already.",
        ),
        Misconception(
            lambda layers: layers[-1][2] * (layers[-1][0] - 1) + 1,
            "This is what the last layer sees of the layer before it. Go on, down to the input.",
        ),
    ),
    hints=(
        "Begin with one output, which sees one sample. How many more does a kernel of 3 add? And a second one?",
        "Keep two numbers while you go through the layers: the field, and how many input samples one step of the "
        "layer that you have reached is.",
        "Each layer adds d * (k - 1) such steps to the field. Then the step itself becomes s times as large.",
    ),
)
