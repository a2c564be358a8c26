"""The functions of the exercises of notebook 11; their words are in words/nb11.md."""

import numpy as np

from ..models.network import softmax, softmax_cross_entropy
from .form import Ways, changed, exercise, one_wrong
from .inputs import drawn, tables

# 11.1 A fully connected layer


def linear_backward(grad_y, x, weight):
    """dJ/dx, dJ/dweight and dJ/dbias of y[b, o] = bias[o] + sum over i of weight[o, i] x[b, i]."""
    grad_x, grad_weight = np.zeros(x.shape), np.zeros(weight.shape)
    grad_bias = np.zeros(len(weight))
    for b in range(len(x)):
        for o in range(len(weight)):
            grad_x[b] += grad_y[b, o] * weight[o]
            grad_weight[o] += grad_y[b, o] * x[b]
            grad_bias[o] += grad_y[b, o]
    return grad_x, grad_weight, grad_bias


def _batches(rng):
    # (examples, inputs, outputs), all the same at first: transposed arrays then give numbers, later an error.
    sizes = [(2, 2, 2), (2, 2, 2), (2, 3, 2), (3, 2, 4), (1, 3, 2), (4, 2, 1)]
    return drawn(rng, tables, [((n, o), (n, i), (o, i)) for n, i, o in sizes], [((6, 3), (6, 5), (3, 5))])


def _grads(g, x, weight):
    return g @ weight, g.T @ x, g.sum(axis=0)


# 11.2 How wrong, and in which direction


def softmax_loss(scores, labels):
    """-1/N sum over b of log p[b, labels[b]], and (p - 1 at the label) / N; the row's maximum is subtracted first."""
    loss, grad = 0.0, np.zeros(scores.shape)
    for b, row in enumerate(scores):
        moved = row - np.max(row)
        total = np.sum(np.exp(moved))
        loss += (np.log(total) - moved[labels[b]]) / len(scores)
        grad[b] = np.exp(moved) / total / len(scores)
        grad[b, labels[b]] -= 1 / len(scores)
    return loss, grad


def _scores(rng):
    # The first to follow by hand; the last ones have scores for which exp overflows, or a row far below the others.
    cases = [(np.array([[0.0, 0]]), np.array([0])), (np.log([[1.0, 3], [7, 1]]), np.array([0, 0]))]
    cases.append((np.array([[0.0, 0, 0], [0, np.log(2), 0]]), np.array([2, 1])))
    cases += [(rng.normal(size=(N, K)) * 2, rng.integers(0, K, N)) for N, K in [(4, 3), (2, 5), (5, 4)]]
    cases.append((np.array([[1000.0, 1001, 999], [998, 1000, 1000]]), np.array([0, 2])))
    cases.append((np.array([[1.0, 0], [-1000, -1001]]), np.array([1, 0])))
    cases.append((np.array([[1000.0, 0, 3], [0, 1, 2]]), np.array([1, 0])))
    return cases


def _plain_softmax(scores, axis=1, keepdims=True):
    """softmax as its formula stands: exp overflows for large scores."""
    return np.exp(scores) / np.exp(scores).sum(axis=axis, keepdims=keepdims)


def _places(scores, labels):
    """The rows and the columns of the true classes."""
    return np.arange(len(scores)), labels


def _less_one(p, labels):
    """The right gradient: p, minus 1 at the true classes, over N."""
    grad = p.copy()
    grad[_places(p, labels)] -= 1
    return grad / len(p)


@np.errstate(all="ignore")
def _log_of_sums(scores, labels):
    """The log of the sum of exp minus the score, which overflows too."""
    loss = np.log(np.exp(scores).sum(axis=1)) - scores[_places(scores, labels)]
    return loss.mean(), _less_one(_plain_softmax(scores), labels)


@np.errstate(all="ignore")
def _largest_of_all(scores, labels):
    moved = scores - scores.max()
    log_p = moved - np.log(np.exp(moved).sum(axis=1, keepdims=True))
    return -log_p[_places(log_p, labels)].mean(), _less_one(np.exp(log_p), labels)


