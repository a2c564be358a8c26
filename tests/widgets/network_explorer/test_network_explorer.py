"""NetworkExplorer on Python's side: what it sends, what it refuses, what it computes. The parity tests do the rest."""

import numpy as np
import pytest
from traitlets import TraitError

from convnb.datasets import digits
from convnb.models.network import Conv1d, Conv2d, Flatten, Linear, MaxPool2d, ReLU, Sequential, softmax
from convnb.widgets import NetworkExplorer

RNG = np.random.default_rng(4)
IMAGES = RNG.integers(0, 256, (5, 9, 12)).astype(np.uint8)


def small(classes=3, channels=1):
    rng = np.random.default_rng(1)
    layers = Conv2d(channels, 2, (3, 2), rng=rng, padding=(1, 0)), ReLU(), MaxPool2d(2), Flatten()
    return Sequential(*layers, Linear(2 * 4 * 5, classes, rng=rng))


def test_default_is_a_small_network_on_the_courses_digits():
    widget = NetworkExplorer()
    assert repr(widget) == "NetworkExplorer(conv2d, relu, max_pool2d, flatten, linear, examples=24)"
    assert widget.input_shape == [1, 28, 28]
    assert widget.class_names == list("0123456789")
    assert widget.probabilities.sum() == pytest.approx(1)
    images, labels = digits("test")
    assert np.mean(widget.network.forward(images[:, None]).argmax(axis=1) == labels) > 0.92
    assert widget.probabilities.argmax() == widget.labels[0]
    assert {tuple(widget.examples[i].ravel()) for i in range(24)} <= {
        tuple(np.rint(255 * image).astype(int).ravel()) for image in digits("test")[0]
    }


def test_the_layers_travel_as_data_and_the_weights_as_bytes():
    network = small()
    widget = NetworkExplorer(network, IMAGES)
    sent = widget.get_state()
    convolution = {"kind": "conv2d", "stride": [1, 1], "padding": [[1, 1], [0, 0]], "dilation": [1, 1]}
    assert sent["layers"][0] == {**convolution, "weight": [2, 1, 3, 2], "bias": [2]}
    assert sent["layers"][2]["kernel_size"] == [2, 2]
    arrays = [array.ravel() for _, array, _ in network.parameters()]
    np.testing.assert_array_equal(np.frombuffer(sent["weights"], "<f4"), np.concatenate(arrays))
    assert sent["drawing"] == {"shape": [1, 9, 12], "levels": IMAGES[0].tobytes()}
    assert sent["examples"] == {"shape": [5, 1, 9, 12], "levels": IMAGES.tobytes()}


def test_scores_are_those_of_the_network_on_the_picture_that_was_moved():
    network = small()
    widget = NetworkExplorer(network, IMAGES, shift=(2, -3))
    expected = np.zeros((9, 12), np.float32)
    expected[2:, :-3] = IMAGES[0, :-2, 3:] / np.float32(255)
    np.testing.assert_array_equal(widget.picture, expected)
    np.testing.assert_allclose(widget.scores, network.forward(expected[None, None])[0], rtol=1e-6)
    np.testing.assert_allclose(widget.probabilities, softmax(widget.scores[None])[0])
    assert [y.shape for y in widget.activations] == [(2, 9, 11), (2, 9, 11), (2, 4, 5), (40,), (3,)]


def test_what_was_drawn_in_the_browser_is_read_back():
    widget = NetworkExplorer(small(), IMAGES)
    drawn = RNG.integers(0, 256, (1, 9, 12)).astype(np.uint8)
    widget.set_state({"drawing": {"shape": [1, 9, 12], "levels": memoryview(drawn.tobytes())}})
    np.testing.assert_array_equal(widget.picture, drawn[0] / np.float32(255))


def test_the_weights_are_copied_and_load_shows_what_was_learned_since():
    network = small()
    widget = NetworkExplorer(network, IMAGES, class_names=["cat", "dog", "eel"])
    before = widget.scores
    network.layers[0].weight += 1
    np.testing.assert_array_equal(widget.scores, before)
    widget.load(network)
    assert not np.allclose(widget.scores, before)
    np.testing.assert_allclose(widget.scores, network.forward(IMAGES[:1, None] / np.float32(255))[0], rtol=1e-6)
    assert np.frombuffer(widget.weights, "<f4")[0] == network.layers[0].weight.flat[0]
    assert widget.class_names == ["cat", "dog", "eel"]
    widget.load(small(classes=4))
    assert widget.class_names == ["0", "1", "2", "3"]
    with pytest.raises(ValueError, match="layer 0"):
        widget.load(small(channels=2))
    assert widget.scores.shape == (4,)


def test_weights_in_double_precision_travel_as_float32():
    network = Sequential(Flatten(), Linear(108, 2, rng=RNG, dtype=np.float64))
    widget = NetworkExplorer(network, IMAGES)
    assert len(widget.weights) == 4 * (108 * 2 + 2)
    assert network.layers[1].weight.dtype == np.float64


