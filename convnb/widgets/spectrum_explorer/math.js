// @ts-check
// A signal, a kernel and their spectra, as __init__.py defines them and tested against it.

import { fft } from "../kit/fft.js";
import { convolveFull } from "../kit/slide.js";
import { SETTINGS } from "./settings.js";

export const OWN = "own";
/** The signals that the frequency changes. */
export const TUNED = ["sine", "two sines", "pulse train", "chirp"];
/** waves: place, height and width of the waves P, Q, R, S and T of one heartbeat, in samples. */
const { second_sine: SECOND_SINE, echo: ECHO, cutoff: CUTOFF, beat: BEAT, waves: WAVES } = SETTINGS.constants;
/** Points on the curve between the bins, from 0 to 1 cycle per sample. */
export const CURVE_POINTS = 1024;

/** @param {number} n @param {(t: number) => number} value */
const samplesOf = (n, value) => Float64Array.from({ length: n }, (_, t) => value(t));
const wave = (frequency, t) => Math.sin(2 * Math.PI * frequency * t);
const bell = (u) => Math.exp(-(u * u) / 2);

/** Samples from one pulse to the next; one pulse alone at frequency 0.
 * @param {number} frequency @param {number} n */
export function pulsePeriod(frequency, n) {
  return frequency > 0 ? Math.min(n, Math.floor(1 / frequency + 0.5)) : n;
}

/** Numbers from -1 to 1 that are noise to the eye and the same on every machine.
 * @param {number} n */
function noise(n) {
  let seed = 1;
  return samplesOf(n, () => {
    seed = (Math.imul(1664525, seed) + 1013904223) >>> 0;
    return seed / 2 ** 31 - 1;
  });
}

/**
 * The signal of this kind.
 * @param {string} kind one of signal_kind, but not "own"
 * @param {number} n
 * @param {number} frequency in cycles per sample
 */
export function makeSignal(kind, n, frequency) {
  const period = pulsePeriod(frequency, n);
  const beat = (t) => WAVES.reduce((sum, [at, height, width]) => sum + height * bell(((t % BEAT) - at) / width), 0);
  switch (kind) {
    case "sine":
      return samplesOf(n, (t) => wave(frequency, t));
    case "two sines":
      return samplesOf(n, (t) => wave(frequency, t) + 0.5 * wave(SECOND_SINE, t));
    case "pulse train":
      return samplesOf(n, (t) => (t % period === 0 ? 1 : 0));
    case "chirp":
      return samplesOf(n, (t) => Math.sin((Math.PI * frequency * t * t) / n));
    case "step":
      return samplesOf(n, (t) => (t < Math.floor(n / 2) ? 0 : 1));
    case "heartbeat":
      return samplesOf(n, beat);
    default:
      return noise(n);
  }
}

/** The shortest width of a kernel, and how far it is from one width to the next.
 * @param {string} kind */
export function widthRange(kind) {
  if (kind === "second difference") return { min: 3, step: 2 };
  return { min: kind === "difference" || kind === "echo" ? 2 : 1, step: 1 };
}

/** The nearest width that a kernel of this kind can have, not above `width` if it can.
 * @param {string} kind @param {number} width */
export function usedWidth(kind, width) {
  const { min, step } = widthRange(kind);
  return Math.max(min, width - ((width - min) % step));
}

/**
 * The kernel of this kind; its width must be one that usedWidth gives.
 * @param {string} kind one of kernel_kind, but not "own"
 * @param {number} width in samples
 */
export function makeKernel(kind, width) {
  const middle = (width - 1) / 2;
  const at = (/** @type {Record<number, number>} */ values) => samplesOf(width, (t) => values[t] ?? 0);
  switch (kind) {
    case "moving average":
      return samplesOf(width, () => 1 / width);
    case "Gaussian":
      return toSumOne(samplesOf(width, (t) => bell((6 * (t - middle)) / width)));
    case "low-pass":
      return toSumOne(samplesOf(width, (t) => sinc(2 * CUTOFF * (t - middle)) * hamming(t, width)));
    case "difference":
      return at({ 0: 1, [width - 1]: -1 });
    case "second difference":
      return at({ 0: 1, [middle]: -2, [width - 1]: 1 });
    default:
      return at({ 0: 1, [width - 1]: ECHO });
  }
}

/** @param {number} u */
function sinc(u) {
  return u === 0 ? 1 : Math.sin(Math.PI * u) / (Math.PI * u);
}

/** @param {number} t @param {number} width */
function hamming(t, width) {
  return width === 1 ? 1 : 0.54 - 0.46 * Math.cos((2 * Math.PI * t) / (width - 1));
}

/** @param {Float64Array} values */
function toSumOne(values) {
  const sum = values.reduce((total, value) => total + value, 0);
  return values.map((value) => value / sum);
}

/** @typedef {{ re: Float64Array, im: Float64Array }} Spectrum */

/** The last circle: a drag asks for the same one again and again. */
let lastCircle = { length: 0, cos: new Float64Array(0), sin: new Float64Array(0) };

/** cos and sin of t / length turns.
 * @param {number} length */
