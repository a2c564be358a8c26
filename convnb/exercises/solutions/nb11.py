"""Right answers to the exercises of notebook 11."""

import numpy as np

from .. import nb11
from . import shows

shows("11.1", "Loops", "Each output of each example blames its bias, its weights and its inputs.")(nb11.linear_backward)


@shows("11.1", "Matrix")
def linear_backward(grad_y, x, weight):
    """The three sums are matrix products; the shapes leave no choice of what is transposed."""
    return grad_y @ weight, grad_y.T @ x, grad_y.sum(axis=0)


@shows("11.1", "NumPy")
def linear_backward(grad_y, x, weight):
    """einsum names the axes: each gradient keeps those of what it belongs to, and sums over the rest."""
    grad_x = np.einsum("bo,oi->bi", grad_y, weight)
    grad_weight = np.einsum("bo,bi->oi", grad_y, x)
    return grad_x, grad_weight, np.einsum("bo->o", grad_y)


shows("11.2", "Loops", "Example by example; the largest score is subtracted first, so that no power overflows.")(
    nb11.softmax_loss
)


@shows("11.2", "NumPy")
def softmax_loss(scores, labels):
    """The same for all examples at once: a row for each, and the label picks an entry of its row."""
    N = len(scores)
    moved = scores - scores.max(axis=1, keepdims=True)
    log_p = moved - np.log(np.exp(moved).sum(axis=1, keepdims=True))
    grad = np.exp(log_p)
    grad[np.arange(N), labels] -= 1
    return -log_p[np.arange(N), labels].mean(), grad / N


@shows("11.2", "logaddexp")
def softmax_loss(scores, labels):
    """NumPy can add numbers of which only the logarithms are known: that is the sum below the fraction."""
    N, K = scores.shape
    total = np.logaddexp.reduce(scores, axis=1)
    truth = np.eye(K)[labels]
    loss = np.mean(total - np.sum(truth * scores, axis=1))
    return loss, (np.exp(scores - total[:, None]) - truth) / N


@shows("11.3", "Loops")
def adam_step(w, grad, m, v, t, rate):
    """Each weight has a mean and a mean square of its own, and none of them knows of the others."""
    new_w, new_m, new_v = np.zeros((3, *w.shape))
    for i in np.ndindex(w.shape):
        new_m[i] = 0.9 * m[i] + 0.1 * grad[i]
        new_v[i] = 0.999 * v[i] + 0.001 * grad[i] ** 2
        mean = new_m[i] / (1 - 0.9**t)
        square = new_v[i] / (1 - 0.999**t)
        new_w[i] = w[i] - rate * mean / (square**0.5 + 1e-8)
    return new_w, new_m, new_v


shows(
    "11.3", "NumPy", "Two running means, corrected for their start at zero; the step is one over the root of the other."
)(nb11.adam_step)


@shows("11.3", "Moving averages")
def adam_step(w, grad, m, v, t, rate):
    """An average moves a tenth, or a thousandth, of the way from where it is to what is new."""
    m = m + 0.1 * (grad - m)
    v = v + 0.001 * (grad**2 - v)
    mean, square = m / (1 - 0.9**t), v / (1 - 0.999**t)
    return w - rate * mean / (np.sqrt(square) + 1e-8), m, v


shows(
    "11.4", "Formula", "A step multiplies by 1 - rate c, which must not go below -1: the steepest direction decides."
)(nb11.largest_rate)


@shows("11.4", "Each direction")
def largest_rate(curvatures):
    """Each curvature has a largest rate of its own, and the smallest of these holds for all."""
    return min(2 / c for c in curvatures)


@shows("11.4", "Search")
def largest_rate(curvatures):
    """Without the formula: the interval in which the limit lies is halved until it is known well enough."""
    low, high = 0.0, 4 / min(curvatures)
    for _ in range(60):
        rate = (low + high) / 2
        factors = [abs(1 - rate * c) for c in curvatures]
        if max(factors) > 1:
            high = rate
        else:
            low = rate
    return low


shows("11.5", "Formula", "The shape runs through the layers, and each layer counts its weights and biases.")(
    nb11.learned
)


@shows("11.5", "convnb")
def learned(shape, convs, linear):
    """The layers are built, a picture of zeros runs through them, and each says how much it has to learn."""
    from convnb.models.network import Conv2d, Linear, MaxPool2d

    rng, x, counts = np.random.default_rng(0), np.zeros((1, *shape)), []
    for F, k in convs:
        layer = Conv2d(x.shape[1], F, k, rng=rng)
        counts.append(layer.weight.size + layer.bias.size)
        x = MaxPool2d(2).forward(layer.forward(x))
    inputs = x.size
    for outputs in linear:
        layer = Linear(inputs, outputs, rng=rng)
        counts.append(layer.weight.size + layer.bias.size)
        inputs = outputs
    return counts


@shows("11.5", "Recursion")
def learned(shape, convs, linear):
    """The first layer is counted, and the rest is a network of its own that begins with the shape after it."""
    C, H, W = shape
    if convs:
        (F, k), *others = convs
        after = F, (H - k + 1) // 2, (W - k + 1) // 2
        return [F * (C * k * k + 1), *learned(after, others, linear)]
    sizes = [C * H * W, *linear]
    return [(sizes[i] + 1) * sizes[i + 1] for i in range(len(linear))]


shows("11.6", "Loop", "Cut a batch, go forward, go back, take a step; and again, until no examples are left.")(
    nb11.train
)


@shows("11.6", "Layers")
def train(x, labels, weight, bias, rate, size):
    """As the notebook does it: a layer that keeps its own weights, a loss, and steps in place."""
    from convnb.models.network import Linear, softmax_cross_entropy

    rng = np.random.default_rng(0)
    layer = Linear(x.shape[1], len(weight), rng=rng, dtype=float)
    layer.weight[:], layer.bias[:] = weight, bias
    for batch in np.split(np.arange(len(x)), range(size, len(x), size)):
        scores = layer.forward(x[batch])
        layer.backward(softmax_cross_entropy(scores, labels[batch])[1])
        layer.weight -= rate * layer.grad_weight
        layer.bias -= rate * layer.grad_bias
    return layer.weight, layer.bias


@shows("11.6", "Recursion")
def train(x, labels, weight, bias, rate, size):
    """The first batch takes its step, and the rest is a training of its own that begins with the new weights."""
    if len(x) == 0:
        return weight, bias
    batch = x[:size]
    powers = np.exp(batch @ weight.T + bias)
    p = powers / powers.sum(axis=1, keepdims=True)
    grad = (p - np.eye(len(bias))[labels[:size]]) / len(batch)
    weight, bias = weight - rate * grad.T @ batch, bias - rate * grad.sum(axis=0)
    return train(x[size:], labels[size:], weight, bias, rate, size)
