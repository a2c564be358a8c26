"""The product of matrices in pieces: the same numbers as NumPy's, whatever the shapes and however the factors lie."""

import numpy as np
import pytest

from convnb.ops.products import multiply

SHAPES = [
    *((3, 4, 5), (1, 1, 1), (0, 4, 5), (3, 0, 5)),
    *((50, 4320, 100), (50, 100, 4320), (100, 50, 4320), (10, 200_003, 7), (9, 7, 200_003)),
    *((300, 301, 299), (2000, 30, 40), (1, 3000, 2000), (2000, 3000, 1)),
]


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_it_is_the_product(shape, dtype):
    (m, k, n), rng = shape, np.random.default_rng(0)
    a, b = rng.integers(-4, 5, (m, k)).astype(dtype), rng.integers(-4, 5, (k, n)).astype(dtype)  # exact sums
    expected = a @ b
    for left in (a, np.asfortranarray(a), np.repeat(a, 2, axis=1)[:, ::2]):
        for right in (b, np.asfortranarray(b), np.repeat(b, 2, axis=0)[::2]):
            before = left.copy(), right.copy()
            got = multiply(left, right)
            np.testing.assert_array_equal(got, expected, strict=True)
            assert got.flags.c_contiguous
            np.testing.assert_array_equal(left, before[0])
            np.testing.assert_array_equal(right, before[1])
