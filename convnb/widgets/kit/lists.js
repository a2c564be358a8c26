// @ts-check
// Traits that are lists of numbers: one entry is changed, or the list gets longer or shorter.

import { slider } from "./controls.js";

/** Change one entry of a trait. @param {any} context @param {string} trait @param {number} index @param {number} value */
export function changeAt({ model, set }, trait, index, value) {
  set({ [trait]: model.get(trait).map((old, at) => (at === index ? value : old)) });
}

/**
 * A slider for the length of a list: zeros come at its end, or its last numbers go.
 * @param {any} context
 * @param {string} trait
 * @param {{ label?: string, largest?: number }} setting
 */
export function lengthSlider({ model, signal, set }, trait, { label = trait, largest }) {
  const onInput = (/** @type {number} */ length) => {
    const old = model.get(trait);
    set({ [trait]: Array.from({ length }, (_, index) => old[index] ?? 0) });
  };
  const control = slider({ label, signal, onInput });
  const show = ({ length }) => control.show({ min: 1, max: largest, value: length, text: String(length) });
  return { el: control.el, show };
}
