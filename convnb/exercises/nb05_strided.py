"""Exercise of notebook 05: the gradient of the input where the kernel has gone in strides."""

import numpy as np

from .grading.model import Exercise, Misconception
from .nb05_two_gradients import rows


def grad_input_strided(delta, w, n, stride):
    """dJ/da[i] = sum over t of delta[t] w[i - stride t], wherever that is an index of w; i = 0 .. n - 1."""
    grad = np.zeros(n)
    for t in range(len(delta)):
        for j in range(len(w)):
            grad[t * stride + j] += delta[t] * w[j]
    return grad


def _strides(rng):
    # (n, k, stride): most leave inputs at the end that no window reads; kernels narrower and wider than the stride.
    sizes = [(8, 3, 2), (5, 3, 2), (8, 2, 3), (7, 4, 2), (9, 3, 3), (6, 1, 2), (5, 2, 1), (11, 5, 3)]
    cases = [(*rows(rng, (n - k) // s + 1, k), n, s) for n, k, s in sizes]
    return cases + [
        (rng.normal(size=(n - k) // s + 1), rng.normal(size=k), n, s) for n, k, s in [(20, 4, 3), (17, 3, 5)]
    ]


def _spread(x, step):
    """The entries of x, `step` apart, with zeros between them."""
    y = np.zeros((len(x) - 1) * step + 1)
    y[::step] = x
    return y


def _fit(x, n):
    """The first n entries of x, with zeros after it where it is too short."""
    return np.pad(x, (0, max(0, n - len(x))))[:n]


def _assigned(delta, w, n, s):
    grad = np.zeros(n)
    for t, d in enumerate(delta):
        grad[t * s : t * s + len(w)] = d * w
    return grad


def _from_the_end(delta, w, n, s):
    """Asks whether t is too large, not whether it is negative: then Python counts from the end of delta."""
    grad = np.zeros(n)
    for i in range(n):
        for j in range(len(w)):
            t, rest = divmod(i - j, s)
            if rest == 0 and t < len(delta):
                grad[i] += delta[t] * w[j]
    return grad


def _zeros_first(delta, w, n, s):
    full = np.convolve(_spread(delta, s), w)
    return np.pad(full, (n - len(full), 0))


GRAD_INPUT_STRIDED = Exercise(
    id="05.4",
    title="Blame with a stride",
    text="Now the kernel goes in strides: `z[t]` = sum over `j` of `a[stride * t + j] * w[j]`, as often as it fits "
    "into `n` inputs. Write `grad_input_strided(delta, w, n, stride)`: `dJ/da[i]` for all `n` inputs. `delta[t]` "
    "is `dJ/dz[t]`. Inputs at the end that the kernel never reached are inputs, too.",
    reference=grad_input_strided,
    inputs=_strides,
    unit="number",
    misconceptions=(
        Misconception(
            lambda d, w, n, s: np.convolve(_spread(d, s), w),
            "The numbers are right, and some are missing at the end: inputs that no window reads. Their gradient is 0, "
            "and the result has n entries.",
        ),
        Misconception(
            _zeros_first,
            "The zeros stand on the wrong side. The first window starts at a[0], so the inputs that nothing reads lie "
            "at the end.",
        ),
        Misconception(
            lambda d, w, n, s: np.convolve(d, w),
            "This is the result for stride 1. With a stride, output t starts at input stride * t: its delta and the "
            "next one lie stride inputs apart.",
        ),
        Misconception(
            lambda d, w, n, s: _fit(np.convolve(d, w), n),
            "The length is right, the stride has no say. Output t starts at input stride * t, not at t.",
        ),
        Misconception(
            lambda d, w, n, s: _fit(np.convolve(_spread(d, s + 1), w), n),
            "Your deltas lie stride + 1 apart, as with stride zeros between them. They must lie stride apart: with "
            "stride - 1 zeros between them.",
        ),
        Misconception(
            lambda d, w, n, s: np.convolve(_spread(d, s + 1), w),
            "You put stride zeros between the deltas. It takes one less: they must lie stride apart. Then fill up with "
            "zeros at the end, to n entries.",
        ),
        Misconception(
            lambda d, w, n, s: np.convolve(_fit(_spread(d, s), len(d) * s), w),
            "Zeros belong between the deltas, and you put some after the last one, too. So your result has not always "
            "n entries.",
        ),
        Misconception(
            lambda d, w, n, s: _fit(np.convolve(np.repeat(d, s), w), n),
            "You repeated each delta. Between two windows no other window starts: put zeros between the deltas.",
        ),
        Misconception(
            lambda d, w, n, s: np.convolve(d, w)[::s],
            "You let the kernel go in strides over the deltas, too, and get fewer numbers. Backward it is the other "
            "way round: the deltas lie stride apart, and the kernel takes every place.",
        ),
        Misconception(
            lambda d, w, n, s: _fit(np.convolve(d, w)[::s], n),
            "The kernel goes in strides over the deltas here, and zeros fill the rest. Backward it is the other way "
            "round: the deltas lie stride apart.",
        ),
        Misconception(
            lambda d, w, n, s: _fit(np.convolve(d, _spread(w, s)), n),
            "You put zeros between the weights: that is dilation. The zeros belong between the deltas.",
        ),
        Misconception(
            lambda d, w, n, s: _fit(np.convolve(_spread(d, s), w[::-1]), n),
            "The deltas are in their right places. The kernel must be flipped before it slides over them: input "
            "stride * t + j is reached through w[j].",
        ),
        Misconception(
            _assigned,
            "You overwrite what an input got from an earlier output. Where windows overlap, the contributions add up: "
            "+= in place of =.",
        ),
        Misconception(
            _from_the_end,
            "delta[t] with a negative t: Python counts it from the end, and no error shows it. Outside, delta is 0: "
            "ask 0 <= t < len(delta).",
        ),
    ),
    hints=(
        "Take three weights and stride 2. Write down which inputs each of z[0], z[1] and z[2] reads. Who reads a[2], "
        "and who reads a[3]?",
        "a[2] is read by z[0] beside w[2] and by z[1] beside w[0]; a[3] by z[1] alone, beside w[1]. Only every second "
        "weight takes part: as if a zero stood between two deltas.",
        "Start with n zeros. Output t sends delta[t] * w[j] to input stride * t + j; add up what arrives there.",
    ),
)
