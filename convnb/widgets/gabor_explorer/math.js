// @ts-check
// Gabor kernels and the cells made of them, as convnb/models/v1.py defines them and tested against it. x runs along the
// columns, y along the rows downwards, in pixels from the middle; frequencies are in radians per pixel.

import { fft } from "../kit/fft.js";
import { SETTINGS } from "./settings.js";

/** Frames of one period of the drifting grating. */
export const FRAMES = SETTINGS.constants.frames;
/** Points on a tuning curve, from 0 to pi: radians for the orientation, radians per pixel for the frequency. */
export const POINTS = SETTINGS.constants.points;

/**
 * @typedef {{ shape: [number, number], alpha: number, beta_x: number, beta_y: number, frequency: number, phase: number,
 *             x0: number, y0: number, theta: number, without_dc: boolean }} Gabor
 * @typedef {{ shape: [number, number], first: Float64Array, second: Float64Array }} Pair
 *   a quadrature pair: the kernel, and its partner a quarter period on
 */

/** @param {number} point */
export function pointAt(point) {
  return (Math.PI * point) / (POINTS - 1);
}

/** Coordinate of an entry along an axis of this size.
 * @param {number} index @param {number} size */
function coordinate(index, size) {
  return index - (size - 1) / 2;
}

/** @param {Gabor} gabor @returns {Pair & { envelope: Float64Array }} */
export function gaborPair({ shape, alpha, beta_x, beta_y, frequency, phase, x0, y0, theta, without_dc }) {
  const [rows, cols] = shape;
  const [cos, sin] = [Math.cos(theta), Math.sin(theta)];
  const [first, second, envelope] = [0, 1, 2].map(() => new Float64Array(rows * cols));
  for (let r = 0; r < rows; r++) {
    const y = coordinate(r, rows) - y0;
    for (let c = 0; c < cols; c++) {
      const x = coordinate(c, cols) - x0;
      const across = x * cos + y * sin;
      const along = y * cos - x * sin;
      const at = r * cols + c;
      envelope[at] = alpha * Math.exp(-beta_x * across * across - beta_y * along * along);
      first[at] = envelope[at] * Math.cos(frequency * across + phase);
      second[at] = envelope[at] * Math.cos(frequency * across + phase + Math.PI / 2);
    }
  }
  if (without_dc) for (const kernel of [first, second]) takeOffShare(kernel, envelope);
  return { shape, first, second, envelope };
}

/** A share of the bell is taken off, so that the weights add up to 0. */
function takeOffShare(kernel, envelope) {
  const whole = total(envelope);
  if (whole === 0) return;
  const share = total(kernel) / whole;
  for (let at = 0; at < kernel.length; at++) kernel[at] -= share * envelope[at];
}

/** @param {Float64Array} values */
export function total(values) {
  return values.reduce((sum, value) => sum + value, 0);
}

/** Largest absolute value.
 * @param {ArrayLike<number>} values */
export function largest(values) {
  let most = 0;
  for (let at = 0; at < values.length; at++) most = Math.max(most, Math.abs(values[at]));
  return most;
}

/**
 * I(x, y) = cos(frequency x' - 2 pi time / FRAMES).
 * @param {[number, number]} shape @param {number} frequency @param {number} theta @param {number} time
 */
export function gratingFrame([rows, cols], frequency, theta, time) {
  const [kx, ky] = [frequency * Math.cos(theta), frequency * Math.sin(theta)];
  const phase = (2 * Math.PI * time) / FRAMES;
  return Float64Array.from({ length: rows * cols }, (_, at) =>
    Math.cos(kx * coordinate(at % cols, cols) + ky * coordinate(Math.floor(at / cols), rows) - phase),
  );
}

/** @typedef {{ cos: Float64Array, sin: Float64Array }} Wave */

/** Room for the waves along both axes, used again and again: a tuning curve asks for hundreds.
 * @type {Record<string, Wave>} */
const scratch = { x: roomFor(64), y: roomFor(64) };

/** @param {number} size @returns {Wave} */
function roomFor(size) {
  return { cos: new Float64Array(size), sin: new Float64Array(size) };
}

/**
 * cos and sin of k times each coordinate of an axis, turned on by k from one to the next.
 * @param {"x" | "y"} axis @param {number} k @param {number} size
 */
function wave(axis, k, size) {
  if (scratch[axis].cos.length < size) scratch[axis] = roomFor(size);
  const { cos, sin } = scratch[axis];
  const stepCos = Math.cos(k);
  const stepSin = Math.sin(k);
  cos[0] = Math.cos(k * coordinate(0, size));
  sin[0] = Math.sin(k * coordinate(0, size));
  for (let at = 1; at < size; at++) {
    cos[at] = cos[at - 1] * stepCos - sin[at - 1] * stepSin;
    sin[at] = sin[at - 1] * stepCos + cos[at - 1] * stepSin;
  }
  return scratch[axis];
}

