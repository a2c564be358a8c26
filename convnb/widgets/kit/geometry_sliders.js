// @ts-check
// Sliders for the axes of a layer's traits: of pairs such as the stride, and of matrices, whose rows or columns they count.

import { slider } from "./controls.js";
import { outputSize } from "./convolution.js";
import { h } from "./dom.js";

export const AXES = ["rows", "columns"];

/**
 * @param {any} context
 * @param {Record<string, any>} settings of the widget, from its settings.js
 * @param {string[]} names traits; those with a `largest` are matrices: what is cut is lost, what is new is zero
 * @param {number[]} [axes] those that have a slider, 0 for the rows
 * @param {(state: Record<string, any>) => void} [change] how the new value is set, if not just set
 */
export function axisSliders(context, settings, names, axes = [0, 1], change = context.set) {
  const { model, signal } = context;
  const make = (/** @type {string} */ name, /** @type {number} */ axis) => {
    const { largest, min = 1, max = largest, slider: most = max, label = name } = settings[name];
    const onInput = (/** @type {number} */ value) => {
      const now = model.get(name);
      const pair = largest ? [now.length, now[0].length] : [...now];
      pair[axis] = value;
      change({ [name]: largest ? resized(now, pair, () => 0) : pair });
    };
    const control = slider({ label: axes.length > 1 ? `${label}, ${AXES[axis]}` : label, signal, onInput });
    /** low, high: where what else is set allows less; a larger value from outside is shown too. */
    const show = (/** @type {number} */ value, low = min, high = Math.max(most, value)) =>
      control.show({ min: low, max: high, value, text: String(value) });
    return { el: control.el, name, axis, min, max: most, show };
  };
  return names.flatMap((name) => axes.map((axis) => make(name, axis)));
}

/** As many sliders in a row as fit, all of one width. @param {{ el: Node }[]} sliders */
export function inGrid(sliders) {
  return h("div", { className: "convnb-grid" }, ...sliders.map(({ el }) => el));
}

/**
 * How far one size of a layer can go from where it is while the others stay: [lowest, highest].
 * @param {import("./convolution.js").Sizes} sizes
 * @param {{ name: string, axis: number, min: number, max: number }} slider
 * @param {(sizes: any) => boolean} [accepts] whether such a layer can be shown; all that have an output, if not given
 */
export function limitsOf(sizes, { name, axis, min, max }, accepts = hasOutput) {
  const good = (/** @type {number} */ value) => {
    const pair = [...sizes[name]];
    pair[axis] = value;
    return accepts({ ...sizes, [name]: pair });
  };
  let [low, high] = [sizes[name][axis], sizes[name][axis]];
  while (low > min && good(low - 1)) low--;
  while (high < max && good(high + 1)) high++;
  return [low, high];
}

/** Whether the kernel fits into the padded input. @param {import("./convolution.js").Sizes} sizes */
export function hasOutput(sizes) {
  return Math.min(...outputSize(sizes)) >= 1;
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
