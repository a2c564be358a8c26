"""The exercises of notebook 04, Output shapes, in their order."""

from .nb04_layers import MISSING_LENGTH, RECEPTIVE_FIELD
from .nb04_sizes import OUTPUT_SIZE, SAME_PADDING, UNREAD

EXERCISES = (OUTPUT_SIZE, SAME_PADDING, UNREAD, MISSING_LENGTH, RECEPTIVE_FIELD)
