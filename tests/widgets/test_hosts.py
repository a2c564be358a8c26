"""A widget looks as it was made wherever it is shown: on light and dark pages, under a host's styles, in a shadow root.

The hosts: JupyterLab and Notebook, nbclassic and Shiny with Bootstrap's styles, marimo and Panel with shadow roots, and
foreign books of Sphinx or Quarto.
"""

import pytest

from convnb import Predict, widgets
from convnb.widgets import SlidingKernel1D

# Rules for bare elements, and for what is inherited, as style sheets of hosts have them.
FOREIGN = """
body {
  font: italic small-caps 20px/2 serif; letter-spacing: 1px; word-spacing: 3px; word-break: break-all; color: red;
  text-align: justify; text-indent: 20px; text-transform: uppercase; text-shadow: 1px 1px red; white-space: pre-line;
  direction: rtl; cursor: crosshair; list-style: square inside; quotes: none; user-select: none;
}
*, ::before, ::after { box-sizing: content-box; }
output { display: block; padding-top: 7px; font-size: 14px; line-height: 1.43; color: #555; }
summary { display: block; }
label { display: inline-block; max-width: 100%; margin-bottom: 5px; font-weight: 700; color: #333; }
input, button, select, textarea {
  font: 20px/2 serif; letter-spacing: 2px; text-transform: uppercase; color: red; background: pink; transition: all 1s;
  width: auto; max-width: 50px; height: 44px; min-height: 50px; margin: 4px; padding: 9px; border: 3px solid red;
  border-radius: 9px; box-shadow: 0 0 3px red;
}
input[type="range"], input[type="checkbox"], input[type="radio"] {
  display: block; width: 100%; margin: 4px 0 0; appearance: none;
}
button { font-weight: 800; }
button:focus-visible, input:focus-visible { outline: 1px dotted red; outline-offset: -5px; }
code, pre, kbd { padding: 2px 4px; font-size: 90%; color: #c7254e; background: #f9f2f4; border-radius: 4px; }
pre { display: block; margin: 0 0 10px; word-break: break-all; white-space: pre-wrap; border: 1px solid red; }
fieldset { min-width: 0; padding: 9px; margin: 9px; border: 4px solid red; }
legend { display: block; width: 100%; margin-bottom: 20px; font-size: 21px; border-bottom: 1px solid red; }
table { display: block; border-collapse: collapse; width: 100%; max-width: 50%; margin: 20px; background: pink; }
th, td { padding: 8px; text-align: right; vertical-align: top; border: 1px solid red; background: pink; }
tr:nth-child(odd) { background: pink; }
p, div > p { margin: 0 0 10px; line-height: 3; }
canvas, img, svg {
  display: block; max-width: 50%; height: auto; margin: 5px; vertical-align: middle; border: 2px solid red;
  background: pink;
}
p, li, span, div, b, strong, i, em { color: red; font-style: italic; }
[hidden] { display: block; }
"""

LOOKS = """(root) => {
  const { x, y } = root.getBoundingClientRect();
  const kept = [
    "appearance", "backgroundColor", "borderBottomWidth", "borderTopColor", "borderTopLeftRadius", "borderTopWidth",
    "boxShadow", "color", "cursor", "direction", "display", "fontFamily", "fontSize", "fontStyle", "fontVariantCaps",
    "fontWeight", "letterSpacing", "lineHeight", "marginBottom", "marginLeft", "marginTop", "paddingLeft", "paddingTop",
    "textAlign", "textIndent", "textShadow", "textTransform", "whiteSpace", "wordBreak", "wordSpacing",
  ];
  return [root, ...root.querySelectorAll("*")].filter((el) => el.tagName !== "OPTION").map((el) => {
    const [box, style] = [el.getBoundingClientRect(), getComputedStyle(el)];
    const place = [box.x - x, box.y - y, box.width, box.height].map((n) => Math.round(2 * n) / 2);
    const name = `${el.tagName.toLowerCase()}.${el.className}${el.type ? "[" + el.type + "]" : ""}`;
    return [name, { place: place.join(" "), ...Object.fromEntries(kept.map((k) => [k, style[k]])) }];
  });
}"""


def differences(before, after):
    assert len(before) == len(after)
    for (name, old), (_, new) in zip(before, after, strict=True):
        changed = {key: (old[key], new[key]) for key in old if old[key] != new[key]}
        if changed:
            yield name, changed


@pytest.fixture(params=[*widgets.__all__, "Predict"])
def widget(request):
    return Predict("05.a") if request.param == "Predict" else getattr(widgets, request.param)()


def test_a_hosts_styles_change_nothing(quiet_page, mount, widget):
    shown = mount(widget)
    for fold in shown.el.locator("button.convnb-fold").all():
        fold.click()
    for button in shown.el.get_by_role("button", name="Copy as NumPy").all():
        button.click()
    root = shown.el.locator(".convnb")
    before = root.evaluate(LOOKS)
    quiet_page.add_style_tag(content=FOREIGN)
    shown.frame()
    assert list(differences(before, root.evaluate(LOOKS))) == []


