"""The course's widgets. Each is one short class here and one ES module in js/."""

from .image_filter import ImageFilter
from .impulse_response import ImpulseResponse
from .layer_stack import LayerStack
from .signal_aligner import SignalAligner
from .sliding_kernel_1d import SlidingKernel1D
from .sliding_kernel_2d import SlidingKernel2D

__all__ = ["ImageFilter", "ImpulseResponse", "LayerStack", "SignalAligner", "SlidingKernel1D", "SlidingKernel2D"]
