"""The exercises of notebook 06, The backward pass in 2-D, in their order."""

from .nb06_channels import CONV2D_BACKWARD
from .nb06_one_channel import GRAD_INPUT_2D, GRAD_WEIGHT_2D
from .nb06_pooling import MAX_POOL_BACKWARD
from .nb06_strided import GRAD_INPUT_STRIDED_2D

EXERCISES = (GRAD_INPUT_2D, GRAD_WEIGHT_2D, GRAD_INPUT_STRIDED_2D, CONV2D_BACKWARD, MAX_POOL_BACKWARD)
