"""The exercises of notebook 08, The Fourier shortcut, in their order."""

from .nb08_blocks import CONVOLVE_BLOCKS
from .nb08_circular import CIRCULAR_CONVOLVE
from .nb08_dice import MANY_DICE
from .nb08_linear import CONVOLVE_BY_SPECTRA
from .nb08_low_pass import LOW_PASS

EXERCISES = (CIRCULAR_CONVOLVE, CONVOLVE_BY_SPECTRA, LOW_PASS, CONVOLVE_BLOCKS, MANY_DICE)
