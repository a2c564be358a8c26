"""Exercises of notebook 04 about one layer: how large its result is, which zeros keep the size, what is never read."""

import math

from .grading.model import Exercise, Misconception


def output_size(n, k, s, p, d):
    """floor((n + 2 p - d (k - 1) - 1) / s) + 1."""
    span = d * (k - 1) + 1
    return (n + 2 * p - span) // s + 1


def same_padding(k, d):
    """(zeros before, zeros after): d (k - 1) in all, and where that is odd, the odd one comes after."""
    total = d * (k - 1)
    before = total // 2
    return before, total - before


def unread(n, k, s):
    """Indices that no window start, start + 1, .., start + k - 1 contains, for start = 0, s, 2 s, .. as it fits."""
    last = (n - k) // s * s
    return list(range(last + k, n))


def _layers(rng):
    # Values apart from each other, and strides that do not divide: each term of the formula then matters.
    cases = [(8, 3, 2, 0, 1), (5, 3, 1, 1, 1), (7, 3, 2, 1, 1), (9, 2, 3, 0, 1), (7, 3, 2, 0, 2), (12, 4, 3, 1, 2)]
    cases += [(6, 1, 2, 0, 3), (4, 4, 3, 0, 1), (3, 5, 2, 1, 1), (28, 5, 1, 2, 1), (32, 3, 4, 3, 5), (10, 3, 7, 0, 1)]
    for _ in range(10):
        k, s, p, d = (int(rng.integers(low, high)) for low, high in [(1, 7), (1, 5), (0, 4), (1, 4)])
        cases.append((max(1, d * (k - 1) + 1 - 2 * p) + int(rng.integers(0, 25)), k, s, p, d))
    return cases


def _strides(rng):
    cases = [(5, 2, 2), (8, 3, 2), (7, 3, 3), (10, 4, 3), (6, 3, 3), (9, 5, 1), (4, 4, 4), (11, 4, 4), (5, 3, 3)]
    for _ in range(8):
        k = int(rng.integers(1, 8))
        cases.append((k + int(rng.integers(0, 20)), k, int(rng.integers(1, k + 1))))
    return cases


OUTPUT_SIZE = Exercise(
    id="04.1",
    title="How large is the result?",
    text="Write `output_size(n, k, s, p, d)`: at how many places a kernel of `k` weights comes to lie on `n` samples, "
    "with stride `s`, `p` zeros on each side, and dilation `d`, which is 1 for the ordinary kernel. The kernel "
    "fits in at least one place.",
    reference=output_size,
    inputs=_layers,
    misconceptions=(
        Misconception(
            lambda n, k, s, p, d: (n + 2 * p - d * (k - 1) - 1) / s + 1,
            "Where the stride does not divide, you get a fraction of a place. The last step that does not fit is not "
            "taken: round down, with // in Python.",
        ),
        Misconception(
            lambda n, k, s, p, d: (n + 2 * p - k) // s + 1,
            "The dilation has no say. k weights that lie d apart span d * (k - 1) + 1 samples.",
        ),
        Misconception(
            lambda n, k, s, p, d: (n + 2 * p - d * k) // s + 1,
            "The span of the kernel is not d * k. Between k weights there are only k - 1 distances.",
        ),
        Misconception(
            lambda n, k, s, p, d: (n + 2 * p - (d + 1) * (k - 1) - 1) // s + 1,
            "You count dilation as the zeros between the weights, so that 0 would be the ordinary kernel. Here, as in "
            "PyTorch, it is the distance from one weight to the next, and the ordinary kernel has 1.",
        ),
        Misconception(
            lambda n, k, s, p, d: (n + p - d * (k - 1) - 1) // s + 1,
            "You counted the padding once. p zeros stand on each side, 2 p in all.",
        ),
        Misconception(
            lambda n, k, s, p, d: (n - d * (k - 1) - 1) // s + 1,
            "The padding has no say. It makes the input longer by 2 p before the kernel starts.",
        ),
        Misconception(
            lambda n, k, s, p, d: math.ceil((n + 2 * p - d * (k - 1) - 1) / s) + 1,
            "You rounded up, as if the last window could hang over the edge. It is left out: round down.",
        ),
        Misconception(
            lambda n, k, s, p, d: round((n + 2 * p - d * (k - 1) - 1) / s) + 1,
            "You rounded to the nearest whole number. A last step that does not fit completely is not taken: round "
            "down.",
        ),
        Misconception(
            lambda n, k, s, p, d: (n + 2 * p - d * (k - 1) - 1) // s,
            "You counted the steps. The places are one more, as fence posts are one more than the gaps.",
        ),
        Misconception(
            lambda n, k, s, p, d: n + 2 * p - d * (k - 1),
            "The stride has no say: these are the places for stride 1. Take only every s-th of them, beginning with "
            "the first.",
        ),
        Misconception(
            lambda n, k, s, p, d: (n + 2 * p - d * (k - 1)) // s,
            "You divided the places for stride 1 by the stride and rounded down. The first place always counts: "
            "subtract it before you divide, and add it afterwards.",
        ),
        Misconception(
            lambda n, k, s, p, d: len(range(0, n + 2 * p - d * (k - 1) - 1, s)),
            "Where the stride divides, the last place is missing. A range stops before its end: this one must end one "
            "later, so that the last start is in it.",
        ),
    ),
    hints=(
        "Three questions: how long is the padded input, how many samples does the kernel span, how often can it step?",
        "The padded input has n + 2 * p samples, and the kernel spans d * (k - 1) + 1 of them.",
        "What is left over after the first place is used up in steps of s. Count whole steps, and add the first place.",
    ),
)

