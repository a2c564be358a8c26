"""What the benchmarks share: the name of the machine, and the place of their tables, RESULTS.md."""

import os
import platform
from pathlib import Path

RESULTS = Path(__file__).with_name("RESULTS.md")


def machine():
    """The machine in a few words: cores, processor, operating system and Python."""
    cpuinfo = Path("/proc/cpuinfo")
    text = cpuinfo.read_text(encoding="utf-8") if cpuinfo.exists() else ""
    models = [line.partition(":")[2].strip() for line in text.splitlines() if line.startswith("model name")]
    model = models[0] if models else platform.processor() or platform.machine()
    vectors = next((f" with {name}" for name in ("avx512f", "avx2", "asimd") if name in text.split()), "")
    return f"{cores()} cores of {model}{vectors}, {platform.system()}, Python {platform.python_version()}"


def cores():
    """How many cores this process may run on."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()


def write_table(name, text):
    """Replaces what stands between <!-- bench:name --> and <!-- /bench:name --> by the text, in RESULTS.md."""
    start, end = f"<!-- bench:{name} -->", f"<!-- /bench:{name} -->"
    before, found, rest = RESULTS.read_text(encoding="utf-8").partition(start)
    _, closed, after = rest.partition(end)
    if not found or not closed:
        raise SystemExit(f"{RESULTS.name} lacks {start} and {end}: put them where the table belongs, then run again.")
    RESULTS.write_text(f"{before}{start}\n\n{text.strip()}\n\n{end}{after}", encoding="utf-8")
