// @ts-check
// A layer of several channels: what each kernel makes of its channel, their sum, ReLU and pooling; and what becomes of
// the maps when the picture moves. The same definitions as convnb/ops, and tested against them.

import { StateError } from "../kit/params.js";
import { slide } from "../kit/slide.js";

/**
 * @typedef {{ shape: [number, number], values: Float32Array }} Plane one channel, or one map
 * @typedef {{ shape: [number, number, number, number], kernels: { shape: [number, number], values: Float64Array }[][], list: number[][][][] }} Weight
 *   shape: filters, channels of a group, rows, columns; kernels[filter][channel of its group]; list: as it travels
 * @typedef {{ weight: Weight, bias: ArrayLike<number>, groups: number, stride: number, relu: boolean, pool: boolean }} Layer
 */

/** A shift by whole pixels, of all that look the same the one nearest to 0.
 * @param {number} by @param {number} size */
export function wrapped(by, size) {
  const half = size >> 1;
  return ((((by + half) % size) + size) % size) - half;
}

/** What leaves at one end comes back at the other, as numpy.roll does it.
 * @param {Plane} plane @param {number[]} by */
export function rolled({ shape, values }, [down, right]) {
  const [rows, cols] = shape;
  const out = new Float32Array(values.length);
  const cut = (((-right % cols) + cols) % cols) + 0;
  for (let r = 0; r < rows; r++) {
    const from = ((((r - down) % rows) + rows) % rows) * cols;
    out.set(values.subarray(from + cut, from + cols), r * cols);
    out.set(values.subarray(from, from + cut), (r + 1) * cols - cut);
  }
  return { shape, values: out };
}

/** The channels that a filter sees: the first of them, and how many.
 * @param {Layer} layer @param {number} filter */
export function seenBy({ weight, groups }, filter) {
  const [filters, count] = weight.shape;
  return { first: Math.floor(filter / (filters / groups)) * count, count };
}

/** Every stride-th row and column.
 * @param {Plane} plane @param {number} stride @returns {Plane} */
function strided({ shape, values }, stride) {
  if (stride === 1) return { shape, values };
  const [rows, cols] = shape.map((size) => Math.floor((size - 1) / stride) + 1);
  const out = new Float32Array(rows * cols);
  for (let n = 0; n < out.length; n++) {
    out[n] = values[Math.floor(n / cols) * stride * shape[1] + (n % cols) * stride];
  }
  return { shape: [rows, cols], values: out };
}

/** The largest of each 2×2; an odd row or column at the end is left out.
 * @param {Plane} plane @returns {Plane} */
export function pooled({ shape, values }) {
  const [rows, cols] = shape.map((size) => size >> 1);
  if (rows === 0 || cols === 0) {
    throw new StateError(`Max pooling takes the largest of 2×2 values, and the map is ${shape.join("×")}.`);
  }
  const out = new Float32Array(rows * cols);
  for (let r = 0; r < rows; r++) {
    const [above, below] = [2 * r * shape[1], (2 * r + 1) * shape[1]];
    for (let c = 0; c < cols; c++) {
      const at = 2 * c;
      const [a, b] = [values[above + at], values[above + at + 1]];
      const [d, e] = [values[below + at], values[below + at + 1]];
      out[r * cols + c] = Math.max(a > b ? a : b, d > e ? d : e);
    }
  }
  return { shape: [rows, cols], values: out };
}

/**
 * What one filter makes of the channels: the result of each channel that it sees, their sum with the bias (after ReLU,
 * where there is one), and the map.
 * @param {Plane[]} channels @param {Layer} layer @param {number} filter
 */
function filterOf(channels, layer, filter) {
  const { weight, bias, stride, relu, pool } = layer;
  const { first, count } = seenBy(layer, filter);
  const products = Array.from({ length: count }, (_, c) =>
    strided(slide(channels[first + c], weight.kernels[filter][c]), stride),
  );
  const { shape } = products[0];
  const values = new Float32Array(products[0].values.length).fill(bias[filter]);
  for (const product of products) for (let n = 0; n < values.length; n++) values[n] += product.values[n];
  if (relu) for (let n = 0; n < values.length; n++) values[n] = values[n] > 0 ? values[n] : 0;
  const sum = { shape, values };
  return { products, sum, map: pool ? pooled(sum) : sum };
}

/** All filters.
 * @param {Plane[]} channels @param {Layer} layer */
