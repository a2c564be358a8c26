"""The exercises of notebook 11, A CNN from nothing, in their order."""

from .nb11_adam import ADAM_STEP
from .nb11_learned import LEARNED
from .nb11_linear import LINEAR_BACKWARD
from .nb11_loss import LOSS
from .nb11_rate import LARGEST_RATE

EXERCISES = (LINEAR_BACKWARD, LOSS, ADAM_STEP, LARGEST_RATE, LEARNED)
