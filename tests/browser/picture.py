"""The README's picture, taken of the real widget: python tests/browser/picture.py"""

import shutil
from pathlib import Path

import bare_page
from playwright.sync_api import sync_playwright

from convnb.widgets import SlidingKernel2D

PLACE = Path(__file__).resolve().parents[2] / "assets" / "sliding_kernel_2d.png"


def main():
    picture = [[0, 10, 10, 0], [20, 30, 30, 20], [10, 20, 20, 10], [0, 5, 5, 0]]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 780, "height": 600}, device_scale_factor=2)
        shown = bare_page.mount(page, SlidingKernel2D(picture, [[1, 0], [0, 2]], position=4))
        page.wait_for_timeout(500)  # until the sentence stands there
        shown.el.screenshot(path=PLACE)
        browser.close()
    print(f"{PLACE.name}: {PLACE.stat().st_size / 1024:.0f} KB")


if __name__ == "__main__":
    main()
