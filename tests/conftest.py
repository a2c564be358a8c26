"""What several test files share: programs that a machine may lack, and the browser's options."""

import os
import shutil
from pathlib import Path

import pytest

# BLAS's threads wait by spinning: beside the other worker they take several times the time of a single one, here and in
# every kernel that is started from here. Read when NumPy is loaded. convnb's own threads (ops/engine/threads.py) stay.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

pytest_plugins = ["support.browser", "support.engines", "support.kernels", "support.widget_code"]

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = {
    # The shell is the same engine without a browser's windows, which cost a fifth of the time.
    "chromium": ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
    "node": ("node", "nodejs"),
    "tsc": ("tsc",),
    "firefox": ("firefox-esr", "firefox"),
    "webkit": ("WebKitWebDriver",),
    "xvfb": ("Xvfb",),
}

# Chromium heeds the last list only, so Playwright's own stands here again. The last two are the address bar's pop-ups:
# two hidden pages, loaded for every window, which cost more than the page that a test looks at.
LEFT_OUT = (
    *("AvoidCorsURLLoaderRestartOnRedirect", "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose"),
    *("AimEnabled", "HttpsFirstBalancedModeAutoEnable", "HttpsUpgrades", "LensOverlay", "MediaRouter"),
    *("NetworkTimeServiceQuerying", "OptimizationHints", "PaintHolding", "PreconnectToSearch"),
    *("TcpPortRandomizationWin", "ThirdPartyStoragePartitioning"),
    *("WebUIOmniboxAimPopup", "WebUIOmniboxPopup"),
)

# What takes longest, the longest first: begun last, it would keep one worker busy while the other has nothing to do.
LONG = (
    "test_site_pages.py",
    "test_exercises_of_notebooks.py",
    "11_cnn_from_scratch.ipynb",
    "test_shell.py",
    "test_lab.py",
    "test_lab_keys_and_saving.py",
    "test_contract.py",
    "test_accessibility.py",
    "test_wheel.py",
)


def pytest_collection_modifyitems(items):
    """The files of LONG first; --no-loadscope-reorder keeps pytest-xdist from putting those with most tests first."""
    order = {name: place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: order.get(item.path.name, len(LONG)))


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
            f"--disable-features={','.join(LEFT_OUT)}",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
        ],
    }
