// @ts-check
// The course's worked examples, as states of SlidingKernel2D.

const PLAIN = {
  stride: [1, 1],
  padding: [0, 0],
  dilation: [1, 1],
  flip: false,
  transposed: false,
  output_padding: [0, 0],
};
const ONES = [
  [1, 1, 1, 1],
  [1, 1, 1, 1],
  [1, 1, 1, 1],
  [1, 1, 1, 1],
];
const COUNTING = [
  [0, 1, 2],
  [3, 4, 5],
  [6, 7, 8],
];
const HILL = [
  [0, 10, 10, 0],
  [20, 30, 30, 20],
  [10, 20, 20, 10],
  [0, 5, 5, 0],
];
const B = [
  [0.4509, 0.189, 0.6256, 0.7757],
  [0.547, 0.6868, 0.7802, 0.4868],
  [0.2963, 0.1835, 0.0811, 0.4359],
  [0.7447, 0.3685, 0.9294, 0.4468],
];
const A = [
  [0.2348, 0.0154, 0.6491],
  [0.3532, 0.043, 0.7317],
  [0.8212, 0.169, 0.6477],
];
const STEP = Array.from({ length: 5 }, () => [0, 0, 0, 9, 9, 9]);
const RAMP = Array.from({ length: 6 }, (_, row) => Array.from({ length: 7 }, (_, col) => (3 * row + 2 * col) % 10));
const EDGES = [
  [-1, 0, 1],
  [-1, 0, 1],
  [-1, 0, 1],
];
const ODD = [
  [1, 2, 0],
  [0, 1, -1],
  [3, 0, 1],
];
const ninth = Array.from({ length: 3 }, () => [1 / 9, 1 / 9, 1 / 9]);

/** Name -> state. */
export const PRESETS = {
  "3×3 with 2×2": {
    ...PLAIN,
    input: COUNTING,
    kernel: [
      [0, 1],
      [2, 3],
    ],
  },
  "4×4 with a diagonal": {
    ...PLAIN,
    input: HILL,
    kernel: [
      [1, 0],
      [0, 2],
    ],
  },
  "Ones and a box: proves nothing": { ...PLAIN, input: ONES, kernel: ninth },
  "The same test with other numbers": { ...PLAIN, input: B, kernel: A },
  "A vertical edge": { ...PLAIN, input: STEP, kernel: EDGES },
  "The edge, transposed kernel": {
    ...PLAIN,
    input: STEP,
    kernel: [
      [1, 1, 1],
      [0, 0, 0],
      [-1, -1, -1],
    ],
  },
  "Neighbour difference": { ...PLAIN, input: STEP, kernel: [[-1, 1]] },
  "Same size by padding": { ...PLAIN, input: RAMP, kernel: ODD, padding: [1, 1] },
  "A stride that does not divide": { ...PLAIN, input: RAMP, kernel: ODD, stride: [2, 3] },
  "Dilation 2": { ...PLAIN, input: RAMP, kernel: ODD, dilation: [2, 2] },
  "Full: 3×3 over 4×4": { ...PLAIN, input: B, kernel: A, padding: [2, 2], flip: true },
  "Transposed, stride 2": { ...PLAIN, input: COUNTING, kernel: ODD, stride: [2, 2], transposed: true },
  "Transposed, output padding": {
    ...PLAIN,
    input: COUNTING,
    kernel: ODD,
    stride: [2, 2],
    padding: [1, 1],
    transposed: true,
    output_padding: [1, 1],
  },
  "Checkerboard: 3 over stride 2": {
    ...PLAIN,
    input: ONES,
    kernel: [
      [1, 1, 1],
      [1, 1, 1],
      [1, 1, 1],
    ],
    stride: [2, 2],
    transposed: true,
  },
};
