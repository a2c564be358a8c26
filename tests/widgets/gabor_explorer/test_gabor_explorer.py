"""GaborExplorer on Python's side: its kernel, responses and tuning, its traits, its repr, its still picture."""

import numpy as np
import pytest
from traitlets import TraitError

from convnb.datasets import photograph
from convnb.models.v1 import gabor_kernel, grating
from convnb.ops.correlation import correlate
from convnb.widgets import GaborExplorer

OWN = {"alpha": 1.5, "beta_x": 0.1, "beta_y": 0.02, "frequency": 1.1, "phase": 0.4, "x0": 2, "y0": -1, "theta": 0.9}


def test_default_is_an_even_kernel_on_the_photographer():
    widget = GaborExplorer()
    corner = photograph("camera")[60:63, 110:113].mean() * 255
    assert widget.image.shape == (128, 128)
    assert widget.image[0, 0] == pytest.approx(corner, abs=0.5)
    expected = gabor_kernel(21, alpha=1, beta_x=0.05, beta_y=0.05, frequency=0.8, phase=0, theta=np.pi / 6)
    np.testing.assert_array_equal(widget.kernel, expected)
    assert widget.response.shape == (108, 108)


def test_kernel_and_partner_follow_the_sliders():
    widget = GaborExplorer(shape=(9, 14), **OWN)
    np.testing.assert_array_equal(widget.pair[0], gabor_kernel((9, 14), **OWN))
    np.testing.assert_array_equal(widget.pair[1], gabor_kernel((9, 14), **{**OWN, "phase": 0.4 + np.pi / 2}))


def test_without_dc_the_weights_add_up_to_zero_also_where_there_are_none():
    widget = GaborExplorer(frequency=0.3)
    assert widget.kernel.sum() > 1
    widget.without_dc = True
    np.testing.assert_allclose(widget.pair.sum(axis=(1, 2)), 0, atol=1e-12)
    widget.alpha = 0
    assert not widget.kernel.any()


def test_response_says_what_the_cell_says():
    image = np.random.default_rng(0).uniform(size=(30, 41))
    widget = GaborExplorer(image, shape=(9, 14), **OWN)
    first, second = (correlate(widget.image / 255, kernel, "valid") for kernel in widget.pair)
    np.testing.assert_allclose(widget.response, first, atol=1e-12)
    widget.cell = "simple"
    np.testing.assert_allclose(widget.response, np.where(first > 0, first, 0), atol=1e-12)
    widget.cell = "complex"
    np.testing.assert_allclose(widget.response, np.sqrt(first**2 + second**2), atol=1e-12)


def test_grating_traces_and_tuning_belong_together():
    widget = GaborExplorer(shape=(15, 23), **OWN, grating_theta=0.9, grating_frequency=1.1, time=12)
    frame = grating((15, 23), frequency=1.1, theta=0.9, phase=-np.pi / 2)  # 12 of 48 frames: a quarter
    np.testing.assert_allclose(widget.grating, frame, atol=1e-12)
    linear, simple, steady = widget.traces
    assert linear[12] == pytest.approx(np.sum(widget.kernel * frame))
    assert steady[12] == pytest.approx(np.hypot(linear[12], np.sum(widget.pair[1] * frame)))
    np.testing.assert_array_equal(simple, np.where(linear > 0, linear, 0))
    assert np.ptp(steady) < 0.02 * steady.mean()
    assert simple.min() == 0
    at, peaks, means = widget.tuning
    assert abs(at[peaks.argmax()] - 0.9) < np.pi / 60
    assert abs(at[means.argmax()] - 0.9) < np.pi / 60
    widget.tuned_by = "frequency"
    assert abs(widget.tuning.at[widget.tuning.simple.argmax()] - 1.1) < np.pi / 60


def test_the_tuning_curve_does_not_depend_on_the_number_that_it_varies():
    widget = GaborExplorer(**OWN)
    before = widget.tuning
    widget.grating_theta = -2.0
    np.testing.assert_array_equal(widget.tuning, before)
    widget.grating_frequency = 0.2
    assert not np.allclose(widget.tuning.simple, before.simple)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ({"alpha": 3}, "alpha"),
        ({"beta_x": -0.1}, "beta_x"),
        ({"frequency": 4.0}, "frequency"),
        ({"theta": np.nan}, "theta must be a finite number"),
        ({"cell": "hyper"}, "cell"),
        ({"tuned_by": "phase"}, "tuned_by"),
        ({"time": 48}, "time"),
    ],
)
def test_numbers_out_of_range_and_unknown_words_are_refused(state, words):
    with pytest.raises(TraitError, match=words):
        GaborExplorer(**state)


def test_a_picture_or_a_shape_that_is_none_is_refused():
    with pytest.raises(ValueError, match="1 to 256 rows and columns"):
        GaborExplorer(np.zeros((257, 10)))
    with pytest.raises(ValueError, match="shape must be a whole number"):
        GaborExplorer(shape=(3, 4, 5))


def test_what_cannot_be_shown_gives_a_sentence_and_recovers():
    widget = GaborExplorer(np.zeros((8, 20)))
    with pytest.raises(ValueError, match=r"kernel \(21, 21\) is larger than the picture \(8, 20\)"):
        _ = widget.response
    assert "is larger than the picture" in widget.figure().alt
    widget.shape = (8, 5)
    assert widget.response.shape == (1, 16)


def test_repr_shows_what_differs_from_the_default():
    assert repr(GaborExplorer()) == "GaborExplorer()"
    widget = GaborExplorer(np.zeros((40, 50)), shape=(9, 15), phase=0.5, cell="complex", time=7)
    assert repr(widget) == "GaborExplorer(image=40x50, shape=[9, 15], phase=0.5, cell='complex', time=7)"


def test_the_still_picture_draws_the_state():
    widget = GaborExplorer(shape=(9, 15), cell="complex", tuned_by="frequency", time=12, grating_frequency=0.6)
    figure = widget.draw()
    drawn = {ax.get_title(loc="left"): ax.images[0].get_array() for ax in figure.axes if ax.images}
    np.testing.assert_array_equal(drawn["kernel 9×15"], widget.kernel)
    np.testing.assert_array_equal(drawn["complex cell"], widget.response)
    traces, tuning = [ax for ax in figure.axes if "grating" in ax.get_xlabel()]
    np.testing.assert_array_equal(traces.lines[0].get_ydata()[:48], widget.traces.simple)
    assert tuning.lines[-1].get_xdata()[0] == 0.6
    np.testing.assert_array_equal(tuning.lines[0].get_ydata(), widget.tuning.simple)
