"""Optimisers against their formulas as plain loops over plain numbers. With PyTorch: test_torch_network.py."""

import math

import numpy as np
import pytest

from convnb.models.network import SGD, Adam

STEPS = 5


@pytest.fixture
def case():
    """Two parameters, and their gradients in each of STEPS steps."""
    rng = np.random.default_rng(3)
    parameters = {"weight": rng.normal(size=(2, 3)), "bias": rng.normal(size=3)}
    gradients = [{name: rng.normal(size=array.shape) for name, array in parameters.items()} for _ in range(STEPS)]
    return parameters, gradients


def path(optimiser, parameters, gradients):
    """What an optimiser makes of copies of the parameters: all their numbers in a row, after each step."""
    arrays = {name: array.copy() for name, array in parameters.items()}
    rows = []
    for each in gradients:
        optimiser.step([(name, arrays[name], each[name]) for name in arrays])
        rows.append(in_a_row(arrays))
    return rows


def in_a_row(arrays):
    return [float(value) for array in arrays.values() for value in array.flat]


def adam_of_one_number(value, gradients, rate, beta1, beta2, eps):
    """Algorithm 1 of Kingma and Ba (2015)."""
    mean = square = 0.0
    values = []
    for t, gradient in enumerate(gradients, 1):
        mean = beta1 * mean + (1 - beta1) * gradient
        square = beta2 * square + (1 - beta2) * gradient * gradient
        corrected_mean = mean / (1 - beta1**t)
        corrected_square = square / (1 - beta2**t)
        value -= rate * corrected_mean / (math.sqrt(corrected_square) + eps)
        values.append(value)
    return values


def momentum_of_one_number(value, gradients, rate, momentum):
    velocity = 0.0
    values = []
    for gradient in gradients:
        velocity = momentum * velocity - rate * gradient
        value += velocity
        values.append(value)
    return values


@pytest.mark.parametrize(("beta1", "beta2", "eps"), [(0.9, 0.999, 1e-8), (0.5, 0.75, 0.125), (0.0, 0.9, 1e-8)])
def test_adam_is_its_algorithm(case, beta1, beta2, eps):
    parameters, gradients = case
    taken = path(Adam(0.02, beta1=beta1, beta2=beta2, eps=eps), parameters, gradients)
    columns = zip(in_a_row(parameters), zip(*map(in_a_row, gradients), strict=True), strict=True)
    expected = [adam_of_one_number(value, each, 0.02, beta1, beta2, eps) for value, each in columns]
    np.testing.assert_allclose(taken, np.transpose(expected), rtol=1e-12)


def test_the_first_step_of_adam_is_the_learning_rate_whatever_the_gradient():
    weight, gradient = np.zeros(4), np.array([1e-3, -1e-3, 5.0, -2e4])
    Adam(0.01).step([("weight", weight, gradient)])
    np.testing.assert_allclose(weight, [-0.01, 0.01, -0.01, 0.01], rtol=1e-4)


@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_sgd_is_its_formula(case, momentum):
    parameters, gradients = case
    taken = path(SGD(0.05, momentum=momentum), parameters, gradients)
    columns = zip(in_a_row(parameters), zip(*map(in_a_row, gradients), strict=True), strict=True)
    expected = [momentum_of_one_number(value, each, 0.05, momentum) for value, each in columns]
    np.testing.assert_allclose(taken, np.transpose(expected), rtol=1e-12)
