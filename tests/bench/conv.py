"""How fast are the convolutions? Against PyTorch and a textbook's, layer by layer, and against SciPy, on pictures.

    python tests/bench/conv.py [--write] [--rounds 21]

Every contender runs in its own process, all with the same number of threads, and they take turns. A number is the
median of all rounds, a ratio the median of the rounds' ratios. --write puts the tables into RESULTS.md. Nothing here
fails because of a time: machines differ, and a neighbour's load counts too.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from importlib import metadata
from pathlib import Path

from conv_cases import CASES, PICTURES
from results import cores, machine, write_table

HERE = Path(__file__).resolve().parent
THREADS = {f"{name}_NUM_THREADS": str(cores()) for name in ("OMP", "OPENBLAS", "MKL")}


class Contender:
    """A process that times what it is asked to."""

    def __init__(self, name):
        self.name = name
        self.process = subprocess.Popen(
            [sys.executable, HERE / "contender.py", name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **THREADS, "PYTHONPATH": str(HERE.parents[1])},
        )

    def milliseconds(self, suite, index, which):
        """The time of one case, or None where the contender is not installed."""
        print(json.dumps([suite, index, which]), file=self.process.stdin, flush=True)
        answer = self.process.stdout.readline()
        if not answer:
            raise SystemExit(f"the contender {self.name} stopped, with exit code {self.process.wait()}")
        answer = json.loads(answer)
        return None if isinstance(answer, str) else answer

    def stop(self):
        """Ends the process."""
        self.process.stdin.close()
        self.process.wait()


def measured(contenders, suite, index, which, rounds):
    """Per contender the list of its times, one per round; the order changes from round to round."""
    times = {contender.name: [] for contender in contenders}
    for turn in range(rounds):
        for contender in contenders[:: 1 - 2 * (turn % 2)]:
            times[contender.name].append(contender.milliseconds(suite, index, which))
    return times


def ratio(others, ours):
    """How many times faster than the others we are; None where there are no others."""
    return None if None in others else statistics.median(o / own for o, own in zip(others, ours, strict=True))


def shown(value, form):
    return "–" if value is None else format(value, form)


def layers_table(rounds):
    """The table of the layers, as lines."""
    contenders = [Contender(name) for name in ("convnb", "pytorch", "textbook")]
    columns = ["PyTorch, ms", "speed", "textbook, ms", "speed"]
    titles = ["layer, float32", "forward, ms", *columns, "forward + backward, ms", *columns]
    yield f"| {' | '.join(titles)} |"
    yield "|---|" + "--:|" * (len(titles) - 1)
    ratios = []  # per layer the speeds: forward against PyTorch and the textbook, then forward and backward
    for index, case in enumerate(CASES):
        cells, speeds = [], []
        for which in (0, 1):
            times = measured(contenders, "layers", index, which, rounds)
            cells.append(shown(statistics.median(times["convnb"]), ".2f"))
            for other in ("pytorch", "textbook"):
                speeds.append(ratio(times[other], times["convnb"]))
                theirs = None if speeds[-1] is None else statistics.median(times[other])
                cells += [shown(theirs, ".2f"), shown(speeds[-1], ".2f")]
        ratios.append(speeds)
        yield f"| {case.title} | {' | '.join(cells)} |"
    usual = [speeds for speeds, case in zip(ratios, CASES, strict=True) if case.x != (1, 1, 512, 512)]
    for title, kept in (("geometric mean", ratios), ("without the two large kernels", usual)):
        means = (None if None in column else statistics.geometric_mean(column) for column in zip(*kept, strict=True))
        cells = (f" | | **{shown(mean, '.2f')}**" for mean in means)
        yield f"| **{title}** |{next(cells)}{next(cells)} |{next(cells)}{next(cells)} |"
    for contender in contenders:
        contender.stop()


def pictures_table(rounds):
    """The table of single pictures, as lines."""
    names = ["convnb.correlate", "convnb.conv2d", "scipy.correlate2d", "scipy.fftconvolve"]
    contenders = [Contender(name) for name in names]
    yield "| picture, float32 | correlate, ms | conv2d, ms | correlate2d, ms | fftconvolve, ms " + (
        "| correlate over correlate2d | conv2d over correlate2d | conv2d over fftconvolve |"
    )
    yield "|---|--:|--:|--:|--:|--:|--:|--:|"
    for index, case in enumerate(PICTURES):
        times = measured(contenders, "pictures", index, 0, rounds)
        own, layer, loops, fft = (times[name] for name in names)
        cells = [statistics.median(t) for t in (own, layer, loops, fft)]
        cells += [ratio(loops, own), ratio(loops, layer), ratio(fft, layer)]
        yield f"| {case.title} | {' | '.join(shown(cell, '.2f') for cell in cells)} |"
    for contender in contenders:
        contender.stop()


def measured_on():
    """One paragraph about the machine and how to read the numbers."""
    versions = []
    for package in ("numpy", "scipy", "torch"):
        try:
            versions.append(f"{package} {metadata.version(package)}")
        except metadata.PackageNotFoundError:
            versions.append(f"{package} not installed")
    return (
        f"Measured on {machine()}, {', '.join(versions)}; {cores()} threads each. Speed is the other's time over ours: "
        "above 1, convnb is faster."
    )


def main():
    """Measures, prints, and writes if asked to."""
    parser = argparse.ArgumentParser(description="Time the convolutions against PyTorch and SciPy.")
    parser.add_argument("--write", action="store_true", help="write the tables into RESULTS.md")
    parser.add_argument("--rounds", type=int, default=21, help="how often the contenders take turns")
    arguments = parser.parse_args()
    lines = []
    for line in all_lines(arguments.rounds):
        print(line, flush=True)
        lines.append(line)
    if arguments.write:
        write_table("conv", "\n".join(lines))


def all_lines(rounds):
    """The machine and both tables, line by line as they are measured."""
    yield from (measured_on(), "")
    yield from layers_table(rounds)
    yield ""
    yield from pictures_table(rounds)


if __name__ == "__main__":
    main()
