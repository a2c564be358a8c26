// @ts-check
// One layer as two products: kernel times patches (P = im2col(x)), and matrix times picture (M = conv_matrix(kernel)).
// The same definitions as convnb/ops/lowering.py, and tested against them.

import { cellOf, geometry, inputAt, windowCells } from "../kit/convolution.js";
import { StateError } from "../kit/params.js";

/** Output cells that are shown at most: each is a row of M and a column of P. */
const MOST_OUTPUTS = 144;

/**
 * @typedef {{ position: number, weight: number, place: number, pixel: number }} Use
 *   output `position` reads `pixel` with `weight`; place: the pixel's index in the padded grid; pixel is -1 for a zero
 *   that was filled in
 */

/** The geometry of a layer, or a StateError for one that has none or is too large. @param {any} sizes */
export function layerGeometry(sizes) {
  const geo = geometry({ ...sizes, transposed: false });
  const count = geo.output[0] * geo.output[1];
  if (count > MOST_OUTPUTS) {
    throw new StateError(`The output has ${count} cells, and M as many rows; ${MOST_OUTPUTS} can be shown.`);
  }
  return geo;
}

/** Whether the kernel fits into the padded input and the matrices can be shown. @param {any} sizes */
export function accepts({ input, kernel, stride, padding, dilation }) {
  const count = [0, 1].map((axis) => {
    const room = input[axis] + 2 * padding[axis] - dilation[axis] * (kernel[axis] - 1) - 1;
    return Math.floor(room / stride[axis]) + 1;
  });
  return Math.min(...count) >= 1 && count[0] * count[1] <= MOST_OUTPUTS;
}

/**
 * How far one size can go from where it is, if the others stay: [lowest, highest].
 * @param {any} sizes
 * @param {string} name
 * @param {number} axis
 * @param {[number, number]} ends
 */
export function limitsOf(sizes, name, axis, [min, max]) {
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

/** Every use of a pixel, position by position, then weight by weight. @param {any} geo @returns {Use[]} */
function allUses(geo) {
  const uses = [];
  for (let position = 0; position < geo.output[0] * geo.output[1]; position++) {
    for (const { row, col, weight } of windowCells(geo, position)) {
      uses.push({ position, weight, place: row * geo.padded[1] + col, pixel: inputAt(geo, row, col) });
    }
  }
  return uses;
}

/** A grid of deltas laid over the output: repeated where the output is larger. @param {any} given */
export function deltasOf({ shape, values }, [rows, cols]) {
  return Float64Array.from({ length: rows * cols }, (_, index) => {
    const [row, col] = cellOf(index, [rows, cols]);
    return values[(row % shape[0]) * shape[1] + (col % shape[1])];
  });
}

/**
 * P (weights x positions), M (positions x pixels) and what both give; back: the gradient of the input, and the products
 * w[t] delta[p] that col2im adds up. holds: the weight at an entry of M, -1 at a zero that no weight can change.
 * @param {{ input: any, kernel: any, geo: any, deltas: ArrayLike<number> }} params
 */
export function lower({ input, kernel, geo, deltas }) {
  const uses = allUses(geo);
  const [count, pixels] = [geo.output[0] * geo.output[1], input.values.length];
  const columns = new Float64Array(kernel.values.length * count);
  const spread = new Float64Array(columns.length);
  const matrix = new Float64Array(count * pixels);
  const holds = new Int16Array(matrix.length).fill(-1);
  const output = new Float64Array(count);
  const back = new Float64Array(pixels);
  const added = new Int32Array(pixels);
  for (const { position, weight, pixel } of uses) {
    const w = kernel.values[weight];
    const entry = weight * count + position;
    spread[entry] = w * deltas[position];
    if (pixel < 0) continue;
    columns[entry] = input.values[pixel];
    matrix[position * pixels + pixel] = w;
    holds[position * pixels + pixel] = weight;
    output[position] += w * input.values[pixel];
    back[pixel] += spread[entry];
    added[pixel]++;
  }
  return { uses, columns, spread, matrix, holds, output, back, added };
}

/** What the two ways cost, as numbers; an entry takes 4 bytes in float32. @param {any} params @param {any} result */
export function costs({ input, kernel }, { columns, uses, matrix }) {
  const inside = uses.filter(({ pixel }) => pixel >= 0).length;
  const pixels = input.values.length;
  return {
    pixels,
    columns: columns.length,
    columnBytes: 4 * columns.length,
    padding: columns.length - inside,
    copies: inside / pixels,
    entries: matrix.length,
    matrixBytes: 4 * matrix.length,
    zeros: matrix.length - inside,
    weights: kernel.values.length,
  };
}

/**
 * Which rows of the matrix for stride 1 a strided layer keeps.
 * @param {any} geo
 * @returns {number[]}
 */
export function keptRows({ input, kernel, stride, padding, dilation, output }) {
  const width = input[1] + 2 * padding[1] - dilation[1] * (kernel[1] - 1);
  return Array.from({ length: output[0] * output[1] }, (_, position) => {
    const [row, col] = cellOf(position, output);
    return row * stride[0] * width + col * stride[1];
  });
}
