"""A hundred wrong answers as learners write them, by other ways than the right answers: nine in ten are named.

They were written without a look at what is named; where no advice is given here, only the expected result is shown.
"""

import math
from collections import defaultdict
from itertools import product

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view as swv

from convnb import correlate

HUNDRED = defaultdict(list)  # id: pairs (answer, part of what it is told, or "")


def gets(exercise_id, advice=""):
    """Keeps the wrong answer that gets this advice, by a decorator or a call."""

    def keep(answer):
        HUNDRED[exercise_id].append((answer, advice))
        return answer

    return keep


@gets("00.1", "You flipped the kernel before multiplying")
def window_score_0(window, kernel):
    s = 0.0
    for p, q in zip(window.ravel(), kernel.ravel()[::-1], strict=False):
        s += p * q
    return s


@gets("00.1", "Row and column of the kernel are exchanged")
def window_score_1(window, kernel):
    return np.trace(window @ kernel)


@gets("01.1", "You stop where the shorter signal ends")
def score_at_0(f, g, shift):
    s = 0
    t = 0
    while t < min(len(f), len(g)):
        if 0 <= t + shift < len(g):
            s += f[t] * g[t + shift]
        t += 1
    return s


@gets("01.2", "Your number is right, but its sign is not. If")
def best_lag_0(f, g):
    scores = {len(f) - 1 - i: v for i, v in enumerate(np.correlate(g, f, "full"))}
    return max(scores, key=lambda k: scores[k])


@gets("01.2", "one name is wrong: `f` in")
def best_lag_1(f, g):
    lags = list(range(-(len(f) - 1), len(f)))
    vals = [sum(f[t] * g[t + k] for t in range(len(f)) if 0 <= t + k < len(g)) for k in lags]
    return lags[vals.index(max(vals))]


@gets("01.3", "You divided by the squared norms, or by the")
def pearson_0(f, g):
    return ((f - f.mean()) * (g - g.mean())).mean() / (f.var() * g.var())


@gets("01.3", "You divided the covariance by n - 1 and the")
def pearson_1(f, g):
    zf, zg = ((f - f.mean()) / f.std(), (g - g.mean()) / g.std())
    return (zf * zg).sum() / (len(f) - 1)


@gets("01.4", "all the right numbers are there, with")
def find_beats_0(score, threshold, distance):
    c = [t for t in range(1, len(score) - 1) if score[t] > score[t - 1] and score[t] >= threshold]
    kept = []
    for t in sorted(c, key=lambda t: -score[t]):
        if all(abs(t - k) >= distance for k in kept):
            kept.append(t)
    return sorted(kept)


@gets("01.4", "Two peaks exactly distance samples apart are")
def find_beats_1(score, threshold, distance):
    pk = [t for t in range(1, len(score) - 1) if score[t - 1] < score[t] > score[t + 1] and score[t] >= threshold]
    pk.sort(key=lambda t: score[t])
    ok = []
    while pk:
        t = pk.pop()
        ok.append(t)
        pk = [q for q in pk if abs(q - t) > distance]
    return sorted(ok)


@gets("01.5", "Your results are wrong only where the right")
def best_lag_and_sign_0(f, g):
    sums = [sum(f[t] * g[t + k] for t in range(min(len(f), len(g) - k))) for k in range(len(g))]
    k = int(np.argmax(np.abs(sums)))
    return (k, 1 if sums[k] > 0 else -1)


@gets("01.5", "Your signs are right, but each lag has the")
def best_lag_and_sign_1(f, g):
    c = np.correlate(f, g, "full")
    i = np.abs(c).argmax()
    return (int(i) - (len(g) - 1), int(np.sign(c[i])))


gets("02.1")([0, 6, 4, 2, 3, 2])


gets("02.1", "You treated both hits alike. Only the first")([0, 3, 2, 4, 2, 1])


@gets("02.2", "Every copy starts one place too late, and the")
def convolve_full_0(x, kernel):
    y = np.zeros(len(x) + len(kernel))
    for (s, v), (k, w) in product(enumerate(x), enumerate(kernel)):
        y[s + k + 1] += v * w
    return y[:-1]


