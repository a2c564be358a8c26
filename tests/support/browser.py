"""Fixtures of the browser tests: a page that tells on itself, and the real JupyterLab."""

import shutil
import sys
from contextlib import closing, contextmanager
from functools import partial
from urllib.parse import urlsplit

import pytest

from . import bare_page
from .programs import serving

SHORT_TRAININGS = """
from convnb.models import network as _network

def _short(network, *data, epochs, _fit=_network.fit, **how):
    return _fit(network, *data, epochs=1, **how)

_network.fit = _short
"""
VIEWPORT = {"width": 1280, "height": 720}  # Playwright's own


@pytest.fixture
def trouble():
    """What went wrong on `quiet_page` so far, as a list of sentences.

    A test that provokes an error on purpose asserts that it is here and then clears the list.
    """
    return []


@pytest.fixture(scope="module")
def lasting_page(browser, browser_context_args):
    """One page for all tests of a file: a new one costs more than what most tests do with it."""
    with closing(browser.new_context(**browser_context_args)) as context:
        yield context.new_page()


@pytest.fixture
def quiet_page(lasting_page, trouble):
    """An empty page on which a console error, a page error or a request off this machine fails the test at its end."""
    lasting_page.goto(bare_page.PAGE)
    if lasting_page.viewport_size != VIEWPORT:
        lasting_page.set_viewport_size(VIEWPORT)
    lasting_page.emulate_media(media="screen", color_scheme="light", reduced_motion="no-preference")
    lasting_page.mouse.move(0, 0)
    with listening(lasting_page, trouble):
        yield lasting_page


@pytest.fixture
def quiet_lasting_page(lasting_page, trouble):
    """A `quiet_page` that keeps what the file's earlier tests loaded: JupyterLab takes seconds."""
    with listening(lasting_page, trouble):
        yield lasting_page


@contextmanager
def listening(page, trouble):
    """Fails at its end if the page or one that it opened got into trouble."""

    def note_request(request):
        if not is_local(request.url):
            trouble.append(f"request off the machine: {request.url}")

    def note_console(message):
        if message.type == "error":
            trouble.append(f"console error: {message.text} ({message.location.get('url', '')})")

    def note_error(error):
        trouble.append(f"page error: {error.error}")

    # The context's events cover pop-ups and frames too.
    heard = [(page.context, "request", note_request), (page.context, "console", note_console)]
    heard += [(page.context, "weberror", note_error), (page, "websocket", note_request)]
    for where, event, note in heard:
        where.on(event, note)
    yield
    if not page.is_closed():
        page.evaluate("0")  # a round trip: events that are still under way arrive before it ends
    for where, event, note in heard:
        where.remove_listener(event, note)
    assert not trouble, "\n".join(trouble)


def is_local(url):
    """True for an address that leads to this machine or nowhere."""
    parts = urlsplit(url)
    return parts.scheme in ("file", "blob", "data", "about") or parts.hostname in ("127.0.0.1", "localhost")


@pytest.fixture(scope="session")
def short_trainings(tmp_path_factory):
    """The environment of kernels that train for one epoch: what is looked at here are widgets and pages.

    nbval trains in full.
    """
    home = tmp_path_factory.mktemp("ipython")
    startup = home / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "short_trainings.py").write_text(SHORT_TRAININGS)
    return {"IPYTHONDIR": str(home)}


@pytest.fixture(scope="session")
def lab_server(root, require, short_trainings, tmp_path_factory):
    """The address of a real JupyterLab, started by the `convnb` command on a copy of notebooks/, without a token."""
    require("chromium")  # nobody needs the server where no browser can look at it
    home = tmp_path_factory.mktemp("lab")
    shutil.copytree(root / "notebooks", home / "notebooks", ignore=shutil.ignore_patterns(".*"))
    command = [
        *(sys.executable, "-m", "convnb.launcher", "--no-browser"),
        *("--port={port}", "--ServerApp.port_retries=0", f"--ServerApp.root_dir={home / 'notebooks'}"),
        *("--IdentityProvider.token=", "--LabApp.expose_app_in_browser=True"),
        "--JupyterNotebookApp.expose_app_in_browser=True",  # the same server shows Notebook 7
    ]
    with serving(command, home, "/api/status", **short_trainings) as (address, _):
        yield address


@pytest.fixture
def mount(quiet_page):
    """mount(widget) shows a widget on a page with nothing else and returns it, see bare_page.Mounted."""
    return partial(bare_page.mount, quiet_page)