# What a host writes: attributes of html, attributes of body, styles; and the theme that a widget should have on a light
# and on a dark system.
PAGES = {
    "nothing": ("", "", "", ("light", "dark")),  # the page's ground is the system's: a meta element says so
    "a white page": ("", "", "body { background: white; }", ("light", "light")),
    "a dark page": ("", "", "body { background: #111; }", ("dark", "dark")),
    "a dark ground of html": ("", "", "html { background: oklch(0.25 0.02 250); }", ("dark", "dark")),
    "a colour scheme": ("", "", ":root { color-scheme: dark; }", ("dark", "dark")),
    "a light colour scheme": ("", "", ":root { color-scheme: only light; }", ("light", "light")),
    "a card on a white page": ("", "", "body { background: white; } .card { background: #222; }", ("dark", "dark")),
    "glass on a dark page": (
        "",
        "",
        "body { background: #111; } .card { background: rgb(255 255 255 / 0.1); }",
        ("dark", "dark"),
    ),
    "Sphinx": ("data-theme='dark'", "", "", ("dark", "dark")),
    "Sphinx, as the system": ("data-theme='auto'", "", "", ("light", "dark")),
    "Bootstrap 5": ("data-bs-theme='light'", "", "", ("light", "light")),
    "marimo": ("", "data-theme='dark'", "body { background: #181c1a; }", ("dark", "dark")),
    "JupyterLab": ("data-theme='dark'", "data-jp-theme-light='true'", "", ("light", "light")),
    "VS Code": ("", "data-vscode-theme-kind='vscode-dark'", "", ("dark", "dark")),
    "high contrast": (
        "",
        "data-vscode-theme-kind='vscode-high-contrast'",
        "body { background: black; }",
        ("dark", "dark"),
    ),
}
WRITE = """([html, body, styles, shadow]) => {
  for (const node of [document.documentElement, document.body]) {
    for (const { name } of [...node.attributes]) node.removeAttribute(name);
  }
  const write = (node, text) => {
    for (const [, name, value] of text.matchAll(/([a-z-]+)='([^']*)'/g)) node.setAttribute(name, value);
  };
  write(document.documentElement, html);
  write(document.body, body);
  const host = document.querySelector("#host style");
  host.textContent = styles;
  const { widget, model, css } = window.kept;
  document.querySelector(".card")?.remove();
  const card = document.querySelector("#host").appendChild(document.createElement("div"));
  card.className = "card";
  const under = shadow ? card.attachShadow({ mode: "open" }) : card;
  under.append(Object.assign(document.createElement("style"), { textContent: css }));
  const el = document.createElement("div");
  window.ended?.();
  window.ended = widget.render({ model, el });
  under.append(el);
  return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() =>
    done(el.querySelector(".convnb").dataset.theme))));
}"""


@pytest.mark.parametrize("shadow", [False, True], ids=["plain", "shadow root"])
def test_a_widget_is_dark_where_its_host_is(quiet_page, mount, shadow):
    widget = SlidingKernel1D()
    mount(widget)
    keep = """async ([module, css]) => {
      const load = (text) => import(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
      window.kept = { widget: (await load(module)).default, model: mounted[0].model, css };
      mounted[0].cleanup();
      document.querySelector("style").remove();
      const host = Object.assign(document.createElement("div"), { id: "host" });
      document.body.append(host);
      host.append(document.createElement("style"));
    }"""
    quiet_page.evaluate(keep, [widget._esm, widget._css])
    found, expected = {}, {}
    for system in ("light", "dark"):
        quiet_page.emulate_media(color_scheme=system)
        for name, (*page, themes) in PAGES.items():
            found[name, system] = quiet_page.evaluate(WRITE, [*page, shadow])
            expected[name, system] = themes[system == "dark"]
    assert found == expected


def test_an_open_widget_follows_the_system_into_the_dark(quiet_page, mount):
    mount(SlidingKernel1D())
    quiet_page.emulate_media(color_scheme="dark")
    quiet_page.locator(".convnb[data-theme=dark]").wait_for()


def test_a_widget_follows_a_page_that_fades_into_the_dark(quiet_page, mount):
    root = mount(SlidingKernel1D()).el.locator(".convnb")
    quiet_page.add_style_tag(
        content="body { background: white; transition: background 0.1s; } .night { background: #111; }"
    )
    assert root.get_attribute("data-theme") == "light"
    quiet_page.evaluate("document.body.classList.add('night')")
    quiet_page.locator(".convnb[data-theme=dark]").wait_for()
    assert root.evaluate("el => getComputedStyle(el).backgroundColor") == "rgb(22, 25, 29)"
