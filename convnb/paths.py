"""Where the course's notebooks and assets lie: beside the package in a checkout, inside it in an installed wheel."""

import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
CHECKOUT = PACKAGE.parent
SHIPPED = PACKAGE / "shipped"  # only in a wheel; pyproject.toml maps the folders there
MANIFEST = ".convnb-manifest.json"  # only in a folder that the `convnb` command laid down


def is_checkout():
    """True where the package runs from a clone of the repository (an editable install, or its root on the path)."""
    return not SHIPPED.is_dir() and (CHECKOUT / "pyproject.toml").is_file() and (CHECKOUT / "notebooks").is_dir()


def learners_folder():
    """The working directory if it is the learner's copy of the notebooks, else None."""
    here = Path.cwd()
    return here if (here / MANIFEST).is_file() else None


def course_dir(name):
    """Folder "notebooks" or "assets" of the course, as a Path.

    Raises FileNotFoundError, naming the folder and what to do, where the installation is incomplete.
    """
    folder = (CHECKOUT if is_checkout() else SHIPPED) / name
    if not folder.is_dir():
        raise FileNotFoundError(f"the course's folder {name!r} is missing at {folder}; reinstall convnb to get it back")
    return folder


def print_any_letter():
    """From now on, what the terminal's encoding does not have is printed as an escape: a path may hold any letter."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
