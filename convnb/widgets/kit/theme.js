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

/** Dark or light, as the page around the widget says: JupyterLab, the website, VS Code, or the system. */
export function isDark() {
  const { body, documentElement: root } = document;
  if (body.dataset.jpThemeLight) return body.dataset.jpThemeLight === "false";
  const named = root.dataset.theme || root.getAttribute("theme");
  if (named === "dark" || named === "light") return named === "dark";
  if (body.dataset.vscodeThemeKind) return /dark/.test(body.dataset.vscodeThemeKind);
  return matchMedia("(prefers-color-scheme: dark)").matches;
}

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
    const dark = isDark();
    colours = coloursOf(dark);
    root.dataset.theme = root.style.colorScheme = dark ? "dark" : "light";
    for (const [name, value] of Object.entries(colours)) root.style.setProperty(`--convnb-${name}`, value);
    onChange();
  };
  const observer = new MutationObserver(apply);
  const attributeFilter = ["data-jp-theme-light", "data-theme", "theme", "data-vscode-theme-kind"];
  for (const node of [document.body, document.documentElement]) {
    observer.observe(node, { attributes: true, attributeFilter });
  }
  signal.addEventListener("abort", () => observer.disconnect());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", apply, { signal });
  apply();
  return () => colours;
}

/** @returns {boolean} */
export function reducedMotion() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
