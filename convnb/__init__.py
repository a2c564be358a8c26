"""convnb: the package behind a course on correlation and convolution.

The public names are loaded on first use, so that `import convnb` costs next to nothing: no matplotlib, sympy or
widgets until a name asks for them.
"""

import importlib

_HOMES = {
    "ops.correlation": ["Alignment", "align", "convolve", "correlate", "correlation_lags", "normalized_correlate"],
    "ops.conv": [
        *("conv1d", "conv1d_backward", "conv2d", "conv2d_backward"),
        *("conv_transpose1d", "conv_transpose1d_backward", "conv_transpose2d", "conv_transpose2d_backward"),
    ],
    "ops.pooling": ["avg_pool2d", "avg_pool2d_backward", "max_pool2d", "max_pool2d_backward"],
    "ops.lowering": ["circulant_matrix", "col2im", "conv_matrix", "doubly_block_toeplitz", "im2col", "toeplitz_matrix"],
    "ops.spectral": ["dft_matrix", "fft_convolve", "frequency_response", "overlap_add"],
    "ops.gradcheck": ["GradientCheck", "check_gradient", "numerical_gradient"],
    "ops.geometry": ["output_size", "receptive_field", "transposed_output_size"],
    "models.mackey_glass": ["mackey_glass"],
    "models.v1": ["complex_cell", "gabor_bank", "gabor_kernel", "quadrature_pair", "simple_cell"],
    "exercises": ["check", "hint", "solution"],
    "exercises.predict": ["Predict"],
    "exercises.progress": ["progress"],
    "exercises.report": ["report"],
    "widgets": [
        *("BackwardExplorer", "ChannelMixer", "Derivation", "ForecastExplorer", "GaborExplorer", "ImageFilter"),
        *("ImpulseResponse", "LayerStack", "MatrixExplorer", "NetworkExplorer", "SignalAligner", "SlidingKernel1D"),
        *("SlidingKernel2D", "SpectrumExplorer"),
    ],
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}
__all__ = sorted(_HOME_OF)
__version__ = "0.2.0"


def __getattr__(name):
    if name not in _HOME_OF:
        raise AttributeError(f"module 'convnb' has no attribute {name!r}")
    value = getattr(importlib.import_module(f"convnb.{_HOME_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__():
    return sorted({*globals(), *__all__})
