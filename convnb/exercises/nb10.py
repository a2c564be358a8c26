"""The exercises of notebook 10, Gabor filters and the visual cortex, in their order."""

from .nb10_complex import COMPLEX_CELL
from .nb10_dc import WITHOUT_DC
from .nb10_gabor import GABOR
from .nb10_orientation import ORIENTATION
from .nb10_settings import SETTINGS
from .nb10_simple import SIMPLE_CELL

EXERCISES = (SETTINGS, GABOR, WITHOUT_DC, SIMPLE_CELL, COMPLEX_CELL, ORIENTATION)
