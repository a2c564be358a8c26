// @ts-check
// The course's worked examples of the backward pass, as states of BackwardExplorer.

/** @param {number} stride @param {number} padding @param {number} dilation in one dimension */
const along = (stride, padding, dilation) => ({ stride: [1, stride], padding: [0, padding], dilation: [1, dilation] });
/** @param {number} stride @param {number} padding @param {number} dilation on both axes */
const both = (stride, padding, dilation) => ({
  stride: [stride, stride],
  padding: [padding, padding],
  dilation: [dilation, dilation],
});
/** Asymmetric on purpose: a sum that is turned the wrong way must not come out right. */
const numbers = (/** @type {number} */ rows, /** @type {number} */ cols) =>
  Array.from({ length: rows }, (_, row) =>
    Array.from({ length: cols }, (_, col) => (3 * row * row + 2 * col + 1) % 10),
  );
const LABELS = [
  [1, 2, 3],
  [4, 5, 6],
  [7, 8, 9],
];
const SMALL = [
  [1, 2],
  [3, 4],
];
const ONE_TO = (/** @type {number} */ n) => [Array.from({ length: n }, (_, index) => index + 1)];

const IN_1D = {
  "4 inputs, 3 weights": { ...along(1, 0, 1), input: ONE_TO(4), kernel: ONE_TO(3) },
  "[0, 1, 2, 3] ⋆ [1, 2]": { ...along(1, 0, 1), input: [[0, 1, 2, 3]], kernel: ONE_TO(2) },
  "Stride 2": { ...along(2, 0, 1), input: ONE_TO(7), kernel: ONE_TO(3) },
  "Stride 2, one input never read": { ...along(2, 0, 1), input: ONE_TO(6), kernel: ONE_TO(3) },
  "Dilation 2": { ...along(1, 0, 2), input: ONE_TO(7), kernel: ONE_TO(3) },
  "Padding 1": { ...along(1, 1, 1), input: ONE_TO(4), kernel: ONE_TO(3) },
};
const IN_2D = {
  "3 × 3 ⋆ 2 × 2": { ...both(1, 0, 1), input: LABELS, kernel: SMALL },
  "Stride 2, padding 1": { ...both(2, 1, 1), input: numbers(5, 5), kernel: LABELS },
  "Dilation 2": { ...both(1, 0, 2), input: numbers(5, 5), kernel: SMALL },
  "10 × 10 with 3 × 3, labels 1 to 9": { ...both(1, 0, 1), input: numbers(10, 10), kernel: LABELS, counts: true },
};
export const OWN = "your own";

/** Name -> state; the deltas are 1, 2, 3 and so on. @param {boolean} flat */
export function presets(flat) {
  const given = flat ? IN_1D : IN_2D;
  return Object.fromEntries(
    Object.entries(given).map(([name, state]) => [name, { counts: false, grad_y: [], ...state }]),
  );
}

/** The worked example that is shown, if it is one. @param {any} model @param {any} params */
export function presetOf(model, { flat, geo }) {
  const now = { ...Object.fromEntries(["input", "kernel", "grad_y"].map((name) => [name, model.get(name)])) };
  const equal = (/** @type {any} */ a, /** @type {any} */ b) => JSON.stringify(a) === JSON.stringify(b);
  const is = (/** @type {any} */ state) =>
    Object.keys(now).every((name) => equal(now[name], state[name])) &&
    ["stride", "padding", "dilation"].every((name) => equal(geo[name], state[name]));
  const all = presets(flat);
  return Object.keys(all).find((name) => is(all[name])) ?? OWN;
}
