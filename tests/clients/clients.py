"""A widget in the real clients that show ipywidgets: each is started, its page opened, the widget dragged by keys.

    python tests/clients/clients.py [CLIENT ...]

It wants what `.ci/clients` installs. A client passes when the widget stands on its page, light on a light ground and
dark on a dark one, when a key on its slider changes the picture, and when the page brings no error of ours. It runs
weekly, not with the tests: half of these clients change faster than the course, and Panel fetches anywidget from the
network.
"""

import json
import runpy
import shutil
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

from playwright.sync_api import Error, TimeoutError, sync_playwright

# It lies in tests/support, which a script in this folder does not import from.
programs = SimpleNamespace(**runpy.run_path(str(Path(__file__).resolve().parents[1] / "support" / "programs.py")))

WIDGET = "from convnb import SlidingKernel2D\nSlidingKernel2D()"
NOTEBOOK = {
    "cells": [
        {"cell_type": "code", "execution_count": None, "id": "a", "metadata": {}, "outputs": [], "source": WIDGET},
    ],
    "metadata": {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
    "nbformat": 4,
    "nbformat_minor": 5,
}
FILES = {
    "page.ipynb": json.dumps(NOTEBOOK),
    "marimo_page.py": """
import marimo
app = marimo.App()
@app.cell
def _():
    import marimo as mo
    from convnb import SlidingKernel2D
    mo.ui.anywidget(SlidingKernel2D())
    return
""",
    "panel_page.py": """
import panel as pn
from convnb import SlidingKernel2D
pn.extension("ipywidgets")
pn.panel(SlidingKernel2D()).servable()
""",
    "shiny_page.py": """
from shiny.express import ui
from shinywidgets import render_widget
from convnb import SlidingKernel2D
@render_widget
def shown():
    return SlidingKernel2D()
""",
}
JUPYTER = ["--no-browser", "--allow-root", "--IdentityProvider.token=", "--ServerApp.port_retries=0"]
IDLE = "window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"
RUN_ALL = f"{IDLE} && !void jupyterapp.commands.execute('notebook:run-all-cells')"
# The command after `python -m`, the address, and what has to be called on the page so that the widget comes.
CLIENTS = {
    "jupyterlab": (
        ["jupyter", "lab", *JUPYTER, "--LabApp.expose_app_in_browser=True", "--ServerApp.port={port}"],
        "/lab/tree/page.ipynb?reset",
        RUN_ALL,
    ),
    "notebook": (
        ["jupyter", "notebook", *JUPYTER, "--JupyterNotebookApp.expose_app_in_browser=True", "--ServerApp.port={port}"],
        "/notebooks/page.ipynb",
        RUN_ALL,
    ),
    "nbclassic": (
        ["jupyter", "nbclassic", *JUPYTER, "--ServerApp.port={port}"],
        "/nbclassic/notebooks/page.ipynb",
        "window.Jupyter?.notebook?.kernel?.is_connected() && !void Jupyter.notebook.execute_all_cells()",
    ),
    "voila": (["voila", "page.ipynb", "--no-browser", "--port={port}"], "/", ""),
    "marimo": (["marimo", "run", "marimo_page.py", "--headless", "--no-token", "--port={port}"], "/", ""),
    "panel": (["panel", "serve", "panel_page.py", "--port={port}"], "/panel_page", ""),
    "shiny": (["shiny", "run", "shiny_page.py", "--port={port}"], "/", ""),
}
GROUND = """root => {
  const around = (el) => el.parentElement ?? el.getRootNode().host;
  const context = document.createElement("canvas").getContext("2d");
  for (let node = around(root); node; node = around(node)) {
    context.fillStyle = getComputedStyle(node).backgroundColor;
    context.fillRect(0, 0, 1, 1);
    const [red, green, blue, opacity] = context.getImageData(0, 0, 1, 1).data;
    if (opacity > 230) return (red + green + blue) / 3;
  }
  return 255;
}"""


def started(client, folder):
    """(address, program) of a client that shows the folder, until the block ends."""
    return programs.serving([sys.executable, "-m", *CLIENTS[client][0]], Path(folder))


def faults(browser, client, address, theme):
    """What is wrong with the widget in this client, as sentences."""
    page = browser.new_page(viewport={"width": 1280, "height": 900}, color_scheme=theme)
    ours = []
    page.on("pageerror", lambda error: ours.append(f"error: {error}") if "convnb" in str(error.stack) else None)
    page.goto(address)
    root = page.locator(".convnb").first
    for left in (2, 1, 0):  # nbclassic runs cells before it can show what they make
        if run := CLIENTS[client][2]:
            page.wait_for_function(run, timeout=60_000)
        try:
            root.locator("canvas").first.wait_for(timeout=30_000)
            break
        except TimeoutError:
            if not left:
                raise
    page.wait_for_timeout(1000)
    found = []
    dark = root.evaluate(GROUND) < 128
    if root.get_attribute("data-theme") != ("dark" if dark else "light"):
        found.append(f"it is {root.get_attribute('data-theme')} on a ground that is {'dark' if dark else 'light'}")
    pictures = "root => [...root.querySelectorAll('canvas')].map((canvas) => canvas.toDataURL()).join()"
    before = root.evaluate(pictures)
    root.locator("input[type=range]:visible").first.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(500)
    if root.evaluate(pictures) == before:
        found.append("a key on its slider changes nothing")
    box = root.bounding_box()
    if box["height"] > 700 or box["width"] < 300:
        found.append(f"it is {box['width']:.0f} wide and {box['height']:.0f} high")
    page.close()
    return found + ours


def main(clients):
    """Opens each client, prints what is wrong, and ends with 1 where something is."""
    wrong = 0
    with sync_playwright() as driver, tempfile.TemporaryDirectory() as folder:
        for name, text in FILES.items():
            Path(folder, name).write_text(text)
        names = ("chromium", "chromium-browser", "google-chrome")
        browser = driver.chromium.launch(
            executable_path=next(filter(None, map(shutil.which, names)), None), args=["--no-sandbox", "--disable-gpu"]
        )
        for client in clients:
            with started(client, folder) as (address, _):
                for theme in ("light", "dark"):
                    try:
                        found = faults(browser, client, f"{address}{CLIENTS[client][1]}", theme)
                    except Error as problem:  # whatever a client does, the others are opened
                        found = [f"{type(problem).__name__}: {str(problem)[:300]}"]
                    wrong += len(found)
                    print(f"{client}, {theme} system: {'; '.join(found) or 'as it should be'}", flush=True)
        browser.close()
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main(sys.argv[1:] or list(CLIENTS))
