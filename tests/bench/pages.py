"""What the website and a classroom cost: weight of each page, time until its widgets live, the kernel's work in a drag.

    python tests/bench/pages.py [--site FOLDER] [--write]

Builds the site, or takes one that is built, and opens its pages from the folder; then drags a slider in a real
JupyterLab and reads how long its kernel was on a processor meanwhile. It asserts nothing; with --write the table goes
into RESULTS.md.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import psutil
from playwright.sync_api import sync_playwright
from results import machine, write_table
from rival import IDLE, lab_of

from convnb.course import COURSE
from convnb.paths import course_dir

MOVES = 100
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
ALIVE = """() => {
  const loaded = performance.getEntriesByType("navigation")[0].loadEventEnd;
  return [performance.getEntriesByName("convnb-alive")[0].startTime, loaded];
}"""


def weight(site, name):
    """Bytes of a page, its pictures, scripts and widgets' states, without the theme."""
    text = (site / f"{name}.html").read_text(encoding="utf-8")
    files = set(re.findall(r'(?:src|href)="(_static/(?:pictures|convnb)/[^"?]+)', text))
    return len(text.encode()) + sum((site / file).stat().st_size for file in files)


def time_alive(browser, page_file):
    """Milliseconds from asking for the page until its widgets live, and until it is loaded with all it needs."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(page_file.as_uri())
    page.wait_for_function("performance.getEntriesByName('convnb-alive').length")
    page.wait_for_function("performance.getEntriesByType('navigation')[0].loadEventEnd > 0")
    times = page.evaluate(ALIVE)
    page.close()
    return times


def kernel_seconds(browser):
    """Processor time of notebook 00's kernel, in seconds, while a slider is dragged over a hundred moves, and after."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(course_dir("notebooks") / COURSE[0].file, folder)
        with lab_of(folder) as (address, server):
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.goto(f"{address}/lab/tree/{COURSE[0].file}?reset")
            page.wait_for_function(IDLE, timeout=60_000)
            page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells').then(() => 0)")
            slider = page.locator(".convnb input[type=range]:visible").first
            slider.scroll_into_view_if_needed()
            page.wait_for_timeout(3000)
            (kernel,) = (one for one in psutil.Process(server.pid).children(True) if "ipykernel" in str(one.cmdline()))
            box = slider.bounding_box()
            y = box["y"] + box["height"] / 2
            start = kernel.cpu_times()
            page.mouse.move(box["x"] + 5, y)
            page.mouse.down()
            for move in range(MOVES):
                page.mouse.move(box["x"] + 5 + (box["width"] - 10) * (move % 25) / 25, y)
            dragged = kernel.cpu_times()
            page.mouse.up()
            page.wait_for_timeout(2000)
            rested = kernel.cpu_times()
            return spent(start, dragged), spent(start, rested)


def spent(start, end):
    return round(end.user + end.system - start.user - start.system, 2) + 0.0  # no negative zero


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--site", type=Path, help="a site that is built already")
    parser.add_argument("--write", action="store_true", help="put the table into RESULTS.md")
    options = parser.parse_args()
    rows = ["| page | kB without the theme | widgets live after | page loaded after |", "|---|--:|--:|--:|"]
    with tempfile.TemporaryDirectory() as work, sync_playwright() as playwright:
        site = options.site or Path(work, "site")
        if not options.site:
            subprocess.run([sys.executable, "-m", "convnb.site", site], check=True)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM)
        for name in (Path(notebook.file).stem for notebook in COURSE):
            alive, loaded = np.median([time_alive(browser, site / f"{name}.html") for _ in range(5)], axis=0)
            rows.append(f"| {name} | {weight(site, name) / 1000:.0f} | {alive:.0f} ms | {loaded:.0f} ms |")
            print(rows[-1], flush=True)
        dragging, rested = kernel_seconds(browser)
        browser.close()
    kernel = (
        f"In JupyterLab the kernel was on a processor for {dragging:.2f} s while a slider was dragged over {MOVES} "
        f"moves, and for {rested:.2f} s until two seconds after (its clock ticks every 0.01 s)."
    )
    table = "\n".join([*rows, "", f"{kernel} Headless Chromium, pages opened from their folder. {machine()}."])
    print(table)
    if options.write:
        write_table("pages", table)


if __name__ == "__main__":
    main()
