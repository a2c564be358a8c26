"""A widget as one file: an HTML page with its scripts, its state and its picture, which needs no network."""

import base64
from html import escape
from urllib.parse import quote

from ..inline import JS
from .scripts import widget_scripts
from .state import as_json, state_of

# The page asks for nothing, and this holds it to that: whatever the state says, nothing leaves the browser.
POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; media-src blob:"
)
STYLE = """:root { color-scheme: light dark; }
body { margin: 0 4px; font: 14px/1.45 system-ui, sans-serif; }
h1 { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; margin: 0; overflow: hidden; }
img { max-width: 100%; height: auto; background: #fff; }
details { margin: 4px; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; user-select: all; }"""
HOW = """Put this file beside your page, and this line into it; src is where the page finds the file.

{line}

Moodle: upload the file, and paste the line in the editor's source view.
MyST: the line as it is; name the file in html_extra_path.
Quarto: the line as it is; name the file under resources."""


def frame_line(name, title, height):
    """The line of HTML that shows the file `name` in another page."""
    return (
        f'<iframe src="{quote(name)}" title="{escape(title)}" width="100%" height="{height}" '
        f'style="border: 0" sandbox="allow-scripts" loading="lazy"></iframe>'
    )


def file_of(widget, name, title):
    """The text of the file `name` in which the widget lives, in the state in which it is."""
    state = state_of(widget)
    state["models"][widget.model_id]["state"]["_given"] = widget._given
    data, metadata = widget._repr_mimebundle_()
    still = ""
    if "image/png" in data:
        png = base64.b64encode(data["image/png"]).decode()
        still = f'<img src="data:image/png;base64,{png}" alt="{escape(metadata["image/png"]["alt"])}">'
    how = HOW.format(line=frame_line(name, title, widget.frame))
    scripts = [*widget_scripts(widget.module).values(), (JS / "kit/page/host.js").read_text(encoding="utf-8")]
    return "\n".join(
        [
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            f"<!--\n{how}\n-->",
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
            f"<title>{escape(title)}</title>",
            f"<style>\n{STYLE}\n{(JS / 'kit/convnb.css').read_text(encoding='utf-8')}</style>",
            f"</head>\n<body>\n<main>\n<h1>{escape(title)}</h1>",
            f'<div class="convnb-place" data-model="{widget.model_id}">{still}</div>\n</main>',
            f"<details hidden><summary>Show this widget in another page</summary><pre>{escape(how)}</pre></details>",
            f'<script type="application/json" id="convnb-state">{as_json(state)}</script>',
            *(f"<script>\n{script}</script>" for script in scripts),
            # Inside another page it is in use already.
            '<script>document.querySelector("details").hidden = parent !== self;</script>',
            "</body>\n</html>\n",
        ]
    )
