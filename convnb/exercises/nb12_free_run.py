"""Exercise of notebook 12: a forecaster that lives on its own forecasts."""

import numpy as np

from .grading.model import Exercise, Misconception


def free_run(weights, window, steps):
    """o[k] = sum over j of weights[j] v[j], v being the last len(weights) values of window followed by o[0 .. k-1]."""
    values = list(window)
    for _ in range(steps):
        values.append(sum(w * v for w, v in zip(weights, values[-len(weights) :], strict=True)))
    return values[len(window) :]


def _runs(rng):
    # The first takes one step, so that a loop that never moves its window is right there. Then it must move.
    first = [([-1, 2], [1, 3], 1), ([-1, 2], [2, 3], 3), ([0.5, 1.5], [1, 2], 3), ([2, -1, 1], [3, 1, 2], 3)]
    first += [([0.25, -0.5, 0.5, 1], [4, 1, 3, 2], 5), ([1.5], [3], 4)]
    cases = [(np.array(weights), np.array(window), steps) for weights, window, steps in first]
    for length, steps in rng.integers(3, 8, (4, 2)).tolist():
        weights, window = rng.normal(size=(2, length))
        cases.append((weights, window, steps))
    return cases


def _moving(move):
    """The answer whose window becomes move(window, forecast) after each step."""

    def answer(weights, window, steps):
        forecasts = []
        for _ in range(steps):
            forecasts.append(weights @ window)
            window = move(window, forecasts[-1])
        return np.array(forecasts)

    return answer


def _in_place(window, forecast):
    window = np.roll(window, -1)
    window[-1] = forecast  # an array of whole numbers cuts the fraction off
    return window


def _whole_numbers(weights, window, steps):
    """The forecasts are kept in an array of the window's kind."""
    forecasts = np.zeros(steps, window.dtype)
    for k in range(steps):
        forecasts[k] = weights @ window
        window = np.append(window[1:], forecasts[k])
    return forecasts


def _all_forecasts(weights, window, steps):
    forecasts = []
    for k in range(steps):
        forecasts.append(weights @ np.append(window[k:], forecasts))
    return np.array(forecasts)


def _rolled_back(window, forecast):
    return np.append(np.roll(window, 1)[:-1], forecast)


def _ended(change):
    """The answer change(forecasts, weights, window, steps) of the right forecasts."""
    return lambda weights, window, steps: change(np.array(free_run(weights, window, steps)), weights, window, steps)


FREE_RUN = Exercise(
    id="12.3",
    title="On its own",
    text="A linear forecaster sees the newest values in `window`, the oldest first, and says that the next one is the "
    "sum of `weights[j] * window[j]`. To look further it takes its own forecast for true: the window moves on by "
    "one value, and the forecast is its newest. Write `free_run(weights, window, steps)`: the first `steps` "
    "forecasts. `weights` and `window` have one length.",
    reference=free_run,
    inputs=_runs,
    unit="forecast",
    misconceptions=(
        Misconception(
            _moving(lambda window, forecast: window),
            "You say the same in each step: the window never moves. Drop its oldest value, and append the forecast.",
        ),
        Misconception(
            _moving(lambda window, forecast: np.append(window, forecast)),
            "Your window grows, and no longer fits the weights. Drop its oldest value when you append one.",
        ),
        Misconception(
            _moving(lambda window, forecast: np.append(forecast, window[:-1])),
            "Your forecast goes to the old end of the window, and the newest value is dropped. It is the newest value "
            "now: append it, and drop window[0].",
        ),
        Misconception(
            _moving(lambda window, forecast: np.append(forecast, window[1:])),
            "Your forecast takes the place of the oldest value. All values move on by one place, and the forecast "
            "comes last.",
        ),
        Misconception(
            _moving(lambda window, forecast: np.append(window[:-1], forecast)),
            "You overwrite the newest value. Drop the oldest, window[0], and append the forecast.",
        ),
        Misconception(
            _moving(_rolled_back),
            "Your window moves the wrong way. np.roll(window, -1) brings window[1] to place 0.",
        ),
        Misconception(
            _moving(lambda window, forecast: np.append(window[1:], 0)),
            "The window moves on, but a 0 comes in. Put the forecast there.",
        ),
        Misconception(
            _moving(lambda window, forecast: np.append(window[1:], window[-1])),
            "The window moves on, but its newest value is repeated. Put the forecast there.",
        ),
        Misconception(
            _moving(lambda window, forecast: np.append(window[1:], window[0])),
            "The window goes round in a circle: its oldest value comes back as the newest. Put the forecast there.",
        ),
        Misconception(
            _moving(_in_place),
            "Your window holds whole numbers, and cuts off the fraction of a forecast. Use np.append, or begin with "
            "window.astype(float).",
        ),
        Misconception(
            _whole_numbers,
            "Your forecasts are cut to whole numbers, as the window's are. Begin with window.astype(float), or keep "
            "forecasts in a list.",
        ),
        Misconception(
            _all_forecasts,
            "Right until all of the window are forecasts. From then on drop the oldest forecasts, too: take the last "
            "len(weights) values.",
        ),
        Misconception(
            lambda weights, window, steps: free_run(weights[::-1], window, steps),
            "Your weights are flipped, as in a convolution. weights[0] belongs to window[0], the oldest.",
        ),
        Misconception(
            lambda weights, window, steps: free_run(weights / len(weights), window, steps),
            "You took the mean of the products. The forecast is their sum.",
        ),
        Misconception(
            _ended(lambda forecasts, weights, window, steps: free_run(weights, window, steps + 1)),
            "One forecast too many: `steps` are asked.",
        ),
        Misconception(
            _ended(lambda forecasts, weights, window, steps: forecasts[:-1]),
            "The last forecast is missing: `steps` are asked.",
        ),
        Misconception(
            _ended(lambda forecasts, weights, window, steps: free_run(weights, window, steps + 1)[1:]),
            "The first forecast is missing. Keep it before you move the window.",
        ),
        Misconception(
            _ended(lambda forecasts, weights, window, steps: np.append(window[-1], forecasts[:-1])),
            "Your list begins with the newest known value. It begins with the first forecast.",
        ),
        Misconception(
            _ended(lambda forecasts, weights, window, steps: np.append(window, forecasts)),
            "The known values are in your list, too. Return the forecasts only.",
        ),
        Misconception(
            _ended(lambda forecasts, weights, window, steps: np.append(window, forecasts)[-len(window) :]),
            "This is the window at the end. Keep all forecasts on the way.",
        ),
        Misconception(
            _ended(lambda forecasts, weights, window, steps: forecasts[-1]),
            "This is the last forecast. Keep all of them, in a list.",
        ),
    ),
    hints=(
        "With weights [-1, 2] the forecast goes straight on: after 2, 3 comes 4. Which two values make the one after?",
        "In each step: the sum of the products, keep it, then move the window.",
        "window = np.append(window[1:], forecast) drops the oldest value and takes the forecast in.",
    ),
)
