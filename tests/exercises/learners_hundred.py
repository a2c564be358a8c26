"""A hundred wrong answers as learners write them, by other ways than the right answers: all but two are named."""

import contextlib

import numpy as np

from convnb import correlate


def window_added_by_rows(window, kernel):
    return sum(window * kernel)


def window_kernel_transposed(window, kernel):
    return np.einsum("ij,ji->", window, kernel)


def score_on_a_circle(f, g, shift):
    n = max(len(f), len(g))
    f2, g2 = np.zeros(n), np.zeros(n)
    f2[: len(f)] = f
    g2[: len(g)] = g
    return np.dot(f2, np.roll(g2, -shift))


def score_catches_errors(f, g, shift):
    t = 0
    total = 0.0
    while t < len(f):
        with contextlib.suppress(IndexError):
            total += f[t] * g[t + shift]
        t += 1
    return total


def lag_from_best_zero(f, g):
    best, lag = 0, 0
    for k in range(-(len(f) - 1), len(g)):
        s = sum(f[t] * g[t + k] for t in range(len(f)) if 0 <= t + k < len(g))
        if s > best:
            best, lag = s, k
    return lag


def lag_of_windows(f, g):
    padded = np.pad(g, len(f) - 1)
    scores = np.lib.stride_tricks.sliding_window_view(padded, len(f)) @ f
    return int(np.argmax(scores)) - len(f)


def pearson_one_mean_twice(f, g):
    f = f - np.mean(f)
    g = g - np.mean(f)
    return np.sum(f * g) / np.sqrt(np.sum(f**2) * np.sum(g**2))


def pearson_of_cov(f, g):
    return np.cov(f, g)[0, 1] / (np.std(f) * np.std(g))


def beats_last_kept_only(score, threshold, distance):
    peaks = [i for i in range(1, len(score) - 1) if score[i - 1] < score[i] > score[i + 1]]
    peaks = [p for p in peaks if score[p] >= threshold]
    kept = []
    for p in sorted(peaks, key=lambda i: -score[i]):
        if not kept or abs(p - kept[-1]) >= distance:
            kept.append(p)
    return sorted(kept)


def beats_jump_ahead(score, threshold, distance):
    beats = []
    i = 1
    while i < len(score) - 1:
        if score[i] >= threshold and score[i] > score[i - 1] and score[i] > score[i + 1]:
            beats.append(i)
            i += distance
        else:
            i += 1
    return beats


def lag_and_sum(f, g):
    scores = {}
    for k in range(1 - len(f), len(g)):
        scores[k] = sum(f[t] * g[t + k] for t in range(len(f)) if 0 <= t + k < len(g))
    lag = max(scores, key=lambda k: abs(scores[k]))
    return lag, scores[lag]


def lag_of_largest_sum(f, g):
    c = np.correlate(g, f, "full")
    lags = np.arange(-len(f) + 1, len(g))
    return lags[c.argmax()], np.sign(c.max())


the_larger_pain = [0, 6, 4, 3, 2, 1]


equal_hits = [0, 6, 4, 8, 4, 2]


def full_by_windows(x, kernel):
    padded = np.pad(x, len(kernel) - 1)
    return np.lib.stride_tricks.sliding_window_view(padded, len(kernel)) @ kernel


def full_of_whole_numbers(x, kernel):
    out = np.zeros(len(x) + len(kernel) - 1, dtype=int)
    for s, value in enumerate(x):
        for j, weight in enumerate(kernel):
            out[s + j] = out[s + j] + value * weight
    return out


def dice_by_all_throws(a, b):
    return np.convolve(a, b) / (np.sum(a) + np.sum(b))


def dice_by_total(a, b):
    p = [0.0] * (len(a) + len(b) + 1)
    for i in range(len(a)):
        for j in range(len(b)):
            p[(i + 1) + (j + 1)] += a[i] / sum(a) * b[j] / sum(b)
    return p


def echo_of_whole_numbers(delay, gain):
    kernel = np.array([1] + [0] * delay)
    kernel[delay] = gain
    return kernel


def lengths_full_valid_same(n, m):
    x, h = np.ones(n), np.ones(m)
    return tuple(len(np.convolve(x, h, mode)) for mode in ("full", "valid", "same"))


