"""The course's convolution as a forecaster: one pointwise nonlinearity, one correlation over the window, one skip.

That is the form of the exact solution of the Mackey-Glass equation, derived in notebook 12. The layers are those of
`convnb.models.network`, so `fit` and `fit_lbfgs` train it like any other. `fit_projected` does it in a few seconds: the
second layer is linear, so the best weights for any first layer are known, and only the first is searched for.
"""

from dataclasses import dataclass

import numpy as np

from ...ops.checks import as_array, whole_number
from ..network import Conv1d, History, Tanh, fit_lbfgs, mean_squared_error
from .baselines import ridge
from .forecaster import Forecaster, Scaling, windows

LENGTH, CHANNELS, PENALTY, STEPS = 31, 8, 1e-10, 150
"""What `cnn` takes unless told: checked by forecasts of series[700:800], learning from series[:700]. There 31 did
better than 34 and 40, 8 channels better than 4 and 6 and as well as 12 and 16; smaller penalties as well."""


class ForecastNetwork:
    """From windows z, (N, length), of normalised values to the next `horizon`, (N, horizon), in float64:

    y[i, h] = bias[h] + skip[h] z[i, length - 1]
              + sum over c, j of weight[h, c, j] tanh(slope[c] z[i, j] + offset[c])

    Layers: `pointwise`, Conv1d(1, channels, 1), whose weights are slope and offset: it looks at one value at a time;
    Tanh; `correlation`, Conv1d(channels, horizon, length), which fits into the window exactly once; and `skip`. At
    first the slopes lie between 1 and 3, every unit turns (slope z + offset = 0) somewhere in -2 .. 2, one in each of
    `channels` equal parts, and the second layer is zero: it adds nothing yet.

    Parameters: length, horizon, channels, int >= 1; rng, a numpy.random.Generator, for slopes and offsets.
    """

    def __init__(self, length, horizon=14, *, channels=CHANNELS, rng):
        self.length, self.horizon = whole_number(length, "length", 1), whole_number(horizon, "horizon", 1)
        self.pointwise = Conv1d(1, channels, 1, rng=rng, dtype=np.float64)
        self.tanh = Tanh()
        self.correlation = Conv1d(channels, horizon, length, rng=rng, dtype=np.float64)
        self.skip, self.grad_skip = np.zeros(horizon), None
        turns = -2 + 4 * (np.arange(channels) + rng.uniform(0, 1, channels)) / channels
        self.pointwise.weight[:, 0, 0] = rng.uniform(1, 3, channels)
        self.pointwise.bias[:] = -self.pointwise.weight[:, 0, 0] * turns
        self.correlation.weight[:] = 0

    def hidden(self, z):
        """(N, channels, length): the output of every unit at every value of the windows, (N, length)."""
        z = as_array(z, "z", (2,))
        if z.shape[1] != self.length:
            raise ValueError(f"the network takes windows of {self.length} values, got shape {z.shape}")
        return self.tanh.forward(self.pointwise.forward(z[:, None, :]))

    def forward(self, z):
        hidden = self.hidden(z)
        self.newest = z[:, -1]
        return self.correlation.forward(hidden)[:, :, 0] + np.outer(self.newest, self.skip)

    def backward(self, grad_y):
        """The gradient of z; the layers then hold those of their parameters, and grad_skip that of skip."""
        self.grad_skip = grad_y.T @ self.newest
        grad_hidden = self.correlation.backward(grad_y[:, :, None])
        grad_z = self.pointwise.backward(self.tanh.backward(grad_hidden))[:, 0]
        grad_z[:, -1] += grad_y @ self.skip
        return grad_z

    def parameters(self):
        """(name, array, gradient) of everything learned, as `Sequential.parameters`."""
        yield from self.pointwise.parameters("pointwise")
        yield from self.correlation.parameters("correlation")
        yield "skip", self.skip, self.grad_skip

    def describe(self):
        """The network as data, for a program that computes it elsewhere, no copies: slope and offset, (channels,);
        weight, (horizon, channels, length); bias and skip, (horizon,)."""
        return {
            "slope": self.pointwise.weight[:, 0, 0],
            "offset": self.pointwise.bias,
            "weight": self.correlation.weight,
            "bias": self.correlation.bias,
            "skip": self.skip,
        }

    def __repr__(self):
        return f"ForecastNetwork({self.length}, {self.horizon}, channels={len(self.pointwise.bias)})"


# --- training -----------------------------------------------------------------------------------------------------


