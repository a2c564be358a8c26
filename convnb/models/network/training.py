"""Training: forward, loss, backward, update, again and again; with a progress bar, and a way to stop.

A network is anything with forward, backward and parameters, and perhaps learn, see `Sequential`. A loss is a function
of what forward returned and of the targets, which returns a number and its gradient, see `losses`. Used in notebooks 11
and 12.
"""

import sys
import time
from dataclasses import dataclass, field

import numpy as np

from ...ops.checks import as_regular, whole_number
from .layers import learn_from
from .losses import mean_squared_error, softmax_cross_entropy

AT_ONCE = 250  # examples that go through a network together in an evaluation


@dataclass
class History:
    """What happened during a training, every list one entry longer after every step or every complete epoch.

    step_losses: the loss of each batch before its update. Per epoch: losses, the mean over its examples, and
    accuracies, the share of them that was right when their turn came; validation_losses and validation_accuracies
    after the epoch; seconds. Accuracies, from 0 to 1, exist where the targets are integers, that is labels.
    interrupted: whether it was stopped. The network keeps what it had learned by then.
    """

    step_losses: list = field(default_factory=list)
    losses: list = field(default_factory=list)
    accuracies: list = field(default_factory=list)
    validation_losses: list = field(default_factory=list)
    validation_accuracies: list = field(default_factory=list)
    seconds: list = field(default_factory=list)
    interrupted: bool = False

    def __repr__(self):
        parts = [f"{len(self.losses)} epochs", f"{len(self.step_losses)} steps"]
        parts += [f"loss {losses[-1]:.4g}" for losses in [self.losses or self.step_losses] if losses]
        parts += [f"accuracy {share:.2%}" for share in self.accuracies[-1:]]
        parts += [f"validation accuracy {share:.2%}" for share in self.validation_accuracies[-1:]]
        parts += [f"{sum(self.seconds):.1f} s"] + ["interrupted"] * self.interrupted
        return f"History({', '.join(parts)})"


class Diverged(FloatingPointError):
    """The loss is no longer a finite number. `history` is the History until then."""

    def __init__(self, message, history):
        super().__init__(message)
        self.history = history


