"""Running a notebook from top to bottom, and its printed text as a terminal shows it."""

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient


def execute(notebook, folder, timeout=120):
    """Run every cell of `notebook` in place, in `folder`, on a kernel of this very interpreter."""
    manager = AsyncKernelManager(kernel_name="python3", kernel_spec_manager=KernelSpecManager(kernel_dirs=[]))
    client = NotebookClient(notebook, km=manager, timeout=timeout, resources={"metadata": {"path": str(folder)}})
    # BLAS's threads wait by spinning: on a busy machine one alone is many times as fast. convnb's own threads stay.
    running = client.async_execute(cleanup_kc=True, env={"OPENBLAS_NUM_THREADS": "1", **os.environ})
    # In a thread with an event loop that is closed again: client.execute leaves its own open, and the caller's may run.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, running).result()
    return notebook


def as_terminal(outputs):
    """The outputs of a cell, the streams that follow each other joined, and of a progress bar only its last state."""
    kept = []
    for output in outputs:
        if output.output_type == "stream" and kept and kept[-1].get("name") == output.name:
            kept[-1].text += output.text
        else:
            kept.append(output)
    for output in kept:
        if output.output_type == "stream":
            output.text = "\n".join(line.rstrip("\r").rsplit("\r", 1)[-1] for line in output.text.split("\n"))
    return kept
