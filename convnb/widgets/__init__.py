"""The course's widgets: a folder each, with its Python class, JavaScript and settings; kit/ is what they share.

`__all__` names the explorers, which show something that moves. `ASKING` names those that ask: Derivation for a
derivation, line by line, Prediction for a guess.
"""

from .backward_explorer import BackwardExplorer
from .channel_mixer import ChannelMixer
from .derivation import Derivation as Derivation
from .forecast_explorer import ForecastExplorer
from .gabor_explorer import GaborExplorer
from .image_filter import ImageFilter
from .impulse_response import ImpulseResponse
from .layer_stack import LayerStack
from .matrix_explorer import MatrixExplorer
from .network_explorer import NetworkExplorer
from .predict import Prediction as Prediction
from .signal_aligner import SignalAligner
from .sliding_kernel_1d import SlidingKernel1D
from .sliding_kernel_2d import SlidingKernel2D
from .spectrum_explorer import SpectrumExplorer

__all__ = [
    "BackwardExplorer",
    "ChannelMixer",
    "ForecastExplorer",
    "GaborExplorer",
    "ImageFilter",
    "ImpulseResponse",
    "LayerStack",
    "MatrixExplorer",
    "NetworkExplorer",
    "SignalAligner",
    "SlidingKernel1D",
    "SlidingKernel2D",
    "SpectrumExplorer",
]

ASKING = ["Derivation", "Prediction"]
