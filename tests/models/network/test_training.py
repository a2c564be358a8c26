"""Training: it learns, repeats itself, can be stopped, says when it goes wrong; on tiny problems with known answers."""

import copy
import re

import numpy as np
import pytest

from convnb.datasets import digits
from convnb.models.network import (
    SGD,
    Adam,
    Conv2d,
    Diverged,
    Flatten,
    History,
    Linear,
    MaxPool2d,
    ReLU,
    Sequential,
    Tanh,
    accuracy,
    evaluate,
    fit,
    fit_lbfgs,
    mean_squared_error,
    softmax_cross_entropy,
)
from convnb.models.network.training import assign, flat


def network(seed=0, dtype=np.float32):
    rng = np.random.default_rng(seed)
    return Sequential(
        Conv2d(1, 4, 5, stride=2, rng=rng, dtype=dtype),
        ReLU(),
        MaxPool2d(2),
        Flatten(),
        Linear(144, 10, rng=rng, dtype=dtype),
    )


def examples(n, part="train"):
    images, labels = digits(part)
    return images[:n, None], labels[:n]


def weights(trained):
    return np.concatenate([array.ravel() for _, array, _ in trained.parameters()])


def train(trained, n=100, seed=1, **options):
    settings = {"epochs": 2, "batch_size": 32, "optimiser": Adam(1e-2), "progress": False, **options}
    return fit(trained, *examples(n), rng=np.random.default_rng(seed), **settings)


def test_ten_digits_are_learned_by_heart():
    trained = network()
    history = train(trained, n=10, epochs=60, batch_size=5)
    assert accuracy(trained, *examples(10)) == 1
    assert history.losses[-1] < 0.02 < 1 < history.losses[0]


def test_what_was_learned_holds_for_other_digits():
    trained = network()
    train(trained, n=1000, epochs=3)
    assert accuracy(trained, *examples(300, "test")) > 0.8


def test_history_counts_steps_epochs_and_examples():
    trained, validation = network(), examples(40, "test")
    before = copy.deepcopy(trained)
    history = train(trained, n=100, epochs=3, optimiser=SGD(1e-9), validation=validation)  # does as good as nothing
    assert len(history.step_losses) == 3 * 4  # 32 + 32 + 32 + 4 examples
    assert [len(values) for values in (history.losses, history.accuracies, history.seconds)] == [3, 3, 3]
    assert not history.interrupted
    loss, share = evaluate(before, *examples(100))
    np.testing.assert_allclose(history.losses, loss, rtol=1e-5)  # a mean over examples, not over batches
    np.testing.assert_allclose(history.accuracies, share)
    loss, share = evaluate(before, *validation)
    np.testing.assert_allclose(history.validation_losses, [loss] * 3, rtol=1e-5)
    assert history.validation_accuracies == [share] * 3
    assert re.fullmatch(
        r"History\(3 epochs, 12 steps, loss [\d.]+, accuracy [\d.]+%, validation accuracy [\d.]+%, [\d.]+ s\)",
        repr(history),
    )


def test_evaluate_takes_shares_and_means_all():
    trained, (x, labels) = network(), examples(620)
    scores = trained.forward(x)
    loss, share = evaluate(trained, x, labels)
    assert loss == pytest.approx(softmax_cross_entropy(scores, labels)[0], rel=1e-5)
    assert share == accuracy(trained, x, labels) == np.mean(scores.argmax(axis=1) == labels)


def test_the_same_seed_learns_the_same():
    first, again, other = network(), network(), network()
    histories = [train(first), train(again), train(other, seed=2)]
    np.testing.assert_array_equal(weights(first), weights(again))
    assert histories[0].step_losses == histories[1].step_losses
    assert (weights(first) != weights(other)).any()


def test_every_example_is_learned_once_per_epoch_and_in_a_new_order():
    seen = []

    def note(x, rng):
        seen.append(x[:, 0, 0, 0].copy())
        return x

    x, labels = examples(50)
    x[:, 0, 0, 0] = np.arange(50)
    options = {"epochs": 2, "batch_size": 20, "optimiser": Adam(), "augment": note, "progress": False}
    fit(network(), x, labels, rng=np.random.default_rng(3), **options)
    first, second = np.concatenate(seen[:3]), np.concatenate(seen[3:])
    assert [len(batch) for batch in seen] == [20, 20, 10] * 2
    np.testing.assert_array_equal(np.sort(first), np.arange(50))
    np.testing.assert_array_equal(np.sort(second), np.arange(50))
    assert (first != second).any()


