// @ts-check
// The colour language in the browser. Same palette as convnb/figures/style.py (a test keeps them equal); everything
// else is a CSS variable of the widget's root, so that CSS and canvases use one source.

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

/**
 * Keep a widget's colours with the page's theme. Returns a function that gives the colours now in force.
 * @param {HTMLElement} root @param {AbortSignal} signal @param {() => void} onChange
 */
export function followTheme(root, signal, onChange) {
  /** @type {Record<string, string>} */
  let colours = {};
  const apply = () => {
    const dark = isDark();
    colours = { ...PALETTE, ...(dark ? DARK : LIGHT) };
    root.dataset.theme = dark ? "dark" : "light";
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
