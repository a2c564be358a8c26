"""ImpulseResponse and SlidingKernel1D on Python's side: traits, results, repr, fallback."""

import json

import numpy as np
import pytest
from scipy import signal
from traitlets import TraitError

from convnb.widgets import ImpulseResponse, SlidingKernel1D


def test_the_worked_numbers_of_the_course():
    assert ImpulseResponse().result.tolist() == [0, 0, 0, 3, 2, 1, 0, 0, 0]
    assert ImpulseResponse([0, 0, 1, 1, 0, 0]).result.tolist() == [0, 0, 3, 5, 3, 1, 0, 0]
    widget = SlidingKernel1D(mode="valid")
    assert widget.output.tolist() == [2, 5, 8]
    widget.flip = True
    assert widget.output.tolist() == [1, 4, 7]
    assert widget.sliding_kernel.tolist() == [2, 1]


def test_copies_and_products_add_up():
    widget = ImpulseResponse([1, -2, 0, 4], [3, 1, -1], tau=2)
    assert widget.copies.tolist() == [[3, 1, -1, 0, 0, 0], [0, -6, -2, 2, 0, 0], [0] * 6, [0, 0, 0, 12, 4, -4]]
    assert widget.copies.sum(axis=0).tolist() == widget.result.tolist()
    assert widget.products.tolist() == [-1, -2, 0, 0]
    assert widget.products.sum() == widget.result[2]


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


def test_pictures_follow_the_view_and_survive_any_position():
    widget = ImpulseResponse(tau=99)
    assert len(widget.figure().axes) == 2
    assert "At τ = 8 it is 0." in widget.figure().alt
    widget.view = "output side"
    assert len(widget.figure().axes) == 4
    row = SlidingKernel1D(position=99, flip=True, mode="same")
    assert row.figure().alt.startswith("Convolution, mode same")
    assert "Result 3 is 7;" in row.figure().alt


def test_repr_writes_short_lists_and_counts_long_ones():
    assert repr(ImpulseResponse()) == "ImpulseResponse()"
    widget = ImpulseResponse([0, 0.5, 1], np.ones(16), tau=0, view="output side")
    assert repr(widget) == "ImpulseResponse(hits=[0, 0.5, 1], response=16 numbers, tau=0, view='output side')"
    assert repr(SlidingKernel1D([2, 2], mode="same")) == "SlidingKernel1D(signal=[2, 2], mode='same')"


@pytest.mark.parametrize(
    ("trait", "value", "words"),
    [
        ("signal", [[1, 2]], r"signal must be a list.*2-D with shape \(1, 2\)"),
        ("signal", [], r"signal must be a list of at least one.*shape \(0,\)"),
        ("kernel", 3, "kernel must be a list.*0-D"),
        ("kernel", "edge", "kernel must be a list.*str"),
        ("kernel", [1, [2]], "kernel must be a list"),
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
    with pytest.raises(TraitError, match="inside"):
        ImpulseResponse(view="inside")


def test_lists_travel_with_nan_and_are_not_shared():
    hits = np.array([1.0, np.nan, np.inf])
    hits.flags.writeable = False
    widget = ImpulseResponse(hits)
    state = widget.get_state()
    assert state["hits"] == [1, None, None]
    json.dumps(state["hits"], allow_nan=False)
    widget.set_state({"hits": [0, None, 2]})
    assert np.isnan(widget.hits[1])
    assert widget.hits[2] == 2
    assert hits[0] == 1
