"""What a page has to know about its widgets, as small JSON: their traits, their bytes, and which are linked."""

import base64
import gzip
import hashlib
import json
from functools import reduce
from importlib import import_module
from operator import getitem

import numpy as np
from ipywidgets.embed import dependency_state

STATES = "application/vnd.jupyter.widget-state+json"
ROUND_ABOVE = 500_000  # bytes; larger weights are rounded, so that a page stays below a megabyte
BLOCK = 1024  # numbers that share one scale
LEVELS = 63  # on each side of zero: twice as many weigh an eighth more and read hardly a digit better
LINKS = {"LinkModel": True, "DirectionalLinkModel": False}  # ipywidgets.jslink goes both ways, jsdlink one


def page_state(states):
    """The JSON of a page, from the widget states that nbclient stored in a notebook's metadata.

    `models`  {id: {"module": file, "state": traits}}, bytes in them replaced by {"bytes": key}
    `bytes`   {key: {"gzip": base64}}, each content once; with "levels", see `rounded`
    `links`   [[id, trait, id, trait, both ways]]
    """
    models, contents, links = {}, {}, []
    for name, model in states.items():
        state = model["state"]
        if model["model_name"] in LINKS:
            (source, trait), (target, other) = state["source"], state["target"]
            ends = (source.removeprefix("IPY_MODEL_"), trait, target.removeprefix("IPY_MODEL_"), other)
            links.append([*ends, LINKS[model["model_name"]]])
        elif model["model_module"] == "anywidget":
            traits = {trait: value for trait, value in state.items() if not trait.startswith("_")}
            for buffer in model.get("buffers", []):
                raw = base64.b64decode(buffer["data"])
                key = hashlib.sha256(raw).hexdigest()[:12]
                contents[key] = packed(raw, buffer["path"])
                *above, last = buffer["path"]
                reduce(getitem, above, traits)[last] = {"bytes": key}
            home, _, kind = state["_anywidget_id"].rpartition(".")
            models[name] = {"module": getattr(import_module(home), kind).module, "state": traits}
    return {"models": models, "bytes": contents, "links": links}


def state_of(widgets):
    """`page_state` of a widget or a list of them, as they are now."""
    return page_state(dependency_state(widgets, drop_defaults=False))


def as_json(state):
    """What `page_state` gives, as it may stand in a <script>: no text in it ends that."""
    return json.dumps(state, allow_nan=False, separators=(",", ":")).replace("<", "\\u003c")


def packed(raw, path):
    """The bytes of a trait, compressed; float32 weights above ROUND_ABOVE rounded first.

    Raises ValueError, with the size, for other bytes above it.
    """
    if len(raw) <= ROUND_ABOVE:
        return {"gzip": _base64(raw)}
    if path != ["weights"]:
        raise ValueError(f"{'.'.join(path)} has {len(raw):,} bytes; a page has room for {ROUND_ABOVE:,}")
    levels, scales = rounded(np.frombuffer(raw, "<f4"))
    return {"gzip": _base64(scales.tobytes() + levels.tobytes()), "levels": levels.size}


def rounded(values):
    """Float32 `values` as whole numbers from -63 to 63, int8, and a float32 scale for each BLOCK of them.

    values[i] is about levels[i] * scales[i // BLOCK]. Off by at most half a scale, the block's largest / 126.
    """
    blocks = np.zeros((-(-values.size // BLOCK), BLOCK), np.float32)
    blocks.flat[: values.size] = values
    scales = np.maximum(np.abs(blocks).max(axis=1), np.finfo(np.float32).tiny).astype("<f4") / LEVELS
    levels = np.rint(blocks / scales[:, None]).astype(np.int8)
    return levels.ravel()[: values.size], scales


def _base64(raw):
    return base64.b64encode(gzip.compress(raw, 9, mtime=0)).decode()
