"""Drag to paint: how long each widget works for one move of the hand, in headless Chromium.

    python tests/bench/drag.py [--write]

Each widget is dragged over a hundred moves on a bare page; a move costs its event handlers and the drawing in the next
animation frame. Into a derivation lines are typed, key by key. For comparison, the usual way: `interact` drawing the
same three panels with matplotlib in a real JupyterLab (see rival.py). It asserts nothing; with --write the table goes
into RESULTS.md.
"""

import argparse
import runpy
import shutil
from itertools import product
from pathlib import Path
from types import SimpleNamespace

import numpy as np
from pages import CHROMIUM
from playwright.sync_api import sync_playwright
from results import machine, write_table
from rival import time_interact

from convnb import Derivation
from convnb.models.forecast import ForecastNetwork, Scaling, as_forecaster
from convnb.models.mackey_glass import mackey_glass
from convnb.models.network import Conv2d, Flatten, Linear, MaxPool2d, ReLU, Sequential
from convnb.widgets import (
    BackwardExplorer,
    ChannelMixer,
    ForecastExplorer,
    GaborExplorer,
    ImageFilter,
    ImpulseResponse,
    LayerStack,
    MatrixExplorer,
    NetworkExplorer,
    SignalAligner,
    SlidingKernel1D,
    SlidingKernel2D,
    SpectrumExplorer,
)

# The browser tests' bare page; it lies in tests/support, which a script in this one does not import from.
bare_page = SimpleNamespace(**runpy.run_path(str(Path(__file__).resolve().parents[1] / "support" / "bare_page.py")))

MOVES = 100

# Every handler and every frame callback adds its time to the move that it belongs to.
TIMING = """
window.spent = 0;
const timed = (run) => function (...args) {
  const start = performance.now();
  try { return run.apply(this, args); } finally { window.spent += performance.now() - start; }
};
const frame = window.requestAnimationFrame;
window.requestAnimationFrame = (run) => frame(timed(run));
const add = EventTarget.prototype.addEventListener;
EventTarget.prototype.addEventListener = function (type, run, options) {
  return add.call(this, type, typeof run === "function" ? timed(run) : run, options);
};
"""


