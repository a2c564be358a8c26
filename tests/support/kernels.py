"""What the kernels of the notebooks may need: on a hub a learner often has 1 GB, and a kernel beyond it is killed."""

import re
from pathlib import Path

import pytest
from nbval.plugin import IPyNbCell

MOST_MEMORY = 700  # MB that a notebook may need at once


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    """A cell after which its kernel has needed more than MOST_MEMORY fails; without /proc nothing is asked."""
    result = yield
    if isinstance(item, IPyNbCell):
        status = Path("/proc", str(item.parent.kernel.km.provisioner.pid), "status")
        peak = int(re.search(r"VmHWM:\s*(\d+) kB", status.read_text())[1]) / 1024 if status.exists() else 0
        assert peak <= MOST_MEMORY, f"the kernel has needed {peak:.0f} MB at once; at most {MOST_MEMORY}"
    return result
