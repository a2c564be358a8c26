// @ts-check
// The backward pass of a sliding kernel: the same sums as convnb.ops.conv.conv2d_backward, and tested against them.
// The gradient of the input is one more correlation, of the deltas with the flipped kernel; so is that of the weights,
// of the padded input with the deltas, nothing flipped.

import { cellOf, correlate2d, geometry, inputAt, turned, unread, usesOf, windowCells } from "../kit/convolution.js";
import { formatShape } from "../kit/format.js";
import { readChoice, readMatrix, readNumber, readPair, StateError } from "../kit/params.js";

export const LARGEST = { input: 16, kernel: 7 };
export const TARGETS = ["input", "weight"];

/**
 * @typedef {import("../kit/convolution.js").Matrix} Matrix
 * @typedef {import("../kit/convolution.js").Geometry} Geometry
 */

/** The checked state. @param {any} model */
export function readParams(model) {
  const flat = model.get("ndim") === 1;
  const input = readMatrix(model, "input", LARGEST.input);
  const kernel = readMatrix(model, "kernel", LARGEST.kernel);
  if (flat) Object.entries({ input, kernel }).forEach(([name, matrix]) => checkRow(name, matrix));
  const geo = forwardGeometry(model, input.shape, kernel.shape);
  const deltas = readDeltas(model, geo.output);
  const target = readChoice(model, "target", TARGETS);
  const [rows, cols] = target === "input" ? geo.input : geo.kernel;
  const position = Math.min(readNumber(model, "position", { min: 0, integer: true }), rows * cols - 1);
  const switches = { symbols: Boolean(model.get("symbols")), counts: Boolean(model.get("counts")) };
  const geometries = { geo, back: backGeometry(geo), across: acrossGeometry(geo) };
  return { flat, input, kernel, deltas, ...geometries, target, position, count: rows * cols, ...switches };
}

/** @param {string} name @param {Matrix} matrix */
function checkRow(name, { shape }) {
  if (shape[0] > 1) throw new StateError(`${name} is ${formatShape(shape)}; in one dimension it has a single row.`);
}

/** What the forward pass slides over what; in one dimension the rows have no stride, padding or dilation. */
export function forwardGeometry(model, input, kernel) {
  const own = (/** @type {string} */ name, /** @type {number} */ least) => {
    const [rows, cols] = readPair(model, name, { min: least, max: 16 });
    return /** @type {[number, number]} */ ([model.get("ndim") === 1 ? least : rows, cols]);
  };
  return geometry({
    input,
    kernel,
    stride: own("stride", 1),
    padding: own("padding", 0),
    dilation: own("dilation", 1),
  });
}

/**
 * How far a size can go on one axis while the others stay, [lowest, highest]: the kernel must fit into the padded input.
 * @param {Geometry} geo
 * @param {number} axis
 * @param {{ name: string, min: number, max: number }} trait its limits without that
 */
export function limitsOf({ input, kernel, padding, dilation, padded, span }, axis, { name, min, max }) {
  const reach = kernel[axis] - 1;
  const least = { padding: Math.ceil((span[axis] - input[axis]) / 2), input: span[axis] - 2 * padding[axis] };
  const room = padded[axis] - 1;
  const most = { dilation: reach ? Math.floor(room / reach) : max, kernel: Math.floor(room / dilation[axis]) + 1 };
  return [Math.max(min, least[name] ?? min), Math.min(max, most[name] ?? max)];
}

/** The deltas, 1, 2, 3 and so on where none are given. @param {any} model @param {[number, number]} shape */
function readDeltas(model, shape) {
  const given = model.get("grad_y");
  if (Array.isArray(given) && given.length === 0) {
    return { shape, values: Float64Array.from({ length: shape[0] * shape[1] }, (_, index) => index + 1) };
  }
  const deltas = readMatrix(model, "grad_y", 36);
  if (formatShape(deltas.shape) !== formatShape(shape)) {
    throw new StateError(
      `grad_y is ${formatShape(deltas.shape)}; it needs one delta for each output, and the output is ${formatShape(shape)}.`,
    );
  }
  return deltas;
}

