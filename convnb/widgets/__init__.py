"""The course's widgets. Each is one short class here and one ES module in js/."""

from .signal_aligner import SignalAligner
from .sliding_kernel_2d import SlidingKernel2D

__all__ = ["SignalAligner", "SlidingKernel2D"]
