// @ts-check
// The backward pass of a sliding kernel: the same sums as convnb.ops.conv.conv2d_backward, and tested against them.
// The gradient of the input is one more correlation, of the deltas with the flipped kernel; so is that of the weights,
// of the padded input with the deltas, nothing flipped.

import { formatShape } from "../kit/format.js";
import { readChoice, readMatrix, readPair, readWhole, StateError } from "../kit/params.js";
import { cellOf, correlate2d, filledIn, geometry, inputAt } from "../kit/slide.js";
import { paddedIndex, turned, unread, usesOf, windowCells } from "../kit/slide.js";
import { SETTINGS } from "./settings.js";

/** The checked state. */
export function readParams(model) {
  const flat = model.get("ndim") === 1;
  const [input, kernel] = ["input", "kernel"].map((name) => readMatrix(model, name, SETTINGS[name].largest));
  if (flat) Object.entries({ input, kernel }).forEach(([name, matrix]) => checkRow(name, matrix));
  const geo = forwardGeometry(model, input.shape, kernel.shape);
  const deltas = readDeltas(model, geo.output);
  const target = readChoice(model, "target", SETTINGS.target.choices);
  const [rows, cols] = target === "input" ? geo.input : geo.kernel;
  const position = Math.min(readWhole(model, "position", SETTINGS.position), rows * cols - 1);
  const switches = { symbols: Boolean(model.get("symbols")), counts: Boolean(model.get("counts")) };
  const geometries = { geo, back: backGeometry(geo), across: acrossGeometry(geo) };
  return { flat, input, kernel, deltas, ...geometries, target, position, count: rows * cols, ...switches };
}

function checkRow(name, { shape }) {
  if (shape[0] > 1) throw new StateError(`${name} is ${formatShape(shape)}; in one dimension it has a single row.`);
}

/** What the forward pass slides over what; in one dimension the rows have no stride, padding or dilation. */
export function forwardGeometry(model, input, kernel) {
  const own = (/** @type {"stride" | "padding" | "dilation"} */ name) => {
    const pair = readPair(model, name, SETTINGS[name]);
    if (model.get("ndim") === 1) pair[0] = SETTINGS[name].min;
    return pair;
  };
  return geometry({ input, kernel, stride: own("stride"), padding: own("padding"), dilation: own("dilation") });
}

/** The deltas, 1, 2, 3 and so on where none are given. */
function readDeltas(model, shape) {
  const given = model.get("grad_y");
  if (Array.isArray(given) && given.length === 0) {
    return { shape, values: Float64Array.from({ length: shape[0] * shape[1] }, (_, index) => index + 1) };
  }
  const deltas = readMatrix(model, "grad_y", SETTINGS.grad_y.largest);
  if (formatShape(deltas.shape) !== formatShape(shape)) {
    throw new StateError(
      `grad_y is ${formatShape(deltas.shape)}; it needs one delta for each output, and the output is ${formatShape(shape)}.`,
    );
  }
  return deltas;
}

/** The flipped kernel over the deltas: `stride` apart, zeros around as far as the padding does not crop them. */
function backGeometry(geo) {
  const { kernel, output, stride, padding, dilation, padded, span } = geo;
  const left = (axis) => (padded[axis] - span[axis]) % stride[axis];
  /** @type {[number, number]} */
  const outputPadding = [left(0), left(1)];
  return geometry({ input: output, kernel, stride, padding, dilation, transposed: true, outputPadding });
}

/** The deltas, `stride` apart, over the padded input: one step for each weight. */
function acrossGeometry(geo) {
  const span = geo.output.map((n, axis) => (n - 1) * geo.stride[axis] + 1);
  const slides = { kernel: geo.output, span, dilation: geo.stride, stride: geo.dilation, step: geo.dilation };
  return { ...geo, ...slides, output: geo.kernel };
}

/** What follows from the state: the output and all gradients. */
export function compute({ input, kernel, deltas, geo, back, across }) {
  const windows = new Float64Array(geo.padded[0] * geo.padded[1]);
  for (let index = 0; index < input.values.length; index++)
    windows[paddedIndex(geo, index)] = reached({ geo }, index).length;
  return {
    output: correlate2d(input, kernel, geo),
    gradInput: correlate2d(deltas, turned(kernel), back),
    gradWeight: correlate2d(input, deltas, across),
    gradBias: deltas.values.reduce((sum, delta) => sum + delta, 0),
    windows,
    filled: filledIn(geo),
    zeros: filledIn(back),
    unread: unread(geo),
  };
}

/** Every output that one input reached, in order, with the weight that carried it. */
export function reached({ geo }, index) {
  const [row, col] = cellOf(index, geo.input);
  return usesOf(geo, row + geo.lead[0], col + geo.lead[1]).sort((a, b) => a.position - b.position);
}

/**
 * What lies under the flipped kernel at one input, place by place: the delta's index, or -1 for a zero, and the weight, by
 * its index in the kernel as it was given.
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

/** To which inputs one delta is handed back, by which weights. */
export function handedTo({ geo }, position) {
  return windowCells(geo, position).map((cell) => ({ ...cell, input: inputAt(geo, cell.row, cell.col) }));
}