def cases():
    """Name, widget, and the path on its first canvas, in parts of width and height, or the keys that are typed."""
    rng = np.random.default_rng(0)
    circle = [(0.5 + 0.4 * np.cos(a), 0.5 + 0.4 * np.sin(a)) for a in np.linspace(0, 6, MOVES)]
    line = [(0.3 + 0.4 * step / MOVES, 0.3) for step in range(MOVES)]
    largest = SlidingKernel2D(rng.normal(size=(16, 16)).round(2), rng.normal(size=(7, 7)).round(2), padding=3)
    noise = rng.normal(size=100_000)
    biggest = {"input": largest.input, "kernel": largest.kernel, "padding": 3}
    yield "BackwardExplorer, 4 with 3", BackwardExplorer(), line
    yield "BackwardExplorer, 16x16 with 7x7, padding 3", BackwardExplorer(**biggest), circle
    yield "SlidingKernel2D, 3x3 with 2x2", SlidingKernel2D(), circle
    yield "SlidingKernel2D, 16x16 with 7x7, padding 3", largest, circle
    yield "ImageFilter, 512x512 with 3x3", ImageFilter(), circle
    yield "ImageFilter, 512x512 with 9x9", ImageFilter(kernel=rng.normal(size=(9, 9)).round(2), mode="same"), circle
    colours, filters = rng.random((4, 64, 64)), rng.normal(size=(4, 4, 5, 5)).round(2)
    yield "ChannelMixer, 3x48x48, two 3x3", ChannelMixer(), circle
    yield "ChannelMixer, 4x64x64, four 5x5", ChannelMixer(colours, filters), circle
    upward = [(0.5, 0.7 - 0.12 * (step % 5)) for step in range(MOVES)]  # each move changes the bar
    typed = derivation_of(4, 3)
    yield "Derivation, 4 with 3, a key of a line", Derivation(n=4, k=3), "\n".join(["", *typed])
    typed = derivation_of(4, 3, axes=2)
    lines = "\n".join(f"dJ/da{n // 4 + 1}{n % 4 + 1} = {line}" for n, line in enumerate(typed[:12]))
    full = Derivation(n=(4, 4), k=(3, 3), lines=lines)
    yield "Derivation, 4x4 with 3x3, a key below 12 lines", full, "\n".join(["", *typed[12:]])
    waves = {"signal": rng.normal(size=64).round(2), "kernel": rng.normal(size=16).round(2), "flip": True}
    hits = {"hits": rng.normal(size=32).round(1), "response": rng.normal(size=16).round(1)}
    yield "ImpulseResponse, 7 with 3", ImpulseResponse(), upward
    yield "ImpulseResponse, 32 with 16", ImpulseResponse(**hits), upward
    wide = {"kind": "conv", "kernel": 31, "padding": 15}
    gabor = {"shape": 31, "beta_x": 0.01, "beta_y": 0.01, "cell": "complex", "without_dc": True}
    yield (
        "ForecastExplorer, 14 steps at once from 31 values",
        ForecastExplorer(network=0, mode="at once", horizon=14),
        line,
    )
    far = {"mode": "free run", "horizon": 1500, "network": 0}
    yield "ForecastExplorer, a free run of 1,500 steps", ForecastExplorer(series=mackey_glass(4000), **far), line
    yield "ForecastExplorer, a free run of 100 steps, 64x200 weights", largest_forecaster(rng), line
    yield "GaborExplorer, 21x21 on 128x128", GaborExplorer(), circle
    yield "GaborExplorer, 31x31 on 256x256", GaborExplorer(rng.uniform(size=(256, 256)), **gabor), circle
    yield "LayerStack, two 3x3", LayerStack(), circle
    yield "LayerStack, 12 layers of 31x31 on 512x512", LayerStack(12 * [wide], input_shape=(3, 512, 512)), circle
    pixels, weights = rng.integers(-9, 10, (8, 8)), rng.integers(-9, 10, (4, 4))
    tall = MatrixExplorer(pixels, weights, padding=3, view="both")
    yield "MatrixExplorer, 4x4 with 2x2", MatrixExplorer(), circle
    yield "MatrixExplorer, 8x8 with 2x2, M 49x64", MatrixExplorer(pixels, weights[:2, :2], view="both"), circle
    yield "MatrixExplorer, 8x8 with 4x4, padding 3, M 121x64", tall, circle
    yield "NetworkExplorer, 8@5x5, 10 classes", NetworkExplorer(), circle
    yield "NetworkExplorer, the course's: 30@5x5, 100 units", NetworkExplorer(course_network(rng)), circle
    yield "NetworkExplorer, 32@5x5, 32@3x3, 100 units", NetworkExplorer(two_stages(rng)), circle
    yield "SlidingKernel1D, 4 with 2", SlidingKernel1D(), line
    yield "SlidingKernel1D, 64 with 16", SlidingKernel1D(**waves), line
    yield "SignalAligner, sine and cosine", SignalAligner(), line
    yield "SignalAligner, melody, 24,000 samples", SignalAligner(source="melody, two recorders"), line
    yield "SignalAligner, 100,000 samples", SignalAligner(noise, np.roll(noise, 999)), line
    spectrum = {"samples": 256, "width": 64, "kernel_kind": "low-pass", "length": 512}
    yield "SpectrumExplorer, 64 samples with 8", SpectrumExplorer(), line
    yield "SpectrumExplorer, 256 samples with 64, length 512", SpectrumExplorer(**spectrum), line
    arrows = SpectrumExplorer(**spectrum, show="turning arrows")
    yield "SpectrumExplorer, the same, turning arrows", arrows, line


