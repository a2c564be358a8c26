"""assets/cnn_in_numpy.py, the network to take away: without convnb, it computes what convnb's layers compute."""

import ast
import runpy
import textwrap
from types import SimpleNamespace

import numpy as np
import pytest

from convnb.datasets import digits
from convnb.models import network as ours
from convnb.paths import course_dir

SCRIPT = course_dir("assets") / "cnn_in_numpy.py"


@pytest.fixture(scope="module")
def taken():
    return SimpleNamespace(**runpy.run_path(str(SCRIPT)))


@pytest.fixture
def twins(taken):
    """A network of each kind with the same weights, in float64; neither maps nor pictures are square."""
    rng = np.random.default_rng(7)
    kinds = [("Conv2d", 2, 3, 3), ("ReLU",), ("MaxPool2d", 2), ("Flatten",), ("Linear", 3 * 2 * 3, 4)]
    theirs = []
    for kind, *sizes in kinds:
        theirs.append(getattr(taken, kind)(*sizes, *([rng] if len(sizes) > 1 else [])))
    mine = ours.Sequential(
        *(getattr(ours, kind)(*sizes, **({"rng": rng} if len(sizes) > 1 else {})) for kind, *sizes in kinds)
    )
    for one, other in zip(theirs, mine.layers, strict=True):
        for name in other.learned:
            values = rng.normal(size=getattr(other, name).shape)
            setattr(one, name, values.copy())
            setattr(other, name, values.copy())
    return theirs, mine, rng.normal(size=(5, 2, 7, 8)), rng.integers(0, 4, 5)


def test_it_needs_numpy_and_nothing_else():
    source = SCRIPT.read_text(encoding="utf-8")
    nodes = list(ast.walk(ast.parse(source)))
    imported = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module for node in nodes if isinstance(node, ast.ImportFrom)}
    assert imported == {"numpy", "numpy.lib.stride_tricks", "pathlib"}
    assert len(source.splitlines()) <= 170


def test_scores_loss_and_gradients_are_ours(taken, twins):
    theirs, mine, x, labels = twins
    scores = taken.forward(theirs, x)
    np.testing.assert_allclose(scores, mine.forward(x), atol=1e-12)
    loss, grad = taken.softmax_loss(scores, labels)
    expected, expected_grad = ours.softmax_cross_entropy(scores, labels)
    assert loss == pytest.approx(expected)
    np.testing.assert_allclose(grad, expected_grad, atol=1e-12)
    for layer in reversed(theirs):
        grad = layer.backward(grad)
    np.testing.assert_allclose(grad, mine.backward(expected_grad), atol=1e-12)
    for one, other in zip(theirs, mine.layers, strict=True):
        for name in other.learned:
            np.testing.assert_allclose(getattr(one, f"grad_{name}"), getattr(other, f"grad_{name}"), atol=1e-12)


def test_its_epochs_are_those_of_fit(taken, twins):
    theirs, mine, x, labels = twins
    optimiser, rng = taken.Adam(0.05), np.random.default_rng(3)
    for _ in range(2):
        taken.train(theirs, x, labels, optimiser, rng, size=2)
    how = {"epochs": 2, "batch_size": 2, "optimiser": ours.Adam(0.05), "progress": False}
    ours.fit(mine, x, labels, rng=np.random.default_rng(3), **how)
    for one, other in zip(theirs, mine.layers, strict=True):
        for name in other.learned:
            np.testing.assert_allclose(getattr(one, name), getattr(other, name), atol=1e-9)


def test_it_learns_from_the_training_digits_alone(taken):
    """Its last lines, with nothing to learn and a guess for each picture."""
    seen = []
    names = vars(taken) | {
        "__name__": "__main__",
        "train": lambda layers, x, labels, optimiser, rng: seen.append((x, labels)) or 0.0,
        "forward": lambda layers, x: np.zeros((len(x), 10)),
    }
    body = SCRIPT.read_text(encoding="utf-8").partition('if __name__ == "__main__":\n')[2]
    exec(textwrap.dedent(body), names)
    images, labels = digits("train")
    for x, own in seen:
        np.testing.assert_allclose(x[:, 0], images)
        np.testing.assert_array_equal(own, labels)
    assert seen
