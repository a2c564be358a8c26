// @ts-check
// A kernel that slides over a picture, and which pixels of the result and of the picture belong together.

import { inside } from "./boxes.js";

/**
 * @typedef {{ shape: [number, number], values: Float32Array }} Picture values from 0 (black) to 1 (white)
 * @typedef {{ shape: [number, number], values: Float64Array }} Kernel
 */

const TAPS = 5;

/**
 * Zeros above and left of the picture in mode "same"; what is missing to kernel - 1 stands below and right of it. The
 * centres are those of convnb.ops.correlation.
 * @param {[number, number]} shape of the kernel
 * @param {string} mode
 */
export function zerosBefore(shape, mode) {
  return mode === "same" ? shape.map((size) => size >> 1) : [0, 0];
}

/**
 * out[r, c] = sum over i, j of x[r + i, c + j] w[i, j] at the positions where the kernel lies inside the picture. Weights
 * of zero cost nothing; five products at a time save reading and writing the sum.
 * @param {Picture} picture @param {{ shape: [number, number], values: ArrayLike<number> }} kernel @returns {Picture}
 */
export function slide({ shape, values: x }, kernel) {
  const [rows, cols] = [shape[0] - kernel.shape[0] + 1, shape[1] - kernel.shape[1] + 1];
  const out = new Float32Array(rows * cols);
  const taps = [];
  for (let k = 0; k < kernel.values.length; k++) {
    const [i, j] = [Math.floor(k / kernel.shape[1]), k % kernel.shape[1]];
    if (kernel.values[k] !== 0) taps.push({ at: i * shape[1] + j, weight: kernel.values[k] });
  }
  while (taps.length % TAPS) taps.push({ at: 0, weight: 0 });
  for (let r = 0; r < rows; r++) {
    for (let tap = 0; tap < taps.length; tap += TAPS) {
      addFive(out, r * cols, cols, x, r * shape[1], taps, tap);
    }
  }
  return { shape: [rows, cols], values: out };
}

/** Five products added to each entry of one row. */
function addFive(out, to, count, x, from, taps, tap) {
  const [a, b, c, d, e] = [taps[tap], taps[tap + 1], taps[tap + 2], taps[tap + 3], taps[tap + 4]];
  const [wa, wb, wc, wd, we] = [a.weight, b.weight, c.weight, d.weight, e.weight];
  const [xa, xb, xc, xd, xe] = [from + a.at, from + b.at, from + c.at, from + d.at, from + e.at];
  for (let n = 0; n < count; n++) {
    out[to + n] += wa * x[xa + n] + wb * x[xb + n] + wc * x[xc + n] + wd * x[xd + n] + we * x[xe + n];
  }
}

/**
 * The window of one pixel of the result, in pixels of the picture; with zeros around the picture it may hang over.
 * @param {{ params: any, result: any }} state @param {{ row: number, col: number }} at
 */
export function windowOf({ params: { kernel, mode } }, { row, col }) {
  const [top, left] = zerosBefore(kernel.shape, mode);
  return { row: row - top, col: col - left, rows: kernel.shape[0], cols: kernel.shape[1] };
}

/** The pixel in the middle of that window. @param {any} state @param {any} at */
export function centreOf(state, at) {
  const { row, col, rows, cols } = windowOf(state, at);
  return { row: row + (rows >> 1), col: col + (cols >> 1) };
}

/** The pixel of the result whose window has its middle here, or nearest to here. @param {any} state @param {any} at */
export function resultAt(state, { row, col }) {
  const origin = centreOf(state, { row: 0, col: 0 });
  return inside({ row: row - origin.row, col: col - origin.col }, state.result.output.shape);
}

/** Smallest and largest value. @param {Float32Array} values */
export function extent(values) {
  let low = values[0];
  let high = values[0];
  for (let n = 0; n < values.length; n++) {
    low = Math.min(low, values[n]);
    high = Math.max(high, values[n]);
  }
  return { low, high };
}
