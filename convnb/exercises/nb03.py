"""The exercises of notebook 03, Sliding kernels on pictures, in their order."""

from .nb03_effects import EDGE_KERNEL, TELLING_TEST
from .nb03_separable import MULTIPLICATIONS, TWO_PASSES
from .nb03_windows import CORRELATE_VALID

EXERCISES = (CORRELATE_VALID, EDGE_KERNEL, TWO_PASSES, TELLING_TEST, MULTIPLICATIONS)
