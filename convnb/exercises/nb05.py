"""The exercises of notebook 05, The backward pass in 1-D, in their order."""

from .nb05_layer import LAYER_BACKWARD
from .nb05_numerical import NUMERICAL_GRADIENT
from .nb05_strided import GRAD_INPUT_STRIDED
from .nb05_two_gradients import GRAD_INPUT, GRAD_WEIGHT

EXERCISES = (GRAD_INPUT, GRAD_WEIGHT, NUMERICAL_GRADIENT, GRAD_INPUT_STRIDED, LAYER_BACKWARD)
