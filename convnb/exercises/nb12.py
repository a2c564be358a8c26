"""The exercises of notebook 12, Forecasting chaos: Mackey-Glass, in their order."""

from .nb12_ahead import AHEAD
from .nb12_delayed import DELAYED
from .nb12_euler import EULER
from .nb12_free_run import FREE_RUN
from .nb12_scores import SCORES
from .nb12_windows import WINDOWS

EXERCISES = (WINDOWS, SCORES, FREE_RUN, EULER, DELAYED, AHEAD)
