"""What the session or the program has set decides nothing: the same results, verdicts and widgets, to the last bit.

And the other way round: what the course computes leaves the session's settings as they are.
"""

import contextlib
import hashlib
import io
import json
import multiprocessing
import os
import random
import subprocess
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import matplotlib
import numpy as np
import pytest

import convnb
from convnb import exercises
from convnb.datasets import digits, ecg
from convnb.exercises.grading.judging import grade
from convnb.models import forecast, network, v1

ROOT = Path(__file__).resolve().parents[1]
RNG = np.random.default_rng(0)
SIGNAL, KERNEL = RNG.normal(size=40), RNG.normal(size=5)
IMAGE, PATCH = RNG.normal(size=(12, 11)), RNG.normal(size=(3, 3))
X, WEIGHT = RNG.normal(size=(2, 4, 9, 8)), RNG.normal(size=(6, 2, 3, 3))
LARGE, MANY = RNG.normal(size=(1, 1, 80, 70)), RNG.normal(size=(9, 32, 12, 10)).astype(np.float32)
WILD = np.array([1e-310, 1e-200, 1e200, -1e308, np.inf, np.nan, 0.0, -0.0] * 6)
MAPS = np.resize(WILD, (1, 2, 6, 8))
SCORES = np.array([[1000, -1000, 0], [700, 0, -740.0]])
LAYER = {"stride": 2, "padding": 1, "groups": 2}


def trained():
    """The losses and the scores of a small network that has learned a little, under a progress bar."""
    rng = np.random.default_rng(1)
    images, labels = digits("train")
    layers = [network.Conv2d(1, 4, 5, rng=rng), network.ReLU(), network.MaxPool2d(2), network.Flatten()]
    net = network.Sequential(*layers, network.Linear(4 * 12 * 12, 10, rng=rng))
    how = {"epochs": 1, "batch_size": 20, "optimiser": network.Adam(), "rng": rng, "augment": network.random_shifts}
    history = network.fit(net, images[:100, None], labels[:100], **how)
    return history.losses, network.softmax(net.forward(images[100:110, None]))


def forecast_of_a_bank():
    series = convnb.mackey_glass(400)
    bank = forecast.tanh_bank(series[:300], rng=np.random.default_rng(2), lags=range(5, 7), units=8)
    return forecast.free_run(bank, series, 350)


def verdicts(notebook):
    """What check() says to the right answers and to a known wrong one for each."""
    for exercise in exercises.exercises_of(notebook).values():
        for answer in [exercise.reference, exercise.misconceptions[0].answer]:
            yield repr(grade(exercise, answer))


def shown(name):
    """What a widget tells a page of itself, and its picture."""
    # A free run would make the last bit of a product, which depends on where arrays lie, as large as the series.
    traits = {"mode": "at once"} if name == "ForecastExplorer" else {}
    widget = getattr(convnb, name)(**traits)
    state = {trait: value for trait, value in widget.get_state().items() if not trait.startswith(("_", "layout"))}
    return repr(widget), repr(state), widget._repr_mimebundle_()[0]["image/png"]


RESULTS = {
    "correlate": lambda: [convnb.correlate(SIGNAL, KERNEL), convnb.convolve(IMAGE, PATCH, "same")],
    "correlate wild": lambda: [convnb.correlate(WILD, KERNEL), convnb.convolve(WILD[:4], WILD[:3])],
    "normalized": lambda: [convnb.normalized_correlate(SIGNAL, KERNEL), convnb.normalized_correlate(IMAGE, PATCH)],
    "normalized wild": lambda: convnb.normalized_correlate(WILD, WILD[:7]),
    "align": lambda: [convnb.align(SIGNAL, SIGNAL[7:]), convnb.align(ecg()[:900], ecg()[100:1000])],
    "conv1d": lambda: convnb.conv1d(X[..., 0], WEIGHT[..., 0], **LAYER),
    "conv2d": lambda: [convnb.conv2d(X, WEIGHT, **LAYER), convnb.conv2d(LARGE, LARGE[..., :9, :9])],
    "conv2d many": lambda: convnb.conv2d(MANY, MANY[:8, :, :3, :3], padding=1),
    "conv2d wild": lambda: [convnb.conv2d(MAPS, MAPS[..., :3, :3]), convnb.conv2d(MAPS, WEIGHT, padding=2)],
    "backward": lambda: convnb.conv2d_backward(convnb.conv2d(X, WEIGHT, **LAYER), X, WEIGHT, **LAYER),
    "backward wild": lambda: convnb.conv2d_backward(convnb.conv2d(MAPS, WEIGHT), MAPS, WEIGHT),
    "transposed": lambda: convnb.conv_transpose2d(X, WEIGHT[:4], stride=2),
    "pools": lambda: [convnb.max_pool2d(X, 2), convnb.avg_pool2d(X, 3, padding=1), convnb.max_pool2d(MAPS, 2)],
    "pools wild": lambda: [convnb.avg_pool2d(MAPS, 2), convnb.max_pool2d_backward(MAPS[..., :3, :4], MAPS, 2)],
    "matrices": lambda: [convnb.toeplitz_matrix(KERNEL, 9, "same"), convnb.im2col(X, 3), convnb.dft_matrix(7)],
    "fft": lambda: [convnb.fft_convolve(SIGNAL, KERNEL), convnb.fft_convolve(WILD[:4], KERNEL)],
    "gradient": lambda: convnb.check_gradient(lambda x: (x**3).sum(), 3 * IMAGE**2, IMAGE),
    "mackey_glass": lambda: convnb.mackey_glass(300),
    "gabor": lambda: convnb.gabor_kernel((9, 9), alpha=4, beta_x=2, beta_y=3, frequency=1.0, phase=0.3, theta=0.4),
    "gabor wild": lambda: convnb.gabor_kernel((99, 99), alpha=1, beta_x=1, beta_y=1, frequency=1, phase=0, theta=0),
    "cells wild": lambda: [v1.simple_cell(MAPS[0], MAPS[0, 0]), v1.complex_cell(MAPS[0], MAPS[0])],
    "contrast": lambda: v1.local_contrast(IMAGE, sigma=0.02),
    "tuning": lambda: v1.tuning(PATCH, frequency=1.0, theta=np.array([0, 1.0])),
    "losses": lambda: [network.softmax(SCORES), network.softmax_cross_entropy(SCORES, [0, 1])],
    "losses wild": lambda: network.mean_squared_error(WILD[:3], WILD[2:5]),
    "training": trained,
    "forecast": forecast_of_a_bank,
    "refused": lambda: refusal(lambda: convnb.conv2d(X, WEIGHT)),
    **{f"check {number}": lambda number=number: list(verdicts(number)) for number in exercises.notebooks()},
    **{name: lambda name=name: shown(name) for name in ("SlidingKernel2D", "SpectrumExplorer", "ForecastExplorer")},
}


