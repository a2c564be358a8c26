"""Forecasts of a series: windows to learn from, forecasters from the simplest on, how they are used and scored."""

from .baselines import linear_autoregression, persistence, ridge, tanh_bank
from .forecaster import Forecaster, Scaling, windows
from .kernel import LearnedKernel, exponential_kernel, learned_kernel
from .network import ForecastNetwork, NetworkForecaster, as_forecaster, cnn, fit_projected
from .scores import Scores, rmse, score
from .ways import at_once, free_run, one_step
