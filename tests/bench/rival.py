"""What a slider usually costs in a notebook: `interact` redraws three matplotlib panels at each move.

A real JupyterLab runs the notebook below; a key on its slider is timed until the new picture is on the screen.
"""

import json
import runpy
import sys
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace

# It lies in tests/support, which a script in this folder does not import from.
programs = SimpleNamespace(**runpy.run_path(str(Path(__file__).resolve().parents[1] / "support" / "programs.py")))

CELL = """
%matplotlib inline
import matplotlib.pyplot as plt
import numpy as np
from ipywidgets import interact
from convnb.ops.correlation import correlate

x, w = np.arange(9.0).reshape(3, 3), np.array([[0.0, 1], [2, 3]])

@interact(position=(0, 3))
def show(position=0):
    figure, axes = plt.subplots(1, 3, figsize=(8, 3))
    for ax, values in zip(axes, (x, w, correlate(x, w, "valid"))):
        ax.imshow(values)
        for (row, column), value in np.ndenumerate(values):
            ax.text(column, row, f"{value:g}")
    axes[0].add_patch(plt.Rectangle((position % 2 - 0.5, position // 2 - 0.5), 2, 2, fill=False))
    plt.show()
"""
MOVES = 20
IDLE = "window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"
# The old picture is taken away and a new one comes: wait for an image with another source.
CHANGED = "old => { const image = document.querySelector('.widget-output img'); return image && image.src !== old; }"


def time_interact(browser):
    """Milliseconds from each key press to the new picture."""
    with tempfile.TemporaryDirectory() as folder:
        cell = {"cell_type": "code", "execution_count": None, "id": "a", "metadata": {}, "outputs": [], "source": CELL}
        kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
        notebook = {"cells": [cell], "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
        (Path(folder) / "rival.ipynb").write_text(json.dumps(notebook))
        with lab_of(folder) as (address, _):
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.goto(f"{address}/lab/tree/rival.ipynb?reset")
            page.wait_for_function(IDLE, timeout=60_000)
            page.evaluate("() => void window.jupyterapp.commands.execute('notebook:run-all-cells')")
            slider = page.locator(".widget-slider .noUi-handle").first
            slider.wait_for(timeout=60_000)
            page.wait_for_function(CHANGED, arg="", timeout=60_000)
            return [time_key(page, slider, move) for move in range(MOVES)]


def time_key(page, slider, move):
    old = page.locator(".widget-output img").first.get_attribute("src")
    slider.focus()
    start = time.perf_counter()
    slider.press("ArrowRight" if move % 6 < 3 else "ArrowLeft")
    page.wait_for_function(CHANGED, arg=old, timeout=10_000)
    return 1000 * (time.perf_counter() - start)


def lab_of(folder):
    """(address, program) of a JupyterLab that shows this folder, until the block ends."""
    options = ["--port={port}", f"--ServerApp.root_dir={folder}", "--no-browser", "--allow-root"]
    options += ["--IdentityProvider.token=", "--LabApp.expose_app_in_browser=True"]
    return programs.serving([sys.executable, "-m", "jupyter", "lab", *options], Path(folder), "/api/status")