def fit_projected(network, z, y, *, steps=STEPS, penalty=PENALTY, progress=True):
    """Trains a `ForecastNetwork` in place: L-BFGS for the first layer, ridge regression for the second at every step.

    For given slopes and offsets the best weight, bias and skip solve a linear problem, so the loss is a function of the
    2 * channels numbers of the first layer alone: loss = min over the second layer of the mean of (network(z) - y)^2
    + penalty / horizon * sum of (weight^2 + skip^2). At that minimum the derivatives by the second layer are zero, so
    the gradient by the first is the ordinary backward pass with the second held. Returns the `History` of this loss.

    Parameters: z, (N, length), and y, (N, horizon), normalised; steps, the most of L-BFGS; penalty, > 0, which keeps
    the weights small where neighbouring lags can stand in for each other; progress, whether to show a bar.
    Raises ValueError for shapes that do not fit and a penalty that is not positive.
    Source: Golub and Pereyra, The differentiation of pseudo-inverses (1973), variable projection; notebook 12.
    """
    y = as_array(y, "y", (2,))
    if not penalty > 0:
        raise ValueError(f"penalty must be greater than 0, got {penalty}")
    if y.shape[1] != network.horizon:
        raise ValueError(f"y must have the network's {network.horizon} columns, got shape {y.shape}")
    projected = _Projected(network, y, penalty)
    history = fit_lbfgs(projected, z, y, steps=steps, loss=projected.loss, progress=progress)
    projected.forward(z)  # L-BFGS may have tried another point last
    return history


class _Projected:
    """A network whose second layer is always the best for its first: only the first has parameters to search for.

    The kernel fits into the window once, so the second layer is a product with one matrix, and is computed as such.
    """

    def __init__(self, network, y, penalty):
        self.network, self.y, self.penalty = network, y, penalty

    def forward(self, z):
        network, self.hidden = self.network, self.network.hidden(z)
        features = np.hstack([self.hidden.reshape(len(z), -1), z[:, -1:]])
        self.weight, bias = ridge(features, self.y, self.penalty)
        network.correlation.weight[:] = self.weight[:-1].T.reshape(network.correlation.weight.shape)
        network.correlation.bias[:], network.skip[:] = bias, self.weight[-1]
        return features @ self.weight + bias

    def backward(self, grad_y):
        grad_hidden = (grad_y @ self.weight[:-1].T).reshape(self.hidden.shape)
        return self.network.pointwise.backward(self.network.tanh.backward(grad_hidden))

    def parameters(self):
        return self.network.pointwise.parameters("pointwise")

    def loss(self, y, target):
        value, grad_y = mean_squared_error(y, target)
        return value + self.penalty / self.network.horizon * float(np.sum(self.weight**2)), grad_y


# --- a forecaster -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False, repr=False)
class NetworkForecaster(Forecaster):
    """A `Forecaster` with its network, the scaling of its inputs and outputs, and the history of its training."""

    network: ForecastNetwork
    scaling: Scaling
    history: History | None = None

    def describe(self):
        """All that is needed to compute it elsewhere: the network's `describe()`, and mean and deviation."""
        return {**self.network.describe(), "mean": self.scaling.mean, "deviation": self.scaling.deviation}


def as_forecaster(network, scaling, *, name=None, history=None):
    """A trained `ForecastNetwork` as a `NetworkForecaster`, which takes and gives values in units of x."""
    name = name or f"CNN, L = {network.length}"

    def in_units_of_x(x):
        return scaling.undo(network.forward(scaling.apply(x)))

    return NetworkForecaster(name, network.length, network.horizon, in_units_of_x, network, scaling, history)


def cnn(training, *, rng, length=LENGTH, horizon=14, channels=CHANNELS, steps=STEPS, penalty=PENALTY, progress=True):
    """A `ForecastNetwork` that has learned from `training`, (n,), and from nothing else, by `fit_projected`.

    Parameters: rng, a numpy.random.Generator, for the first slopes and offsets; the others as in `ForecastNetwork` and
    `fit_projected`. Returns a NetworkForecaster. Raises ValueError as `windows` does.
    """
    scaling = Scaling.of(training)
    z, y = windows(scaling.apply(np.asarray(training, dtype=np.float64)), length, horizon)
    network = ForecastNetwork(length, horizon, channels=channels, rng=rng)
    history = fit_projected(network, z, y, steps=steps, penalty=penalty, progress=progress)
    return as_forecaster(network, scaling, history=history)
