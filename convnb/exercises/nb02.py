"""The exercises of notebook 02, Pain and impulses, in their order."""

from .nb02_dice import SUM_OF_DICE
from .nb02_echo import ECHO_KERNEL
from .nb02_hits import CONVOLVE_FULL, PAIN, RESULT_LENGTHS

EXERCISES = (PAIN, CONVOLVE_FULL, SUM_OF_DICE, ECHO_KERNEL, RESULT_LENGTHS)
