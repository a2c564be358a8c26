"""Programs that run beside a test or a script, such as a server; it needs nothing but Python."""

import os
import re
import signal
import socket
import subprocess
import time
import urllib.request
from contextlib import contextmanager, suppress
from pathlib import Path

PATIENCE = 60  # seconds, until a program says or answers what is waited for


@contextmanager
def serving(command, folder, path="/", **environment):
    """(address, program): a server on a free port, for which "{port}" stands in the command, once the path answers.

    The settings and kernels of whoever starts a Jupyter server stay out.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    own = {f"JUPYTER_{name}_DIR": str(folder / f".{name.lower()}") for name in ("CONFIG", "DATA", "RUNTIME")}
    command = [part.replace("{port}", str(port)) for part in command]
    with started(command, folder, **own, **environment) as (program, log):
        address = f"http://127.0.0.1:{port}"
        waited_for(lambda: answers(f"{address}{path}"), program, log)
        yield address, program


@contextmanager
def started(command, folder, **environment):
    """(program, its output as a file in the folder): a program with what it starts, ended with the block."""
    log = folder / f"{Path(command[0]).name}.log"
    with log.open("wb") as output:
        program = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield program, log
    finally:
        with suppress(ProcessLookupError):  # it has ended by itself
            os.killpg(program.pid, signal.SIGTERM)
        try:
            program.wait(timeout=30)
        except subprocess.TimeoutExpired:
            os.killpg(program.pid, signal.SIGKILL)
            raise RuntimeError(f"{command[0]} did not end within 30 s:\n{log.read_text(errors='replace')}") from None


def said(pattern, program, log):
    """What the pattern finds in a program's output, as soon as it stands there."""
    return waited_for(lambda: re.search(pattern, log.read_text(errors="replace"), re.MULTILINE), program, log)[1]


def waited_for(ask, program, log):
    """The first answer that is true. Raises RuntimeError with the program's output where it ends, or takes too long."""
    deadline = time.monotonic() + PATIENCE
    while not (found := ask()):
        if time.monotonic() > deadline or program.poll() is not None:
            raise RuntimeError(f"{program.args[0]} did not start:\n{log.read_text(errors='replace')}")
        time.sleep(0.05)
    return found


def answers(address):
    try:
        with urllib.request.urlopen(address, timeout=5):
            return True
    except OSError:
        return False