function circle(length) {
  if (lastCircle.length === length) return lastCircle;
  const turn = (/** @type {(angle: number) => number} */ part) =>
    samplesOf(length, (t) => part((2 * Math.PI * t) / length));
  lastCircle = { length, cos: turn(Math.cos), sin: turn(Math.sin) };
  return lastCircle;
}

/**
 * The bins 0 .. floor(length / 2) of the discrete Fourier transform, by its definition, so that any length is allowed:
 * X[k] = sum over t of x[t] exp(-2 pi i k t / length).
 * @param {ArrayLike<number>} x at most `length` values, zeros after them
 * @param {number} length @returns {Spectrum}
 */
export function transform(x, length) {
  const { cos, sin } = circle(length);
  const bins = Math.floor(length / 2) + 1;
  const [re, im] = [new Float64Array(bins), new Float64Array(bins)];
  for (let k = 0; k < bins; k++) {
    let [real, imaginary, turn] = [0, 0, 0];
    for (let t = 0; t < x.length; t++) {
      real += x[t] * cos[turn];
      imaginary -= x[t] * sin[turn];
      turn += k;
      if (turn >= length) turn -= length;
    }
    re[k] = real;
    im[k] = imaginary;
  }
  return { re, im };
}

/**
 * The products of a bin, x[t] exp(-2 pi i k t / length), added up one after the other: where each arrow ends that is laid
 * at the one before. They begin at 0 and end at X[k].
 * @param {ArrayLike<number>} x @param {number} length @param {number} bin @returns {Spectrum}
 */
export function arrowChain(x, length, bin) {
  const { cos, sin } = circle(length);
  const [re, im] = [new Float64Array(x.length + 1), new Float64Array(x.length + 1)];
  for (let t = 0, turn = 0; t < x.length; t++, turn = (turn + bin) % length) {
    re[t + 1] = re[t] + x[t] * cos[turn];
    im[t + 1] = im[t] - x[t] * sin[turn];
  }
  return { re, im };
}

/** A bin and its mirrored one above half a cycle make one wave; the first bin and an even length's last have none. */
export function timesUsed(length, bin) {
  return bin === 0 || 2 * bin === length ? 1 : 2;
}

/** Back from the bins to `length` real samples.
 * @param {Spectrum} spectrum @param {number} length */
export function inverse({ re, im }, length) {
  const { cos, sin } = circle(length);
  return samplesOf(length, (t) => {
    let sum = 0;
    for (let k = 0, turn = 0; k < re.length; k++, turn = (turn + t) % length) {
      sum += timesUsed(length, k) * (re[k] * cos[turn] - im[k] * sin[turn]);
    }
    return sum / length;
  });
}

/** The spectra of two real signals at CURVE_POINTS frequencies, from one transform.
 * @param {ArrayLike<number>} x @param {ArrayLike<number>} w */
function curves(x, w) {
  const [re, im] = [new Float64Array(CURVE_POINTS), new Float64Array(CURVE_POINTS)];
  re.set(x);
  im.set(w);
  fft(re, im);
  const half = CURVE_POINTS / 2 + 1;
  const empty = () => ({ re: new Float64Array(half), im: new Float64Array(half) });
  const [X, W] = [empty(), empty()];
  for (let k = 0; k < half; k++) {
    const mirror = (CURVE_POINTS - k) % CURVE_POINTS;
    X.re[k] = (re[k] + re[mirror]) / 2;
    X.im[k] = (im[k] - im[mirror]) / 2;
    W.re[k] = (im[k] + im[mirror]) / 2;
    W.im[k] = (re[mirror] - re[k]) / 2;
  }
  return { x: X, w: W, y: product(X, W) };
}

/** @param {Spectrum} a @param {Spectrum} b @returns {Spectrum} */
export function product(a, b) {
  const re = a.re.map((real, k) => real * b.re[k] - a.im[k] * b.im[k]);
  return { re, im: a.re.map((real, k) => real * b.im[k] + a.im[k] * b.re[k]) };
}

/** @param {Spectrum} spectrum */
export function magnitudes({ re, im }) {
  return re.map((real, k) => Math.hypot(real, im[k]));
}

/** The gain of a kernel at a frequency in cycles per sample.
 * @param {ArrayLike<number>} w @param {number} frequency */
export function gainAt(w, frequency) {
  let [re, im] = [0, 0];
  for (let t = 0; t < w.length; t++) {
    re += w[t] * Math.cos(2 * Math.PI * frequency * t);
    im -= w[t] * Math.sin(2 * Math.PI * frequency * t);
  }
  return Math.hypot(re, im);
}

/**
 * Everything that follows from a signal, a kernel and a transform length.
 * @param {{ x: Float64Array, w: Float64Array, length: number }} params
 */
export function compute({ x, w, length }) {
  const [X, W] = [transform(x, length), transform(w, length)];
  const spectra = { x: X, w: W, y: product(X, W) };
  const linear = convolveFull(x, w);
  const wrapped = Math.max(0, linear.length - length);
  return { spectra, curves: curves(x, w), output: inverse(spectra.y, length), linear, wrapped };
}
