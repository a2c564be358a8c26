"""The exercises of notebook 07, Convolution is a matrix, in their order."""

from .nb07_add_back import ADD_BACK
from .nb07_blocks import BLOCK_MATRIX
from .nb07_columns import PATCH_COLUMNS
from .nb07_rows import ROWS_KEPT
from .nb07_toeplitz import FULL_MATRIX

EXERCISES = (PATCH_COLUMNS, FULL_MATRIX, ADD_BACK, BLOCK_MATRIX, ROWS_KEPT)
