"""A small neural network: layers, losses, optimisers, training, and pictures shifted by a few pixels."""

from .layers import AvgPool2d, Conv1d, Conv2d, Flatten, Linear, MaxPool2d, ReLU, Sequential, Tanh, he_normal
from .losses import mean_squared_error, softmax, softmax_cross_entropy
from .optimisers import SGD, Adam
from .shifts import random_shifts, shift
from .training import Diverged, History, accuracy, evaluate, fit, fit_lbfgs
