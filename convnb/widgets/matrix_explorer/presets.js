// @ts-check
// The course's worked examples of notebook 07, as states of MatrixExplorer.

const PLAIN = { stride: [1, 1], padding: [0, 0], dilation: [1, 1] };
const KERNEL = [
  [1, 2],
  [3, 4],
];
const counting = (/** @type {number} */ rows, /** @type {number} */ cols) =>
  Array.from({ length: rows }, (_, row) => Array.from({ length: cols }, (_, col) => row * cols + col + 1));

/** Name -> what is laid out, and the product in which it is first seen. */
export const PRESETS = {
  "4 × 4 with 2 × 2 (P is 4 × 9)": { state: { ...PLAIN, input: counting(4, 4), kernel: KERNEL }, view: "columns" },
  "1-D: [w1 w2] on four numbers": { state: { ...PLAIN, input: [[3, 1, 4, 2]], kernel: [[1, 2]] }, view: "matrix" },
  "Stride 2": { state: { ...PLAIN, input: counting(4, 4), kernel: KERNEL, stride: [2, 2] }, view: "matrix" },
  "Padding 1": { state: { ...PLAIN, input: counting(3, 3), kernel: KERNEL, padding: [1, 1] }, view: "columns" },
  "Dilation 2": { state: { ...PLAIN, input: counting(4, 5), kernel: KERNEL, dilation: [2, 2] }, view: "matrix" },
  "Non-square: 3 × 5 with 2 × 3": {
    state: {
      ...PLAIN,
      input: counting(3, 5),
      kernel: [
        [1, 2, -1],
        [3, 0, 4],
      ],
    },
    view: "matrix",
  },
};
