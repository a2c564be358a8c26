"""How long `import convnb` takes, and what notebook 12's forecasters reach in which time.

    python tests/bench/forecast.py [--write]

A forecaster learns from the first 800 points of the Mackey-Glass series; its errors are those of free runs of 14 steps
from 40 other origins. It asserts nothing; with --write the tables go into RESULTS.md.
"""

import argparse
import statistics
import subprocess
import sys
import time

import numpy as np
from results import machine, write_table

from convnb.models import forecast
from convnb.models.forecast import cnn, linear_autoregression, persistence
from convnb.models.mackey_glass import frozen_series, mackey_glass

TURNS = 9


def start_seconds(code):
    """Median time of a fresh interpreter that runs `code`."""
    times = []
    for _ in range(TURNS):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def forecasts():
    """Rows of the table: name, seconds to learn, errors."""
    series, longer = frozen_series(), mackey_glass(2000)
    training, origins = series[:800], np.arange(820, 1960, 29)

    def network(training):
        return cnn(training, rng=np.random.default_rng(0), steps=80)

    for learn in (lambda training: persistence(), linear_autoregression, network):
        start = time.perf_counter()
        forecaster = learn(training)
        seconds = time.perf_counter() - start
        there = forecast.rmse(forecast.free_run(forecaster, series, 800), series[800:814])
        score = forecast.score(forecaster, longer, origins, training=training)
        errors = f"{there:.1e} | {score.median:.1e} | {score.worst:.1e}"
        yield f"| {forecaster.name} | {seconds:.2f} | {errors} |"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="put the tables into RESULTS.md")
    options = parser.parse_args()
    empty = start_seconds("pass")
    rows = ["| over an empty interpreter | s |", "|---|--:|"]
    for code in ("import convnb", "import numpy", "from convnb import SlidingKernel2D"):
        rows.append(f"| `{code}` | {start_seconds(code) - empty:.2f} |")
    rows += ["", "| forecaster | s to learn | RMSE, points 800-813 | median of 40 origins | worst |"]
    rows += ["|---|--:|--:|--:|--:|", *forecasts()]
    table = "\n".join([*rows, "", f"{machine()}."])
    print(table)
    if options.write:
        write_table("forecast", table)


if __name__ == "__main__":
    main()
