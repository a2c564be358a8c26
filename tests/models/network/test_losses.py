"""The losses: gradients against finite differences, known values, and no overflow."""

import numpy as np
import pytest

from convnb.models.network import mean_squared_error, softmax, softmax_cross_entropy
from convnb.ops.gradcheck import check_gradient


def rng(seed):
    return np.random.default_rng(seed)


def test_cross_entropy_of_equal_scores_is_log_of_the_classes():
    loss, grad = softmax_cross_entropy(np.zeros((2, 10)), [3, 7])
    assert loss == pytest.approx(np.log(10))
    np.testing.assert_allclose(grad[0], [0.05, 0.05, 0.05, -0.45, *[0.05] * 6])


def test_cross_entropy_gradient_and_shift():
    scores, labels = rng(10).normal(size=(3, 4)), np.array([1, 3, 0])
    loss, grad = softmax_cross_entropy(scores, labels)
    assert check_gradient(lambda values: softmax_cross_entropy(values, labels)[0], grad, scores)
    assert loss == pytest.approx(-np.mean(np.log(softmax(scores)[np.arange(3), labels])))
    shifted = softmax_cross_entropy(scores + 1000, labels)
    assert shifted[0] == pytest.approx(loss)
    np.testing.assert_allclose(softmax(scores - 5000).sum(axis=1), 1)


def test_cross_entropy_of_huge_scores_is_finite_in_float32():
    loss, grad = softmax_cross_entropy(np.array([[1e4, -1e4, 0]], np.float32), [1])
    assert loss == pytest.approx(2e4)
    np.testing.assert_array_equal(grad, [[1, -1, 0]])
    assert grad.dtype == np.float32


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        ([0, 1, 2], r"2 integers, one per row of scores, got int64 of \(3,\)"),
        ([0.0, 1.0], "got float64"),
        ([0, 4], r"0 \.\. 3, got 0 \.\. 4"),
        ([-1, 2], r"0 \.\. 3, got -1 \.\. 2"),
    ],
)
def test_wrong_labels_are_refused(labels, message):
    with pytest.raises(ValueError, match=message):
        softmax_cross_entropy(np.zeros((2, 4)), labels)


def test_mean_squared_error():
    y, target = rng(11).normal(size=(3, 2)), rng(12).normal(size=(3, 2))
    loss, grad = mean_squared_error(y, target)
    assert loss == pytest.approx(((y - target) ** 2).sum() / 6)
    assert check_gradient(lambda values: mean_squared_error(values, target)[0], grad, y)
    with pytest.raises(ValueError, match=r"shape of y, \(3, 1\), got \(3,\)"):
        mean_squared_error(np.zeros((3, 1)), np.zeros(3))


def test_differences_of_uint8_do_not_wrap_around():
    scores, labels = np.array([[0, 255, 3], [7, 1, 250]], np.uint8), [0, 2]
    for function, others in ((softmax, []), (softmax_cross_entropy, [labels]), (mean_squared_error, [scores[::-1]])):
        found, right = (
            function(scores, *others),
            function(scores.astype(float), *(np.asarray(o, float) if o is not labels else o for o in others)),
        )
        for one, other in zip(found, right, strict=True):
            np.testing.assert_array_equal(one, other, strict=True)


def test_what_a_mask_hides_is_not_used():
    scores = np.ma.masked_equal([[1.0, 1e9]], 1e9)
    for function, others in ((softmax, []), (softmax_cross_entropy, [[0]]), (mean_squared_error, [[[1.0, 2]]])):
        with pytest.raises(ValueError, match=r"\.filled\("):
            function(scores, *others)
