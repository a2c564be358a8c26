"""The functions of the exercises of notebook 08; their words are in words/nb08.md."""

import numpy as np

from .form import Ways, exercise, one_wrong
from .grading.source import CONVOLVES, TRANSFORMS
from .inputs import digits, drawn, floats
from .scenes import Line, convolved

# 08.1 Round and round


def circular_convolve(x, w):
    """y[i] = sum over k of w[k] x[(i - k) mod n], n samples as x."""
    n = len(x)
    y = np.zeros(n)
    for i in range(n):
        for k in range(len(w)):
            y[i] += w[k] * x[(i - k) % n]
    return y


def _signals(rng):
    # A single weight first: there an index outside the signal does not yet raise an error.
    sizes = [(3, 1), (4, 2), (4, 3), (5, 4), (3, 3), (6, 2)]
    return drawn(rng, digits, sizes, [(9, 4), (8, 8), (7, 5)])


def _indexed(index):
    """The answer y[i] = sum over k of w[k] x[index(i, k, n)] for n samples; None as an index gives zero."""

    def answer(x, w):
        y = np.zeros(len(x))
        for i in range(len(x)):
            for k in range(len(w)):
                where = index(i, k, len(x))
                y[i] += 0 if where is None else w[k] * x[where]
        return y

    return answer


def _kernel_repeated(x, w):
    return np.array([sum(x[j] * w[(i - j) % len(w)] for j in range(len(x))) for i in range(len(x))])


# 08.2 Convolution without sliding


def convolve_by_spectra(x, w):
    """The inverse transform of the product of both spectra, of N + K - 1 points each: the full convolution."""
    n = len(x) + len(w) - 1
    spectrum = np.fft.fft(x, n) * np.fft.fft(w, n)
    return np.fft.ifft(spectrum).real


def _signed_signals(rng):
    # One weight, then equal lengths: only after these do spectra of unequal lengths raise an error.
    sizes = [(3, 1), (3, 3), (4, 2), (5, 3), (2, 4), (4, 3), (1, 3), (6, 5)]
    return drawn(rng, _signed, sizes, [(20, 7), (6, 11)])


def _signed(rng, *lengths):
    """Digits with alternating signs."""
    return tuple(row * np.where(np.arange(len(row)) % 2, -1, 1) for row in digits(rng, *lengths))


def _length(x, w):
    return len(x) + len(w) - 1


def _spectrum(x, w, n=None):
    """The product of both spectra, of n points each; by default as many as the result has."""
    n = n or _length(x, w)
    return np.fft.fft(x, n) * np.fft.fft(w, n)


def _inverse(spectrum, n=None):
    return np.fft.ifft(spectrum, n).real


# 08.3 Which kernel is the low-pass?


def low_pass(kernels, f):
    """|sum over t of w[t] exp(-2 pi i f t)| for each kernel w, and where this falls most from 0 to f."""
    gains, falls = [], []
    for w in kernels:
        t = np.arange(len(w))
        gain = abs(np.sum(w * np.exp(-2j * np.pi * f * t)))
        gains.append(gain)
        falls.append(abs(np.sum(w)) - gain)
    return np.array(gains), int(np.argmax(falls))


def _kernels(rng):
    # The low-pass has neither the largest nor the smallest gains, and some kernels have a negative sum.
    first = [
        ([[1, -2, 1], [0, 5, 0], [1, 2, 1]], 0.5),
        ([[0, 3, 9], [-3, -6, -3], [1, -1, 0], [1, 1, 1]], 0.5),
        ([[2, 1, 0, 4], [1, 3, 3, 1], [-1, 1, 1, -1]], 0.25),
        ([[9, 0, 0], [1, 0, -1], [-2, -2, -1], [0, 1, 1]], 0.25),
    ]
    cases = [(np.array(kernels, float), f) for kernels, f in first]
    for f in (0.125, 0.3, 0.37, 0.05, 0.45, 0.2, 0.5, 0.25, 0.1, 0.4, 0.15, 0.35):
        count, m = rng.integers(3, 7, 2)
        kernels = rng.normal(size=(count, m))
        smooth = rng.integers(count)
        kernels[smooth] = -np.abs(kernels[smooth])
        cases.append((kernels, f))
    return cases


def _response(w, t, f):
    return np.sum(w * np.exp(-2j * np.pi * f * t))


def _gain(w, t, f):
    return abs(_response(w, t, f))


def _answer(gain=_gain, index=lambda still, moved: np.argmax(still - moved)):
    """The answer with gain(w, t, f) for each kernel, and index(gains at 0, gains at f)."""

    def answer(kernels, f):
        still, moved = (np.array([gain(w, np.arange(len(w)), g) for w in kernels]) for g in (0.0, f))
        return moved, int(index(still, moved))

    return answer


