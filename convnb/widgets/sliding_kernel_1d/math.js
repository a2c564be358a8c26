// @ts-check
// A kernel that slides along a signal, as convnb/ops/correlation.py defines it and tested against it: which outputs there
// are in each mode, and which input meets which weight in them.

import { valueAt } from "../kit/slide.js";

/**
 * @typedef {{ n: number, k: number, first: number, count: number }} Range
 *   n, k: numbers in the signal and the kernel; first: where the kernel starts for output 0, counted along the signal
 */

/**
 * SciPy's modes: full n + k - 1 outputs, same n of them from full's index floor((k - 1) / 2) on, valid |n - k| + 1.
 * @param {number} n @param {number} k @param {string} mode @returns {Range}
 */
export function slidingRange(n, k, mode) {
  if (mode === "valid") return { n, k, first: Math.min(0, n - k), count: Math.abs(n - k) + 1 };
  if (mode === "same") return { n, k, first: Math.floor((k - 1) / 2) - (k - 1), count: n };
  return { n, k, first: 1 - k, count: n + k - 1 };
}

/**
 * The products of one output, from left to right. Under the kernel there may be zeros from outside the signal.
 * @param {ArrayLike<number>} x @param {ArrayLike<number>} w
 * @param {number} start where the kernel starts, counted along the signal
 */
export function windowTerms(x, w, start) {
  return Array.from(w, (weight, j) => ({ slot: start + j, value: valueAt(x, start + j), weight }));
}

/**
 * Every output that uses the input at `slot`, and the index of the weight that it gives to it.
 * @param {Range} range @param {number} slot
 */
export function usesAt({ k, first, count }, slot) {
  const uses = [];
  for (let weight = k - 1; weight >= 0; weight--) {
    const position = slot - weight - first;
    if (position >= 0 && position < count) uses.push({ position, weight });
  }
  return uses;
}

/**
 * Where an output is drawn: under the middle of its window, of an even kernel under the right one of the two in the
 * middle, so that in mode "same" output p stands under input p.
 * @param {Range} range @param {number} position
 */
export function slotOfOutput({ k, first }, position) {
  return first + position + (k - 1) - Math.floor((k - 1) / 2);
}
