// @ts-check
// A network as Python sent it: the layers as data, all their weights together as bytes. Checked here, once, with the
// shapes that follow; convnb/widgets/network_parts.py has the same names and limits.

import { brief, formatShape } from "../kit/format.js";
import { StateError } from "../kit/params.js";

const LARGEST_INPUT = 32;
const LARGEST_MAP = 64;
const MOST_LAYERS = 24;
const MOST_MAPS = 128;
const MOST_UNITS = 1024;
/** The form of a padding: before and after the rows, before and after the columns. */
const SIDES = Array(2).fill([0, 0]);
const LARGEST_NUMBER = 1_000_000;
const MOST_PRODUCTS = 20_000_000;
/** So many products of a sum are added at a time. */
export const TAPS = 5;

/**
 * @typedef {{ kind: string, input: number[], output: number[], signed: boolean, y: Float32Array, kernel?: number[],
 *             stride?: number[], dilation?: number[], padding?: number[][], weight?: Float32Array, bias?: Float32Array,
 *             source?: number[], padded?: any, taps?: Int32Array, packed?: Float32Array,
 *             before?: Float32Array }} Layer
 *   input and output: [channels, rows, columns] or [units]; y: what it answered last, to the input before; source: the maps that a linear
 *   layer sees, flattened
 * @typedef {{ input: number[], layers: Layer[] }} Network
 */

const size = (/** @type {number[]} */ shape) => shape.reduce((product, n) => product * n, 1);

/** @param {any} list @param {any} bytes @param {any} input @returns {Network} */
export function readNetwork(list, bytes, input) {
  checkShape(input);
  if (!Array.isArray(list) || list.length === 0 || list.length > MOST_LAYERS) {
    throw new StateError(`layers must be a list of 1 to ${MOST_LAYERS} layers.`);
  }
  const weights = readWeights(bytes);
  let place = 0;
  const take = (/** @type {number} */ count) => weights.subarray(place, (place += count));
  let shape = /** @type {number[]} */ ([...input]);
  let signed = false;
  let source = /** @type {number[] | undefined} */ (undefined);
  let products = 0;
  const layers = list.map((sent, index) => {
    const layer = readLayer(sent, index, shape, take);
    layer.signed = layer.kind === "relu" ? false : Boolean(layer.weight) || layer.kind === "tanh" || signed;
    if (layer.kind === "linear") layer.source = source;
    if (layer.weight) products += layer.weight.length * size(layer.output.slice(1));
    source = layer.kind === "flatten" && shape.length === 3 ? shape : undefined;
    ({ output: shape, signed } = layer);
    return layer;
  });
  if (place !== weights.length) {
    throw new StateError(`The layers need ${4 * place} bytes of weights; got ${4 * weights.length}.`);
  }
  if (products > MOST_PRODUCTS) {
    throw new StateError(
      `The network takes ${products} products a picture; this widget runs at most ${MOST_PRODUCTS}.`,
    );
  }
  layers.forEach(prepare);
  return { input: [...input], layers };
}

function checkShape(input) {
  const counts = Array.isArray(input) && input.length === 3 && input.every((n) => Number.isInteger(n) && n > 0);
  if (!counts || input[0] > 3 || Math.max(input[1], input[2]) > LARGEST_INPUT) {
    throw new StateError(
      `input_shape must be at most 3 channels, ${LARGEST_INPUT} rows and ${LARGEST_INPUT} columns, as whole numbers.`,
    );
  }
}

/** float32 from bytes that may start anywhere. */
function readWeights(view) {
  if (!(view?.buffer instanceof ArrayBuffer)) throw new StateError("weights must be bytes, four for each number.");
  if (view.byteLength % 4) throw new StateError(`weights must be float32 numbers; got ${view.byteLength} bytes.`);
  const weights = new Float32Array(view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength));
  let total = 0; // one sum finds out whether any is not finite: inf - inf and NaN stay
  for (let n = 0; n < weights.length; n++) total += weights[n] - weights[n];
  if (total !== 0) {
    const bad = weights.findIndex((weight) => !Number.isFinite(weight));
    throw new StateError(
      `Weight ${bad} of the network is not a finite number. The training has diverged: train it anew with a smaller ` +
        "learning rate.",
    );
  }
  return weights;
}

/** Whole numbers in nested lists of this form. */
function whole(value, form, least, what) {
  const fits = (/** @type {any} */ part, /** @type {any} */ like) =>
    Array.isArray(like)
      ? Array.isArray(part) && part.length === like.length && part.every((one, at) => fits(one, like[at]))
      : Number.isInteger(part) && part >= least && part <= LARGEST_NUMBER;
  if (!fits(value, form)) throw new StateError(`${what} must be whole numbers of at least ${least}.`);
  return value;
}

