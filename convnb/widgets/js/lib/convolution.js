// @ts-check
// The arithmetic of a kernel that slides over a picture: the same definitions as convnb/ops, and tested against them.
// Rows and columns of the input are counted with its padding, so that a window never has negative indices.

import { formatShape } from "./format.js";
import { StateError } from "./params.js";

/**
 * @typedef {{ shape: [number, number], values: Float64Array }} Matrix
 * @typedef {{ input: [number, number], kernel: [number, number], stride: [number, number], padding: [number, number],
 *             dilation: [number, number] }} Sizes
 * @typedef {Sizes & { span: [number, number], padded: [number, number], output: [number, number] }} Geometry
 */

/**
 * Output size per axis: floor((n + 2 padding - dilation (kernel - 1) - 1) / stride) + 1.
 * @param {Sizes} sizes
 * @returns {Geometry}
 */
export function geometry(sizes) {
  const { input, kernel, stride, padding, dilation } = sizes;
  const span = /** @type {[number, number]} */ (kernel.map((k, axis) => dilation[axis] * (k - 1) + 1));
  const padded = /** @type {[number, number]} */ (input.map((n, axis) => n + 2 * padding[axis]));
  if (span[0] > padded[0] || span[1] > padded[1]) {
    throw new StateError(
      `The kernel (${formatShape(kernel)}, dilation ${formatShape(dilation)}) spans ${formatShape(span)}, ` +
        `larger than the padded input ${formatShape(padded)}. Make the kernel smaller or the padding larger.`,
    );
  }
  const output = /** @type {[number, number]} */ (
    padded.map((n, axis) => Math.floor((n - span[axis]) / stride[axis]) + 1)
  );
  return { ...sizes, span, padded, output };
}

/** Index -> [row, column]. @param {number} index @param {[number, number]} shape */
export function cellOf(index, shape) {
  return [Math.floor(index / shape[1]), index % shape[1]];
}

/** Turn a kernel by 180 degrees: its entries in reverse order. @param {Matrix} kernel @returns {Matrix} */
export function turned(kernel) {
  return { shape: kernel.shape, values: kernel.values.slice().reverse() };
}

/**
 * The value of the zero-padded input.
 * @param {Matrix} input
 * @param {Geometry} geo
 * @param {number} row
 * @param {number} col
 */
export function paddedValue(input, geo, row, col) {
  const r = row - geo.padding[0];
  const c = col - geo.padding[1];
  return r >= 0 && c >= 0 && r < input.shape[0] && c < input.shape[1] ? input.values[r * input.shape[1] + c] : 0;
}

/** The input with its ring of zeros, row-major. @param {Matrix} input @param {Geometry} geo */
export function withPadding(input, geo) {
  const length = geo.padded[0] * geo.padded[1];
  return Float64Array.from({ length }, (_, index) => {
    const [row, col] = cellOf(index, geo.padded);
    return paddedValue(input, geo, row, col);
  });
}

/**
 * The cells under the kernel at one output position, in the kernel's row-major order.
 * @param {Geometry} geo
 * @param {number} position index of the output cell, row-major
 * @returns {{ row: number, col: number, weight: number }[]} weight: index into the kernel
 */
export function windowCells(geo, position) {
  const top = Math.floor(position / geo.output[1]) * geo.stride[0];
  const left = (position % geo.output[1]) * geo.stride[1];
  const cells = [];
  for (let i = 0; i < geo.kernel[0]; i++) {
    for (let j = 0; j < geo.kernel[1]; j++) {
      cells.push({ row: top + i * geo.dilation[0], col: left + j * geo.dilation[1], weight: i * geo.kernel[1] + j });
    }
  }
  return cells;
}

/**
 * Every output that uses one cell of the padded input, and the weight it gives to it: the transposed look-up, on which
 * the backward pass rests.
 * @param {Geometry} geo
 * @param {number} row
 * @param {number} col
 * @returns {{ position: number, weight: number }[]}
 */
export function usesOf(geo, row, col) {
  const uses = [];
  for (let i = 0; i < geo.kernel[0]; i++) {
    for (let j = 0; j < geo.kernel[1]; j++) {
      const top = row - i * geo.dilation[0];
      const left = col - j * geo.dilation[1];
      const r = top / geo.stride[0];
      const c = left / geo.stride[1];
      if (Number.isInteger(r) && Number.isInteger(c) && r >= 0 && c >= 0 && r < geo.output[0] && c < geo.output[1]) {
        uses.push({ position: r * geo.output[1] + c, weight: i * geo.kernel[1] + j });
      }
    }
  }
  return uses;
}

/**
 * z[r, c] = sum over i, j of x_padded[r s + i d, c s + j d] w[i, j], the kernel as it is given (not turned).
 * @param {Matrix} input
 * @param {Matrix} kernel
 * @param {Geometry} geo
 * @returns {Matrix}
 */
export function correlate2d(input, kernel, geo) {
  const [rows, cols] = geo.output;
  const values = new Float64Array(rows * cols);
  for (let position = 0; position < values.length; position++) {
    let sum = 0;
    for (const { row, col, weight } of windowCells(geo, position)) {
      sum += paddedValue(input, geo, row, col) * kernel.values[weight];
    }
    values[position] = sum;
  }
  return { shape: geo.output, values };
}

/**
 * The output position whose window starts nearest to a cell of the padded input.
 * @param {Geometry} geo
 * @param {number} row may lie outside the picture
 * @param {number} col
 */
export function nearestPosition(geo, row, col) {
  const nearest = (/** @type {number} */ at, /** @type {number} */ axis) =>
    Math.min(geo.output[axis] - 1, Math.max(0, Math.round(at / geo.stride[axis])));
  return nearest(row, 0) * geo.output[1] + nearest(col, 1);
}