@gets("02.2", "one number is off by one: a limit, an index")
def convolve_full_1(x, kernel):
    y = np.zeros(len(x) + len(kernel) - 1)
    for s in range(len(x)):
        y[s : s + len(kernel)] += x[s - 1] * kernel
    return y


@gets("02.3", "your result contains the right one, with")
def sum_of_dice_0(a, b):
    p, q = (a / a.sum(), b / b.sum())
    r = np.zeros(2 * len(a))
    for i in range(len(a)):
        for j in range(len(b)):
            r[i + j + 1] += p[i] * q[j]
    return r


@gets("02.3", "your numbers are the right ones times one")
def sum_of_dice_1(a, b):
    q = np.convolve(a, b)
    return q / (len(a) * len(b))


@gets("02.4", "The quiet copy comes first and the loud one")
def echo_kernel_0(delay, gain):
    return np.r_[gain, np.zeros(delay - 1), 1]


@gets("02.4", "Your results are wrong only where `delay` is")
def echo_kernel_1(delay, gain):
    k = np.zeros(delay + 1)
    k[0] = 1
    k[delay] = gain
    k[delay - 1] = gain if delay > 1 else 1
    return k


@gets("02.5", "full and valid are exchanged. valid keeps")
def result_lengths_0(n, m):
    return (n - m + 1, n, n + m - 1)


@gets("03.1", "Your numbers are right, but your array is too")
def correlate_valid_0(x, kernel):
    y = np.zeros_like(x, dtype=float)
    a, b = kernel.shape
    for r in range(x.shape[0] - a + 1):
        for c in range(x.shape[1] - b + 1):
            y[r, c] = np.sum(x[r : r + a, c : c + b] * kernel)
    return y


@gets("03.1", "your numbers are the right ones divided by")
def correlate_valid_1(x, kernel):
    return (swv(x, kernel.shape) * kernel).mean(axis=(2, 3))


gets("03.2", "This kernel compares left and right, so it")([[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]])


@gets("03.3", "The numbers in `row` have no effect on your")
def two_passes_0(x, column, row):
    return np.array(
        [
            [np.dot(column, x[r : r + len(column), c]) for c in range(x.shape[1] - len(row) + 1)]
            for r in range(x.shape[0] - len(column) + 1)
        ]
    )


@gets("03.3", "You flipped the weights in row. In")
def two_passes_1(x, column, row):
    h = np.array(
        [
            [sum(column[i] * x[r + i, c] for i in range(len(column))) for c in range(x.shape[1])]
            for r in range(x.shape[0] - len(column) + 1)
        ]
    )
    return np.array(
        [
            [sum(row[j] * h[r, c - j] for j in range(len(row))) for c in range(len(row) - 1, x.shape[1])]
            for r in range(h.shape[0])
        ]
    )


gets("03.4", "Your picture would show a difference, but a")(
    (
        np.array([[0.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 0.0]]),
        np.array(
            [
                [0.1111111111111111, 0.1111111111111111, 0.1111111111111111],
                [0.1111111111111111, 0.1111111111111111, 0.1111111111111111],
                [0.1111111111111111, 0.1111111111111111, 0.1111111111111111],
            ]
        ),
    )
)


@gets("03.5", "one_go: on every input your numbers are the")
def multiplications_0(H, W, k):
    n = (H - k + 1) * (W - k + 1)
    return (k * n, k * (H - k + 1) * W + k * n)


@gets("03.5", "You let the second pass start from the")
def multiplications_1(H, W, k):
    return ((H - k + 1) * (W - k + 1) * k**2, (H - k + 1) * W * k + H * (W - k + 1) * k)


@gets("04.1", "one sign is wrong: + in place of -")
def output_size_0(n, k, s, p, d):
    return (n - d * (k - 1) - 1 - 2 * p) // s + 1


@gets("04.1", "You divided the places for stride 1 by the")
def output_size_1(n, k, s, p, d):
    return (n + 2 * p - (k - 1) * d) // s


