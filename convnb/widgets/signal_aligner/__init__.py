"""SignalAligner: one signal is dragged against another. The browser side is index.js."""

import numpy as np
from traitlets import TraitError, validate

from ...datasets import ECG_RATE, ecg
from ...figures.signals import aligner_panels
from ...models.signals import delayed, noise_burst, sine_cosine, two_recordings
from ...ops.checks import is_finite_number, written
from ...ops.correlation import align, alignment_scores, correlate, correlation_lags
from ..kit.base import CourseWidget
from ..kit.settings import read_settings
from ..kit.traits import Flag, Record, Text, Whole, as_numbers

SETTINGS = read_settings(__file__)
OWN = "your signals"


class SignalAligner(CourseWidget):
    """Two signals over one time axis: drag the second, and the correlation at that lag is traced.

        c[lag] = sum_t x[t] y[t + lag], samples outside a signal counting as zero

    or, where `normalized` is true, the score of convnb.ops.correlation.alignment_scores, from -1 to 1.

    Parameters
    ----------
    x, y : (n,) and (m,) arrays, both or neither. Without them the course's examples can be chosen in the widget.
    rate : samples per second, or None to count in samples. From 3,000 up the signals can be heard.
    source : str. Which pair of `signals` is shown.
    lag : int, from -(n - 1) to m - 1. Positive: what x has at t comes in y at t + lag, later.
    normalized : bool. Divide by both sizes, so that the loudest part does not win by being loud.

    Raises ValueError if only one of x and y is given, or one is not 1-D, empty or no real numbers. Source: notebook 01.
    """

    module = "signal_aligner/index.js"
    shown = ("source", "lag", "normalized")
    measures = ("lag", "value")

    signals = Record()
    source = Text(**SETTINGS["source"])
    lag = Whole(**SETTINGS["lag"])
    normalized = Flag(**SETTINGS["normalized"])

    def __init__(self, x=None, y=None, *, rate=None, **traits):
        if (x is None) != (y is None):
            raise ValueError("SignalAligner needs both x and y, or neither for the course's examples")
        signals = examples() if x is None else {OWN: pair(x, y, rate)}
        super().__init__(signals=signals, **{"source": next(iter(signals)), **traits})
        self._given = [name for name, one in (("x", x), ("y", y), ("rate", rate)) if one is not None]

    @validate("signals")
    def _are_pairs(self, proposal):
        for name, one in proposal["value"].items():
            if not isinstance(name, str) or not _is_pair(one):
                raise TraitError(
                    f"signals must be pairs by their names, as `pair` makes them; got another at {written(name)}"
                )
        return proposal["value"]

    @property
    def x(self):
        """The first signal of the pair that is shown, (n,) float32."""
        return self._samples("x")

    @property
    def y(self):
        """The second signal of the pair that is shown, (m,) float32."""
        return self._samples("y")

    @property
    def rate(self):
        """Samples per second of the pair that is shown, or None."""
        return self._shown()["rate"]

    @property
    def curve(self):
        """(lags, values): the correlation at every lag, normalised or not as the widget shows it."""
        x, y = self.x.astype(float), self.y.astype(float)
        if self.normalized:
            return alignment_scores(x, y)
        return correlation_lags(y.size, x.size), correlate(y, x)

    @property
    def best(self):
        """Alignment(lag, score): where the signals match best, whatever lag is shown."""
        return align(self.x, self.y)

    def _measured(self, name):
        """The lag, or what the curve is there."""
        lags, values = self.curve
        lag = int(np.clip(self.lag, lags[0], lags[-1]))
        return lag if name == "lag" else values[lag - lags[0]]

    def draw(self):
        lags, values = self.curve
        what = "normalised correlation" if self.normalized else "sum of products"
        lag = self._measured("lag")
        return aligner_panels(self.x, self.y, lag, lags, values, rate=self.rate, ylabel=what)

    def _shown(self):
        if self.source not in self.signals:
            raise ValueError(
                f"no pair of signals is named {written(self.source)}; there are {written(list(self.signals))}"
            )
        return self.signals[self.source]

    def _samples(self, name):
        return np.frombuffer(self._shown()[name], dtype="<f4")


def _is_pair(one):
    """Whether it is what `pair` returns."""
    samples = [one.get(name) for name in "xy"] if isinstance(one, dict) else [None]
    if not all(isinstance(part, bytes) and part and len(part) % 4 == 0 for part in samples):
        return False
    return one.get("rate") is None or (is_finite_number(one["rate"]) and one["rate"] > 0)


def pair(x, y, rate):
    """Two signals as they travel to the browser: float32 bytes, and the rate."""
    if rate is not None and not (is_finite_number(rate) and rate > 0):
        raise ValueError(f"rate must be a number of samples per second, or None; got {written(rate)}")
    packed = {"rate": None if rate is None else float(rate)}
    for name, values in (("x", x), ("y", y)):
        values = as_numbers(values, name, "a list of real numbers")
        if values.ndim != 1 or values.size == 0:
            raise ValueError(f"{name} must be 1-D with at least one sample; got shape {values.shape}")
        largest, most = np.abs(values).max(initial=0, where=np.isfinite(values)), np.finfo("f4").max
        if largest > most:
            raise ValueError(f"{name} holds numbers of size {largest:g}; up to {most:g} they are shown")
        packed[name] = values.astype("<f4").tobytes()
    return packed


def examples():
    """The course's pairs: name -> pair."""
    # 60 samples a period, so that a quarter is a whole number, and enough periods that the ends have little weight.
    waves = sine_cosine(360, periods=6)
    hidden = noise_burst(np.random.default_rng(1))
    recordings = two_recordings(np.random.default_rng(2))
    rng = np.random.default_rng(3)
    hiss = rng.normal(size=300)
    return {
        "sine and cosine": pair(waves.f, waves.g, None),
        "quiet pattern, loud noise": pair(hidden.pattern, hidden.recording, None),
        "upside-down copy": pair(hiss, -0.7 * delayed(hiss, 45) + 0.2 * rng.normal(size=300), None),
        "one beat, many heartbeats": heartbeats(),
        "melody, two recorders": pair(recordings.first, recordings.second, recordings.rate),
    }


def heartbeats():
    """The first heartbeat of an electrocardiogram, and three seconds to find it in."""
    heart = ecg()[: 3 * ECG_RATE]
    return pair(heart[40:140], heart, ECG_RATE)
