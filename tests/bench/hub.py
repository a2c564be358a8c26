"""What a learner on a JupyterHub needs: memory of the server, of a kernel with a widget, and of each notebook.

    python tests/bench/hub.py [--write]

Opens a notebook in a JupyterLab, then runs each one on a kernel of its own; Linux says how much memory each process has
and had at most. It asserts nothing; with --write the table goes into RESULTS.md.
"""

import argparse
import re
import shutil
import sys
import tempfile
from pathlib import Path

import nbformat
from pages import CHROMIUM
from playwright.sync_api import sync_playwright
from results import machine, write_table
from rival import IDLE, lab_of

from convnb.course import COURSE
from convnb.paths import course_dir
from convnb.site.run import execute

LEARNERS = (30, 300, 3000)
WIDGET = "from convnb import SlidingKernel2D\nSlidingKernel2D()"
ASK = "import pathlib\nprint(pathlib.Path('/proc/self/status').read_text())"


def megabytes(status):
    """(now, at most) of the text of /proc/.../status."""
    return tuple(int(re.search(rf"{name}:\s+(\d+) kB", status)[1]) / 1000 for name in ("VmRSS", "VmHWM"))


def server():
    """The most megabytes of a JupyterLab in which somebody opened and ran notebook 00."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        shutil.copy(course_dir("notebooks") / COURSE[0].file, folder)
        with lab_of(folder) as (address, process):
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM)
            page = browser.new_page()
            page.goto(f"{address}/lab/tree/{COURSE[0].file}?reset")
            page.wait_for_function(IDLE, timeout=60_000)
            page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells').then(() => 0)")
            page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save').then(() => 0)")
            browser.close()
            return megabytes(Path(f"/proc/{process.pid}/status").read_text())[1]


def kernel(cells):
    """(now, at most) of a kernel that has run these cells."""
    notebook = nbformat.v4.new_notebook(cells=[*cells, nbformat.v4.new_code_cell(ASK)])
    execute(notebook, course_dir("notebooks"), timeout=600)
    return megabytes(notebook.cells[-1].outputs[0].text)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="put the table into RESULTS.md")
    options = parser.parse_args()
    if not Path("/proc/self/status").exists():
        sys.exit("Only Linux says how much memory a process had at most.")
    lab, widget = server(), kernel([nbformat.v4.new_code_cell(WIDGET)])[0]
    print(f"server {lab:.0f} MB, kernel with a widget {widget:.0f} MB", flush=True)
    ran = {}
    for one in COURSE:
        ran[one.number] = kernel(nbformat.read(course_dir("notebooks") / one.file, as_version=4).cells)
        print(f"{one.file}: {ran[one.number][0]:.0f} MB after, {ran[one.number][1]:.0f} MB at most", flush=True)
    table = tables(lab, widget, ran)
    if options.write:
        write_table("hub", table)


def tables(lab, widget, ran):
    """Markdown of what one learner needs, and of what that makes for many. `ran`: {number: (after, at most)}."""
    heaviest = max(ran, key=lambda number: ran[number][1])
    others = max(most for number, (_, most) in ran.items() if number != heaviest)
    needs = [
        ("a server alone", lab),
        ("a server and a kernel with a widget", lab + widget),
        (f"a server and a kernel with any notebook but {heaviest}, at its peak", lab + others),
        (f"a server and a kernel with notebook {heaviest}, at its peak", lab + ran[heaviest][1]),
    ]
    rows = [f"| a learner has | MB | {' | '.join(f'GB for {count:,}' for count in LEARNERS)} |"]
    rows.append("|---|--:|" + "--:|" * len(LEARNERS))
    for what, mb in needs:
        many = " | ".join(f"{mb * count / 1000:,.0f}" for count in LEARNERS)
        rows.append(f"| {what} | {mb:.0f} | {many} |")
    after = [left for left, _ in ran.values()]
    left = f"A kernel that has run a notebook keeps {min(after):.0f} to {max(after):.0f} MB until it is shut down."
    return "\n".join([*rows, "", f"{left} {machine()}."])


if __name__ == "__main__":
    main()
