"""The exercises of notebook 06, The backward pass in 2-D, in their order."""

from .nb06_channels import LAYER_BACKWARD_2D
from .nb06_input import GRAD_INPUT_2D
from .nb06_pooling import MAX_POOL_BACKWARD
from .nb06_strided import GRAD_INPUT_STRIDED_2D
from .nb06_weight import GRAD_WEIGHT_2D

EXERCISES = (GRAD_INPUT_2D, GRAD_WEIGHT_2D, GRAD_INPUT_STRIDED_2D, LAYER_BACKWARD_2D, MAX_POOL_BACKWARD)
