"""Optimisers: how far, and in which direction, each parameter moves when its gradient is known.

step(parameters) takes (name, array, gradient) of every parameter, as `Sequential.parameters` gives them, and changes
the arrays in place. What an optimiser remembers it keeps by name: use a new one for every network.
"""

import numpy as np


class SGD:
    """Stochastic gradient descent: v <- momentum * v - learning_rate * gradient, parameter <- parameter + v.

    With momentum 0 that is a step downhill; with 0.9 each step lasts for about ten more.
    """

    def __init__(self, learning_rate=0.1, *, momentum=0.0):
        self.learning_rate, self.momentum = _positive(learning_rate), momentum
        self.velocities = {}

    def step(self, parameters):
        for name, array, gradient in parameters:
            velocity = self.velocities.setdefault(name, np.zeros_like(array))
            velocity *= self.momentum
            velocity -= self.learning_rate * gradient
            array += velocity

    def __repr__(self):
        return f"SGD({self.learning_rate}, momentum={self.momentum})"


class Adam:
    """Every parameter moves by about learning_rate per step, whatever the size of its gradient g.

    m <- m + (1 - beta1) (g - m) and v <- v + (1 - beta2) (g^2 - v), from m = v = 0, are running means;
    parameter <- parameter - learning_rate * m' / (sqrt(v') + eps), where m' = m / (1 - beta1^t) and
    v' = v / (1 - beta2^t) make up for the zeros at the start, in step t = 1, 2, ...

    Source: Kingma and Ba, Adam: a method for stochastic optimization (2015).
    """

    def __init__(self, learning_rate=1e-3, *, beta1=0.9, beta2=0.999, eps=1e-8):
        self.learning_rate, self.beta1, self.beta2, self.eps = _positive(learning_rate), beta1, beta2, eps
        self.means, self.squares, self.steps = {}, {}, 0

    def step(self, parameters):
        self.steps += 1
        start1, start2 = 1 - self.beta1**self.steps, 1 - self.beta2**self.steps
        for name, array, gradient in parameters:
            mean = self.means.setdefault(name, np.zeros_like(array))
            square = self.squares.setdefault(name, np.zeros_like(array))
            mean += (1 - self.beta1) * (gradient - mean)
            square += (1 - self.beta2) * (gradient**2 - square)
            array -= self.learning_rate / start1 * mean / (np.sqrt(square / start2) + self.eps)

    def __repr__(self):
        return f"Adam({self.learning_rate})"


def _positive(learning_rate):
    if not learning_rate > 0:
        raise ValueError(f"learning_rate must be greater than 0, got {learning_rate}")
    return learning_rate
