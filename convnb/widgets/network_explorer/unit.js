// @ts-check
// One unit of a network: where its window lies in the layer below and on the picture, and how its number comes about.

/**
 * @typedef {import("./layers.js").Network} Network
 * @typedef {{ layer: number, map: number, row: number, col: number }} Unit in a layer without maps: map, 0, 0
 * @typedef {{ row: number, col: number, rows: number, cols: number }} Box
 */

/** The largest products of a linear layer that are named. */
const NAMED = 8;

/** The layer whose answers a layer sees, past flattening; -1 is the picture. @param {Network} network @param {number} index */
export function below({ layers }, index) {
  let at = index - 1;
  while (at >= 0 && layers[at].kind === "flatten") at--;
  return at;
}

/** [maps, rows, columns] of a layer, -1 the picture; [units, 1, 1] where it has no maps. @param {Network} network */
export function shapeAt({ layers, input }, index) {
  const shape = index < 0 ? input : layers[index].output;
  return shape.length === 3 ? shape : [shape[0], 1, 1];
}

/** The nearest unit that there is; flattening has none of its own. @param {Network} network @param {Unit} unit @returns {Unit} */
export function within(network, unit) {
  const { layers } = network;
  const inside = (/** @type {number} */ at, /** @type {number} */ count) => Math.max(0, Math.min(count - 1, at));
  let layer = inside(unit.layer, layers.length);
  if (layers[layer].kind === "flatten")
    layer = layer + 1 < layers.length ? layer + 1 : Math.max(0, below(network, layer));
  const [maps, rows, cols] = shapeAt(network, layer);
  return { layer, map: inside(unit.map, maps), row: inside(unit.row, rows), col: inside(unit.col, cols) };
}

/** The index of a unit in its layer's answers. @param {Network} network @param {Unit} unit */
export function indexOf(network, { layer, map, row, col }) {
  const [, rows, cols] = shapeAt(network, layer);
  return (map * rows + row) * cols + col;
}

/** The window of a place, in the layer's input; it may hang over into the padding. @returns {Box} */
function windowAt({ stride, padding, kernel, dilation }, { row, col }) {
  const first = [row, col].map((at, axis) => at * stride[axis] - padding[axis][0]);
  const [rows, cols] = kernel.map((count, axis) => dilation[axis] * (count - 1) + 1);
  return { row: first[0], col: first[1], rows, cols };
}

/** The part of a box that lies inside. @returns {Box} */
function cut({ row, col, rows, cols }, tall, wide) {
  const [top, left] = [Math.max(0, row), Math.max(0, col)];
  return { row: top, col: left, rows: Math.min(tall, row + rows) - top, cols: Math.min(wide, col + cols) - left };
}

/**
 * What a unit sees in the layer below: the window, cut at the border, and in which maps (null: in all of them).
 * @param {Network} network
 * @param {Unit} unit
 * @returns {{ layer: number, box: Box, map: number | null }}
 */
export function seenBelow(network, unit) {
  const layer = network.layers[unit.layer];
  const at = below(network, unit.layer);
  const [, rows, cols] = shapeAt(network, at);
  if (layer.kind === "linear") return { layer: at, box: { row: 0, col: 0, rows, cols }, map: null };
  const one = { row: unit.row, col: unit.col, rows: 1, cols: 1 };
  if (!layer.kernel) return { layer: at, box: one, map: unit.map };
  return { layer: at, box: cut(windowAt(layer, unit), rows, cols), map: layer.kind === "conv2d" ? null : unit.map };
}