@gets("04.2", "one number is off by one: a limit, an index")
def same_padding_0(k, d):
    t = (k - 1) * d + 1
    return (t // 2, t - t // 2)


@gets("04.2", "If the total is odd, one zero is missing")
def same_padding_1(k, d):
    t = d * (k - 1) // 2
    return (t, t)


@gets("04.3", "The number is right, but the side is not")
def unread_0(n, k, s):
    rest = (n - k) % s
    return list(range(rest))


@gets("04.3", "your numbers are right, but some are missing")
def unread_1(n, k, s):
    return [i for i in range(n) if all(not t <= i <= t + k for t in range(0, n - k + 1, s))]


@gets("04.4", "You never use `k`, but the result depends on")
def missing_length_0(n, k, s, p, d):
    return (n + 2 * p) % s


@gets("04.5", "You multiplied the step by the dilation, too")
def receptive_field_0(layers):
    r, j = (1, 1)
    for k, s, d in layers:
        r += (k - 1) * j * d
        j *= s * d
    return r


@gets("04.5")
def receptive_field_1(layers):
    r, j = (layers[0][0], layers[0][1])
    for k, s, d in layers[1:]:
        r += d * (k - 1) * j
        j *= s
    return r


@gets("05.1", "You overwrite what an input got from an")
def grad_input_0(delta, w):
    n = len(delta) + len(w) - 1
    out = [0] * n
    for t, d in enumerate(delta):
        for j, v in enumerate(w):
            out[t + j] = d * v
    return out


@gets("05.1", "your numbers are the right ones divided by")
def grad_input_1(delta, w):
    return np.convolve(delta, w) / len(w)


@gets("05.2", "Your numbers are right, but in reverse order")
def grad_weight_0(a, delta):
    return np.array([np.dot(a[len(a) - len(delta) - j : len(a) - j], delta) for j in range(len(a) - len(delta) + 1)])


@gets("05.2", "Your numbers are right, but in reverse order")
def grad_weight_1(a, delta):
    g = np.zeros(len(a) - len(delta) + 1)
    for t in range(len(delta)):
        g += delta[t] * a[t : t + len(g)][::-1]
    return g


@gets("05.3", "You compared J after the nudge with J before")
def numerical_gradient_0(a, w, target, h):
    def J(v):
        return np.sum((np.correlate(v, w, "valid") - target) ** 4) / 4

    base = J(a)
    g = []
    for i in range(len(a)):
        b = np.array(a, float)
        b[i] += h
        g.append((J(b) - base) / h)
    return g


@gets("05.3", "This is the derivative itself, the same for")
def numerical_gradient_1(a, w, target, h):
    z = np.correlate(a, w, "valid")
    return np.convolve((z - target) ** 3, w)


@gets("05.4", "You put zeros between the weights: that is")
def grad_input_strided_0(delta, w, n, stride):
    g = np.zeros(n)
    for t, j in product(range(len(delta)), range(len(w))):
        if t + stride * j < n:
            g[t + stride * j] += delta[t] * w[j]
    return g


@gets("05.4", "The zeros are on the wrong side. The first")
def grad_input_strided_1(delta, w, n, stride):
    g = np.zeros(n)
    used = stride * (len(delta) - 1) + len(w)
    off = n - used
    for t, d in enumerate(delta):
        g[off + stride * t : off + stride * t + len(w)] += d * w
    return g


@gets("05.5", "ReLU is left out. Where z[t] is not positive")
def layer_backward_0(a, w, b, grad_y):
    return (np.convolve(grad_y, w), np.correlate(a, grad_y, "valid"), np.sum(grad_y))


@gets("05.5", "one sign is wrong: + in place of -")
def layer_backward_1(a, w, b, grad_y):
    d = np.where(np.correlate(a, w, "valid") - b > 0, grad_y, 0)
    return (np.convolve(d, w), np.correlate(a, d, "valid"), d.sum())


@gets("06.1", "From top to bottom your kernel lies the wrong")
def grad_input_2(delta, w):
    g = np.zeros((delta.shape[0] + w.shape[0] - 1, delta.shape[1] + w.shape[1] - 1))
    for i, j in np.ndindex(w.shape):
        g[i : i + delta.shape[0], j : j + delta.shape[1]] += w[-1 - i, j] * delta
    return g


@gets("06.1", "`delta` is first replaced by its absolute")
def grad_input_3(delta, w):
    g = np.zeros((delta.shape[0] + w.shape[0] - 1, delta.shape[1] + w.shape[1] - 1))
    for (r, c), d in np.ndenumerate(delta):
        for (i, j), q in np.ndenumerate(w):
            g[r + i, c + j] += abs(d) * q
    return g


@gets("06.2", "You took the mean over the outputs. A weight")
def grad_weight_2(a, delta):
    return np.array(
        [
            [
                np.mean(a[i : i + delta.shape[0], j : j + delta.shape[1]] * delta)
                for j in range(a.shape[1] - delta.shape[1] + 1)
            ]
            for i in range(a.shape[0] - delta.shape[0] + 1)
        ]
    )


@gets("06.2", "Part of `a` has no effect on your result")
def grad_weight_3(a, delta):
    kh, kw = (a.shape[0] - delta.shape[0] + 1, a.shape[1] - delta.shape[1] + 1)
    return delta[0, 0] * a[:kh, :kw]


@gets("06.3", "The deltas are in the right places, but this")
def grad_input_strided_2(delta, w, shape, stride, padding):
    H, W = shape
    up = np.zeros(((delta.shape[0] - 1) * stride + 1, (delta.shape[1] - 1) * stride + 1))
    up[::stride, ::stride] = delta
    P = np.zeros((H + 2 * padding, W + 2 * padding))
    k = np.pad(up, [(m - 1, m - 1) for m in w.shape])
    full = np.einsum("rcij,ij->rc", swv(k, w.shape), w)
    P[: full.shape[0], : full.shape[1]] = full
    return P[padding : padding + H, padding : padding + W]


@gets("06.3", "You ignored the stride: this is the result")
def grad_input_strided_3(delta, w, shape, stride, padding):
    H, W = shape
    P = np.zeros((H + 2 * padding, W + 2 * padding))
    for t, u in np.ndindex(delta.shape):
        P[t : t + w.shape[0], u : u + w.shape[1]] += delta[t, u] * w
    return P[padding : padding + H, padding : padding + W]


@gets("06.4", "one number is off by one: a limit, an index")
def layer_backward_2d_0(grad_y, x, weight):
    kh, kw = weight.shape[2:]
    gx, gw = (np.zeros(x.shape), np.zeros(weight.shape))
    for n, o, r, c in np.ndindex(grad_y.shape):
        gx[n, :, r : r + kh, c : c + kw] += grad_y[n, o, r, c] * weight[o]
        gw[o] += grad_y[n, o, r, c] * x[n, :, r : r + kh, c : c + kw]
    return (gx, gw, grad_y.sum(axis=(1, 2, 3)))


@gets("06.4", "a value is overwritten where it should grow")
def layer_backward_2d_1(grad_y, x, weight):
    kh, kw = weight.shape[2:]
    gx, gw = (np.zeros(x.shape), np.zeros(weight.shape))
    for n, o, r, c in np.ndindex(grad_y.shape):
        gx[n, :, r : r + kh, c : c + kw] = grad_y[n, o, r, c] * weight[o]
        gw[o] += grad_y[n, o, r, c] * x[n, :, r : r + kh, c : c + kw]
    return (gx, gw, grad_y.sum((0, 2, 3)))


@gets("06.5", "You shared the gradient out among all pixels")
def max_pool_backward_0(grad_y, x, size, stride):
    g = np.zeros(x.shape)
    for r, c in np.ndindex(grad_y.shape):
        g[r * stride : r * stride + size, c * stride : c * stride + size] += grad_y[r, c] / size**2
    return g


@gets("06.5", "one comparison points the wrong way, such")
def max_pool_backward_1(grad_y, x, size, stride):
    g = np.zeros(x.shape)
    for r, c in np.ndindex(grad_y.shape):
        w = x[r * stride : r * stride + size, c * stride : c * stride + size]
        i, j = np.unravel_index(w.argmin(), w.shape)
        g[r * stride + i, c * stride + j] += grad_y[r, c]
    return g


@gets("07.1", "You ignored the stride: your window stops at")
def patch_columns_0(x, kh, kw, s):
    cols = []
    for i in range(x.shape[1] - kh + 1):
        for j in range(x.shape[2] - kw + 1):
            cols.append(x[:, i : i + kh, j : j + kw].reshape(-1))
    return np.transpose(cols)


@gets("07.1", "Your patches lie side by side, kh and kw")
def patch_columns_1(x, kh, kw, s):
    _C, H, W = x.shape
    return np.stack(
        [x[:, i : i + kh, j : j + kw].ravel() for i in range(0, H - kh + 1, kh) for j in range(0, W - kw + 1, kw)], -1
    )


@gets("07.2", "one number is off by one: a limit, an index")
def full_matrix_0(w, n):
    T = np.zeros((n + len(w) - 1, n))
    for j in range(n - 1):
        T[j : j + len(w), j] = w
    return T


@gets("07.3", "You read each channel of a patch column by")
def add_back_0(columns, shape, kh, kw, s):
    C, H, W = shape
    img = np.zeros(shape)
    k = 0
    for i in range(0, H - kh + 1, s):
        for j in range(0, W - kw + 1, s):
            img[:, i : i + kh, j : j + kw] += columns[:, k].reshape(C, kw, kh).transpose(0, 2, 1)
            k += 1
    return img


@gets("07.3", "You flipped each patch. Every number goes")
def add_back_1(columns, shape, kh, kw, s):
    C, _H, W = shape
    img = np.zeros(shape)
    nw = (W - kw) // s + 1
    for k, col in enumerate(columns.T):
        i, j = (k // nw * s, k % nw * s)
        img[:, i : i + kh, j : j + kw] += np.flip(col.reshape(C, kh, kw), (1, 2))
    return img


@gets("07.4", "`s` has no effect, as if it were always 1")
def block_matrix_0(H, W, kh, kw, s):
    r = (H - kh + 1) * (W - kw + 1)
    return (r, H * W, r * kh * kw)


@gets("07.4", "two things are swapped: two arguments")
def block_matrix_1(H, W, kh, kw, s):
    r = ((H - kw) // s + 1) * ((W - kh) // s + 1)
    return (r, H * W, r * kh * kw)


@gets("07.5", "You multiplied by the number of places across")
def rows_kept_0(H, W, kh, kw, s):
    w = (W - kw) // s + 1
    return [i * s * w + j * s for i in range((H - kh) // s + 1) for j in range(w)]


@gets("08.1", "You count up, x[i + k]: this is circular")
def circular_convolve_0(x, w):
    y = np.zeros(len(x))
    [y.__setitem__(slice(None), y + v * np.roll(x, -k)) for k, v in enumerate(w)]
    return y


@gets("08.1", "Your result comes one place too late: w[0]")
def circular_convolve_1(x, w):
    return [sum(w[k] * x[i - k - 1] for k in range(len(w))) for i in range(len(x))]


@gets("08.2", "You added the spectra, which adds the")
def convolve_by_spectra_0(x, w):
    n = len(x) + len(w) - 1
    return np.fft.ifft(np.fft.fft(x, n) + np.fft.fft(w, n)).real


@gets("08.2", "irfft cannot tell an odd length from an even")
def convolve_by_spectra_1(x, w):
    n = len(x) + len(w) - 1
    return np.fft.irfft(np.fft.rfft(x, n) * np.fft.rfft(w, n))


@gets("08.3", "This is the real part of H(f), which changes")
def low_pass_0(kernels, f):
    t = np.arange(kernels.shape[1])
    H = kernels @ np.exp(-2j * np.pi * f * t)
    return (H.real, int((kernels.sum(1) - H.real).argmax()))


@gets("08.3")
def low_pass_1(kernels, f):
    F = np.abs(np.fft.fft(kernels, axis=1))
    i = round(f * kernels.shape[1]) % kernels.shape[1]
    return (F[:, i], int((F[:, 0] - F[:, i]).argmax()))


@gets("08.4", "Where block does not divide, you drop the")
def convolve_blocks_0(x, w, block):
    y = np.zeros(len(x) + len(w) - 1)
    for i in range(0, len(x) - block + 1, block):
        y[i : i + block + len(w) - 1] += np.convolve(x[i : i + block], w)
    return y


@gets("08.4", "Mode same cuts off the tail of every block")
def convolve_blocks_1(x, w, block):
    y = np.zeros(len(x) + len(w) - 1)
    for i in range(0, len(x), block):
        c = np.convolve(x[i : i + block], w, "same")
        y[i : i + len(c)] += c
    return y


@gets("08.5", "`n` is one too small")
def many_dice_0(p, n):
    r = np.array([1.0])
    for _ in range(n - 1):
        r = np.convolve(r, p)
    return r


@gets("08.5", "n dice are n - 1 convolutions, but n factors")
def many_dice_1(p, n):
    m = n * (len(p) - 1) + 1
    return np.fft.ifft(np.fft.fft(p, m) ** (n - 1)).real


@gets("09.1", "ReLU is missing: negative numbers become 0")
def layer_0(x, weight, bias):
    return np.array(
        [sum(correlate(x[c], weight[o, c], "valid") for c in range(len(x))) + bias[o] for o in range(len(weight))]
    )


@gets("09.1", "You added the bias once for each channel. Add")
def layer_1(x, weight, bias):
    return np.maximum(
        0,
        np.array(
            [sum(correlate(x[c], weight[o, c], "valid") + bias[o] for c in range(len(x))) for o in range(len(weight))]
        ),
    )


@gets("09.2", "Your results are wrong only where")
def one_by_one_0(x, weight):
    return np.einsum("nchw,fc->nfhw", x[:, ::-1], weight)


@gets("09.3", "You gave the filters to the groups in turn, o")
def grouped_0(x, weight, groups):
    F, n = weight.shape[:2]
    return np.array(
        [sum(correlate(x[(o * n + c) % len(x)], weight[o, c], "valid") for c in range(n)) for o in range(F)]
    )


@gets("09.4", "rows and columns: divide first, then add 1")
def layer_size_0(shape, F, k, s, p, groups):
    C, H, W = shape
    return (F, (H + 2 * p - k + 1) // s, (W + 2 * p - k + 1) // s, F * (C // groups * k * k + 1))


@gets("09.5", "You counted biases in both layers. They have")
def times_more_0(shape, F, k):
    C, H, W = shape
    o = F * (H - k + 1) * (W - k + 1)
    return (C * H * W + 1) * o / (F * (C * k * k + 1))


@gets("09.6", "Your results are wrong only where `by` is not")
def shift_error_0(before, after, by):
    n = before.shape[1] - abs(by)
    return np.abs(after[:, :n] - before[:, :n]).max()


@gets("10.1", "frequency: this is in degrees per pixel. In")
def settings_0(cycles, sigma, degrees):
    return (360 * cycles, 1 / (2 * sigma**2), np.deg2rad(degrees))


@gets("10.2", "You swapped beta_x and beta_y: beta_x belongs")
def gabor_0(shape, beta_x, beta_y, frequency, phase, theta):
    y, x = np.indices(shape)
    y = y - (shape[0] - 1) / 2
    x = x - (shape[1] - 1) / 2
    u = x * np.cos(theta) + y * np.sin(theta)
    v = y * np.cos(theta) - x * np.sin(theta)
    return np.exp(-beta_y * u**2 - beta_x * v**2) * np.cos(frequency * u + phase)


@gets("10.3", "You subtracted too much: the envelope itself")
def without_dc_0(kernel, envelope):
    return kernel - kernel.sum() * envelope


@gets("10.3")
def without_dc_1(kernel, envelope):
    e = envelope / envelope.max()
    return kernel - e * kernel.mean()


@gets("10.4", "one comparison points the wrong way, such")
def simple_cell_0(frames, weight):
    r = np.einsum("trc,rc->t", frames, weight)
    return r * (r < 0)


@gets("10.5", "You used only the kernel with phase 0. The")
def complex_cell_0(picture, beta, frequency, theta):
    H, W = picture.shape
    y, x = np.indices((H, W))
    y = y - (H - 1) / 2
    x = x - (W - 1) / 2
    u = x * np.cos(theta) + y * np.sin(theta)
    e = picture * np.exp(-beta * (x * x + y * y))
    return abs(np.sum(e * np.cos(frequency * u)))


@gets("11.1", "grad_weight: on every input your result is the right one, but transposed")
def linear_backward_0(grad_y, x, weight):
    return (grad_y @ weight, x.T @ grad_y, grad_y.sum(0))


@gets("11.2", "loss: on every input your numbers are the right ones times `scores.shape[0]`")
def softmax_loss_0(scores, labels):
    m = scores.max(1)
    lse = m + np.log(np.exp(scores - m[:, None]).sum(1))
    n = np.arange(len(labels))
    g = np.exp(scores - lse[:, None])
    g[n, labels] -= 1
    return (np.sum(lse - scores[n, labels]), g / len(labels))


@gets("11.3")
def adam_step_0(w, grad, m, v, t, rate):
    m = 0.9 * m + 0.1 * grad
    v = 0.99 * v + 0.01 * grad**2
    return (w - rate * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.99**t)) + 1e-08), m, v)


@gets("11.4")
def largest_rate_0(curvatures):
    return 1 / max(curvatures) + 1 / min(curvatures)


@gets("11.5", "You rounded up. Pooling drops the last row of")
def learned_0(shape, convs, linear):
    C, H, W = shape
    out = []
    for F, k in convs:
        out.append(F * C * k * k + F)
        C, H, W = (F, math.ceil((H - k + 1) / 2), math.ceil((W - k + 1) / 2))
    for o, i in zip(linear, [C * H * W, *linear], strict=False):
        out.append(o * i + o)
    return out


@gets("11.6", "You went through the examples twice. One")
def train_0(x, labels, weight, bias, rate, size):
    w, b = (weight.copy(), bias.copy())
    for _ in range(2):
        for i in range(0, len(x), size):
            X, L = (x[i : i + size], labels[i : i + size])
            z = X @ w.T + b
            p = np.exp(z - z.max(1)[:, None])
            p /= p.sum(1)[:, None]
            p[np.arange(len(L)), L] -= 1
            w = w - rate * p.T @ X / len(L)
            b = b - rate * p.mean(0)
    return (w, b)


@gets("12.1", "two things are swapped: two arguments")
def windows_0(series, length, horizon):
    r = swv(series, length + horizon)
    return (r[:, :horizon], r[:, horizon:])


@gets("12.2", "nrmse: your standard deviation divides by n -")
def scores_0(series, origin, forecast):
    t = series[origin : origin + len(forecast)]

    def rmse(e):
        return np.sqrt((e**2).mean())

    return (rmse(t - forecast) / np.std(series[:origin], ddof=1), rmse(t - forecast) / rmse(t - series[origin - 1]))


@gets("12.3", "The window moves on, but you repeat its")
def free_run_0(weights, window, steps):
    v = list(window)
    out = []
    for _ in range(steps):
        out.append(np.dot(weights, v))
        v = [*v[1:], v[-1]]
    return out


@gets("12.4", "`delay` has no effect, as if it were always 0")
def euler_0(history, delay, dt, steps):
    v = list(history)
    for _ in range(steps):
        v.append(v[-1] + dt * (0.2 * v[-1] / (1 + v[-1] ** 10) - 0.1 * v[-1]))
    return v[len(history) :]


@gets("12.5", "older: x(t) is one of the `length` values, so")
def delayed_0(length, tau, horizon):
    older = max(0, tau - length)
    later = max(0, horizon - tau)
    return (older, horizon + 1 - older - later, later)


@gets("12.6", "one name is wrong: `tau` in")
def ahead_0(x, tau, h):
    def f(v):
        return 0.2 * v / (1 + v**10)

    s = np.arange(h + 1)
    k = np.exp(-0.1 * (h - s))
    k[[0, -1]] /= 2
    return np.exp(-0.1 * tau) * x[-1] + sum(k * [f(x[-1 - tau + q]) for q in s])
