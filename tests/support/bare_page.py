"""A widget on a page with nothing else: the module as anywidget gets it, a fake model, no kernel, no JupyterLab."""

import base64
from pathlib import Path

HERE = Path(__file__).resolve().parent
# Its ground is light or dark as the system is, which `emulate_media` sets.
PAGE = (
    "data:text/html,<!doctype html><html lang=en><title>bare</title>"
    "<meta name=color-scheme content='light dark'><body></body></html>"
)
# Modules come as blobs, as in anywidget, and bytes as DataViews that do not start at 0, as in a message.
MOUNT = """async ({ module, css, fake, state }) => {
  const load = (text) => import(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
  const revive = (value) => {
    if (value === null || typeof value !== "object") return value;
    if ("base64" in value) {
      const bytes = Uint8Array.from("xyz" + atob(value.base64), (char) => char.charCodeAt(0));
      return new DataView(bytes.buffer, 3);
    }
    if (Array.isArray(value)) return value.map(revive);
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, revive(part)]));
  };
  const { FakeModel } = await load(fake);
  const widget = (await load(module)).default;
  if (!document.querySelector("style")) {
    document.head.append(Object.assign(document.createElement("style"), { textContent: css }));
  }
  const show = (model) => {
    const el = document.body.appendChild(document.createElement("div"));
    (window.mounted ??= []).push({ model, el, show, revive, cleanup: widget.render({ model, el }) });
  };
  show(new FakeModel(revive(state)));
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50))));
}"""


class Mounted:
    """A widget on the page: its element as a locator, its model's state, its clean-up."""

    def __init__(self, page, index):
        self.page = page
        self.index = index

    @property
    def el(self):
        """The widget's element, once all that was done to it is drawn: a key or a click is drawn in the next frame."""
        self.page.evaluate("new Promise(requestAnimationFrame)")
        return self.page.locator("body > div").nth(self.index)

    @property
    def read_out(self):
        return self.el.locator(".convnb-readout")

    def said(self):
        """What a screen reader hears once the hand rests."""
        self.frame()
        self.page.evaluate("new Promise(done => setTimeout(done, 260))")  # begun later than the widget's 250 ms
        return self.read_out.inner_text()

    def get(self, name):
        return self.page.evaluate(f"mounted[{self.index}].model.get('{name}')")

    def set(self, **state):
        for name, value in state.items():
            self.page.evaluate(f"value => mounted[{self.index}].model.set('{name}', value)", value)
        self.frame()

    def saves(self):
        return self.page.evaluate(f"mounted[{self.index}].model.saves")

    def patient(self):
        """From now on a hand rests only after two seconds: a busy machine may take long from one move to the next."""
        longer = "(call, ms, ...rest) => real(call, 10 * ms, ...rest)"
        self.page.evaluate(f"() => {{ const real = window.setTimeout; window.setTimeout = {longer}; }}")

    def again(self):
        """A second view of the same model."""
        self.page.evaluate(f"mounted[{self.index}].show(mounted[{self.index}].model)")
        self.frame()
        return Mounted(self.page, self.page.evaluate("mounted.length") - 1)

    def clean_up(self):
        self.page.evaluate(f"mounted[{self.index}].cleanup()")

    def frame(self):
        """Wait until what was asked for is on the screen."""
        self.page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def pixels(self, canvas):
        """The picture in the nth canvas, as text that differs if the picture does."""
        return self.el.locator("canvas").nth(canvas).evaluate("canvas => canvas.toDataURL()")

    def open(self, fold):
        """Open or close a fold by the words on its button."""
        self.el.locator("button.convnb-fold", has_text=fold).click()

    def play(self, trait, *values):
        """Play at full speed until the trait has had these values, one after the other, and then pause."""
        self.open("speed")
        self.el.get_by_label("Speed").select_option("10 per second")
        self.el.get_by_role("button", name="▶ Play").click()
        for value in values:
            self.page.wait_for_function(f"mounted[{self.index}].model.get('{trait}') === {value}", timeout=4000)
        self.el.get_by_role("button", name="Pause").click()

    def text(self):
        """All that is written, the labels of closed folds not."""
        return self.el.inner_text()

    def greys(self, canvas):
        """The red channel of the nth canvas, a list of rows: its grey levels where it is grey."""
        get = """canvas => {
          const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          const row = (_, r) => Array.from({ length: canvas.width }, (_, c) => data[4 * (r * canvas.width + c)]);
          return Array.from({ length: canvas.height }, row);
        }"""
        return self.el.locator("canvas").nth(canvas).evaluate(get)

    def drag(self, canvas, start, moves):
        """Press at `start` of the nth canvas and move to each point, in CSS pixels from its corner; then let go."""
        box = self.el.locator("canvas").nth(canvas).bounding_box()
        mouse = self.page.mouse
        mouse.move(box["x"] + start[0], box["y"] + start[1])
        mouse.down()
        for x, y in moves:
            mouse.move(box["x"] + x, box["y"] + y)
        mouse.up()
        self.frame()


def mount(page, widget, **overrides):
    """Put a Python widget's state on the page, as its kernel would send it."""
    if page.url == "about:blank":  # a fresh one
        page.goto(PAGE)
    state = {name: jsonable(value) for name, value in widget.get_state().items() if not name.startswith("_")}
    source = {
        "module": widget._esm,
        "css": widget._css,
        "fake": (HERE / "fake_model.js").read_text(),
        "state": {**state, **overrides},
    }
    page.evaluate(MOUNT, source)
    return Mounted(page, page.evaluate("mounted.length") - 1)


def jsonable(value):
    if isinstance(value, bytes):
        return {"base64": base64.b64encode(value).decode()}
    if isinstance(value, dict):
        return {name: jsonable(part) for name, part in value.items()}
    return value if isinstance(value, (str, int, float, bool, list, type(None))) else None