def _ratios(still, moved):
    with np.errstate(divide="ignore"):  # a kernel that stops slow waves has gain 0 there
        return np.argmin(moved / still)


# 08.4 A long recording in blocks


def convolve_blocks(x, w, block):
    """The sum of the full convolutions of w with x[start : start + block], each put in at its start."""
    y = np.zeros(len(x) + len(w) - 1)
    for start in range(0, len(x), block):
        piece = np.convolve(x[start : start + block], w)
        y[start : start + len(piece)] += piece
    return y


def _recordings(rng):
    # Blocks that divide the recording, that leave a short one, that are shorter than w, or longer than x.
    sizes = [(4, 2, 2), (5, 1, 2), (5, 2, 2), (6, 3, 3), (5, 4, 2), (7, 3, 4), (4, 3, 1), (3, 2, 8), (8, 2, 3)]
    cases = [(*digits(rng, n, m), block) for n, m, block in sizes]
    return cases + [(*floats(rng, n, m), block) for n, m, block in [(40, 7, 16), (30, 9, 10), (4, 9, 3)]]


def _pieces(x, w, block, mode="full", step=None):
    """The result of each block, with the index where it starts."""
    return [(start, np.convolve(x[start : start + block], w, mode)) for start in range(0, len(x), step or block)]


def _joined(pieces):
    return np.concatenate([piece for _, piece in pieces])


def _laid(x, w, pieces, write=np.add):
    """The pieces, each at its start; write(old, new) says what becomes of an entry that two of them reach."""
    y = np.zeros(len(x) + len(w) - 1)
    for start, piece in pieces:
        piece = piece[: max(0, len(y) - start)]
        y[start : start + len(piece)] = write(y[start : start + len(piece)], piece)
    return y


def _cut(x, w, block, length):
    """The pieces, each cut to this length at most."""
    return [(start, piece[:length]) for start, piece in _pieces(x, w, block)]


def _same_in_place(x, w, block):
    y = np.zeros(len(x))
    for start, piece in _pieces(x, w, block, "same"):
        y[start : start + block] += piece
    return y


def _circular(points):
    """The answer that convolves each block circularly, with points(piece, block) points."""

    def answer(x, w, block):
        pieces = [x[start : start + block] for start in range(0, len(x), block)]
        return np.concatenate([_inverse(_spectrum(piece, w, points(piece, block))) for piece in pieces])

    return answer


# 08.5 A hundred dice


def many_dice(p, n):
    """The inverse transform of the n-th power of the spectrum of p, with room for all n (len(p) - 1) + 1 totals."""
    totals = n * (len(p) - 1) + 1
    spectrum = np.fft.fft(p, totals)
    return np.fft.ifft(spectrum**n).real


def _loaded(rng):
    # One die first, then several; odd and even numbers of totals.
    first = [([0.25, 0.75], 1), ([0.25, 0.75], 2), ([0.5, 0.125, 0.375], 2), ([0.125, 0.625, 0.25], 3), ([0.7, 0.3], 5)]
    cases = [(np.array(p), n) for p, n in first]
    for faces, n in [(6, 2), (6, 3), (4, 10), (6, 100)]:
        counts = rng.permutation(30)[:faces] + 1.0
        cases.append((counts / counts.sum(), n))
    return cases


def _totals(p, n):
    return n * (len(p) - 1) + 1


def _power(p, n, length):
    return _inverse(np.fft.fft(p, length) ** n)


_RESPONSE, _HITS, _LATE = np.array([3, 2, 1]), np.array([0, 0, 1, 1, 0, 0]), np.array([0, 0, 0, 0, 1, 1])

PREDICTED = {
    "08.a": {
        "entry_by_entry": np.pad(_HITS[:3] * _RESPONSE, (0, 5)),
        "backwards": np.convolve(_HITS, _RESPONSE[::-1]),
        "one_hit": np.convolve([0, 0, 1, 0, 0, 0], _RESPONSE),
        "not_added": [0, 0, 3, 3, 2, 1, 0, 0],
    },
    "08.b": {
        "cut": np.convolve(_LATE, _RESPONSE)[:6],
        "same": np.convolve(_LATE, _RESPONSE, "same"),
        "backwards": circular_convolve(_LATE, np.roll(np.pad(_RESPONSE, (0, 3))[::-1], 1)),
    },
}