def refusal(call):
    with pytest.raises(ValueError, match="weight") as problem:
        call()
    return str(problem.value)


def flat(value):
    """The bytes of arrays, in lists and records, and the text of all else."""
    if isinstance(value, np.ndarray):
        return f"{value.dtype.str} {value.shape}".encode() + np.ascontiguousarray(value).tobytes()
    if isinstance(value, list | tuple):
        return b"[" + b",".join(flat(part) for part in value) + b"]"
    return repr(value).encode()


def everything(names=RESULTS):
    """{name: digest} of all RESULTS."""
    return {name: hashlib.sha256(flat(RESULTS[name]())).hexdigest() for name in names}


@pytest.fixture(scope="module")
def usual():
    return everything()


def differing(found, usual):
    return [name for name in usual if found[name] != usual[name]]


# --- in this process ----------------------------------------------------------------------------------------------


def refuse(*error):
    raise AssertionError(f"NumPy's own callback was asked: {error}")


@contextlib.contextmanager
def floats_call():
    before = np.seterrcall(refuse)
    try:
        with np.errstate(all="call"):
            yield
    finally:
        np.seterrcall(before)


@contextlib.contextmanager
def seeded():
    random.seed(0)
    np.random.seed(0)  # noqa: NPY002
    yield


@contextlib.contextmanager
def warnings_are_errors():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


class Closed(io.StringIO):
    def __init__(self):
        super().__init__()
        self.close()


HOSTILE = {
    "floats raise": lambda: np.errstate(all="raise"),
    "floats call": floats_call,
    "print options": lambda: np.printoptions(
        precision=1, threshold=2, edgeitems=1, suppress=True, sign="+", legacy="1.13"
    ),
    "random state": seeded,
    "rcParams": lambda: matplotlib.rc_context({"text.usetex": True, "image.origin": "lower", "figure.dpi": 20}),
    "warnings": warnings_are_errors,
    "no stdout": lambda: contextlib.redirect_stdout(None),
    "closed stdout": lambda: contextlib.redirect_stdout(Closed()),
    "ascii stdout": lambda: contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO(), encoding="ascii")),
}


@pytest.mark.parametrize("settings", HOSTILE.values(), ids=HOSTILE)
def test_settings_of_the_session_decide_nothing(settings, usual):
    with settings():
        found = everything()
    assert differing(found, usual) == []


def test_settings_of_the_session_stay_as_they_are():
    def state():
        numbers = random.getstate(), repr(np.random.get_state())  # noqa: NPY002
        return numbers, np.geterr(), np.get_printoptions(), warnings.filters[:], dict(matplotlib.rcParams)

    before, stream, folder = state(), sys.stdout, Path.cwd()
    everything()
    assert state() == before
    assert sys.stdout is stream
    assert Path.cwd() == folder


def test_threads_that_compute_at_once_disturb_nobody(usual):
    with ThreadPoolExecutor(3) as pool:
        runs = [pool.submit(everything, order) for order in (list(RESULTS), list(reversed(RESULTS)), sorted(RESULTS))]
        assert [differing(run.result(), usual) for run in runs] == [[], [], []]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a system without fork")
def test_a_fork_computes_the_same(usual):
    """After the threads of this process have been used: they do not live on in the fork."""
    context = multiprocessing.get_context("fork")
    answer, child = context.Pipe(duplex=False)
    process = context.Process(target=lambda: child.send(everything()))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # from Python 3.12 on it warns of any fork beside threads
        process.start()
    assert answer.poll(120), "the fork hangs"
    assert differing(answer.recv(), usual) == []
    process.join()


# --- in a program of its own --------------------------------------------------------------------------------------

PROGRAM = """
import json, os, sys
sys.path[:0] = sys.argv[2:]
from test_nothing_global import everything
with open(sys.argv[1], "w", encoding="utf-8") as file:
    json.dump(everything(), file)
"""
PROGRAMS = {
    "sets in another order, bytes that are no text": (["-bb", "-W", "error::BytesWarning"], {"PYTHONHASHSEED": "7"}),
    "no assert, no docstrings": (["-OO"], {}),
    "ASCII, no home": ([], {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "HOME": "/nonexistent"}),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_programs_start_decides_nothing(name, usual, tmp_path):
    options, environment = PROGRAMS[name]
    command = [sys.executable, *options, "-c", PROGRAM, tmp_path / "found.json", ROOT, ROOT / "tests"]
    result = subprocess.run(command, env={**os.environ, **environment}, cwd=tmp_path, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    assert differing(json.loads((tmp_path / "found.json").read_text()), usual) == []