def correlate_square(x, kernel):
    n = len(x) - len(kernel) + 1
    out = np.zeros((n, n))
    r = 0
    while r < n:
        c = 0
        while c < n:
            out[r, c] = np.sum(x[r : r + len(kernel), c : c + len(kernel[0])] * kernel)
            c += 1
        r += 1
    return out


def correlate_mean(x, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(x, kernel.shape)
    return (windows * kernel).mean(axis=(2, 3))


line_detector = np.outer([-1, 2, -1], [1, 1, 1])


def passes_convolved(x, column, row):
    half = np.apply_along_axis(lambda v: np.convolve(v, column, "valid"), 0, x)
    return np.apply_along_axis(lambda v: np.convolve(v, row, "valid"), 1, half)


def passes_exchanged(x, column, row):
    half = np.array([np.correlate(line, column, "valid") for line in x])
    return np.array([np.correlate(line, row, "valid") for line in half.T]).T


half_turn_kernel = (np.arange(16).reshape(4, 4), np.array([[1, 2], [2, 1]]))


def products_rows_first(H, W, k):
    h, v = W - k + 1, H - k + 1
    return v * h * k**2, H * h * k + v * h * k


def size_rounded(n, k, s, p, d):
    return round((n + 2 * p - d * (k - 1) - 1) / s) + 1


def size_of_range(n, k, s, p, d):
    return len(range(0, n + 2 * p - d * k + 1, s))


def padding_half_kernel(k, d):
    before = k // 2 * d
    return before, d * (k - 1) - before


def unread_last_window(n, k, s):
    read = set()
    t = 0
    while t + k < n:
        read |= set(range(t, t + k))
        t += s
    return [i for i in range(n) if i not in read]


def unread_rest_of_n(n, k, s):
    return list(range(n - n % s, n))


def missing_turned(n, k, s, p, d):
    m = (n + 2 * p - d * (k - 1) - 1) // s + 1
    back = (m - 1) * s - 2 * p + d * (k - 1) + 1
    return back - n


def missing_of_kernel(n, k, s, p, d):
    return (n - k) % s


def field_backwards(layers):
    if not layers:
        return 1
    k, s, d = layers[0]
    return field_backwards(layers[1:]) * s + d * (k - 1)


def field_cumprod(layers):
    jumps = np.cumprod([s for _, s, _ in layers])
    return 1 + sum((k - 1) * d * j for (k, _, d), j in zip(layers, jumps, strict=False))


def inputs_by_windows(delta, w):
    padded = np.pad(delta, len(w) - 1)
    return np.array([padded[i : i + len(w)] @ w for i in range(len(delta) + len(w) - 1)])


def inputs_one_more(delta, w):
    da = [0.0] * (len(delta) + len(w))
    for t in range(len(delta)):
        for j in range(len(w)):
            da[t + j] += delta[t] * w[j]
    return np.array(da)


def weights_turned(a, delta):
    windows = np.lib.stride_tricks.sliding_window_view(a, len(delta))
    return np.einsum("jt,t->j", windows, delta[::-1])


def weights_one_less(a, delta):
    m = len(delta)
    return np.array([sum(a[t + j] * delta[t] for t in range(m)) for j in range(len(a) - m)])


def slopes_undone_halfway(a, w, target, h):
    def loss(v):
        z = np.correlate(v, w, "valid")
        return np.sum((z - target) ** 4) / 4

    slopes = []
    v = np.array(a, dtype=float)
    for i in range(len(v)):
        v[i] += h
        up = loss(v)
        v[i] -= h
        down = loss(v)
        slopes.append((up - down) / (2 * h))
    return np.array(slopes)


def slopes_never_undone(a, w, target, h):
    def J(v):
        return np.sum((np.correlate(v, w, "valid") - target) ** 4) / 4

    grad = np.zeros(len(a))
    up = np.array(a, dtype=float)
    down = np.array(a, dtype=float)
    for i in range(len(a)):
        up[i] += h
        down[i] -= h
        grad[i] = (J(up) - J(down)) / (2 * h)
    return grad


def repeated_delta(delta, w, n, stride):
    return np.convolve(np.repeat(delta, stride), w)[:n]


def layer_no_bias(a, w, b, grad_y):
    z = np.lib.stride_tricks.sliding_window_view(a, len(w)) @ w
    d = np.where(z > 0, grad_y, 0)
    return np.convolve(d, w), np.correlate(a, d, "valid"), d.sum()


def layer_b_not_added(a, w, b, grad_y):
    z = np.correlate(a, w, "valid") + b
    d = grad_y * (z > 0)
    grad_w = [a[j : j + len(d)] @ d for j in range(len(w))]
    return np.convolve(d, w, "full"), np.array(grad_w), d


def pixels_half_turned(delta, w):
    kh, kw = w.shape
    p = np.pad(delta, ((kh - 1, kh - 1), (kw - 1, kw - 1)))
    windows = np.lib.stride_tricks.sliding_window_view(p, (kh, kw))
    return np.einsum("rcij,ij->rc", windows, w[::-1])


def pixels_overwritten(delta, w):
    h, v = w.shape
    out = np.zeros((delta.shape[0] + h - 1, delta.shape[1] + v - 1))
    for (r, c), value in np.ndenumerate(delta):
        out[r : r + h, c : c + v] = value * w
    return out


def kernel_mean(a, delta):
    windows = np.lib.stride_tricks.sliding_window_view(a, delta.shape)
    return np.mean(windows * delta, axis=(-2, -1))


def strided_slice_to_minus_0(delta, w, shape, stride, padding):
    H, W = shape
    big = np.zeros((H + 2 * padding, W + 2 * padding))
    for t in range(delta.shape[0]):
        for u in range(delta.shape[1]):
            big[stride * t : stride * t + w.shape[0], stride * u : stride * u + w.shape[1]] += delta[t, u] * w
    return big[padding:-padding, padding:-padding]


def strided_corner(delta, w, shape, stride, padding):
    H, W = shape
    big = np.zeros((H + 2 * padding, W + 2 * padding))
    for t, u in np.ndindex(delta.shape):
        for i, j in np.ndindex(w.shape):
            big[stride * t + i, stride * u + j] += delta[t, u] * w[i, j]
    return big[:H, :W]


def layer_bias_by_picture(grad_y, x, weight):
    gx, gw = np.zeros(x.shape), np.zeros(weight.shape)
    for n, o, r, c in np.ndindex(grad_y.shape):
        kh, kw = weight.shape[2:]
        gx[n, :, r : r + kh, c : c + kw] += grad_y[n, o, r, c] * weight[o]
        gw[o] += grad_y[n, o, r, c] * x[n, :, r : r + kh, c : c + kw]
    return gx, gw, grad_y.sum(axis=(1, 2, 3))


def layer_mean_of_pictures(grad_y, x, weight):
    kh, kw = weight.shape[2:]
    p = np.pad(grad_y, ((0, 0), (0, 0), (kh - 1, kh - 1), (kw - 1, kw - 1)))
    view = np.lib.stride_tricks.sliding_window_view
    gx = np.einsum("noyxij,ocij->ncyx", view(p, (kh, kw), axis=(2, 3)), weight[:, :, ::-1, ::-1])
    gw = np.einsum("ncijyx,noyx->ocij", view(x, grad_y.shape[2:], axis=(2, 3)), grad_y) / len(x)
    return gx, gw, np.einsum("noyx->o", grad_y)


def pool_all_largest(grad_y, x, size, stride):
    out = np.zeros(x.shape)
    for r, c in np.ndindex(grad_y.shape):
        here = np.s_[r * stride : r * stride + size, c * stride : c * stride + size]
        out[here] += (x[here] == x[here].max()) * grad_y[r, c]
    return out


def pool_last_largest(grad_y, x, size, stride):
    out = np.zeros_like(x, dtype=float)
    for r in range(grad_y.shape[0]):
        for c in range(grad_y.shape[1]):
            best = -np.inf
            for i in range(r * stride, r * stride + size):
                for j in range(c * stride, c * stride + size):
                    if x[i, j] >= best:
                        best, where = x[i, j], (i, j)
            out[where] += grad_y[r, c]
    return out


def patches_reshaped(x, kh, kw, s):
    v = np.lib.stride_tricks.sliding_window_view(x, (kh, kw), axis=(1, 2))[:, ::s, ::s]
    return v.reshape(-1, x.shape[0] * kh * kw).T


def patches_as_rows(x, kh, kw, s):
    _C, H, W = x.shape
    return np.array(
        [x[:, i : i + kh, j : j + kw].flatten() for i in range(0, H - kh + 1, s) for j in range(0, W - kw + 1, s)]
    )


def matrix_rolled(w, n):
    column = np.zeros(n)
    column[: len(w)] = w
    return np.array([np.roll(column, i) for i in range(n)]).T


def matrix_by_rows(w, n):
    return np.array([[0] * i + list(w) + [0] * (n - 1 - i) for i in range(n)])


def add_back_by_index(columns, shape, kh, kw, s):
    C, H, W = shape
    index = np.arange(C * H * W).reshape(shape)
    places = np.array(
        [index[:, r : r + kh, c : c + kw].ravel() for r in range(0, H - kh + 1, s) for c in range(0, W - kw + 1, s)]
    ).T
    image = np.zeros(C * H * W)
    image[places] += columns
    return image.reshape(shape)


def add_back_mean(columns, shape, kh, kw, s):
    C, H, W = shape
    image, count = np.zeros(shape), np.zeros(shape)
    p = 0
    for r in range(0, H - kh + 1, s):
        for c in range(0, W - kw + 1, s):
            image[:, r : r + kh, c : c + kw] += columns[:, p].reshape(C, kh, kw)
            count[:, r : r + kh, c : c + kw] += 1
            p += 1
    return image / np.maximum(count, 1)


def matrix_places(H, W, kh, kw, s):
    rows = ((H - kh + 1) // s) * ((W - kw + 1) // s)
    return rows, H * W, rows * kh * kw


def rows_of_picture(H, W, kh, kw, s):
    return [r * W + c for r in range(0, H - kh + 1, s) for c in range(0, W - kw + 1, s)]


def rows_down_only(H, W, kh, kw, s):
    places = np.arange((H - kh + 1) * (W - kw + 1)).reshape(H - kh + 1, W - kw + 1)
    return places[::s].ravel()


def circular_rolled_back(x, w):
    return sum(w[j] * np.roll(x, -j) for j in range(len(w)))


def circular_cut(x, w):
    y = np.zeros(len(x))
    for i in range(len(x)):
        for j in range(len(w)):
            if i - j >= 0:
                y[i] += w[j] * x[i - j]
    return y


def spectra_abs(x, w):
    n = len(x) + len(w) - 1
    return np.abs(np.fft.ifft(np.fft.fft(x, n) * np.fft.fft(w, n)))


def gains_in_radians(kernels, f):
    t = np.arange(len(kernels[0]))
    gains = np.abs(kernels @ np.exp(-1j * f * t))
    return gains, int(np.argmax(np.abs(kernels.sum(axis=1)) - gains))


def gains_smallest(kernels, f):
    gains = []
    for kernel in kernels:
        gains.append(abs(sum(v * np.exp(-2j * np.pi * f * t) for t, v in enumerate(kernel))))
    return gains, gains.index(min(gains))


def blocks_without_tails(x, w, block):
    parts = [np.convolve(x[i : i + block], w)[: len(x[i : i + block])] for i in range(0, len(x), block)]
    return np.concatenate([*parts, np.zeros(len(w) - 1)])


def blocks_whole_only(x, w, block):
    y = np.zeros(len(x) + len(w) - 1)
    start = 0
    while start + block <= len(x):
        y[start : start + block + len(w) - 1] += np.convolve(x[start : start + block], w)
        start += block
    return y


def dice_irfft(p, n):
    length = n * (len(p) - 1) + 1
    return np.fft.irfft(np.fft.rfft(p, length) ** n)


def layer_bias_often(x, weight, bias):
    maps = []
    for o in range(len(weight)):
        z = sum(correlate(x[c], weight[o, c]) + bias[o] for c in range(len(x)))
        maps.append(np.maximum(z, 0))
    return np.array(maps)


def layer_relu_early(x, weight, bias):
    view = np.lib.stride_tricks.sliding_window_view(x, weight.shape[2:], axis=(1, 2))
    z = np.einsum("crsij,fcij->fcrs", view, weight)
    return np.maximum(z, 0).sum(axis=1) + bias[:, None, None]


def pixels_tensordot(x, weight):
    return np.tensordot(weight, x, axes=(1, 1))


def groups_in_turn(x, weight, groups):
    size = len(x) // groups
    maps = []
    for f, filt in enumerate(weight):
        part = x[(f % groups) * size : (f % groups + 1) * size]
        maps.append(sum(correlate(a, b) for a, b in zip(part, filt, strict=False)))
    return np.stack(maps)


def size_ignores_groups(shape, F, k, s, p, groups):
    C, H, W = shape
    rows, columns = [(side + 2 * p - k) // s + 1 for side in (H, W)]
    return F, rows, columns, F * (C * k * k + 1)


def size_padding_once(shape, F, k, s, p, groups):
    C, H, W = shape

    def out(n):
        return int((n + p - k) / s) + 1

    return F, out(H), out(W), F * (C // groups) * k**2 + F


def times_same_size(shape, F, k):
    C, H, W = shape
    return (C * H * W) * (F * H * W) / (F * C * k * k)


def shift_by_0(before, after, by):
    if by < 0:
        return shift_by_0(after, before, -by)
    return np.abs(after[:, by:] - before[:, :-by]).max()


def shift_signed(before, after, by):
    W = before.shape[1]
    return max(after[r, c + by] - before[r, c] for r in range(len(before)) for c in range(W) if 0 <= c + by < W)


def settings_precedence(cycles, sigma, degrees):
    return 2 * np.pi * cycles, 1 / 2 * sigma**2, np.radians(degrees)


def gabor_half_a_pixel(shape, beta_x, beta_y, frequency, phase, theta):
    rows, cols = shape
    y, x = np.mgrid[:rows, :cols]
    x = x - cols // 2
    y = y - rows // 2
    u = x * np.cos(theta) + y * np.sin(theta)
    v = -x * np.sin(theta) + y * np.cos(theta)
    return np.exp(-beta_x * u**2 - beta_y * v**2) * np.cos(frequency * u + phase)


def gabor_ij(shape, beta_x, beta_y, frequency, phase, theta):
    x = np.arange(shape[0]) - (shape[0] - 1) / 2
    y = np.arange(shape[1]) - (shape[1] - 1) / 2
    x, y = np.meshgrid(x, y, indexing="ij")
    a = x * np.cos(theta) + y * np.sin(theta)
    b = y * np.cos(theta) - x * np.sin(theta)
    return np.exp(-(beta_x * a**2 + beta_y * b**2)) * np.cos(frequency * a + phase)


def without_mean(kernel, envelope):
    return kernel - kernel.mean() * envelope


def cell_cut_early(frames, weight):
    return np.array([np.sum(np.clip(frame * weight, 0, None)) for frame in frames])


def complex_eighth(picture, beta, frequency, theta):
    rows, cols = picture.shape
    y, x = np.mgrid[:rows, :cols]
    x, y = x - (cols - 1) / 2, y - (rows - 1) / 2
    u = x * np.cos(theta) + y * np.sin(theta)
    bell = np.exp(-beta * (x**2 + y**2))
    s0 = np.sum(picture * bell * np.cos(frequency * u))
    s1 = np.sum(picture * bell * np.cos(frequency * u + np.pi / 4))
    return np.hypot(s0, s1)


def orientation_flat(responses):
    return np.argmax(np.abs(responses)) * 180 / len(responses)


def orientation_to_180(responses):
    thetas = np.linspace(0, 180, len(responses))
    return thetas[np.argmax([np.hypot(*pair) for pair in responses])]


def linear_transposed(grad_y, x, weight):
    return (
        np.einsum("bo,oi->bi", grad_y, weight),
        np.einsum("bo,bi->io", grad_y, x),
        np.einsum("bo->o", grad_y),
    )


def softmax_largest_of_all(scores, labels):
    z = scores - scores.max()
    e = np.exp(z)
    total = e.sum(axis=1, keepdims=True)
    rows = np.arange(len(labels))
    loss = np.mean(np.log(total[:, 0]) - z[rows, labels])
    grad = e / total
    grad[rows, labels] -= 1
    return loss, grad / len(labels)


def softmax_with_epsilon(scores, labels):
    n = len(scores)
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    hot = np.eye(scores.shape[1])[labels]
    return -np.sum(hot * np.log(p + 1e-9)) / n, (p - hot) / n


def adam_epsilon_inside(w, grad, m, v, t, rate):
    m = 0.9 * m + 0.1 * grad
    v = 0.999 * v + 0.001 * np.square(grad)
    step = m / (1 - 0.9**t) / np.sqrt(v / (1 - 0.999**t) + 1e-8)
    return w - rate * step, m, v


def rate_of_sum(curvatures):
    return 2 / sum(curvatures)


def learned_rounded_up(shape, convs, linear):
    C, H, W = shape
    out = []
    for F, k in convs:
        out.append(F * (C * k * k + 1))
        C, H, W = F, -(-(H - k + 1) // 2), -(-(W - k + 1) // 2)
    n = C * H * W
    for o in linear:
        out.append((n + 1) * o)
        n = o
    return out


def train_whole_batches(x, labels, weight, bias, rate, size):
    weight, bias = weight.copy(), bias.copy()
    for k in range(len(x) // size):
        batch, right = x[k * size : (k + 1) * size], labels[k * size : (k + 1) * size]
        scores = batch @ weight.T + bias
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        grad = powers / powers.sum(axis=1, keepdims=True)
        for i in range(size):
            grad[i, right[i]] -= 1
        grad /= size
        weight -= rate * grad.T @ batch
        bias -= rate * grad.sum(axis=0)
    return weight, bias


def windows_last_missing(series, length, horizon):
    n = len(series) - length - horizon
    x = np.array([series[i : i + length] for i in range(n)])
    y = np.array([series[i + length : i + length + horizon] for i in range(n)])
    return x, y


def scores_first_unknown(series, origin, forecast):
    truth = np.asarray(series[origin : origin + len(forecast)])

    def rmse(errors):
        return np.sqrt(np.mean(np.square(errors)))

    error = rmse(truth - forecast)
    return error / np.std(series[:origin]), error / rmse(truth - series[origin])


def run_backwards(weights, window, steps):
    out = []
    window = list(window)
    while len(out) < steps:
        nxt = sum(a * b for a, b in zip(weights, window, strict=False))
        out.append(nxt)
        window = [nxt, *window[:-1]]
    return out


def euler_precedence(history, delay, dt, steps):
    x = list(history)
    for _ in range(steps):
        old = x[-1 - delay]
        x.append(x[-1] + dt * (0.2 * old / 1 + old**10 - 0.1 * x[-1]))
    return x[-steps:]


def delayed_one_less(length, tau, horizon):
    ages = [tau - i for i in range(horizon)]
    older = len([a for a in ages if a >= length])
    later = len([a for a in ages if a < 0])
    return older, horizon - older - later, later


def ahead_flipped(x, tau, h):
    s = np.arange(h + 1)
    past = np.array(x)[len(x) - 1 - tau + s]
    y = np.exp(-0.1 * s) * 0.2 * past / (1 + past**10)
    return np.exp(-0.1 * h) * x[-1] + y.sum() - (y[0] + y[-1]) / 2


ADVICE = {
    "00.1": [
        (window_added_by_rows, "adds the rows"),
        (window_kernel_transposed, "Row and column of the kernel are exchanged"),
    ],
    "01.1": [(score_on_a_circle, "Your g wraps around"), (score_catches_errors, "the lower one is missing")],
    "01.2": [(lag_from_best_zero, "starts with a best score of 0"), (lag_of_windows, "one too small")],
    "01.3": [(pearson_one_mean_twice, "the mean of f only"), (pearson_of_cov, "divided the covariance by n - 1")],
    "01.4": [(beats_last_kept_only, "only with the one kept last"), (beats_jump_ahead, "from left to right")],
    "01.5": [(lag_and_sum, "you returned the sum itself"), (lag_of_largest_sum, "Compare absolute values")],
    "02.1": [(the_larger_pain, "wipes out what is left"), (equal_hits, "treated both hits alike")],
    "02.2": [(full_by_windows, "without flipping"), (full_of_whole_numbers, "An array of whole numbers")],
    "02.3": [(dice_by_all_throws, "each die needs its own divisor"), (dice_by_total, "two places too late")],
    "02.4": [(echo_of_whole_numbers, "your array holds whole numbers")],
    "02.5": [(lengths_full_valid_same, "in each other's place")],
    "03.1": [(correlate_square, "as wide as they are high"), (correlate_mean, "a mean in place of a sum")],
    "03.2": [(line_detector, "finds a line, not an edge")],
    "03.3": [(passes_convolved, "flipped both lists"), (passes_exchanged, "column and row are exchanged")],
    "03.4": [(half_turn_kernel, "Flipped, your kernel looks as before")],
    "03.5": [(products_rows_first, "the pass along the rows first")],
    "04.1": [(size_rounded, "rounded to the nearest"), (size_of_range, "is not d * k")],
    "04.2": [(padding_half_kernel, "the extra zero before the signal")],
    "04.3": [(unread_last_window, "stops one start early"), (unread_rest_of_n, "n is divided by s")],
    "04.4": [(missing_turned, "with the other sign"), (missing_of_kernel, "You never used the dilation")],
    "04.5": [(field_backwards, "r - 1 steps between r samples"), (field_cumprod, "each layer's own stride")],
    "05.1": [(inputs_by_windows, "This is the result of no flip"), (inputs_one_more, "more numbers at the end")],
    "05.2": [(weights_turned, "You flipped the deltas"), (weights_one_less, "The last weight is missing")],
    "05.3": [(slopes_undone_halfway, "moved by h only"), (slopes_never_undone, "make fresh copies")],
    "05.4": [(repeated_delta, "Each delta counts for stride neighbouring places")],
    "05.5": [(layer_no_bias, "You forgot the bias"), (layer_b_not_added, "grad_b: b is one number")],
    "06.1": [(pixels_half_turned, "From left to right your kernel"), (pixels_overwritten, "use += instead of =")],
    "06.2": [(kernel_mean, "You took the mean over the outputs")],
    "06.3": [(strided_slice_to_minus_0, "is empty for padding 0"), (strided_corner, "You kept the upper left corner")],
    "06.4": [
        (layer_bias_by_picture, "one number is off by one"),
        (layer_mean_of_pictures, "the mean over the pictures"),
    ],
    "06.5": [(pool_all_largest, "each of them gets the gradient"), (pool_last_largest, "you chose the last one")],
    "07.1": [(patches_reshaped, "not in their places"), (patches_as_rows, "they are the rows of the matrix")],
    "07.2": [(matrix_rolled, "Your matrix is circulant"), (matrix_by_rows, "You swapped rows and columns")],
    "07.3": [(add_back_by_index, "adds to each pixel only once"), (add_back_mean, "divided by the number of patches")],
    "07.4": [(matrix_places, "The first place always counts")],
    "07.5": [(rows_of_picture, "W places in each row"), (rows_down_only, "steps of s down only")],
    "08.1": [
        (circular_rolled_back, "this is circular correlation"),
        (circular_cut, "the beginning of the linear convolution"),
    ],
    "08.2": [(spectra_abs, "Your signs are lost")],
    "08.3": [(gains_in_radians, "a cycle has 2 pi radians"), (gains_smallest, "that of the smallest gain")],
    "08.4": [(blocks_without_tails, "You cut the tail off"), (blocks_whole_only, "you drop the last samples")],
    "08.5": [(dice_irfft, "irfft cannot tell")],
    "09.1": [(layer_relu_early, "ReLU to each channel")],
    "09.2": [(pixels_tensordot, "the maps come before the pictures")],
    "09.4": [(size_ignores_groups, "you ignored the groups"), (size_padding_once, "on each side, so 2 p")],
    "09.5": [(times_same_size, "as large as the picture")],
    "09.6": [(shift_by_0, "before[:, :-0]"), (shift_signed, "Take absolute values")],
    "10.1": [(settings_precedence, "divides by 2 and multiplies")],
    "10.2": [(gabor_half_a_pixel, "half a pixel off"), (gabor_ij, "swapped x and y")],
    "10.3": [(without_mean, "divided by the number of pixels")],
    "10.4": [(cell_cut_early, "cut off each product")],
    "10.5": [(complex_eighth, "an eighth of a period")],
    "10.6": [(orientation_flat, "counts through both columns"), (orientation_to_180, "which is 0 again")],
    "11.1": [(linear_transposed, "grad_weight: the numbers are right, but transposed")],
    "11.2": [(softmax_largest_of_all, "right where they are finite"), (softmax_with_epsilon, "with 1e-9 added to p")],
    "11.3": [(adam_epsilon_inside, "add 1e-8 to the root")],
    "11.4": [(rate_of_sum, "You added the curvatures")],
    "11.5": [(learned_rounded_up, "You rounded up")],
    "11.6": [(train_whole_batches, "The last batch is missing")],
    "12.1": [(windows_last_missing, "The last pair is missing")],
    "12.2": [(scores_first_unknown, "your persistence repeats series[origin]")],
    "12.3": [(run_backwards, "goes to the old end")],
    "12.4": [(euler_precedence, "divides first and then adds")],
    "12.5": [(delayed_one_less, "The newest delayed value is missing")],
    "12.6": [(ahead_flipped, "Your kernel is flipped")],
}

# Two mistakes in one: they call correlate without "valid", too.
NOT_NAMED = {"09.1": layer_bias_often, "09.3": groups_in_turn}
