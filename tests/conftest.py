"""What several test files share: programs that a machine may lack, and the browser's options."""

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = {
    "chromium": ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
    "node": ("node", "nodejs"),
}


@pytest.fixture(scope="session")
def root():
    """The repository's folder."""
    return ROOT


@pytest.fixture(scope="session")
def require():
    """require("node") is the path of that program.

    Where it is missing the test is skipped with the reason, and fails if CONVNB_REQUIRE_ALL=1 is set.
    """

    def path_of(tool):
        found = next(filter(None, map(shutil.which, PROGRAMS[tool])), None)
        if found:
            return found
        reason = f"{tool} is not installed (looked for {', '.join(PROGRAMS[tool])} on the PATH)"
        if os.environ.get("CONVNB_REQUIRE_ALL") == "1":
            pytest.fail(f"{reason}, and CONVNB_REQUIRE_ALL=1 asks for it")
        pytest.skip(reason)

    return path_of


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args, require):
    """pytest-playwright's options, for the system's Chromium and with every name outside this machine unresolvable."""
    return {
        **browser_type_launch_args,
        "executable_path": require("chromium"),
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-default-apps",
            "--disable-sync",
            "--no-first-run",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
        ],
    }
