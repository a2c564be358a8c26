"""What the benchmarks share: the machine's name, and a table's place in the README."""

import os
import platform
import re
from importlib.metadata import version
from pathlib import Path

README = Path(__file__).resolve().parents[2] / "README.md"


def machine():
    """The processor, its cores, and the versions that a time depends on."""
    cpuinfo = Path("/proc/cpuinfo")
    model = re.search(r"model name\s*: (.+)", cpuinfo.read_text() if cpuinfo.exists() else "")
    processor = model[1] if model else platform.processor() or platform.machine()
    return f"{processor}, {os.cpu_count()} cores, Python {platform.python_version()}, NumPy {version('numpy')}"


def write_table(name, table):
    """Put a table between the README's markers <!-- bench:NAME --> and <!-- /bench:NAME -->."""
    start, end = f"<!-- bench:{name} -->", f"<!-- /bench:{name} -->"
    text = README.read_text(encoding="utf-8")
    if text.count(start) != 1 or text.count(end) != 1:
        raise SystemExit(f"README.md needs the markers {start} and {end} once each, to show where the table goes")
    before, rest = text.split(start)
    README.write_text(f"{before}{start}\n{table}\n{end}{rest.split(end)[1]}", encoding="utf-8", newline="\n")
