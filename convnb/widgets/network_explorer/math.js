// @ts-check
// Running a network: the same definitions as convnb/models/network/layers.py, and tested against it. What a layer answered before
// is overwritten, so that a stroke makes no garbage.

import { TAPS } from "./layers.js";
import { StateError } from "../kit/params.js";

/** @typedef {import("./layers.js").Layer} Layer */

/**
 * What every layer answers to a picture. Flattening changes no number, so it shares the array of the layer before.
 * @param {import("./layers.js").Network} network
 * @param {Float32Array} picture
 */
export function forward(network, picture) {
  let x = picture;
  return network.layers.map((layer) => {
    if (layer.kind !== "flatten") RUN[layer.kind](layer, x);
    x = layer.kind === "flatten" ? x : layer.y;
    return x;
  });
}

/** exp(score) / sum of all exp(score), without overflow. @param {ArrayLike<number>} scores */
export function softmax(scores) {
  let [most, sum] = [-Infinity, 0];
  for (let k = 0; k < scores.length; k++) if (scores[k] > most) most = scores[k];
  const powers = new Float64Array(scores.length);
  for (let k = 0; k < scores.length; k++) sum += powers[k] = Math.exp(scores[k] - most);
  for (let k = 0; k < scores.length; k++) powers[k] /= sum;
  return powers;
}

/** The largest absolute value, 1 where all is zero. @param {Float32Array} y @param {number} index of the layer */
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
    // Two maps at a time read the input once; the last of an odd number goes alone.
    for (let o = 0; o < maps; o += 2) {
      const add = o + 1 < maps ? addToTwo : addToOne;
      for (let tap = 0; tap < taps.length; tap += TAPS) add(layer, source, o, tap, first, end);
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
 * @param {Layer} layer
 * @param {Float32Array} x
 */
function changedRows(layer, x) {
  const { input, output, kernel, stride, dilation, padding } = layer;
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
  const span = dilation[0] * (kernel[0] - 1) + 1;
  const first = Math.max(0, Math.ceil((top + padding[0][0] - span + 1) / stride[0]));
  return { first, end: bottom < 0 ? 0 : Math.min(output[1], Math.floor((bottom + padding[0][0]) / stride[0]) + 1) };
}

/** Five products added to each number of a map. */
function addToOne({ output: [, rows, cols], stride, padded, taps, packed, y }, x, o, tap, first, end) {
  const at = o * taps.length + tap;
  const [wa, wb, wc, wd, we] = [packed[at], packed[at + 1], packed[at + 2], packed[at + 3], packed[at + 4]];
  const [ta, tb, tc, td, te] = [taps[tap], taps[tap + 1], taps[tap + 2], taps[tap + 3], taps[tap + 4]];
  const step = stride[1];
  for (let r = first; r < end; r++) {
    const to = (o * rows + r) * cols;
    let from = r * stride[0] * padded.cols;
    for (let n = to; n < to + cols; n++) {
      y[n] += wa * x[from + ta] + wb * x[from + tb] + wc * x[from + tc] + wd * x[from + td] + we * x[from + te];
      from += step;
    }
  }
}

/** The same, to a map and to the next one. */
function addToTwo({ output: [, rows, cols], stride, padded, taps, packed, y }, x, o, tap, first, end) {
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

/** The input with its zeros around, which stay from picture to picture. @param {Layer} layer */
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
