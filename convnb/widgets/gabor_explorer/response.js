// @ts-check
// A photograph seen by a quadrature pair of cells, at the speed of a drag. A product of spectra costs the same for every
// kernel size; the two kernels travel as real and imaginary part of one, so both responses come out of one transform.

import { fft } from "../kit/fft.js";

/**
 * @typedef {{ shape: [number, number], values: Float32Array }} Picture
 * @typedef {import("./math.js").Pair} Pair
 */

/** @param {number} size */
const powerOfTwo = (size) => 2 ** Math.ceil(Math.log2(Math.max(2, size)));

/** The picture's spectrum, column by column. @param {Picture} picture */
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
  /** @type {any} */
  let seen = null;
  /** @type {any} */
  let last = null;
  /** @type {any} */
  let spare = null;
  return (picture, pair) => {
    if (last && last.picture === picture && samePair(last.pair, pair)) return last.answer;
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
 * @param {{ shape: [number, number], first: Float32Array, second: Float32Array }} responses
 * @param {string} cell
 */
export function mapOf({ shape, first, second }, cell) {
  if (cell === "linear") return { shape, values: first };
  const values = new Float32Array(first.length);
  if (cell === "simple") for (let n = 0; n < values.length; n++) values[n] = Math.max(0, first[n]);
  else for (let n = 0; n < values.length; n++) values[n] = Math.sqrt(first[n] * first[n] + second[n] * second[n]);
  return { shape, values };
}