/** The flipped kernel over the deltas: `stride` apart, zeros around as far as the padding does not crop them. */
function backGeometry(geo) {
  const { input, kernel, output, stride, padding, dilation, padded, span } = geo;
  const outputPadding = [0, 1].map((axis) => (padded[axis] - span[axis]) % stride[axis]);
  return geometry({ input: output, kernel, stride, padding, dilation, transposed: true, outputPadding });
}

/** The deltas, `stride` apart, over the padded input: one step for each weight. @param {Geometry} geo @returns {Geometry} */
function acrossGeometry(geo) {
  const span = geo.output.map((n, axis) => (n - 1) * geo.stride[axis] + 1);
  const slides = { kernel: geo.output, span, dilation: geo.stride, stride: geo.dilation, step: geo.dilation };
  return { ...geo, ...slides, output: geo.kernel };
}

/** What follows from the state: the output and all gradients. @param {any} params */
export function compute({ input, kernel, deltas, geo, back, across }) {
  const gradWeight = correlate2d(input, deltas, across);
  const cells = geo.padded[0] * geo.padded[1];
  const windows = new Float64Array(cells);
  const filled = new Set();
  for (let index = 0; index < cells; index++) {
    const [row, col] = cellOf(index, geo.padded);
    if (inputAt(geo, row, col) < 0) filled.add(index);
    else windows[index] = usesOf(geo, row, col).length;
  }
  return {
    output: correlate2d(input, kernel, geo),
    gradInput: correlate2d(deltas, turned(kernel), back),
    gradWeight,
    gradBias: deltas.values.reduce((sum, delta) => sum + delta, 0),
    windows,
    filled,
    zeros: zerosOf(back),
    unread: unread(geo),
  };
}

/** The cells of the spread deltas that are zeros between and around them. */
function zerosOf(back) {
  const all = Array.from({ length: back.padded[0] * back.padded[1] }, (_, index) => index);
  const isZero = (/** @type {number} */ index) => {
    const [row, col] = cellOf(index, back.padded);
    return inputAt(back, row, col) < 0;
  };
  return new Set(all.filter(isZero));
}

/** The index in the padded grid of an input cell. @param {Geometry} geo @param {number} index */
export function paddedIndex(geo, index) {
  const [row, col] = cellOf(index, geo.input);
  return (row + geo.lead[0]) * geo.padded[1] + col + geo.lead[1];
}

/** Every output that one input reached, in order, with the weight that carried it. @param {any} params @param {number} index */
export function reached({ geo }, index) {
  const [row, col] = cellOf(index, geo.input);
  return usesOf(geo, row + geo.lead[0], col + geo.lead[1]).sort((a, b) => a.position - b.position);
}

/**
 * What lies under the flipped kernel at one input, place by place: the delta's index, or -1 for a zero, and the weight, by
 * its index in the kernel as it was given.
 * @param {any} params
 * @param {number} index
 */
export function underTurned({ back }, index) {
  const last = back.kernel[0] * back.kernel[1] - 1;
  return windowCells(back, index).map(({ row, col, weight }) => ({
    ...{ row, col },
    delta: inputAt(back, row, col),
    weight: last - weight,
  }));
}

/** The input that one weight met at every output: its place in the padded grid, and its index or -1. */
export function metBy({ geo, across }, weight) {
  return windowCells(across, weight).map(({ row, col, weight: position }) => ({
    ...{ row, col, position },
    input: inputAt(geo, row, col),
  }));
}

/** To which inputs one delta is handed back, by which weights. @param {any} params @param {number} position */
export function handedTo({ geo }, position) {
  return windowCells(geo, position).map((cell) => ({ ...cell, input: inputAt(geo, cell.row, cell.col) }));
}
