"""ImageFilter's JavaScript against convnb.ops on random pictures and kernels, and its NumPy code against both."""

import re

import numpy as np
import pytest

from convnb.widgets import ImageFilter


def random_case(rng, number):
    """A picture, and a kernel whose weights are then dragged one by one, or which is replaced."""
    shape = rng.integers(1, 10, 2)
    if number % 3 == 0:  # of rank 1
        kernel = np.outer(rng.normal(size=shape[0]), rng.normal(size=shape[1]))
    else:
        kernel = rng.normal(size=shape) * rng.integers(0, 2, shape)
    kernels = [kernel]
    for at in rng.integers(0, kernel.size, 6):
        kernel = kernel.copy()
        kernel.flat[at] = rng.normal()
        kernels.append(kernel)
    return {
        "image": rng.integers(0, 256, rng.integers(1, 20, 2)).tolist(),
        "kernels": [kernel.tolist() for kernel in kernels],
        "flip": bool(rng.integers(2)),
        "mode": ["valid", "same"][number % 2],
        "scale": "signed",
    }


@pytest.fixture(scope="module")
def cases():
    rng = np.random.default_rng(3)
    return [random_case(rng, number) for number in range(120)]


@pytest.fixture(scope="module")
def answers(cases, parity):
    return parity(cases)


def steps(cases, answers):
    """Each state of each case as a widget, with the answer of the browser's code."""
    for case, answered in zip(cases, answers, strict=True):
        state = {name: case[name] for name in ("flip", "mode", "scale")}
        image = np.array(case["image"], dtype=np.uint8)
        for kernel, answer in zip(case["kernels"], answered, strict=True):
            yield ImageFilter(image, kernel, **state), answer


def test_results_and_copied_code_agree_with_ops(cases, answers):
    refused = 0
    for widget, answer in steps(cases, answers):
        try:
            expected = widget.output
        except ValueError:
            assert "is larger than the picture" in answer["error"], widget
            refused += 1
            continue
        size = np.abs(widget.kernel).sum()
        np.testing.assert_allclose(answer["output"], expected, atol=1e-6 * size, err_msg=repr(widget))
        for side in ("left", "right"):
            assert answer[side] == pytest.approx(widget._measured(side), abs=1e-6 * size), widget
        names = {}
        exec(answer["code"], names)
        np.testing.assert_allclose(names["result"], expected, atol=1e-12 * size, err_msg=answer["code"])
        said = re.search(r"gives (\d+)×(\d+) pixels .*?, from (\S+) to (\S+)\. ", answer["sentence"].replace("−", "-"))
        assert (int(said[1]), int(said[2])) == expected.shape
        assert answer["sentence"].startswith("Convolution" if widget.flip else "Correlation")
        extremes = [expected.min(), expected.max()]
        np.testing.assert_allclose([float(said[3]), float(said[4])], extremes, rtol=1e-2, atol=1e-6 * size)
    assert 0 < refused < 300


def test_separable_is_rank_one(cases, answers):
    seen = set()
    for widget, answer in steps(cases, answers):
        rows, cols = np.shape(widget.kernel)
        if "separable" in answer and rows + cols < rows * cols:
            assert answer["separable"] == (np.linalg.matrix_rank(widget.kernel, tol=1e-9) == 1), widget.kernel
            seen.add(answer["separable"])
    assert seen == {True, False}


def test_a_large_picture_is_named_in_the_copied_code(parity):
    rng = np.random.default_rng(4)
    image = rng.integers(0, 256, (30, 40))
    case = {"image": image.tolist(), "kernels": [[[1, -2, 3]]], "flip": True, "mode": "same", "scale": "absolute"}
    code = parity([case])[0][0]["code"]
    assert "# image: the 30 x 40 picture" in code
    names = {"image": image / 255}
    exec(code, names)
    expected = ImageFilter(image, [[1, -2, 3]], flip=True, mode="same").output
    np.testing.assert_allclose(names["result"], expected, atol=1e-12)
