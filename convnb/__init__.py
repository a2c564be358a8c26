"""convnb: the package behind a course on correlation and convolution.

The public names are loaded on first use, so that `import convnb` costs next to nothing: no matplotlib, sympy or
widgets until a name asks for them.
"""

import importlib

_HOMES = {
    "ops.correlation": ["Alignment", "align", "convolve", "correlate", "correlation_lags", "normalized_correlate"],
    "ops.shapes": ["output_size"],
    "exercises": ["check", "hint"],
    "widgets": ["SignalAligner", "SlidingKernel2D"],
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}
__all__ = sorted(_HOME_OF)
__version__ = "0.1.0"


def __getattr__(name):
    if name not in _HOME_OF:
        raise AttributeError(f"module 'convnb' has no attribute {name!r}")
    value = getattr(importlib.import_module(f"convnb.{_HOME_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__():
    return sorted({*globals(), *__all__})
