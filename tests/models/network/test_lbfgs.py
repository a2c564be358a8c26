"""L-BFGS on problems with a known answer, stopped, interrupted, and where it cannot begin."""

import numpy as np
import pytest

from convnb.models.network import (
    Diverged,
    History,
    Linear,
    Sequential,
    Tanh,
    fit_lbfgs,
    mean_squared_error,
    softmax_cross_entropy,
)
from convnb.models.network.training import assign, flat


def line():
    """A linear layer and data that it can fit exactly: y = 2 a - 3 b + 0.5."""
    x = np.random.default_rng(4).normal(size=(30, 2))
    y = x @ np.array([[2.0], [-3.0]]) + 0.5
    return Sequential(Linear(2, 1, rng=np.random.default_rng(5), dtype=np.float64)), x, y


def test_lbfgs_finds_the_exact_solution():
    trained, x, y = line()
    history = fit_lbfgs(trained, x, y, steps=40, progress=False)
    np.testing.assert_allclose(flat(array for _, array, _ in trained.parameters()), [2, -3, 0.5], atol=1e-7)
    assert history.step_losses == sorted(history.step_losses, reverse=True)
    assert len(history.step_losses) <= 40
    assert mean_squared_error(trained.forward(x), y)[0] == pytest.approx(history.step_losses[-1], abs=1e-15)


def test_lbfgs_stops_where_it_is_told_and_takes_another_loss():
    rng = np.random.default_rng(6)
    trained = Sequential(Linear(4, 5, rng=rng, dtype=np.float64), Tanh(), Linear(5, 3, rng=rng, dtype=float))
    x, labels = rng.normal(size=(30, 4)), rng.integers(0, 3, 30)
    before = softmax_cross_entropy(trained.forward(x), labels)[0]
    history = fit_lbfgs(trained, x, labels, steps=5, loss=softmax_cross_entropy, progress=False)
    assert len(history.step_losses) == 5
    assert history.step_losses[-1] < 0.8 * before


def test_lbfgs_interrupted_keeps_its_best_step():
    trained, x, y = line()
    calls = []

    def loss(output, target):
        calls.append(1)
        if len(calls) == 6:
            raise KeyboardInterrupt
        return mean_squared_error(output, target)

    history = fit_lbfgs(trained, x, y, steps=40, loss=loss, progress=False)
    assert history.interrupted
    assert mean_squared_error(trained.forward(x), y)[0] == pytest.approx(history.step_losses[-1])


def test_lbfgs_says_where_it_cannot_begin():
    trained, x, y = line()
    with pytest.raises(Diverged, match="the loss is nan before the first step") as caught:
        fit_lbfgs(trained, np.full_like(x, np.nan), y, steps=3, progress=False)
    assert caught.value.history == History()


def test_lbfgs_needs_examples():
    trained, x, y = line()
    with pytest.raises(ValueError, match="equally many examples, at least one, got 30 and 29"):
        fit_lbfgs(trained, x, y[:29], steps=1)
    with pytest.raises(ValueError, match="steps must be at least 1, got 0"):
        fit_lbfgs(trained, x, y, steps=0)


def test_flat_and_assign_are_inverse():
    trained, *_ = line()
    assign(trained, np.array([1.0, 2.0, 3.0]))
    np.testing.assert_array_equal(trained.layers[0].weight, [[1, 2]])
    np.testing.assert_array_equal(trained.layers[0].bias, [3])
    np.testing.assert_array_equal(flat(array for _, array, _ in trained.parameters()), [1, 2, 3])


def test_the_bar_of_lbfgs(capsys):
    trained, x, y = line()
    fit_lbfgs(trained, x, y, steps=3)
    assert "loss " in capsys.readouterr().out.split("\r")[-1]
