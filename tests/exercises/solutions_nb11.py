"""More right answers to the exercises of notebook 11, and wrong ones."""

import math

import numpy as np
from scipy import special

from convnb.exercises.nb11 import adam_step, learned, linear_backward, softmax_loss, train
from convnb.models.network import Linear


def linear_examples(grad_y, x, weight):
    grad_x = np.array([weight.T @ g for g in grad_y])
    grad_weight = sum(np.outer(g, row) for g, row in zip(grad_y, x, strict=True))
    return grad_x, grad_weight, np.ones(len(grad_y)) @ grad_y


def linear_layer(grad_y, x, weight):
    layer = Linear(x.shape[1], len(weight), rng=np.random.default_rng(0), dtype=float)
    layer.weight[...] = weight
    layer.forward(x)
    return layer.backward(grad_y), layer.grad_weight, layer.grad_bias


def linear_loops(grad_y, x, weight):
    N, outputs = grad_y.shape
    inputs = x.shape[1]
    grad_x = [[sum(grad_y[b, o] * weight[o, i] for o in range(outputs)) for i in range(inputs)] for b in range(N)]
    grad_weight = [[sum(grad_y[b, o] * x[b, i] for b in range(N)) for i in range(inputs)] for o in range(outputs)]
    return grad_x, grad_weight, [sum(grad_y[b, o] for b in range(N)) for o in range(outputs)]


def loss_scipy(scores, labels):
    truth = np.eye(scores.shape[1])[labels]
    loss = -(truth * special.log_softmax(scores, axis=1)).sum() / len(scores)
    return loss, (special.softmax(scores, axis=1) - truth) / len(scores)


def loss_numbers(scores, labels):
    loss, grad = 0, []
    for row, label in zip(scores, labels, strict=True):
        total = sum(math.exp(score - max(row)) for score in row)
        loss -= row[label] - max(row) - math.log(total)
        p = [math.exp(score - max(row)) / total for score in row]
        grad.append([(p[k] - (1 if k == label else 0)) / len(scores) for k in range(len(p))])
    return loss / len(scores), grad


def loss_middle(scores, labels):
    moved = scores - scores[np.arange(len(scores)), labels][:, None]
    total = special.logsumexp(moved, axis=1)
    p = np.exp(moved - total[:, None])
    return total.mean(), (p - (np.arange(scores.shape[1]) == labels[:, None])) / len(scores)


def adam_in_place(w, grad, m, v, t, rate):
    w, m, v = w.copy(), m.copy(), v.copy()
    m *= 0.9
    m += 0.1 * grad
    v *= 0.999
    v += 0.001 * np.square(grad)
    w -= rate * (m / (1 - np.power(0.9, t))) / ((v / (1 - np.power(0.999, t))) ** 0.5 + 1e-8)
    return w, m, v


