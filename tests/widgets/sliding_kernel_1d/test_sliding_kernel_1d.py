"""SlidingKernel1D on Python's side: traits, results, repr, fallback."""

import numpy as np
import pytest
from scipy import signal
from traitlets import TraitError

from convnb.widgets import SlidingKernel1D


def test_the_worked_numbers_of_the_course():
    widget = SlidingKernel1D(mode="valid")
    assert widget.output.tolist() == [2, 5, 8]
    widget.flip = True
    assert widget.output.tolist() == [1, 4, 7]
    assert widget.sliding_kernel.tolist() == [2, 1]


@pytest.mark.parametrize("mode", ["full", "same", "valid"])
@pytest.mark.parametrize(("n", "k"), [(6, 3), (5, 4), (4, 4), (3, 5), (2, 5), (1, 1)])
def test_modes_have_scipys_centres_and_starts_say_where(mode, n, k):
    rng = np.random.default_rng(n * 10 + k)
    x, w = rng.integers(-5, 6, n).astype(float), rng.integers(-5, 6, k).astype(float)
    for flip, oracle in ((False, signal.correlate), (True, signal.convolve)):
        widget = SlidingKernel1D(x, w, mode=mode, flip=flip)
        np.testing.assert_allclose(widget.output, oracle(x, w, mode), atol=1e-12)
        padded = np.pad(x, k)
        sums = [padded[start + k : start + 2 * k] @ widget.sliding_kernel for start in widget.starts]
        np.testing.assert_allclose(sums, widget.output, atol=1e-12)


def test_the_picture_survives_any_position():
    row = SlidingKernel1D(position=99, flip=True, mode="same")
    assert row.figure().alt.startswith("Convolution, mode same")
    assert "Result 3 is 7;" in row.figure().alt


def test_repr_writes_short_lists():
    assert repr(SlidingKernel1D([2, 2], mode="same")) == "SlidingKernel1D(signal=[2, 2], mode='same')"


@pytest.mark.parametrize(
    ("trait", "value", "words"),
    [
        ("signal", [[1, 2]], r"signal must be a list.*2-D with shape \(1, 2\)"),
        ("signal", [], r"signal must be a list of at least one.*shape \(0,\)"),
        ("kernel", 3, "kernel must be a list.*0-D"),
        ("kernel", "edge", "kernel must be a list.*str"),
        ("kernel", [1, [2]], "kernel must be a regular array, got list: its parts differ in length"),
        ("kernel", [1j], "kernel must be a list"),
        ("kernel", None, "kernel must be a list"),
    ],
)
def test_a_wrong_list_is_a_value_error_with_the_trait(trait, value, words):
    widget = SlidingKernel1D()
    with pytest.raises(ValueError, match=words):
        setattr(widget, trait, value)
    assert widget.output.tolist() == [0, 2, 5, 8, 3]


def test_a_wrong_word_is_refused():
    with pytest.raises(TraitError, match="middle"):
        SlidingKernel1D(mode="middle")