/**
 * W = sum of w(x, y) exp(i k x), for both kernels: the linear response to a grating of phase p is the real part of
 * W exp(i p). The wave is a product of one along x and one along y.
 * @param {Pair} pair @param {number} frequency @param {number} theta
 * @returns {[number, number, number, number]} real and imaginary part of the first kernel's W, then of the second's
 */
export function spectrumAt({ shape: [rows, cols], first, second }, frequency, theta) {
  const x = wave("x", frequency * Math.cos(theta), cols);
  const y = wave("y", frequency * Math.sin(theta), rows);
  /** @type {[number, number, number, number]} */
  const sums = [0, 0, 0, 0];
  for (let r = 0; r < rows; r++) {
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let col = 0, at = r * cols; col < cols; col++, at++) {
      a += first[at] * x.cos[col];
      b += first[at] * x.sin[col];
      c += second[at] * x.cos[col];
      d += second[at] * x.sin[col];
    }
    sums[0] += a * y.cos[r] - b * y.sin[r];
    sums[1] += a * y.sin[r] + b * y.cos[r];
    sums[2] += c * y.cos[r] - d * y.sin[r];
    sums[3] += c * y.sin[r] + d * y.cos[r];
  }
  return sums;
}

/** The responses over one period of a drift.
 * @param {[number, number, number, number]} spectrum */
export function tracesOf([a, b, c, d]) {
  const linear = new Float64Array(FRAMES);
  const steady = new Float64Array(FRAMES);
  for (let t = 0; t < FRAMES; t++) {
    const angle = (2 * Math.PI * t) / FRAMES;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    linear[t] = a * cos + b * sin;
    const other = c * cos + d * sin;
    steady[t] = Math.sqrt(linear[t] * linear[t] + other * other);
  }
  return { linear, simple: linear.map((value) => Math.max(0, value)), complex: steady };
}

/**
 * The simple cell's peak over a drift, and the complex cell's root mean square.
 * @param {[number, number, number, number]} spectrum
 */
export function strengths([a, b, c, d]) {
  const [first, second] = [a * a + b * b, c * c + d * d];
  return { simple: Math.sqrt(first), complex: Math.sqrt((first + second) / 2) };
}

/**
 * Strengths at POINTS orientations (at one frequency) or frequencies (at one orientation).
 * @param {Pair} pair
 * @param {string} along "orientation" or "frequency"
 * @param {{ frequency: number, theta: number }} grating
 */
export function tuningOf(pair, along, { frequency, theta }) {
  const [simple, complex] = [new Float64Array(POINTS), new Float64Array(POINTS)];
  for (let point = 0; point < POINTS; point++) {
    const at = pointAt(point);
    const strength = strengths(along === "orientation" ? spectrumAt(pair, frequency, at) : spectrumAt(pair, at, theta));
    simple[point] = strength.simple;
    complex[point] = strength.complex;
  }
  return { simple, complex };
}

/** How far the complex cell's response varies over a drift, as a part of its mean.
 * @param {Float64Array} steady */
export function variation(steady) {
  const mean = total(steady) / steady.length;
  return mean > 0 ? (Math.max(...steady) - Math.min(...steady)) / mean : 0;
}

// --- a photograph seen by a pair of cells ---
// A product of spectra costs the same for every kernel size; the two kernels travel as real and imaginary part of one, so
// both responses come out of one transform.

/** @typedef {{ shape: [number, number], values: Float32Array }} Picture */

/** @param {number} size */
const powerOfTwo = (size) => 2 ** Math.ceil(Math.log2(Math.max(2, size)));

/** The picture's spectrum, column by column.
 * @param {Picture} picture */
function spectrumOf({ shape: [rows, cols], values }) {
  const [height, width] = [powerOfTwo(rows), powerOfTwo(cols)];
  const [re, im] = [new Float64Array(height * width), new Float64Array(height * width)];
  const [rowRe, rowIm] = [new Float64Array(width), new Float64Array(width)];
  for (let r = 0; r < rows; r++) {
    rowRe.fill(0).set(values.subarray(r * cols, (r + 1) * cols));
    rowIm.fill(0);
    fft(rowRe, rowIm);
    for (let c = 0; c < width; c++) {
      re[c * height + r] = rowRe[c];
      im[c * height + r] = rowIm[c];
    }
  }
  for (let c = 0; c < width; c++) {
    fft(re.subarray(c * height, (c + 1) * height), im.subarray(c * height, (c + 1) * height));
  }
  return { height, width, re, im };
}

