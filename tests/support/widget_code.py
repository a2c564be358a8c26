"""What the parity tests share: the widgets' own JavaScript under node, and the Python that it copies out."""

import json
import subprocess

import pytest


@pytest.fixture(scope="module")
def parity(request, require):
    """parity(cases) is what the `parity.mjs` beside the test answers to them."""
    return lambda cases: answers_of(require("node"), request.path.with_name("parity.mjs"), cases)


def answers_of(node, script, cases):
    """What a script for node answers to these cases, which it reads as JSON."""
    run = subprocess.run([node, str(script)], input=json.dumps(cases), capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def run_code(code):
    """The names that copied code leaves behind."""
    names = {}
    exec(code, names)
    return names