def test_of_many_digits_right_ones_of_every_class_and_mistaken_ones_are_offered():
    labels = np.arange(200) % 5
    images = np.zeros((200, 1, 6, 6), np.uint8)
    images[np.arange(200), 0, 0, labels] = 255
    images[100:, 0, 5, 5] = np.arange(100)
    network = Sequential(Flatten(), Linear(36, 5, rng=RNG))
    network.layers[1].weight[:] = np.eye(5, 36)
    labels[50:70] = 0  # most of these are mistaken now
    widget = NetworkExplorer(network, images, labels)
    said = network.forward(widget.examples / np.float32(255)).argmax(axis=1)
    wrong = said != widget.labels
    assert (len(wrong), wrong.sum()) == (24, 12)
    assert wrong.tolist() == sorted(wrong.tolist())
    assert sorted(widget.labels[:10]) == sorted([*range(5)] * 2)
    assert NetworkExplorer(network, images).labels == []
    np.testing.assert_array_equal(NetworkExplorer(network, images).examples, images[:24])


@pytest.mark.parametrize(
    ("images", "words"),
    [
        (np.ones((3, 40, 12)), r"at most 32, got shape \(3, 40, 12\)|at most 32, got shape \(3, 1, 40, 12\)"),
        (np.ones((3, 4, 5, 5)), r"got shape \(3, 4, 5, 5\)"),
        (np.ones(5), r"got shape \(5,\)"),
        (np.full((1, 9, 12), 1.5), "numbers from 0 to 1"),
        (np.full((1, 9, 12), np.nan), "numbers from 0 to 1"),
        (np.full((1, 9, 12), "ink"), "images must hold real numbers, got dtype <U3"),
    ],
)
def test_what_are_no_images_is_refused_with_their_numbers(images, words):
    with pytest.raises(ValueError, match=words):
        NetworkExplorer(small(), images)


def test_what_does_not_fit_together_is_refused_with_its_numbers():
    with pytest.raises(ValueError, match="5 images need as many labels, got 2"):
        NetworkExplorer(small(), IMAGES, [1, 2])
    with pytest.raises(ValueError, match=r"\(1, 9, 12\) do not fit input_shape \(1, 9, 9\)"):
        NetworkExplorer(small(), IMAGES, input_shape=(1, 9, 9))
    with pytest.raises(TraitError, match="unit"):
        NetworkExplorer(small(), IMAGES, unit=[0, 0])


@pytest.mark.parametrize(
    ("network", "words"),
    [
        (Sequential(Conv1d(1, 2, 3, rng=RNG)), r"layer 0, Conv1d\(1, 2, 3\), cannot be run by this widget"),
        (Sequential(ReLU(), Linear(3, 4, rng=RNG)), r"layer 1, Linear\(3, 4\), cannot take \(1, 1, 9, 12\)"),
        (Sequential(), "the network has 0 layers"),
        ([ReLU()], r"network must be a Sequential of the course's layers; got \["),
        (Sequential(*[ReLU()] * 25), "25 layers; this widget runs one of at most 24"),
        (Sequential(Conv2d(1, 129, 3, rng=RNG)), r"layer 0, .* has \(129, 7, 10\) outputs; .* \(128, 64, 64\)"),
        (Sequential(Conv2d(1, 1, 3, rng=RNG, padding=30)), r"\(1, 67, 70\)"),
        (Sequential(Flatten(), Linear(108, 1025, rng=RNG)), "1025.*1024"),
        (Sequential(Conv2d(1, 128, 3, rng=RNG, padding=13), Conv2d(128, 128, 7, rng=RNG)), "products a picture"),
    ],
)
def test_what_the_browser_cannot_run_is_refused_and_named(network, words):
    with pytest.raises(ValueError, match=words):
        NetworkExplorer(network, IMAGES)


def test_a_network_that_ends_in_maps_has_no_scores():
    widget = NetworkExplorer(Sequential(Conv2d(1, 2, 3, rng=RNG)), IMAGES)
    assert widget.class_names == []
    with pytest.raises(ValueError, match=r"ends in maps of shape \(2, 7, 10\)"):
        _ = widget.scores
    assert "It has no classes" in widget.figure().alt


def test_weights_that_are_not_finite_give_a_sentence():
    network = small()
    network.layers[0].weight[0] = np.nan
    assert "smaller learning rate" in NetworkExplorer(network, IMAGES).figure().alt


def test_colour_pictures_and_the_learners_arrays_stay_as_they_are():
    images = RNG.uniform(size=(3, 3, 9, 12)).astype(np.float32)
    kept = images.copy()
    widget = NetworkExplorer(small(channels=3), images)
    np.testing.assert_array_equal(images, kept)
    np.testing.assert_allclose(widget.picture, images[0], atol=0.5 / 255 + 1e-6)
    assert widget.figure().axes[0].images[0].get_array().shape == (9, 12, 3)


def test_the_still_picture_holds_what_is_computed():
    widget = NetworkExplorer(small(), IMAGES, shift=(1, 0), unit=[1, 0, 2, 2])
    figure = widget.figure()
    np.testing.assert_array_equal(figure.axes[0].images[0].get_array(), widget.picture)
    widths = [bar.get_width() for bar in figure.axes[-1].patches]
    np.testing.assert_allclose(widths, 100 * widget.probabilities, rtol=1e-5)
    assert repr(widget).endswith("examples=5, shift=[1, 0], unit=[1, 0, 2, 2])")
