// @ts-check
// A network at work, and one of its units: the same definitions as convnb/models/network/layers.py, and tested against it.
// What a layer answered before is overwritten, so that a stroke makes no garbage.

import { clamp, inside, one } from "../kit/image.js";
import { StateError } from "../kit/params.js";

/**
 * @typedef {{ kind: string, input: number[], output: number[], signed: boolean, y: Float32Array, kernel?: number[],
 *             stride?: number[], dilation?: number[], padding?: number[][], span?: number[], weight?: Float32Array,
 *             bias?: Float32Array, source?: number[], padded?: any, taps?: Int32Array, packed?: Float32Array,
 *             room?: Float32Array, before?: Float32Array }} Layer
 *   input and output: [channels, rows, columns] or [units]; y: what it answered last, to the input `before`, a part of
 *   `room`; span: rows and columns of its window; source: the maps that a linear layer sees, flattened
 * @typedef {{ input: number[], layers: Layer[] }} Network
 * @typedef {{ layer: number, map: number, row: number, col: number }} Unit in a layer without maps: map, 0, 0
 * @typedef {import("../kit/image.js").Box} Box
 */

/** So many products of a sum are added at a time. */
const TAPS = 5;
/** The largest products of a linear layer that are named. */
const NAMED = 8;

export const sizeOf = (/** @type {number[]} */ shape) => shape.reduce((product, n) => product * n, 1);

// --- running ---

/** Room for the answers, and a convolution's weights in the order in which they are used.
 * @param {Layer} layer */
export function prepare(layer) {
  if (layer.kind !== "flatten") layer.y = new Float32Array(sizeOf(layer.output));
  if (layer.kind !== "conv2d") return;
  const { input, output, kernel, dilation, padding, weight } = layer;
  const [rows, cols] = [0, 1].map((axis) => input[axis + 1] + padding[axis][0] + padding[axis][1]);
  const products = input[0] * kernel[0] * kernel[1];
  const taps = Math.ceil(products / TAPS) * TAPS;
  layer.taps = new Int32Array(taps);
  const pairs = 2 * Math.ceil(output[0] / 2);
  layer.packed = new Float32Array(pairs * taps);
  layer.room = new Float32Array(pairs * output[1] * output[2]);
  layer.y = layer.room.subarray(0, sizeOf(output));
  for (let k = 0; k < products; k++) {
    const [channel, inside] = [Math.floor(k / (kernel[0] * kernel[1])), k % (kernel[0] * kernel[1])];
    const [i, j] = [Math.floor(inside / kernel[1]) * dilation[0], (inside % kernel[1]) * dilation[1]];
    layer.taps[k] = (channel * rows + i) * cols + j;
    for (let o = 0; o < output[0]; o++) layer.packed[o * taps + k] = weight[o * products + k];
  }
  const zeros = rows > input[1] || cols > input[2];
  layer.padded = { rows, cols, values: zeros ? new Float32Array(input[0] * rows * cols) : null };
}

/**
 * What every layer answers to a picture. Flattening changes no number, so it shares the array of the layer before.
 * @param {Network} network @param {Float32Array} picture
 */
export function forward(network, picture) {
  let x = picture;
  return network.layers.map((layer) => {
    if (layer.kind !== "flatten") RUN[layer.kind](layer, x);
    x = layer.kind === "flatten" ? x : layer.y;
    return x;
  });
}

/** exp(score) / sum of all exp(score), without overflow.
 * @param {ArrayLike<number>} scores */
export function softmax(scores) {
  let [most, sum] = [-Infinity, 0];
  for (let k = 0; k < scores.length; k++) if (scores[k] > most) most = scores[k];
  const powers = new Float64Array(scores.length);
  for (let k = 0; k < scores.length; k++) sum += powers[k] = Math.exp(scores[k] - most);
  for (let k = 0; k < scores.length; k++) powers[k] /= sum;
  return powers;
}

/** The largest absolute value, 1 where all is zero.
 * @param {Float32Array} y @param {number} index of the layer */
export function limitOf(y, index) {
  let most = 0;
  for (let n = 0; n < y.length; n++) {
    const value = y[n] < 0 ? -y[n] : y[n];
    if (value > most || value !== value) most = value; // NaN stays: nothing is larger
  }
  if (!Number.isFinite(most)) throw new StateError(`Layer ${index} answers with numbers too large to be shown.`);
  return most || 1;
}

