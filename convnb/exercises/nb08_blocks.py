"""Exercise of notebook 08: overlap-add, the convolution of a long recording block by block."""

import numpy as np

from .grading.model import Exercise, Misconception


def convolve_blocks(x, w, block):
    """The sum of the full convolutions of w with x[start : start + block], each put in at its start."""
    y = np.zeros(len(x) + len(w) - 1)
    for start in range(0, len(x), block):
        piece = np.convolve(x[start : start + block], w)
        y[start : start + len(piece)] += piece
    return y


def _recordings(rng):
    # Blocks that divide the recording, that leave a short one, that are shorter than the kernel, longer than all.
    sizes = [(4, 2, 2), (5, 1, 2), (5, 2, 2), (6, 3, 3), (5, 4, 2), (7, 3, 4), (4, 3, 1), (3, 2, 8), (8, 2, 3)]
    cases = [(rng.permutation(9)[:n] + 1.0, rng.permutation(9)[:m] + 1.0, block) for n, m, block in sizes]
    sizes = [(40, 7, 16), (30, 9, 10), (4, 9, 3)]
    return cases + [(rng.normal(size=n), rng.normal(size=m), block) for n, m, block in sizes]


def _pieces(x, w, block):
    return [(start, np.convolve(x[start : start + block], w)) for start in range(0, len(x), block)]


def _same(x, w, block):
    return [(start, np.convolve(x[start : start + block], w, "same")) for start in range(0, len(x), block)]


def _same_in_place(x, w, block):
    y = np.zeros(len(x))
    for start, piece in _same(x, w, block):
        y[start : start + block] += piece
    return y


def _laid(x, w, pieces, write=np.add):
    """The pieces, each at its start; write(old, new) says what becomes of an entry that already holds something."""
    y = np.zeros(len(x) + len(w) - 1)
    for start, piece in pieces:
        piece = piece[: max(0, len(y) - start)]
        y[start : start + len(piece)] = write(y[start : start + len(piece)], piece)
    return y


def _circular(x, w, lengths, block):
    """Each block convolved circularly, by spectra of as many points as lengths(block) says."""
    y = []
    for start in range(0, len(x), block):
        piece = x[start : start + block]
        n = lengths(piece)
        y.extend(np.fft.ifft(np.fft.fft(piece, n) * np.fft.fft(w, n)).real)
    return np.array(y)


def _one_block_on(x, w, block):
    return _laid(x, w, [(start, piece[: 2 * block]) for start, piece in _pieces(x, w, block)])


CONVOLVE_BLOCKS = Exercise(
    id="08.4",
    title="A long recording in blocks",
    text="Write `convolve_blocks(x, w, block)`: the full convolution of a recording `x` with a kernel `w`, computed "
    "block by block. Cut `x` into blocks of `block` samples; the last may be shorter. Convolve each with `w`, by "
    "your function from 08.2 or `np.convolve`, and put the results together. The result is the same as if `x` "
    "had been convolved in one go. A block may be shorter than `w`, and longer than `x`.",
    reference=convolve_blocks,
    inputs=_recordings,
    misconceptions=(
        Misconception(
            lambda x, w, b: _laid(x, w, _pieces(x, w, b), write=lambda old, new: new),
            "Of all the tails only the last is left: each block wipes out that of the one before. Where results "
            "overlap, add them: += in place of =.",
        ),
        Misconception(
            lambda x, w, b: _laid(x, w, _pieces(x, w, b)[::-1], write=lambda old, new: new),
            "Where two results overlap, you keep the earlier one only. Add them.",
        ),
        Misconception(
            lambda x, w, b: np.concatenate([piece for _, piece in _pieces(x, w, b)]),
            "You put the results one after the other. Each is len(w) - 1 entries longer than its block, so they "
            "overlap: add each one in at the place where its block starts.",
        ),
        Misconception(
            lambda x, w, b: np.concatenate([piece[:b] for _, piece in _pieces(x, w, b)])[: len(x)],
            "You cut off the tail of every block. It belongs on top of the next blocks' results, and the last one to "
            "the end.",
        ),
        Misconception(
            lambda x, w, b: _laid(x, w, [(start, piece[:b]) for start, piece in _pieces(x, w, b)]),
            "You cut the tail off each result. It belongs onto the next block.",
        ),
        Misconception(
            lambda x, w, b: _laid(x, w, [(start, piece[: len(x) - start][:b]) for start, piece in _pieces(x, w, b)]),
            "You cut the tail off each result, that of the last block too. It belongs onto the next block, and the "
            "last one to the end.",
        ),
        Misconception(
            lambda x, w, b: np.concatenate([piece for _, piece in _same(x, w, b)]),
            "same cuts the tail of every block off. Use full, and add each tail onto the next block.",
        ),
        Misconception(
            lambda x, w, b: _laid(x, w, _same(x, w, b)),
            "same cuts the tail of every block off. Use full: then += adds it onto the next block.",
        ),
        Misconception(
            _same_in_place,
            "same cuts the tail of every block off, and its length is that of the kernel where the kernel is longer. "
            "Use full, with room for len(x) + len(w) - 1 entries.",
        ),
        Misconception(
            lambda x, w, b: convolve_blocks(x, w, b)[: len(x)],
            "The overlaps are right, and the end is missing: the last block has a tail, too, len(w) - 1 entries.",
        ),
        Misconception(
            lambda x, w, b: _circular(x, w, lambda piece: b, b),
            "In each block the tail wraps around to the block's own beginning: circular convolution. Make room for "
            "it, block + len(w) - 1 entries, and add it to the next block.",
        ),
        Misconception(
            lambda x, w, b: _circular(x, w, len, b),
            "In each block, the short one too, the tail wraps around to the block's own beginning: circular "
            "convolution. Make room for len(w) - 1 entries more, and add them to the next block.",
        ),
        Misconception(
            lambda x, w, b: convolve_blocks(np.append(x[: len(x) // b * b], np.zeros(len(x) % b)), w, b),
            "Where block does not divide, the last samples are dropped. They make a shorter block of their own.",
        ),
        Misconception(
            lambda x, w, b: np.convolve(x[: len(x) // b * b], w) if len(x) >= b else np.zeros(len(w) - 1),
            "Where block does not divide, the last samples are dropped, and your result is too short. They make a "
            "shorter block of their own.",
        ),
        Misconception(
            lambda x, w, b: convolve_blocks(np.append(x, np.zeros(-len(x) % b)), w, b),
            "You filled the last block up with zeros, and your result is longer by them. Cut it to len(x) + len(w) - 1 "
            "entries.",
        ),
        Misconception(
            _one_block_on,
            "A tail may be longer than a block. Then it reaches beyond the next block: add all of it.",
        ),
        Misconception(
            lambda x, w, b: _laid(x, w, [(s, np.convolve(x[s : s + b], w)) for s in range(0, len(x), b + len(w) - 1)]),
            "Your blocks start block + len(w) - 1 samples apart, so the samples between them are never heard. They "
            "start block samples apart; only their results are longer.",
        ),
        Misconception(
            lambda x, w, b: convolve_blocks(x, w[::-1], b),
            "You slid the kernel without flipping it: this is correlation.",
        ),
    ),
    hints=(
        "Cut [1, 2, 3, 4] into two blocks and convolve each with [1, 1]. How long are the results, and where do they "
        "overlap?",
        "Begin with zeros, len(x) + len(w) - 1 of them. The block that starts at sample start begins there in the "
        "result, too.",
        "for start in range(0, len(x), block): convolve x[start : start + block] with w, and += the result at start. "
        "Use its own length.",
    ),
)
