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


def test_every_example_of_the_aligner_can_be_drawn():
    for source in SignalAligner().signals:
        assert abs(SignalAligner(source=source).best.score) > 0.5, source
