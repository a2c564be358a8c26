// @ts-check
// Filtering a picture at the speed of a drag. While one weight is dragged, every pixel changes by that weight's share
// alone: result = (result without the weight) + weight x (the shifted picture), one product a pixel instead of 81.

import { extent } from "../kit/image.js";
import { slide, zerosBefore } from "../kit/slide.js";

/** @typedef {import("../kit/slide.js").Picture} Picture */
/** @typedef {Picture & { range: { low: number, high: number } }} Result a picture with its smallest and largest value */
/** @typedef {import("../kit/slide.js").Kernel} Kernel */

/** @param {Picture} picture @param {[number, number]} kernelShape @param {string} mode @returns {Picture} */
export function padded(picture, kernelShape, mode) {
  if (mode !== "same") return picture;
  const [rows, cols] = picture.shape;
  const [top, left] = zerosBefore(kernelShape, mode);
  const shape = /** @type {[number, number]} */ ([rows + kernelShape[0] - 1, cols + kernelShape[1] - 1]);
  const values = new Float32Array(shape[0] * shape[1]);
  for (let r = 0; r < rows; r++) {
    values.set(picture.values.subarray(r * cols, (r + 1) * cols), (r + top) * shape[1] + left);
  }
  return { shape, values };
}

/**
 * A kernel of rank 1 as (column) x (row), or null: every entry is the product of its row's and its column's share,
 * w[i, j] w[p, q] = w[i, q] w[p, j] with the largest entry at p, q. Null too where the two passes save nothing.
 * @param {Kernel} kernel @returns {{ column: Kernel, row: Kernel } | null}
 */
export function separated({ shape: [rows, cols], values }) {
  if (rows + cols >= rows * cols) return null;
  let pivot = 0;
  for (let k = 1; k < values.length; k++) if (Math.abs(values[k]) > Math.abs(values[pivot])) pivot = k;
  const [p, q] = [Math.floor(pivot / cols), pivot % cols];
  const most = values[pivot];
  if (most === 0) return null;
  const row = values.slice(p * cols, (p + 1) * cols);
  const column = Float64Array.from({ length: rows }, (_, i) => values[i * cols + q] / most);
  const error = (value, k) => Math.abs(value - column[Math.floor(k / cols)] * row[k % cols]);
  if (values.some((value, k) => error(value, k) > 1e-12 * Math.abs(most))) return null;
  return { column: { shape: [rows, 1], values: column }, row: { shape: [1, cols], values: row } };
}

/** The picture, with its zeros, under the kernel: in two passes where the kernel allows it. */
function inFull(picture, kernel) {
  const parts = separated(kernel);
  return parts ? slide(slide(picture, parts.row), parts.column) : slide(picture, kernel);
}

/**
 * The filter of one widget. It remembers the last picture and kernel, so that a change of a single weight is cheap; what
 * it returned before is overwritten then.
 * @returns {(picture: Picture, kernel: Kernel, mode: string) => Result}
 */
export function createFilter() {
  /** @type {any} */
  let last = null;
  return (picture, kernel, mode) => {
    const same = last?.picture === picture && last.mode === mode && String(last.kernel.shape) === String(kernel.shape);
    const changed = same ? differing(last.kernel.values, kernel.values) : [];
    if (!same || changed.length > 1) {
      const source = same ? last.source : padded(picture, kernel.shape, mode);
      const output = inFull(source, kernel);
      last = { picture, mode, source, output: { ...output, range: extent(output.values) }, tap: -1 };
    } else if (changed.length === 1) changeOne(last, kernel, changed[0]);
    last.kernel = kernel;
    return last.output;
  };
}

function differing(before, after) {
  const places = [];
  for (let k = 0; k < after.length; k++) if (before[k] !== after[k]) places.push(k);
  return places;
}

/** The rest of the sum is kept as long as the same weight is dragged: rounding errors do not add up. */
function changeOne(last, kernel, tap) {
  if (last.tap !== tap) {
    const others = { shape: kernel.shape, values: kernel.values.slice() };
    others.values[tap] = 0;
    last.rest = inFull(last.source, others);
    last.tap = tap;
  }
  const { shape, values: out } = last.output;
  const { values: rest } = last.rest;
  const { values: x } = last.source;
  const weight = kernel.values[tap];
  const stride = last.source.shape[1];
  const shift = Math.floor(tap / kernel.shape[1]) * stride + (tap % kernel.shape[1]);
  let [low, high] = [Infinity, -Infinity];
  for (let r = 0; r < shape[0]; r++) {
    const [to, from] = [r * shape[1], r * stride + shift];
    for (let c = 0; c < shape[1]; c++) {
      const value = rest[to + c] + weight * x[from + c];
      out[to + c] = value;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  last.output.range = { low: Math.fround(low), high: Math.fround(high) };
}

/** The parts of all pixels below 0 and above 1; what float32 rounds off does not count.
 * @param {Float32Array} values */
export function outside(values) {
  let below = 0;
  let above = 0;
  // Added up without a branch, which would cost ten times as much.
  for (let n = 0; n < values.length; n++) {
    below += Number(values[n] < -1e-5);
    above += Number(values[n] > 1.00001);
  }
  return { below: below / values.length, above: above / values.length };
}

/** How strong the left and the right half are, a column in the middle with both: the mean of the absolute values.
 * @param {Picture} picture */
export function halves({ shape: [rows, cols], values }) {
  const half = Math.ceil(cols / 2);
  return [0, cols - half].map((from) => {
    let sum = 0;
    for (let r = 0; r < rows; r++) for (let c = from; c < from + half; c++) sum += Math.abs(values[r * cols + c]);
    return sum / (rows * half);
  });
}