/** All that a unit depends on in the picture. @param {Network} network @param {Unit} unit @returns {Box} */
export function fieldOf({ layers, input }, unit) {
  const whole = { row: 0, col: 0, rows: input[1], cols: input[2] };
  let box = /** @type {Box} */ ({ row: unit.row, col: unit.col, rows: 1, cols: 1 });
  for (let index = unit.layer; index >= 0; index--) {
    const layer = layers[index];
    if (layer.kind === "linear" || layer.output.length === 1) return whole;
    if (!layer.kernel) continue;
    const { stride, padding, kernel, dilation } = layer;
    const span = kernel.map((count, axis) => dilation[axis] * (count - 1) + 1);
    box = {
      row: box.row * stride[0] - padding[0][0],
      col: box.col * stride[1] - padding[1][0],
      rows: (box.rows - 1) * stride[0] + span[0],
      cols: (box.cols - 1) * stride[1] + span[1],
    };
  }
  return cut(box, input[1], input[2]);
}

/**
 * How a unit's number comes about.
 * @param {Network} network
 * @param {Float32Array} picture
 * @param {Float32Array[]} answers
 * @param {Unit} unit
 * @param {number} channel of the input, that is shown of a convolution
 */
export function explain(network, picture, answers, unit, channel) {
  const layer = network.layers[unit.layer];
  const x = unit.layer ? answers[unit.layer - 1] : picture;
  const value = answers[unit.layer][indexOf(network, unit)];
  if (layer.kind === "linear") return { value, ...contributions(layer, x, unit.map) };
  if (layer.kind === "conv2d") return { value, ...products(layer, x, unit, channel) };
  if (layer.kernel) return { value, window: windowValues(layer, x, unit, unit.map) };
  return { value, before: x[indexOf(network, unit)] };
}

/** The values under a window in one channel, and which of them are padding. */
function windowValues(layer, x, unit, channel) {
  const { input, kernel, dilation } = layer;
  const { row, col } = windowAt(layer, unit);
  const values = new Float64Array(kernel[0] * kernel[1]);
  const filled = new Set();
  for (let k = 0; k < values.length; k++) {
    const [r, c] = [row + Math.floor(k / kernel[1]) * dilation[0], col + (k % kernel[1]) * dilation[1]];
    if (r < 0 || c < 0 || r >= input[1] || c >= input[2]) filled.add(k);
    else values[k] = x[(channel * input[1] + r) * input[2] + c];
  }
  return { shape: kernel, values, filled };
}

/** A convolution: window and weights of one channel, and what each channel adds to the sum. */
function products(layer, x, unit, channel) {
  const { input, kernel, weight, bias } = layer;
  const shown = Math.min(channel, input[0] - 1);
  const count = kernel[0] * kernel[1];
  let window = windowValues(layer, x, unit, shown);
  const sums = Array.from({ length: input[0] }, (_, c) => {
    const { values } = c === shown ? window : windowValues(layer, x, unit, c);
    const from = (unit.map * input[0] + c) * count;
    return values.reduce((sum, value, k) => sum + value * weight[from + k], 0);
  });
  const from = (unit.map * input[0] + shown) * count;
  const weights = Float64Array.from(weight.subarray(from, from + count));
  const total = sums.reduce((sum, part) => sum + part, 0);
  return { channel: shown, window, weights, sums, total, bias: bias[unit.map] };
}

/** A linear layer: its largest products, and the sum of the others. */
function contributions({ weight, bias }, x, unit) {
  const from = unit * x.length;
  const named = /** @type {number[]} */ ([]);
  const productOf = (/** @type {number} */ n) => weight[from + n] * x[n];
  let total = 0;
  for (let n = 0; n < x.length; n++) {
    const product = productOf(n);
    total += product;
    const size = Math.abs(product);
    if (size === 0 || (named.length === NAMED && size <= Math.abs(productOf(named[NAMED - 1])))) continue;
    let at = named.length === NAMED ? NAMED - 1 : named.length;
    while (at > 0 && Math.abs(productOf(named[at - 1])) < size) {
      named[at] = named[at - 1];
      at--;
    }
    named[at] = n;
  }
  const terms = named.map((n) => ({ n, x: x[n], weight: weight[from + n], product: productOf(n) }));
  const rest = terms.reduce((sum, { product }) => sum - product, total);
  return { terms, rest, others: x.length - terms.length, total, bias: bias[unit] };
}