const RUN = {
  /** @param {Layer} layer @param {Float32Array} x */
  relu({ y }, x) {
    for (let n = 0; n < y.length; n++) y[n] = x[n] > 0 ? x[n] : 0;
  },

  tanh({ y }, x) {
    for (let n = 0; n < y.length; n++) y[n] = Math.tanh(x[n]);
  },

  linear({ y, weight, bias }, x) {
    const inputs = x.length;
    const last = y.length - (y.length % 4);
    for (let o = 0; o < last; o += 4) addFourRows(y, weight, bias, x, o);
    for (let o = last; o < y.length; o++) {
      let sum = bias[o];
      for (let n = 0; n < inputs; n++) sum += weight[o * inputs + n] * x[n];
      y[o] = sum;
    }
  },

  conv2d(layer, x) {
    const { output, taps, bias, y } = layer;
    const { first, end } = changedRows(layer, x);
    if (first >= end) return;
    const source = layer.padded.values ? fill(layer, x) : x;
    const [maps, rows, cols] = output;
    for (let o = 0; o < maps; o++) y.fill(bias[o], (o * rows + first) * cols, (o * rows + end) * cols);
    // Two maps at a time read the input once; an odd number of maps gets one more, which is not used.
    for (let o = 0; o < maps; o += 2) {
      for (let tap = 0; tap < taps.length; tap += TAPS) addToTwo(layer, source, o, tap, first, end);
    }
  },

  max_pool2d: (layer, x) => pool(layer, x, true),

  avg_pool2d: (layer, x) => pool(layer, x, false),
};

/** Four units at a time: their sums do not wait for each other, and the input is read once. */
function addFourRows(y, weight, bias, x, o) {
  const inputs = x.length;
  const [from, second, third, fourth] = [o * inputs, (o + 1) * inputs, (o + 2) * inputs, (o + 3) * inputs];
  let [a, b, c, d] = [bias[o], bias[o + 1], bias[o + 2], bias[o + 3]];
  for (let n = 0; n < inputs; n++) {
    const value = x[n];
    if (value === 0) continue; // as ReLU leaves many
    a += weight[from + n] * value;
    b += weight[second + n] * value;
    c += weight[third + n] * value;
    d += weight[fourth + n] * value;
  }
  y[o] = a;
  y[o + 1] = b;
  y[o + 2] = c;
  y[o + 3] = d;
}

/**
 * A stroke changes a few rows of a picture: the rows of a convolution's maps whose windows touch them, from first to
 * before end. All the others stay as they are, to the last bit.
 * @param {Layer} layer @param {Float32Array} x
 */
function changedRows(layer, x) {
  const { input, output, span, stride, padding } = layer;
  if (!layer.before) {
    layer.before = x.slice();
    return { first: 0, end: output[1] };
  }
  const [channels, rows, cols] = input;
  let [top, bottom] = [rows, -1];
  for (let c = 0; c < channels; c++) {
    for (let r = 0; r < rows; r++) {
      if (r >= top && r <= bottom) continue;
      const from = (c * rows + r) * cols;
      for (let n = from; n < from + cols; n++) {
        if (x[n] === layer.before[n]) continue;
        [top, bottom] = [Math.min(top, r), Math.max(bottom, r)];
        break;
      }
    }
  }
  layer.before.set(x);
  const first = Math.max(0, Math.ceil((top + padding[0][0] - span[0] + 1) / stride[0]));
  return { first, end: bottom < 0 ? 0 : Math.min(output[1], Math.floor((bottom + padding[0][0]) / stride[0]) + 1) };
}

/** Five products added to each number of a map and of the next one. */
function addToTwo({ output: [, rows, cols], stride, padded, taps, packed, room: y }, x, o, tap, first, end) {
  const [at, next] = [o * taps.length + tap, (o + 1) * taps.length + tap];
  const [wa, wb, wc, wd, we] = [packed[at], packed[at + 1], packed[at + 2], packed[at + 3], packed[at + 4]];
  const [va, vb, vc] = [packed[next], packed[next + 1], packed[next + 2]];
  const [vd, ve] = [packed[next + 3], packed[next + 4]];
  const [ta, tb, tc, td, te] = [taps[tap], taps[tap + 1], taps[tap + 2], taps[tap + 3], taps[tap + 4]];
  const [step, size] = [stride[1], rows * cols];
  for (let r = first; r < end; r++) {
    const to = (o * rows + r) * cols;
    let from = r * stride[0] * padded.cols;
    for (let n = to; n < to + cols; n++) {
      const [a, b, c, d, e] = [x[from + ta], x[from + tb], x[from + tc], x[from + td], x[from + te]];
      y[n] += wa * a + wb * b + wc * c + wd * d + we * e;
      y[n + size] += va * a + vb * b + vc * c + vd * d + ve * e;
      from += step;
    }
  }
}

/** The input with its zeros around, which stay from picture to picture.
 * @param {Layer} layer */
function fill({ input: [channels, rows, cols], padding, padded }, x) {
  for (let c = 0; c < channels; c++) {
    for (let r = 0; r < rows; r++) {
      const from = (c * rows + r) * cols;
      const to = (c * padded.rows + r + padding[0][0]) * padded.cols + padding[1][0];
      padded.values.set(x.subarray(from, from + cols), to);
    }
  }
  return padded.values;
}

/** Padding never is the largest, and counts as 0 in a mean. */
function pool({ input, output, kernel, stride, padding, y }, x, takesLargest) {
  const [channels, rows, cols] = output;
  const [tall, wide] = [input[1], input[2]];
  let n = 0;
  for (let c = 0; c < channels; c++) {
    for (let r = 0; r < rows; r++) {
      const top = r * stride[0] - padding[0][0];
      const [above, below] = [Math.max(0, top), Math.min(tall, top + kernel[0])];
      for (let k = 0; k < cols; k++) {
        const left = k * stride[1] - padding[1][0];
        const [first, last] = [Math.max(0, left), Math.min(wide, left + kernel[1])];
        let [most, sum] = [-Infinity, 0];
        for (let i = above; i < below; i++) {
          for (let at = (c * tall + i) * wide + first, end = at + last - first; at < end; at++) {
            const value = x[at];
            if (value > most) most = value;
            sum += value;
          }
        }
        y[n++] = takesLargest ? most : sum / (kernel[0] * kernel[1]);
      }
    }
  }
}

