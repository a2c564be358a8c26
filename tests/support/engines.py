"""Firefox and WebKit, the engine of Safari, in the few words of Playwright that a test of the course needs.

Playwright drives neither as it is installed. Both speak the W3C's WebDriver: Firefox itself over a websocket (BiDi),
WebKit through its driver over HTTP.
"""

import json
import urllib.error
import urllib.request
from contextlib import closing, contextmanager

import pytest
import websocket

from .programs import PATIENCE, said, serving, started

SIZE = {"width": 1280, "height": 900}
# What goes wrong on a page, from the moment this runs.
LISTEN = """if (!window.trouble) {
  window.trouble = [];
  const say = console.error;
  console.error = (...all) => (window.trouble.push(all.map(String).join(" ")), say(...all));
  addEventListener("error", ({ message, target }) => window.trouble.push(message ?? `no ${target.outerHTML}`), true);
  addEventListener("unhandledrejection", ({ reason }) => window.trouble.push(String(reason)));
}"""
EVALUATE = """(async () => {
  const it = (%s);
  return JSON.stringify((await (typeof it === "function" ? it(%s) : it)) ?? null);
})()"""
WAIT = """new Promise((done) => {
  const end = performance.now() + %d;
  const look = () => {
    const seen = Boolean(%s);
    if (seen || performance.now() > end) done(seen);
    else setTimeout(look, 20);
  };
  look();
})"""
SLIDER = """async () => {
  const widget = %s;
  const isUsable = (one) => one.getClientRects().length && !one.disabled;
  const slider = [...widget.querySelectorAll("input[type=range]")].find(isUsable);
  const pictures = () => [...widget.querySelectorAll("canvas")].map((canvas) => canvas.toDataURL()).join();
  const said = () => widget.querySelector(".convnb-readout").textContent;
  slider.scrollIntoView({ block: "center", behavior: "instant" });
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const before = [pictures(), said()];
  window.dragged = { slider, answered: () => pictures() !== before[0] && said() !== before[1] };
  const { x, y, width, height } = slider.getBoundingClientRect();
  return [x, y + height / 2, width, slider.value];
}"""
# Whatever is not on this machine goes to a proxy that nobody runs.
PREFERENCES = """user_pref("network.proxy.type", 1);
user_pref("network.proxy.http", "127.0.0.1");
user_pref("network.proxy.http_port", 9);
user_pref("network.proxy.ssl", "127.0.0.1");
user_pref("network.proxy.ssl_port", 9);
user_pref("toolkit.telemetry.reportingpolicy.firstRun", false);
"""


class Engine:
    """What both have in common; each adds how a page is opened, a script run, a gesture made."""

    def goto(self, address):
        self._open(address)
        self.evaluate(f"() => {{ {LISTEN} }}")

    def evaluate(self, expression, argument=None):
        return json.loads(self._run(EVALUATE % (expression, json.dumps(argument))))

    def wait_for_function(self, condition, timeout=1000 * PATIENCE):
        assert self.evaluate(WAIT % (timeout, condition)), f"not within {timeout} ms: {condition}"

    def drag(self, *path):
        """Press at the first point of what is seen of the page, move over the others, release."""
        (x, y), *way = [(round(x), round(y)) for x, y in path]
        gesture = [{"type": "pointerMove", "x": x, "y": y}, {"type": "pointerDown", "button": 0}]
        gesture += [{"type": "pointerMove", "x": x, "y": y, "duration": 20} for x, y in way]
        gesture += [{"type": "pointerUp", "button": 0}]
        self._act([{"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": gesture}])

    def assert_answers(self, widget, where):
        """Drag the first slider of `widget`, an expression: its picture and its sentence have to follow."""
        for end in (0.97, 0.4, 0.8):  # it may stand there already, or have moved with a page that was still loading
            x, y, width, value = self.evaluate(SLIDER % widget)
            self.drag(*((x + part * width, y) for part in (0.5, 0.6, end)))
            if self.evaluate("dragged.slider.value") != value:
                break
        else:
            pytest.fail(f"{where}: the slider does not move")
        assert self.evaluate(WAIT % (5000, "dragged.answered()")), f"{where}: the slider moves, and nothing else"

    def trouble(self):
        """What has gone wrong on the page since this was asked the last time."""
        return self.evaluate("window.trouble.splice(0)")