EXERCISES = (
    exercise(
        "08.1", circular_convolve, _signals, scene=lambda x, w: Line(x, w, "flipped", "circle"), without=TRANSFORMS
    ).slips(
        counted_up=_indexed(lambda i, k, n: (i + k) % n),
        counted_up_error=_indexed(lambda i, k, n: i + k),
        counted_up_cut=_indexed(lambda i, k, n: i + k if i + k < n else None),
        beginning_of_linear=lambda x, w: np.convolve(x, w)[: len(x)],
        linear=np.convolve,
        end_of_linear=lambda x, w: np.convolve(x, w)[len(w) - 1 :],
        centred=lambda x, w: np.roll(circular_convolve(x, w), -(len(w) // 2)),
        wrapped_at_end=lambda x, w: np.roll(circular_convolve(x, w), 1 - len(w)),
        one_late=lambda x, w: np.roll(circular_convolve(x, w), 1),
        modulo_kernel=lambda x, w: _indexed(lambda i, k, n: (i - k) % len(w))(x, w),
        mirrored=_indexed(lambda i, k, n: abs(i - k)),
        repeated=_indexed(lambda i, k, n: max(i - k, 0)),
        kernel_repeated=_kernel_repeated,
    ),
    exercise("08.2", convolve_by_spectra, _signed_signals, scene=convolved, without=CONVOLVES).slips(
        unpadded=lambda x, w: _inverse(np.fft.fft(x) * np.fft.fft(w)),
        one_padded=lambda x, w: _inverse(np.fft.fft(x, _length(x, w)) * np.fft.fft(w)),
        length_of_x=lambda x, w: _inverse(_spectrum(x, w, len(x))),
        length_of_longer=lambda x, w: _inverse(_spectrum(x, w, max(len(x), len(w)))),
        one_too_long=lambda x, w: np.append(np.convolve(x, w), 0),
        one_short=lambda x, w: _inverse(_spectrum(x, w, _length(x, w) - 1)),
        cut_at_x=lambda x, w: np.convolve(x, w)[: len(x)],
        conjugate=lambda x, w: _inverse(np.fft.fft(x, _length(x, w)) * np.conj(np.fft.fft(w, _length(x, w)))),
        flipped=lambda x, w: np.convolve(x, w[::-1]),
        abs_at_end=lambda x, w: np.abs(np.convolve(x, w)),
        spectrum_real=lambda x, w: _inverse(_spectrum(x, w).real),
        irfft_even=lambda x, w: np.fft.irfft(np.fft.rfft(x, _length(x, w)) * np.fft.rfft(w, _length(x, w))),
        added=lambda x, w: _inverse(np.fft.fft(x, _length(x, w)) + np.fft.fft(w, _length(x, w))),
        forwards_again=lambda x, w: np.fft.fft(_spectrum(x, w)).real,
        sizes_of_spectrum=lambda x, w: np.abs(_spectrum(x, w)),
        spectrum=_spectrum,
        real_part_of_spectrum=lambda x, w: _spectrum(x, w).real,
        zeros_in_front=lambda x, w: np.roll(np.convolve(x, w), -1),
        zeros_before_x=lambda x, w: np.roll(np.convolve(x, w), len(w) - 1),
        zeros_before_w=lambda x, w: np.roll(np.convolve(x, w), len(x) - 1),
        zeros_after=lambda x, w: _inverse(_spectrum(x, w, 1 << (_length(x, w) - 1).bit_length())),
        padded_backwards=lambda x, w: _inverse(np.fft.fft(x) * np.fft.fft(w), _length(x, w)),
        x_padded_backwards=lambda x, w: _inverse(_spectrum(x, w, len(x)), _length(x, w)),
        longer_padded_backwards=lambda x, w: _inverse(_spectrum(x, w, max(len(x), len(w))), _length(x, w)),
        forwards_twice=lambda x, w: np.roll(convolve_by_spectra(x, w)[::-1], 1),
    ),
    exercise("08.3", low_pass, _kernels, returns=("gains", "index")).slips(
        sum_of_sizes=_answer(lambda w, t, f: np.abs(w).sum()),
        gain_at_zero=_answer(lambda w, t, f: abs(np.sum(w))),
        radians=_answer(lambda w, t, f: abs(np.sum(w * np.exp(-1j * f * t)))),
        half_turn=_answer(lambda w, t, f: abs(np.sum(w * np.exp(-1j * np.pi * f * t)))),
        cycles_per_kernel=_answer(lambda w, t, f: _gain(w, t, f / len(w))),
        real_part=_answer(lambda w, t, f: np.sum(w * np.cos(2 * np.pi * f * t))),
        power=_answer(lambda w, t, f: _gain(w, t, f) ** 2),
        real_part_size=_answer(lambda w, t, f: abs(np.sum(w * np.cos(2 * np.pi * f * t)))),
        high_pass=_answer(index=lambda still, moved: np.argmax(moved - still)),
        largest_at_zero=_answer(index=lambda still, moved: np.argmax(still)),
        largest_at_f=_answer(index=lambda still, moved: np.argmax(moved)),
        smallest_at_f=_answer(index=lambda still, moved: np.argmin(moved)),
        signed_at_zero=one_wrong(low_pass, 1, lambda w, f: np.argmax(w.sum(axis=1) - low_pass(w, f)[0])),
        largest_change=_answer(index=lambda still, moved: np.argmax(abs(still - moved))),
        ratios=_answer(index=_ratios),
        gains_at_zero=one_wrong(low_pass, 0, lambda kernels, f: low_pass(kernels, 0.0)[0]),
        falls=one_wrong(low_pass, 0, lambda kernels, f: low_pass(kernels, 0.0)[0] - low_pass(kernels, f)[0]),
        complex=_answer(_response),
        complex_at_f=_answer(_response, lambda still, moved: np.argmax(abs(still) - moved)),
        complex_right_index=_answer(_response, lambda still, moved: np.argmax(abs(still) - abs(moved))),
    ),
    exercise("08.4", convolve_blocks, _recordings).slips(
        last_tail_only=lambda x, w, b: _laid(x, w, _pieces(x, w, b), lambda old, new: new),
        earlier_kept=lambda x, w, b: _laid(x, w, _pieces(x, w, b)[::-1], lambda old, new: new),
        joined=lambda x, w, b: _joined(_pieces(x, w, b)),
        tails_cut_joined=Ways(
            [
                lambda x, w, b: _joined(_cut(x, w, b, b))[: len(x)],
                lambda x, w, b: _joined(_cut(x, w, b, b)),  # with a part of the last tail, if the last block is shorter
            ]
        ),
        tails_cut=lambda x, w, b: _laid(x, w, _cut(x, w, b, b)),
        all_tails_cut=lambda x, w, b: np.append(_joined(_cut(x, w, b, b))[: len(x)], np.zeros(len(w) - 1)),
        same_joined=lambda x, w, b: _joined(_pieces(x, w, b, "same")),
        same_added=lambda x, w, b: _laid(x, w, _pieces(x, w, b, "same")),
        same_in_place=_same_in_place,
        end_missing=lambda x, w, b: convolve_blocks(x, w, b)[: len(x)],
        circular=_circular(lambda piece, block: block),
        circular_in_place=lambda x, w, b: _laid(
            x, w, [(start, _inverse(_spectrum(x[start : start + b], w, b))) for start in range(0, len(x), b)]
        ),
        circular_short_block=_circular(lambda piece, block: len(piece)),
        short_block_dropped=lambda x, w, b: convolve_blocks(np.where(np.arange(len(x)) < len(x) // b * b, x, 0), w, b),
        short_block_missing=lambda x, w, b: convolve_blocks(x[: len(x) // b * b], w, b),
        last_block_filled=lambda x, w, b: convolve_blocks(np.append(x, np.zeros(-len(x) % b)), w, b),
        one_block_on=lambda x, w, b: _laid(x, w, _cut(x, w, b, 2 * b)),
        blocks_too_far=lambda x, w, b: _laid(x, w, _pieces(x, w, b, step=b + len(w) - 1)),
        flipped=lambda x, w, b: convolve_blocks(x, w[::-1], b),
    ),
    exercise("08.5", many_dice, _loaded).slips(
        no_room=lambda p, n: _power(p, n, len(p)),
        multiplied=lambda p, n: _inverse(n * np.fft.fft(p, _totals(p, n))),
        power_of_p=lambda p, n: p**n,
        zeros_after=lambda p, n: np.append(many_dice(p, n), np.zeros(n - 1)),
        n_late=lambda p, n: np.append(np.zeros(n), many_dice(p, n)),
        one_less_late=lambda p, n: np.append(np.zeros(n - 1), many_dice(p, n)),
        one_more_throw=lambda p, n: many_dice(p, n + 1),
        power_too_high=lambda p, n: _power(p, n + 1, _totals(p, n)),
        power_too_low=lambda p, n: _power(p, n - 1, _totals(p, n)),
        six_faces=lambda p, n: _power(p, n, 5 * n + 1),
        hundred_dice=lambda p, n: _power(p, n, 501),
        one_total_missing=lambda p, n: _power(p, n, _totals(p, n) - 1),
        fair=lambda p, n: many_dice(np.full(len(p), 1 / len(p)), n),
        gain=lambda p, n: _inverse(np.abs(np.fft.fft(p, _totals(p, n))) ** n),
        real_part=lambda p, n: _inverse(np.fft.fft(p, _totals(p, n)).real ** n),
        irfft_even=lambda p, n: np.fft.irfft(np.fft.rfft(p, _totals(p, n)) ** n),
        two_dice=lambda p, n: many_dice(p, 2),
        divided=lambda p, n: many_dice(p, n) / n,
    ),
)
