"""The exercises of notebook 09, Channels and what they cost, in their order."""

from .nb09_groups import GROUPED
from .nb09_layer import LAYER
from .nb09_one_by_one import ONE_BY_ONE
from .nb09_shift import SHIFT_ERROR
from .nb09_size import LAYER_SIZE
from .nb09_times import TIMES_MORE

EXERCISES = (LAYER, ONE_BY_ONE, GROUPED, LAYER_SIZE, TIMES_MORE, SHIFT_ERROR)