SAME_PADDING = Exercise(
    id="04.2",
    title='The zeros of "same"',
    text="Write `same_padding(k, d)`: how many zeros must stand before and after a signal, so that a kernel of `k` "
    "weights with dilation `d` and stride 1 gives as many outputs as there were inputs. Where the total is odd, "
    "the odd zero comes after, as in PyTorch. Return both, as `(before, after)`.",
    reference=same_padding,
    inputs=lambda rng: [
        *((k, d) for k, d in [(3, 1), (5, 1), (4, 1), (2, 1), (3, 2), (1, 1), (1, 3), (4, 3), (7, 2), (6, 2), (2, 5)]),
        *((int(rng.integers(1, 12)), int(rng.integers(1, 6))) for _ in range(5)),
    ],
    returns=("before", "after"),
    misconceptions=(
        Misconception(
            lambda k, d: ((k - 1) // 2, k - 1 - (k - 1) // 2),
            "The dilation has no say. A dilated kernel spans more samples, and loses more of them.",
        ),
        Misconception(
            lambda k, d: (d * (k - 1) - d * (k - 1) // 2, d * (k - 1) // 2),
            "Where the total is odd, you put the odd zero before the signal. It is asked after it.",
        ),
        Misconception(
            lambda k, d: (d * (k - 1) // 2, d * (k - 1) // 2),
            "Where the total is odd, one zero is missing: both sides are rounded down, and the result is one too "
            "short. The sides need not be equal.",
        ),
        Misconception(
            lambda k, d: (k // 2, k // 2),
            "k // 2 on each side is right for odd k without dilation. For even k it is one zero too many.",
        ),
        Misconception(
            lambda k, d: (d * (k // 2), d * (k // 2)),
            "d * (k // 2) on each side is right for odd k. For even k it is too much.",
        ),
        Misconception(
            lambda k, d: (d * (k - 1) / 2, d * (k - 1) / 2),
            "Where the total is odd, you ask for half a zero on each side. Give the odd one to the side after.",
        ),
        Misconception(
            lambda k, d: (d * (k - 1), d * (k - 1)),
            'You put the whole total on each side, which gives the full result. For "same" it is shared out.',
        ),
        Misconception(
            lambda k, d: (0, d * (k - 1)),
            "The total is right. Share it out: half of it before the signal, half after.",
        ),
        Misconception(
            lambda k, d: (d * k // 2, d * k - d * k // 2),
            "You share out d * k zeros. Between k weights there are only k - 1 distances, so d * (k - 1) are lost.",
        ),
    ),
    hints=(
        "How many samples fewer than inputs would there be without any zeros?",
        "A kernel that spans d * (k - 1) + 1 samples loses d * (k - 1) of them. So many zeros are needed in all.",
        "Before: half of the total, rounded down. After: the rest.",
    ),
)

UNREAD = Exercise(
    id="04.3",
    title="What a stride never reads",
    text="Write `unread(n, k, s)`: the indices of all samples that no window reads, in ascending order, where windows "
    "of `k` samples start at 0, `s`, `2 * s` and so on, and the last of them still lies inside the `n` samples. "
    "There is no padding, `s` is at most `k` and `k` at most `n`. Where every sample is read, the list is empty.",
    reference=unread,
    inputs=_strides,
    misconceptions=(
        Misconception(
            lambda n, k, s: list(range(n - n % s, n)),
            "You asked what is left when n is divided by s. The kernel is wider than one sample: after the first "
            "window only n - k samples are left to step over.",
        ),
        Misconception(
            lambda n, k, s: list(range(n - n % k, n)),
            "You laid the windows side by side, k apart. They start s apart and may overlap.",
        ),
        Misconception(
            lambda n, k, s: list(range((n - k) // s * s + s, n)),
            "You go on from where the next window would have started. The last window reads some of these.",
        ),
        Misconception(
            lambda n, k, s: list(range((n - k) // s * s + k)),
            "These are the samples that are read. The others are asked.",
        ),
        Misconception(
            lambda n, k, s: (n - k) % s,
            "This is how many samples are never read, and it is right. Their indices are asked.",
        ),
        Misconception(
            lambda n, k, s: list(range((n - k) % s)),
            "The number is right, the side is not: windows start at 0, so what is left over lies at the end.",
        ),
        Misconception(
            lambda n, k, s: [i for i in range(n) if i % s],
            "These are the samples at which no window starts. A window also reads the k - 1 samples after its start.",
        ),
        Misconception(
            lambda n, k, s: list(range(n - k + 1, n)),
            "These are the places at which no window can start. Windows that start earlier reach into them.",
        ),
        Misconception(
            lambda n, k, s: list(range((n - k) // s * s + k + 1, n + 1)),
            "All your indices are one too large: the last sample has the index n - 1.",
        ),
    ),
    hints=(
        "Draw n = 8, k = 3, s = 2: the windows start at 0, 2 and 4. Which sample is left over?",
        "The last start is the largest multiple of s that is at most n - k.",
        "The last window ends at that start + k - 1. All indices after it, up to n - 1, are never read.",
    ),
)