export function layerOf(channels, layer) {
  return Array.from({ length: layer.weight.shape[0] }, (_, filter) => filterOf(channels, layer, filter));
}

/**
 * How the pixels lie under a map: two neighbours of the map are `step` pixels apart, and each sees `span` of them.
 * @param {Layer} layer
 */
export function reachOfMap({ weight, stride, pool }) {
  const step = stride * (pool ? 2 : 1);
  return { step, span: weight.shape.slice(2).map((size) => size + (pool ? stride : 0)) };
}

/**
 * Along one axis: by how many whole places the map should have moved, whether that is all of the shift, and the places
 * that lie away from the seam, where the two ends of the picture meet.
 */
function alongAxis(by, { size, places, step, span }) {
  const move = Math.sign(by) * Math.ceil(Math.abs(by) / step - 0.5) + 0;
  const first = by > 0 ? Math.ceil(by / step) : 0;
  const last = by < 0 ? Math.floor((size + by - span) / step) : places - 1;
  const from = Math.max(first, move);
  return { move, exact: by % step === 0, from, count: Math.max(0, Math.min(last, places - 1 + move) - from + 1) };
}

/**
 * f(shift(x)) beside shift(f(x)), at the places away from the seam, and beside f(x) at all places.
 * @param {Plane} now f(shift(x))
 * @param {Plane} before f(x)
 * @param {{ shift: number[], size: number[], step: number, span: number[] }} how size: of the picture
 */
export function compared(now, before, { shift, size, step, span }) {
  const [down, right] = [0, 1].map((axis) =>
    alongAxis(shift[axis], { size: size[axis], places: now.shape[axis], step, span: span[axis] }),
  );
  const inside = { row: down.from, col: right.from, rows: down.count, cols: right.count };
  const cols = now.shape[1];
  let [largest, total, still] = [0, 0, 0];
  for (let r = inside.row; r < inside.row + inside.rows; r++) {
    for (let c = inside.col; c < inside.col + inside.cols; c++) {
      const difference = Math.abs(now.values[r * cols + c] - before.values[(r - down.move) * cols + c - right.move]);
      if (difference > largest) largest = difference;
      total += difference;
    }
  }
  for (let n = 0; n < now.values.length; n++) still += Math.abs(now.values[n] - before.values[n]);
  return {
    move: [down.move, right.move],
    exact: down.exact && right.exact,
    inside,
    largest,
    mean: total / Math.max(1, inside.rows * inside.cols),
    still: still / now.values.length,
  };
}

/** Where a map is largest: its first such place.
 * @param {Plane} map */
export function peakOf({ shape, values }) {
  let at = 0;
  for (let n = 1; n < values.length; n++) if (values[n] > values[at]) at = n;
  return { row: Math.floor(at / shape[1]), col: at % shape[1], value: values[at] };
}

/**
 * The window behind one place of the map, in pixels of the picture; where there is pooling, of the largest of its four.
 * @param {Layer} layer @param {Plane} sum @param {{ row: number, col: number }} at
 */
export function windowAt({ weight, stride, pool }, sum, { row, col }) {
  let from = { row, col };
  if (pool) {
    const four = [0, 1, 2, 3].map((n) => ({ row: 2 * row + (n >> 1), col: 2 * col + (n & 1) }));
    const valueAt = (place) => sum.values[place.row * sum.shape[1] + place.col];
    from = four.reduce((most, place) => (valueAt(place) > valueAt(most) ? place : most));
  }
  const [rows, cols] = weight.shape.slice(2);
  return { from, window: { row: from.row * stride, col: from.col * stride, rows, cols } };
}

/**
 * What each channel gives to one window, in double precision.
 * @param {Plane[]} channels @param {Layer} layer @param {number} filter
 * @param {{ row: number, col: number, rows: number, cols: number }} window
 */
export function partsAt(channels, layer, filter, window) {
  const { first, count } = seenBy(layer, filter);
  return Array.from({ length: count }, (_, c) => {
    const { shape, values } = channels[first + c];
    const kernel = layer.weight.kernels[filter][c];
    return kernel.values.reduce((sum, weight, k) => {
      const [row, col] = [window.row + Math.floor(k / window.cols), window.col + (k % window.cols)];
      return sum + (weight * Math.round(255 * values[row * shape[1] + col])) / 255;
    }, 0);
  });
}