def adam_named(w, grad, m, v, t, rate, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    mean, square = m / (1 - beta1**t), v / (1 - beta2**t)
    return w - rate * mean / (np.sqrt(square) + eps), m, v


def any_batch(rng):
    N, inputs, outputs = rng.integers(1, 6, 3)
    return rng.normal(size=(N, outputs)), rng.normal(size=(N, inputs)), rng.normal(size=(outputs, inputs))


def any_scores(rng):
    N, K = rng.integers(1, 6, 2)
    return rng.normal(size=(N, K)) * 10 ** rng.uniform(-1, 3), rng.integers(0, K, N)


def any_step(rng):
    size = 10 ** rng.uniform(-9, 1)
    w, grad, m = rng.normal(size=(3, rng.integers(1, 5))) * [[1], [size], [size]]
    return (
        w,
        grad,
        m,
        (rng.uniform(0.5, 2) * size) ** 2 * np.ones(len(w)),
        int(rng.integers(1, 2000)),
        rng.uniform(0.01, 1),
    )


def linear_first_example(grad_y, x, weight):
    return linear_backward(grad_y[:1], x[:1], weight)


def loss_smoothed(scores, labels):
    loss, grad = softmax_loss(scores, labels)
    return 0.9 * loss, 0.9 * grad


def adam_decayed(w, grad, m, v, t, rate):
    return adam_step(0.99 * w, grad, m, v, t, rate)


def rate_loop(curvatures):
    steepest = 0
    for c in curvatures:
        if c > steepest:
            steepest = c
    return 2 / steepest


def rate_sorted(curvatures):
    return 2 / sorted(curvatures)[-1]


def rate_matrix(curvatures):
    return 2 / np.linalg.norm(np.diag(curvatures), 2)


def learned_array(shape, convs, linear):
    counts = np.zeros(len(convs) + len(linear))
    C, size = shape[0], np.array(shape[1:])
    for layer, (F, k) in enumerate(convs):
        counts[layer] = F * C * k * k + F
        C, size = F, np.floor((size - k + 1) / 2)
    inputs = C * size[0] * size[1]
    for layer, outputs in enumerate(linear, start=len(convs)):
        counts[layer] = inputs * outputs + outputs
        inputs = outputs
    return counts


def any_curvatures(rng):
    return (rng.uniform(0.01, 20, rng.integers(1, 8)),)


def any_network(rng):
    C, down, across, count = (int(n) for n in rng.integers(1, 5, 4))
    convs = [(int(F), int(k)) for F, k in rng.integers(1, 5, (count - 1, 2))]
    for _, k in reversed(convs):
        down, across = (2 * n + k - 1 + int(rng.integers(2)) for n in (down, across))
    return (C, down, across), convs, [int(n) for n in rng.integers(1, 9, rng.integers(1, 4))]


def rate_careful(curvatures):
    return 1.9 / max(curvatures)


def learned_without_first(shape, convs, linear):
    return [0, *learned(shape, convs, linear)[1:]]


def train_loops(x, labels, weight, bias, rate, size):
    weight, bias = weight.copy(), bias.copy()
    for first in range(0, len(x), size):
        part = range(first, min(first + size, len(x)))
        p = [special.softmax([row @ x[b] + one for row, one in zip(weight, bias, strict=True)]) for b in part]
        for k in range(len(bias)):
            for b, given in zip(part, p, strict=True):
                blame = (given[k] - (1 if labels[b] == k else 0)) / len(part)
                weight[k] -= rate * blame * x[b]
                bias[k] -= rate * blame
    return weight, bias


def train_with_ones(x, labels, weight, bias, rate, size):
    both, ones = np.column_stack([weight, bias]), np.column_stack([x, np.ones(len(x))])
    while len(ones):
        now, then, ones, labels = ones[:size], labels[:size], ones[size:], labels[size:]
        p = special.softmax(now @ both.T, axis=1)
        p[np.arange(len(now)), then] -= 1
        both = both - rate * p.T @ now / len(now)
    return both[:, :-1], both[:, -1]


def any_round(rng):
    N, inputs, classes, size = (int(n) for n in rng.integers(1, 7, 4))
    x, weight = rng.normal(size=(N, inputs)), rng.normal(size=(classes, inputs))
    return x, rng.integers(0, classes, N), weight, rng.normal(size=classes), float(rng.uniform(0.01, 2)), size


def train_decayed(x, labels, weight, bias, rate, size):
    return train(x, labels, 0.99 * weight, bias, rate, size)


WRONG = {
    "11.1": [linear_first_example],
    "11.2": [loss_smoothed],
    "11.3": [adam_decayed],
    "11.4": [rate_careful],
    "11.5": [learned_without_first],
    "11.6": [train_decayed],
}
DOMAINS = {
    "11.1": any_batch,
    "11.2": any_scores,
    "11.3": any_step,
    "11.4": any_curvatures,
    "11.5": any_network,
    "11.6": any_round,
}
SOLUTIONS = {
    "11.1": [linear_examples, linear_layer, linear_loops],
    "11.2": [loss_scipy, loss_numbers, loss_middle],
    "11.3": [adam_in_place, adam_named],
    "11.4": [rate_loop, rate_sorted, rate_matrix],
    "11.5": [learned_array],
    "11.6": [train_loops, train_with_ones],
}