def _loss_but(loss=None, grad=None):
    """The wrong answer with another loss(log p, labels), or another grad(p, labels)."""

    @np.errstate(all="ignore")
    def answer(scores, labels):
        right = softmax_cross_entropy(scores, labels)
        moved = scores - scores.max(axis=1, keepdims=True)
        log_p = moved - np.log(np.exp(moved).sum(axis=1, keepdims=True))
        return loss(log_p, labels) if loss else right[0], grad(np.exp(log_p), labels) if grad else right[1]

    return answer


def _moved_by(small):
    """The loss of p plus a small number; that of max(p, small) is the same, up to rounding."""
    return lambda log_p, labels: -np.log(np.exp(log_p[_places(log_p, labels)]) + small).mean()


def _columns(p, labels):
    """The gradient with 1 subtracted in whole columns."""
    grad = p.copy()
    grad[:, labels] -= 1
    return grad / len(p)


def _made_of(softmax, pick, finish=lambda losses, p, labels: (losses.sum() / len(p), _less_one(p, labels))):
    """The answer that takes p = softmax(scores), then pick(p, labels), a loss for each example, and finishes."""

    @np.errstate(all="ignore")
    def answer(scores, labels):
        p = softmax(scores)
        return finish(pick(p, labels), p, labels)

    return answer


def _picked(p, labels):
    """-log p at the true classes."""
    return -np.log(p[_places(p, labels)])


def _one_hot(p, labels):
    """The same by a table of zeros and ones, in which 0 log 0 is nan."""
    return -(np.eye(p.shape[1])[labels] * np.log(p)).sum(axis=1)


# Learners who forget large scores often forget something else as well: every pair is an answer of its own.
_NEAR = {
    "right_for_small_scores": lambda each, p, labels: (each.sum() / len(p), _less_one(p, labels)),
    "grad_not_divided_either": lambda each, p, labels: (each.sum() / len(p), _less_one(p, labels) * len(p)),
    "grad_p_as_well": lambda each, p, labels: (each.sum() / len(p), p / len(p)),
    "grad_columns_as_well": lambda each, p, labels: (each.sum() / len(p), _columns(p, labels)),
    "both_summed_as_well": lambda each, p, labels: (each.sum(), _less_one(p, labels) * len(p)),
}
_FAR = {
    "overflows": (_plain_softmax, _picked),
    "overflows_by_table": (_plain_softmax, _one_hot),
    "log_of_zero": (softmax, _picked),
    "log_of_zero_by_table": (softmax, _one_hot),
}


# 11.3 A step of Adam