def test_data_are_not_changed():
    (x, labels), trained = examples(40), network()
    before = x.copy(), labels.copy()
    fit(trained, x, labels, epochs=1, batch_size=40, optimiser=Adam(), rng=np.random.default_rng(0), progress=False)
    np.testing.assert_array_equal(x, before[0])
    np.testing.assert_array_equal(labels, before[1])


class Stopping(SGD):
    """Somebody presses stop in the middle of a step."""

    def step(self, parameters):
        self.left -= 1
        if self.left == 0:
            raise KeyboardInterrupt
        super().step(parameters)


def test_an_interrupt_keeps_what_was_learned(capsys):
    stopped, whole = network(), network()
    optimiser = Stopping(0.1)
    optimiser.left = 7
    history = train(stopped, epochs=5, optimiser=optimiser, progress=True)
    assert history.interrupted
    assert repr(history).endswith(" s, interrupted)")
    assert len(history.losses) == 1
    assert len(history.step_losses) == 7
    optimiser = Stopping(0.1)
    optimiser.left = -1
    reference = train(whole, epochs=2, optimiser=optimiser)
    assert history.step_losses == reference.step_losses[:7]
    assert (weights(stopped) != weights(network())).any()
    assert (weights(stopped) != weights(whole)).any()
    assert "6/20" in capsys.readouterr().out


def test_divergence_is_said_with_step_loss_and_rate():
    said = r"the loss is (nan|inf) in epoch 1, step \d; in step 1 it was 2\.\d+\. .* rate 1e\+30 .* 1e\+29$"
    with pytest.raises(Diverged, match=said) as caught:
        train(network(), optimiser=SGD(1e30))
    history = caught.value.history
    assert isinstance(caught.value, FloatingPointError)
    assert not np.isfinite(history.step_losses[-1])
    assert np.isfinite(history.step_losses[:-1]).all()
    assert f"step {len(history.step_losses)};" in str(caught.value)


def test_annealing_lowers_the_rate_and_gives_it_back():
    rates = []

    class Noting(SGD):
        def step(self, parameters):
            rates.append(self.learning_rate)

    optimiser = Noting(0.4)
    train(network(), n=64, epochs=4, optimiser=optimiser, anneal=True)
    np.testing.assert_allclose(rates, np.repeat([0.4, 0.3, 0.2, 0.1], 2))
    assert optimiser.learning_rate == 0.4


def test_the_bar_shows_epoch_loss_and_accuracy_on_stdout(capsys):
    train(network(), progress=True)
    out, err = capsys.readouterr()
    last = out.split("\r")[-1]
    assert "epoch 2/2" in last
    assert "8/8" in last
    assert re.search(r"loss \d\.\d{4}, accuracy [\d.]+%", last)
    assert err == ""
    train(network())
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"epochs": 0}, "epochs must be at least 1, got 0"),
        ({"batch_size": 2.5}, "batch_size must be an integer, got 2.5"),
    ],
)
def test_wrong_numbers_are_refused(options, message):
    with pytest.raises(ValueError, match=message):
        train(network(), **options)


def test_examples_and_targets_must_match():
    x, labels = examples(10)
    with pytest.raises(ValueError, match="equally many examples, at least one, got 10 and 9"):
        accuracy(network(), x, labels[:9])
    with pytest.raises(ValueError, match="got 0 and 0"):
        accuracy(network(), x[:0], labels[:0])


@pytest.mark.parametrize("optimiser", [SGD, Adam])
def test_a_learning_rate_must_be_positive(optimiser):
    with pytest.raises(ValueError, match=r"greater than 0, got -0\.1"):
        optimiser(-0.1)


# --- L-BFGS: problems with a known answer, stopped, interrupted, and where it cannot begin --------------------------


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
