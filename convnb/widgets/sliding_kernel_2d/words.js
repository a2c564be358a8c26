// @ts-check
// SlidingKernel2D in words: its examples, the sentence that says its state, the size formula, the NumPy code.

import { AXES } from "../kit/controls.js";
import { formatNumber, formatShape, numpyArray } from "../kit/format.js";
import { rowsOf } from "../kit/params.js";
import { cellOf } from "../kit/slide.js";

const COUNTING = rowsOf("0 1 2; 3 4 5; 6 7 8");
const ONES = rowsOf("1 1 1 1; 1 1 1 1; 1 1 1 1; 1 1 1 1");
const HILL = rowsOf("0 10 10 0; 20 30 30 20; 10 20 20 10; 0 5 5 0");
const B = rowsOf(
  "0.4509 0.189 0.6256 0.7757; 0.547 0.6868 0.7802 0.4868; 0.2963 0.1835 0.0811 0.4359; 0.7447 0.3685 0.9294 0.4468",
);
const A = rowsOf("0.2348 0.0154 0.6491; 0.3532 0.043 0.7317; 0.8212 0.169 0.6477");
const STEP = Array.from({ length: 5 }, () => [0, 0, 0, 9, 9, 9]);
const RAMP = ramp(6, 7);
const EDGES = rowsOf("-1 0 1; -1 0 1; -1 0 1");
const ODD = rowsOf("1 2 0; 0 1 -1; 3 0 1");
const NINTHS = Array.from({ length: 3 }, () => [1 / 9, 1 / 9, 1 / 9]);

/** A worked example of the course; what is not said is plain. */
const example = (input, kernel, more = {}) => ({
  ...{ input, kernel, stride: [1, 1], padding: [0, 0], dilation: [1, 1], output_padding: [0, 0] },
  ...{ flip: false, transposed: false },
  ...more,
});
const back = { transposed: true, stride: [2, 2] };

/** @param {number} rows @param {number} cols */
function ramp(rows, cols) {
  return Array.from({ length: rows }, (_, row) => Array.from({ length: cols }, (_, col) => (3 * row + 2 * col) % 10));
}

/** A case of convnb/models/arithmetic.py by its sizes, which hold for rows and columns.
 * @param {number} n @param {number} k @param {Record<string, number>} sizes */
function square(n, k, sizes = {}, transposed = false) {
  const pairs = Object.fromEntries(Object.entries(sizes).map(([name, size]) => [name, [size, size]]));
  return example(ramp(n, n), ramp(k, k), { ...pairs, transposed });
}

/** Name -> state. */
export const EXAMPLES = {
  "3×3 with 2×2": example(COUNTING, rowsOf("0 1; 2 3")),
  "4×4 with a diagonal": example(HILL, rowsOf("1 0; 0 2")),
  "Ones and a box: proves nothing": example(ONES, NINTHS),
  "The same test with other numbers": example(B, A),
  "A vertical edge": example(STEP, EDGES),
  "The edge, transposed kernel": example(STEP, rowsOf("1 1 1; 0 0 0; -1 -1 -1")),
  "Neighbour difference": example(STEP, [[-1, 1]]),
  "Same size by padding": example(RAMP, ODD, { padding: [1, 1] }),
  "A stride that does not divide": example(RAMP, ODD, { stride: [2, 3] }),
  "Dilation 2": example(RAMP, ODD, { dilation: [2, 2] }),
  "Full: 3×3 over 4×4": example(B, A, { padding: [2, 2], flip: true }),
  "Transposed, stride 2": example(COUNTING, ODD, back),
  "Transposed, output padding": example(COUNTING, ODD, { ...back, padding: [1, 1], output_padding: [1, 1] }),
  "Checkerboard: 3 over stride 2": example(ONES, rowsOf("1 1 1; 1 1 1; 1 1 1"), back),
  "no padding, no strides": square(4, 3),
  "arbitrary padding": square(5, 4, { padding: 2 }),
  "half (same) padding": square(5, 3, { padding: 1 }),
  "full padding": square(5, 3, { padding: 2 }),
  "no padding, no strides, transposed": square(2, 3, {}, true),
  "arbitrary padding, transposed": square(6, 4, { padding: 2 }, true),
  "half (same) padding, transposed": square(5, 3, { padding: 1 }, true),
  "full padding, transposed": square(7, 3, { padding: 2 }, true),
  "no padding, strides": square(5, 3, { stride: 2 }),
  "padding, strides": square(5, 3, { stride: 2, padding: 1 }),
  "padding, strides, odd": square(6, 3, { stride: 2, padding: 1 }),
  dilation: square(7, 3, { dilation: 2 }),
  "no padding, strides, transposed": square(2, 3, { stride: 2 }, true),
  "padding, strides, transposed": square(3, 3, { stride: 2, padding: 1 }, true),
  "padding, strides, odd, transposed": square(3, 3, { stride: 2, padding: 1, output_padding: 1 }, true),
  "dilation, transposed": square(3, 3, { dilation: 2 }, true),
};

