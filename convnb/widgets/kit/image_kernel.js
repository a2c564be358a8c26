// @ts-check
// Weights under the hand: a kernel's grid, how far a drag or a key changes a weight, how many digits of it are shown.

import { arrowStep, createGrid } from "./grid.js";
import { snapped } from "./image_presets.js";

const HINT = "Drag a weight up or down. Arrow keys choose a weight, Page Up and Down change it; or type a number";
/** Pixels of a drag for one step of a weight. */
const PIXELS_A_STEP = 3;

/**
 * A kernel as a grid whose weights are dragged, stepped by keys, or typed.
 * @typedef {{ row: number, col: number }} Cell
 * @param {{ label: string, context: any, at: () => Cell, isChosen: () => boolean, valueOf: (cell: Cell) => number,
 *           step: () => number, onChoose: (cell: Cell) => void, onChange: (cell: Cell, value: number) => void }} options
 *   at: the cell that keys start from; isChosen: whether the learner chose it; step: by which keys and drags change a weight
 */
export function createWeights({ label, context, at, isChosen, valueOf, step, onChoose, onChange }) {
  const { signal, colours, paint } = context;
  let shape = /** @type {[number, number]} */ ([1, 1]);
  let side = 1;
  let from = { pressed: null, value: 0, step: 1 };
  /** The weight that was pressed follows the pointer, upwards to larger values. */
  const onDrag = (pressed, { rows }) => {
    if (from.pressed !== pressed) from = { pressed, value: valueOf(pressed), step: step() };
    const steps = Math.round((-rows * side) / PIXELS_A_STEP);
    onChange(pressed, steps ? snapped(from.value + steps * from.step, from.step) : from.value);
  };
  const onKey = (event) => {
    const { key, shiftKey } = event;
    const steps = { PageUp: 1, PageDown: -1 }[key];
    const to = arrowStep(key, at(), shape);
    if (to) onChoose(isChosen() ? to : at());
    else if (steps) onChange(at(), snapped(valueOf(at()) + steps * step() * (shiftKey ? 10 : 1), step()));
    else return;
    event.preventDefault();
  };
  const hands = { onHover: () => {}, onClick: onChoose, onDrag, onKey, onEdit: onChange };
  const grid = createGrid({ label, hint: HINT, role: "kernel", signal, colours, paint, ...hands });
  /** @param {import("./grid.js").Picture} picture */
  const draw = (picture) => {
    ({ shape, cell: side } = picture);
    grid.draw(picture);
  };
  return { el: grid.el, draw };
}

/** Rounded to three digits of the largest weight, so that 81 of them can be read; none but zero is shown as zero. */
export function readable(values, largest) {
  const unit = 10 ** (Math.floor(Math.log10(largest || 1)) - 2);
  return Array.from(values, (weight) => snapped(weight, unit) || weight);
}
