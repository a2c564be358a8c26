// @ts-check
// The colour language in the browser. Same palette as convnb/figures/style.py (a test keeps them equal); everything
// else is a CSS variable of the widget's root, so that CSS and canvases use one source. Each role has three colours:
// "kernel" for lines, frames and marks (3:1 against the ground), "kernel-text" for letters (4.5:1), and "kernel-tint" for
// the ground under letters in ink (4.5:1 up to 57 % of it).

export const PALETTE = {
  input: "#0072B2",
  kernel: "#E69F00",
  output: "#009E73",
  gradient: "#CC79A7",
  focus: "#D55E00",
};

/** Negative, zero, positive: the diverging scale of signed pictures, as in convnb/figures/style.py. */
export const SIGNED_STOPS = ["#2166AC", "#F7F7F7", "#B2182B"];

const LIGHT = { ink: "#1b1f24", muted: "#57606a", line: "#c4cad0", paper: "#ffffff", raised: "#f3f5f7" };
/** What of the palette is too pale for a line on white, and all of it as letters on white. */
const LINES = { ...PALETTE, kernel: "#BD7F00", gradient: "#C46B9D" };
const LETTERS = { input: "#0072B2", kernel: "#8F5B00", output: "#007A59", gradient: "#A34B7D", focus: "#B35000" };
/** On a dark ground the palette's hues shine. */
const SHINING = { input: "#56B4E9", kernel: "#E69F00", output: "#37BD91", gradient: "#D68CB6", focus: "#FF8A3D" };
const DARK = { ink: "#eceff2", muted: "#a5aeb8", line: "#505a64", paper: "#16191d", raised: "#23282e" };

/** What hosts write on their pages: the website, marimo and Panel, VS Code's and Bootstrap's pages. */
const NAMED = ["data-theme", "theme", "data-bs-theme", "data-vscode-theme-kind"];

/**
 * Dark or light, as the host around the widget is: JupyterLab's word, a name on the page, else what the widget lies on.
 * @param {Element} root @returns {boolean}
 */
function isDark(root) {
  const { body, documentElement: html } = document;
  if (body.dataset.jpThemeLight) return body.dataset.jpThemeLight === "false";
  for (const node of [html, body]) {
    const named = NAMED.map((name) => /(dark|light)$/.exec(node.getAttribute(name) ?? "")?.[1]).find(Boolean);
    if (named) return named === "dark";
  }
  /** @type {Element | null} */
  let node = outside(root);
  while (node && !isOpaque(colourOf(node))) node = outside(node);
  return brightness(node ? colourOf(node) : colourOf(html, "Canvas")) < 128;
}

/** The element around this one, also out of a shadow root; the body's where it is in no page yet.
 * @param {Element} node @returns {Element | null} */
function outside(node) {
  if (!node.isConnected) return document.body;
  const within = node.getRootNode();
  return node.parentElement ?? (within instanceof ShadowRoot ? within.host : null);
}

/** The ground of an element as [red, green, blue, opacity] up to 255, however CSS writes it. With `named`, a colour of
 * the system as this element sees it: `Canvas` is what lies under a page, light or dark as its color-scheme says.
 * @param {Element} node @param {string} [named] */
function colourOf(node, named) {
  const probe = named ? node.appendChild(document.createElement("i")) : null;
  if (probe) probe.style.cssText = `position: fixed; width: 0; height: 0; background: ${named}`;
  const context = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  context.fillStyle = getComputedStyle(probe ?? node).backgroundColor;
  probe?.remove();
  context.fillRect(0, 0, 1, 1);
  return context.getImageData(0, 0, 1, 1).data;
}

/** @param {Uint8ClampedArray} colour */
const isOpaque = (colour) => colour[3] > 230;
/** @param {Uint8ClampedArray} colour */
const brightness = ([red, green, blue]) => 0.2126 * red + 0.7152 * green + 0.0722 * blue;

/** All colours of a theme by their name.
 * @param {boolean} dark @returns {Record<string, string>} */
export function coloursOf(dark) {
  const roles = Object.keys(PALETTE).map((role) => ({
    [role]: (dark ? SHINING : LINES)[role],
    [`${role}-text`]: (dark ? SHINING : LETTERS)[role],
    [`${role}-tint`]: (dark ? SHINING : PALETTE)[role],
  }));
  return Object.assign({}, ...roles, dark ? DARK : LIGHT);
}

/**
 * Keep a widget's colours with the page's theme. Returns a function that gives the colours now in force.
 * @param {HTMLElement} root @param {AbortSignal} signal @param {() => void} onChange
 */
export function followTheme(root, signal, onChange) {
  /** @type {Record<string, string>} */
  let colours = {};
  const apply = () => {
    const theme = isDark(root) ? "dark" : "light";
    if (root.dataset.theme === theme) return;
    colours = coloursOf(theme === "dark");
    root.dataset.theme = root.style.colorScheme = theme;
    for (const [name, value] of Object.entries(colours)) root.style.setProperty(`--convnb-${name}`, value);
    onChange();
  };
  const observer = new MutationObserver(apply);
  const attributeFilter = ["data-jp-theme-light", ...NAMED, "class", "style"];
  const nodes = [document.body, document.documentElement];
  for (const node of nodes) observer.observe(node, { attributes: true, attributeFilter });
  signal.addEventListener("abort", () => observer.disconnect());
  // Where the page's ground fades from one theme to the other, its last colour counts.
  for (const node of nodes) {
    node.addEventListener("transitionend", ({ target }) => target === node && apply(), { signal });
  }
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", apply, { signal });
  apply();
  if (!root.isConnected) requestAnimationFrame(apply); // what it will lie on is known then
  return () => colours;
}

/** @returns {boolean} */
export function reducedMotion() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
