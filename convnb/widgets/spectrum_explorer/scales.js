// @ts-check
// Sizes and scales of SpectrumExplorer's pictures.

import { magnitudes } from "./math.js";

export const ROWS = ["x", "w", "y"];
export const SCALES = ["magnitude", "magnitude in dB", "phase"];
const PLOT_HEIGHT = 92;
const GAP = 22;
const TWO_COLUMNS = 640;
const QUIET = 1e-9;
const LOWEST_DB = -80;

/** Sizes of the canvases on a page of this width. @param {number} width */
export function sizesOf(width) {
  const wide = width >= TWO_COLUMNS;
  return { wide, width: Math.max(260, Math.floor(wide ? (width - GAP) / 2 : width) - 2) };
}

/** @param {ReturnType<typeof sizesOf>} sizes @param {string} row */
export function frameOf({ wide, width }, row) {
  const labelled = !wide || row === "y";
  const frame = { left: 46, top: 8, width: width - 56, height: PLOT_HEIGHT };
  return { frame, labelled, height: PLOT_HEIGHT + (labelled ? 46 : 14) };
}

/** A round number, at most a hair below this one: a scale that stands still while the values move a little. @param {number} value */
export function roundUp(value) {
  if (!(value > 1e-12)) return 0;
  const power = 10 ** Math.floor(Math.log10(value));
  const unit = [1, 1.5, 2, 3, 4, 5, 6, 8].find((size) => size * power >= 0.98 * value);
  return Number(((unit ?? 10) * power).toPrecision(2));
}

/** @param {ArrayLike<number>[]} lists */
function rangeOf(...lists) {
  let [low, high] = [0, 0];
  for (const values of lists) {
    for (let t = 0; t < values.length; t++) {
      low = Math.min(low, values[t]);
      high = Math.max(high, values[t]);
    }
  }
  [low, high] = [-roundUp(-low), roundUp(high)];
  return { low, high, heights: heightsOf(low, high) };
}

/** The numbers beside a picture: its ends and zero, each with room for itself. @param {number} low @param {number} high */
function heightsOf(low, high) {
  const room = 0.15 * (high - low);
  return [-low > room ? low : null, 0, high > room ? high : null].filter((value) => value !== null);
}

const most = (/** @type {Float64Array} */ values) => values.reduce((high, value) => Math.max(high, value), 0);

/** What the heights of the six pictures run from and to. @param {any} params @param {any} result @param {string} scale */
export function scalesOf({ x, w }, { output, linear, curves }, scale) {
  const time = { x: rangeOf(x), w: rangeOf(w), y: rangeOf(x, output, linear) };
  const tops = Object.fromEntries(ROWS.map((row) => [row, most(magnitudes(curves[row]))]));
  // The product stands on the signal's scale, so that the eye sees what got smaller.
  tops.y = Math.max(tops.x, tops.y);
  const spectrum = (/** @type {string} */ row) => {
    if (scale === "phase") return { low: -180, high: 180, heights: [-180, 0, 180] };
    const top = roundUp(tops[row]) || 1;
    if (scale === "magnitude") return { low: 0, high: top, heights: [0, top / 2, top] };
    const high = Math.max(0, 40 * Math.ceil(Math.log10(tops[row] || 1) / 2));
    return { low: LOWEST_DB, high, heights: [-80, -40, 0, 40, 80].filter((value) => value <= high) };
  };
  return { time, spectrum: Object.fromEntries(ROWS.map((row) => [row, spectrum(row)])) };
}

/** A little air around the values. @param {{ low: number, high: number }} range */
export function airy({ low, high }) {
  const air = 0.07 * (high - low || 1);
  return low === 0 && high === 0 ? { low: -1, high: 1 } : { low: low && low - air, high: high && high + air };
}

/** @param {number} real @param {number} imaginary @param {string} scale */
export function height(real, imaginary, scale) {
  const size = Math.hypot(real, imaginary);
  if (scale === "magnitude") return size;
  if (scale === "phase") return size > QUIET ? (Math.atan2(imaginary, real) * 180) / Math.PI : NaN;
  return Math.max(LOWEST_DB, 20 * Math.log10(Math.max(size, QUIET)));
}
