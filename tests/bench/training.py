"""How long does the course's network need for an epoch? Against PyTorch: same network, digits, batches and optimiser.

    python tests/bench/training.py [--write] [--rounds 7]

Every contender runs in its own process, all with the same number of threads, and they take turns, as in conv.py. A
number is the median of all rounds, a ratio the median of the rounds' ratios. --write puts the table into RESULTS.md.
"""

import argparse
import importlib
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
from conv import THREADS, measured_on, ratio, shown
from results import write_table

HIDDEN = 546  # of the fully connected net: with 434,080 parameters the one closest to the course's 433,890
TITLES = {
    "course": "conv 30@5x5, ReLU, max pool 2x2, 100 hidden, 10 classes",
    "dense": f"fully connected, {HIDDEN} hidden, 10 classes",
}
BATCH, RATE, EPOCHS = 50, 2e-3, 12


def digits():
    """The digits to learn from, as a network takes them."""
    images, labels = importlib.import_module("convnb.datasets").digits("train")
    return images[:, None], labels


def convnb(name):
    """A function without arguments that trains for one epoch."""
    nn = importlib.import_module("convnb.models.network")
    rng, (x, labels) = np.random.default_rng(0), digits()
    if name == "course":
        front = [nn.Conv2d(1, 30, 5, rng=rng), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten()]
        layers = [*front, nn.Linear(4320, 100, rng=rng), nn.ReLU(), nn.Linear(100, 10, rng=rng)]
    else:
        layers = [nn.Flatten(), nn.Linear(784, HIDDEN, rng=rng), nn.ReLU(), nn.Linear(HIDDEN, 10, rng=rng)]
    settings = {"epochs": 1, "batch_size": BATCH, "optimiser": nn.Adam(RATE), "rng": rng, "progress": False}
    network = nn.Sequential(*layers)
    return lambda: nn.fit(network, x, labels, **settings)


def five_seeds():
    """The lines of a table: notebook 11's whole training, and how many of the 1,000 test digits it then gets right."""
    nn, datasets = importlib.import_module("convnb.models.network"), importlib.import_module("convnb.datasets")
    (x, labels), (images, truth) = digits(), datasets.digits("test")
    found = []
    for seed in range(5):
        rng = np.random.default_rng(seed)
        front = [nn.Conv2d(1, 30, 5, rng=rng), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten()]
        network = nn.Sequential(*front, nn.Linear(4320, 100, rng=rng), nn.ReLU(), nn.Linear(100, 10, rng=rng))
        recipe = {"epochs": EPOCHS, "batch_size": BATCH, "optimiser": nn.Adam(RATE), "anneal": True, "rng": rng}
        history = nn.fit(network, x, labels, augment=nn.random_shifts, progress=False, **recipe)
        found.append((nn.accuracy(network, images[:, None], truth), sum(history.seconds)))
    yield f"| {EPOCHS} epochs with random shifts, seed | {' | '.join(map(str, range(5)))} |"
    yield "|---|" + "--:|" * 5
    yield f"| of 1,000 held-out digits right | {' | '.join(f'{right:.1%}' for right, _ in found)} |"
    yield f"| seconds | {' | '.join(f'{seconds:.0f}' for _, seconds in found)} |"


def pytorch(name):
    """The same in PyTorch. Raises ImportError where it is not installed."""
    torch = importlib.import_module("torch")
    rng, (x, labels) = np.random.default_rng(0), map(torch.from_numpy, digits())
    nn = torch.nn
    if name == "course":
        front = [nn.Conv2d(1, 30, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten()]
        network = nn.Sequential(*front, nn.Linear(4320, 100), nn.ReLU(), nn.Linear(100, 10))
    else:
        network = nn.Sequential(nn.Flatten(), nn.Linear(784, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, 10))
    optimiser = torch.optim.Adam(network.parameters(), RATE)

    def epoch():
        for batch in torch.from_numpy(rng.permutation(len(x))).split(BATCH):
            optimiser.zero_grad()
            loss = nn.functional.cross_entropy(network(x[batch]), labels[batch])
            loss.backward()
            optimiser.step()
            if not np.isfinite(loss.item()):  # as fit does
                raise FloatingPointError

    return epoch


def serve(contender):
    """In a contender's own process: for each name of a network on stdin, the seconds of one more epoch on stdout."""
    epochs = {}
    for line in sys.stdin:
        name = line.strip()
        try:
            if name not in epochs:
                epochs[name] = {"convnb": convnb, "pytorch": pytorch}[contender](name)
                epochs[name]()  # the first one is not counted
            start = time.perf_counter()
            epochs[name]()
            answer = time.perf_counter() - start
        except ImportError:
            answer = None
        print(json.dumps(answer), flush=True)


def start(contender):
    """A process that serves."""
    command = [sys.executable, Path(__file__).resolve(), "--contender", contender]
    env = {**os.environ, **THREADS, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env)


def ask(process, name):
    """The seconds of one epoch; None where the contender is not installed."""
    print(name, file=process.stdin, flush=True)
    answer = process.stdout.readline()
    if not answer:
        raise SystemExit(f"a contender stopped, with exit code {process.wait()}")
    return json.loads(answer)


def table(rounds):
    """The lines of the table, as they are measured."""
    yield from (measured_on(), "")
    yield f"| one epoch: 4,000 digits in batches of {BATCH}, Adam, float32 | convnb, s | PyTorch, s | speed |"
    yield "|---|--:|--:|--:|"
    processes = [start("convnb"), start("pytorch")]
    for name, title in TITLES.items():
        times = ([], [])
        for turn in range(rounds):
            for which in (0, 1) if turn % 2 else (1, 0):
                times[which].append(ask(processes[which], name))
        ours, theirs = times
        middle = None if None in theirs else statistics.median(theirs)
        cells = (statistics.median(ours), middle, ratio(theirs, ours))
        yield f"| {title} | {' | '.join(shown(cell, '.2f') for cell in cells)} |"
    for process in processes:
        process.stdin.close()
        process.wait()
    yield ""
    yield from five_seeds()


def main():
    """Measures, prints, and writes if asked to."""
    parser = argparse.ArgumentParser(description="Time an epoch against PyTorch.")
    parser.add_argument("--write", action="store_true", help="write the table into RESULTS.md")
    parser.add_argument("--rounds", type=int, default=7, help="how often the contenders take turns")
    parser.add_argument("--contender", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.contender:
        serve(arguments.contender)
        return
    lines = []
    for line in table(arguments.rounds):
        print(line, flush=True)
        lines.append(line)
    if arguments.write:
        write_table("training", "\n".join(lines))


if __name__ == "__main__":
    main()
