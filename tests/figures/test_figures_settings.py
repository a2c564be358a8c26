"""No picture depends on the learner's settings: styles, LaTeX, where row 0 stands, how files are saved."""

import inspect
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from io import BytesIO
from pathlib import Path

import matplotlib
import numpy as np
import pytest
import test_figures
import test_figures_forecasts
import test_figures_network
import test_figures_v1
from matplotlib import rc_context, style

import convnb.figures
from convnb import widgets
from convnb.figures import rows, spectra
from convnb.figures.arithmetic import arithmetic_table
from convnb.figures.style import png_bytes
from convnb.figures.timing import timing_curves
from convnb.models.arithmetic import ARITHMETIC_CASES, picture

HOSTILE = {
    **style.library["dark_background"],
    "text.usetex": True,
    "text.antialiased": False,
    "font.family": "monospace",
    "font.size": 30,
    "image.origin": "lower",
    "image.cmap": "jet",
    "image.interpolation": "bilinear",
    "hatch.linewidth": 5,
    "axes.grid": True,
    "axes.grid.axis": "x",
    "axes.titlelocation": "right",
    "axes.unicode_minus": False,
    "axes.spines.left": False,
    "axes.xmargin": 0.5,
    "xtick.top": True,
    "xtick.direction": "inout",
    "lines.linewidth": 9,
    "lines.markersize": 20,
    "path.sketch": (5, 100, 2),
    "legend.frameon": True,
    "figure.dpi": 30,
    "figure.autolayout": True,
    "figure.titlesize": 30,
    "axes.formatter.use_mathtext": True,
    "savefig.dpi": 30,
    "savefig.facecolor": "red",
    "savefig.bbox": "tight",
    "savefig.transparent": True,
}
FIGURES = {
    **test_figures.FIGURES,
    **test_figures.WITHOUT_AXES,
    **test_figures_forecasts.FIGURES,
    **test_figures_network.FIGURES,
    **test_figures_v1.FIGURES,
    "arithmetic_table": lambda: arithmetic_table([picture(case) for case in ARITHMETIC_CASES[:2]]),
    "backward_paths": lambda: rows.backward_paths(4, 3, 2),
    "butterfly": lambda: spectra.butterfly(4, 1),
    "responses": lambda: spectra.responses(np.arange(4) / 6, [[4, 1, 2, 0.5]], ["a"]),
    "spectrum_pictures": lambda: spectra.spectrum_pictures(2 * [np.eye(5)], 2 * [np.eye(5)], ["a", "b"]),
    "time_and_arrows": lambda: spectra.time_and_arrows([("a", "input", np.eye(8)[1])], 3, 8),
    "timing_curves": lambda: timing_curves([4, 16, 64], {"sliding": [1.0, 4.0, 16.0]}),
    **{name: lambda name=name: getattr(widgets, name)().figure() for name in [*widgets.__all__, *widgets.ASKING]},
}


@pytest.mark.parametrize("make", FIGURES.values(), ids=FIGURES)
def test_the_learners_settings_change_no_picture(make):
    usual = make()
    with rc_context(HOSTILE):
        png = png_bytes(make())
        assert matplotlib.rcParams["text.usetex"] is True
    assert png == png_bytes(usual)


def test_the_learners_settings_change_no_file():
    figure, files = FIGURES["compared"](), [BytesIO(), BytesIO()]
    figure.savefig(files[0])
    with rc_context(HOSTILE):
        figure.savefig(files[1])
    assert files[0].getvalue() == files[1].getvalue()


def test_all_that_make_a_figure_are_made_so():
    for path in Path(convnb.figures.__file__).parent.glob("*.py"):
        module = import_module(f"convnb.figures.{path.stem}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            makes = "figure(" in inspect.getsource(function).lower() and not name.startswith("_")
            if makes and function.__module__ == module.__name__:
                assert hasattr(function, "__wrapped__"), f"{name} needs @course_style"


def test_threads_that_draw_at_once_leave_the_settings_as_they_were():
    """rcParams are those of all threads: one would bring back what another had set for its drawing."""

    def draw(_):
        return png_bytes(arithmetic_table([picture(ARITHMETIC_CASES[0])]))

    with rc_context({"font.size": 30, "lines.linewidth": 9}):
        with ThreadPoolExecutor(4) as pool:
            first, *others = pool.map(draw, range(12))
        assert (matplotlib.rcParams["font.size"], matplotlib.rcParams["lines.linewidth"]) == (30, 9)
    assert all(other == first for other in others)
