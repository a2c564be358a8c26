// @ts-check
// The weights of a kernel over a picture under the hand: how far a drag or a key changes one, another size, and the kernels
// that are worth knowing.

import { arrowStep, createGrid } from "./grid.js";

const HINT = "Drag a weight up or down. Arrow keys choose a weight, Page Up and Down change it; or type a number";
/** Pixels of a drag for one step of a weight. */
const PIXELS_A_STEP = 3;

/**
 * A kernel as a grid whose weights are dragged, stepped by keys, or typed.
 * @typedef {{ row: number, col: number }} Cell
 * @param {{ label: string, context: import("./shell.js").Context, at: () => Cell, isChosen: () => boolean,
 *           valueOf: (cell: Cell) => number, step: () => number, onChoose: (cell: Cell) => void, onChange: (cell: Cell, value: number) => void }} options
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
  grid.el.classList.add("convnb-weights");
  /** @param {import("./grid.js").Picture} picture */
  const draw = (picture) => {
    ({ shape, cell: side } = picture);
    const grip = picture.cursor === undefined ? undefined : new Map([[picture.cursor, "↕"]]);
    grid.draw({ notes: grip, ...picture });
  };
  return { el: grid.el, canvas: grid.canvas, draw };
}

/** Rounded to three digits of the largest weight, so that 81 of them can be read; none but zero is shown as zero. */
export function readable(values, largest) {
  const unit = 10 ** (Math.floor(Math.log10(largest || 1)) - 2);
  return Array.from(values, (weight) => snapped(weight, unit) || weight);
}

/** column[r] * row[c]
 * @param {number[]} column @param {number[]} row */
const outer = (column, row) => column.map((r) => row.map((c) => r * c + 0)); // + 0: no -0

const SOBEL = outer([1, 2, 1], [-1, 0, 1]);
const EDGES = outer([1, 1, 1], [-1, 0, 1]);
const ROW_EDGES = outer([1, 0, -1], [1, 1, 1]);
const IDENTITY = outer([0, 1, 0], [0, 1, 0]);
const SHARPEN = [
  [0, -1, 0],
  [-1, 5, -1],
  [0, -1, 0],
];
const LAPLACIAN = [
  [0, 1, 0],
  [1, -4, 1],
  [0, 1, 0],
];
const EMBOSS = [
  [-2, -1, 0],
  [-1, 1, 1],
  [0, 1, 2],
];

/** @param {number} size @param {(row: number, col: number) => number} entry @returns {number[][]} */
function square(size, entry) {
  return Array.from({ length: size }, (_, row) => Array.from({ length: size }, (_, col) => entry(row, col)));
}

/** exp(-(r² + c²) / (2 sigma²)), r and c from the centre, divided by its sum.
 * @param {number} size @param {number} sigma */
function gaussian(size, sigma) {
  const bell = Array.from({ length: size }, (_, n) => Math.exp(-((n - (size - 1) / 2) ** 2) / (2 * sigma ** 2)));
  const total = bell.reduce((sum, value) => sum + value, 0);
  return outer(bell, bell).map((row) => row.map((value) => value / total ** 2));
}

/** A preset's scale is the one on which it says most: 0 to 1 where the result is a photograph again. */
const PRESETS = {
  identity: { kernel: IDENTITY, scale: "signed" },
  "box blur, 5×5": { kernel: square(5, () => 1 / 25), scale: "signed" },
  "Gaussian blur, 9×9": { kernel: gaussian(9, 2), scale: "signed" },
  sharpen: { kernel: SHARPEN, scale: "clipped" },
  "edges, left to right": { kernel: EDGES, scale: "signed" },
  "edges, top to bottom": { kernel: ROW_EDGES, scale: "signed" },
  "Sobel, left to right": { kernel: SOBEL, scale: "signed" },
  Laplacian: { kernel: LAPLACIAN, scale: "signed" },
  emboss: { kernel: EMBOSS, scale: "clipped" },
  "neighbour difference": { kernel: [[-1, 1]], scale: "signed" },
  "motion blur, 9×9": { kernel: square(9, (row, col) => (row === col ? 1 / 9 : 0)), scale: "signed" },
};

export const PRESET_NAMES = Object.keys(PRESETS);

/** The state that a preset brings.
 * @param {string} name @returns {{ kernel: number[][], scale: string }} */
export function preset(name) {
  const { kernel, scale } = PRESETS[name];
  return { kernel: kernel.map((row) => [...row]), scale };
}

/** The preset that this kernel is, or "".
 * @param {{ shape: number[], values: ArrayLike<number> }} kernel */
export function presetName({ shape, values }) {
  const is = (/** @type {number[][]} */ rows) =>
    rows.length === shape[0] && rows[0].length === shape[1] && rows.flat().every((weight, k) => weight === values[k]);
  return PRESET_NAMES.find((name) => is(PRESETS[name].kernel)) ?? "";
}

/**
 * The kernel with other rows and columns: cut or filled with zeros around its centre.
 * @param {{ shape: [number, number], values: ArrayLike<number> }} kernel @param {number[]} shape @returns {number[][]}
 */
export function resized({ shape: [rows, cols], values }, shape) {
  const [down, right] = [(shape[0] - 1) >> 1, (shape[1] - 1) >> 1];
  const [fromRow, fromCol] = [((rows - 1) >> 1) - down, ((cols - 1) >> 1) - right];
  return Array.from({ length: shape[0] }, (_, r) =>
    Array.from({ length: shape[1] }, (_, c) => {
      const [row, col] = [r + fromRow, c + fromCol];
      return row >= 0 && col >= 0 && row < rows && col < cols ? values[row * cols + col] : 0;
    }),
  );
}

/**
 * How far and how finely weights of this size are dragged: a step is a tenth of the leading digit's place, the range
 * twice the largest weight.
 * @param {ArrayLike<number>} values
 */
export function reachOf(values) {
  const most = Array.from(values).reduce((largest, value) => Math.max(largest, Math.abs(value)), 0) || 1;
  const step = 10 ** (Math.floor(Math.log10(most) + 1e-9) - 1);
  return { step, limit: snapped(Math.ceil((2 * most) / step - 1e-9) * step, step) };
}

/** The nearest multiple of a step, without the noise of 0.1 + 0.2.
 * @param {number} value @param {number} step */
export function snapped(value, step) {
  return Number((Math.round(value / step) * step).toPrecision(9)) + 0;
}
