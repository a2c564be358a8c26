"""python -m convnb.site OUT: the course as a folder of web pages, for any static host or a double click."""

import argparse
import re
import sys
from pathlib import Path

from ..paths import print_any_letter


def main(argv=None):
    """Build the site with the command line `argv`. Returns the exit code."""
    print_any_letter()
    parser = argparse.ArgumentParser(prog="python -m convnb.site", description=__doc__)
    parser.add_argument("out", type=Path, help="folder for the pages: new, empty, or an older site, which is replaced")
    on_github = {"metavar": "OWNER/NAME", "help": "on GitHub, for the links to Binder and Colab"}
    parser.add_argument("--repository", type=_repository, **on_github)
    options = parser.parse_args(argv)
    try:
        from .build import build
        from .hosting import home
    except ImportError as problem:
        print(f"{problem}; install what builds the site: python -m pip install 'convnb[site]'", file=sys.stderr)
        return 1
    try:
        build(options.out, options.repository or home())
    except (ValueError, OSError) as problem:
        reason = getattr(problem, "strerror", None)  # the system's own, which does not say what was tried
        advice = "name a folder that you can write to and that has room; what was there is as it was"
        print(
            f"the site cannot be written to {options.out}: {reason}; {advice}" if reason else problem, file=sys.stderr
        )
        return 1
    print(f"open {options.out / 'index.html'}")
    return 0


def _repository(text):
    if not re.fullmatch(r"[\w.-]+/[\w.-]+", text):
        raise argparse.ArgumentTypeError(f"OWNER/NAME is needed, such as convnb/convnb, got {text!r}")
    return text


if __name__ == "__main__":
    sys.exit(main())