def adam_step(w, grad, m, v, t, rate):
    """The weights after step t = 1, 2, .. and the running means of the gradient and of its square."""
    m = 0.9 * m + 0.1 * grad
    v = 0.999 * v + 0.001 * grad**2
    step = (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
    return w - rate * step, m, v


def _steps(rng):
    # The first step by hand: each weight moves by the rate, and the one without a gradient stays.
    cases = [(np.array([1.0, 2, 3]), np.array([2.0, -3, 0]), np.zeros(3), np.zeros(3), 1, 0.1)]
    for n, t, size in [(3, 2, 4), (2, 5, 1), (4, 30, 2), (3, 1000, 9), (2, 1, 1e-7), (2, 3, 1e-8)]:
        w, grad, m = rng.normal(size=(3, n)) * [[1], [size], [size]]
        cases.append((w, grad, m, rng.uniform(0.5, 2, n) * size**2, t, float(rng.uniform(0.05, 1))))
    w, grad, m, v = rng.normal(size=(4, 2, 3))
    return [*cases, (w, 5 * grad, m, np.abs(v), 7, 0.5)]


def _m(m, grad):
    return 0.9 * m + 0.1 * grad


def _v(v, grad):
    return 0.999 * v + 0.001 * grad**2


def _scale(v):
    return np.sqrt(v) + 1e-8


def _step(m, v, t, grad):
    return m / (1 - 0.9**t) / _scale(v / (1 - 0.999**t))


def _adam(step=_step, *, m=_m, v=_v):
    """adam_step with one thing done differently: the step by the new means m and v, or how one of these is made."""

    def answer(w, grad, old_m, old_v, t, rate):
        new_m, new_v = m(old_m, grad), v(old_v, grad)
        with np.errstate(all="ignore"):
            return w - rate * step(new_m, new_v, t, grad), new_m, new_v

    return answer


def _kept(w, grad, m, v, t, rate):
    """Returns the corrected means instead of the running ones."""
    w, m, v = adam_step(w, grad, m, v, t, rate)
    return w, m / (1 - 0.9**t), v / (1 - 0.999**t)


# 11.4 When learning explodes


def largest_rate(curvatures):
    """2 / max c: each step multiplies w[i] by 1 - rate c[i], whose size must not be larger than 1."""
    return 2 / max(curvatures)


def _valleys(rng):
    cases = [(np.array(c),) for c in ([4.0], [1.0, 5], [8.0, 2, 2], [0.5, 0.1, 0.25], [3, 10, 1, 6], [2, 3])]
    return cases + [(rng.uniform(0.05, 9, int(n)),) for n in rng.integers(2, 8, 4)]


# 11.5 What the whole network learns


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
    # No square pictures, and odd sizes before some pooling, which are rounded down.
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
    """The answer with one thing done differently: size(n, k) of a map, flat(C, H, W) inputs, or the counts.

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


def _channels_flattened(shape, convs, linear):
    return _counted(flat=lambda C, H, W: C)(shape, convs, linear) if convs else learned(shape, convs, linear)


def _first_channels(shape, convs, linear):
    counts = learned(shape, convs, linear)
    return [F * (shape[0] * k * k + 1) for F, k in convs] + counts[len(convs) :]


def _maps_after(shape, convs):
    """(C, H, W) after these convolutions, each with its pooling."""
    C, H, W = shape
    for F, k in convs:
        C, H, W = F, (H - k + 1) // 2, (W - k + 1) // 2
    return C, H, W


def _channels_kept(shape, convs, linear):
    C, H, W = shape[0], *_maps_after(shape, convs)[1:]
    return [F * (C * k * k + 1) for F, k in convs] + learned((C, H, W), [], linear)


def _always_flat(shape, convs, linear):
    inputs = np.prod(_maps_after(shape, convs))
    return learned(shape, convs, []) + [outputs * (inputs + 1) for outputs in linear]


def _last_pooling_missing(shape, convs, linear):
    if not convs:
        return learned(shape, convs, linear)
    (_, H, W), (F, k) = _maps_after(shape, convs[:-1]), convs[-1]
    return learned(shape, convs, []) + learned((F, H - k + 1, W - k + 1), [], linear)


# 11.6 A round of training


def train(x, labels, weight, bias, rate, size):
    """(weight, bias) after each batch of `size` examples has taken its step of -rate times the loss's mean gradient."""
    for first in range(0, len(x), size):
        batch, right = x[first : first + size], labels[first : first + size]
        scores = batch @ weight.T + bias
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        grad = powers / powers.sum(axis=1, keepdims=True)
        grad[np.arange(len(batch)), right] -= 1
        grad_weight, grad_bias = grad.T @ batch / len(batch), grad.mean(axis=0)
        weight, bias = weight - rate * grad_weight, bias - rate * grad_bias
    return weight, bias


def _rounds(rng):
    # (examples, inputs, classes, size): one batch at first, then several, then a last one that is smaller.
    cases = [(2, 2, 2, 2), (4, 2, 3, 2), (5, 3, 2, 2), (7, 2, 4, 3), (3, 2, 2, 5), (6, 4, 3, 1)]
    return [_round(rng, *case) for case in cases]


def _round(rng, N, inputs, classes, size):
    x, weight = rng.normal(size=(N, inputs)) * 2, rng.normal(size=(classes, inputs))
    return x, rng.integers(0, classes, N), weight, rng.normal(size=classes), float(rng.uniform(0.2, 1)), size


def _trained(*, batches=None, step=None, grad=None, whose=lambda now, begin: now, truth=1):
    """train with one thing done differently: batches(N, size), step(w, change), grad(p - truth, size), what is taken
    from p at the right class, or `whose` weights are asked, the (weight, bias) of now or those of the beginning."""
    batches = batches or (lambda N, size: [slice(first, first + size) for first in range(0, N, size)])
    step = step or (lambda w, change: w - change)
    grad = grad or (lambda less, size: less / len(less))

    def answer(x, labels, weight, bias, rate, size):
        begin = weight, bias
        for part in batches(len(x), size):
            asked = whose((weight, bias), begin)
            less = softmax(x[part] @ asked[0].T + asked[1])
            less[_places(less, labels[part])] -= truth
            blame = grad(less, size)
            weight, bias = step(weight, rate * blame.T @ x[part]), step(bias, rate * blame.sum(axis=0))
        return weight, bias

    return answer


def _twice_forward(x, labels, weight, bias, rate, size):
    for first in range(0, len(x), size):
        batch, right = x[first : first + size], labels[first : first + size]
        weight = weight - rate * softmax_cross_entropy(batch @ weight.T + bias, right)[1].T @ batch
        bias = bias - rate * softmax_cross_entropy(batch @ weight.T + bias, right)[1].sum(axis=0)
    return weight, bias


PREDICTED = {
    "11.a": {
        "no_bias": [[30 * 5 * 5]],
        "one_bias": [[30 * 5 * 5 + 1]],
        "one_filter": [[5 * 5 + 1]],
        "unshared": [[30 * (5 * 5 + 1) * 24 * 24]],
    },
}

EXERCISES = (
    exercise("11.1", linear_backward, _batches, returns=("grad_x", "grad_weight", "grad_bias")).slips(
        grad_x_transposed=one_wrong(_grads, 0, lambda g, x, w: g @ w.T),
        grad_x_summed_before=one_wrong(_grads, 0, lambda g, x, w: g.sum(axis=1, keepdims=True) * w.sum(axis=0)),
        grad_x_over_examples=one_wrong(_grads, 0, lambda g, x, w: w.T @ g),
        both_transposed=lambda g, x, w: (g @ w.T, x.T @ g, g.sum(axis=0)),
        grad_weight_over_outputs=one_wrong(_grads, 1, lambda g, x, w: g @ x.T),
        grad_weight_not_transposed=one_wrong(_grads, 1, lambda g, x, w: g @ x),
        all_mean=lambda g, x, w: _grads(g / len(x), x, w),
        grad_weight_summed_before=one_wrong(_grads, 1, lambda g, x, w: np.outer(g.sum(axis=0), x.sum(axis=0))),
        grad_weight_times_weight=one_wrong(_grads, 1, lambda g, x, w: _grads(g, x, w)[1] * w),
        grad_bias_one=one_wrong(_grads, 2, lambda g, x, w: np.ones(len(w))),
        other_order=changed(_grads, lambda grad_x, grad_weight, grad_bias: (grad_weight, grad_bias, grad_x)),
    ),
    exercise("11.2", softmax_loss, _scores, returns=("loss", "grad")).slips(
        **{f"{near}__{far}": _made_of(*_FAR[far], _NEAR[near]) for near in _NEAR for far in _FAR},
        log_of_sums=_log_of_sums,
        largest_of_all=Ways(
            [
                _made_of(lambda scores: _plain_softmax(scores - scores.max()), _picked),
                _largest_of_all,
            ]
        ),
        over_examples=_made_of(lambda scores: softmax(scores.T).T, _picked),
        sum_of_all=_made_of(lambda scores: _plain_softmax(scores, axis=None), _picked),
        sum_and_largest_of_all=_made_of(lambda scores: _plain_softmax(scores - scores.max(), axis=None), _picked),
        sums_along_columns=_made_of(lambda scores: _plain_softmax(scores, keepdims=False), _picked),
        no_keepdims=_made_of(lambda scores: _plain_softmax(scores - scores.max(axis=1), keepdims=False), _picked),
        grad_p=_loss_but(grad=lambda p, labels: p / len(p)),
        grad_divided_by_classes=_loss_but(grad=lambda p, labels: _less_one(p, labels) * len(p) / p.shape[1]),
        grad_divided_by_size=_loss_but(grad=lambda p, labels: _less_one(p, labels) * len(p) / p.size),
        grad_columns=_loss_but(grad=_columns),
        grad_one_everywhere=_loss_but(grad=lambda p, labels: (p - 1) / len(p)),
        grad_divided_first=_loss_but(grad=lambda p, labels: p / len(p) - np.eye(p.shape[1])[labels]),
        grad_true_class_only=_loss_but(grad=lambda p, labels: (p - 1) * np.eye(p.shape[1])[labels] / len(p)),
        loss_columns=_loss_but(loss=lambda log_p, labels: -log_p[:, labels].mean()),
        loss_over_all=_loss_but(loss=lambda log_p, labels: -log_p[_places(log_p, labels)].sum() / log_p.size),
        loss_per_example=_loss_but(loss=lambda log_p, labels: -log_p[_places(log_p, labels)]),
        order=changed(softmax_cross_entropy, lambda loss, grad: (grad, loss)),
        loss_moved={f"1e-{n}": _loss_but(loss=_moved_by(10.0**-n)) for n in range(7, 17)},
    ),
    exercise("11.3", adam_step, _steps, returns=("w", "m", "v")).slips(
        no_correction=_adam(lambda m, v, t, g: m / _scale(v)),
        times_t=_adam(lambda m, v, t, g: m / (1 - 0.9 * t) / _scale(v / (1 - 0.999 * t))),
        no_parentheses=_adam(lambda m, v, t, g: (m / 1 - 0.9**t) / _scale(v / 1 - 0.999**t)),
        corrections_exchanged=_adam(lambda m, v, t, g: m / (1 - 0.999**t) / _scale(v / (1 - 0.9**t))),
        uphill=_adam(lambda m, v, t, g: -_step(m, v, t, g)),
        no_root=_adam(lambda m, v, t, g: m / (1 - 0.9**t) / (v / (1 - 0.999**t) + 1e-8)),
        eps_under_root=_adam(lambda m, v, t, g: m / (1 - 0.9**t) / np.sqrt(v / (1 - 0.999**t) + 1e-8)),
        no_eps=_adam(lambda m, v, t, g: m / (1 - 0.9**t) / np.sqrt(v / (1 - 0.999**t))),
        corrected_means_kept=_kept,
        old_means=one_wrong(adam_step, 0, lambda w, g, m, v, t, rate: w - rate * _step(m, v, t, g)),
        step_alone=one_wrong(adam_step, 0, lambda w, *rest: adam_step(w, *rest)[0] - w),
        plain=_adam(lambda m, v, t, g: g),
        not_divided=_adam(lambda m, v, t, g: m / (1 - 0.9**t)),
        gradient_divided=_adam(lambda m, v, t, g: g / _scale(v / (1 - 0.999**t))),
        v_not_squared=_adam(v=lambda v, g: 0.999 * v + 0.001 * g),
        v_square_of_mean=lambda w, g, m, *rest: _adam(v=lambda v, g: _v(v, _m(m, g)))(w, g, m, *rest),
        v_size=_adam(v=lambda v, g: 0.999 * v + 0.001 * np.abs(g)),
        v_shares=_adam(v=lambda v, g: 0.9 * v + 0.1 * g**2),
        m_whole_gradient=_adam(m=lambda m, g: 0.9 * m + g),
        shares_exchanged=_adam(m=lambda m, g: 0.1 * m + 0.9 * g, v=lambda v, g: 0.001 * v + 0.999 * g**2),
        other_order=changed(adam_step, lambda w, m, v: (m, v, w)),
        means_exchanged=changed(adam_step, lambda w, m, v: (w, v, m)),
    ),
    exercise("11.4", largest_rate, _valleys).slips(
        lands_at_once=lambda c: 1 / c.max(),
        flattest=lambda c: 2 / c.min(),
        flattest_at_once=lambda c: 1 / c.min(),
        all_limits=lambda c: 2 / c,
        mean_curvature=lambda c: 2 / c.mean(),
        summed=lambda c: 2 / c.sum(),
        summed_at_once=lambda c: 1 / c.sum(),
        norm=lambda c: 2 / np.linalg.norm(c),
        best_rate=lambda c: 2 / (c.max() + c.min()),
        first=lambda c: 2 / c[0],
        last=lambda c: 2 / c[-1],
        careful=lambda c: 1 / (2 * c.max()),
        upside_down=lambda c: c.max() / 2,
        grows=lambda c: 2 * c.max(),
        largest=lambda c: c.max(),
        twice=lambda c: 4 / c.max(),
        root=lambda c: 2 / np.sqrt(c.max()),
        squared=lambda c: 2 / c.max() ** 2,
    ),
    exercise("11.5", learned, _networks, unit="layer").slips(
        one_number_per_map=Ways([_counted(flat=lambda C, H, W: C), _channels_flattened]),
        one_map=_counted(flat=lambda C, H, W: H * W),
        square=_counted(flat=lambda C, H, W: C * H * H),
        no_pooling=_counted(size=lambda n, k: n - k + 1),
        last_pooling_missing=_last_pooling_missing,
        fraction=_counted(size=lambda n, k: (n - k + 1) / 2),
        rounded_up=_counted(size=lambda n, k: -(-(n - k + 1) // 2)),
        no_parentheses=_counted(size=lambda n, k: n - k),
        convolution_keeps_size=_counted(size=lambda n, k: n // 2),
        pooled_first=_counted(size=lambda n, k: n // 2 - k + 1),
        row_missing=_counted(size=lambda n, k: (n - k) // 2),
        size_kept=_counted(size=lambda n, k: n),
        no_biases=_counted(conv=lambda F, C, k, H, W: F * C * k * k, full=lambda outputs, inputs: outputs * inputs),
        no_full_biases=_counted(full=lambda outputs, inputs: outputs * inputs),
        no_conv_biases=_counted(conv=lambda F, C, k, H, W: F * C * k * k),
        one_bias_per_layer=_counted(
            conv=lambda F, C, k, H, W: F * C * k * k + 1, full=lambda outputs, inputs: outputs * inputs + 1
        ),
        bias_per_pixel=_counted(conv=lambda F, C, k, H, W: F * (C * k * k + (H - k + 1) * (W - k + 1))),
        bias_per_channel=_counted(conv=lambda F, C, k, H, W: F * C * (k * k + 1)),
        one_sheet=_counted(conv=lambda F, C, k, H, W: F * (k * k + 1)),
        added=lambda *network: sum(learned(*network)),
        channels_kept=_channels_kept,
        first_channels=_first_channels,
        always_flat=_always_flat,
    ),
    exercise("11.6", train, _rounds, returns=("weight", "bias")).slips(
        all_at_once=_trained(batches=lambda N, size: [slice(N)]),
        first_batch=_trained(batches=lambda N, size: [slice(size)]),
        last_dropped=_trained(batches=lambda N, size: [slice(i * size, i * size + size) for i in range(N // size)]),
        one_by_one=_trained(batches=lambda N, size: [slice(i, i + 1) for i in range(N)]),
        overlapping=_trained(batches=lambda N, size: [slice(i, i + size) for i in range(N)]),
        size_batches=_trained(
            batches=lambda N, size: [slice(i, i + N // size) for i in range(0, N, max(1, N // size))]
        ),
        old_weights=_trained(whose=lambda now, begin: begin),
        summed=_trained(grad=lambda less, size: less),
        divided_by_size=_trained(grad=lambda less, size: less / size),
        divided_twice=_trained(grad=lambda less, size: less / len(less) ** 2),
        uphill=_trained(step=lambda w, change: w + change),
        step_alone=_trained(step=lambda w, change: -change),
        no_truth=_trained(truth=0),
        bias_kept=_trained(step=lambda w, change: w - change * (w.ndim == 2)),
        weight_kept=_trained(step=lambda w, change: w - change * (w.ndim == 1)),
        asked_twice=_twice_forward,
        two_rounds=lambda x, labels, weight, bias, *how: train(x, labels, *train(x, labels, weight, bias, *how), *how),
        other_order=changed(train, lambda weight, bias: (bias, weight)),
    ),
)
