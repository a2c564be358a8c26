// @ts-check
// SignalAligner in words: the sentence that says its state, a lag with its unit, the NumPy code.

import { bracketed, formatNumber, numpyArray } from "../kit/format.js";

/** Python source for the number at this lag. */
export function numpyCode({ x, y, lag, normalized }) {
  const data = (name, /** @type {Float32Array} */ values) =>
    values.length <= 400
      ? `${name} = ${numpyArray(values, [values.length])}`
      : `# ${name}: your array of ${values.length} samples`;
  const lines = ["import numpy as np", data("x", x), data("y", y), `lag = ${lag}`];
  if (normalized) lines.push("x, y = x - x.mean(), y - y.mean()", "if len(y) < len(x):", "    x, y, lag = y, x, -lag");
  lines.push("n = len(x)", "window = np.pad(y, n)[n + lag : n + lag + n]  # y[t + lag], zeros outside");
  if (normalized)
    lines.push(
      "window = window - window.mean()",
      "score = np.sum(x * window) / np.sqrt(np.sum(x**2) * np.sum(window**2))",
    );
  else lines.push("score = np.sum(x * window)");
  return lines.join("\n");
}

/** A lag in words.
 * @param {number} lag @param {number | null} rate */
export function lagText(lag, rate) {
  const time = rate === null ? "" : ` (${formatNumber((1000 * lag) / rate)} ms)`;
  return `${formatNumber(lag)} ${Math.abs(lag) === 1 ? "sample" : "samples"}${time}`;
}

/** The number at this lag, in parts. */
export function sumParts({ lag, normalized }, { sum, value }) {
  const parts = [
    ...[{ text: "Σ " }, { text: "x[t]", role: "input" }, { text: "·" }],
    ...[{ text: `y[t + ${bracketed(lag)}]`, role: "kernel" }, { text: " = " }],
    { text: formatNumber(sum), role: "output" },
  ];
  return normalized ? [...parts, { text: ", normalised " }, { text: formatNumber(value), role: "output" }] : parts;
}

export function describe({ source, lag, rate, normalized }, { value, best }) {
  const heard = lag === 0 ? "no shift" : lag > 0 ? "the second signal comes later" : "the second signal comes earlier";
  const hit =
    lag === best
      ? ` No other shift is stronger${value < 0 ? ", and the sign says that the copy is upside down" : ""}.`
      : "";
  const what = normalized ? "normalised correlation" : "sum of products";
  return `${source}: lag ${lagText(lag, rate)}, ${heard}; ${what} ${formatNumber(value)}.${hit}`;
}