// --- one unit: where its window lies in the layer below and on the picture, and how its number comes about ---

/** The layer whose answers a layer sees, past flattening; -1 is the picture.
 * @param {Network} network @param {number} index */
export function below({ layers }, index) {
  let at = index - 1;
  while (at >= 0 && layers[at].kind === "flatten") at--;
  return at;
}

/** [maps, rows, columns] of a layer, -1 the picture; [units, 1, 1] where it has no maps.
 * @param {Network} network */
export function shapeAt({ layers, input }, index) {
  const shape = index < 0 ? input : layers[index].output;
  return shape.length === 3 ? shape : [shape[0], 1, 1];
}

/** The nearest unit that exists; flattening has no units of its own.
 * @param {Network} network @param {Unit} unit */
export function within(network, unit) {
  const { layers } = network;
  let layer = clamp(unit.layer, 0, layers.length - 1);
  if (layers[layer].kind === "flatten")
    layer = layer + 1 < layers.length ? layer + 1 : Math.max(0, below(network, layer));
  const [maps, ...size] = shapeAt(network, layer);
  return { layer, map: clamp(unit.map, 0, maps - 1), ...inside(unit, size) };
}

/** The index of a unit in its layer's answers.
 * @param {Network} network @param {Unit} unit */
export function indexOf(network, { layer, map, row, col }) {
  const [, rows, cols] = shapeAt(network, layer);
  return (map * rows + row) * cols + col;
}

/**
 * What a box of outputs sees in the layer's input; it may hang over into the padding.
 * @param {Layer} layer @param {Box} box
 */
function windowOf({ stride, padding, span }, { row, col, rows, cols }) {
  return {
    row: row * stride[0] - padding[0][0],
    col: col * stride[1] - padding[1][0],
    rows: (rows - 1) * stride[0] + span[0],
    cols: (cols - 1) * stride[1] + span[1],
  };
}

/** The part of a box that lies inside.
 * @param {Box} box @returns {Box} */
function cut({ row, col, rows, cols }, tall, wide) {
  const [top, left] = [Math.max(0, row), Math.max(0, col)];
  return { row: top, col: left, rows: Math.min(tall, row + rows) - top, cols: Math.min(wide, col + cols) - left };
}

/**
 * What a unit sees in the layer below: the window, cut at the border, and in which maps (null: in all of them).
 * @param {Network} network @param {Unit} unit @returns {{ layer: number, box: Box, map: number | null }}
 */
export function seenBelow(network, unit) {
  const layer = network.layers[unit.layer];
  const at = below(network, unit.layer);
  const [, rows, cols] = shapeAt(network, at);
  if (layer.kind === "linear") return { layer: at, box: { row: 0, col: 0, rows, cols }, map: null };
  const box = layer.kernel ? cut(windowOf(layer, one(unit)), rows, cols) : one(unit);
  return { layer: at, box, map: layer.kind === "conv2d" ? null : unit.map };
}

/** All that a unit depends on in the picture.
 * @param {Network} network @param {Unit} unit @returns {Box} */
export function fieldOf({ layers, input: [, rows, cols] }, unit) {
  let box = one(unit);
  for (const layer of layers.slice(0, unit.layer + 1).reverse()) {
    if (layer.output.length === 1) return { row: 0, col: 0, rows, cols };
    if (layer.kernel) box = windowOf(layer, box);
  }
  return cut(box, rows, cols);
}

/**
 * How a unit's number comes about.
 * @param {Network} network @param {Float32Array} picture @param {Float32Array[]} answers @param {Unit} unit
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
  const { row, col } = windowOf(layer, one(unit));
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
  const window = windowValues(layer, x, unit, shown);
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
function contributions(layer, x, unit) {
  const { weight, bias } = layer;
  const from = unit * x.length;
  const named = /** @type {number[]} */ ([]);
  const productOf = (n) => weight[from + n] * x[n];
  let total = 0;
  for (let n = 0; n < x.length; n++) {
    const product = productOf(n);
    total += product;
    const size = Math.abs(product);
    if (size === 0 || (named.length === NAMED && size <= Math.abs(productOf(named[NAMED - 1])))) continue;
    const at = named.findIndex((k) => Math.abs(productOf(k)) < size);
    named.splice(at < 0 ? named.length : at, 0, n);
    named.length = Math.min(NAMED, named.length);
  }
  const terms = named.map((n) => ({ n, x: x[n], weight: weight[from + n], product: productOf(n) }));
  const rest = terms.reduce((sum, { product }) => sum - product, total);
  return { terms, rest, others: x.length - terms.length, total, bias: bias[unit] };
}
