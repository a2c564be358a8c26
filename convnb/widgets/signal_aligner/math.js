// @ts-check
// Correlation of two signals at every lag, as convnb/ops/correlation.py defines it and tested against it.
// Lag k pairs x[t] with y[t + k]; the lags run from -(x.length - 1) to y.length - 1.

import { fft } from "../kit/fft.js";

/** Lag of an entry of the curves below, and back.
 * @param {ArrayLike<number>} x @param {number} index */
export function lagAt(x, index) {
  return index - (x.length - 1);
}

/**
 * Sum of products at one lag, samples outside the signals counting as zero: sum over t of x[t] y[t + lag].
 * @param {ArrayLike<number>} x @param {ArrayLike<number>} y @param {number} lag
 */
export function sumOfProducts(x, y, lag) {
  let sum = 0;
  const end = Math.min(x.length, y.length - lag);
  for (let t = Math.max(0, -lag); t < end; t++) sum += x[t] * y[t + lag];
  return sum;
}

/**
 * Sums of products at every lag, through the spectrum.
 * @param {ArrayLike<number>} x @param {ArrayLike<number>} y
 */
export function crossCorrelation(x, y) {
  const length = x.length + y.length - 1;
  const size = 2 ** Math.ceil(Math.log2(Math.max(2, length)));
  // Turning x around makes the convolution that a spectrum's product gives into a correlation. Both signals are real, so
  // one transform of x + iy carries both: their product's spectrum is the imaginary part of its square, halved.
  const re = new Float64Array(size);
  const im = new Float64Array(size);
  for (let t = 0; t < x.length; t++) re[x.length - 1 - t] = x[t];
  im.set(y);
  fft(re, im);
  for (let k = 0; k < size; k++) [re[k], im[k]] = [re[k] * re[k] - im[k] * im[k], 2 * re[k] * im[k]];
  fft(re, im, true);
  return Float64Array.from({ length }, (_, index) => im[index] / (2 * size));
}

/** @param {ArrayLike<number>} values */
function withoutMean(values) {
  let sum = 0;
  for (let t = 0; t < values.length; t++) sum += values[t];
  const mean = sum / values.length;
  return Float64Array.from(values, (value) => value - mean);
}

/**
 * The score of every lag, from -1 to 1: Pearson's correlation of the shorter signal with the part of the longer one that
 * it covers, both without their mean, zeros outside. 0 where that part has no variance.
 * @param {ArrayLike<number>} x @param {ArrayLike<number>} y
 */
export function alignmentScores(x, y) {
  if (y.length < x.length) return alignmentScores(y, x).reverse();
  const template = withoutMean(x);
  const long = withoutMean(y);
  const products = crossCorrelation(template, long);
  const norm = Math.sqrt(template.reduce((sum, value) => sum + value * value, 0));
  const total = long.reduce((sum, value) => sum + value * value, 0);
  const n = template.length;
  let sum = 0;
  let squares = 0;
  return products.map((product, index) => {
    // The window of n samples that ends at `index`: one sample comes in, one goes out.
    const entering = index < long.length ? long[index] : 0;
    const leaving = index >= n ? long[index - n] : 0;
    sum += entering - leaving;
    squares += entering * entering - leaving * leaving;
    const variance = squares - (sum * sum) / n;
    if (norm === 0 || variance <= 1e-12 * total) return 0;
    return Math.min(1, Math.max(-1, product / (norm * Math.sqrt(variance))));
  });
}

/**
 * Index of the largest absolute value; of equals (within rounding) the positive one, then the one nearest to `centre`.
 * @param {ArrayLike<number>} values @param {number} centre
 */
export function strongest(values, centre) {
  let best = 0;
  for (let index = 1; index < values.length; index++) {
    const gain = Math.abs(values[index]) - Math.abs(values[best]);
    const tolerance = 1e-9 * Math.abs(values[best]);
    const tie = Math.abs(gain) <= tolerance;
    const better =
      Math.sign(values[index]) - Math.sign(values[best]) || Math.abs(best - centre) - Math.abs(index - centre);
    if (tie ? better > 0 : gain > 0) best = index;
  }
  return best;
}