/** @returns {Layer} */
function readLayer(sent, index, input, take) {
  const kind = sent?.kind;
  if (typeof kind !== "string") throw new StateError(`Layer ${index} must say of which kind it is.`);
  const what = `Layer ${index}, ${brief(kind)}`;
  const maps = input.length === 3;
  const base = { kind, input, signed: true, y: new Float32Array(0) };
  if (kind === "relu" || kind === "tanh") return { ...base, output: input };
  if (kind === "flatten") return { ...base, output: [size(input)] };
  if (kind === "linear") {
    const [units, inputs] = whole(sent.weight, [0, 0], 1, `${what}: its weight's sizes`);
    if (maps || inputs !== input[0]) {
      throw new StateError(`${what}, takes ${inputs} numbers; the layer before gives ${formatShape(input)}.`);
    }
    if (units > MOST_UNITS)
      throw new StateError(`${what}, has ${units} units; this widget shows at most ${MOST_UNITS}.`);
    return { ...base, output: [units], weight: take(units * inputs), bias: take(units) };
  }
  if (!["conv2d", "max_pool2d", "avg_pool2d"].includes(kind)) {
    throw new StateError(`${what}, is none that this widget can run.`);
  }
  if (!maps) throw new StateError(`${what}, takes maps; the layer before gives ${formatShape(input)} numbers.`);
  return readWindowed(sent, kind, what, base, take);
}

/** A layer with a window: a convolution or a pooling. */
function readWindowed(sent, kind, what, base, take) {
  const { input } = base;
  const convolves = kind === "conv2d";
  const weight = convolves ? whole(sent.weight, [0, 0, 0, 0], 1, `${what}: its weight's sizes`) : null;
  const kernel = weight ? weight.slice(2) : whole(sent.kernel_size, [0, 0], 1, `${what}: its kernel's size`);
  const stride = whole(sent.stride, [0, 0], 1, `${what}: its stride`);
  const padding = whole(sent.padding, SIDES, 0, `${what}: its padding`);
  if (Math.max(...padding.flat()) > LARGEST_MAP)
    throw new StateError(`${what}: its padding can be at most ${LARGEST_MAP} on each side.`);
  const dilation = convolves ? whole(sent.dilation, [0, 0], 1, `${what}: its dilation`) : [1, 1];
  if (weight && weight[1] !== input[0]) {
    throw new StateError(`${what}, takes ${weight[1]} channels; the layer before gives ${input[0]}.`);
  }
  const places = [0, 1].map((axis) => {
    const room = input[axis + 1] + padding[axis][0] + padding[axis][1] - dilation[axis] * (kernel[axis] - 1) - 1;
    return Math.floor(room / stride[axis]) + 1;
  });
  const output = [weight ? weight[0] : input[0], ...places];
  if (Math.min(...places) < 1) throw new StateError(`${what}: its window is larger than its input.`);
  if (output[0] > MOST_MAPS || Math.max(...places) > LARGEST_MAP) {
    const most = `${MOST_MAPS} maps of ${LARGEST_MAP}×${LARGEST_MAP}`;
    throw new StateError(`${what}, has maps ${formatShape(output)}; this widget shows at most ${most}.`);
  }
  const learned = weight ? { weight: take(size(weight)), bias: take(output[0]) } : {};
  return { ...base, output, kernel, stride, padding, dilation, ...learned };
}

/** Room for the answers, and a convolution's weights in the order in which they are used. @param {Layer} layer */
function prepare(layer) {
  if (layer.kind !== "flatten") layer.y = new Float32Array(size(layer.output));
  if (layer.kind !== "conv2d") return;
  const { input, output, kernel, dilation, padding, weight } = layer;
  const [rows, cols] = [0, 1].map((axis) => input[axis + 1] + padding[axis][0] + padding[axis][1]);
  const count = input[0] * kernel[0] * kernel[1];
  const taps = Math.ceil(count / TAPS) * TAPS;
  layer.taps = new Int32Array(taps);
  layer.packed = new Float32Array(output[0] * taps);
  for (let k = 0; k < count; k++) {
    const within = k % (kernel[0] * kernel[1]);
    const [i, j] = [Math.floor(within / kernel[1]) * dilation[0], (within % kernel[1]) * dilation[1]];
    layer.taps[k] = Math.floor(k / (kernel[0] * kernel[1])) * rows * cols + i * cols + j;
    for (let o = 0; o < output[0]; o++) layer.packed[o * taps + k] = weight[o * count + k];
  }
  const zeros = rows > input[1] || cols > input[2];
  layer.padded = { rows, cols, values: zeros ? new Float32Array(input[0] * rows * cols) : null };
}