def derivation_of(n, k, axes=1):
    """The right sides of the gradient of the input; what stands on the left comes with Enter."""
    ways = [[(t, i - t) for t in range(n - k + 1) if 0 <= i - t < k] for i in range(n)]
    entries = [product(*along) for along in product(ways, repeat=axes)]
    return [" + ".join(named_product(zip(*way, strict=True)) for way in entry) for entry in entries]


def named_product(places):
    """d12*w21 for the places (0, 1) of the delta and (1, 0) of the weight."""
    return "*".join(letter + "".join(str(at + 1) for at in place) for letter, place in zip("dw", places, strict=True))


def course_network(rng):
    """Notebook 11's network, untrained: what it computes takes as long."""
    stage = Conv2d(1, 30, 5, rng=rng), ReLU(), MaxPool2d(2), Flatten()
    return Sequential(*stage, Linear(4320, 100, rng=rng), ReLU(), Linear(100, 10, rng=rng))


def largest_forecaster(rng):
    """A free run through the largest network that fits, over the longest series."""
    network = ForecastNetwork(200, 100, channels=64, rng=rng)
    network.correlation.weight[:] = rng.normal(size=network.correlation.weight.shape) / 1000
    series = mackey_glass(4000)
    forecaster = as_forecaster(network, Scaling.of(series))
    return ForecastExplorer(forecaster, series, mode="free run", horizon=1500)


def two_stages(rng):
    """A larger network, with two convolutions of 32 maps."""
    first = Conv2d(1, 32, 5, rng=rng, padding=2), ReLU(), MaxPool2d(2)
    second = Conv2d(32, 32, 3, rng=rng, padding=1), ReLU(), MaxPool2d(2), Flatten()
    return Sequential(*first, *second, Linear(32 * 49, 100, rng=rng), ReLU(), Linear(100, 10, rng=rng))


def time_drag(page, widget, path, slow_down, rate=1):
    """Milliseconds that each move or key cost, with a processor that is so many times slower."""
    slow_down("Emulation.setCPUThrottlingRate", {"rate": rate})
    page.goto(bare_page.PAGE)
    page.evaluate(TIMING)
    shown = bare_page.mount(page, widget)
    if isinstance(path, str):
        shown.el.locator("textarea").evaluate("el => { el.focus(); el.setSelectionRange(1e5, 1e5); }")
        return [time_one(page, shown, lambda key=key: page.keyboard.type(key)) for key in path]
    box = shown.el.locator("canvas").first.bounding_box()
    at = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in path]
    page.mouse.move(*at[0])
    page.mouse.down()
    times = [time_one(page, shown, lambda to=to: page.mouse.move(*to)) for to in at]
    page.mouse.up()
    return times


def time_one(page, shown, act):
    """Milliseconds that this cost."""
    page.evaluate("window.spent = 0")
    act()
    shown.frame()
    return page.evaluate("window.spent")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="put the table into RESULTS.md")
    options = parser.parse_args()
    title = (
        "| one move of a drag, or one key | median | 95 of 100 below | 95 of 100 below, processor slowed four times |"
    )
    rows = [title, "|---|---|---|---|"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        slow_down = page.context.new_cdp_session(page).send
        for name, widget, path in cases():
            times, slowed = (time_drag(page, widget, path, slow_down, rate) for rate in (1, 4))
            most = [np.percentile(each, 95) for each in (times, slowed)]
            rows.append(f"| {name} | {np.median(times):.1f} ms | {most[0]:.1f} ms | {most[1]:.1f} ms |")
            print(rows[-1], flush=True)
        times = time_interact(browser)
        rival = "`interact` and matplotlib, the first row's three panels, key to picture"
        rows.append(f"| {rival} | {np.median(times):.0f} ms | {np.percentile(times, 95):.0f} ms | |")
        browser.close()
    table = "\n".join([*rows, "", f"Handlers and drawing, headless Chromium without a GPU. {machine()}."])
    print(table)
    if options.write:
        write_table("drag", table)


if __name__ == "__main__":
    main()
