"""The JavaScript behind the widgets, under node's own test runner and TypeScript's checker."""

import subprocess


def test_node_tests(require, root):
    command = [require("node"), "--test", *map(str, sorted((root / "tests").rglob("*.test.mjs")))]
    run = subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=root)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "# fail 0" in run.stdout
    assert "# skipped 0" in run.stdout


def test_types(require, root):
    """What the comments of the modules say about types holds: `tsc -p tests` finds nothing."""
    run = subprocess.run([require("tsc"), "-p", "tests"], capture_output=True, text=True, timeout=180, cwd=root)
    assert run.returncode == 0, run.stdout + run.stderr