/**
 * The responses of one widget's cells. It remembers the last picture's spectrum and the last answer; the one before that
 * is overwritten, so that a drag leaves no rubbish behind.
 * @returns {(picture: Picture, pair: Pair) => { shape: [number, number], first: Float32Array, second: Float32Array }}
 *   first[r, c] = sum over i, j of picture[r + i, c + j] first[i, j], where the kernel lies inside; second likewise
 */
export function createResponder() {
  let [seen, last, spare] = /** @type {any[]} */ ([]);
  return (picture, pair) => {
    if (last?.picture === picture && samePair(last.pair, pair)) return last.answer;
    if (seen?.picture !== picture) {
      const spectrum = spectrumOf(picture);
      const room = () => new Float64Array(spectrum.height * spectrum.width);
      seen = { picture, spectrum, re: room(), im: room() };
    }
    const shape = picture.shape.map((size, axis) => size - pair.shape[axis] + 1);
    const answer = String(spare?.shape) === String(shape) ? spare : emptyAnswer(shape);
    spare = last?.answer;
    last = { picture, pair, answer };
    respond(seen, pair, answer);
    return answer;
  };
}

/** @param {Pair} one @param {Pair} other */
function samePair(one, other) {
  if (String(one.shape) !== String(other.shape)) return false;
  for (let at = 0; at < one.first.length; at++) {
    if (one.first[at] !== other.first[at] || one.second[at] !== other.second[at]) return false;
  }
  return true;
}

/** @param {number[]} shape */
function emptyAnswer(shape) {
  const room = () => new Float32Array(shape[0] * shape[1]);
  return { shape, first: room(), second: room() };
}

/** Fills the answer. */
function respond({ spectrum, re, im }, { shape: [tall, wide], first, second }, answer) {
  const { height, width } = spectrum;
  for (let r = 0; r < tall; r++) {
    const row = re.subarray(r * width, (r + 1) * width).fill(0);
    const rowIm = im.subarray(r * width, (r + 1) * width).fill(0);
    row.set(first.subarray(r * wide, (r + 1) * wide));
    rowIm.set(second.subarray(r * wide, (r + 1) * wide));
    // Transformed with the inverse's sign: the kernel slides as it is, which is a correlation.
    fft(row, rowIm, true);
  }
  const [rows, cols] = answer.shape;
  multiplyColumns({ spectrum, re, im }, tall, rows);
  const scale = 1 / (height * width);
  for (let r = 0; r < rows; r++) {
    const row = re.subarray(r * width, (r + 1) * width);
    const rowIm = im.subarray(r * width, (r + 1) * width);
    fft(row, rowIm, true);
    for (let c = 0; c < cols; c++) {
      answer.first[r * cols + c] = row[c] * scale;
      answer.second[r * cols + c] = rowIm[c] * scale;
    }
  }
}

/** Each column of the kernel's rows: transformed, multiplied, and brought back where the result is needed. */
function multiplyColumns({ spectrum, re, im }, tall, rows) {
  const { height, width } = spectrum;
  const [columnRe, columnIm] = [new Float64Array(height), new Float64Array(height)];
  for (let c = 0; c < width; c++) {
    columnRe.fill(0);
    columnIm.fill(0);
    for (let r = 0; r < tall; r++) {
      columnRe[r] = re[r * width + c];
      columnIm[r] = im[r * width + c];
    }
    fft(columnRe, columnIm, true);
    for (let r = 0, at = c * height; r < height; r++, at++) {
      const [a, b] = [columnRe[r], columnIm[r]];
      columnRe[r] = a * spectrum.re[at] - b * spectrum.im[at];
      columnIm[r] = a * spectrum.im[at] + b * spectrum.re[at];
    }
    fft(columnRe, columnIm, true);
    for (let r = 0; r < rows; r++) {
      re[r * width + c] = columnRe[r];
      im[r * width + c] = columnIm[r];
    }
  }
}

/**
 * The map of a cell: "linear" s, "simple" max(0, s), "complex" sqrt(s0^2 + s1^2).
 * @param {{ shape: [number, number], first: Float32Array, second: Float32Array }} responses @param {string} cell
 */
export function mapOf({ shape, first, second }, cell) {
  if (cell === "linear") return { shape, values: first };
  const values = new Float32Array(first.length);
  if (cell === "simple") for (let n = 0; n < values.length; n++) values[n] = Math.max(0, first[n]);
  else for (let n = 0; n < values.length; n++) values[n] = Math.sqrt(first[n] * first[n] + second[n] * second[n]);
  return { shape, values };
}
