"""Answers as learners write them in notebook 08, convolution by spectra: each gets its advice."""

import math

import numpy as np


def own_beginning_after(x, w):
    longer = np.concatenate([x, x[: len(w) - 1]])
    return np.convolve(longer, w, mode="valid")


def twice_after(x, w):
    longer = np.tile(x, 2)
    return [sum(w[k] * longer[i + len(w) - 1 - k] for k in range(len(w))) for i in range(len(x))]


def no_way_back(x, w):
    n = len(x) + len(w) - 1
    return np.fft.fft(x, n) * np.fft.fft(w, n)


def no_way_back_real(x, w):
    return no_way_back(x, w).real


def no_way_back_abs(x, w):
    return np.abs(no_way_back(x, w))


def product(x, w):
    return np.fft.ifft(np.fft.fft(x) * np.fft.fft(w)).real


def zeros_in_front(x, w):
    before = np.concatenate([np.zeros(len(w) - 1), x])
    return product(before, np.concatenate([np.zeros(len(x) - 1), w]))


def zeros_before_x(x, w):
    return product(np.pad(x, (len(w) - 1, 0)), np.pad(w, (0, len(x) - 1)))


def zeros_before_w(x, w):
    return product(np.pad(x, (0, len(w) - 1)), np.pad(w, (len(x) - 1, 0)))


def power_of_two(x, w):
    size = 2 ** math.ceil(math.log2(len(x) + len(w) - 1))
    return np.fft.ifft(np.fft.fft(x, size) * np.fft.fft(w, size)).real


def padded_late(x, w):
    return np.fft.ifft(np.fft.fft(x) * np.fft.fft(w), len(x) + len(w) - 1).real


def padded_late_as_x(x, w):
    return np.fft.ifft(np.fft.fft(x) * np.fft.fft(w, len(x)), len(x) + len(w) - 1).real


def padded_late_as_the_longer(x, w):
    longer = max(len(x), len(w))
    return np.fft.ifft(np.fft.fft(x, longer) * np.fft.fft(w, longer), len(x) + len(w) - 1).real


def response(w, f):
    return sum(w[t] * np.exp(-2j * np.pi * f * t) for t in range(len(w)))


def no_abs(kernels, f):
    gains = np.array([response(w, f) for w in kernels])
    return gains, np.argmax(kernels.sum(axis=1) - gains)


def abs_at_0_only(kernels, f):
    gains = np.array([response(w, f) for w in kernels])
    return gains, np.argmax(np.abs(kernels.sum(axis=1)) - gains)


def abs_for_the_index_only(kernels, f):
    responses = [response(w, f) for w in kernels]
    falls = [abs(sum(w)) - abs(r) for w, r in zip(kernels, responses, strict=True)]
    return responses, falls.index(max(falls))


def both(kernels, f):
    """Gains at 0 and at f, right."""
    return np.array([[abs(response(w, g)) for w in kernels] for g in (0, f)])


def abs_of_the_fall(kernels, f):
    still, moved = both(kernels, f)
    return moved, np.argmax(np.abs(still - moved))


def ratio(kernels, f):
    still, moved = both(kernels, f)
    return moved, np.argmin(moved / still)


def relative_fall(kernels, f):
    still, moved = both(kernels, f)
    return moved, np.argmax((still - moved) / still)


def gains_at_0(kernels, f):
    still, moved = both(kernels, f)
    return still, np.argmax(still - moved)


def falls(kernels, f):
    still, moved = both(kernels, f)
    return still - moved, np.argmax(still - moved)


def tail_cut(x, w, block):
    y = np.zeros(len(x) + len(w) - 1)
    for start in range(0, len(x), block):
        piece = np.convolve(x[start : start + block], w)[:block]
        y[start : start + len(piece)] += piece
    return y


def tail_cut_as_the_block(x, w, block):
    y = np.zeros(len(x) + len(w) - 1)
    for start in range(0, len(x), block):
        chunk = x[start : start + block]
        y[start : start + len(chunk)] += np.convolve(chunk, w)[: len(chunk)]
    return y


def same(x, w, block):
    return np.concatenate([np.convolve(x[s : s + block], w, mode="same") for s in range(0, len(x), block)])


def same_added(x, w, block):
    y = np.zeros(len(x) + len(w) - 1)
    for start in range(0, len(x), block):
        piece = np.convolve(x[start : start + block], w, mode="same")
        y[start : start + len(piece)] += piece
    return y


def same_in_place(x, w, block):
    y = np.zeros(len(x))
    for start in range(0, len(x), block):
        y[start : start + block] = np.convolve(x[start : start + block], w, mode="same")
    return y


def one_factor_less(p, n):
    return np.fft.ifft(np.fft.fft(p, n * (len(p) - 1) + 1) ** (n - 1)).real


def room_for_six(p, n):
    return np.fft.ifft(np.fft.fft(p, 5 * n + 1) ** n).real


def room_for_a_hundred(p, n):
    return np.fft.ifft(np.fft.fft(p, 501) ** n).real


def one_total_less(p, n):
    totals = n * (len(p) - 1)
    return np.fft.ifft(np.fft.fft(p, totals) ** n).real


ADVICE = {
    "08.1": [
        (own_beginning_after, "You put the beginning after the end. The last samples come before x[0]."),
        (twice_after, "You put the beginning after the end. The last samples come before x[0]."),
    ],
    "08.2": [
        (no_way_back, "This is the spectrum of the result"),
        (no_way_back_real, "This is the real part of the result's spectrum"),
        (no_way_back_abs, "These are the magnitudes of the result's spectrum"),
        (zeros_in_front, "Pad with zeros after the signal. Zeros in front shift it."),
        (zeros_before_x, "Pad with zeros after the signal x"),
        (zeros_before_w, "Pad with zeros after the kernel w"),
        (power_of_two, "The numbers are right; cut off the zeros after len(x) + len(w) - 1 entries."),
        (padded_late, "By then the result has wrapped around. Pad before you transform."),
        (padded_late_as_x, "By then the result has wrapped around. Pad before you transform."),
        (padded_late_as_the_longer, "By then the result has wrapped around. Pad before you transform."),
    ],
    "08.3": [
        (no_abs, "These are the complex numbers H(f). The gain is their abs."),
        (abs_at_0_only, "These are the complex numbers H(f). The gain is their abs. Take it before you compare"),
        (abs_for_the_index_only, "These are the complex numbers H(f). The gain is their abs. Your index is right"),
        (abs_of_the_fall, "Only a fall counts: keep the sign of the difference."),
        (ratio, "you compare ratios. Take the gain at 0 minus the gain at f."),
        (relative_fall, "you compare ratios. Take the gain at 0 minus the gain at f."),
        (gains_at_0, "These are the gains at 0."),
        (falls, "These are the falls. Return the gains at f."),
    ],
    "08.4": [
        (tail_cut, "You cut the tail off each result. Add it to the results of the next blocks."),
        (tail_cut_as_the_block, "You cut the tail off each result, that of the last block too."),
        (same, "Mode same cuts off the tail of every block. Use full"),
        (same_added, "Mode same cuts off the tail of every block. Use full"),
        (same_in_place, "Mode same cuts off the tail of every block"),
    ],
    "08.5": [
        (one_factor_less, "n dice are n - 1 convolutions, but n factors: the power is n."),
        (room_for_six, "This is the room for dice of six faces. Compute it from n and len(p)."),
        (room_for_a_hundred, "This is the room for a hundred dice of six faces. Compute it from n and len(p)."),
        (one_total_less, "One total is missing: there are n * (len(p) - 1) + 1."),
    ],
}
