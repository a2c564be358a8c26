"""The site's look and its pages' common parts: Sphinx's settings, the scripts that a page needs."""

import io
from html import escape
from importlib.util import find_spec
from pathlib import Path

from docutils.nodes import paragraph
from sphinx.application import Sphinx
from sphinx.errors import SphinxError

from ..widgets.kit.page.scripts import widget_scripts
from ..widgets.kit.page.state import as_json
from .front import SUMMARY, THUMBNAILS, TITLE
from .hosting import BINDER, BRANCH, COLAB, published

HOST = "convnb/host.js"
PROGRESS = "convnb/progress.js"
MATHJAX = "mathjax/tex-svg.js"  # one file, its letters drawn as paths: it fetches no fonts
FORMULAS = "convnb/formulas.js"  # MathJax's settings: a host with `script-src 'self'` runs none that stand in a page
ICON = "icon.svg"


def settings(repository):
    """Sphinx's configuration. Everything that a page needs is in the site; only links lead outside."""
    return {
        "project": "convnb",
        "author": "the authors of convnb",
        "html_title": TITLE,
        "language": "en",
        "extensions": ["myst_nb", "sphinx_copybutton"],
        "nb_execution_mode": "off",
        "nb_ipywidgets_js": {},
        "myst_enable_extensions": ["amsmath", "dollarmath"],
        "myst_update_mathjax": False,
        "mathjax_path": MATHJAX,
        "html_theme": "sphinx_book_theme",
        "html_static_path": ["_static"],
        "html_favicon": ICON,
        "html_css_files": ["convnb/convnb.css", "convnb/site.css"],
        "html_show_search_summary": False,  # it fetches the pages found, which a page opened from a file may not
        "html_copy_source": False,
        "html_use_index": False,
        "html_context": {"default_mode": "auto"},
        "html_show_sphinx": False,
        "html_theme_options": {
            "repository_url": f"https://github.com/{repository}",
            "repository_branch": BRANCH,
            "path_to_docs": "notebooks",
            "use_repository_button": True,
            "use_download_button": False,
            "navbar_persistent": [],  # its search field is in the side bar
            "launch_buttons": {"binderhub_url": BINDER, "colab_url": COLAB, "notebook_interface": "jupyterlab"},
        },
    }


def meta(name, title, first, repository):
    """HTML for the head of a page: what a search engine and a chat show of it, a title, a sentence and a picture.

    first: the page's first paragraph, of a notebook *What you will be able to do*.
    """
    aim = first.partition("What you will be able to do: ")[2]
    notebook = name if aim else "00_start_here"
    says = {
        "title": title if name == "index" else f"{title} · convnb",
        "description": f"{aim[:1].upper()}{aim[1:]}" or (SUMMARY if name == "index" else first),
        "image": f"{published(repository)}{THUMBNAILS}/{notebook}.webp",
        "type": "website",
    }
    tags = [f'<meta name="description" content="{escape(says["description"])}">']
    tags += [f'<meta property="og:{part}" content="{escape(text)}">' for part, text in says.items()]
    return "\n".join(tags)


def make_html(source, out, states, repository):
    """Have Sphinx make the site in `out` from the folder `source`. Raises ValueError with its warnings, if any.

    states: {page: what kit/page/state.py says of its widgets}.
    """
    warnings = io.StringIO()
    app = Sphinx(
        source, None, out, source.parent / "doctrees", "html", settings(repository), status=None, warning=warnings
    )

    def add_widgets(app, name, template, context, doctree):
        if name in states:
            scripts = [widget_scripts(model["module"]) for model in states[name]["models"].values()]
            files = [f"convnb/{name}" for name in dict.fromkeys(name for one in scripts for name in one)]
            for file in [*files, HOST, PROGRESS]:  # ahead of MathJax, which takes longer
                app.add_js_file(file, loading_method="defer", priority=300)
            # myst-nb's words for the ear would hide which answer a fold holds.
            context["body"] = context["body"].replace(' aria-label="Toggle hidden content"', "")
            context["body"] += f'<script type="application/json" id="convnb-state">{as_json(states[name])}</script>'

    def add_meta(app, name, template, context, doctree):
        for first in [*doctree.findall(paragraph)][:1] if doctree else []:
            context["metatags"] += meta(name, context["title"], " ".join(first.astext().split()), repository)

    app.connect("html-page-context", add_widgets)
    app.connect("html-page-context", add_meta)
    app.add_js_file(FORMULAS, loading_method="defer", priority=300)
    try:
        app.build()
    except SphinxError as problem:  # which it also makes of a full disk
        raise ValueError(f"Sphinx says: {problem}") from problem
    (out / ".nojekyll").touch()  # else GitHub, for a site in a branch, leaves out what begins with an underscore
    package = Path(find_spec("sphinx-mathjax-offline").submodule_search_locations[0])
    target = out / "_static" / MATHJAX
    target.parent.mkdir()
    target.write_bytes((package / "static" / MATHJAX).read_bytes())
    if warnings.getvalue():
        raise ValueError(f"Sphinx says:\n{warnings.getvalue()}")