class Firefox(Engine):
    def __init__(self, socket):
        self._socket, self._last = socket, 0
        self._send("session.new", capabilities={})
        # The tab that it opens with never has the focus, without which JupyterLab has no current notebook.
        self._page = {"context": self._send("browsingContext.create", type="tab")["context"]}
        self._send("browsingContext.setViewport", **self._page, viewport=SIZE)

    def _send(self, method, **params):
        self._last += 1
        self._socket.send(json.dumps({"id": self._last, "method": method, "params": params}))
        while (answer := json.loads(self._socket.recv())).get("id") != self._last:
            pass  # an event
        assert answer["type"] == "success", answer
        return answer["result"]

    def _open(self, address):
        self._send("browsingContext.navigate", **self._page, url=address, wait="complete")

    def _run(self, script):
        answer = self._send("script.evaluate", target=self._page, expression=script, awaitPromise=True)
        assert answer["type"] == "success", answer["exceptionDetails"]["text"]
        return answer["result"]["value"]

    def _act(self, actions):
        self._send("input.performActions", **self._page, actions=actions)

    def screenshot(self):
        """A PNG in base64."""
        return self._send("browsingContext.captureScreenshot", **self._page)["data"]


class WebKit(Engine):
    def __init__(self, address):
        self._address = address
        self._address += f"/session/{self._ask('/session', capabilities={})['sessionId']}"
        self._ask("/timeouts", script=2000 * PATIENCE)
        self._ask("/window/rect", **SIZE)

    def _ask(self, path, method="POST", **params):
        body = json.dumps(params).encode() if method == "POST" else None
        request = urllib.request.Request(self._address + path, body, method=method)
        try:
            with urllib.request.urlopen(request, timeout=3 * PATIENCE) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as refused:
            raise AssertionError(refused.read().decode()) from None

    def _open(self, address):
        self._ask("/url", url=address)

    def _run(self, script):
        done = "arguments[0]"
        answer = self._ask("/execute/async", script=f"{script}.then({done}, (e) => {done}([String(e)]))", args=[])
        assert isinstance(answer, str), answer
        return answer

    def _act(self, actions):
        self._ask("/actions", actions=actions)

    def screenshot(self):
        """A PNG in base64."""
        return self._ask("/screenshot", "GET")

    def close(self):
        self._ask("", "DELETE")


@pytest.fixture(scope="module", params=["Firefox", "WebKit"])
def engine(request, require, tmp_path_factory):
    """Each of the two, with a new profile."""
    folder = tmp_path_factory.mktemp(request.param)
    with {"Firefox": firefox, "WebKit": webkit}[request.param](require, folder) as one:
        yield one


@contextmanager
def firefox(require, folder):
    (folder / "user.js").write_text(PREFERENCES)
    command = [require("firefox"), "--headless", "--remote-debugging-port=0", "--profile", str(folder)]
    with started(command, folder, HOME=str(folder)) as (browser, log):
        address = said(r"BiDi listening on (ws://\S+)\n", browser, log)
        socket = websocket.create_connection(f"{address}/session", timeout=3 * PATIENCE, suppress_origin=True)
        with closing(socket):
            yield Firefox(socket)


@contextmanager
def webkit(require, folder):
    driver, screen = require("webkit"), [require("xvfb"), "-displayfd", "1", "-nolisten", "tcp"]
    with started([*screen, "-screen", "0", "1400x1100x24"], folder) as heard:
        own = {"HOME": str(folder), "DISPLAY": f":{said('^([0-9]+)$', *heard)}"}
        # Without a graphics card, a third of the time is spent on laying layers over each other.
        own["WEBKIT_DISABLE_COMPOSITING_MODE"] = "1"
        with (
            serving([driver, "--port={port}"], folder, "/status", **own) as (address, _),
            closing(WebKit(address)) as one,
        ):
            yield one