def fit(
    network,
    x,
    y,
    *,
    epochs,
    batch_size,
    optimiser,
    rng,
    loss=softmax_cross_entropy,
    augment=None,
    anneal=False,
    validation=None,
    progress=True,
):
    """Trains the network in place. Returns the `History`.

    An epoch: the examples are shuffled and cut into batches; each goes forward and backward once, and the optimiser
    takes one step. Interrupting (the stop button, Ctrl+C) keeps the weights of that moment.

    Parameters: x, (N, ...); y, N targets; epochs and batch_size, int (a last, smaller batch counts too); optimiser,
    such as `Adam()`; rng, a numpy.random.Generator, the only source of randomness; loss, see above; augment, a function
    (x of a batch, rng) -> x that alters the examples each time they are learned, such as `random_shifts`; anneal,
    whether the learning rate falls in equal steps from epoch to epoch, in epoch e = 0, 1, ... to (1 - e / epochs) of
    itself; validation, (x, y) to be evaluated after every epoch, never learned from; progress, whether to show a bar.
    Raises ValueError for sizes that do not fit, and Diverged, a FloatingPointError, where the loss becomes inf or NaN.
    """
    x, y = _examples(x, y)
    epochs, batch_size = whole_number(epochs, "epochs", 1), whole_number(batch_size, "batch_size", 1)
    history, rate = History(), optimiser.learning_rate
    with _bar(epochs * -(-len(x) // batch_size), progress) as bar, _quiet():
        try:
            for epoch in range(epochs):
                bar.set_description(f"epoch {epoch + 1}/{epochs}")
                optimiser.learning_rate = rate * (1 - epoch / epochs if anneal else 1)
                order = rng.permutation(len(x))
                batches = [order[first : first + batch_size] for first in range(0, len(x), batch_size)]
                altered = ((x[b] if augment is None else augment(x[b], rng), y[b]) for b in batches)
                _epoch(network, altered, optimiser, loss, history, bar)
                if validation is not None:
                    value, share = evaluate(network, *validation, loss=loss)
                    history.validation_losses.append(value)
                    history.validation_accuracies += [] if share is None else [share]
        except KeyboardInterrupt:
            history.interrupted = True
        finally:
            optimiser.learning_rate = rate
    return history


def _epoch(network, batches, optimiser, loss, history, bar):
    start, seen, total, right = time.perf_counter(), 0, 0.0, 0
    for x, y in batches:
        output = network.forward(x)
        value, grad_output = loss(output, y)
        history.step_losses.append(value)
        if not np.isfinite(value):
            raise Diverged(_what_happened(history, optimiser), history)
        learn_from(network, grad_output)
        optimiser.step(network.parameters())
        seen, total = seen + len(y), total + value * len(y)
        right += _right(output, y) if _labels(y) else 0
        bar.set_postfix_str(f"loss {total / seen:.4f}" + f", accuracy {right / seen:.1%}" * _labels(y), refresh=False)
        bar.update()
    history.losses.append(total / seen)
    history.accuracies += [right / seen] * _labels(y)
    history.seconds.append(time.perf_counter() - start)


def _what_happened(history, optimiser):
    step, rate = len(history.step_losses), optimiser.learning_rate
    return (
        f"the loss is {history.step_losses[-1]} in epoch {len(history.losses) + 1}, step {step}; in step 1 it was "
        f"{history.step_losses[0]:.3g}. The learning rate {rate:g} is too large for this network and its inputs: "
        f"start again with a new network and {rate / 10:g}"
    )


# --- evaluation ---------------------------------------------------------------------------------------------------


def accuracy(network, x, labels):
    """The share of examples, from 0 to 1, whose largest score is that of their label."""
    return evaluate(network, x, labels)[1]


def evaluate(network, x, y, *, loss=softmax_cross_entropy):
    """(loss, accuracy) over all examples, AT_ONCE at a time; accuracy is None unless y holds labels, that is integers.

    Raises ValueError unless x and y hold equally many examples, at least one.
    """
    x, y = _examples(x, y)
    total, right = 0.0, 0
    for first in range(0, len(x), AT_ONCE):
        share = slice(first, first + AT_ONCE)
        output = network.forward(x[share])
        total += loss(output, y[share])[0] * len(output)
        right += _right(output, y[share]) if _labels(y) else 0
    return total / len(x), right / len(x) if _labels(y) else None


def _labels(y):
    return y.dtype.kind in "ui"


def _right(scores, labels):
    return int(np.count_nonzero(scores.argmax(axis=1) == labels))


# --- L-BFGS -------------------------------------------------------------------------------------------------------


def fit_lbfgs(network, x, y, *, steps, loss=mean_squared_error, memory=20, progress=True):
    """Trains the network in place on all examples at once with SciPy's L-BFGS. Returns the `History`, a loss per step.

    L-BFGS learns the curvature of the loss from its last `memory` steps and searches along each direction for a better
    point: far fewer steps than Adam where the loss is smooth and the data are few. Use dtype=np.float64 for the layers
    and for x: in float32 it soon cannot tell better from worse. It stops early where it finds no better point.

    Parameters: as in `fit`; steps, the most it takes; one step may call the network several times.
    Raises ValueError for sizes that do not fit, and Diverged where the loss at the start is no finite number.
    """
    from scipy.optimize import minimize  # here, since it takes longer to load than all the rest

    x, y = _examples(x, y)
    history, start, best = History(), time.perf_counter(), flat(array for _, array, _ in network.parameters())

    def loss_and_gradient(vector):
        assign(network, vector)
        value, grad_output = loss(network.forward(x), y)
        learn_from(network, grad_output)
        return value, flat(gradient for _, _, gradient in network.parameters())

    value = loss_and_gradient(best)[0]
    if not np.isfinite(value):
        raise Diverged(f"the loss is {value} before the first step: look at x, y and the weights", history)

    def after_step(intermediate_result):
        nonlocal best
        best = intermediate_result.x.copy()
        history.step_losses.append(float(intermediate_result.fun))
        bar.set_postfix_str(f"loss {history.step_losses[-1]:.3g}", refresh=False)
        bar.update()

    options = {"maxiter": steps, "maxfun": 20 * steps, "maxcor": memory, "ftol": 0, "gtol": 0}
    with _bar(whole_number(steps, "steps", 1), progress) as bar, _quiet():
        try:
            minimize(loss_and_gradient, best, jac=True, method="L-BFGS-B", callback=after_step, options=options)
        except KeyboardInterrupt:
            history.interrupted = True
    assign(network, best)
    history.seconds.append(time.perf_counter() - start)
    return history


def flat(arrays):
    """All entries of these arrays in one float64 vector."""
    return np.concatenate([array.ravel() for array in arrays]).astype(np.float64)


def assign(network, vector):
    """Gives a network the parameters that `flat` put into one vector."""
    first = 0
    for _, array, _ in network.parameters():
        array[...] = vector[first : first + array.size].reshape(array.shape)
        first += array.size


# --- what both share ----------------------------------------------------------------------------------------------


def _examples(x, y):
    x, y = as_regular(x, "x"), as_regular(y, "y")
    if len(x) != len(y) or len(x) == 0:
        raise ValueError(f"x and y must hold equally many examples, at least one, got {len(x)} and {len(y)}")
    return x, y


def _bar(steps, shown):
    """On stdout, where JupyterLab gives it no red background."""
    from tqdm import tqdm  # here, so that losses and layers need NumPy alone

    return tqdm(total=steps, disable=not shown, file=sys.stdout, unit=" steps", ncols=110)


def _quiet():
    """No warnings where a number grows too large: the loss is checked after every step."""
    return np.errstate(all="ignore")
