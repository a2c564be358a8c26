"""The exercises of notebook 01, Alignment by correlation, in their order."""

from .nb01_beats import HEARTBEATS
from .nb01_best_lag import BEST_LAG
from .nb01_inverted import BEST_LAG_AND_SIGN
from .nb01_pearson import PEARSON
from .nb01_score import SCORE_AT

EXERCISES = (SCORE_AT, BEST_LAG, PEARSON, HEARTBEATS, BEST_LAG_AND_SIGN)