/** The operation by its name. */
function operation({ geo, flip }) {
  const name = flip ? "convolution" : "correlation";
  return geo.transposed ? `Transposed ${name}` : name[0].toUpperCase() + name.slice(1);
}

/** The state in a few sentences. */
export function describe(params, { output }) {
  const { geo, position } = params;
  const [row, col] = cellOf(position, geo.output);
  const covers = (at, axis) => {
    const first = at * geo.step[axis] - geo.lead[axis];
    return `${formatNumber(first)} to ${formatNumber(first + geo.span[axis] - 1)}`;
  };
  const where = geo.transposed ? "the stretched input's" : "input";
  return (
    `${operation(params)}: output row ${row}, column ${col} is ${formatNumber(output.values[position])}. ` +
    `Its window covers ${where} rows ${covers(row, 0)} and columns ${covers(col, 1)}. ` +
    `Input ${formatShape(geo.input)}, kernel ${formatShape(geo.kernel)}, output ${formatShape(geo.output)}.`
  );
}

/** The output-size formula of one axis with its numbers. */
export function sizeFormula({ input, kernel, stride, padding, dilation, output, transposed, outputPadding }, axis) {
  const reach = `${dilation[axis]}·(${kernel[axis]} − 1)`;
  if (transposed) {
    const around = `− 2·${padding[axis]} + ${reach} + ${outputPadding[axis]} + 1`;
    return `${AXES[axis]}: (${input[axis]} − 1)·${stride[axis]} ${around} = ${output[axis]}`;
  }
  const inside = `${input[axis]} + 2·${padding[axis]} − ${reach} − 1`;
  return `${AXES[axis]}: ⌊(${inside}) / ${stride[axis]}⌋ + 1 = ${output[axis]}`;
}

/** Python source that computes the output with NumPy alone. */
export function numpyCode({ input, kernel, geo, flip }) {
  const { step, dilation: d, span, stride, lead, padded, transposed } = geo;
  const lines = [
    "import numpy as np",
    `x = ${numpyArray(input.values, input.shape)}`,
    `w = ${numpyArray(kernel.values, kernel.shape)}`,
  ];
  if (transposed) {
    const stretched = geo.input.map((n, axis) => (n - 1) * stride[axis] + 1);
    const after = padded.map((n, axis) => n - lead[axis] - stretched[axis]);
    const size = stretched.map((n, axis) => n + Math.max(0, lead[axis]) + Math.max(0, after[axis]));
    const slices = [0, 1].map((axis) => {
      const from = Math.max(0, lead[axis]);
      return `${from}:${from + stretched[axis]}:${stride[axis]}`;
    });
    lines.push(
      `stretched = np.zeros((${size.join(", ")}))`,
      `stretched[${slices.join(", ")}] = x  # zeros between and around`,
    );
    const crop = [0, 1].map((axis) => `${Math.max(0, -lead[axis])}:${Math.max(0, -lead[axis]) + padded[axis]}`);
    lines.push(`x = stretched[${crop.join(", ")}]`);
  } else if (lead[0] || lead[1]) lines.push(`x = np.pad(x, ((${lead[0]}, ${lead[0]}), (${lead[1]}, ${lead[1]})))`);
  if (flip !== Boolean(transposed)) lines.push("w = w[::-1, ::-1]  # the kernel slides flipped");
  lines.push(
    `windows = np.lib.stride_tricks.sliding_window_view(x, (${span[0]}, ${span[1]}))`,
    `windows = windows[::${step[0]}, ::${step[1]}, ::${d[0]}, ::${d[1]}]  # steps of the window, dilation`,
    `z = np.einsum("rcij,ij->rc", windows, w)`,
  );
  return lines.join("\n");
}
