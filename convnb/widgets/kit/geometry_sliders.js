// @ts-check
// Sliders for one axis of a pair such as the stride, and for the rows or columns of a matrix.

import { slider } from "./controls.js";

/**
 * @param {any} context
 * @param {{ name: string, min: number, max: number }} trait max: the slider's; a larger value from outside is shown too
 * @param {number} axis 0 for rows, 1 for columns
 * @param {string} label
 * @param {(state: Record<string, any>) => void} [change] how the new value is set, if not just set
 * @returns show(value), or show(value, lowest, highest) where what else is set allows less than min to max
 */
export function pairSlider({ model, signal, set }, { name, min, max }, axis, label, change = set) {
  const onInput = (/** @type {number} */ value) =>
    change({
      [name]: model.get(name).map((/** @type {number} */ old, /** @type {number} */ at) => (at === axis ? value : old)),
    });
  const control = slider({ label, signal, onInput });
  const show = (/** @type {number} */ value, low = min, high = Math.max(max, value)) =>
    control.show({ min: low, max: high, value, text: String(value) });
  return { el: control.el, show };
}

/**
 * The rows or columns of a matrix: what is cut is lost, what is new is zero. Parameters and result as of pairSlider.
 * @param {any} context
 * @param {{ name: string, max: number }} trait
 * @param {number} axis
 * @param {string} label
 * @param {(state: Record<string, any>) => void} [change] how the new value is set, if not just set
 */
export function sizeSlider({ model, signal, set }, { name, max }, axis, label, change = set) {
  const onInput = (/** @type {number} */ size) => {
    const rows = model.get(name);
    const shape = [rows.length, rows[0].length];
    shape[axis] = size;
    change({ [name]: resized(rows, shape, () => 0) });
  };
  const control = slider({ label, signal, onInput });
  const show = (/** @type {number} */ size, low = 1, high = max) =>
    control.show({ min: low, max: high, value: size, text: String(size) });
  return { el: control.el, show };
}

/**
 * Rows cut or extended to a shape.
 * @param {number[][]} rows
 * @param {number[]} shape
 * @param {(row: number, col: number) => number} fill what stands in a new cell
 */
export function resized(rows, [height, width], fill) {
  const cells = (/** @type {number} */ row) =>
    Array.from({ length: width }, (_, col) => rows[row]?.[col] ?? fill(row, col));
  return Array.from({ length: height }, (_, row) => cells(row));
}
