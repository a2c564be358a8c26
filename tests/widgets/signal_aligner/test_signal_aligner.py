"""SignalAligner on Python's side: own arrays, the course's examples, what is refused."""

import numpy as np
import pytest
from traitlets import TraitError

from convnb.ops.correlation import correlate
from convnb.widgets import SignalAligner


def test_aligner_takes_own_arrays_and_says_what_is_wrong():
    x = [0.0, 1, 2, 0, 0, 0]
    widget = SignalAligner(x, np.roll(x, 2), rate=4000, normalized=True)
    assert repr(widget) == "SignalAligner(source='your signals', normalized=True)"
    assert widget.best.lag == 2
    assert widget.rate == 4000
    lags, values = widget.curve
    assert lags[values.argmax()] == 2
    widget.normalized = False
    assert widget.curve[1].tolist() == pytest.approx(correlate(np.roll(x, 2), x).tolist())
    with pytest.raises(ValueError, match="both x and y"):
        SignalAligner(x)
    with pytest.raises(ValueError, match=r"y must be 1-D.*\(0,\)"):
        SignalAligner(x, [])
    with pytest.raises(ValueError, match=r"x must be 1-D.*\(1, 6\)"):
        SignalAligner([x], x)
    with pytest.raises(TraitError):
        SignalAligner(lag="left")
    widget.source = "gone"
    assert "no pair of signals is named 'gone'" in widget.figure().alt


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"x": np.ma.masked_equal([1, 2, 1e9], 1e9)}, r"x is a masked array.*\.filled\("),
        ({"y": [[1], [2, 3]]}, "y must be a regular array, got list: its parts differ in length"),
        ({"y": ["1", "2"]}, "y must be a list of real numbers; got list: dtype <U1"),
        ({"x": np.array(["2020-01-01"], "M8[D]")}, r"x must be .* datetime64"),
        ({"x": [1j, 2]}, "x must be .* complex128"),
        ({"x": [1e39, np.nan]}, "x holds numbers of size 1e[+]39; up to 3.4"),
        ({"rate": 0}, "rate must be a number of samples per second, or None; got 0"),
        ({"rate": "44100"}, "rate must be a number of samples per second, or None; got '44100'"),
        ({"rate": 10**400}, "rate must be a number"),
    ],
)
def test_signals_and_rates_of_another_kind_are_refused(given, words):
    with pytest.raises(ValueError, match=f"^{words}"):
        SignalAligner(**{"x": [1.0, 2], "y": [1.0, 2], **given})


def test_every_example_of_the_aligner_can_be_drawn():
    for source in SignalAligner().signals:
        assert abs(SignalAligner(source=source).best.score) > 0.5, source
